"""What the command line says on standard error."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable

from kfees.cli.aligned import WIDTH
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
        # A path or a flag that is cut at its hyphen could not be pasted.
        lines = textwrap.fill(text, 72, break_on_hyphens=False, break_long_words=False)
        print(textwrap.indent(lines, "      "), file=sys.stderr)


def say_unused(columns: Iterable[str], sheets: Iterable[str]) -> None:
    """Name the columns of a portfolio that were not used, and the sheets that might have been meant."""
    from kfees.portfolio.columns import few  # brings Polars, which few commands need

    for what, names in (
        ("Columns not used", few(columns)),
        ("Sheets with the same headings, not read", few(sheets)),
    ):
        if names:
            print(textwrap.fill(f"{what}: {names}", WIDTH, break_on_hyphens=False), file=sys.stderr)
