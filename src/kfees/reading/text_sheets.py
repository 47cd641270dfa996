"""A file that somebody sent with a table in it, as sheets of text, whatever its kind; never trusted.

Nothing is understood here but cells. What makes a whole row uncertain, such as a formula whose
result was never stored, stands beside its cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kfees.model.problems import Unreadable
from kfees.reading.as_written.codes import as_shown
from kfees.reading.cell import BLANK, Cell, moment, number, shown, tidy
from kfees.reading.file_limits import QUOTE, WorkbookLimits, refusal
from kfees.reading.opening import SheetPart, Workbook
from kfees.reading.passes import survey, where_in_file
from kfees.reading.sheet import SheetRow, Tables, address
from kfees.reading.table_file import kind_of, open_table_file
from kfees.reading.text_table import NotCsv, lines_of, separators_in, text_of

MAXIMUM_ROWS, MAXIMUM_COLUMNS = 2_000, 200
MOST_ROWS = 10 * MAXIMUM_ROWS
"""A sheet that reaches further down is not looked through."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row's cells as text. `unsure`: why the row as a whole cannot be read for certain.

    `joined`: the columns, from 0, whose cell is merged with one above or below. `printed`: the cells of
    a workbook that are numbers in a format of their own, as it shows them; empty for every other.
    `spanned`: what a merged cell says that begins in a row above, by its first column, from 0.
    `formats`: the number formats of the cells of a workbook. `where`: how people find the row in a file
    that shows no numbers of rows, such as a PDF.
    """

    number: int
    cells: tuple[str, ...]
    unsure: str = ""
    joined: frozenset[int] = frozenset()
    printed: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    where: str = ""
    spanned: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TextSheet:
    """The rows of a sheet, empty ones left out. `place`: the file, and the sheet where it has several."""

    place: str
    rows: tuple[TextRow, ...]
    hidden: bool = False
    file: str = ""

    def place_of(self, row: TextRow) -> str:
        """'quote.xlsx row 7', 'quote.pdf page 3, table 1, row 7'."""
        return f"{self.file} {row.where}" if row.where else f"{self.place} row {row.number}"


def read_file(content: bytes, name: str, limits: WorkbookLimits = QUOTE) -> list[list[TextSheet]]:
    """The ways to read a file, each a list of its sheets: one a separator for CSV, one for every other kind.

    InputError where it holds no table, is empty, locked or damaged, or is larger than its limits.
    """
    if len(content) > limits.file_bytes:
        message = f"it holds more than {limits.file_bytes:,} bytes."
        raise refusal(name, "too-large", message, f"Send the {limits.what} alone.")
    empty = refusal(name, "empty-file", "the file is empty.", f"Send the {limits.what} again, whole.")
    if not content.strip():
        raise empty
    if kind_of(content, name, limits) != "text":
        return [_sheets(content, name, limits)]
    # A mark of the encoding, or separators without anything between them, make no row.
    found = [sheets for sheets in _csv_sheets(content, name, limits) if any(sheet.rows for sheet in sheets)]
    if not found:
        raise empty
    return found


def _csv_sheets(content: bytes, name: str, limits: WorkbookLimits) -> Iterator[list[TextSheet]]:
    """The text read with each separator that people use, and that it can be read with."""
    text = text_of(content, name, limits)
    found, errors = 0, []
    for separator in separators_in(text):
        try:
            rows = [
                TextRow(number, cells)
                for number, (_, line) in enumerate(lines_of(text, separator), 1)
                if any(cells := tuple(map(tidy, line)))
            ]
        except NotCsv as error:
            errors.append(str(error))
            continue
        found += 1
        yield [TextSheet(name, _not_too_many(rows, name, limits))]
    if not found:
        raise refusal(
            name,
            "not-a-table",
            f"this is not CSV, from {errors[0]} on.",
            "Mend the quotes there, or save it again.",
        )


def _sheets(content: bytes, name: str, limits: WorkbookLimits) -> list[TextSheet]:
    with open_table_file(content, name, limits) as book:
        found = [(part, rows) for part in book.sheets if (rows := list(_rows(book, part, name, limits)))]
    alone = len(found) == 1
    sheets = [
        TextSheet(place, _not_too_many(rows, place, limits), part.hidden, name)
        for part, rows in found
        if (place := name if alone else _place(book, part, name))
    ]
    if all(sheet.hidden for sheet in sheets):
        message = "the workbook has no visible sheet with anything on it."
        raise refusal(name, "empty-file", message, f"Show the sheet with the {limits.what}.")
    return sheets


def _place(book: Workbook, part: SheetPart, name: str) -> str:
    is_named = not isinstance(book, Tables) or not book.tables[part.part].where(1)
    return f"{name} sheet {part.name!r}" if is_named else f"{name} {part.name}"


def _rows(book: Workbook, part: SheetPart, name: str, limits: WorkbookLimits) -> Iterator[TextRow]:
    found = survey(book, part, MOST_ROWS + 1)
    rows, place = found.seen(), _place(book, part, name)
    last_row = max((row.number for row in rows), default=0)
    last_column = max((max(row.cells) for row in rows), default=0)
    if last_row > MOST_ROWS or last_column > MAXIMUM_COLUMNS:
        message = f"the sheet reaches to row {last_row:,} and column {last_column:,}."
        remedy = f"Delete what stands below and beside the {limits.what}."
        raise refusal(place, "too-large", message, remedy)
    joined: dict[int, set[int]] = {}
    spanned: dict[int, dict[int, str]] = {}
    first = {row.number: row.cells for row in rows}
    for row, area in found.spread():
        if area.bottom > area.top:
            joined.setdefault(row.number, set()).update(range(area.left - 1, min(area.right, last_column)))
        if row.number > area.top:
            text = _cell_text(first.get(area.top, {}).get(area.left, BLANK), found.epoch)
            spanned.setdefault(row.number, {})[area.left - 1] = text
    for row in rows:
        cells = [row.cells.get(column, BLANK) for column in range(1, last_column + 1)]
        texts = tuple(_cell_text(cell, found.epoch) for cell in cells)
        unsure = _unsure(row)
        if any(texts) or unsure:
            joins = frozenset(joined.get(row.number, ()))
            formats = tuple(cell.format for cell in cells)
            where = where_in_file(book, part, row.number)
            above = tuple(spanned.get(row.number, {}).items())
            yield TextRow(
                row.number, texts, unsure, joins, tuple(map(_printed, cells)), formats, where, above
            )


def _unsure(row: SheetRow) -> str:
    """Why a row cannot be read for certain; empty where it can."""
    for column, cell in sorted(row.cells.items()):
        if cell.kind == "none" and cell.formula:
            return f"{address(column, row.number)}: a formula whose result was never stored."
    if not any(cell.words for cell in row.cells.values()):
        return ""
    if row.hidden:
        return "The row is hidden in the workbook."
    struck = any(cell.struck for cell in row.cells.values())
    return "A cell of the row is struck out in the workbook." if struck else ""


def _not_too_many(rows: list[TextRow], place: str, limits: WorkbookLimits) -> tuple[TextRow, ...]:
    if len(rows) > MAXIMUM_ROWS:
        message = f"it has {len(rows):,} rows, and a {limits.what} has at most {MAXIMUM_ROWS:,}."
        raise refusal(place, "too-large", message, f"Send the {limits.what} alone.")
    return tuple(rows)


def _cell_text(cell: Cell, epoch: date) -> str:
    """A figure as the 15 digits that Excel keeps; a day as year-month-day, with the time of its cell."""
    if cell.kind == "boolean":
        return str(cell.text == "1")
    at = moment(cell, epoch)
    return shown(cell) if at is None else at.isoformat(" ", "seconds")


def _printed(cell: Cell) -> str:
    """A number as its cell shows it, such as the code 10.10; empty where that is not known."""
    try:
        return as_shown(number(cell), cell.format) or "" if cell.kind == "number" else ""
    except Unreadable:
        return ""
