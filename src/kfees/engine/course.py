"""From a request to a course: its treatment days, its services on dates, its dose, its assumptions.

A course is a regimen laid out in a setting, or in several one after the other, with the request's own
services added or left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, assert_never

from kfees.engine.accounts import Assigned, assigned
from kfees.engine.services import Service
from kfees.engine.sessions import PlacedSessions, dose_of, placed_sessions
from kfees.engine.stays import Stay, same_day, stay_of, stays_taken
from kfees.library.library import Library
from kfees.library.texts import REGIMENS, SETTINGS
from kfees.model.blanks import Listed
from kfees.model.episode import counted
from kfees.model.payee import PHARMACY, Payee
from kfees.model.quote import DoseTaken
from kfees.model.request import Charge, CourseRequest, Episode
from kfees.model.schedule import STAYS, Regimen, When
from kfees.model.sentences import Sentence, translatable

NOTHING_STATED = Episode.model_construct()

CHARGES_AS_GIVEN = translatable(
    "Charges are compared with the maximums as they are given: give them without GST where the rate is."
)
REGIMEN_OF_OVERLAY = translatable("The regimen {regimen} comes from the overlay {folder}.")
SETTING_OF_OVERLAY = translatable("The setting {setting} comes from the overlay {folder}.")
HOLIDAYS_OF_OVERLAY = translatable("The public holidays come from the overlay {folder}.")
HOLIDAY_LEFT_OUT = translatable("No session on a public holiday: {holidays} is left out.")
HOLIDAY = translatable("{day} ({holiday})")
NO_WORKING_DAY = translatable("{day} is no working day, so the first session is on {again}.")
DRUG_NOT_PRICED = translatable("The drug is not priced: no rate for {number} ampoules of {drug} was found.")

ONE = Decimal(1)


@dataclass(slots=True, eq=False, repr=False)
class CoursePart:
    """The sessions at one place, and the stay that they take, where the patient is admitted."""

    sessions: PlacedSessions
    stay: Stay | None

    @property
    def episode(self) -> Episode | None:
        """What the request says of the patient and the stay there, the stay's defaults filled in."""
        return self.stay.episode if self.stay else self.sessions.place.episode


@dataclass(slots=True, eq=False, repr=False)
class Course:
    """A request laid out. `request` has its defaults filled in; `days` are its treatment days, `stays`
    those over night, in order; `episode` holds the patient's facts; `charges` are the request's with whose
    each is; `drug_label` names the ampoules, and `drug_not_included` says that nothing prices, charges or
    includes some of them."""

    request: CourseRequest
    days: tuple[date, ...]
    stays: tuple[Stay, ...]
    episode: Episode | None
    services: tuple[Service, ...]
    charges: tuple[Assigned, ...]
    dose: DoseTaken
    drug_label: str
    assumptions: tuple[str, ...]
    drug_not_included: bool = False

    @property
    def nights(self) -> tuple[date, ...]:
        """The dates on which the patient stays the night."""
        return tuple(night for stay in self.stays for night in stay.nights)


