"""A table whose columns stand apart by spaces alone, as systems print lists: cut where each line is blank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

_APART = re.compile(r"(?<=\S)  +(?=\S)")
_MARKS = re.compile(r"[;\t|]|,(?![0-9]{3}(?![0-9]))")
"""What separates the cells of a CSV; a comma that groups thousands does not."""

_LEAST_LINES, _MOST_LINES, _WIDEST = 3, 100_000, 2_000


def aligned_rows(text: str) -> list[tuple[int, list[str]]] | None:
    """Its lines with their numbers, cut into cells; None where marks separate them, or nothing does."""
    lines = [(number, line.rstrip()) for number, line in enumerate(text.splitlines(), 1)]
    filled = [line for _, line in lines if line.strip()]
    parts = Counter(len(_APART.findall(line)) for line in filled if _APART.search(line))
    marked = sum(_MARKS.search(line) is not None for line in filled)
    if 2 * parts.total() < len(filled) or 3 * marked > len(filled) or len(lines) > _MOST_LINES:
        return None
    [(most, count), *_] = parts.most_common(1) or [(0, 0)]
    whole = [line for line in filled if len(_APART.findall(line)) == most]
    starts = list(_starts(whole)) if count >= _LEAST_LINES and max(map(len, whole)) <= _WIDEST else []
    if len(starts) < 2 or any(_cut(line, starts) != _APART.split(line.strip()) for line in whole):
        return None
    return [(number, _cut(line, starts)) for number, line in lines]


def _starts(lines: Sequence[str]) -> Iterator[int]:
    """Where a column begins: right of at least two places that are blank in every line."""
    width = max(map(len, lines))
    written = bytearray(width)
    for line in lines:
        for place, char in enumerate(line):
            if char != " ":
                written[place] = 1
    for place in range(width):
        if written[place] and not any(written[max(place - 2, 0) : place]):
            yield place


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    """The cells of a line; one where a column begins within a word of it, as in a title."""
    if any(line[start - 1 : start].strip() and line[start : start + 1].strip() for start in starts[1:]):
        return [line.strip()]
    ends = [*starts[1:], max(len(line), starts[-1])]
    return [line[start:end].strip() for start, end in zip((0, *starts[1:]), ends, strict=True)]
