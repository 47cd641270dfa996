"""Future courses and what they cost: for a Medicare Set-Aside or for a reserve. Pure.

A projection is its courses: a year and every total is a sum of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_DOWN, Context, Decimal, localcontext

from kfees.engine.gap import sum_of, sum_of_known, weakest
from kfees.engine.reasons import BASIS
from kfees.library.library import Library
from kfees.model.blanks import Exact, Percent
from kfees.model.dates import add_months
from kfees.model.fields import Day, Flag, Model, ResultAmount, ResultNumber
from kfees.model.money import CENT, EXACT, ZERO, plain, round_half_up
from kfees.model.problems import InputError, expect
from kfees.model.program import VERSION
from kfees.model.schedule import BASES, Basis
from kfees.model.sentences import Says, Sentence, translatable
from kfees.projection.plan import (
    MONTHS_A_YEAR,
    Horizon,
    Plan,
    courses_too_soon,
    horizon_of,
    plan_problems,
    planned_days,
    refuse_too_much,
)
from kfees.projection.projected_course import (
    CoursePrice,
    ProjectedLine,
    anniversaries,
    infusions,
    present_value,
    price_on,
    years_to,
)

SEED_YEARS = 2
"""The years of courses, beside the first procedure, that a structured settlement's seed money holds."""

SHOWN = Decimal("1e-10")

WHY_UNKNOWN = translatable("{schedule}:{item} ({label}): {reason}")
HORIZON = translatable("Horizon: {horizon}, from {day} to {end} (not included).")
COURSES = translatable(
    "Courses: {number} a year, one every {months} months from the first,"
    " {count} in all; each is taken to be approved when its time comes."
)
AT_MAXIMUM = translatable(
    "Each course is projected at its maximum, the most that the payer would pay;"
    " what a provider charges above it is not in the amounts."
)
INFUSION_COSTS = translatable("An infusion costs {sum} {currency}, as supplied: {source}.")
INFUSIONS_STATED = translatable("Infusions a course: {number}, as stated.")
INFUSIONS_BY_DAYS = translatable("Infusions a course: {number}, as the regimen has treatment days.")
ONE_INFUSION = translatable("Infusions a course: {number}, since the infusion is continuous.")
CURRENCY = translatable("All amounts are in {currency}.")
STALE_FIRST_COURSE = translatable("STALE: a rate of the first course may no longer hold on its day.")
STALE_COURSES = translatable(
    "STALE: {number} courses have rates carried past the day on which a newer version was due."
)
BASIS_OF_LINES = translatable("{basis}: {sentence}")
_BASIS: dict[Basis, str] = {"floor": "at least", "indexed": "estimate", "reference": "reference price"}
"""As which message other languages have a basis."""

THE_PAYER = translatable("the payer")
DATES_MOVE = translatable("The dates that the request names move with each course, by as many days.")
FIRST_IS_INITIAL = translatable(
    "Earlier treatments are not stated: the first course is taken to be the initial treatment."
)
NO_GUIDELINE = translatable(
    "No guideline is loaded that holds on the first course's day: its intervals were not checked."
)
SOONER = translatable(
    "Exceptional circumstances are stated: {number} courses come sooner than the guideline's interval."
)
INTERVALS_KEPT = translatable("The guideline's intervals between treatments are kept.")
SET_ASIDE = translatable(
    "Medicare Set-Aside: every course at the first course's price, in today's prices, without"
    " inflation and without discount (CMS memo of 15 October 2004)."
)
SETTLEMENT = translatable(
    "Structured settlement: the seed money holds the first procedure, two years and the cents that do"
    " not divide; the rest is paid in equal yearly amounts, rounded down to the cent."
)
INDEXED_RATES = translatable(
    "Indexation: {percent} a year, on each rate from the day on which a newer version was due and is"
    " not loaded, and on each anniversary of that day; rounded half up to the cent."
)
INDEXED_INFUSION = translatable(
    "Indexation: {percent} a year, on the price of an infusion on each anniversary of the valuation"
    " date; rounded half up to the cent."
)
DISCOUNTED = translatable(
    "Discount: {percent} a year, to the valuation date of {day}; a course counts {when}."
)
DISCOUNTED_TO_START = translatable(
    "Discount: {percent} a year, to the valuation date of {day}, the first course's start;"
    " a course counts {when}."
)
ON_ITS_DAY = translatable("on its own day, in days / 365.25")
IN_MID_YEAR = translatable("in the middle of its year from the valuation date")

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
    missing: tuple[Says, ...]


