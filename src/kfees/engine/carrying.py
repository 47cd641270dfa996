"""A request carried elsewhere, without what does not go there; and to another first day, with its dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kfees.engine.accounts import without_line
from kfees.engine.checking import lay_out
from kfees.engine.course import Course
from kfees.library.library import Library
from kfees.model.blanks import Listed
from kfees.model.problems import InputError, Problem
from kfees.model.request import Charge, CourseRequest, Episode, ExplicitDates, Item
from kfees.model.sentences import Sentence, translatable

NUMBER_OF_SESSIONS = translatable("the number of sessions")
THE_CALENDAR = translatable("the calendar of the request")
FACTS_OF_STAY = translatable("the stay's {facts}")
CHARGE_OF = translatable("the charge of {payee}")
FEE_FOR = translatable("the fee for {label}")
CHARGE_FOR = translatable("the charge for {schedule}:{item}")
OMISSION_OF = translatable("the omission of {schedule}:{item}")


WITHOUT_DAYS: dict[str, object] = {
    **dict.fromkeys(("nights", "admitted", "discharged"), None),
    **dict.fromkeys(("beds", "leave"), ()),
    "leave_days": 0,
}
"""A stay without what is said of single days of it."""


def carried(
    request: CourseRequest, regimen: str, setting: str | None, library: Library
) -> tuple[Course, tuple[str, ...]]:
    """The course in another regimen and setting, without what does not go there, and that in words.

    Raises InputError where the two do not fit whatever is left out.
    """
    left_out: list[str] = []
    candidate = request.model_copy(update={"regimen": regimen, "setting": setting})
    if regimen != request.regimen:
        candidate = _without_amounts_for_days(candidate, library, left_out)
    while True:
        try:
            course = lay_out(candidate, library)
        except InputError as error:
            lighter = _lighter(candidate, error.problems, library, left_out)
            if lighter == candidate:
                raise
            candidate = lighter
            continue
        # Elsewhere nobody charges for what is not there, though here the same amount may be a fee.
        idle = {one.number for one in without_line(course.charges)}
        if not idle:
            return course, tuple(left_out)
        charges: list[str] = []
        candidate = _without("charges", idle, candidate, library, charges)
        left_out[:0] = charges


def without_charges(request: CourseRequest, library: Library) -> tuple[CourseRequest, tuple[str, ...]]:
    """The request without what is charged, and that in words."""
    left_out: list[str] = []
    return _without("charges", set(range(len(request.charges))), request, library, left_out), tuple(left_out)


def _without_amounts_for_days(request: CourseRequest, library: Library, left_out: list[str]) -> CourseRequest:
    """The request without what was meant for another regimen's days: charges in one amount, the number of
    sessions, and the days of the stay."""
    changed: dict[str, object] = {
        "charges": tuple(charge for charge in request.charges if charge.payee is None)
    }
    left_out += [_named(charge, library) for charge in request.charges if charge.payee is not None]
    if request.sessions is not None:
        changed["sessions"] = None
        left_out.append(NUMBER_OF_SESSIONS)
    if request.episode is not None:
        changed["episode"] = request.episode.model_copy(update=WITHOUT_DAYS)
    return request.model_copy(update=changed)


def _lighter(
    request: CourseRequest, problems: tuple[Problem, ...], library: Library, left_out: list[str]
) -> CourseRequest:
    """The request without the charges, omissions, nights and dates that the problems point at."""
    changed: dict[str, object] = {}
    for kind in ("charges", "without"):
        places = (re.match(rf"{kind}\[(\d+)\]", problem.place) for problem in problems)
        idle = {int(match[1]) for match in places if match}
        if idle:
            request = _without(kind, idle, request, library, left_out)
    if request.calendar is not None and any(one.place.startswith("calendar") for one in problems):
        changed["calendar"] = None
        left_out.append(THE_CALENDAR)
    facts = {match[1] for one in problems if (match := re.match(r"episode\.(\w+)", one.place))}
    known = facts & set(Episode.model_fields)
    if request.episode is not None and known:
        stays = {key: value for key, value in dict(request.episode).items() if key not in known}
        changed["episode"] = Episode.model_construct(None, **stays)
        facts_of_stay = Listed(tuple(sorted(name.replace("_", " ") for name in known)))
        left_out.append(FACTS_OF_STAY.format(facts=facts_of_stay))
    return request.model_copy(update=changed)


def _without(
    kind: str, idle: set[int], request: CourseRequest, library: Library, left_out: list[str]
) -> CourseRequest:
    entries = getattr(request, kind)
    left_out += [_named(entries[number], library) for number in sorted(idle)]
    kept = tuple(entry for number, entry in enumerate(entries) if number not in idle)
    return request.model_copy(update={kind: kept})


def _named(entry: Charge | Item, library: Library) -> str:
    if isinstance(entry, Item):
        return OMISSION_OF.format(schedule=entry.schedule, item=entry.item)
    if entry.payee is None:
        return CHARGE_FOR.format(schedule=entry.schedule, item=entry.item)
    if entry.label is not None:
        return FEE_FOR.format(label=Sentence(entry.label))
    return CHARGE_OF.format(payee=library.biller(entry.payee, entry.provider))


def moved(request: CourseRequest, day: date, library: Library) -> CourseRequest:
    """The same course from another first day on: the dates that it names move by as many days. What single
    days of an item are charged goes to the days that have their places then, working days or not."""
    away = day - request.start
    calendar = request.calendar
    if isinstance(calendar, ExplicitDates):
        calendar = calendar.model_copy(update={"dates": _moved(calendar.dates, away)})
    services = tuple(
        service.model_copy(
            update={"dates": _moved(service.dates, away), "episode": _stay_moved(service.episode, away)}
        )
        for service in request.services
    )
    parts = tuple(
        part.model_copy(update={"episode": _stay_moved(part.episode, away)}) for part in request.parts
    )
    episode = _stay_moved(request.episode, away)
    changed = {"start": day, "calendar": calendar, "services": services, "parts": parts, "episode": episode}
    elsewhere = request.model_copy(update=changed)
    if not any(charge.dates for charge in request.charges):
        return elsewhere
    return elsewhere.model_copy(update={"charges": tuple(_charges_moved(request, elsewhere, library))})


def _charges_moved(request: CourseRequest, elsewhere: CourseRequest, library: Library) -> Iterator[Charge]:
    """Charges with their days: the third day of an item here is its third there. What is charged of a day
    that the course does not have there is left out."""
    # On all days, since a charge can be what brings the drug.
    by_item = {
        (charge.schedule, charge.item, charge.provider): charge.model_copy(update={"dates": None})
        for charge in request.charges
        if charge.kind == "item" and charge.dates
    }
    charges = tuple(by_item.values())
    here, there = (
        _days_by_item(lay_out(one.model_copy(update={"charges": charges}), library))
        for one in (request, elsewhere)
    )
    for charge in request.charges:
        if not charge.dates:
            yield charge
        elif charge.kind == "fee":
            yield charge.model_copy(update={"dates": _moved(charge.dates, elsewhere.start - request.start)})
        else:
            item = (charge.schedule, charge.item)
            places = dict(zip(here.get(item, ()), there.get(item, ()), strict=False))
            if days := tuple(places[day] for day in charge.dates if day in places):
                yield charge.model_copy(update={"dates": days})


def _days_by_item(course: Course) -> dict[tuple[str | None, str | None], list[date]]:
    found: dict[tuple[str | None, str | None], set[date]] = {}
    for service in course.services:
        found.setdefault((service.schedule, service.item), set()).update(service.days)
    return {item: sorted(days) for item, days in found.items()}


def _stay_moved(episode: Episode | None, away: timedelta) -> Episode | None:
    if episode is None:
        return None
    earlier = episode.earlier_stay
    return episode.model_copy(
        update={
            "admitted": episode.admitted and episode.admitted + away,
            "discharged": episode.discharged and episode.discharged + away,
            "beds": tuple(bed.model_copy(update={"dates": _moved(bed.dates, away)}) for bed in episode.beds),
            "leave": _moved(episode.leave, away),
            "earlier_stay": earlier and earlier.model_copy(update={"ended": earlier.ended + away}),
        }
    )


def _moved(days: tuple[date, ...], away: timedelta) -> tuple[date, ...]:
    return tuple(day + away for day in days)
