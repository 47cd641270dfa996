"""What of a table, its columns, its sheets and its flags is asked about, or wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from csv import DictReader
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from importing.problems.of_cells import CaseOf, of, text
from importing.problems.user import FEES, Case, csv, file_of
from kfees.importing.importing import SourceFile
from workbooks import Row, book, edit, fees, plain_rows, sheets

TIDY = "Item,Description,Fee\nA1,Visit,12.50\nA2,Review,13.00\n"
DATED = "Item,Description,Fee,Start date,End date\nA1,Visit,12.50,{}\nA2,Review,13.00,{}\n"
STAY = "Item,Description,Days 1-14,Days 15-28,Days 29+\nA1,Bed,12.50,9.50,7\nA2,Bed,13,10,8\n"
GAP = "Item,Description,Days 1-7,Days 15+\nA1,Bed,12.50,9.50\nA2,Bed,13,10\n"
NEITHER = "Item,Description,Notes\nA1,Visit,none\nA2,Review,none\n"


def said(code: str, says: str, *flags: str, table: str = TIDY, **typed: str) -> CaseOf:
    """Flags and fields beside a tidy table."""
    return lambda _: Case(code, says, [csv(table)], flags, FEES | typed)


def fixed(
    code: str, says: str, hand: Mapping[str, str] | SourceFile, table: str = TIDY, **typed: str
) -> CaseOf:
    """What no flag ends, with what a person does."""
    return lambda _: Case(code, says, [csv(table)], typed=FEES | typed, by_hand=hand)


def parts(code: str, says: str, tables: Mapping[str, Sequence[Row]], *flags: str) -> CaseOf:
    """A workbook of several sheets."""
    return lambda folder: Case(code, says, [file_of(sheets(folder / "fees.xlsx", tables))], flags)


def _none_of_several(folder: Path) -> Case:
    words: list[Row] = [("Item", "Description", "Notes"), ("A1", "Visit", "none"), ("A2", "Review", "none")]
    path = sheets(folder / "fees.xlsx", {"One": words, "Two": words})
    return Case("no-prices", "none of its 2 sheets", [file_of(path)], by_hand=csv(TIDY), is_end=True)


def _all_hidden(folder: Path) -> Case:
    path = book(folder / "fees.xlsx", fees(*plain_rows(3)))
    edit(path, "xl/workbook.xml", lambda xml: re.sub(r'state="visible"', 'state="hidden"', xml))
    return Case("hidden-sheets", "every sheet is hidden", [file_of(path)])


def _of_another_kind(folder: Path) -> Case:
    """Cents for dollars."""
    medical = Path(__file__).parents[3] / "schedules/medical/2025-07-01/rates.csv"
    with medical.open(encoding="utf-8", newline="") as lines:
        rates = [rate for rate in DictReader(lines) if rate["amount"][:1].isdigit()][:30]
    rows = [(rate["item"], rate["label"], 100 * float(rate["amount"])) for rate in rates]
    typed = {"schedule": "medical", "from": "2025-07-01"}
    path = book(folder / "fees.xlsx", fees(*rows))
    return Case("implausible-change", "typical change of price", [file_of(path)], typed=typed)


def _amounts_alone(folder: Path) -> Case:
    path = book(folder / "fees.xlsx", [("Fee", "Gap fee"), (12.5, 3), (13, 4)])
    says = "no column of item codes was found"
    return Case("which-item-column", says, [file_of(path)], by_hand=csv(TIDY), is_end=True)


def _figures_alone(folder: Path) -> Case:
    path = book(folder / "fees.xlsx", [(12.5, 3.5), (13.5, 4.5), (14.5, 5.5)])
    return Case(
        "which-item-column", "no row heads the columns", [file_of(path)], by_hand=csv(TIDY), is_end=True
    )


def _late(folder: Path) -> Case:
    rows = [
        ("Item", "Sfx", "Description", "Fee"),
        *((10_000 + n, None, "Visit", 100 + n) for n in range(402)),
    ]
    rows += [("20001", None, "Scan", 99), ("20001", "QW", "Scan", 99)]
    return Case("which-modifier-column", "is blank further up", [file_of(book(folder / "fees.xlsx", rows))])


def _hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def _same_file(_: Path) -> Case:
    twice = [csv(TIDY), csv(TIDY, "again.csv")]
    return Case("same-file", "this is the same file as", twice, by_hand=csv(TIDY))


VISITS: list[Row] = [("Code", "Name", "Price"), ("A1", "x", 12), ("A2", "y", 13), ("A3", "z", 14)]
METRO = fees(*((f"A{number}", "Visit", 10 + number) for number in range(9)))
RURAL = fees(*((f"A{number}", "Visit", 15 + number) for number in range(9)))


def beside(left: list[Row], right: list[Row], down: int = 0) -> list[Row]:
    """Two tables, the right one so many rows further down."""
    rows: list[Row] = []
    for number in range(max(len(left), len(right) + down)):
        first = left[number] if number < len(left) else (None, None, None)
        rows.append((*first, None, *(right[number - down] if 0 <= number - down < len(right) else ())))
    return rows


OF_TABLES: dict[str, CaseOf] = {
    "no column of prices": fixed("no-prices", "no column holds prices", csv(TIDY), NEITHER),
    "no column that says price": text(
        "no-prices", "no column holds prices", "Item,Description,Count\nA1,Visit,3\nA2,Review,4\n"
    ),
    "points for prices": text(
        "no-prices", "which are no dollars", "Item,Description,Points\nA1,Visit,3\nA2,Review,4\n"
    ),
    "points that are named": text(
        "not-dollars",
        "says points",
        "Item,Description,Points\nA1,Visit,3\nA2,Review,4\n",
        "--columns amount=C",
    ),
    "days that may be the last": text(
        "which-ends-column",
        "may say until when",
        DATED.format("1 July 2026,30 June 2027", "1 July 2026,30 June 2027").replace("End date", "Closes"),
    ),
    "pounds in a heading": text(
        "currency", "another currency", "Item,Description,Fee (£)\nA1,Visit,3.00\nA2,Review,4.00\n"
    ),
    "no sheet with prices": _none_of_several,
    "no table": lambda _: Case(
        "no-prices", "no table of item codes", [csv("Fees,of 2025\n")], by_hand=csv(TIDY), is_end=True
    ),
    "a table of one row": text("no-prices", "no table of item codes", "A1,12.50\n"),
    "hidden sheets": _all_hidden,
    "rows below the table": said("no-such-rows", "nothing stands in these rows", "--rows 50-60"),
    "two sheets of fees": parts(
        "which-sheet",
        "could hold the fees",
        {"One": fees(*plain_rows(3)), "Two": fees(("B1", "x", 5), ("B2", "y", 6))},
    ),
    "two columns of fees": text(
        "which-amount-column",
        "several columns hold amounts",
        "Item,Description,Fee,Fee\nA1,Visit,12.50,20\nA2,Review,13,21\n",
    ),
    "no column of codes": of(
        "which-item-column",
        "no column of item codes was found",
        [("Remark", "Fee"), ("see below", 12.5), ("see above", 13)],
    ),
    "nothing but amounts": _amounts_alone,
    "nothing but amounts and no heading": _figures_alone,
    "a heading that two columns have": said(
        "no-such-column",
        "several columns are headed",
        "--columns amount=Fee",
        table="Item,Description,Fee,Fee\nA1,Visit,12.50,20\nA2,Review,13,21\n",
    ),
    "a column that is not there": said(
        "no-such-column", "there is no column 'Price'", "--columns amount=Price"
    ),
    "a column about GST": text(
        "which-gst-column",
        "may say whether the amounts include GST",
        "Item,Description,Fee,GST status\nA1,Visit,12.50,as agreed\nA2,Review,13.00,by agreement\n",
    ),
    "days of a stay that end before they begin": text(
        "bad-day", "", "Item,Description,Fee,From day,To day\nA1,Bed,12.50,15,3\nA2,Bed,13.00,1,14\n"
    ),
    "a stay or another fee": text(
        "which-amount-column",
        "several fees are stated",
        "Item,Description,Days 1-14,Days 15+,Fee\nA1,Bed,12.50,9.50,20\nA2,Bed,13,10,21\n",
    ),
    "columns that are no stay": text("no-stay", "do not say one day of a stay", STAY, "--columns amount=C+E"),
    "days that leave a gap": text("which-amount-column", "are no days of a stay that follow", GAP),
    "a part of a stay": text("part-of-a-stay", "holds some days of a stay", STAY, "--columns amount=C"),
    "a row that commas cut apart": text(
        "cut-apart", "more cells than the headings", TIDY + "A3,Plate,1,569.00\nA4,Scan,9.50\n"
    ),
    "an item twice": text("duplicate-item", "stands twice", TIDY + "A1,Visit,99.00\n"),
    "no row that is an item": text(
        "no-items",
        "not one row of the table is an item",
        "Item,Description,Fee\nA1,Visit,12.50\nA2,Review,13.00\n",
        "--skip-rows 2-3",
    ),
    "no row that holds on the day": text(
        "no-items",
        "no row of the table holds",
        DATED.format("1 July 2023,30 June 2024", "1 July 2024,30 June 2025"),
    ),
    "rows that end before they begin": text(
        "no-items",
        "no row of the table holds",
        DATED.format("1 July 2026,30 June 2024", "1 July 2026,30 June 2025"),
    ),
    "no amount that is known": text(
        "no-amounts",
        "not one amount can be read",
        "Item,Description,Fee\nA1,Visit,TBA\nA2,Review,TBA\n",
        "--columns amount=C",
    ),
    "no amount in the column of prices": text(
        "no-amounts",
        "not one amount can be read",
        "Item,Description,Fee,Limit\nA1,Visit,TBA,12.50\nA2,Review,TBA,13.50\n",
        "--columns amount=C",
    ),
    "a flag of weights": said("bad-flag", "no weights", "--carry"),
    "prices of another kind": _of_another_kind,
    "items of another schedule": said("implausible-change", "not one item of", schedule="medical"),
    "a column of no amounts as stored": said("no-such-column", "no column of amounts", "--as-stored B"),
    "a cell that is not read": said("unused-cell", "no such cell was read", "--set Z9=5"),
    "fees for a schedule of weights": fixed(
        "weighted-schedule", "is priced by weights", FEES, schedule="department-of-health"
    ),
    "a price of nothing": fixed(
        "bad-flag", "no unit is free", {"price-per-weight": ""}, **{"price-per-weight": "0"}
    ),
    "rows that cannot be read": said("bad-flag", "this cannot be read", "--skip-rows x"),
    "a schedule's name that is none": fixed(
        "bad-schedule-name", "cannot name a schedule", FEES, schedule="Nursing!"
    ),
    "a schedule's name that is taken": fixed(
        "bad-schedule-name", "is the folder of the regimens", FEES, schedule="regimens"
    ),
    "a late column": _late,
    "items in two parts": parts(
        "duplicate-item",
        "item A1 is 12.00 per service",
        {"One": fees(("A1", "x", 12), ("A2", "y", 13)), "Two": fees(("A1", "x", 14), ("A3", "y", 15))},
        "--sheet One",
        "--sheet Two",
    ),
    "many items in two parts": parts(
        "duplicate-item",
        "9 items stand in two parts",
        {"Metro": METRO, "Rural": RURAL},
        "--sheet Metro",
        "--sheet Rural",
    ),
    "periods of another day": text(
        "which-amount-column",
        "none holds on",
        "Item,Description,Fee 2023-24,Fee 2024-25\nA1,Visit,12.50,13.50\nA2,Review,13.00,14.00\n",
    ),
    "periods either way round": text(
        "either-date",
        "either way round in",
        "Item,Description,Fee from 05/06/2025,Fee from 07/08/2025\nA1,Visit,12.50,13.50\nA2,Visit,13,14\n",
    ),
    "a section either way round": text(
        "either-date",
        "in the heading above this row",
        "Item,Description,Fee\nFees from 05/06/2025,,\nA1,Visit,12.50\nA2,Review,13.00\n",
    ),
    "a sheet that is not there": said("no-such-sheet", "there is no sheet 'Part 9'", '--sheet "Part 9"'),
    "a cell of a sheet that is not read": parts(
        "no-such-sheet", "is read", {"One": METRO}, '--set "Part 9:A2=B1"'
    ),
    "a cell of which sheet": parts(
        "which-sheet",
        "this names none",
        {"One": METRO, "Two": fees(("B1", "x", 5), ("B2", "y", 6))},
        "--sheet One",
        "--sheet Two",
        "--set A2=B7",
        "--skip-rows 3,5",
    ),
    "rows of which sheet": parts(
        "which-sheet",
        "this names none",
        {"One": METRO, "Two": fees(("B1", "x", 5), ("B2", "y", 6))},
        "--sheet One",
        "--sheet Two",
        "--rows 2-3",
    ),
    "the same file twice": _same_file,
    "whom it pays": said("which-payee", "whom it pays", payee=""),
    "whether GST is in it": said("which-gst", "whether the amounts include GST", gst=""),
    "whether GST is in the items that bear it": lambda _: Case(
        "which-gst",
        "says which items bear GST",
        [csv("Item,Description,Fee,GST\nA1,Visit,12.50,Y\nA2,Review,13.00,N\nA3,Long,14.00,Y\n")],
        typed={**FEES, "gst": ""},
    ),
    "hidden rows": of("hidden-rows", "hidden, by hand", fees(*plain_rows(4)), _hide),
    "an amount without a code": text("no-code", "without an item code", TIDY + ",Visit,14.00\n"),
    "what may be a total": text("perhaps-total", "could be a total", TIDY + "Total,,99.00\n"),
    "figures beside the table": of(
        "rows-aside",
        "hold figures beside the table",
        [*VISITS, (), ("Travel",), (None, None, None, "B1", "km", 0.95), (None, None, None, "B2", "km", 2.5)],
    ),
    "a title of another period": of(
        "other-period", "speaks of 1 July 2024 to 30 June 2025", [("Fees 2024-25",), (), *VISITS]
    ),
    "a sheet of another period": parts("other-period", "its name speaks of", {"Fees 2024-25": VISITS}),
    "a table beside another": of("side-by-side", "stand side by side", beside(VISITS, METRO[:5])),
    "a table beside another, far below": of(
        "side-by-side", "hold a table of their own beside", beside(fees(*plain_rows(410)), METRO[:5], 405)
    ),
    "a second table": of(
        "second-table",
        "the sheet holds 2 tables",
        [*VISITS, (), ("Code", "Name", "Price in 2026"), ("B1", "x", 5), ("B2", "y", 6)],
    ),
    "rows by a column that is not there": said(
        "no-such-column", "there is no column 'Zone'", "--where Zone=Metro"
    ),
    "rows by what no row says": said("no-such-value", "no row says so", "--where B=Stay"),
}
