"""What is wrong with a request, all at once; and the course, where nothing is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

from kfees.engine.charges import charge_problems, is_drug, listed
from kfees.engine.course import Course, CourseLayout, Service, usual_nights
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.model.dates import LATEST, ONE_DAY
from kfees.model.episode import age_problems, episode_problems
from kfees.model.money import EXACT
from kfees.model.problems import InputError, Problem, expect, suggestion
from kfees.model.request import CourseRequest, Episode, ExplicitDates
from kfees.model.schedule import Regimen, Setting, SettingService
from kfees.model.sentences import translatable

MOST_SUGGESTED = 20
"""So many unknown items are compared with every known code: thousands of them would take a minute."""

MAKES_A_REQUEST = (
    "kfees.CourseRequest.model_validate({...}) makes one of a dict,"
    " and kfees.CourseRequest.model_validate_json(...) of the text of a JSON file."
)

DAY_AND_NIGHT = translatable("{regimen} runs day and night, and {setting} cannot give it.")
DOSE_BY_WEIGHT = translatable("the dose of {regimen} goes by body weight, and none was given.")


def lay_out(request: CourseRequest, library: Library) -> Course:
    """Turn a request into services on dates. Raises InputError with every problem of the request."""
    expect(request, CourseRequest, MAKES_A_REQUEST)
    expect(library, Library, "kfees.load_schedules() makes one.")
    problems = [*_unknown_names(request, library), *_unknown_items(request, library)]
    if request.claim is not None:
        from kfees.engine.claims import claim_problems  # most courses state no claim

        problems += claim_problems(request, library)
    if request.regimen not in library.regimens or request.setting not in library.settings:
        raise InputError(problems)
    regimen, setting = library.regimen(request.regimen), library.setting(request.setting)
    problems += _misfits(request, regimen, setting, library)
    # What is wrong so far stands in for itself, so that the charges can be checked in the same run.
    layout = CourseLayout(_stand_in(request, library) if problems else request, regimen, setting, library)
    with localcontext(EXACT):
        course = layout.course()
    problems += [
        *_impossible_days(request, course),
        *_idle_withouts(request, layout.before_withouts, library),
        *charge_problems(request, course.services, library),
    ]
    if problems:
        raise InputError(problems)
    return course


def _stand_in(request: CourseRequest, library: Library) -> CourseRequest:
    """The request with what could be wrong in its days, dose and services taken out."""
    known = tuple(service for service in request.services if library.knows(service.schedule, service.item))
    return request.model_copy(
        update={"weight_kg": Decimal(1), "calendar": "consecutive", "episode": None, "services": known}
    )


def _unknown_names(request: CourseRequest, library: Library) -> Iterator[Problem]:
    for place, name, known in (
        ("regimen", request.regimen, library.regimens),
        ("setting", request.setting, library.settings),
    ):
        if name not in known:
            remedy = suggestion(name, known, f"Use one of: {', '.join(known)}.")
            yield Problem(f"unknown-{place}", place, f"there is no {place} {name!r}.", remedy)


def _unknown_items(request: CourseRequest, library: Library) -> Iterator[Problem]:
    suggested = 0
    named: dict[str, list[tuple[str | None, str | None]]] = {
        "charges": [(charge.schedule, charge.item) for charge in request.charges],
        "services": [(service.schedule, service.item) for service in request.services],
        "without": [(item.schedule, item.item) for item in request.without],
    }
    for kind, items in named.items():
        for number, (schedule, item) in enumerate(items):
            if (
                schedule is None
                or item is None
                or (kind == "charges" and is_drug(request, library, schedule, item))
            ):
                continue
            if schedule not in library.schedules:
                remedy = suggestion(
                    schedule, library.schedules, f"Use one of: {', '.join(library.schedules)}."
                )
                yield Problem(
                    "unknown-schedule",
                    f"{kind}[{number}].schedule",
                    f"no schedule {schedule!r} is loaded.",
                    remedy,
                )
            elif not library.knows(schedule, item):
                remedy = f"'kfees schedules show {schedule}' lists its items."
                if suggested < MOST_SUGGESTED:
                    suggested += 1
                    known = [code for version in library.versions(schedule) for code in version.items]
                    remedy = suggestion(item, known, remedy)
                message = f"no version of {schedule} has the item {item!r}."
                yield Problem("unknown-item", f"{kind}[{number}].item", message, remedy)


def _misfits(
    request: CourseRequest, regimen: Regimen, setting: Setting, library: Library
) -> Iterator[Problem]:
    """Where the regimen, the setting, the dose, the calendar and the stay do not go together."""
    for schedule in dict.fromkeys(service.schedule for service in setting.service):
        if schedule not in library.schedules:
            yield Problem(
                "unknown-schedule",
                "setting",
                f"{request.setting} needs the schedule {schedule!r}, and none is loaded.",
                "Load a folder that has it.",
            )
    if regimen.continuous and not setting.continuous:
        yield Problem(
            "setting-without-nights",
            "setting",
            DAY_AND_NIGHT.format(regimen=request.regimen, setting=request.setting),
            "Choose a setting with nights, or hospital in the home.",
        )
    if regimen.dose.mg_per_kg_per_hour is not None and request.weight_kg is None:
        yield Problem(
            "missing",
            "weight_kg",
            DOSE_BY_WEIGHT.format(regimen=request.regimen),
            "Give the weight in kg.",
        )
    yield from _calendar_problems(request, regimen)
    yield from _stay_problems(request, setting, library)
    yield from _stays_without_facts(request, setting, library)


def _calendar_problems(request: CourseRequest, regimen: Regimen) -> Iterator[Problem]:
    calendar = request.calendar
    if calendar == "weekdays" and regimen.continuous:
        yield Problem(
            "bad-calendar",
            "calendar",
            f"{request.regimen} runs day and night, so it cannot skip weekends.",
            "Use 'consecutive'.",
        )
    if not isinstance(calendar, ExplicitDates):
        return
    days = calendar.dates
    if len(days) != regimen.treatment_days:
        yield Problem(
            "bad-calendar",
            "calendar.dates",
            f"{len(days)} dates are given; {request.regimen} has {regimen.treatment_days} treatment days.",
            "Give one date for each treatment day.",
        )
    if any(before >= day for before, day in pairwise(days)):
        yield Problem(
            "bad-calendar",
            "calendar.dates",
            "the dates are not in order, or one stands twice.",
            "Give each date once, the earliest first.",
        )
    elif regimen.continuous and _has_gaps(days):
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


def _stay_problems(request: CourseRequest, setting: Setting, library: Library) -> Iterator[Problem]:
    stay = _stay_of(setting)
    if request.episode is None:
        return
    usual = usual_nights(request, library)
    yield from _night_problems(request.episode, request, usual, setting)
    if stay is not None:
        nights = usual if request.episode.nights is None else request.episode.nights
        episode = request.episode.model_copy(update={"nights": nights})
        yield from episode_problems(episode, "episode.")
        yield from _drg_problems(request.episode, stay.schedule, library)
    else:
        yield from age_problems(request.episode, "episode.")
        yield from _facts_without_use(request.episode, request.setting)


def _stay_of(setting: Setting) -> SettingService | None:
    return next((service for service in setting.service if service.when == "the stay"), None)


def _night_problems(
    episode: Episode, request: CourseRequest, usual: int, setting: Setting
) -> Iterator[Problem]:
    fewest = max(1, usual - 1)
    if episode.nights is None or (episode.nights == 0 and not setting.overnight):
        return  # whoever keeps a column for it writes 0 where nobody stays the night
    if not setting.overnight:
        yield Problem(
            "bad-nights",
            "episode.nights",
            f"nobody stays the night in {request.setting}.",
            "Leave nights out, or choose a setting with nights.",
        )
    elif episode.nights < fewest:
        yield Problem(
            "bad-nights",
            "episode.nights",
            f"{episode.nights} nights are too few for {usual} days in hospital, from the first treatment"
            " to the last.",
            f"Give at least {fewest}.",
        )


def is_a_stay(schedule: str, item: str, library: Library) -> bool:
    """Whether an item is an AR-DRG, which is priced by the length of its stay."""
    weighted = [version for version in library.versions(schedule) if version.activity is not None]
    return any(_prices_a_stay(version, item) for version in weighted)


def _stays_without_facts(request: CourseRequest, setting: Setting, library: Library) -> Iterator[Problem]:
    """AR-DRGs among the services: each is a stay of its own, of which a request says nothing. Only the
    course's own may be left out and added again."""
    main = _stay_of(setting)
    own = (main.schedule, (request.episode and request.episode.drg) or main.item) if main else None
    left_out = {(item.schedule, item.item) for item in request.without}
    for number, service in enumerate(request.services):
        if not is_a_stay(service.schedule, service.item, library):
            continue
        name, once = (service.schedule, service.item), len(service.dates) == service.quantity == 1
        if name == own and own in left_out and once:
            left_out.remove(own)
            continue
        yield Problem(
            "stay-without-facts",
            f"services[{number}].item",
            f"the AR-DRG {service.item} is a stay in hospital, and how long it is is not known here.",
            "Leave it out, and price that stay by itself: public-hospital-admitted with its own episode.",
        )


