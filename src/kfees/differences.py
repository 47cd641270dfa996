"""Why one quote costs more or less than another, in words, from their lines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kfees import dates
from kfees.library import Library
from kfees.money import plain
from kfees.quote import Line, Quote
from kfees.request import Episode
from kfees.weighed import WeightedActivity
from kfees.weighing import nwau

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

Rates = dict[Decimal | None, Decimal]
"""Quantities by rate; None where the rate is not known."""


def differences(before: Quote, after: Quote, library: Library) -> tuple[str, ...]:
    """One sentence for each item that differs, in the order of the lines; none where nothing does."""
    items = dict.fromkeys((line.schedule, line.item) for line in (*before.lines, *after.lines))
    return tuple(
        sentence
        for schedule, item in items
        for sentence in _of_item(
            _lines(before, schedule, item), _lines(after, schedule, item), before, after, library
        )
    )


def _lines(quote: Quote, schedule: str, item: str) -> list[Line]:
    return [line for line in quote.lines if (line.schedule, line.item) == (schedule, item)]


def _of_item(
    before: list[Line], after: list[Line], earlier: Quote, later: Quote, library: Library
) -> Iterator[str]:
    if len(before) == len(after) == 1 and before[0].weight is not None and after[0].weight is not None:
        was, now = weighed(before[0], earlier, library), weighed(after[0], later, library)
        if was.stay is not None and now.stay is not None:
            yield from _of_stay(before[0], after[0], was, now)
            return
    name = (after or before)[0]
    old, new = _by_rate(before), _by_rate(after)
    if len(old) == len(new) == 1 and list(old.values()) == list(new.values()):
        ((old_rate, quantity),), (new_rate,) = old.items(), new
        if old_rate != new_rate:
            yield (
                f"{name.item} ({name.label}) goes from {_dollars(old_rate)} to {_dollars(new_rate)}"
                f" {an(name.unit)}, {'once' if quantity == 1 else f'{plain(quantity)} times'}"
            )
        return
    for rate in dict.fromkeys((*old, *new)):
        change = new.get(rate, Decimal(0)) - old.get(rate, Decimal(0))
        if change:
            verb = "adds" if change > 0 else "drops"
            what = f"{plain(abs(change))} x {name.item} ({name.label})"
            yield f"{verb} {what} at {_dollars(rate)} {an(name.unit)}"


def _of_stay(before: Line, after: Line, was: WeightedActivity, now: WeightedActivity) -> Iterator[str]:
    """Two stays of one AR-DRG: what the nights between them weigh."""
    assert before.weight is not None
    assert after.weight is not None
    nights = now.length_of_stay - was.length_of_stay
    heavier = after.weight - before.weight
    low, high = now.bounds
    if nights > 0 and before.version == after.version:
        who = f"{in_words(nights)} more night{'s' if nights > 1 else ''}"
        does = "adds" if nights == 1 else "add"
        if not heavier:
            changes = "changes" if nights == 1 else "change"
            yield f"{who} {changes} nothing: within the bounds of {low} to {high} days"
        elif now.stay == "long stay":
            beyond = now.days_priced - max(high, was.days_priced)
            days = f"{'a long-stay day' if beyond == 1 else f'{in_words(beyond)} long-stay days'}"
            yield f"{who} {does} {days} of {plain(heavier)} NWAU{_in_dollars(before, after)}"
        else:
            yield f"{who} {does} {plain(heavier)} NWAU, {_stay(now)}{_in_dollars(before, after)}"
    elif heavier:
        yield (
            f"{after.item} goes from {plain(before.weight)} to {plain(after.weight)} NWAU"
            f"{_in_dollars(before, after)}{_other_version(after) if before.version != after.version else ''}"
        )
    if before.price_per_weight != after.price_per_weight:
        yield (
            f"the price of one NWAU goes from {_dollars(before.price_per_weight)}"
            f" to {_dollars(after.price_per_weight)}"
        )


def _other_version(line: Line) -> str:
    assert line.version is not None
    return f", by the version of {dates.in_words(line.version)}"


def weighed(line: Line, quote: Quote, library: Library) -> WeightedActivity:
    """How the weight of a line was worked out."""
    assert line.version is not None
    version = library.version_on(line.schedule, line.version)
    assert version is not None
    return nwau(quote.request.episode or Episode(), version, line.item)


def _stay(activity: WeightedActivity) -> str:
    low, high = activity.bounds
    if activity.stay == "short stay":
        return f"a short stay below the lower bound of {low} days"
    return f"within the bounds of {low} to {high} days"


def _in_dollars(before: Line, after: Line) -> str:
    if before.maximum is None or after.maximum is None:
        return ""
    return f" ({change_in_dollars(after.maximum - before.maximum)})"


def change_in_dollars(change: Decimal) -> str:
    """'+ $804.25', '- $105.68'."""
    return f"{'-' if change < 0 else '+'} ${abs(change):,}"


def _by_rate(lines: list[Line]) -> Rates:
    found: Rates = {}
    for line in lines:
        found[line.rate] = found.get(line.rate, Decimal(0)) + line.quantity
    return found


def _dollars(amount: Decimal | None) -> str:
    return "an unknown rate" if amount is None else f"${amount:,}"


def in_words(number: int) -> str:
    """'one' to 'ten', then digits."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def an(word: str) -> str:
    """'a day', 'an episode'."""
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"
