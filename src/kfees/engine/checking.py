"""What is wrong with a request, all at once; and the course, where nothing is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kfees.engine.charges import charge_problems, is_drug, listed
from kfees.engine.checking_days import day_problems, part_problems
from kfees.engine.checking_stays import LISTS_ITEMS, NO_ITEM, stay_problems
from kfees.engine.course import Course, CourseLayout
from kfees.engine.services import Service
from kfees.library.library import Library
from kfees.model.blanks import IsoDay, Quoted
from kfees.model.dates import LATEST
from kfees.model.payee import unknown_payee
from kfees.model.problems import (
    LEAVE_IT_OUT,
    STANDS_TWICE,
    InputError,
    Problem,
    did_you_mean,
    expect,
    missing,
    suggestion,
    use_one_of,
)
from kfees.model.request import ANYWHERE, Charge, CourseRequest, Item, Place
from kfees.model.schedule import Regimen
from kfees.model.sentences import Sentence, translatable
from kfees.model.steps import next_step

MOST_SUGGESTED = 20
"""So many unknown items of a request are told with what they may mean; more are hardly slips."""

WITHOUT_A_COURSE = ("unknown-regimen", "unknown-setting", "missing")
"""The problems that leave no course to look at."""

MAKES_A_REQUEST = (
    "kfees.CourseRequest.model_validate({...}) makes one of a dict,"
    " and kfees.CourseRequest.model_validate_json(...) of the text of a JSON file."
)

NO_PAYER = Sentence("there is no payer {typed}.")
NO_SCHEDULE = Sentence("no schedule {typed} is loaded.")
NO_REGIMEN = Sentence("there is no regimen {typed}.")
NO_SETTING = Sentence("there is no setting {typed}.")
DAY_AND_NIGHT = translatable("{regimen} runs day and night, and {setting} cannot give it.")
DOSE_BY_WEIGHT = translatable("the dose of {regimen} goes by body weight, and none was given.")


def lay_out(request: CourseRequest, library: Library) -> Course:
    """Turn a request into services on dates. Raises InputError with every problem of the request."""
    next_step()
    expect(request, CourseRequest, MAKES_A_REQUEST)
    expect(library, Library, "kfees.load_schedules() makes one.")
    if request.payer not in library.payers:
        raise InputError([unknown_payer(request.payer, library), *part_problems(request)])
    library = library.of(request.payer)
    request, places = by_schedule(request, library), request.places
    problems = [
        *part_problems(request),
        *_unknown_names(request, places, library),
        *_unknown_payees(request, library),
        *_unknown_items(request, library),
    ]
    if request.claim is not None:
        from kfees.engine.claims import claim_problems  # most courses state no claim

        problems += claim_problems(request.claim, request, library)
    if problems and any(problem.code in WITHOUT_A_COURSE for problem in problems):
        raise InputError(problems)
    regimen = library.regimen(request.regimen)
    problems += _misfits(request, places, regimen, library)
    # What is wrong so far stands in for itself, so that the charges can be checked in the same run.
    layout = CourseLayout(_stand_in(request, library) if problems else request, regimen, library)
    course = layout.course()
    problems += [
        *_impossible_days(request, course),
        *_idle_withouts(request, layout.before_withouts, library),
        *charge_problems(request, course, library),
    ]
    if problems:
        raise InputError(problems)
    return course


def unknown_payer(name: str, library: Library, place: str = "payer") -> Problem:
    """A payer that no file describes, though it may be what people call one."""
    called = dict(zip(map(str.casefold, library.payers_called), library.payers, strict=True))
    meant = called.get(name.casefold())
    close = suggestion(name, library.payers, use_one_of(library.payers))
    message = NO_PAYER.format(typed=Quoted(name))
    return Problem("unknown-payer", place, message, did_you_mean(meant) if meant else close)


def by_schedule(request: CourseRequest, library: Library) -> CourseRequest:
    """The request with the payer's own schedules in place of the families that it names."""
    charged = [charge for charge in request.charges if charge.schedule is not None]
    if not (charged or request.services or request.without):
        return request
    changed: dict[str, object] = {}
    for kind in ("charges", "services", "without"):
        entries: tuple[Charge | Item, ...] = getattr(request, kind)
        own = tuple([_by_schedule(entry, library) if entry.schedule else entry for entry in entries])
        if own != entries:
            changed[kind] = own
    return request.model_copy(update=changed) if changed else request


def _by_schedule(entry: Charge | Item, library: Library) -> Charge | Item:
    own = library.schedule_of(entry.schedule or "")
    return entry if own in (None, entry.schedule) else entry.model_copy(update={"schedule": own})


def _stand_in(request: CourseRequest, library: Library) -> CourseRequest:
    """The request with what could be wrong in its days, dose and services taken out."""
    known = tuple(
        service.model_copy(update={"episode": None})
        for service in request.services
        if library.knows(service.schedule, service.item)
    )
    parts = (
        () if request.setting else tuple(part.model_copy(update={"episode": None}) for part in request.parts)
    )
    return request.model_copy(
        update={
            "weight_kg": Decimal(1),
            "calendar": "consecutive",
            "episode": None,
            "services": known,
            "parts": parts,
        }
    )


def _unknown_names(request: CourseRequest, places: Sequence[Place], library: Library) -> Iterator[Problem]:
    if request.regimen not in library.regimens:
        yield _unknown(NO_REGIMEN, "regimen", "regimen", request.regimen, library.regimens)
    for place in places:
        if place.setting == ANYWHERE:
            if library.payer.price_by_infusion is None:
                yield missing(f"{place.root}setting")
        elif place.setting not in library.settings:
            where = f"{place.root}setting"
            yield _unknown(NO_SETTING, "setting", where, place.setting, library.settings)


