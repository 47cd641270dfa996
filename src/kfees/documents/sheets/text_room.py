"""How many lines a text takes in a column: Excel makes no row higher by itself where cells are merged.

Widths are those of Arial, in parts of the size of its letters; what is not listed counts as wide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_WIDTHS = {
    0.23: "ijl'|",
    0.28: "Ift .,;:/\\!\u00a0",
    0.34: 'r()-[]`"',
    0.39: "*",
    0.47: "^",
    0.51: "ckJsvxyz",
    0.56: "abdeghnopqu0123456789?_$#\u2013",
    0.59: "+=<>~",
    0.62: "FTZ",
    0.67: "ABEKPSVXY&",
    0.73: "CDHNRUw",
    0.78: "GOQ",
    0.84: "mM",
    0.9: "%",
    0.95: "W",
}


WIDEST = 1.05


class _Letters(dict[str, float]):
    def __missing__(self, letter: str) -> float:
        return WIDEST if unicodedata.east_asian_width(letter) in "WF" else 0.8


_WIDTH = _Letters({letter: width for width, letters in _WIDTHS.items() for letter in letters})

BOLD = 1.08
ROOM_OF_A_CHARACTER = 0.515
"""What a column gives to text of size 10 for each character of its width, a little understated."""


def lines_of(text: str, characters: float, size: float = 10.0, *, bold: bool = False) -> int:
    """The lines that `text` takes in a column that is so many characters wide."""
    room = max(1.0, (characters - 1) * ROOM_OF_A_CHARACTER * 10 / size / (BOLD if bold else 1.0))
    if len(text) * WIDEST <= room and "\n" not in text:
        return 1
    return sum(sum(1 for _ in _wrapped(part, room)) for part in text.split("\n"))


def _wrapped(text: str, room: float) -> Iterator[None]:
    """One entry a line: words are moved to the next line whole, and broken only where they are too long."""
    used, space = 0.0, _WIDTH[" "]
    for word in text.split(" "):
        width = sum(map(_WIDTH.__getitem__, word))
        if used and used + space + width > room:
            yield
            used = 0.0
        elif used:
            used += space
        while used + width > room:
            yield
            width -= room
        used += width
    yield
