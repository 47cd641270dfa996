"""The rows of a quote that a provider sent, as CSV or Excel, read as people write them.

What can be read for certain is read; every other row keeps its place and says why it was not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from kfees.model.money import EXACT, round_half_up
from kfees.model.problems import InputError, Problem, Unreadable, unforeseen
from kfees.reading.as_written.amounts import amount_as_written, is_empty, quantity_as_written
from kfees.reading.as_written.codes import code_as_written
from kfees.reading.as_written.days import ColumnOrder, day_as_written, order_of_column
from kfees.reading.cell import ERROR
from kfees.reading.provider_file import TextRow, TextSheet, read_file
from kfees.reading.provider_headings import Column, Headings, headings_below, headings_in, is_total_label

HEADING_ROWS = 30
"""The headings stand within so many rows that are not empty."""

FREE_OF_GST = ("free", "gst free", "gst-free", "nil", "no")

RowKind = Literal["item", "total", "heading"]

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One row as it was read. `unread` says what could not be read for certain; `amount` is for all
    its units, in AUD, and holds GST where `with_gst` says so. `says` is what was taken to be meant.
    `words`: its cells in words, by which rows of equal figures are told apart."""

    place: str
    kind: RowKind = "item"
    item: str = ""
    description: str = ""
    quantity: Decimal | None = None
    day: date | None = None
    amount: Decimal | None = None
    with_gst: bool = False
    unread: str = ""
    says: str = ""
    words: tuple[str, ...] = ()


def read_provider_rows(content: bytes, name: str) -> tuple[ProviderRow, ...]:
    """Every row below the headings. InputError where the file is none, or has no amount column."""
    sheets = max(read_file(content, name), key=_headings_found)
    found = [(sheet, tuple(_rows(sheet))) for sheet in sheets]
    if not any(rows for sheet, rows in found if not sheet.hidden):
        raise InputError([_nothing_to_read(sheet) for sheet in sheets if not sheet.hidden])
    return tuple(row for sheet, rows in found for row in _of_sheet(sheet, rows))


def _of_sheet(sheet: TextSheet, rows: tuple[ProviderRow, ...]) -> tuple[ProviderRow, ...]:
    """A sheet's rows; where they were not read, one that says so. A hidden sheet may hold no table."""
    if sheet.hidden:
        unread = "The sheet is hidden, and the table on it was not read."
        return (ProviderRow(sheet.place, unread=unread),) if rows else ()
    return rows or (ProviderRow(sheet.place, unread=f"The sheet: {_nothing_to_read(sheet).message}"),)


def _headings_found(sheets: list[TextSheet]) -> int:
    """How many columns a way of reading the file finds in the row that looks most like headings."""
    return max(len(_best_headings(sheet).columns) for sheet in sheets)


def _best_headings(sheet: TextSheet) -> Headings:
    found = (headings_in(row.cells) for row in sheet.rows[:HEADING_ROWS])
    return max(found, key=lambda headings: len(headings.columns))


def _nothing_to_read(sheet: TextSheet) -> Problem:
    best = _best_headings(sheet)
    if best.whole:
        return Problem("no-rows", sheet.place, "no row stands below the headings.", "Send the whole quote.")
    if best.has_amount:
        remedy = "Give it the heading Item."
        return Problem("no-item-column", sheet.place, "no column of items was found.", remedy)
    remedy = "Give the column a heading such as Amount, Fee or Charge."
    return Problem("no-amount-column", sheet.place, "no column of amounts was found.", remedy)


def _rows(sheet: TextSheet) -> Iterator[ProviderRow]:
    """The rows below the first headings. InputError where their days are not all in one order."""
    below = list(_below_headings(sheet))
    days = [
        (f"row {row.number}", _Cells(row, headings).text("date"))
        for row, headings in below
        if headings is not None
    ]
    order = order_of_column(sheet.place, days)
    for row, headings in below:
        place = f"{sheet.place} row {row.number}"
        yield ProviderRow(place, "heading") if headings is None else _row(row, headings, place, order)


def _below_headings(sheet: TextSheet) -> Iterator[tuple[TextRow, Headings | None]]:
    """The rows below the first headings, each with those that hold for it; None where it is headings
    again, which hold from there on."""
    headings: Headings | None = None
    position = 0
    while position < len(sheet.rows):
        row = sheet.rows[position]
        found, height = _headings_at(sheet.rows, position)
        if found.whole:
            _refuse_doubled(found, f"{sheet.place} row {row.number}")
            if headings is not None:
                yield from ((again, None) for again in sheet.rows[position : position + height])
            headings = found
        elif headings is not None:
            yield row, headings
        elif position >= HEADING_ROWS:
            return
        position += height


