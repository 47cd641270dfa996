"""The table of an import as a page shows it: what each column is read as, and each doubt at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kfees.importing.choosing import Part
from kfees.importing.fees import Imported
from kfees.importing.headings import ROLES
from kfees.importing.layout import SheetColumn, shorten
from kfees.importing.left_out import other_columns
from kfees.model.dates import in_words
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
    """A sheet's table. `rows`: by their numbers, the first and those with doubts."""

    name: str
    headings: str
    columns: list[TableColumn]
    rows: list[tuple[int, list[TableCell]]]


def understood_tables(result: Imported, answers: Sequence[str]) -> Iterator[UnderstoodTable]:
    """Each part that has a layout."""
    parts = [part for part in result.understood.parts if part.layout is not None]
    for part in parts:
        yield _table(part, answers, several=len(parts) > 1)


def _table(part: Part, answers: Sequence[str], *, several: bool) -> UnderstoodTable:
    layout = part.layout
    assert layout is not None
    roles: dict[int, str] = {column.number: role for role, column in part.chosen.roles.items()}
    roles |= {amount.column.number: "amount" for amount in part.chosen.amounts}
    unread = {column.number: why for column, why in other_columns(part)}
    columns = [
        _column(column, roles.get(number, ""), unread.get(number, ""), answers, part.name if several else "")
        for number, column in sorted(layout.columns.items())
        if number in roles or number in unread
    ][:MOST_COLUMNS]
    rows = f"{layout.first_heading}"
    if layout.last_heading != layout.first_heading:
        rows += f"-{layout.last_heading}"
    return UnderstoodTable(part.name, rows, columns, list(_rows(part, columns)))


def _column(column: SheetColumn, role: str, why: str, answers: Sequence[str], sheet: str) -> TableColumn:
    def flag(role: str, name: str) -> str:
        said = f"{sheet}:{role}={name}" if sheet else f"{role}={name}"
        return f"--columns {quoted(said)}"

    choices: list[tuple[str, str]] = [(flag(each, column.letter), each) for each in ROLES]
    if role not in ("", "item", "amount"):
        choices.append((flag(role, "none"), ""))
    chosen = next((choice for choice, _ in choices if choice in answers), "")
    heading = shorten(column.heading, 60)
    return TableColumn(column.number, column.letter, heading, role, why, choices, chosen)


def _rows(part: Part, columns: Sequence[TableColumn]) -> Iterator[tuple[int, list[TableCell]]]:
    layout = part.layout
    assert layout is not None
    doubts: dict[tuple[int, int], list[str]] = {}
    for wrong in part.findings.wrong:
        doubts.setdefault((wrong.row, wrong.column), []).append(wrong.problem.message)
    first = max(layout.last_heading + 1, part.rows.first)
    head = [row for row in layout.survey.head if row.number >= first]
    doubtful = list(dict.fromkeys(row for row, _ in doubts))[:MOST_DOUBTFUL]
    wanted = {row.number: row for row in head[:FIRST_ROWS]}
    wanted |= {row.number: row for row in head if row.number in doubtful}
    found = {(wrong.row, wrong.column): wrong.found for wrong in part.findings.wrong}
    for number in sorted({*wanted, *doubtful}):
        row = wanted.get(number)
        yield number, [_cell(row, column, found, doubts, number, part) for column in columns]


def _cell(
    row: SheetRow | None,
    column: TableColumn,
    found: dict[tuple[int, int], str],
    doubts: dict[tuple[int, int], list[str]],
    number: int,
    part: Part,
) -> TableCell:
    place = (number, column.number)
    text = found.get(place, "")
    if row is not None and (cell := row.cells.get(column.number)) is not None:
        assert part.layout is not None
        day = moment(cell, part.layout.survey.epoch)
        text = in_words(day.date()) if day is not None else shown(cell)
    return TableCell(shorten(text, 80), doubts.get(place, []), bool(column.role))
