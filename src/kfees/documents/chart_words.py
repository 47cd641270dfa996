"""What a chart says: English, unless whoever draws it brings the words of another language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kfees.engine.alternative import Alternative, Group
from kfees.model.english import sign_of


def _label(course: Alternative) -> str:
    """A bar's name; the course asked for bears a star."""
    stale = " STALE" if course.stale else ""
    return f"{course.label}{stale} *" if course.asked else f"{course.label}{stale}"


@dataclass(frozen=True, slots=True)
class ChartWords:
    """Titles, names and figures as a chart writes them. `turned`: it reads from right to left."""

    titles: Mapping[Group, str]
    label: Callable[[Alternative], str]
    money: Callable[[Decimal], str]
    number: Callable[[int], str]
    payable: str = "the payer pays"
    gap: str = "gap"
    maximum: str = "maximum; the charge is not known"
    unknown: str = "unknown"
    asked: str = "*"
    step: str = "{nights} nights (step)"
    nights: str = "Nights"
    amount: str = "Amount"
    present_value: str = "Present value"
    year: str = "Year"
    currency: str = "AUD"
    turned: bool = False


def in_english(currency: str) -> ChartWords:
    """Of amounts in a currency."""
    return ChartWords(
        titles={
            "setting": "By regimen and setting",
            "discharge": "By day of discharge",
            "year": "A year later",
        },
        label=_label,
        money=lambda amount: f"{sign_of(currency)}{amount:,}",
        number=lambda number: f"{number:,}",
        currency=currency,
    )
