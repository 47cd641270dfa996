"""From services to lines: each service takes the rate in force on its day; a line is one item at one rate.

The gap is charge - payable, where payable is the lesser of charge and maximum: line by line, or for
all of a payee's lines together where the payee charges one amount.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, assert_never

from kfees import reasons
from kfees.approval import Planned
from kfees.checking import lay_out
from kfees.claim_checking import guideline_for
from kfees.course import Course, Service
from kfees.dates import days_of_stay
from kfees.errors import InputError, Problem, StrictRefusal
from kfees.gap import Charges, payee_totals, totals
from kfees.guideline import check_claim, verdict
from kfees.library import Library
from kfees.money import EXACT, ZERO, CannotDetermine, Money, NotPayable, round_half_up
from kfees.program import VERSION
from kfees.quote import Determination, Line, Quote, ScheduleUsed, Totals, Verdict
from kfees.request import PAYEES, CourseRequest, Episode
from kfees.schedule import Basis, Currency, Gst, Rate
from kfees.translatable import translatable
from kfees.version import FACTS, Version
from kfees.weighed import WeightedActivity
from kfees.weighing import nwau

UNPRICED = translatable("{source}, so dollars cannot be determined")


class RateFound(NamedTuple):
    """The version in force on a service's day and what it says of the item, or why there is nothing."""

    version: Version | None
    rate: Rate | WeightedActivity | None
    reason: str = ""

    def holds_on(self, day_of_stay: int) -> bool:
        """Whether it is what the version says on this day of a stay too. A weight is the episode's."""
        if isinstance(self.rate, Rate):
            return self.rate.holds_on(day_of_stay)
        return self.rate is not None


def price(
    request: CourseRequest, library: Library, *, as_of: date | None = None, currency: Currency = "AUD"
) -> Quote:
    """Price a course: its lines, the gap, and what every figure rests on.

    Pure: the same request, library and `as_of` give the same quote. `as_of` is the day from which
    staleness is judged; the course's first day unless told. Every rate must be in `currency`.
    Raises InputError with every problem.
    """
    with localcontext(EXACT):
        course = lay_out(request, library)
        judged = as_of or course.request.start
        found = verdict_on(course, library)
        charges = Charges.of(course.request, found)
        lines = tuple(_lines(course, library, charges, judged))
        refuse_other_currencies(lines, library, currency)
        payees = payee_totals(lines, charges)
        sums = totals(lines, payees)
        return Quote(
            lines=lines,
            payees=payees,
            totals=sums,
            dose=course.dose,
            schedules=_schedules_used(lines, library),
            assumptions=course.assumptions,
            request=course.request,
            as_of=judged,
            kfees=VERSION,
            verdict=verdict_on(course, library, planned(course, sums, found)) if found else None,
        )


def verdict_on(course: Course, library: Library, known: Planned | None = None) -> Verdict | None:
    """What the guideline's checks come to; None where the request states no claim.

    `known`: what the course comes to. No amount decides whether it is refused, so that is known before.
    """
    claim = course.request.claim
    if claim is None:
        return None
    guideline = guideline_for(course.request, library)
    return verdict(check_claim(claim, guideline, known or Planned(course.days)), guideline)


def planned(course: Course, sums: Totals, found: Verdict) -> Planned:
    """What the checks ask of a priced course. A refusal makes nothing payable, which says nothing of
    what was approved."""
    payable = None if found.payability == "not payable" else sums.payable
    return Planned(course.days, priced=True, payable=payable, maximum=sums.maximum)


def find_rate(
    schedule: str, item: str, day: date, day_of_stay: int, episode: Episode, library: Library
) -> RateFound:
    """What the version in force says of an item; never another version's, never zero for want of one."""
    version = library.version_on(schedule, day)
    if version is None:
        first = next(iter(library.versions(schedule)), None)
        return RateFound(None, None, reasons.before_first_version(schedule, first))
    if version.activity is not None and version.activity.weight(item) is not None:
        return RateFound(version, nwau(episode, version, item))
    rates = version.rates(item)
    for rate in rates:
        if rate.holds_on(day_of_stay):
            return RateFound(version, rate)
    if rates:
        return RateFound(version, None, reasons.no_rate_for_day(rates))
    return RateFound(version, None, reasons.not_in_version(item, version))


