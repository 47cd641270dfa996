"""What of the files is not read, and why: every other sheet, every other column, rows by their kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kfees.importing.choosing import Understood
from kfees.importing.findings import Findings, Note, ranges
from kfees.importing.heading_rows import possible_roles
from kfees.importing.layout import SheetColumn
from kfees.importing.looking import Part
from kfees.importing.sources import EVERY_ROW
from kfees.importing.weight_sheets import WeightSheet

_LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`place`: "sheet 'Fees', column D"; `what` is there; and `why` it is not read."""

    place: str
    what: str
    why: str


def left_out_of_weights(
    read: Iterable[WeightSheet], others: Iterable[str], hidden: Iterable[str]
) -> Iterator[LeftOut]:
    """The same of a workbook of weights."""
    for name in others:
        yield LeftOut(f"sheet '{name}'", "sheet", "neither weights nor their price")
    for name in hidden:
        yield LeftOut(f"sheet '{name}'", "sheet", "hidden")
    for sheet in read:
        for column, why in other_weight_columns(sheet):
            yield LeftOut(f"sheet '{sheet.name}', column {column.letter}", column.described, why)
        yield from _left_out_rows(sheet.findings)


def other_weight_columns(sheet: WeightSheet) -> Iterator[tuple[SheetColumn, str]]:
    """Each column of a sheet of weights that has no role, and why."""
    taken = {column.number for column in sheet.roles.values()}
    for number, column in sheet.layout.columns.items():
        if number not in taken and (column.filled or column.heading):
            yield column, "its heading says nothing that weights have"


def left_out(understood: Understood) -> Iterator[LeftOut]:
    """Everything that is not read of files of fees."""
    for name, why in understood.other_sheets:
        yield LeftOut(f"sheet '{name}'", "sheet", why)
    for part in understood.parts:
        for column, why in other_columns(part):
            yield LeftOut(f"sheet '{part.name}', column {column.letter}", column.described, why)
        yield from _left_out_rows(part.findings)
        if part.rows is not EVERY_ROW:
            rows = f"other {'cells' if part.rows.is_of_columns else 'rows'} than {part.rows.where}"
            yield LeftOut(f"sheet '{part.name}', {rows}", "rows", f"--rows {part.rows.typed}")


def _left_out_rows(findings: Findings) -> Iterator[LeftOut]:
    for note in findings.notes.values():
        if _LEFT_OUT in note.kind:
            why = note.kind.removesuffix(f", {_LEFT_OUT}")
            yield LeftOut(f"sheet '{findings.sheet}', {_rows(note)}", "; ".join(note.examples), why)


def other_columns(part: Part) -> Iterator[tuple[SheetColumn, str]]:
    """Each column of the table that has no role, and why."""
    chosen = part.chosen
    taken = {column.number for column in chosen.roles.values()}
    taken |= {amount.column.number for amount in chosen.amounts}
    for number, column in part.layout.columns.items() if part.layout is not None else ():
        if number not in taken and (column.filled or column.heading):
            yield column, _why_unread(column, part)


def _why_unread(column: SheetColumn, part: Part) -> str:
    """Said by whoever chose; else by what its heading says, and what was taken for that."""
    if (why := part.chosen.unread.get(column.number)) is not None:
        return why
    if column in part.chosen.others:
        return "another column was chosen as the amount" if part.chosen.amounts else "asked about"
    if not column.filled:
        return "nothing stands below its heading where the sheet was looked at"
    role = next(possible_roles(column.own), None)
    if role is None:
        return "no heading" if not column.heading else "its heading says nothing that a schedule has"
    taken = role in part.chosen.roles or (role == "amount" and part.chosen.amounts)
    return f"another column was chosen as the {role.replace('_', ' ')}" if taken else "asked about"


def _rows(note: Note) -> str:
    """'rows 3, 9-12', as far as they are kept by name."""
    numbers = [int(cell.removeprefix("row ")) for cell in note.cells if cell.startswith("row ")]
    if not numbers:
        return ", ".join(note.cells)
    named = f"{'row' if len(numbers) == 1 else 'rows'} {ranges(numbers)}"
    return named if len(numbers) == note.count else f"{note.count:,} rows, the first being {named}"
