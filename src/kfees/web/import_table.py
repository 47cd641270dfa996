"""The table of an import as a page shows it: what each column is read as, and each doubt at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kfees.importing.fees import Imported
from kfees.importing.findings import Findings
from kfees.importing.headings import ROLES
from kfees.importing.layout import Layout, SheetColumn, shorten
from kfees.importing.left_out import other_columns, other_weight_columns
from kfees.importing.looking import Part
from kfees.importing.weight_columns import ROLES_BY_STREAM
from kfees.importing.weight_sheets import WeightSheet
from kfees.importing.weighted import ImportedWeights
from kfees.model.english import in_words
from kfees.reading.cell import moment, shown
from kfees.reading.sheet import SheetRow
from kfees.web.import_form import quoted

FIRST_ROWS, MOST_DOUBTFUL, MOST_COLUMNS = 6, 30, 40


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`choices`: what may be said of it, each as a flag and its role; `chosen`: the flag that was said."""

    number: int
    letter: str
    heading: str
    role: str
    why_unread: str
    choices: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class TableCell:
    text: str
    doubts: list[str]
    read: bool


@dataclass(frozen=True, slots=True)
class UnderstoodTable:
    """A sheet's table. `headings`: their rows, if any; `rows`: by their numbers, the first and those with
    doubts."""

    name: str
    headings: str
    columns: list[TableColumn]
    rows: list[tuple[int, list[TableCell]]]


def understood_tables(
    result: Imported | ImportedWeights, answers: Sequence[str]
) -> Iterator[UnderstoodTable]:
    """Each part that has a layout, and each sheet of weights."""
    if isinstance(result, ImportedWeights):
        yield from (_of_weights(sheet, answers) for sheet in result.sheets.found.values())
        return
    parts = [(part, part.layout) for part in result.understood.parts if part.layout is not None]
    for part, layout in parts:
        yield _of_fees(part, layout, answers, several=len(parts) > 1)


def _of_fees(part: Part, layout: Layout, answers: Sequence[str], *, several: bool) -> UnderstoodTable:
    roles: dict[int, str] = {column.number: role for role, column in part.chosen.roles.items()}
    roles |= {amount.column.number: "amount" for amount in part.chosen.amounts}
    unread = {column.number: why for column, why in other_columns(part)}
    prefix = f"{part.name}:" if several else ""
    first = max(layout.last_heading + 1, part.rows.first)
    return _table(layout, part.findings, first, roles, unread, [f"{prefix}{role}" for role in ROLES], answers)


def _of_weights(sheet: WeightSheet, answers: Sequence[str]) -> UnderstoodTable:
    layout = sheet.layout
    roles = {column.number: f"{sheet.stream}.{role}" for role, column in sheet.roles.items()}
    unread = {column.number: why for column, why in other_weight_columns(sheet)}
    offered = [role for role in ROLES_BY_STREAM if role.startswith(f"{sheet.stream}.")]
    return _table(layout, sheet.findings, layout.last_heading + 1, roles, unread, offered, answers)


def _table(
    layout: Layout,
    findings: Findings,
    first: int,
    roles: Mapping[int, str],
    unread: Mapping[int, str],
    offered: Sequence[str],
    answers: Sequence[str],
) -> UnderstoodTable:
    """`first`: the first row of data; `offered`: the roles that may be said of a column, as a flag has
    them."""
    columns = [
        _column(column, roles.get(number, ""), unread.get(number, ""), offered, answers)
        for number, column in sorted(layout.columns.items())
        if number in roles or number in unread
    ][:MOST_COLUMNS]
    rows = ""
    if layout.has_headings:
        rows = "-".join(dict.fromkeys(map(str, (layout.first_heading, layout.last_heading))))
    return UnderstoodTable(layout.name, rows, columns, list(_rows(layout, findings, first, columns)))


def _column(
    column: SheetColumn, role: str, why: str, offered: Sequence[str], answers: Sequence[str]
) -> TableColumn:
    def flag(role: str, name: str) -> str:
        return f"--columns {quoted(f'{role}={name}')}"

    choices = [(flag(each, column.letter), each.rpartition(":")[2]) for each in offered]
    own = next((each for each in offered if each.rpartition(":")[2] == role), "")
    if own and own.rpartition(":")[2].rpartition(".")[2] not in ("item", "amount"):
        choices.append((flag(own, "none"), ""))
    chosen = next((choice for choice, _ in choices if choice in answers), "")
    heading = shorten(column.heading, 60)
    return TableColumn(column.number, column.letter, heading, role, why, choices, chosen)


def _rows(
    layout: Layout, findings: Findings, first: int, columns: Sequence[TableColumn]
) -> Iterator[tuple[int, list[TableCell]]]:
    doubts: dict[tuple[int, int], list[str]] = {}
    for wrong in findings.wrong:
        doubts.setdefault((wrong.row, wrong.column), []).append(wrong.problem.message)
    head = [row for row in layout.survey.head if row.number >= first]
    doubtful = list(dict.fromkeys(row for row, _ in doubts))[:MOST_DOUBTFUL]
    wanted = {row.number: row for row in head[:FIRST_ROWS]}
    wanted |= {row.number: row for row in head if row.number in doubtful}
    found = {(wrong.row, wrong.column): wrong.found for wrong in findings.wrong}
    for number in sorted({*wanted, *doubtful}):
        row = wanted.get(number)
        yield (
            number,
            [
                TableCell(
                    _shown(row, column.number, layout) or shorten(found.get((number, column.number), ""), 80),
                    doubts.get((number, column.number), []),
                    bool(column.role),
                )
                for column in columns
            ],
        )


def _shown(row: SheetRow | None, column: int, layout: Layout) -> str:
    """What a cell shows; empty of a row further down than was looked at."""
    if row is None or (cell := row.cells.get(column)) is None:
        return ""
    day = moment(cell, layout.survey.epoch)
    return in_words(day.date()) if day is not None else shorten(shown(cell), 80)
