"""Six workbooks made as publishers make theirs: the shapes, stored types and number formats of real ones.

Words and most figures are made up; the Medicare fees are the published ones in `tests/published`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_CEILING, Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from workbooks import As, Row, fill

MEDICARE_FEES = Path(__file__).parent / "published" / "medical" / "fees.csv"

DOLLARS = '"$"#,##0.00'
ACCOUNTING = '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)'

STATES = ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA", "Remote", "Very Remote")

NOTES = {**dict.fromkeys(range(1015, 1019), "6"), 1021: "7"}
NOT_PRICED = {1019: "Block funded", 1021: "Not priced", 2006: "Out of scope"}
"""By clinic, as a whole number: the mark of a note that stands raised behind its code, and clinics
without a weight."""


def _made(path: Path, sheets: dict[str, list[Row]], then: Callable[[Workbook], object] | None = None) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        fill(made.create_sheet(title), rows)
    if then is not None:
        then(made)
    made.save(path)
    return path


def price_weights(folder: Path) -> Path:
    """Nine sheets of weights, column A empty, headings in two rows, notes below; no dollars anywhere."""

    def table(appendix: str, *rows: Row) -> list[Row]:
        above: list[Row] = [
            (),
            ("", f"Appendix {appendix}"),
            (),
            ("", f"Table {appendix}. Price weights"),
            (),
        ]
        return [[None if cell == "" else cell for cell in row] for row in (*above, *rows)]

    two_rows = [
        ("", "Class", "Description", "Same-day", "Days", "Price weights", ""),
        *[("",) * 5 + ("Base", "Per diem")],
    ]
    classes = [
        ("", f"{number}Z", f"Class {number}", " ", 2.5 + number, 0.427, 1.3204) for number in range(1, 40)
    ]
    one_row = ("", "Class", "Description", "Price weight")
    short = [("", f"E{number:04}Z", f"Class {number}", 0.0355 + number / 100) for number in range(1, 40)]
    factors: list[Row] = [
        ("", "Complication", "Complexity Group", "", ""),
        ("", "", "Low ", "Moderate", "High"),
        *(
            ("", f"{number}. Complication", *(As(number / share, "0.0%") for share in (60, 80, 100)))
            for number in range(1, 10)
        ),
        ("", "10. Complication¹⁰", *[As("Nil", "0.0%")] * 3),
    ]
    sheets = {
        "Admitted Acute": table("H", *two_rows, *classes),
        "Admitted Subacute": table("I", *two_rows, *classes),
        "Admitted Mental Health": table("J", *two_rows, *classes),
        "Community Mental Health": table("K", *two_rows, *classes),
        "Non-Admitted": table("L", ("", "Tier 2", "Description", "Price weight", "Paediatric"), *_clinics()),
        "Emergency - AECC": table("M", one_row, *short),
        "Emergency - UDG": table("N", one_row, *short),
        "Hospital Acquired Complications": table("O", *factors),
        "Avoidable Hospital Readmissions": table("P", *factors),
    }
    return _made(folder / "price_weights.xlsx", sheets)


def _clinics() -> Iterator[Row]:
    """Codes are numbers shown with two decimals, so that 10.10 is stored as 10.1, or text with a mark."""
    raised = InlineFont(vertAlign="superscript")
    for number in (*range(1001, 1023), *range(2001, 2056)):
        code: Any = As(number / 100, "0.00")
        if number in NOTES:
            code = As(CellRichText(f"{number / 100:.2f}", TextBlock(raised, NOTES[number])), "@")
        weight, paediatric = (NOT_PRICED[number], "N/A") if number in NOT_PRICED else (number / 10000, 1)
        words = As(f"Clinic {number}", "0.00")
        yield ("", code, words, As(weight, "#,##0.0000"), As(paediatric, "0%"))
    yield ()
    yield ("", "6 Classes 10.15 to 10.18 are priced by the month.")
    yield ("", "7 Funded under a separate agreement.")


MEDICARE_HEADINGS = (
    "ItemNum", "SubItemNum", "ItemStartDate", "ItemEndDate", "Category", "Group", "FeeType", "NewItem",
    "FeeChange", "EMSNCap", "BenefitType", "BenefitStartDate", "FeeStartDate", "ScheduleFee", "Benefit100",
    "BasicUnits", "EMSNFixedCapAmount", "EMSNMaximumCap", "EMSNPercentageCap", "Description", "DerivedFee",
    "Benefit75", "Benefit85",
)  # fmt: skip


def medicare(folder: Path) -> Path:
    """Every item of 1 March 2025: codes are numbers, days are text, fees are whole numbers or not."""

    def stored(amount: Decimal) -> int | float:
        return int(amount) if amount == int(amount) else float(amount)

    def share(fee: Decimal, percent: int) -> int | float:
        return stored((fee * percent / 5).to_integral_value(ROUND_CEILING) / 20)

    rows: list[Row] = [MEDICARE_HEADINGS]
    with MEDICARE_FEES.open(encoding="utf-8", newline="") as lines:
        listed = [row for row in csv.DictReader(lines) if row["2025-03-01"]]
    for row in listed:
        whole = [As(text, "@") for text in (None, "01.12.1989", None)]
        since = As(".".join(reversed(row["since"].split("-"))) or None, "@")
        caps = [As(None, "@"), As("500.00", "@"), As("300.00", "@")]
        derived = row["2025-03-01"] == "derived"
        fee = None if derived else Decimal(row["2025-03-01"])
        all_of_it = fee is not None and int(row["item"]) < 100
        rows.append(
            (
                int(row["item"]), *whole, 1, As("A1", "@"), As("D" if derived else "N", "@"), As("N", "@"),
                As("N", "@"), As("P", "@"), As("E" if all_of_it else "C", "@"), As("01.11.2004", "@"), since,
                stored(fee) if fee is not None else None,
                stored(fee) if fee is not None and all_of_it else None,
                As(row["units"] or None, "@"), *caps, As(f"Item {row['item']}", "@"),
                As("Item 3, and more for each patient" if derived else None, "@"),
                share(fee, 75) if fee is not None and not all_of_it else None,
                share(fee, 85) if fee is not None and not all_of_it else None,
            )
        )  # fmt: skip
    return _made(folder / "medicare.xlsx", {"Sheet1": rows})


def price_list_by_state(folder: Path) -> Path:
    """Two sheets with a price for each state, and two hidden ones with last year's prices and #N/A."""
    about = ("Support Item Number", "Support Item Name", "Registration Group Number", "Unit", "Quote")
    headings = (*about, "Start date", "End Date", *STATES, "Provider Travel", "Type")

    def row(number: int, price: float | None, start: Any = "20240701", end: Any = "99991231") -> Row:
        cents = [price] * 8 + [price and round(price * 1.4, 2), price and round(price * 1.5, 2)]
        code = f"{1 + number // 100:02}_{number % 100:03}_0107_1_1"
        prices = [As(amount, DOLLARS) for amount in cents]
        return (
            code,
            f"Support {number}",
            "0107",
            "H",
            "No" if price else "Yes",
            start,
            end,
            *prices,
            "Y",
            "Price",
        )

    current = [row(2, 75.82), row(3, None), *(row(4 + number, 57.23 + number) for number in range(300))]
    current.append(("04_454_0136_1_1", *row(454, 162.38, start=20241001)[1:]))
    legacy = [row(500 + number, 65.09 if number % 20 else None, end=20241231) for number in range(40)]
    superseded = [("Legacy", "#N/A", *row(2 + number, 69.77, start=20220701)) for number in range(60)]

    def hide(made: Workbook) -> None:
        for sheet in made.worksheets[2:]:
            sheet.sheet_state = Worksheet.SHEETSTATE_HIDDEN

    sheets: dict[str, list[Row]] = {
        "Current Support Items": [headings, *current],
        "Legacy Support Items": [headings, *legacy],
        "Sheet3": [("Tab", "Docs", *headings), *superseded],
        "Support Catalogue": [(None, "Last year"), (), ("Tab", "Docs", *headings), *superseded],
    }
    return _made(folder / "price_list_by_state.xlsx", sheets, hide)


