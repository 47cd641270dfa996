"""Distributions that a scenario states, and draws from them: seeded, and on a grid of exact values.

A draw is the number of an exact value, so that nothing that is priced was ever a float.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, assert_never

from pydantic import Field

from kfees.model.english import plain
from kfees.model.fields import Model, Number
from kfees.model.problems import Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

MOST_GRID_VALUES = 100_000
MOST_TABLE_VALUES = 1000


class Fixed(Model):
    """One value, always."""

    distribution: Literal["fixed"]
    value: Number


class Uniform(Model):
    """Any value from `least` to `most`, both included, equally likely."""

    distribution: Literal["uniform"]
    least: Number
    most: Number


class Triangular(Model):
    """From `least` to `most`, most likely at `mode`."""

    distribution: Literal["triangular"]
    least: Number
    mode: Number
    most: Number


class Normal(Model):
    """Around `mean`; what falls outside `least` to `most` is drawn again."""

    distribution: Literal["normal"]
    mean: Number
    standard_deviation: Number
    least: Number
    most: Number


class Table(Model):
    """`values` by their `shares`, which sum to 1."""

    distribution: Literal["table"]
    values: Annotated[tuple[Number, ...], Field(min_length=1, max_length=MOST_TABLE_VALUES)]
    shares: Annotated[tuple[Number, ...], Field(min_length=1, max_length=MOST_TABLE_VALUES)]


Distribution = Annotated[Fixed | Uniform | Triangular | Normal | Table, Field(discriminator="distribution")]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Draws of one input: `places` are numbers into the exact `values`, which stand in order."""

    values: tuple[Decimal, ...]
    places: Places

    def at(self, percent: int) -> int:
        """The place of the value that so many percent of the draws do not exceed."""
        import numpy as np

        return int(np.percentile(self.places, percent, method="inverted_cdf"))


def distribution_problems(
    stated: Distribution, place: str, unit: Decimal, low: Decimal, high: Decimal
) -> Iterator[Problem]:
    """What is wrong with a distribution of an input that goes from `low` to `high` in steps of `unit`."""
    if isinstance(stated, Table):
        yield from share_problems(stated.shares, len(stated.values), f"{place}.shares")
    for name, value in _values(stated):
        if not low <= value <= high:
            message = f"{plain(value)} is outside {plain(low)} to {plain(high)}."
            yield Problem("out-of-range", f"{place}.{name}", message, "Give a value within these.")
        elif isinstance(stated, Fixed | Table) and unit == 1 and value % 1:
            yield Problem("out-of-range", f"{place}.{name}", f"{plain(value)} is not whole.", "Round it.")
    if isinstance(stated, Uniform | Triangular | Normal):
        yield from _span_problems(stated, place, unit)


def _values(stated: Distribution) -> Iterator[tuple[str, Decimal]]:
    match stated:
        case Fixed(value=value):
            yield "value", value
        case Table(values=values):
            yield from ((f"values[{number}]", value) for number, value in enumerate(values))
        case Uniform() | Triangular() | Normal():
            yield "least", stated.least
            yield "most", stated.most
        case _:
            assert_never(stated)


