"""A portfolio's files: Parquet and CSV are streamed, every other kind is read or written whole."""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import click
import polars as pl

from kfees.library.library import Library
from kfees.library.outputs import wrong_ending
from kfees.model.blanks import counted
from kfees.model.english import in_list
from kfees.model.problems import InputError, Problem
from kfees.portfolio.columns import Columns, recognise
from kfees.portfolio.day_order import Orders, day_columns, day_orders
from kfees.portfolio.fields import COURSES, LOOKED_AT, NUMBER, Field, Fields
from kfees.portfolio.left_out import LeftOut
from kfees.portfolio.likely import payers_unread, with_likely
from kfees.portfolio.long_work import in_pieces
from kfees.portfolio.named import UNNAMED, Named
from kfees.portfolio.repeated import Repeats, repeats
from kfees.portfolio.seen_cells import (
    NONE_SHOWN_OTHERWISE,
    SheetPlace,
    ShownOtherwise,
    cells_shown_otherwise,
)
from kfees.reading.file_limits import PORTFOLIO, content_of
from kfees.reading.opening import OLE, ZIP, damage_as_refusal
from kfees.reading.table_file import kind_of
from kfees.reading.text_table import SEPARATORS, text_of

T = TypeVar("T")

PARQUET, CSV = ".parquet", ".csv"
TEXTS, PAGES = (CSV, ".tsv", ".txt"), (".html", ".htm", ".pdf")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
INPUTS, OUTPUTS = (PARQUET, *TEXTS, *WORKBOOKS, *PAGES), (PARQUET, CSV, ".xlsx")

LONGEST_HEADING = 1_000_000

CHUNK = 2**20
"""So many bytes of a text are looked at at once."""


@dataclass(frozen=True)
class Source:
    """A portfolio to read. `first_row`: how its own file numbers the first row below the heading;
    1 where it numbers none."""

    path: Path
    frame: pl.LazyFrame
    first_row: int
    sheets_passed_over: tuple[str, ...] = ()
    """Sheets of a workbook that have a portfolio's heading too, and are not read."""

    named: Named = UNNAMED

    place: SheetPlace | None = None
    """Of a workbook that tells how its cells are shown."""

    @property
    def numbered(self) -> pl.LazyFrame:
        """The rows with their numbers before them."""
        return self.frame.with_row_index(NUMBER, self.first_row)

    def left_out(self, columns: Columns) -> LeftOut | None:
        """Rows that hold no course are looked for in every file but one of Parquet, which nobody prints."""
        if self.path.suffix.lower() == PARQUET:
            return None
        return LeftOut(columns, self.frame.collect_schema())

    def rows(self) -> int:
        """How many rows there are; a CSV file is read through for it."""
        return int(self.frame.select(pl.len()).collect().item())


def open_portfolio(
    name: str, columns: Mapping[Field, str] = UNNAMED.by_field, table: Fields = COURSES
) -> Source:
    """Find a portfolio's `columns`, of which some may be named, among those that its `table` can have; only a
    workbook is read here."""
    named = Named(columns, table=table)
    path, ending = Path(name), Path(name).suffix.lower()
    if ending not in INPUTS:
        raise InputError([wrong_ending(name, INPUTS)])
    with readable(name):
        path.open("rb").close()
        if ending == PARQUET:
            source = Source(path, pl.scan_parquet(path, glob=False), 1, (), named)
        elif ending in TEXTS and _is_text(path):
            source = Source(path, *_scan_text(path, named), (), named)
        else:
            from kfees.portfolio.other_files import is_for_fastexcel, read_table
            from kfees.portfolio.workbook import read_workbook

            with damage_as_refusal(name, PORTFOLIO), readable(name):
                read = read_workbook if is_for_fastexcel(path) else read_table
                found = read(path, named)
            source = Source(path, found.table.lazy(), *found[1:])
        source.frame.collect_schema()
    return source


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turn what reading a file may raise into a problem of the file."""
    from fastexcel import FastExcelError

    try:
        yield
    except OSError as error:
        problem = Problem(
            "no-file", name, f"it cannot be read ({_reason(error)}).", "Check the name of the file."
        )
    except (pl.exceptions.PolarsError, FastExcelError) as error:
        problem = Problem("unreadable-file", name, *_unreadable(_reason(error)))
    except pl.exceptions.PanicException:  # which Polars raises of some damaged Parquet files
        message = "it is damaged and cannot be read."
        problem = Problem("unreadable-file", name, message, "Get it again, whole.")
    else:
        return
    raise InputError([problem])


def _unreadable(said: str) -> tuple[str, str]:
    """The message and the remedy of a file that its reader refuses, in this many words."""
    if "more fields than defined" in said:
        message = "a row has more cells than the heading."
        return message, "CSV has to have as many cells in each row; put a text that holds commas in quotes."
    return f"it cannot be read: {said}.", "Check that it is what its ending says."


def _reason(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (said.splitlines() or ["no reason is given"])[0].rstrip(".: ")


def _scan_text(path: Path, named: Named) -> tuple[pl.LazyFrame, int]:
    """The rows, all as text; and the number of the first one below the heading, as an editor numbers its
    lines where none is broken. Titles and notes may stand above the heading, and `sep=;`. Only a text in
    UTF-8 is streamed; one of another encoding is read whole."""
    content: Path | bytes = path
    if not _is_utf8(path):
        whole = content_of(path, PORTFOLIO)
        content = text_of(whole, str(path), PORTFOLIO).encode()
    with path.open("rb") if isinstance(content, Path) else io.BytesIO(content) as file:
        top = list(islice(iter(lambda: file.readline(LONGEST_HEADING), b""), LOOKED_AT))
    lines = [line.decode("utf-8-sig", "replace").rstrip("\r\n") for line in top]
    rows = [_cells(line) for line in lines]
    heading = named.heading_in(rows) or named.likely_heading(rows)
    separator = _separator(lines[heading.at]) if lines else ","
    frame = pl.scan_csv(
        content,
        has_header=heading.is_row,
        infer_schema=False,
        separator=separator,
        skip_lines=heading.at,
        glob=False,
    )
    if not heading.is_row:
        names = frame.collect_schema().names()
        frame = frame.rename({name: named.letter(at) for at, name in enumerate(names)})
    return frame, heading.at + 1 + heading.is_row


def _is_text(path: Path) -> bool:
    """Whether a file is a text by what it holds. InputError where it is nothing that is read."""
    with path.open("rb") as file:
        head = file.read(CHUNK)
    return not head or (not head.startswith((ZIP, OLE)) and kind_of(head, str(path), PORTFOLIO) == "text")


def _is_utf8(path: Path) -> bool:
    """Whether all of a file's letters are in UTF-8; one of UTF-16 has zeros that no text has."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while piece := file.read(CHUNK):
                if b"\0" in piece:
                    return False
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=_separator(line)), [])
    except csv.Error:  # a cell longer than any name
        return []


