"""Totals of a portfolio's file held against its rows: each is the sum of rows above it, or that is said."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import polars as pl

from kfees.model.fields import Model, ResultAmount
from kfees.model.money import ZERO
from kfees.portfolio.cells import PieceRead
from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import NUMBER, Field
from kfees.portfolio.files import Source, worked_through
from kfees.portfolio.left_out import TOTAL, LeftOut

if TYPE_CHECKING:
    from kfees.portfolio.table_pricer import TablePricer

_BELOW = "the first total below"
_SUMS = pl.Decimal(38, 2)


class OtherSum(Model):
    """An amount of a total's row that is not the sum of the rows above, which come to `above`."""

    row: int
    column: str
    amount: ResultAmount
    above: ResultAmount


class SumsAbove:
    """Adds up the rows of numbered pieces above each of these rows of totals. Safe to share between threads.

    A total may be of all rows above, or of those below any earlier total. Of a column of which a cell could
    not be read nothing is said.
    """

    def __init__(
        self, totals: pl.DataFrame, read: Callable[[pl.DataFrame], PieceRead], columns: Columns
    ) -> None:
        self._read, self._columns = read, columns
        self._fields = [field for field in columns.known.amounts if field in columns.by_field]
        self._rows = totals[NUMBER]
        self._amounts = read(totals).fields.select(self._fields)
        self._lock = threading.Lock()
        self._sums: list[pl.DataFrame] = []

    def add(self, piece: pl.DataFrame) -> pl.DataFrame:
        """Nothing of the piece is left."""
        cells = self._read(piece)
        below = self._rows.search_sorted(piece[NUMBER]).alias(_BELOW)
        unread = [
            (cells.mistakes[field].rows if field in cells.mistakes else pl.lit(False)).alias(
                f"unread {field}"
            )
            for field in self._fields
        ]
        sums = cells.fields.select(below, pl.col(self._fields).cast(_SUMS), *unread)
        with self._lock:
            self._sums.append(sums.group_by(_BELOW).sum())
        return piece.clear()

    def __iter__(self) -> Iterator[OtherSum]:
        """Those that are other sums."""
        numbers = pl.DataFrame({_BELOW: pl.int_range(len(self._rows), dtype=pl.UInt32, eager=True)})
        sums = pl.concat(self._sums).group_by(_BELOW).sum()
        above = numbers.join(sums, on=_BELOW, how="left", maintain_order="left").fill_null(ZERO)
        for field in self._fields:
            yield from self._other_sums(field, above[field], above[f"unread {field}"])

    def _other_sums(self, field: Field, parts: pl.Series, unread: pl.Series) -> Iterator[OtherSum]:
        name = self._columns.by_field[field]
        above, earlier = ZERO, {ZERO}
        for row, amount, part, uncertain in zip(self._rows, self._amounts[field], parts, unread, strict=True):
            if uncertain:
                return
            above += part
            if amount is not None and above - amount not in earlier:
                yield OtherSum(row=row, column=name, amount=amount, above=part or above)
            earlier.add(above)


def sums_that_differ(source: Source, pricer: TablePricer, left_out: LeftOut | None) -> list[OtherSum]:
    """Of the totals that were left out, those that are no sum of the rows above. Only where there are totals
    is the input read again for it."""
    totals = None if left_out is None else left_out.rows.filter(pl.col("kind") == TOTAL)
    if left_out is None or totals is None or not totals.height:
        return []
    found = SumsAbove(totals, pricer.read, pricer.columns)
    schema = source.numbered.collect_schema()
    worked_through(source, found.add, schema, "Adding up", pl.LazyFrame.collect, left_out.again)
    return list(found)
