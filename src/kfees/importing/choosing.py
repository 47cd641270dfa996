"""Which sheets hold the fees: of each file the only one that can, those that were named, or a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from kfees.importing.amount_columns import NO_PRICES
from kfees.importing.choices import Choices
from kfees.importing.chosen import AmountColumn, Chosen
from kfees.importing.columns import NO_SUCH_COLUMN, choose
from kfees.importing.findings import Findings, Note
from kfees.importing.heading_rows import MOST_HEADING_ROWS
from kfees.importing.headings import ROLES
from kfees.importing.layout import Layout, layout_of
from kfees.importing.other_tables import heads_a_table
from kfees.importing.side_by_side import tables_beside, which_of, within
from kfees.importing.sources import (
    EVERY_ROW,
    Rows,
    Source,
    columns_of,
    is_named,
    naming,
    no_such_sheets,
    rows_of,
)
from kfees.importing.title_periods import OTHER_PERIOD, other_period
from kfees.model.problems import Problem
from kfees.reading.as_written.days import DateOrder
from kfees.reading.cell import Cell
from kfees.reading.opening import SheetPart
from kfees.reading.passes import survey
from kfees.reading.sheet import SheetRow, Survey, address

NOT_NAMED = "not named with --sheet"

_MOST_SHEETS = 8


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


@dataclass(slots=True)
class Understood:
    """The parts that are read; `problems` ask for what is not sure of them, or which they are.

    `other_sheets`: every sheet of which nothing is read, and why.
    """

    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    other_sheets: list[tuple[str, str]] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)

    @property
    def layout(self) -> Layout | None:
        """Of the first part."""
        return self.parts[0].layout if self.parts else None

    @property
    def chosen(self) -> Chosen:
        """Of the first part."""
        return self.parts[0].chosen if self.parts else Chosen()

    @property
    def notes(self) -> list[Note]:
        """What had to be understood, of every part."""
        return [note for part in self.parts for note in part.findings.notes.values()]

    @property
    def amounts(self) -> list[AmountColumn]:
        return [amount for part in self.parts for amount in part.chosen.amounts]


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


def understand(sources: Sequence[Source], wanted: Wanted) -> Understood:
    """Look at the sheets that come into question, and choose: those that are named, and of a file of which
    none is, the only one that can hold fees."""
    names = wanted.names
    result = Understood(problems=list(no_such_sheets(names, sources)))
    if result.problems:
        return result
    for _, same in groupby(sources, lambda source: id(source.book)):
        of_file = list(same)
        named = [source for source in of_file if is_named(source, names)]
        if named:
            found = [part for source in named for part in _look(source, wanted)]
            result.parts += found
            result.other_sheets += [(source.name, NOT_NAMED) for source in of_file if source not in named]
        else:
            _choose_of_file(of_file, wanted, result)
    _say_of_which(result)
    return result


def _say_of_which(result: Understood) -> None:
    """Gives each part its findings, and has remedies name the sheet where several are read."""
    several = len({part.name for part in result.parts}) > 1
    for part in result.parts:
        part.findings = Findings(part.name, several, where=part.source.where)
        if several:
            part.problems = [
                replace(problem, remedy=naming(part.name, problem.remedy)) for problem in part.problems
            ]
        elif len(result.parts) > 1:
            part.problems = [
                replace(problem, remedy=naming(part.rows.where, problem.remedy, "--columns"))
                for problem in part.problems
            ]
        result.problems += part.problems


def _look(source: Source, wanted: Wanted) -> list[Part]:
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


def _may_hold_fees(part: Part) -> bool:
    """Whether the sheet has a table with a column of amounts, or one that is asked for."""
    return part.layout is not None and not any(problem.code == NO_PRICES for problem in part.problems)


def _choose_of_file(sources: Sequence[Source], wanted: Wanted, result: Understood) -> None:
    """The one sheet of a file that can hold fees; a question where there are several, or none."""
    hidden = [source for source in sources if source.sheet.hidden]
    shown = [source for source in sources if not source.sheet.hidden] or hidden
    looked = {source.name: _look(source, wanted) for source in sources}
    found = _holding_fees(shown, looked, wanted)
    if not found and len(shown) == 1:
        found = shown
    if len(found) == 1:
        result.parts += looked[found[0].name]
    elif found:
        result.problems.append(_which_sheet(found, looked))
    else:
        result.problems.append(_none_holds_fees(shown, looked))
    if shown == hidden:
        result.problems.append(_all_hidden(hidden))
    result.hidden_sheets += [source.name for source in hidden]
    result.other_sheets += [
        (source.name, _why_not(source, looked[source.name])) for source in sources if source not in found
    ]


def _holding_fees(
    shown: Sequence[Source], looked: Mapping[str, Sequence[Part]], wanted: Wanted
) -> list[Source]:
    """The sheets that can hold fees as a whole, whatever rows the user names; else those that can in these
    rows. Of several, those that have the columns that the user names and say no other period."""
    found: list[Source] = []
    if wanted.rows and len(shown) > 1:
        whole = {source.name: _look(source, replace(wanted, rows=())) for source in shown}
        found = [source for source in shown if any(map(_may_hold_fees, whole[source.name]))]
    found = found or [source for source in shown if any(map(_may_hold_fees, looked[source.name]))]
    for code in (NO_SUCH_COLUMN, OTHER_PERIOD):
        found = [
            source
            for source in found
            if all(problem.code != code for part in looked[source.name] for problem in part.problems)
        ] or found
    return found


def _why_not(source: Source, parts: Sequence[Part]) -> str:
    """Why nothing is read of a sheet that the user does not name."""
    hidden = "hidden; " if source.sheet.hidden else ""
    if any(map(_may_hold_fees, parts)):
        return f'{hidden}its table is read with --sheet "{source.name}"'
    if parts[0].layout is not None:
        for problem in parts[0].problems:
            if problem.code in (NO_PRICES, NO_SUCH_COLUMN):
                return f"{hidden}{problem.message.partition(', so this')[0]}"
    return f"{hidden}{'no table of item codes and prices' if parts[0].has_cells else 'empty'}"


def _which_sheet(found: Sequence[Source], looked: Mapping[str, Sequence[Part]]) -> Problem:
    layouts = [part.layout for source in found for part in looked[source.name][:1]]
    listed = "; ".join(
        f"'{layout.name}' ({layout.survey.last_row - layout.last_heading:,} rows)"
        for layout in layouts
        if layout is not None
    )
    every = " ".join(f'--sheet "{source.name}"' for source in found)
    return Problem(
        "which-sheet",
        found[0].book.name,
        f"{len(found)} sheets could hold the fees: {listed}; none was taken.",
        f"Pass {every} for {'both' if len(found) == 2 else 'all of them'}, or one.",
    )


def _none_holds_fees(shown: Sequence[Source], looked: Mapping[str, Sequence[Part]]) -> Problem:
    message = (
        f"none of its {len(shown)} sheets has a column of prices in dollars beside item codes,"
        " so this is no fee schedule."
    )
    remedy = "Name the workbook with the fees"
    tables = [source for source in shown if any(part.layout is not None for part in looked[source.name])]
    if tables:
        every = " or ".join(f'--sheet "{source.name}"' for source in tables[:_MOST_SHEETS])
        remedy += f", or pass {every} for what keeps its table from being one"
    remedy += "."
    reasons = [problem for source in shown for part in looked[source.name] for problem in part.problems]
    weights = next((p for p in reasons if p.code == NO_PRICES and "no dollars" in p.message), None)
    if weights is not None:
        message += f" For one, {weights.place}: {weights.message}"
    return Problem(NO_PRICES, shown[0].book.name, message, remedy)


def _all_hidden(hidden: Sequence[Source]) -> Problem:
    return Problem(
        "hidden-sheets",
        "the workbook",
        f"every sheet is hidden ({', '.join(source.name for source in hidden)}).",
        f'Pass --sheet "{hidden[0].name}" if its fees are meant to be used.',
    )


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
