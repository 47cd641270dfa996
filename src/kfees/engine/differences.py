"""Why one quote costs more or less than another, in words, from their lines."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from decimal import Decimal

from kfees.engine.weighed import WeightedActivity
from kfees.engine.weighing import nwau
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.model.blanks import Dollars, SignedDollars, Spelled
from kfees.model.payer import PayerWords
from kfees.model.problems import InputError
from kfees.model.quote import Line, Quote
from kfees.model.request import Episode
from kfees.model.sentences import Sentence, an, translatable

UNKNOWN_RATE = translatable("an unknown rate")
GOES_ONCE = translatable("{item} ({label}) goes from {was} to {now} {each}, once")
GOES = translatable("{item} ({label}) goes from {was} to {now} {each}, {quantity} times")
ADDS = translatable("adds {quantity} x {item} ({label}) at {amount} {each}")
DROPS = translatable("drops {quantity} x {item} ({label}) at {amount} {each}")
WITHIN_BOUNDS = translatable("within the bounds of {low} to {high} days")
BELOW_BOUND = translatable("a short stay below the lower bound of {low} days")
NIGHT_CHANGES_NOTHING = translatable("one more night changes nothing: {stay_words}")
NIGHTS_CHANGE_NOTHING = translatable("{many} more nights change nothing: {stay_words}")
A_LONG_STAY_DAY = translatable("a long-stay day")
LONG_STAY_DAYS = translatable("{many} long-stay days")
NIGHT_ADDS_DAYS = translatable("one more night adds {long_days} of {weight} NWAU{change}")
NIGHTS_ADD_DAYS = translatable("{many} more nights add {long_days} of {weight} NWAU{change}")
NIGHT_ADDS = translatable("one more night adds {weight} NWAU, {stay_words}{change}")
NIGHTS_ADD = translatable("{many} more nights add {weight} NWAU, {stay_words}{change}")
WEIGHT_GOES = translatable("{item} goes from {before} to {after} NWAU{change}")
WEIGHT_GOES_BY_VERSION = translatable(
    "{item} goes from {before} to {after} NWAU{change}, by the version of {day}"
)
PRICE_OF_WEIGHT_GOES = translatable("the price of one NWAU goes from {was} to {now}")

EACH = (
    *(translatable("a service"), translatable("a procedure"), translatable("a day")),
    *(translatable("an attendance"), translatable("an ampoule"), translatable("an episode")),
    translatable("a visit"),
)
"""Units with their article, as the shipped schedules and the regimens' drugs have them."""

Rates = dict[Decimal | None, Decimal]
"""Quantities by rate; None where the rate is not known."""


def differences(before: Quote, after: Quote, library: Library) -> tuple[str, ...]:
    """One sentence for each item that differs, in the order of the lines; none where nothing does. A fee is
    no item: no schedule has a rate of it to compare."""
    payable = [line for line in (*before.lines, *after.lines) if not (line.is_excluded or line.is_fee)]
    items = dict.fromkeys((line.schedule, line.code) for line in payable)
    return tuple(
        sentence
        for schedule, item in items
        for sentence in _of_item(
            _lines(before, schedule, item), _lines(after, schedule, item), before, after, library
        )
    )


def _lines(quote: Quote, schedule: str | None, item: str) -> list[Line]:
    return [
        line
        for line in quote.lines
        if (line.schedule, line.code) == (schedule, item) and not line.is_excluded
    ]


def _of_item(
    before: list[Line], after: list[Line], earlier: Quote, later: Quote, library: Library
) -> Iterator[str]:
    if len(before) == len(after) == 1 and before[0].weight is not None and after[0].weight is not None:
        was, now = weight_of_line(before[0], earlier, library), weight_of_line(after[0], later, library)
        if was.stay is not None and now.stay is not None:
            yield from _of_stay(before[0], after[0], was, now, later.payer)
            return
    name = (after or before)[0]
    old, new = _by_rate(before), _by_rate(after)
    if len(old) == len(new) == 1 and list(old.values()) == list(new.values()):
        ((old_rate, quantity),), (new_rate,) = old.items(), new
        if old_rate != new_rate:
            yield (GOES_ONCE if quantity == 1 else GOES).format(
                item=name.item,
                label=Sentence(name.label),
                was=_dollars(old_rate, later.payer),
                now=_dollars(new_rate, later.payer),
                each=an(name.unit),
                quantity=quantity,
            )
        return
    for rate in dict.fromkeys((*old, *new)):
        change = new.get(rate, Decimal(0)) - old.get(rate, Decimal(0))
        if change:
            yield (ADDS if change > 0 else DROPS).format(
                quantity=abs(change),
                item=name.item,
                label=Sentence(name.label),
                amount=_dollars(rate, later.payer),
                each=an(name.unit),
            )


