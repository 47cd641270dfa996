"""/api/v1/portfolio: many requests in, the quote or the problems of each out, in their order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from kfees.engine.pricing import price
from kfees.library.library import Library
from kfees.model.fields import Model
from kfees.model.problems import InputError
from kfees.model.quote import Quote
from kfees.model.request import CourseRequest
from kfees.reading.json_and_toml import problems_within, read_model
from kfees.web.api.answers import answer_of
from kfees.web.api.bodies import body_read, pointers_to, problems_at_places
from kfees.web.api.document import AS_OF, PRICES, documented, json_body
from kfees.web.api.examples import REQUESTS
from kfees.web.errors import ListedProblem, counted, listed, refusal
from kfees.web.plausible import read_request
from kfees.web.received import JSON, Parameters, only_kinds
from kfees.web.routes import API, Routes
from kfees.web.working import worked_out

MOST_REQUESTS, MOST_ANSWER_BYTES = 1_000, 20_000_000


def _or_anything_else(schema: dict[str, Any]) -> None:
    others = {"description": "Anything else is answered with its problems, and the others are priced."}
    schema["items"] = {"anyOf": [schema["items"], others]}


class Portfolio(Model):
    """Requests to price in one go, each by itself."""

    requests: tuple[CourseRequest, ...] = Field(
        min_length=1, max_length=MOST_REQUESTS, json_schema_extra=_or_anything_else
    )


class _Unread(Model):
    """The same, its requests not read yet: one that cannot be read leaves the others as they are."""

    requests: tuple[Any, ...] = Field(min_length=1, max_length=MOST_REQUESTS)


class PricedRequest(Model):
    """The quote of one request, or what is wrong with it."""

    quote: Quote | None
    problems: tuple[ListedProblem, ...]


class PricedPortfolio(Model):
    """An answer for each request, in their order."""

    answers: tuple[PricedRequest, ...]
    priced: int
    refused: int


def add_portfolio(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    @routes.post(
        f"{API}/portfolio",
        **documented(
            ("priceCourses", "Price many courses", PRICES),
            ("PricedPortfolio",),
            AS_OF,
            body=json_body("Portfolio", {"two courses, of which one is refused": REQUESTS}),
        ),
    )
    async def portfolio(request: Request) -> Response:
        options = Parameters(request, ("as_of",))
        as_of = options.day("as_of") or today()
        options.checked()
        only_kinds(request, JSON)
        content = await request.body()
        return await worked_out(request, partial(_priced, content, library, as_of))


def _priced(content: bytes, library: Library, as_of: date) -> Response:
    body = body_read(content)
    with problems_at_places(body, Portfolio.model_fields):
        requests = read_model(_Unread, body).requests
    alike: dict[str, bytes | InputError] = {}
    answers: list[bytes] = []
    size = refused = 0
    for number, asked in enumerate(requests):
        key = json.dumps(asked, sort_keys=True)
        if key not in alike:
            alike[key] = _quote_of(asked, library, as_of)
        found = alike[key]
        if isinstance(found, InputError):
            refused += 1
            answers.append(_answer(b"null", _problems(found, number, body)))
        else:
            answers.append(_answer(found, ()))
        size += len(answers[-1])
        if size > MOST_ANSWER_BYTES:
            raise _too_much(number)
    counted = b'],"priced":%d,"refused":%d}' % (len(answers) - refused, refused)
    return answer_of(b'{"answers":[' + b",".join(answers) + counted, JSON)


def _quote_of(asked: object, library: Library, as_of: date) -> bytes | InputError:
    """A quote as JSON, or why there is none."""
    try:
        return price(read_request(asked, library), library, as_of=as_of).model_dump_json().encode()
    except InputError as error:
        return error


def _problems(error: InputError, number: int, body: object) -> tuple[ListedProblem, ...]:
    """The problems of the request of a number, at their places in the whole body."""
    problems = counted(problems_within(f"requests[{number}]", error.problems))
    return listed(problems, pointers_to((problem.place for problem in problems), body))


def _answer(quote: bytes, problems: Iterable[ListedProblem]) -> bytes:
    return b'{"quote":%b,"problems":[%b]}' % (
        quote,
        b",".join(problem.model_dump_json().encode() for problem in problems),
    )


def _too_much(number: int) -> Exception:
    message = f"the answers to the first {number + 1} requests hold more than {MOST_ANSWER_BYTES:,} bytes."
    return refusal(413, "too-large", "requests", message, "Send fewer requests at a time.")
