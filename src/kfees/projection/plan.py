"""What a projection is asked: a course, repeated over a horizon, under a set of rules.

The model is the JSON of a plan. What is not given takes a default that the projection prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, StrictInt, ValidationError

from kfees.engine.asking import read_request
from kfees.engine.carrying import moved
from kfees.engine.checking import lay_out
from kfees.engine.treatments import considered_from, treatments
from kfees.library.library import Library
from kfees.model.dates import LATEST, add_months, in_list, in_words
from kfees.model.fields import Amount, Day, Model
from kfees.model.money import parse_decimal, plain
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.model.request import CourseRequest
from kfees.model.schedule import Currency, Prose
from kfees.model.sentences import Sentence, translatable
from kfees.projection.life_table import Age, LifeTable
from kfees.reading.json_and_toml import place_in_words, problems_in

RuleSet = Literal["medicare-set-aside", "reserve"]
"""medicare-set-aside: today's prices, no inflation, no discount (CMS). reserve: both rates are stated."""

RULE_SETS: dict[RuleSet, str] = {"medicare-set-aside": "Medicare Set-Aside", "reserve": "Reserve"}

WhenPaid = Literal["mid-year", "on-date"]
"""When a course is taken to be paid for: in the middle of its year from the valuation date, or on its day."""

HIGHEST_RATE = Decimal("0.5")
MONTHS_A_YEAR = 12
MOST_SHOWN = 6

TOO_MUCH = Decimal(10**13)
"""No sum of a projection reaches this: below it a workbook of 15 digits holds each cent."""


