"""What a heading between the rows says to the rows below it."""

from __future__ import annotations

import re

_PERIODS = {"hourly": "hour", "daily": "day", "weekly": "week", "nightly": "night", "monthly": "month"}
_FOR = (
    r"(?:half |quarter )?(?:hour|day|minute|night|week|month|km|kilometre|session|visit|service|consultation|"
    r"attendance|appointment|report|page|trip|unit|item|procedure|patient|person|call|injection|treatment|hr|min)"
)
_EVERY = re.compile(rf"(?:(?:.* |.*\()?per |.*/ ?)(?P<unit>(?:[0-9]+ )?{_FOR}s?)\)?[.:]?", re.I)
_ALONE = re.compile(r"(?:fees? |rates? |price |\$ ?)?per (?P<unit>[a-z]+(?: [a-z]+)?)[.:]?", re.I)
_LIMITS = re.compile(
    r"\b(max(imum)?|limit(ed)?|up to|more than|once|times|only|[0-9]+ (visits?|services?))\b", re.I
)
_MOST_WORDS = 8


def is_unit(text: str) -> bool:
    """Whether a cell says what an amount is for: 'hour', 'per km', 'Each'."""
    return re.fullmatch(rf"(?:per )?(?:(?:[0-9]+ )?{_FOR}s?|each)", text, re.I) is not None


def unit_in_section(text: str) -> str:
    """'Per hour', 'Travel (per km)' and 'Hourly rates' are hour, km and hour; empty where none is said."""
    words = text.casefold().split()
    if not words or len(words) > _MOST_WORDS or _LIMITS.search(text):
        return ""
    if found := _EVERY.fullmatch(text) or _ALONE.fullmatch(text):
        return found["unit"].casefold()
    periods = {_PERIODS[word] for word in words if word in _PERIODS}
    return periods.pop() if len(periods) == 1 and len(words) <= 3 else ""


class Section:
    """The headings that hold for the rows below them: those that stand together since the last item."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._is_open = False
        self.unit = self.text = ""

    def add(self, text: str) -> None:
        if not self._is_open:
            self._texts = []
        self._is_open = True
        self._texts.append(text)
        self.text = " ".join(self._texts)
        self.unit = next((unit for said in reversed(self._texts) if (unit := unit_in_section(said))), "")

    def close(self) -> None:
        """An item stands below: the next heading takes the place of these."""
        self._is_open = False
