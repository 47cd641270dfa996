"""Parts of a request written short, as flags and addresses hold them.

hospital=3200                              one amount for all of a payee's lines
medical:2801=320                           an amount for each unit of an item
medical:2801=320@2024-08-05,2024-08-06     the same on these days alone
hospital:Facility fee=300@2024-08-05*2     a fee that no schedule has, twice on each of these days
hospital=200                               a discount
hospital=included                          what a payee charges includes GST
medical=Dr A                               who bills what the setting brings
medical:17645@2024-08-05,2024-08-06*2      two units of an item on each of two days
medical:2806                               an item
private-hospital-inpatient*2               two sessions in a setting
ICU@2024-08-06                             a bed
2024-07-30*10                              a stay of ten days that ended before

' by Dr B' at the end of a charge, a fee, a discount or a service says who bills it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from kfees.model.blanks import Quoted
from kfees.model.english import plain
from kfees.model.money import NO_WHOLE_NUMBER
from kfees.model.problems import Unreadable
from kfees.model.sentences import translatable
from kfees.reading.as_written.typed import amount_typed, day_typed, days_typed

CANNOT_BE_READ = translatable("this cannot be read.")
SCHEDULE_ITEM = translatable("Write schedule:item, such as {example}.")

CHARGE = "Write hospital=3200 or medical:2801=320, days after @, and who bills after ' by '."
ON_ALL_DAYS = (
    "One amount is for all days. Write an item with its days, as in medical:2801=320@2024-08-05, or a fee."
)
FEE = 'Write "hospital:Facility fee=300", *2 for two of them, days after @ as in =300@2024-08-05*2.'
SERVICE = "Write medical:17645@2024-08-05, more dates after commas, and *2 for two units a day."
BED = "Write ICU@2024-08-06, more nights after commas."
WAYS = (CHARGE, ON_ALL_DAYS, FEE, SERVICE, BED)
"""How a part that an address holds is written."""

LooseEntry = dict[str, Any]
"""Part of a request as its JSON would read; its values are checked with the rest of the request."""

_BY = re.compile(r"\s+by(?:\s+(.*))?$", re.DOTALL)
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_PLAIN = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def charge_of(text: str) -> LooseEntry:
    """A charge in one amount or by item. Raises Unreadable."""
    what, equals, end = text.partition("=")
    amount, days, times, provider = _ended(end)
    item = _item(what)
    if not equals or times is not None:
        raise _unreadable(CHARGE)
    if days is not None and item is None:
        raise _unreadable(ON_ALL_DAYS)
    return {**(item or {"payee": what.strip()}), "amount": amount_typed(amount), **_dates(days), **provider}


def fee_of(text: str) -> LooseEntry:
    """A fee that no schedule has. Raises Unreadable."""
    what, equals, end = text.rpartition("=")
    payee, colon, label = (part.strip() for part in what.partition(":"))
    amount, days, times, provider = _ended(end)
    if not (equals and payee and colon and label):
        raise _unreadable(FEE)
    dates = _dates(days)
    number = {} if times is None else {"quantity": _on_each(times, len(dates.get("dates", (None,))))}
    return {"payee": payee, "label": label, "amount": amount_typed(amount), **dates, **number, **provider}


def discount_of(text: str) -> LooseEntry:
    """A discount. Raises Unreadable."""
    payee, equals, end = text.partition("=")
    amount, days, times, provider = _ended(end)
    if not equals or days is not None or times is not None or ":" in payee:
        raise _unreadable("Write hospital=200: an amount off all that a payee charges, fees apart.")
    return {"payee": payee.strip(), "discount": amount_typed(amount), **provider}


def gst_of(text: str) -> str:
    """The payee whose charges include GST. Raises Unreadable."""
    payee, _, word = (part.strip() for part in text.partition("="))
    if word != "included":
        raise _unreadable("Write hospital=included where its charges include GST; leave it out elsewhere.")
    return payee


def provider_of(text: str) -> tuple[str, str]:
    """A payee, and who bills as that payee what the setting brings. Raises Unreadable."""
    payee, _, name = (part.strip() for part in text.partition("="))
    if not name:
        raise _unreadable('Write medical="Dr A".')
    return payee, name


def service_of(text: str) -> LooseEntry:
    """A service on dates. Raises Unreadable."""
    name, days, times, provider = _ended(text)
    item = _item(name)
    if item is None or not days:
        raise _unreadable(SERVICE)
    return {**item, **_dates(days), **({} if times is None else {"quantity": times}), **provider}


def item_of(text: str) -> LooseEntry:
    """An item of a schedule. Raises Unreadable."""
    item = _item(text)
    if item is None:
        raise _unreadable(SCHEDULE_ITEM.format(example="medical:2806"))
    return item


def part_of(text: str) -> LooseEntry:
    """A part of a course. Raises Unreadable."""
    setting, star, sessions = (part.strip() for part in text.rpartition("*"))
    if not star or not setting:
        raise _unreadable("Write a setting and its sessions: private-hospital-inpatient*2.")
    return {"setting": setting, "sessions": count_of(sessions)}


def bed_of(text: str) -> LooseEntry:
    """The bed of some nights. Raises Unreadable."""
    item, _, days = (part.strip() for part in text.partition("@"))
    if not item or not days:
        raise _unreadable(BED)
    return {"item": item, **_dates(days)}


def earlier_stay_of(text: str) -> LooseEntry:
    """A stay before: the day on which it ended, and its days. Raises Unreadable."""
    ended, star, days = (part.strip() for part in text.partition("*"))
    if not star:
        raise _unreadable("Write the day on which it ended and its days: 2024-07-30*10.")
    return {"ended": day_typed(ended), "days": count_of(days)}


def count_of(text: str) -> int:
    """A whole number. Raises Unreadable."""
    if not _WHOLE.fullmatch(text.strip()):
        message = NO_WHOLE_NUMBER.format(typed=Quoted(text[:40]))
        raise Unreadable("bad-flag", message, "Write digits, such as 5.")
    return int(text)


def _ended(text: str) -> tuple[str, str | None, str | None, LooseEntry]:
    """What a text says, and what may end it: @DAYS, *TIMES and ' by ' a provider."""
    match = _BY.search(text)
    provider = {"provider": (match[1] or "").strip()} if match else {}
    rest, star, times = (text[: match.start()] if match else text).partition("*")
    what, at, days = rest.partition("@")
    return what.strip(), days.strip() if at else None, times.strip() if star else None, provider


def _dates(days: str | None) -> LooseEntry:
    return {} if days is None else {"dates": days_typed(days)}


def _on_each(times: str, days: int) -> str:
    """The number of a fee's units in all: so many on each day, or without days so many."""
    return plain(Decimal(times) * days) if _PLAIN.fullmatch(times) else times


def _item(text: str) -> LooseEntry | None:
    schedule, colon, item = (part.strip() for part in text.partition(":"))
    return {"schedule": schedule, "item": item} if schedule and colon and item else None


def _unreadable(remedy: str) -> Unreadable:
    return Unreadable("bad-flag", CANNOT_BE_READ, remedy)
