"""A portfolio's cells, read without losing a cent.

Cells in the plainest spelling of their column are read all at once. What is left over (text around a
number, a day in words, a name in another spelling, a mistake) is read value by value, each distinct value
once; what that refuses makes its rows refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kfees.model.portfolio_columns import is_choice_of_status
from kfees.model.problems import Unreadable, unforeseen
from kfees.portfolio.columns import Columns
from kfees.portfolio.day_order import Orders
from kfees.portfolio.fields import CODES, DAYS, PAYER, Field
from kfees.portfolio.plain_cells import kinds_of, taken, typed
from kfees.portfolio.row_payers import RowPayers
from kfees.portfolio.seen_cells import NONE_SHOWN_OTHERWISE, ShownOtherwise
from kfees.portfolio.written_cells import READERS, CellValue, Spellings, read_amount, read_day
from kfees.reading.as_written.amounts import is_empty
from kfees.reading.as_written.days import DateOrder
from kfees.reading.as_written.facts import status_as_written


@dataclass(frozen=True)
class Mistakes:
    """The cells of one column that were refused: which rows, and for each of these which of the errors."""

    rows: pl.Series
    which: pl.Series
    errors: tuple[Unreadable, ...]

    def beside(self, more: Mistakes) -> Mistakes:
        """These, and more of other rows."""
        rows = pl.concat([self.rows.arg_true(), more.rows.arg_true()])
        which = pl.concat([self.which, more.which + len(self.errors)]).gather(rows.arg_sort())
        return Mistakes(self.rows | more.rows, which, self.errors + more.errors)

    def among(self, rows: pl.Series) -> Mistakes:
        """Those in these rows."""
        return Mistakes(self.rows & rows, self.which.filter(rows.filter(self.rows)), self.errors)


@dataclass(frozen=True)
class PieceRead:
    """A piece of a portfolio, read: a typed column for each field, null where its cell is empty or
    refused; and the mistakes of each field that has any."""

    fields: pl.DataFrame
    mistakes: Mapping[Field, Mistakes]


class CellReader:
    """Reads the pieces of a table with these columns; `spellings` holds the names that may stand in
    columns of words. `used`: the rows in which fields play a part; in others these are kept aside unread.
    The days stand in this `order`, or in that of their row's payer."""

    def __init__(
        self,
        columns: Columns,
        schema: Mapping[str, pl.DataType],
        spellings: Mapping[Field, Spellings],
        payers: RowPayers,
        order: DateOrder | Orders,
        shown_otherwise: ShownOtherwise = NONE_SHOWN_OTHERWISE,
        used: Sequence[tuple[Sequence[Field], pl.Expr]] = (),
    ) -> None:
        self._spellings, self._payers, self._shown_otherwise = spellings, payers, shown_otherwise
        self._orders: dict[str, DateOrder] = {
            payer: order if isinstance(order, str) else order[payer].order for payer in payers.names
        }
        written = {(payers.time_zones[payer], self._orders[payer]) for payer in payers.names}
        self._days_differ = len(written) > 1
        self._used = used
        self._none_if_0 = (*columns.known.fees, *columns.known.discounts)
        words = {word: pl.Enum(spellings[word].known) for word in columns.known.words}
        self._kinds = {**words, **kinds_of(columns.known)}
        known = {field: name for field, name in columns.by_field.items() if field != "id"}
        self._numbers = {field for field in CODES if field in known and schema[known[field]].is_numeric()}
        """Columns of codes of which a number has lost the noughts at the end."""
        self._choices = {"private_patient"} & {field for field in known if is_choice_of_status(known[field])}
        self._raw = [
            taken(field, pl.col(name), schema[name], self._kinds[field]).alias(field)
            for field, name in known.items()
        ]
        self._read = [field for field in self._kinds if field in known]
        """The payers first: others go by them."""
        # Others are carried along only where the table has them: nulls too take their time.
        unread = [field for field in columns.known.always if field not in known]
        self._unread = [pl.lit(None, self._kinds[field]).alias(field) for field in (*self._numbers, *unread)]
        raw = pl.DataFrame(schema=dict(schema)).select(self._raw).schema
        self._typed = {
            field: typed(field, pl.col(field), raw[field], kind, payers.time_zone).alias(field)
            for field, kind in self._kinds.items()
            if field in known and field not in self._numbers
        }
        for field in self._choices:  # each of its cells is looked at
            self._typed[field] = pl.repeat(None, pl.len(), dtype=pl.Boolean).alias(field)
        # Whoever keeps a column for them writes 0 where there is none.
        self._none = [pl.when(pl.col(name) != 0).then(name) for name in self._none_if_0 if name in known]

    def read(self, piece: pl.DataFrame) -> PieceRead:
        raw = piece.select(self._raw)
        shown_otherwise = dict(self._shown_otherwise.among(piece))
        if shown_otherwise:
            raw = raw.with_columns(
                raw[field].scatter(rows["index"], None) for field, rows in shown_otherwise.items()
            )
        fields = self._plain(raw)
        mistakes: dict[Field, Mistakes] = {}
        for field in self._read:
            plain = fields[field]
            cells, refused = self._cells(field, raw[field], plain, fields)
            if cells is not plain:
                fields = fields.with_columns(cells)
            if field in shown_otherwise:
                more = self._not_as_shown(piece.height, shown_otherwise[field])
                refused = refused.beside(more) if refused else more
            if refused is not None and refused.errors:
                mistakes[field] = refused
        if self._none:
            fields = fields.with_columns(self._none)
        for stated, is_used in self._used:
            fields = self._without_idle(stated, is_used, fields, mistakes)
        return PieceRead(fields, mistakes)

    def _cells(
        self, field: Field, raw: pl.Series, plain: pl.Series, fields: pl.DataFrame
    ) -> tuple[pl.Series, Mistakes | None]:
        """What is left over of a column read too."""
        if field in DAYS and self._days_differ:
            return self._days_by_payer(field, raw, fields)
        cells, refused = plain, None
        if plain.null_count() > raw.null_count():
            cells, refused = self._leftover(field, raw, plain)
        return cells.fill_null(self._payers.default) if field == PAYER else cells, refused

    def _not_as_shown(self, height: int, cells: pl.DataFrame) -> Mistakes:
        """Cells that show something else than they store, and are null among the others."""
        wrong = cells.filter(pl.col("which").is_not_null())
        rows = pl.repeat(False, height, eager=True).scatter(wrong["index"], True)
        return Mistakes(rows, wrong["which"], self._shown_otherwise.errors)

    def _plain(self, raw: pl.DataFrame) -> pl.DataFrame:
        """The cells in the plainest spelling of their columns, typed; the others null. A column in which
        that fails is read cell by cell."""
        try:
            return raw.select(*self._typed.values(), *self._unread)
        except pl.exceptions.PolarsError:
            apart = [self._plain_or_none(raw, field, column) for field, column in self._typed.items()]
            return pl.concat(apart, how="horizontal").with_columns(self._unread)

    def _plain_or_none(self, raw: pl.DataFrame, field: Field, column: pl.Expr) -> pl.DataFrame:
        try:
            return raw.select(column)
        except pl.exceptions.PolarsError:
            return pl.DataFrame({field: [None] * raw.height}, schema={field: self._kinds[field]})

    @staticmethod
    def _without_idle(
        stated: Sequence[Field], is_used: pl.Expr, fields: pl.DataFrame, mistakes: dict[Field, Mistakes]
    ) -> pl.DataFrame:
        used = fields.select(is_used).to_series()
        if used.all(ignore_nulls=False):
            return fields
        for field in stated:
            if field in mistakes:
                mistakes[field] = mistakes[field].among(used)
                if not mistakes[field].rows.any():
                    del mistakes[field]
        return fields.with_columns(pl.when(used).then(pl.col(field)).alias(field) for field in stated)

    def _days_by_payer(
        self, field: Field, raw: pl.Series, fields: pl.DataFrame
    ) -> tuple[pl.Series, Mistakes | None]:
        """The days of a table whose payers are in several time zones, or write days in several orders: each
        is the day that it is at its row's payer."""
        cells, refused = fields[field], None
        moments = isinstance(raw.dtype, pl.Datetime) and raw.dtype.time_zone is not None
        for payer, time_zone in self._payers.time_zones.items():
            rows = fields[PAYER].eq(payer)
            if moments:
                local = pl.select(typed(field, pl.lit(raw), raw.dtype, cells.dtype, time_zone)).to_series()
                cells = cells.zip_with(~rows, local.alias(field))
            if (rows & raw.is_not_null() & cells.is_null()).any():
                cells, more = self._leftover(field, raw, cells, rows, payer)
                refused = refused.beside(more) if refused else more
        return cells, refused

    def _leftover(
        self,
        field: Field,
        raw: pl.Series,
        plain: pl.Series,
        rows: pl.Series | None = None,
        payer: str | None = None,
    ) -> tuple[pl.Series, Mistakes]:
        """Read what is not in the plainest spelling, in these rows or in all, each distinct value once."""
        left = raw.is_not_null() & plain.is_null()
        if rows is not None:
            left &= rows
        values = raw.filter(left).unique().sort()  # names that begin alike are sought together
        found: list[CellValue] = []
        numbers: list[int | None] = []
        errors: list[Unreadable] = []
        for value in values:
            cell = self._read_or_refuse(field, value, payer or self._payers.default)
            if isinstance(cell, Unreadable):
                found.append(None)
                numbers.append(len(errors))
                errors.append(cell)
            else:
                found.append(cell)
                numbers.append(None)
        place = raw.replace_strict(values, pl.int_range(len(values), eager=True), default=None)
        read = pl.Series(found, dtype=plain.dtype).gather(place)
        which = pl.Series(numbers, dtype=pl.Int64).gather(place)
        wrong = left & which.is_not_null()
        mistakes = Mistakes(wrong, which.filter(wrong), tuple(errors))
        return plain.zip_with(~left, read).alias(field), mistakes

    def _read_or_refuse(self, field: Field, value: object, payer: str) -> CellValue | Unreadable:
        try:
            return self._read_cell(field, value, payer)
        except Unreadable as error:
            # Where it came from, of hundreds of thousands of them, would fill the memory.
            error.__traceback__ = error.__context__ = error.__cause__ = None
            return error
        except Exception as error:  # noqa: BLE001  one cell that nobody foresaw must not lose the whole run
            return unforeseen(error)

    def _read_cell(self, known: Field, value: object, payer: str) -> CellValue:
        """One cell as a person may have written it; None where it is blank. Raises Unreadable."""
        text = str(value).strip()
        if is_empty(text):
            return None
        if known in self._spellings:
            spelt = self._spellings[known]
            return spelt.read_number(text) if known in self._numbers else spelt.read(text)
        if known in DAYS:
            return read_day(value, text, self._orders[payer], self._payers.time_zones[payer])
        if known in self._choices:
            return status_as_written(text)
        return READERS.get(known, read_amount)(value, text)
