"""The importer's front: files that hold a schedule to its versions, or every problem by sheet and cell.

Whether they hold fees or weights is decided here. Nothing is written.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from kfees.importing.again import say_what_is_there
from kfees.importing.choices import split_place
from kfees.importing.fees import Imported, import_fees
from kfees.importing.sources import Source, full_name, sources_of, split_sheet
from kfees.importing.stating import ImportAsked
from kfees.importing.weighted import ImportedWeights, import_weights
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.reading.file_limits import SCHEDULE, WorkbookLimits
from kfees.reading.opening import Workbook
from kfees.reading.sheet import Progress
from kfees.reading.table_file import open_table_file

_SELDOM = (200_000, 20, 50)
"""After how many objects garbage is looked for while sheets are read."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read, by the name that people know it by."""

    name: str
    content: bytes


def import_tables(
    files: Sequence[SourceFile],
    asked: ImportAsked,
    library: Library,
    origin: str,
    progress: Progress | None = None,
    limits: WorkbookLimits = SCHEDULE,
) -> Imported | ImportedWeights:
    """Read what files hold against what is loaded. `origin` is the folder that the version is meant for,
    `limits` what each file may come to.

    Raises InputError only where the schedule's name cannot be or a file cannot be opened; every other
    problem is in the result.
    """
    check_schedule_name(asked.schedule)
    with _seldom_collected(), ExitStack() as stack:
        books = list(_opened(files, stack, limits))
        sources = sources_of(books)
        asked = _with_full_names(asked, sources)
        weights = import_weights(books, sources, asked, library, origin, progress)
        result = weights or import_fees(books, sources, asked, library, origin, progress)
        result.said[:0] = filter(None, dict.fromkeys(book.untold for book in books))
    say_what_is_there(result, library, asked.schedule)
    return result


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """A sheet becomes millions of objects, none of which refers to itself: looking for such again and again,
    as is done after some hundred, takes a fifth of the time."""
    usual = gc.get_threshold()
    if not 0 < usual[0] < _SELDOM[0]:  # switched off, or so already by another import
        yield
        return
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _opened(files: Sequence[SourceFile], stack: ExitStack, limits: WorkbookLimits) -> Iterator[Workbook]:
    """Every file, opened. Raises InputError with what is wrong with each of them."""
    problems: list[Problem] = []
    for file in files:
        try:
            yield stack.enter_context(open_table_file(file.content, file.name, limits))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


def _with_full_names(asked: ImportAsked, sources: Sequence[Source]) -> ImportAsked:
    """Each sheet that a flag names by the name that no other sheet has."""
    choices = asked.choices
    cells = {split_place(place): words for place, words in choices.set_cells.items()}
    rows = [row if isinstance(row, tuple) else ("", row) for row in choices.skip_rows]
    columns = {split_sheet(role): column for role, column in asked.columns.items()}

    def prefix(sheet: str, mark: str) -> str:
        return f"{full_name(sheet, sources)}{mark}" if sheet else ""

    def named_on(column: str) -> str:
        sheet, name = split_sheet(column)
        return f"{prefix(sheet, ':')}{name}"

    return replace(
        asked,
        rows=[replace(part, sheet=full_name(part.sheet, sources)) for part in asked.rows],
        columns={f"{prefix(sheet, ':')}{role}": column for (sheet, role), column in columns.items()},
        choices=replace(
            choices,
            set_cells={f"{prefix(sheet, '!')}{cell}": words for (sheet, cell), words in cells.items()},
            skip_rows=[(full_name(sheet, sources), row) if sheet else row for sheet, row in rows],
            as_stored=[named_on(name) for name in choices.as_stored],
            where=[(named_on(name), said) for name, said in choices.where],
        ),
    )


def check_schedule_name(name: str) -> None:
    """A schedule's name is a folder's name: small letters, digits and hyphens. Raises InputError."""
    plain = name.replace("-", "")
    if not (plain.isascii() and plain.isalnum() and plain == plain.lower() and name[0] != "-"):
        message = f"{name!r} cannot name a schedule."
    elif name in ("regimens", "settings"):
        message = f"{name!r} is the folder of the {name}."
    else:
        return
    remedy = "Use small letters, digits and hyphens."
    raise InputError([Problem("bad-schedule-name", "--schedule", message, remedy)])
