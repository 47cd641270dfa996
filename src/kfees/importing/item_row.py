"""A row of a table as it was read: an item with its words, its amounts, its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kfees.importing.gst_words import RowGst
from kfees.model.money import Money

FromTo = tuple[int | None, int | None]
"""First and last day of a stay, both included, as far as a row says them."""


@dataclass(slots=True)
class ItemRow:
    """One row of the table as read. `amounts` in the order of the amount columns.

    An empty `unit` and a None take what the schedule says; the row is in force from `starts` until the end of
    `ends`. `section`: the headings above it between the rows.
    """

    row: int
    code: str
    label: str
    amounts: tuple[Money, ...]
    unit: str = ""
    span: FromTo = (None, None)
    starts: date | None = None
    ends: date | None = None
    gst: RowGst | None = None
    section: str = ""
