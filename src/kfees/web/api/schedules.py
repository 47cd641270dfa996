"""/api/v1/schedules and /rates: what is loaded, from where, how old, and at which rates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

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
from kfees.model.fields import Model
from kfees.model.problems import InputError, Problem, suggestion
from kfees.model.sentences import translatable
from kfees.web.api.answers import tagged
from kfees.web.api.document import AS_OF, DAY, LOADED, documented, parameter
from kfees.web.errors import not_found
from kfees.web.received import Parameters
from kfees.web.routes import API, Routes

MOST_RATES, USUAL_RATES = 1_000, 100

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


class FoundRates(Model):
    """Some rates of a version. `found`: how many there are; `next_offset`: None on the last page."""

    version: ListedVersion
    found: int
    next_offset: int | None
    rates: tuple[ListedRate, ...]


class LoadedVersions(Model):
    """Versions, by schedule, oldest first."""

    versions: tuple[ListedVersion, ...]


def add_schedules(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    _add_versions(routes, library, today)
    _add_rates(routes, library, today)


def _add_versions(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    @routes.get(
        f"{API}/schedules",
        **documented(
            ("listSchedules", "The schedules in all their versions", LOADED),
            ("LoadedVersions",),
            AS_OF,
            unchanged=True,
        ),
    )
    def schedules(request: Request) -> Response:
        as_of = _as_of(request, today)
        return tagged(request, LoadedVersions(versions=listed_versions(library, as_of)))

    @routes.get(
        f"{API}/schedules/{{schedule}}",
        **documented(
            ("listVersions", "A schedule's versions", LOADED),
            ("LoadedVersions",),
            AS_OF,
            refusals=(404,),
            unchanged=True,
        ),
    )
    def versions(request: Request, schedule: str) -> Response:
        as_of = _as_of(request, today)
        found = [listed_version(version, library, as_of) for version in library.versions(schedule)]
        if not found:
            raise not_found(translatable("no such schedule is loaded."))
        return tagged(request, LoadedVersions(versions=tuple(found)))

    @routes.get(
        f"{API}/schedules/{{schedule}}/{{first_day}}",
        **documented(
            ("describeVersion", "One version", LOADED),
            ("ListedVersion",),
            AS_OF,
            refusals=(404,),
            unchanged=True,
        ),
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
    raise not_found(translatable("no such version is loaded."))


def _add_rates(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    @routes.get(
        f"{API}/rates",
        **documented(
            ("findRates", "A version's rates", LOADED), ("FoundRates",), *RATE_PARAMETERS, unchanged=True
        ),
    )
    def rates(request: Request) -> Response:
        options = Parameters(request, [parameter["name"] for parameter in RATE_PARAMETERS])
        schedule, day = options.needed("schedule", "Name a schedule."), options.day("on")
        limit = options.number("limit", USUAL_RATES, MOST_RATES)
        offset = options.number("offset", 0, 999_999)
        options.checked()
        version = version_named(library, schedule, day, "on")
        found = _rates(version, options)
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


def _rates(version: Version, options: Parameters) -> Sequence[ListedRate]:
    item = options.text("item")
    if not options.given("item"):
        return matching_rates(version, options.text("search"))
    found = list(rates_of_item(version, item))
    if not found:
        message = f"the version of {version.first_day} has no item {item[:60]!r}."
        remedy = suggestion(item[:60], version.items, "Leave it out to see every item.")
        raise InputError([Problem("unknown-item", "item", message, remedy)])
    return found
