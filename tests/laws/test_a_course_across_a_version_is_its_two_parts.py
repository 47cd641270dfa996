"""A course across the day on which a version begins is its two parts, each priced by itself."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

import kfees
from kfees.model.quote import Line
from laws.strategies import DRUG, ONE_STAY, OVERNIGHT, Asked, courses, quote_of, usual_nights

FIRST_DAYS = [date(2018, 7, 1), date(2024, 7, 1), date(2025, 7, 1), date(2026, 7, 1)]
LAST_DAY_OF_FIRST_RATE = 14


def begun(asked: Asked, start: date) -> Asked:
    """The same course from another day."""
    moved = asked | {"start": start.isoformat()}
    if isinstance(asked["calendar"], dict):
        by = start - date.fromisoformat(asked["start"])
        days = [date.fromisoformat(day) + by for day in asked["calendar"]["dates"]]
        moved["calendar"] = {"dates": [day.isoformat() for day in days]}
    return moved


def without_its_own(asked: Asked, services: list[Asked]) -> Asked:
    """The course's setting emptied of its own services, and these in their place."""
    rooms: Asked = {"regimen": "crps-10-day", "setting": "consulting-rooms", "start": asked["start"]}
    left_out = [{"schedule": "medical", "item": item} for item in ("2801", "2806")]
    return rooms | {"weight_kg": "80", "services": services, "without": left_out}


def services_of(lines: tuple[Line, ...], first: date, end: date) -> list[Asked]:
    """What the lines hold from `first` up to `end` (not included), as services to ask for."""
    found: list[Asked] = []
    for line in lines:
        dates = [day.isoformat() for day in line.dates if first <= day < end]
        if dates and (line.schedule, line.item) != DRUG:
            found.append({"schedule": line.schedule, "item": line.item, "dates": dates})
    return found


def figures(line: Line) -> tuple[object, ...]:
    return (line.schedule, line.item, str(line.version), line.dates, line.quantity, line.rate, line.maximum)


@given(
    asked=courses(extras=False, charged=False),
    first_day=st.sampled_from(FIRST_DAYS),
    days_before=st.integers(1, 9),
)
def test_a_course_across_the_first_day_of_a_version_is_its_two_parts_priced_apart(
    asked: Asked, first_day: date, days_before: int, library: kfees.Library
) -> None:
    assume(asked["setting"] != ONE_STAY)  # the whole stay is priced on the day of leaving
    # No stay longer than the day on which its rate steps down: a part starts again at day 1.
    assume(asked["setting"] != OVERNIGHT or usual_nights(asked) <= LAST_DAY_OF_FIRST_RATE)
    course = begun(asked, first_day - timedelta(days=days_before)) | {"episode": None}
    whole = quote_of(course, library)
    before = services_of(whole.lines, date.min, first_day)
    after = services_of(whole.lines, first_day, date.max)
    parts = [quote_of(without_its_own(course, part), library) for part in (before, after) if part]
    apart = [line for part in parts for line in part.lines]
    known = sum(part.totals.known_maximum for part in parts)
    assert whole.totals.known_maximum == known
    changed = {line.schedule for line in apart if line.version == first_day}
    assert sorted(figures(line) for line in whole.lines if line.schedule in changed) == sorted(
        figures(line) for line in apart if line.schedule in changed
    )
    for line in whole.lines:
        for day in line.dates:
            version = library.version_on(line.schedule or "", day)
            assert line.version == (version and version.first_day)
