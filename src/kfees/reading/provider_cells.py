"""The cells of a row of a provider's quote, read one by one, and what holds for all its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kfees.model.problems import Unreadable, unforeseen
from kfees.model.schedule import Currency
from kfees.reading.as_written.amounts import is_empty
from kfees.reading.as_written.days import ColumnOrder
from kfees.reading.provider_amounts import is_said_of_a_price
from kfees.reading.provider_headings import Column, GstSaid, Headings
from kfees.reading.text_sheets import TextRow

V = TypeVar("V")

BELOW_ZERO = "Call it a discount, or leave it out if another pays it."

_CURRENCY = re.compile(
    r"\b(?:US|NZ|AU|CA|SG|HK|A) ?\$|\b(?:USD|NZD|AUD|CAD|SGD|HKD|EUR|GBP)\b|[\u20ac\u00a3\u00a5]", re.I
)
_CALLED: dict[Currency, frozenset[str]] = {"AUD": frozenset(("AUD", "AD")), "USD": frozenset(("USD",))}
_WORDS = re.compile(r"[^\W\d_]{4}")
_CODE = re.compile(r"[A-Za-z]{0,4}[0-9][A-Za-z0-9.]*")
_OF_FIGURES: tuple[Column, ...] = ("quantity", "gst", "discount", "each", "net", "amount")


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for all rows of a file: the order of its days, what its notes say of GST, what payers are
    called: what one of them pays is no discount; the currency of the payer, and a note that names another;
    and the day near which a day without a year is meant."""

    order: ColumnOrder
    gst: GstSaid = ""
    payers: tuple[str, ...] = ()
    currency: Currency = "AUD"
    note: str = ""
    near: date | None = None

    def other_currency(self, text: str) -> str:
        """The currency that a text names, where it is not the payer's."""
        for found in _CURRENCY.findall(text):
            if found.upper().replace("$", "D").replace(" ", "") not in _CALLED[self.currency]:
                return str(found)
        return ""

    def names_a_payer(self, text: str) -> bool:
        named = (rf"(?<!\w){re.escape(payer)}(?!\w)" for payer in self.payers)
        return any(re.search(name, text, re.IGNORECASE) for name in named)


class Cells:
    """The cells of one row by column, read one by one; what cannot be read is kept as a sentence."""

    def __init__(self, row: TextRow, headings: Headings) -> None:
        self._cells, self._printed, self._columns = row.cells, row.printed, headings.columns
        self.label = ""
        self.label = "" if self.text("item") or self.text("description") else self._label()
        self.unread: list[str] = []
        self.remedies: list[str] = []

    def text(self, column: Column) -> str:
        return self._in(self._cells, column)

    def _label(self) -> str:
        """Words in a column of figures, beside which no code and no words stand: 'Balance:' under GST."""
        texts = (self.text(column) for column in _OF_FIGURES)
        found = (text for text in texts if _WORDS.search(text) and not is_said_of_a_price(text))
        return next(found, "")

    def code(self) -> str:
        """The item as its cell shows it: a bare code among the descriptions, where items have no column."""
        code = self._in(self._printed, "item") or self.text("item")
        if "item" not in self._columns and _CODE.fullmatch(self.text("description")):
            code = self._in(self._printed, "description") or self.text("description")
        return "" if is_empty(code) else code

    def _in(self, cells: Sequence[str], column: Column) -> str:
        number = self._columns.get(column)
        text = cells[number] if number is not None and number < len(cells) else ""
        return "" if text and text == self.label else text

    def read(self, column: Column, reader: Callable[[str], V]) -> V | None:
        """The value of a cell; None where it is empty or cannot be read."""
        try:
            return None if is_empty(self.text(column)) else reader(self.text(column))
        except Unreadable as error:
            self.unread.append(f"{column}: {error.message}")
            below = error.code == "negative-amount"
            self.remedies.append(BELOW_ZERO if below else error.remedy)
        except Exception as error:  # noqa: BLE001  one cell that nobody foresaw must not lose the others
            self.unread.append(f"{column}: {unforeseen(error).message}")
        return None