def _unknown(message: Sentence, kind: str, place: str, name: str, known: Sequence[str]) -> Problem:
    remedy = suggestion(name, known, use_one_of(known))
    return Problem(f"unknown-{kind}", place, message.format(typed=Quoted(name)), remedy)


def _unknown_payees(request: CourseRequest, library: Library) -> Iterator[Problem]:
    known = library.payees
    for number, charge in enumerate(request.charges):
        if (payee := charge.payee) is not None and payee not in known:
            yield unknown_payee(payee, known, f"charges[{number}].payee")
    for payee in request.providers:
        if payee not in known:
            yield unknown_payee(payee, known, f"providers.{payee}")


def _unknown_items(request: CourseRequest, library: Library) -> Iterator[Problem]:
    suggested = 0
    named: tuple[tuple[str, Sequence[Charge | Item]], ...] = (
        ("charges", request.charges),
        ("services", request.services),
        ("without", request.without),
    )
    for kind, items in named:
        for number, one in enumerate(items):
            if (schedule := one.schedule) is None or (item := one.item) is None:
                continue
            if library.knows(schedule, item):
                continue
            if kind == "charges" and is_drug(request, library, schedule, item):
                continue
            if schedule not in library.schedules:
                yield _unknown_schedule(schedule, f"{kind}[{number}].schedule", library)
            else:
                remedy: str = LISTS_ITEMS.format(schedule=schedule)
                if suggested < MOST_SUGGESTED:
                    suggested += 1
                    remedy = library.item_names(schedule).suggestion(item, remedy)
                message = NO_ITEM.format(schedule=schedule, item=Quoted(item))
                yield Problem("unknown-item", f"{kind}[{number}].item", message, remedy)


def _unknown_schedule(schedule: str, place: str, library: Library) -> Problem:
    """A schedule that is not loaded, or is another payer's."""
    message = NO_SCHEDULE.format(typed=Quoted(schedule))
    if library.loaded(schedule):
        not_by = translatable("{payer} does not pay by the schedule {schedule}.")
        message = not_by.format(payer=library.payer_words.title, schedule=schedule)
    known = library.schedules
    otherwise = use_one_of(known) if known else LEAVE_IT_OUT
    remedy = otherwise if library.loaded(schedule) else suggestion(schedule, known, otherwise)
    return Problem("unknown-schedule", place, message, remedy)


def _misfits(
    request: CourseRequest, places: Sequence[Place], regimen: Regimen, library: Library
) -> Iterator[Problem]:
    """Where the regimen, the settings, the dose, the calendar and the stays do not go together."""
    for place in places:
        yield from unfit_setting(place, request.regimen, library)
    by_weight = regimen.dose.mg_per_kg_per_hour is not None and library.payer.price_by_infusion is None
    if by_weight and request.weight_kg is None:
        yield Problem(
            "missing",
            "weight_kg",
            DOSE_BY_WEIGHT.format(regimen=request.regimen),
            translatable("Give the weight in kg."),
        )
    yield from day_problems(request, regimen)
    yield from stay_problems(request, library)


def unfit_setting(place: Place, regimen: str, library: Library) -> Iterable[Problem]:
    """Why a regimen cannot be given in a setting."""
    key = ("unfit", place.setting, regimen)
    found: Sequence[Problem] | None = library.kept.get(key)
    if found is None:
        found = library.kept[key] = [*_unfit(place.setting, regimen, library)]
    return [replace(problem, place=f"{place.root}setting") for problem in found]


def _unfit(name: str, regimen: str, library: Library) -> Iterator[Problem]:
    setting = library.setting(name)
    loaded = library.every_schedule
    not_loaded = [service.schedule for service in setting.service if service.schedule not in loaded]
    for schedule in dict.fromkeys(not_loaded):
        yield Problem(
            "unknown-schedule",
            "setting",
            Sentence("{setting} needs the schedule {schedule}, and none is loaded.").format(
                setting=name, schedule=Quoted(schedule)
            ),
            Sentence("Load a folder that has it."),
        )
    if library.regimen(regimen).continuous and not setting.continuous:
        yield Problem(
            "setting-without-nights",
            "setting",
            DAY_AND_NIGHT.format(regimen=regimen, setting=name),
            translatable("Choose a setting with nights, or hospital in the home."),
        )


def _impossible_days(request: CourseRequest, course: Course) -> Iterator[Problem]:
    """Days given twice, days that no schedule can concern, and a course without any."""
    for number, service in enumerate(request.services):
        for day, times in Counter(service.dates).items():
            if times > 1:
                yield Problem(
                    "repeated-date",
                    f"services[{number}].dates",
                    STANDS_TWICE.format(day=IsoDay(day)),
                    translatable("Give each date once, and the quantity for more units."),
                )
    if [service for service in course.services if service.days[-1] >= LATEST]:
        yield Problem(
            "bad-date",
            "start",
            translatable("the course would run past the year {year}.").format(year=str(LATEST.year - 1)),
            translatable("Check the year and the nights."),
        )
    if not course.services and not request.services:
        yield Problem(
            "no-services",
            "without",
            translatable("every service of the course is left out."),
            translatable("Keep one, or add a service."),
        )


def _idle_withouts(request: CourseRequest, services: list[Service], library: Library) -> Iterator[Problem]:
    if not request.without:
        return
    present = {(service.schedule, service.item) for service in services}
    for number, item in enumerate(request.without):
        if (item.schedule, item.item) not in present and library.knows(item.schedule, item.item):
            yield Problem(
                "nothing-to-leave-out",
                f"without[{number}]",
                Sentence("the setting brings no {item}.").format(item=f"{item.schedule}:{item.item}"),
                Sentence("Remove this entry; the setting brings {items}.").format(items=listed(services)),
            )
