"""One row of a provider's quote: what it charges, for which item, on which days, and by whom.

What can be read for certain is read; what cannot is said in the row, which keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from kfees.model.problems import Unreadable, unforeseen
from kfees.model.schedule import Currency
from kfees.reading.as_written.amounts import (
    amount_as_written,
    is_empty,
    quantity_as_written,
    sign_and_digits,
)
from kfees.reading.as_written.codes import code_as_written
from kfees.reading.as_written.days import ColumnOrder
from kfees.reading.as_written.spans import days_as_written, said_of_span
from kfees.reading.cell import ERROR
from kfees.reading.provider_amounts import (
    Charged,
    Prices,
    charged,
    discount_as_written,
    gst_as_written,
    is_said_of_a_price,
    price_as_written,
    says_of_price,
)
from kfees.reading.provider_columns import money_in
from kfees.reading.provider_headings import PRICES, Column, GstSaid, Headings, gst_said, is_total_label
from kfees.reading.text_sheets import TextRow

RowKind = Literal["item", "discount", "total", "note", "heading"]

V = TypeVar("V")

_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"[0-9]")
_MONEY = re.compile(r"\$|[0-9][.,][0-9]{2}\b|[0-9],[0-9]{3}\b")
_DOCTOR = re.compile(
    r"(dr|doctor|a/prof|prof|professor|associate professor)\b\.? (?:(?! [-\u2013\u2014] )[^,;:()])*[^,;:() ]",
    re.I,
)
_US_DOLLARS = re.compile(r"\bUS(?:D| ?(?=\$))\s*|\s*USD$", re.I)
_DISCOUNT = re.compile(r"\b(discount|discounts|reduction)\b", re.I)
_PAID_BY_OTHERS = re.compile(
    r"\b(rebate|deposit|paid|payment received|medicare|insur\w*|excess|benefit|refund)\b", re.I
)
_ALREADY_PAID = re.compile(
    r"\b(?:rebate|deposit|(?:already |pre-?)paid|payments? (?:received|to date|made)|amount applied|refund)\b"
    r"|^ *(?:less:? )?payments?\W*$",
    re.I,
)
_EACH = re.compile(
    r"(.*[0-9]) ?(?:(?:per|/|a) ?(?:day|night|session|visit|unit|service|item|attendance|infusion|ampoule)"
    r"|each|ea\.?)",
    re.I | re.ASCII,
)
_HOW_MANY = re.compile(r"\s*\((?:x ?)?[0-9]+ (?:days?|nights?|sessions?|visits?)\)$", re.I | re.ASCII)
_OF_DAY = re.compile(
    r"^(day|session|visit|treatment|date)( [0-9]{1,2})?( of [0-9]{1,2})?[: ,\u2013\u2014-]+", re.I | re.ASCII
)
_UNITS = re.compile(
    r"x? ?([0-9][0-9,.]*) ?"
    r"(?:x|days?|nights?|sessions?|units?|visits?|services?|ampoules?|amps?|vials?|ea\.?|each)?",
    re.I | re.ASCII,
)
_CURRENCY = re.compile(
    r"\b(?:US|NZ|AU|CA|SG|HK|A) ?\$|\b(?:USD|NZD|AUD|CAD|SGD|HKD|EUR|GBP)\b|[\u20ac\u00a3\u00a5]", re.I
)
_CALLED: dict[Currency, frozenset[str]] = {"AUD": frozenset(("AUD", "AD")), "USD": frozenset(("USD",))}

_WORDS = re.compile(r"[^\W\d_]{4}")
_OF_FIGURES: tuple[Column, ...] = ("quantity", "gst", "discount", "each", "net", "amount")
_CHARGES: tuple[Column, ...] = (*PRICES, "net")

NO_AMOUNT, NO_CODE = "amount: the cell is empty.", "item: no code stands in this row."
BELOW_ZERO = "Call it a discount, or leave it out if another pays it."
WRITE_IT = "Write in the row what is meant."


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One row as it was read.

    - `amount`: in AUD, for all its units, as it is paid; of a discount, what comes off.
    - `gst`: what of it is GST, where that is known; `with_gst`: whether it holds any.
    - `day`: the first day that it names; `days`: all of them, where they are several.
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


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for all rows of a file: the order of its days, what its notes say of GST, what payers are
    called: what one of them pays is no discount; the currency of the payer, and a note that names another."""

    order: ColumnOrder
    gst: GstSaid = ""
    payers: tuple[str, ...] = ()
    currency: Currency = "AUD"
    note: str = ""

    def other_currency(self, text: str) -> str:
        """The currency that a text names, where it is not the payer's."""
        for found in _CURRENCY.findall(text):
            if found.upper().replace("$", "D").replace(" ", "") not in _CALLED[self.currency]:
                return str(found)
        return ""

    def names_a_payer(self, text: str) -> bool:
        named = (rf"(?<!\w){re.escape(payer)}(?!\w)" for payer in self.payers)
        return any(re.search(name, text, re.IGNORECASE) for name in named)


