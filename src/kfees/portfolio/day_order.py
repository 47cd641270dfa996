"""In which order a portfolio's columns of days are written, known before its first row is priced."""

from __future__ import annotations

import polars as pl

from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import DAYS
from kfees.reading.as_written.days import (
    DAY_FIRST,
    FROM_A_WORKBOOK,
    MONTH_FIRST,
    ColumnOrder,
    DateOrder,
    order_of_column,
)

TEXTS = (pl.String, pl.Categorical, pl.Enum)


def day_order(
    frame: pl.LazyFrame, columns: Columns, first_row: int = 1, usual: DateOrder = "day-first"
) -> ColumnOrder:
    """Look through the columns of texts among them; the other columns are not read. `first_row`: the number
    of the row below the heading. `usual`: the payer's order, where no cell proves any. InputError where a
    table's days are written in more than one order."""
    schema = frame.collect_schema()
    names = [name for name in day_columns(columns) if isinstance(schema[name], TEXTS)]
    found: list[tuple[str, str]] = []
    for pattern in (MONTH_FIRST, DAY_FIRST, FROM_A_WORKBOOK):
        for name in names:
            cells = frame.select(pl.col(name).cast(pl.String).alias("text")).with_row_index("row", first_row)
            first = cells.filter(pl.col("text").str.contains(pattern)).head(1).collect(engine="streaming")
            place = f"{name}, row" if len(names) > 1 else "row"
            found += [(f"{place} {row}", text) for row, text in first.iter_rows()]
        if not found and usual == "day-first":  # nothing proves that the month stands first, so the day does
            break
    return order_of_column(", ".join(names), found, usual)


def day_columns(columns: Columns) -> list[str]:
    """The names of the columns of days that a table has."""
    return [columns.by_field[field] for field in DAYS if field in columns.by_field]
