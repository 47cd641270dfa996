"""A table without words above its columns is known by its cells; its first row is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

import kfees
from workbooks import As, Row, amounts, book, codes, only_problem, read

MONEY = "$#,##0.00"
TITLE: Row = ("As of July 2025",)


@pytest.mark.parametrize("titles", [[], [TITLE], [("Fees",), TITLE, ()]])
@pytest.mark.parametrize(
    "rows",
    [
        [("A101", 100), ("A102", 110), ("A103", 120)],
        [("A101", "Fee for service", 100), ("A102", "Visit", 110), ("A103", "Visit", 120)],
        [("A101", "$100.00"), ("A102", "$110.00"), ("A103", "$120.00")],
        [("A101", As(100, MONEY)), ("A102", "by report"), ("A103", As(120, MONEY))],
        [("Service", "A101", 100), ("Visit", "A102", 110), ("Report", "A103", 120)],
    ],
)
def test_the_first_row_of_a_table_without_headings_is_an_item(
    rows: list[Row], titles: list[Row], tmp_path: Path, library: kfees.Library
) -> None:
    result = read(book(tmp_path / "w.xlsx", [*titles, *rows]), library)
    found = amounts(result)
    assert list(found) == ["A101", "A102", "A103"]
    assert (found["A101"], found["A103"]) == ("100.00", "120.00")
    assert found["A102"] in ("110.00", "unknown")
    assert result.understood.layout is not None
    assert not result.understood.layout.has_headings


def test_codes_that_are_numbers_are_told_from_prices_by_their_cents(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(2801, "First attendance", 85.25), (2806, "Later attendance", 42.70), (2814, "Minor", 24.3)]
    result = read(book(tmp_path / "w.xlsx", rows), library)
    assert amounts(result) == {"2801": "85.25", "2806": "42.70", "2814": "24.30"}
    assert result.rates[0].label == "First attendance"


def test_where_two_columns_could_be_codes_or_prices_both_are_asked_for(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(2801, "First", 85), (2806, "Later", 42), (2814, "Minor", 24)]
    path = book(tmp_path / "w.xlsx", rows)
    assert codes(read(path, library)) == ["which-item-column", "which-amount-column"]
    assert amounts(read(path, library, columns={"item": "A", "amount": "C"}))["2801"] == "85.00"


def test_two_columns_of_money_without_headings_are_asked_for(tmp_path: Path, library: kfees.Library) -> None:
    rows = [("A101", "Visit", 100, 90), ("A102", "Visit", 110, 95), ("A103", "Visit", 120, 97)]
    problem = only_problem(read(book(tmp_path / "w.xlsx", rows), library))
    assert problem.code == "which-amount-column"
    assert "C (100, 110); D (90, 95)" in problem.message
    assert "--columns amount=C" in problem.remedy


def test_figures_alone_are_no_fee_schedule(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", [("A101", "Visit"), ("A102", "Visit")])
    assert codes(read(path, library)) == ["no-prices"]


@pytest.mark.parametrize("years", [(2024, 2025), ("2024", "2025")])
def test_a_heading_of_years_is_no_row_of_data(
    years: tuple[object, object], tmp_path: Path, library: kfees.Library
) -> None:
    rows = [("Item", "Description", *years), ("A1", "Visit", 100, 110), ("A2", "Visit", 120, 130)]
    result = read(book(tmp_path / "w.xlsx", rows), library, columns={"amount": "D"})
    assert amounts(result) == {"A1": "110.00", "A2": "130.00"}


NOTES = ("1. Prior approval is needed.", "* See the policy for conditions.", "Part B")


@pytest.mark.parametrize("kind", ["xlsx", "csv", "tsv"])
def test_notes_below_say_nothing_of_what_the_columns_hold(
    kind: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows: list[Row] = [("2801", "First", "85.25"), ("2806", "Later", "42.70"), ("17645", "Minor", "24.30")]
    whole = [TITLE, *rows, (), *((note,) for note in NOTES)]
    path = tmp_path / f"w.{kind}"
    mark = "," if kind == "csv" else "\t"
    if kind == "xlsx":
        book(path, whole)
    else:
        path.write_text("\n".join(mark.join(map(str, row)) for row in whole))
    assert amounts(read(path, library)) == {"2801": "85.25", "2806": "42.70", "17645": "24.30"}


@pytest.mark.parametrize("kind", ["csv", "html"])
@pytest.mark.parametrize(
    ("heads", "fees"),
    [(("Code", "2024-25", "2025-26"), 1), (("Item no.", "Days 1-14", "Thereafter"), 2), (("Code", "VIC"), 1)],
)
def test_one_heading_that_is_known_is_enough_above_figures_typed_as_text(
    heads: tuple[str, ...], fees: int, kind: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows = [heads, *((str(2801 + n), f"{80 + n}.25", f"{90 + n}.50")[: len(heads)] for n in range(4))]
    path = tmp_path / f"w.{kind}"
    if kind == "csv":
        path.write_text("\n".join(map(",".join, rows)))
    else:
        cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
        path.write_text(f"<html><body><table>{cells}</table></body></html>")
    result = read(path, library)
    assert result.understood.layout is not None
    assert result.understood.layout.has_headings
    if heads[-1] == "VIC":
        assert "--columns amount=B" in only_problem(result).remedy
    else:
        assert result.problems == []
        assert len(result.rates) == 4 * fees


def test_rows_of_texts_below_a_blank_first_cell_are_no_headings(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [
        "Date to,Fee,Item,Description",
        ",12.50,A1,Visit",
        ",13.50,A2,Review",
        "30 June 2026,14.50,A3,Plan",
    ]
    path = tmp_path / "w.csv"
    path.write_text("\n".join(rows))
    assert amounts(read(path, library)) == {"A1": "12.50", "A2": "13.50", "A3": "14.50"}
