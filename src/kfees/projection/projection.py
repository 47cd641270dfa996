"""Future courses and what they cost: for a Medicare Set-Aside or for a reserve. Pure.

A projection is its courses: a year and every total is a sum of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_DOWN, Context, Decimal, localcontext

from kfees.engine.gap import sum_of, sum_of_known, weakest
from kfees.library.library import Library
from kfees.model.dates import MONTHS_A_YEAR, add_months
from kfees.model.fields import Day, Flag, Model, ResultAmount, ResultNumber
from kfees.model.money import CENT, EXACT, ZERO, round_half_up
from kfees.model.payer import PayerWords
from kfees.model.problems import InputError, expect
from kfees.model.program import VERSION
from kfees.model.schedule import Basis
from kfees.model.sentences import Says, Sentence, translatable
from kfees.projection.assumptions import assumptions_of
from kfees.projection.checking_plans import plan_problems
from kfees.projection.plan import (
    Horizon,
    Plan,
    horizon_of,
    planned_days,
    refuse_too_much,
)
from kfees.projection.projected_course import (
    CoursePrice,
    ProjectedLine,
    anniversaries,
    currency_of,
    present_value,
    price_on,
    years_to,
)

SEED_YEARS = 2
"""The years of courses, beside the first procedure, that a structured settlement's seed money holds."""

SHOWN = Decimal("1e-10")

WHY_UNKNOWN = translatable("{schedule}:{item} ({label}): {reason}")
WHY_FEE_UNKNOWN = translatable("{label}: {reason}")

_DIVIDING = Context(prec=60, rounding=ROUND_DOWN)


class ProjectedCourse(Model):
    """One course: the most the payer would pay for it, and where discounted its present value.

    `year` counts from 1, in years from the first course's start. `discounted_years` from the
    valuation date, to ten decimals. `payable` and `gap` are None where a charge is
    unknown or a rate is stale; `gap_least` and `gap_most` are what is certain of the gap, where no rate is
    stale. None is *cannot determine*; the line says why.
    """

    number: int
    start: Day
    year: int
    lines: tuple[ProjectedLine, ...]
    amount: ResultAmount | None
    payable: ResultAmount | None
    gap: ResultAmount | None
    basis: Basis | None
    stale: Flag
    discounted_years: ResultNumber | None
    present_value: ResultAmount | None
    gap_least: ResultAmount | None = None
    gap_most: ResultAmount | None = None


class ProjectedYear(Model):
    """A year from `first_day` to `end` (not included). Sums of its courses; None where one is unknown."""

    year: int
    first_day: Day
    end: Day
    courses: int
    amount: ResultAmount | None
    known_amount: ResultAmount
    present_value: ResultAmount | None


class ProjectedTotals(Model):
    """Sums of all courses; None where one is unknown. `basis` is the weakest, `missing` says what lacks."""

    courses: int
    amount: ResultAmount | None
    known_amount: ResultAmount
    payable: ResultAmount | None
    gap: ResultAmount | None
    present_value: ResultAmount | None
    basis: Basis | None
    stale: Flag
    missing: tuple[Says, ...]
    gap_least: ResultAmount | None = None
    gap_most: ResultAmount | None = None


class Settlement(Model):
    """A structured settlement: `seed` now, then `payments` yearly payments of `annual`, `total` in all."""

    seed: ResultAmount
    annual: ResultAmount
    payments: int
    annuity: ResultAmount
    total: ResultAmount


class Projection(Model):
    """A plan priced, of one payer. Amounts are in the plan's currency; `end` is not included.

    `please_check`: what is implausible in the course, as its quote says it; it changes no figure.
    """

    plan: Plan
    start: Day
    end: Day
    years: tuple[ProjectedYear, ...]
    courses: tuple[ProjectedCourse, ...]
    totals: ProjectedTotals
    settlement: Settlement | None
    assumptions: tuple[Says, ...]
    kfees: str
    please_check: tuple[Says, ...] = ()
    payer: PayerWords = PayerWords()


