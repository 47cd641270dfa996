"""A total is a row whose amount is the sum of the rows above it, and no row is one for a word."""

from __future__ import annotations

from pathlib import Path

import pytest

import kfees
from kfees.importing.amounts import AmountReading
from kfees.importing.totals import Sums
from kfees.reading.cell import Cell
from workbooks import As, Row, amounts, book, fees, notes, only_problem, plain_rows, read

FOUR: list[Row] = [("A1", "x", 10), ("A2", "y", 20), ("A3", "z", 40), ("A4", "w", 80.5)]


@pytest.mark.parametrize(
    "last",
    [
        ("Total", None, 150.5),
        (None, "Total", 150.5),
        ("TOTAL:", None, "$150.50"),
        ("Grand total (incl. GST)", None, 150.5),
        (None, "Sub-total of section A", 150.5),
        (None, None, 150.5),
        (None, "All of the above", 150.5),
        ("Average", None, 37.63),
        (None, "Mean fee", 37.63),
        ("Count", None, 4),
    ],
    ids=str,
)
def test_a_row_that_adds_up_what_is_above_it_is_left_out(
    last: Row, tmp_path: Path, library: kfees.Library
) -> None:
    result = read(book(tmp_path / "w.xlsx", fees(*FOUR, last)), library)
    assert list(amounts(result)) == ["A1", "A2", "A3", "A4"]
    assert "Totals of the rows above, left out, 1 row" in notes(result)


@pytest.mark.parametrize(
    "name",
    [
        "Total knee replacement",
        "Count of blood cells",
        "Average",
        "Mean pressure",
        "Sum assured report",
        "Subtotal thyroidectomy",
    ],
)
def test_an_item_is_no_total_for_its_name(name: str, tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees((name, None, 24000), *FOUR, (f"{name} twice", None, 99)))
    found = amounts(read(path, library))
    assert (found[name], found[f"{name} twice"]) == ("24000.00", "99.00")


@pytest.mark.parametrize("code", ["A5", "99", "49318"])
def test_an_item_with_a_code_is_none_though_its_price_is_the_sum(
    code: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*FOUR, (code, "Total care package", 150.5)))
    assert amounts(read(path, library))[code] == "150.50"


@pytest.mark.parametrize(
    "last", [("Total", None, 151), (None, "Total", 151), ("Total hip replacement", None, 150.5)]
)
def test_a_row_that_may_be_a_total_is_asked_about_at_its_place(
    last: Row, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*FOUR, last))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("perhaps-total", "Fees!A6")
    assert problem.remedy.startswith("Leave it out with --skip-rows 6, or give its code with --set ")
    assert list(amounts(read(path, library, skip_rows={6}))) == ["A1", "A2", "A3", "A4"]
    said = last[0] or "T1"
    assert str(said) in amounts(read(path, library, set_cells={"A6": said}))


def test_sections_and_totals_of_totals_add_up_too(tmp_path: Path, library: kfees.Library) -> None:
    rows: list[Row] = [
        ("Visits", None, None), *FOUR[:2], (None, "Total", 30),
        ("Beds", None, None), *FOUR[2:], (None, "Total", 120.5), (None, "Grand total", 150.5),
    ]  # fmt: skip
    result = read(book(tmp_path / "w.xlsx", fees(*rows)), library)
    assert list(amounts(result)) == ["A1", "A2", "A3", "A4"]
    assert "Totals of the rows above, left out, 3 rows" in notes(result)


def test_a_total_must_be_right_in_each_column(tmp_path: Path, library: kfees.Library) -> None:
    headings = ("Item", "Description", "Days 1-14", "Days 15+")
    figures = [(10, 5), (20, 6), (30, 12)]
    priced = [tuple(As(figure, "$0.00") for figure in row) for row in figures]
    rows: list[Row] = [("A", "x", *priced[0]), ("B", "y", *priced[1]), (None, "Total", *priced[2])]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=headings))
    assert only_problem(read(path, library)).code == "perhaps-total"


def test_a_row_that_the_user_left_out_is_still_a_part_of_its_total(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*FOUR, ("Total", None, 150.5)))
    assert list(amounts(read(path, library, skip_rows={3}))) == ["A1", "A3", "A4"]


def test_rows_without_a_code_are_not_added_up_for_ever(tmp_path: Path, library: kfees.Library) -> None:
    rows: list[Row] = [*plain_rows(3), *((None, "Later visit", 1000 + number) for number in range(250))]
    assert only_problem(read(book(tmp_path / "w.xlsx", fees(*rows)), library)).code == "no-code"


def test_a_sum_over_the_rows_above_is_a_total_whatever_it_is_called() -> None:
    for formula, judged in (("=SUM(C2:C3)", "total"), ("", "other")):
        sums = Sums(AmountReading())
        sums.add((Cell("number", "10"),))
        sums.add((Cell("number", "20.5"),))
        assert sums.judge("All", (Cell("number", "30.5", formula=formula),), has_code=True) == judged


def test_more_rows_than_anybody_totals_are_not_added_up() -> None:
    sums = Sums(AmountReading())
    for _ in range(20_005):
        sums.add((Cell("number", "1"),))
    assert sums.judge("Total", (Cell("number", "20005"),), has_code=False) == "asked"
    assert sums.judge("", (None,), has_code=False) == "other"
