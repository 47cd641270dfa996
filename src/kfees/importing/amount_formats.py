"""What a number format says of the amounts in it: dollars, another currency, per cent, a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kfees.reading.cell import is_date

_FOREIGN = re.compile(r"[€£¥₹]|\b(USD|EUR|GBP|NZD|CAD|CHF)\b|\b(US|NZ|C|HK|S)\$", re.I)


@dataclass(frozen=True, slots=True)
class FormatSays:
    """What a number format says of the numbers in it."""

    percent: bool
    date: bool
    foreign: bool
    money: bool
    decimals: int | None


@lru_cache(maxsize=512)
def format_says(shown: str) -> FormatSays:
    bare = re.sub(r'"[^"]*"|\\.|_.', "", shown)
    decimals = re.search(r"[0#?,]+(\.([0#?]+))?", bare.split(";")[0])
    return FormatSays(
        percent="%" in bare,
        date=is_date(shown),
        foreign=bool(_FOREIGN.search(shown)),
        money=bool(re.search(r"\$|AUD", re.sub(r"\[\$-[^\]]*\]", "", shown))),
        decimals=None if decimals is None else len(decimals[2] or ""),
    )


def is_money(shown: str) -> bool:
    """Whether a number format shows dollars, or two decimals; plain 0.00 may as well show codes."""
    says = format_says(shown)
    cents = says.decimals == 2 and shown != "0.00"
    return (says.money or cents) and not says.percent and not says.date


def has_dollar_sign(shown: str) -> bool:
    says = format_says(shown)
    return says.money and not says.percent and not says.date


def is_foreign(text: str) -> bool:
    """Whether words, or a format, say another currency."""
    return _FOREIGN.search(text) is not None


def is_percent(shown: str) -> bool:
    return format_says(shown).percent
