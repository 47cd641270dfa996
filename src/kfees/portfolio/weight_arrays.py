"""Weights, bounds and adjustments of a schedule's versions as arrays of whole numbers, by version and item.

A stay weighs `constant + days x per day` by how it falls against its AR-DRG's bounds, a visit a constant.
Figures that are below nothing, or have more digits than whole numbers hold for certain, are left out, and so
is what goes by facts that are no columns: the engine weighs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import polars as pl

from kfees.engine.weighing import OfStep, icu_rate
from kfees.library.adjustments import STREAMS, Adjustment, Stream
from kfees.library.weights import VisitWeight, Weight, WeightTables
from kfees.model.money import EXACT, ZERO
from kfees.portfolio.written_cells import AREAS, MOST_NIGHTS

FLAGS = (False, True)

FACTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "indigenous": ("indigenous", FLAGS),
    "radiotherapy": ("radiotherapy", FLAGS),
    "dialysis": ("dialysis", FLAGS),
    "multiple_providers": ("multiple_providers", FLAGS),
    "residence": ("residence_remoteness", AREAS),
    "treatment": ("treatment_remoteness", AREAS),
}
"""The columns of facts that adjustments go by: their names in an episode, and their values, of which the
first is that of an episode that states none."""

ALONE = {
    "private_patient": "private_patient",
    "psychiatric_age": "psychiatric_age",
    "adjustment": "adjustments",
}
"""Columns of facts, and their names in an episode, with which the engine weighs a row by itself."""

ONE = Decimal(1)

SAME_DAY, SHORT, INLIER, LONG = CLASSES = range(4)
"""How a stay falls."""

HOURS_PLACES = 12
"""Hours in intensive care are counted to so many decimals."""

MOST_PLACES = 8
"""Of a weight, of a paediatric factor, and of all adjustments together: three times as many of an NWAU."""
MOST_NWAU, MOST_AMOUNT = 10**7, 10**11
"""With MOST_NIGHTS so many keep a constant below 2**62, and twice a weight x its price, in cents, below
2**126."""


class Entry(NamedTuple):
    """An item of a version: its `constants` and what each day adds (`per_day`) by class of stay, in NWAU."""

    constants: Sequence[Decimal]
    per_day: Sequence[Decimal]
    bounds: tuple[int, int]
    paediatric: Decimal
    is_stay: bool
    bundles_icu: bool
    same_day_list: bool = False


NOTHING = (ZERO,) * len(CLASSES)
NO_ENTRY = Entry(NOTHING, NOTHING, (0, 0), ZERO, is_stay=False, bundles_icu=False)


class WeightArrays:
    """Of versions with these tables, and these items or all of theirs.

    An entry stands at version x len(items) + item. `places`: a weight is in units of 10**-places, its base in
    10**-`of_base`, and so on. `groups`: an item for each of them, with its tables; `by_class`: the constants
    and what a day adds, at entry x 4 + class.
    """

    def __init__(self, tables: Sequence[WeightTables], items: Sequence[str] = ()) -> None:
        self.items = tuple(items or dict.fromkeys(chain.from_iterable(one.items for one in tables)))
        self.groups: list[tuple[WeightTables, Weight]] = []
        found = [entry for one in tables for entry in self._entries(one)]
        entries = [entry or NO_ENTRY for entry, _ in found]
        rates = [icu_rate(one.adjustments["acute"]) for one in tables]
        self.of_base = _places(figure for one in entries for figure in (*one.constants, *one.per_day))
        self.of_paediatric = _places(one.paediatric for one in entries)
        self.of_factor = max(
            (_places_of_factor(one.adjustments[stream_of(weight)]) for one, weight in self.groups), default=0
        )
        self.places = max(self.of_base + self.of_paediatric + self.of_factor, HOURS_PLACES + _places(rates))
        self.roundings = [one.facts.rounding for one in tables]
        self.rates = pl.Series([whole(rate, self.places - HOURS_PLACES) for rate in rates], dtype=pl.Int128)
        self.figures = pl.DataFrame(
            {
                "is_known": [entry is not None for entry, _ in found],
                "lower": [one.bounds[0] for one in entries],
                "upper": [one.bounds[1] for one in entries],
                "paediatric": [whole(one.paediatric, self.of_paediatric) for one in entries],
                "is_stay": [one.is_stay for one in entries],
                "same_day_list": [one.same_day_list for one in entries],
                "bundles_icu": [one.bundles_icu for one in entries],
                "group": [group for _, group in found],
            },
            schema_overrides={
                "lower": pl.Int64,
                "upper": pl.Int64,
                "paediatric": pl.Int64,
                "group": pl.Int32,
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

    def _entries(self, tables: WeightTables) -> Iterator[tuple[Entry | None, int]]:
        """One for each of the items, with its group; None where the version does not have it, or the engine
        weighs it."""
        streams = {stream: AdjustedStream(tables, stream) for stream in STREAMS}
        numbers: dict[object, int] = {}
        for item in self.items:
            weight = tables.weight(item)
            entry = None if weight is None else _entry(weight)
            if weight is None or entry is None or not streams[stream_of(weight)].is_certain(entry):
                yield None, 0
                continue
            alike = stream_of(weight), streams[stream_of(weight)].concerning(item)
            if alike not in numbers:
                numbers[alike] = len(self.groups)
                self.groups.append((tables, weight))
            yield entry, numbers[alike]


@lru_cache(maxsize=4)
def weight_arrays(tables: tuple[WeightTables, ...], items: tuple[str, ...]) -> WeightArrays:
    """They are made once for the versions of a library, and not by every table that is priced."""
    return WeightArrays(tables, items)


def stream_of(weight: Weight) -> Stream:
    return weight.stream if isinstance(weight, VisitWeight) else "acute"


class AdjustedStream:
    """What adjusts the items of one of a version's streams."""

    def __init__(self, tables: WeightTables, stream: Stream) -> None:
        steps = tables.adjustments[stream]
        self._adjustments = [
            one for step in ("added", "multiplied") for of_fact in steps[step].values() for one in of_fact
        ]
        self._some = [one for one in self._adjustments if one.items or one.excepted or one.fact == "drg"]
        self._rate = icu_rate(tables.adjustments["acute"])
        self._price = tables.facts.price_per_weight or ZERO
        self._most = _most_factor(self._adjustments)
        places = _places_of_factor(steps)
        known = {*(fact for fact, _ in FACTS.values()), *ALONE.values(), "drg"}
        self._is_known = (
            all(one.fact in known for one in self._adjustments)
            and all(one.value >= -1 for one in self._adjustments if one.step == "multiplied")
            and max(places, _places([self._rate])) <= MOST_PLACES
            and self._rate >= 0
        )

    def concerning(self, item: str) -> tuple[bool, ...]:
        """Which of the adjustments that concern some items concern this one."""
        return tuple(one.concerns(item) and (one.fact != "drg" or one.holds(item)) for one in self._some)

    def is_certain(self, entry: Entry) -> bool:
        """Whether whole numbers hold all that can come of an item, and none of it is below nothing."""
        if not self._is_known:
            return False
        if min(*entry.per_day, *entry.constants[:LONG], entry.paediatric) < 0:
            return False
        if _places((*entry.per_day, *entry.constants, entry.paediatric)) > MOST_PLACES:
            return False
        heaviest = max(entry.constants) + MOST_NIGHTS * max(entry.per_day)
        nwau = heaviest * self._most * max(entry.paediatric, ONE) + 24 * MOST_NIGHTS * self._rate
        return nwau < MOST_NWAU and nwau * self._price < MOST_AMOUNT


def _entry(weight: Weight) -> Entry | None:
    """An item's figures; None of a visit whose weight is not known."""
    if isinstance(weight, VisitWeight):
        if weight.weight is None:
            return None
        constants, per_day = (weight.weight,) * len(CLASSES), NOTHING
        return Entry(constants, per_day, (0, 0), weight.paediatric, is_stay=False, bundles_icu=True)
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
        same_day_list=weight.same_day_list,
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


def _places_of_factor(steps: OfStep) -> int:
    """The decimals of what adjustments multiply by: of their sum, and of one multiplication for each fact."""
    counted = [of_fact for fact, of_fact in steps["multiplied"].items() if fact not in ALONE.values()]
    added = _places(one.value for of_fact in steps["added"].values() for one in of_fact)
    return added + sum(_places(one.value for one in of_fact) for of_fact in counted)


def _places(figures: Iterable[Decimal]) -> int:
    """The decimals of the one that has the most."""
    return max((max(0, -int(figure.as_tuple().exponent)) for figure in figures), default=0)


def whole(figure: Decimal, places: int) -> int:
    """A figure in units of 10**-places, of which it is a whole number."""
    return int(EXACT.scaleb(figure, places))
