"""Rows to be weighed by columns, and what `kfees.nwau` says of each of them alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import polars as pl

import kfees
from kfees.library.version import Version
from kfees.portfolio.weighing import Weighing
from nwau_cases import REMOTENESS, episode_of
from nwau_oracle import Facts

KINDS: dict[str, pl.DataType] = {
    "nights": pl.Int64(),
    "leave_days": pl.Int64(),
    "icu_hours": pl.Decimal(12, 4),
    "age": pl.Int64(),
    "specialist_paediatric": pl.Boolean(),
    "indigenous": pl.Boolean(),
    "residence": pl.Enum(REMOTENESS),
    "treatment": pl.Enum(REMOTENESS),
    "radiotherapy": pl.Boolean(),
    "dialysis": pl.Boolean(),
    "private_patient": pl.Boolean(),
    "multiple_providers": pl.Boolean(),
    "psychiatric_age": pl.String(),
    "adjustment": pl.String(),
}
"""The columns of facts."""

DEFAULTS = {field.name: field.default for field in fields(Facts)}


class Row(NamedTuple):
    """An item to weigh by a version, each by its number; `facts` is a place among those of `Rows`."""

    version: int | None
    item: str | None
    facts: int


@dataclass
class Compared:
    """Of rows: those that the columns weigh `otherwise` than the engine does; those `left` to it, though they
    have a weight that columns could have told; and how many the columns `weighed`."""

    otherwise: list[object]
    left: list[object]
    weighed: int


class Rows:
    """Rows of these versions. Facts are kept once, however many rows have them."""

    def __init__(self, versions: Sequence[Version], weighing: Weighing | None = None) -> None:
        self.versions, self.weighing = versions, weighing or Weighing(versions)
        self.rows: list[Row] = []
        self._facts: list[Facts] = []
        self._episodes: list[kfees.Episode] = []
        self.alone = cache(self._alone)

    def known(self, facts: Facts) -> int:
        """The number of facts, told to both. Hours in a column are in an eligible unit."""
        facts.icu_eligible = bool(facts.icu_hours)
        self._facts.append(facts)
        self._episodes.append(episode_of(facts))
        return len(self._facts) - 1

    def add(self, version: int | None, item: str | None, facts: int | Facts) -> None:
        number = facts if isinstance(facts, int) else self.known(facts)
        self.rows.append(Row(version, item, number))

    def frame(self, *, narrow: bool = False) -> pl.DataFrame:
        """The rows as a table; a `narrow` one has only the columns that any of its rows needs."""
        found: dict[str, list[object]] = {
            name: [getattr(facts, name) for facts in self._facts] for name in KINDS if name in DEFAULTS
        }
        found["multiple_providers"] = [facts.multiple_provider for facts in self._facts]
        found["adjustment"] = ["COVID-19 treatment" if facts.covid else None for facts in self._facts]
        idle = {**DEFAULTS, "multiple_providers": False, "adjustment": None}
        stated = [name for name in KINDS if not narrow or any(one != idle[name] for one in found[name])]
        facts = pl.DataFrame(
            {"number": range(len(self._facts)), **{name: found[name] for name in stated}},
            schema={"number": pl.Int64(), **{name: KINDS[name] for name in stated}},
        )
        versions, items, numbers = zip(*self.rows, strict=True)
        return facts[list(numbers)].select(
            *stated,
            version=pl.Series(versions, dtype=pl.Int64),
            item=pl.Series(items, dtype=pl.Enum(self.weighing.items)),
        )

    def by_columns(self, *, narrow: bool = False) -> list[tuple[Decimal, Decimal | None] | None]:
        """Weight and amount of every row; None where the columns leave it to the engine."""
        rows = self.frame(narrow=narrow)
        weights = self.weighing.nwau(rows)
        cents = self.weighing.amount(rows.with_columns(nwau=weights))
        return [
            None
            if weight is None
            else (
                Decimal(weight).scaleb(-self.weighing.places),
                None if amount is None else Decimal(amount).scaleb(-2),
            )
            for weight, amount in zip(weights, cents, strict=True)
        ]

    def _alone(self, row: Row) -> tuple[Decimal, Decimal | None] | None:
        """What `kfees.nwau` says of a row; None where it refuses it, or the weight is not known."""
        if row.version is None or row.item is None:
            return None
        version = self.versions[row.version]
        try:
            activity = kfees.nwau(self._episodes[row.facts], version, row.item)
        except kfees.InputError:
            return None
        assert version.facts.activity is not None
        if activity.nwau is None:
            return None
        return activity.nwau, activity.amount(version.facts.activity.price_per_weight)

    def compared(self, *, narrow: bool = False) -> Compared:
        """Columns against the engine, row by row."""
        found = Compared([], [], 0)
        for row, weighed in zip(self.rows, self.by_columns(narrow=narrow), strict=True):
            if weighed is None and goes_to_the_engine(self._facts[row.facts]):
                continue
            alone = self.alone(row)
            case = (row, self._facts[row.facts], weighed, alone)
            if weighed is not None:
                found.weighed += 1
                if weighed != alone:
                    found.otherwise.append(case)
            elif alone is not None:
                found.left.append(case)
        return found


def goes_to_the_engine(facts: Facts) -> bool:
    """Whether the engine weighs episodes of such facts by itself."""
    return facts.private_patient or facts.covid or facts.psychiatric_age is not None
