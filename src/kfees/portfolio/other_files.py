"""A portfolio in a web page or a PDF, read as every other door reads it; and workbooks of .xls, .xlsb and
.ods, which are looked at before they are read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from kfees.model.problems import InputError, Problem
from kfees.portfolio.fields import LOOKED_AT, is_heading
from kfees.portfolio.workbook import SheetRead
from kfees.reading.cell import shown
from kfees.reading.extents import refuse_far_cells
from kfees.reading.opening import OLE, PORTFOLIO, ZIP, SheetPart, Workbook, content_of
from kfees.reading.passes import read_rows, survey
from kfees.reading.sheet import LAST_COLUMN, SheetRow
from kfees.reading.table_file import kind_of, open_table_file

_EVERY_COLUMN = frozenset(range(1, LAST_COLUMN + 1))


def is_for_fastexcel(path: Path) -> bool:
    """Whether a file is a workbook, by what it holds. InputError where it is one that must not be read."""
    with path.open("rb") as file:
        is_workbook = file.read(len(ZIP)).startswith((ZIP, OLE))
    if is_workbook and not _is_xlsx(path):
        content = content_of(path, PORTFOLIO)
        if kind_of(content, str(path), PORTFOLIO) != "xlsx":
            refuse_far_cells(content, str(path), PORTFOLIO)
    return is_workbook


def _is_xlsx(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return {"xl/workbook.xml", "xl/workbook.bin"}.intersection(archive.namelist()) == {"xl/workbook.xml"}


def read_table(path: Path) -> SheetRead:
    """Read the first table that has a portfolio's heading in its first rows, else the first table."""
    place = str(path)
    with open_table_file(content_of(path, PORTFOLIO), place, PORTFOLIO) as book:
        headings = {part: _heading(book, part) for part in book.sheets}
        found = [part for part in book.sheets if headings[part] is not None]
        part = found[0] if found else book.sheets[0]
        heading = headings[part] or next(iter(survey(book, part, 1).head), None)
        if heading is None:
            raise InputError([Problem("empty-file", place, "it holds no rows.", "Get it again, whole.")])
        rows = list(_below(book, part, heading))
    names = list(_names(heading))
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return SheetRead(frame, heading.number + 1, tuple(other.name for other in found[1:]))


def _heading(book: Workbook, part: SheetPart) -> SheetRow | None:
    head = survey(book, part, LOOKED_AT).head
    return next((row for row in head if is_heading(shown(cell) for cell in row.cells.values())), None)


def _names(heading: SheetRow) -> Iterator[str]:
    """The names of the columns; one that stands twice, or is blank, is told apart by its number."""
    given: set[str] = set()
    for column in range(1, max(heading.cells) + 1):
        name = shown(heading.cells[column]) if column in heading.cells else ""
        yield name if name and name not in given else f"{name}_{column}"
        given.add(name)


def _below(book: Workbook, part: SheetPart, heading: SheetRow) -> Iterator[Sequence[str | None]]:
    """The rows below the heading, one for each that the file numbers."""
    width = max(heading.cells)
    number = heading.number
    for row in read_rows(book, part, _EVERY_COLUMN):
        if row.number > heading.number:
            yield from ([None] * width for _ in range(row.number - number - 1))
            yield [
                shown(row.cells[column]) if column in row.cells else None for column in range(1, width + 1)
            ]
            number = row.number
