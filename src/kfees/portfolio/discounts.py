"""Discounts of a portfolio that nothing is charged for, or that are above it: mistakes of their cells."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from kfees.engine.charges import discount_above, discount_without_charge
from kfees.model.payee import Payee
from kfees.model.problems import Unreadable
from kfees.portfolio.cells import Mistakes, PieceRead
from kfees.portfolio.columns import Columns


def checked(cells: PieceRead, columns: Columns) -> PieceRead:
    """The piece with the mistakes of its discounts. What could not be read is not compared."""
    mistakes = dict(cells.mistakes)
    known = columns.known
    for payee, charge, discount in zip(known.payees, known.charges, known.discounts, strict=True):
        if discount not in columns.by_field:
            continue
        wrong = (cells.fields[discount] > cells.fields[charge]) | cells.fields[charge].is_null()
        wrong = wrong.fill_null(False) & cells.fields[discount].is_not_null()
        if unread := mistakes.get(charge):
            wrong &= ~unread.rows
        if wrong.any():
            more = _mistakes(payee, cells.fields.select(charge, discount), wrong)
            mistakes[discount] = mistakes[discount].beside(more) if discount in mistakes else more
    return PieceRead(cells.fields, mistakes)


def _mistakes(payee: Payee, amounts: pl.DataFrame, wrong: pl.Series) -> Mistakes:
    said: dict[tuple[Decimal | None, Decimal], int] = {}
    which = [said.setdefault(pair, len(said)) for pair in amounts.filter(wrong).iter_rows()]
    errors = tuple(_error(payee, charge, discount) for charge, discount in said)
    return Mistakes(wrong, pl.Series(which, dtype=pl.Int64), errors)


def _error(payee: Payee, charge: Decimal | None, discount: Decimal) -> Unreadable:
    if charge is None:
        return Unreadable("discount-without-charge", *discount_without_charge(payee))
    return Unreadable("discount-above-charge", *discount_above(discount, charge, payee))
