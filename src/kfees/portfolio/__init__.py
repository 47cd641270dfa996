"""Pricing a portfolio: every course of a table, exactly, by the engine that prices a single one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import polars as pl

from kfees.asking import read_request
from kfees.checking import lay_out
from kfees.errors import InputError, Problem
from kfees.library import Library
from kfees.portfolio.columns import (
    CHARGES,
    MONEY,
    MOST_NIGHTS,
    Field,
    explain,
    is_unread,
    recognise,
    typed,
)
from kfees.portfolio.shapes import DAY_ZERO, MOST_WEIGHTS, NWAU, Shape, Shapes, at_fields, in_one_line
from kfees.request import PAYEES

RESULTS: dict[str, pl.DataType] = {
    **{f"{payee}_{figure}": MONEY for payee in PAYEES for figure in ("maximum", "payable", "gap")},
    **dict.fromkeys(("maximum", "payable", "gap"), MONEY),
    "complete": pl.Boolean(),
    "stale": pl.Boolean(),
    "basis": pl.String(),
    "nwau": NWAU,
    "problem": pl.String(),
}


DAYS = 2**18
"""More days than any start lies from 1970."""


def price_portfolio(frame: pl.LazyFrame, library: Library) -> pl.LazyFrame:
    """Price every row of a table of courses; the rows stay in their order, none is lost.

    Columns in: regimen, setting, start; and where there are any id, weight_kg, nights, drg,
    hospital_charge, medical_charge, pharmacy_charge (AUD). Names are recognised as people write
    them; other columns are passed through. Out: the input, then for each payee and in total
    maximum, payable and gap (AUD, Decimal to the cent), `complete` (every gap is known), `stale`,
    `basis`, `nwau`, and `problem` (why a row could not be priced; its figures are then null).

    null is *cannot determine* or *not stated*; a payee without any line comes to 0.00. The table
    is priced in pieces, so that one larger than memory can be streamed from file to file. Raises
    InputError where a column that is needed is missing, or a result's name is taken.
    """
    schema = frame.collect_schema()
    pricer = Pricer(dict(schema), library)
    return frame.map_batches(pricer, schema=pl.Schema({**schema, **RESULTS}), streamable=True)


class Pricer:
    """Prices pieces of a table with the columns of `schema`; what it learns of shapes it keeps."""

    def __init__(self, schema: Mapping[str, pl.DataType], library: Library) -> None:
        self.columns = recognise(schema, RESULTS)
        self._schema, self._shapes = dict(schema), Shapes(library)
        self._library = library

    def __call__(self, piece: pl.DataFrame) -> pl.DataFrame:
        keyed = self._keyed(piece)
        self._learn(keyed)
        return self._gathered(piece, keyed)

    def _keyed(self, piece: pl.DataFrame) -> pl.DataFrame:
        """The fields, typed, and one whole number for all that decides a shape; null where unreadable."""
        fields = piece.with_columns(typed(self.columns, self._schema))
        fields = fields.with_columns(
            self._named(fields, "regimen", self._library.regimens),
            self._named(fields, "setting", self._library.settings),
            self._named(fields, "drg", self._shapes.drgs),
            is_unread(self.columns, self._schema).alias("__unread"),
            self._shapes.weight_numbers(fields["__weight_kg"]).alias("__weight"),
            self._shapes.canonical_start(
                pl.col("__start").cast(pl.Int32), pl.col("__nights").fill_null(0).cast(pl.Int32)
            ).alias("__first"),
        )
        codes = (
            (pl.col("__regimen").to_physical(), len(self._library.regimens)),
            (pl.col("__setting").to_physical(), len(self._library.settings)),
            (pl.col("__drg").to_physical().fill_null(len(self._shapes.drgs)), len(self._shapes.drgs) + 1),
            (pl.col("__nights").fill_null(MOST_NIGHTS + 1), MOST_NIGHTS + 2),
            (pl.col("__first") + DAYS // 2, DAYS),
            (pl.col("__weight").fill_null(MOST_WEIGHTS), MOST_WEIGHTS + 1),
            *((pl.col(f"__{charge}").is_not_null(), 2) for charge in CHARGES),
        )
        key = pl.lit(0, pl.Int64)
        for code, size in codes:
            key = key * size + code.cast(pl.Int64)
        return fields.with_columns(__key=pl.when(~pl.col("__unread")).then(key))

    def _named(self, fields: pl.DataFrame, field: Field, known: Sequence[str]) -> pl.Series:
        """Names as an Enum of those that the library knows; null where it does not know one.

        Where only case, spaces or underscores differ, the library's own spelling is taken.
        """
        raw = fields[f"__{field}"]
        named = raw.cast(pl.Enum(known), strict=False)
        if named.null_count() > raw.null_count():
            spellings = {word.lower(): word for word in known}
            plain = raw.str.strip_chars().str.to_lowercase().str.replace_all(r"[\s_]+", "-")
            named = plain.replace_strict(spellings, default=None, return_dtype=pl.Enum(known))
        return named.alias(f"__{field}")

    def _learn(self, keyed: pl.DataFrame) -> None:
        """Price the shapes of this piece that were not met before."""
        met = keyed.filter(pl.col("__key").is_not_null()).unique("__key", keep="any")
        new = met.join(self._shapes.table, left_on="__key", right_on="key", how="anti")
        if new.height:
            self._shapes.learn({row["__key"]: self._shape(row) for row in new.iter_rows(named=True)})

    def _shape(self, row: Mapping[str, Any]) -> Shape:
        return Shape(
            regimen=row["__regimen"],
            setting=row["__setting"],
            start=DAY_ZERO + timedelta(days=row["__first"]),
            weight_kg=None if row["__weight"] is None else self._shapes.weight(row["__weight"]),
            nights=row["__nights"],
            drg=row["__drg"],
            charged=tuple(row[f"__{charge}"] is not None for charge in CHARGES),
        )

    def _gathered(self, piece: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
        """The input beside its results, in its own order."""
        table = self._shapes.table
        fields = keyed.select("__key", *(f"__{charge}" for charge in CHARGES))
        priced = fields.join(table, left_on="__key", right_on="key", how="left", maintain_order="left")
        priced = priced.with_columns(*_payables()).with_columns(*_gaps()).with_columns(*_totals())
        priced = priced.with_columns(
            complete=pl.col("gap").is_not_null(), problem=self._problems(keyed, priced["problem"])
        )
        results = priced.select(pl.col(name).cast(kind) for name, kind in RESULTS.items())
        return piece.hstack(results.get_columns())

    def _problems(self, keyed: pl.DataFrame, of_shapes: pl.Series) -> pl.Series:
        """The problems of shapes, and beside them those of rows that could not be read at all."""
        rows = keyed.with_row_index("__row").filter(pl.col("__key").is_null())
        if not rows.height:
            return of_shapes
        texts = [in_one_line(self.problems_of(row)) for row in rows.iter_rows(named=True)]
        return of_shapes.scatter(rows["__row"], pl.Series(texts, dtype=pl.String))

    def problems_of(self, row: Mapping[str, Any]) -> list[Problem]:
        """Everything that is wrong with one row, each by its column: its cells, else its course."""
        found = explain(row, self.columns)
        if found:
            return found
        names = self.columns.by_field
        asked = {field: row[names[field]] for field in ("regimen", "setting") if row[names[field]]}
        episode = {"drg": row[names["drg"]]} if "drg" in names and row[names["drg"]] else {}
        request = {**asked, "start": row["__start"], "weight_kg": "80", "episode": episode}
        try:
            lay_out(read_request(request, self._library), self._library)
        except InputError as error:
            return at_fields(error.problems, ())
        return [Problem("unreadable", "row", "this row cannot be read.", "Check its cells.")]


def _payables() -> list[pl.Expr]:
    """The lesser of charge and maximum; null where either is unknown, 0.00 where the payee has no lines."""
    nothing = pl.lit(0).cast(MONEY)
    return [
        pl.when(pl.col(f"{payee}_absent"))
        .then(nothing)
        .when(pl.col(charge) <= pl.col(maximum))
        .then(pl.col(charge))
        .when(pl.col(charge) > pl.col(maximum))
        .then(pl.col(maximum))
        .alias(f"{payee}_payable")
        for payee, charge, maximum in ((payee, f"__{payee}_charge", f"{payee}_maximum") for payee in PAYEES)
    ]


def _gaps() -> list[pl.Expr]:
    nothing = pl.lit(0).cast(MONEY)
    return [
        pl.when(pl.col(f"{payee}_absent"))
        .then(nothing)
        .otherwise(pl.col(f"__{payee}_charge") - pl.col(f"{payee}_payable"))
        .cast(MONEY)
        .alias(f"{payee}_gap")
        for payee in PAYEES
    ]


def _totals() -> list[pl.Expr]:
    """Sums over the payees; null where one of them is."""
    hospital, medical, pharmacy = PAYEES
    return [
        (
            pl.col(f"{hospital}_{figure}") + pl.col(f"{medical}_{figure}") + pl.col(f"{pharmacy}_{figure}")
        ).alias(figure)
        for figure in ("payable", "gap")
    ]
