"""Cells as people may have written them: text around a number, a day in words, a name otherwise spelt."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, partial
from typing import get_args

from kfees.model import fields
from kfees.model.dates import parse_date
from kfees.model.english import plain
from kfees.model.episode import OLDEST
from kfees.model.money import LIMIT
from kfees.model.problems import Unreadable
from kfees.model.request import MOST_SESSIONS, Remoteness
from kfees.portfolio.fields import EVERY_FLAG, REMOTENESS, Field
from kfees.reading.as_written.amounts import (
    amount_as_written,
    count_as_written,
    fifteen_digits,
    weight_as_written,
)
from kfees.reading.as_written.codes import codes_in
from kfees.reading.as_written.days import DateOrder, day_as_written
from kfees.reading.as_written.facts import (
    age_as_written,
    flag_as_written,
    hours_as_written,
    remoteness_as_written,
)

MOST_NIGHTS = 100_000
"""What a request may hold, included."""

COUNTS: dict[Field, range] = {
    "nights": range(MOST_NIGHTS + 1),
    "sessions": range(1, MOST_SESSIONS + 1),
    "leave_days": range(MOST_NIGHTS + 1),
    "age": range(OLDEST + 1),
}

AREAS = get_args(Remoteness)

TEXTS: tuple[Field, ...] = ("psychiatric_age", "adjustment")
"""What is read as it stands."""

LONGEST_TEXT = 200

INCLUDED, NOT_INCLUDED = ("included", "inclusive", "incl", "inc"), ("excluded", "exclusive", "excl", "ex")
"""What stands in the column `gst`, also with the word GST or a point."""

CellValue = date | Decimal | int | str | bool | None


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
        bare = _bare(text)
        if name := self._by_spelling.get(bare):
            return name
        if bare != text.casefold():  # otherwise it is one word
            for written in (text, *_CODE_AND_NAME.findall(text)):
                if name := self._by_spelling.get(_bare(written)) or self._by_words.get(_words(written)):
                    return name
        raise self._refuse(text)

    def read_number(self, text: str) -> str:
        """A cell that holds a number in the place of a name."""
        return self.read(text)


class Codes(Spellings):
    """Codes as they are: with words around them, in small letters, and otherwise letter by letter."""

    @cached_property
    def _by_code(self) -> dict[str, str]:
        return {code.casefold(): code for code in self.known}

    def read_number(self, text: str) -> str:
        """The code that a number stands for: as a number 10.10 is 10.1."""
        meant = self._as_numbers(text)
        if not meant:
            raise self._refuse(text)
        if len(meant) > 1:
            message = f"the number {text} could be {' or '.join(meant)}."
            raise Unreadable(
                "ambiguous-code", message, "Keep the codes as text, and write the one that is meant."
            )
        return meant[0]

    def read(self, text: str) -> str:
        found = (self._by_code.get(code.casefold()) for code in codes_in(text))
        if code := next(filter(None, found), None):
            return code
        refused = self._refuse(text)
        if meant := self._as_numbers(text.strip()):
            refused.remedy = f"Did you mean {' or '.join(map(repr, meant))}?"
        raise refused

    def _as_numbers(self, text: str) -> list[str]:
        """The codes that are this number."""
        if not _PLAIN.fullmatch(text):
            return []
        return [code for code in self.known if _PLAIN.fullmatch(code) and Decimal(code) == Decimal(text)]


_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")

_SIGNS = re.compile(r"[\W_]+")

_CODE_AND_NAME = re.compile(r"^\s*\w{1,8}\s*(?:[-:|\u2013\u2014]|\s-)\s+(\S.*)$")
"""'DH - Private day hospital': a code of somebody's own before a name."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r"[^\W_]+", text.casefold())))


def _bare(text: str) -> str:
    return _SIGNS.sub("", text.casefold())


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


COUNTED_AS: dict[Field, tuple[str, str]] = {
    "nights": ("bad-nights", "nights"),
    "leave_days": ("bad-leave", "days of leave"),
    "sessions": ("bad-sessions", "sessions"),
}
"""What numbers of these are called, and their problem."""


def _read_count(_: object, text: str, field: Field) -> int:
    code, words = COUNTED_AS[field]
    allowed = COUNTS[field]
    remedy = f"Give a whole number from {allowed[0]} to {allowed[-1]:,}."
    try:
        count = count_as_written(text)
    except Unreadable as error:
        if not text.isdecimal():
            error.remedy = remedy
            raise
        count = -1
    if count not in allowed:
        raise Unreadable(code, f"{text[:40]!r} is no number of {words}.", remedy)
    return count


def _read_area(_: object, text: str, field: Field) -> str:
    try:
        return remoteness_as_written(text)
    except Unreadable as error:
        error.remedy += f" Where the column holds no areas, pass --columns {field}=none."
        raise


def _read_text(_: object, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Unreadable("too-long", f"a text of {len(text):,} letters.", f"Give at most {LONGEST_TEXT}.")
    return text


def _read_hours(value: object, text: str) -> Decimal:
    return hours_as_written(_in_full(value, text))


def _read_flag(_: object, text: str, fact: Field) -> bool:
    return flag_as_written(text, fact)


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
    **{field: partial(_read_count, field=field) for field in COUNTED_AS},
    "gst": _read_gst,
    "age": lambda _, text: age_as_written(text),
    "icu_hours": _read_hours,
    **{field: partial(_read_flag, fact=field) for field in EVERY_FLAG},
    **dict.fromkeys(TEXTS, _read_text),
    **{field: partial(_read_area, field=field) for field in REMOTENESS},
}
"""How a cell of each field is read; every other is an amount."""
