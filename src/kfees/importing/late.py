"""Columns that are blank where a sheet is looked at, and are met in the pass over its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kfees.importing.chosen import Chosen, is_chosen
from kfees.importing.findings import Findings
from kfees.importing.items import ItemRow
from kfees.importing.layout import Layout, SheetColumn
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


def _question(column: SheetColumn, row: int, findings: Findings) -> Problem:
    joined, none = (findings.column_flag("--columns", f"modifier={said}") for said in (column.letter, "none"))
    return Problem(
        "which-modifier-column",
        findings.place(f"{column.letter}{row}", row),
        f"column {column.described} is blank further up, and not in this row of an item that has several.",
        f"Pass {joined} where it is part of the code, {none} where it is not.",
    )
