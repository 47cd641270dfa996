"""What a command is asked: the file of a request, JSON or the filled-in workbook of `kfees template`, and
the few flags of a course that replace what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from kfees.cli.options import TYPED_DAY, read_input
from kfees.engine.asked import Asked
from kfees.engine.asking import is_saved_quote
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.reading.as_written.typed import weight_typed
from kfees.reading.json_and_toml import read_json

FLAGS = ("regimen", "setting", "start", "weight_kg")


def course_flags(command: Callable[..., None]) -> Callable[..., None]:
    """The flags that every course needs; the rest stands in its file."""
    for option in (
        click.option("--weight", "weight_kg", metavar="KG", help="Body weight, where the dose goes by it."),
        click.option(
            "--start", type=TYPED_DAY, metavar="DATE", help="The first treatment day, such as 2024-08-05."
        ),
        click.option("--setting", metavar="NAME", help="Such as private-day-hospital or consulting-rooms."),
        click.option("--regimen", metavar="NAME", help="Such as crps-4-day or crps-10-day."),
    ):
        command = option(command)
    return command


def stated(flags: dict[str, Any]) -> dict[str, Any]:
    """The part of a request that these flags state."""
    found = {key: flags[key] for key in FLAGS if flags[key] is not None}
    if "weight_kg" in found:
        found["weight_kg"] = weight_typed(found["weight_kg"])
    return found


def read_asked(path: str | None, library: Library) -> Asked:
    """What the file asks, as loose data; nothing where none is named. InputError where it is neither, or a
    quote."""
    if path is None:
        return Asked({})
    content = read_input(path)
    from kfees.reading.opening import looks_like_a_workbook

    if looks_like_a_workbook(content, path):
        from kfees.documents.form.filled import read_filled

        return read_filled(content, path, library)
    value = read_json(content, path)
    if isinstance(value, Mapping) and is_saved_quote(value):
        import shlex  # only on the way to this message

        remedy = f"Price it again: kfees replay {shlex.quote(path)}"
        raise InputError([Problem("saved-quote", path, "this is a saved quote, not a request.", remedy)])
    return Asked(value)