def _lines(course: Course, library: Library, charges: Charges, as_of: date) -> Iterable[Line]:
    """Services at one rate gathered into lines, by payee, then by first day and item."""
    by_item: dict[tuple[str, str], list[Service]] = {}
    for item, services_in_a_row in groupby(course.services, attrgetter("schedule", "item")):
        by_item.setdefault(item, []).extend(services_in_a_row)
    episode = course.request.episode or Episode()
    gathered = [part for services in by_item.values() for part in _by_rate(services, episode, library)]

    def position(entry: tuple[RateFound, list[Service]]) -> tuple[object, ...]:
        first = min(service.day for service in entry[1])
        service = entry[1][0]
        return (PAYEES.index(service.payee), first, service.schedule, service.item)

    for found, services in sorted(gathered, key=position):
        yield _line(found, services, course, library, charges, as_of)


def _by_rate(
    services: list[Service], episode: Episode, library: Library
) -> Iterable[tuple[RateFound, list[Service]]]:
    """One item's services, parted where the version in force changes or the rate steps down."""
    days_in = days_of_stay(service.day for service in services)
    parts: dict[tuple[object, ...], tuple[RateFound, list[Service]]] = {}
    latest: RateFound | None = None
    for service in services:
        in_force, day_of_stay = library.version_on(service.schedule, service.day), days_in[service.day]
        # Most services take the rate of the one before: finding each anew took a sixth of a price.
        if latest is None or in_force is not latest.version or not latest.holds_on(day_of_stay):
            latest = find_rate(service.schedule, service.item, service.day, day_of_stay, episode, library)
            step = latest.rate.from_day if isinstance(latest.rate, Rate) else None
            key = (in_force and in_force.first_day, step, latest.reason)
            part = parts.setdefault(key, (latest, []))[1]
        part.append(service)
    return parts.values()


