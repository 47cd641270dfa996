"""Cells in the plainest spelling of their column, typed all at once; the others are null."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from kfees.model.dates import EARLIEST, LATEST
from kfees.model.money import LIMIT
from kfees.model.request import MOST_KG
from kfees.portfolio.fields import DAYS, EVERY_FLAG, MONEY, REMOTENESS, WORDS, Field, Fields, decimals
from kfees.portfolio.written_cells import AREAS, COUNTS, INCLUDED, TEXTS

CENTS_APART_IN_32_BITS = 2**17
"""From here on a number of 32 bits stands for several amounts in whole cents."""

KG = pl.Decimal(18, 12)
HOURS = pl.Decimal(24, 12)

PLAIN_AMOUNT = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"
GROUPED_AMOUNT = r"^\$?[0-9]{1,3}(,[0-9]{3}){0,3}(\.[0-9]{1,2})?$"
PLAIN_KG = r"^[0-9]{1,3}(\.[0-9]{1,12})?$"
PLAIN_COUNT = r"^[0-9]{1,6}$"
PLAIN_YES, PLAIN_NO = ["Y", "Yes", "yes", "1", "true"], ["N", "No", "no", "0", "false"]
MOST_PLAIN_HOURS = 1000
"""A number of 64 bits shows more hours than these to fewer decimals than are kept."""


def kinds_of(known: Fields) -> dict[Field, pl.DataType]:
    """What the columns of days, numbers, flags and texts are read as."""
    kinds = {
        **dict.fromkeys(DAYS, pl.Date()),
        "weight_kg": KG,
        **dict.fromkeys(COUNTS, pl.Int64()),
        **dict.fromkeys(known.amounts, MONEY),
        "gst": pl.Boolean(),
        "icu_hours": HOURS,
        **dict.fromkeys(EVERY_FLAG, pl.Boolean()),
        **dict.fromkeys(REMOTENESS, pl.Enum(AREAS)),
        **dict.fromkeys(TEXTS, pl.String()),
    }
    return {field: kind for field, kind in kinds.items() if field in known.every}


def taken(field: Field, column: pl.Expr, kind: pl.DataType, target: pl.DataType) -> pl.Expr:
    """A column as it is read: categories as their text, a float of few bits as the decimal that it shows,
    which for an amount has to be the only one with whole cents."""
    if field in (*WORDS, "gst", *REMOTENESS, *TEXTS) or isinstance(kind, pl.Categorical | pl.Enum):
        return column.cast(pl.String)
    if not kind.is_float() or kind == pl.Float64:
        return column
    text = column.cast(pl.String)
    if target != MONEY:
        return text.cast(pl.Float64, strict=False)
    said = pl.format(f"{{}} ({kind}, which holds too few digits)", column)
    return pl.when(column.abs() < CENTS_APART_IN_32_BITS).then(text).otherwise(said)


def typed(field: Field, column: pl.Expr, kind: pl.DataType, target: pl.DataType, time_zone: str) -> pl.Expr:
    """The plainest spelling of a field, typed; null for every other."""
    if kind == pl.Null:
        return column.cast(target)
    if field in (*WORDS, *REMOTENESS):
        return column.cast(target, strict=False)
    if field in TEXTS:
        return pl.when(column.str.contains(r"^[0-9A-Za-z]\S{0,99}$")).then(column)
    if field in EVERY_FLAG:
        return _plain_flag(column, kind)
    if field == "gst":
        return pl.when(column == INCLUDED[0]).then(True)
    if field in DAYS:
        return _plain_day(column, kind, time_zone)
    if field == "weight_kg":
        return _plain_weight(column, kind)
    if field == "icu_hours":
        return _plain_hours(column, kind)
    if field in COUNTS:
        return _plain_count(column, kind, COUNTS[field])
    return _plain_amount(column, kind)


def _plain_weight(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    return _plain_number(column, kind, KG, lambda number: (number > 0) & (number <= MOST_KG))


def _plain_hours(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    return _plain_number(column, kind, HOURS, lambda number: (number >= 0) & (number < MOST_PLAIN_HOURS))


def _plain_number(
    column: pl.Expr, kind: pl.DataType, target: pl.Decimal, is_possible: Callable[[pl.Expr], pl.Expr]
) -> pl.Expr:
    """Possible numbers, unless they have more decimals than are kept."""
    if kind == pl.String:
        column = _where(column, PLAIN_KG).cast(target, strict=False)
    possible = pl.when(is_possible(column)).then(column)
    number = possible.cast(target, strict=False)
    if isinstance(kind, pl.Decimal) and kind.scale > target.scale:
        return pl.when(number == possible).then(number)
    return number


def _plain_flag(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Boolean:
        return column
    yes, no = (
        (column.is_in(PLAIN_YES), column.is_in(PLAIN_NO)) if kind == pl.String else (column == 1, column == 0)
    )
    return pl.when(yes).then(True).when(no).then(False)


def _plain_count(column: pl.Expr, kind: pl.DataType, allowed: range) -> pl.Expr:
    if kind == pl.String:
        column = _where(column, PLAIN_COUNT).cast(pl.Int64, strict=False)
    possible = pl.when((column >= allowed[0]) & (column <= allowed[-1])).then(column)
    count = possible.cast(pl.Int64, strict=False)
    return count if kind == pl.String or kind.is_integer() else pl.when(count == possible).then(count)


def _where(column: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(column.str.contains(pattern)).then(column)


def _plain_day(column: pl.Expr, kind: pl.DataType, time_zone: str) -> pl.Expr:
    if isinstance(kind, pl.Datetime):
        # A time with a zone is a moment, and treatment is given where the payer is.
        local = column.dt.convert_time_zone(time_zone) if kind.time_zone else column
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
        return decimals(whole, MONEY)
    within_bounds = pl.when((column >= 0) & (column < LIMIT)).then(column)
    if isinstance(kind, pl.Decimal) and kind.scale > MONEY.scale:
        exact_cents = within_bounds.round(MONEY.scale).cast(MONEY, strict=False)
        return pl.when(exact_cents == column).then(exact_cents)
    return within_bounds.cast(MONEY, strict=False)
