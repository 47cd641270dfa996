"""JSON that was sent: read, and every problem of it at its place there, as a JSON pointer too (RFC 6901)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.model.steps import next_step
from kfees.reading.json_and_toml import (
    TOP_LEVEL,
    key_in_words,
    problems_in,
    problems_within,
    read_json,
    read_model,
)
from kfees.web.errors import MOST_PROBLEMS, Refusal, status_of
from kfees.web.plausible import read_request

BODY = "the body"

_NUMBER, _MARKS = re.compile(r"\[([0-9]+)\]\.?"), re.compile(r"[.\[]")


def body_read(content: bytes) -> object:
    """The JSON of a body. InputError where it is none."""
    return read_json(content, BODY)


@contextmanager
def problems_at_places(body: object, keys: Collection[str]) -> Iterator[None]:
    """What is refused within is refused at its places in `body`, which may have these keys."""
    try:
        yield
    except InputError as error:
        listed = error.problems[:MOST_PROBLEMS]
        pointers = pointers_to((problem.place for problem in listed), body, keys)
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


def pointers_to(places: Iterable[str], body: object, keys: Collection[str] = ()) -> list[str]:
    """'charges[0].amount' -> '/charges/0/amount'. A key may hold any letter: the body says where one ends.
    A place at the top that is no key of it, and none of `keys`, is the whole."""
    steps = _Steps()
    return [steps.pointer_to(place, body, keys) for place in places]


class _Steps:
    """The way through a body, step by step. `_written`: the keys of each object as places write them."""

    def __init__(self) -> None:
        self._written: dict[int, dict[str, str]] = {}

    def pointer_to(self, place: str, body: object, keys: Collection[str]) -> str:
        next_step()
        found: list[str] = []
        at, rest = body, "" if place == TOP_LEVEL else place
        while rest:
            step, rest = self._step(rest, at)
            if not found and step not in keys and not (isinstance(at, Mapping) and step in at):
                return ""
            found.append(step)
            at = _within(at, step)
        return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in found)

    def _step(self, rest: str, at: object) -> tuple[str, str]:
        """The first key or number of a place, and what comes after it: the longest key that there is."""
        if (number := _NUMBER.match(rest)) is not None:
            return number[1], rest[number.end() :]
        ends = [match.start() for match in _MARKS.finditer(rest, 1)] + [len(rest)]
        known = self._keys_of(at) if isinstance(at, Mapping) else {}
        end = next((end for end in reversed(ends) if rest[:end] in known), ends[0])
        return known.get(rest[:end], rest[:end]), rest[end:].removeprefix(".")

    def _keys_of(self, at: Mapping[str, object]) -> dict[str, str]:
        if id(at) not in self._written:
            self._written[id(at)] = {key_in_words(key): key for key in at}
        return self._written[id(at)]


def _within(at: object, step: str) -> object:
    if isinstance(at, Mapping):
        return at.get(step)
    return at[int(step)] if isinstance(at, list) and step.isdigit() and int(step) < len(at) else None
