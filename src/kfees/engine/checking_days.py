"""What is wrong with a course's parts, sessions and calendar, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from kfees.engine.sessions import number_of_sessions
from kfees.model.dates import ONE_DAY
from kfees.model.problems import Problem
from kfees.model.request import MOST_SESSIONS, CourseRequest
from kfees.model.schedule import Regimen


def part_problems(request: CourseRequest) -> Iterator[Problem]:
    """A course is given in one setting or in parts; its stays stand where they are."""
    if not request.parts:
        return
    if request.setting is not None:
        yield Problem(
            "setting-and-parts",
            "parts",
            "a course is given in one setting or in parts, and both are stated.",
            "Leave out setting, or parts.",
        )
    elif request.episode is not None:
        yield Problem(
            "setting-and-parts",
            "episode",
            "each part of a course has its own stay.",
            "Give it as the episode of its part, such as parts[0].episode.",
        )


def day_problems(request: CourseRequest, regimen: Regimen) -> Iterator[Problem]:
    """Where the parts, the sessions, the calendar and the regimen do not go together."""
    if request.parts and request.setting is None:
        yield from _uneven_parts(request, regimen)
    calendar = request.calendar
    if calendar == "weekdays" and regimen.continuous:
        yield Problem(
            "bad-calendar",
            "calendar",
            f"{request.regimen} runs day and night, so it cannot skip weekends.",
            "Use 'consecutive'.",
        )
    if request.dates:
        yield from _date_problems(request, request.dates, regimen)


def _uneven_parts(request: CourseRequest, regimen: Regimen) -> Iterator[Problem]:
    found, number = sum(part.sessions for part in request.parts), request.sessions or regimen.treatment_days
    if found != number:
        yield Problem(
            "uneven-parts",
            "parts",
            f"they have {found} sessions together; {_whose(request)} {number}.",
            f"Correct their sessions{_or_so_many(found)}.",
        )


def _or_so_many(number: int) -> str:
    return f', or give "sessions": {number} for the course' if number <= MOST_SESSIONS else ""


def _whose(request: CourseRequest) -> str:
    return f"{request.regimen} has" if request.sessions is None else "the course has"


def _date_problems(request: CourseRequest, days: Sequence[date], regimen: Regimen) -> Iterator[Problem]:
    if len(days) != (number := number_of_sessions(request, regimen)):
        yield Problem(
            "bad-calendar",
            "calendar.dates",
            f"{len(days)} dates are given; {_whose(request)} {number} treatment days.",
            f"Give one date for each treatment day{_or_so_many(len(days))}.",
        )
    if any(before >= day for before, day in pairwise(days)):
        yield Problem(
            "bad-calendar",
            "calendar.dates",
            "the dates are not in order, or one stands twice.",
            "Give each date once, the earliest first.",
        )
    elif regimen.continuous and any(day - before != ONE_DAY for before, day in pairwise(days)):
        yield Problem(
            "bad-calendar",
            "calendar.dates",
            f"{request.regimen} runs day and night, and the dates have gaps.",
            "Give consecutive dates.",
        )
    if days[0] != request.start:
        yield Problem(
            "bad-calendar",
            "calendar.dates[0]",
            f"the first date is {days[0]}, and the course starts on {request.start}.",
            "Make them the same.",
        )
