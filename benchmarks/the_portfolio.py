"""The textbook portfolio: courses over three schedule years, in two regimens and four settings.

Drawn at random from a stated seed, so that everybody gets the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl

FIRST_DAY, AFTER_LAST_DAY = np.datetime64("2024-07-01"), np.datetime64("2027-07-01")
"""Starts fall from the first day on, before the other: three years of the medical schedule."""

REGIMENS = ("crps-4-day", "crps-10-day")
TREATMENT_DAYS = (4, 10)
SETTINGS = ("consulting-rooms", "private-day-hospital", "hospital-in-the-home", "private-hospital-inpatient")
"""The first two have no bed at night, and take the regimen of 10 days alone."""

LONGER = (0, 1, 2, 3, 7)
SHARES = (0.75, 0.1, 0.07, 0.05, 0.03)
"""How many nights a stay is longer than its treatment, and how often; the longest reach the later daily
rate. Where it is no longer, the portfolio states no nights."""

PIECE = 1_000_000
SEED = 2026

Draw = Callable[[int, int, int], pl.DataFrame]
"""Rows of a kind: how many, by which seed, and the number of the first."""


def portfolio(rows: int, seed: int = SEED, first: int = 0) -> pl.DataFrame:
    """Courses with charges in AUD; ids are text, as claims have them, numbered from `first` on."""
    chance = np.random.default_rng(seed)
    regimen = chance.integers(0, 2, rows)
    setting = np.where(regimen == 0, chance.integers(2, 4, rows), chance.integers(0, 4, rows))
    length = int((AFTER_LAST_DAY - FIRST_DAY).astype(int))
    longer = chance.choice(LONGER, rows, p=SHARES)
    return pl.DataFrame(
        {
            "number": np.arange(first, first + rows),
            "regimen": np.array(REGIMENS)[regimen],
            "setting": np.array(SETTINGS)[setting],
            "start": (FIRST_DAY + chance.integers(0, length, rows)).astype("datetime64[D]"),
            "weight_kg": chance.integers(450, 1300, rows) / 10,
            "nights": np.array(TREATMENT_DAYS)[regimen] + longer,
            "stated": (longer > 0) & (setting == SETTINGS.index("private-hospital-inpatient")),
            "hospital_cents": chance.integers(50_000, 1_500_000, rows),
            "medical_cents": chance.integers(20_000, 300_000, rows),
        }
    ).select(
        numbered("claim"),
        "regimen",
        "setting",
        "start",
        pl.col("weight_kg").round(1).cast(pl.Decimal(4, 1)),
        pl.when("stated").then("nights").alias("nights"),
        hospital_charge=dollars("hospital_cents").cast(pl.Decimal(12, 2))
        * pl.when(pl.col("setting") == "consulting-rooms").then(None).otherwise(1),
        medical_charge=dollars("medical_cents"),
    )


def numbered(kind: str) -> pl.Expr:
    return pl.format(f"{kind}-{{}}", pl.col("number").cast(pl.String).str.zfill(9)).alias("id")


def dollars(cents: str) -> pl.Expr:
    return (pl.col(cents).cast(pl.Decimal(14, 0)) * pl.lit("0.01").cast(pl.Decimal(3, 2))).cast(
        pl.Decimal(12, 2)
    )


def write_parquet(path: Path, rows: int, draw: Draw = portfolio) -> None:
    """Write a portfolio that may be larger than memory, a million rows at a time."""
    import pyarrow.parquet as pq

    writer = None
    for piece in _pieces(rows, draw):
        table = piece.to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _pieces(rows: int, draw: Draw) -> Iterator[pl.DataFrame]:
    for number, first in enumerate(range(0, rows, PIECE)):
        yield draw(min(PIECE, rows - first), SEED + number, first)
