"""The arithmetic of engine/gap for all rows of a piece at once: payable, gap, bounds, and their totals.

A fee is outside the schedules: with one, what is payable of its payee is not known, and has bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce

import polars as pl

from kfees.model.request import PAYEES
from kfees.portfolio.columns import CHARGES, DISCOUNTS, FEES, MONEY, Field

MAXIMUMS, PAYABLES, GAPS, FIRM, OPEN, LEAST, MOST = (
    tuple(f"{payee}_{figure}" for payee in PAYEES)
    for figure in ("maximum", "payable", "gap", "firm", "open", "least", "most")
)


class Arithmetic:
    """Of a table with these columns."""

    def __init__(self, stated: Collection[Field]) -> None:
        self._fees = [fee for fee in FEES if fee in stated]
        self._discounts = [discount for discount in DISCOUNTS if discount in stated]
        self.amounts = (*CHARGES, *self._fees, *self._discounts)
        """The columns that it takes."""

    def discounted(self, amounts: pl.DataFrame) -> pl.DataFrame:
        """The charges less their discounts, which are not above them."""
        return amounts.with_columns(
            (pl.col(charge) - pl.col(discount).fill_null(0)).cast(MONEY)
            for charge, discount in zip(CHARGES, DISCOUNTS, strict=True)
            if discount in self._discounts
        )

    def results(self, priced: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
        """Rows beside what their shapes come to, with the results. `limits`: of the shapes, by key."""
        priced = priced.with_columns(_payables()).with_columns(_gaps()).with_columns(_totals())
        priced = _bounded(priced, limits)
        if self._fees:
            priced = priced.with_columns(self._with_fees())
        return priced.with_columns(pl.col("complete").fill_null(False))

    def _with_fees(self) -> list[pl.Expr]:
        """No schedule says what is payable of a fee, so no sum in which it stands is known: it may all be
        the worker's."""
        none = pl.all_horizontal(pl.col(fee).is_null() for fee in self._fees)
        totals = ("maximum", "payable", "gap", "basis")
        found = [pl.when(none).then(name).alias(name) for name in totals]
        for fee, *names in zip(FEES, MAXIMUMS, PAYABLES, GAPS, strict=True):
            if fee in self._fees:
                found += [pl.when(pl.col(fee).is_null()).then(name).alias(name) for name in names]
        most = pl.col("gap_most") + _sum(map(pl.col, self._fees))
        return [*found, (pl.col("complete") & none).alias("complete"), most.alias("gap_most")]


def _sum(amounts: Iterable[pl.Expr]) -> pl.Expr:
    """Of those that are known."""
    return reduce(pl.Expr.__add__, (amount.fill_null(0) for amount in amounts))


def _payables() -> list[pl.Expr]:
    """The lesser of charge and maximum; null where either is unknown."""
    return [
        pl.when(pl.col(charge) <= pl.col(maximum))
        .then(pl.col(charge))
        .when(pl.col(charge) > pl.col(maximum))
        .then(pl.col(maximum))
        .alias(payable)
        for payable, charge, maximum in zip(PAYABLES, CHARGES, MAXIMUMS, strict=True)
    ]


def _gaps() -> list[pl.Expr]:
    return [
        (pl.col(charge) - pl.col(payable)).alias(gap)
        for gap, charge, payable in zip(GAPS, CHARGES, PAYABLES, strict=True)
    ]


def _totals() -> list[pl.Expr]:
    """Sums over the payees that the course has, null where one of theirs is; and the bounds of the gap, where
    every maximum is firm, a floor, or open."""
    firm = [pl.when(firm).then(gap) for firm, gap in zip(FIRM, GAPS, strict=True)]
    most = [
        pl.when(is_open).then(charge).otherwise(gap)
        for is_open, charge, gap in zip(OPEN, CHARGES, GAPS, strict=True)
    ]
    return [
        pl.when("complete").then(_sum(map(pl.col, PAYABLES))).alias("payable"),
        pl.when("complete").then(_sum(map(pl.col, GAPS))).alias("gap"),
        pl.when("plain").then(_sum(firm)).alias("gap_least"),
        pl.when("bounded").then(_sum(most)).alias("gap_most"),
    ]


def _bounded(priced: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
    """With the bounds of the gap of the other rows, which are few: a payee has lines of several kinds."""
    others = priced["plain"].eq(False).fill_null(False).arg_true()
    if others.is_empty():
        return priced
    rows = priced.select("key", "bounded", *CHARGES)[others].join(
        limits, on="key", how="left", maintain_order="left"
    )
    found = rows.select(
        gap_least=_sum(_above(MOST)).cast(MONEY),
        gap_most=pl.when("bounded").then(_sum(_above(LEAST))).cast(MONEY),
    )
    return priced.with_columns(
        priced[bound].cast(MONEY).scatter(others, found[bound]) for bound in found.columns
    )


def _above(limits: Sequence[str]) -> Iterator[pl.Expr]:
    """What each charge is above its limit; null where there is no charge, or no limit."""
    return ((pl.col(charge) - pl.col(limit)).clip(0) for charge, limit in zip(CHARGES, limits, strict=True))
