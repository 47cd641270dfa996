"""`kfees portfolio`: a table of courses, priced; or what another schedule would change for it."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import click

from kfees.cli.messages import say_columns
from kfees.cli.named_files import INPUT, inputs_named, output_problems
from kfees.cli.options import schedules_option, write_output
from kfees.cli.problem_kinds import kinds_in_lines
from kfees.cli.rows_left_out import say_left_out
from kfees.library.loading import load_schedules
from kfees.model.blanks import counted
from kfees.model.problems import InputError, Unreadable
from kfees.reading.named_columns import columns_named

if TYPE_CHECKING:
    import polars as pl

    from kfees.library.library import Library
    from kfees.portfolio import Pricer
    from kfees.portfolio.files import Source
    from kfees.portfolio.left_out import LeftOut
    from kfees.portfolio.problem_kinds import ProblemKinds

ROWS_REFUSED = 4
"""The exit status where the table was written and rows of it could not be priced."""


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
        if dry_run:
            from kfees.cli.portfolio_preview import preview

            write_output(preview(source, library, form or "table"), None, data=form == "json")
        elif compare is not None:
            from kfees.cli.effect import run_comparison

            run_comparison(source, compare, library, output, chart)
        elif output is not None:
            refused = _run(source, library, output, problems)
            if refused and not allow_refused:
                sys.exit(ROWS_REFUSED)


def _of_payer(name: str, library: Library) -> Library:
    """The library as a payer sees it, whom a flag names as people write it."""
    from kfees.portfolio.pricer import spellings

    try:
        return library.of(spellings(library, {})["payer"].read(name))
    except Unreadable as error:
        raise InputError([error.at(f"--payer {name}")]) from None


def _run(source: Source, library: Library, output: str, problems: str | None) -> int:
    """Price a portfolio from file to file, and say what came of it: how many rows were refused."""
    import polars as pl

    from kfees.library.outputs import written
    from kfees.portfolio.long_work import no_longer_stoppable
    from kfees.portfolio.output import write
    from kfees.portfolio.problem_kinds import ProblemKinds
    from kfees.portfolio.refusals import LISTING
    from kfees.portfolio.sums_above import sums_that_differ

    pricer = _checked(source, library, output, problems)
    begun, left_out = time.monotonic(), source.left_out(pricer.columns)
    with written(*filter(None, (output, problems))) as (priced, *listed):
        kinds = ProblemKinds()
        counts, sums = _price(source, pricer, left_out, kinds, partial(write, part=priced))
        for part in listed:
            if counts["refused"]:
                _list_problems(source, pricer, left_out, partial(write, part=part))
            else:
                write(pl.LazyFrame(schema=LISTING), part)
        other_sums = sums_that_differ(source, pricer, left_out)
        no_longer_stoppable()
    _summarise(counts, output, problems, time.monotonic() - begun)
    _show_sums(sums)
    say_left_out(left_out, other_sums)
    _say_kinds(kinds)
    say_columns(pricer.columns, source.sheets_passed_over)
    return counts["refused"]


def _refuse_misplaced(
    output: str | None, problems: str | None, compare: str | None, chart: str | None
) -> None:
    if compare is None and output is None:
        raise click.UsageError("Name the file to write: -o OUTPUT.")
    if compare is None and chart is not None:
        raise click.UsageError("--chart draws what --compare finds: give both.")
    if compare is not None and problems is not None:
        raise click.UsageError("--problems lists what pricing refuses: leave it out beside --compare.")


def _checked(source: Source, library: Library, output: str, problems: str | None) -> Pricer:
    """The pricer, once nothing speaks against the columns or the files to write."""
    from kfees.portfolio import Pricer
    from kfees.portfolio.files import OUTPUTS, orders_of_days, shown_otherwise
    from kfees.portfolio.output import not_to_be_written

    outputs = {"--output": (output, OUTPUTS), "--problems": (problems, OUTPUTS)}
    found = output_problems(outputs, inputs_named(click.get_current_context()))
    try:
        how_read = orders_of_days(source, library), shown_otherwise(source, library)
        pricer = Pricer(source.frame.collect_schema(), library, *how_read, named=source.named)
    except InputError as error:
        found = [*error.problems, *found]
    if not found:
        found = not_to_be_written(output, source, len(pricer.results))
    if found:
        raise InputError(found)
    return pricer


def _price(
    source: Source,
    pricer: Pricer,
    left_out: LeftOut | None,
    kinds: ProblemKinds,
    sink: Callable[[pl.LazyFrame], None],
) -> tuple[Counter[str], list[pl.DataFrame]]:
    """Write the priced table; what was counted on the way, problems by their `kinds`, and where rows name
    their payers each piece's sums by currency."""
    import polars as pl

    from kfees.portfolio.fields import CURRENCY
    from kfees.portfolio.files import itself, repeats_in, worked_through

    counts: Counter[str] = Counter()
    sums: list[pl.DataFrame] = []
    lock = threading.Lock()

    repeats = repeats_in(source, pricer.columns)
    counts["repeated"] = repeats.rows

    def priced(piece: pl.DataFrame) -> pl.DataFrame:
        result, refused = pricer.priced(piece)
        kinds.count(refused)
        implausible = result["please_check"].count()
        result = repeats.marked(result, piece)
        with lock:
            counts["implausible"] += implausible
            counts.update(_counted(result))
            if CURRENCY in pricer.results:
                sums.append(_sums(result))
        return result

    schema = pl.Schema({**source.frame.collect_schema(), **pricer.results})
    worked_through(source, priced, schema, "Pricing", sink, left_out or itself)
    return counts, sums


