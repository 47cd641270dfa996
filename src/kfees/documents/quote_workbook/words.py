"""Short words for cells: runs of days, what a figure rests on, numbers with commas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kfees.documents.quote_workbook.figures import NOT_PAYABLE, UNKNOWN
from kfees.model.dates import MONTHS, runs_of_days
from kfees.model.money import plain
from kfees.model.quote import Line, PayeeTotal, Quote, Totals

MOST_RUNS = 6
"""Of more runs of days than this, only the first and the last day are named."""


def is_refused(quote: Quote) -> bool:
    """Whether nothing is payable because the guideline is not met: the gap is then the whole charge."""
    return quote.verdict is not None and quote.verdict.payability == "not payable"


def rests_on(part: Line | PayeeTotal | Totals) -> str:
    """'floor, STALE': the basis of a maximum."""
    refused = isinstance(part, Line) and part.determination == "not payable"
    basis = part.basis or (NOT_PAYABLE if refused else UNKNOWN)
    return f"{basis}, STALE" if part.stale else basis


def day_runs(days: Sequence[date]) -> list[str]:
    """['5 to 9 Aug 2024', '12 Aug 2024']: runs of consecutive days; of many, how many days between which."""
    runs = runs_of_days(days)
    if len(runs) > MOST_RUNS:
        return [f"{len(days)} days, {_short(days[0])} to {_short(days[-1])}"]
    return [_run_in_words(first, last) for first, last in runs]


def _run_in_words(first: date, last: date) -> str:
    if first == last:
        return _short(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_short(last)}"
    if first.year == last.year:
        return f"{first.day} {_month(first)} to {_short(last)}"
    return f"{_short(first)} to {_short(last)}"


def _short(day: date) -> str:
    return f"{day.day} {_month(day)} {day.year}"


def _month(day: date) -> str:
    return MONTHS[day.month - 1][:3]


def grouped(number: Decimal) -> str:
    """'1,120' and '0.5'."""
    return f"{Decimal(plain(number)):,f}"


def counted(number: int, what: str) -> str:
    """'1 ampoule', '3 ampoules'."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"
