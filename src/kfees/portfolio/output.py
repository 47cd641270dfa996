"""What is made of a priced portfolio: its file, and what a text file or a sheet cannot hold, said first."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import polars as pl

from kfees.library.outputs import OutputPart, abandon_workbook, cannot_write
from kfees.model.problems import InputError, Problem
from kfees.portfolio.files import CSV, PARQUET, Source

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHEET_ROWS, SHEET_COLUMNS, CELL_LETTERS = 1_048_575, 16_384, 32_767
"""A sheet's rows below its heading, its columns, and the letters of one cell."""

SHEET_DIGITS = 15
"""A sheet's numbers keep so many digits; of longer ones it would lose the last."""

MARKUP = r"\A<r>"
"""How text begins that XlsxWriter may take for markup of its own; after a space it stays text."""

NWAU_SHOWN = "0.0000######"

FORMATS: dict[Any, str] = {pl.Decimal: "#,##0.00", pl.Date: "d/mm/yyyy", pl.Float64: "General", pl.Int64: "0"}


def not_to_be_written(name: str, source: Source, results: int) -> list[Problem]:
    """What speaks against the rows and columns of `source`, with so many of results, in a file of this
    name."""
    ending = Path(name).suffix.lower()
    if ending == PARQUET:
        return []
    schema = source.frame.collect_schema()
    problems = [
        Problem(
            "unwritable-column",
            column,
            f"its values, of the kind {kind}, cannot stand in a {ending} file.",
            f"Leave the column out, or write to a file ending in {PARQUET}.",
        )
        for column, kind in schema.items()
        if kind.is_nested() or isinstance(kind, pl.Binary | pl.Object | pl.Duration)
    ]
    if ending == CSV:
        return problems
    return [*problems, *_too_large(name, len(schema), results, source)]


def _too_large(name: str, columns: int, results: int, source: Source) -> Iterator[Problem]:
    remedy = f"Write to a file ending in {PARQUET} or {CSV}."
    most = SHEET_COLUMNS - results
    if columns > most:
        message = f"the input has {columns:,} columns, and beside the results a sheet holds {most:,}."
        yield Problem("too-many-columns", name, message, remedy)
    if (rows := source.rows()) > SHEET_ROWS:
        message = f"the input has {rows:,} rows, and a sheet holds {SHEET_ROWS:,}."
        yield Problem("too-many-rows", name, message, remedy)


def write(frame: pl.LazyFrame, part: OutputPart, sheet: str = "Portfolio") -> None:
    """Write a table in the format that a name's ending says: streamed, or for a workbook at once."""
    ending, into = Path(part.name).suffix.lower(), cast("IO[bytes]", part)
    if ending == PARQUET:
        frame.sink_parquet(into)
    elif ending == CSV:
        frame.sink_csv(into)
    else:
        table = _for_a_sheet(frame.collect(engine="streaming"))
        # Text stays text, whatever it begins with. What is no number becomes an error cell.
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with workbook_into(part, {**options, "nan_inf_to_errors": True}) as workbook:
            weights = [name for name in table.columns if name == "nwau" and table.schema[name].is_numeric()]
            shown: dict[Any, str] = dict.fromkeys(weights, NWAU_SHOWN)
            few = len(table) < 10_000
            table.write_excel(workbook, sheet, dtype_formats=FORMATS, column_formats=shown, autofit=few)


@contextmanager
def workbook_into(part: OutputPart, options: dict[str, Any]) -> Iterator[Workbook]:
    """A workbook to fill, which is written once it is whole. Raises InputError of the output where the
    files do not fit on the disk that XlsxWriter keeps meanwhile."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    content = io.BytesIO()
    book = Workbook(content, options)
    try:
        yield book
        book.close()
    except (FileCreateError, OSError) as error:
        abandon_workbook()
        reason = error if isinstance(error, OSError) else error.args[0]
        raise InputError([cannot_write(part.name, reason)]) from None
    part.write(content.getbuffer())


def _for_a_sheet(table: pl.DataFrame) -> pl.DataFrame:
    """With text where a sheet would lose a time's zone or a long number's last digits. Raises InputError
    for a text that is longer than a cell."""
    _refuse_long_texts(table)
    shown = table.with_columns(column.cast(pl.String) for column in table if _better_as_text(column))
    texts = pl.col(pl.String)
    return shown.with_columns(texts.str.replace(MARKUP, " <r>")).rename(
        lambda name: re.sub(MARKUP, " <r>", name)
    )


def _better_as_text(column: pl.Series) -> bool:
    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        return kind.time_zone is not None
    if kind.is_integer() or isinstance(kind, pl.Decimal):
        whole = SHEET_DIGITS - (kind.scale if isinstance(kind, pl.Decimal) else 0)
        edges: tuple[Any, Any] = (column.min(), column.max())
        return any(abs(edge) >= 10**whole for edge in edges if edge is not None)
    return False


def _refuse_long_texts(table: pl.DataFrame) -> None:
    remedy = f"Shorten it, or write to a file ending in {PARQUET} or {CSV}."
    problems = []
    for column in table.select(pl.col(pl.String)):
        longest: Any = column.str.len_chars().max() or 0
        if longest > CELL_LETTERS:
            message = f"a text of {longest:,} letters; a cell holds {CELL_LETTERS:,}."
            problems.append(Problem("long-text", column.name, message, remedy))
    if problems:
        raise InputError(problems)


def harmless(listing: pl.DataFrame) -> pl.DataFrame:
    """A list of problems with an apostrophe before what a spreadsheet would take for a formula."""
    texts = [name for name, kind in listing.schema.items() if kind == pl.String]
    return listing.with_columns(
        pl.when(pl.col(name).str.contains(r"^[=+@\t\r-]"))
        .then(pl.concat_str(pl.lit("'"), name))
        .otherwise(name)
        .alias(name)
        for name in texts
    )
