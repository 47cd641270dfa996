"""The arithmetic of engine/weighing for all rows of a piece at once, in whole numbers: the same to the last
digit.

What is not certain here is null, and the engine weighs it by itself: facts that are not possible, a private
patient, an item that the version does not have or whose weight is not known. What adjustments multiply by is
asked of the engine, once for each combination of facts that is met.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property, lru_cache, reduce
from math import prod
from operator import and_
from typing import Literal, get_args

import polars as pl

from kfees.engine.weighed import Stay
from kfees.engine.weighing import PAEDIATRIC_UNTIL, factor
from kfees.library.version import Version
from kfees.model.episode import OLDEST
from kfees.model.request import Episode
from kfees.portfolio.fields import NWAU, decimals
from kfees.portfolio.weight_arrays import (
    ALONE,
    CLASSES,
    FACTS,
    HOURS_PLACES,
    INLIER,
    LONG,
    MOST_NWAU,
    SAME_DAY,
    SHORT,
    stream_of,
    weight_arrays,
    whole,
)
from kfees.portfolio.written_cells import MOST_NIGHTS

WHOLE = pl.Int128()
STAYS: tuple[Stay, ...] = get_args(Stay)
"""How a stay falls, in the engine's words: by the numbers of the classes."""

COMBINATIONS = prod(len(values) for _, values in FACTS.values())

A_DAY = 24 * 10**HOURS_PLACES
"""In the units of hours."""

Step = Literal["base", "paediatric", "adjusted"]

Stated = Collection[str]
"""The columns that a table has."""