def project(plan: Plan, library: Library) -> Projection:
    """Lay out and price a plan's courses. Pure. Raises InputError with every problem of the plan."""
    expect(plan, Plan, "kfees.Plan.model_validate({...}) makes one of a dict.")
    expect(library, Library, "kfees.load_schedules() makes one.")
    problems = list(plan_problems(plan, library))
    if problems:
        raise InputError(problems)
    library = library.of(plan.request.payer)
    plan = plan.model_copy(update={"currency": currency_of(plan, library)})
    horizon = horizon_of(plan)
    days = planned_days(plan, horizon)
    prices = _prices(plan, library, days)
    with localcontext(EXACT):
        courses = tuple(
            _course(plan, horizon, number, day, priced)
            for number, (day, priced) in enumerate(zip(days, prices, strict=True), 1)
        )
        totals = _totals(courses, plan)
        refuse_too_much(max(totals.known_amount, (totals.payable or ZERO) + (totals.gap or ZERO)))
        years = tuple(_years(courses, horizon, plan))
        return Projection(
            plan=plan,
            start=horizon.start,
            end=horizon.end,
            years=years,
            courses=courses,
            totals=totals,
            settlement=_settlement(courses, len(years), totals.amount, plan),
            assumptions=tuple(assumptions_of(plan, horizon, prices, library)),
            kfees=VERSION,
            payer=library.payer_words.model_copy(update={"currency": plan.currency}),
            # The same is implausible in every course; only its dates would differ.
            please_check=next((price.please_check for price in prices if price.please_check), ()),
        )


def _prices(plan: Plan, library: Library, days: Sequence[date]) -> list[CoursePrice]:
    if plan.rule_set == "medicare-set-aside":
        return [price_on(plan, library, days[0], Decimal(0))] * len(days)
    assert plan.indexation is not None
    return [price_on(plan, library, day, plan.indexation) for day in days]


def _course(plan: Plan, horizon: Horizon, number: int, day: date, priced: CoursePrice) -> ProjectedCourse:
    years: Decimal | None = None
    present: Decimal | None = None
    if plan.discount is not None:
        years = years_to(plan, day)
        present = None if priced.amount is None else present_value(priced.amount, plan.discount, years)
    return ProjectedCourse(
        number=number,
        start=day,
        year=anniversaries(horizon.start, day),
        lines=priced.lines,
        amount=priced.amount,
        payable=priced.payable,
        gap=priced.gap,
        basis=priced.basis,
        stale=priced.stale,
        discounted_years=None if years is None else round_half_up(years, SHOWN),
        present_value=present,
        gap_least=priced.gap_least,
        gap_most=priced.gap_most,
    )


def _years(courses: Sequence[ProjectedCourse], horizon: Horizon, plan: Plan) -> Iterator[ProjectedYear]:
    number = 1
    while (first_day := add_months(horizon.start, MONTHS_A_YEAR * (number - 1))) < horizon.end:
        ours = [course for course in courses if course.year == number]
        yield ProjectedYear(
            year=number,
            first_day=first_day,
            end=min(horizon.end, add_months(horizon.start, MONTHS_A_YEAR * number)),
            courses=len(ours),
            amount=sum_of(course.amount for course in ours),
            known_amount=_known(ours),
            present_value=_present(ours, plan),
        )
        number += 1


def _known(courses: Iterable[ProjectedCourse]) -> Decimal:
    return sum_of_known(line.amount for course in courses for line in course.lines)


def _present(courses: Iterable[ProjectedCourse], plan: Plan) -> Decimal | None:
    return None if plan.discount is None else sum_of(course.present_value for course in courses)


def _totals(courses: Sequence[ProjectedCourse], plan: Plan) -> ProjectedTotals:
    unknown = {_why_unknown(line): None for course in courses for line in course.lines if line.amount is None}
    return ProjectedTotals(
        courses=len(courses),
        amount=sum_of(course.amount for course in courses),
        known_amount=_known(courses),
        payable=sum_of(course.payable for course in courses),
        gap=sum_of(course.gap for course in courses),
        present_value=_present(courses, plan),
        basis=weakest(course.basis for course in courses),
        stale=any(course.stale for course in courses),
        missing=tuple(unknown),
        gap_least=sum_of(course.gap_least for course in courses),
        gap_most=sum_of(course.gap_most for course in courses),
    )


def _why_unknown(line: ProjectedLine) -> str:
    if line.schedule is None:
        return WHY_FEE_UNKNOWN.format(label=Sentence(line.label), reason=line.reason)
    return WHY_UNKNOWN.format(
        schedule=line.schedule, item=line.item, label=Sentence(line.label), reason=line.reason
    )


def _settlement(
    courses: Sequence[ProjectedCourse], years: int, total: Decimal | None, plan: Plan
) -> Settlement | None:
    """Seed money for the first procedure, two years and the cents that do not divide; the rest yearly."""
    if plan.rule_set != "medicare-set-aside" or total is None:
        return None
    first = courses[0].amount
    assert first is not None
    payments = max(0, years - SEED_YEARS)
    annual = (
        _DIVIDING.divide(total - first, Decimal(years)).quantize(CENT, context=_DIVIDING)
        if payments
        else ZERO
    )
    annuity = annual * payments
    return Settlement(seed=total - annuity, annual=annual, payments=payments, annuity=annuity, total=total)
