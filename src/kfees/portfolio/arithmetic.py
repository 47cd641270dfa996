"""The arithmetic of engine/gap for all rows of a piece at once: payable, gap, bounds, and their totals.

A fee is outside the schedules: with one, what is payable of its payee is not known, and has bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from typing import NamedTuple

import polars as pl

from kfees.model.money import ZERO
from kfees.portfolio.fields import MONEY, Field, Fields

FIGURES = ("maximum", "payable", "gap", "firm", "open", "least", "most")
"""Of each payee; what the last four are, `kfees.portfolio.priced_shapes` says."""


class PayeeColumns(NamedTuple):
    """The columns of a payee whose charges a table states."""

    charge: Field
    maximum: str
    payable: str
    gap: str
    firm: str
    open: str
    least: str
    most: str


class Arithmetic:
    """Of a table with these columns, of those that it could have."""

    def __init__(self, stated: Collection[Field], known: Fields) -> None:
        self._known = known
        self._fees = [fee for fee in known.fees if fee in stated]
        self._discounts = [discount for discount in known.discounts if discount in stated]
        self.amounts = (*known.charges, *self._fees, *self._discounts)
        """The columns that it takes."""
        every = [
            PayeeColumns(*names) for names in zip(known.charges, *map(known.of_payees, FIGURES), strict=True)
        ]
        self._charging = [payee for payee in every if payee.charge in stated]
        silent = [payee for payee in every if payee.charge not in stated]
        self._unknown = [figure for payee in silent for figure in (payee.payable, payee.gap)]
        self.idle = [name for payee in silent for name in (payee.firm, payee.open)]
        """What it does not need of the shapes: where a payee charges nothing, nothing of its is in a sum."""
        self._steps = [list(step) for step in (self._payable(), self._gap(), self._totals())]

    def discounted(self, amounts: pl.DataFrame) -> pl.DataFrame:
        """The charges less their discounts, which are not above them."""
        return amounts.with_columns(
            (pl.col(charge) - pl.col(discount).fill_null(0)).cast(MONEY)
            for charge, discount in zip(self._known.charges, self._known.discounts, strict=True)
            if discount in self._discounts
        )

    def results(self, priced: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
        """Rows beside what their shapes come to, with the results. `limits`: of the shapes, by key."""
        for step in self._steps:
            priced = priced.with_columns(step)
        priced = self._bounded(priced, limits)
        if self._fees:
            priced = priced.with_columns(self._with_fees())
        return priced.with_columns(pl.col("complete").fill_null(False))

    def _with_fees(self) -> list[pl.Expr]:
        """No schedule says what is payable of a fee, so no sum in which it stands is known: it may all be
        the worker's."""
        none = pl.all_horizontal(pl.col(fee).is_null() for fee in self._fees)
        totals = ("maximum", "payable", "gap", "basis")
        found = [pl.when(none).then(name).alias(name) for name in totals]
        sums = map(self._known.of_payees, ("maximum", "payable", "gap"))
        for fee, *names in zip(self._known.fees, *sums, strict=True):
            if fee in self._fees:
                found += [pl.when(pl.col(fee).is_null()).then(name).alias(name) for name in names]
        most = pl.col("gap_most") + _sum(map(pl.col, self._fees))
        return [*found, (pl.col("complete") & none).alias("complete"), most.alias("gap_most")]

    def _payable(self) -> Iterator[pl.Expr]:
        """The lesser of charge and maximum; null where either is unknown."""
        for payee in self._charging:
            charge, maximum = pl.col(payee.charge), pl.col(payee.maximum)
            known = charge.is_not_null() & maximum.is_not_null()
            yield pl.when(known).then(pl.min_horizontal(charge, maximum)).alias(payee.payable)
        yield from (pl.lit(None, MONEY).alias(figure) for figure in self._unknown)

    def _gap(self) -> Iterator[pl.Expr]:
        return ((pl.col(payee.charge) - pl.col(payee.payable)).alias(payee.gap) for payee in self._charging)

    def _totals(self) -> list[pl.Expr]:
        """Sums over the payees that the course has, null where one of theirs is; and the bounds of the gap,
        where every maximum is firm, a floor, or open."""
        payables = (pl.col(payee.payable) for payee in self._charging)
        gaps = (pl.col(payee.gap) for payee in self._charging)
        firm = (pl.when(payee.firm).then(payee.gap) for payee in self._charging)
        most = (pl.when(payee.open).then(payee.charge).otherwise(payee.gap) for payee in self._charging)
        return [
            pl.when("complete").then(_sum(payables)).alias("payable"),
            pl.when("complete").then(_sum(gaps)).alias("gap"),
            pl.when("plain").then(_sum(firm)).alias("gap_least"),
            pl.when("bounded").then(_sum(most)).alias("gap_most"),
        ]

    def _bounded(self, priced: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
        """With the bounds of the gap of the other rows, which are few: a payee has lines of several kinds."""
        others = priced["plain"].eq(False).fill_null(False).arg_true()
        if others.is_empty():
            return priced
        charges = [payee.charge for payee in self._charging]
        rows = priced.select("key", "bounded", *charges)[others].join(
            limits, on="key", how="left", maintain_order="left"
        )
        least = (_above(payee.charge, payee.most) for payee in self._charging)
        most = (_above(payee.charge, payee.least) for payee in self._charging)
        found = rows.select(
            gap_least=_sum(least).cast(MONEY),
            gap_most=pl.when("bounded").then(_sum(most)).cast(MONEY),
        )
        return priced.with_columns(
            priced[bound].cast(MONEY).scatter(others, found[bound]) for bound in found.columns
        )


def _above(charge: Field, limit: str) -> pl.Expr:
    """What a charge is above its limit; null where there is no charge, or no limit."""
    return (pl.col(charge) - pl.col(limit)).clip(0)


def _sum(amounts: Iterable[pl.Expr]) -> pl.Expr:
    """Of those that are known."""
    known = [amount.fill_null(0) for amount in amounts] or [pl.lit(ZERO)]
    return reduce(pl.Expr.__add__, known)
