"""What was understood of a provider's own quote before anything is priced: the JSON of
`kfees assess REQUEST --quote FILE --dry-run`."""

from __future__ import annotations

from typing import Literal

from kfees.model.dates import DateOrder
from kfees.model.fields import Day, Model, Quantity, ResultAmount
from kfees.model.payee import Payee
from kfees.model.sentences import Says

RowMeaning = Literal[
    "item", "fee", "discount", "total", "heading", "note", "not read", "ambiguous", "duplicate"
]


class UnderstoodRow(Model):
    """A row as it was read. `price`: what all its units cost, or what a discount takes off; `gst`: what of
    that is GST, where it is known. `doubt`: why it is in no sum, and `remedy` what to do then; `says`: what
    was taken to be meant."""

    place: str
    meaning: RowMeaning
    dates: tuple[Day, ...]
    item: str
    schedule: str | None
    description: str
    quantity: Quantity | None
    price: ResultAmount | None
    gst: ResultAmount | None
    payee: Payee | None
    provider: str | None
    doubt: Says
    remedy: str
    says: Says


class UnderstoodColumn(Model):
    """A column that was read, and as what: `place` is its sheet and letter."""

    place: str
    heading: str
    read_as: str


class ColumnLeftOut(Model):
    """A column with figures that was not read, and why."""

    place: str
    what: str
    why: str


class UnderstoodQuote(Model):
    """`date_order`: how days in figures were read, and `because` the cell that proves it. `charged`: what the
    rows without a doubt come to, less discounts; `in_doubt`: the places of the others."""

    date_order: DateOrder
    because: str
    columns: tuple[UnderstoodColumn, ...]
    left_out: tuple[ColumnLeftOut, ...]
    rows: tuple[UnderstoodRow, ...]
    charged: ResultAmount
    in_doubt: tuple[str, ...]
