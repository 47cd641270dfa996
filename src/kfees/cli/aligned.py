"""Tables of 80 columns whose figures are never cut: only the words of one column give way."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence

WIDTH = 80
_GAP = "  "
_LEAST = 8


def aligned(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Collection[int] = (),
    gives_way: int = 1,
) -> Iterator[str]:
    """Lines of a table. `right`: columns of figures; `gives_way`: the column that is cut to fit."""
    table = [tuple(headings), *(tuple(row) for row in rows)]
    widths = [max(len(row[number]) for row in table) for number in range(len(headings))]
    others = sum(widths) - widths[gives_way] + len(_GAP) * (len(widths) - 1)
    widths[gives_way] = min(widths[gives_way], max(WIDTH - others, _LEAST))
    for row in table:
        cells = [
            _cut(cell, width).rjust(width) if number in right else _cut(cell, width).ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield _GAP.join(cells).rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def listed(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences as a list, wrapped."""
    for sentence in sentences:
        yield textwrap.fill(sentence, WIDTH, initial_indent="- ", subsequent_indent="  ")
