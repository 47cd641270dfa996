"""What the command line says on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from kfees.cli.terminal import WIDTH, wrapped
from kfees.model.problems import Problem, StrictRefusal, folded


def show_problems(problems: Iterable[Problem]) -> None:
    listed = tuple(problems)
    count = "1 problem" if len(listed) == 1 else f"{len(listed)} problems"
    _say(f"kfees: {count}; nothing was written.")
    for problem in folded(listed):
        _say(f"  {problem.place}", f"{problem.message} {problem.remedy}")


def show_refusal(refusal: StrictRefusal) -> None:
    _say("kfees: refused by --strict; nothing was written.")
    for reason in refusal.reasons:
        _say("", reason)


def _say(heading: str, text: str = "") -> None:
    if heading:
        print(heading, file=sys.stderr)
    if text:
        print(*wrapped(text, " " * 6, " " * 6, width=WIDTH - 2), sep="\n", file=sys.stderr)


def say_unused(columns: Iterable[str], sheets: Iterable[str]) -> None:
    """Name the columns of a portfolio that were not used, and the sheets that might have been meant."""
    from kfees.portfolio.columns import few  # brings Polars, which few commands need

    for what, names in (
        ("Columns not used", few(columns)),
        ("Sheets with the same headings, not read", few(sheets)),
    ):
        if names:
            print(*wrapped(f"{what}: {names}"), sep="\n", file=sys.stderr)
