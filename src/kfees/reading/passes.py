"""Passes over a sheet, whatever its file: a first look at its head, then the columns that matter.

A worksheet of .xlsx is read as it is asked for; a table of any other file was found when it was opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kfees.model.steps import next_step
from kfees.reading.opening import Package, SheetPart, Workbook
from kfees.reading.plain_rows import PlainRowReader
from kfees.reading.sheet import Progress, SheetRow, Survey, Table, Tables
from kfees.reading.sheet_xml import SheetReader

HEAD_ROWS = 400
"""So many rows with cells are looked at to understand a sheet."""

_TOLD_EVERY = 5_000


def survey(book: Workbook, sheet: SheetPart, head_rows: int = HEAD_ROWS, first_row: int = 1) -> Survey:
    """Read the head of a sheet in full, and from the rest only what is merged and about where it ends.

    `first_row`: where the head begins.
    """
    found = Survey(sheet, book.epoch)
    if isinstance(book, Package):
        reader = SheetReader(book, None, found)
        for row in reader.rows(sheet):
            if row.cells and row.number >= first_row and len(found.head) < head_rows:
                found.head.append(row)
            if len(found.head) == head_rows:
                reader.skim()
        return found
    table = _table(book, sheet)
    found.merged, found.hidden_columns = list(table.merged), list(table.hidden_columns)
    for row in table.rows():
        found.last_row = row.number
        if row.cells and row.number >= first_row and len(found.head) < head_rows:
            found.head.append(row)
    return found


def read_rows(
    book: Workbook, sheet: SheetPart, columns: frozenset[int], progress: Progress | None = None
) -> Iterator[SheetRow]:
    """Every row that has a cell in one of `columns`, with those cells alone."""
    if isinstance(book, Package):
        rows = PlainRowReader(book, columns, Survey(sheet, book.epoch)).rows(sheet, progress)
    else:
        rows = _some_columns(_table(book, sheet), columns, progress)
    yield from (row for row in rows if row.cells)


def _table(book: Workbook, sheet: SheetPart) -> Table:
    assert isinstance(book, Tables)
    return book.tables[sheet.part]


def _some_columns(table: Table, columns: frozenset[int], progress: Progress | None) -> Iterator[SheetRow]:
    for done, row in enumerate(table.rows(), 1):
        next_step()
        cells = {column: cell for column, cell in row.cells.items() if column in columns}
        yield SheetRow(row.number, row.hidden, cells)
        if progress and (done % _TOLD_EVERY == 0 or done == table.size):
            progress(done, max(done, table.size))


def cut_apart(book: Workbook, sheet: SheetPart) -> tuple[Sequence[int], frozenset[int]]:
    """The rows of a text file that were put together again, and those of which it is not sure how."""
    if not isinstance(book, Tables):
        return (), frozenset()
    return book.tables[sheet.part].mended, book.tables[sheet.part].torn


def where_in_file(book: Workbook, sheet: SheetPart, row: int) -> str:
    """How people find a row in a file that shows no cell addresses; empty for one that does."""
    return book.tables[sheet.part].where(row) if isinstance(book, Tables) else ""
