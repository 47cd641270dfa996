"""What the command line says on standard error."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kfees.cli.terminal import WIDTH, wrapped
from kfees.model.problems import Problem, StrictRefusal, folded
from kfees.model.program import VERSION

if TYPE_CHECKING:
    from kfees.portfolio.columns import Columns

PACKAGE = Path(__file__).parents[1]


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


def show_fault(fault: BaseException) -> None:
    """What nobody foresaw: where it happened, and never what was in hand, which may be personal."""
    if isinstance(fault, MemoryError):
        _say("kfees: there is not enough memory for this.", "Give it less at once, or use a larger machine.")
        return
    import traceback  # only on the way to this message

    frames = [
        f"{Path(frame.filename).relative_to(PACKAGE)}:{frame.lineno}"
        for frame in traceback.extract_tb(fault.__traceback__)
        if Path(frame.filename).is_relative_to(PACKAGE)
    ]
    _say("kfees: this is a fault of kfees itself. A file that it writes is whole or as it was.")
    _say("", f"What happened: {type(fault).__name__} in {', '.join(frames)} (kfees {VERSION}).")
    _say(
        "",
        "Please report it to whoever gave you kfees: the line above, the command, and what kind of"
        " input it was. Send no personal data: no name, no claim, no file.",
    )


def _say(heading: str, text: str = "") -> None:
    if heading:
        print(heading, file=sys.stderr)
    if text:
        print(*wrapped(text, " " * 6, " " * 6, width=WIDTH - 2), sep="\n", file=sys.stderr)


def _with_a_heading(names: Sequence[str]) -> list[str]:
    """The names of columns; of those without one, how many there are."""
    named = [name for name in names if name.strip() and not re.fullmatch(r"_duplicated_[0-9]+", name)]
    blank = len(names) - len(named)
    return [*named, *([f"{blank} without a heading"] if blank else [])]


def say_columns(columns: Columns, sheets: Iterable[str]) -> None:
    """Name the columns of a portfolio that were not used, those that may mean something else than was read,
    and the sheets that might have been meant."""
    from kfees.portfolio.named import few  # brings Polars, which few commands need

    for what, names in (
        ("Called a fee, and read as all that is charged", few(columns.fees_read_as_charges)),
        ("With GST by their headings, as is all that is charged", few(columns.with_gst)),
        ("Columns not used", few(_with_a_heading(columns.unused))),
        ("Sheets with the same headings, not read", few(sheets)),
    ):
        if names:
            print(*wrapped(f"{what}: {names}"), sep="\n", file=sys.stderr)
