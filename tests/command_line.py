"""Running the command line as a person would, and keeping what it said."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass

from kfees.cli import main


@dataclass(frozen=True)
class Result:
    status: int
    output: str
    messages: str


def run(*arguments: str) -> Result:
    """Run `kfees` with these arguments in this process."""
    output, messages = io.StringIO(), io.StringIO()
    status = 0
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(messages):
        try:
            main(list(arguments))
        except SystemExit as stop:
            status = int(stop.code or 0)
    return Result(status, output.getvalue(), messages.getvalue())
