"""Future courses and what they cost: for a Medicare Set-Aside or for a reserve. Pure.

A projection is its courses: a year and every total is a sum of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_DOWN, Context, Decimal, localcontext

from kfees.dates import add_months, in_words
from kfees.errors import InputError
from kfees.fields import Day, Flag, Model, ResultAmount, ResultNumber
from kfees.gap import sum_of, sum_of_known, weakest
from kfees.library import Library
from kfees.money import CENT, EXACT, ZERO, plain, round_half_up
from kfees.plan import (
    MONTHS_A_YEAR,
    Horizon,
    Plan,
    courses_too_soon,
    horizon_of,
    plan_problems,
    planned_days,
)
from kfees.program import VERSION
from kfees.projected_course import (
    CoursePrice,
    ProjectedLine,
    anniversaries,
    infusions,
    present_value,
    price_course,
    years_to,
)
from kfees.reasons import BASIS
from kfees.schedule import BASES, Basis

SEED_YEARS = 2
"""The years of courses, beside the first procedure, that a structured settlement's seed money holds."""

SHOWN = Decimal("1e-10")

_DIVIDING = Context(prec=60, rounding=ROUND_DOWN)


class ProjectedCourse(Model):
    """One course: the most the payer would pay for it, and where discounted its present value.

    `year` counts from 1, in years from the first course's start. `discounted_years` from the
    valuation date, to ten decimals. `payable` and `gap` are None where a charge is
    unknown or a rate is stale. None is *cannot determine*; the line says why.
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
    missing: tuple[str, ...]


class Settlement(Model):
    """A structured settlement: `seed` now, then `payments` yearly payments of `annual`, `total` in all."""

    seed: ResultAmount
    annual: ResultAmount
    payments: int
    annuity: ResultAmount
    total: ResultAmount


class Projection(Model):
    """A plan priced. Amounts are in the plan's currency; `end` is not included."""

    plan: Plan
    start: Day
    end: Day
    years: tuple[ProjectedYear, ...]
    courses: tuple[ProjectedCourse, ...]
    totals: ProjectedTotals
    settlement: Settlement | None
    assumptions: tuple[str, ...]
    kfees: str


def project(plan: Plan, library: Library) -> Projection:
    """Lay out and price a plan's courses. Pure. Raises InputError with every problem of the plan."""
    problems = list(plan_problems(plan, library))
    if problems:
        raise InputError(problems)
    horizon = horizon_of(plan)
    days = planned_days(plan, horizon)
    prices = _prices(plan, library, days)
    with localcontext(EXACT):
        courses = tuple(
            _course(plan, horizon, number, day, priced)
            for number, (day, priced) in enumerate(zip(days, prices, strict=True), 1)
        )
        years = tuple(_years(courses, horizon, plan))
        totals = _totals(courses, plan)
        return Projection(
            plan=plan,
            start=horizon.start,
            end=horizon.end,
            years=years,
            courses=courses,
            totals=totals,
            settlement=_settlement(courses, len(years), totals.amount, plan),
            assumptions=tuple(_assumptions(plan, horizon, courses, prices, library)),
            kfees=VERSION,
        )


def _prices(plan: Plan, library: Library, days: Sequence[date]) -> list[CoursePrice]:
    if plan.rule_set == "medicare-set-aside":
        return [price_course(plan, library, days[0], Decimal(0))] * len(days)
    assert plan.indexation is not None
    return [price_course(plan, library, day, plan.indexation) for day in days]


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
    unknown = {
        f"{line.schedule}:{line.item} ({line.label}): {line.reason}": None
        for course in courses
        for line in course.lines
        if line.amount is None
    }
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


