"""One row of a provider's quote: what it charges, for which item, on which days, and by whom.

What can be read for certain is read; what cannot is said in the row, which keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from kfees.reading.as_written.amounts import amount_as_written, is_empty, sign_and_digits
from kfees.reading.as_written.codes import code_as_written
from kfees.reading.as_written.days import ColumnOrder
from kfees.reading.provider_amounts import (
    Charged,
    Prices,
    charged,
    discount_as_written,
    gst_as_written,
    price_as_written,
    says_of_price,
    unit_price_as_written,
)
from kfees.reading.provider_cells import Cells, Reading
from kfees.reading.provider_columns import flag
from kfees.reading.provider_counts import Units, units_as_written, units_of_row
from kfees.reading.provider_days import days_of_row, days_of_words, numbers_of_days
from kfees.reading.provider_doubts import (
    DIGIT,
    LETTER,
    NO_AMOUNT,
    OF_SEVERAL_ROWS,
    how_many,
    is_discount,
    no_code,
    other_doubts,
    paid,
    unsure_of,
)
from kfees.reading.provider_headings import PRICES, Column, Headings, gst_said, is_total_label
from kfees.reading.text_sheets import TextRow

WRITE_IT = "Write in the row what is meant."

_CHARGES: tuple[Column, ...] = (*PRICES, "net")

RowKind = Literal["item", "discount", "total", "note", "heading"]

_MONEY = re.compile(r"\$|[0-9][.,][0-9]{2}\b|[0-9],[0-9]{3}\b")
_DOCTOR = re.compile(
    r"(dr|doctor|a/prof|prof|professor|associate professor)\b\.? (?:(?! [-\u2013\u2014] )[^,;:()])*[^,;:() ]",
    re.I,
)
_US_DOLLARS = re.compile(r"\bUS(?:D| ?(?=\$))\s*|\s*USD$", re.I)
_EACH = re.compile(
    r"(.*[0-9]) ?(?:(?:per|/|a) ?(?:day|night|session|visit|unit|service|item|attendance|infusion|ampoule)"
    r"|each|ea\.?)",
    re.I | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One row as it was read.

    - `amount`: in AUD, for all its units, as it is paid; of a discount, what comes off.
    - `gst`: what of it is GST, where that is known; `with_gst`: whether it holds any.
    - `day`: the first day that it names; `days`: all of them, where they are several.
    - `numbers`: of treatment days, by which it names them in place of days.
    - `provider`: who bills it; `section`: the row of words above it that says whose the rows below are.
    - `unread`: what could not be read for certain; `remedy`: what to do then; `says`: what was taken to be
      meant.
    - `words`: its cells in words, by which rows of equal figures are told apart.
    - `stated`: what a total says, or a row of what may be paid already or by another.
    - `either`: where that alone is unread, what all units cost if the amount is for all, and if for each.
    """

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
    days: tuple[date, ...] = ()
    gst: Decimal | None = None
    provider: str = ""
    section: str = ""
    stated: tuple[Decimal, ...] = ()
    either: tuple[Charged, ...] = ()
    remedy: str = ""
    numbers: tuple[int, ...] = ()


def read_row(row: TextRow, headings: Headings, place: str, reading: Reading) -> ProviderRow:
    row = _with_cells_above(row, headings)
    cells = Cells(row, headings)
    code = cells.code()
    label = next((text for text in row.cells if LETTER.search(text)), "")
    if is_total_label(label) and code in ("", label):
        return ProviderRow(place, "total", description=label, stated=_stated(cells))
    if not row.unsure and _is_note([text for text in row.cells if text], code, reading.order):
        words = label or next(filter(None, row.cells))
        return ProviderRow(place, "note", description=words, provider=doctor_in(label))
    unsure = list(unsure_of(row, headings))
    cells.unread += unsure
    description = cells.text("description") or cells.label
    words = f"{code} {description}"
    of_days = numbers_of_days(cells.text("quantity"))
    number = None if of_days else cells.read("quantity", units_as_written)
    named = days_of_row(cells, words, reading)
    days = named.days
    units = units_of_row(cells, number, words, days=len(days), numbered=len(named.numbers))
    discount = is_discount(cells, code, description, reading)
    found = _charged(cells, headings, units, reading, off=discount, several=len(days) > 1)
    if len(days) > 1 and units.number is None and not cells.unread:
        cells.unread += how_many(cells, headings)
    cells.unread += no_code(cells, code, description)
    if not discount:
        cells.unread += other_doubts(cells, headings, words, reading)
    if not unsure and all(is_empty(cells.text(column)) for column in _CHARGES):
        cells.unread.append(NO_AMOUNT)
    return ProviderRow(
        place,
        kind="discount" if discount else "item",
        item=code_as_written(code),
        description=description,
        quantity=units.number,
        numbers=named.numbers,
        words=_words(row, headings),
        provider=cells.text("provider") or doctor_in(description),
        day=days[0] if days else None,
        days=days if len(days) > 1 else (),
        amount=found.amount,
        gst=found.gst,
        with_gst=found.with_gst,
        unread=" ".join(cells.unread),
        remedy=" ".join(dict.fromkeys(cells.remedies or [_remedy_for(row)])) if cells.unread else "",
        says=" ".join(filter(None, (named.says, found.says))),
        either=found.either if cells.unread == [found.unread] else (),
        stated=paid(cells, words, reading),
    )


