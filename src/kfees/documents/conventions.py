"""How a place writes amounts, numbers, lists and days: Babel says it for every place but the usual one.

Loading Babel takes a tenth of a quote's time, so Australian English, which most commands write, is written
out here; a test holds it to what Babel says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from kfees.model.english import MONTHS, Link, in_list, in_words, plain, runs_of_days, sign_of
from kfees.model.problems import InputError, Problem

AUSTRALIAN = "en_AU"

FULL, MEDIUM, LONG, ENGLISH_DAY = "full", "medium", "long", "d MMMM y"
"""The forms of a day, as Babel names them."""

_SHORT = {number: name if len(name) < 5 else name[:3] for number, name in enumerate(MONTHS, 1)} | {9: "Sept"}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_APART, _CLOSE = "\u2009\N{EN DASH}\u2009", "\N{EN DASH}"


class Conventions(Protocol):
    """`places`: the decimals that a number is written with; as many as it needs unless told. A `percent` has
    the sign beside its digits and one decimal at most."""

    def money(self, amount: Decimal, currency: str) -> str: ...
    def amount(self, amount: Decimal) -> str: ...
    def number(self, number: Decimal | int, places: int | None = None) -> str: ...
    def percent(self, part: Decimal) -> str: ...
    def exact_percent(self, part: Decimal) -> str: ...
    def listed(self, parts: Sequence[str], link: Link) -> str: ...
    def day(self, day: date, form: str) -> str: ...
    def days(self, days: Iterable[date]) -> str: ...


def conventions(locale: str) -> Conventions:
    """Those of a place by its name. Raises InputError where it is not known."""
    if locale == AUSTRALIAN:
        return _Australian()
    from babel.core import Locale, UnknownLocaleError

    from kfees.documents.conventions_elsewhere import Elsewhere

    try:
        return Elsewhere(Locale.parse(locale))
    except (UnknownLocaleError, ValueError):
        problem = Problem(
            "unknown-locale", "--locale", f"{locale!r} is not known.", "Name one such as en_AU, el or vi."
        )
        raise InputError([problem]) from None


class _Australian:
    def money(self, amount: Decimal, currency: str) -> str:
        sign = "-" if amount.is_signed() else ""
        return f"{sign}{sign_of(currency).strip()}{abs(amount):,.2f}"

    def amount(self, amount: Decimal) -> str:
        return f"{amount:,.2f}"

    def number(self, number: Decimal | int, places: int | None = None) -> str:
        return f"{Decimal(plain(Decimal(number))):,f}" if places is None else f"{number:,.{places}f}"

    def percent(self, part: Decimal) -> str:
        return self.exact_percent(round(part, 3))

    def exact_percent(self, part: Decimal) -> str:
        return f"{self.number(part.scaleb(2))}%"

    def listed(self, parts: Sequence[str], link: Link) -> str:
        return in_list(parts, link) if parts else ""

    def day(self, day: date, form: str) -> str:
        if form == MEDIUM:
            return f"{_without_year(day)} {day.year}"
        return f"{_WEEKDAYS[day.weekday()]}, {in_words(day)}" if form == FULL else in_words(day)

    def days(self, days: Iterable[date]) -> str:
        return self.listed([self._run(first, last) for first, last in runs_of_days(days)], "and")

    def _run(self, first: date, last: date) -> str:
        end = self.day(last, MEDIUM)
        if first == last:
            return end
        if first.year != last.year:
            return f"{self.day(first, MEDIUM)}{_APART}{end}"
        if first.month != last.month:
            return f"{_without_year(first)}{_APART}{end}"
        return f"{first.day}{_CLOSE}{end}"


def _without_year(day: date) -> str:
    return f"{day.day} {_SHORT[day.month]}"
