"""Several tables on one sheet: none is lost, above, below, or moved aside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kfees
from kfees.importing.other_tables import heads_a_table
from workbooks import Row, amounts, book, fees, notes, only_problem, plain_rows, read

VISITS: list[Row] = fees(("A1", "x", 10.5), ("A2", "y", 11.5), ("A3", "z", 12.5))
TRAVEL: list[Row] = [
    ("Code", "Name", "Unit", "Price"),
    ("B1", "travel", "km", 0.95),
    ("B2", "boat", "km", 2.5),
]


def aside(rows: list[Row], by: int) -> list[Row]:
    return [(*[None] * by, *row) for row in rows]


TABLES: dict[str, tuple[list[Row], list[Row]]] = {
    "below, with more columns": (VISITS, TRAVEL),
    "above, with more columns": (TRAVEL, VISITS),
    "below and aside": (VISITS, aside(TRAVEL, 1)),
    "below and beside": (VISITS, aside(TRAVEL, 5)),
    "above and beside": (aside(VISITS, 5), TRAVEL),
    "below, with another price": (
        VISITS,
        [("Item", "Description", "Charge"), ("B1", "x", 5), ("B2", "y", 6)],
    ),
}


COUNTS = [("Service code", "Title", "Maximum", "Minutes"), ("A1", "x", 56.68, 39), ("A2", "y", 9.22, 11)]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_table_whose_headings_name_no_price_is_not_lost_above_another(
    kind: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = tmp_path / f"w.{kind}"
    if kind == "xlsx":
        book(path, [*COUNTS, (), *TRAVEL])
    else:
        path.write_text("\n".join(",".join(map(str, row)) for row in [*COUNTS, ("", "", "", ""), *TRAVEL]))
    assert "second-table" in [problem.code for problem in read(path, library).problems]


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize(("first", "second"), TABLES.values(), ids=TABLES)
def test_of_two_tables_each_is_named_with_its_rows_and_read_by_them(
    first: list[Row], second: list[Row], gap: int, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", [*first, *[()] * gap, *second])
    problem = next(p for p in read(path, library).problems if p.code == "second-table")
    found = [
        set(amounts(read(path, library, rows=(int(begin), int(end)))))
        for begin, end in re.findall(r"--rows ([0-9]+)-([0-9]+)", problem.remedy)
    ]
    assert sorted(map(sorted, found)) == [["A1", "A2", "A3"], ["B1", "B2"]]


def test_headings_that_are_repeated_down_the_page_are_left_out(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [VISITS[0], *plain_rows(3), (), VISITS[0], ("B1", "x", 5), VISITS[0], ("B2", "x", 6)]
    result = read(book(tmp_path / "w.xlsx", rows), library)
    assert len(amounts(result)) == 5
    assert "Headings repeated in the table, left out, 2 rows" in notes(result)


def test_a_second_table_far_below_is_found(tmp_path: Path, library: kfees.Library) -> None:
    rows = [*fees(*plain_rows(500)), (), ("Code", "Name", "Price"), ("B1", "x", 5), ("B2", "y", 6)]
    path = book(tmp_path / "w.xlsx", rows)
    problem = only_problem(read(path, library))
    assert problem.code == "second-table"
    assert "--rows 2-502 or --rows 504-505" in problem.remedy
    assert len(amounts(read(path, library, rows=(2, 502)))) == 500


@pytest.mark.parametrize(
    "texts",
    [
        ["Item", "Fee"],
        ["Code", "Description", "Price"],
        ["Service", "Unit", "Rate"],
        ["Item no.", "Descriptor", "Fee 2025", "Fee 2026"],
    ],
    ids=str,
)
def test_words_that_are_headings(texts: list[str]) -> None:
    assert heads_a_table(texts)


@pytest.mark.parametrize(
    "texts",
    [
        ["Item"],
        ["A1", "Service fee"],
        ["Consultation", "By report"],
        ["Fees", "Rates of the year"],
        ["Item numbers in bold are new since the last year", "Fee"],
        ["Report", "Service", "exclusive", "supplied", "derived fee"],
        [],
    ],
    ids=str,
)
def test_words_that_are_none(texts: list[str]) -> None:
    assert not heads_a_table(texts)


def test_figures_beside_the_table_are_never_lost(tmp_path: Path, library: kfees.Library) -> None:
    rows = [
        *VISITS,
        (),
        ("Travel",),
        (None, None, None, "B1", "km", 0.95),
        (None, None, None, "B2", "km", 2.5),
    ]
    path = book(tmp_path / "w.xlsx", rows)
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("rows-aside", "Fees!A7")
    assert "--skip-rows 7-8" in problem.remedy
    assert len(amounts(read(path, library, skip_rows={7, 8}))) == 3
    named = {"item": "D", "amount": "F"}
    assert list(amounts(read(path, library, rows=(7, 8), columns=named))) == ["B1", "B2"]


@pytest.mark.parametrize(
    "heads",
    [
        ("1 Jul 2025 to 31 Dec 2025", "1 Jan 2026 to 30 Jun 2026"),
        ("Fee 1/07/2025 - 31/12/2025", "Fee 1/01/2026 - 30/06/2026"),
        ("Maximum fee from 1 July 2024 to 30 June 2025", "Maximum fee from 1 July 2025 to 30 June 2026"),
    ],
)
def test_a_table_headed_by_periods_is_not_lost_above_another(
    heads: tuple[str, str], tmp_path: Path, library: kfees.Library
) -> None:
    first: list[Row] = [("Item", "Description", *heads), ("A1", "x", 10.5, 11.5), ("A2", "y", 12.5, 13.5)]
    path = book(tmp_path / "w.xlsx", [*first, (), *TRAVEL])
    problem = only_problem(read(path, library))
    assert problem.code == "second-table"
    assert "--rows 2-4 or --rows 6-7" in problem.remedy


ABOVE: dict[str, tuple[list[Row], str]] = {
    "prices of which no word says so": (
        [("Procedure", "Metro", "Rural"), ("A1", 10.5, 11.5), ("A2", 12.5, 13.5)],
        "rows 2-4 below 'Procedure, Metro, Rural'",
    ),
    "a year for a heading": ([("Band", 2025), ("A1", 10.5), ("A2", 12.5)], "rows 2-4 below 'Band, 2025'"),
    "no headings": ([("A1", "x", 10.5), ("A2", "y", 12.5)], "rows 1-3 without headings"),
    "titles, and no headings": (
        [("Fees",), ("A1", "x", 10.5), ("A2", "y", "12.50")],
        "rows 2-4 below 'Fees'",
    ),
}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("name", ABOVE)
def test_items_above_the_headings_are_never_lost(
    name: str, kind: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows, said = ABOVE[name]
    whole: list[Row] = [*rows, (), *TRAVEL]
    path = tmp_path / f"w.{kind}"
    if kind == "xlsx":
        book(path, whole)
    else:
        padded = [[*("" if value is None else str(value) for value in row), *[""] * 4][:4] for row in whole]
        path.write_text("\n".join(map(",".join, padded)))
    problem = only_problem(read(path, library))
    assert problem.code == "second-table"
    assert said in problem.message


def test_figures_above_the_headings_that_are_no_items_are_named(
    tmp_path: Path, library: kfees.Library
) -> None:
    above: list[Row] = [("Version", 3), ("Conversion factor", 2025, 34.61), (2025,), ()]
    result = read(book(tmp_path / "w.xlsx", [*above, *TRAVEL]), library)
    assert list(amounts(result)) == ["B1", "B2"]
    assert "'Version, 3' (row 1); 'Conversion factor, 2025, 34.61' (row 2)" in notes(result)
    assert "above" not in notes(read(tmp_path / "w.xlsx", library, rows=(6, 7)))


@pytest.mark.parametrize("figure", [10.5, "10.50", "$10.50"])
def test_a_figure_where_units_stand_is_asked_about(
    figure: object, tmp_path: Path, library: kfees.Library
) -> None:
    """As where a table without headings begins below another."""
    rows: list[Row] = [*TRAVEL, (), ("A1", "x", figure, 11.5)]
    path = book(tmp_path / "w.xlsx", rows)
    problem = only_problem(read(path, library))
    assert problem.code == "bad-unit"
    assert "--set C5=UNIT" in problem.remedy
    assert [rate.unit for rate in read(path, library, set_cells={"C5": "hour"}).rates] == ["km", "km", "hour"]


def test_counts_below_units_are_no_units_though_their_heading_is_repeated(
    tmp_path: Path, library: kfees.Library
) -> None:
    heading: Row = ("Item", "Description", "Fee", "Units")
    rows: list[Row] = [("A1", "x", 10.5, 3), ("A2", "y", 11.5, 4)]
    result = read(book(tmp_path / "w.xlsx", [heading, *rows, heading, ("A3", "z", 12.5, 9)]), library)
    assert list(amounts(result)) == ["A1", "A2", "A3"]
    assert {rate.unit for rate in result.rates} == {"service"}
