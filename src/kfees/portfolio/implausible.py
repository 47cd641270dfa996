"""What is implausible in a row of a portfolio: the same sentences that a quote of it says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from kfees.engine.please_check import (
    HEAVIEST_KG,
    LIGHTEST_KG,
    MOST_TIMES_MAXIMUM,
    of_nights,
    of_payee,
    of_weight,
)
from kfees.portfolio.fields import PAYER, Field, Fields
from kfees.portfolio.row_payers import RowPayers

WEIGHT = pl.col("weight_kg")

MANY_NIGHTS = "many_nights"
"""A column that rows may have whose shapes are without a stay: its nights, where they are more than usual."""


class Implausible:
    """What is implausible in priced rows: `please_check` holds what their course has."""

    def __init__(self, stated: Collection[Field], known: Fields, payers: RowPayers) -> None:
        self._words = {view.payer_name: view.payer_words for view in payers.views}
        self._default = payers.default
        self._payees = [
            (payers.views[0].biller(payee), charge, maximum)
            for payee, charge, maximum in zip(
                known.payees, known.charges, known.of_payees("maximum"), strict=True
            )
            if charge in stated
        ]
        far_above = [
            (pl.col(maximum) > 0)
            & (pl.col(charge) > pl.col(maximum).cast(pl.Decimal(24, 2)) * MOST_TIMES_MAXIMUM)
            for _, charge, maximum in self._payees
        ]
        asked = (WEIGHT < LIGHTEST_KG, WEIGHT > HEAVIEST_KG, pl.col("please_check").is_not_null(), *far_above)
        self._found = reduce(or_, asked)
        amounts = (name for _, charge, maximum in self._payees for name in (charge, maximum))
        self._needed = ("weight_kg", MANY_NIGHTS, "please_check", PAYER, *amounts)

    def __call__(self, priced: pl.DataFrame) -> pl.Series:
        """It in one text for each row. Few rows have any, so each of those is looked at by itself."""
        none = pl.repeat(None, priced.height, dtype=pl.String, eager=True).alias("please_check")
        found = self._found
        if MANY_NIGHTS in priced.columns:
            found |= pl.col(MANY_NIGHTS).is_not_null()
        found &= pl.col("key").is_not_null() & pl.col("problem").is_null()
        at = priced.select(found.fill_null(False).arg_true()).to_series()
        if at.is_empty():
            return none
        needed = [name for name in self._needed if name in priced.columns]
        return none.scatter(
            at, [" ".join(self._said(row)) for row in priced.select(needed)[at].iter_rows(named=True)]
        )

    def _said(self, row: Mapping[str, Any]) -> Iterator[str]:
        yield from of_weight(row["weight_kg"])
        yield from of_nights(row.get(MANY_NIGHTS) or 0)
        if row["please_check"] is not None:
            yield row["please_check"]
        words = self._words[row.get(PAYER, self._default)]
        for payee, charge, maximum in self._payees:
            yield from of_payee(payee, row[charge], row[maximum], words)
