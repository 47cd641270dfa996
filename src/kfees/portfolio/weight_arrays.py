"""Weights, bounds and adjustments of a schedule's versions as arrays of whole numbers, by version and item.

A stay weighs `constant + days x per day` by how it falls against its AR-DRG's bounds, a visit a constant.
Figures that are below nothing, or have more digits than whole numbers hold for certain, are left out, and so
is what goes by facts that are no columns: the engine weighs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, get_args

import polars as pl

from kfees.engine.weighing import icu_rate
from kfees.library.adjustments import Adjustment
from kfees.library.version import Version
from kfees.library.weights import VisitWeight, Weight, WeightTables
from kfees.model.money import EXACT, ZERO
from kfees.model.request import Remoteness

FLAGS, REMOTENESS = (False, True), get_args(Remoteness)

FACTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "indigenous": ("indigenous", FLAGS),
    "radiotherapy": ("radiotherapy", FLAGS),
    "dialysis": ("dialysis", FLAGS),
    "multiple_providers": ("multiple_providers", FLAGS),
    "residence": ("residence_remoteness", REMOTENESS),
    "treatment": ("treatment_remoteness", REMOTENESS),
}
"""The columns of facts that adjustments go by: their names in an episode, and their values, of which the
first is that of an episode that states none."""

ALONE = {
    "private_patient": "private_patient",
    "psychiatric_age": "psychiatric_age",
    "adjustment": "adjustments",
}
"""Columns of facts, and their names in an episode, with which the engine weighs a row by itself."""

SAME_DAY, SHORT, INLIER, LONG = CLASSES = range(4)
"""How a stay falls."""

HOURS_PLACES = 12
"""Hours in intensive care are counted to so many decimals."""

MOST_PLACES = 8
"""Of a weight, of a paediatric factor, and of all adjustments together: three times as many of an NWAU."""
MOST_NIGHTS, MOST_NWAU, MOST_AMOUNT = 100_000, 10**7, 10**11
"""So many keep a constant below 2**62, and twice a weight x its price, to the cent, below 2**126."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a version, in NWAU: `constants` and what each day adds (`per_day`) by class of stay; `group`
    is the number of the items that the same adjustments concern."""

    constants: tuple[Decimal, ...]
    per_day: tuple[Decimal, ...]
    bounds: tuple[int, int]
    paediatric: Decimal
    is_stay: bool
    bundles_icu: bool
    group: int


NOTHING = (ZERO,) * len(CLASSES)
NO_ENTRY = Entry(NOTHING, NOTHING, (0, 0), ZERO, is_stay=False, bundles_icu=False, group=0)


class WeightArrays:
    """Of versions that have weights, and these items or all of theirs.

    An entry stands at version x len(items) + item. `places`: a weight is in units of 10**-places, its base in
    10**-`of_base`, and so on. `groups`: an item for each of them, with its tables; `by_class`: the constants
    and what a day adds, at entry x 4 + class.
    """

    def __init__(self, versions: Sequence[Version], items: Sequence[str] = ()) -> None:
        tables = [version.activity for version in versions if version.activity is not None]
        assert len(tables) == len(versions), "only what has weights weighs anything"
        self.items = tuple(items or dict.fromkeys(chain.from_iterable(one.items for one in tables)))
        self.groups: list[tuple[WeightTables, Weight]] = []
        found = [entry for one in tables for entry in self._entries(one)]
        entries = [entry or NO_ENTRY for entry in found]
        rates = [icu_rate(one.adjustments["acute"]) for one in tables]
        self.of_base = _places(figure for one in entries for figure in (*one.constants, *one.per_day))
        self.of_paediatric = _places(one.paediatric for one in entries)
        self.of_factor = max((_places_of_factor(*group) for group in self.groups), default=0)
        self.places = max(self.of_base + self.of_paediatric + self.of_factor, HOURS_PLACES + _places(rates))
        self.roundings = [one.facts.rounding for one in tables]
        self.rates = pl.Series([whole(rate, self.places - HOURS_PLACES) for rate in rates], dtype=pl.Int128)
        self.figures = pl.DataFrame(
            {
                "is_known": [entry is not None for entry in found],
                "lower": [one.bounds[0] for one in entries],
                "upper": [one.bounds[1] for one in entries],
                "paediatric": [whole(one.paediatric, self.of_paediatric) for one in entries],
                "is_stay": [one.is_stay for one in entries],
                "bundles_icu": [one.bundles_icu for one in entries],
                "group": [one.group for one in entries],
            },
            schema_overrides={
                "lower": pl.Int64,
                "upper": pl.Int64,
                "paediatric": pl.Int64,
                "group": pl.Int64,
            },
        )
        self.by_class = pl.DataFrame(
            {
                "constant": [whole(one, self.of_base) for entry in entries for one in entry.constants],
                "per_day": [whole(one, self.of_base) for entry in entries for one in entry.per_day],
            },
            schema_overrides={"constant": pl.Int64, "per_day": pl.Int64},
        )
        prices = [one.facts.price_per_weight for one in tables]
        self.of_price = max(2, _places(price for price in prices if price is not None))
        self.prices = pl.Series(
            [None if price is None else whole(price, self.of_price) for price in prices], dtype=pl.Int128
        )

    def _entries(self, tables: WeightTables) -> Iterator[Entry | None]:
        """One for each of the items; None where the version does not have it, or the engine weighs it."""
        numbers: dict[object, int] = {}
        for item in self.items:
            weight = tables.weight(item)
            if weight is None or not _is_certain(weight, tables):
                yield None
                continue
            alike = (weight.unit, *(_concerns(one, item) for one in _adjustments(tables, weight)))
            if alike not in numbers:
                numbers[alike] = len(self.groups)
                self.groups.append((tables, weight))
            yield _entry(weight, numbers[alike])


def stream_of(weight: Weight) -> Any:
    return weight.stream if isinstance(weight, VisitWeight) else "acute"


def _adjustments(tables: WeightTables, weight: Weight) -> list[Adjustment]:
    """Those of an item's stream, whichever of its items they concern."""
    steps = tables.adjustments[stream_of(weight)]
    return [one for step in ("added", "multiplied") for of_fact in steps[step].values() for one in of_fact]


