"""What changed between two versions of a schedule, and whether the money makes sense.

A price has changed only where both versions state one: for the same unit, with GST or without, on a basis of
the same kind. The typical change is the middle one of all items; an outlier moved otherwise. Percentages are
quotients to 28 digits, rounded only where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cached_property
from statistics import median
from typing import Literal, Protocol

from kfees.library.version import Version
from kfees.library.weights import AcuteWeight, WeightTables
from kfees.model.money import CannotDetermine, Money
from kfees.model.schedule import ActivityFacts, Basis, Gst, Rate

Key = tuple[str, int | None, int | None]
"""An item and its span of days of stay."""

CLOSE_PERCENT = Decimal("0.25")
CLOSE_AMOUNT = Decimal("0.05")
"""A change is typical within a quarter of a percentage point, or within the five cents to which
publishers round, as long as those are at most a hundredth of the price."""

FAR_PERCENT = Decimal(10)
"""Where no change is typical, an outlier lies at least so many points from the middle."""

_DIVISION = Context(prec=28)
_LEAST_COMPARED = 5
_ALARM_LOW, _ALARM_HIGH = Decimal(-50), Decimal(100)
_ALARM_HIGH_ELSE = Decimal(900)
"""Of figures that are no change of price: what a payer pays may be several times a floor."""

Kind = Literal["basis", "unit", "gst"]

_OWN_KIND: dict[Basis | None, str] = {"floor": "floor", "reference": "reference"}
"""A floor is no price, and a reference is another payer's; of the others each says what the price is."""


class Stated(Protocol):
    """A figure with what it is for: a rate, or a line of a quote that has one."""

    @property
    def basis(self) -> Basis | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def gst(self) -> Gst | None: ...


def unlike(before: Stated, after: Stated) -> tuple[Kind, ...]:
    """In what two figures are not of one kind, so that their difference is no change of price."""
    bases = {_OWN_KIND.get(figure.basis, "price") for figure in (before, after)}
    found: dict[Kind, bool] = {
        "basis": len(bases) > 1,
        "unit": before.unit != after.unit,
        "gst": before.gst != after.gst,
    }
    return tuple(kind for kind, differs in found.items() if differs)


