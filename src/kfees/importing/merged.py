"""Rows in which a range merged downwards gives its one cell to each row that it covers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kfees.reading.cell import Cell
from kfees.reading.sheet import Merged, SheetRow

_MOST_FILLED = 200_000
_MOST_MERGED_ROWS = 5_000


def filled_down(
    rows: Iterable[SheetRow], ranges: Iterable[Merged], columns: Collection[int]
) -> Iterator[SheetRow]:
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for merged in ranges:
        if merged.left in columns and merged.bottom > merged.top and len(covered) < _MOST_FILLED:
            for number in range(merged.top + 1, min(merged.bottom, merged.top + _MOST_MERGED_ROWS) + 1):
                covered[number, merged.left] = (merged.top, merged.left)
    if not covered:
        yield from rows
        return
    origins = set(covered.values())
    seen: dict[tuple[int, int], Cell] = {}
    for row in rows:
        for column in columns:
            place = (row.number, column)
            if place in origins and column in row.cells:
                seen[place] = row.cells[column]
            elif place in covered and (cell := seen.get(covered[place])) is not None:
                row.cells.setdefault(column, cell)
        yield row