def _drg_problems(episode: Episode, schedule: str, library: Library) -> Iterator[Problem]:
    drg, versions = episode.drg, library.versions(schedule)
    if drg is None or not versions or any(_prices_a_stay(version, drg) for version in reversed(versions)):
        return
    known = [item for version in versions for item in version.items if _prices_a_stay(version, item)]
    message = f"no version of {schedule} has the AR-DRG {drg!r}."
    yield Problem("unknown-item", "episode.drg", message, suggestion(drg, known, "Check the code."))


def _prices_a_stay(version: Version, code: str) -> bool:
    """Whether the version has the code, and not as a clinic or an emergency class."""
    words = version.words(code)
    return words is not None and (version.activity is None or words[1] == "episode")


def _facts_without_use(episode: Episode, setting: str) -> Iterator[Problem]:
    """Facts of a stay that would change nothing in this setting: refused rather than passed over."""
    for key, stated, remedy in (
        ("drg", episode.drg, "Leave it out, or choose public-hospital-admitted."),
        ("leave_days", episode.leave_days, "Leave it out: no rate for leave days has been published."),
        ("icu_hours", episode.icu_hours, "Leave it out; add days in intensive care as a service."),
    ):
        if stated:
            yield Problem("no-use", f"episode.{key}", f"it changes nothing in {setting}.", remedy)


