"""The rows of a quote that a provider sent, as CSV or Excel, read as people write them.

What can be read for certain is read; every other row keeps its place and says why it was not.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from kfees.dates import parse_date
from kfees.errors import InputError, Problem, Unreadable
from kfees.money import parse_decimal, round_half_up
from kfees.reading import read_text

MAXIMUM_BYTES, MAXIMUM_ROWS, HEADING_ROWS = 5_000_000, 10_000, 30

Column = Literal["item", "description", "date", "quantity", "each", "amount"]

_HEADINGS: dict[Column, str] = {
    "item": """item, item no, item number, item code, item #, code, mbs, mbs item, mbs item number,
        service code, fee code""",
    "description": "description, service, service description, item description, details, particulars",
    "date": "date, dates, date of service, service date, treatment date",
    "quantity": """quantity, qty, count, units, no of services, number of services, number, days, nights,
        sessions""",
    "each": "unit price, unit fee, fee each, price each, each, rate, per unit, unit cost, unit amount",
    "amount": """amount, fee, charge, total, price, cost, quoted amount, our fee, total fee, line total,
        total amount, amount charged, total charge, extended price""",
}

HEADINGS = {
    column: frozenset(" ".join(heading.split()) for heading in headings.split(","))
    for column, headings in _HEADINGS.items()
}
"""Headings in small letters, signs and brackets left out."""

TOTAL = re.compile(r"\b(sub)?-?\s*total\b|\bbalance\b|\bamount due\b|\bgst\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One row as it was read. `unread` says what could not be read for certain; `amount` is for all
    its units, in AUD."""

    place: str
    item: str
    description: str
    quantity: Decimal | None
    day: date | None
    amount: Decimal | None
    is_total: bool
    unread: str


def read_provider_rows(content: bytes, name: str) -> tuple[ProviderRow, ...]:
    """Every row below the headings. InputError where the file is none, or has no amount column."""
    if len(content) > MAXIMUM_BYTES:
        raise _refusal(
            name, "too-large", f"it holds more than {MAXIMUM_BYTES:,} bytes.", "Send the quote alone."
        )
    rows = _excel_rows(content, name) if content[:2] == b"PK" else _csv_rows(content, name)
    heading, columns = _columns(rows, name)
    return tuple(
        _row(cells, columns, f"{name} row {number}")
        for number, cells in enumerate(rows, 1)
        if number > heading and any(cells)
    )


def _refusal(place: str, code: str, message: str, remedy: str) -> InputError:
    return InputError([Problem(code, place, message, remedy)])


