"""The form of a projection: a course as on the preview, and what a plan adds to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kfees.library.library import Library
from kfees.model.dates import MONTHS_A_YEAR
from kfees.model.english import plain
from kfees.model.fields import NEGATIVE
from kfees.model.money import parse_decimal
from kfees.model.problems import ZERO_OR_MORE, Problem, Unreadable
from kfees.model.sentences import translatable
from kfees.projection.plan import HIGHEST_RATE
from kfees.reading.as_written.months import months_as_written
from kfees.reading.as_written.typed import amount_typed, day_typed
from kfees.web.field_names import field_names
from kfees.web.typed_form import Form
from kfees.web.wording import PageWords

PLAN_FIELDS = (
    *("rules", "courses", "every", "years", "until", "exceptional"),
    *("indexation", "discount", "valuation_date", "timing"),
    *("per_infusion", "currency", "source", "infusions"),
)
FIRST_PLAN = {"rules": "reserve", "courses": "2", "years": "20"}
"""What stands in a form in which no plan has been filled in yet."""

PERCENT = translatable("Write percent a year, such as 3 or 3.5.")
YEARS_OR_DAY = translatable("Give the years, or the day on which the courses end.")
STATED_TWICE = translatable("how often the courses come is stated twice.")
LEAVE_ONE_EMPTY = translatable("Leave one of the two empty.")
PRICE_OR_NOTHING = translatable("Give the price of one infusion, or leave it out.")
PRICE_OR_CHARGES = translatable(
    "Leave out the price of one infusion, or the charges and items of the course."
)

PLACES = {
    "rules": ("rule_set",),
    "courses": ("courses_per_year",),
    "every": ("months_between",),
    "years": ("years", "horizon"),
    "until": ("until",),
    "exceptional": ("claim",),
    "indexation": ("indexation",),
    "discount": ("discount",),
    "valuation_date": ("valuation_date",),
    "timing": ("timing",),
    "per_infusion": ("per_infusion",),
    "source": ("per_infusion.source",),
    "currency": ("currency",),
    "infusions": ("infusions_per_course",),
}
"""The places of a plan behind each field."""


def read_plan_form(form: Form) -> dict[str, Any]:
    """The plan that a form asks for, as its JSON would read. What cannot be read is a problem of its
    field, and something readable stands in for it, so that the other problems are found as well."""
    for name, places in PLACES.items():
        form.fields |= dict.fromkeys(places, name)
    request = dict(form.asked)
    if form.value("exceptional"):
        request["claim"] = {"exceptional_circumstances": True}
    plan: dict[str, Any] = {"request": request}
    for name, (place, read) in READERS.items():
        if form.value(name):
            plan[place] = read(form, name)
    _read_price(form, plan)
    return plan


def _day(form: Form, name: str) -> str:
    return day_typed(form.value(name))


def _whole_number(form: Form, name: str) -> int:
    number = form.count(name, 1)
    return 1 if number is None else number


def _months(form: Form, name: str) -> int:
    try:
        return months_as_written(form.value(name))
    except Unreadable as error:
        form.wrong(name, error.code, error.message, error.remedy)
        return MONTHS_A_YEAR


def _rate(form: Form, name: str) -> str:
    """A rate typed in percent, as the fraction that a plan holds."""
    text = form.value(name).removesuffix("%").strip()
    try:
        rate = parse_decimal(text)
    except Unreadable as error:
        form.wrong(name, error.code, error.message, PERCENT)
        return "0"
    if rate < 0:
        message = NEGATIVE.format(typed=f"{plain(rate)} %")
        form.wrong(name, "negative-rate", message, ZERO_OR_MORE)
        return "0"
    if rate > HIGHEST_RATE * 100:
        message = translatable("{rate} % is more than {highest} % a year.")
        said = message.format(rate=plain(rate), highest=plain(HIGHEST_RATE * 100))
        form.wrong(name, "out-of-range", said, PERCENT)
        return "0"
    return plain(rate.scaleb(-2))


READERS: Mapping[str, tuple[str, Callable[[Form, str], object]]] = {
    "rules": ("rule_set", Form.value),
    "courses": ("courses_per_year", _whole_number),
    "every": ("months_between", _months),
    "years": ("years", _whole_number),
    "until": ("until", _day),
    "indexation": ("indexation", _rate),
    "discount": ("discount", _rate),
    "valuation_date": ("valuation_date", _day),
    "timing": ("timing", Form.value),
    "currency": ("currency", Form.value),
    "infusions": ("infusions_per_course", _whole_number),
}
"""The key of a plan behind each field, and how what was typed is read."""


def _read_price(form: Form, plan: dict[str, Any]) -> None:
    price: dict[str, str] = {}
    if form.value("per_infusion"):
        price["amount"] = amount_typed(form.value("per_infusion"))
    if form.value("source"):
        price["source"] = form.value("source")
    if price:
        plan["per_infusion"] = price


def on_the_form(problem: Problem) -> Problem:
    """A problem of a plan in the words of the form: a course's own place, and what can be filled in."""
    place = problem.place.removeprefix("request.")
    match problem.code:
        case "bad-horizon":
            return replace(problem, remedy=YEARS_OR_DAY)
        case "bad-frequency":
            return replace(problem, message=STATED_TWICE, remedy=LEAVE_ONE_EMPTY)
        case "idle" if problem.place == "infusions_per_course":
            return replace(problem, remedy=PRICE_OR_NOTHING)
        case "idle" if problem.place == "per_infusion":
            return replace(problem, remedy=PRICE_OR_CHARGES)
        case "other-currency":
            return replace(problem, place="currency")
        case _:
            return replace(problem, place=place)


def plan_names(library: Library, words: PageWords) -> Mapping[str, str]:
    """What each field is called on the page."""
    return {
        **field_names(library, words),
        "rules": words.gettext("Rule set"),
        "courses": words.gettext("Courses a year"),
        "every": words.gettext("Or one course every"),
        "years": words.gettext("For how many years"),
        "until": words.gettext("Or until (that day not included)"),
        "exceptional": words.gettext("Exceptional circumstances are stated"),
        "indexation": words.gettext("Indexation in % a year"),
        "discount": words.gettext("Discount in % a year"),
        "valuation_date": words.gettext("Valued on"),
        "timing": words.gettext("A course is discounted from"),
        "per_infusion": words.gettext("Price of one infusion"),
        "currency": words.gettext("Currency"),
        "source": words.gettext("Who says so"),
        "infusions": words.gettext("Infusions in a course"),
    }