class CourseLayout:
    """A course in the making, from a request that was checked. `before_withouts`: what the settings
    and the regimen bring, before the request leaves any of it out."""

    def __init__(self, request: CourseRequest, regimen: Regimen, library: Library) -> None:
        self.request, self.regimen, self.library = request, regimen, library
        self.assumptions: list[str] = []
        self.before_withouts: list[Service] = []
        self.drug_not_included = False

    def course(self) -> Course:
        request, library = self.request, self.library
        parts: list[CoursePart] = []
        days: tuple[date, ...] = ()
        of_settings: dict[str, None] = {}
        for sessions in placed_sessions(request, library):
            parts.append(CoursePart(sessions, _stay_at(sessions)))
            days += sessions.days
            of_settings |= dict.fromkeys(sessions.setting.assumptions)
        self.assumptions += [*self._overlays(), *self.regimen.assumptions, *of_settings]
        self.assumptions += self._of_days([part.sessions for part in parts])
        stays = tuple([part.stay for part in parts if part.stay and part.stay.nights])
        if stays:
            self.assumptions += stays_taken(stays, library.payer.earlier_stay_days)
        dose = dose_of(self.regimen, request.weight_kg, len(days))
        services = [*self._default_services(parts), *self._drug_services(parts, dose)]
        self.before_withouts = [*services]
        if request.without:
            left_out = {(item.schedule, item.item) for item in request.without}
            services = [service for service in services if (service.schedule, service.item) not in left_out]
        # Only now the request's own: leaving an item out and adding it again replaces it.
        services += self._own_services()
        if providers := request.providers:
            services = [
                service if service.provider else replace(service, provider=providers.get(service.payee))
                for service in services
            ]
        if library.payer.bears_gst and any(map(_is_compared, request.charges)):
            self.assumptions.append(CHARGES_AS_GIVEN)
        return Course(
            understood(request, parts),
            days,
            stays,
            next((part.episode for part in parts if part.episode), None),
            tuple(services),
            assigned(request, services),
            dose,
            self.regimen.drug.label,
            tuple(self.assumptions),
            self.drug_not_included,
        )

    def _overlays(self) -> Iterator[str]:
        if not self.library.has_overlays:
            return
        regimen = self.request.regimen
        if (folder := self.library.overlay_of(REGIMENS, regimen)) is not None:
            yield REGIMEN_OF_OVERLAY.format(regimen=regimen, folder=folder)
        for setting in dict.fromkeys(place.setting for place in self.request.places):
            if (folder := self.library.overlay_of(SETTINGS, setting)) is not None:
                yield SETTING_OF_OVERLAY.format(setting=setting, folder=folder)

    def _of_days(self, sessions: Sequence[PlacedSessions]) -> Iterator[str]:
        """What is taken of the treatment days."""
        if skipped := {day: name for one in sessions for day, name in one.skipped.items()}:
            yield HOLIDAY_LEFT_OUT.format(holidays=Listed(tuple(map(_holiday, skipped.items()))))
        if self.library.has_overlays and any(one.calendar == "weekdays" for one in sessions):
            years = range(self.request.start.year, sessions[-1].days[-1].year + 1)
            table = self.library.payer.public_holidays.table or ""
            folders = {self.library.overlay_of(table, str(year)): None for year in years}
            yield from (HOLIDAYS_OF_OVERLAY.format(folder=folder) for folder in folders if folder is not None)
        start, first = self.request.start, sessions[0]
        if first.calendar == "weekdays" and first.days[0] != start:
            yield NO_WORKING_DAY.format(day=start, again=first.days[0])

    def _default_services(self, parts: Sequence[CoursePart]) -> Iterator[Service]:
        library, continuous = self.library, self.regimen.continuous
        for number, part in enumerate(parts):
            # What one part says of its patient and stay is not said of another's.
            episode = part.episode or (NOTHING_STATED if len(parts) > 1 else None)
            beds = part.stay.beds if part.stay else {}
            leave = {*part.stay.episode.leave} if part.stay else set()
            for payee, schedule, item, when, unpriced in _brought(part.sessions, library):
                if episode and when in STAYS and episode.drg:
                    item = episode.drg
                days = _days_of(when, part, first=number == 0, continuous=continuous)
                if when == "each night" and (beds or leave):
                    for (bed, on_leave), nights in _by_bed(days, item, beds, leave).items():
                        why = unpriced if bed == item else ""
                        yield Service(payee, schedule, bed, tuple(nights), ONE, None, episode, on_leave, why)
                    beds = {}  # one bed a night: what else a setting brings by the night is none
                elif days:
                    yield Service(payee, schedule, item, days, ONE, None, episode, False, unpriced)

    def _drug_services(self, parts: Sequence[CoursePart], dose: DoseTaken) -> Iterator[Service]:
        """The ampoules, where a schedule prices them or the request charges them."""
        days: tuple[date, ...] = ()
        for part in parts:
            days += () if part.sessions.setting.drug_included else part.sessions.days
        if not days or dose.ampoules_per_day is None:
            return
        drug = self.regimen.drug
        priced = self.library.knows(drug.schedule, drug.item)
        kinds = {
            charge.kind
            for charge in self.request.charges
            if charge.payee == PHARMACY or (charge.item == drug.item and charge.schedule == drug.schedule)
        }
        charged = not kinds.isdisjoint(("one amount", "item"))
        if not priced:
            number = dose.ampoules_per_day * len(days)
            self.assumptions.append(_drug_not_priced(number, drug.label))
        if priced or charged:
            payee = self.library.payee(drug.schedule) if priced else PHARMACY
            yield Service(payee, drug.schedule, drug.item, days, Decimal(dose.ampoules_per_day))
        elif "fee" not in kinds:  # a pharmacy's fee is taken to be for the drug
            self.drug_not_included = True

    def _own_services(self) -> Iterator[Service]:
        """The request's own. An AR-DRG of the course that is left out and added again keeps its stay."""
        if not self.request.services:
            return
        stays = {(one.schedule, one.item): one.episode for one in self.before_withouts if one.episode}
        for extra in self.request.services:
            payee = self.library.payee(extra.schedule)
            episode, stated = stays.get((extra.schedule, extra.item)), extra.episode
            for days in [(day,) for day in extra.dates] if stated else [tuple(sorted(extra.dates))]:
                own = counted(stated, days[0]) if stated else episode
                yield Service(payee, extra.schedule, extra.item, days, extra.quantity, extra.provider, own)


