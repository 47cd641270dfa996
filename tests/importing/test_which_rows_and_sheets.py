"""Which sheet, which rows, and where the table ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

import kfees
from workbooks import (
    SHEET,
    Row,
    amount,
    amounts,
    book,
    codes,
    fees,
    fill,
    notes,
    only_problem,
    plain_rows,
    read,
    recode,
    sheets,
    with_shared_texts,
)


def two_sheets(path: Path, hide: str = "") -> Path:
    made = Workbook()
    for name in ("Current", "Legacy"):
        sheet = made.create_sheet(name)
        fill(sheet, fees(*plain_rows(3 if name == "Current" else 2)))
        sheet.sheet_state = "hidden" if name == hide else "visible"
    made.remove(made.worksheets[0])
    made.save(path)
    return path


def test_two_sheets_with_fees_are_asked_for(tmp_path: Path, library: kfees.Library) -> None:
    path = two_sheets(tmp_path / "w.xlsx")
    problem = only_problem(read(path, library))
    assert problem.code == "which-sheet"
    assert "'Current' (3 rows); 'Legacy' (2 rows)" in problem.message
    assert '--sheet "Current"' in problem.remedy
    assert len(amounts(read(path, library, sheet="legacy"))) == 2


def test_a_hidden_sheet_is_never_taken_by_itself_and_is_said(tmp_path: Path, library: kfees.Library) -> None:
    path = two_sheets(tmp_path / "w.xlsx", hide="Legacy")
    result = read(path, library)
    assert len(amounts(result)) == 3
    assert result.understood.hidden_sheets == ["Legacy"]
    assert len(amounts(read(path, library, sheet="Legacy"))) == 2


def test_a_sheet_that_is_not_there_brings_the_names_of_those_that_are(
    tmp_path: Path, library: kfees.Library
) -> None:
    problem = only_problem(read(two_sheets(tmp_path / "w.xlsx"), library, sheet="Curent"))
    assert (problem.code, problem.remedy) == (
        "no-such-sheet",
        'Did you mean --sheet "Current"? The sheets are: Current, Legacy.',
    )


def hide_rows(*numbers: int, by_filter: bool = False) -> object:
    def hide(sheet: Worksheet) -> None:
        if by_filter:
            sheet.auto_filter.ref = "A1:C10"
        for number in numbers:
            sheet.row_dimensions[number].hidden = True

    return hide


@pytest.mark.parametrize("by_filter", [False, True], ids=["by hand", "by a filter"])
def test_hidden_rows_are_asked_for(by_filter: bool, tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(5)), hide_rows(3, 4, by_filter=by_filter))  # type: ignore[arg-type]
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("hidden-rows", "Fees!A3")
    assert "rows 3-4 are hidden" in problem.message
    assert len(amounts(read(path, library, hidden="include"))) == 5
    left = read(path, library, hidden="leave-out")
    assert list(amounts(left)) == ["1000", "1003", "1004"]
    assert "Hidden rows, left out by --hidden leave-out, 2 rows" in notes(left)


def test_a_hidden_column_of_fees_is_asked_for_and_not_taken(tmp_path: Path, library: kfees.Library) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True

    path = book(tmp_path / "w.xlsx", fees(*plain_rows(5)), hide)
    problem = only_problem(read(path, library))
    assert problem.code == "which-amount-column"
    assert "C 'Fee' (100, 101), hidden" in problem.message
    assert len(amounts(read(path, library, columns={"amount": "C"}))) == 5


def test_last_years_hidden_fees_do_not_compete_with_this_years(
    tmp_path: Path, library: kfees.Library
) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True

    rows = [(100 + number, "Visit", 40 + number, 50 + number) for number in range(5)]
    headings = ("Item", "Description", "Old fee", "Fee")
    result = read(book(tmp_path / "w.xlsx", fees(*rows, headings=headings), hide), library)
    assert amounts(result)["100"] == "50.00"
    assert [column.heading for column in result.understood.chosen.others] == ["Old fee"]


def test_totals_headings_and_repeated_headings_are_left_out_and_said(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [
        ("Consultations", None, None),
        *plain_rows(2),
        ("Item", "Description", "Fee"),
        ("2000", "Procedure", 500),
        ("Total", None, 701),
    ]
    result = read(book(tmp_path / "w.xlsx", fees(*rows)), library)
    assert list(amounts(result)) == ["1000", "1001", "2000"]
    assert "'Consultations' (row 2)" in notes(result)
    assert "'Item' (row 5)" in notes(result)
    assert "'Total' (row 7)" in notes(result)


def test_a_procedure_called_total_is_an_item(tmp_path: Path, library: kfees.Library) -> None:
    rows = [("49318", "Total hip replacement", 1500), ("THR", "Total hip replacement", 1600)]
    assert list(amounts(read(book(tmp_path / "w.xlsx", fees(*rows)), library))) == ["49318", "THR"]


def test_numbered_notes_after_a_gap_are_no_items(tmp_path: Path, library: kfees.Library) -> None:
    rows = [*plain_rows(3), ("1003", "Unpriced", None), (), ("6", "The weight is set by others", None)]
    result = read(book(tmp_path / "w.xlsx", fees(*rows)), library)
    assert amounts(result) == {"1000": "100.00", "1001": "101.00", "1002": "102.00", "1003": "unknown"}
    assert "Notes below the table, left out, 1 row: '6' (row 7)" in notes(result)


def test_an_amount_without_a_code_is_a_problem_with_both_ways_out(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(2), (None, "Later visit", 90)))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("no-code", "Fees!A4")
    assert "--set A4=CODE" in problem.remedy
    assert "--skip-rows 4" in problem.remedy
    assert len(amounts(read(path, library, skip_rows={4}))) == 2


def test_a_second_table_with_other_amounts_is_a_problem(tmp_path: Path, library: kfees.Library) -> None:
    rows = [*plain_rows(2), (), ("Item", "Description", "Rebate"), ("1000", "Service 0", 75)]
    path = book(tmp_path / "w.xlsx", fees(*rows))
    result = read(path, library)
    assert "second-table" in codes(result)
    assert "Pass --rows 2-4" in result.problems[-1].remedy + result.problems[0].remedy
    assert len(amounts(read(path, library, rows=(2, 4)))) == 2


def test_a_code_merged_over_its_rows_holds_for_each(tmp_path: Path, library: kfees.Library) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:B3")

    headings = ("Item", "Description", "Days", "Fee")
    rows = [("M", "Medical bed", "1-14", 804.25), (None, None, "15+", 698.57), ("DS1", "Day", None, 274.96)]
    result = read(book(tmp_path / "w.xlsx", fees(*rows, headings=headings), merge), library)
    assert result.problems == []
    found = [(rate.item, rate.label, rate.from_day) for rate in result.rates]
    assert found == [("M", "Medical bed", 1), ("M", "Medical bed", 15), ("DS1", "Day", None)]


def test_one_price_merged_over_several_items_holds_for_each(tmp_path: Path, library: kfees.Library) -> None:
    path = book(
        tmp_path / "w.xlsx",
        fees(("1", "Visit", 50), ("2", "Visit", None), ("3", "Visit", 60)),
        lambda sheet: sheet.merge_cells("C2:C3"),
    )
    assert amounts(read(path, library)) == {"1": "50.00", "2": "50.00", "3": "60.00"}


def test_an_item_twice_at_one_price_is_taken_once_and_said(tmp_path: Path, library: kfees.Library) -> None:
    result = read(book(tmp_path / "w.xlsx", fees(*plain_rows(2), (1000, "Again", 100))), library)
    assert len(amounts(result)) == 2
    assert "item 1000, also in C2 (C4)" in notes(result)


def test_an_item_twice_at_two_prices_is_a_problem_with_both(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(2), (1000, "Again", 100.5)))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("duplicate-item", "Fees!C4")
    assert "100.00 per service in C2, 100.50 per service in C4" in problem.message
    assert amounts(read(path, library, skip_rows={2}))["1000"] == "100.50"


def test_a_cell_that_the_user_reads_otherwise_is_said(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(3)))
    result = read(path, library, set_cells={"C3": "75.00"})
    assert amounts(result)["1001"] == "75.00"
    assert "Cells read as --set says, 1 cell: '101' is '75.00' (C3)" in notes(result)
    assert codes(read(path, library, set_cells={"Z99": "75.00"})) == ["unused-cell"]


def test_data_without_headings_are_read_when_rows_and_columns_are_named(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", [("Fees",), *plain_rows(3)])
    result = read(path, library, rows=(2, 4), columns={"item": "A", "label": "B", "amount": "C"})
    assert list(amounts(result)) == ["1000", "1001", "1002"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_merge_far_below_the_head_of_the_sheet_is_found(
    encoding: str, tmp_path: Path, library: kfees.Library
) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet["C4001"].value = None
        sheet.merge_cells("C4000:C4001")

    path = book(tmp_path / "w.xlsx", fees(*plain_rows(5_000)), merge)
    if encoding != "utf-8":
        recode(path, SHEET, encoding)
    found = amounts(read(path, library))
    assert len(found) == 5_000
    assert found["4998"] == found["4999"] == "4098.00"


def strike(*cells: str) -> Callable[[Worksheet], None]:
    def struck(sheet: Worksheet) -> None:
        for cell in cells:
            sheet[cell].font = Font(strike=True)

    return struck


@pytest.mark.parametrize("cells", [("A3", "B3", "C3"), ("A3", "C3")], ids=str)
def test_a_row_that_is_struck_out_is_left_out_and_said(
    cells: tuple[str, ...], tmp_path: Path, library: kfees.Library
) -> None:
    result = read(book(tmp_path / "w.xlsx", fees(*plain_rows(3)), strike(*cells)), library)
    assert list(amounts(result)) == ["1000", "1002"]
    assert "Struck out, left out, 1 row: '1001' (row 3)" in notes(result)


@pytest.mark.parametrize("cell", ["A2", "C2"])
def test_a_struck_cell_gives_way_to_another_row_of_its_item(
    cell: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees((1000, "old", 90), *plain_rows(2)), strike(cell))
    result = read(path, library)
    assert amounts(result) == {"1000": "100.00", "1001": "101.00"}
    assert (
        f"Struck out, left out for another row of the item, 1 cell: '{90 if cell == 'C2' else 1000}'"
        in notes(result)
    )


@pytest.mark.parametrize(("cell", "words"), [("A3", "1001"), ("C3", "101")])
def test_a_struck_cell_of_the_only_row_of_its_item_is_asked_about(
    cell: str, words: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(3)), strike(cell))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("struck-out", f"Fees!{cell}")
    assert problem.remedy == (
        f"Leave the row out with --skip-rows 3, or say what holds with --set {cell}={words}."
    )
    assert list(amounts(read(path, library, skip_rows={3}))) == ["1000", "1002"]
    assert amounts(read(path, library, set_cells={cell: words}))["1001"] == "101.00"


STRUCK = InlineFont(strike=True)


@pytest.mark.parametrize("shared_texts", [False, True])
def test_a_text_of_which_a_part_is_struck_out_is_asked_about_with_what_is_left(
    shared_texts: bool, tmp_path: Path, library: kfees.Library
) -> None:
    price = CellRichText(TextBlock(STRUCK, "100.00"), " 120.00")
    gone = CellRichText(TextBlock(STRUCK, "1"), TextBlock(STRUCK, "30"))
    words = CellRichText(TextBlock(STRUCK, "Old "), "Visit")
    rows = [("A1", words, price), ("A2", "Visit", gone), ("A3", words, 50)]
    path = book(tmp_path / "w.xlsx", fees(*rows))
    if shared_texts:
        with_shared_texts(path)
    problems = read(path, library).problems
    assert [(problem.code, problem.place) for problem in problems] == [
        ("struck-out", "Fees!C2"),
        ("struck-out", "Fees!C3"),
    ]
    assert "--set C2=120.00" in problems[0].remedy
    result = read(path, library, set_cells={"C2": "120.00"}, skip_rows={3})
    assert amounts(result) == {"A1": "120.00", "A3": "50.00"}
    assert {rate.label for rate in result.rates} == {"Visit"}


def test_many_struck_cells_are_left_out_together(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(9)), strike(*(f"C{row}" for row in range(3, 10))))
    problem = only_problem(read(path, library))
    assert problem.remedy.startswith("Leave all of them out with --skip-rows 3-9. Of each: Leave the row out")


def test_repeated_headings_with_a_year_are_left_out(tmp_path: Path, library: kfees.Library) -> None:
    headings = ("Item", "Description", "Fee 2025")
    path = book(tmp_path / "w.xlsx", fees(("A1", "x", 10.5), headings, ("A2", "y", 11), headings=headings))
    assert list(amounts(read(path, library))) == ["A1", "A2"]


@pytest.mark.parametrize("about", [[("1. See the policy.",), ("Call 1800",)], [("Version", 3), ("Page", 1)]])
@pytest.mark.parametrize("first", [True, False])
def test_rows_and_columns_that_are_named_make_no_table_of_a_sheet_of_notes(
    first: bool, about: list[Row], tmp_path: Path, library: kfees.Library
) -> None:
    tables = {"Notes": about, "Fees": fees(*plain_rows(4))}
    ordered = tables if first else dict(reversed(tables.items()))
    path = sheets(tmp_path / "w.xlsx", ordered)
    columns = {"item": "A", "amount": "C"}
    for said in ({"rows": (2, 4)}, {"rows": (2, 4), "columns": columns}, {"columns": columns}):
        result = read(path, library, **said)
        assert list(amounts(result))[:3] == ["1000", "1001", "1002"]
        assert [name for name, _ in result.understood.other_sheets] == ["Notes"]


def test_a_sheet_that_is_a_table_in_the_named_rows_alone_is_found(
    tmp_path: Path, library: kfees.Library
) -> None:
    odd: list[Row] = [("x", "y", "z"), *(("A", "b", "c"),) * 2, ("A1", "w", 10.5), ("A2", "v", 11.5)]
    path = sheets(tmp_path / "w.xlsx", {"Notes": [("Call us",)], "Odd": odd})
    said = {"rows": (4, 5), "columns": {"item": "A", "amount": "C"}}
    assert amounts(read(path, library, **said)) == {"A1": "10.50", "A2": "11.50"}


def test_titles_of_two_cells_above_headings_that_nobody_knows_head_no_columns(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows: list[Row] = [("Benefits of private hospitals", "From 1 July 2026"), ()]
    rows += [("Category", "Days 1-14", "Day 15 onwards"), ("Surgical", "$901.30", "$742.15")]
    rows += [("Medical", "$815.20", "$742.15"), ("ICU level 1", "$2,911.00", "N/A")]
    result = read(book(tmp_path / "w.xlsx", rows), library, columns={"item": "A"})
    found = [(rate.item, rate.from_day, amount(rate)) for rate in result.rates]
    assert found[:2] == [("Surgical", 1, "901.30"), ("Surgical", 15, "742.15")]
    assert not any(item == "Category" for item, _, _ in found)


@pytest.mark.parametrize("number", ["1.", "2)", "(3)", "a)", "iv."])
def test_a_numbered_note_whose_number_stands_in_a_cell_of_its_own_is_no_item(
    number: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(3), (number, "Prior approval is needed.")))
    result = read(path, library)
    assert list(amounts(result)) == ["1000", "1001", "1002"]
    assert f"'{number} Prior approval is needed.'" in notes(result)
    priced = book(tmp_path / "priced.xlsx", fees(("1.", "Visit", 10.5), ("2.", "Review", "POA")))
    assert amounts(read(priced, library)) == {"1.": "10.50", "2.": "unknown"}
