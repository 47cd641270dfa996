"""From a request to a course: its treatment days, its services on dates, its dose, its assumptions.

A course is a regimen laid out in a setting, with the request's own services added or left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, assert_never

from kfees.library.library import PUBLIC_HOLIDAYS, REGIMENS, SETTINGS, Library
from kfees.model.blanks import Listed
from kfees.model.dates import ONE_DAY, consecutive_days, working_days
from kfees.model.quote import DoseTaken
from kfees.model.request import CourseRequest, Episode, ExplicitDates, Payee
from kfees.model.schedule import Regimen, Setting, SettingService
from kfees.model.sentences import Sentence, translatable


class Service(NamedTuple):
    """`quantity` units of an item on one day."""

    payee: Payee
    schedule: str
    item: str
    day: date
    quantity: Decimal

    @property
    def line(self) -> str:
        """The item as people are told of it."""
        return f"{self.schedule}:{self.item}"


CHARGES_AS_GIVEN = translatable(
    "Charges are compared with the maximums as they are given: give them without GST where the rate is."
)
REGIMEN_OF_OVERLAY = translatable("The regimen {regimen} comes from the overlay {folder}.")
SETTING_OF_OVERLAY = translatable("The setting {setting} comes from the overlay {folder}.")
HOLIDAYS_OF_OVERLAY = translatable("The public holidays come from the overlay {folder}.")
HOLIDAY_LEFT_OUT = translatable("No session on a Victorian public holiday: {holidays} is left out.")
HOLIDAY = translatable("{day} ({holiday})")
NO_WORKING_DAY = translatable("{day} is no working day, so the first session is on {again}.")
NIGHTS_TAKEN = translatable("{nights} nights are taken, one for each treatment day.")
NIGHTS_BETWEEN_TAKEN = translatable(
    "{nights} nights are taken: one for each of the {number} treatment days, and those between them."
)
NO_OTHER_STAY = translatable("No other hospital stay is taken to have ended in the 7 days before.")
DRUG_NOT_PRICED = translatable("The drug is not priced: no rate for {number} ampoules of {drug} was found.")


@dataclass(frozen=True, slots=True)
class Course:
    """A request laid out. `request` has its defaults filled in; `days` are its treatment days,
    `nights` the dates on which the patient stays the night; `drug` names the ampoules."""

    request: CourseRequest
    days: tuple[date, ...]
    nights: tuple[date, ...]
    services: tuple[Service, ...]
    dose: DoseTaken
    drug_label: str
    assumptions: tuple[str, ...]


@dataclass(slots=True)
class CourseLayout:
    """A course in the making, from a request that was checked. `before_withouts`: what the setting
    and the regimen bring, before the request leaves any of it out."""

    request: CourseRequest
    regimen: Regimen
    setting: Setting
    library: Library
    assumptions: list[str] = field(default_factory=list)
    before_withouts: list[Service] = field(default_factory=list)

    def course(self) -> Course:
        self.assumptions += [*self._overlays(), *self.regimen.assumptions, *self.setting.assumptions]
        calendar = self.request.calendar or default_calendar(self.regimen, self.setting)
        treatment_days = self._treatment_days(calendar)
        nights = self._nights(treatment_days)
        dose = dose_of(self.regimen, self.request.weight_kg)
        services = [
            *self._default_services(treatment_days, nights),
            *self._drug_services(treatment_days, dose),
        ]
        self.before_withouts = [*services]
        if left_out := {(item.schedule, item.item) for item in self.request.without}:
            services = [service for service in services if (service.schedule, service.item) not in left_out]
        # Only now the request's own: leaving an item out and adding it again replaces it.
        for extra in self.request.services:
            payee = self.library.payee(extra.schedule)
            services += [
                Service(payee, extra.schedule, extra.item, day, extra.quantity) for day in extra.dates
            ]
        if any(charge.amount for charge in self.request.charges):
            self.assumptions.append(CHARGES_AS_GIVEN)
        understood: dict[str, object] = {"calendar": calendar}
        if self.setting.overnight:
            understood["episode"] = (self.request.episode or Episode()).model_copy(
                update={"nights": len(nights)}
            )
        return Course(
            self.request.model_copy(update=understood),
            treatment_days,
            nights,
            tuple(services),
            dose,
            self.regimen.drug.label,
            tuple(self.assumptions),
        )

    def _overlays(self) -> Iterator[str]:
        regimen, setting = self.request.regimen, self.request.setting
        if (folder := self.library.overlay_of(REGIMENS, regimen)) is not None:
            yield REGIMEN_OF_OVERLAY.format(regimen=regimen, folder=folder)
        if (folder := self.library.overlay_of(SETTINGS, setting)) is not None:
            yield SETTING_OF_OVERLAY.format(setting=setting, folder=folder)

    def _treatment_days(self, calendar: str | ExplicitDates) -> tuple[date, ...]:
        days, skipped = treatment_days(calendar, self.request.start, self.regimen, self.library)
        if skipped:
            holidays = tuple(HOLIDAY.format(day=day, holiday=Sentence(name)) for day, name in skipped.items())
            self.assumptions.append(HOLIDAY_LEFT_OUT.format(holidays=Listed(holidays)))
        if calendar == "weekdays":
            self.assumptions += self._holidays_of_overlays(days)
        if calendar == "weekdays" and days[0] != self.request.start:
            self.assumptions.append(NO_WORKING_DAY.format(day=self.request.start, again=days[0]))
        return days

    def _holidays_of_overlays(self, days: tuple[date, ...]) -> Iterator[str]:
        years = range(self.request.start.year, days[-1].year + 1)
        folders = {self.library.overlay_of(PUBLIC_HOLIDAYS, str(year)): None for year in years}
        yield from (HOLIDAYS_OF_OVERLAY.format(folder=folder) for folder in folders if folder is not None)

    def _nights(self, treatment_days: tuple[date, ...]) -> tuple[date, ...]:
        """The dates on which the patient stays the night: each one from the first treatment day on, also
        between treatment days that do not follow each other."""
        if not self.setting.overnight:
            return ()
        asked = self.request.episode.nights if self.request.episode else None
        usual = nights_of(treatment_days)
        count = usual if asked is None else asked
        if count == usual:  # said again when a quote, which states them, is replayed
            days = len(treatment_days)
            taken = NIGHTS_TAKEN if days == count else NIGHTS_BETWEEN_TAKEN
            self.assumptions.append(taken.format(nights=count, number=days))
        self.assumptions.append(NO_OTHER_STAY)
        return consecutive_days(treatment_days[0], count)

    def _default_services(
        self, treatment_days: tuple[date, ...], nights: tuple[date, ...]
    ) -> Iterator[Service]:
        for service in self.setting.service:
            if service.schedule in self.library.schedules:  # otherwise already a problem of the request
                payee = self.library.payee(service.schedule)
                item = service.item
                if service.when == "the stay" and self.request.episode and self.request.episode.drg:
                    item = self.request.episode.drg
                for day in _days_of(service, treatment_days, nights):
                    yield Service(payee, service.schedule, item, day, Decimal(1))

    def _drug_services(self, treatment_days: tuple[date, ...], dose: DoseTaken) -> Iterator[Service]:
        """The ampoules, where a schedule prices them or the request charges them."""
        if self.setting.drug_included:
            return
        drug = self.regimen.drug
        priced = self.library.knows(drug.schedule, drug.item)
        charged = any(
            charge.payee == "pharmacy" or (charge.schedule, charge.item) == (drug.schedule, drug.item)
            for charge in self.request.charges
        )
        if not priced:
            self.assumptions.append(DRUG_NOT_PRICED.format(number=dose.ampoules, drug=Sentence(drug.label)))
        if priced or charged:
            payee = self.library.payee(drug.schedule) if priced else "pharmacy"
            for day in treatment_days:
                yield Service(payee, drug.schedule, drug.item, day, Decimal(dose.ampoules_per_day))


def treatment_days(
    calendar: str | ExplicitDates, start: date, regimen: Regimen, library: Library
) -> tuple[tuple[date, ...], dict[date, str]]:
    """The days of infusion, and the public holidays skipped on the way with their names."""
    if isinstance(calendar, ExplicitDates):
        return calendar.dates, {}
    if calendar == "consecutive":
        return consecutive_days(start, regimen.treatment_days), {}
    return working_days(start, regimen.treatment_days, library.public_holidays.in_year)


def nights_of(treatment_days: Sequence[date]) -> int:
    """The nights of one stay over all treatment days, left on the day after the last."""
    return (max(treatment_days) - min(treatment_days)).days + 1


def usual_nights(request: CourseRequest, library: Library) -> int:
    """The nights that a stay of these treatment days takes unless told; one fewer is the least."""
    regimen = library.regimen(request.regimen)
    calendar = request.calendar or default_calendar(regimen, library.setting(request.setting))
    return nights_of(treatment_days(calendar, request.start, regimen, library)[0])


def default_calendar(regimen: Regimen, setting: Setting) -> str:
    """Days in a row for a continuous infusion and for a stay; otherwise weekdays."""
    return "consecutive" if regimen.continuous or setting.overnight else "weekdays"


def dose_of(regimen: Regimen, weight_kg: Decimal | None) -> DoseTaken:
    """The mg infused a day and in all, and the ampoules, whole ones each day.

    A regimen dosed by weight needs `weight_kg`.
    """
    hourly = regimen.dose.mg_per_hour
    if hourly is None:
        assert regimen.dose.mg_per_kg_per_hour is not None
        assert weight_kg is not None
        hourly = regimen.dose.mg_per_kg_per_hour * weight_kg
    daily = hourly * regimen.hours_per_day
    whole, part = divmod(daily, regimen.drug.mg_per_ampoule)
    ampoules = int(whole) + (1 if part else 0)
    days = regimen.treatment_days
    return DoseTaken.model_construct(
        mg_per_day=daily, mg=daily * days, ampoules=ampoules * days, ampoules_per_day=ampoules
    )


def _days_of(
    service: SettingService, treatment_days: tuple[date, ...], nights: tuple[date, ...]
) -> tuple[date, ...]:
    match service.when:
        case "each treatment day":
            return treatment_days
        case "first treatment day":
            return treatment_days[:1]
        case "later treatment days":
            return treatment_days[1:]
        case "each night":
            return nights
        case "the stay":
            return (nights[-1] + ONE_DAY,)
        case _:
            assert_never(service.when)
