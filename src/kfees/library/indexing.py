"""An estimate for a day whose schedule is not out: every rate of a version carried forward by one factor."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kfees.library.version import FACTS, Version
from kfees.library.writing import facts_as_toml, version_files
from kfees.library.written_reasons import INDEXED, INDEXED_AGAIN, INDEXED_FROM_CELL, as_sentence
from kfees.model.blanks import Exact
from kfees.model.english import in_words, plain
from kfees.model.money import EXACT, parse_decimal, round_half_up
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.model.schedule import ActivityFacts, Rate, ScheduleFacts

LEAST, MOST = Decimal(-50), Decimal(100)


def read_percentage(text: str) -> Decimal:
    """'3.5%' or '3.5' -> 3.5. From -50 up to 100, both included. Raises Unreadable."""
    percent = parse_decimal(text.strip().removesuffix("%").strip().removeprefix("+"))
    if not LEAST <= percent <= MOST:
        raise Unreadable(
            "out-of-range",
            f"{plain(percent)} % is no plausible indexation.",
            f"Give a percentage from {LEAST} to {MOST}, such as 3.5%.",
        )
    return percent


def index_forward(
    version: Version,
    to: date,
    percent: Decimal,
    *,
    made_on: date,
    origin: str,
    next_change_expected: date | None = None,
) -> Version:
    """The estimate in force from `to`: every amount x (1 + percent / 100), not yet written anywhere.

    Rounded half up to the cent, once. Every rate has basis `indexed` and says from what and by what;
    what is unknown or not payable stays so. Of weighted activity, the price of one unit is carried
    forward and the weights stay. `origin` is the folder that it is meant for. Raises InputError where
    `to` is not after the version.
    """
    if to <= version.first_day:
        message = f"{to} is not after the version's first day, {version.first_day}."
        raise InputError([Problem("bad-date", "--to", message, "An estimate is for a later day.")])
    facts, factor = version.facts, _factor(percent)
    carried = f"the version of {in_words(version.first_day)} x {plain(factor)}"
    estimate = facts.model_copy(
        update={
            "title": f"{facts.title[:180]} (estimate)",
            "source": f"Estimate: {carried}. {facts.source}"[:2000],
            "retrieved": made_on,
            "next_change_expected": next_change_expected or one_year_after(to),
            "basis": "indexed",
            "workbook": None,
            "more_workbooks": (),
        }
    )
    if facts.activity is not None:
        activity = _indexed_activity(facts.activity, version, factor)
        estimate = estimate.model_copy(update={"activity": activity})
        files = {**version.files, FACTS: facts_as_toml(estimate).encode()}
    else:
        files = version_files(estimate, _rates(version, factor, estimate))
    return Version(version.schedule, to, origin, files)


def one_year_after(day: date) -> date:
    """The same day next year; 28 February for the 29th."""
    last = calendar.monthrange(day.year + 1, day.month)[1]
    return date(day.year + 1, day.month, min(day.day, last))


def _factor(percent: Decimal) -> Decimal:
    return EXACT.add(Decimal(1), EXACT.divide(percent, Decimal(100)))


def _indexed_activity(activity: ActivityFacts, version: Version, factor: Decimal) -> ActivityFacts:
    price = activity.price_per_weight
    if price is None:
        return activity
    amount = round_half_up(EXACT.multiply(price, factor))
    source = (
        f"{price} at {in_words(version.first_day)} x {plain(factor)} = {amount}, rounded half up to the cent."
        f" {activity.price_source}"
    )
    return activity.model_copy(update={"price_per_weight": amount, "price_source": source[:2000]})


def _rates(version: Version, factor: Decimal, estimate: ScheduleFacts) -> Iterator[Rate]:
    for item in version.items:
        for rate in version.rates(item):
            if rate.until is None:  # an item that ended is in no later version
                yield _indexed(rate, version, factor, estimate)


def _indexed(rate: Rate, version: Version, factor: Decimal, estimate: ScheduleFacts) -> Rate:
    source = estimate.source if rate.source == version.facts.source else rate.source
    carried = rate._replace(basis="indexed", source=source, cell="")
    if not isinstance(rate.amount, Decimal):
        return carried
    amount = round_half_up(EXACT.multiply(rate.amount, factor))
    read = rate.cell and version.facts.workbook is not None
    reason = (INDEXED_FROM_CELL if read else INDEXED).format(
        before=Exact(rate.amount),
        day=version.first_day,
        cell=rate.cell,
        file=version.facts.file_of(rate.cell),
        factor=factor,
        after=Exact(amount),
    )
    if rate.basis == "indexed" and rate.reason:
        reason = INDEXED_AGAIN.format(reason=reason, earlier=as_sentence(rate.reason))
    return carried._replace(amount=amount, reason=reason)
