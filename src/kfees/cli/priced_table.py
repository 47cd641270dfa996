"""A table priced from file to file, whatever a row of it holds, and what is said of it on the way."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import click

from kfees.cli.messages import say_columns
from kfees.cli.named_files import inputs_named, output_problems
from kfees.cli.problem_kinds import kinds_in_lines
from kfees.cli.rows_left_out import say_left_out
from kfees.model.blanks import counted
from kfees.model.problems import InputError

if TYPE_CHECKING:
    import polars as pl

    from kfees.library.library import Library
    from kfees.portfolio.files import Source
    from kfees.portfolio.left_out import LeftOut
    from kfees.portfolio.problem_kinds import ProblemKinds
    from kfees.portfolio.table_pricer import TablePricer

ROWS_REFUSED = 4
"""The exit status where the table was written and rows of it could not be priced."""


@dataclass(frozen=True)
class Pricing:
    """What is done to the rows of a table, and in which words. `made`: makes the pricer of a table's columns,
    as `Pricer` is made."""

    library: Library
    made: Callable[..., TablePricer]
    doing: str = "Pricing"
    done: str = "priced"
    incomplete: str = "a charge or a maximum is not known"
    sheet: str = "Portfolio"

    def pricer(self, source: Source) -> TablePricer:
        """The pricer of a file. InputError where its columns will not do."""
        from kfees.portfolio.files import orders_of_days, shown_otherwise

        how_read = orders_of_days(source, self.library), shown_otherwise(source, self.library)
        return self.made(source.frame.collect_schema(), self.library, *how_read, named=source.named)


def run(source: Source, pricing: Pricing, output: str, problems: str | None) -> int:
    """Price a table from file to file, and say what came of it: how many rows were refused."""
    import polars as pl

    from kfees.library.outputs import written
    from kfees.portfolio.long_work import no_longer_stoppable
    from kfees.portfolio.output import write
    from kfees.portfolio.problem_kinds import ProblemKinds
    from kfees.portfolio.refusals import LISTING
    from kfees.portfolio.sums_above import sums_that_differ

    pricer = _checked(source, pricing, output, problems)
    begun, left_out = time.monotonic(), source.left_out(pricer.columns)
    with written(*filter(None, (output, problems))) as (priced, *listed):
        kinds = ProblemKinds()
        sink = partial(write, part=priced, sheet=pricing.sheet)
        counts, sums = _price(source, pricer, left_out, kinds, sink, pricing.doing)
        for part in listed:
            if counts["refused"]:
                _list_problems(source, pricer, left_out, partial(write, part=part))
            else:
                write(pl.LazyFrame(schema=LISTING), part)
        other_sums = sums_that_differ(source, pricer, left_out)
        no_longer_stoppable()
    _summarise(counts, output, problems, time.monotonic() - begun, pricing)
    _show_sums(sums)
    say_left_out(left_out, other_sums)
    _say_kinds(kinds)
    say_columns(pricer.columns, source.sheets_passed_over)
    return counts["refused"]


def _checked(source: Source, pricing: Pricing, output: str, problems: str | None) -> TablePricer:
    """The pricer, once nothing speaks against the columns or the files to write."""
    from kfees.portfolio.files import OUTPUTS
    from kfees.portfolio.output import not_to_be_written

    outputs = {"--output": (output, OUTPUTS), "--problems": (problems, OUTPUTS)}
    found = output_problems(outputs, inputs_named(click.get_current_context()))
    try:
        pricer = pricing.pricer(source)
    except InputError as error:
        found = [*error.problems, *found]
    if not found:
        found = not_to_be_written(output, source, len(pricer.results))
    if found:
        raise InputError(found)
    return pricer


def _price(
    source: Source,
    pricer: TablePricer,
    left_out: LeftOut | None,
    kinds: ProblemKinds,
    sink: Callable[[pl.LazyFrame], None],
    doing: str,
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
        implausible = result["please_check"].count() if "please_check" in pricer.results else 0
        result = repeats.marked(result, piece)
        with lock:
            counts["implausible"] += implausible
            counts.update(_counted(result))
            if CURRENCY in pricer.results:
                sums.append(_sums(result))
        return result

    schema = pl.Schema({**source.frame.collect_schema(), **pricer.results})
    worked_through(source, priced, schema, doing, sink, left_out or itself)
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
    complete = priced["complete"] if "complete" in priced.columns else priced["amount"].is_not_null()
    return {
        "rows": priced.height,
        "refused": int(refused.sum()),
        "incomplete": int((~complete & ~refused).sum()),
        "stale": int(priced["stale"].sum()),
    }


def _list_problems(
    source: Source,
    pricer: TablePricer,
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


def _summarise(
    counts: Counter[str], output: str, problems: str | None, seconds: float, pricing: Pricing
) -> None:
    refused = "see the column `problem`" + (f" and {problems}" if problems else ", or use --problems FILE")
    told = (
        (pricing.done, counts["rows"] - counts["refused"], ""),
        ("  incomplete", counts["incomplete"], pricing.incomplete),
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