class Settlement(Model):
    """A structured settlement: `seed` now, then `payments` yearly payments of `annual`, `total` in all."""

    seed: ResultAmount
    annual: ResultAmount
    payments: int
    annuity: ResultAmount
    total: ResultAmount


class Projection(Model):
    """A plan priced. Amounts are in the plan's currency; `end` is not included.

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


def project(plan: Plan, library: Library) -> Projection:
    """Lay out and price a plan's courses. Pure. Raises InputError with every problem of the plan."""
    expect(plan, Plan, "kfees.Plan.model_validate({...}) makes one of a dict.")
    expect(library, Library, "kfees.load_schedules() makes one.")
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
            assumptions=tuple(_assumptions(plan, horizon, courses, prices, library)),
            kfees=VERSION,
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
        WHY_UNKNOWN.format(
            schedule=line.schedule, item=line.item, label=Sentence(line.label), reason=line.reason
        ): None
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
    yield HORIZON.format(horizon=horizon.says, day=horizon.start, end=horizon.end)
    yield COURSES.format(number=plan.courses_per_year, months=months, count=len(courses))
    yield from _of_intervals(plan, horizon, library)
    if plan.per_infusion is None:
        yield AT_MAXIMUM
    else:
        yield INFUSION_COSTS.format(
            sum=Exact(plan.per_infusion.amount),
            currency=plan.currency,
            source=Sentence(plan.per_infusion.source),
        )
        stated = INFUSIONS_BY_DAYS if plan.infusions_per_course is None else INFUSIONS_STATED
        if plan.infusions_per_course is None and library.regimen(plan.request.regimen).continuous:
            stated = ONE_INFUSION
        yield stated.format(number=infusions(plan, library))
    yield CURRENCY.format(currency=plan.currency)
    yield from ((SET_ASIDE, SETTLEMENT) if plan.rule_set == "medicare-set-aside" else _reserve(plan))
    if plan.rule_set == "medicare-set-aside" and courses[0].stale:
        yield STALE_FIRST_COURSE
    elif stale := sum(course.stale for course in courses):
        yield STALE_COURSES.format(number=stale)
    bases = {line.basis for course in courses for line in course.lines}
    for basis in BASES:
        if basis in bases and plan.per_infusion is None:
            yield BASIS_OF_LINES.format(
                basis=Sentence(basis, _BASIS.get(basis, basis)),
                sentence=BASIS[basis].format(publisher=THE_PAYER),
            )
    if plan.request.services or not isinstance(plan.request.calendar, str | None):
        yield DATES_MOVE
    yield from dict.fromkeys(sentence for priced in prices for sentence in priced.assumptions)


def _of_intervals(plan: Plan, horizon: Horizon, library: Library) -> Iterator[str]:
    claim = plan.request.claim
    if claim is None or claim.previous_treatments is None:
        yield FIRST_IS_INITIAL
    if library.guideline_on(horizon.start) is None:
        yield NO_GUIDELINE
    lifted = len(courses_too_soon(plan, horizon, library))
    if lifted:
        yield SOONER.format(number=lifted)
    else:
        yield INTERVALS_KEPT


def _reserve(plan: Plan) -> Iterator[str]:
    assert plan.indexation is not None
    assert plan.discount is not None
    valued = plan.valuation_date or plan.request.start
    indexed = INDEXED_RATES if plan.per_infusion is None else INDEXED_INFUSION
    yield indexed.format(percent=_percent(plan.indexation))
    discounted = DISCOUNTED_TO_START if plan.valuation_date is None else DISCOUNTED
    when = ON_ITS_DAY if plan.timing == "on-date" else IN_MID_YEAR
    yield discounted.format(percent=_percent(plan.discount), day=valued, when=when)


def _percent(rate: Decimal) -> Percent:
    """0.035 -> '3.5 %'."""
    return Percent(Decimal(plain(rate * 100)))
