"""What is wrong with a plan: its form, its content and the guideline's intervals, all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from kfees.engine.asking import read_request
from kfees.engine.checking import lay_out
from kfees.engine.treatments import considered_from, treatments
from kfees.library.library import Library
from kfees.model.blanks import IsoDay, Listed
from kfees.model.dates import MONTHS_A_YEAR
from kfees.model.english import in_list
from kfees.model.problems import InputError, Problem
from kfees.model.sentences import Sentence, joined, translatable
from kfees.projection.plan import FREQUENCY, Horizon, Plan, horizon_of, planned_days
from kfees.reading.json_and_toml import TOP_LEVEL, place_in_words, problems_in, problems_within

MOST_SHOWN = 6

NOT_KEPT = translatable("the guideline's intervals are not kept by the courses of {courses}.")
CONSIDERED = translatable("{day} (considered from {considered})")
MORE = translatable("{number} more")
FEWER_COURSES = translatable("Plan fewer courses a year or a later start.")
MORE_MONTHS = translatable("Plan more months between courses or a later start.")
OR_EXCEPTIONAL = translatable("Or state exceptional circumstances in the claim.")


def read_plan(value: object, library: Library) -> Plan:
    """Read a plan. InputError lists every mistake of its form and, as far as it can be read, its content."""
    if not isinstance(value, Mapping):
        message = "a plan is an object with keys."
        raise InputError([Problem("bad-value", TOP_LEVEL, message, 'Write {"request": ...}.')])
    fields = dict(value)
    problems: list[Problem] = []
    unread: list[str] = []
    if "request" in fields:
        try:
            fields["request"] = read_request(fields["request"], library)
        except InputError as error:
            problems += problems_within("request", error.problems)
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
        problems += frequency_problems([key for key in FREQUENCY if fields.get(key) is not None])
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
    often = {key: found for key in FREQUENCY if (found := readable.pop(key, None)) is not None}
    often = often if len(often) == 1 else {"courses_per_year": 1}
    plan = Plan.model_validate({"rule_set": "reserve"} | readable | often)
    silent = {"horizon"} if {*unread} & {"years", "until", "age", "life_table"} else set()
    silent |= {"indexation", "discount"} if "rule_set" in unread else set()
    return [
        problem
        for problem in plan_problems(plan, library)
        if problem.place not in unread and problem.place not in silent
    ]


def frequency_problems(stated: Collection[str]) -> Iterator[Problem]:
    """How often the courses come is stated in one way."""
    if not stated:
        message = Sentence("how often the courses come is not given.")
        remedy = f"Give {' or '.join(FREQUENCY)}."
        yield Problem("missing", FREQUENCY[0], message, remedy)
    elif len(stated) > 1:
        both = f"{in_list(FREQUENCY)} are both given."
        yield Problem("bad-frequency", FREQUENCY[1], both, "Give one of them.")


def plan_problems(plan: Plan, library: Library) -> Iterator[Problem]:
    """Everything that is wrong with a plan whose form is right."""
    try:
        lay_out(plan.request, library)
    except InputError as error:
        yield from problems_within("request", error.problems)
    known = plan.request.payer in library.payers
    if known:
        library = library.of(plan.request.payer)
        yield from _currency_problems(plan, library)
    horizon: Horizon | None = None
    try:
        horizon = horizon_of(plan)
    except InputError as error:
        yield from error.problems
    often = list(frequency_problems([key for key in FREQUENCY if getattr(plan, key) is not None]))
    yield from often
    if plan.courses_per_year is not None and MONTHS_A_YEAR % plan.courses_per_year:
        yield Problem(
            "uneven-months",
            "courses_per_year",
            translatable("{number} courses a year are not a whole number of months apart.").format(
                number=plan.courses_per_year
            ),
            translatable("Give 1, 2, 3, 4, 6 or 12."),
        )
    elif known and horizon is not None and not often:
        yield from _interval_problems(plan, horizon, library)
    yield from _rate_problems(plan)
    yield from _price_problems(plan)


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
        for check in guideline.timing if guideline else ():
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
    shown = [CONSIDERED.format(day=one.day, considered=one.considered) for one in broken[:MOST_SHOWN]]
    more = [MORE.format(number=len(broken) - MOST_SHOWN)] if len(broken) > MOST_SHOWN else []
    rules = dict.fromkeys(one.requires for one in broken)
    message = NOT_KEPT.format(courses=Listed((*shown, *more)))
    fewer = FEWER_COURSES if plan.months_between is None else MORE_MONTHS
    liftable = [OR_EXCEPTIONAL] if all(one.liftable for one in broken) else []
    yield Problem("too-soon", plan.frequency, joined([message, *rules]), joined([fewer, *liftable]))


def _currency_problems(plan: Plan, library: Library) -> Iterator[Problem]:
    """A payer that states the price of an infusion does so in its own currency."""
    payer = library.payer
    if payer.price_by_infusion is not None and plan.currency not in (None, payer.currency):
        message = translatable("{payer} pays in {currency}, and the plan asks for {asked}.")
        message = message.format(payer=payer.title, currency=payer.currency, asked=plan.currency)
        remedy = translatable("Leave it out, or give {currency}.").format(currency=payer.currency)
        yield Problem("other-currency", "currency", message, remedy)


def _rate_problems(plan: Plan) -> Iterator[Problem]:
    rates = {"indexation": plan.indexation, "discount": plan.discount}
    if plan.rule_set == "reserve":
        for name, rate in rates.items():
            if rate is None:
                remedy = "State it as a fraction a year, such as 0.03; 0 for none."
                yield Problem("missing", name, Sentence("a reserve needs this rate."), remedy)
        if plan.valuation_date is not None and plan.valuation_date > plan.request.start:
            message = translatable("{day} is after the first course, of {start}.")
            message = message.format(day=IsoDay(plan.valuation_date), start=IsoDay(plan.request.start))
            remedy = translatable("Value on or before its start.")
            yield Problem("bad-date-order", "valuation_date", message, remedy)
        return
    reserve_only = {**rates, "valuation_date": plan.valuation_date, "timing": plan.timing}
    for name, stated in reserve_only.items():
        if stated:
            yield Problem(
                "not-in-rule-set",
                name,
                translatable(
                    "a Medicare Set-Aside takes today's prices, without inflation and without discount."
                ),
                translatable("Leave it out, or project a reserve."),
            )


def _price_problems(plan: Plan) -> Iterator[Problem]:
    if plan.per_infusion is None:
        if plan.infusions_per_course is not None:
            message = translatable("infusions are counted only where each has a price of its own.")
            yield Problem("idle", "infusions_per_course", message, "Give per_infusion, or leave it out.")
    elif plan.request.charges or plan.request.services or plan.request.without:
        yield Problem(
            "idle",
            "per_infusion",
            translatable(
                "a price per infusion replaces the schedules, and the request names charges or services."
            ),
            "Leave out per_infusion, or the request's charges, services and without.",
        )
