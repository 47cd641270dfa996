"""The few flags of a course, for the commands that work on a whole one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from kfees.cli.options import TYPED_DAY
from kfees.reading.as_written.typed import weight_typed

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


def stated(flags: dict[str, Any]) -> dict[str, Any]:
    """The part of a request that these flags state."""
    found = {key: flags[key] for key in FLAGS if flags[key] is not None}
    if "weight_kg" in found:
        found["weight_kg"] = weight_typed(found["weight_kg"])
    return found