def _with_cells_above(row: TextRow, headings: Headings) -> TextRow:
    """The row with what a merged cell that begins above it says of its day, its item or who bills it."""
    places = {headings.columns[column] for column in OF_SEVERAL_ROWS if column in headings.columns}
    above = {at: text for at, text in row.spanned if at in places and not row.cells[at]}
    if not above:
        return row
    cells = tuple(above.get(at, text) for at, text in enumerate(row.cells))
    return replace(row, cells=cells)


def doctor_in(text: str) -> str:
    """'Dr B' of 'Dr B, anaesthetist'; nothing where the text does not begin with a doctor's title."""
    found = _DOCTOR.match(text)
    return found[0] if found else ""


def _is_note(texts: Sequence[str], code: str, order: ColumnOrder) -> bool:
    """Whether a row says something in words alone: no code that waits for its amount, and no money."""
    if len(texts) == 1 and (days_of_words(texts[0], order) or numbers_of_days(texts[0])):
        return True
    if len(texts) != 1 or _MONEY.search(texts[0]) or not LETTER.search(texts[0]):
        return False
    return not code or not DIGIT.search(code) or len(code.split()) > 2


def _stated(cells: Cells) -> tuple[Decimal, ...]:
    """The amounts of a total; what is none says nothing."""
    columns: tuple[Column, ...] = ("amount", "net", "gst", "each")
    found = dict.fromkeys(cells.read(column, amount_as_written) for column in columns)
    return tuple(amount for amount in found if amount is not None)


def _charged(
    cells: Cells, headings: Headings, units: Units, reading: Reading, *, off: bool, several: bool
) -> Charged:
    """What all units of the row cost, or what comes `off`. `several`: whether it names several days."""

    def read(text: str, reader: Callable[[str], Decimal] = price_as_written) -> Decimal:
        text = for_each[1] if (for_each := _EACH.fullmatch(text.strip())) else text
        digits = _US_DOLLARS.sub("", text.strip()) if reading.currency == "USD" else text
        return reader(sign_and_digits(digits)[1] if off else digits)

    each = cells.read("each", lambda text: read(text, unit_price_as_written))
    amount, net = cells.read("amount", read), cells.read("net", read)
    if amount is not None and each is None and _EACH.fullmatch(cells.text("amount").strip()):
        each, amount = amount, None
        if units.number is None and not several:
            cells.unread.append(f"quantity: {cells.text('amount')} is for each, and not how many.")
            cells.remedies.append("Write how many there are.")
    elif units.unread and amount is not None:
        cells.unread.append(units.unread)
        cells.remedies.append("Write how many there are.")
    less = cells.read("discount", lambda text: discount_as_written(text, percent=headings.percent))
    gst = cells.read("gst", lambda text: gst_as_written(sign_and_digits(text)[1] if off else text))
    in_words = gst_said(cells.text("description")) or reading.gst
    said = {column: said or in_words for column, said in headings.gst.items()}
    open_to_both = headings.each_or_all or (units.in_words and not headings.for_all)
    each = units.each if each is None else each
    of = units.number or Decimal(1)
    prices = Prices(of, each, amount, net, gst, said["each"], said["amount"], open_to_both, less)
    found = charged(prices)
    in_place = " ".join(dict.fromkeys(filter(None, map(says_of_price, map(cells.text, PRICES)))))
    found = replace(found, says=" ".join(filter(None, (found.says, in_place))))
    if found.unread:
        cells.unread.append(found.unread)
        cells.remedies.append(found.remedy)
        if found.either and units.number not in (None, 1) and open_to_both:
            at = headings.columns["amount"]
            cells.remedies.append(f"Or say so for all rows: {flag({'each': at})} or {flag({'amount': at})}.")
    return found


def _remedy_for(row: TextRow) -> str:
    """What to do where no cell says it: in the workbook, or with a PDF."""
    if row.unsure.startswith("The row is hidden"):
        return "Show the row, or delete it."
    if "never stored" in row.unsure:
        return "Open the workbook and save it, so that its results are stored."
    return "Write in a workbook or CSV what is meant." if row.where else WRITE_IT


def _words(row: TextRow, headings: Headings) -> tuple[str, ...]:
    """The cells in words beside what is read: a description, or a doctor's name under any heading."""
    of_words = ("description", "provider")
    read = {number for column, number in headings.columns.items() if column not in of_words}
    return tuple(
        text.casefold()
        for number, text in enumerate(row.cells)
        if number not in read and re.search(r"[^\W\d_]", text)
    )
