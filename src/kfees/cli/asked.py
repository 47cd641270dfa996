"""A course from a file and a few flags, for the commands that work on a whole course."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from kfees.cli.options import TYPED_DAY, read_input
from kfees.reading import read_json

FLAGS = ("regimen", "setting", "start", "weight_kg")


def course_flags(command: Callable[..., None]) -> Callable[..., None]:
    """The flags that every course needs; the rest stands in its file."""
    for option in (
        click.option("--weight", "weight_kg", metavar="KG", help="Body weight, where the dose goes by it."),
        click.option(
            "--start", type=TYPED_DAY, metavar="DATE", help="The first treatment day, such as 2024-08-05."
        ),
        click.option("--setting", metavar="NAME", help="Such as private-day-hospital."),
        click.option("--regimen", metavar="NAME", help="Such as crps-4-day or crps-10-day."),
    ):
        command = option(command)
    return command


def read_asked(file: str | None, flags: dict[str, Any]) -> dict[str, Any] | object:
    """The file's JSON, with what flags state in place of what it says; only flags where no file is named.

    A file that is no object is returned as it is: whoever reads the request says what is wrong with it.
    """
    asked = read_json(read_input(file), file) if file else {}
    if not isinstance(asked, dict):
        return asked
    return asked | {key: flags[key] for key in FLAGS if flags.get(key) is not None}
