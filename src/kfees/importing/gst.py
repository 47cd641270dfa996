"""What a cell below a heading of GST says of its row's amount: in words, or by what the GST comes to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kfees.importing import headings
from kfees.importing.amounts import AmountReading, is_percent, read_amount
from kfees.model.money import Money
from kfees.model.problems import Unreadable
from kfees.model.schedule import Gst
from kfees.reading.cell import Cell, number, tidy

_TENTH, _ELEVENTH = Decimal(10), Decimal(11)
_ROUNDED = Decimal("0.06")
"""As much as rounding to whole cents can come to, eleven times."""


def gst_of_row(cell: Cell, heading: str, amounts: Sequence[Money]) -> Gst:
    """Whether GST is in the row's amount. Raises Unreadable where the cell below the heading does not say."""
    said = headings.gst_in_cell(tidy(cell.text), heading) or _by_amount(cell, amounts)
    if said is None:
        message = "this does not say whether the amount includes GST."
        raise Unreadable("bad-gst", message, "", ("GST exclusive", "GST included", "GST free"))
    return said


def _by_amount(cell: Cell, amounts: Sequence[Money]) -> Gst | None:
    """0 is no GST; a tenth of the amount is put on top of it, an eleventh is in it."""
    if cell.kind == "number" and is_percent(cell.format):
        return {Decimal(0): "free", Decimal("0.1"): "exclusive"}.get(number(cell))  # type: ignore[return-value]
    try:
        tax = read_amount(cell, "", AmountReading(round_to_cent=True)).amount
    except Unreadable:
        return None
    if tax == 0:
        return "free"
    known = next((amount for amount in amounts if isinstance(amount, Decimal)), None)
    if known is None or not isinstance(tax, Decimal):
        return None
    if abs(tax * _TENTH - known) <= _ROUNDED:
        return "exclusive"
    return "included" if abs(tax * _ELEVENTH - known) <= _ROUNDED else None
