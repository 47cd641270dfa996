"""A hospital's portfolio: episodes that are all different, over the days of the textbook portfolio.

Every row has another AR-DRG, stay, day and charge, and states the facts that its weight goes by, in about
the shares of a public hospital's separations; one in three is admitted and discharged on one day. What is
charged grows with the stay. Drawn at random from a stated seed, so that everybody gets the same rows.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import numpy as np
import polars as pl

import kfees
from kfees.library.version import Version
from kfees.library.weights import AcuteWeight
from the_episodes import the_version
from the_portfolio import (
    AFTER_LAST_DAY,
    FIRST_DAY,
    REGIMENS,
    SEED,
    TREATMENT_DAYS,
    dollars,
    numbered,
    portfolio,
)

SETTINGS = ("public-hospital-admitted", "public-hospital-same-day")
REMOTENESS = ("RA0", "RA1", "RA2", "RA3", "RA4")
LIVES_IN, TREATED_IN = (0.68, 0.2, 0.09, 0.02, 0.01), (0.74, 0.2, 0.05, 0.007, 0.003)
WEIGHED_FROM = date(2025, 7, 1)
"""Weighings fall into the schedule year from here: nwau-py and pandas are given the weights of one."""

FACTS = (
    *("age", "specialist_paediatric", "indigenous", "residence", "treatment", "icu_hours", "leave_days"),
    *("dialysis", "radiotherapy"),
)
"""What an episode states besides its AR-DRG and stay."""


@cache
def drgs() -> tuple[str, ...]:
    """The AR-DRGs that have acute weights throughout the portfolio's days."""
    library = kfees.load_schedules(environment={})
    versions = [library.version_on("department-of-health", day) for day in (date(2024, 7, 1), WEIGHED_FROM)]
    items = the_version().items
    return tuple(item for item in items if all(_is_acute(item, version) for version in versions))


def _is_acute(item: str, version: Version | None) -> bool:
    assert version is not None
    assert version.activity is not None
    return isinstance(version.activity.weight(item), AcuteWeight)


def hospital(rows: int, seed: int = SEED, first: int = 0) -> pl.DataFrame:
    """Episodes with charges in AUD, numbered from `first` on."""
    chance = np.random.default_rng(seed)
    same_day = chance.random(rows) < 1 / 3
    nights = np.where(same_day, 0, _nights(chance, rows))
    regimen = np.where(same_day, 1, chance.integers(0, 2, rows))  # no drip runs on after a same-day stay
    length = int((AFTER_LAST_DAY - FIRST_DAY).astype(int))
    age = np.clip(chance.normal(53, 22, rows), 0, 99).astype(int)
    leave_days = np.where(chance.random(rows) < 0.02, chance.integers(0, nights // 3 + 1), 0)
    in_intensive_care = ~same_day & (chance.random(rows) < 0.06)
    half_hours = chance.integers(2, 48 * np.minimum(np.maximum(nights - leave_days, 1), 9) + 1)
    return pl.DataFrame(
        {
            "number": np.arange(first, first + rows),
            "regimen": np.array(REGIMENS)[regimen],
            "setting": np.array(SETTINGS)[same_day.astype(int)],
            "start": (FIRST_DAY + chance.integers(0, length, rows)).astype("datetime64[D]"),
            "weight_kg": chance.integers(450, 1300, rows) / 10,
            "nights": nights,
            # A stay shorter than the regimen is one that was stopped early.
            "sessions": np.maximum(nights, 1),
            "regimen_days": np.array(TREATMENT_DAYS)[regimen],
            "drg": np.array(drgs())[chance.integers(0, len(drgs()), rows)],
            "hospital_cents": (nights + 1) * chance.integers(100_000, 420_000, rows)
            + chance.integers(0, 100_000, rows),
            "age": age,
            "specialist_paediatric": (age <= 17) & (chance.random(rows) < 0.5),
            "indigenous": chance.random(rows) < 0.04,
            "residence": chance.choice(REMOTENESS, rows, p=LIVES_IN),
            "treatment": chance.choice(REMOTENESS, rows, p=TREATED_IN),
            "half_hours": np.where(in_intensive_care, half_hours, 0),
            "leave_days": leave_days,
            "dialysis": chance.random(rows) < 0.03,
            "radiotherapy": chance.random(rows) < 0.01,
        }
    ).select(
        numbered("episode"),
        *("regimen", "setting", "start"),
        pl.col("weight_kg").round(1).cast(pl.Decimal(4, 1)),
        "nights",
        pl.when(pl.col("sessions") < pl.col("regimen_days")).then("sessions").alias("sessions"),
        "drg",
        *FACTS[:5],
        (pl.col("half_hours").cast(pl.Decimal(6, 0)) * pl.lit("0.5").cast(pl.Decimal(2, 1)))
        .cast(pl.Decimal(6, 1))
        .alias("icu_hours"),
        *FACTS[6:],
        hospital_charge=dollars("hospital_cents"),
    )


def _nights(chance: np.random.Generator, rows: int) -> Any:
    """Of those who stay: about four nights, one stay in fifty for weeks, one in four thousand for longer than
    a hundred nights."""
    weeks = np.where(chance.random(rows) < 0.02, 14 + chance.exponential(20, rows).astype(int), 0)
    return chance.geometric(0.27, rows) + weeks


def mixed(rows: int, seed: int = SEED, first: int = 0) -> pl.DataFrame:
    """Half textbook courses, half a hospital's episodes, with the columns of both and in no order."""
    half = rows // 2
    kinds = (portfolio(half, seed, first), hospital(rows - half, seed, first + half))
    return pl.concat(kinds, how="diagonal_relaxed").sample(fraction=1, shuffle=True, seed=seed)


def unknown(rows: int, seed: int = SEED, first: int = 0) -> pl.DataFrame:
    """The same episodes, each with another AR-DRG that nobody knows; of another seed, others again."""
    number = pl.int_range(rows) + first + rows * seed
    return hospital(rows, seed, first).with_columns(drg=pl.format("{}{}", pl.col("drg").str.head(2), number))


def weighings(rows: int, seed: int = SEED) -> pl.DataFrame:
    """The episodes alone, as `kfees.nwau_table` takes them, all of one schedule year: `on` is the day of
    leaving."""
    days = (pl.col("start") - pl.lit(FIRST_DAY.item())).dt.total_days() % 365
    return hospital(rows, seed).select(
        "id", "drg", "nights", *FACTS, on=pl.lit(WEIGHED_FROM) + pl.duration(days=days)
    )
