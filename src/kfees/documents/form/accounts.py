"""A row of accounts or fees as the charges that a request's JSON would hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kfees.documents.form.cells import Answer
from kfees.documents.form.courses import ACCOUNTS

Row = Mapping[str, Answer]


def charges_of(key: str, row: Row) -> Iterator[dict[str, Answer]]:
    """An account is a discount, an amount or both; a fee is one charge."""
    if key != ACCOUNTS:
        yield dict(row)
        return
    if "discount" in row:
        yield {name: row[name] for name in row if name not in ("amount", "gst")}
    if "amount" in row:
        yield {name: row[name] for name in row if name != "discount"}


def lacking(key: str, row: Row) -> Iterator[tuple[str, str, str]]:
    """What a row has to say and does not: its column, what is wrong, and the remedy."""
    if "payee" not in row:
        yield "payee", "it is not said who is paid.", "Choose the payee from the list."
    if key == ACCOUNTS:
        if "amount" not in row and "discount" not in row:
            yield "amount", "neither an amount nor a discount is given.", "Give one, or clear the row."
        return
    if "label" not in row:
        yield "label", "it is not said what this fee is for.", "Write it, such as: Facility fee."
    if "amount" not in row:
        yield "amount", "it is not said how much is charged.", "Give the amount for one, or clear the row."