def _sums(priced: pl.DataFrame) -> pl.DataFrame:
    """By currency, of which no amount is added to another's: the known maximums and gaps, and how many."""
    import polars as pl

    amounts = pl.col("maximum", "gap")
    known = [amounts.count().name.suffix("s"), amounts.sum().cast(pl.Decimal(38, 2))]
    return priced.filter(pl.col("currency").is_not_null()).group_by("currency").agg(*known)


def _show_sums(sums: list[pl.DataFrame]) -> None:
    import polars as pl

    if not sums:
        return
    found = pl.concat(sums).group_by("currency").sum().sort("currency")
    for row in found.iter_rows(named=True):
        said = ", ".join(
            f"{name} {row[name]:,.2f} of {counted(row[f'{name}s'], 'row')}"
            if row[f"{name}s"]
            else f"no {name} is known"
            for name in ("maximum", "gap")
        )
        click.echo(f"  {row['currency']}: {said}", err=True)


def _counted(priced: pl.DataFrame) -> dict[str, int]:
    refused = priced["problem"].is_not_null()
    return {
        "rows": priced.height,
        "refused": int(refused.sum()),
        "incomplete": int((~priced["complete"] & ~refused).sum()),
        "stale": int(priced["stale"].sum()),
    }


def _list_problems(
    source: Source,
    pricer: Pricer,
    left_out: LeftOut | None,
    sink: Callable[[pl.LazyFrame], None],
) -> None:
    """Every problem of every row, as many as there may be: the input is read again for it."""
    from kfees.portfolio.files import itself, worked_through
    from kfees.portfolio.output import harmless
    from kfees.portfolio.refusals import LISTING

    def listed(piece: pl.DataFrame) -> pl.DataFrame:
        return harmless(pricer.problems(piece))

    rows_of = left_out.again if left_out else itself
    worked_through(source, listed, LISTING, "Listing problems", sink, rows_of)


def _say_kinds(kinds: ProblemKinds) -> None:
    """What was refused, and what to do, by the kinds of problems."""
    for line in kinds_in_lines(list(kinds)):
        click.echo(line, err=True)


def _summarise(counts: Counter[str], output: str, problems: str | None, seconds: float) -> None:
    refused = "see the column `problem`" + (f" and {problems}" if problems else ", or use --problems FILE")
    told = (
        ("priced", counts["rows"] - counts["refused"], ""),
        ("  incomplete", counts["incomplete"], "a charge or a maximum is not known"),
        ("  stale", counts["stale"], "a newer version of a schedule was due and is not loaded"),
        ("refused", counts["refused"], refused),
    )
    rows = counted(counts["rows"], "row")
    click.echo(f"{output}: {rows} in {seconds:,.1f} seconds", err=True)
    for word, count, meaning in told:
        click.echo(f"  {word:<13}{count:>13,}   {meaning if count else ''}".rstrip(), err=True)
    if counts["implausible"]:
        asked = f"{counted(counts['implausible'], 'row')} may hold a mistake: see the column `please_check`."
        click.echo(f"  {asked}", err=True)
    if counts["repeated"]:
        again = f"{counted(counts['repeated'], 'row')} may be a claim again: see the column `please_check`."
        click.echo(f"  {again}", err=True)
