"""The arithmetic of engine/gap for all rows of a piece at once: payable, gap, bounds, and their totals.

A fee is outside the schedules: with one, what is payable of its payee is not known, and has bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce

import polars as pl

from kfees.model.money import ZERO
from kfees.portfolio.fields import MONEY, Field, Fields

FIGURES = ("maximum", "payable", "gap", "firm", "open", "least", "most")
"""Of each payee; what the last four are, `kfees.portfolio.priced_shapes` says."""


class Arithmetic:
    """Of a table with these columns, of those that it could have."""

    def __init__(self, stated: Collection[Field], known: Fields) -> None:
        self._charges = known.charges
        self._every_fee, self._every_discount = known.fees, known.discounts
        self._fees = [fee for fee in known.fees if fee in stated]
        self._discounts = [discount for discount in known.discounts if discount in stated]
        self.amounts = (*known.charges, *self._fees, *self._discounts)
        """The columns that it takes."""
        self._maximums, self._payables, self._gaps, self._firm, self._open, self._least, self._most = map(
            known.of_payees, FIGURES
        )

    def discounted(self, amounts: pl.DataFrame) -> pl.DataFrame:
        """The charges less their discounts, which are not above them."""
        return amounts.with_columns(
            (pl.col(charge) - pl.col(discount).fill_null(0)).cast(MONEY)
            for charge, discount in zip(self._charges, self._every_discount, strict=True)
            if discount in self._discounts
        )

    def results(self, priced: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
        """Rows beside what their shapes come to, with the results. `limits`: of the shapes, by key."""
        priced = priced.with_columns(self._payable()).with_columns(self._gap()).with_columns(self._totals())
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
        sums = (self._maximums, self._payables, self._gaps)
        for fee, *names in zip(self._every_fee, *sums, strict=True):
            if fee in self._fees:
                found += [pl.when(pl.col(fee).is_null()).then(name).alias(name) for name in names]
        most = pl.col("gap_most") + _sum(map(pl.col, self._fees))
        return [*found, (pl.col("complete") & none).alias("complete"), most.alias("gap_most")]

    def _payable(self) -> list[pl.Expr]:
        """The lesser of charge and maximum; null where either is unknown."""
        return [
            pl.when(pl.col(charge) <= pl.col(maximum))
            .then(pl.col(charge))
            .when(pl.col(charge) > pl.col(maximum))
            .then(pl.col(maximum))
            .alias(payable)
            for payable, charge, maximum in zip(self._payables, self._charges, self._maximums, strict=True)
        ]

    def _gap(self) -> list[pl.Expr]:
        return [
            (pl.col(charge) - pl.col(payable)).alias(gap)
            for gap, charge, payable in zip(self._gaps, self._charges, self._payables, strict=True)
        ]

    def _totals(self) -> list[pl.Expr]:
        """Sums over the payees that the course has, null where one of theirs is; and the bounds of the gap,
        where every maximum is firm, a floor, or open."""
        firm = [pl.when(firm).then(gap) for firm, gap in zip(self._firm, self._gaps, strict=True)]
        most = [
            pl.when(is_open).then(charge).otherwise(gap)
            for is_open, charge, gap in zip(self._open, self._charges, self._gaps, strict=True)
        ]
        return [
            pl.when("complete").then(_sum(map(pl.col, self._payables))).alias("payable"),
            pl.when("complete").then(_sum(map(pl.col, self._gaps))).alias("gap"),
            pl.when("plain").then(_sum(firm)).alias("gap_least"),
            pl.when("bounded").then(_sum(most)).alias("gap_most"),
        ]

    def _bounded(self, priced: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
        """With the bounds of the gap of the other rows, which are few: a payee has lines of several kinds."""
        others = priced["plain"].eq(False).fill_null(False).arg_true()
        if others.is_empty():
            return priced
        rows = priced.select("key", "bounded", *self._charges)[others].join(
            limits, on="key", how="left", maintain_order="left"
        )
        found = rows.select(
            gap_least=_sum(self._above(self._most)).cast(MONEY),
            gap_most=pl.when("bounded").then(_sum(self._above(self._least))).cast(MONEY),
        )
        return priced.with_columns(
            priced[bound].cast(MONEY).scatter(others, found[bound]) for bound in found.columns
        )

    def _above(self, limits: Sequence[str]) -> Iterator[pl.Expr]:
        """What each charge is above its limit; null where there is no charge, or no limit."""
        return (
            (pl.col(charge) - pl.col(limit)).clip(0)
            for charge, limit in zip(self._charges, limits, strict=True)
        )


def _sum(amounts: Iterable[pl.Expr]) -> pl.Expr:
    """Of those that are known."""
    known = [amount.fill_null(0) for amount in amounts] or [pl.lit(ZERO)]
    return reduce(pl.Expr.__add__, known)