def _headings_at(rows: Sequence[TextRow], position: int) -> tuple[Headings, int]:
    """The headings in a row, and the number of rows that they take: 2 where the next holds more of them."""
    cells = rows[position].cells
    alone = headings_in(cells)
    below: Sequence[str] = ()
    if position + 1 < len(rows) and not rows[position + 1].unsure:
        below = rows[position + 1].cells
    if alone.columns and not headings_in(below).whole:
        both = headings_in(cells, below)
        # One word below headings that are whole already is more likely a row of its own.
        if both.whole and headings_below(cells, below) >= (2 if alone.whole else 1):
            return both, 2
    return alone, 1


def _refuse_doubled(headings: Headings, place: str) -> None:
    if headings.doubled:
        remedy = "Rename the one that is not meant."
        raise InputError([Problem("ambiguous-column", place, headings.doubled, remedy)])


class _Cells:
    """The cells of one row by column, read one by one; what cannot be read is kept as a sentence."""

    def __init__(self, row: TextRow, headings: Headings) -> None:
        self._cells, self._printed, self._columns = row.cells, row.printed, headings.columns
        self.unread: list[str] = []

    def text(self, column: Column) -> str:
        return self._in(self._cells, column)

    def code(self) -> str:
        """The item as its cell shows it."""
        return self._in(self._printed, "item") or self.text("item")

    def _in(self, cells: Sequence[str], column: Column) -> str:
        number = self._columns.get(column)
        return cells[number] if number is not None and number < len(cells) else ""

    def read(self, column: Column, reader: Callable[[str], V]) -> V | None:
        """The value of a cell; None where it is empty or cannot be read."""
        try:
            return None if is_empty(self.text(column)) else reader(self.text(column))
        except Unreadable as error:
            self.unread.append(f"{column}: {error.message}")
        except Exception as error:  # noqa: BLE001  one cell that nobody foresaw must not lose the others
            self.unread.append(f"{column}: {unforeseen(error).message}")
        return None


def _row(row: TextRow, headings: Headings, place: str, order: ColumnOrder) -> ProviderRow:
    cells = _Cells(row, headings)
    code = cells.code()
    label = next((text for text in row.cells if re.search(r"[^\W\d_]", text)), "")
    if is_total_label(label) and code in ("", label):
        return ProviderRow(place, "total", description=label)
    cells.unread += _unsure_of(row, headings)
    quantity = cells.read("quantity", quantity_as_written)
    day = cells.read("date", lambda text: day_as_written(text, order.order))
    amount = _amount(cells, headings, quantity)
    gst = cells.read("gst", _gst_as_written)
    if gst:
        cells.unread.append(f"gst: {gst} stands beside the amount, which may include it or not.")
    if not code:
        cells.unread.append("item: no code stands in this row.")
    elif ERROR.fullmatch(code):
        cells.unread.append(f"item: {code} is an error in the workbook.")
    if amount is None and not cells.unread:
        cells.unread.append("amount: the cell is empty.")
    return ProviderRow(
        place,
        item=code_as_written(code),
        description=cells.text("description"),
        quantity=quantity,
        day=day,
        amount=amount,
        with_gst=headings.with_gst and gst is None,
        unread=" ".join(cells.unread),
        says=order.said_of(cells.text("date")),
        words=_words(row, headings),
    )


def _words(row: TextRow, headings: Headings) -> tuple[str, ...]:
    """The cells in words beside what is read: a description, or a doctor's name under any heading."""
    read = {number for column, number in headings.columns.items() if column != "description"}
    return tuple(
        text.casefold()
        for number, text in enumerate(row.cells)
        if number not in read and re.search(r"[^\W\d_]", text)
    )


def _unsure_of(row: TextRow, headings: Headings) -> Iterator[str]:
    """What makes the whole row uncertain."""
    if row.unsure:
        yield row.unsure
    if any(row.cells[headings.width :]):
        yield "The row has more cells than there are headings: text with commas needs quotes."
    read = {number for column, number in headings.columns.items() if column != "description"}
    if read & row.joined:
        yield "A cell is merged with one above or below it."


def _amount(cells: _Cells, headings: Headings, quantity: Decimal | None) -> Decimal | None:
    """What all units of the row cost; where the cost of each is given too, they must agree."""
    each, amount = cells.read("each", amount_as_written), cells.read("amount", amount_as_written)
    units = quantity or Decimal(1)
    if each is not None:
        product = round_half_up(EXACT.multiply(each, units))
        if amount is not None and amount != product:
            cells.unread.append(f"amount: {amount} is not {units} x {each}.")
        return product
    if amount is not None and units != 1 and headings.each_or_all:
        cells.unread.append(f"amount: {amount} may be for each of the {units}, or for all of them.")
    return amount


def _gst_as_written(text: str) -> Decimal:
    return Decimal(0) if text.casefold() in FREE_OF_GST else amount_as_written(text)
