"""`kfees nwau --table`: a file of episodes, presentations and visits, weighed and priced."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial, wraps
from typing import Any, NamedTuple

import click

from kfees.cli.named_files import INPUT
from kfees.cli.options import write_output
from kfees.cli.priced_table import ROWS_REFUSED, Pricing, run
from kfees.library.library import Library
from kfees.reading.named_columns import columns_named

OF_EVERY_ROW = ("table_file", "on", "payer", "form", "overlays", "locale")
"""What may stand beside --table; other options are facts of one episode."""


class TableAsked(NamedTuple):
    """A file to weigh, and how. `name` is None where one episode is weighed."""

    name: str | None
    output: str | None
    named: tuple[str, ...]
    dry_run: bool
    problems: str | None
    allow_refused: bool

    def refuse_misplaced(self, context: click.Context) -> None:
        """Options that have no use beside the others."""
        given = {
            parameter.name: parameter.opts[-1]
            for parameter in context.command.params
            if context.get_parameter_source(parameter.name or "") is click.core.ParameterSource.COMMANDLINE
        }
        if self.name is None:
            if idle := [flag for name, flag in given.items() if name in OF_A_TABLE]:
                raise click.UsageError(f"{', '.join(idle)}: of a file of rows; name it with --table FILE.")
            return
        if idle := [flag for name, flag in given.items() if name not in (*OF_A_TABLE, *OF_EVERY_ROW)]:
            raise click.UsageError(f"{', '.join(idle)}: of one episode; beside --table it is a column.")
        if self.output is None and not self.dry_run:
            raise click.UsageError("Name the file to write: -o OUTPUT.")
        if "form" in given and not self.dry_run:
            raise click.UsageError("--format is of what --dry-run shows: give both.")


OF_A_TABLE = ("output", "named", "dry_run", "problems", "allow_refused")

_OPTIONS = (
    click.option("--table", "table_file", type=INPUT, metavar="FILE", help="Weigh every row of a file."),
    click.option("-o", "--output", metavar="OUTPUT", help="Write the table here, whole or not at all."),
    click.option(
        "--columns",
        "named",
        multiple=True,
        metavar="FIELD=COLUMN,...",
        help="Which columns of FILE hold what, by letter or heading: drg=E,nights=none.",
    ),
    click.option("--dry-run", is_flag=True, help="Show what was understood of FILE, and write nothing."),
    click.option("--problems", metavar="LISTING", help="List every problem of every refused row here."),
    click.option("--allow-refused", is_flag=True, help="Exit 0 where rows were refused, not 4."),
)


def table_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a file of rows, together in one argument `table`."""

    @wraps(command)
    def with_table(table_file: str | None, **given: Any) -> None:
        asked = TableAsked(table_file, **{name: given.pop(name) for name in OF_A_TABLE})
        command(table=asked, **given)

    for option in reversed(_OPTIONS):
        with_table = option(with_table)
    return with_table


def run_table(asked: TableAsked, library: Library, on: date | None, form: str) -> None:
    """Weigh a file from one to the other, or show what was understood of it."""
    from kfees.portfolio.activity import ActivityPricer
    from kfees.portfolio.activity_fields import ActivityFields
    from kfees.portfolio.files import open_portfolio
    from kfees.portfolio.long_work import stoppable

    known = ActivityFields()
    pricing = Pricing(
        library,
        partial(ActivityPricer, on=on),
        doing="Weighing",
        done="weighed",
        incomplete="a weight or its price is not known: see the column `reason`",
        sheet="NWAU",
    )
    with stoppable():
        source = open_portfolio(asked.name or "", columns_named(asked.named, known.every), known)
        if asked.dry_run:
            from kfees.cli.portfolio_preview import preview

            write_output(preview(source, pricing, form), None, data=form == "json")
        elif asked.output is not None:
            refused = run(source, pricing, asked.output, asked.problems)
            if refused and not asked.allow_refused:
                sys.exit(ROWS_REFUSED)
