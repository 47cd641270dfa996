"""What was typed in a field or a flag, on its way into a request that is checked later as a whole.

What can be read is put as a request holds it, in digits and ISO days; what cannot stays as it was typed,
with its reason, which the check of the request then gives at its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kfees.model.dates import ISO_DATE, parse_date
from kfees.model.english import plain
from kfees.model.fields import read_amount
from kfees.model.problems import Unread, Unreadable
from kfees.model.request import read_kg

# What is typed in bare digits, or as an ISO day, has one meaning: only for the rest are the other ways to
# write it looked for, and loaded.


def amount_typed(text: str) -> str:
    if _is_whole(text):
        return _typed(read_amount, text)
    from kfees.reading.as_written.amounts import amount_as_written

    return _typed(amount_as_written, text)


def weight_typed(text: str) -> str:
    if _is_whole(text):
        return _typed(read_kg, text)
    from kfees.reading.as_written.amounts import weight_as_written

    return _typed(weight_as_written, text)


def day_typed(text: str) -> str:
    return _typed(typed_day, text)


def typed_day(text: str) -> date:
    """A day as `day_as_written` reads it. Raises Unreadable."""
    if ISO_DATE.fullmatch(text):
        return parse_date(text)
    from kfees.reading.as_written.days import day_as_written

    return day_as_written(text)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit()


def listed(text: str) -> list[str]:
    """The parts of a list with commas, semicolons or line breaks between them."""
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def days_typed(text: str) -> list[str]:
    """The days of a list, or a single one that has a comma of its own: 'Monday, 5 August 2024'."""
    alone = day_typed(text)
    return [day_typed(part) for part in listed(text)] if isinstance(alone, Unread) else [alone]


def _typed(read: Callable[[str], Decimal | date], text: str) -> str:
    try:
        value = read(text)
    except Unreadable as error:
        return Unread(text, error)
    return plain(value) if isinstance(value, Decimal) else value.isoformat()