def _separator(line: str) -> str:
    """The mark that stands there most often; a comma where none does."""
    return max(SEPARATORS, key=line.count)


def itself(piece: pl.DataFrame) -> pl.DataFrame:
    return piece


def worked_through(
    source: Source,
    work: Callable[[pl.DataFrame], pl.DataFrame],
    schema: pl.Schema,
    doing: str,
    sink: Callable[[pl.LazyFrame], T],
    rows_of: Callable[[pl.DataFrame], pl.DataFrame] = itself,
) -> T:
    """What `sink` makes of a source once `work` was done on its numbered pieces, in order, or on some rows
    of each; with progress where somebody is looking."""

    def piecewise(done: Callable[[int], None]) -> T:
        def worked(piece: pl.DataFrame) -> pl.DataFrame:
            try:
                result = work(rows_of(piece))
            except pl.exceptions.PolarsError as error:
                raise RuntimeError("a piece of the table could not be worked on") from error  # our mistake
            done(piece.height)
            return result

        return sink(source.numbered.map_batches(worked, schema=schema, streamable=True))

    with readable(str(source.path)):
        return in_pieces(piecewise, doing, source.rows, shown=sys.stderr.isatty())


def shown_otherwise(source: Source, library: Library) -> ShownOtherwise:
    """Its cells that show something else than they store; those that show a 0 as none are said, and
    rows that are hidden. InputError where the columns will not do."""
    columns = columns_of(source, library)
    if source.place is None:
        return NONE_SHOWN_OTHERWISE
    with damage_as_refusal(str(source.path), PORTFOLIO):
        found = cells_shown_otherwise(source.place, columns)
    if hidden := source.place.hidden:
        such = f"{counted(len(hidden), 'row')} of the table, such as row {hidden[0]:,}"
        click.echo(
            f"Hidden in the workbook, by hand or by a filter, and read all the same: {such}.", err=True
        )
    for field, count in found.not_given.items():
        shown = f"{counted(count, 'cell')} of 0 shown as '-' or as nothing: read as not given."
        click.echo(f"{columns.by_field[field]}: {shown}", err=True)
    return found


def columns_of(source: Source, library: Library) -> Columns:
    """Its columns. InputError where they will not do: of one that is missing with those that hold what may
    be it, by their cells."""
    schema = source.frame.collect_schema()
    try:
        columns = recognise(schema, library, source.named)
    except InputError as error:
        with readable(str(source.path)):
            raise InputError(with_likely(error.problems, source.frame, source.named, library)) from None
    with readable(str(source.path)):
        if unread := list(payers_unread(source.frame, columns, source.named, library)):
            raise InputError(unread)
    return columns


def repeats_in(source: Source, columns: Columns) -> Repeats:
    """Its rows that may be one claim twice."""
    with readable(str(source.path)):
        return in_pieces(lambda _: repeats(source.numbered, columns), "", source.rows, shown=False)


def orders_of_days(source: Source, library: Library) -> Orders:
    """In which order its days are written, which is known before the first row is worked on; and said
    where it is not the usual one. InputError where the columns will not do, or it has both orders."""
    columns = columns_of(source, library)
    with readable(str(source.path)):
        orders = in_pieces(
            lambda _: day_orders(source.frame, columns, library, source.first_row),
            "",
            source.rows,
            shown=False,
        )
    names = ", ".join(day_columns(columns))
    for found in dict.fromkeys(orders.values()):
        if found.order == "month-first":
            of = [payer for payer, order in orders.items() if order == found]
            whose = in_list(library.of(payer).payer.in_a_sentence for payer in of)
            why = f"as {found.because} has to be" if found.because else f"as {whose} writes it"
            where = f" in rows of {whose}" if len(of) < len(orders) else ""
            click.echo(f"{names}: the month is read first{where}, {why}.", err=True)
    return orders
