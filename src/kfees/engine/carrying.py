"""A request carried elsewhere, without what does not go there; and to another first day, with its dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from kfees.engine.accounts import Biller, assigned
from kfees.engine.checking import lay_out
from kfees.engine.course import Course
from kfees.library.library import Library
from kfees.model.blanks import Listed
from kfees.model.payee import PHARMACY
from kfees.model.problems import InputError, Problem
from kfees.model.request import Charge, CourseRequest, Episode, ExplicitDates, Item
from kfees.model.sentences import Sentence, translatable

NUMBER_OF_SESSIONS = translatable("the number of sessions")
THE_CALENDAR = translatable("the calendar of the request")
FACTS_OF_STAY = translatable("the stay's {facts}")
CHARGE_OF = translatable("the charge of {payee}")
DISCOUNT_OF = translatable("the discount of {payee}")
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
    candidate: CourseRequest, here: Course, library: Library, *, strictly: bool = False
) -> tuple[Course, tuple[str, ...]]:
    """A request as it is to be elsewhere, laid out without what does not go there, and that in words. `here`:
    the course asked for, of its charges those by item alone.

    A charge by item goes wherever its item is; any other belongs to what its biller does in all, and goes
    only where that is the same. Raises InputError where the rest does not fit: whatever is left out, or
    `strictly` at once.
    """
    sessions_stay = here.request.sessions is not None and candidate.sessions is None
    left_out: list[str] = [NUMBER_OF_SESSIONS] if sessions_stay else []
    lighter, course = _fitted(by_item_alone(candidate), library, left_out, strictly=strictly)
    others = [one for one in assigned(candidate, here.services) if one.kind != "item"]
    along = [one.charge for one in others if _does_the_same(one.biller, here, course, library)]
    if along:
        kept = tuple(one for one in candidate.charges if one in lighter.charges or one in along)
        whole = lighter.model_copy(update={"charges": kept})
        _, course = _fitted(whole, library, left_out, strictly=strictly)
    stays = [_named(one.charge, library) for one in others if one.charge not in along]
    return course, tuple(dict.fromkeys((*stays, *left_out)))


def in_one_setting(request: CourseRequest, regimen: str, setting: str | None) -> CourseRequest:
    """The request in a regimen and all in one setting, without what was meant for single days elsewhere."""
    episode, sessions = request.episode, request.sessions
    if request.parts:
        episode = next((part.episode for part in request.parts if part.episode), None)
        sessions = sum(part.sessions for part in request.parts)
    other = regimen != request.regimen
    if episode is not None and (other or request.parts):
        episode = episode.model_copy(update=WITHOUT_DAYS)
    changed = {"parts": (), "sessions": None if other else sessions, "episode": episode}
    return request.model_copy(update={"regimen": regimen, "setting": setting, **changed})


def by_item_alone(request: CourseRequest) -> CourseRequest:
    """The request with those of its charges that are for a unit of an item."""
    kept = tuple(charge for charge in request.charges if charge.kind == "item")
    return request if kept == request.charges else request.model_copy(update={"charges": kept})


def _does_the_same(biller: Biller, here: Course, there: Course, library: Library) -> bool:
    """Whether what a biller charges here in all can be its charge there: for the same items as often."""
    if here.request.regimen != there.request.regimen:
        return False
    ours, theirs = (_done_by(biller, course, library) for course in (here, there))
    if here.request.payer != there.request.payer:  # at the same place, by items of other names
        return bool(ours) == bool(theirs)
    return ours == theirs


def _done_by(biller: Biller, course: Course, library: Library) -> Counter[tuple[object, ...]]:
    """The items of a biller, or of all its payee where it has none, and their units. An episode is one of its
    nights; a drug that is in nobody's price counts as the pharmacy's."""
    of_payee = [service for service in course.services if service.payee == biller.payee]
    theirs = [service for service in of_payee if service.provider == biller.provider]
    found: Counter[tuple[object, ...]] = Counter()
    for service in theirs or of_payee:
        weighed = any(version.activity for version in library.versions(service.schedule))
        nights = len(course.nights) if weighed else 0
        found[service.schedule, service.item, nights] += service.units  # type: ignore[assignment]
    if biller.payee == PHARMACY and course.drug_not_included:
        found[course.drug_label,] = course.dose.ampoules or 1
    return found


def _fitted(
    candidate: CourseRequest, library: Library, left_out: list[str], *, strictly: bool
) -> tuple[CourseRequest, Course]:
    """The request and its course, without what the problems point at."""
    while True:
        try:
            return candidate, lay_out(candidate, library)
        except InputError as error:
            lighter = _lighter(candidate, error.problems, library, left_out)
            if strictly or lighter == candidate:
                raise
            candidate = lighter


def without_charges(request: CourseRequest, library: Library) -> tuple[CourseRequest, tuple[str, ...]]:
    """The request without what is charged, and that in words."""
    said = dict.fromkeys(_named(charge, library) for charge in request.charges)
    return request.model_copy(update={"charges": ()}), tuple(said)


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
    said = CHARGE_OF if entry.discount is None else DISCOUNT_OF
    return said.format(payee=library.biller(entry.payee, entry.provider))


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
