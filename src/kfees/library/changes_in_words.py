"""A comparison of two versions in English: what a person must know before approving the later one.

The kinds of difference are counted apart: a change of price, another figure that is none, words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kfees.library.changes import RateChange, VersionChanges
from kfees.model.blanks import Counted, Grouped, Listed, Percent
from kfees.model.money import CannotDetermine, Money, NotPayable, round_half_up
from kfees.model.schedule import Rate
from kfees.model.sentences import Sentence, joined, translatable

HEADINGS = ("item", "label", "days", "what", "before", "after", "percent")

ChangeLine = tuple[str, str, str, str, str, str, str]
"""One difference, under HEADINGS; amounts and percentages as plain digits, unknown in words."""

NO_CHANGE = translatable("No change of price on {number} of {count} items.")
TYPICAL_CHANGE = translatable("Typical change {percent} on {number} of {count} items.")
NOTHING_TO_JUDGE = translatable(
    "No item has an amount in both versions, so no change of price can be judged."
)
NOTHING_ALIKE = translatable(
    "No item has an amount of the same kind in both versions, so no change of price can be judged."
)
NO_ONE_CHANGE = translatable(
    "No one change holds for half of the {number} items; the middle one is {percent}."
)
SAME_PRICE = translatable("{counted} at the same price as before: {items}.")
GONE = translatable("{counted} gone: {items}.")
NEW = translatable("{counted} new: {items}.")
NO_AMOUNT_NOW = translatable("{counted} without an amount now: {items}.")
FIRST_AMOUNT = translatable("{counted} with an amount for the first time: {items}.")
BASIS_CHANGED = translatable("Basis changed on {counted} ({items}): {changes}.")
NO_PRICE_CHANGED = translatable(
    "Another figure on {counted} ({items}) is no change of price: its basis, unit or GST is another."
)
UNIT_CHANGED = translatable("Unit changed on {counted} ({items}): {changes}.")
GST_CHANGED = translatable("GST changed on {counted} ({items}): {changes}.")
IS_NOW = translatable("'{old}' is now '{new}'")
LOST_ZEROS = translatable("Item {item} is gone and {new_item} is new: were leading zeros lost?")
MORE = translatable("{number} more")


def sentences(comparison: VersionChanges) -> Iterator[str]:
    """The typical change, then what is gone, new, without an amount, on another basis, in another unit; most
    telling first."""
    yield _typical(comparison)
    if comparison.unchanged and comparison.middle:
        rates = [move.after for move in comparison.unchanged]
        yield SAME_PRICE.format(counted=_items(rates), items=_listed(rates))
    for rates, sentence in (
        (list(comparison.gone), GONE),
        (list(comparison.new), NEW),
        ([change.after for change in comparison.no_longer_priced], NO_AMOUNT_NOW),
        ([change.after for change in comparison.newly_priced], FIRST_AMOUNT),
    ):
        if rates:
            yield sentence.format(counted=_items(rates), items=_listed(rates))
    bases = [(str(change.before.basis), str(change.after.basis)) for change in comparison.basis_changed]
    yield from _words_changed(comparison.basis_changed, BASIS_CHANGED, bases)
    units = [(change.before.unit, change.after.unit) for change in comparison.unit_changed]
    yield from _words_changed(comparison.unit_changed, UNIT_CHANGED, units)
    gst = [(str(change.before.gst), str(change.after.gst)) for change in comparison.gst_changed]
    yield from _words_changed(comparison.gst_changed, GST_CHANGED, gst)
    if figures := [move.after for move in comparison.other_figures if move.percent]:
        yield NO_PRICE_CHANGED.format(counted=_items(figures), items=_listed(figures))
    for old, new in comparison.lost_zeros[:3]:
        yield LOST_ZEROS.format(item=old, new_item=new)


def _typical(comparison: VersionChanges) -> str:
    if (typical := comparison.typical) is not None:
        if typical.percent == 0:
            return NO_CHANGE.format(number=Grouped(typical.count), count=Grouped(typical.of))
        return TYPICAL_CHANGE.format(
            percent=_rounded(typical.percent), number=Grouped(typical.count), count=Grouped(typical.of)
        )
    if comparison.middle is None:
        return NOTHING_ALIKE if comparison.other_figures else NOTHING_TO_JUDGE
    return NO_ONE_CHANGE.format(number=Grouped(len(comparison.moves)), percent=_rounded(comparison.middle))


def _words_changed(
    changes: Sequence[RateChange], said: Sentence, words: Sequence[tuple[str, str]]
) -> Iterator[str]:
    if changes:
        rates = [change.after for change in changes]
        pairs = list(dict.fromkeys(words))
        named = joined((IS_NOW.format(old=old, new=new) for old, new in pairs[:3]), "; ")
        yield said.format(counted=_items(rates), items=_listed(rates, 3), changes=named)


def lines(comparison: VersionChanges) -> Iterator[ChangeLine]:
    """Every difference, one a line: moved prices first (the outliers leading), then the rest."""
    outliers = {id(move) for move in comparison.outliers}
    moved = [move for move in comparison.moves if move.percent != 0 and id(move) not in outliers]
    for move in (*comparison.outliers, *moved):
        what = "outlier" if id(move) in outliers else "price"
        percent = str(round_half_up(move.percent))
        yield _line(move.after, what, str(move.was), str(move.now), percent)
    for change in comparison.changes:
        was, now = change.before, change.after
        if (
            isinstance(was.amount, Decimal) != isinstance(now.amount, Decimal)
            or was.amount == 0 != now.amount
        ):
            yield _line(now, "amount", plain_amount(was.amount), plain_amount(now.amount))
        elif not change.is_of_price and was.amount != now.amount and isinstance(now.amount, Decimal):
            yield _line(now, "figure", plain_amount(was.amount), plain_amount(now.amount))
        for what in ("basis", "unit", "gst", "until"):
            before, after = getattr(was, what), getattr(now, what)
            if before != after:
                yield _line(now, what, str(before or ""), str(after or ""))
    for rate in comparison.gone:
        yield _line(rate, "gone", plain_amount(rate.amount), "")
    for rate in comparison.new:
        yield _line(rate, "new", "", plain_amount(rate.amount))


def _line(rate: Rate, what: str, before: str, after: str, percent: str = "") -> ChangeLine:
    return (rate.item, rate.label, days_in_words(rate), what, before, after, percent)


def plain_amount(amount: Money) -> str:
    match amount:
        case NotPayable():
            return "not payable"
        case CannotDetermine():
            return "unknown"
        case figure:
            return str(figure)


def percent_in_words(percent: Decimal) -> str:
    """'+3.2 %', rounded half up to one decimal."""
    return str(_rounded(percent))


def _rounded(percent: Decimal) -> Percent:
    return Percent(round_half_up(percent, Decimal("0.1")) or Decimal(0), signed=True)


def days_in_words(rate: Rate) -> str:
    """'days 1 to 14', or nothing where the rate holds on every day of a stay."""
    if rate.from_day is None and rate.to_day is None:
        return ""
    return f"days {rate.from_day or 1} to {rate.to_day}" if rate.to_day else f"day {rate.from_day} on"


def _listed(rates: Sequence[Rate], most: int = 8) -> Listed:
    """'2801, 2806 and 3 more'."""
    items = tuple(dict.fromkeys(rate.item for rate in rates))
    if len(items) <= most:
        return Listed(items, ", ")
    return Listed((*items[:most], MORE.format(number=Grouped(len(items) - most))))


def _items(rates: Sequence[Rate]) -> Counted:
    return Counted(Grouped(len(rates)), "item")
