"""Each fee of `medical` that ships is the published one, one carried by the stated rule, or unknown.

The rule is worked out here anew from what was published, in `tests/published/medical/fees.csv`: one row an
item with its fee at each date, since when the fee of 1 March 2025 held, and the units of anaesthesia.
"""

from __future__ import annotations

import csv
from collections import Counter
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

import kfees
from kfees.library.version import Version
from kfees.model.money import CannotDetermine
from kfees.model.schedule import Rate

MARCH_2025, JULY_2025, JULY_2026 = "2025-03-01", "2025-07-01", "2026-07-01"
DERIVED = "derived"

FEES = Path(__file__).parents[1] / "published" / "medical" / "fees.csv"
with FEES.open(encoding="utf-8", newline="") as lines:
    PUBLISHED = {row["item"]: row for row in csv.DictReader(lines)}


def to_five_cents(amount: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    return (amount * 20).quantize(Decimal(1), rounding) / 20


def version(library: kfees.Library, first_day: str) -> Version:
    (found,) = (one for one in library.versions("medical") if str(one.first_day) == first_day)
    return found


def rates(library: kfees.Library, first_day: str) -> dict[str, Rate]:
    return {rate.item: rate for rate in version(library, first_day).each_rate()}


def is_the_published_fee(rate: Rate, fee: str) -> bool:
    assert (rate.unit, rate.gst, rate.basis) == ("service", "free", "floor")
    if fee == DERIVED:
        assert isinstance(rate.amount, CannotDetermine)
        return rate.amount.reason.startswith("derived fee: ")
    return rate.amount == Decimal(fee)


@pytest.mark.parametrize("first_day", [MARCH_2025, JULY_2025])
def test_march_and_july_2025_hold_the_whole_list_and_nothing_else(
    first_day: str, library: kfees.Library
) -> None:
    ours = rates(library, first_day)
    published = {item: row[first_day] for item, row in PUBLISHED.items() if row[first_day]}
    assert list(ours) == sorted(published, key=int)
    assert all(is_the_published_fee(ours[item], fee) for item, fee in published.items())


def test_july_2024_holds_what_had_begun_by_then_and_no_other(library: kfees.Library) -> None:
    ours = rates(library, "2024-07-01")
    begun = {
        item: row[MARCH_2025]
        for item, row in PUBLISHED.items()
        if row[MARCH_2025] and row["since"] <= "2024-07-01"  # empty for a derived fee
    }
    assert set(ours) == set(begun)
    assert all(is_the_published_fee(ours[item], fee) for item, fee in begun.items())


@pytest.mark.parametrize("item", ["18219", "18227", "25025", "30001"])
def test_a_derived_fee_has_no_amount_in_any_version(item: str, library: kfees.Library) -> None:
    for one in library.versions("medical"):
        [rate] = one.rates(item)
        assert isinstance(rate.amount, CannotDetermine)
        assert rate.amount.reason.startswith("derived fee: ")


def test_a_fee_that_began_later_is_not_in_an_earlier_version(library: kfees.Library) -> None:
    versions = library.versions("medical")
    assert [bool(one.rates("10931")) for one in versions] == [False, True, True, True]
    assert [bool(one.rates("17645")) for one in versions] == [True, True, True, True]
    assert [bool(one.rates("229")) for one in versions] == [True, True, False, False]


def test_the_rounding_is_the_one_that_gives_all_fees_published_in_2026() -> None:
    selected = {item: row for item, row in PUBLISHED.items() if row[JULY_2026]}
    assert len(selected) == 50

    def carried(rounding: str) -> list[bool]:
        return [
            to_five_cents(Decimal(row[JULY_2025]) * Decimal("1.026"), rounding) == Decimal(row[JULY_2026])
            for row in selected.values()
        ]

    assert all(carried(ROUND_HALF_UP))
    assert not all(carried(ROUND_FLOOR))
    assert not all(carried(ROUND_CEILING))


def test_anaesthesia_is_its_units_x_the_value_of_one() -> None:
    units = {item: row for item, row in PUBLISHED.items() if row["units"]}
    assert len(units) == 481
    for row in units.values():
        assert Decimal(row[MARCH_2025]) == int(row["units"]) * Decimal("22.55")
        assert Decimal(row[JULY_2025]) == int(row["units"]) * Decimal("23.10")
    assert to_five_cents(Decimal("22.55") * Decimal("1.024")) == Decimal("23.10")
    assert to_five_cents(Decimal("23.10") * Decimal("1.026")) == Decimal("23.70")


def carried_to_2026(row: dict[str, str]) -> Decimal | None:
    """The fee carried from July 2025; None where nothing shows that it rises as others do."""
    if DERIVED in (row[MARCH_2025], row[JULY_2025]) or not row[MARCH_2025]:
        return None
    if row["units"]:
        return int(row["units"]) * Decimal("23.70")
    before, after = Decimal(row[MARCH_2025]), Decimal(row[JULY_2025])
    if after == before or after != to_five_cents(before * Decimal("1.024")):
        return None
    return to_five_cents(after * Decimal("1.026"))


def test_july_2026_is_published_or_carried_by_the_rule_or_unknown(library: kfees.Library) -> None:
    ours = rates(library, JULY_2026)
    assert list(ours) == sorted((item for item, row in PUBLISHED.items() if row[JULY_2025]), key=int)
    kinds: Counter[str] = Counter()
    for item, rate in ours.items():
        row, expected = PUBLISHED[item], carried_to_2026(PUBLISHED[item])
        if row[JULY_2026]:
            kinds["published"] += is_the_published_fee(rate, row[JULY_2026])
            assert rate.reason == ""
        elif expected is None:
            kinds[f"unknown: {rate.reason[:24]}"] += 1
            assert isinstance(rate.amount, CannotDetermine)
        else:
            kinds["carried"] += 1
            assert (rate.amount, rate.basis) == (expected, "indexed")
            assert rate.reason == arithmetic(row, expected)
    assert kinds == {
        "published": 50,
        "carried": 5242,
        "unknown: derived fee: worked out ": 78,
        "unknown: the fee did not rise on ": 565,
        "unknown: the item is not in the l": 54,
    }


def arithmetic(row: dict[str, str], fee: Decimal) -> str:
    """The sentence by which a reader can work the carried fee out again."""
    if row["units"]:
        unit = "23.10 a unit at 1 July 2025 x 1.026 = 23.70, rounded half up to 5 cents"
        return f"{unit}; x {row['units']} units = {fee:.2f}"
    return f"{row[JULY_2025]} at 1 July 2025 x 1.026 = {fee:.2f}, rounded half up to 5 cents"


def test_each_unknown_fee_of_2026_has_the_reason_that_is_true_of_it(library: kfees.Library) -> None:
    for item, rate in rates(library, JULY_2026).items():
        row = PUBLISHED[item]
        if not isinstance(rate.amount, CannotDetermine):
            continue
        match rate.amount.reason.split():
            case ["derived", *_]:
                assert row[JULY_2025] == DERIVED
            case ["the", "fee", "did", "not", "rise", *_]:
                assert row[JULY_2025] == row[MARCH_2025] != DERIVED
            case ["the", "item", "is", "not", "in", "the", "list", *_]:
                assert row[MARCH_2025] == ""
            case _:
                raise AssertionError(rate.amount.reason)


def test_a_carried_fee_is_an_estimate_in_a_quote_and_says_from_what(library: kfees.Library) -> None:
    asked = {
        "regimen": "crps-10-day",
        "setting": "consulting-rooms",
        "start": "2026-08-03",
        "weight_kg": "80",
        "services": [
            {"schedule": "medical", "item": item, "dates": ["2026-08-03"]}
            for item in ("20100", "30247", "69300", "65060", "18219")
        ],
    }
    quote = kfees.price(kfees.CourseRequest.model_validate(asked), library)
    found = {line.item: line for line in quote.lines}
    assert found["2801"].basis == "floor"
    assert (found["20100"].maximum, found["20100"].basis) == (Decimal("118.50"), "indexed")
    assert (
        "23.10 a unit at 1 July 2025 x 1.026 = 23.70, rounded half up to 5 cents; x 5 units = 118.50."
        in found["20100"].reasons
    )
    assert found["18219"].maximum is None
    assert found["18219"].reasons[0].startswith("Cannot determine: derived fee: ")
    assert not quote.totals.complete
