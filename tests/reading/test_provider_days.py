"""Which days a row is for: by its cells, by its words, or by their number in the course."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kfees.reading.provider_rows import Expected, ProviderRow, read_provider_rows

FIRST = date(2024, 8, 5)


def read(*lines: str, near: date | None = FIRST) -> tuple[ProviderRow, ...]:
    return read_provider_rows("\n".join(lines).encode(), "quote.csv", Expected(near=near))


def days_of(row: ProviderRow) -> tuple[date, ...]:
    return row.days or ((row.day,) if row.day else ())


@pytest.mark.parametrize("cell", ["5 Aug", "5/8", "5.8", "Mon 5th August", "05/08"])
def test_a_day_without_a_year_is_the_nearest_to_the_course(cell: str) -> None:
    (row,) = read("Item,Date,Amount", f"DS1,{cell},345")
    assert (row.day, row.unread) == (FIRST, "")
    assert row.says == f"{cell} is taken for 5 August 2024."
    (unknown,) = read("Item,Date,Amount", f"DS1,{cell},345", near=None)
    assert unknown.unread.startswith("date: ")


def test_days_without_a_year_go_over_the_end_of_one_and_are_days_of_one() -> None:
    (row,) = read("Item,Date,Amount", "DS1,2 Jan,345", near=date(2024, 12, 30))
    assert row.day == date(2025, 1, 2)
    (row,) = read("Item,Date,Qty,Amount", "DS1,5 - 9 Aug,5,345")
    assert (row.day, len(row.days), row.says) == (FIRST, 5, "")
    for cell in ("soon", "Aug 24", "31/6", "Week 2"):
        assert read("Item,Date,Amount", f"DS1,{cell},345")[0].unread


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Review 6/8/2024", [6]), ("Review on 6 August 2024 (2nd)", [6]), ("Review 2024-08-06", [6]),
        ("Facility 5/8/24 to 7/8/24", [5, 6, 7]), ("Facility 5/8/24 and 7/8/24", [5, 7]),
        ("Facility 5/8/24 then 7/8/24", []), ("Referral dated 6/8/2024", []), ("Band 6/8", []),
        ("Review 31/6/2024", []),
    ],
)  # fmt: skip
def test_a_row_without_a_day_takes_those_among_its_words(words: str, days: list[int]) -> None:
    (row,) = read("Item,Description,Amount", f"2806,{words},90")
    assert [day.day for day in days_of(row)] == days
    (row,) = read("Item,Description,Date,Amount", f"2806,{words},1/8/2024,90")
    assert row.day == date(2024, 8, 1), "its own day goes before"


def test_days_among_words_prove_the_order_of_the_file() -> None:
    (first, last) = read("Description,Amount", "2806 8/6/2024,90", "2806 8/13/2024,90")
    assert (first.day, last.day) == (date(2024, 8, 6), date(2024, 8, 13))


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("Day 1", [1]), ("Days 2-4", [2, 3, 4]), ("Day 2 to day 3", [2, 3]), ("Treatment day 3 of 10:", [3]),
        ("Session 2", [2]), ("Infusions 1 - 2", [1, 2]),
    ],
)  # fmt: skip
def test_treatment_days_are_named_by_their_number(cell: str, numbers: list[int]) -> None:
    for heading in ("Date", "Day", "Treatment day"):
        (row,) = read(f"{heading},Item,Each", f"{cell},DS1,345")
        assert (list(row.numbers), row.unread) == (numbers, "")
        assert row.quantity == len(numbers)
        assert row.amount == 345 * len(numbers)


def test_a_day_above_rows_may_be_a_number_and_holds_until_the_next() -> None:
    rows = read("Item,Amount", "Day 1,", "DS1,345", "2801,320", "Day 2,", "DS1,345", "Doctor,", "2806,90")
    assert [row.numbers for row in rows if row.kind == "item"] == [(1,), (1,), (2,), ()]
    (row,) = read("Date,Item,Amount", "Days 0-400,DS1,345")
    assert row.unread.startswith("date: ")


def test_days_of_several_treatments_without_their_price_for_each_are_asked_about() -> None:
    (asked,) = read("Day,Item,Amount", "Days 1-10,DS1,345")
    assert asked.unread.startswith("amount: 345.00 may be for each of the 10, or for all of them.")
    assert not read("Day,Item,Line total", "Days 1-10,DS1,3450")[0].unread


def test_treatment_days_may_stand_below_days() -> None:
    (row,) = read("Item,Days,Line total", "DS1,Days 1-4,1200")
    assert (row.numbers, row.quantity, row.unread) == ((1, 2, 3, 4), Decimal(4), "")


def test_a_week_before_its_days_is_no_day() -> None:
    (row,) = read("Week,Item,Qty,Amount", "Week 1 (5-9 Aug 2024),DS1,5,345")
    assert (row.day, len(row.days)) == (FIRST, 5)