def _line(
    found: RateFound, services: list[Service], course: Course, library: Library, charges: Charges, as_of: date
) -> Line:
    service, version = services[0], found.version
    days = tuple(sorted({service.day for service in services}))
    quantity = sum((service.quantity for service in services), Decimal(0))
    figure = _figure(found, service, course, library)
    stale_days: list[date] = []
    if version and library.pricing_day(days[-1]) >= (change := version.facts.next_change_expected):
        stale_days = [day for day in days if library.pricing_day(day) >= change]
    rate: Decimal | None = None
    maximum: Decimal | None
    determination: Determination
    explained: list[str] = []
    match figure.amount:
        case NotPayable(reason):
            maximum, determination = ZERO, "not payable"
            explained.append(reasons.NOT_PAYABLE.format(reason=reason.removesuffix(".")))
        case CannotDetermine(reason):
            maximum, determination = None, "cannot determine"
            why = f"{reason[0].lower()}{reason[1:].removesuffix('.')}"
            explained.append(reasons.CANNOT_DETERMINE.format(reason=why))
        case Decimal() as rate:
            maximum, determination = round_half_up(rate * quantity), "amount"
        case _:
            assert_never(figure.amount)
    if version and stale_days:
        explained.append(reasons.stale(version, stale_days, as_of))
    explained += figure.explained
    charge, payable, gap, explanations = charges.on_line(
        service.payee, service.schedule, service.item, quantity, maximum
    )
    explained += explanations
    return Line(
        payee=service.payee,
        schedule=service.schedule,
        version=version.first_day if version else None,
        item=service.item,
        label=figure.label,
        dates=days,
        quantity=quantity,
        unit=figure.unit,
        rate=rate,
        maximum=maximum,
        determination=determination,
        charge=charge,
        payable=payable,
        gap=gap,
        basis=figure.basis if determination != "cannot determine" else None,
        gst=figure.gst,
        stale=bool(stale_days),
        source=figure.source,
        cell=figure.cell or None,
        reasons=tuple(explained),
        weight=figure.weight,
        price_per_weight=figure.price_per_weight,
        weight_steps=figure.weight_steps,
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """What one unit of a service costs, in the words and terms of whatever priced it."""

    label: str
    unit: str
    amount: Money
    basis: Basis | None = None
    gst: Gst | None = None
    source: str | None = None
    explained: tuple[str, ...] = ()
    weight: Decimal | None = None
    price_per_weight: Decimal | None = None
    weight_steps: tuple[str, ...] = ()
    cell: str = ""


def _figure(found: RateFound, service: Service, course: Course, library: Library) -> Figure:
    version, rate = found.version, found.rate
    match rate:
        case None:
            label, unit = _words_elsewhere(service, course, library)
            return Figure(label, unit, CannotDetermine(found.reason))
        case Rate():
            assert version is not None
            explained = (
                ()
                if isinstance(rate.amount, CannotDetermine | NotPayable)
                else reasons.for_rate(version, rate)
            )
            return Figure(
                rate.label,
                rate.unit,
                rate.amount,
                rate.basis,
                rate.gst,
                rate.source,
                tuple(explained),
                cell=rate.cell,
            )
        case WeightedActivity():
            assert version is not None
            return _weighted_figure(version, rate)
        case _:
            assert_never(rate)


def _weighted_figure(version: Version, activity: WeightedActivity) -> Figure:
    """Weight x price, rounded half up to the cent; both have to be known."""
    facts = version.facts
    assert facts.activity is not None
    price = facts.activity.price_per_weight
    amount: Money | None = activity.amount(price)
    if amount is None:
        unpriced = UNPRICED.format(source=facts.activity.price_source)
        amount = CannotDetermine(activity.reason if activity.nwau is None else unpriced)
    return Figure(
        label=activity.label,
        unit=activity.unit,
        amount=amount,
        basis=facts.basis,
        gst=facts.gst,
        source=facts.source,
        explained=tuple(reasons.for_weight(version)),
        weight=activity.nwau,
        price_per_weight=price,
        weight_steps=activity.steps,
    )


def _words_elsewhere(service: Service, course: Course, library: Library) -> tuple[str, str]:
    """The label and unit of an item without a rate: another version's words; for the drug, the regimen's."""
    for version in reversed(library.versions(service.schedule)):
        words = version.words(service.item)
        if words is not None:
            return words
    return course.drug_label, "ampoule"


def _schedules_used(lines: Iterable[Line], library: Library) -> tuple[ScheduleUsed, ...]:
    used: dict[tuple[str, date], bool] = {}
    for line in lines:
        if line.version is not None:
            key = (line.schedule, line.version)
            used[key] = used.get(key, False) or line.stale
    return tuple(
        _schedule_used(version, stale)
        for (schedule, first_day), stale in sorted(used.items())
        if (version := library.version_on(schedule, first_day)) is not None
    )


def _schedule_used(version: Version, stale: bool) -> ScheduleUsed:
    facts = version.facts
    return ScheduleUsed(
        schedule=version.schedule,
        version=version.first_day,
        digest=version.digest,
        stale=stale,
        next_change_expected=facts.next_change_expected,
        title=facts.title,
        publisher=facts.publisher,
        origin=version.origin,
        workbook=facts.workbook,
    )


def refuse_other_currencies(lines: Iterable[Line], library: Library, currency: Currency) -> None:
    """Raise InputError where a line's version is in another currency than the quote."""
    used = {(line.schedule, line.version) for line in lines if line.version is not None}
    versions = [library.version_on(schedule, day) for schedule, day in sorted(used) if day is not None]
    problems = [
        Problem(
            "other-currency",
            version.place(FACTS),
            f"its rates are in {version.facts.currency}, and what is asked for is in {currency}.",
            f"Leave out what {version.schedule} prices, or ask for {version.facts.currency}.",
        )
        for version in versions
        if version is not None and version.facts.currency != currency
    ]
    if problems:
        raise InputError(problems)


def refuse_if_uncertain(quote: Quote) -> None:
    """Strict mode: raise StrictRefusal where a rate is stale or a maximum cannot be determined.

    A charge that was not given is no uncertainty of the schedules, and is not refused.
    """
    refused = [
        f"{line.schedule}:{line.item} ({line.label}): {line.reasons[0]}"
        for line in quote.lines
        if line.stale or line.determination == "cannot determine"
    ]
    if refused:
        raise StrictRefusal(refused)
