"""How any place writes amounts, numbers, lists and days, as Babel says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.core import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from kfees.model.english import Link, runs_of_days


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The conventions of a locale of Babel's."""

    locale: Locale

    def money(self, amount: Decimal, currency: str) -> str:
        return format_currency(amount, currency, locale=self.locale)

    def amount(self, amount: Decimal) -> str:
        return format_currency(amount, "AUD", "#,##0.00", locale=self.locale, currency_digits=False)

    def number(self, number: Decimal | int, places: int | None = None) -> str:
        if places is None:
            return format_decimal(number, locale=self.locale, decimal_quantization=False)
        pattern = copy(self.locale.decimal_formats[None])
        pattern.frac_prec = (places, places)
        return format_decimal(number, format=pattern, locale=self.locale)

    def percent(self, part: Decimal) -> str:
        return format_percent(part, "#,##0.#%", self.locale)

    def exact_percent(self, part: Decimal) -> str:
        return format_percent(part, locale=self.locale, decimal_quantization=False)

    def listed(self, parts: Sequence[str], link: Link) -> str:
        return format_list(parts, "standard" if link == "and" else "or", self.locale)

    def day(self, day: date, form: str) -> str:
        return format_date(day, form, self.locale)

    def days(self, days: Iterable[date]) -> str:
        """Runs of consecutive days, each as the locale writes an interval."""
        return self.listed(
            [
                format_skeleton("yMMMd", first, locale=self.locale)
                if first == last
                else format_interval(first, last, "yMMMd", locale=self.locale)
                for first, last in runs_of_days(days)
            ],
            "and",
        )
