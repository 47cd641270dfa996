"""The rows of a quote that a provider sent, as CSV or Excel, read as people write them.

The days of a file stand in one order, a note may say of all its prices whether they hold GST, a row of
words alone may name the doctor of the rows below it, and totals are held against the rows above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kfees.model.dates import DateOrder
from kfees.model.schedule import Currency
from kfees.model.steps import next_step
from kfees.reading.as_written.days import ColumnOrder, order_of_column
from kfees.reading.as_written.spans import days_in
from kfees.reading.provider_cells import Reading
from kfees.reading.provider_columns import LeftOut, Named, columns_not_read, looks_like_money
from kfees.reading.provider_days import days_named_in, days_of_words, numbers_of_days, without_its_number
from kfees.reading.provider_headings import Column, GstSaid, Headings, gst_said, is_total_label
from kfees.reading.provider_offers import with_offers_asked
from kfees.reading.provider_row import ProviderRow, read_row
from kfees.reading.provider_table import ProviderTable, holds_amounts, nothing_to_read, read_tables
from kfees.reading.provider_totals import with_totals_checked
from kfees.reading.text_sheets import TextRow

__all__ = ["Expected", "ProviderFile", "ProviderRow", "read_provider_file", "read_provider_rows"]

_OF_PAYEE = re.compile(
    r"\b(hospital|facility|accommodation|theatre|doctors?|medical|anaesth\w*|pharmacy|drugs?|medications?)\b",
    re.IGNORECASE,
)
_OF_ALL_PRICES = re.compile(r"\b(all|prices?|fees?|amounts?|charges?|rates?|figures?)\b", re.I)
_WEIGHT = re.compile(r"\bweight\b\W*([0-9.]+ ?(?:kgs?|kilos?|kilograms?)?)", re.I)


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a quote before it is read. `payers`: what payers are called, whose part of the payment
    may be written among the rows. `order`: how its days are written, where no cell proves it. `currency`: the
    payer's. `columns`: those that somebody named. `near`: the course's first day, where it is known."""

    payers: tuple[str, ...] = ()
    order: DateOrder = "day-first"
    currency: Currency = "AUD"
    columns: Named = field(default_factory=dict)
    near: date | None = None


MOST_OF_A_LETTERHEAD = 2
"""So many cells beside each other may be a fact of a letterhead, such as a deposit."""

NOTHING_EXPECTED, DAYS_FIRST = Expected(), ColumnOrder()


