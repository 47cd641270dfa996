"""A portfolio in a web page or a PDF, read as every other door reads it; and workbooks of .xls, .xlsb and
.ods, which are looked at before they are read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from kfees.model.problems import InputError, Problem
from kfees.portfolio.fields import LOOKED_AT
from kfees.portfolio.named import UNNAMED, Named
from kfees.portfolio.workbook import SheetRead
from kfees.reading.cell import shown
from kfees.reading.extents import refuse_far_cells
from kfees.reading.file_limits import PORTFOLIO, content_of
from kfees.reading.opening import OLE, ZIP, SheetPart, Workbook
from kfees.reading.passes import read_rows, survey
from kfees.reading.sheet import LAST_COLUMN, SheetRow, column_letters
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


def read_table(path: Path, named: Named = UNNAMED) -> SheetRead:
    """Read the first table that has a portfolio's heading in its first rows, else the first table."""
    place = str(path)
    with open_table_file(content_of(path, PORTFOLIO), place, PORTFOLIO) as book:
        tops = {part: _top(book, part) for part in book.sheets}
        found = [part for part in book.sheets if named.heading_in(tops[part].values()) is not None]
        part = found[0] if found else book.sheets[0]
        rows = list(tops[part].values())
        if not rows:
            raise InputError([Problem("empty-file", place, "it holds no rows.", "Get it again, whole.")])
        heading = named.heading_in(rows) or named.likely_heading(rows)
        width = len(rows[heading.at])
        above = list(tops[part])[heading.at] - (not heading.is_row)
        below = list(_below(book, part, above, width))
    letters = [column_letters(column) for column in range(1, width + 1)]
    names = list(_names(rows[heading.at])) if heading.is_row else letters
    frame = pl.DataFrame(below, schema=dict.fromkeys(names, pl.String), orient="row")
    return SheetRead(frame, above + 1, tuple(other.name for other in found[1:]), named)


def _top(book: Workbook, part: SheetPart) -> dict[int, list[str]]:
    """The rows in which a heading is looked for, by their numbers."""
    return {row.number: list(_texts(row)) for row in survey(book, part, LOOKED_AT).head}


def _texts(row: SheetRow) -> Iterator[str]:
    for column in range(1, max(row.cells) + 1):
        yield shown(row.cells[column]) if column in row.cells else ""


def _names(heading: Sequence[str]) -> Iterator[str]:
    """The names of the columns; one that stands twice, or is blank, is told apart by its number."""
    given: set[str] = set()
    for column, name in enumerate(heading, 1):
        yield name if name and name not in given else f"{name}_{column}"
        given.add(name)


def _below(book: Workbook, part: SheetPart, above: int, width: int) -> Iterator[Sequence[str | None]]:
    """The rows below that one, one for each that the file numbers."""
    number = above
    for row in read_rows(book, part, _EVERY_COLUMN):
        if row.number > above:
            yield from ([None] * width for _ in range(row.number - number - 1))
            yield [
                shown(row.cells[column]) if column in row.cells else None for column in range(1, width + 1)
            ]
            number = row.number
