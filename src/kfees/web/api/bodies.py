"""JSON that was sent: read, and every problem of it at its place there, as a JSON pointer too (RFC 6901)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.reading.json_and_toml import (
    TOP_LEVEL,
    key_in_words,
    problems_in,
    problems_within,
    read_json,
    read_model,
)
from kfees.web.errors import Refusal, status_of
from kfees.web.plausible import read_request

BODY = "the body"

_NUMBER = re.compile(r"\[([0-9]+)\]\.?")


def body_read(content: bytes) -> object:
    """The JSON of a body. InputError where it is none."""
    return read_json(content, BODY)


@contextmanager
def problems_at_places(body: object, keys: Iterable[str]) -> Iterator[None]:
    """What is refused within is refused at its places in `body`, which may have these keys."""
    try:
        yield
    except InputError as error:
        pointers = [pointer_to(problem.place, body, keys) for problem in error.problems]
        raise Refusal(status_of(error), error.problems, pointers=pointers) from None


M = TypeVar("M", bound=BaseModel)


def read_around_a_request(kind: type[M], body: object, library: Library) -> M:
    """What a body asks of the course at its key `request`. Every problem of both is said at once."""
    if not isinstance(body, Mapping):
        return read_model(kind, body)
    fields = dict(body)
    problems: list[Problem] = []
    if "request" in fields:
        try:
            fields["request"] = read_request(fields["request"], library)
        except InputError as error:
            problems += problems_within("request", error.problems)
    try:
        found = kind.model_validate(fields)
    except ValidationError as error:
        others = problems_in(error, kind)
        problems += [problem for place, problem in others if not (problems and place[0] == "request")]
    if problems:
        raise InputError(problems)
    return found


def pointer_to(place: str, body: object, keys: Iterable[str] = ()) -> str:
    """'charges[0].amount' -> '/charges/0/amount'. A key may hold any letter: the body says where one ends.
    A place at the top that is no key of it, and none of `keys`, is the whole."""
    steps: list[str] = []
    at, rest = body, "" if place == TOP_LEVEL else place
    while rest:
        step, rest = _step(rest, at)
        if not steps and step not in keys and not (isinstance(at, Mapping) and step in at):
            return ""
        steps.append(step)
        at = _within(at, step)
    return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps)


def _step(rest: str, at: object) -> tuple[str, str]:
    """The first key or number of a place, and what comes after it."""
    if (number := _NUMBER.match(rest)) is not None:
        return number[1], rest[number.end() :]
    written = {key: key_in_words(key) for key in at} if isinstance(at, Mapping) else {}
    fitting = [key for key, words in written.items() if re.match(rf"{re.escape(words)}($|[.\[])", rest)]
    if not fitting:
        end = min((at for at in (rest.find(mark, 1) for mark in ".[") if at > 0), default=len(rest))
        return rest[:end], rest[end:].removeprefix(".")
    key = max(fitting, key=lambda one: len(written[one]))
    return key, rest[len(written[key]) :].removeprefix(".")


def _within(at: object, step: str) -> object:
    if isinstance(at, Mapping):
        return at.get(step)
    return at[int(step)] if isinstance(at, list) and step.isdigit() and int(step) < len(at) else None
