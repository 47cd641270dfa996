"""A portfolio's cells, read without losing a cent.

Cells in the plainest spelling of their column are read all at once. What is left over (text around a
number, a day in words, a name in another spelling, a mistake) is read value by value by `read_cell`,
each distinct value once; what that refuses makes its rows refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

import polars as pl

from kfees.model.dates import EARLIEST, LATEST, VICTORIA, parse_date
from kfees.model.fields import read_amount
from kfees.model.money import CENT, LIMIT, plain
from kfees.model.problems import Unreadable, unforeseen
from kfees.model.request import MOST_KG, MOST_SESSIONS
from kfees.portfolio.columns import (
    AMOUNTS,
    DAYS,
    DISCOUNTS,
    FEES,
    MONEY,
    STAY_DAYS,
    WORDS,
    Columns,
    Field,
)
from kfees.reading.as_written.amounts import (
    amount_as_written,
    count_as_written,
    fifteen_digits,
    is_empty,
    weight_as_written,
)
from kfees.reading.as_written.days import DateOrder, day_as_written

MOST_NIGHTS = 100_000
"""What a request may hold, included."""

CENTS_APART_IN_32_BITS = 2**17
"""From here on a number of 32 bits stands for several amounts in whole cents."""

COUNTS: dict[Field, range] = {"nights": range(MOST_NIGHTS + 1), "sessions": range(1, MOST_SESSIONS + 1)}
KG = pl.Decimal(18, 12)
KINDS: dict[Field, pl.DataType] = {
    **dict.fromkeys(DAYS, pl.Date()),
    "weight_kg": KG,
    **dict.fromkeys(COUNTS, pl.Int64()),
    **dict.fromkeys(AMOUNTS, MONEY),
    "gst": pl.Boolean(),
}

PLAIN_AMOUNT = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"
GROUPED_AMOUNT = r"^\$?[0-9]{1,3}(,[0-9]{3}){0,3}(\.[0-9]{1,2})?$"
PLAIN_KG = r"^[0-9]{1,3}(\.[0-9]{1,12})?$"
PLAIN_COUNT = r"^[0-9]{1,6}$"

RARE: tuple[Field, ...] = ("sessions", *STAY_DAYS, *FEES, *DISCOUNTS, "gst")
"""Columns that are carried along only where the table has them: nulls too take their time."""

NONE_IF_0: tuple[Field, ...] = (*FEES, *DISCOUNTS)

INCLUDED, NOT_INCLUDED = ("included", "inclusive", "incl", "inc"), ("excluded", "exclusive", "excl", "ex")
"""What stands in the column `gst`, also with the word GST or a point."""

CellValue = date | Decimal | int | str | None


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
    columns of words, `stays` the settings whose price goes by the AR-DRG. In any other one plays no
    part, and is kept aside unread. The days stand in this `order`."""

    def __init__(
        self,
        columns: Columns,
        schema: Mapping[str, pl.DataType],
        spellings: Mapping[Field, Spellings],
        stays: Sequence[str],
        order: DateOrder,
    ) -> None:
        self._spellings, self._stays, self._order = spellings, stays, order
        self._kinds = {**KINDS, **{word: pl.Enum(spellings[word].known) for word in WORDS}}
        known = {field: name for field, name in columns.by_field.items() if field != "id"}
        self._raw = [_taken(field, pl.col(name), schema[name]).alias(field) for field, name in known.items()]
        self._absent = [
            pl.lit(None, kind).alias(field)
            for field, kind in self._kinds.items()
            if field not in known and field not in RARE
        ]

    def read(self, piece: pl.DataFrame) -> PieceRead:
        raw = piece.select(self._raw)
        fields = self._plain(raw).with_columns(self._absent)
        mistakes: dict[Field, Mistakes] = {}
        for field in self._kinds:
            if field in raw.columns and fields[field].null_count() > raw[field].null_count():
                cells, refused = self._leftover(field, raw[field], fields[field])
                fields = fields.with_columns(cells)
                if refused.errors:
                    mistakes[field] = refused
        # Whoever keeps a column for them writes 0 where there is none.
        none = [pl.when(pl.col(field) != 0).then(field) for field in NONE_IF_0 if field in raw.columns]
        return self._without_idle_codes(PieceRead(fields.with_columns(none), mistakes))

    def _plain(self, raw: pl.DataFrame) -> pl.DataFrame:
        """The cells in the plainest spelling of their columns, typed; the others null. A column in which
        that fails is read cell by cell."""
        plain = {
            field: _plain(field, pl.col(field), raw.schema[field], kind).alias(field)
            for field, kind in self._kinds.items()
            if field in raw.columns
        }
        try:
            return raw.select(plain.values())
        except pl.exceptions.PolarsError:
            columns = [self._plain_or_none(raw, field, column) for field, column in plain.items()]
            return pl.concat(columns, how="horizontal")

    def _plain_or_none(self, raw: pl.DataFrame, field: Field, plain: pl.Expr) -> pl.DataFrame:
        try:
            return raw.select(plain)
        except pl.exceptions.PolarsError:
            return pl.DataFrame({field: [None] * raw.height}, schema={field: self._kinds[field]})

    def _without_idle_codes(self, cells: PieceRead) -> PieceRead:
        fields, mistakes = cells.fields, dict(cells.mistakes)
        if fields["drg"].null_count() == fields.height and "drg" not in mistakes:
            return cells
        used = fields.select(pl.col("setting").is_in(self._stays).fill_null(True)).to_series()
        if "drg" in mistakes:
            mistakes["drg"] = mistakes["drg"].among(used)
            if not mistakes["drg"].rows.any():
                del mistakes["drg"]
        return PieceRead(fields.with_columns(pl.when(used).then(pl.col("drg"))), mistakes)

    def _leftover(self, field: Field, raw: pl.Series, plain: pl.Series) -> tuple[pl.Series, Mistakes]:
        """Read what is not in the plainest spelling, each distinct value once."""
        left = raw.is_not_null() & plain.is_null()
        values = raw.filter(left).unique()
        found: list[CellValue] = []
        numbers: list[int | None] = []
        errors: list[Unreadable] = []
        for value in values:
            cell = self._read_or_refuse(field, value)
            if isinstance(cell, Unreadable):
                found.append(None)
                numbers.append(len(errors))
                errors.append(cell)
            else:
                found.append(cell)
                numbers.append(None)
        read = raw.replace_strict(values, pl.Series(found, dtype=plain.dtype), default=None)
        which = raw.replace_strict(values, pl.Series(numbers, dtype=pl.Int64), default=None)
        rows = left & which.is_not_null()
        mistakes = Mistakes(rows, which.filter(rows), tuple(errors))
        return plain.zip_with(plain.is_not_null(), read).alias(field), mistakes

    def _read_or_refuse(self, field: Field, value: object) -> CellValue | Unreadable:
        try:
            return self._read_cell(field, value)
        except Unreadable as error:
            return error
        except Exception as error:  # noqa: BLE001  one cell that nobody foresaw must not lose the whole run
            return unforeseen(error)

    def _read_cell(self, known: Field, value: object) -> CellValue:
        """One cell as a person may have written it; None where it is blank. Raises Unreadable."""
        text = str(value).strip()
        if is_empty(text):
            return None
        if known in self._spellings:
            return self._spellings[known].read(text)
        if known in DAYS:
            return _read_day(value, text, self._order)
        return READERS[known](value, text)


