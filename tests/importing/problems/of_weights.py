"""What of a workbook of weights, or of their price, is asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from importing.problems.of_cells import CaseOf
from importing.problems.user import WEIGHTS, Case, file_of
from weight_workbooks import Shape, edit, year_of_weights
from workbooks import Row, book

PRICES: list[Row] = [("Price",), ("Care", "Price per NWAU"), ("All", 7412), ("All", 7412)]


def acute(code: str, says: str, cells: Mapping[str, Any] | None = None, *said: str, **shape: Any) -> CaseOf:
    """A sheet of acute weights with some cells changed, codes in column B from row 8 on."""

    def made(folder: Path) -> Case:
        drawn = Shape(every=60, names={"acute": "A"}, **shape)
        path = edit(year_of_weights(folder / "w.xlsx", drawn), "A", cells or {})
        return Case(code, says, [file_of(path)], ("--carry", *said), WEIGHTS, item="Z99Z")

    return made


def weights(
    code: str, says: str, shape: Shape, said: Sequence[str] = ("--carry",), on: str = "2025-07-01"
) -> CaseOf:
    def made(folder: Path) -> Case:
        path = year_of_weights(folder / "w.xlsx", shape)
        return Case(code, says, [file_of(path)], said, {**WEIGHTS, "from": on})

    return made


def clinics(code: str, says: str, cells: Mapping[str, Any]) -> CaseOf:
    def made(folder: Path) -> Case:
        drawn = Shape(every=8, names={"clinic": "C"}, footnotes="none", clinic_codes="@")
        path = edit(year_of_weights(folder / "w.xlsx", drawn), "C", cells)
        return Case(code, says, [file_of(path)], ["--carry"], WEIGHTS, item="10.99")

    return made


def priced(
    code: str,
    says: str,
    rows: Sequence[Row] = PRICES,
    then: Callable[[Worksheet], object] | None = None,
    basis: str = "",
    given: str = "",
) -> CaseOf:
    def made(folder: Path) -> Case:
        path = book(folder / "p.xlsx", rows, then)
        typed = {**WEIGHTS, "from": "2026-07-01", "basis": basis, "price-per-weight": given}
        typed = {name: text for name, text in typed.items() if text}
        return Case(code, says, [file_of(path)], ["--carry"], typed)

    return made


def strike(cell: Any) -> None:
    cell.font = Font(strike=True)


def shown(value: object, pattern: str) -> Callable[[Any], None]:
    def change(cell: Any) -> None:
        cell.value, cell.number_format = value, pattern

    return change


def _hidden(sheet: Worksheet) -> None:
    sheet["B3"].value = 7000
    sheet.row_dimensions[3].hidden = True


def _struck(sheet: Worksheet) -> None:
    strike(sheet["B3"])


ACUTE = Shape(every=60, names={"acute": "A"})

OF_WEIGHTS: dict[str, CaseOf] = {
    "what the workbook lacks": weights("not-in-workbook", "does not hold", ACUTE, ()),
    "what nothing before it has": weights(
        "not-in-workbook",
        "does not hold",
        Shape(every=60, names={"acute": "A"}, title="Weights"),
        on="2010-07-01",
    ),
    "a basis that weights of before cannot have": priced(
        "bad-basis", "would be taken from", basis="published"
    ),
    "a price that is hidden": priced("hidden-rows", "this is hidden", PRICES, _hidden),
    "no price": priced("no-price", "this is no price", [*PRICES[:3], ("All", "TBA")]),
    "a price in another currency": priced(
        "currency", "in another currency", [*PRICES[:2], ("All", "£7,412")]
    ),
    "a price that is struck out": priced("struck-out", "this is struck out", PRICES, _struck),
    "a price from no sure day": priced(
        "bad-date", "not a date", [("Care", "Price per NWAU", "Start date"), ("All", 7412, "soon")]
    ),
    "a price of another year": priced(
        "which-price", "no price holds on", [("Year", "Price per NWAU"), ("2024-25", 7412), ("2025-26", 7300)]
    ),
    "several prices": priced("which-price", "has several", [*PRICES[:3], ("Emergency", 7000)]),
    "another price than that which is given": priced(
        "which-price", "and --price-per-weight 7,000", given="7000"
    ),
    "a price far from the one before": priced(
        "implausible-change",
        "the price of one weighted unit changes",
        [("Care", "Price per NWAU"), ("All", 74.12)],
    ),
    "a part of a day": acute("bad-day", "no number of days", {"G8": 6.5}),
    "no paediatric factor": acute("bad-factor", "no paediatric factor", {"I8": 50}),
    "a weight with a comma": acute("either-number", "a comma is no part", {"M8": "0,5"}),
    "a weight that is an error": acute("error-in-cell", "holds the error", {"M8": "#N/A"}),
    "a weight that shows 0": acute("hidden-by-format", "shows 0", {"M8": shown(0.00001, "0.0000")}),
    "a weight that is hidden": acute("hidden-by-format", "shows something else", {"M8": shown(1.5, ";;;")}),
    "a negative weight": acute("negative-weight", "no weight is negative", {"M8": -1}),
    "a flag that says nothing": acute("not-a-flag", "neither yes nor no", {"D8": "perhaps"}),
    "a weight formatted as a day": acute(
        "not-a-weight", "formatted as a date", {"M8": shown(45000, "d/mm/yy")}
    ),
    "a slip in a weight": acute("not-a-weight", "this is no weight", {"M8": "1.5 or so"}),
    "a weight that is struck out": acute("struck-out", "this is struck out", {"M8": strike}),
    "a weight too large": acute("too-large", "are these dollars", {"M8": 5000}),
    "a weight of another workbook": acute(
        "linked-workbook", "reads another workbook", {"M8": "=[1]Other!A1"}
    ),
    "a new item without a factor": acute(
        "new-item", "no column for", {"B8": "Z99Z"}, rename={"paediatric": None}
    ),
    "no weight": acute("no-weight", "of this item is missing", {"M8": None}),
    "words for a weight": acute("no-weight", "this is no figure for", {"M8": "TBA"}),
    "no code": acute("not-a-code", "no code as the others are", {"B8": "ZZZZZ"}),
    "a code with a footnote": clinics("not-a-code", "with the footnote 5", {"B8": "10.015"}),
    "a code that is struck out": acute("struck-out", "this is struck out", {"B8": strike}),
    "no column of a weight": acute(
        "which-long_stay_per_day-column", "no heading says", rename={"long_stay_per_day": "Beyond"}
    ),
    "no column that could be it": acute(
        "which-short_stay_base-column", "no heading says", rename={"short_stay_base": None, "length": None}
    ),
    "no column of what each must have": acute(
        "which-upper_bound-column", "no heading says", rename={"upper_bound": "Ends"}
    ),
    "several columns of a weight": acute(
        "which-inlier-column", "several columns could hold", rename={"length": "Inlier"}
    ),
    "several sheets of a stream": weights(
        "which-sheet",
        "could hold the emergency weights",
        Shape(every=10, names={"emergency": "One"}, second="Two"),
    ),
    "a column of fees": acute("bad-flag", "this is of fees.", None, "--columns amount=F"),
    "rows of fees": acute("bad-flag", "these are weights", None, "--rows 8-20"),
    "no row left": acute("no-items", "not one row of the table is an item", None, "--skip-rows 8-40"),
    "a cell that is not read": acute("unused-cell", "no such cell was read", None, "--set ZZ1=1"),
    "the title of another year": acute("which-year", "the title says", title="Price weights 2024–25"),
}
