"""A workbook of price weights laid out as its publisher lays it out: no dollars anywhere.

The weights are the published ones; the names, and what stands beside the weights, are our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from publishing import Formula, Marked, fill, published

NOTED = {
    **dict.fromkeys(("10.15", "10.16", "10.17", "10.18"), "6"),
    "10.21": "7",
    **dict.fromkeys(("20.58", "40.67"), "8"),
    **{f"30.0{number}": "9" for number in range(1, 10)},
}
"""The number of the note that is printed behind a clinic, raised, as if it were its last digit."""

UNPRICED = {
    "10.19": "Block funded",
    "10.21": "Not priced",
    **{f"30.0{number}": "Not priced" for number in range(1, 10)},
    **dict.fromkeys(("20.06", "40.02", "40.08", "40.27", "40.33"), "Out of scope"),
}
AS_TEXT = ("20.57", "40.68")
"""Clinics whose number is formatted as text, beside all the others that are shown with two decimals."""


def price_weights(path: Path) -> Path:
    """Column A is empty, two rows of headings are merged, flags are YES or a space, notes stick to codes."""
    with Workbook(path) as book:
        _admitted(book)
        _subacute(book)
        _clinics(book)
        _complications(book)
    return path


def _titled(book: Workbook, name: str, title: str) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write(1, 1, f"Appendix: {title}")
    sheet.write(3, 1, f"Table. {title}, by class")
    return sheet


def _headed(sheet: Any, single: Sequence[str], groups: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Headings in rows 6 and 7: some are merged down, the others stand below one that is merged across."""
    column = 1
    for heading in single:
        sheet.merge_range(5, column, 6, column, heading)
        column += 1
    for heading, below in groups:
        sheet.merge_range(5, column, 5, column + len(below) - 1, heading)
        sheet.write_row(6, column, below)
        column += len(below)


def _number(text: str) -> float | str:
    return float(text) if text else ""


def _flag(text: str) -> str:
    return "YES" if text == "yes" else " "


BOUNDS = ("Inlier bounds", ("Lower bound", "Upper bound"))


def _admitted(book: Workbook) -> None:
    sheet = _titled(book, "Admitted", "price weights of admitted patients")
    weights = (
        "Same day",
        "Short-stay outlier base",
        "Short-stay outlier per diem",
        "Inlier",
        "Long-stay outlier",
    )
    _headed(
        sheet,
        ("AR-DRG", "Description", "Same-day list", "Bundled ICU"),
        (BOUNDS, ("Price weights", weights)),
    )
    rows = [
        [
            None,
            row["drg"],
            f"Stay of class {row['drg']}",
            _flag(row["same_day"]),
            _flag(row["bundles_icu"]),
            int(row["from_day"]),
            int(row["to_day"]),
            *(_number(row[key]) for key in ("one_day", "short_base", "short_day", "inlier", "long_day")),
        ]
        for row in published("department-of-health/acute.csv")
        if row["year"] == "2025"
    ]
    fill(book, sheet, 8, rows, *["General"] * 7, "0.0000")


def _subacute(book: Workbook) -> None:
    """Somebody left the price in N3, and what it comes to in a column without a heading."""
    sheet = _titled(book, "Subacute", "price weights of subacute patients")
    sheet.write(2, 13, 7000)
    single = ("AN-SNAP", "Care type", "Episode type", "Description", "Same-day class", "Days")
    weights = ("Same day", "Short-stay outlier per diem", "Inlier", "Long-stay outlier per diem")
    _headed(sheet, single, (BOUNDS, ("Price weights", weights)))
    rows = []
    for number in range(30):
        days, inlier = 20.5 + number, round(4.2 + number * 0.3137, 4)
        stray = Formula(f"=(L{number + 8}*$N$3)/G{number + 8}", inlier * 7000 / days)
        code = f"6X{chr(65 + number // 9)}{number % 9 + 1}"
        words = ("Rehabilitation", "Adult", f"Score {number}", " ")
        rows.append([None, code, *words, days, 10, 40, "", 0.41, inlier, 0.2671, stray])
    accounts = '_-* #,##0.0_-;\\-* #,##0.0_-;_-* "-"??_-;_-@_-'
    fill(book, sheet, 8, rows, *[accounts] * 6, "#,##0.0_ ;\\-#,##0.0\\ ", *["0"] * 2, "#,##0.0000")


def _clinics(book: Workbook) -> None:
    """10.10 is stored as 10.1 and shown with two decimals; 10.156 is clinic 10.15 with note 6."""
    sheet = _titled(book, "Non-Admitted", "price weights of clinics")
    fill(book, sheet, 6, [[None, "Tier 2", "Description", "Price weight", "Paediatric adjustment"]])
    priced = {
        row["clinic"]: (float(row["weight"]), float(row["child"]))
        for row in published("department-of-health/clinics.csv")
        if row["year"] == "2025"
    }
    known = {**priced, **{clinic: (word, "N/A") for clinic, word in UNPRICED.items()}}
    for number, (clinic, figures) in enumerate(sorted(known.items()), 7):
        code = Marked(clinic, NOTED[clinic]) if clinic in NOTED else float(clinic)
        style = "@" if clinic in (*NOTED, *AS_TEXT) else "0.00"
        row = [None, code, f"Clinic {clinic}", *figures]
        fill(book, sheet, number, [row], "General", style, "0.00", "#,##0.0000")
    notes = (
        "6 These four classes are priced by the month, see the guide",
        "for what a month is.",
        None,
        "7 Paid under another agreement.",
        None,
        "8 As the class that these came from.",
        None,
        "9 Part of the service that sent the patient.",
    )
    fill(book, sheet, len(known) + 9, [[None, note] for note in notes], "0.00")


def _complications(book: Workbook) -> None:
    sheet = _titled(book, "Complications", "adjustments for complications")
    _headed(sheet, ("Complication",), (("Complexity group", ("Low ", "Moderate", "High")),))
    rows = [[None, f"{number}. Complication", 0.143, 0.104, 0.092] for number in range(1, 15)]
    rows += [[None, "15. Another complication¹⁰", "Nil", "Nil", "Nil"], [], [None, "10 Not adjusted for."]]
    fill(book, sheet, 8, rows, "General", "General", "0.0%")