def _concerns(adjustment: Adjustment, item: str) -> bool:
    return adjustment.concerns(item) and (adjustment.fact != "drg" or adjustment.holds(item))


def _is_certain(weight: Weight, tables: WeightTables) -> bool:
    """Whether whole numbers hold all that can come of an item, and none of it is below nothing."""
    if isinstance(weight, VisitWeight) and weight.weight is None:
        return False
    adjustments, price = _adjustments(tables, weight), tables.facts.price_per_weight
    known = {*(fact for fact, _ in FACTS.values()), *ALONE.values(), "drg"}
    if any(one.fact not in known for one in adjustments):
        return False
    entry, rate = _entry(weight, 0), icu_rate(tables.adjustments["acute"])
    figures = [*entry.per_day, *entry.constants[:LONG], entry.paediatric, rate]
    most = _most_factor(adjustments) * max(entry.paediatric, Decimal(1))
    heaviest = max(
        constant + MOST_NIGHTS * per_day
        for constant, per_day in zip(entry.constants, entry.per_day, strict=True)
    )
    nwau = heaviest * most + 24 * MOST_NIGHTS * rate
    return (
        all(figure >= 0 for figure in figures)
        and all(one.value >= -1 for one in adjustments if one.step == "multiplied")
        and _places([*figures, *entry.constants]) <= MOST_PLACES
        and _places_of_factor(tables, weight) <= MOST_PLACES
        and nwau < MOST_NWAU
        and (price is None or nwau * price < MOST_AMOUNT)
    )


def _entry(weight: Weight, group: int) -> Entry:
    if isinstance(weight, VisitWeight):
        constants, per_day = (weight.weight or ZERO,) * len(CLASSES), NOTHING
        return Entry(
            constants, per_day, (0, 0), weight.paediatric, is_stay=False, bundles_icu=True, group=group
        )
    short = weight.short_stay_base or ZERO, weight.short_stay_per_day or ZERO
    beyond = weight.long_stay_per_day or ZERO
    long = EXACT.subtract(weight.inlier, EXACT.multiply(Decimal(weight.upper_bound), beyond)), beyond
    inlier = weight.inlier, ZERO
    # Who leaves on the day of coming has stayed one day, where the AR-DRG has no weight of its own for it.
    one_day = EXACT.add(*short) if weight.lower_bound > 1 else weight.inlier
    same_day = (weight.same_day or ZERO) if weight.same_day_list else one_day, ZERO
    constants, per_day = zip(same_day, short, inlier, long, strict=True)
    bounds = weight.lower_bound, weight.upper_bound
    return Entry(
        constants,
        per_day,
        bounds,
        weight.paediatric,
        is_stay=True,
        bundles_icu=weight.bundled_icu,
        group=group,
    )


def _most_factor(adjustments: Iterable[Adjustment]) -> Decimal:
    """More than adjustments multiply by in any episode."""
    added = multiplied = Decimal(1)
    for one in adjustments:
        if one.step == "added":
            added += max(ZERO, one.value)
        else:
            multiplied *= 1 + max(ZERO, one.value)
    return added * multiplied


def _places_of_factor(tables: WeightTables, weight: Weight) -> int:
    """The decimals that adjustments multiply by at most: of their sum, and of one multiplication a fact."""
    steps = tables.adjustments[stream_of(weight)]
    counted = {fact: of_fact for fact, of_fact in steps["multiplied"].items() if fact not in ALONE.values()}
    added = _places(one.value for of_fact in steps["added"].values() for one in of_fact)
    return added + sum(_places(one.value for one in of_fact) for of_fact in counted.values())


def _places(figures: Iterable[Decimal]) -> int:
    """The decimals of the one that has the most."""
    return max((max(0, -int(figure.normalize().as_tuple().exponent)) for figure in figures), default=0)


def whole(figure: Decimal | int, places: int) -> int:
    """A figure in units of 10**-places, of which it is a whole number."""
    units = EXACT.scaleb(figure, places)
    assert units == int(units), "a figure has more decimals than are counted"
    return int(units)