def locality_factors(folder: Path) -> Path:
    """Codes whose zeros are only shown, one contractor for several localities, a number in a heading."""
    contractors = (10112, 2102, 3102, 7102, 1112, 1182, 4112, 13102)
    keys = [(10112, 0), (2102, 1), (3102, 0), (7102, 13), (1112, 54)]
    keys += [(contractor, 20 + number) for number in range(13) for contractor in contractors]
    factors = [19.31, 27.86, *(19 + number / 100 for number in range(len(keys)))]
    rows: list[Row] = [
        (As(contractor, "00###_)"), As(locality, "00_)"), f"PLACE {number}", As(factor, "##.00_)"))
        for number, ((contractor, locality), factor) in enumerate(zip(keys, factors, strict=False))
    ]
    headings = ("Contractor", "Locality", "Locality Name", "Anes CF of 20.3178")
    return _made(folder / "locality_factors.xlsx", {"Locality Adjusted CFs": [headings, *rows]})


def localities(folder: Path) -> Path:
    """A map of codes to places, without one price."""
    rows: list[Row] = [
        ("COUNTIES INCLUDED IN LOCALITIES",),
        (),
        ("Contractor", "Locality Number", "State ", "Fee Schedule Area ", "Counties"),
        (),
        *(
            (As(f"{10112 + number}", "@"), As(f"{number:02}", "@"), f"STATE {number} ", "STATEWIDE ", "ALL ")
            for number in range(60)
        ),
    ]
    return _made(folder / "localities.xlsx", {"21LOCCO": rows})


def drug_prices(folder: Path) -> Path:
    """Titles over merged cells, headings in row 5, codes that are numbers or text, 16 prices 'BR', and
    formulas that link to another workbook."""
    day = As(date(2026, 1, 1), "mm/dd/yy;@")
    codes: list[int | str] = [90371, *range(90375, 90465), *(f"J{100 + number:04}" for number in range(1148))]
    codes.append("J3490")
    rows: list[Row] = []
    for number, code in enumerate(codes):
        by_report = code == "J3490" or number in range(200, 1100, 60)
        price: Any = "BR" if by_report else 137.83 if code == 90371 else round(0.05 + number * 1.37, 2)
        way = f"=VLOOKUP(A{6 + number},[1]Covered!$A$1:$M$1241,13,FALSE)" if number % 60 == 7 else "ASP"
        rows.append((code, As(f"DRUG {number}", "d-mmm-yy"), As(price, ACCOUNTING), day, As(way, "d-mmm-yy")))
    titles: list[Row] = [
        ("A health care system",),
        ("Capped fee schedule",),
        ("Final rates",),
        ("Effective 01/01/2026",),
    ]
    headings = (
        As("Code", "@"),
        "Description",
        As("Fee for Service Rate ", DOLLARS),
        As("Effective Date", "mm/dd/yy;@"),
        "Methodology¹",
    )

    def merge(made: Workbook) -> None:
        for row in range(1, 5):
            made.worksheets[0].merge_cells(f"A{row}:E{row}")

    return _made(folder / "drug_prices.xlsx", {"Drugs": [*titles, headings, *rows]}, merge)
