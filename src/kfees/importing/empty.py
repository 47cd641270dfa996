"""A table that comes to nothing: not one row is an item, none holds on the day, or no amount is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kfees.importing.choices import Choices
from kfees.importing.chosen import is_chosen, listed, offered
from kfees.importing.findings import cell_in
from kfees.importing.item_row import ItemRow
from kfees.importing.layout import SheetColumn
from kfees.importing.looking import Part
from kfees.importing.sources import EVERY_ROW, naming
from kfees.model.english import in_words
from kfees.model.money import CannotDetermine
from kfees.model.problems import Problem
from kfees.model.schedule import Rate


def nothing_in(
    part: Part, choices: Choices, day: date, items: Sequence[ItemRow], rates: Sequence[Rate]
) -> Iterator[Problem]:
    """What is wrong, and what to do, where a part has no rate on a day, or none with an amount."""
    place = f"sheet '{part.name}'"
    if not items:
        message = f"not one row of the table is an item{_left_out(part)}."
        yield Problem("no-items", place, message, _rows(part, choices))
    elif not rates:
        message = f"no row of the table holds on {in_words(day)}."
        held = _nearest(day, items)
        remedy = f"Pass --from {held}, when some do."
        if held is None:
            remedy = "Each ends before it begins: pass --columns starts=none,ends=none to read no days."
        yield Problem("no-items", place, message, remedy)
    elif all(isinstance(rate.amount, CannotDetermine) for rate in rates):
        letters = " and ".join(amount.column.letter for amount in part.chosen.amounts)
        message = f"not one amount can be read in column {letters}."
        yield Problem("no-amounts", place, message, _amounts(part, rates[0]))


def _left_out(part: Part) -> str:
    """': totals of the rows above, left out, 3 rows'."""
    kinds = "; ".join(f"{note.kind} ({note.count:,})" for note in part.findings.notes.values())
    return f": {kinds}" if kinds else ""


def too_much_left_out(choices: Choices, is_of_rows: bool = False) -> str:
    """What to take back where the user's own flags leave rows out; empty where none does."""
    given = {
        "--where": choices.where,
        "--skip-rows": choices.skip_rows,
        "--rows": is_of_rows,
        "--hidden": choices.hidden == "leave-out",
    }
    flag = next((flag for flag, is_given in given.items() if is_given), None)
    return "" if flag is None else f"Leave {flag} out, which leaves out too much."


def _rows(part: Part, choices: Choices) -> str:
    if taken_back := too_much_left_out(choices, part.rows is not EVERY_ROW):
        return taken_back
    columns = [column for column in _free(part) if column.codes or column.words]
    if not columns:
        return "Name the workbook or the sheet with the fees."
    listing, flags = listed(columns, 3), offered("item", columns)
    return _named(part, f"Where the codes stand in another column, such as {listing}, pass {flags}.")


def _amounts(part: Part, first: Rate) -> str:
    columns = [column for column in _free(part) if column.holds_amounts and not column.dates]
    if not columns:
        flag = part.findings.set_flag(cell_in(first.cell), "AMOUNT")
        return f"Name the workbook that states the amounts, or give those that are known, as with {flag}."
    return _named(part, f"Where {listed(columns)} holds the prices, pass {offered('amount', columns)}.")


def _free(part: Part) -> list[SheetColumn]:
    columns = part.layout.columns.values() if part.layout is not None else ()
    return [column for column in columns if column.filled and not is_chosen(column, part.chosen)]


def _named(part: Part, remedy: str) -> str:
    return naming(part.name, remedy) if part.findings.is_one_of_several else remedy


def _nearest(day: date, items: Sequence[ItemRow]) -> date | None:
    """Of the days on which rows begin, the nearest one to `day` on which a row holds; of those on which rows
    end, where nothing says when they begin; None where no row holds on any day."""
    periods = [(item.starts or date.min, item.ends or date.max) for item in items]
    held = [period for period in periods if period[0] <= period[1]]
    begin = {starts for starts, _ in held if starts != date.min}
    days = begin or {ends for _, ends in held if ends != date.max}
    return min(days, key=lambda each: (abs(each - day), each), default=None)