class _Cells:
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
        """The item as its cell shows it."""
        code = self._in(self._printed, "item") or self.text("item")
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


def read_row(row: TextRow, headings: Headings, place: str, reading: Reading) -> ProviderRow:
    cells = _Cells(row, headings)
    code = cells.code()
    label = next((text for text in row.cells if _LETTER.search(text)), "")
    if is_total_label(label) and code in ("", label):
        return ProviderRow(place, "total", description=label, stated=_stated(cells))
    if not row.unsure and _is_note([text for text in row.cells if text], code, reading.order):
        words = label or next(filter(None, row.cells))
        return ProviderRow(place, "note", description=words, provider=doctor_in(label))
    unsure = list(_unsure_of(row, headings))
    cells.unread += unsure
    description = cells.text("description") or cells.label
    read = ProviderRow(
        place,
        item=code_as_written(code),
        description=description,
        quantity=cells.read("quantity", units_as_written),
        says=said_of_span(reading.order, cells.text("date")),
        words=_words(row, headings),
        provider=cells.text("provider") or doctor_in(description),
    )
    days = _days(cells, reading.order)
    discount = _discount_in(cells, code, description, reading)
    found = _charged(cells, headings, read.quantity, reading, off=discount, several=len(days) > 1)
    if len(days) > 1 and read.quantity is None and not cells.unread:
        cells.unread += _how_many(cells, headings)
    cells.unread += _no_code(cells, code, description)
    if not discount:
        cells.unread += _other_doubts(cells, headings, f"{code} {description}", reading)
    if not unsure and all(is_empty(cells.text(column)) for column in _CHARGES):
        cells.unread.append(NO_AMOUNT)
    return replace(
        read,
        kind="discount" if discount else "item",
        day=days[0] if days else None,
        days=days if len(days) > 1 else (),
        amount=found.amount,
        gst=found.gst,
        with_gst=found.with_gst,
        unread=" ".join(cells.unread),
        remedy=" ".join(dict.fromkeys(cells.remedies or [WRITE_IT])) if cells.unread else "",
        says=" ".join(filter(None, (read.says, found.says))),
        either=found.either if cells.unread == [found.unread] else (),
        stated=_paid(cells, f"{code} {description}", reading),
    )


def doctor_in(text: str) -> str:
    """'Dr B' of 'Dr B, anaesthetist'; nothing where the text does not begin with a doctor's title."""
    found = _DOCTOR.match(text)
    return found[0] if found else ""


def units_as_written(text: str) -> Decimal:
    """A number of units, with what they are of: '10', 'x10', '10 days'. Raises Unreadable."""
    found = _UNITS.fullmatch(text.strip())
    return quantity_as_written(found[1] if found else text)


def days_of_words(text: str, order: ColumnOrder) -> tuple[date, ...]:
    """'Day 1: Monday 5 August 2024' -> 5 August 2024; none where the text is more than days."""
    try:
        return () if text.isdecimal() else days_as_written(without_its_number(text), order.order)
    except Unreadable:
        return ()


def without_its_number(text: str) -> str:
    """'Day 1 of 10: 5/8/2024' -> '5/8/2024'."""
    return _OF_DAY.sub("", text)


def _is_note(texts: Sequence[str], code: str, order: ColumnOrder) -> bool:
    """Whether a row says something in words alone: no code that waits for its amount, and no money."""
    if len(texts) == 1 and days_of_words(texts[0], order):
        return True
    if len(texts) != 1 or _MONEY.search(texts[0]) or not _LETTER.search(texts[0]):
        return False
    return not code or not _DIGIT.search(code) or len(code.split()) > 2


def _stated(cells: _Cells) -> tuple[Decimal, ...]:
    """The amounts of a total; what is none says nothing."""
    columns: tuple[Column, ...] = ("amount", "net", "gst", "each")
    found = dict.fromkeys(cells.read(column, amount_as_written) for column in columns)
    return tuple(amount for amount in found if amount is not None)


def _paid(cells: _Cells, words: str, reading: Reading) -> tuple[Decimal, ...]:
    """The amount of a row without a code that may be paid already, or by another."""
    is_paid = _is_paid(words, reading) and not _DIGIT.search(cells.code())
    found = money_in(cells.text("amount")) if is_paid else None
    return () if found is None else (found,)


def _is_paid(words: str, reading: Reading) -> bool:
    found = _PAID_BY_OTHERS.search(words) or _ALREADY_PAID.search(words)
    return bool(found) or reading.names_a_payer(words)


