"""One shape for every refusal: a status, a title, and every problem with its place and remedy.

400  the body is not JSON, or no form          413  the body is too large
404  there is no such page or schedule         414  the address is too long
405  the method is not meant for this          415  the body is of another kind
403  a page of another site sent this          421  it is asked by another name
406  there is no answer of the kind wanted     422  the input is wrong: every problem is listed
408  the body came too slowly                  429  too many requests of one address at a time
409  refused by strict mode                    500  a mistake of kfees
503  it took too long, or too many ask
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import chain, repeat
from typing import Annotated

from pydantic import WithJsonSchema
from starlette.responses import Response

from kfees.model.blanks import Grouped
from kfees.model.fields import Model
from kfees.model.problem_codes import CODES
from kfees.model.problems import InputError, Problem, StrictRefusal
from kfees.model.sentences import Sentence, translatable

MEDIA_TYPE = "application/problem+json"

ADDRESS, BODY = translatable("the address"), translatable("the body")
FILE, REQUEST = translatable("the file"), translatable("the request")
"""Places of what is wrong with a request as a whole."""

CHECK_ADDRESS = translatable("Check the address.")

TITLES = {
    400: "The body cannot be read.",
    403: "This came from another site.",
    404: translatable("There is nothing here."),
    405: translatable("This method is not meant for this address."),
    406: "There is no answer of this kind.",
    408: "The body came too slowly.",
    409: "Refused by strict mode.",
    413: "The body is too large.",
    414: "The address is too long.",
    415: "The body is of another kind than expected.",
    421: "This server is not asked by this name.",
    422: "The input is wrong.",
    429: "Too many requests at a time.",
    500: "kfees made a mistake.",
    503: "This took too long.",
}

MOST_PROBLEMS = 1_000
"""Of one answer."""

UNREADABLE = frozenset({"bad-json", "repeated-key", "bad-form"})
"""Problems of the body as a whole, which are answered with 400."""


class ListedProblem(Model):
    """One mistake: a stable code, the place where it stands, what is wrong, and what to do.

    `pointer`: the place in the JSON that was sent, as a JSON pointer (RFC 6901); None where it is elsewhere.
    """

    code: Annotated[str, WithJsonSchema({"type": "string", "enum": [*CODES]})]
    place: str
    pointer: str | None
    message: str
    remedy: str


class Refused(Model):
    """The answer to every request that is refused."""

    title: str
    status: int
    problems: tuple[ListedProblem, ...]


class Refusal(Exception):
    """A request that is refused with a status of HTTP."""

    def __init__(
        self,
        status: int,
        problems: Iterable[Problem],
        headers: Mapping[str, str] | None = None,
        pointers: Iterable[str | None] = (),
    ) -> None:
        self.status, self.problems, self.headers = status, counted(problems), dict(headers or {})
        self.pointers = tuple(pointers)
        super().__init__(TITLES.get(status, str(status)))


def counted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """As many as an answer lists; what is more is counted."""
    found = tuple(problems)
    more = len(found) - MOST_PROBLEMS
    if more <= 0:
        return found
    message = Sentence("{number} more problems are not listed.").format(number=Grouped(more))
    rest = Problem("more", BODY, message, Sentence("Mend these first."))
    return (*found[:MOST_PROBLEMS], rest)


def refusal(status: int, code: str, place: str, message: str, remedy: str) -> Refusal:
    """A refusal with one problem."""
    return Refusal(status, [Problem(code, place, message, remedy)])


def try_again(status: int, code: str, message: str) -> Refusal:
    """A refusal of what can be sent again in a moment, as its header says to programs."""
    problem = Problem(code, "kfees", message, translatable("Send it again in some seconds."))
    return Refusal(status, [problem], {"retry-after": "1"})


def refusal_of(error: InputError | StrictRefusal) -> Refusal:
    """What the engine refused, with its status."""
    if isinstance(error, StrictRefusal):
        remedy = "Load newer schedules, or ask without strict."
        return Refusal(409, [Problem("strict", "strict", reason, remedy) for reason in error.reasons])
    return Refusal(status_of(error), error.problems)


def status_of(error: InputError) -> int:
    return 400 if any(problem.code in UNREADABLE for problem in error.problems) else 422


def not_found(message: str) -> Refusal:
    return refusal(404, "not-found", ADDRESS, message, CHECK_ADDRESS)


def listed(problems: Iterable[Problem], pointers: Iterable[str | None] = ()) -> tuple[ListedProblem, ...]:
    """Each with its pointer; without one where the problems are of no JSON."""
    return tuple(
        ListedProblem(**asdict(problem), pointer=pointer)
        for problem, pointer in zip(problems, chain(pointers, repeat(None)), strict=False)
    )


def as_json(refused: Refusal) -> Response:
    """The refusal as JSON."""
    answer = Refused(
        title=TITLES.get(refused.status, "Refused."),
        status=refused.status,
        problems=listed(refused.problems, refused.pointers),
    )
    return Response(answer.model_dump_json(), refused.status, media_type=MEDIA_TYPE, headers=refused.headers)
