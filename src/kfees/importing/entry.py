"""A row of the table as it stands, before anything in it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kfees.importing.headings import Role
from kfees.importing.periods import period_in
from kfees.reading.cell import Cell, tidy

_MOST_READ = 1_000

NOTHING = Cell("text", "")

_MAY_BE_PERIOD = re.compile(r"[0-9] ?[-–—/A-Za-z]|[A-Za-z][-’' ]*[0-9]")


@dataclass(slots=True)
class Entry:
    """A row of the table as it stands. `cells` in the order of the amount columns.

    `section`: the headings between the rows that hold for it, and `section_unit` the unit that they say.
    `is_wanted`: whether it says in the columns of --where what it has to.
    """

    row: int
    hidden: bool
    code: Cell
    label: str
    cells: tuple[Cell | None, ...]
    others: Mapping[Role, Cell]
    section: str = ""
    section_unit: str = ""
    is_wanted: bool = True

    @property
    def is_struck(self) -> bool:
        """Whether its code or an amount is struck out, in whole or in part."""
        for cell in self.cells:
            if cell is not None and cell.struck:
                return True
        return self.code.struck

    @property
    def is_struck_out(self) -> bool:
        """Whether all of it is, so that nothing of it holds."""
        filled = [cell for cell in (self.code, *self.cells) if cell is not None and cell is not NOTHING]
        return all(cell.struck and cell.standing is None for cell in filled)

    def other(self, role: Role) -> Cell | None:
        """The cell in the column of a role; None where there is none, or nothing in it."""
        return self.others.get(role)

    @property
    def is_priced(self) -> bool:
        return self.cells.count(None) < len(self.cells)

    @property
    def is_of_periods(self) -> bool:
        """Whether what stands where an amount should is a period, as in the headings of a table."""
        texts = [cell.text for cell in self.cells if cell is not None]
        likely = bool(texts) and all(map(_MAY_BE_PERIOD.search, texts))
        return likely and all(period_in(text, "day-first") is not None for text in texts)

    @property
    def has_figure(self) -> bool:
        """Whether a figure, or a formula, stands where an amount should."""
        for cell in self.cells:
            if cell is not None and (cell.kind in ("number", "none") or has_digits(cell.text)):
                return True
        return False


def label_in(cell: Cell | None) -> str:
    """A description, without what is struck out of it."""
    if cell is None or cell.kind not in ("text", "number"):
        return ""
    return tidy((cell.text if cell.standing is None else cell.standing)[:_MOST_READ])


def has_digits(text: str) -> bool:
    return text[:1].isdigit() or any(char.isdigit() for char in text)


def with_content(cell: Cell | None) -> Cell | None:
    """None for a cell of spaces."""
    if cell is None or cell.text[:1].isalnum():
        return cell
    return cell if cell.formula or tidy(cell.text + cell.marks) else None