def _days(cells: _Cells, order: ColumnOrder) -> tuple[date, ...]:
    """The days of a row, in one cell or from one column to another."""
    found = cells.read("date", lambda text: days_as_written(_HOW_MANY.sub("", text), order.order)) or ()
    first = f"{found[0]} - " if found else ""
    return cells.read("until", lambda text: days_as_written(first + text, order.order)) or found


def _how_many(cells: _Cells, headings: Headings) -> Iterator[str]:
    """Why a row of several days without a number of units is not certain."""
    if "each" in headings.columns and not is_empty(cells.text("each")) and is_empty(cells.text("amount")):
        yield "quantity: several days are named, and a price for each, but not how many."
    elif headings.each_or_all:
        yield "amount: it may be for each of the days, or for all of them."


def _discount_in(cells: _Cells, code: str, description: str, reading: Reading) -> bool:
    """Whether the row takes something off: by its word, or by an amount below zero beside no item."""
    words = f"{code} {description}"
    if _is_paid(words, reading):
        return False
    columns: tuple[Column, ...] = ("amount", "each")
    texts = [text for text in map(cells.text, columns) if not is_empty(text)]
    below = any(sign_and_digits(text)[0] for text in texts)
    if _DIGIT.search(code):
        return below and bool(_DISCOUNT.search(words))
    return bool(_DISCOUNT.search(words)) or (below and bool(words.strip()))


def _no_code(cells: _Cells, code: str, description: str) -> Iterator[str]:
    if ERROR.fullmatch(code):
        yield f"item: {code} is an error in the workbook."
    elif not code and not _LETTER.search(description):
        yield NO_CODE
        cells.remedies.append("Write its code, or leave it out if it is the sum of rows above it.")


def _other_doubts(cells: _Cells, headings: Headings, words: str, reading: Reading) -> Iterator[str]:
    """An amount that another may have paid, or that is in another currency."""
    if _ALREADY_PAID.search(words) and not _DIGIT.search(cells.code()):
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


def _charged(
    cells: _Cells,
    headings: Headings,
    quantity: Decimal | None,
    reading: Reading,
    *,
    off: bool,
    several: bool,
) -> Charged:
    """What all units of the row cost, or what comes `off`. `several`: whether it names several days."""

    def read(text: str) -> Decimal:
        text = for_each[1] if (for_each := _EACH.fullmatch(text.strip())) else text
        digits = _US_DOLLARS.sub("", text.strip()) if reading.currency == "USD" else text
        return price_as_written(sign_and_digits(digits)[1] if off else digits)

    each, amount, net = (cells.read(column, read) for column in ("each", "amount", "net"))
    if amount is not None and each is None and _EACH.fullmatch(cells.text("amount").strip()):
        each, amount = amount, None
        if quantity is None and not several:
            cells.unread.append(f"quantity: {cells.text('amount')} is for each, and not how many.")
            cells.remedies.append("Write how many there are.")
    less = cells.read("discount", lambda text: discount_as_written(text, percent=headings.percent))
    gst = cells.read("gst", lambda text: gst_as_written(sign_and_digits(text)[1] if off else text))
    in_words = gst_said(cells.text("description")) or reading.gst
    said = {column: said or in_words for column, said in headings.gst.items()}
    found = charged(
        Prices(
            quantity or Decimal(1),
            each,
            amount,
            net,
            gst,
            said["each"],
            said["amount"],
            headings.each_or_all,
            less,
        )
    )
    in_place = " ".join(dict.fromkeys(filter(None, map(says_of_price, map(cells.text, PRICES)))))
    found = replace(found, says=" ".join(filter(None, (found.says, in_place))))
    if found.unread:
        cells.unread.append(found.unread)
        cells.remedies.append(found.remedy)
    return found


def _is_two(row: TextRow, text: str) -> bool:
    """Whether a cell may hold two: '15/9/25 2801', or any figure in a PDF, where columns run together."""
    parts = text.split()
    return bool(_DIGIT.search(text) and row.where) or (len(parts) > 1 and all(map(_DIGIT.search, parts)))


def _words(row: TextRow, headings: Headings) -> tuple[str, ...]:
    """The cells in words beside what is read: a description, or a doctor's name under any heading."""
    of_words = ("description", "provider")
    read = {number for column, number in headings.columns.items() if column not in of_words}
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
    together = [at for at in headings.run_together if at < len(row.cells) and _is_two(row, row.cells[at])]
    if together and together[0] not in headings.columns.values():
        yield f"Two columns run together under {headings.texts[together[0]]!r}: send the table as a workbook."
    read = {number for column, number in headings.columns.items() if column != "description"}
    if read & row.joined:
        yield "A cell is merged with one above or below it."