def _has_gaps(days: tuple[date, ...]) -> bool:
    return any(day - before != ONE_DAY for before, day in pairwise(days))


def _impossible_days(request: CourseRequest, course: Course) -> Iterator[Problem]:
    """Days given twice, days that no schedule can concern, and a course without any."""
    for number, service in enumerate(request.services):
        for day, times in Counter(service.dates).items():
            if times > 1:
                yield Problem(
                    "repeated-date",
                    f"services[{number}].dates",
                    f"{day} stands twice.",
                    "Give each date once, and the quantity for more units.",
                )
    if any(service.day >= LATEST for service in course.services):
        yield Problem(
            "bad-date",
            "start",
            f"the course would run past the year {LATEST.year - 1}.",
            "Check the year and the nights.",
        )
    if not course.services and not request.services:
        yield Problem(
            "no-services",
            "without",
            "every service of the course is left out.",
            "Keep one, or add a service.",
        )


def _idle_withouts(request: CourseRequest, services: list[Service], library: Library) -> Iterator[Problem]:
    present = {(service.schedule, service.item) for service in services}
    for number, item in enumerate(request.without):
        if (item.schedule, item.item) not in present and library.knows(item.schedule, item.item):
            yield Problem(
                "nothing-to-leave-out",
                f"without[{number}]",
                f"the setting brings no {item.schedule}:{item.item}.",
                f"Remove this entry; the setting brings {listed(services)}.",
            )
