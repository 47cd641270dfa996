"""Pricing a portfolio that is held in Spark: the same code on every worker, and nothing else distributed.

Needs the extra `spark` (pyspark with Arrow) where the session is, and kfees with it on the workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

try:
    import pyarrow as pa
    from pyspark.sql import DataFrame, functions
    from pyspark.sql import types as spark
except ModuleNotFoundError as missing:
    said = f"kfees.spark needs {missing.name}: install the extra, kfees[spark]"
    raise ModuleNotFoundError(said, name=missing.name) from None

from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.portfolio.columns import Columns, recognise
from kfees.portfolio.day_order import Orders, day_columns, of_payers, written_by_order
from kfees.portfolio.fields import PAYER
from kfees.portfolio.pricer import Pricer
from kfees.portfolio.row_payers import RowPayers
from kfees.reading.as_written.days import (
    DAY_FIRST,
    FROM_A_WORKBOOK,
    MONTH_FIRST,
    ColumnOrder,
    DateOrder,
    order_of_column,
)

KINDS: dict[str, pl.DataType] = {
    **dict.fromkeys(("string", "char", "varchar"), pl.String()),
    **dict.fromkeys(("byte", "short", "integer", "long"), pl.Int64()),
    **dict.fromkeys(("float", "double"), pl.Float64()),
    **dict.fromkeys(("timestamp", "timestamp_ntz"), pl.Datetime()),
    "decimal": pl.Decimal(38, 2),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "void": pl.Null(),
}
"""What Spark's kinds of column hold; others can only be passed through."""


def price_portfolio(frame: DataFrame, library: Library) -> DataFrame:
    """Price every row of a Spark table of courses: see `kfees.price_portfolio` for its columns.

    No row is lost; as ever in Spark, rows have no order of their own. The library travels to the
    workers with the plan, and each task prices each distinct course that it meets once. Raises
    InputError, before any work, where the columns will not do. Days that are texts are looked through
    once before, so that all of a payer's are read in one order.
    """
    columns = _columns(frame, library)
    added = columns.results
    used = list(columns.by_field.values())
    orders = _day_orders(frame, columns, library)
    fields = [spark.StructField(name, _spark_kind(kind)) for name, kind in added.items()]
    arrow = pa.schema([(name, _arrow_kind(kind)) for name, kind in added.items()])

    def priced(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        pricer: Pricer | None = None
        for batch in batches:
            piece = pl.DataFrame(batch.select(used))
            pricer = pricer or Pricer(piece.schema, library, orders)
            results = pricer(piece).select(*added).to_arrow().cast(arrow)
            table = pa.Table.from_batches([batch])
            for field, column in zip(arrow, results.columns, strict=True):
                table = table.append_column(field, column)
            yield from table.combine_chunks().to_batches()

    return frame.mapInArrow(priced, spark.StructType([*frame.schema.fields, *fields]))


def _day_orders(frame: DataFrame, columns: Columns, library: Library) -> Orders:
    """By payer, as `day_order.day_orders` finds them in a frame of Polars."""
    payers = RowPayers(library, named=PAYER in columns.by_field)
    names = day_columns(columns)
    if len(set(payers.date_orders.values())) == 1:
        return dict.fromkeys(payers.names, _day_order(frame, names, library.payer.date_order))
    written = functions.coalesce(frame[columns.by_field[PAYER]].cast("string"), functions.lit(""))
    everyone = [row[0] for row in frame.select(written).distinct().collect()]
    by_order = {
        order: _day_order(frame.filter(written.isin(spelt)), names, order)
        for order, spelt in written_by_order(everyone, payers, library).items()
    }
    return of_payers(by_order, payers)


def _day_order(frame: DataFrame, names: list[str], usual: DateOrder) -> ColumnOrder:
    """In which order columns of texts hold their days: they are looked through before any row is priced."""
    texts = [name for name in names if KINDS.get(frame.schema[name].dataType.typeName()) == pl.String]
    found: list[tuple[str, str]] = []
    for pattern in (MONTH_FIRST, DAY_FIRST, FROM_A_WORKBOOK):
        for name in texts:
            found += [("", row[0]) for row in frame.select(name).filter(frame[name].rlike(pattern)).take(1)]
        if not found and usual == "day-first":
            break
    return order_of_column(", ".join(texts), found, usual)


def _columns(frame: DataFrame, library: Library) -> Columns:
    kinds = {field.name: KINDS.get(field.dataType.typeName(), pl.Binary()) for field in frame.schema.fields}
    if len(kinds) < len(frame.columns):
        twice = sorted({name for name in frame.columns if frame.columns.count(name) > 1})
        message = "more than one column has this name."
        raise InputError([Problem("repeated-column", name, message, "Rename one.") for name in twice])
    return recognise(kinds, library)


def _spark_kind(kind: pl.DataType) -> spark.DataType:
    if isinstance(kind, pl.Decimal):
        return spark.DecimalType(kind.precision or 38, kind.scale)
    return spark.BooleanType() if kind == pl.Boolean else spark.StringType()


def _arrow_kind(kind: pl.DataType) -> pa.DataType:
    if isinstance(kind, pl.Decimal):
        return pa.decimal128(kind.precision or 38, kind.scale)
    return pa.bool_() if kind == pl.Boolean else pa.string()
