"""Names in a schedules folder: the tables of weights, which are nearly a known one, and which are notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

ACUTE, EMERGENCY, CLINICS, ADJUSTMENTS = "acute.csv", "emergency.csv", "clinics.csv", "adjustments.csv"
WEIGHTS = (ACUTE, EMERGENCY, CLINICS, ADJUSTMENTS)
"""The tables of a version of weighted activity."""

NOTES = (".md", ".txt")


def nearly(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` nearly is; None where it is one, or is clearly another.

    A known name with a word of its own behind or before it, such as 'medical-of-ours', is another.
    """
    by_words = {_words(other): other for other in known}
    words = _words(name)
    if name in by_words.values() or any(set(other) < set(words) for other in by_words):
        return None
    from difflib import get_close_matches  # only where a name is not a known one

    by_letters = {"".join(other): spelt for other, spelt in by_words.items()}
    close = get_close_matches("".join(words), by_letters, 1, 0.85)
    return by_letters[close[0]] if close else None


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", name.casefold()))


def is_note(name: str, known: Iterable[str]) -> bool:
    """Whether a file is for people alone: a README, or a text that has no name of ours."""
    path = PurePath(name)
    if path.suffix.casefold() not in NOTES:
        return path.stem.casefold() == "readme"
    stems = [PurePath(other).stem for other in known]
    return path.stem not in stems and nearly(path.stem, stems) is None
