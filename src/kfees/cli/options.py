"""Options that several commands share, and the way out to a file."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import date
from pathlib import Path, PurePath
from typing import Any

import click

from kfees.cli.named_files import INPUT
from kfees.cli.standard_streams import show_data, to_standard_output
from kfees.library.library import Library
from kfees.library.outputs import written
from kfees.model.dates import today_in
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.reading.as_written.typed import day_typed, typed_day


class DateOption(click.ParamType[date]):
    """A day as people write it."""

    name = "date"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else typed_day(str(value))
        except Unreadable as error:
            self.fail(f"{error.message} {error.remedy}", parameter, context)


class TypedDay(click.ParamType[str]):
    """A day as people write it, for a request that is checked later as a whole."""

    name = "date"

    def convert(self, value: Any, _: click.Parameter | None, __: click.Context | None) -> str:
        return day_typed(str(value))


DATE, TYPED_DAY = DateOption(), TypedDay()

schedules_option = click.option(
    "--schedules",
    "overlays",
    type=INPUT,
    multiple=True,
    metavar="DIR",
    help="A folder of schedule versions that hide the shipped ones; repeatable.",
)
locale_option = click.option(
    "--locale", default="en_AU", show_default=True, metavar="NAME", help="How amounts and dates are written."
)
as_of_option = click.option(
    "--as-of", type=DATE, metavar="DATE", help="The day from which staleness is judged; today unless given."
)


def judged_on(as_of: date | None, payer: str, library: Library) -> date:
    """The day that a flag gives; else today where the payer is. One that is none is refused later."""
    known = library.of(payer) if payer in library.payers else library
    return as_of or today_in(known.payer.time_zone)


def read_input(path: str) -> bytes:
    """The bytes of a file, or of standard input for '-'."""
    if path == "-" and sys.stdin is None:
        remedy = "Send the request to it, or name a file."
        raise InputError([Problem("no-file", "standard input", "it is closed.", remedy)])
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        place = "standard input" if path == "-" else path
        message = f"it cannot be read ({error.strerror})."
        raise InputError([Problem("no-file", place, message, "Check the name of the file.")]) from None


def workbook_path(path: str | None) -> str:
    """The file for a workbook, which is not for the screen."""
    if path is None:
        raise InputError(
            [Problem("no-output", "--format xlsx", "a workbook is not for the screen.", "Pass -o FILE.xlsx.")]
        )
    return path


def form_of(output: str | None, endings: Collection[str]) -> str:
    """The format that a file's ending names: a table in a file that calls itself a workbook opens nowhere."""
    ending = PurePath(output or "").suffix.lower().removeprefix(".")
    return ending if ending in endings else "table"


def write_output(content: str | bytes, path: str | None, *, data: bool = False) -> None:
    """Write to a file, whole or not at all and without colours, or text to standard output; `data` is for
    programs, and for people what is not."""
    write_outputs((content, path), data=data)


def write_outputs(*outputs: tuple[str | bytes, str | None], data: bool = False) -> None:
    """Write each to its file, all of them or none; then text that has no file to standard output."""
    for content, path in outputs:
        if path is None and isinstance(content, bytes):
            message = "this format is not text, and no file is named."
            raise InputError([Problem("no-output", "-o", message, "Name a file with -o FILE.")])
    filed = [(content, path) for content, path in outputs if path is not None]
    with written(*(path for _, path in filed)) as parts:
        for part, (content, _) in zip(parts, filed, strict=True):
            part.write(_as_bytes(_ended(content)))
    for content, path in outputs:
        if path is None and isinstance(content, str):
            with to_standard_output():
                show_data(content) if data else click.echo(_ended(content), nl=False)


def _ended(content: str | bytes) -> str | bytes:
    return f"{content}\n" if isinstance(content, str) and not content.endswith("\n") else content


def _as_bytes(content: str | bytes) -> bytes:
    return click.unstyle(content).encode() if isinstance(content, str) else content
