"""A second calculation of a course's days: sessions, parts, nights, days of a stay, doses.

As in `oracle`, nothing is shared with the program: a request is the dictionary that its JSON reads as, and
every step is written out as a clerk would do it. It expects a request that is right.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import holidays

from oracle import CONTINUOUS, TREATMENT_DAYS
from oracle_payers import Asked, terms_of

ONE_STAY = "public-hospital-admitted"
WITH_NIGHTS = ("private-hospital-inpatient", ONE_STAY)


class Part(NamedTuple):
    """A course, or what of it is given in one setting."""

    setting: str
    sessions: int
    episode: Asked


class Stay(NamedTuple):
    """Nights in one hospital, one after the other; away: the nights of leave among them."""

    nights: list[date]
    discharged: date
    away: frozenset[date]
    beds: dict[date, str]
    earlier: int


def parts_of(request: Asked) -> list[Part]:
    if request.get("parts"):
        return [
            Part(part["setting"], part["sessions"], part.get("episode") or {}) for part in request["parts"]
        ]
    sessions = request.get("sessions") or TREATMENT_DAYS[request["regimen"]]
    return [Part(request["setting"], sessions, request.get("episode") or {})]


def days_of_parts(request: Asked) -> list[list[date]]:
    """The treatment days of each part, in order."""
    country, state = terms_of(request).holidays
    calendar, free = request.get("calendar"), holidays.country_holidays(country, subdiv=state)
    if isinstance(calendar, dict):
        stated = iter([date.fromisoformat(text) for text in calendar["dates"]])
        return [[next(stated) for _ in range(part.sessions)] for part in parts_of(request)]
    found: list[list[date]] = []
    day = date.fromisoformat(request["start"])
    for part in parts_of(request):
        every_day = calendar == "consecutive"
        if calendar is None:
            every_day = CONTINUOUS[request["regimen"]] or part.setting in WITH_NIGHTS
        days: list[date] = []
        while len(days) < part.sessions:
            if every_day or (day.isoweekday() <= 5 and day not in free):
                days.append(day)
            day += timedelta(days=1)
        found.append(days)
    return found


def stays(request: Asked) -> list[Stay | None]:
    """The nights of each part; None of a part that is given without any."""
    return [
        stay_of(part.episode, days, terms_of(request).goes_on) if part.setting in WITH_NIGHTS else None
        for part, days in zip(parts_of(request), days_of_parts(request), strict=True)
    ]


def stay_of(episode: Asked, days: list[date], goes_on: int = 7) -> Stay:
    """From the first treatment day to the day after the last, unless the episode says otherwise."""
    nights = episode.get("nights")
    admitted, discharged = (day_in(episode.get(name)) for name in ("admitted", "discharged"))
    if admitted is None:
        admitted = days[0]
    if discharged is None and nights is not None:
        discharged = admitted + timedelta(days=nights)
    if discharged is None:
        discharged = days[-1] + timedelta(days=1)
    before = episode.get("earlier_stay")
    counts = before is not None and (admitted - date.fromisoformat(before["ended"])).days <= goes_on
    beds = {
        date.fromisoformat(text): bed["item"] for bed in episode.get("beds") or [] for text in bed["dates"]
    }
    return Stay(
        [admitted + timedelta(days=number) for number in range((discharged - admitted).days)],
        discharged,
        frozenset(date.fromisoformat(text) for text in episode.get("leave") or []),
        beds,
        before["days"] if before is not None and counts else 0,
    )


def number(
    days: set[date], before: dict[date, int], goes_on: int, not_counted: Container[date] = ()
) -> dict[date, frozenset[int]]:
    """Day 1, 2, 3 ... of a stay, on top of the days before that day; a longer absence begins a new stay.

    A day that is not counted may be called by the number of the day before it, or of the day after.
    """
    numbers: dict[date, frozenset[int]] = {}
    last: date | None = None
    count = 0
    for day in sorted(days):
        if last is None or (day - last).days - 1 > goes_on:
            count = before.get(day, 0)
        if day in not_counted:
            numbers[day] = frozenset({max(count, 1), count + 1})
        else:
            count += 1
            numbers[day] = frozenset({count})
        last = day
    return numbers


def dose(request: Asked) -> tuple[Decimal, Decimal, int]:
    """mg a day, mg in all, ampoules of 200 mg opened."""
    sessions = sum(part.sessions for part in parts_of(request))
    return mg_a_day(request), mg_a_day(request) * sessions, ampoules_a_day(request) * sessions


def mg_a_day(request: Asked) -> Decimal:
    if request["regimen"] == "crps-4-day":
        return Decimal(22) * 24
    return Decimal("0.35") * Decimal(request["weight_kg"]) * 4


def ampoules_a_day(request: Asked) -> int:
    opened = 0
    while opened * 200 < mg_a_day(request):
        opened += 1
    return opened


def day_in(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
