"""A comparison of two versions in English: what a person must know before approving the later one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kfees.comparing import Change, Comparison
from kfees.money import CannotDetermine, Money, NotPayable, round_half_up
from kfees.schedule import Rate

HEADINGS = ("item", "label", "days", "what", "before", "after", "percent")

Line = tuple[str, str, str, str, str, str, str]
"""One difference, under HEADINGS; amounts and percentages as plain digits, unknown in words."""


def sentences(comparison: Comparison) -> Iterator[str]:
    """The typical change, then what is gone, new, without an amount, in another unit; most telling first."""
    yield _typical(comparison)
    if comparison.unchanged and comparison.middle:
        rates = [move.after for move in comparison.unchanged]
        yield f"{_items(rates)} at the same price as before: {items_in_words(rates)}."
    for rates, what in (
        (list(comparison.gone), "gone"),
        (list(comparison.new), "new"),
        ([change.after for change in comparison.no_longer_priced], "without an amount now"),
        ([change.after for change in comparison.newly_priced], "with an amount for the first time"),
    ):
        if rates:
            yield f"{_items(rates)} {what}: {items_in_words(rates)}."
    yield from _words_changed(
        comparison.unit_changed, "Unit", [c.before.unit for c in comparison.unit_changed]
    )
    yield from _words_changed(comparison.gst_changed, "GST", [c.before.gst for c in comparison.gst_changed])
    for old, new in comparison.lost_zeros[:3]:
        yield f"Item {old} is gone and {new} is new: were leading zeros lost?"


def _typical(comparison: Comparison) -> str:
    if (typical := comparison.typical) is not None:
        if typical.percent == 0:
            return f"No change of price on {typical.count:,} of {typical.of:,} items."
        change = percent_in_words(typical.percent)
        return f"Typical change {change} on {typical.count:,} of {typical.of:,} items."
    if comparison.middle is None:
        return "No item has an amount in both versions, so no change of price can be judged."
    return (
        f"No one change holds for half of the {len(comparison.moves):,} items;"
        f" the middle one is {percent_in_words(comparison.middle)}."
    )


def _words_changed(changes: Sequence[Change], what: str, before: Sequence[str]) -> Iterator[str]:
    if changes:
        rates = [change.after for change in changes]
        after = [rate.unit if what == "Unit" else rate.gst for rate in rates]
        pairs = list(dict.fromkeys(zip(before, after, strict=True)))
        named = "; ".join(f"'{old}' is now '{new}'" for old, new in pairs[:3])
        yield f"{what} changed on {_items(rates)} ({items_in_words(rates, 3)}): {named}."


def lines(comparison: Comparison) -> Iterator[Line]:
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
        if was.unit != now.unit:
            yield _line(now, "unit", was.unit, now.unit)
        if was.gst != now.gst:
            yield _line(now, "gst", was.gst, now.gst)
    for rate in comparison.gone:
        yield _line(rate, "gone", plain_amount(rate.amount), "")
    for rate in comparison.new:
        yield _line(rate, "new", "", plain_amount(rate.amount))


def _line(rate: Rate, what: str, before: str, after: str, percent: str = "") -> Line:
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
    shown = round_half_up(percent, Decimal("0.1"))
    return f"{shown:+,} %" if shown else "0 %"


def days_in_words(rate: Rate) -> str:
    """'days 1 to 14', or nothing where the rate holds on every day of a stay."""
    if rate.from_day is None and rate.to_day is None:
        return ""
    return f"days {rate.from_day or 1} to {rate.to_day}" if rate.to_day else f"day {rate.from_day} on"


def items_in_words(rates: Sequence[Rate], most: int = 8) -> str:
    """'2801, 2806 and 3 more'."""
    items = list(dict.fromkeys(rate.item for rate in rates))
    shown = ", ".join(items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most:,} more"


def _items(rates: Sequence[Rate]) -> str:
    return "1 item" if len(rates) == 1 else f"{len(rates):,} items"
