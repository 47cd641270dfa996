"""Workbooks of fees laid out as five publishers lay out theirs, each as awkward, with names of our own.

The Medicare fees are the published ones; every other figure is invented.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from publishing import NOT_AVAILABLE, Formula, fill, published

# The Medicare schedule: the fee stands among 40 columns, two of which hold parts of it.
MEDICARE = (
    "ItemNum", "SubItemNum", "ItemStartDate", "ItemEndDate", "Category", "Group", "SubGroup", "SubHeading",
    "ItemType", "FeeType", "ProviderType", "NewItem", "ItemChange", "AnaesChange", "DescriptorChange",
    "FeeChange", "EMSNChange", "EMSNCap", "BenefitType", "BenefitStartDate", "FeeStartDate", "ScheduleFee",
    "Benefit100", "BasicUnits", "EMSNStartDate", "EMSNEndDate", "EMSNFixedCapAmount", "EMSNMaximumCap",
    "EMSNPercentageCap", "EMSNDescription", "EMSNChangeDate", "DescriptionStartDate", "Description",
    "QFEStartDate", "QFEEndDate", "DerivedFeeStartDate", "DerivedFee", "Benefit75", "Benefit85", "Anaes",
)  # fmt: skip


def medicare_fees() -> dict[str, str]:
    """Item to its fee on 1 March 2025, or 'derived'."""
    return {row["item"]: fee for row in published("medical/fees.csv") if (fee := row["2025-03-01"])}


def medicare_schedule(path: Path, most: int | None = None) -> Path:
    """Item numbers are integers, fees integers and floats, days are texts, and a derived fee is a blank."""
    items = [row for row in published("medical/fees.csv") if row["2025-03-01"]][:most]
    rows = [[row.get(heading) for heading in MEDICARE] for row in map(_medicare_row, items)]
    numbers = ("ItemNum", "Category", "ScheduleFee", "Benefit100", "Benefit75", "Benefit85")
    formats = ["General" if heading in numbers else "@" for heading in MEDICARE]
    with Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        fill(book, sheet, 1, [MEDICARE])
        fill(book, sheet, 2, rows, *formats)
    return path


def _medicare_row(row: dict[str, str]) -> dict[str, Any]:
    number = int(row["item"])
    words = f"Service {number}" if number % 4 == 0 else f"Service {number}, said in {'many ' * 40}words"
    always = {
        "ItemNum": number,
        "ItemStartDate": "01.12.1989",
        "Category": number // 10_000 + 1,
        "Group": f"A{number // 1_000}",
        "SubGroup": str(number % 9) if number % 5 else None,
        "ItemType": "S",
        **dict.fromkeys(MEDICARE[11:17], "N"),
        "EMSNCap": "P" if number % 6 == 0 else "N",
        "BenefitType": "C",
        "BenefitStartDate": "01.11.2004",
        "EMSNMaximumCap": "500.00" if number % 6 == 0 else None,
        "EMSNPercentageCap": "300.00" if number % 6 == 0 else None,
        "DescriptionStartDate": "01.05.2010",
        "Description": words,
        "BasicUnits": row["units"] or None,
        "Anaes": "Y" if number % 2 else None,
    }
    if row["2025-03-01"] == "derived":
        return always | {"FeeType": "D", "DerivedFee": "The fee of another item, plus $30.00 a patient"}
    fee = _stored(float(row["2025-03-01"]))
    parts = {"Benefit100": fee} if number < 1_000 else {"Benefit85": _stored(round(fee * 0.85, 1))}
    since = ".".join(reversed(row["since"].split("-")))
    whole = {
        "FeeType": "N",
        "FeeStartDate": since,
        "ScheduleFee": fee,
        "Benefit75": _stored(round(fee * 0.75, 2)),
    }
    return always | whole | parts


def _stored(value: float) -> float | int:
    return int(value) if value.is_integer() else value


# Prices by state: two sheets to see, two that are hidden and hold what was superseded.
STATES = ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA", "Remote", "Very Remote")
LISTED = (
    "Support Item Number", "Support Item Name", "Registration Group Number", "Registration Group Name",
    "Category Number", "Category Number (new)", "Category Name", "Category Name (new)", "Unit", "Quote",
    "Start date", "End Date",
)  # fmt: skip
RULES = (
    "At a Distance", "Provider Travel", "Short Notice Cancellations.", "Reports", "Irregular Supports",
    "Type",
)  # fmt: skip
SUPERSEDED = (
    "Tab", "Support Item Number", "PAPL", "ATHM", "Docs", "Support Item Number", "Support Item Name",
    "Registration Group Number", "Registration Group Name", "Category Number", "Category Name", "Unit",
    "Quote", "Start date", "End Date",
)  # fmt: skip
OLD_STATES = (*STATES[:8], "P01", "P02")


def by_state_price(number: int) -> float | int | None:
    """Every fifth is quoted for and has no price; the others are whole dollars or not."""
    return None if number % 5 == 1 else _stored(round(60 + number * 7.25, 2))


def _listed(number: int, start: Any = "20240701", end: Any = "99991231") -> list[Any]:
    price = by_state_price(number)
    code = f"71_{number:03}_0107_1_1"
    what = [code, f"Support {number}", "0107", "Daily supports", 1, 1, "Daily Life (old)", "Daily Life"]
    far = [] if price is None else [round(price * 1.4, 2), round(price * 1.5, 2)]
    prices = [None] * 10 if price is None else [*[price] * 8, *far]
    rules = (
        [*["NA"] * 5, "Quotable Supports"] if price is None else ["Y", "Y", "N", "N", "N", "Price Limited"]
    )
    return [*what, "H", "No" if price else "Yes", start, end, *prices, *rules]


def prices_by_state(path: Path) -> Path:
    with Workbook(path) as book:
        formats = (*["General"] * 12, *['"$"#,##0.00'] * 10, "General")
        current = [_listed(number, end="99991231" if number < 40 else 20250630) for number in range(60)]
        current.insert(21, current[20])
        payment = ["Bereavement", "Payment after a death", "0127", "Management", 14, 14, "Choices", "Choices"]
        current.append(
            [*payment, "MON", "No", "20240701", "99991231", *[110.5] * 10, *["N/A"] * 5, "Price Limited"]
        )
        current += [_listed(number, start=20241001) for number in range(60, 72)]
        sheet = book.add_worksheet("Current Supports")
        fill(book, sheet, 1, [[*LISTED, *STATES, *RULES], *current], *formats)
        sheet.autofilter(0, 0, len(current), 33)
        old = [_listed(number * 5 + (number % 4 == 0), end=20241231) for number in range(100, 120)]
        fill(book, book.add_worksheet("Legacy Supports"), 1, [[*LISTED, *STATES, *RULES], *old], *formats)
        _hidden(book)
    return path


def _superseded(number: int, start: Any, rise: float) -> list[Any]:
    code, price = f"71_{number:03}_0107_1_1", by_state_price(number)
    what = [
        code,
        f"Support {number}",
        "0107",
        "Daily supports",
        1,
        "Daily Life",
        "H",
        "No",
        start,
        "99991231",
    ]
    prices = [""] * 10 if price is None else [price * rise] * 10
    return ["Current", code, "PAPL", NOT_AVAILABLE, NOT_AVAILABLE, *what, *prices]


def _hidden(book: Workbook) -> None:
    formats = (*["General"] * 15, '_-"$"* #,##0.00_-;\\-"$"* #,##0.00_-;_-"$"* "-"??_-;_-@_-')
    both = [
        _superseded(number, *then) for number in range(60) for then in ((20220701, 0.93), ("20230701", 0.97))
    ]
    sheet = book.add_worksheet("Sheet3")
    fill(book, sheet, 1, [[*SUPERSEDED, *OLD_STATES], *both], *formats)
    for row in range(20, 40):
        sheet.set_row(row, options={"hidden": True})
    sheet.hide()
    sheet = book.add_worksheet("Prices before")
    fill(book, sheet, 1, [[*[None] * 19, "Prices of 2022-23", *[None] * 12, "Prices of 2023-24"]])
    fill(book, sheet, 3, [[*[None] * 5, "<< Tab: pasted from the list of the year before"]])
    headings = [*SUPERSEDED, *OLD_STATES, ".", *OLD_STATES, "."]
    twice = [
        [*_superseded(number, 20220701, 0.93), ".", *_superseded(number, 0, 0.97)[15:], "."]
        for number in range(60)
    ]
    fill(book, sheet, 6, [headings, *twice], *formats)
    sheet.hide()


# Factors by locality: codes that lost their leading zeros, and a value within a heading.
NAMES = ("NORTH", "SOUTH COAST", "CITY (EAST/WEST CNTY)", "HILLS", "REST OF STATE", "ISLANDS", "STATEWIDE")


def locality_factors(path: Path) -> Path:
    """One contractor serves several localities, so that a code alone is no item."""
    contractors = [10112, 2102, 3102, *[1112] * 20, *[1182] * 14, *range(4302, 12302, 111)]
    rows = [
        [contractor, number % 60 if number else 0, NAMES[number % 7], round(19 + number * 0.37 % 9, 2)]
        for number, contractor in enumerate(contractors)
    ]
    with Workbook(path) as book:
        sheet = book.add_worksheet("Adjusted factors")
        headings = ["Contractor", "Locality", "Locality Name", "Unit CF of 20.3456"]
        fill(book, sheet, 1, [headings, *rows], "00###_)", "00_)", "General", "##.00_)")
    return path


def localities(path: Path) -> Path:
    """A map of localities to counties: codes and names, every other row empty, and no price."""
    rows: list[list[Any]] = []
    for number in range(80):
        rows += [
            [],
            [f"{1112 + number:05}", f"{number:02}", f"STATE {number} ", "STATEWIDE ", "ALL COUNTIES "],
        ]
    with Workbook(path) as book:
        sheet = book.add_worksheet("Localities")
        fill(book, sheet, 1, [["COUNTIES IN THE LOCALITIES OF 2025 (BY STATE)"]])
        headings = [
            "Administrative Contractor",
            "Locality Number",
            "State ",
            "Fee Schedule Area ",
            "Counties",
        ]
        fill(book, sheet, 3, [headings])
        fill(book, sheet, 4, rows, "@", "@", "General")
        fill(book, sheet, 169, [["*  Served by two contractors"]])
    return path


# Prices of drugs: four merged rows of titles, codes as numbers and as texts, prices as words.
DRUGS = 124


def drug_prices(path: Path) -> Path:
    """The method is looked up in another workbook; 7 cents are stored as 0.07000000000000001."""
    with Workbook(path) as book:
        sheet = book.add_worksheet("Adm Drugs")
        titles = ("Health Care of a State", "Capped Fee Schedule", "Final Drug Rates", "Effective 01/01/2026")
        for number, title in enumerate(titles):
            sheet.merge_range(number, 0, number, 4, title)
        headings = ["Code", "Description", "Fee for Service Rate ", "Effective Date", "Methodology¹"]
        fill(book, sheet, 5, [headings])
        money = '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)'
        rows = [_drug(number) for number in range(DRUGS)]
        fill(book, sheet, 6, rows, "General", "d-mmm-yy", money, "mm/dd/yy;@", "d-mmm-yy")
        fill(book, sheet, 6 + 34, [rows[34][:3]], "@", "d-mmm-yy", money.replace("0.00", "0.0"))
        sheet.autofilter(4, 0, DRUGS + 4, 4)
        sheet.freeze_panes(5, 0)
    return path


def _drug(number: int) -> list[Any]:
    code: Any = 80_300 + number if number < 12 else f"{'AJQS'[number % 4]}{number * 70:04}"
    price: Any = 0.07 if number % 20 == 10 else _stored(round(12.5 + number * 31.37, 2))
    looked_up = Formula(f"=VLOOKUP(A{number + 6},[1]Covered!$A$1:$M$1241,13,FALSE)", "WAC")
    method = looked_up if number % 9 == 4 else "ASP"
    by_report = number > 10 and number % 7 == 6
    return [code, f"DRUG {number}, PER DOSE", "BR" if by_report else price, date(2026, 1, 1), method]
