"""What was typed in a field or a flag, on its way into a request that is checked later as a whole.

What can be read is put as a request holds it, in digits and ISO days; what cannot stays as it was typed,
with its reason, which the check of the request then gives at its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kfees.model.money import plain
from kfees.model.problems import Unread, Unreadable
from kfees.reading.as_written.amounts import amount_as_written, weight_as_written
from kfees.reading.as_written.days import day_as_written


def amount_typed(text: str) -> str:
    return _typed(amount_as_written, text)


def weight_typed(text: str) -> str:
    return _typed(weight_as_written, text)


def day_typed(text: str) -> str:
    return _typed(day_as_written, text)


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
