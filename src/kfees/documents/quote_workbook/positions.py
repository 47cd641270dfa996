"""Which row of which sheet holds what, so that formulas can name each other's cells."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kfees.model.money import ZERO
from kfees.model.quote import Line, PayeeTotal, Quote

SUMMARY, LINES, RATES, SCHEDULES, AGREEMENT = "Summary", "Lines", "Rates", "Schedules", "Check"

LINES_HEADING, RATES_HEADING, AGREEMENT_HEADING = 3, 3, 4
"""The rows with the headings of the columns."""


@dataclass(frozen=True, slots=True)
class LinePosition:
    """A line, its row on each sheet, and the row of the cell that takes its item's charge."""

    line: Line
    row: int
    rates_row: int
    agreement_row: int
    charge_row: int


@dataclass(frozen=True, slots=True)
class PayeePosition:
    """A payee's band, lines and total. `charge` is the one amount for all of them, where there is one."""

    total: PayeeTotal
    charge: Decimal | None
    band: int
    lines: tuple[LinePosition, ...]
    row: int
    agreement_row: int

    def cells(self, column: str) -> str:
        """The cells of the payee's lines in a column of the sheet of lines, such as 'G7:G9'."""
        return _span(column, list(self.lines))

    def priced(self, column: str) -> str:
        """The cells of those lines that one amount is for: all but the fees, which come last."""
        return _span(column, [position for position in self.lines if not position.line.is_fee])

    def fees(self, column: str) -> str:
        return _span(column, [position for position in self.lines if position.line.is_fee])


def _span(column: str, lines: list[LinePosition]) -> str:
    return f"{column}{lines[0].row}:{column}{lines[-1].row}" if lines else ""


@dataclass(frozen=True, slots=True)
class Positions:
    """Every payee, then the total and the row of what is known in any case."""

    payees: tuple[PayeePosition, ...]
    row: int
    known_row: int
    agreement_row: int
    known_agreement_row: int

    @property
    def lines(self) -> tuple[LinePosition, ...]:
        return tuple(position for payee in self.payees for position in payee.lines)


def place(quote: Quote) -> Positions:
    row, rates_row, agreement_row = LINES_HEADING, RATES_HEADING, AGREEMENT_HEADING
    charge_rows: dict[tuple[object, ...], int] = {}
    payees: list[PayeePosition] = []
    for total in quote.payees:
        row += 1
        band, lines = row, []
        for number, line in enumerate(quote.lines_of(total)):
            row, rates_row, agreement_row = row + 1, rates_row + 1, agreement_row + 1
            # Lines of one item share their charge; each fee has its own.
            what = number if line.is_fee else (line.schedule, line.item, line.charge_per_unit)
            charge_row = charge_rows.setdefault((total.payee, total.provider, what), row)
            lines.append(LinePosition(line, row, rates_row, agreement_row, charge_row))
        row, agreement_row = row + 1, agreement_row + 1
        charge = _in_one_amount(total, quote)
        payees.append(PayeePosition(total, charge, band, tuple(lines), row, agreement_row))
    return Positions(tuple(payees), row + 1, row + 2, agreement_row + 1, agreement_row + 2)


def _in_one_amount(total: PayeeTotal, quote: Quote) -> Decimal | None:
    """What a payee charges for all its lines together, beside its fees."""
    if total.charge is None or not quote.is_in_one_amount(total):
        return None
    return total.charge - sum((line.charge or ZERO for line in quote.lines_of(total)), ZERO)
