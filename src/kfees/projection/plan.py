"""What a projection is asked: a course, repeated over a horizon, under a set of rules.

The model is the JSON of a plan. What is not given takes a default that the projection prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, StrictInt

from kfees.engine.carrying import moved
from kfees.library.library import Library
from kfees.model.blanks import Grouped, IsoDay
from kfees.model.dates import LATEST, MONTHS_A_YEAR, add_months
from kfees.model.english import in_list, plain
from kfees.model.fields import NEGATIVE, Amount, Day, Model
from kfees.model.money import parse_decimal
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.model.request import CourseRequest
from kfees.model.schedule import Currency, Prose
from kfees.model.sentences import Sentence, translatable
from kfees.projection.life_table import Age, LifeTable

RuleSet = Literal["medicare-set-aside", "reserve"]
"""medicare-set-aside: today's prices, no inflation, no discount (CMS). reserve: both rates are stated."""

RULE_SETS: dict[RuleSet, str] = {"medicare-set-aside": "Medicare Set-Aside", "reserve": "Reserve"}

FREQUENCY = ("courses_per_year", "months_between")
"""The two ways to state how often the courses come."""

WhenPaid = Literal["mid-year", "on-date"]
"""When a course is taken to be paid for: in the middle of its year from the valuation date, or on its day."""

HIGHEST_RATE = Decimal("0.5")
MOST_MONTHS_BETWEEN = 10 * MONTHS_A_YEAR

TOO_MUCH = Decimal(10**13)
"""No sum of a projection reaches this: below it a workbook of 15 digits holds each cent."""


def read_yearly_rate(value: object) -> Decimal:
    """A rate a year as a fraction, such as 0.03 for 3 %: zero up to HIGHEST_RATE. Raises Unreadable."""
    rate = parse_decimal(value)
    if rate < 0:
        raise Unreadable("negative-rate", NEGATIVE.format(typed=plain(rate)), "Give 0 or more, such as 0.03.")
    if rate > HIGHEST_RATE:
        raise Unreadable(
            "out-of-range",
            f"{plain(rate)} is more than {plain(HIGHEST_RATE)} a year.",
            "Give a fraction: 0.03 is 3 % a year.",
        )
    return rate


YearlyRate = Annotated[
    Decimal, BeforeValidator(read_yearly_rate), PlainSerializer(plain, str, when_used="json-unless-none")
]
"""A rate a year as a fraction; plain digits in JSON."""


TWO_ENDS = Sentence("{ends} are both given.")
YEARS = translatable("{years} years")
UNTIL = translatable("until {day} (not included)")
YEARS_OF_LIFE = translatable(
    "{years} further years of life at age {age} ({source}), which is {months} whole months"
)


class PerInfusion(Model):
    """A price of one infusion that is not from a schedule, in the plan's currency, and who says so."""

    amount: Amount
    source: Prose


class Plan(Model):
    """A course repeated over a horizon, under a `rule_set`.

    The first course is that of `request`. The horizon is half-open, from the request's start: `years`;
    `until` a day; or the life expectancy at `age` in a `life_table`, cut to whole months. Courses
    follow every 12 / `courses_per_year` months, or every `months_between`: one of them is given.
    `per_infusion` replaces the schedules, times `infusions_per_course` (the regimen's treatment days
    unless told, 1 for a continuous regimen).
    `currency` holds for every amount, and is the payer's unless told. A reserve states `indexation` and
    `discount`, fractions a year; `valuation_date` is the request's start unless told, and `timing` is
    mid-year unless told.
    """

    request: CourseRequest
    rule_set: RuleSet
    courses_per_year: Annotated[StrictInt, Field(ge=1, le=MONTHS_A_YEAR)] | None = None
    months_between: Annotated[StrictInt, Field(ge=1, le=MOST_MONTHS_BETWEEN)] | None = None
    years: Annotated[StrictInt, Field(ge=1, le=75)] | None = None
    until: Day | None = None
    age: Age | None = None
    life_table: LifeTable | None = None
    currency: Currency | None = None
    per_infusion: PerInfusion | None = None
    infusions_per_course: Annotated[StrictInt, Field(ge=1, le=366)] | None = None
    indexation: YearlyRate | None = None
    discount: YearlyRate | None = None
    valuation_date: Day | None = None
    timing: WhenPaid | None = None

    @property
    def valued_on(self) -> date:
        """The day to which a reserve is discounted, and whose price an infusion has."""
        return self.valuation_date or self.request.start

    @property
    def months_apart(self) -> int:
        """The months from one course to the next. One way of stating it is given."""
        if self.months_between is not None:
            return self.months_between
        assert self.courses_per_year is not None
        return MONTHS_A_YEAR // self.courses_per_year

    @property
    def frequency(self) -> str:
        """The key by which it is stated how often the courses come."""
        return "courses_per_year" if self.months_between is None else "months_between"


