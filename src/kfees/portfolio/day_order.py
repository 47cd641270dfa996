"""In which order a portfolio's column of days is written, known before its first row is priced."""

from __future__ import annotations

import polars as pl

from kfees.portfolio.columns import Columns
from kfees.reading.as_written.days import (
    DAY_FIRST,
    FROM_A_WORKBOOK,
    MONTH_FIRST,
    ColumnOrder,
    order_of_column,
)

TEXTS = (pl.String, pl.Categorical, pl.Enum)


def day_order(frame: pl.LazyFrame, columns: Columns, first_row: int = 1) -> ColumnOrder:
    """Look through a column of texts; the other columns are not read. `first_row`: the number of the row
    below the heading. InputError where the column is written in more than one order."""
    name = columns.by_field["start"]
    if not isinstance(frame.collect_schema()[name], TEXTS):
        return ColumnOrder()
    cells = frame.select(pl.col(name).cast(pl.String).alias("text")).with_row_index("row", first_row)
    found: list[tuple[str, str]] = []
    for pattern in (MONTH_FIRST, DAY_FIRST, FROM_A_WORKBOOK):
        first = cells.filter(pl.col("text").str.contains(pattern)).head(1).collect(engine="streaming")
        found += [(f"row {row}", text) for row, text in first.iter_rows()]
        if not found:  # nothing proves that the month stands first, so the day does
            break
    return order_of_column(name, found)
