"""The Transport Accident Commission's hospital rates that ship are those that it published."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import kfees
from kfees.library.version import Version
from kfees.model.money import CannotDetermine

SCHEDULE = "tac-private-hospital"
PUBLISHED = Path(__file__).parents[1] / "published" / SCHEDULE / "rates.csv"
FIRST_DAYS = (date(2016, 7, 1), date(2017, 7, 1))

Days = tuple[str, int | None, int | None]
"""An item on these days of a stay."""


def published() -> dict[Days, dict[str, str]]:
    def day(text: str) -> int | None:
        return int(text) if text else None

    with PUBLISHED.open(encoding="utf-8", newline="") as lines:
        return {(row["item"], day(row["from_day"]), day(row["to_day"])): row for row in csv.DictReader(lines)}


@pytest.fixture(scope="module", params=FIRST_DAYS, ids=str)
def version(request: pytest.FixtureRequest, library: kfees.Library) -> Version:
    (found,) = (one for one in library.versions(SCHEDULE) if one.first_day == request.param)
    return found


def test_two_years_of_rates_ship_and_no_other(library: kfees.Library) -> None:
    assert tuple(one.first_day for one in library.versions(SCHEDULE)) == FIRST_DAYS


def test_every_amount_is_the_one_that_was_published_on_the_days_that_it_was_published_for(
    version: Version,
) -> None:
    amounts = {
        (rate.item, rate.from_day, rate.to_day): rate.amount
        for rate in version.each_rate()
        if not isinstance(rate.amount, CannotDetermine)
    }
    day = str(version.first_day)
    assert amounts == {key: Decimal(row[day]) for key, row in published().items()}
    assert {rate.basis for rate in version.each_rate()} == {"published"}


def test_what_was_published_by_the_day_is_a_days_and_a_theatres_is_a_procedures(version: Version) -> None:
    units = {(rate.item, rate.unit) for rate in version.each_rate()}
    assert units == {(row["item"], row["unit"]) for row in published().values()}


def test_what_was_published_in_words_alone_has_no_amount(version: Version) -> None:
    """After the first days intensive and coronary care are paid as one of two other beds, and a bed on leave
    is paid a share of its fee: neither is an amount of an item."""
    for item, day in (("ICU", 5), ("ICUM", 5), ("CCU", 5), ("HD", 4)):
        held = [rate.amount for rate in version.rates(item) if rate.holds_on(day)]
        assert all(isinstance(amount, CannotDetermine) for amount in held)


def test_it_says_whose_it_is_and_that_it_was_to_change_the_year_after(version: Version) -> None:
    facts = version.facts
    assert facts.currency == "AUD"
    assert facts.payee == "hospital"
    assert "Transport Accident Commission" in facts.publisher
    assert facts.source
    assert facts.next_change_expected == date(version.first_day.year + 1, 7, 1)
