"""Which sheet holds the fees: the only one that can, the one that was named, or a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kfees.importing.columns import NO_PRICES, Chosen, choose
from kfees.importing.headings import Role
from kfees.importing.layout import Layout, layout_of
from kfees.importing.table import Choices
from kfees.model.problems import Problem, suggestion
from kfees.reading.as_written.days import DateOrder
from kfees.reading.cell import Cell
from kfees.reading.opening import SheetPart, Workbook
from kfees.reading.passes import survey
from kfees.reading.sheet import SheetRow, Survey, address


@dataclass(slots=True)
class Understood:
    """The sheet, its layout and its columns, as far as they are sure; `problems` ask for the rest.

    `set_cells`: the cells of the headings that were read as the user said.
    """

    layout: Layout | None = None
    chosen: Chosen = field(default_factory=Chosen)
    problems: list[Problem] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    set_cells: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Period:
    """The first day asked for, and whether every later period is."""

    first_day: date
    every: bool
    order: DateOrder | None


def understand(
    book: Workbook, sheet: str | None, columns: Mapping[Role, str], choices: Choices, period: Period
) -> Understood:
    """Look at the sheets that come into question, and choose."""
    hidden = [part.name for part in book.sheets if part.hidden]
    if sheet is not None:
        named = next((part for part in book.sheets if part.name.casefold() == sheet.casefold()), None)
        if named is None:
            return Understood(problems=[no_such_sheet(book, sheet)], hidden_sheets=hidden)
        return _look(book, named, columns, choices, period)
    shown = [part for part in book.sheets if not part.hidden] or list(book.sheets)
    looked = [_look(book, part, columns, choices, period) for part in shown]
    found = [understood for understood in looked if _may_hold_fees(understood)]
    result = found[0] if len(found) == 1 else _none_or_many(book, looked, found)
    if shown[0].hidden:
        result.problems.append(_all_hidden(hidden))
    result.hidden_sheets = hidden
    return result


def no_such_sheet(book: Workbook, sheet: str) -> Problem:
    names = [part.name for part in book.sheets]
    remedy = suggestion(sheet, names, f"The sheets are: {', '.join(names)}.")
    return Problem("no-such-sheet", f"--sheet {sheet}", f"there is no sheet {sheet!r}.", remedy)


def _look(
    book: Workbook, part: SheetPart, columns: Mapping[Role, str], choices: Choices, period: Period
) -> Understood:
    found = survey(book, part)
    set_cells = set_heading_cells(found, choices.on(part.name))
    layout = layout_of(found, choices.rows[0] if choices.rows else None)
    if layout is None:
        return Understood(problems=[_no_table(part)], set_cells=set_cells)
    chosen = choose(layout, columns, period.first_day, period.order, period.every)
    return Understood(layout, chosen, list(chosen.problems), set_cells=set_cells)


def set_heading_cells(found: Survey, choices: Choices) -> set[str]:
    """Read cells of the head as the user says; cells that hold nothing yet are made."""
    used = set()
    for number, row in enumerate(found.head):
        cells = {
            column: Cell("text", words)
            for column in row.cells
            if (words := choices.set_cells.get(address(column, row.number))) is not None
        }
        if cells:
            found.head[number] = SheetRow(row.number, row.hidden, row.cells | cells)
            used |= {address(column, row.number) for column in cells}
    return used


def _may_hold_fees(understood: Understood) -> bool:
    """Whether the sheet has a table with a column of amounts, or one that is asked for."""
    return understood.layout is not None and not any(
        problem.code == NO_PRICES for problem in understood.problems
    )


def _none_or_many(book: Workbook, looked: list[Understood], found: list[Understood]) -> Understood:
    if not found and len(looked) == 1:
        return looked[0]
    if not found:
        message = (
            f"none of its {len(looked)} sheets has a column of prices in dollars beside item codes,"
            " so this is no fee schedule."
        )
        remedy = "Name the workbook with the fees; or pass --sheet and --columns item=B,amount=F."
        reasons = [problem for understood in looked for problem in understood.problems]
        weights = next((p for p in reasons if p.code == NO_PRICES and "no dollars" in p.message), None)
        if weights is not None:
            message += f" For one, {weights.place}: {weights.message}"
        return Understood(problems=[Problem(NO_PRICES, book.name, message, remedy)])
    layouts = [understood.layout for understood in found if understood.layout is not None]
    names = [layout.name for layout in layouts]
    listed = "; ".join(
        f"'{layout.name}' ({layout.survey.last_row - layout.last_heading:,} rows)" for layout in layouts
    )
    problem = Problem(
        "which-sheet",
        book.name,
        f"{len(names)} sheets could hold the fees: {listed}; none was taken.",
        f'Pass one, such as --sheet "{names[0]}".',
    )
    return Understood(problems=[problem])


def _all_hidden(names: list[str]) -> Problem:
    return Problem(
        "hidden-sheets",
        "the workbook",
        f"every sheet is hidden ({', '.join(names)}).",
        f'Pass --sheet "{names[0]}" if its fees are meant to be used.',
    )


def _no_table(part: SheetPart) -> Problem:
    return Problem(
        NO_PRICES,
        f"sheet '{part.name}'",
        "there is no table of item codes and prices here, so this is no fee schedule.",
        "Name the workbook or the sheet with the fees; where headings are missing, pass --rows 5-120"
        " and --columns item=A,amount=C.",
    )