def read_yearly_rate(value: object) -> Decimal:
    """A rate a year as a fraction, such as 0.03 for 3 %: zero up to HIGHEST_RATE. Raises Unreadable."""
    rate = parse_decimal(value)
    if rate < 0:
        raise Unreadable("negative-rate", f"{plain(rate)} is negative.", "Give 0 or more, such as 0.03.")
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
    follow every 12 / `courses_per_year` months. `per_infusion` replaces the schedules, times
    `infusions_per_course` (the regimen's treatment days unless told, 1 for a continuous regimen).
    `currency` holds for every amount. A reserve states `indexation` and `discount`, fractions a year;
    `valuation_date` is the request's start unless told, and `timing` is mid-year unless told.
    """

    request: CourseRequest
    rule_set: RuleSet
    courses_per_year: Annotated[StrictInt, Field(ge=1, le=12)]
    years: Annotated[StrictInt, Field(ge=1, le=75)] | None = None
    until: Day | None = None
    age: Age | None = None
    life_table: LifeTable | None = None
    currency: Currency = "AUD"
    per_infusion: PerInfusion | None = None
    infusions_per_course: Annotated[StrictInt, Field(ge=1, le=366)] | None = None
    indexation: YearlyRate | None = None
    discount: YearlyRate | None = None
    valuation_date: Day | None = None
    timing: WhenPaid | None = None


@dataclass(frozen=True, slots=True)
class Horizon:
    """From `start` to `end` (not included), and in words where the end comes from."""

    start: date
    end: date
    says: Sentence


def read_plan(value: object, library: Library) -> Plan:
    """Read a plan. InputError lists every mistake of its form and, as far as it can be read, its content."""
    if not isinstance(value, Mapping):
        message = "a plan is an object with keys."
        raise InputError([Problem("bad-value", "the top level", message, 'Write {"request": ...}.')])
    fields = dict(value)
    problems: list[Problem] = []
    unread: list[str] = []
    if "request" in fields:
        try:
            fields["request"] = read_request(fields["request"], library)
        except InputError as error:
            problems += _of_request(error)
            unread.append("request")
            fields["request"] = None
    try:
        plan = Plan.model_validate(fields)
    except ValidationError as error:
        found = [(place, problem) for place, problem in problems_in(error, Plan) if place != ("request",)]
        if "request" not in value:
            problems += [problem for place, problem in problems_in(error, Plan) if place == ("request",)]
        problems += [problem for _, problem in found]
        unread += [place_in_words(place[:1]) for place, _ in found]
        problems += _of_what_can_be_read(fields, unread, library)
        raise InputError(problems) from None
    checked = list(plan_problems(plan, library))
    if checked:
        raise InputError(checked)
    return plan


def _of_what_can_be_read(fields: dict[str, Any], unread: list[str], library: Library) -> list[Problem]:
    """The problems of a plan's content whose own fields could be read."""
    if fields.get("request") is None:
        return []
    readable = {key: value for key, value in fields.items() if key not in unread}
    stand_ins = {"rule_set": "reserve", "courses_per_year": 1}
    plan = Plan.model_validate(stand_ins | readable)
    silent = {"horizon"} if {*unread} & {"years", "until", "age", "life_table"} else set()
    silent |= {"indexation", "discount"} if "rule_set" in unread else set()
    return [
        problem
        for problem in plan_problems(plan, library)
        if problem.place not in unread and problem.place not in silent
    ]


def _of_request(error: InputError) -> list[Problem]:
    return [replace(problem, place=f"request.{problem.place}") for problem in error.problems]


def plan_problems(plan: Plan, library: Library) -> Iterator[Problem]:
    """Everything that is wrong with a plan whose form is right."""
    try:
        lay_out(plan.request, library)
    except InputError as error:
        yield from _of_request(error)
    horizon: Horizon | None = None
    try:
        horizon = horizon_of(plan)
    except InputError as error:
        yield from error.problems
    if MONTHS_A_YEAR % plan.courses_per_year:
        yield Problem(
            "uneven-months",
            "courses_per_year",
            f"{plan.courses_per_year} courses a year are not a whole number of months apart.",
            "Give 1, 2, 3, 4, 6 or 12.",
        )
    elif horizon is not None:
        yield from _interval_problems(plan, horizon, library)
    yield from _rate_problems(plan)
    yield from _price_problems(plan)


def horizon_of(plan: Plan) -> Horizon:
    """From the request's start to the end of the horizon. InputError where no one end is stated."""
    start = plan.request.start
    stated = [name for name in ("years", "until", "age") if getattr(plan, name) is not None]
    if len(stated) != 1:
        given = f"{in_list(stated)} are both given" if stated else "no end is given"
        remedy = "Give one of: years, until, or age with a life table."
        raise InputError([Problem("bad-horizon", "horizon", f"{given}.", remedy)])
    if plan.years is not None:
        end, says = add_months(start, MONTHS_A_YEAR * plan.years), YEARS.format(years=plan.years)
    elif plan.until is not None:
        end, says = plan.until, UNTIL.format(day=plan.until)
    else:
        end, says = _end_of_life(plan)
    if end <= start:
        message = f"the horizon ends on {end}, and the first course starts on {start}."
        remedy = "Give an end after the first course's start."
        raise InputError([Problem("horizon-before-start", stated[0], message, remedy)])
    if end >= LATEST:
        message = f"the horizon ends on {end}, and no date after {LATEST.year - 1} can be priced."
        raise InputError([Problem("horizon-too-far", stated[0], message, "Give an earlier end.")])
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
        message = f"the courses come to {TOO_MUCH:,} or more, which no workbook can hold to the cent."
        remedy = "Give a lower indexation, a nearer end, fewer courses a year or lower amounts."
        raise InputError([Problem("too-much", "horizon", message, remedy)])


def planned_days(plan: Plan, horizon: Horizon) -> tuple[date, ...]:
    """The first day of each course: every 12 / courses a year months from the first, before the end."""
    months = MONTHS_A_YEAR // plan.courses_per_year
    days: list[date] = []
    while (day := add_months(horizon.start, months * len(days))) < horizon.end:
        days.append(day)
    return tuple(days)


def request_on(plan: Plan, day: date, library: Library) -> CourseRequest:
    """The plan's course from another first day on.

    The claim is left out, since each course is taken to be approved when its time comes.
    """
    return moved(plan.request, day, library).model_copy(update={"claim": None})


@dataclass(frozen=True, slots=True)
class TooSoon:
    """A planned course that comes before a treatment can be considered again. `liftable`:
    exceptional circumstances would lift it."""

    day: date
    considered: date
    requires: str
    liftable: bool


def courses_too_soon(plan: Plan, horizon: Horizon, library: Library) -> tuple[TooSoon, ...]:
    """The planned courses that break an interval of the guideline in force on their day, whether
    exceptional circumstances are stated or not."""
    claim = plan.request.claim
    earlier = (claim.previous_treatments if claim else None) or ()
    planned: list[date] = []
    found: list[TooSoon] = []
    for day in planned_days(plan, horizon):
        guideline = library.guideline_on(day)
        begun = [*treatments(earlier, guideline), *planned] if guideline else []
        for check in guideline.check if guideline else ():
            considered = considered_from(check, begun, lifted=False)
            if considered is not None and day < considered:
                liftable = considered_from(check, begun, lifted=True) is None
                found.append(TooSoon(day, considered, check.requires, liftable))
                break
        planned.append(day)
    return tuple(found)


def _interval_problems(plan: Plan, horizon: Horizon, library: Library) -> Iterator[Problem]:
    claim = plan.request.claim
    lifted = claim is not None and claim.exceptional_circumstances is True
    broken = [
        course for course in courses_too_soon(plan, horizon, library) if not (lifted and course.liftable)
    ]
    if not broken:
        return
    shown = [
        f"{in_words(one.day)} (considered from {in_words(one.considered)})" for one in broken[:MOST_SHOWN]
    ]
    more = [f"{len(broken) - MOST_SHOWN} more"] if len(broken) > MOST_SHOWN else []
    rules = " ".join(dict.fromkeys(one.requires for one in broken))
    yield Problem(
        "too-soon",
        "courses_per_year",
        f"the guideline's intervals are not kept by the courses of {in_list([*shown, *more])}. {rules}",
        "Plan fewer courses a year or a later start"
        + (
            ", or state exceptional circumstances in the claim."
            if all(one.liftable for one in broken)
            else "."
        ),
    )


def _rate_problems(plan: Plan) -> Iterator[Problem]:
    rates = {"indexation": plan.indexation, "discount": plan.discount}
    if plan.rule_set == "reserve":
        for name, rate in rates.items():
            if rate is None:
                remedy = "State it as a fraction a year, such as 0.03; 0 for none."
                yield Problem("missing", name, "a reserve needs this rate.", remedy)
        if plan.valuation_date is not None and plan.valuation_date > plan.request.start:
            message = f"{plan.valuation_date} is after the first course, of {plan.request.start}."
            yield Problem("bad-date-order", "valuation_date", message, "Value on or before its start.")
        return
    reserve_only = {**rates, "valuation_date": plan.valuation_date, "timing": plan.timing}
    for name, stated in reserve_only.items():
        if stated:
            yield Problem(
                "not-in-rule-set",
                name,
                "a Medicare Set-Aside takes today's prices, without inflation and without discount.",
                "Leave it out, or project a reserve.",
            )


def _price_problems(plan: Plan) -> Iterator[Problem]:
    if plan.per_infusion is None:
        if plan.infusions_per_course is not None:
            message = "infusions are counted only where each has a price of its own."
            yield Problem("idle", "infusions_per_course", message, "Give per_infusion, or leave it out.")
    elif plan.request.charges or plan.request.services or plan.request.without:
        yield Problem(
            "idle",
            "per_infusion",
            "a price per infusion replaces the schedules, and the request names charges or services.",
            "Leave out per_infusion, or the request's charges, services and without.",
        )