class _Brought(NamedTuple):
    """A service that a setting brings; a payee and an item where the request names no other."""

    payee: Payee
    schedule: str
    item: str
    when: When
    unpriced: str


def _brought(sessions: PlacedSessions, library: Library) -> Sequence[_Brought]:
    """What a setting brings of the schedules that are loaded: without another it is a problem already."""
    key = ("brought", sessions.place.setting)
    found: Sequence[_Brought] | None = library.kept.get(key)
    if found is None:
        found = library.kept[key] = [
            _Brought(library.payee(one.schedule), one.schedule, one.item, one.when, one.cannot_determine)
            for one in sessions.setting.service
            if one.schedule in library.every_schedule
        ]
    return found


def _is_compared(charge: Charge) -> bool:
    """Whether a charge is compared with maximums as it stands."""
    return bool(charge.amount and not (charge.label or charge.gst))


@lru_cache(maxsize=1024)
def _holiday(named: tuple[date, str]) -> Sentence:
    day, name = named
    return HOLIDAY.format(day=day, holiday=Sentence(name))


@lru_cache(maxsize=1024)
def _drug_not_priced(ampoules: int, drug: str) -> Sentence:
    return DRUG_NOT_PRICED.format(number=ampoules, drug=Sentence(drug))


def stays_of(request: CourseRequest, library: Library) -> tuple[Stay, ...]:
    """The stays over night of a request that was checked, in order."""
    library = library.of(request.payer)
    found = map(_stay_at, placed_sessions(request, library))
    return tuple(stay for stay in found if stay and stay.nights)


def _stay_at(sessions: PlacedSessions) -> Stay | None:
    if sessions.setting.overnight:
        return stay_of(sessions.place.episode, sessions.days)
    for service in sessions.setting.service:
        if service.when == "each same-day stay":
            return same_day(sessions.place.episode, sessions.days)
    return None


def understood(request: CourseRequest, parts: Sequence[CoursePart]) -> CourseRequest:
    """The request with its defaults filled in; no calendar where the parts go by different ones."""
    found: dict[str, object] = {}
    calendars = [part.sessions.calendar for part in parts]
    if calendars.count(calendars[0]) == len(calendars):
        found["calendar"] = calendars[0]
    if not request.parts:
        found["episode"] = parts[0].episode
    else:
        found["parts"] = tuple(
            stated.model_copy(update={"episode": part.episode})
            for stated, part in zip(request.parts, parts, strict=True)
        )
    if request.services and any(service.episode for service in request.services):
        found["services"] = tuple(
            service.model_copy(update={"episode": counted(service.episode, service.dates[0])})
            if service.episode
            else service
            for service in request.services
        )
    return request.changed(found)


def _by_bed(
    nights: Iterable[date], item: str, beds: Mapping[date, str], leave: Collection[date]
) -> dict[tuple[str, bool], list[date]]:
    """The nights of a stay by their bed, `item` unless another is said, and by whether they are of leave."""
    found: dict[tuple[str, bool], list[date]] = {}
    for night in nights:
        found.setdefault((beds.get(night, item), night in leave), []).append(night)
    return found


def _days_of(when: When, part: CoursePart, *, first: bool, continuous: bool) -> tuple[date, ...]:
    """The days on which a service falls. The first treatment day is the course's, not each part's."""
    days = part.sessions.days
    match when:
        case "each treatment day" | "each same-day stay":
            return days
        case "each infusion":
            return days[:1] if continuous else days
        case "first treatment day":
            return days[:1] if first else ()
        case "later treatment days":
            return days[1:] if first else days
        case "each night":
            return tuple(part.stay.nights) if part.stay else ()
        case "the stay":
            return (part.stay.nights.day_after,) if part.stay else ()
        case _:
            assert_never(when)