def _of_stay(
    before: Line, after: Line, was: WeightedActivity, now: WeightedActivity, payer: PayerWords
) -> Iterator[str]:
    """Two stays of one AR-DRG: what the nights between them weigh."""
    assert before.weight is not None
    assert after.weight is not None
    nights = now.length_of_stay - was.length_of_stay
    heavier = after.weight - before.weight
    low, high = now.bounds
    one, many, change = nights == 1, Spelled(nights), _in_dollars(before, after, payer)
    if nights > 0 and before.version == after.version:
        if not heavier:
            within = WITHIN_BOUNDS.format(low=low, high=high)
            nothing = NIGHT_CHANGES_NOTHING if one else NIGHTS_CHANGE_NOTHING
            yield nothing.format(many=many, stay_words=within)
        elif now.stay == "long stay":
            beyond = now.days_priced - max(high, was.days_priced)
            days = A_LONG_STAY_DAY if beyond == 1 else LONG_STAY_DAYS.format(many=Spelled(beyond))
            adds = NIGHT_ADDS_DAYS if one else NIGHTS_ADD_DAYS
            yield adds.format(many=many, long_days=days, weight=heavier, change=change)
        else:
            adds = NIGHT_ADDS if one else NIGHTS_ADD
            yield adds.format(many=many, weight=heavier, stay_words=_stay(now), change=change)
    elif heavier:
        goes = WEIGHT_GOES if before.version == after.version else WEIGHT_GOES_BY_VERSION
        yield goes.format(
            item=after.item,
            before=before.weight,
            after=after.weight,
            change=change,
            day=after.version,
        )
    if before.price_per_weight != after.price_per_weight:
        was_price, now_price = (
            _dollars(price, payer) for price in (before.price_per_weight, after.price_per_weight)
        )
        yield PRICE_OF_WEIGHT_GOES.format(was=was_price, now=now_price)


def weight_of_line(line: Line, quote: Quote, library: Library) -> WeightedActivity:
    """How the weight of a line was worked out."""
    assert line.schedule is not None
    assert line.version is not None
    version = library.version_on(line.schedule, line.version)
    assert version is not None
    stated = [
        *(
            one.episode
            for one in quote.request.services
            if (one.schedule, one.item) == (line.schedule, line.item)
        ),
        *(place.episode for place in quote.request.places),
        Episode(),
    ]
    found = [*_weighed(filter(None, stated), version, line.code)]
    return next((one for one in found if one.nwau == line.weight), found[0])


def _weighed(episodes: Iterable[Episode], version: Version, item: str) -> Iterator[WeightedActivity]:
    """What an item weighs as each of these episodes; not all of them say how long the stay is."""
    for episode in episodes:
        with contextlib.suppress(InputError):
            yield nwau(episode, version, item)


def _stay(activity: WeightedActivity) -> Sentence:
    low, high = activity.bounds
    if activity.stay == "short stay":
        return BELOW_BOUND.format(low=low)
    return WITHIN_BOUNDS.format(low=low, high=high)


def _in_dollars(before: Line, after: Line, payer: PayerWords) -> SignedDollars:
    if before.maximum is None or after.maximum is None:
        return SignedDollars(None)
    return SignedDollars(after.maximum - before.maximum, payer.currency)


def _by_rate(lines: list[Line]) -> Rates:
    found: Rates = {}
    for line in lines:
        found[line.rate] = found.get(line.rate, Decimal(0)) + line.quantity
    return found


def _dollars(amount: Decimal | None, payer: PayerWords) -> Dollars | Sentence:
    return UNKNOWN_RATE if amount is None else payer.dollars(amount)
