"""Prices pieces of a portfolio: cells to shapes, each shape priced once, figures back to their rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from kfees.library.library import Library
from kfees.portfolio import discounts, refusals
from kfees.portfolio.arithmetic import Arithmetic
from kfees.portfolio.cells import CellReader, PieceRead
from kfees.portfolio.columns import recognise
from kfees.portfolio.day_order import Orders
from kfees.portfolio.fields import FLAGS, PAYER, REMOTENESS, START_READ, VISITS, Field
from kfees.portfolio.implausible import MANY_NIGHTS, Implausible
from kfees.portfolio.keys import Keys
from kfees.portfolio.named import UNNAMED, Named
from kfees.portfolio.priced_shapes import Learned, PricedShapes
from kfees.portfolio.row_payers import CALLED, RowPayers, payer_spellings, spellings_of
from kfees.portfolio.seen_cells import NONE_SHOWN_OTHERWISE, ShownOtherwise
from kfees.portfolio.shapes import Shape
from kfees.portfolio.table_pricer import TablePricer
from kfees.portfolio.weighed_rows import WeighedRows
from kfees.portfolio.written_cells import Spellings
from kfees.reading.as_written.days import DateOrder


class Pricer(TablePricer):
    """Prices pieces of a table with the columns of `schema`, whose days stand in this order, or in that of
    their row's payer (`day_orders` finds them), and keeps what it learns of shapes.

    `shown_otherwise`: cells to refuse for how they are shown; pieces have their rows' numbers then, which are
    in no result. Safe to share between threads. Raises InputError where the columns will not do.
    """

    def __init__(
        self,
        schema: Mapping[str, pl.DataType],
        library: Library,
        order: DateOrder | Orders = "day-first",
        shown_otherwise: ShownOtherwise = NONE_SHOWN_OTHERWISE,
        *,
        named: Named = UNNAMED,
    ) -> None:
        self.columns = recognise(schema, library, named)
        self._library = library
        known, stated = self.columns.known, self.columns.by_field
        self.results = self.columns.results
        self._cast = [pl.col(name).cast(kind) for name, kind in self.results.items()]
        self._payers = RowPayers(library, named=PAYER in stated)
        drgs = self._payers.stay_items() if "drg" in stated else ()
        visits = {field: self._payers.visit_items(field) for field in VISITS if field in stated}
        names = spellings(library, {"drg": drgs, **visits})
        used = list(_where_used(self._payers, stated))
        self._cells = CellReader(self.columns, schema, names, self._payers, order, shown_otherwise, used)
        self._keys = Keys(self._payers, drgs, known, stated, with_gst=bool(self.columns.with_gst))
        self._arithmetic = Arithmetic(stated, known)
        self._implausible = Implausible(stated, known, self._payers)
        clinics = visits.get("clinic", ())
        self._weighed = WeighedRows(self._payers, self._keys.starts, drgs, clinics, stated)
        self._shapes = PricedShapes(library, self._payers, self._keys, self.columns, self._weighed)

    def rows_priced(self, piece: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        cells = self._checked(piece)
        keyed, learned = self._learned(cells)
        is_weighed = "moment" in keyed.columns
        weighed = ("unit_weight", "unit_cents", MANY_NIGHTS) if is_weighed else ()
        of_row = ("key", "weight_kg", *([PAYER] if self._payers.named else []), *weighed)
        read = pl.col("start").alias(START_READ)
        rows = self._arithmetic.discounted(keyed.select(*of_row, read, *self._arithmetic.amounts))
        priced = _beside(rows, learned.table.drop(self._arithmetic.idle))
        if is_weighed:
            priced = self._weighed.figures(priced)
        priced = priced.with_columns(self._implausible(priced))
        priced = self._arithmetic.results(priced, learned.limits)
        refused = refusals.of_shapes(piece, priced, learned.problems)
        if keyed["key"].null_count():
            of_cells = refusals.of_refused_cells(piece, self.columns, cells, self._payers, self._weighed)
            told = refusals.in_one_line(of_cells)
            priced = priced.with_columns(priced["problem"].scatter(told["row"], told["problem"]))
            refused = pl.concat([of_cells, refused]).sort("row", maintain_order=True)
        return priced.select(self._cast), refused

    def read(self, piece: pl.DataFrame) -> PieceRead:
        return self._cells.read(piece)

    def shapes_met(self, piece: pl.DataFrame) -> pl.DataFrame:
        """The distinct courses of a piece: what `shape` needs, and `rows`, how many rows have it. Rows
        with a refused cell stand under a null key."""
        cells = self._checked(piece)
        keyed = self._keys.keyed(cells.fields, refusals.refused(cells, self._payers))
        alike = ["key", *([PAYER] if self._payers.named else [])]
        return keyed.group_by(alike).agg(pl.all().first(), pl.len().alias("rows"))

    def shape(self, row: Mapping[str, object]) -> Shape:
        """The shape of a row of `shapes_met`."""
        return self._keys.shape(row)

    def _checked(self, piece: pl.DataFrame) -> PieceRead:
        return discounts.checked(self._cells.read(piece), self.columns)

    def _learned(self, cells: PieceRead) -> tuple[pl.DataFrame, Learned]:
        """The rows with their keys, and what is known of their shapes."""
        refused = refusals.refused(cells, self._payers)
        weighed = self._weighed(cells.fields, refused)
        keyed = self._keys.keyed(cells.fields, refused, weighed)
        learned = self._shapes.learn(keyed)
        if weighed is None or not learned.apart:
            return keyed, learned
        apart = keyed["key"].is_in(list(learned.apart))
        weighed = weighed.with_columns(pl.when(~apart).then("moment").alias("moment"))
        keyed = self._keys.keyed(cells.fields, refused, weighed)
        return keyed, self._shapes.learn(keyed)


def _beside(rows: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Rows with what their shapes come to. What no shape has is not looked up for every row, and a small
    number is looked up several times faster than a bit."""
    key, *figures = table
    absent = {found.name: found.dtype for found in figures if found.null_count() == len(found)}
    found = table.drop(*absent).cast({pl.Boolean: pl.UInt8})
    joined = rows.join(found, on=key.name, how="left", maintain_order="left").cast({pl.UInt8: pl.Boolean})
    return joined.with_columns(pl.lit(None, kind).alias(name) for name, kind in absent.items())


def _where_used(payers: RowPayers, stated: Collection[Field]) -> Iterator[tuple[Sequence[Field], pl.Expr]]:
    """Fields, and in which rows they play a part, where that is not all. To find them takes a look at the
    weights."""
    if "drg" in stated:
        yield ("drg",), payers.in_a_stay()
    if "clinic" in stated:
        yield ("clinic",), payers.in_a_clinic()
    of_weighed = [field for field in ("age", *FLAGS, *REMOTENESS) if field in stated]
    if of_weighed:
        is_weighed = payers.is_weighed()
        if "emergency" in stated:
            is_weighed |= pl.col("emergency").is_not_null()
        yield of_weighed, is_weighed


def spellings(library: Library, codes: Mapping[Field, Sequence[str]]) -> dict[Field, Spellings]:
    """The names that the columns of words may hold, and the `codes` of their columns."""
    titles: dict[Field, dict[str, Sequence[str]]] = {
        "regimen": {name: (library.regimen(name).title,) for name in library.regimens},
        "setting": {name: (library.setting(name).title,) for name in library.settings},
        **{field: dict.fromkeys(codes.get(field, ()), ()) for field in CALLED},
    }
    named = {field: spellings_of(field, titled) for field, titled in titles.items()}
    return {PAYER: payer_spellings(library), **named}
