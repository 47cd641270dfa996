"""/api/v1: the engine for programs. JSON in, JSON out, and one shape for every refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache, partial

from pydantic import BaseModel, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from kfees.engine.activity import ActivityRequest, Weighed, weigh
from kfees.engine.asking import read_request
from kfees.engine.assessing import assess
from kfees.engine.pricing import price, refuse_if_uncertain
from kfees.engine.provider_preview import understood
from kfees.engine.provider_quote import provider_quote
from kfees.library.library import Library
from kfees.library.listing import (
    ListedRate,
    ListedVersion,
    listed_version,
    listed_versions,
    matching_rates,
    rates_of_item,
    version_named,
)
from kfees.library.version import Version
from kfees.model.assessment import Assessment
from kfees.model.fields import Model
from kfees.model.problems import InputError, Problem, suggestion
from kfees.model.program import VERSION
from kfees.model.quote import Quote
from kfees.model.request import CourseRequest
from kfees.model.schedule import Currency
from kfees.model.understood_quote import UnderstoodQuote
from kfees.reading.json_and_toml import read_json, read_model
from kfees.web.document import CLAIM, COURSE, EPISODE, documented, form_body, json_body, parameter
from kfees.web.errors import Refused, not_found
from kfees.web.provider_upload import COLUMNS, QUOTE, no_quote, read_upload
from kfees.web.received import FORM, JSON, Parameters, form_of, only_kinds
from kfees.web.routes import Routes
from kfees.web.working import AT_ONCE_BYTES, worked_out

PREFIX = "/api/v1"
BODY = "the body"
MOST_RATES, USUAL_RATES = 1_000, 100

KEPT_ANSWERS = 256
"""So many answers to small requests stay in memory until newer ones push them out."""

DAY = {"type": "string", "format": "date"}
AS_OF = parameter(
    "as_of", "The day from which staleness is judged; today unless given.", DAY, example="2024-07-15"
)
DRY_RUN = parameter(
    "dry_run", "Say what was understood of the provider's quote, and price nothing.", {"type": "boolean"}
)
STRICT = parameter(
    "strict", "Refuse stale rates, and maximums that cannot be determined.", {"type": "boolean"}
)
RATE_PARAMETERS = (
    parameter("schedule", "The schedule.", {"type": "string"}, required=True, example="medical"),
    parameter("on", "The version in force on this day; the latest unless given.", DAY, example="2024-08-05"),
    parameter("item", "This item alone.", {"type": "string"}, example="2801"),
    parameter("search", "Items whose code or label holds each of these words.", {"type": "string"}),
    parameter(
        "limit",
        f"So many rates at most; {USUAL_RATES} unless given.",
        {"type": "integer", "minimum": 0, "maximum": MOST_RATES},
    ),
    parameter(
        "offset", "So many rates are passed over.", {"type": "integer", "minimum": 0, "maximum": 999_999}
    ),
)


class Health(Model):
    """That the server answers."""

    status: str


class Program(Model):
    """Which kfees this is, and one digest over every version that it has loaded."""

    kfees: str
    schedules: str


class FoundRates(Model):
    """Some rates of a version. `found`: how many there are; `next_offset`: None on the last page."""

    version: ListedVersion
    found: int
    next_offset: int | None
    rates: tuple[ListedRate, ...]


class LoadedVersions(Model):
    """Versions, by schedule, oldest first."""

    versions: tuple[ListedVersion, ...]


class ListedPayer(Model):
    """A payer. `guideline`: the set of guidelines that holds for it, None where none is known; `families`:
    the schedule that each family of a request is under it."""

    name: str
    title: str
    currency: Currency
    guideline: str | None
    families: dict[str, str]


class LoadedPayers(Model):
    """The payers that a request may name."""

    payers: tuple[ListedPayer, ...]


ASKED: tuple[type[BaseModel], ...] = (CourseRequest, ActivityRequest)
ANSWERS: tuple[type[BaseModel], ...] = (
    *(Quote, Assessment, UnderstoodQuote, Weighed),
    *(Health, Program, LoadedPayers, LoadedVersions, ListedVersion, FoundRates, Refused),
)


def add_routes(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    """Add the API over a library; `today` is asked whenever staleness has to be judged."""
    _add_pricing(routes, library, today)
    _add_assessing(routes, library, today)
    _add_weighing(routes, library)
    _add_payers(routes, library)
    _add_schedules(routes, library, today)
    _add_rates(routes, library, today)
    _add_program(routes, library)


def _add_pricing(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    body = json_body("CourseRequest", {"a course and its charges": COURSE})
    written = TypeAdapter(Quote)

    def answer(content: bytes, as_of: date, strict: bool) -> bytes:
        priced = price(read_request(read_json(content, BODY), library), library, as_of=as_of)
        if strict:
            refuse_if_uncertain(priced)
        return written.dump_json(priced)

    # The same question has the same answer for as long as the library lives.
    kept = lru_cache(KEPT_ANSWERS)(answer)

    @routes.post(
        f"{PREFIX}/quote", **documented("Price a course", "Quote", AS_OF, STRICT, body=body, refusals=(409,))
    )
    async def quote(request: Request) -> Response:
        options = Parameters(request, ("as_of", "strict"))
        as_of, strict = options.day("as_of") or today(), options.flag("strict")
        options.checked()
        only_kinds(request, JSON)
        content = await request.body()
        small = len(content) <= AT_ONCE_BYTES
        asked = partial(kept if small else answer, content, as_of, strict)
        return Response(await worked_out(request, asked, size=len(content)), media_type=JSON)


def _add_assessing(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    claimed = {**COURSE, "claim": CLAIM}
    body = json_body("CourseRequest", {"a course and its claim": claimed}) | form_body(claimed)

    @routes.post(
        f"{PREFIX}/assess",
        **documented("Check a request", ("Assessment", "UnderstoodQuote"), AS_OF, DRY_RUN, body=body),
    )
    async def assessment(request: Request) -> Response:
        options = Parameters(request, ("as_of", "dry_run"))
        as_of, dry_run = options.day("as_of") or today(), options.flag("dry_run")
        options.checked()
        file, name = b"", ""
        columns: list[str] = []
        if only_kinds(request, JSON, FORM) == FORM:
            form = await form_of(request, ("request", QUOTE, COLUMNS))
            content = form.text("request")
            file, name = form.file(QUOTE)
            columns = [text for key, text in form.texts if key == COLUMNS]
        else:
            content = await request.body()

        def work() -> str:
            asked = read_request(read_json(content, BODY), library)
            known = {"payer": asked.payer, "start": str(asked.start)}
            if not name and (dry_run or columns):
                raise InputError([no_quote("dry_run" if dry_run else COLUMNS)])
            if dry_run:
                read = read_upload(file, name, columns, known, library)
                return understood(read, asked, library).model_dump_json()
            assessed = assess(asked, library, as_of=as_of)
            if name:
                read = read_upload(file, name, columns, known, library)
                found = provider_quote(read.rows, asked, library)
                assessed = assessed.model_copy(update={"provider_quote": found})
            return assessed.model_dump_json()

        # A file is worked on beside the other requests, however small: a workbook takes its time to open.
        size = AT_ONCE_BYTES + 1 if name else len(content)
        return Response(await worked_out(request, work, size=size), media_type=JSON)


def _add_weighing(routes: Routes, library: Library) -> None:
    body = json_body("ActivityRequest", {"a stay of four nights": EPISODE})

    @routes.post(
        f"{PREFIX}/nwau", **documented("Weigh an episode, visit or presentation", "Weighed", body=body)
    )
    async def weighed(request: Request) -> Response:
        Parameters(request).checked()
        only_kinds(request, JSON)
        content = await request.body()

        def work() -> str:
            return weigh(read_model(ActivityRequest, read_json(content, BODY)), library).model_dump_json()

        return Response(await worked_out(request, work, size=len(content)), media_type=JSON)


def _add_payers(routes: Routes, library: Library) -> None:
    @routes.get(f"{PREFIX}/payers", **documented("Who can be asked to pay", "LoadedPayers", unchanged=True))
    def payers(request: Request) -> Response:
        Parameters(request).checked()
        return tagged(request, LoadedPayers(payers=tuple(_payer(name, library) for name in library.payers)))


def _payer(name: str, library: Library) -> ListedPayer:
    payer = library.of(name).payer
    families = {family: taken.schedule for family, taken in payer.schedule.items()}
    return ListedPayer(
        name=name,
        title=payer.title,
        currency=payer.currency,
        guideline=payer.guideline,
        families=families,
    )


def _add_schedules(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    @routes.get(
        f"{PREFIX}/schedules", **documented("What is loaded", "LoadedVersions", AS_OF, unchanged=True)
    )
    def schedules(request: Request) -> Response:
        as_of = _as_of(request, today)
        return tagged(request, LoadedVersions(versions=listed_versions(library, as_of)))

    @routes.get(
        f"{PREFIX}/schedules/{{schedule}}",
        **documented("A schedule's versions", "LoadedVersions", AS_OF, refusals=(404,), unchanged=True),
    )
    def versions(request: Request, schedule: str) -> Response:
        as_of = _as_of(request, today)
        found = [listed_version(version, library, as_of) for version in library.versions(schedule)]
        if not found:
            raise not_found("no such schedule is loaded")
        return tagged(request, LoadedVersions(versions=tuple(found)))

    @routes.get(
        f"{PREFIX}/schedules/{{schedule}}/{{first_day}}",
        **documented("One version", "ListedVersion", AS_OF, refusals=(404,), unchanged=True),
    )
    def version(request: Request, schedule: str, first_day: str) -> Response:
        as_of = _as_of(request, today)
        found = version_of(library, schedule, first_day)
        return tagged(request, listed_version(found, library, as_of))


def _as_of(request: Request, today: Callable[[], date]) -> date:
    """The one parameter of most routes: the day from which staleness is judged."""
    options = Parameters(request, ("as_of",))
    as_of = options.day("as_of")
    options.checked()
    return as_of or today()


def version_of(library: Library, schedule: str, first_day: str) -> Version:
    """The version that begins on a day; refused with 404 where there is none."""
    for version in library.versions(schedule):
        if version.first_day.isoformat() == first_day:
            return version
    raise not_found("no such version is loaded")


def _add_rates(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    @routes.get(
        f"{PREFIX}/rates", **documented("A version's rates", "FoundRates", *RATE_PARAMETERS, unchanged=True)
    )
    def rates(request: Request) -> Response:
        options = Parameters(request, [parameter["name"] for parameter in RATE_PARAMETERS])
        schedule, day = options.needed("schedule", "Name a schedule."), options.day("on")
        limit = options.number("limit", USUAL_RATES, MOST_RATES)
        offset = options.number("offset", 0, 999_999)
        options.checked()
        version = version_named(library, schedule, day, "on")
        found = list(_rates(version, options))
        beyond = offset + limit
        return tagged(
            request,
            FoundRates(
                version=listed_version(version, library, today()),
                found=len(found),
                next_offset=beyond if limit and beyond < len(found) else None,
                rates=tuple(found[offset:beyond]),
            ),
        )


def _rates(version: Version, options: Parameters) -> Iterator[ListedRate]:
    item = options.text("item")
    if not options.given("item"):
        return matching_rates(version, options.text("search"))
    found = list(rates_of_item(version, item))
    if not found:
        message = f"the version of {version.first_day} has no item {item[:60]!r}."
        remedy = suggestion(item[:60], version.items, "Leave it out to see every item.")
        raise InputError([Problem("unknown-item", "item", message, remedy)])
    return iter(found)


def _add_program(routes: Routes, library: Library) -> None:
    @routes.get(f"{PREFIX}/health", **documented("Whether the server answers", "Health"))
    async def health(request: Request) -> Response:
        Parameters(request).checked()
        return Response(Health(status="ok").model_dump_json(), media_type=JSON)

    @routes.get(f"{PREFIX}/version", **documented("Which kfees this is, and what it has loaded", "Program"))
    def program(request: Request) -> Response:
        Parameters(request).checked()
        found = Program(kfees=VERSION, schedules=digest_of(library))
        return Response(found.model_dump_json(), media_type=JSON)


def digest_of(library: Library) -> str:
    """One digest over every version that is loaded."""
    digest = hashlib.sha256()
    for schedule in library.schedules:
        for version in library.versions(schedule):
            digest.update(f"{schedule}\0{version.first_day}\0{version.digest}\0".encode())
    return f"sha256:{digest.hexdigest()}"


def tagged(request: Request, answer: Model) -> Response:
    """The answer with its ETag; 304 and no body where the caller has it already."""
    content = answer.model_dump_json().encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if known & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=JSON, headers=headers)
