"""Options that several commands share, and the way out to a file."""

from __future__ import annotations

import contextlib
import secrets
import sys
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from kfees.dates import parse_date
from kfees.errors import InputError, Problem, Unreadable

if TYPE_CHECKING:
    from babel.core import Locale


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


def locale_named(name: str) -> Locale:
    """How a locale writes amounts and dates. Raises InputError where none has that name."""
    from babel.core import Locale, UnknownLocaleError  # heavy, and only for people

    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        problem = Problem(
            "unknown-locale", "--locale", f"{name!r} is not known.", "Name one such as en_AU, el or vi."
        )
        raise InputError([problem]) from None


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


def write_output(content: str | bytes, path: str | None) -> None:
    """Write to a file, whole or not at all and without colours, or text to standard output."""
    write_outputs((content, path))


def write_outputs(*outputs: tuple[str | bytes, str | None]) -> None:
    """Write each to its file, all of them or none; then text that has no file to standard output."""
    for content, path in outputs:
        if path is None and isinstance(content, bytes):
            message = "this format is not text, and no file is named."
            raise InputError([Problem("no-output", "-o", message, "Name a file with -o FILE.")])
    with contextlib.ExitStack() as asides:
        ready = [
            (asides.enter_context(_aside(content, path)), path)
            for content, path in outputs
            if path is not None
        ]
        for aside, path in ready:
            aside.replace(path)
    for content, path in outputs:
        if path is None:
            click.echo(_ended(content), nl=False)


def _ended(content: str | bytes) -> str | bytes:
    return f"{content}\n" if isinstance(content, str) and not content.endswith("\n") else content


@contextlib.contextmanager
def _aside(content: str | bytes, path: str) -> Iterator[Path]:
    """The content in a file beside the one that is meant, which is gone at the end unless it was moved."""
    written = _ended(content)
    target = Path(path)
    aside = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}")
    try:
        if target.exists() and not target.is_file():
            raise OSError(None, "it is no ordinary file")
        with aside.open("xb") as file:
            file.write(click.unstyle(written).encode() if isinstance(written, str) else written)
        yield aside
    except OSError as error:
        raise InputError(
            [Problem("cannot-write", path, f"it cannot be written ({error.strerror}).", "Check the folder.")]
        ) from None
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()
