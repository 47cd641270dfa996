"""A portfolio in a workbook: its table found and read whole, and what a reader passes over brought back.

Error cells such as #N/A would be read as empty: they are looked for in the file itself, and stand in
the table as their text, so that their rows are refused. Whole numbers that a workbook stores as 1.0
are read as 1.
"""

from __future__ import annotations

import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Any, NamedTuple

import fastexcel
import polars as pl

from kfees.portfolio.fields import LOOKED_AT
from kfees.portfolio.named import UNNAMED, Heading, Named
from kfees.portfolio.seen_cells import SheetPlace
from kfees.reading.file_limits import PORTFOLIO
from kfees.reading.hostile import refuse_hostile
from kfees.reading.opening import sheets_of
from kfees.reading.sheet import column_number

_FILLED_ROW = re.compile(rb'<row [^>]*?\br="([0-9]+)"(?:(?!</row>).)*?<(?:v|is)[ >]', re.DOTALL)
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row (?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="([0-9]+)"')
_ERROR_CELL = re.compile(rb'<c ([^>]*\bt="e"[^>]*)>(.*?)</c>', re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_ERROR, _HIDDEN = b't="e"', b' hidden="'
"""What stands in each such cell and row."""

CHUNK = 2**20
"""So many bytes of a sheet are looked at at once."""


class ErrorCell(NamedTuple):
    """A cell with an error: its column from 0, its row as the sheet numbers it, and its text."""

    column: int
    row: int
    text: str


class SheetFacts(NamedTuple):
    """What the file itself says of a sheet: its first filled row as the sheet numbers it, its errors, and its
    part of the file; None where the file tells nothing."""

    first_filled: int
    errors: tuple[ErrorCell, ...]
    part: str | None = None
    hidden: tuple[int, ...] = ()
    """The rows that are hidden, by hand or by a filter."""


class SheetRead(NamedTuple):
    """A sheet's table, the number of its first row below the heading as the sheet numbers it, the sheets
    that have a portfolio's heading too and were not read, what of it is named, and where its cells can be
    looked at."""

    table: pl.DataFrame
    first_row: int
    passed_over: tuple[str, ...] = ()
    named: Named = UNNAMED
    place: SheetPlace | None = None


def read_workbook(path: Path, named: Named = UNNAMED) -> SheetRead:
    """Read the first sheet that has a portfolio's heading in its first rows, else the first sheet."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            refuse_hostile(archive, str(path), PORTFOLIO)
    logging.getLogger("fastexcel").setLevel(logging.ERROR)  # says of empty columns that they are empty
    reader = fastexcel.read_excel(path)
    with ThreadPoolExecutor(1) as aside:
        for number, name in enumerate(reader.sheet_names):
            coming = aside.submit(facts_of, path, name)
            table = _loaded(reader, name, Heading(0))
            facts, here = coming.result(), _on_sheet(named, table)
            is_first = here.is_heading([column.name for column in table.selected_columns])
            heading = Heading(0) if is_first else here.heading_in(_top(reader, name))
            if heading is not None:
                later = reader.sheet_names[number + 1 :]
                others = tuple(other for other in later if here.heading_in(_top(reader, other)) is not None)
                read = _read(reader, name, heading, facts, here, table if is_first else None)
                place = None if facts.part is None else _place(path, facts.part, facts, read)
                return read._replace(passed_over=others, place=place)
        name = reader.sheet_names[0]
        here = _on_sheet(named, reader.load_sheet(name, n_rows=0))
        return _read(reader, name, here.likely_heading(_top(reader, name)), facts_of(path, name), here)


def _place(path: Path, part: str, facts: SheetFacts, read: SheetRead) -> SheetPlace:
    columns = enumerate(read.table.columns, read.named.first - 1)
    hidden = tuple(row for row in facts.hidden if 0 <= row - read.first_row < read.table.height)
    return SheetPlace(path, part, {name: at for at, name in columns}, hidden)


def _on_sheet(named: Named, table: fastexcel.ExcelSheet) -> Named:
    """With the number of the sheet's first column."""
    first = next(iter(table.selected_columns), None)
    return named._replace(first=first.absolute_index + 1 if first else 1)


def _top(reader: fastexcel.ExcelReader, name: str) -> Iterator[list[str]]:
    """The rows in which a heading is looked for, from the first filled one."""
    top = reader.load_sheet(name, header_row=None, n_rows=LOOKED_AT, dtypes="string").to_polars()
    return ([cell or "" for cell in row] for row in top.iter_rows())


def _read(
    reader: fastexcel.ExcelReader,
    name: str,
    heading: Heading,
    facts: SheetFacts,
    named: Named,
    table: fastexcel.ExcelSheet | None = None,
) -> SheetRead:
    """The sheet's `table` with this heading, which stands that far below its first filled row."""
    at = heading._replace(at=heading.at and facts.first_filled - 1 + heading.at)
    first_row = max(at.at + 1, facts.first_filled) + at.is_row
    frame = _completed(table or _loaded(reader, name, at), facts, first_row)
    if not at.is_row:
        frame.columns = [named.letter(column) for column in range(frame.width)]
    return SheetRead(frame, first_row, named=named)


def _loaded(reader: fastexcel.ExcelReader, name: str, heading: Heading) -> fastexcel.ExcelSheet:
    """The table with this heading. Every row counts for a column's kind: one text below a thousand numbers
    must not be lost. A column of kinds that have none in common, such as a length of time among days, is
    read as text."""
    where = {"header_row": heading.at} if heading.is_row else {"skip_rows": heading.at or None}
    begun = partial(reader.load_sheet, name, **{"header_row": None, **where})

    def load(**more: Any) -> fastexcel.ExcelSheet:
        sheet: fastexcel.ExcelSheet = begun(schema_sample_rows=None, skip_whitespace_tail_rows=True, **more)
        return sheet

    try:
        return load()
    except fastexcel.UnsupportedColumnTypeCombinationError:
        top = begun(n_rows=0)
        mixed = (column.index for column in top.selected_columns if _has_no_kind(load, column.absolute_index))
        return load(dtypes=dict.fromkeys(mixed, "string"))


def _has_no_kind(load: Callable[..., fastexcel.ExcelSheet], column: int) -> bool:
    try:
        load(use_columns=[column])
    except fastexcel.UnsupportedColumnTypeCombinationError:
        return True
    return False


def _completed(table: fastexcel.ExcelSheet, facts: SheetFacts, first_row: int) -> pl.DataFrame:
    frame = table.to_polars()
    names = {column.absolute_index: column.name for column in table.selected_columns}
    by_name: dict[str, list[tuple[int, str]]] = {}
    for error in facts.errors:
        row = error.row - first_row
        if error.column in names and 0 <= row < frame.height:
            by_name.setdefault(names[error.column], []).append((row, error.text))
    for name, cells in by_name.items():
        rows, texts = zip(*cells, strict=True)
        frame = frame.with_columns(frame[name].cast(pl.String).scatter(rows, pl.Series(texts)))
    whole = [
        column.name
        for column in frame.select(pl.col(pl.Float64))
        if ((column == column.round()) & (column.abs() < 2**53)).all()
    ]
    return frame.with_columns(pl.col(whole).cast(pl.Int64))


def facts_of(path: Path, sheet: str) -> SheetFacts:
    """Read a sheet's own XML. A file of another kind than Office Open XML tells nothing."""
    if zipfile.is_zipfile(path):
        for found in sheets_of(path):
            if found.name == " ".join(sheet.split()):
                return _facts_in(path, found.part)
    return SheetFacts(1, ())


def _facts_in(path: Path, part: str) -> SheetFacts:
    """Found in the sheet's bytes, many times faster than cell by cell. Those of a sheet without an error or a
    hidden row are never in memory all at once."""
    with zipfile.ZipFile(path) as archive:
        with archive.open(part) as unpacked:
            pieces = _overlapping(unpacked)
            top = next(pieces, b"")
            marks = {mark for piece in chain([top], pieces) for mark in (_ERROR, _HIDDEN) if mark in piece}
        filled = _FILLED_ROW.search(top)
        content = archive.read(part) if marks or not filled else b""
    filled = filled or _FILLED_ROW.search(content)
    found = _ERROR_CELL.finditer(content) if _ERROR in marks else ()
    errors = (
        ErrorCell(column_number(place[1].decode()) - 1, int(place[2]), value[1].decode())
        for match in found
        if (place := _PLACE.search(match[1])) and (value := re.search(rb"<v>(.*?)</v>", match[2]))
    )
    hidden = _HIDDEN_ROW.findall(content) if _HIDDEN in marks else ()
    return SheetFacts(int(filled[1]) if filled else 1, tuple(errors), part, tuple(map(int, hidden)))


def _overlapping(unpacked: IO[bytes]) -> Iterator[bytes]:
    """A part in pieces, each with the end of the one before, so that no mark is cut in two."""
    end = b""
    while more := unpacked.read(CHUNK):
        yield (piece := end + more)
        end = piece[-len(_HIDDEN) :]
