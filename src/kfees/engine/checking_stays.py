"""What is wrong with the stays of a course, all at once: those of its places, and those of added AR-DRGs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from kfees.engine.sessions import number_of_sessions, placed_sessions
from kfees.engine.stay_days import bed_problems, day_problems, leave_problems
from kfees.engine.stays import stay_of
from kfees.library.library import Library
from kfees.model.blanks import IsoDay, Quoted
from kfees.model.dates import DaysInARow
from kfees.model.episode import OF_NIGHTS, age_problems, counted, episode_problems
from kfees.model.problems import LEAVE_IT_OUT, Problem, use_one_of
from kfees.model.request import CourseRequest, Episode, ExplicitDates, Place, ServiceRequest
from kfees.model.schedule import STAYS, Setting, SettingService
from kfees.model.sentences import Sentence, joined, translatable

Days = tuple[date, ...]


NO_ITEM = Sentence("no version of {schedule} has the item {item}.")
NO_AR_DRG = Sentence("no version of {schedule} has the AR-DRG {item}.")
CHECK_THE_CODE = Sentence("Check the code.")
LISTS_ITEMS = Sentence("'kfees schedules show {schedule}' lists its items.")
FOR_THE_WHOLE_STAY = Sentence("it changes nothing in {setting}, where one price is for the whole stay.")
OR_ADMITTED = Sentence("Leave it out, or choose {setting}.")
LEAVE_BY_DATES = Sentence("Give the nights away by their dates, as episode.leave.")
ICU_AS_BEDS = Sentence("Leave it out; give the nights in intensive care as episode.beds.")
LET_IT_END = Sentence("Let the stay end by {day}, or give the days of the sessions in calendar.dates.")


class _Interval(NamedTuple):
    """From an admission to a discharge, and where each of them is to be mended."""

    admitted: date
    discharged: date
    root: str
    episode: Episode | None


def stay_problems(request: CourseRequest, library: Library) -> Iterator[Problem]:
    """Every problem of the stays of a request whose settings are known."""
    if not (request.episode or request.parts or request.services):
        return  # what most courses have: nothing that could be wrong
    places = request.places
    stated = [place.episode for place in places] + [one.episode for one in request.services]
    days = _days_by_place(request, library) if any(stated) or len(places) > 1 else None
    intervals: list[_Interval] = []
    for number, place in enumerate(places):
        setting = library.setting(place.setting)
        found = list(_at_place(place, setting, days[number] if days else None, library))
        yield from found
        if setting.overnight and days and not found:
            nights = stay_of(place.episode, days[number]).nights
            intervals.append(_Interval(nights.first, nights.day_after, place.root, place.episode))
    yield from _earlier_stays_that_count_for_nothing(request, library)
    if days:
        yield from _sessions_elsewhere(request, days, intervals)
    own: list[_Interval] = []
    yield from _stays_among_services(request, library, own)
    yield from _overlaps([*intervals, *own])


def _days_by_place(request: CourseRequest, library: Library) -> list[Days] | None:
    """The treatment days at each place; None where it is not clear which they are."""
    calendar = request.calendar
    if isinstance(calendar, ExplicitDates):
        if len(request.places) == 1:
            return [tuple(sorted(calendar.dates))]
        if len(calendar.dates) != number_of_sessions(request, library.regimen(request.regimen)) or (
            sum(part.sessions for part in request.parts) != len(calendar.dates)
        ):
            return None
        request = request.model_copy(
            update={"calendar": ExplicitDates.model_construct(dates=tuple(sorted(calendar.dates)))}
        )
    return [sessions.days for sessions in placed_sessions(request, library)]


def _at_place(place: Place, setting: Setting, days: Days | None, library: Library) -> Iterator[Problem]:
    episode, root = place.episode, f"{place.root}episode."
    if episode is None:
        return
    weighed = stay_service(setting)
    if not setting.overnight:
        yield from _no_nights(episode, root, place.setting)
    elif days is not None:
        yield from day_problems(episode, root, days)
    yield from _beds(episode, root, place, setting, days, library)
    if weighed is None:
        yield from age_problems(episode, root)
        yield from _facts_without_use(episode, root, place.setting)
        return
    if days is not None:
        nights = 0 if not setting.overnight else len(stay_of(episode, days).nights)
        understood = counted(episode, None).model_copy(update={"nights": nights})
        yield from episode_problems(understood, root)
    yield from _drg_problems(episode, root, weighed.schedule, library)


def _beds(
    episode: Episode, root: str, place: Place, setting: Setting, days: Days | None, library: Library
) -> Iterator[Problem]:
    """The beds and the leave of a stay over night."""
    if not setting.overnight:
        return
    nights = stay_of(episode, days).nights if days else None
    yield from leave_problems(episode, root, nights)
    bed = next((service for service in setting.service if service.when == "each night"), None)
    if bed is not None:
        yield from bed_problems(episode, root, nights)
        for number, one in enumerate(episode.beds):
            if bed.schedule in library.schedules and not library.knows(bed.schedule, one.item):
                remedy = library.item_names(bed.schedule).suggestion(
                    one.item, LISTS_ITEMS.format(schedule=bed.schedule)
                )
                message = NO_ITEM.format(schedule=bed.schedule, item=Quoted(one.item))
                yield Problem("unknown-item", f"{root}beds[{number}].item", message, remedy)
            elif bed.item in (beds := library.beds(bed.schedule)) and one.item not in beds:
                message = translatable("{item} is no bed: its rate does not go by the day of the stay.")
                message = message.format(item=one.item)
                beside = translatable("What is charged beside the bed is a service.")
                remedy = joined([use_one_of(sorted(beds)), beside])
                yield Problem("no-bed", f"{root}beds[{number}].item", message, remedy)
    elif episode.beds:
        message = FOR_THE_WHOLE_STAY.format(setting=place.setting)
        yield Problem("no-use", f"{root}beds", message, LEAVE_IT_OUT)


def stay_service(setting: Setting) -> SettingService | None:
    """The service of a setting that is weighed by the length of its stay."""
    return next((service for service in setting.service if service.when in STAYS), None)


def _no_nights(episode: Episode, root: str, setting: str) -> Iterator[Problem]:
    """Nights where nobody stays one. Whoever keeps a column for them writes 0 there."""
    message = Sentence("nobody stays the night in {setting}.").format(setting=setting)
    stated = ["nights"] if episode.nights else []
    for key in (*stated, *(key for key in OF_NIGHTS if getattr(episode, key))):
        remedy = Sentence("Leave {key} out, or choose a setting with nights.").format(key=key)
        yield Problem("bad-nights", f"{root}{key}", message, remedy)


def _facts_without_use(episode: Episode, root: str, setting: str) -> Iterator[Problem]:
    """Facts of a stay that would change nothing in this setting: refused rather than passed over."""
    leave = episode.leave_days and not episode.leave
    for key, stated, remedy in (
        ("drg", episode.drg, OR_ADMITTED.format(setting="public-hospital-admitted")),
        ("leave_days", leave, LEAVE_BY_DATES),
        ("icu_hours", episode.icu_hours, ICU_AS_BEDS),
    ):
        if stated:
            message = Sentence("it changes nothing in {setting}.").format(setting=setting)
            yield Problem("no-use", f"{root}{key}", message, remedy)


def _earlier_stays_that_count_for_nothing(request: CourseRequest, library: Library) -> Iterator[Problem]:
    """An earlier stay counts before the first of the course, and where beds are paid by the night."""
    settings = [library.setting(place.setting) for place in request.places]
    by_night = any(service.when == "each night" for one in settings for service in one.service)
    stays = 0
    for place, setting in zip(request.places, settings, strict=True):
        stays += setting.overnight
        if not setting.overnight or place.episode is None or place.episode.earlier_stay is None:
            continue
        where = f"{place.root}episode.earlier_stay"
        if not by_night:
            message = FOR_THE_WHOLE_STAY.format(setting=place.setting)
            yield Problem("no-use", where, message, LEAVE_IT_OUT)
        elif stays > 1:
            message = Sentence("the stay before this one is the course's own.")
            remedy = Sentence("Give the earlier stay at the first stay of the course.")
            yield Problem("no-use", where, message, remedy)


def _sessions_elsewhere(
    request: CourseRequest, days: Sequence[Days], intervals: Sequence[_Interval]
) -> Iterator[Problem]:
    """Sessions of a later part without a stay, given while the patient still lies elsewhere."""
    staying = {interval.root for interval in intervals}
    for place, of_place in zip(request.places, days, strict=True):
        for stay in intervals:
            within = [day for day in of_place if stay.admitted <= day < stay.discharged]
            if place.root not in staying and within:
                yield Problem(
                    "overlapping-stays",
                    _where_it_ends(stay),
                    translatable(
                        "the session on {day} in {setting} is before the discharge on {discharged}."
                    ).format(
                        day=IsoDay(within[0]), setting=place.setting, discharged=IsoDay(stay.discharged)
                    ),
                    LET_IT_END.format(day=IsoDay(within[0])),
                )


def _where_it_ends(stay: _Interval) -> str:
    if stay.episode is None:
        return f"{stay.root}episode"
    stated = next((key for key in ("discharged", "nights") if getattr(stay.episode, key) is not None), "")
    return f"{stay.root}episode.{stated}".rstrip(".")


def _overlaps(intervals: list[_Interval]) -> Iterator[Problem]:
    for before, after in pairwise(sorted(intervals, key=lambda one: one[:2])):
        if after.admitted < before.discharged:
            stated = after.episode is not None and after.episode.admitted is not None
            yield Problem(
                "overlapping-stays",
                f"{after.root}episode.admitted" if stated else _where_it_ends(before),
                translatable("one stay ends on {discharged}, and another begins on {admitted}.").format(
                    discharged=IsoDay(before.discharged), admitted=IsoDay(after.admitted)
                ),
                translatable("Let the first end by the day on which the next begins."),
            )


def is_a_stay(schedule: str, item: str, library: Library) -> bool:
    """Whether an item is an AR-DRG, which is priced by the length of its stay."""
    weighted = [version for version in library.versions(schedule) if version.activity is not None]
    return any(version.prices_a_stay(item) for version in weighted)


def _stays_among_services(
    request: CourseRequest, library: Library, intervals: list[_Interval]
) -> Iterator[Problem]:
    """AR-DRGs among the services: each is a stay of its own, which its episode states. Only the course's
    own may be left out and added again without."""
    own = {key: once for place in request.places for key, once in _own_stay(place, library)}
    left_out = {(item.schedule, item.item) for item in request.without}
    for number, service in enumerate(request.services):
        place, name = f"services[{number}]", (service.schedule, service.item)
        if not is_a_stay(service.schedule, service.item, library):
            yield from _episode_of_no_stay(service, place, library)
        elif service.episode is not None:
            found = list(_own_episode(service, service.episode, place))
            yield from found
            if not found:
                intervals += _intervals_of(service, place)
        elif (
            name in own
            and name in left_out
            and service.quantity == 1
            and (len(service.dates) == 1 or not own[name])
        ):
            left_out -= {name} if own[name] else set()
        else:
            yield Problem(
                "stay-without-facts",
                f"{place}.item",
                translatable(
                    "the AR-DRG {item} is a stay in hospital, and how long it is is not known here."
                ).format(item=service.item),
                translatable("Give its nights as the episode of this service, or leave it out."),
            )


def _own_stay(place: Place, library: Library) -> Iterator[tuple[tuple[str, str], bool]]:
    """The AR-DRG that a setting brings, and whether it is one stay or one for each session."""
    service = stay_service(library.setting(place.setting))
    if service is not None:
        item = (place.episode and place.episode.drg) or service.item
        yield (service.schedule, item), service.when == "the stay"


def _episode_of_no_stay(service: ServiceRequest, place: str, library: Library) -> Iterator[Problem]:
    """The facts of a visit or presentation count for its weight; nothing else has any use for them."""
    if service.episode is None:
        return
    weighted = any(
        version.activity is not None and version.activity.weight(service.item) is not None
        for version in library.versions(service.schedule)
    )
    if not weighted:
        message = f"it changes nothing for {service.schedule}:{service.item}, which is not weighed."
        yield Problem("no-use", f"{place}.episode", message, "Leave it out.")
        return
    yield from age_problems(service.episode, f"{place}.episode.")
    for key in ("drg", "nights", "leave_days", "icu_hours", *OF_NIGHTS):
        if getattr(service.episode, key):
            message = f"{service.item} is no stay in hospital."
            yield Problem("no-use", f"{place}.episode.{key}", message, "Leave it out.")


def _own_episode(service: ServiceRequest, episode: Episode, place: str) -> Iterator[Problem]:
    """What is wrong with the stay of an added AR-DRG, whose dates are days of discharge."""
    root, day = f"{place}.episode.", service.dates[0]
    if service.quantity != 1:
        message = "a stay is one unit."
        yield Problem("bad-quantity", f"{place}.quantity", message, "Give a day of discharge for each stay.")
    if episode.drg not in (None, service.item):
        message = f"it is {episode.drg}, and the service is {service.item}."
        yield Problem("bad-drg", f"{root}drg", message, "Leave it out.")
    for key in ("beds", "earlier_stay"):
        if getattr(episode, key):
            message = "it changes nothing for an AR-DRG, which has one price for the whole stay."
            yield Problem("no-use", f"{root}{key}", message, "Leave it out.")
    by_days = [key for key in ("admitted", "discharged", "leave") if getattr(episode, key)]
    if by_days and len(service.dates) > 1:
        message = f"it is one stay's, and the service has {len(service.dates)} days of discharge."
        yield Problem("bad-stay", f"{root}{by_days[0]}", message, "Give each stay as a service of its own.")
        return
    if episode.discharged not in (None, day):
        message = f"the discharge on {episode.discharged} is not the service's day, {day}."
        yield Problem("bad-stay", f"{root}discharged", message, "Make them the same.")
    if episode.admitted is not None and episode.admitted > day:
        message = f"the admission on {episode.admitted} is after the discharge on {day}."
        yield Problem("bad-stay", f"{root}admitted", message, "Correct one of them.")
        return
    stay = counted(episode, day)
    if episode.nights not in (None, stay.nights):
        message = f"{episode.nights} nights are stated; from {episode.admitted} to {day} are {stay.nights}."
        yield Problem("bad-nights", f"{root}nights", message, "Leave it out, or correct the days.")
    yield from leave_problems(episode, root, _nights_before(day, stay.nights or 0))
    yield from episode_problems(stay, root)


def _nights_before(discharged: date, nights: int) -> DaysInARow:
    return DaysInARow(discharged - timedelta(days=nights), nights)


def _intervals_of(service: ServiceRequest, place: str) -> Iterator[_Interval]:
    for day in service.dates:
        nights = _nights_before(day, counted(service.episode or Episode(), day).nights or 0)
        if nights:
            yield _Interval(nights.first, day, f"{place}.", service.episode)


def _drg_problems(episode: Episode, root: str, schedule: str, library: Library) -> Iterator[Problem]:
    drg, versions = episode.drg, library.versions(schedule)
    if drg is None or not versions or any(version.prices_a_stay(drg) for version in reversed(versions)):
        return
    remedy = library.item_names(schedule, of_stays=True).suggestion(drg, CHECK_THE_CODE)
    message = NO_AR_DRG.format(schedule=schedule, item=Quoted(drg))
    yield Problem("unknown-item", f"{root}drg", message, remedy)
