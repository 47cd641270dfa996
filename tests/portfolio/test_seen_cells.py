"""Cells of a workbook that show something else than they store: refused in their own row alone."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.styles import Font

from command_line import run

HEADING = ("id", "regimen", "setting", "start", "weight_kg", "nights", "hospital_charge")
PLAIN: dict[str, Any] = {
    "id": "a",
    "regimen": "crps-4-day",
    "setting": "private-hospital-inpatient",
    "start": datetime(2024, 8, 5),  # noqa: DTZ001  # a workbook's days are of no zone
    "weight_kg": 80,
    "nights": 4,
    "hospital_charge": 3200,
}
DOLLARS = '_-"$"* #,##0.00_-;-"$"* #,##0.00_-;_-"$"* "-"??_-;_-@_-'

AS_STORED = [
    *(("hospital_charge", 3200.4, shown) for shown in ("General", "0.00", "#,##0.00", "#,##0", "$0.0", "@")),
    *(("hospital_charge", 3200.4, shown) for shown in ('#,##0.00 "AUD"', DOLLARS, "[$-C09]0.00")),
    ("hospital_charge", 3200.4, "0.00;[Red]-0.00"),
    *(("weight_kg", 80.4, shown) for shown in ("0", "0.0", '0.0" kg"', '0 "kg"', "#,##0")),
    *(("nights", 4, shown) for shown in ("0", "#,##0", "General")),
    *(("start", PLAIN["start"], shown) for shown in ("d/mm/yyyy", "d-mmm", "dddd, d mmmm yyyy")),
    ("start", PLAIN["start"], "yyyy-mm-dd hh:mm"),
    ("regimen", "crps-4-day", "0.00;-0.00;0;@"),
    ("id", 3.2, '0.0"k"'),
]  # fmt: skip
OTHERWISE = [
    ("hospital_charge", 3.2, '0.0"k"', "stored as 3.2 and shown as '3.2k'"),
    ("hospital_charge", 450, "0.00,", "stored as 450 and shown as '0.45'"),
    ("hospital_charge", 450000, '[>=1000]#,##0,"k";0', "stored as 450000 and shown as '450k'"),
    ("hospital_charge", 3200, ";;;", "stored as 3200 and shown as nothing"),
    ("hospital_charge", 3200, '"on file"', "stored as 3200 and shown as 'on file'"),
    ("hospital_charge", 320, '"$"0.00" per day"', "stored as 320 and shown as '$320.00 per day'"),
    ("hospital_charge", 3200, "[$€-407]0.00", "stored as 3200 and shown as '€3200.00'"),
    ("hospital_charge", 0.8, "0%", "stored as 0.8 and shown in the format '0%'"),
    ("hospital_charge", 0, '0.00;-0.00;"free"', "stored as 0 and shown as 'free'"),
    ("hospital_charge", "3200", ";;;", "the cell holds a text, and its format (';;;') shows none"),
    ("weight_kg", 80, '0 "lb"', "stored as 80 and shown as '80 lb'"),
    ("nights", 4, '0.0," thousand"', "stored as 4 and shown as '0.0 thousand'"),
    *(("start", PLAIN["start"], as_, f"(the format is '{as_}')") for as_ in ("mmm-yy", "yyyy", "dd", "h:mm")),
    *((name, PLAIN[name], ";;;", "shows none") for name in ("regimen", "setting")),
]  # fmt: skip


def workbook(path: Path, *cells: tuple[str, Any, str], above: int = 0, struck: bool = False) -> Path:
    """A plain row, one for each of these cells among plain ones in its number format, and a plain row."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for _ in range(above):
        sheet.append(["Extract"])
    sheet.append(HEADING)
    for row in ({}, *({name: value} for name, value, _ in cells), {}):
        sheet.append(list({**PLAIN, **row}.values()))
    for number, (name, _, shown) in enumerate(cells, above + 3):
        cell = sheet.cell(number, HEADING.index(name) + 1)
        cell.number_format = shown
        cell.font = Font(strike=struck)
    book.save(path)
    return path


def priced(source: Path, *more: str) -> tuple[pl.DataFrame, list[tuple[Any, ...]], str]:
    """The priced rows, the problems by row, column and message, and what was said."""
    output, listed = source.with_name("out.parquet"), source.with_name("problems.parquet")
    result = run("portfolio", str(source), "-o", str(output), "--problems", str(listed), *more)
    problems = pl.read_parquet(listed)
    assert result.status == (4 if problems.height else 0), result.messages
    return (
        pl.read_parquet(output),
        problems.select("row", "column", "message", "remedy").rows(),
        result.messages,
    )


def test_what_is_shown_as_it_is_stored_or_rounded_is_read_without_a_question(tmp_path: Path) -> None:
    got, problems, said = priced(workbook(tmp_path / "in.xlsx", *AS_STORED))
    assert problems == []
    assert "not given" not in said
    rows = zip(
        AS_STORED, got["hospital_charge"].to_list()[1:-1], got["hospital_gap"].to_list()[1:-1], strict=True
    )
    for (name, value, _), charge, gap in rows:
        assert charge == (value if name == "hospital_charge" else 3200)
        assert gap is not None


