"""Columns that are blank where a sheet is looked at, and are met in the pass over its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kfees.importing.chosen import Chosen, is_chosen
from kfees.importing.findings import Findings
from kfees.importing.item_row import ItemRow
from kfees.importing.layout import Layout, SheetColumn
from kfees.importing.sources import Rows
from kfees.model.problems import Problem


def reads_otherwise(before: Chosen, after: Chosen) -> bool:
    """Whether what was met gives a column another role, so that the rows are to be read again."""
    return _taken(before) != _taken(after)


def _taken(chosen: Chosen) -> tuple[dict[str, int], list[int]]:
    roles = {str(role): column.number for role, column in chosen.roles.items()}
    return roles, [amount.column.number for amount in chosen.amounts]


def asked_of_late(
    layout: Layout, chosen: Chosen, items: Sequence[ItemRow], findings: Findings, named: Iterable[str]
) -> Iterator[Problem]:
    """A question for each column without a role that says something of one of several rows of an item.

    `named`: the roles of which the user said which column has them, or that none has.
    """
    if "modifier" in chosen.roles or "modifier" in named:
        return
    often = Counter(item.code for item in items)
    twice = {item.row for item in items if often[item.code] > 1}
    for column in layout.columns.values():
        if not is_chosen(column, chosen) and (rows := column.late_rows & twice):
            yield _question(column, min(rows), findings)


def table_aside(layout: Layout, chosen: Chosen, findings: Findings) -> Problem | None:
    """A question for a table that stands beside, further down than the sheet was looked at."""
    for columns in _side_by_side(layout, chosen):
        late = [column for column in columns if column.late_rows]
        figures = any(column.holds_amounts for column in late)
        if figures and any(column.words or column.codes > column.numbers for column in late):
            return _which_table(layout, columns, findings)
    return None


def _side_by_side(layout: Layout, chosen: Chosen) -> Iterator[list[SheetColumn]]:
    """Columns without a role next to each other, of which one is met late and no heading was known."""
    run: list[SheetColumn] = []
    for number in range(1, max(layout.columns) + 2):
        column = layout.columns.get(number)
        if column is not None and column.filled and not is_chosen(column, chosen):
            run.append(column)
        else:
            if len(run) > 1 and any(one.late_rows and not one.heading for one in run):
                yield run
            run = []


def _which_table(layout: Layout, columns: list[SheetColumn], findings: Findings) -> Problem:
    late = [column for column in columns if column.late_rows]
    first, last = min(min(one.late_rows) for one in late), max(max(one.late_rows) for one in late)
    if not any(first in column.values for column in late):
        first += 1  # its headings
    aside = Rows(first, last, "", columns[0].number, columns[-1].number)
    before = [number for number in layout.columns if number < columns[0].number] or [1]
    ends = max(findings.last_row, last)
    table = Rows(layout.last_heading + 1, ends, "", min(before), max(before))
    flags = [findings.column_flag("--rows", rows.where) for rows in (table, aside)]
    return Problem(
        "side-by-side",
        findings.place(f"{columns[0].letter}{first}", first),
        f"cells {aside.where} hold a table of their own beside the one above and left of them.",
        f"Pass {flags[0]} or {flags[1]} for one of them, or each of these for both.",
    )


def _question(column: SheetColumn, row: int, findings: Findings) -> Problem:
    joined, none = (findings.column_flag("--columns", f"modifier={said}") for said in (column.letter, "none"))
    return Problem(
        "which-modifier-column",
        findings.place(f"{column.letter}{row}", row),
        f"column {column.described} is blank further up, and not in this row of an item that has several.",
        f"Pass {joined} where it is part of the code, {none} where it is not.",
    )
