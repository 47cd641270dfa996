"""The words of a heading, or of a cell, as they are compared."""

from __future__ import annotations

import re

RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
NOTE_MARKS = f"*†‡§¶^{RAISED_DIGITS}"
"""Characters that point to a footnote and belong to no code, heading or amount."""

_SPLIT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|[^A-Za-z0-9$%]+")


def words_in(heading: str) -> tuple[str, ...]:
    """'ScheduleFee' and 'Schedule fee ($)²' -> ('schedule', 'fee', ...), in lower case."""
    plain = heading.translate(dict.fromkeys(map(ord, NOTE_MARKS)))
    plain = plain.replace("$", " $ ").replace("%", " % ")
    return tuple(word.lower() for word in _SPLIT.split(plain) if word)
