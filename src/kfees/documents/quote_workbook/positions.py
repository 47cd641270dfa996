"""Which row of which sheet holds what, so that formulas can name each other's cells."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kfees.model.quote import Line, PayeeTotal, Quote
from kfees.model.request import Payee

SUMMARY, LINES, RATES, SCHEDULES, AGREEMENT = "Summary", "Lines", "Rates", "Schedules", "Check"

LINES_HEADING, RATES_HEADING, AGREEMENT_HEADING = 3, 3, 4
"""The rows with the headings of the columns."""


@dataclass(frozen=True, slots=True)
class LinePosition:
    """A line, its row on each sheet, and the row of the cell that takes its item's charge.

    `each`: the charge for one unit, where one is known.
    """

    line: Line
    each: Decimal | None
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
        return f"{column}{self.lines[0].row}:{column}{self.lines[-1].row}"


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
    in_one_amount: dict[Payee, Decimal] = {
        charge.payee: charge.amount for charge in quote.request.charges if charge.payee is not None
    }
    by_item = {(charge.schedule, charge.item): charge.amount for charge in quote.request.charges}
    charge_rows: dict[tuple[str, str], int] = {}
    payees: list[PayeePosition] = []
    for total in quote.payees:
        row += 1
        band, lines = row, []
        for line in quote.lines:
            if line.payee != total.payee:
                continue
            row, rates_row, agreement_row = row + 1, rates_row + 1, agreement_row + 1
            each = by_item.get((line.schedule, line.item))
            charge_row = charge_rows.setdefault((line.schedule, line.item), row)
            lines.append(LinePosition(line, each, row, rates_row, agreement_row, charge_row))
        row, agreement_row = row + 1, agreement_row + 1
        charge = in_one_amount.get(total.payee)
        payees.append(PayeePosition(total, charge, band, tuple(lines), row, agreement_row))
    return Positions(tuple(payees), row + 1, row + 2, agreement_row + 1, agreement_row + 2)