@dataclass(frozen=True, slots=True)
class ProviderFile:
    """The rows below the headings, and the body weight where the file states one, as it is written. `order`:
    in which its days are read; `headings`: those of each table, by its place; `left_out`: the columns with
    figures that were not read."""

    rows: tuple[ProviderRow, ...]
    weight: str = ""
    order: ColumnOrder = DAYS_FIRST
    headings: tuple[tuple[str, Headings], ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def read_provider_rows(
    content: bytes, name: str, expected: Expected = NOTHING_EXPECTED
) -> tuple[ProviderRow, ...]:
    """Every row below the headings. InputError where the file is none, or has no amount column."""
    return read_provider_file(content, name, expected).rows


def read_provider_file(content: bytes, name: str, expected: Expected = NOTHING_EXPECTED) -> ProviderFile:
    """The same, with what the file says beside its rows."""
    tables = read_tables(content, name, expected.columns)
    shown = [table for table in tables if not table.sheet.hidden]
    texts = [" ".join(filter(None, row.cells)) for table in shown for row in _beside_the_rows(table)]
    order = _order(shown, name, expected.order)
    reading = Reading(order, _gst_of_all(texts), expected.payers, expected.currency, near=expected.near)
    notes = (text for text in texts if _OF_ALL_PRICES.search(text) and reading.other_currency(text))
    reading = replace(reading, note=next(notes, ""))
    left_out = [left for table in shown for left in columns_not_read(table.rows, table.sheet.place)]
    asked = [] if "amount" in expected.columns else [_of_column(left) for left in left_out if left.may_charge]
    return ProviderFile(
        rows=(*(row for table in tables for row in _of_table(table, reading)), *asked),
        weight=next((found[1] for text in texts if (found := _WEIGHT.search(text))), ""),
        order=order,
        headings=tuple((table.sheet.place, found) for table in shown for found in table.headings),
        left_out=tuple(left_out),
    )


def _of_column(left: LeftOut) -> ProviderRow:
    """A column that may hold charges, as a row of its own that is asked about."""
    unread = f"amount: {left.says}, and it was not read."
    remedy = f"Delete the column, or head it Amount if that is what is charged, or say so: {left.flags}."
    return ProviderRow(left.place, description=left.heading, unread=unread, remedy=remedy)


def _of_table(table: ProviderTable, reading: Reading) -> Iterable[ProviderRow]:
    """A sheet's rows; where they were not read, one that says so. A hidden sheet may hold no table."""
    place = table.sheet.place
    if table.sheet.hidden:
        unread = "The sheet is hidden, and the table on it was not read."
        return (ProviderRow(place, unread=unread),) if table.rows else ()
    if not table.rows and not holds_amounts(table.sheet):
        return (ProviderRow(place, "note", says="The sheet holds no amounts."),)
    if not table.rows:
        problem = nothing_to_read(table.sheet)
        return (ProviderRow(place, unread=f"The sheet: {problem.message}", remedy=problem.remedy),)
    rows = list(_by_section(_rows(table, reading), reading.order))
    return (*_above(table), *with_totals_checked(with_offers_asked(rows)))


def _above(table: ProviderTable) -> Iterator[ProviderRow]:
    """The rows above the headings that may charge something: words, an amount and more beside each other."""
    for row in table.above:
        texts = [text for text in row.cells if text]
        charges = any(looks_like_money(text) for text in texts) and not any(map(is_total_label, texts))
        if charges and len(texts) > MOST_OF_A_LETTERHEAD:
            unread = "amount: it stands above the headings, and was not read."
            remedy = "Write headings above it, or delete it if nothing is charged there."
            yield ProviderRow(table.sheet.place_of(row), description=texts[0], unread=unread, remedy=remedy)


def _rows(table: ProviderTable, reading: Reading) -> Iterator[ProviderRow]:
    for row, headings in table.rows:
        next_step()
        place = table.sheet.place_of(row)
        yield ProviderRow(place, "heading") if headings is None else read_row(row, headings, place, reading)


def _by_section(rows: Iterable[ProviderRow], order: ColumnOrder) -> Iterator[ProviderRow]:
    """Rows that do not say whose they are, or on which day, take the doctor or the day of the row of words
    above them."""
    provider = section = ""
    days: tuple[date, ...] = ()
    numbers: tuple[int, ...] = ()
    for row in rows:
        found = days_of_words(row.description, order) if row.kind == "note" else ()
        numbered = numbers_of_days(row.description) if row.kind == "note" else ()
        if found or numbered:
            days, numbers = found, numbered
        elif row.kind == "note" and (row.provider or _OF_PAYEE.search(row.description)):
            provider, section, days, numbers = row.provider, row.description, (), ()
        row = replace(row, provider=row.provider or provider, section=section)
        if row.kind == "item" and row.day is None and not row.numbers:
            row = replace(row, numbers=numbers if len(numbers) == 1 else ())
            row = replace(row, day=days[0], days=days if len(days) > 1 else ()) if days else row
        yield row


def _order(tables: Sequence[ProviderTable], name: str, usual: DateOrder) -> ColumnOrder:
    """The one order of the days of a file. InputError where cells of it prove both."""
    return order_of_column(
        name,
        (
            (table.sheet.place_of(row).removeprefix(name).strip(), part)
            for table in tables
            for row, headings in table.rows
            if headings is not None
            for text in _of_days(row, headings)
            for part in dict.fromkeys((text, *days_in(text)))
        ),
        usual,
    )


def _of_days(row: TextRow, headings: Headings) -> Iterator[str]:
    """The cells of a row that say days, and a row of one cell, which may be the day of those below."""
    columns: tuple[Column, ...] = ("date", "until")
    places = [headings.columns.get(column, len(row.cells)) for column in (*columns, "description")]
    *days, words = [row.cells[at] if at < len(row.cells) else "" for at in places]
    yield from days
    if not any(days):
        yield from days_named_in(words)
    texts = [text for text in row.cells if text]
    if len(texts) == 1:
        yield without_its_number(texts[0])


def _beside_the_rows(table: ProviderTable) -> Iterator[TextRow]:
    """The letterhead, and the rows of words alone."""
    yield from table.above
    yield from (row for row, _ in table.rows if sum(map(bool, row.cells)) == 1)


def _gst_of_all(texts: Iterable[str]) -> GstSaid:
    """What notes say of all prices; nothing where they say both."""
    said = {gst_said(text) for text in texts if _OF_ALL_PRICES.search(text)} - {""}
    return said.pop() if len(said) == 1 else ""
