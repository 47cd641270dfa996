"""Plain tables as a workbook: headings, widths, a frozen first row; text stays text, digits are numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kfees.documents.sheets.looks import HEADING_AFTER, HEADING_RIGHT, Look
from kfees.documents.sheets.page import kept_by_excel, write_text
from kfees.documents.sheets.paper import Book
from kfees.model.money import parse_decimal
from kfees.model.problems import Unreadable
from kfees.model.program import VERSION

TEXT, AMOUNT = Look(indent=1), Look(align="right", number="#,##0.00")
WIDEST = 60


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A sheet's name, headings and rows. Columns in `numbers` hold numbers where their text is digits."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()


def workbook_bytes(sheets: Iterable[TableSheet]) -> bytes:
    """The workbook as the bytes of an .xlsx file. An amount with more digits than Excel keeps is text."""
    book = Book("", f"kfees {VERSION}")
    text, amount = book.format_of(TEXT), book.format_of(AMOUNT)
    for sheet in sheets:
        page = book.page(sheet.name)
        made = page.worksheet
        page.keep_in_view("A2", 1)
        page.widths(*(_width(sheet, number) for number in range(len(sheet.headings))))
        for column, heading in enumerate(sheet.headings):
            look = HEADING_RIGHT if column in sheet.numbers else HEADING_AFTER
            made.write_string(0, column, heading, book.format_of(look))
        for row, cells in enumerate(sheet.rows, 1):
            for column, shown in enumerate(cells):
                number = _number(shown) if column in sheet.numbers else None
                if number is None:
                    write_text(made, (row, column), shown, text)
                else:
                    made.write_number(row, column, number, amount)
    return book.content()


def _width(sheet: TableSheet, column: int) -> int:
    texts = (sheet.headings[column], *(row[column] for row in sheet.rows[:500]))
    return min(max(map(len, texts)) + 3, WIDEST)


def _number(text: str) -> Decimal | None:
    """The number that a text is, where Excel would keep it."""
    try:
        number = parse_decimal(text)
    except Unreadable:
        return None
    return number if kept_by_excel(number) == number else None
