"""The commands by name: each is imported when it is asked for."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from kfees.cli.standard_streams import (
    StandardOutputLost,
    open_closed_streams,
    replace_what_cannot_be_shown,
    to_standard_output,
)
from kfees.model.problems import InputError, StrictRefusal
from kfees.model.program import VERSION

COMMANDS = {
    "quote": "Price a course and report the gap.",
    "template": "Write a workbook to fill in, and to price with quote.",
    "request": "Write the request that says what a provider's own quote asks.",
    "assess": "Check a request against the guideline and the rules between items.",
    "nwau": "Weigh a public hospital episode, visit or presentation.",
    "portfolio": "Price every course of a table, or compare two schedule dates.",
    "compare": "Compare a course with other settings, discharge days and next year.",
    "project": "Price a course repeated over years: a Medicare Set-Aside or a reserve.",
    "replay": "Price a saved quote again and say what changed.",
    "serve": "Serve the pages and the API.",
    "simulate": "Simulate many workers' future courses from distributions.",
    "schedules": "List, show, check, import, compare and carry forward schedules.",
    "guide": "Print a guide: how to quote, assess, import, operate and so on.",
}

FAULT = 70
"""The exit status of what nobody foresaw, as sysexits.h has it."""


class _Commands(click.Group):
    """Commands by name, each in the module of that name."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"kfees.cli.{name}").command
        return command

    # Click would end what standard output refuses with the status of another matter.
    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        with to_standard_output():
            return super().make_context(*arguments, **more)

    def invoke(self, context: click.Context) -> Any:
        with to_standard_output():
            return super().invoke(context)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(VERSION, prog_name="kfees")
def kfees() -> None:
    """Price ketamine infusion courses under workers' compensation fee schedules.

    Data goes to standard output, messages to standard error. Exit status: 0 done, 1 a replay
    differs, 2 the input is wrong or an output cannot be written (every problem is listed,
    nothing is written), 3 refused by --strict, 4 a portfolio was written and rows of it were refused,
    70 a fault of kfees itself.
    """


def run(arguments: list[str] | None) -> None:
    """Run a command and exit with its status."""
    open_closed_streams()
    replace_what_cannot_be_shown()
    try:
        kfees.main(arguments, prog_name="kfees", standalone_mode=False)
    except InputError as error:
        from kfees.cli.messages import show_problems

        show_problems(error.problems)
        sys.exit(2)
    except StrictRefusal as refusal:
        from kfees.cli.messages import show_refusal

        show_refusal(refusal)
        sys.exit(3)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except StandardOutputLost as lost:
        sys.exit(0 if lost.unwanted else lost.said())
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as fault:  # noqa: BLE001  # nobody foresaw it, and status 1 says something else
        from kfees.cli.messages import show_fault

        show_fault(fault)
        sys.exit(FAULT)
