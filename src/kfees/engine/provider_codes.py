"""The items that a row of a provider's quote names by its code, or by a code among its words."""

from __future__ import annotations

import re

from kfees.library.library import Library
from kfees.reading.as_written.codes import codes_in, words_like_codes
from kfees.reading.provider_rows import ProviderRow

ItemName = tuple[str, str]
"""A schedule and an item of it."""

_IN_BRACKETS = re.compile(r"\(([A-Z]{1,4})\)")
"""A code of capitals behind its words: 'Medical bed (M)'."""


def items_of(row: ProviderRow, library: Library) -> list[ItemName]:
    """The items that a row's code may be, or without one a code among its words: more than one is asked
    about."""
    if row.kind not in ("item", "note"):
        return []
    if row.item and (whole := matches(row.item, library)):
        return whole
    words = row.description
    codes = codes_in(row.item) if row.item else [*words_like_codes(words), *_IN_BRACKETS.findall(words)]
    return list(dict.fromkeys(item for code in codes for item in matches(code, library)))


def matches(code: str, library: Library) -> list[ItemName]:
    """The schedules that have a code, with the code as the schedule writes it."""
    named, colon, rest = code.partition(":")
    schedules = [named] if colon and named in library.schedules else library.schedules
    wanted = rest if colon and named in library.schedules else code
    return [
        (schedule, spelling)
        for schedule in schedules
        for spelling in dict.fromkeys((wanted, wanted.upper()))
        if library.knows(schedule, spelling)
    ]
