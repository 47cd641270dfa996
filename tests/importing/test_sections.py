"""Headings between the rows say what the rows below are for."""

from __future__ import annotations

from pathlib import Path

import pytest

import kfees
from kfees.importing.sections import unit_in_section
from workbooks import HEADINGS, Row, amounts, book, fees, notes, read


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Per hour", "hour"),
        ("per day:", "day"),
        ("Travel (per km)", "km"),
        ("Travel - per kilometre", "kilometre"),
        ("$ per session", "session"),
        ("Fee per 15 minutes", "15 minutes"),
        ("Rates/hour", "hour"),
        ("Hourly rates", "hour"),
        ("Daily", "day"),
        ("Per half hour", "half hour"),
        ("Per theatre", "theatre"),
        ("Consultations", ""),
        ("Maximum 3 per year", ""),
        ("Up to 10 visits per day", ""),
        ("Payable once per claim", ""),
        ("Daily living and hourly care", ""),
        ("Paid to the provider who is on the list of those who are paid per hour", ""),
        ("", ""),
    ],
)
def test_the_unit_that_a_heading_says(text: str, unit: str) -> None:
    assert unit_in_section(text) == unit


@pytest.mark.parametrize("place", [0, 1])
def test_a_unit_holds_for_the_rows_below_until_the_next_heading(
    place: int, tmp_path: Path, library: kfees.Library
) -> None:
    def heading(text: str) -> Row:
        return tuple(text if column == place else None for column in range(3))

    rows: list[Row] = [
        ("A0", "v", 90), heading("Travel"), heading("Per hour"), ("A1", "x", 100), ("A2", "y", 110),
        heading("Per day"), ("A3", "z", 700), heading("Reports"), ("A4", "w", 800),
    ]  # fmt: skip
    result = read(book(tmp_path / "w.xlsx", fees(*rows)), library)
    assert len(amounts(result)) == 5
    assert [rate.unit for rate in result.rates] == ["service", "hour", "hour", "day", "service"]
    assert "Headings between the items that say the unit of those below" in notes(result)
    assert "say no unit, after one that does, 1 row: 'Reports'" in notes(result)


def test_a_heading_left_of_the_codes_is_one_too(tmp_path: Path, library: kfees.Library) -> None:
    rows: list[Row] = [("Per hour",), (None, "A1", "x", 100), ("Per day",), (None, "A2", "y", 110)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=(None, *HEADINGS)))
    result = read(path, library)
    assert len(amounts(result)) == 2
    assert [rate.unit for rate in result.rates] == ["hour", "day"]


def test_what_a_row_says_of_its_unit_goes_before_the_heading(tmp_path: Path, library: kfees.Library) -> None:
    rows: list[Row] = [("Per hour",), ("A1", "x", "visit", 100), ("A2", "y", None, 110)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "Description", "Unit", "Fee")))
    assert [rate.unit for rate in read(path, library).rates] == ["visit", "hour"]


def test_a_word_in_capitals_among_codes_with_digits_is_a_heading(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows: list[Row] = [
        ("DENTAL", None),
        ("A1", 10.5),
        ("PER HOUR", None),
        ("A2", 11),
        ("A3", None),
        ("A4", 12),
    ]
    result = read(book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "Fee"))), library)
    assert list(amounts(result)) == ["A1", "A2", "A3", "A4"]
    assert [rate.unit for rate in result.rates] == ["service", "hour", "hour", "hour"]