class Weighing:
    """Weighs rows by versions that have weights. Safe to share between threads.

    `items`: every code of theirs, unless others are given; `places`: a weight is counted in units of
    10**-places NWAU. Rows have `version`, the number of one or null, and `item`, an Enum of the items or the
    number of one; and where their table has them `nights`, `leave_days`, `icu_hours` (in an eligible unit),
    `age`, `specialist_paediatric`, the columns of weight_arrays.FACTS and ALONE, and `visit`, which says
    whether the item is to be no stay.
    """

    def __init__(self, versions: Sequence[Version], items: Sequence[str] = ()) -> None:
        tables = [version.activity for version in versions if version.activity is not None]
        assert len(tables) == len(versions), "only what has weights weighs anything"
        self._arrays = weight_arrays(tuple(tables), tuple(items))
        self.items, self.places = self._arrays.items, self._arrays.places
        self._lock = threading.Lock()
        of = self._arrays
        scale = of.of_base + of.of_paediatric + of.of_factor
        self._kind = pl.Int64() if MOST_NWAU * 10**scale < 2**62 else WHOLE
        """What holds a weight before its hours in intensive care are added."""
        size = max(1, len(of.groups)) * COMBINATIONS
        self._factors = pl.repeat(None, size, dtype=self._kind, eager=True)

    def nwau(self, rows: pl.DataFrame) -> pl.Series:
        """What one unit of each row weighs; null where that is not certain."""
        return self._understood(rows).select(self._nwau(rows.columns)).to_series()

    def weighed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`nwau`, and `stay`: how a stay falls, as the number of one of STAYS."""
        stay = pl.when("is_certain", "is_stay").then(_stay(rows.columns))
        return self._understood(rows).select(self._nwau(rows.columns), stay=stay)

    def _understood(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with the figures of their items, the days that are priced, and what they are sought by."""
        days, sought = _steps(frozenset(rows.columns))
        entry = pl.col("version").cast(pl.UInt32) * len(self.items) + pl.col("item").to_physical()
        hours = [_hours(rows["icu_hours"].dtype)] if "icu_hours" in rows.columns else []
        found = rows.with_columns(entry.alias("entry"), *hours).with_columns(self._figures)
        seen = found.with_columns(days).with_columns(sought)
        is_new = pl.col("is_certain") & pl.lit(self._factors).gather(pl.col("combination")).is_null()
        self._learn(seen.select(pl.col("combination").filter(is_new)).to_series().unique())
        return seen

    @cached_property
    def _figures(self) -> list[pl.Expr]:
        return [_gathered(one) for one in self._arrays.figures]

    def _nwau(self, stated: Stated) -> pl.Expr:
        return pl.when("is_certain").then(self._weight(stated)).alias("nwau")

    def amount(self, rows: pl.DataFrame) -> pl.Series:
        """The cents that `nwau` comes to at the price of a row's version, rounded half up; null where one of
        the two is not known."""
        price = pl.lit(self._arrays.prices).gather(pl.col("version"))
        unit = 10 ** (self.places + self._arrays.of_price - 2)
        return rows.select(((pl.col("nwau") * price + unit // 2) // unit).cast(pl.Int64)).to_series()

    def rounded(self, weight: pl.Expr) -> pl.Expr:
        """Weights in units of 10**-places as NWAU, rounded half up to as many decimals as a portfolio has."""
        unit = 10 ** max(0, self.places - NWAU.scale)
        shown: pl.Expr = (weight + unit // 2) // unit * 10 ** max(0, NWAU.scale - self.places)
        return decimals(shown, NWAU)

    def _weight(self, stated: Stated) -> pl.Expr:
        """base x paediatric x factor + hours in intensive care x their rate."""
        of = self._arrays
        constant, per_day = (pl.lit(one).gather(pl.col("place")) for one in of.by_class)
        scale = of.of_base
        weight = self._rounded("base", (constant + pl.col("days") * per_day).cast(self._kind), scale)
        if {"age", "specialist_paediatric"} <= set(stated):
            scale += of.of_paediatric
            is_child = pl.col("specialist_paediatric").fill_null(False) & (pl.col("age") <= PAEDIATRIC_UNTIL)
            weight *= pl.when(is_child).then("paediatric").otherwise(10**of.of_paediatric)
        weight = self._rounded("paediatric", weight, scale)
        scale += of.of_factor
        weight = self._rounded(
            "adjusted", weight * pl.lit(self._factors).gather(pl.col("combination")), scale
        )
        weight = weight.cast(WHOLE) * pl.lit(10 ** (self.places - scale), WHOLE)
        if "icu_hours" not in stated:
            return weight
        hours = pl.when("bundles_icu").then(0).otherwise("hours").cast(WHOLE)
        return weight + hours * pl.lit(of.rates).gather(pl.col("version"))

    def _rounded(self, step: Step, weight: pl.Expr, scale: int) -> pl.Expr:
        """A stay's weight rounded half up as its version does at this step, where it has so many decimals."""
        found = weight
        for number, rounding in enumerate(self._arrays.roundings):
            if rounding is not None and (places := getattr(rounding, step)) < scale:
                unit = 10 ** (scale - places)
                rounded = (weight + unit // 2) // unit * unit
                found = (
                    pl.when(pl.col("is_stay") & (pl.col("version") == number)).then(rounded).otherwise(found)
                )
        return found

    def _learn(self, new: pl.Series) -> None:
        """Ask the engine for the factors of combinations that were not met before."""
        if new.is_empty():
            return
        factors = pl.Series([self._factor(*divmod(one, COMBINATIONS)) for one in new], dtype=self._kind)
        with self._lock:
            self._factors = self._factors.clone().scatter(new, factors)

    def _factor(self, group: int, facts: int) -> int | None:
        tables, weight = self._arrays.groups[group]
        found: dict[str, object] = {}
        for fact, values in reversed(FACTS.values()):
            facts, number = divmod(facts, len(values))
            found[fact] = values[number]
        steps = tables.adjustments[stream_of(weight)]
        result = factor(steps, Episode.model_validate(found), weight.item)
        return whole(result, self._arrays.of_factor) if result >= 0 else None


def _hours(kind: pl.DataType) -> pl.Expr:
    """Hours in intensive care in units of 10**-HOURS_PLACES, null where they are finer, or more than any stay
    has; 0 where none are stated."""
    assert isinstance(kind, pl.Decimal)
    finer = 10 ** max(0, kind.scale - HOURS_PLACES)
    stored = pl.col("icu_hours").to_physical().fill_null(0)
    if finer > 1:
        stored = pl.when(stored % finer == 0).then(stored // finer)
    if kind.scale < HOURS_PLACES:
        stored *= pl.lit(10 ** (HOURS_PLACES - kind.scale), WHOLE)
    return stored.cast(pl.Int64, strict=False).alias("hours")


def _gathered(figures: pl.Series) -> pl.Expr:
    """Those of a row's entry. Bits are looked up in half the time as small numbers."""
    if figures.dtype != pl.Boolean:
        return pl.lit(figures).gather("entry").alias(figures.name)
    return pl.lit(figures.cast(pl.UInt8)).gather("entry").cast(pl.Boolean).alias(figures.name)


@lru_cache(maxsize=64)
def _steps(stated: frozenset[str]) -> tuple[pl.Expr, list[pl.Expr]]:
    """The days of each row, then by what its weight is sought, and whether it is certain: made once for all
    pieces of a table."""
    sought = [
        (pl.col("entry") * len(CLASSES) + _class(stated)).alias("place"),
        _combination(stated).alias("combination"),
        reduce(and_, _certain(stated)).fill_null(False).alias("is_certain"),
    ]
    return _days(stated).alias("days"), sought


def _days(stated: Stated) -> pl.Expr:
    """The days of a stay that are priced: its nights less those of leave, at least one, less whole days in
    intensive care that count, and again at least one."""
    if "nights" not in stated:
        return pl.lit(0)
    days = _length(stated)
    if "icu_hours" in stated:
        return pl.max_horizontal(1, days - pl.when("bundles_icu").then(0).otherwise(pl.col("hours") // A_DAY))
    return days


def _length(stated: Stated) -> pl.Expr:
    leave = pl.col("leave_days").fill_null(0) if "leave_days" in stated else 0
    return pl.max_horizontal(1, pl.col("nights").cast(pl.Int64).fill_null(0) - leave)


def _class(stated: Stated) -> pl.Expr:
    """By which of an item's figures a stay is weighed; that of a visit does not matter."""
    return _falls(pl.col("nights") == 0) if "nights" in stated else pl.lit(INLIER)


def _stay(stated: Stated) -> pl.Expr:
    """How a stay falls: one of the same day may be of an AR-DRG that knows no such."""
    if "nights" not in stated:
        return pl.lit(None, pl.Int32)
    return _falls((pl.col("nights") == 0) & pl.col("same_day_list"))


def _falls(same_day: pl.Expr) -> pl.Expr:
    days = pl.col("days")
    return (
        pl.when(same_day)
        .then(SAME_DAY)
        .when(days < pl.col("lower"))
        .then(SHORT)
        .when(days > pl.col("upper"))
        .then(LONG)
        .otherwise(INLIER)
    )


def _combination(stated: Stated) -> pl.Expr:
    """The number of what adjustments go by: the item's group, and its facts."""
    number = pl.col("group")
    for fact, (_, values) in FACTS.items():
        number *= len(values)
        if fact in stated:
            value = pl.col(fact) if len(values) == 2 else pl.col(fact).to_physical()
            number += value.cast(pl.Int32).fill_null(0)
    return number


def _certain(stated: Stated) -> Iterator[pl.Expr]:
    """Conditions under which a row's weight is certain."""
    yield pl.col("is_known")
    if "visit" in stated:
        yield pl.col("visit") != pl.col("is_stay")
    if "nights" in stated:
        nights = pl.col("nights")
        possible = nights.is_between(0, MOST_NIGHTS)
        if "leave_days" in stated:
            possible &= pl.col("leave_days").fill_null(0).is_between(0, nights)
        if "icu_hours" in stated:
            possible &= pl.col("hours").is_between(0, _length(stated) * A_DAY)
        yield ~pl.col("is_stay") | possible.fill_null(False)
    else:
        yield ~pl.col("is_stay")
    if "age" in stated:
        yield pl.col("age").is_between(0, OLDEST).fill_null(True)
    if "specialist_paediatric" in stated:
        has_age = pl.col("age").is_not_null() if "age" in stated else pl.lit(False)
        yield has_age | ~pl.col("specialist_paediatric").fill_null(False)
    if "private_patient" in stated:
        yield ~pl.col("private_patient").fill_null(False)
    for fact in ALONE:
        if fact in stated and fact != "private_patient":
            yield pl.col(fact).is_null()