@pytest.mark.parametrize("above", [0, 3])
def test_what_is_shown_otherwise_is_refused_in_its_own_row_and_the_others_are_priced(
    above: int, tmp_path: Path
) -> None:
    got, problems, _ = priced(workbook(tmp_path / "in.xlsx", *(cell[:3] for cell in OTHERWISE), above=above))
    for number, ((name, _, _, message), problem) in enumerate(
        zip(OTHERWISE, problems, strict=True), 3 + above
    ):
        assert problem[:2] == (number, name)
        assert message in problem[2]
    assert got["hospital_gap"].null_count() == len(OTHERWISE) == got["problem"].count()
    assert got.columns[: len(HEADING)] == list(HEADING)
    assert got["start"].null_count() == 0


def test_either_remedy_leads_on(tmp_path: Path) -> None:
    """The cell in the format that is named, or what is meant in its place."""
    cells = [cell[:3] for cell in OTHERWISE if isinstance(cell[1], int | float | datetime) and cell[1]]
    _, problems, _ = priced(workbook(tmp_path / "asked.xlsx", *cells))
    formats = [re.search(r"the format (\S+);", remedy) for *_, remedy in problems]
    followed = [
        (name, value, found[1]) for (name, value, _), found in zip(cells, formats, strict=True) if found
    ]
    assert len(followed) == len(cells)
    assert priced(workbook(tmp_path / "formatted.xlsx", *followed))[1] == []
    meant = [(name, PLAIN[name], shown) for name, _, shown in followed]
    assert priced(workbook(tmp_path / "written.xlsx", *meant))[1] == []


def test_a_struck_out_cell_is_refused_whatever_it_holds_and_an_empty_one_is_none(tmp_path: Path) -> None:
    cells = [(name, value, "General") for name, value in PLAIN.items() if name not in ("id", "start")]
    empty = [("weight_kg", None, "General")]
    _, problems, _ = priced(workbook(tmp_path / "in.xlsx", *cells, *empty, struck=True))
    assert [problem[:3] for problem in problems] == [
        (number, name, "the cell is struck out.") for number, (name, *_) in enumerate(cells, 3)
    ]


def test_a_0_that_is_shown_as_none_is_not_given_and_that_is_said(tmp_path: Path) -> None:
    shown = [DOLLARS, "0.00;-0.00;;@", "#,###", '0.00;-0.00;"-"']
    source = workbook(tmp_path / "in.xlsx", *(("hospital_charge", 0, one) for one in (*shown, "0.00")))
    got, problems, said = priced(source)
    assert problems == []
    assert [gap is None for gap in got["hospital_gap"]] == [False, *[True] * len(shown), False, False]
    assert f"hospital_charge: {len(shown)} cells of 0 shown as '-' or as nothing: read as not given." in said


def test_rows_that_are_hidden_are_read_and_that_is_said(tmp_path: Path) -> None:
    source = workbook(tmp_path / "in.xlsx", above=2)
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    sheet.row_dimensions[1].hidden = sheet.column_dimensions["B"].hidden = True  # no rows of the table
    book.save(source)
    assert "Hidden" not in priced(source)[2]
    sheet.row_dimensions[5].hidden = True
    book.save(source)
    got, problems, said = priced(source)
    assert (problems, got["hospital_gap"].null_count()) == ([], 0)
    assert "and read all the same: 1 row of the table, such as row 5." in " ".join(said.split())


@pytest.mark.parametrize("kind", ["prefixed", "styled rows", "computed"])
def test_a_sheet_of_another_program_is_looked_at_as_well(kind: str, tmp_path: Path) -> None:
    """Names with a prefix, as .NET writes them; styles of rows, which are no cells; formulas."""
    cells = [("hospital_charge", 3.2, '0.0"k"'), ("hospital_charge", 0, "#,###")]
    source = workbook(tmp_path / "written.xlsx", *cells)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "in.xlsx", "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = changed(text, kind)
            new.writestr(name, text)
    got, problems, said = priced(tmp_path / "in.xlsx")
    assert [problem[:2] for problem in problems] == [(3, "hospital_charge")]
    assert [gap is None for gap in got["hospital_gap"]] == [False, True, True, False]
    assert "1 cell of 0" in said


def changed(sheet: bytes, kind: str) -> bytes:
    if kind == "prefixed":
        return re.sub(rb"<(/?)(?=\w)", rb"<\1x:", sheet).replace(b"xmlns=", b"xmlns:x=")
    if kind == "computed":
        return sheet.replace(b"<v>0</v>", b"<f>A1*0</f><v>0</v>").replace(
            b"<v>3.2</v>", b"<f>1+2.2</f><v>3.2</v>"
        )
    return re.sub(rb'<row r="(3|5)"', rb'<row r="\1" s="2" customFormat="1"', sheet)


def test_refused_cells_are_in_no_figure_of_a_comparison(tmp_path: Path) -> None:
    source = workbook(tmp_path / "in.xlsx", ("hospital_charge", 3.2, '0.0"k"'))
    result = run("portfolio", str(source), "--compare", "2024-07-01:2025-07-01")
    assert "Rows that could not be priced, and are in no figure: 1." in result.output
