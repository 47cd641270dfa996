"""Prices pieces of a portfolio: cells to shapes, each shape priced once, figures back to their rows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_

import polars as pl

from kfees.library.library import Library
from kfees.model.problems import Unreadable, suggestion
from kfees.model.request import PAYEES
from kfees.portfolio import refusals
from kfees.portfolio.cells import CellReader, PieceRead, Spellings
from kfees.portfolio.columns import CHARGES, REQUIRED, RESULTS, Field, recognise
from kfees.portfolio.implausible import please_check
from kfees.portfolio.shapes import Keys, Shape, Shapes
from kfees.reading.as_written.days import DateOrder


class Pricer:
    """Prices pieces of a table with the columns of `schema`, whose days stand in this order (`day_order`
    finds it), and keeps what it learns of shapes.

    Safe to share between threads. Raises InputError where the columns will not do.
    """

    def __init__(
        self, schema: Mapping[str, pl.DataType], library: Library, order: DateOrder = "day-first"
    ) -> None:
        self.columns = recognise(schema)
        self._library = library
        drgs = stay_items(library) if "drg" in self.columns.by_field else ()
        self._cells = CellReader(
            self.columns, schema, spellings(library, drgs), settings_with_a_stay(library), order
        )
        self._keys = Keys(library, drgs)
        self._shapes = Shapes(library, self._keys, self.columns)

    def __call__(self, piece: pl.DataFrame) -> pl.DataFrame:
        """The piece with its results beside it, in its own order."""
        cells, keyed = self._keyed(piece)
        self._shapes.learn(keyed)
        priced = keyed.select("key", "weight_kg", *CHARGES).join(
            self._shapes.table, on="key", how="left", maintain_order="left"
        )
        priced = priced.with_columns(_payables()).with_columns(_gaps()).with_columns(_totals())
        priced = priced.with_columns(please_check(priced))
        if keyed["key"].null_count():
            listing = refusals.of_refused_cells(piece, self.columns, cells, self._library)
            told = refusals.in_one_line(listing)
            priced = priced.with_columns(priced["problem"].scatter(told["row"], told["problem"]))
        return piece.hstack(priced.select(pl.col(name).cast(kind) for name, kind in RESULTS.items()))

    def problems(self, piece: pl.DataFrame) -> pl.DataFrame:
        """Everything that is wrong with the rows of a piece, in their order, as refusals.LISTING says."""
        cells, keyed = self._keyed(piece)
        self._shapes.learn(keyed)
        found = refusals.of_refused_cells(piece, self.columns, cells, self._library)
        of_shapes = refusals.of_shapes(piece, keyed["key"], self._shapes.problems)
        return pl.concat([found, *of_shapes]).sort("row", maintain_order=True)

    def shapes_met(self, piece: pl.DataFrame) -> pl.DataFrame:
        """The distinct courses of a piece: what `shape` needs, and `rows`, how many rows have it. Rows
        with a refused cell stand under a null key."""
        _, keyed = self._keyed(piece)
        return keyed.group_by("key").agg(pl.all().first(), pl.len().alias("rows"))

    def shape(self, row: Mapping[str, object]) -> Shape:
        """The shape of a row of `shapes_met`."""
        return self._keys.shape(row)

    def _keyed(self, piece: pl.DataFrame) -> tuple[PieceRead, pl.DataFrame]:
        cells = self._cells.read(piece)
        missing = reduce(or_, (cells.fields[field].is_null() for field in REQUIRED))
        refused = reduce(or_, (mistakes.rows for mistakes in cells.mistakes.values()), missing)
        return cells, self._keys.keyed(cells.fields, refused)


def settings_with_a_stay(library: Library) -> tuple[str, ...]:
    """The settings in which one item stands for the whole stay in hospital."""
    return tuple(
        name
        for name in library.settings
        if any(service.when == "the stay" for service in library.setting(name).service)
    )


def stay_items(library: Library) -> tuple[str, ...]:
    """Everything that can stand for a whole stay in hospital: the items of the schedules that price one."""
    schedules = {
        service.schedule
        for name in settings_with_a_stay(library)
        for service in library.setting(name).service
        if service.when == "the stay"
    }
    items: dict[str, None] = {}
    for schedule in sorted(schedules):
        for version in library.versions(schedule):
            items |= dict.fromkeys(version.items)
    return tuple(items)


def spellings(library: Library, drgs: tuple[str, ...]) -> dict[Field, Spellings]:
    """The names that the columns of words may hold."""
    titles = {
        "regimen": {name: library.regimen(name).title for name in library.regimens},
        "setting": {name: library.setting(name).title for name in library.settings},
        "drg": dict.fromkeys(drgs, ""),
    }

    def refusal(field: str, known: tuple[str, ...]) -> Spellings:
        def refuse(text: str) -> Unreadable:
            word, otherwise = ("AR-DRG", "Check the code.") if field == "drg" else (field, "")
            remedy = suggestion(text, known, otherwise or f"Use one of: {', '.join(known)}.")
            return Unreadable(f"unknown-{field}", f"there is no {word} {text[:40]!r}.", remedy)

        return Spellings(known, titles[field], refuse)

    return {
        "regimen": refusal("regimen", library.regimens),
        "setting": refusal("setting", library.settings),
        "drg": refusal("drg", drgs),
    }


def _payables() -> list[pl.Expr]:
    """The lesser of charge and maximum; null where either is unknown."""
    return [
        pl.when(pl.col(charge) <= pl.col(maximum))
        .then(pl.col(charge))
        .when(pl.col(charge) > pl.col(maximum))
        .then(pl.col(maximum))
        .alias(f"{payee}_payable")
        for payee, charge, maximum in zip(
            PAYEES, CHARGES, (f"{payee}_maximum" for payee in PAYEES), strict=True
        )
    ]


def _gaps() -> list[pl.Expr]:
    return [
        (pl.col(charge) - pl.col(f"{payee}_payable")).alias(f"{payee}_gap")
        for payee, charge in zip(PAYEES, CHARGES, strict=True)
    ]


def _totals() -> list[pl.Expr]:
    """Sums over the payees that the course has; null where one of theirs is."""
    known = reduce(
        and_, (pl.col(f"{payee}_absent") | pl.col(f"{payee}_payable").is_not_null() for payee in PAYEES)
    ).fill_null(False)
    sums = {
        figure: reduce(pl.Expr.__add__, (pl.col(f"{payee}_{figure}").fill_null(0) for payee in PAYEES))
        for figure in ("payable", "gap")
    }
    return [
        *(pl.when(known).then(total).alias(figure) for figure, total in sums.items()),
        known.alias("complete"),
    ]
