"""From services to lines: each service takes the rate in force on its day; a line is one item at one rate.

The gap is charge - payable, where payable is the lesser of charge and maximum: line by line, or for
all of a payee's lines together where the payee charges one amount.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, localcontext
from itertools import groupby
from operator import attrgetter
from typing import assert_never

from kfees.engine import please_check, reasons
from kfees.engine.checking import lay_out
from kfees.engine.course import Course, Service
from kfees.engine.excluding import parted, rule_on
from kfees.engine.figures import RateFound, figure_of, find_rate
from kfees.engine.gap import Charges, payee_totals, totals
from kfees.engine.item_rules import Ruling
from kfees.engine.step_down import DaysCounted
from kfees.engine.verdict import planned, verdict_on
from kfees.library.library import Library
from kfees.library.version import FACTS, Version
from kfees.model.money import EXACT, ZERO, CannotDetermine, NotPayable, round_half_up
from kfees.model.problems import InputError, Problem, StrictRefusal
from kfees.model.program import VERSION
from kfees.model.quote import Determination, Line, Quote, ScheduleUsed
from kfees.model.request import PAYEES, CourseRequest, Episode
from kfees.model.schedule import Currency, Rate


def price(
    request: CourseRequest, library: Library, *, as_of: date | None = None, currency: Currency = "AUD"
) -> Quote:
    """Price a course: its lines, the gap, and what every figure rests on.

    Pure: the same request, library and `as_of` give the same quote. `as_of` is the day from which
    staleness is judged; the course's first day unless told. Every rate must be in `currency`.
    Raises InputError with every problem.
    """
    return price_course(lay_out(request, library), library, as_of=as_of, currency=currency)


def price_course(
    course: Course, library: Library, *, as_of: date | None = None, currency: Currency | None = "AUD"
) -> Quote:
    """As `price`, of a course that is laid out already. None: whatever the currency of its rates."""
    as_of = as_of or course.request.start
    with localcontext(EXACT):
        found = verdict_on(course, library)
        claim = course.request.claim
        charges = Charges.of(course.request, found)
        ruling = rule_on(course.services, library)
        lines = tuple(_lines(course, ruling, library, charges, as_of))
        payees = payee_totals(lines, charges)
        sums = totals(lines, payees)
        if currency is not None:
            refuse_other_currencies(lines, library, currency)
        return Quote.model_construct(
            lines=lines,
            payees=payees,
            totals=sums,
            dose=course.dose,
            schedules=_schedules_used(lines, library),
            assumptions=course.assumptions,
            request=course.request,
            as_of=as_of,
            kfees=VERSION,
            verdict=(
                # Only limits of an approval ask what the course comes to.
                verdict_on(course, library, planned(course, sums, found))
                if found and claim and claim.approval
                else found
            ),
            please_check=(
                *please_check.of_course(course, library),
                *ruling.please_check,
                *please_check.of_charges(lines, payees),
            ),
        )


def _lines(course: Course, ruling: Ruling, library: Library, charges: Charges, as_of: date) -> Iterable[Line]:
    """Services at one rate gathered into lines, by payee, then by first day and item."""
    payable, struck = parted(course.services, ruling, library)
    counted = DaysCounted(course, library)
    gathered = [
        part
        for services in _by_item(payable).values()
        for part in _by_rate(services, counted, course, library)
    ]
    gathered += [(RateFound(one.version, None, struck=one), one.services) for one in struck]

    def position(entry: tuple[RateFound, list[Service]]) -> tuple[object, ...]:
        first = min(service.day for service in entry[1])
        service = entry[1][0]
        return (PAYEES.index(service.payee), first, service.schedule, service.item)

    for found, services in sorted(gathered, key=position):
        yield _line(found, services, course, library, charges, as_of)


def _by_item(services: Iterable[Service]) -> dict[tuple[str, str], list[Service]]:
    by_item: dict[tuple[str, str], list[Service]] = {}
    for item, services_in_a_row in groupby(services, attrgetter("schedule", "item")):
        by_item.setdefault(item, []).extend(services_in_a_row)
    return by_item


def _by_rate(
    services: list[Service], counted: DaysCounted, course: Course, library: Library
) -> Iterable[tuple[RateFound, list[Service]]]:
    """One item's services, parted where the version in force changes, where the rate steps down by the day
    of the stay, and where each is weighed as an episode of its own."""
    parts: dict[tuple[object, ...], tuple[RateFound, list[Service]]] = {}
    latest: RateFound | None = None
    episode: Episode | None = None
    for service in services:
        in_force = library.version_on(service.schedule, service.day)
        # Most services take the rate of the one before: finding each anew took a sixth of a price.
        if (
            latest is None
            or in_force is not latest.version
            or latest.goes_by_day
            or service.on_leave
            or service.episode is not episode
        ):
            episode = service.episode
            latest = find_rate(service, in_force, counted, course, library)
            step = latest.rate.from_day if isinstance(latest.rate, Rate) else episode
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
    figure = figure_of(found, service, course, library)
    stale_days: list[date] = []
    if (
        version
        and not found.struck
        and library.pricing_day(days[-1]) >= (change := version.facts.next_change_expected)
    ):
        stale_days = [day for day in days if library.pricing_day(day) >= change]
    rate: Decimal | None = None
    maximum: Decimal | None
    determination: Determination
    explained: list[str] = []
    match figure.amount:
        case NotPayable(reason):
            maximum, determination = ZERO, "not payable"
            explained.append(reasons.not_payable(reason))
        case CannotDetermine(reason):
            maximum, determination = None, "cannot determine"
            explained.append(reasons.cannot_determine(reason))
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
    return Line.model_construct(
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
    return ScheduleUsed.model_construct(
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
