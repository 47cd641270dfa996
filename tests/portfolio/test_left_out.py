"""Rows that hold no course: left out by name, no claim among them; totals are held against the rows."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from command_line import Result, run

HEADING = ("Claim", "Regimen", "Setting", "Start", "Weight", "Hospital charge", "Medical charge", "Handler")
COURSE = ("crps-10-day", "private-day-hospital", "5/08/2024", "80")
FIRST = ("C-1", *COURSE, "3200.10", "$1,500.00", "AB")
SECOND = ("C-2", *COURSE, "3,200", "", "CD")
Row = tuple[str, ...]


def row(**cells: str) -> Row:
    by_name = {name.partition(" ")[0].lower(): name for name in HEADING}
    return tuple(cells.get(key, "") for key in by_name)


TOTALS = [
    row(claim="Total", hospital="6400.10", medical="1500"),
    row(claim="TOTALS:", hospital="$6,400.10"),
    row(regimen="Grand total", claim="2", weight="160", hospital="6,400.10", medical="1,500.00"),
    row(start="Sub-total", hospital="6400.1"),
    row(setting="Private day hospital Total", hospital="6400.10"),
    row(handler="Sum", hospital="6400.10"),
    row(hospital="6400.10", medical="1500"),
    row(weight="160", hospital="6400.10"),
]
NOTES = [
    row(claim="Page 1 of 3"),
    row(claim="Printed on 5/08/2024"),
    row(claim="Printed on", weight="5/08/2024"),
    row(regimen="*** End of report ***"),
    row(claim="Amounts are in dollars."),
    row(start="Extracted by AB, 5 August 2024"),
    row(handler="checked"),
    row(claim="Number of claims:", hospital=""),
]
BLANKS = [row(), row(claim=" ", start="-", medical="n/a"), row(regimen="  ", setting="—", start=" - ")]
REFUSED = [
    row(claim="C-3"),
    row(claim="CLM 1234"),
    row(claim="C-3", hospital="3200"),
    row(claim="C-3", hospital="6400.10", medical="1500"),
    row(regimen="CRPS 10 day"),
    row(setting="Private day hospital"),
    row(regimen="crps-10-day", hospital="6400.10"),
    row(claim="C-3", regimen="crps-10-day", handler="Total Health"),
    row(claim="C-3", handler="Total Health", hospital="100"),
    row(start="5/08/2024"),
]


def written(path: Path, *rows: Row) -> Path:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for cells in (HEADING, *rows):
            number = [
                float(cell) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", cell) else cell or None for cell in cells
            ]
            book.worksheets[0].append(number)
        book.save(path)
    else:
        pl.DataFrame(list(rows), HEADING, orient="row").write_csv(path, quote_style="always")
    return path


def priced(source: Path, *more: str) -> tuple[list[str | None], Result]:
    """The claims that were priced or refused, and what came of it."""
    output = source.with_name("out.csv")
    result = run("portfolio", str(source), "-o", str(output), *more)
    assert result.status in (0, 4), result.messages
    return pl.read_csv(output, infer_schema=False)["Claim"].to_list(), result


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_totals_notes_and_blank_rows_are_left_out_and_named(ending: str, tmp_path: Path) -> None:
    extras = [*TOTALS, *NOTES, *BLANKS]
    got, result = priced(written(tmp_path / f"in{ending}", FIRST, SECOND, *extras, row(claim="C-9")))
    assert got == ["C-1", "C-2", "C-9"]
    said = " ".join(result.messages.split())
    kinds = [
        ("total", TOTALS, 4),
        ("note", NOTES, 4 + len(TOTALS)),
        ("blank row", BLANKS, 4 + len(TOTALS + NOTES)),
    ]
    for kind, rows, first in kinds:
        (named,) = re.findall(rf"{len(rows)} {kind}s: (.*?)(?= [0-9]+ [a-z ]+: | Problems)", said)
        assert re.findall(r"row ([0-9]+)", named) == [str(first + number) for number in range(len(rows))]
    assert "CHECK" not in said
    assert "refused 1 " in said


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_claim_is_never_left_out_however_little_it_says(ending: str, tmp_path: Path) -> None:
    got, result = priced(written(tmp_path / f"in{ending}", FIRST, *REFUSED, SECOND))
    assert len(got) == len(REFUSED) + 2
    assert f"refused                 {len(REFUSED)}" in result.messages
    assert "left out" not in result.messages


def test_cells_that_begin_with_spaces_are_courses_like_others(tmp_path: Path) -> None:
    spaced = ("Total", *(f"  {cell}" for cell in COURSE), " 3,200 ", "", " Total Health")
    got, result = priced(written(tmp_path / "in.csv", FIRST, spaced))
    assert (got, result.status) == (["C-1", "Total"], 0)


def test_a_heading_on_every_page_is_left_out(tmp_path: Path) -> None:
    pages = [line for _ in range(30) for line in (HEADING, row(claim="Page 2 of 30"), FIRST)]
    got, result = priced(written(tmp_path / "in.csv", *pages))
    assert got == ["C-1"] * 30
    assert result.status == 0
    assert "30 repeated headings: row 2 " in result.messages
    assert "and 20 others" in " ".join(result.messages.split())


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_total_is_of_all_rows_above_or_of_those_below_an_earlier_one(ending: str, tmp_path: Path) -> None:
    rows = [
        FIRST, SECOND, row(claim="Subtotal", hospital="6400.10"),
        FIRST, row(claim="Subtotal", hospital="3200.10"), row(claim="Total of the month", hospital="9600.20"),
        SECOND, row(claim="Subtotal", hospital="3200"),
        row(claim="Grand total", hospital="12800.20", medical="3000"),
    ]  # fmt: skip
    got, result = priced(written(tmp_path / f"in{ending}", *rows))
    assert (got, result.status) == (["C-1", "C-2", "C-1", "C-2"], 0)
    assert "5 totals" in result.messages
    assert "CHECK" not in result.messages


def test_a_total_that_is_not_the_sum_is_said_with_both_figures(tmp_path: Path) -> None:
    wrong = [row(claim="Total", hospital="6400.11", medical="1500"), row(hospital="1.00")]
    _, result = priced(written(tmp_path / "in.csv", FIRST, SECOND, *wrong))
    said = " ".join(result.messages.split())
    assert "CHECK row 4: Hospital charge is 6,400.11, and the rows above come to 6,400.10." in said
    assert "CHECK row 5: Hospital charge is 1.00, and the rows above come to 6,400.10." in said
    assert said.count("CHECK") == 2


def test_many_totals_that_differ_are_counted(tmp_path: Path) -> None:
    rows = [line for _ in range(13) for line in (FIRST, row(claim="Total", hospital="1"))]
    _, result = priced(written(tmp_path / "in.csv", *rows))
    assert "CHECK 3 other sums like this" in result.messages


def test_of_a_column_with_an_amount_that_cannot_be_read_no_sum_is_said(tmp_path: Path) -> None:
    unread = ("C-2", *COURSE, "about 3200", "1", "")
    _, result = priced(
        written(tmp_path / "in.csv", FIRST, unread, row(claim="Total", hospital="9", medical="8"))
    )
    said = " ".join(result.messages.split())
    assert "Medical charge is 8.00, and the rows above come to 1,501.00." in said
    assert "Hospital charge is" not in said


def test_rows_keep_their_own_numbers_in_the_list_of_problems(tmp_path: Path) -> None:
    source = written(
        tmp_path / "in.csv", BLANKS[0], FIRST, NOTES[0], ("C-2", *COURSE, "x", "", ""), TOTALS[0]
    )
    _, result = priced(source, "--problems", str(tmp_path / "problems.csv"))
    assert pl.read_csv(tmp_path / "problems.csv")["row"].to_list() == [5]
    assert "such as row 5 ('x')" in result.messages


def test_a_comparison_leaves_them_out_too(tmp_path: Path) -> None:
    source = written(tmp_path / "in.csv", FIRST, SECOND, BLANKS[0], row(claim="Total", hospital="1"))
    result = run("portfolio", str(source), "--compare", "2024-07-01:2025-07-01")
    assert "2 courses as if" in result.output
    assert "no figure" not in result.output
    assert "CHECK row 5" in result.messages


def test_in_a_file_of_parquet_nothing_is_left_out(tmp_path: Path) -> None:
    frame = pl.DataFrame([FIRST, TOTALS[0]], HEADING, orient="row")
    frame.write_parquet(tmp_path / "in.parquet")
    got, result = priced(tmp_path / "in.parquet")
    assert (got, result.status) == (["C-1", "Total"], 4)
