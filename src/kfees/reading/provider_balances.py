"""Below a total of a provider's quote: what is paid already or by another, and the balance that it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kfees.model.money import ZERO
from kfees.reading.provider_row import ProviderRow


def with_balances_known(rows: Sequence[ProviderRow]) -> list[ProviderRow]:
    """The same rows. Where a total less what may be paid is what a later row says, those are no charges and
    that is the balance; nothing paid is no charge either."""
    found = list(rows)
    charged, paid = ZERO, dict[int, Decimal]()
    for number, row in enumerate(rows):
        left = charged - sum(paid.values(), ZERO)
        if row.kind == "item" and row.stated:
            if row.stated[0]:
                paid[number] = row.stated[0]
            else:
                found[number] = _settled(row, "Nothing is paid already.")
        elif paid and left in _figures(row):
            for at in paid:
                found[at] = _settled(rows[at], "Paid already, or by another: the balance below says so.")
            says = f"It is the total less what is paid already or by another, ${left:,}."
            found[number] = replace(row, kind="total", amount=None, gst=None, stated=(), says=says)
        elif row.kind in ("item", "discount") and row.amount is not None:
            charged += row.amount * (-1 if row.kind == "discount" else 1)
    return found


def _settled(row: ProviderRow, says: str) -> ProviderRow:
    return replace(row, kind="note", amount=None, unread="", remedy="", says=says)


def _figures(row: ProviderRow) -> tuple[Decimal, ...]:
    """What a row says that may be a balance."""
    if row.kind == "total":
        return row.stated
    bare = row.kind == "item" and not row.item and row.day is None and row.quantity is None
    return () if not bare or row.amount is None else (row.amount,)
