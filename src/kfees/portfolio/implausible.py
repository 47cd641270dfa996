"""What is implausible in a row of a portfolio: the same sentences that a quote of it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from kfees.engine.please_check import HEAVIEST_KG, LIGHTEST_KG, MOST_TIMES_MAXIMUM, of_payee, of_weight
from kfees.model.payer import PayerWords
from kfees.model.request import PAYEES
from kfees.portfolio.columns import CHARGES

WEIGHT = pl.col("weight_kg")
FAR_ABOVE = [
    (pl.col(f"{payee}_maximum") > 0)
    & (pl.col(charge) > pl.col(f"{payee}_maximum").cast(pl.Decimal(24, 2)) * MOST_TIMES_MAXIMUM)
    for payee, charge in zip(PAYEES, CHARGES, strict=True)
]
IMPLAUSIBLE = reduce(
    or_,
    (
        condition.fill_null(False)
        for condition in (
            WEIGHT < LIGHTEST_KG,
            WEIGHT > HEAVIEST_KG,
            pl.col("please_check").is_not_null(),
            *FAR_ABOVE,
        )
    ),
)


def please_check(priced: pl.DataFrame) -> pl.Series:
    """What is implausible in each priced row, in one text: `please_check` holds what its course has. Few
    rows are, so each of those is looked at by itself."""
    rows = priced.with_row_index().filter(
        pl.col("key").is_not_null() & pl.col("problem").is_null() & IMPLAUSIBLE
    )
    said = [" ".join(_said(row)) for row in rows.iter_rows(named=True)]
    none = pl.repeat(None, priced.height, dtype=pl.String, eager=True)
    return none.scatter(rows["index"], said).alias("please_check")


def _said(row: Mapping[str, Any]) -> Iterator[str]:
    yield from of_weight(row["weight_kg"])
    if row["please_check"] is not None:
        yield row["please_check"]
    for payee, charge in zip(PAYEES, CHARGES, strict=True):
        yield from of_payee(payee, None, row[charge], row[f"{payee}_maximum"], PayerWords())
