"""In which order a portfolio's columns of days are written, known before its first row is priced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from kfees.library.library import Library
from kfees.model.problems import Unreadable
from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import DAYS, PAYER
from kfees.portfolio.row_payers import RowPayers, payer_spellings
from kfees.reading.as_written.amounts import is_empty
from kfees.reading.as_written.days import (
    DAY_FIRST,
    EITHER,
    FROM_A_WORKBOOK,
    MONTH_FIRST,
    ColumnOrder,
    DateOrder,
    order_of_column,
)

Orders = Mapping[str, ColumnOrder]
"""By payer, in which order the days of its rows stand."""

TEXTS = (pl.String, pl.Categorical, pl.Enum)


def day_orders(frame: pl.LazyFrame, columns: Columns, library: Library, first_row: int = 1) -> Orders:
    """By payer, the order of its rows' days: rows of payers who write days otherwise prove nothing of each
    other's. InputError where those of one order are written in more than one."""
    payers = RowPayers(library, named=PAYER in columns.by_field)
    if len(set(payers.date_orders.values())) == 1:
        found = day_order(frame, columns, first_row, library.payer.date_order)
        return dict.fromkeys(payers.names, found)
    name = columns.by_field[PAYER]
    written = pl.col(name).cast(pl.String).fill_null("")
    everyone = frame.select(written.unique()).collect(engine="streaming").to_series()
    groups = written_by_order(everyone, payers, library)
    by_order = {
        order: day_order(frame, columns, first_row, order, written.is_in(names))
        for order, names in groups.items()
    }
    return of_payers(by_order, payers)


def of_payers(by_order: Mapping[DateOrder, ColumnOrder], payers: RowPayers) -> Orders:
    """What was found of the rows of payers who write days alike, by payer; of no rows, as they write them."""
    return {payer: by_order.get(order, ColumnOrder(order)) for payer, order in payers.date_orders.items()}


def written_by_order(
    written: Iterable[str], payers: RowPayers, library: Library
) -> Mapping[DateOrder, list[str]]:
    """Cells of a column of payers, by the order in which the payer that each names writes days; one that
    names none is the library's own."""
    known = payer_spellings(library)
    groups: dict[DateOrder, list[str]] = {}
    for text in written:
        try:
            payer = payers.default if is_empty(text) else known.read(text)
        except Unreadable:
            payer = payers.default
        groups.setdefault(payers.date_orders[payer], []).append(text)
    return groups


def day_order(
    frame: pl.LazyFrame,
    columns: Columns,
    first_row: int = 1,
    usual: DateOrder = "day-first",
    rows: pl.Expr | None = None,
) -> ColumnOrder:
    """Look through the columns of texts among them; the other columns are not read. `first_row`: the number
    of the row below the heading. `usual`: the payer's order, where no cell proves any. `rows`: only these
    are looked at. InputError where their days are written in more than one order."""
    found: list[tuple[str, str]] = []
    for pattern in (MONTH_FIRST, DAY_FIRST, FROM_A_WORKBOOK):
        found += _first_cells(frame, columns, pattern, first_row, rows)
        if not found and usual == "day-first":  # nothing proves that the month stands first, so the day does
            break
    return order_of_column(", ".join(_of_texts(frame, columns)), found, usual)


def proof_of_order(frame: pl.LazyFrame, columns: Columns, first_row: int, order: DateOrder) -> str | None:
    """The first cell that can only have this order, with its place; nothing where others could be read in
    both, and None where no order plays a part."""
    proof = _first_cells(frame, columns, MONTH_FIRST if order == "month-first" else DAY_FIRST, first_row)
    for place, text in proof:
        return f"{text} ({place})"
    return "" if any(_first_cells(frame, columns, EITHER, first_row)) else None


def _first_cells(
    frame: pl.LazyFrame, columns: Columns, pattern: str, first_row: int, rows: pl.Expr | None = None
) -> Iterator[tuple[str, str]]:
    """Of each column of texts among the days the first cell that matches, with its place."""
    names = _of_texts(frame, columns)
    for name in names:
        cells = frame.select(
            pl.col(name).cast(pl.String).alias("text"), (pl.lit(True) if rows is None else rows).alias("of")
        )
        cells = cells.with_row_index("row", first_row).filter("of").select("row", "text")
        first = cells.filter(pl.col("text").str.contains(pattern)).head(1).collect(engine="streaming")
        place = f"{name}, row" if len(names) > 1 else "row"
        yield from ((f"{place} {row}", text) for row, text in first.iter_rows())


def _of_texts(frame: pl.LazyFrame, columns: Columns) -> list[str]:
    schema = frame.collect_schema()
    return [name for name in day_columns(columns) if isinstance(schema[name], TEXTS)]


def day_columns(columns: Columns) -> list[str]:
    """The names of the columns of days that a table has."""
    return [columns.by_field[field] for field in DAYS if field in columns.by_field]
