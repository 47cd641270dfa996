"""The price of one course of a projection: each line by day, indexed where its rate would be stale.

Growth and discount factors are Decimals of 50 digits; only money is rounded, half up to the cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import lru_cache
from typing import NamedTuple

from kfees.engine.checking import lay_out
from kfees.engine.course import HOLIDAY_LEFT_OUT, NO_WORKING_DAY
from kfees.engine.excluding import parted, rule_on
from kfees.engine.gap import sum_of, weakest
from kfees.engine.pricing import price_course
from kfees.engine.services import Service
from kfees.engine.sessions import number_of_sessions
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.model.dates import MONTHS_A_YEAR, add_months
from kfees.model.fields import Flag, Result, ResultAmount, ResultNumber
from kfees.model.money import EXACT, round_half_up
from kfees.model.payee import Payee
from kfees.model.payer import PriceByInfusion
from kfees.model.quote import Line, Quote
from kfees.model.schedule import Basis, Currency
from kfees.model.sentences import Says, translatable, whole
from kfees.projection.plan import PerInfusion, Plan, request_on

GROWTH = Context(
    prec=50,
    rounding=ROUND_HALF_EVEN,
    traps=[DivisionByZero, FloatOperation, InvalidOperation, Overflow],
)

PRODUCT = GROWTH.copy()
PRODUCT.prec = 40
"""Ten digits fewer than a factor has, so that a product of half a cent is not a hair below it."""

DAYS_A_YEAR = Decimal("365.25")
HALF_A_YEAR = Decimal("0.5")


class ProjectedLine(Result):
    """One item at one rate, indexed by `steps` years. amount = indexed rate x quantity.

    `rate` is the version's, in the plan's currency; `indexed_rate` = rate x (1 + indexation)^steps,
    rounded half up to the cent. None with its `reason` where it cannot be determined. `payee` is None
    where the price is not from a schedule.
    """

    payee: Payee | None
    schedule: str | None
    version: str | None
    item: str
    label: str
    quantity: ResultNumber
    unit: str
    rate: ResultAmount | None
    steps: int
    indexed_rate: ResultAmount | None
    amount: ResultAmount | None
    basis: Basis | None
    stale: Flag
    source: str | None
    reason: Says


SUPPLIED_PRICE = translatable("The price of an infusion was supplied, and is from no schedule.")


class CoursePrice(NamedTuple):
    """What a course comes to on its day; `payable`, `gap` and its bounds where they are known and nothing is
    stale."""

    lines: tuple[ProjectedLine, ...]
    amount: Decimal | None
    payable: Decimal | None
    gap: Decimal | None
    basis: Basis | None
    stale: bool
    assumptions: tuple[str, ...]
    please_check: tuple[Says, ...] = ()
    gap_least: Decimal | None = None
    gap_most: Decimal | None = None


def price_on(plan: Plan, library: Library, day: date, indexation: Decimal) -> CoursePrice:
    """The plan's course from `day` on, at the most that the payer would pay, whose view `library` is."""
    if plan.per_infusion is not None:
        return _supplied(plan, library, day, indexation)
    course = lay_out(request_on(plan, day, library), library)
    quote = price_course(course, library, currency=currency_of(plan, library))
    services: Sequence[Service] = course.services
    if any(line.is_excluded for line in quote.lines):
        services, _ = parted(services, rule_on(services, library), library)
    of_items: dict[tuple[str | None, str | None, str | None], list[Service]] = defaultdict(list)
    for service in services:
        of_items[service.schedule, service.item, service.provider].append(service)
    with localcontext(EXACT):
        lines = tuple(
            part
            for line in quote.lines
            for part in _parts(
                line, of_items.get((line.schedule, line.item, line.provider), ()), library, plan, indexation
            )
        )
        known = not quote.totals.stale
        return CoursePrice(
            lines=lines,
            amount=sum_of(line.amount for line in lines),
            payable=quote.totals.payable if known else None,
            gap=quote.totals.gap if known else None,
            basis=weakest(line.basis for line in lines if line.basis or line.amount is None),
            stale=quote.totals.stale,
            assumptions=_of_the_course(quote),
            please_check=quote.please_check,
            gap_least=quote.totals.gap_least if known else None,
            gap_most=quote.totals.gap_most if known else None,
        )


def currency_of(plan: Plan, library: Library) -> Currency:
    """That of every amount: as the plan states it, else the payer's, whose view the library is."""
    return plan.currency or library.payer.currency


def _of_the_course(quote: Quote) -> tuple[str, ...]:
    """What a quote assumes of every course alike: not which of its own days are holidays."""
    own = (HOLIDAY_LEFT_OUT, NO_WORKING_DAY)
    return tuple(sentence for sentence in quote.assumptions if whole(sentence).message not in own)


@lru_cache(maxsize=1024)
def growth(rate: Decimal, steps: int) -> Decimal:
    """(1 + rate)^steps; exactly 1 for no steps."""
    return GROWTH.power(1 + rate, steps)


def indexed(rate: Decimal, indexation: Decimal, steps: int) -> Decimal:
    """A rate after so many years of indexation, rounded half up to the cent, once."""
    return grown(rate, growth(indexation, steps))


