"""What a page says in its language: messages, amounts and dates, all escaped when they meet HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from functools import cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from markupsafe import Markup, escape

from kfees.languages import ENGLISH, LANGUAGES, translation, written_days
from kfees.money import round_half_up
from kfees.web.sentences import say

_ISOLATE, _END, _RIGHT_TO_LEFT_MARK = "\u2066", "\u2069", "\u200f"


class Words:
    """One language's way to say, count, price and date. Texts are plain; `known` alone is HTML."""

    def __init__(self, code: str) -> None:
        self._translation = translation(code)
        self.language = self._translation.language
        self._locale = self._translation.locale
        self._turned = self.language.direction == "rtl"

    @property
    def turned(self) -> bool:
        """Whether the language reads from right to left."""
        return self._turned

    @property
    def is_english(self) -> bool:
        return self.language.code == ENGLISH

    @property
    def unchecked(self) -> bool:
        """Whether no qualified translator has checked what this language says."""
        return not self.is_english and not self._translation.checked_by

    def gettext(self, message: str, /, **values: object) -> str:
        """A message of the catalogue; `values` stand where it names them in braces."""
        return self._translation.gettext(message).format_map(values)

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """A message that counts; `{number}` stands where it names it."""
        said = self._translation.ngettext(singular, plural, number)
        return said.format_map({"number": self.number(number), **values})

    def title(self, text: str) -> str:
        """A title of the schedules, in plain text; as it is where it has no translation."""
        return self._translation.gettext(text)

    def known(self, text: str) -> Markup:
        """A title, label or sentence of the engine; marked as English where it has no translation."""
        return escape(text) if self.is_english or not text else say(text, self)

    def money(self, amount: Decimal, currency: str = "AUD") -> str:
        said = format_currency(amount, currency, locale=self._locale)
        return self._apart(re.sub(r"(?<=[A-Z])(?=[0-9])", "\N{NO-BREAK SPACE}", said))

    def number(self, number: Decimal | int) -> str:
        return format_decimal(number, locale=self._locale, decimal_quantization=False)

    def figure(self, text: str) -> str:
        """Digits of the engine such as '2,740.70', with as many decimals as they have."""
        number = Decimal(text.replace(",", ""))
        pattern = copy(self._locale.decimal_formats[None])
        pattern.frac_prec = (max(0, -int(number.as_tuple().exponent)),) * 2
        return self._apart(format_decimal(number, format=pattern, locale=self._locale))

    def listed(self, parts: Sequence[Markup]) -> Markup:
        """'a, b and c', as the language writes a list."""
        return Markup(format_list([str(part) for part in parts], locale=self._locale))  # noqa: S704

    def percent(self, part: Decimal) -> str:
        """A part of 1 in percent, rounded half up to one decimal."""
        return self._apart(format_percent(round_half_up(part, Decimal("0.001")), "#,##0.#%", self._locale))

    def exact_percent(self, part: Decimal) -> str:
        """A part of 1 in percent, with all its digits."""
        return self._apart(format_percent(part, locale=self._locale, decimal_quantization=False))

    def day(self, day: date) -> str:
        return format_date(day, "d MMMM y" if self.is_english else "long", self._locale)

    def days(self, days: Iterable[date]) -> str:
        """Runs of consecutive days, each as the language writes an interval."""
        return written_days(days, self._locale)

    def _apart(self, amount: str) -> str:
        """In text from right to left, an amount runs from left to right, so that it stays whole."""
        if not self._turned:
            return amount
        return f"{_ISOLATE}{amount.replace(_RIGHT_TO_LEFT_MARK, '')}{_END}"


@cache
def words_in(code: str) -> Words:
    """The words of a language by its code, English where it is empty. InputError where there are none."""
    return Words(code or ENGLISH)


def languages() -> Mapping[str, str]:
    """Each language's name in itself, by code."""
    return {code: language.name for code, language in LANGUAGES.items()}
