"""The importer's front: files that hold a schedule to its versions, or every problem by sheet and cell.

Whether they hold fees or weights is decided here. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from kfees.importing.fees import Imported, import_fees
from kfees.importing.stating import ImportAsked
from kfees.importing.weighted import ImportedWeights, import_weights
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.reading.sheet import Progress
from kfees.reading.table_file import open_table_file


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
) -> Imported | ImportedWeights:
    """Read what files hold against what is loaded. `origin` is the folder that the version is meant for.

    Raises InputError only where the schedule's name cannot be or a file cannot be opened; every other
    problem is in the result.
    """
    check_schedule_name(asked.schedule)
    if len(files) != 1:
        message = f"{len(files)} files were given."
        raise InputError([Problem("several-files", files[1].name, message, "Give one file.")])
    with ExitStack() as stack:
        [book] = [stack.enter_context(open_table_file(file.content, file.name)) for file in files]
        weights = import_weights(book, asked, library, origin, progress)
        return weights or import_fees(book, asked, library, origin, progress)


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
