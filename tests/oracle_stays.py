"""A second calculation of a course's days: sessions, parts, nights, days of a stay, doses.

As in `oracle`, nothing is shared with the program: a request is the dictionary that its JSON reads as, and
every step is written out as a clerk would do it. It expects a request that is right.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import holidays

from oracle import CONTINUOUS, TREATMENT_DAYS

Asked = dict[str, Any]
"""A request, or a part of one, as its JSON reads."""

STAY_GOES_ON = 7
"""Stays no more days apart than this count as one."""

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
    calendar, free = request.get("calendar"), holidays.country_holidays("AU", subdiv="VIC")
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
        stay_of(part.episode, days) if part.setting in WITH_NIGHTS else None
        for part, days in zip(parts_of(request), days_of_parts(request), strict=True)
    ]


def stay_of(episode: Asked, days: list[date]) -> Stay:
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
    counts = before is not None and (admitted - date.fromisoformat(before["ended"])).days <= STAY_GOES_ON
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


def number(days: set[date], before: dict[date, int]) -> dict[date, int]:
    """Day 1, 2, 3 ... of a stay, on top of the days before that day; a longer absence begins a new stay."""
    numbers: dict[date, int] = {}
    last: date | None = None
    for day in sorted(days):
        if last is not None and (day - last).days - 1 <= STAY_GOES_ON:
            numbers[day] = numbers[last] + 1
        else:
            numbers[day] = before.get(day, 0) + 1
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
