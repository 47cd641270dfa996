"""Where the tables of a provider's file stand: which headings hold for which row, and what is above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from kfees.model.problems import InputError, Problem
from kfees.reading.provider_columns import (
    Named,
    Places,
    below_named,
    column_of_words,
    flag,
    likely,
    money_in,
    places_named,
    with_days_known,
)
from kfees.reading.provider_headings import Headings, headings_below, headings_in
from kfees.reading.text_sheets import TextRow, TextSheet, read_file

HEADING_ROWS = 30
"""The headings stand within so many rows that are not empty."""


NOTHING_NAMED: Named = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ProviderTable:
    """A sheet's rows below its first headings, each with those that hold for it: None where it is headings
    again. `above`: the rows over them, such as a letterhead."""

    sheet: TextSheet
    rows: tuple[tuple[TextRow, Headings | None], ...]
    above: tuple[TextRow, ...]

    @property
    def headings(self) -> Iterable[Headings]:
        """The headings that hold for some of its rows, each once."""
        return {id(found): found for _, found in self.rows if found is not None}.values()


def read_tables(content: bytes, name: str, named: Named = NOTHING_NAMED) -> list[ProviderTable]:
    """A table for each sheet, one without rows for a sheet that holds none. `named`: the columns that
    somebody named. InputError where the file is no table, or none that is shown has a column of amounts."""
    sheets = max(read_file(content, name), key=_headings_found)
    tables = [_table(sheet, places) for sheet, places in zip(sheets, _places(sheets, named), strict=True)]
    if not any(table.rows for table in tables if not table.sheet.hidden):
        raise InputError([nothing_to_read(sheet) for sheet in sheets if not sheet.hidden])
    return tables


def _places(sheets: Sequence[TextSheet], named: Named) -> list[Places]:
    """The columns named, on each sheet that has them. InputError where none that is shown does."""
    found: list[Places] = []
    problems: list[Problem] = []
    for sheet in sheets:
        try:
            found.append(places_named(sheet, named))
        except InputError as error:
            found.append({})
            problems += [] if sheet.hidden else error.problems
    if named and not any(places for places, sheet in zip(found, sheets, strict=True) if not sheet.hidden):
        raise InputError(problems)
    return found


def _headings_found(sheets: list[TextSheet]) -> int:
    """How many columns a way of reading the file finds in the row that looks most like headings."""
    return max(len(_best_headings(sheet).columns) for sheet in sheets)


def _best_headings(sheet: TextSheet) -> Headings:
    """Of rows without an amount, which are none, the one that looks most like headings."""
    rows = [row.cells for row in sheet.rows[:HEADING_ROWS]]
    found = [headings_in(cells) for cells in rows if all(money_in(text) is None for text in cells)]
    return max(found, key=lambda headings: len(headings.columns), default=headings_in(()))


def nothing_to_read(sheet: TextSheet) -> Problem:
    """What to head or to name, and in which file where the sheet is that of a PDF."""
    problem = _nothing_to_read(sheet)
    where = " Or give the quote as .xlsx or .csv." if sheet.rows and sheet.rows[0].where else ""
    return replace(problem, remedy=f"{problem.remedy}{where}")


def holds_amounts(sheet: TextSheet) -> bool:
    """Whether a sheet without a table has a column of amounts, by its cells."""
    return bool(likely(sheet, headings_in(()))[1])


def _nothing_to_read(sheet: TextSheet) -> Problem:
    best = _best_headings(sheet)
    if best.whole:
        return Problem("no-rows", sheet.place, "no row stands below the headings.", "Send the whole quote.")
    item, amounts = likely(sheet, best)
    item = best.columns.get("item", best.columns.get("description", item))
    if best.has_amount:
        or_name = f", or name it: {flag({'item': item})}" if item is not None else ""
        remedy = f"Give it the heading Item{or_name}."
        return Problem("no-item-column", sheet.place, "no column of items was found.", remedy)
    flags = [flag({"item": item, "amount": place}) for place in amounts] if item is not None else []
    or_name = f", or name the columns: {' or '.join(flags)}" if flags else ""
    remedy = f"Give the column a heading such as Amount, Fee or Charge{or_name}."
    return Problem("no-amount-column", sheet.place, "no column of amounts was found.", remedy)


def _table(sheet: TextSheet, places: Places) -> ProviderTable:
    below = tuple(below_named(sheet, places) if places else _below_headings(sheet))
    first = below[0][0].number if below else 0
    below = with_days_known(below, places)
    table = ProviderTable(sheet, below, tuple(row for row in sheet.rows if row.number < first))
    for found in table.headings:
        _refuse_doubled(found, sheet.place)
    return table


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
    alone = _with_words_known(headings_in(cells), rows, position)
    below: Sequence[str] = ()
    if position + 1 < len(rows) and not rows[position + 1].unsure:
        below = rows[position + 1].cells
    if alone.columns and not headings_in(below).whole:
        both = headings_in(cells, below)
        # One word below headings that are whole already is more likely a row of its own.
        if both.whole and headings_below(cells, below) >= (2 if alone.whole else 1):
            return both, 2
    return alone, 1


def _with_words_known(headings: Headings, rows: Sequence[TextRow], position: int) -> Headings:
    """The same, where no heading is that of a code or words, but a column of the rows below holds words."""
    unsure = rows[position].unsure or headings.has_item or not headings.has_amount
    if unsure or len(headings.columns) < 2:
        return headings
    at = column_of_words([row.cells for row in rows[position + 1 :]], headings)
    return headings if at is None else headings_in(rows[position].cells, (), {"description": at})


def _refuse_doubled(headings: Headings, place: str) -> None:
    if headings.doubled:
        column, places = headings.doubled
        shown = " and ".join(repr(headings.texts[at]) for at in places[:2])
        flags = " or ".join(flag({column: at}) for at in places)
        remedy = f"Rename the one that is not meant, or name the column: {flags}."
        message = f"two columns could be the {column}: {shown}."
        raise InputError([Problem("ambiguous-column", place, message, remedy)])
