"""Writing one sheet: text that stays text, figures that keep every cent, formulas with their results."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from string import ascii_uppercase
from typing import TYPE_CHECKING

from kfees.documents.sheets.looks import (
    HEADING,
    HEADING_AFTER,
    HEADING_RIGHT,
    SUBTITLE,
    TEXT,
    TITLE,
    Look,
    apply,
)
from kfees.documents.sheets.text_room import lines_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

DIGITS = 15
"""What Excel keeps of a number."""

_EXCEL = Context(prec=DIGITS, rounding=ROUND_HALF_UP, traps=[])

LONGEST_TEXT = 32_000
"""Excel holds 32,767 characters in a cell."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

LINE_POINTS, PADDING_POINTS, HIGHEST_POINTS = 12.75, 3.5, 409.0
"""The height of a line of 10 point text, the room around it, and the highest row that Excel has."""


class Page:
    """A worksheet in the making. `results` holds what each formula comes to, by cell."""

    def __init__(self, worksheet: Worksheet) -> None:
        self.worksheet = worksheet
        self.results: dict[str, Decimal | str] = {}
        self._widths: dict[int, float] = {}

    def widths(self, *widths: float) -> None:
        """Column widths from A on, in characters of a number."""
        from openpyxl.utils import get_column_letter

        for number, width in enumerate(widths, 1):
            self.worksheet.column_dimensions[get_column_letter(number)].width = width
            self._widths[number] = width

    def put(self, place: str, value: Decimal | int | str | date | None, look: Look = TEXT) -> None:
        """Write a figure, a day or text. Text is never a formula, whatever it begins with."""
        cell = self.worksheet[place]
        apply(cell, look)
        if isinstance(value, str):
            cell.value = cell_text(value)
            cell.data_type = "s"
            # So that the text stays text when somebody edits the cell.
            cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
        elif value is not None:
            cell.value = value

    def formula(self, place: str, formula: str, result: Decimal | str, look: Look) -> None:
        """Write a formula (with its '='); `result` is what it comes to until a charge is changed."""
        cell = self.worksheet[place]
        apply(cell, look)
        cell.value = formula
        self.results[place] = result

    def row(self, number: int, columns: str, look: Look) -> None:
        """Give cells without content their look, such as a band's fill."""
        for column in columns:
            apply(self.worksheet[f"{column}{number}"], look)

    def title(self, title: str, says: str) -> None:
        """The sheet's title in row 1, and what it is for in row 2."""
        self.put("A1", title, TITLE)
        self.height(1, 28)
        self.put("A2", says, SUBTITLE)
        self.height(2, 22)

    def headings(
        self, row: int, headings: Sequence[str], to_the_right: Set[str], after_figures: Set[str]
    ) -> None:
        """The headings of the columns from A on, aligned as what stands below them."""
        for letter, heading in zip(ascii_uppercase, headings, strict=False):
            aside = HEADING_AFTER if letter in after_figures else HEADING
            self.put(f"{letter}{row}", heading, HEADING_RIGHT if letter in to_the_right else aside)
        self.height(row, 30)

    def merge(self, first: str, last: str) -> None:
        self.worksheet.merge_cells(f"{first}:{last}")

    def height(self, row: int, points: float) -> None:
        self.worksheet.row_dimensions[row].height = min(points, HIGHEST_POINTS)

    def height_of(self, row: int) -> float:
        return self.worksheet.row_dimensions[row].height or LINE_POINTS

    def fit_height(self, row: int, texts: dict[str, str], least: float = 0.0, look: Look = TEXT) -> None:
        """Make a row high enough for texts, each wrapped over its columns, such as {'B:F': '...'}."""
        lines = max(
            lines_of(text, self._room(span) - 1.5 * look.indent, look.size, bold=look.bold)
            for span, text in texts.items()
        )
        self.height(row, max(least, lines * LINE_POINTS * look.size / 10 + PADDING_POINTS))

    def points_across(self, span: str = "") -> float:
        """The width of columns in points; of all that have one where none are named."""
        widths = self._widths_of(span) if span else list(self._widths.values())
        return sum(width * 7 + 5 for width in widths) * 0.75

    def points_down(self) -> float:
        return sum(self.height_of(row) for row in range(1, self.worksheet.max_row + 1))

    def _room(self, span: str) -> float:
        return sum(self._widths_of(span))

    def _widths_of(self, span: str) -> list[float]:
        from openpyxl.utils import column_index_from_string

        first, _, last = span.partition(":")
        columns = range(column_index_from_string(first), column_index_from_string(last or first) + 1)
        return [self._widths[column] for column in columns]


def cell_text(text: str) -> str:
    """Text as a cell can hold it: without what XML forbids, and with nothing read as an escape."""
    shown = _UNPRINTABLE.sub("\ufffd", text)
    shown = shown if len(shown) <= LONGEST_TEXT else f"{shown[:LONGEST_TEXT]} ..."
    return _ESCAPE.sub("_x005F_", shown)


def kept_by_excel(value: Decimal) -> Decimal:
    """The number rounded to the digits that Excel keeps."""
    return _EXCEL.plus(value)
