"""What of the files is not read, and why: every other sheet, every other column, rows by their kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kfees.importing.choosing import Part, Understood
from kfees.importing.findings import Note, ranges
from kfees.importing.layout import SheetColumn, shorten
from kfees.importing.sources import EVERY_ROW

_LEFT_OUT = ", left out"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`place`: "sheet 'Fees', column D"; `what` is there; and `why` it is not read."""

    place: str
    what: str
    why: str


def left_out(understood: Understood) -> Iterator[LeftOut]:
    """Everything that is not read of the files."""
    for name, why in understood.other_sheets:
        yield LeftOut(f"sheet '{name}'", "sheet", why)
    for part in understood.parts:
        for column, why in other_columns(part):
            yield LeftOut(f"sheet '{part.name}', column {column.letter}", column.described, why)
        for note in part.findings.notes.values():
            if _LEFT_OUT in note.kind:
                yield LeftOut(f"sheet '{part.name}', {_rows(note)}", "; ".join(note.examples), _why(note))
        if part.rows is not EVERY_ROW:
            rows = f"other rows than {part.rows.first}-{part.rows.last}"
            yield LeftOut(f"sheet '{part.name}', {rows}", "rows", f"--rows {part.rows.typed}")


def other_columns(part: Part) -> Iterator[tuple[SheetColumn, str]]:
    """Each column of the table that has no role, and why."""
    chosen = part.chosen
    taken = {column.number for column in chosen.roles.values()}
    taken |= {amount.column.number for amount in chosen.amounts}
    for number, column in part.layout.columns.items() if part.layout is not None else ():
        if number not in taken and (column.filled or column.heading):
            yield column, _why_unread(column, part)


def _why_unread(column: SheetColumn, part: Part) -> str:
    if column in part.chosen.others:
        return "another column of amounts was chosen" if part.chosen.amounts else "asked about"
    if not column.filled:
        return "nothing stands below its heading where the sheet was looked at"
    words = "no heading" if not column.heading else f"'{shorten(column.heading, 30)}'"
    return f"{words} says nothing that a schedule has"


def _rows(note: Note) -> str:
    """'rows 3, 9-12', as far as they are kept by name."""
    numbers = [int(cell.removeprefix("row ")) for cell in note.cells if cell.startswith("row ")]
    if not numbers:
        return ", ".join(note.cells)
    named = f"{'row' if len(numbers) == 1 else 'rows'} {ranges(numbers)}"
    return named if len(numbers) == note.count else f"{note.count:,} rows, the first being {named}"


def _why(note: Note) -> str:
    return note.kind.replace(_LEFT_OUT, "")
