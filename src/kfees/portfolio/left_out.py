"""Rows of a portfolio's file that hold no course: totals, notes below the table, headings that are repeated
down the pages, blank rows. They are left out by name, and totals are held against the rows above.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

import polars as pl

from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import DAYS, NUMBER, NUMBERS, PAYER, WORDS, Field
from kfees.reading.as_written.amounts import EMPTY

KINDS = BLANK, HEADING, TOTAL, NOTE = ("blank row", "repeated heading", "total", "note")

_TOTAL = (
    r"(?i)^\W*((grand|sub|running|report|overall|page|claims?)[\s-]*)?(totals?|sum)\b|\b(sub-?)?totals?\W*$"
)
_NOTE = (
    r"(?i)^\W*(page\s+\d|(printed|generated|exported|extracted|produced|prepared|downloaded|created|run"
    r"|report|data|source|as at|as of|end of|notes?|confidential|disclaimer|copyright|filters?|number of"
    r"|records?|rows?|count)\b)"
)
"""How that begins which stands by itself below a table."""

_SENTENCE, _LONG_SENTENCE = r"^(\S+\s+){2}\S", r"^(\S+\s+){4}\S"

LEFT_OUT = pl.Schema({NUMBER: pl.UInt32(), "kind": pl.Enum(KINDS), "words": pl.String()})


class LeftOut:
    """Leaves out the rows of pieces of a table with these columns that hold no course, and keeps which they
    are. Safe to share between threads."""

    def __init__(self, columns: Columns, schema: Mapping[str, pl.DataType]) -> None:
        self.lacking = columns.known.nothing
        """What the rows lack."""
        self._lock = threading.Lock()
        self._found: list[pl.DataFrame] = []
        self._suspected = _lacks_a_course(columns, schema)
        self._judged = _Judged(columns, schema)

    def __call__(self, piece: pl.DataFrame) -> pl.DataFrame:
        """The other rows of a numbered piece; those that are left out are kept."""
        kept, found = self._parted(piece)
        if found.height:
            with self._lock:
                self._found.append(found)
        return kept

    def again(self, piece: pl.DataFrame) -> pl.DataFrame:
        """The other rows of a piece that was seen before."""
        return self._parted(piece)[0]

    def _parted(self, piece: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        found = piece.filter(self._suspected)
        if found.height:  # judging takes its time even of no row
            judged = found.with_columns(self._judged.kind, self._judged.words)
            found = judged.filter(pl.col("kind").is_not_null())
        if not found.height:
            return piece, found
        return piece.join(found.select(NUMBER), on=NUMBER, how="anti", maintain_order="left"), found

    @property
    def rows(self) -> pl.DataFrame:
        """Those that were left out, in their order: as LEFT_OUT says, and the columns of the table."""
        if not self._found:
            return pl.DataFrame(schema=LEFT_OUT)
        return pl.concat(self._found).sort(NUMBER).select(*LEFT_OUT, pl.all().exclude(*LEFT_OUT))


def _lacks_a_course(columns: Columns, schema: Mapping[str, pl.DataType]) -> pl.Expr:
    """What few rows are, and every row is that holds no course: all but one of the cells that a course needs
    are empty, or the regimen is its own heading."""
    needed = [columns.by_field[field] for field in columns.known.needed if field in columns.by_field]
    texts = [name for name in needed if schema[name] == pl.String]
    empty = [pl.col(name).is_null() for name in needed if name not in texts]
    # A mark in place of a cell is one letter; what begins with a space is looked at more closely, which is
    # many times faster than taking spaces off every cell.
    empty += [
        pl.col(name).is_null() | (pl.col(name).str.len_chars() < 2) | pl.col(name).str.starts_with(" ")
        for name in texts
    ]
    repeated = [pl.col(heading) == heading for heading in needed[:1] if heading in texts]
    return reduce(or_, repeated, pl.sum_horizontal(empty) >= max(1, len(needed) - 1))


class _Judged:
    """What a row is that lacks a course. `kind`: null where it is none of these; `words`: what it says."""

    def __init__(self, columns: Columns, schema: Mapping[str, pl.DataType]) -> None:
        self._cells = {name: _text(name) for name in schema}
        self._columns = columns
        self._fields = self._named(*(field for field in columns.by_field if field != PAYER))
        self._needed, self._amounts = self._named(*columns.known.needed), self._named(*columns.known.amounts)
        figures = {*self._amounts, *self._named(*NUMBERS, PAYER)}
        self._others = [name for name in schema if name not in figures]
        self._labels = [name for name in schema if name not in self._amounts]
        self._is_total = {name: self._says(name, _TOTAL) for name in self._labels}
        kinds = {
            HEADING: pl.all_horizontal(self._cells[name] == name for name in self._needed),
            BLANK: self._none(name for name in schema if name not in self._named(PAYER)),
            TOTAL: self._total(),
            NOTE: self._note(),
        }
        found = (pl.when(holds).then(pl.lit(kind)) for kind, holds in kinds.items())
        self.kind = pl.coalesce(found).cast(LEFT_OUT["kind"]).alias("kind")
        said = [pl.when(is_total).then(self._cells[name]) for name, is_total in self._is_total.items()]
        self.words = pl.coalesce(*said, *map(self._cells.get, self._others), pl.lit("")).alias("words")

    def _total(self) -> pl.Expr:
        """The word, in a row of no claim; or amounts, and nothing else that a row of a table has."""
        in_place = pl.any_horizontal(self._is_total[name] for name in self._needed)
        number = self._named("id")
        unnamed = pl.all_horizontal(
            self._cells[name].is_null() | self._is_total[name] | (in_place if name in number else False)
            for name in self._named("id", *WORDS, *DAYS)
            if name not in self._named(PAYER)
        )
        worded = pl.any_horizontal(self._is_total.values()) & unnamed
        return worded | (~self._none(self._amounts) & self._none(self._others))

    def _note(self) -> pl.Expr:
        """One cell, or words that begin as a note and one more cell, such as a day; or none that is read."""
        filled = pl.sum_horizontal(cell.is_not_null() for cell in self._cells.values())
        words = self._named(*WORDS)
        sentence = [self._says(name, _LONG_SENTENCE if name in words else _SENTENCE) for name in self._labels]
        noted = pl.any_horizontal(self._says(name, _NOTE) for name in self._labels)
        begins = (filled <= 2) & noted & self._none(self._amounts)
        return begins | ((filled == 1) & pl.any_horizontal(sentence)) | self._none(self._fields)

    def _named(self, *fields: Field) -> list[str]:
        """The names of those columns that there are."""
        return [self._columns.by_field[field] for field in fields if field in self._columns.by_field]

    def _none(self, names: Iterable[str]) -> pl.Expr:
        return pl.all_horizontal(pl.lit(True), *(self._cells[name].is_null() for name in names))

    def _says(self, name: str, pattern: str) -> pl.Expr:
        return self._cells[name].str.contains(pattern).fill_null(False)


def _text(name: str) -> pl.Expr:
    """A cell's text; null where it holds nothing."""
    text = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(~text.str.to_lowercase().is_in(list(EMPTY))).then(text)