@dataclass(frozen=True, slots=True)
class Horizon:
    """From `start` to `end` (not included), and in words where the end comes from."""

    start: date
    end: date
    says: Sentence

    @property
    def months(self) -> int:
        """The whole months from its start to its end."""
        years = self.end.year - self.start.year
        months = MONTHS_A_YEAR * years + self.end.month - self.start.month
        return months - (add_months(self.start, months) > self.end)


def horizon_of(plan: Plan) -> Horizon:
    """From the request's start to the end of the horizon. InputError where no one end is stated."""
    start = plan.request.start
    stated = [name for name in ("years", "until", "age") if getattr(plan, name) is not None]
    if len(stated) != 1:
        given = TWO_ENDS.format(ends=in_list(stated)) if stated else translatable("no end is given.")
        remedy = "Give one of: years, until, or age with a life table."
        raise InputError([Problem("bad-horizon", "horizon", given, remedy)])
    if plan.years is not None:
        end, says = add_months(start, MONTHS_A_YEAR * plan.years), YEARS.format(years=plan.years)
    elif plan.until is not None:
        end, says = plan.until, UNTIL.format(day=plan.until)
    else:
        end, says = _end_of_life(plan)
    if end <= start:
        message = translatable("the horizon ends on {end}, and the first course starts on {start}.")
        message = message.format(end=IsoDay(end), start=IsoDay(start))
        remedy = translatable("Give an end after the first course's start.")
        raise InputError([Problem("horizon-before-start", stated[0], message, remedy)])
    if end >= LATEST:
        message = translatable("the horizon ends on {end}, and no date after {year} can be priced.")
        message = message.format(end=IsoDay(end), year=str(LATEST.year - 1))
        remedy = translatable("Give an earlier end.")
        raise InputError([Problem("horizon-too-far", stated[0], message, remedy)])
    return Horizon(start, end, says)


def _end_of_life(plan: Plan) -> tuple[date, Sentence]:
    if plan.life_table is None:
        remedy = "Load a life table, such as the one that your country's statistics office publishes."
        raise InputError([Problem("missing", "life_table", "an age needs a life table.", remedy)])
    assert plan.age is not None
    table = plan.life_table
    expectancy = table.at(plan.age)
    if expectancy is None:
        message = f"the life table holds the ages {table.first_age} to {table.last_age}, not {plan.age}."
        raise InputError([Problem("age-not-in-table", "age", message, "Load a table that holds it.")])
    months = int(expectancy * MONTHS_A_YEAR)
    says = YEARS_OF_LIFE.format(years=expectancy, age=plan.age, source=Sentence(table.source), months=months)
    return add_months(plan.request.start, months), says


def refuse_too_much(total: Decimal) -> None:
    """Raise InputError where what courses come to reaches TOO_MUCH."""
    if total >= TOO_MUCH:
        message = translatable("the courses come to {sum} or more, which no workbook can hold to the cent.")
        message = message.format(sum=Grouped(TOO_MUCH))
        remedy = translatable("Give a lower indexation, a nearer end, fewer courses a year or lower amounts.")
        raise InputError([Problem("too-much", "horizon", message, remedy)])


def planned_days(plan: Plan, horizon: Horizon) -> tuple[date, ...]:
    """The first day of each course: every so many months from the first, before the end."""
    days: list[date] = []
    while (day := add_months(horizon.start, plan.months_apart * len(days))) < horizon.end:
        days.append(day)
    return tuple(days)


def request_on(plan: Plan, day: date, library: Library) -> CourseRequest:
    """The plan's course from another first day on.

    The claim is left out, since each course is taken to be approved when its time comes.
    """
    return moved(plan.request, day, library).model_copy(update={"claim": None})
