"""The problems of a portfolio's rows by their kinds, for a person: how many, an example, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kfees.cli.terminal import wrapped
from kfees.model.blanks import counted

if TYPE_CHECKING:
    from kfees.portfolio.problem_kinds import ProblemKind

MOST_KINDS = 20
"""So many kinds of problems are said; the list of problems holds all."""


def kinds_in_lines(kinds: Sequence[ProblemKind]) -> Iterator[str]:
    """The commonest first."""
    if kinds:
        yield "Problems, by column and kind:"
    for kind in kinds[:MOST_KINDS]:
        value = "" if kind.value is None else f" ({kind.value[:40]!r})"
        such = f"{counted(kind.rows, 'row')}, such as row {kind.row:,}{value}"
        yield from wrapped(f"{kind.column}: {such}: {kind.message} {kind.remedy}", "  ", "      ")
    if len(kinds) > MOST_KINDS:
        yield f"  and {counted(len(kinds) - MOST_KINDS, 'other kind')}"
