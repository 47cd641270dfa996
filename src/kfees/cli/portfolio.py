"""`kfees portfolio`: a table of courses, priced; or what another schedule would change for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kfees.cli.named_files import INPUT
from kfees.cli.options import schedules_option, write_output
from kfees.cli.priced_table import ROWS_REFUSED, Pricing, run
from kfees.library.loading import load_schedules
from kfees.model.problems import InputError, Unreadable
from kfees.reading.named_columns import columns_named

if TYPE_CHECKING:
    from kfees.library.library import Library


@click.command("portfolio")
@click.argument("portfolio", type=INPUT, metavar="INPUT")
@click.option("-o", "--output", metavar="OUTPUT", help="Write the priced table here, whole or not at all.")
@click.option(
    "--columns",
    "named",
    multiple=True,
    metavar="FIELD=COLUMN,...",
    help="Which columns of INPUT hold what, by letter or heading: start=E,weight_kg=none.",
)
@click.option("--dry-run", is_flag=True, help="Show what was understood of INPUT, and write nothing.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), help="Of what --dry-run shows.")
@click.option("--problems", metavar="FILE", help="List every problem of every refused row here.")
@click.option(
    "--compare",
    metavar="DATE:DATE",
    help="Price all courses as if under the schedules of one day and of another, and split the change.",
)
@click.option("--chart", metavar="FILE", help="Draw the comparison: .png, .svg or .pdf.")
@click.option("--payer", metavar="NAME", help="Whose the rows are that name no payer themselves.")
@click.option("--allow-refused", is_flag=True, help="Exit 0 where rows were refused, not 4.")
@schedules_option
def command(
    portfolio: str,
    output: str | None,
    named: tuple[str, ...],
    dry_run: bool,
    form: str | None,
    problems: str | None,
    compare: str | None,
    chart: str | None,
    payer: str | None,
    allow_refused: bool,
    overlays: tuple[str, ...],
) -> None:
    """Price every course of a table: INPUT and OUTPUT are Parquet, CSV or Excel by their endings.

    Columns of INPUT, as people write their names: regimen, setting, start; and where there are any id,
    payer, weight_kg, nights, drg, sessions, admitted, discharged, hospital_charge, hospital_fee and
    hospital_discount, the same of medical and pharmacy, gst, and what a public hospital's activity is
    weighed by: see kfees guide portfolios. OUTPUT has the same courses in the same
    order, and for each payee and in total the maximum, the payable and the gap, with its bounds; beside
    a column `payer`, the currency that they are in. A row that cannot be priced stays, and says why in
    its column `problem`; the exit status is then 4, unless --allow-refused is given.

    With --compare, OUTPUT is the comparison (.csv or .xlsx), and may be left out.
    """
    from kfees.portfolio import Pricer
    from kfees.portfolio.fields import fields_of
    from kfees.portfolio.files import open_portfolio
    from kfees.portfolio.long_work import stoppable

    if form is not None and not dry_run:
        raise click.UsageError("--format is of what --dry-run shows: give both.")
    if not dry_run:
        _refuse_misplaced(output, problems, compare, chart)
    with stoppable():
        library = load_schedules(*overlays)
        if payer is not None:
            library = _of_payer(payer, library)
        source = open_portfolio(portfolio, columns_named(named, fields_of(library, of_payers=True).every))
        pricing = Pricing(library, Pricer)
        if dry_run:
            from kfees.cli.portfolio_preview import preview

            write_output(preview(source, pricing, form or "table"), None, data=form == "json")
        elif compare is not None:
            from kfees.cli.effect import run_comparison

            run_comparison(source, compare, library, output, chart)
        elif output is not None:
            refused = run(source, pricing, output, problems)
            if refused and not allow_refused:
                sys.exit(ROWS_REFUSED)


def _of_payer(name: str, library: Library) -> Library:
    """The library as a payer sees it, whom a flag names as people write it."""
    from kfees.portfolio.pricer import spellings

    try:
        return library.of(spellings(library, {})["payer"].read(name))
    except Unreadable as error:
        raise InputError([error.at(f"--payer {name}")]) from None


def _refuse_misplaced(
    output: str | None, problems: str | None, compare: str | None, chart: str | None
) -> None:
    if compare is None and output is None:
        raise click.UsageError("Name the file to write: -o OUTPUT.")
    if compare is None and chart is not None:
        raise click.UsageError("--chart draws what --compare finds: give both.")
    if compare is not None and problems is not None:
        raise click.UsageError("--problems lists what pricing refuses: leave it out beside --compare.")
