"""Days, numbers and lists as English writes them, whatever the machine's locale."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""In English: the names that Python's calendar module gives follow the machine's locale."""

Link = Literal["and", "or"]
"""What stands before the last part of a list."""


@lru_cache(maxsize=4096)
def in_words(day: date) -> str:
    """'5 August 2024', in English whatever the locale: for reasons kept in a quote."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def in_list(items: Iterable[str], link: Link = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    *most, last = items
    return f"{', '.join(most)} {link} {last}" if most else last


def runs_of_days(days: Iterable[date]) -> list[tuple[date, date]]:
    """The first and the last day (both included) of each run of consecutive days, in order."""
    in_order = sorted(set(days))
    if not in_order:
        return []
    first, *others = in_order
    runs: list[tuple[date, date]] = []
    last, number = first, first.toordinal()
    for day in others:
        number += 1
        if day.toordinal() != number:
            runs.append((first, last))
            first, number = day, day.toordinal()
        last = day
    runs.append((first, last))
    return runs


def spans_in_words(days: Iterable[date]) -> str:
    """'5 August 2024 to 9 August 2024 and 12 August 2024': runs of consecutive days, in order."""
    return in_list(
        [
            in_words(first) if first == last else f"{in_words(first)} to {in_words(last)}"
            for first, last in runs_of_days(days)
        ]
    )


def sign_of(currency: str) -> str:
    """What stands before an amount: '$' for Australian dollars, else the currency's code."""
    return "$" if currency == "AUD" else f"{currency}\N{NO-BREAK SPACE}"


def plain(value: Decimal) -> str:
    """Digits without exponent or trailing zeros, for quantities and weights: 112.00 -> '112'."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
