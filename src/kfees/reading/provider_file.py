"""The file of a quote that a provider sent, as sheets of text: CSV or Excel, never trusted.

Nothing is understood here but cells. What makes a whole row uncertain, such as a formula whose
result was never stored, stands beside its cells.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kfees.model.problems import InputError, Problem
from kfees.reading.json_and_toml import read_text
from kfees.reading.plain_workbook import MAXIMUM_FILE_BYTES, open_workbook

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MAXIMUM_ROWS, MAXIMUM_COLUMNS = 2_000, 200

SEPARATORS = ",;\t"

_OLD_EXCEL, _PDF, _ZIP = b"\xd0\xcf\x11\xe0", b"%PDF", b"PK"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row's cells as text. `unsure`: why the row as a whole cannot be read for certain.

    `joined`: the columns, from 0, whose cell is merged with one above or below.
    """

    number: int
    cells: tuple[str, ...]
    unsure: str = ""
    joined: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet, empty ones left out. `place`: the file, and the sheet where it has several."""

    place: str
    rows: tuple[SheetRow, ...]
    hidden: bool = False


def refusal(place: str, code: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(code, place, message, remedy)])


def read_file(content: bytes, name: str) -> list[list[Sheet]]:
    """The ways to read a file, each a list of its sheets: one for Excel, one a separator for CSV.

    InputError where it is neither, is empty, is damaged, or is larger than any quote.
    """
    if len(content) > MAXIMUM_FILE_BYTES:
        message = f"it holds more than {MAXIMUM_FILE_BYTES:,} bytes."
        raise refusal(name, "too-large", message, "Send the quote alone.")
    if not content.strip():
        raise refusal(name, "empty-file", "the file is empty.", "Send the quote again, whole.")
    if content.startswith((_OLD_EXCEL, _PDF)):
        kind = "a PDF" if content.startswith(_PDF) else "an old Excel workbook (.xls), or one with a password"
        raise refusal(name, "not-a-table", f"this is {kind}.", "Send the quote as .csv or .xlsx.")
    return [_workbook_sheets(content, name)] if content.startswith(_ZIP) else list(_csv_sheets(content, name))


def _csv_sheets(content: bytes, name: str) -> Iterator[list[Sheet]]:
    """The text read with each separator that people use, and that it can be read with."""
    text = read_text(content, name)
    if "\0" in text:
        raise refusal(
            name, "not-a-table", "this is no CSV or Excel file.", "Send the quote as .csv or .xlsx."
        )
    found, errors = 0, []
    for separator in [mark for mark in SEPARATORS if mark in text] or SEPARATORS[:1]:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        try:
            rows = [
                SheetRow(number, cells)
                for number, line in enumerate(lines, 1)
                if any(cells := tuple(map(tidy, line)))
            ]
        except csv.Error as error:
            errors.append(f"line {lines.line_num} ({error})")
            continue
        found += 1
        yield [Sheet(name, _not_too_many(rows, name))]
    if not found:
        raise refusal(
            name,
            "not-a-table",
            f"this is not CSV, from {errors[0]} on.",
            "Mend the quotes there, or save it again.",
        )


def _workbook_sheets(content: bytes, name: str) -> list[Sheet]:
    formulas, values = open_workbook(content, name, "quote")
    sheets = list(_sheets(values, formulas, name))
    if all(sheet.hidden for sheet in sheets):
        message = "the workbook has no visible sheet with anything on it."
        raise refusal(name, "empty-file", message, "Show the sheet with the quote.")
    return sheets


def _sheets(values: Workbook, formulas: Workbook, name: str) -> Iterator[Sheet]:
    """The sheets with anything on them."""
    found = [
        (sheet, rows)
        for sheet in values.worksheets
        if (rows := list(_rows(sheet, formulas[sheet.title], f"{name} sheet {sheet.title!r}")))
    ]
    for sheet, rows in found:
        place = name if len(found) == 1 else f"{name} sheet {sheet.title!r}"
        yield Sheet(place, _not_too_many(rows, place), sheet.sheet_state != "visible")


def _rows(sheet: Worksheet, formulas: Worksheet, place: str) -> Iterator[SheetRow]:
    if sheet.max_row > 10 * MAXIMUM_ROWS or sheet.max_column > MAXIMUM_COLUMNS:
        message = f"the sheet reaches to row {sheet.max_row:,} and column {sheet.max_column:,}."
        raise refusal(place, "too-large", message, "Delete what stands below and beside the quote.")
    joined = [area for area in sheet.merged_cells.ranges if area.max_row > area.min_row]
    for number, (row, sources) in enumerate(zip(sheet.iter_rows(), formulas.iter_rows(), strict=True), 1):
        cells = tuple(_cell_text(cell.value) for cell in row)
        without_result = [
            source.coordinate
            for cell, source in zip(row, sources, strict=True)
            if cell.value is None and source.data_type == "f"
        ]
        unsure = ""
        if without_result:
            unsure = f"{without_result[0]}: a formula whose result was never stored."
        elif sheet.row_dimensions[number].hidden:
            unsure = "The row is hidden in the workbook."
        if any(cells) or without_result:
            columns = [
                range(area.min_col - 1, area.max_col)
                for area in joined
                if area.min_row <= number <= area.max_row
            ]
            yield SheetRow(number, cells, unsure, frozenset(column for area in columns for column in area))


def _not_too_many(rows: list[SheetRow], place: str) -> tuple[SheetRow, ...]:
    if len(rows) > MAXIMUM_ROWS:
        message = f"it has {len(rows):,} rows, and a quote has at most {MAXIMUM_ROWS:,}."
        raise refusal(place, "too-large", message, "Send the quote alone.")
    return tuple(rows)


def _cell_text(value: object) -> str:
    """A figure as the 15 digits that Excel keeps; a day as year-month-day, with the time of its cell."""
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat(" ", "seconds")
        case float():
            return format(value, ".15g")
        case _:
            return tidy(str(value))


def tidy(text: str) -> str:
    """On one line, and only what can be printed."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
