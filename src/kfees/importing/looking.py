"""One sheet, or rows of it, as far as it is looked at: its layout, its columns, and what is to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kfees.importing.amount_columns import NO_PRICES
from kfees.importing.choices import Choices
from kfees.importing.chosen import Chosen
from kfees.importing.columns import choose
from kfees.importing.findings import Findings
from kfees.importing.heading_rows import MOST_HEADING_ROWS
from kfees.importing.headings import ROLES
from kfees.importing.layout import Layout, layout_of
from kfees.importing.other_tables import heads_a_table
from kfees.importing.side_by_side import tables_beside, which_of, within
from kfees.importing.sources import EVERY_ROW, Rows, Source, columns_of, is_named, rows_of
from kfees.importing.title_periods import other_period
from kfees.model.problems import Problem
from kfees.reading.as_written.days import DateOrder
from kfees.reading.cell import Cell
from kfees.reading.opening import SheetPart
from kfees.reading.passes import survey
from kfees.reading.sheet import SheetRow, Survey, address


@dataclass(slots=True)
class Part:
    """A sheet, or rows of it, with its layout and its columns as far as they are sure; `problems` ask for the
    rest.

    `set_cells`: the cells of the headings that were read as the user said.
    """

    source: Source
    rows: Rows = EVERY_ROW
    layout: Layout | None = None
    chosen: Chosen = field(default_factory=Chosen)
    problems: list[Problem] = field(default_factory=list)
    set_cells: set[str] = field(default_factory=set)
    findings: Findings = field(default_factory=lambda: Findings(""))
    has_cells: bool = False

    @property
    def name(self) -> str:
        return self.source.name

    def choices(self, choices: Choices) -> Choices:
        """What the user said of this part."""
        rows = None if self.rows is EVERY_ROW else (self.rows.first, self.rows.last)
        return replace(choices.on(self.name), rows=rows)


@dataclass(frozen=True, slots=True)
class Period:
    """The first day asked for, and whether every later period is."""

    first_day: date
    every: bool
    order: DateOrder | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user says of what is read: which sheets and rows, and which columns of them."""

    sheets: Sequence[str]
    rows: Sequence[Rows]
    columns: Mapping[str, str]
    choices: Choices
    period: Period

    @property
    def names(self) -> list[str]:
        """Of the sheets that the user names, for themselves or with rows."""
        return [*self.sheets, *(rows.sheet for rows in self.rows if rows.sheet)]


def look(source: Source, wanted: Wanted) -> list[Part]:
    """The parts of one sheet: all of it, or each table of which the user names the rows."""
    seen = survey(source.book, source.sheet)
    set_cells = set_heading_cells(seen, wanted.choices.on(source.name))
    parts: list[Part] = []
    for rows in rows_of(source.name, wanted.rows):
        part = Part(source, rows, set_cells=set_cells, has_cells=bool(seen.head))
        own = seen if rows is EVERY_ROW else _rows_alone(source, seen, rows, parts)
        part.layout = layout_of(own, None if rows is EVERY_ROW else _first_of_data(own, rows))
        if part.layout is None:
            part.problems = [_no_table(source.sheet, own)]
        elif rows is not EVERY_ROW and not any(row.number >= rows.first for row in own.head):
            part.layout, part.problems = None, [_no_rows(rows, seen)]
        else:
            _choose(part, part.layout, own, wanted)
        parts.append(part)
    return parts


def _choose(part: Part, layout: Layout, seen: Survey, wanted: Wanted) -> None:
    """The columns of a part; or which of the tables is meant that stand beside each other in it."""
    beside = tables_beside(seen, lambda layout: chosen_of(part, layout, replace(wanted, columns={})))
    if part.rows.is_of_columns or not beside:
        part.chosen = chosen_of(part, layout, wanted)
        part.problems = list(part.chosen.problems)
        if not wanted.period.every:
            named = is_named(part.source, wanted.names)
            asked = other_period(layout, part.chosen, wanted.period.first_day, wanted.period.order, named)
            part.problems += [asked] if asked is not None else []
    else:
        part.problems = [which_of(beside, seen, part.rows.sheet)]


def chosen_of(part: Part, layout: Layout, wanted: Wanted) -> Chosen:
    """The columns of a part, as far as its layout shows them."""
    columns = columns_of(part.name, wanted.columns, part.rows)
    named = {role: columns[role] for role in ROLES if role in columns}
    period = wanted.period
    as_stored = wanted.choices.on(part.name).as_stored
    return choose(layout, named, period.first_day, period.order, period.every, as_stored)


def _rows_alone(source: Source, seen: Survey, rows: Rows, before: Sequence[Part]) -> Survey:
    """The head of one of several tables of a sheet: what stands below the table before, down to its end."""
    above = (part.rows for part in before if part.rows.left <= rows.right and rows.left <= part.rows.right)
    after = max((one.last for one in above), default=0)
    first = max(after + 1, rows.first - MOST_HEADING_ROWS)
    if rows.first > max((row.number for row in seen.head), default=0):
        seen = survey(source.book, source.sheet, first_row=first)
    alone = replace(seen, head=[row for row in seen.head if first <= row.number <= rows.last])
    return within(alone, rows.left, rows.right) if rows.is_of_columns else alone


def _first_of_data(own: Survey, rows: Rows) -> int:
    """The first of the rows that the user named, or the one below where that is the table's heading."""
    first = next((row for row in own.head if row.number == rows.first), None)
    headed = first is not None and heads_a_table(cell.words for cell in first.cells.values())
    return rows.first + headed


def set_heading_cells(found: Survey, choices: Choices) -> set[str]:
    """Read cells of the head as the user says."""
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


def _no_table(sheet: SheetPart, seen: Survey) -> Problem:
    """`--rows` reads what stands there as a table, whatever it looks like."""
    remedy = "Name the workbook or the sheet with the fees"
    filled = [row.number for row in seen.head if sum(bool(cell.words) for cell in row.cells.values()) > 1]
    if filled:
        rows = f"{filled[0]}-{max(filled[-1], seen.last_row)}"
        remedy += f"; where these rows are a table without headings, pass --rows {rows}"
    message = "there is no table of item codes and prices here, so this is no fee schedule."
    return Problem(NO_PRICES, f"sheet '{sheet.name}'", message, f"{remedy}.")


def _no_rows(rows: Rows, seen: Survey) -> Problem:
    message = "nothing stands in these rows."
    remedy = "Leave it out."
    if seen.head:
        whole = replace(rows, first=seen.head[0].number, last=max(seen.last_row, seen.head[-1].number))
        remedy = f"Leave it out, or pass --rows {whole.typed} for all of the sheet."
    return Problem("no-such-rows", f"--rows {rows.typed}", message, remedy)
