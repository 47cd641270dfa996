"""The treatment days of a course, dealt out to the places where it is given, and what they infuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from kfees.library.library import Library
from kfees.model.dates import ONE_DAY, consecutive_days
from kfees.model.money import EXACT
from kfees.model.quote import DoseTaken
from kfees.model.request import CourseRequest, ExplicitDates, Place
from kfees.model.schedule import Regimen, Setting


@dataclass(slots=True, eq=False, repr=False)
class PlacedSessions:
    """The sessions at one place: their days by `calendar`, and the public holidays skipped on the way."""

    place: Place
    setting: Setting
    calendar: str | ExplicitDates
    days: tuple[date, ...]
    skipped: Mapping[date, str]


def number_of_sessions(request: CourseRequest, regimen: Regimen) -> int:
    """The treatment days of a course whose parts add up to them."""
    return request.sessions or sum(part.sessions for part in request.parts) or regimen.treatment_days


def placed_sessions(request: CourseRequest, library: Library) -> Iterator[PlacedSessions]:
    """The sessions of each place: one begins on its calendar's first day after the last at the one before."""
    regimen = library.regimen(request.regimen)
    dates = iter(request.dates)
    start = request.start
    for place in request.places:
        setting = library.setting(place.setting)
        calendar = request.calendar or default_calendar(regimen, setting)
        number = place.sessions or regimen.treatment_days
        skipped: Mapping[date, str] = {}
        if isinstance(calendar, str):
            days, skipped = treatment_days(calendar, start, number, library)
        else:
            days = tuple(islice(dates, number))
        yield PlacedSessions(place, setting, calendar, days, skipped)
        start = days[-1] + ONE_DAY


def all_treatment_days(request: CourseRequest, library: Library) -> tuple[date, ...]:
    """The days of infusion, in order."""
    return tuple(day for sessions in placed_sessions(request, library) for day in sessions.days)


def treatment_days(
    calendar: str, start: date, number: int, library: Library
) -> tuple[tuple[date, ...], dict[date, str]]:
    """The first `number` days of a calendar, and the public holidays skipped on the way with their names."""
    if calendar == "consecutive":
        return consecutive_days(start, number), {}
    return library.public_holidays.working_days(start, number)


def default_calendar(regimen: Regimen, setting: Setting) -> str:
    """Days in a row for a continuous infusion and for a stay; otherwise weekdays."""
    return "consecutive" if regimen.continuous or setting.overnight else "weekdays"


NOT_KNOWN = DoseTaken.made(dict.fromkeys(DoseTaken.model_fields))


def dose_of(regimen: Regimen, weight_kg: Decimal | None, days: int) -> DoseTaken:
    """The mg infused a day and in all, and the ampoules, whole ones each day; none of it is known where the
    dose goes by a weight that is not stated."""
    dose = regimen.dose
    hourly, by_weight = dose.mg_per_hour, dose.mg_per_kg_per_hour
    if hourly is None:
        assert by_weight is not None
        if weight_kg is None:
            return NOT_KNOWN
        hourly = EXACT.multiply(by_weight, weight_kg)
    daily = EXACT.multiply(hourly, regimen.hours_per_day)
    whole, part = EXACT.divmod(daily, regimen.drug.mg_per_ampoule)
    ampoules = int(whole) + (1 if part else 0)
    return DoseTaken.made(
        {
            "mg_per_day": daily,
            "mg": EXACT.multiply(daily, days),
            "ampoules": ampoules * days,
            "ampoules_per_day": ampoules,
        }
    )
