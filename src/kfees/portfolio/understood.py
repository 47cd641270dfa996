"""What was understood of a portfolio before it is priced: the JSON of `kfees portfolio FILE --dry-run`."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from kfees.model.dates import DateOrder
from kfees.model.english import plain
from kfees.model.fields import Model
from kfees.portfolio.day_order import Orders, proof_of_order
from kfees.portfolio.fields import NUMBER, Field, heading_of
from kfees.portfolio.files import Source, itself, repeats_in, worked_through
from kfees.portfolio.left_out import LEFT_OUT, LeftOut
from kfees.portfolio.likely import TOP_ROWS, as_texts
from kfees.portfolio.problem_kinds import ProblemKind, ProblemKinds
from kfees.portfolio.refusals import LISTING
from kfees.portfolio.sums_above import OtherSum, sums_that_differ
from kfees.portfolio.table_pricer import TablePricer
from kfees.reading.as_written.amounts import EMPTY, is_empty


class ColumnRead(Model):
    """A column that is read, by its letter and heading, and as which field. `filled`: in how many rows it is;
    `example`: the first such cell, and `read_as` what is read there: None where it cannot be, and nothing
    where it plays no part in its row."""

    column: str
    heading: str
    field: str
    example: str
    read_as: str | None
    filled: int


class ColumnNotRead(Model):
    """A column that is not read: it stays as it was. `example`: its first cell that is not empty, near the
    top."""

    column: str
    heading: str
    example: str


class DaysRead(Model):
    """In which order days in figures are read in rows of these payers, and `because`: the cell that proves
    it; empty where none does, and it is how the payer's providers write them."""

    payers: tuple[str, ...]
    order: DateOrder
    because: str


class RowLeftOut(Model):
    """A row that holds no course: a total, a note, a blank row or a repeated heading; and what it says."""

    row: int
    kind: str
    words: str


class UnderstoodPortfolio(Model):
    """`rows` from the number `first_row` on, as the file numbers them, hold courses; `refused` of them could
    not be priced, for these `problems`, the commonest first. `repeated`: how many rows may be a claim again;
    `other_sums`: totals that are no sum of the rows above them."""

    rows: int
    first_row: int
    columns: tuple[ColumnRead, ...]
    not_read: tuple[ColumnNotRead, ...]
    days: tuple[DaysRead, ...]
    refused: int
    problems: tuple[ProblemKind, ...]
    repeated: int
    left_out: tuple[RowLeftOut, ...]
    other_sums: tuple[OtherSum, ...]
    sheets_not_read: tuple[str, ...]


def understood(
    source: Source, pricer: TablePricer, orders: Orders, left_out: LeftOut | None
) -> UnderstoodPortfolio:
    """The whole file is looked through, and nothing of it is written. `left_out` finds rows of no course."""
    met = _Met(pricer)
    worked_through(source, met.count, LISTING, "Reading", pl.LazyFrame.collect, left_out or itself)
    names = source.frame.collect_schema().names()
    places = {name: _place(source.named.letter(at), heading_of(name, names)) for at, name in enumerate(names)}
    return UnderstoodPortfolio(
        rows=met.rows,
        first_row=source.first_row,
        columns=tuple(met.columns(places)),
        not_read=tuple(_not_read(source, pricer.columns.unused, places)),
        days=tuple(_days(source, pricer, orders)),
        refused=met.refused,
        problems=tuple(met.kinds),
        repeated=repeats_in(source, pricer.columns).rows,
        left_out=tuple(_rows_left_out(left_out)),
        other_sums=tuple(sums_that_differ(source, pricer, left_out)),
        sheets_not_read=source.sheets_passed_over,
    )


def _rows_left_out(left_out: LeftOut | None) -> Iterator[RowLeftOut]:
    if left_out is not None:
        for row, kind, words in left_out.rows.select(*LEFT_OUT).iter_rows():
            yield RowLeftOut(row=row, kind=kind, words=words or "")


class _Place(NamedTuple):
    column: str
    heading: str


def _place(letter: str, heading: str) -> _Place:
    """Of a table without headings the letter alone."""
    return _Place(letter, "" if heading == letter else heading)


def _not_read(source: Source, unused: Iterable[str], places: Mapping[str, _Place]) -> Iterator[ColumnNotRead]:
    top = source.frame.head(TOP_ROWS).collect()
    for name in unused:
        example = next((text for text in as_texts(top[name]).drop_nulls() if not is_empty(text)), "")
        yield ColumnNotRead(**places[name]._asdict(), example=example.strip())


@dataclass
class _Met:
    """What the pieces of a file hold. `first`: for each field the first row in which its cell is filled."""

    pricer: TablePricer
    rows: int = 0
    refused: int = 0
    kinds: ProblemKinds = field(default_factory=ProblemKinds)
    filled: dict[Field, int] = field(default_factory=dict)
    first: dict[Field, pl.DataFrame] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, piece: pl.DataFrame) -> pl.DataFrame:
        listing = self.pricer.problems(piece)
        self.kinds.count(listing)
        with self.lock:
            self.rows += piece.height
            self.refused += listing["row"].n_unique()
            for name, column in self.pricer.columns.by_field.items():
                self._count_filled(name, piece.filter(_is_filled(piece[column])))
        return listing.clear()

    def _count_filled(self, name: Field, rows: pl.DataFrame) -> None:
        self.filled[name] = self.filled.get(name, 0) + rows.height
        before = self.first.get(name)
        if rows.height and (before is None or rows[NUMBER][0] < before[NUMBER][0]):
            self.first[name] = rows.head(1)

    def columns(self, places: Mapping[str, _Place]) -> Iterator[ColumnRead]:
        """Those that are read, in the order of the file."""
        by_field = self.pricer.columns.by_field
        order = list(places)
        for name, column in sorted(by_field.items(), key=lambda read: order.index(read[1])):
            row = self.first.get(name)
            yield ColumnRead(
                **places[column]._asdict(),
                field=name,
                example="" if row is None else str(row[column].cast(pl.String)[0]).strip(),
                read_as=None if row is None else self._read(name, column, row),
                filled=self.filled.get(name, 0),
            )

    def _read(self, name: Field, column: str, row: pl.DataFrame) -> str | None:
        """What is read in the field of one row; an id is what it is."""
        read = self.pricer.read(row)
        if name in read.mistakes:
            return None
        found = read.fields[name][0] if name in read.fields.columns else row[column][0]
        return "" if found is None else plain(found) if isinstance(found, Decimal) else str(found)


def _is_filled(column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.String | pl.Categorical | pl.Enum):
        texts = column.cast(pl.String).str.strip_chars().str.to_lowercase()
        return texts.is_not_null() & ~texts.is_in(list(EMPTY))
    return column.is_not_null()


def _days(source: Source, pricer: TablePricer, orders: Orders) -> Iterator[DaysRead]:
    """Of the orders in which days in figures stand: those that a cell proves, or that play a part."""
    for found in dict.fromkeys(orders.values()):
        of = tuple(payer for payer, order in orders.items() if order == found)
        proof: str | None = found.because
        if not proof and len(of) == len(orders):
            proof = proof_of_order(source.frame, pricer.columns, source.first_row, found.order)
        if proof is not None:
            yield DaysRead(payers=of, order=found.order, because=proof)
