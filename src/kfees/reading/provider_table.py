"""Where the tables of a provider's file stand: which headings hold for which row, and what is above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kfees.model.problems import InputError, Problem
from kfees.reading.provider_headings import Headings, headings_below, headings_in
from kfees.reading.text_sheets import TextRow, TextSheet, read_file

HEADING_ROWS = 30
"""The headings stand within so many rows that are not empty."""


@dataclass(frozen=True, slots=True)
class ProviderTable:
    """A sheet's rows below its first headings, each with those that hold for it: None where it is headings
    again. `above`: the rows over them, such as a letterhead."""

    sheet: TextSheet
    rows: tuple[tuple[TextRow, Headings | None], ...]
    above: tuple[TextRow, ...]


def read_tables(content: bytes, name: str) -> list[ProviderTable]:
    """A table for each sheet, one without rows for a sheet that holds none. InputError where the file is no
    table, or none that is shown has a column of amounts."""
    sheets = max(read_file(content, name), key=_headings_found)
    tables = [_table(sheet) for sheet in sheets]
    if not any(table.rows for table in tables if not table.sheet.hidden):
        raise InputError([nothing_to_read(sheet) for sheet in sheets if not sheet.hidden])
    return tables


def _headings_found(sheets: list[TextSheet]) -> int:
    """How many columns a way of reading the file finds in the row that looks most like headings."""
    return max(len(_best_headings(sheet).columns) for sheet in sheets)


def _best_headings(sheet: TextSheet) -> Headings:
    found = (headings_in(row.cells) for row in sheet.rows[:HEADING_ROWS])
    return max(found, key=lambda headings: len(headings.columns))


def nothing_to_read(sheet: TextSheet) -> Problem:
    best = _best_headings(sheet)
    if best.whole:
        return Problem("no-rows", sheet.place, "no row stands below the headings.", "Send the whole quote.")
    if best.has_amount:
        remedy = "Give it the heading Item."
        return Problem("no-item-column", sheet.place, "no column of items was found.", remedy)
    remedy = "Give the column a heading such as Amount, Fee or Charge."
    return Problem("no-amount-column", sheet.place, "no column of amounts was found.", remedy)


def _table(sheet: TextSheet) -> ProviderTable:
    below = tuple(_below_headings(sheet))
    first = below[0][0].number if below else 0
    return ProviderTable(sheet, below, tuple(row for row in sheet.rows if row.number < first))


def _below_headings(sheet: TextSheet) -> Iterator[tuple[TextRow, Headings | None]]:
    """The rows below the first headings, each with those that hold for it; None where it is headings
    again, which hold from there on."""
    headings: Headings | None = None
    position = 0
    while position < len(sheet.rows):
        row = sheet.rows[position]
        found, height = _headings_at(sheet.rows, position)
        if found.whole:
            _refuse_doubled(found, sheet.place_of(row))
            if headings is not None:
                yield from ((again, None) for again in sheet.rows[position : position + height])
            headings = found
        elif headings is not None:
            yield row, headings
        elif position >= HEADING_ROWS:
            return
        position += height


def _headings_at(rows: Sequence[TextRow], position: int) -> tuple[Headings, int]:
    """The headings in a row, and the number of rows that they take: 2 where the next holds more of them."""
    cells = rows[position].cells
    alone = headings_in(cells)
    below: Sequence[str] = ()
    if position + 1 < len(rows) and not rows[position + 1].unsure:
        below = rows[position + 1].cells
    if alone.columns and not headings_in(below).whole:
        both = headings_in(cells, below)
        # One word below headings that are whole already is more likely a row of its own.
        if both.whole and headings_below(cells, below) >= (2 if alone.whole else 1):
            return both, 2
    return alone, 1


def _refuse_doubled(headings: Headings, place: str) -> None:
    if headings.doubled:
        remedy = "Rename the one that is not meant."
        raise InputError([Problem("ambiguous-column", place, headings.doubled, remedy)])
