"""What makes a row of a provider's quote uncertain: what may be paid already, another currency, no code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kfees.reading.as_written.amounts import is_empty, sign_and_digits
from kfees.reading.cell import ERROR
from kfees.reading.provider_cells import Cells, Reading
from kfees.reading.provider_columns import money_in
from kfees.reading.provider_headings import PRICES, Column, Headings
from kfees.reading.text_sheets import TextRow

NO_AMOUNT, NO_CODE = "amount: the cell is empty.", "item: no code stands in this row."

OF_SEVERAL_ROWS: tuple[Column, ...] = ("description", "date", "until", "provider", "item")
"""Columns of which one cell may be merged over several rows, and holds for each."""

LETTER, DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"[0-9]")
_DISCOUNT = re.compile(r"\b(discount|discounts|reduction)\b", re.I)
_PAID_BY_OTHERS = re.compile(
    r"\b(rebate|deposit|paid|payment received|medicare|insur\w*|excess|benefit|refund)\b", re.I
)
_ALREADY_PAID = re.compile(
    r"\b(?:rebate|deposit|(?:already |pre-?)paid|payments? (?:received|to date|made)|amount applied|refund)\b"
    r"|^ *(?:less:? )?payments?\W*$",
    re.I,
)


def is_discount(cells: Cells, code: str, description: str, reading: Reading) -> bool:
    """Whether the row takes something off: by its word, or by an amount below zero beside no item."""
    words = f"{code} {description}"
    if _is_paid(words, reading):
        return False
    columns: tuple[Column, ...] = ("amount", "each")
    texts = [text for text in map(cells.text, columns) if not is_empty(text)]
    below = any(sign_and_digits(text)[0] for text in texts)
    if DIGIT.search(code):
        return below and bool(_DISCOUNT.search(words))
    return bool(_DISCOUNT.search(words)) or (below and bool(words.strip()))


def no_code(cells: Cells, code: str, description: str) -> Iterator[str]:
    if ERROR.fullmatch(code):
        yield f"item: {code} is an error in the workbook."
    elif not code and not LETTER.search(description):
        yield NO_CODE
        cells.remedies.append("Write its code, or leave it out if it is the sum of rows above it.")


def other_doubts(cells: Cells, headings: Headings, words: str, reading: Reading) -> Iterator[str]:
    """An amount that another may have paid, or that is in another currency."""
    if _ALREADY_PAID.search(words) and not DIGIT.search(cells.code()):
        yield "amount: this may be paid, and not charged."
        cells.remedies.append("Leave the row out if it is, or call it a fee.")
    columns = [column for column in PRICES if column in headings.columns]
    texts = (headings.texts[headings.columns[column]] for column in columns if headings.texts)
    found = next(
        filter(None, map(reading.other_currency, (*texts, *map(cells.text, PRICES), reading.note))), ""
    )
    if found:
        yield f"amount: {found} is not {reading.currency}, in which the payer pays."
        cells.remedies.append(f"Write it in {reading.currency}.")


def unsure_of(row: TextRow, headings: Headings) -> Iterator[str]:
    """What makes the whole row uncertain."""
    if row.unsure:
        yield row.unsure
    if any(row.cells[headings.width :]):
        yield "The row has more cells than there are headings: text with commas needs quotes."
    together = [at for at in headings.run_together if at < len(row.cells) and _is_two(row, row.cells[at])]
    if together and together[0] not in headings.columns.values():
        yield f"Two columns run together under {headings.texts[together[0]]!r}: send the table as a workbook."
    read = {number for column, number in headings.columns.items() if column not in OF_SEVERAL_ROWS}
    if read & row.joined:
        yield "A cell is merged with one above or below it."


def _is_two(row: TextRow, text: str) -> bool:
    """Whether a cell may hold two: '15/9/25 2801', or any figure in a PDF, where columns run together."""
    parts = text.split()
    return bool(DIGIT.search(text) and row.where) or (len(parts) > 1 and all(map(DIGIT.search, parts)))


def paid(cells: Cells, words: str, reading: Reading) -> tuple[Decimal, ...]:
    """The amount of a row without a code that may be paid already, or by another."""
    is_paid = _is_paid(words, reading) and not DIGIT.search(cells.code())
    found = money_in(cells.text("amount")) if is_paid else None
    return () if found is None else (found,)


def _is_paid(words: str, reading: Reading) -> bool:
    found = _PAID_BY_OTHERS.search(words) or _ALREADY_PAID.search(words)
    return bool(found) or reading.names_a_payer(words)


def how_many(cells: Cells, headings: Headings) -> Iterator[str]:
    """Why a row of several days without a number of units is not certain."""
    if "each" in headings.columns and not is_empty(cells.text("each")) and is_empty(cells.text("amount")):
        yield "quantity: several days are named, and a price for each, but not how many."
    elif headings.each_or_all:
        yield "amount: it may be for each of the days, or for all of them."
