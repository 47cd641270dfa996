"""Rows of a portfolio's file that hold no course, named once it was worked through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kfees.cli.terminal import wrapped
from kfees.model.blanks import counted

if TYPE_CHECKING:
    import polars as pl

    from kfees.portfolio.files import Source
    from kfees.portfolio.left_out import LeftOut
    from kfees.portfolio.pricer import Pricer
    from kfees.portfolio.sums_above import OtherSum

MOST_NAMED = 10
"""So many rows of a kind are named, and so many sums that are others."""


def sums_that_differ(source: Source, pricer: Pricer, left_out: LeftOut | None) -> list[OtherSum]:
    """Of the totals that were left out, those that are no sum of the rows above. Only where there are totals
    is the input read again for it."""
    import polars as pl

    from kfees.portfolio.files import worked_through
    from kfees.portfolio.left_out import TOTAL
    from kfees.portfolio.sums_above import SumsAbove

    totals = None if left_out is None else left_out.rows.filter(pl.col("kind") == TOTAL)
    if left_out is None or totals is None or not totals.height:
        return []
    found = SumsAbove(totals, pricer.read, pricer.columns)
    schema = source.numbered.collect_schema()
    worked_through(source, found.add, schema, "Adding up", pl.LazyFrame.collect, left_out.again)
    return list(found)


def say_left_out(left_out: LeftOut | None, other_sums: Sequence[OtherSum]) -> None:
    from kfees.portfolio.left_out import KINDS

    rows = None if left_out is None else left_out.rows
    if rows is None or not rows.height:
        return
    click.echo("Rows that hold no course, and were left out:", err=True)
    for kind in KINDS:
        if (of_kind := rows.filter(rows["kind"] == kind)).height:
            _say(f"{counted(of_kind.height, kind)}: {_named(of_kind)}")
    for other in other_sums[:MOST_NAMED]:
        differs = f"{other.column} is {other.amount:,.2f}, and the rows above come to {other.above:,.2f}"
        _say(f"CHECK row {other.row:,}: {differs}.")
    if len(other_sums) > MOST_NAMED:
        _say(f"CHECK {counted(len(other_sums) - MOST_NAMED, 'other sum')} like this")


def _named(rows: pl.DataFrame) -> str:
    from kfees.portfolio.fields import NUMBER

    shown = [
        f"row {row:,}" + (f" ({words[:40]!r})" if words else "")
        for row, words in rows.select(NUMBER, "words").head(MOST_NAMED).iter_rows()
    ]
    others = rows.height - len(shown)
    return ", ".join(shown) + (f" and {others:,} others" if others else "")


def _say(sentence: str) -> None:
    click.echo("\n".join(wrapped(sentence, "  ", "      ")), err=True)
