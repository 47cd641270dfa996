"""The command line: each command is a module, imported when it is called.

options            options that several commands share, and the way out to a file
messages           what the command line says on standard error
asked              what a command is asked in a file: a request as JSON, or the filled-in form
course_flags       the flags of a course: what is asked for, and what is charged
stating            from those flags to the request that they state, each part of it told by its flag
quote              `kfees quote`: from a file and flags to a priced course
quote_preview      what was understood of a provider's own quote, before it is priced
quote_table        a quote for people: 80 columns, readable without colour
notice             what `kfees quote` takes for the notice to the patient
request            `kfees request`: what a provider's own quote asks, as the request that `quote` takes
assess             `kfees assess`: the guideline's checks, the timing, the item rules
compare            `kfees compare`: the same course in other settings and regimens, on other discharge days
comparison_table   a comparison for people: one table in 80 columns
portfolio          `kfees portfolio`: a table of courses, priced; or what another schedule would change for it
portfolio_preview  what was understood of a portfolio, before it is priced: 80 columns; and the same as JSON
problem_kinds      the problems of a portfolio's rows by their kinds: how many, an example, what to do
rows_left_out      rows of a portfolio's file that hold no course, named once it was worked through
effect             `kfees portfolio --compare`: what another schedule would change, as a table and as a chart
project            `kfees project`: what years of courses come to, for a Medicare Set-Aside or for a reserve
projection_table   a projection for people, in 80 columns
simulate           `kfees simulate`: what many workers' courses come to, drawn from stated distributions
simulation_table   a simulation for people: statistics, histogram and tornado in 80 columns
nwau               `kfees nwau`: what a public hospital episode, clinic visit or emergency presentation weighs
schedules          `kfees schedules`: what is loaded, what a version holds, and whether a folder is right
schedules_import   `kfees schedules import`: from a workbook to a version folder
import_preview     what an import understood, for a person to approve: 80 columns
weights_preview    the same of an import of weights
schedules_diff     `kfees schedules diff`: what changed between two versions, for a person
schedules_index    `kfees schedules index`: an estimate version, carried forward by a percentage
template           `kfees template`: a workbook to fill in, which `kfees quote` prices
replay             `kfees replay`: the same quote to the cent, or what changed and why
serve              `kfees serve`: the pages and the API, on this machine alone unless told otherwise
guide              `kfees guide`: the guides that came with kfees, as a terminal shows them
terminal           the terminal: its one width, how text is wrapped to it, and tables
named_files        the files that a command line names: which are read, which are written
overlays_unused    what of the overlays priced nothing in a quote, and why: said on standard error
standard_streams   standard output that is closed, full, no longer read or of few letters
"""

from __future__ import annotations

import gc
import importlib
import os
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


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit with its status."""
    # What is imported stays: looking for garbage in it again and again took a twentieth of the start.
    gc.set_threshold(50_000)
    # No other package changes how kfees reads; pydantic would look through all that are installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
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
