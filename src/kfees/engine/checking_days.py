"""What is wrong with a course's parts, sessions and calendar, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from kfees.engine.sessions import number_of_sessions
from kfees.model.blanks import IsoDay
from kfees.model.dates import ONE_DAY
from kfees.model.problems import Problem
from kfees.model.request import MOST_SESSIONS, CourseRequest
from kfees.model.schedule import Regimen
from kfees.model.sentences import Sentence, translatable

BOTH_STATED = Sentence("a course is given in one setting or in parts, and both are stated.")
LEAVE_OUT_EITHER = Sentence("Leave out setting, or parts.")
OWN_STAY = Sentence("each part of a course has its own stay.")
UNEVEN_PARTS = Sentence("they have {found} sessions together; {course} has {number}.")
CORRECT_SESSIONS = Sentence("Correct their sessions.")
OR_SO_MANY_SESSIONS = Sentence('Correct their sessions, or give "sessions": {number} for the course.')
DATE_FOR_EACH_DAY = Sentence("Give one date for each treatment day.")
OR_SO_MANY_DAYS = Sentence(
    'Give one date for each treatment day, or give "sessions": {number} for the course.'
)
CONSECUTIVE = Sentence("Use 'consecutive'.")
STAY_OF_PART = Sentence("Give it as the episode of its part, such as parts[0].episode.")


def part_problems(request: CourseRequest) -> Iterator[Problem]:
    """A course is given in one setting or in parts; its stays stand where they are."""
    if not request.parts:
        return
    if request.setting is not None:
        yield Problem(
            "setting-and-parts",
            "parts",
            BOTH_STATED,
            LEAVE_OUT_EITHER,
        )
    elif request.episode is not None:
        yield Problem(
            "setting-and-parts",
            "episode",
            OWN_STAY,
            STAY_OF_PART,
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
            Sentence("{regimen} runs day and night, so it cannot skip weekends.").format(
                regimen=request.regimen
            ),
            CONSECUTIVE,
        )
    if request.dates:
        yield from _date_problems(request, request.dates, regimen)


def _uneven_parts(request: CourseRequest, regimen: Regimen) -> Iterator[Problem]:
    found, number = sum(part.sessions for part in request.parts), request.sessions or regimen.treatment_days
    if found != number:
        yield Problem(
            "uneven-parts",
            "parts",
            UNEVEN_PARTS.format(found=found, course=_called(request), number=number),
            (OR_SO_MANY_SESSIONS if found <= MOST_SESSIONS else CORRECT_SESSIONS).format(number=found),
        )


def _called(request: CourseRequest) -> str:
    """Whose number of sessions it is: the regimen's, or the course's own."""
    return request.regimen if request.sessions is None else translatable("the course")


def _date_problems(request: CourseRequest, days: Sequence[date], regimen: Regimen) -> Iterator[Problem]:
    if len(days) != (number := number_of_sessions(request, regimen)):
        yield Problem(
            "bad-calendar",
            "calendar.dates",
            translatable("{found} dates are given; {course} has {number} treatment days.").format(
                found=len(days), course=_called(request), number=number
            ),
            (OR_SO_MANY_DAYS if len(days) <= MOST_SESSIONS else DATE_FOR_EACH_DAY).format(number=len(days)),
        )
    if any(before >= day for before, day in pairwise(days)):
        yield Problem(
            "bad-calendar",
            "calendar.dates",
            translatable("the dates are not in order, or one stands twice."),
            translatable("Give each date once, the earliest first."),
        )
    elif regimen.continuous and any(day - before != ONE_DAY for before, day in pairwise(days)):
        yield Problem(
            "bad-calendar",
            "calendar.dates",
            translatable("{regimen} runs day and night, and the dates have gaps.").format(
                regimen=request.regimen
            ),
            translatable("Give consecutive dates."),
        )
    if days[0] != request.start:
        yield Problem(
            "bad-calendar",
            "calendar.dates[0]",
            translatable("the first date is {first}, and the course starts on {start}.").format(
                first=IsoDay(days[0]), start=IsoDay(request.start)
            ),
            translatable("Make them the same."),
        )
