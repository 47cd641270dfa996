"""Cells as people may have written them: text around a number, a day in words, a name otherwise spelt."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from kfees.model import fields
from kfees.model.dates import parse_date
from kfees.model.money import LIMIT, plain
from kfees.model.problems import Unreadable
from kfees.model.request import MOST_SESSIONS
from kfees.portfolio.fields import Field
from kfees.reading.as_written.amounts import (
    amount_as_written,
    count_as_written,
    fifteen_digits,
    weight_as_written,
)
from kfees.reading.as_written.days import DateOrder, day_as_written

MOST_NIGHTS = 100_000
"""What a request may hold, included."""

COUNTS: dict[Field, range] = {"nights": range(MOST_NIGHTS + 1), "sessions": range(1, MOST_SESSIONS + 1)}

INCLUDED, NOT_INCLUDED = ("included", "inclusive", "incl", "inc"), ("excluded", "exclusive", "excl", "ex")
"""What stands in the column `gst`, also with the word GST or a point."""

CellValue = date | Decimal | int | str | None


class Spellings:
    """Names as people write them: whatever their case, spaces and signs, and also by their titles."""

    def __init__(
        self,
        known: Sequence[str],
        titles: Mapping[str, Sequence[str]],
        refuse: Callable[[str], Unreadable],
    ) -> None:
        self.known, self._titles, self._refuse = known, titles, refuse

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        meant: dict[str, set[str]] = {}
        for name in self.known:
            for spelling in {_bare(written) for written in (name, *self._titles.get(name, ()))}:
                meant.setdefault(spelling, set()).add(name)
        return {spelling: names.pop() for spelling, names in meant.items() if len(names) == 1}

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], str]:
        """The same by their words in any order, of names that have several."""
        meant: dict[tuple[str, ...], set[str]] = {}
        for name in self.known:
            for words in {_words(written) for written in (name, *self._titles.get(name, ()))}:
                meant.setdefault(words, set()).add(name)
        return {words: names.pop() for words, names in meant.items() if len(words) > 1 == len(names)}

    def read(self, text: str) -> str:
        for written in (text, *_CODE_AND_NAME.findall(text)):
            if name := self._by_spelling.get(_bare(written)) or self._by_words.get(_words(written)):
                return name
        raise self._refuse(text)


_CODE_AND_NAME = re.compile(r"^\s*\w{1,8}\s*(?:[-:|\u2013\u2014]|\s-)\s+(\S.*)$")
"""'DH - Private day hospital': a code of somebody's own before a name."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r"[^\W_]+", text.casefold())))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def read_day(value: object, text: str, order: DateOrder, time_zone: str) -> date:
    if isinstance(value, datetime):
        return parse_date(value.date())
    if isinstance(value, date):
        return parse_date(value)
    return day_as_written(text if isinstance(value, str) else text.removesuffix(".0"), order, time_zone)


def _in_full(value: object, text: str) -> str:
    """A number's text. One of a workbook or a Parquet file has up to 17 digits, and shows 15 of them."""
    if isinstance(value, float) and math.isfinite(value) and abs(value) < LIMIT:
        return plain(fifteen_digits(text))
    return text


def _read_weight(value: object, text: str) -> Decimal:
    return weight_as_written(_in_full(value, text))


def _read_nights(_: object, text: str) -> int:
    nights = count_as_written(text)
    if nights > MOST_NIGHTS:
        message = f"{text[:40]!r} is no number of nights."
        raise Unreadable("bad-nights", message, f"Give a whole number up to {MOST_NIGHTS}.")
    return nights


def _read_sessions(_: object, text: str) -> int:
    sessions = count_as_written(text)
    if not 1 <= sessions <= MOST_SESSIONS:
        message = f"{text[:40]!r} is no number of sessions."
        raise Unreadable("bad-sessions", message, f"Give a whole number from 1 to {MOST_SESSIONS}.")
    return sessions


def _read_gst(_: object, text: str) -> bool | None:
    bare = re.sub(r"[\W_]+|gst", "", text.casefold())
    if bare not in (*INCLUDED, *NOT_INCLUDED):
        message = f"{text[:40]!r} does not say whether the charges include GST."
        raise Unreadable("bad-gst", message, f"Write {INCLUDED[0]}, or leave the cell empty.")
    return True if bare in INCLUDED else None


def read_amount(value: object, text: str) -> Decimal:
    """AUD. A number is no text in which a point could stand between thousands."""
    text = _in_full(value, text)
    return fields.read_amount(text) if isinstance(value, float | Decimal) else amount_as_written(text)


READERS: dict[Field, Callable[[object, str], CellValue]] = {
    "weight_kg": _read_weight,
    "nights": _read_nights,
    "sessions": _read_sessions,
    "gst": _read_gst,
}
"""How a cell of each field is read; every other is an amount."""
