"""Sentences said twice: in English, and in the patient's language with days of its own. Amounts and numbers
are written one way, as on the bill that will come."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kfees.documents.conventions import AUSTRALIAN, conventions
from kfees.documents.languages import ENGLISH, Language
from kfees.documents.translated import say
from kfees.documents.words import Words
from kfees.model.payer import PayerWords


class Said(NamedTuple):
    """A text in English and in the patient's language; `translated` is empty where it adds nothing."""

    english: str
    translated: str


NOTHING = Said("", "")

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


class _Printed(Words):
    """Words that write nothing that steers a page or a terminal, and figures as English does."""

    def __init__(self, code: str, payer: PayerWords) -> None:
        super().__init__(code, payer=payer)
        self._figures_as_written = conventions(AUSTRALIAN)

    def apart(self, text: str) -> str:
        return super().apart(printable(text))

    def in_english(self, text: str) -> str:
        return super().in_english(printable(text))


class Bilingual:
    """The words of English beside those of one other language; or of English alone."""

    def __init__(self, code: str, payer: PayerWords) -> None:
        self._english, other = Words(ENGLISH, payer=payer), _Printed(code, payer)
        self._other = None if other.is_english else other

    @property
    def language(self) -> Language:
        """The patient's language."""
        return (self._other or self._english).language

    @property
    def bilingual(self) -> bool:
        return self._other is not None

    @property
    def checked(self) -> bool:
        """Whether a qualified translator has checked what is said beside the English."""
        return self._other is None or not self._other.unchecked

    def gettext(self, message: str, **values: Said) -> Said:
        """A message of the catalogue; `values` stand where it names them in braces."""
        english = {name: value.english for name, value in values.items()}
        other = self._others(values)
        return Said(
            self._english.gettext(message, **english),
            self._other.gettext(message, **other) if self._other else "",
        )

    def ngettext(self, singular: str, plural: str, number: int, **values: Said) -> Said:
        """A message that counts: `{number}` stands where it names it."""
        english = {name: value.english for name, value in values.items()}
        other = self._others(values)
        return Said(
            self._english.ngettext(singular, plural, number, **english),
            self._other.ngettext(singular, plural, number, **other) if self._other else "",
        )

    def _others(self, values: Mapping[str, Said]) -> dict[str, str]:
        """What stands in the blanks of the other language: English, marked so, where it has nothing else."""
        return {name: self._other_of(value) for name, value in values.items()}

    def _other_of(self, value: Said) -> str:
        return value.translated or (self._other or self._english).in_english(value.english)

    def _translates(self, parts: Sequence[Said]) -> bool:
        return self.bilingual and any(part.translated for part in parts)

    def known(self, text: str) -> Said:
        """A title, label or sentence of the engine; in English alone where it has no translation."""
        english = printable(text)
        if self._other is None or (said := say(text, self._other)) == self._other.in_english(text):
            return Said(english, "")
        return Said(english, said)

    def verbatim(self, text: str) -> Said:
        """A name or code, the same in both languages, and kept apart from the direction of the text."""
        text = _DIGITS_APART.sub("\N{NO-BREAK SPACE}", printable(text))
        return Said(text, (self._other or self._english).apart(text))

    def money(self, amount: Decimal) -> Said:
        return Said(self._english.money(amount), "")

    def number(self, number: Decimal | int) -> Said:
        return Said(self._english.number(number), "")

    def day(self, day: date) -> Said:
        return self._each(lambda words: words.day(day))

    def days(self, days: Iterable[date]) -> Said:
        """Runs of consecutive days, each as the language writes an interval."""
        found = list(days)
        return self._each(lambda words: words.days(found))

    def joined(self, parts: Sequence[Said], mark: str = ", ") -> Said:
        return Said(
            mark.join(part.english for part in parts),
            mark.join(self._other_of(part) for part in parts) if self._translates(parts) else "",
        )

    def _each(self, written: Callable[[Words], str]) -> Said:
        return Said(written(self._english), written(self._other) if self._other else "")