def _assumptions(
    plan: Plan,
    horizon: Horizon,
    courses: Sequence[ProjectedCourse],
    prices: Sequence[CoursePrice],
    library: Library,
) -> Iterator[str]:
    months = MONTHS_A_YEAR // plan.courses_per_year
    span = f"from {in_words(horizon.start)} to {in_words(horizon.end)} (not included)"
    yield f"Horizon: {horizon.says}, {span}."
    yield (
        f"Courses: {plan.courses_per_year} a year, one every {months} months from the first,"
        f" {len(courses)} in all; each is taken to be approved when its time comes."
    )
    yield from _of_intervals(plan, horizon, library)
    if plan.per_infusion is None:
        yield (
            "Each course is projected at its maximum, the most that the payer would pay;"
            " what a provider charges above it is not in the amounts."
        )
    else:
        yield (
            f"An infusion costs {plan.per_infusion.amount} {plan.currency}, as supplied:"
            f" {plan.per_infusion.source}."
        )
        stated = "as stated" if plan.infusions_per_course is not None else "as the regimen has treatment days"
        if plan.infusions_per_course is None and library.regimen(plan.request.regimen).continuous:
            stated = "since the infusion is continuous"
        yield f"Infusions a course: {infusions(plan, library)}, {stated}."
    yield f"All amounts are in {plan.currency}."
    yield from (_set_aside() if plan.rule_set == "medicare-set-aside" else _reserve(plan))
    if plan.rule_set == "medicare-set-aside" and courses[0].stale:
        yield "STALE: a rate of the first course may no longer hold on its day."
    elif stale := sum(course.stale for course in courses):
        yield f"STALE: {stale} courses have rates carried past the day on which a newer version was due."
    bases = {line.basis for course in courses for line in course.lines}
    for basis in BASES:
        if basis in bases and plan.per_infusion is None:
            yield f"{basis}: {BASIS[basis].format(publisher='the payer')}"
    if plan.request.services or not isinstance(plan.request.calendar, str | None):
        yield "The dates that the request names move with each course, by as many days."
    yield from dict.fromkeys(sentence for priced in prices for sentence in priced.assumptions)


def _of_intervals(plan: Plan, horizon: Horizon, library: Library) -> Iterator[str]:
    claim = plan.request.claim
    if claim is None or claim.previous_treatments is None:
        yield "Earlier treatments are not stated: the first course is taken to be the initial treatment."
    if library.guideline_on(horizon.start) is None:
        yield "No guideline is loaded that holds on the first course's day: its intervals were not checked."
    lifted = len(courses_too_soon(plan, horizon, library))
    if lifted:
        yield (
            f"Exceptional circumstances are stated: {lifted} courses come sooner than the guideline's"
            " interval."
        )
    else:
        yield "The guideline's intervals between treatments are kept."


def _set_aside() -> Iterator[str]:
    yield (
        "Medicare Set-Aside: every course at the first course's price, in today's prices, without"
        " inflation and without discount (CMS memo of 15 October 2004)."
    )
    yield (
        "Structured settlement: the seed money holds the first procedure, two years and the cents that do"
        " not divide; the rest is paid in equal yearly amounts, rounded down to the cent."
    )


def _reserve(plan: Plan) -> Iterator[str]:
    assert plan.indexation is not None
    assert plan.discount is not None
    valued = plan.valuation_date or plan.request.start
    defaulted = "" if plan.valuation_date is not None else ", the first course's start"
    of_version = (
        "each rate from the day on which a newer version was due and is not loaded, and on each"
        " anniversary of that day"
        if plan.per_infusion is None
        else "the price of an infusion on each anniversary of the valuation date"
    )
    yield (f"Indexation: {percent(plan.indexation)} a year, on {of_version}; rounded half up to the cent.")
    when = (
        "on its own day, in days / 365.25"
        if plan.timing == "on-date"
        else "in the middle of its year from the valuation date"
    )
    yield (
        f"Discount: {percent(plan.discount)} a year, to the valuation date of {in_words(valued)}{defaulted};"
        f" a course counts {when}."
    )


def percent(rate: Decimal) -> str:
    """0.035 -> '3.5 %'."""
    return f"{plain(rate * 100)} %"
