"""Amounts and dates as a locale writes them, in one currency."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from kfees.model.problems import InputError, Problem
from kfees.model.schedule import Currency

AFTER_A_CODE = re.compile(r"(?<=[A-Z]{3})(?=\d)")


class Words:
    """Raises InputError for a locale that is not known."""

    def __init__(self, locale: str, currency: Currency = "AUD") -> None:
        self.currency = currency
        try:
            self.locale = Locale.parse(locale)
        except (UnknownLocaleError, ValueError):
            message = f"{locale!r} is not known."
            problem = Problem("unknown-locale", "--locale", message, "Name one such as en_AU, el or vi.")
            raise InputError([problem]) from None

    def money(self, amount: Decimal | None, unknown: str = "unknown") -> str:
        """An amount with its sign; in a currency that is not the locale's own, with its code."""
        if amount is None:
            return unknown
        return AFTER_A_CODE.sub("\u00a0", format_currency(amount, self.currency, locale=self.locale))

    def figure(self, amount: Decimal | None, unknown: str = "unknown") -> str:
        """An amount without its currency, for a column whose heading names it."""
        if amount is None:
            return unknown
        return format_currency(amount, self.currency, "#,##0.00", locale=self.locale, currency_digits=False)

    def number(self, number: Decimal) -> str:
        return format_decimal(number, locale=self.locale, decimal_quantization=False)

    def day(self, day: date) -> str:
        return format_date(day, format="medium", locale=self.locale)