def grown(rate: Decimal, factor: Decimal) -> Decimal:
    """A rate times a factor of growth, rounded half up to the cent."""
    return round_half_up(PRODUCT.multiply(rate, factor))


def anniversaries(first: date, day: date) -> int:
    """How often `first` has come round by `day`, itself counted: 0 before it, 1 on it and for a year."""
    if day < first:
        return 0
    years = day.year - first.year
    return years + (add_months(first, MONTHS_A_YEAR * years) <= day)


def years_to(plan: Plan, day: date) -> Decimal:
    """The years from the valuation date to the payment of a course on `day`."""
    if plan.timing == "on-date":
        return GROWTH.divide(Decimal((day - plan.valued_on).days), DAYS_A_YEAR)
    return Decimal(_whole_years_to(plan, day)) + HALF_A_YEAR


def _whole_years_to(plan: Plan, day: date) -> int:
    """The anniversaries of the valuation date by `day`, itself not counted."""
    return anniversaries(plan.valued_on, day) - 1


def present_value(amount: Decimal, discount: Decimal, years: Decimal) -> Decimal:
    """amount x (1 + discount)^-years, rounded half up to the cent."""
    return grown(amount, discount_factor(discount, years))


def discount_factor(discount: Decimal, years: Decimal) -> Decimal:
    """(1 + discount)^-years."""
    return GROWTH.power(1 + discount, -years)


def _parts(
    line: Line, services: Iterable[Service], library: Library, plan: Plan, indexation: Decimal
) -> Iterator[ProjectedLine]:
    """A line, parted by how many years of indexation each of its days takes; `services` are of its item."""
    version = library.version_on(line.schedule, line.version) if line.schedule and line.version else None
    by_itself = line.is_excluded or line.schedule is None  # it rests on no rate that could be indexed
    quantities: dict[int, Decimal] = {0: line.quantity} if by_itself else {}
    for service in () if by_itself else services:
        for day in service.days:
            if day in line.dates:
                steps = _steps(version, plan, day)
                quantities[steps] = quantities.get(steps, Decimal(0)) + service.quantity
    for steps, quantity in sorted(quantities.items()):
        rate = indexed(line.rate, indexation, steps) if line.rate is not None else None
        stale = steps > 0 and version is not None and version.facts.next_change_expected is not None
        yield ProjectedLine.made(
            {
                "payee": line.payee,
                "schedule": line.schedule,
                "version": line.version.isoformat() if line.version else None,
                "item": line.code,
                "label": line.label,
                "quantity": quantity,
                "unit": line.unit,
                "rate": line.rate,
                "steps": steps,
                "indexed_rate": rate,
                # Not payable is 0.00 in any year; what cannot be determined stays so.
                "amount": round_half_up(rate * quantity) if rate is not None else line.maximum,
                "basis": weakest((line.basis, "indexed")) if steps and indexation else line.basis,
                "stale": stale,
                "source": line.source,
                "reason": _reason(line, stale=stale),
            }
        )


def _steps(version: Version | None, plan: Plan, day: date) -> int:
    """The years by which a rate has grown: from its announced change on; a price without one is of the
    valuation date, and grows on its anniversaries."""
    if version is None:
        return 0
    change: date | None = version.facts.next_change_expected
    if change is None:
        return _whole_years_to(plan, day)
    return anniversaries(change, day)


def _reason(line: Line, *, stale: bool) -> str:
    """The most telling reason of a part of a line; that some days are stale is said of those alone."""
    return next((reason for reason in line.reasons if stale or not reason.startswith("STALE")), "")


def price_of_infusion(plan: Plan, library: Library) -> PerInfusion | PriceByInfusion | None:
    """The price that each infusion has of its own: the plan's, else the payer's."""
    return plan.per_infusion or library.payer.price_by_infusion


def infusions(plan: Plan, library: Library) -> int:
    """How many infusions a course has, where each has a price: one for a continuous infusion."""
    if plan.infusions_per_course is not None:
        return plan.infusions_per_course
    regimen = library.regimen(plan.request.regimen)
    return 1 if regimen.continuous else number_of_sessions(plan.request, regimen)


def _supplied(plan: Plan, library: Library, day: date, indexation: Decimal) -> CoursePrice:
    """A price per infusion, as of the valuation date, indexed on each anniversary of that date."""
    assert plan.per_infusion is not None
    steps = _whole_years_to(plan, day)
    quantity = Decimal(infusions(plan, library))
    rate = indexed(plan.per_infusion.amount, indexation, steps)
    line = ProjectedLine(
        payee=None,
        schedule=None,
        version=None,
        item="infusion",
        label="Ketamine infusion",
        quantity=quantity,
        unit="infusion",
        rate=plan.per_infusion.amount,
        steps=steps,
        indexed_rate=rate,
        amount=round_half_up(rate * quantity),
        basis="supplied",
        stale=False,
        source=plan.per_infusion.source,
        reason=SUPPLIED_PRICE,
    )
    return CoursePrice((line,), line.amount, None, None, "supplied", False, ())