def _csv_rows(content: bytes, name: str) -> list[list[str]]:
    text = read_text(content, name)
    if "\0" in text:
        raise _refusal(
            name, "not-a-table", "this is no CSV or Excel file.", "Send the quote as .csv or .xlsx."
        )
    delimiter = max(",;\t", key=text.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _refusal(
            name, "not-a-table", f"this is not CSV: {error}.", "Save the quote again as .csv."
        ) from None
    return [[" ".join(cell.split()) for cell in row] for row in rows[:MAXIMUM_ROWS]]


def _excel_rows(content: bytes, name: str) -> list[list[str]]:
    """The visible sheet with the most rows; figures as the 15 digits that Excel keeps."""
    import openpyxl  # heavy, and only for workbooks

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except Exception:  # noqa: BLE001  a damaged workbook fails in many ways, and each means the same
        raise _refusal(
            name, "not-a-workbook", "this workbook cannot be opened.", "Save it again as .xlsx."
        ) from None
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise _refusal(
            name, "not-a-workbook", "the workbook has no visible sheet.", "Show the sheet with the quote."
        )
    sheet = max(sheets, key=lambda sheet: sheet.max_row)
    return [
        [_cell_text(value) for value in row]
        for row in sheet.iter_rows(values_only=True, max_row=MAXIMUM_ROWS)
    ]


def _cell_text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case float():
            return format(value, ".15g")
        case _:
            return " ".join(str(value).split())


def _plain_heading(text: str) -> str:
    without_brackets = re.sub(r"\(.*?\)", " ", text.casefold())
    return " ".join(re.sub(r"[^a-z# ]", " ", without_brackets).split())


def _columns(rows: Sequence[Sequence[str]], name: str) -> tuple[int, dict[Column, int]]:
    """The row number of the headings and the place of each column."""
    best: tuple[int, dict[Column, int]] = (0, {})
    for number, cells in enumerate(rows[:HEADING_ROWS], 1):
        found: dict[Column, int] = {}
        for place, text in enumerate(map(_plain_heading, cells)):
            for column, headings in HEADINGS.items():
                if text in headings and column in found:
                    raise _refusal(
                        f"{name} row {number}", "ambiguous-column",
                        f"two columns could be the {column}: {cells[found[column]]!r} and {cells[place]!r}.",
                        "Rename the one that is not meant.",
                    )  # fmt: skip
                if text in headings:
                    found[column] = place
        if len(found) > len(best[1]):
            best = (number, found)
    heading, columns = best
    if "amount" not in columns and "each" not in columns:
        raise _refusal(
            name, "no-amount-column", "no column of amounts was found.",
            "Give the column a heading such as Amount, Fee or Charge.",
        )  # fmt: skip
    if "item" not in columns and "description" not in columns:
        raise _refusal(name, "no-item-column", "no column of items was found.", "Give it the heading Item.")
    return heading, columns


def _row(cells: Sequence[str], columns: dict[Column, int], place: str) -> ProviderRow:
    def cell(column: Column) -> str:
        number = columns.get(column)
        return cells[number].strip() if number is not None and number < len(cells) else ""

    unread: list[str] = []

    def read(column: Column) -> Decimal | None:
        try:
            return amount_as_written(cell(column)) if cell(column) else None
        except Unreadable as error:
            unread.append(f"{column}: {error.message}")
            return None

    each, amount, quantity = read("each"), read("amount"), read("quantity")
    day: date | None = None
    try:
        day = day_as_written(cell("date")) if cell("date") else None
    except Unreadable as error:
        unread.append(f"date: {error.message}")
    if each is not None:
        product = round_half_up(each * (quantity or 1))
        if amount is None:
            amount = product
        elif amount != product:
            unread.append(f"amount: {amount} is not {quantity or 1} x {each}.")
    item = code_as_written(cell("item"))
    is_total = not item and any(TOTAL.search(text) for text in cells if text)
    if not item and not is_total:
        unread.append("item: no code stands in this row.")
    if amount is None and not is_total and not unread:
        unread.append("amount: the cell is empty.")
    return ProviderRow(place, item, cell("description"), quantity, day, amount, is_total, " ".join(unread))


def code_as_written(text: str) -> str:
    """'MBS 2801' and '2801.0' mean 2801."""
    bare = re.sub(r"^(mbs|item|no\.?|#)\s*", "", text.strip(), flags=re.IGNORECASE)
    return re.sub(r"^([0-9]+)\.0+$", r"\1", bare)


def amount_as_written(text: str) -> Decimal:
    """'$1,200.00 ' is 1200.00. Commas must stand between groups of three digits; raises Unreadable."""
    bare = re.sub(r"^(aud|a\$|\$)\s*|\s*aud$", "", text.strip(), flags=re.IGNORECASE).replace("\xa0", "")
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", bare):
        bare = bare.replace(",", "")
    amount = parse_decimal(bare)
    if amount < 0:
        raise Unreadable("negative-amount", f"{text!r} is negative.", "Give 0 or more.")
    return amount


def day_as_written(text: str) -> date:
    """'2024-08-05', '5/8/2024', '5.8.2024' and '5 August 2024', day before month; raises Unreadable."""
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.ASCII):
        day, month, year = match.groups()
        return parse_date(f"{year}-{int(month):02}-{int(day):02}")
    for form in ("%d %B %Y", "%d %b %Y", "%d-%b-%Y"):
        try:
            return parse_date(datetime.strptime(text, form).date())  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    return parse_date(text)
