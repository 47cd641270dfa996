"""Which row of which sheet holds what, so that formulas can name each other's cells."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kfees.engine.accounts import Biller, assigned
from kfees.model.money import ZERO
from kfees.model.quote import Line, PayeeTotal, Quote

SUMMARY, LINES, BOUNDS, RATES, SCHEDULES = "Summary", "Lines", "Bounds", "Rates", "Schedules"
AGREEMENT = "Check"

LINES_HEADING, RATES_HEADING, AGREEMENT_HEADING = 3, 3, 4
"""The rows with the headings of the columns. The rows of the sheet of bounds are those of the lines."""


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
    """A payee's band, lines, discount and total. `charge` is the one amount for all of them, where there is
    one, before the discount; `discount_row` is None where there is no discount."""

    total: PayeeTotal
    charge: Decimal | None
    discount: Decimal
    band: int
    lines: tuple[LinePosition, ...]
    discount_row: int | None
    row: int
    agreement_row: int

    def cells(self, column: str) -> str:
        """The cells of the payee's lines in a column of the sheet of lines, such as 'G7:G9'."""
        return _span(column, list(self.lines))

    def priced(self, column: str) -> str:
        """The cells of those lines that one amount is for: all but the fees, which come last."""
        return _span(column, [position for position in self.lines if not position.line.is_fee])

    @property
    def in_one_amount(self) -> str:
        """A formula: whether one amount is typed for all lines but the fees."""
        return f'{LINES}!H{self.row}<>""' if self.priced("H") else "FALSE"

    def fees(self, column: str) -> str:
        return _span(column, [position for position in self.lines if position.line.is_fee])


def _span(column: str, lines: list[LinePosition]) -> str:
    return f"{column}{lines[0].row}:{column}{lines[-1].row}" if lines else ""


@dataclass(frozen=True, slots=True)
class Positions:
    """Every payee, then the total and the row of what is known of its maximum. On the sheet that checks, the
    bounds of all but that last row follow again from `bounds_heading` on."""

    payees: tuple[PayeePosition, ...]
    row: int
    known_row: int
    agreement_row: int
    known_agreement_row: int

    @property
    def lines(self) -> tuple[LinePosition, ...]:
        return tuple(position for payee in self.payees for position in payee.lines)

    @property
    def bounds_heading(self) -> int:
        return self.known_agreement_row + 3

    def bounds_row(self, agreement_row: int) -> int:
        """Where the bounds of a row of the sheet that checks are checked."""
        return agreement_row - AGREEMENT_HEADING + self.bounds_heading


def place(quote: Quote) -> Positions:
    row, rates_row, agreement_row = LINES_HEADING, RATES_HEADING, AGREEMENT_HEADING
    charge_rows: dict[tuple[object, ...], int] = {}
    discounts = _discounts(quote)
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
        discount = discounts.get(Biller(total.payee, total.provider), ZERO)
        discount_row = None
        if discount and not all(position.line.is_fee for position in lines):
            row = discount_row = row + 1
        row, agreement_row = row + 1, agreement_row + 1
        charge = _in_one_amount(total, quote, discount)
        payees.append(
            PayeePosition(total, charge, discount, band, tuple(lines), discount_row, row, agreement_row)
        )
    return Positions(tuple(payees), row + 1, row + 2, agreement_row + 1, agreement_row + 2)


def _discounts(quote: Quote) -> dict[Biller, Decimal]:
    """What is taken off what each biller charges, fees apart."""
    found: dict[Biller, Decimal] = {}
    for one in assigned(quote.request, (line for line in quote.lines if not line.is_fee)):
        found[one.biller] = found.get(one.biller, ZERO) + (one.charge.discount or ZERO)
    return found


def _in_one_amount(total: PayeeTotal, quote: Quote, discount: Decimal) -> Decimal | None:
    """What a payee charges for all its lines together, beside its fees and before a discount."""
    if total.charge is None or not quote.is_in_one_amount(total):
        return None
    fees = sum((line.charge or ZERO for line in quote.lines_of(total)), ZERO)
    return total.charge - fees + discount
