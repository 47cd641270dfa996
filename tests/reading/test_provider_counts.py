"""How many units a row is for: by its cell, else by its words, where only one number can be meant."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from kfees.reading.provider_rows import Expected, ProviderRow, read_provider_rows

EITHER = "amount: 3450.00 may be for each of the 10, or for all of them."


def read(*lines: str, **columns: str) -> tuple[ProviderRow, ...]:
    expected = Expected(columns=columns)  # type: ignore[arg-type]
    return read_provider_rows("\n".join(lines).encode(), "quote.csv", expected)


@pytest.mark.parametrize("cell", ["9", "nine", "Nine", "x9", "nine visits", "9 treatments", "9 times"])
def test_a_number_of_units_may_stand_in_words(cell: str) -> None:
    assert read("Item,Qty,Line total", f"2806,{cell},90.00")[0].quantity == Decimal(9)


@pytest.mark.parametrize(
    "words",
    [
        "DS1 Day facility x 10", "DS1 Day facility x10 days", "DS1 Day facility (x 10)",
        "10 x DS1 day facility",
        "DS1 Day facility - ten days", "DS1 day facility (10 days)", "DS1 10 x 4 hours x 10",
    ],
)  # fmt: skip
def test_a_number_among_words_is_of_units_whose_total_proves_what_the_amount_is_for(words: str) -> None:
    (row, _) = read("Description,Amount", f"{words},3450.00", "Total,3450.00")
    assert (row.quantity, row.amount, row.unread) == (Decimal(10), Decimal(3450), "")
    (row, _) = read("Description,Amount", f"{words},345.00", "Total,3450.00")
    assert (row.quantity, row.amount) == (Decimal(10), Decimal(3450))
    (asked,) = read("Description,Amount", f"{words},3450.00")
    assert asked.unread.startswith(EITHER)
    for role, amount in (("each", 34500), ("amount", 3450)):
        (named,) = re.findall(rf"--columns {role}=([A-Z])", asked.remedy)
        (row,) = read("Description,Amount", f"{words},3450.00", **{role: named})
        assert (row.amount, row.unread) == (Decimal(amount), ""), "the remedy is followed"
    (row,) = read("Description,Line total", f"{words},3450.00")
    assert (row.quantity, row.unread) == (Decimal(10), ""), "a heading that says so"


@pytest.mark.parametrize(
    "words",
    ["DS1 Day 10 x $345.00", "DS1 Day 10 @ 345.00", "DS1 ten at $345", "DS1 $345 x 10", "DS1 @ 345.00 x 10"],
)
def test_a_price_beside_a_number_among_words_proves_the_amount(words: str) -> None:
    (row,) = read("Description,Amount", f"{words},3450.00")
    assert (row.quantity, row.amount, row.unread) == (Decimal(10), Decimal(3450), "")
    (row,) = read("Description,Amount", f"{words},3400.00")
    assert row.unread == "amount: 3400.00 is not 10 x 345.00."


@pytest.mark.parametrize(
    "words",
    [
        "2801 Consult for 10 days", "2801 First of 10 visits", "DS1 x 10 days - 2 x 5", "DS1 4 hours",
        "2801 10 day program", "Ketamine 200mg x 5", "Package x 10", "DS1 band 2", "2801 x-ray", "DS1 x 0",
    ],
)  # fmt: skip
def test_other_numbers_among_words_are_no_units(words: str) -> None:
    (row,) = read("Description,Amount", f"{words},90.00")
    assert (row.quantity, row.amount, row.unread) == (None, Decimal(90), "")


@pytest.mark.parametrize("words", ["DS1 @ 345 x", "DS1 $345 x ray", "DS1 1,345 x"])
def test_a_price_before_a_cross_is_no_number_of_units(words: str) -> None:
    assert read("Description,Amount", f"{words},3450.00")[0].quantity is None


def test_a_price_that_words_call_one_for_each_day_is_asked_about() -> None:
    for words in ("DS1 facility per day", "DS1 facility fee/day", "2806 review (per session)"):
        (row,) = read("Description,Cost", f"{words},345")
        assert row.unread.startswith("quantity: the price is ")
        assert row.remedy == "Write how many there are."
        assert not read("Description,Date,Cost", f"{words},5/8/2024,345")[0].unread
        assert not read("Description,Qty,Unit price", f"{words},10,345")[0].unread
    (row,) = read("Item,Description,Fee", f"2806,{'words ' * 12} payable once per attendance,90")
    assert not row.unread, "a description of the item"


def test_a_code_may_stand_alone_among_descriptions() -> None:
    (row,) = read("Date,Service,Description,Fee", "5/8/2024,2801,Visit,320")
    assert (row.item, row.unread) == ("2801", "")