def _span_problems(stated: Uniform | Triangular | Normal, place: str, unit: Decimal) -> Iterator[Problem]:
    first, last = _grid(stated, unit)
    if first > last:
        message = (
            f"no value in steps of {plain(unit)} lies from {plain(stated.least)} to {plain(stated.most)}."
        )
        yield Problem("bad-span", f"{place}.most", message, "Give the lesser value as least.")
    elif last - first >= MOST_GRID_VALUES:
        message = f"the span holds more than {MOST_GRID_VALUES:,} steps of {plain(unit)}."
        yield Problem("bad-span", f"{place}.most", message, "Narrow it.")
    middle = stated.mean if isinstance(stated, Normal) else getattr(stated, "mode", stated.least)
    if not stated.least <= middle <= stated.most and first <= last:
        name = "mean" if isinstance(stated, Normal) else "mode"
        message = f"{plain(middle)} is not between least and most."
        yield Problem("bad-span", f"{place}.{name}", message, "Give a value between them.")
    if isinstance(stated, Normal) and stated.standard_deviation <= 0:
        message = f"{plain(stated.standard_deviation)} is no spread."
        remedy = 'Give more than 0, or distribution = "fixed".'
        yield Problem("bad-span", f"{place}.standard_deviation", message, remedy)
    elif isinstance(stated, Normal) and stated.standard_deviation > 10 * (stated.most - stated.least):
        message = f"{plain(stated.standard_deviation)} is more than ten times the span."
        remedy = 'Give less, or distribution = "uniform".'
        yield Problem("bad-span", f"{place}.standard_deviation", message, remedy)


def share_problems(shares: tuple[Decimal, ...], values: int, place: str) -> Iterator[Problem]:
    """Shares that are negative, do not sum to 1, or are not one for each value."""
    if any(share < 0 for share in shares):
        yield Problem("negative-share", place, "a share is negative.", "Give 0 or more.")
    elif sum(shares) != 1:
        message = f"the shares sum to {plain(sum(shares, Decimal(0)))}, not to 1."
        yield Problem("bad-shares", place, message, "Give shares that sum to 1 exactly.")
    if len(shares) != values:
        message = f"{len(shares)} shares are given for {values} values."
        yield Problem("bad-shares", place, message, "Give one share for each value.")


def _grid(stated: Uniform | Triangular | Normal, unit: Decimal) -> tuple[int, int]:
    """The first and last whole number of units within the span."""
    first = (stated.least / unit).to_integral_value(ROUND_CEILING)
    return int(first), int((stated.most / unit).to_integral_value(ROUND_FLOOR))


def draw(stated: Distribution, unit: Decimal, count: int, generator: Any) -> Drawn:
    """Draw `count` values in steps of `unit` with a numpy Generator; fixed and table values as given."""
    import numpy as np

    match stated:
        case Fixed(value=value):
            return Drawn((value,), np.zeros(count, dtype=np.int64))
        case Table(values=values, shares=shares):
            order = sorted(range(len(values)), key=lambda number: values[number])
            chances = np.array([float(shares[number]) for number in order])
            places = generator.choice(len(order), size=count, p=chances / chances.sum())
            return _used(tuple(values[number] for number in order), places)
        case Uniform() | Triangular() | Normal():
            first, last = _grid(stated, unit)
            steps = _steps(stated, float(unit), first, last, count, generator)
            values = tuple(unit * step for step in range(first, last + 1))
            return _used(values, (steps - first).astype(np.int64))
        case _:
            assert_never(stated)


def _steps(
    stated: Uniform | Triangular | Normal, unit: float, first: int, last: int, count: int, generator: Any
) -> Any:
    import numpy as np

    if first == last:
        return np.full(count, first)
    match stated:
        case Uniform():
            return generator.integers(first, last + 1, size=count)
        case Triangular(mode=mode):
            middle = min(max(float(mode) / unit, first), last)
            return np.rint(generator.triangular(first, middle, last, size=count))
        case Normal(mean=mean, standard_deviation=spread):
            drawn = generator.normal(float(mean) / unit, float(spread) / unit, size=count)
            while (outside := (drawn < first) | (drawn > last)).any():
                drawn[outside] = generator.normal(
                    float(mean) / unit, float(spread) / unit, size=int(outside.sum())
                )
            return np.rint(drawn)
        case _:
            assert_never(stated)


def _used(values: tuple[Decimal, ...], places: Places) -> Drawn:
    """Only the values that were drawn, so that nothing is priced in vain."""
    import numpy as np

    used, renumbered = np.unique(places, return_inverse=True)
    return Drawn(tuple(values[number] for number in used), renumbered.astype(np.int64))
