"""What all of a projection rests on, in sentences: its horizon, its prices, its indexation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kfees.engine.reasons import rests_on
from kfees.library.library import Library
from kfees.model.blanks import Dollars, Exact, Percent
from kfees.model.dates import MONTHS_A_YEAR
from kfees.model.english import plain
from kfees.model.money import round_half_up
from kfees.model.payer import PriceByInfusion
from kfees.model.schedule import BASES, Basis
from kfees.model.sentences import Sentence, translatable
from kfees.projection.checking_plans import courses_too_soon
from kfees.projection.plan import Horizon, PerInfusion, Plan
from kfees.projection.projected_course import GROWTH, CoursePrice, infusions, price_of_infusion

HORIZON = translatable("Horizon: {horizon}, from {day} to {end} (not included).")
LIFE_TABLE = translatable("Of the life table, the column {column} was read. Left aside: {columns}.")
COURSES = translatable(
    "Courses: {number} a year, one every {months} months from the first,"
    " {count} in all; each is taken to be approved when its time comes."
)
COURSES_APART = translatable(
    "Courses: one every {months} months from the first, {count} in all;"
    " each is taken to be approved when its time comes."
)
BY_FREQUENCY = translatable(
    "By annual frequency: one course every {months} months is {frequency} a year, which at the first"
    " course's price is {yearly} a year and {total} over {horizon} months. The"
    " amounts here count whole courses, each in the year of its day: {count} courses, {sum}."
)
WITHOUT_APPROVAL = {
    COURSES: translatable(
        "Courses: {number} a year, one every {months} months from the first, {count} in all."
    ),
    COURSES_APART: translatable("Courses: one every {months} months from the first, {count} in all."),
}
"""The same of a payer that approves none."""

AT_MAXIMUM = translatable(
    "Each course is projected at its maximum, the most that the payer would pay;"
    " what a provider charges above it is not in the amounts."
)
INFUSION_COSTS = translatable("An infusion costs {amount}, as supplied: {source}.")
INFUSION_PRICED = translatable("An infusion costs {amount}: {source}.")
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
NO_GUIDELINE_AT_ALL = translatable(
    "No guideline of {payer} is loaded: no interval between treatments was checked."
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
FREQUENCY_SHOWN = Decimal("0.0001")
"""To what a number of courses a year is rounded for people."""

ON_ITS_DAY = translatable("on its own day, in days / 365.25")
IN_MID_YEAR = translatable("in the middle of its year from the valuation date")


def assumptions_of(
    plan: Plan, horizon: Horizon, prices: Sequence[CoursePrice], library: Library
) -> Iterator[str]:
    yield HORIZON.format(horizon=horizon.says, day=horizon.start, end=horizon.end)
    if (table := plan.life_table) is not None and table.column is not None:
        columns = ", ".join(map(repr, table.left_aside))
        yield LIFE_TABLE.format(column=Sentence(repr(table.column)), columns=Sentence(columns))
    courses = COURSES if plan.courses_per_year is not None else COURSES_APART
    if library.approval == "none":
        courses = WITHOUT_APPROVAL[courses]
    yield courses.format(number=plan.courses_per_year, months=plan.months_apart, count=len(prices))
    yield from _of_intervals(plan, horizon, library)
    yield from _of_prices(plan, library)
    yield CURRENCY.format(currency=plan.currency)
    if plan.rule_set == "medicare-set-aside":
        yield from _set_aside(plan, horizon, prices)
    else:
        yield from _reserve(plan, library)
    if plan.rule_set == "medicare-set-aside" and prices[0].stale:
        yield STALE_FIRST_COURSE
    elif stale := sum(priced.stale for priced in prices):
        yield STALE_COURSES.format(number=stale)
    bases = {line.basis for priced in prices for line in priced.lines}
    for basis in BASES:
        if basis in bases and plan.per_infusion is None:
            yield BASIS_OF_LINES.format(
                basis=Sentence(basis, _BASIS.get(basis, basis)),
                sentence=rests_on(basis, THE_PAYER, library),
            )
    if plan.request.services or not isinstance(plan.request.calendar, str | None):
        yield DATES_MOVE
    yield from dict.fromkeys(sentence for priced in prices for sentence in priced.assumptions)


def _of_prices(plan: Plan, library: Library) -> Iterator[str]:
    """Whose price a course has: the schedules' maximum, or so much an infusion and how many there are."""
    price = price_of_infusion(plan, library)
    if price is None:
        yield AT_MAXIMUM
        return
    costs = INFUSION_COSTS if isinstance(price, PerInfusion) else INFUSION_PRICED
    yield costs.format(amount=_money(price.amount, plan), source=Sentence(price.source))
    if isinstance(price, PriceByInfusion):
        yield library.payer_words.said(price.says)
    stated = INFUSIONS_BY_DAYS if plan.infusions_per_course is None else INFUSIONS_STATED
    if plan.infusions_per_course is None and library.regimen(plan.request.regimen).continuous:
        stated = ONE_INFUSION
    yield stated.format(number=infusions(plan, library))


def _of_intervals(plan: Plan, horizon: Horizon, library: Library) -> Iterator[str]:
    if library.guideline_on(horizon.start) is None and library.guideline_on(horizon.end) is None:
        yield NO_GUIDELINE_AT_ALL.format(payer=library.payer_words.blanks["payer"])
        return
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


def _set_aside(plan: Plan, horizon: Horizon, prices: Sequence[CoursePrice]) -> Iterator[str]:
    """The rules of a set-aside; and where a part of a course fell to a year, what the annual frequency
    would come to."""
    yield SET_ASIDE
    yield SETTLEMENT
    price = prices[0].amount
    apart, months = plan.months_apart, horizon.months
    if price is None or (MONTHS_A_YEAR % apart == 0 and months == apart * len(prices)):
        return
    a_year = GROWTH.divide(Decimal(MONTHS_A_YEAR), Decimal(apart))
    yield BY_FREQUENCY.format(
        months=apart,
        frequency=Exact(Decimal(plain(round_half_up(a_year, FREQUENCY_SHOWN)))),
        yearly=_money(round_half_up(GROWTH.divide(price * MONTHS_A_YEAR, Decimal(apart))), plan),
        total=_money(round_half_up(GROWTH.divide(price * months, Decimal(apart))), plan),
        horizon=months,
        count=len(prices),
        sum=_money(price * len(prices), plan),
    )


def _reserve(plan: Plan, library: Library) -> Iterator[str]:
    assert plan.indexation is not None
    assert plan.discount is not None
    indexed = INDEXED_RATES if price_of_infusion(plan, library) is None else INDEXED_INFUSION
    yield indexed.format(percent=_percent(plan.indexation))
    discounted = DISCOUNTED_TO_START if plan.valuation_date is None else DISCOUNTED
    when = ON_ITS_DAY if plan.timing == "on-date" else IN_MID_YEAR
    yield discounted.format(percent=_percent(plan.discount), day=plan.valued_on, when=when)


def _money(amount: Decimal, plan: Plan) -> Dollars:
    assert plan.currency is not None
    return Dollars(amount, plan.currency)


def _percent(rate: Decimal) -> Percent:
    """0.035 -> '3.5 %'."""
    return Percent(Decimal(plain(rate * 100)))
