"""The words of a language: its messages, and how it counts, prices and dates.

Everything is plain text. What writes HTML with them escapes every text that it is given, since a blank
may hold whatever a folder of schedules or a visitor wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from kfees.documents.conventions import ENGLISH_DAY, LONG, MEDIUM, conventions
from kfees.documents.languages import ENGLISH, translation
from kfees.model.english import Link, sign_of
from kfees.model.money import round_half_up
from kfees.model.payer import Called, PayerWords
from kfees.model.schedule import Currency
from kfees.model.sentences import Sentence

_FIRST_STRONG, _LEFT_TO_RIGHT, _END = "\u2068", "\u2066", "\u2069"
_RIGHT_TO_LEFT_MARK = "\u200f"


class Words:
    """One language's way to say, count, price and date, in plain text.

    `locale` writes amounts and dates otherwise than the language does, and days in short: what `--locale`
    names. `currency`: that of every amount; the payer's unless told. `payer`: who fills the blanks {payer},
    {Payer}, {patient} and {Patient} of messages; {currency} is filled too. Raises InputError for a language
    or a locale that is not known.
    """

    def __init__(
        self,
        code: str = ENGLISH,
        *,
        locale: str | None = None,
        payer: PayerWords | None = None,
        currency: Currency | None = None,
    ) -> None:
        self._translation = translation(code)
        self.language = self._translation.language
        self._as_written = conventions(self.language.locale if locale is None else locale)
        self._figures_as_written = self._as_written
        self._day = MEDIUM if locale is not None else ENGLISH_DAY if self.is_english else LONG
        payer = payer or PayerWords()
        self._currency = currency or payer.currency
        called = {name: self._filled(value) for name, value in payer.blanks.items()}
        self._blanks = called | {"currency": self._currency}

    @property
    def turned(self) -> bool:
        """Whether the language reads from right to left."""
        return self.language.direction == "rtl"

    @property
    def sign(self) -> str:
        """What stands before a field for an amount."""
        return sign_of(self._currency).strip()

    @property
    def is_english(self) -> bool:
        return self.language.code == ENGLISH

    @property
    def unchecked(self) -> bool:
        """Whether no qualified translator has checked what this language says."""
        return not self.is_english and not self._translation.checked_by

    def gettext(self, message: str, /, **values: object) -> str:
        """A message of the catalogue; `values` stand where it names them in braces."""
        return self._translation.gettext(message).format_map({**self._blanks, **values})

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """A message that counts; `{number}` stands where it names it."""
        said = self._translation.ngettext(singular, plural, number)
        return said.format_map({**self._blanks, "number": self.number(number), **values})

    def _filled(self, value: object) -> str:
        """What a payer or a patient is called in this language."""
        if isinstance(value, Called):
            return value.in_english if self.is_english else Words.apart(self, value.name)
        said = self._translation.gettext(value.message if isinstance(value, Sentence) else str(value))
        return f"{said[:1].upper()}{said[1:]}" if str(value)[:1].isupper() else said

    def title(self, text: str) -> str:
        """A title of the schedules; as it is where it has no translation."""
        return self._translation.gettext(text)

    def text(self, text: str) -> str:
        """What is to be shown as it is."""
        return text

    def apart(self, text: str) -> str:
        """A code or name, kept apart from the direction of the text around it."""
        return f"{_FIRST_STRONG}{text}{_END}" if self.turned else text

    def left_to_right(self, text: str) -> str:
        """Digits and signs that belong together in this order."""
        return f"{_LEFT_TO_RIGHT}{text}{_END}" if self.turned else text

    def in_english(self, text: str) -> str:
        """What has no translation."""
        return self.left_to_right(text)

    def money(self, amount: Decimal | None, absent: str | None = None, *, currency: str | None = None) -> str:
        """An amount with the sign or code of its currency, which is that of every amount unless told;
        `absent`, or that it is unknown, where there is none."""
        if amount is None:
            return self.gettext("unknown") if absent is None else absent
        said = self._figures_as_written.money(amount, currency or self._currency)
        return self._figure(re.sub(r"(?<=[A-Z])(?=[0-9])", "\N{NO-BREAK SPACE}", said))

    def amount(self, amount: Decimal | None) -> str:
        """An amount without its currency, for a column whose heading names it."""
        if amount is None:
            return self.gettext("unknown")
        return self._figure(self._figures_as_written.amount(amount))

    def number(self, number: Decimal | int) -> str:
        return self._figures_as_written.number(number)

    def figure(self, number: Decimal) -> str:
        """A number such as 2740.70, with as many decimals as it has."""
        return self._figure(self._figures_as_written.number(number, max(0, -int(number.as_tuple().exponent))))

    def listed(self, parts: Sequence[str], link: Link = "and") -> str:
        """'a, b and c', as the language writes a list; or 'a, b or c'."""
        return self._as_written.listed(parts, link)

    def percent(self, part: Decimal) -> str:
        """A part of 1 in percent, rounded half up to one decimal."""
        return self._figure(self._figures_as_written.percent(round_half_up(part, Decimal("0.001"))))

    def exact_percent(self, part: Decimal) -> str:
        """A part of 1 in percent, with all its digits."""
        return self._figure(self._figures_as_written.exact_percent(part))

    def day(self, day: date, form: str = "") -> str:
        return self._as_written.day(day, form or self._day)

    def days(self, days: Iterable[date]) -> str:
        """Runs of consecutive days, each as the language writes an interval."""
        return self._as_written.days(days)

    def _figure(self, digits: str) -> str:
        """In text from right to left, an amount runs from left to right, so that it stays whole."""
        if not self.turned:
            return digits
        return f"{_LEFT_TO_RIGHT}{digits.replace(_RIGHT_TO_LEFT_MARK, '')}{_END}"
