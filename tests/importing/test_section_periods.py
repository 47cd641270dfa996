"""A heading between the rows that says from when the rows below it hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import kfees
from workbooks import amounts, book, fees, notes, only_problem, read


def table(path: Path, first: str, second: str) -> Path:
    rows = [
        (first,),
        ("A1", "Visit", 50),
        ("A2", "Visit", 55),
        (second,),
        ("A1", "Visit", 60),
        ("A3", "Visit", 65),
    ]
    return book(path, fees(*rows))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rates from 1 July 2025", "Rates from 1 January 2026"),
        ("Fees 1/07/2025 - 31/12/2025", "Fees 1/01/2026 - 30/06/2026"),
        ("Fees until 31 December 2025", "Fees from 1 January 2026"),
        ("July 2025 to December 2025", "January 2026 to June 2026"),
    ],
)
def test_rows_hold_in_the_period_of_the_heading_above_them(
    first: str, second: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = table(tmp_path / "w.xlsx", first, second)
    now = read(path, library)
    assert amounts(now) == {"A1": "50.00", "A2": "55.00"}
    assert {rate.item: rate.until for rate in now.rates}["A1"] == date(2025, 12, 31)
    assert "Rows that take effect later, left out, 2 rows" in notes(now)
    assert amounts(read(path, library, first_day=date(2026, 1, 1)))["A1"] == "60.00"
    every = read(path, library, every_period=True)
    assert [str(version.rates("A1")[0].amount) for version in every.versions] == ["50.00", "60.00"]


def test_financial_years_as_headings_leave_the_other_year_out(tmp_path: Path, library: kfees.Library) -> None:
    path = table(tmp_path / "w.xlsx", "2024-25", "Physiotherapy 2025-26")
    assert amounts(read(path, library)) == {"A1": "60.00", "A3": "65.00"}


def test_a_heading_that_names_no_period_goes_on_with_the_one_above(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [
        ("Rates from 1 July 2024",), ("A1", "Visit", 50), ("Groups",), ("A2", "Visit", 55),
        ("Rates from 1 July 2025",), ("A1", "Visit", 60), ("Groups",), ("A2", "Visit", 65),
    ]  # fmt: skip
    assert amounts(read(book(tmp_path / "w.xlsx", fees(*rows)), library)) == {"A1": "60.00", "A2": "65.00"}


@pytest.mark.parametrize("heading", ["New in 2023", "Reviewed 3 March 2023", "Items added 2024"])
def test_a_heading_that_only_mentions_a_day_or_year_changes_nothing(
    heading: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees((heading,), ("A1", "Visit", 50), ("A2", "Visit", 55)))
    result = read(path, library)
    assert {rate.item: rate.until for rate in result.rates} == {"A1": None, "A2": None}


def test_a_day_that_could_be_either_way_round_is_asked_about(tmp_path: Path, library: kfees.Library) -> None:
    path = table(tmp_path / "w.xlsx", "Rates from 3/4/2025", "Rates from 5/6/2025")
    problem = only_problem(read(path, library))
    assert problem.code == "either-date"
    assert "--dates day-first" in problem.remedy