@dataclass(frozen=True, slots=True)
class RateChange:
    """One item that both versions have."""

    before: Rate
    after: Rate

    @property
    def is_of_price(self) -> bool:
        return not unlike(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Move:
    """The figure of one item in both versions, and its change in percent of the earlier one."""

    before: Rate
    after: Rate
    was: Decimal
    now: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Typical:
    """The change in percent that holds for `count` of the `of` items priced in both versions."""

    percent: Decimal
    count: int
    of: int


@dataclass(frozen=True)
class VersionChanges:
    """Two versions of one schedule, item by item. A rate for a span of days of stay counts as an item."""

    before: Version
    after: Version
    gone: tuple[Rate, ...]
    new: tuple[Rate, ...]
    changes: tuple[RateChange, ...]

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Items with a price above zero before and one of the same kind now."""
        return tuple(_moves(change for change in self.changes if change.is_of_price))

    @cached_property
    def other_figures(self) -> tuple[Move, ...]:
        """Items with figures that are not of one kind: they differ, and no price changed."""
        return tuple(_moves(change for change in self.changes if not change.is_of_price))

    @cached_property
    def middle(self) -> Decimal | None:
        """The median change in percent; None where nothing can be compared."""
        return median(move.percent for move in self.moves) if self.moves else None

    @cached_property
    def typical(self) -> Typical | None:
        """The middle change, where it holds for at least half of the items; else None."""
        if self.middle is None:
            return None
        count = sum(_is_close(move, self.middle) for move in self.moves)
        return Typical(self.middle, count, len(self.moves)) if 2 * count >= len(self.moves) else None

    @cached_property
    def unchanged(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.percent == 0)

    @cached_property
    def outliers(self) -> tuple[Move, ...]:
        """Items whose price moved, and not as most did; the furthest first.

        Where no change is typical: those further from the middle than FAR_PERCENT and than three
        times the usual distance from it.
        """
        if self.middle is None:
            return ()
        middle = self.middle
        if self.typical is not None:
            found = [move for move in self.moves if move.percent != 0 and not _is_close(move, middle)]
        else:
            far = max(FAR_PERCENT, 3 * median(abs(move.percent - middle) for move in self.moves))
            found = [move for move in self.moves if abs(move.percent - middle) > far]
        return tuple(sorted(found, key=lambda move: -abs(move.percent - middle)))

    @cached_property
    def no_longer_priced(self) -> tuple[RateChange, ...]:
        """Items that had an amount and have none now."""
        return tuple(one for one in self.changes if _has_amount(one.before) and not _has_amount(one.after))

    @cached_property
    def newly_priced(self) -> tuple[RateChange, ...]:
        return tuple(one for one in self.changes if _has_amount(one.after) and not _has_amount(one.before))

    @cached_property
    def unit_changed(self) -> tuple[RateChange, ...]:
        return tuple(one for one in self.changes if one.before.unit != one.after.unit)

    @cached_property
    def basis_changed(self) -> tuple[RateChange, ...]:
        return tuple(one for one in self.changes if one.before.basis != one.after.basis)

    @cached_property
    def gst_changed(self) -> tuple[RateChange, ...]:
        return tuple(one for one in self.changes if one.before.gst != one.after.gst)

    @cached_property
    def lost_zeros(self) -> tuple[tuple[str, str], ...]:
        """Pairs of an item gone and an item new that are one code but for leading zeros."""
        gone = {rate.item.lstrip("0"): rate.item for rate in self.gone}
        pairs = ((gone.get(rate.item.lstrip("0")), rate.item) for rate in self.new)
        return tuple(dict.fromkeys((old, new) for old, new in pairs if old is not None))

    @cached_property
    def implausible(self) -> Decimal | None:
        """The middle change in percent where most prices halved or doubled, as where cents are read for
        dollars; or figures of another kind fell below half, or are ten times as large."""
        for moves, high in ((self.moves, _ALARM_HIGH), (self.other_figures, _ALARM_HIGH_ELSE)):
            if len(moves) >= _LEAST_COMPARED:
                middle = median(move.percent for move in moves)
                if not _ALARM_LOW < middle < high:
                    return middle
        return None

    @property
    def has_nothing_in_common(self) -> bool:
        """Whether not one item of the earlier version is in the later, as with another schedule."""
        return not self.changes and bool(self.gone)


def _moves(changes: Iterable[RateChange]) -> Iterator[Move]:
    for change in changes:
        was, now = change.before.amount, change.after.amount
        if isinstance(was, Decimal) and isinstance(now, Decimal) and was:
            percent = _DIVISION.multiply(_DIVISION.divide(now, was) - 1, Decimal(100))
            yield Move(change.before, change.after, was, now, percent)


def changes_between(before: Version, after: Version) -> VersionChanges:
    """Compare every rate, or every weight. Raises InputError where either version cannot be read."""
    return changes_of_rates(before, after, rates_in(before), rates_in(after))


def changes_of_rates(
    before: Version, after: Version, earlier: Iterable[Rate], later: Iterable[Rate]
) -> VersionChanges:
    """As `changes_between`, of rates that are at hand and need not be read again."""
    old = {_key(rate): rate for rate in earlier}
    new = {_key(rate): rate for rate in later}
    return VersionChanges(
        before=before,
        after=after,
        gone=tuple(rate for key, rate in old.items() if key not in new),
        new=tuple(rate for key, rate in new.items() if key not in old),
        changes=tuple(RateChange(old[key], rate) for key, rate in new.items() if key in old),
    )


def rates_in(version: Version) -> Iterator[Rate]:
    """Every rate of a version; of weighted activity, its price and its weights as if they were rates."""
    if version.activity is not None and version.facts.activity is not None:
        yield from _weights(version, version.activity, version.facts.activity)
    yield from version.each_rate()


def _key(rate: Rate) -> Key:
    return (rate.item, rate.from_day if rate.from_day != 1 else None, rate.to_day)


def _weights(version: Version, tables: WeightTables, activity: ActivityFacts) -> Iterator[Rate]:
    """The price of one weighted unit, then each item's weight: of acute episodes, the inlier weight.

    What the version rests on is another thing: each of these figures is its publisher's own.
    """
    facts = version.facts
    price: Money = activity.price_per_weight or CannotDetermine(activity.price_source)
    name = f"price of one {activity.unit}"
    yield Rate(name, name, price, activity.unit, "published", facts.gst, activity.price_source)
    for item in tables.items:
        found = tables.weight(item)
        assert found is not None
        amount: Money
        if isinstance(found, AcuteWeight):
            amount, unit = found.inlier, f"{activity.unit} (inlier)"
        else:
            amount = CannotDetermine(found.reason) if found.weight is None else found.weight
            unit = activity.unit
        yield Rate(item, found.label, amount, unit, "published", facts.gst, facts.source)


def _is_close(move: Move, percent: Decimal) -> bool:
    if abs(move.percent - percent) <= CLOSE_PERCENT:
        return True
    return abs(move.now - move.was * (1 + percent / 100)) <= min(CLOSE_AMOUNT, move.was / 100)


def _has_amount(rate: Rate) -> bool:
    return isinstance(rate.amount, Decimal)
