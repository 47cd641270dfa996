"""A workbook of price weights laid out as its publisher lays it out: no dollars anywhere.

The weights are the published ones; the names, and what stands beside the weights, are our own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from xlsxwriter import Workbook

import kfees
from kfees.importing.importing import SourceFile, import_tables
from kfees.importing.weighted import ImportedWeights
from kfees.library.adjustments import STREAMS
from kfees.library.version import Version
from kfees.library.weights import Weight
from publishing import Formula, Marked, fill, published
from workbooks import asked

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


@dataclass(frozen=True)
class Shape:
    """How a year's workbook is laid out; as the publisher's is unless changed.

    `left`: what stands in the columns before the codes. `every`: of so many rows, one. `change`: a row as it
    is written, by stream. `rename`: headings that are worded otherwise; one that is None has no column.
    """

    year: str = "2025"
    every: int = 1
    names: Mapping[str, str] = field(
        default_factory=lambda: {
            "acute": "Admitted Acute",
            "other": "Admitted Mental Health",
            "clinic": "Non-Admitted",
            "emergency": "Emergency - AECC",
        }
    )
    left: Sequence[Any] = (None,)
    heading_rows: int = 2
    title: str = "Price weights"
    flags: tuple[str, str] = ("YES", " ")
    footnotes: str = "raised"
    clinic_codes: str = "0.00"
    unpriced: tuple[str, str] = ("Not priced", "N/A")
    blank: Any = None
    rename: Mapping[str, str | None] = field(default_factory=dict)
    stray: Sequence[Any] = ()
    second: str = ""
    hidden: str = ""
    change: Callable[[str, dict[str, Any]], dict[str, Any]] = lambda _, row: row


ACUTE = {
    "item": ("", "", "AR-DRG V11.0"),
    "label": ("", "", "Description"),
    "same_day_list": ("", "", "Same-day payment list"),
    "bundled_icu": ("", "", "Bundled ICU"),
    "length": ("", "", "ALOS (days, excluding designated SD and unbundled ICU)"),
    "lower_bound": ("Inlier bounds", "", "Lower bound"),
    "upper_bound": ("Inlier bounds", "", "Upper bound"),
    "paediatric": ("", "", "Paediatric adjustment"),
    "same_day": ("Price weights", "Same day", "Same day"),
    "short_stay_base": ("Price weights", "Short-stay outlier", "Short-stay outlier base"),
    "short_stay_per_day": ("Price weights", "Short-stay outlier", "Short-stay outlier per diem"),
    "inlier": ("Price weights", "Inlier", "Inlier"),
    "long_stay_per_day": ("Price weights", "Long-stay outlier", "Long-stay outlier per diem"),
}
"""Headings over three rows, of which the publisher has the first and the last."""

CLINIC = {
    "item": ("", "", "Tier 2 V9.1"),
    "label": ("", "", "Description"),
    "weight": ("", "", "Price weight"),
    "paediatric": ("", "", "Paediatric adjustment"),
}
EMERGENCY = {
    "item": ("", "", "AECC V1.1"),
    "label": ("", "", "Description"),
    "weight": ("", "", "Price weight"),
}
FOUR, WHOLE, PERCENT = "#,##0.0000", "0", "0%"


def year_of_weights(path: Path, shape: Shape) -> Path:
    """A whole year: acute, emergency and clinic weights, and a sheet of another classification."""
    makers = {"acute": _acute, "other": _mental_health, "clinic": _clinic, "emergency": _emergency}
    with Workbook(path) as book:
        for stream, name in shape.names.items():
            makers[stream](book, name, shape)
        if shape.second:
            _emergency(book, shape.second, shape)
        if shape.hidden:
            book.add_worksheet(shape.hidden).hide()
    return path


def _rows_of(table: str, shape: Shape) -> list[dict[str, str]]:
    rows = [row for row in published(f"department-of-health/{table}.csv") if row["year"] == shape.year]
    return rows[:: shape.every]


def _acute(book: Workbook, name: str, shape: Shape) -> None:
    yes, no = shape.flags
    rows = [
        {
            "item": row["drg"],
            "label": f"Stay of class {row['drg']}",
            "same_day_list": yes if row["same_day"] == "yes" else no,
            "bundled_icu": yes if row["bundles_icu"] == "yes" else no,
            "length": 7.4,
            "lower_bound": int(row["from_day"]),
            "upper_bound": int(row["to_day"]),
            "paediatric": float(row["child"]),
            "same_day": _figure(row["one_day"], shape),
            "short_stay_base": _figure(row["short_base"], shape),
            "short_stay_per_day": _figure(row["short_day"], shape),
            "inlier": float(row["inlier"]),
            "long_stay_per_day": _figure(row["long_day"], shape),
        }
        for row in _rows_of("acute", shape)
    ]
    styles = {"length": "0.0", "lower_bound": WHOLE, "upper_bound": WHOLE, "paediatric": PERCENT}
    _table(book, name, shape, ACUTE, "acute", rows, {**dict.fromkeys(ACUTE, FOUR), **styles})


def _figure(text: str, shape: Shape) -> Any:
    return float(text) if text else shape.blank


def _mental_health(book: Workbook, name: str, shape: Shape) -> None:
    """Its headings are the acute ones; its codes are not."""
    rows = [
        {
            "item": f"1{number:02d}Z",
            "label": f"Phase {number}",
            **dict.fromkeys(("lower_bound", "upper_bound"), number + 1),
            **dict.fromkeys(("short_stay_base", "inlier", "long_stay_per_day"), 1.7474),
        }
        for number in range(1, 9)
    ]
    heads = {role: ACUTE[role] for role in rows[0]}
    _table(book, name, shape, heads, "other", rows, dict.fromkeys(heads, FOUR))


def _clinic(book: Workbook, name: str, shape: Shape) -> None:
    word, factor = shape.unpriced
    rows = [
        {
            "item": row["clinic"],
            "label": f"Clinic {row['clinic']}",
            "weight": float(row["weight"]),
            "paediatric": float(row["child"]),
        }
        for row in _rows_of("clinics", shape)
    ]
    rows += [
        {"item": clinic, "label": f"Clinic {clinic}", "weight": word, "paediatric": factor}
        for clinic in ("10.19", "10.21", "30.01")
    ]
    for row in rows:
        mark = NOTED.get(str(row["item"]))
        row["item"] = _clinic_code(str(row["item"]), mark, shape)
    styles = {"item": shape.clinic_codes, "label": "@", "weight": FOUR, "paediatric": PERCENT}
    notes = (
        "6 These four classes are priced by the month.",
        "7 Paid under another agreement.",
        "8 As the class that these came from.",
        "9 Part of the service that sent the patient.",
    )
    _table(book, name, shape, CLINIC, "clinic", rows, styles, notes)


def _clinic_code(code: str, mark: str | None, shape: Shape) -> Any:
    if mark is not None and shape.footnotes == "raised":
        return Marked(code, mark)
    if mark is not None and shape.footnotes == "glued":
        return code + mark
    if mark is not None and shape.footnotes == "number":
        return float(code + mark)
    return code if shape.clinic_codes == "@" else float(code)


def _emergency(book: Workbook, name: str, shape: Shape) -> None:
    rows = [
        {"item": row["class"], "label": f"Class {row['class']}", "weight": float(row["weight"])}
        for row in _rows_of("emergency", shape)
    ]
    _table(book, name, shape, EMERGENCY, "emergency", rows, dict.fromkeys(EMERGENCY, FOUR))


def _table(
    book: Workbook,
    name: str,
    shape: Shape,
    heads: Mapping[str, Sequence[str]],
    stream: str,
    rows: Sequence[dict[str, Any]],
    styles: Mapping[str, str],
    notes: Sequence[str] = (),
) -> None:
    sheet = book.add_worksheet(name)
    sheet.write(1, len(shape.left), f"Appendix: {shape.title}")
    sheet.write(3, len(shape.left), f"Table. {shape.title}, by class")
    heads = {role: words for role, words in heads.items() if shape.rename.get(role, "") is not None}
    first = 5
    for column, (role, words) in enumerate(heads.items(), len(shape.left)):
        lowest = shape.rename.get(role) or words[2]
        levels = {1: [lowest], 2: [words[0], lowest], 3: [words[0], words[1], lowest]}[shape.heading_rows]
        for number, text in enumerate(levels):
            if text:
                sheet.write(first + number, column, text)
    styled = ["General"] * len(shape.left) + [styles[role] for role in heads] + ["General"]
    for number, row in enumerate(rows, first + shape.heading_rows + 1):
        changed = shape.change(stream, row)
        cells = [*shape.left, *(changed.get(role) for role in heads), *shape.stray]
        fill(book, sheet, number, [cells], *styled)
    top = first + shape.heading_rows + len(rows) + 3
    for number, note in enumerate(notes):
        sheet.write(top + 2 * number, len(shape.left), note)


def edit(path: Path, sheet: str, change: Mapping[str, Any]) -> Path:
    """A workbook of which some cells are changed: to a value, or by a function of the cell."""
    book = openpyxl.load_workbook(path)
    for place, value in change.items():
        if callable(value):
            value(book[sheet][place])
        else:
            book[sheet][place].value = value
    book.save(path)
    return path


NEP25 = date(2025, 7, 1)


def bring_in(path: Path, library: kfees.Library, **changed: Any) -> ImportedWeights:
    """What becomes of a workbook, with --carry from 1 July 2025 unless told otherwise; `more`: files beside
    it."""
    files = [SourceFile(str(file), file.read_bytes()) for file in (path, *changed.pop("more", ()))]
    stated: dict[str, Any] = {"first_day": NEP25, "payee": None, "gst": None, "carry": True} | changed
    result = import_tables(files, asked("department-of-health", **stated), library, "nowhere")
    assert isinstance(result, ImportedWeights)
    return result


def made(result: ImportedWeights) -> Version:
    """The version that can be written. Fails where the import was refused."""
    assert [str(problem) for problem in result.problems] == []
    [version] = result.versions
    return version


def weights_of(version: Version) -> dict[str, Weight]:
    tables = version.activity
    assert tables is not None
    found = {item: tables.weight(item) for stream in STREAMS for item in tables.items_of(stream)}
    return {item: weight for item, weight in found.items() if weight is not None}


def in_force(library: kfees.Library, day: date = NEP25) -> Version:
    version = library.version_on("department-of-health", day)
    assert version is not None
    return version
