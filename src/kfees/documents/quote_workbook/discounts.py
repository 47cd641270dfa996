"""A discount: typed in a row of its own above the payee's total, and taken off what is charged.

Off one amount it is taken whole. Off charges by item it is shared out pro rata, to the cent, the remainder
on the greatest, in two columns right of the lines, which are there where a payee gives a discount.
"""

from __future__ import annotations

from decimal import Decimal

from kfees.documents.quote_workbook.figures import NO_AMOUNT, TOO_MUCH_OFF, FigureShown
from kfees.documents.quote_workbook.formulas import is_amount
from kfees.documents.quote_workbook.positions import LINES, LinePosition, PayeePosition
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.model.money import ZERO, round_half_up

HEADINGS = (("Before\ndiscount", 0), ("Discount", 0))
BEFORE, OFF = "N", "O"


def write_discount(page: Page, payee: PayeePosition) -> None:
    """The row of a payee's discount, and each line's part of it; nothing where it gives none."""
    row = payee.discount_row
    if row is None:
        return
    page.row(row, "ABCDEFGHIJKLM", looks.ROW)
    page.put(f"A{row}:G{row}", f"Discount off what {payee.total.in_words} charges, fees apart", looks.ROW)
    page.put(f"H{row}", payee.discount, looks.ROW_CHARGE)
    page.height(row, 19)
    priced = [position for position in payee.lines if not position.line.is_fee]
    one = f"IF(ISNUMBER(H{payee.row}),H{payee.row},0)"
    before = f"=IF({payee.in_one_amount},{one},SUM({payee.priced(BEFORE)}))"
    charged = sum((_before(position) for position in priced), ZERO) if payee.charge is None else payee.charge
    page.formula(f"{BEFORE}{row}", before, charged, looks.QUIET_AMOUNT)
    off = f'IF({is_amount(f"H{row}")},IF(H{row}<={BEFORE}{row},H{row},"{TOO_MUCH_OFF}"),"{NO_AMOUNT}")'
    page.formula(f"{OFF}{row}", f'=IF(H{row}="",0,{off})', payee.discount, looks.QUIET_AMOUNT)
    for position in priced:
        _part(page, position, payee, row)


def _part(page: Page, position: LinePosition, payee: PayeePosition, discount_row: int) -> None:
    row, together = position.row, payee.charge is not None
    cell = f"H{row}"
    before = f"=IF({is_amount(cell)},ROUND(D{row}*{cell},2),0)"
    page.formula(f"{BEFORE}{row}", before, _before(position), looks.QUIET_AMOUNT)
    every, whole = f"${BEFORE}${payee.lines[0].row}:${BEFORE}${_last(payee)}", f"${OFF}${discount_row}"
    remainder = f"{whole}-SUMPRODUCT(ROUND({whole}*{every}/SUM({every}),2))"
    greatest = f"ROW()=ROW({BEFORE}{payee.lines[0].row})-1+MATCH(MAX({every}),{every},0)"
    part = f"ROUND({whole}*{BEFORE}{row}/SUM({every}),2)+IF({greatest},{remainder},0)"
    shared = f"IF(ISNUMBER({whole}),IF(SUM({every})>0,ROUND({part},2),0),0)"
    figure: FigureShown = "" if together else position.line.discount or ZERO
    page.formula(f"{OFF}{row}", f'=IF({payee.in_one_amount},"",{shared})', figure, looks.QUIET_AMOUNT)


def _before(position: LinePosition) -> Decimal:
    line = position.line
    return ZERO if line.charge_per_unit is None else round_half_up(line.quantity * line.charge_per_unit)


def _last(payee: PayeePosition) -> int:
    return max(position.row for position in payee.lines if not position.line.is_fee)


def discounted(payee: PayeePosition, amount: str, off: str) -> str:
    """An amount less what is taken off it (a cell), where the payee's discount is one."""
    if payee.discount_row is None:
        return amount
    whole = f"{LINES}!${OFF}${payee.discount_row}"
    return f"IF(ISNUMBER({whole}),ROUND({amount}-{LINES}!{off},2),{whole})"
