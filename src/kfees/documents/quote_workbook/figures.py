"""A quote's figures as cells show them, an amount or the word for why there is none; and its days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from kfees.documents.quote_workbook.positions import PayeePosition, Positions
from kfees.documents.words import Words
from kfees.model.english import MONTHS, runs_of_days, sign_of
from kfees.model.quote import Line, PayeeTotal, Quote, Totals

UNKNOWN, NOT_GIVEN, IN_PART, TOGETHER = "unknown", "not given", "in part", "together"
NOT_PAYABLE, BOTH_WAYS, NO_AMOUNT, NOTHING = "not payable", "both ways", "not an amount", "nothing"
TOO_MUCH_OFF, NO_LIMIT = "discount too great", "no limit"
"""not given: no charge is known. in part: some charges are. together: charged in one amount with the
payee's other lines. both ways: in one amount and by item, of which only one can be. not an amount:
a charge that is text, negative, or holds a part of a cent. nothing: no part of a sum is known. discount
too great: it is more than what it is taken off. no limit: a maximum may turn out to be any higher."""

MOST_RUNS = 6
"""Of more runs of days than this, only the first and the last day are named."""

IN_ENGLISH = Words()

FigureShown = Decimal | str
T = TypeVar("T")


class FourFigures(NamedTuple, Generic[T]):
    """The four figures of a line, a payee or the course; or whatever belongs to each of the four."""

    maximum: T
    charge: T
    payable: T
    gap: T


COLUMNS = FourFigures("G", "I", "J", "K")
"""Where the four stand on the sheet of lines."""

FourBounds = tuple[FigureShown, FigureShown, FigureShown, FigureShown]
"""The least and the most of payable, and of gap."""

BOUND_COLUMNS = ("G", "H", "I", "J")
"""Where they stand on the sheet of bounds."""


def rate_figure(line: Line) -> FigureShown:
    if line.rate is not None:
        return line.rate
    return NOT_PAYABLE if line.determination == "not payable" else UNKNOWN


def line_figures(line: Line, payee: PayeePosition) -> FourFigures[FigureShown]:
    maximum = _or_unknown(line.maximum)
    if payee.charge is not None and not line.is_fee:
        return FourFigures(maximum, TOGETHER, "" if line.payable is None else line.payable, "")
    charge = NOT_GIVEN if line.charge is None else line.charge
    return FourFigures(maximum, charge, _or_unknown(line.payable), _or_unknown(line.gap))


def payee_figures(payee: PayeePosition) -> FourFigures[FigureShown]:
    total = payee.total
    some = any(position.line.charge is not None for position in payee.lines)
    return _sums(total.maximum, total.charge, total.payable, total.gap, some)


def course_figures(quote: Quote, positions: Positions) -> FourFigures[FigureShown]:
    totals = quote.totals
    some = any(payee_figures(payee).charge != NOT_GIVEN for payee in positions.payees)
    return _sums(totals.maximum, totals.charge, totals.payable, totals.gap, some)


def known_maximum(quote: Quote) -> FigureShown:
    """What of a maximum that is unknown is known; blank where all of it is."""
    if quote.totals.maximum is not None:
        return ""
    if all(line.maximum is None for line in quote.lines):
        return NOTHING
    return quote.totals.known_maximum


def bound_figures(part: Line | PayeeTotal | Totals, payee: PayeePosition | None = None) -> FourBounds:
    """The bounds of a part, in the order of their columns; none for a line that is charged in one amount
    with its payee's others."""
    if isinstance(part, Line) and payee is not None and payee.charge is not None and not part.is_fee:
        return ("", "", "", "")
    bounds = (part.payable_least, part.payable_most, part.gap_least, part.gap_most)
    least, most, gap_least, gap_most = map(_or_unknown, bounds)
    return (least, most, gap_least, gap_most)


def _sums(
    maximum: Decimal | None, charge: Decimal | None, payable: Decimal | None, gap: Decimal | None, some: bool
) -> FourFigures[FigureShown]:
    charged = (IN_PART if some else NOT_GIVEN) if charge is None else charge
    return FourFigures(_or_unknown(maximum), charged, _or_unknown(payable), _or_unknown(gap))


def _or_unknown(amount: Decimal | None) -> FigureShown:
    return UNKNOWN if amount is None else amount


def figure_width(quote: Quote) -> float:
    """The width of a column that shows the quote's amounts, and charges that are not much greater."""
    amounts = [
        quote.totals.known_maximum,
        *(charge.amount or charge.discount or Decimal(0) for charge in quote.request.charges),
        *(line.rate or line.charge or Decimal(0) for line in quote.lines),
        quote.totals.charge or Decimal(0),
    ]
    longest = max(len(f"{sign_of(quote.payer.currency)}{amount:,.2f}") for amount in amounts)
    return max(13.5, longest * 1.1 + 2.4)


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
