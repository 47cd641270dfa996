"""What a sheet is read into, whatever its file: rows of cells, what is merged, and where a row stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import islice
from typing import NamedTuple

from kfees.reading.cell import Cell
from kfees.reading.opening import SheetPart, Workbook

Progress = Callable[[int, int], None]
"""Told how many bytes, or rows, of how many have been read."""

MAXIMUM_SPREAD = 50_000

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576


class SheetRow(NamedTuple):
    """A row's cells by column number, from 1. `hidden`: by hand or by a filter."""

    number: int
    hidden: bool
    cells: dict[int, Cell]


class Merged(NamedTuple):
    """A merged range, all sides included."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(slots=True)
class Survey:
    """The head of a sheet, and what holds for all of it. `last_row` may fall short of the sheet's end.

    `columns`: the first and the last that are looked at, where a table stands beside another.
    """

    sheet: SheetPart
    epoch: date
    head: list[SheetRow] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    last_row: int = 0
    columns: tuple[int, int] = (1, LAST_COLUMN)

    def spread(self) -> Iterator[tuple[SheetRow, Merged]]:
        """Each row of the head with each merged range that it has a part of."""
        numbers = [row.number for row in self.head]
        pairs = (
            (row, area)
            for area in self.merged
            for row in self.head[bisect_left(numbers, area.top) : bisect_right(numbers, area.bottom)]
        )
        return islice(pairs, MAXIMUM_SPREAD)

    def seen(self) -> list[SheetRow]:
        """The head without the cells that a merged range hides behind its first one."""
        for row, area in self.spread():
            first = area.left if row.number == area.top else 0
            for column in [column for column in row.cells if area.left <= column <= area.right]:
                if column != first:
                    del row.cells[column]
        return [row for row in self.head if row.cells]

    def is_hidden(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)


def address(column: int, row: int) -> str:
    return f"{column_letters(column)}{row}"


@cache
def column_letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was found in a file other than .xlsx. `rows` begins a new pass over it; `size`: about how
    many rows that is. `where`: how people find a row in the file, such as 'page 3, table 1, row 7'. `mended`:
    rows whose cells were cut apart and put together again; `torn`: those of which it is not sure how."""

    rows: Callable[[], Iterator[SheetRow]]
    size: int
    where: Callable[[int], str]
    merged: Sequence[Merged] = ()
    hidden_columns: Sequence[tuple[int, int]] = ()
    mended: Sequence[int] = ()
    torn: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Tables(Workbook):
    """An opened file other than .xlsx: its tables by the name of their part."""

    tables: Mapping[str, Table]


def column_number(letters: str) -> int:
    """'A' is 1. Raises ValueError past the last column that Excel has."""
    number = 0
    for letter in letters:
        number = number * 26 + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
    if not 1 <= number <= LAST_COLUMN:
        raise ValueError(letters)
    return number
