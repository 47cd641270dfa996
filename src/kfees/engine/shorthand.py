"""Charges, services and items written short, as flags and addresses hold them.

hospital=3200             one amount for all of a payee's lines
medical:2801=320          an amount for each unit of an item
medical:17645@2024-08-05,2024-08-06*2      two units of an item on each of two days
medical:2806              an item
hospital:Facility fee=300*2      two units of a fee that no schedule has
hospital=200              a discount, off what the payee charges
medical=Dr A              a word about a payee: who it is, or that its charges are with GST ("included")
"""

from __future__ import annotations

from typing import Any

from kfees.model.problems import Unreadable
from kfees.reading.as_written.typed import amount_typed, days_typed

LooseEntry = dict[str, Any]
"""Part of a request as its JSON would read; its values are checked with the rest of the request."""


def charge_of(text: str) -> LooseEntry:
    """A charge. Raises Unreadable."""
    what, equals, amount = text.partition("=")
    if not equals:
        raise _unreadable("Write hospital=3200 or medical:2801=320.")
    return {**(_item(what) or {"payee": what}), "amount": amount_typed(amount)}


def fee_of(text: str) -> LooseEntry:
    """A fee that no schedule has. Raises Unreadable."""
    what, _, rest = text.rpartition("=")
    payee, _, label = what.partition(":")
    amount, star, quantity = rest.partition("*")
    if not (payee and label):
        raise _unreadable('Write "hospital:Facility fee=300", and *2 for two of them.')
    entry = {"payee": payee, "label": label, "amount": amount_typed(amount)}
    return {**entry, "quantity": quantity} if star else entry


def discount_of(text: str) -> LooseEntry:
    """A discount. Raises Unreadable."""
    payee, amount = word_of(text, "Write hospital=200.")
    return {"payee": payee, "discount": amount_typed(amount)}


def word_of(text: str, remedy: str) -> tuple[str, str]:
    """A payee, and what is said of it. Raises Unreadable."""
    payee, _, word = text.partition("=")
    if not (payee and word):
        raise _unreadable(remedy)
    return payee, word


def service_of(text: str) -> LooseEntry:
    """A service on dates. Raises Unreadable."""
    name, _, rest = text.partition("@")
    dates, star, quantity = rest.partition("*")
    item = _item(name)
    if item is None or not dates:
        raise _unreadable(
            "Write medical:17645@2024-08-05, more dates after commas, and *2 for two units a day."
        )
    return {
        **item,
        "dates": days_typed(dates),
        **({"quantity": quantity} if star else {}),
    }


def item_of(text: str) -> LooseEntry:
    """An item of a schedule. Raises Unreadable."""
    item = _item(text)
    if item is None:
        raise _unreadable("Write schedule:item, such as medical:2806.")
    return item


def _item(text: str) -> LooseEntry | None:
    schedule, colon, item = text.partition(":")
    return {"schedule": schedule, "item": item} if schedule and colon and item else None


def _unreadable(remedy: str) -> Unreadable:
    return Unreadable("bad-flag", "this cannot be read.", remedy)
