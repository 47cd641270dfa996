"""Every sheet, column and row that is not read is named, with the reason."""

from __future__ import annotations

from pathlib import Path

import kfees
from kfees.importing.left_out import LeftOut, left_out, left_out_of_weights
from weight_workbooks import Shape, bring_in, year_of_weights
from workbooks import Row, amounts, fees, plain_rows, read, sheets

TABLE = fees(*plain_rows(3))
WEIGHTS: list[Row] = [("DRG", "Weight"), ("A01Z", 1.2), ("A02Z", 0.8)]


def test_each_sheet_that_is_not_read_says_why(tmp_path: Path, library: kfees.Library) -> None:
    tables: dict[str, list[Row]] = {
        "Fees": TABLE, "Notes": [("Read the guide first.",)], "Blank": [], "Old": TABLE, "Weights": WEIGHTS,
        "Draft": [("Nothing yet.",)],
    }  # fmt: skip
    path = sheets(tmp_path / "w.xlsx", tables, hidden=("Old", "Draft"))
    result = read(path, library)
    assert len(amounts(result)) == 3
    assert list(left_out(result.understood)) == [
        LeftOut("sheet 'Notes'", "sheet", "no table of item codes and prices"),
        LeftOut("sheet 'Blank'", "sheet", "empty"),
        LeftOut("sheet 'Old'", "sheet", 'hidden; its table is read with --sheet "Old"'),
        LeftOut(
            "sheet 'Weights'",
            "sheet",
            "no column holds prices in dollars (it holds B 'Weight' (1.2, 0.8), which are no dollars)",
        ),
        LeftOut("sheet 'Draft'", "sheet", "hidden; no table of item codes and prices"),
    ]
    named = read(path, library, sheet="Old").understood
    assert {left.why for left in left_out(named)} == {"not named with --sheet"}


def test_each_column_that_is_not_read_says_why(tmp_path: Path, library: kfees.Library) -> None:
    headings = ("Item", "Description", "Fee", "Benefit", "Page", "Short name", "Remarks", None)
    rows = [(f"A{number}", "Visit", 10, 8, 500, "V", None, "x") for number in range(3)]
    path = sheets(tmp_path / "w.xlsx", {"Fees": fees(*rows, headings=headings)})
    result = read(path, library, columns={"amount": "C"})
    assert amounts(result)["A0"] == "10.00"
    assert [(left.place, left.why) for left in left_out(result.understood)] == [
        ("sheet 'Fees', column D", "another column was chosen as the amount"),
        ("sheet 'Fees', column E", "its heading says nothing that a schedule has"),
        ("sheet 'Fees', column F", "another column was chosen as the label"),
        ("sheet 'Fees', column G", "nothing stands below its heading where the sheet was looked at"),
        ("sheet 'Fees', column H", "no heading"),
    ]


def test_what_a_question_is_about_is_said_to_be_asked_about(tmp_path: Path, library: kfees.Library) -> None:
    headings = ("Item", "Description", "Fee one", "Fee two")
    rows = [(f"A{number}", "Visit", 10, 12) for number in range(3)]
    result = read(sheets(tmp_path / "w.xlsx", {"Fees": fees(*rows, headings=headings)}), library)
    assert [left.why for left in left_out(result.understood)] == ["asked about", "asked about"]


def test_rows_that_are_not_read_are_named_by_their_kind(tmp_path: Path, library: kfees.Library) -> None:
    rows: list[Row] = [
        ("A1", "First", 10), ("Imaging", None, None), ("A2", "Second", 20), ("Total", None, 30),
        ("A3", "Third", 5), (), ("Fees are reviewed.",),
    ]  # fmt: skip
    path = sheets(tmp_path / "w.xlsx", {"Fees": fees(*rows)})
    result = read(path, library, skip_rows=[6])
    found = {left.place: left.why for left in left_out(result.understood)}
    assert found["sheet 'Fees', rows 3, 8"] == "headings and notes between the items"
    assert found["sheet 'Fees', row 5"] == "totals of the rows above"
    assert found["sheet 'Fees', row 6"] == "left out by --skip-rows"
    some = read(path, library, rows=(2, 4))
    assert [left for left in left_out(some.understood) if "other rows" in left.place] == [
        LeftOut("sheet 'Fees', other rows than 2-4", "rows", "--rows 2-4")
    ]


def test_a_workbook_of_weights_names_what_it_does_not_use(tmp_path: Path, library: kfees.Library) -> None:
    names = {"acute": "Acute", "clinic": "Clinics"}
    result = bring_in(year_of_weights(tmp_path / "w.xlsx", Shape(every=60, names=names)), library)
    found = list(
        left_out_of_weights(result.sheets.found.values(), [*result.unread, "Notes"], result.sheets.hidden)
    )
    assert LeftOut("sheet 'Notes'", "sheet", "neither weights nor their price") in found
