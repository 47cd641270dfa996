"""Options that several commands share, and the way out to a file."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import click

from kfees.dates import parse_date
from kfees.errors import InputError, Problem, Unreadable


class DateOption(click.ParamType[date]):
    """An ISO date."""

    name = "date"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> date:
        try:
            return parse_date(value)
        except Unreadable as error:
            self.fail(f"{error.message} {error.remedy}", parameter, context)


DATE = DateOption()

schedules_option = click.option(
    "--schedules",
    "overlays",
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


def read_input(path: str) -> bytes:
    """The bytes of a file, or of standard input for '-'."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputError(
            [
                Problem(
                    "no-file", path, f"it cannot be read ({error.strerror}).", "Check the name of the file."
                )
            ]
        ) from None


def write_output(content: str | bytes, path: str | None) -> None:
    """Write to a file, whole or not at all, or to standard output. Text ends with a line break."""
    if isinstance(content, str) and not content.endswith("\n"):
        content = f"{content}\n"
    if path is None:
        click.echo(content, nl=False)
        return
    target = Path(path)
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as aside:
            aside.write(content.encode() if isinstance(content, str) else content)
        Path(aside.name).replace(target)
    except OSError as error:
        raise InputError(
            [Problem("cannot-write", path, f"it cannot be written ({error.strerror}).", "Check the folder.")]
        ) from None
