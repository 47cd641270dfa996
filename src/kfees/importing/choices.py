"""What the user said where a sheet leaves it open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from kfees.importing.amounts import AmountReading


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user said where the sheet leaves it open.

    `rows`: first and last row of the data. `set_cells`: words to read in place of what a cell holds, by
    'F12' or, where several sheets are read, 'Sheet1!F12'; `skip_rows`: by their numbers, or sheet and number.
    `hidden`: whether hidden rows are part of the schedule. `codes`: how codes that are stored as
    numbers are printed. `as_stored`: the columns, by letter or heading, whose amounts are as they are stored,
    whatever they are shown as. `where`: columns, and what a row says there that is read.
    """

    rows: tuple[int, int] | None = None
    skip_rows: Collection[int | tuple[str, int]] = ()
    set_cells: Mapping[str, str] = field(default_factory=dict)
    hidden: Literal["include", "leave-out"] | None = None
    codes: str | None = None
    as_stored: Collection[str] = ()
    where: Collection[tuple[str, str]] = ()
    reading: AmountReading = field(default_factory=AmountReading)

    def on(self, sheet: str) -> Choices:
        """What concerns one sheet: of cells and rows, its own and those that name no sheet."""
        rows = [row if isinstance(row, tuple) else ("", row) for row in self.skip_rows]
        cells = {split_place(place): words for place, words in self.set_cells.items()}
        here = ("", sheet.casefold())
        return replace(
            self,
            skip_rows=frozenset(row for name, row in rows if name.casefold() in here),
            set_cells={cell: words for (name, cell), words in cells.items() if name.casefold() in here},
            as_stored=[_without(sheet, name) for name in self.as_stored],
            where=[(_without(sheet, name), said) for name, said in self.where],
        )


def split_place(place: str) -> tuple[str, str]:
    """'Sheet1!F12' -> ('Sheet1', 'F12'); a cell without a sheet has an empty one."""
    sheet, _, cell = place.replace(":", "!").rpartition("!")
    return sheet, cell


def _without(sheet: str, named: str) -> str:
    """'Fees:C' of the sheet Fees is 'C'."""
    return named[len(sheet) + 1 :] if named.casefold().startswith(f"{sheet.casefold()}:") else named
