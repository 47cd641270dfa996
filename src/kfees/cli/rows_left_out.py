"""Rows of a portfolio's file that hold no course, named once it was worked through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from kfees.cli.terminal import wrapped
from kfees.model.blanks import counted

if TYPE_CHECKING:
    import polars as pl

    from kfees.portfolio.left_out import LeftOut
    from kfees.portfolio.sums_above import OtherSum

MOST_NAMED = 10
"""So many rows of a kind are named, and so many sums that are others."""


def say_left_out(left_out: LeftOut | None, other_sums: Sequence[OtherSum]) -> None:
    for line in left_out_in_lines(left_out, other_sums):
        click.echo(line, err=True)


def left_out_in_lines(left_out: LeftOut | None, other_sums: Sequence[OtherSum]) -> Iterator[str]:
    if left_out is None or not left_out.rows.height:
        return
    yield f"Rows that hold {left_out.lacking}, and were left out:"
    for sentence in _sentences(left_out.rows, other_sums):
        yield from wrapped(sentence, "  ", "      ")


def _sentences(rows: pl.DataFrame, other_sums: Sequence[OtherSum]) -> Iterator[str]:
    from kfees.portfolio.left_out import KINDS

    for kind in KINDS:
        if (of_kind := rows.filter(rows["kind"] == kind)).height:
            yield f"{counted(of_kind.height, kind)}: {_named(of_kind)}"
    for other in other_sums[:MOST_NAMED]:
        differs = f"{other.column} is {other.amount:,.2f}, and the rows above come to {other.above:,.2f}"
        yield f"CHECK row {other.row:,}: {differs}."
    if len(other_sums) > MOST_NAMED:
        yield f"CHECK {counted(len(other_sums) - MOST_NAMED, 'other sum')} like this"


def _named(rows: pl.DataFrame) -> str:
    from kfees.portfolio.fields import NUMBER

    shown = [
        f"row {row:,}" + (f" ({words[:40]!r})" if words else "")
        for row, words in rows.select(NUMBER, "words").head(MOST_NAMED).iter_rows()
    ]
    others = rows.height - len(shown)
    return ", ".join(shown) + (f" and {others:,} others" if others else "")
