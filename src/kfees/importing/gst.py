"""What a row says of GST in its amount: in words, by what the GST comes to, or by the amount with it."""

from __future__ import annotations

from decimal import Decimal

from kfees.importing.amount_formats import is_percent
from kfees.importing.amounts import AmountReading, read_amount
from kfees.importing.gst_words import RowGst, gst_in_cell
from kfees.model.problems import Unreadable
from kfees.model.schedule import Gst
from kfees.reading.cell import Cell, number, tidy

_TENTH, _ELEVENTH = Decimal(10), Decimal(11)
_ROUNDED = Decimal("0.06")
"""As much as rounding to whole cents can come to, eleven times."""


def dollars_in(cell: Cell) -> Decimal | None:
    """The amount in a cell, where one is there."""
    try:
        amount = read_amount(cell, "", AmountReading(round_to_cent=True)).amount
    except (Unreadable, ArithmeticError):  # a number that is no amount of money
        return None
    return amount if isinstance(amount, Decimal) else None


def gst_by_tax(tax: Decimal, amount: Decimal) -> Gst | None:
    """0 is no GST; a tenth of the amount is put on top of it, an eleventh is in it."""
    if tax == 0:
        return "free"
    if abs(tax * _TENTH - amount) <= _ROUNDED:
        return "exclusive"
    return "included" if abs(tax * _ELEVENTH - amount) <= _ROUNDED else None


def gst_by_sum(amount: Decimal, with_gst: Decimal) -> Gst | None:
    """Whether an amount is the other without its GST, 'exclusive', or both are the same."""
    found = gst_by_tax(with_gst - amount, amount)
    return found if found != "included" else None


def gst_of_row(cell: Cell, heading: str, amount: Decimal | None) -> RowGst:
    """Whether GST is in the row's amount. Raises Unreadable where the cell below the heading does not say."""
    said = gst_in_cell(tidy(cell.text), heading) or _by_amount(cell, amount)
    if said is None:
        message = "this does not say whether the amount includes GST."
        raise Unreadable("bad-gst", message, "", ("GST exclusive", "GST included", "GST free"))
    return said


def gst_of_total(cell: Cell, amount: Decimal | None, said: RowGst | None) -> RowGst | None:
    """The same by the cell that holds the amount with its GST. `said`: what the cell of GST says.

    Raises Unreadable where the two amounts are neither the same nor a tenth apart, or do not agree with it.
    """
    if cell.is_said and (answer := gst_in_cell(tidy(cell.text))) is not None:
        return answer
    total = dollars_in(cell)
    if total is None and amount is None:
        return said
    if total is None or amount is None:
        message = "of the amount with GST and the one without, only one is known."
    else:
        found = gst_by_sum(amount, total)
        if found is not None and (said in (found, None) or (said == "bears" and found != "free")):
            return found
        message = f"{amount} without GST and this amount with it do not add up."
    raise Unreadable("bad-gst", message, "", ("GST exclusive", "GST free"))


def _by_amount(cell: Cell, amount: Decimal | None) -> RowGst | None:
    if cell.kind == "number" and is_percent(cell.format):
        return {Decimal(0): "free", Decimal("0.1"): "bears"}.get(number(cell))  # type: ignore[return-value]
    tax = dollars_in(cell)
    if tax is None or (amount is None and tax != 0):
        return None
    return gst_by_tax(tax, amount or Decimal(0))
