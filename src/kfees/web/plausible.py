"""What a server is asked, read: what nobody can mean is refused before anything of it is priced.

The same is priced by the commands, which nobody else waits for.
"""

from __future__ import annotations

from collections.abc import Iterator

from kfees.engine import asking
from kfees.library.library import Library
from kfees.model.blanks import Grouped
from kfees.model.problems import InputError, Problem
from kfees.model.request import CourseRequest, Episode
from kfees.model.sentences import translatable
from kfees.projection import checking_plans
from kfees.projection.plan import Plan, horizon_of, planned_days
from kfees.projection.projected_course import infusions

MOST_NIGHTS = 2_000
"""Of one stay."""

MOST_DAYS = 60_000
"""The nights and treatment days of all courses of a projection: about a second's work."""


def read_request(value: object, library: Library) -> CourseRequest:
    """As `kfees.engine.asking` reads it. InputError where a stay is too long for anybody."""
    request = asking.read_request(value, library)
    if problems := list(_endless_stays(request)):
        raise InputError(problems)
    return request


def read_plan(value: object, library: Library) -> Plan:
    """As `kfees.projection.checking_plans` reads it. InputError where its courses are too many days."""
    plan = checking_plans.read_plan(value, library)
    courses = len(planned_days(plan, horizon_of(plan)))
    nights = sum(_nights(place.episode) for place in plan.request.places)
    days = courses * (nights + infusions(plan, library.of(plan.request.payer)))
    if days > MOST_DAYS:
        message = translatable("the courses come to {days} nights and treatment days, more than {most}.")
        message = message.format(days=Grouped(days), most=Grouped(MOST_DAYS))
        remedy = translatable(
            "Give a nearer end, fewer courses or shorter stays; the command {command} takes more."
        ).format(command="kfees project")
        raise InputError([Problem("too-much", "horizon", message, remedy)])
    return plan


def _endless_stays(request: CourseRequest) -> Iterator[Problem]:
    for place in request.places:
        if (nights := _nights(place.episode)) > MOST_NIGHTS:
            message = translatable("a stay of {nights} nights is longer than {most}.")
            message = message.format(nights=Grouped(nights), most=Grouped(MOST_NIGHTS))
            remedy = translatable("Check the days of the stay; the command {command} takes more.")
            said = remedy.format(command="kfees quote")
            yield Problem("implausible", f"{place.root}episode.nights", message, said)


def _nights(episode: Episode | None) -> int:
    if episode is None:
        return 0
    if episode.nights is None and episode.admitted and episode.discharged:
        return (episode.discharged - episode.admitted).days
    return episode.nights or 0
