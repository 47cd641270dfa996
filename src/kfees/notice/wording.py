"""Sentences said twice: in English, and in the worker's language with its own amounts and dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from kfees.languages import ENGLISH, Language, Translation, translation, written_days
from kfees.saying import Tongue


class Said(NamedTuple):
    """A text in English and in the worker's language; `translated` is empty where it adds nothing."""

    english: str
    translated: str


NOTHING = Said("", "")

_ISOLATE, _LEFT_TO_RIGHT, _END = "\u2068", "\u2066", "\u2069"
_RIGHT_TO_LEFT_MARK = "\u200f"
_SPACES = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
_DIGITS_APART = re.compile(r"(?<=[0-9]) (?=[0-9])")
_STEERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Characters that turn the direction of the text around them."""


def printable(text: str) -> str:
    """A text from outside on one line, without characters that steer a page or a terminal."""
    kept = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in text
        if character not in _STEERING and unicodedata.category(character) not in ("Cs", "Cn", "Co")
    )
    return _SPACES.sub(" ", kept).strip()


class Wording:
    """English beside one other language; or English alone."""

    def __init__(self, code: str) -> None:
        self._english = translation(ENGLISH)
        other = translation(code)
        self._other = None if other.language.code == ENGLISH else other
        self._tongue = Tongue(code)

    @property
    def language(self) -> Language:
        """The worker's language."""
        return (self._other or self._english).language

    @property
    def bilingual(self) -> bool:
        return self._other is not None

    @property
    def checked(self) -> bool:
        """Whether a qualified translator has checked what is said beside the English."""
        return self._other is None or bool(self._other.checked_by)

    def gettext(self, message: str, **values: Said) -> Said:
        """A message of the catalogue; `values` stand where it names them in braces."""
        return self._said(message, self._other.gettext(message) if self._other else "", values)

    def ngettext(self, singular: str, plural: str, number: int, **values: Said) -> Said:
        """A message that counts: `{number}` stands where it names it."""
        english = self._english.ngettext(singular, plural, number)
        other = self._other.ngettext(singular, plural, number) if self._other else ""
        return self._said(english, other, {**values, "number": self.number(number)})

    def _said(self, english: str, other: str, values: dict[str, Said]) -> Said:
        return Said(
            english.format_map({name: value.english for name, value in values.items()}),
            other.format_map({name: value.translated or value.english for name, value in values.items()}),
        )

    def known(self, text: str) -> Said:
        """A title, label or sentence of the engine; in English alone where it has no translation."""
        english = printable(text)
        other = self._tongue.known(english) if self.bilingual else english
        return Said(english, "" if other in (english, self._tongue.in_english(english)) else other)

    def verbatim(self, text: str) -> Said:
        """A name or code, the same in both languages, and kept apart from the direction of the text."""
        text = _DIGITS_APART.sub("\N{NO-BREAK SPACE}", printable(text))
        turned = self.language.direction == "rtl"
        return Said(text, f"{_ISOLATE}{text}{_END}" if turned else text)

    def money(self, amount: Decimal) -> Said:
        return self._each(lambda each: _apart(each, format_currency(amount, "AUD", locale=each.locale)))

    def number(self, number: Decimal | int) -> Said:
        return self._each(lambda each: format_decimal(number, locale=each.locale, decimal_quantization=False))

    def day(self, day: date) -> Said:
        return self._each(lambda each: format_date(day, "long", locale=each.locale))

    def days(self, days: Iterable[date]) -> Said:
        """Runs of consecutive days, each as the language writes an interval."""
        found = list(days)
        return self._each(lambda each: written_days(found, each.locale))

    def joined(self, parts: Sequence[Said], mark: str = ", ") -> Said:
        return Said(
            mark.join(part.english for part in parts),
            mark.join(part.translated or part.english for part in parts) if self.bilingual else "",
        )

    def _each(self, written: Callable[[Translation], str]) -> Said:
        return Said(written(self._english), written(self._other) if self._other else "")


def _apart(each: Translation, amount: str) -> str:
    """In text from right to left, an amount runs from left to right, so that its currency stays whole."""
    if each.language.direction == "ltr":
        return amount
    return f"{_LEFT_TO_RIGHT}{amount.replace(_RIGHT_TO_LEFT_MARK, '')}{_END}"