class Spellings:
    """Names as people write them: whatever their case, spaces and signs, and also by their titles."""

    def __init__(self, known: Sequence[str], titles: Mapping[str, str], refuse: Callable[[str], Unreadable]):
        self.known, self._titles, self._refuse = known, titles, refuse

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        meant: dict[str, set[str]] = {}
        for name in self.known:
            for spelling in {_bare(name), _bare(self._titles.get(name, name))}:
                meant.setdefault(spelling, set()).add(name)
        return {spelling: names.pop() for spelling, names in meant.items() if len(names) == 1}

    def read(self, text: str) -> str:
        name = self._by_spelling.get(_bare(text))
        if name is None:
            raise self._refuse(text)
        return name


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _taken(field: Field, column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """A column as it is read: categories as their text, a float of few bits as the decimal that it shows,
    which for an amount has to be the only one with whole cents."""
    if field in WORDS or field == "gst" or isinstance(kind, pl.Categorical | pl.Enum):
        return column.cast(pl.String)
    if not kind.is_float() or kind == pl.Float64:
        return column
    text = column.cast(pl.String)
    if field not in AMOUNTS:
        return text.cast(pl.Float64, strict=False)
    said = pl.format(f"{{}} ({kind}, which holds too few digits)", column)
    return pl.when(column.abs() < CENTS_APART_IN_32_BITS).then(text).otherwise(said)


def _plain(field: Field, column: pl.Expr, kind: pl.DataType, target: pl.DataType) -> pl.Expr:
    """The plainest spelling of a field, typed; null for every other."""
    if kind == pl.Null:
        return column.cast(target)
    if field in WORDS:
        return column.cast(target, strict=False)
    if field == "gst":
        return pl.when(column == INCLUDED[0]).then(True)
    if field in DAYS:
        return _plain_day(column, kind)
    if field == "weight_kg":
        return _plain_weight(column, kind)
    if field in COUNTS:
        return _plain_count(column, kind, COUNTS[field])
    return _plain_amount(column, kind)


def _plain_weight(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if kind == pl.String:
        column = _where(column, PLAIN_KG).cast(KG, strict=False)
    possible = pl.when((column > 0) & (column <= MOST_KG)).then(column)
    weight = possible.cast(KG, strict=False)
    if isinstance(kind, pl.Decimal) and kind.scale > KG.scale:
        return pl.when(weight == possible).then(weight)
    return weight


def _plain_count(column: pl.Expr, kind: pl.DataType, allowed: range) -> pl.Expr:
    if kind == pl.String:
        column = _where(column, PLAIN_COUNT).cast(pl.Int64, strict=False)
    possible = pl.when((column >= allowed[0]) & (column <= allowed[-1])).then(column)
    count = possible.cast(pl.Int64, strict=False)
    return count if kind == pl.String or kind.is_integer() else pl.when(count == possible).then(count)


def _where(column: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(column.str.contains(pattern)).then(column)


def _plain_day(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if isinstance(kind, pl.Datetime):
        # A time with a zone is a moment, and treatment is given in Victoria.
        local = column.dt.convert_time_zone(VICTORIA) if kind.time_zone else column
        day = local.dt.date()
    elif kind == pl.String:
        day = column.str.to_date("%Y-%m-%d", strict=False)
    elif kind == pl.Date:
        day = column
    else:  # a number that nobody formatted as a day is asked about
        day = pl.when(column.is_null()).then(pl.lit(None, pl.Date()))
    return pl.when((day >= EARLIEST) & (day < LATEST)).then(day)


def _plain_amount(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Exact: text and decimals as they stand; a float where it is whole cents, but for its last bit."""
    if kind == pl.String:
        bare = pl.when(column.str.contains(GROUPED_AMOUNT)).then(column.str.replace_all(r"[$,]", ""))
        return pl.coalesce(_where(column, PLAIN_AMOUNT), bare).cast(MONEY, strict=False)
    if kind.is_float():
        cents = (column * 100).round()
        # Polars divides by multiplying with a reciprocal, so the last bit may differ.
        near = (cents / 100 - column).abs() <= column * 2**-52
        exact = near & (column >= 0) & (column < LIMIT)
        whole = pl.when(exact).then(cents).cast(pl.Int64)
        return (whole.cast(pl.Decimal(20, 0)) * CENT).cast(MONEY)
    within_bounds = pl.when((column >= 0) & (column < LIMIT)).then(column)
    if isinstance(kind, pl.Decimal) and kind.scale > MONEY.scale:
        exact_cents = within_bounds.round(MONEY.scale).cast(MONEY, strict=False)
        return pl.when(exact_cents == column).then(exact_cents)
    return within_bounds.cast(MONEY, strict=False)


def _read_day(value: object, text: str, order: DateOrder) -> date:
    if isinstance(value, datetime):
        return parse_date(value.date())
    if isinstance(value, date):
        return parse_date(value)
    return day_as_written(text if isinstance(value, str) else text.removesuffix(".0"), order)


def _in_full(value: object, text: str) -> str:
    """A number's text. One of a workbook or a Parquet file has up to 17 digits, and shows 15 of them."""
    if isinstance(value, float) and math.isfinite(value) and abs(value) < LIMIT:
        return plain(fifteen_digits(text))
    return text


def _read_weight(value: object, text: str) -> Decimal:
    return weight_as_written(_in_full(value, text))


def _read_nights(_: object, text: str) -> int:
    nights = count_as_written(text)
    if nights > MOST_NIGHTS:
        message = f"{text[:40]!r} is no number of nights."
        raise Unreadable("bad-nights", message, f"Give a whole number up to {MOST_NIGHTS}.")
    return nights


def _read_sessions(_: object, text: str) -> int:
    sessions = count_as_written(text)
    if not 1 <= sessions <= MOST_SESSIONS:
        message = f"{text[:40]!r} is no number of sessions."
        raise Unreadable("bad-sessions", message, f"Give a whole number from 1 to {MOST_SESSIONS}.")
    return sessions


def _read_gst(_: object, text: str) -> bool | None:
    bare = re.sub(r"[\W_]+|gst", "", text.casefold())
    if bare not in (*INCLUDED, *NOT_INCLUDED):
        message = f"{text[:40]!r} does not say whether the charges include GST."
        raise Unreadable("bad-gst", message, f"Write {INCLUDED[0]}, or leave the cell empty.")
    return True if bare in INCLUDED else None


def _read_amount(value: object, text: str) -> Decimal:
    """AUD. A number is no text in which a point could stand between thousands."""
    text = _in_full(value, text)
    return read_amount(text) if isinstance(value, float | Decimal) else amount_as_written(text)


READERS: dict[Field, Callable[[object, str], CellValue]] = {
    "weight_kg": _read_weight,
    "nights": _read_nights,
    "sessions": _read_sessions,
    "gst": _read_gst,
    **dict.fromkeys(AMOUNTS, _read_amount),
}
