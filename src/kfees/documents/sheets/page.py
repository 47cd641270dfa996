"""Writing one sheet: text that stays text, figures that keep every cent, formulas with their results."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from kfees.documents.sheets.looks import HEADING, HEADING_AFTER, HEADING_RIGHT, SUBTITLE, TEXT, TITLE, Look
from kfees.documents.sheets.text_room import lines_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

DIGITS = 15
"""What Excel keeps of a number."""

_EXCEL = Context(prec=DIGITS, rounding=ROUND_HALF_UP, traps=[])

LONGEST_TEXT = 32_000
"""Excel holds 32,767 characters in a cell."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

LINE_POINTS, PADDING_POINTS, HIGHEST_POINTS = 12.75, 3.5, 409.0
"""The height of a line of 10 point text, the room around it, and the highest row that Excel has."""


class Page:
    """A worksheet in the making. A place is a cell, or cells that are made one, such as 'B4:F4'."""

    def __init__(self, worksheet: Worksheet, format_of: Callable[[Look], Format], currency: str) -> None:
        self.worksheet, self.currency = worksheet, currency
        self._format_of = format_of
        self._widths: list[float] = []
        self._heights: dict[int, float] = {}
        self._lines: dict[tuple[str, str, Look], int] = {}

    def widths(self, *widths: float) -> None:
        """Column widths from A on, in characters of a number: before any height is fitted to them."""
        self._widths = list(widths)
        for column, width in enumerate(widths):
            self.worksheet.set_column(column, column, width)

    def put(self, place: str, value: Decimal | int | str | date | None, look: Look = TEXT) -> None:
        """Write a figure, a day or text. Text is never a formula, whatever it begins with."""
        if isinstance(value, str):
            if value.startswith(("=", "+", "-", "@")):
                look = replace(look, quoted=True)
            write_text(self.worksheet, self._cell(place, look), value, self._format_of(look))
        else:
            self.worksheet.write(*self._cell(place, look), value, self._format_of(look))

    def formula(self, place: str, formula: str, result: Decimal | int | str, look: Look) -> None:
        """Write a formula (with its '='); `result` is what it comes to until a figure is changed."""
        self.worksheet.write_formula(*self._cell(place, look), formula, self._format_of(look), result)

    def _cell(self, place: str, look: Look) -> tuple[int, int]:
        first, _, last = place.partition(":")
        if last:
            self.worksheet.merge_range(place, "", self._format_of(look))
        return row_and_column(first)

    def row(self, number: int, columns: str, look: Look) -> None:
        """Give cells without content their look, such as a band's fill."""
        for column in columns:
            self.put(f"{column}{number}", None, look)

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

    def keep_in_view(self, cell: str, first: int = 0, last: int = 0) -> None:
        """Freeze what is above and left of a cell; the rows from `first` to `last` head each printed page."""
        self.worksheet.freeze_panes(cell)
        if first:
            self.worksheet.repeat_rows(first - 1, (last or first) - 1)

    def mark(self, cells: str, formula: str, look: Look) -> None:
        """Let cells look otherwise where a formula of the first of them holds."""
        options = {"type": "formula", "criteria": formula, "format": self._format_of(look)}
        self.worksheet.conditional_format(cells, options)

    def accept(self, cells: Iterable[str], rule: dict[str, Any]) -> None:
        """What cells take, and the note that shows when one is chosen: a data validation of XlsxWriter."""
        first, *others = cells
        self.worksheet.data_validation(first, {**rule, "multi_range": " ".join((first, *others))})

    def height(self, row: int, points: float) -> None:
        self._heights[row] = min(points, HIGHEST_POINTS)
        self.worksheet.set_row(row - 1, self._heights[row])

    def height_of(self, row: int) -> float:
        return self._heights.get(row, LINE_POINTS)

    def fit_height(self, row: int, texts: dict[str, str], least: float = 0.0, look: Look = TEXT) -> None:
        """Make a row high enough for texts, each wrapped over its columns, such as {'B:F': '...'}."""
        lines = max([self._lines_of(text, span, look) for span, text in texts.items()])
        self.height(row, max(least, lines * LINE_POINTS * look.size / 10 + PADDING_POINTS))

    def _lines_of(self, text: str, span: str, look: Look) -> int:
        """Reckoned once for a text that stands in many rows."""
        found = self._lines.get((text, span, look))
        if found is None:
            room = sum(self._widths_of(span)) - 1.5 * look.indent
            found = self._lines[text, span, look] = lines_of(text, room, look.size, bold=look.bold)
        return found

    def points_across(self, span: str = "") -> float:
        """The width of columns in points; of all that have one where none are named."""
        widths = self._widths_of(span) if span else self._widths
        return sum(width * 7 + 5 for width in widths) * 0.75

    def points_down(self) -> float:
        return sum(self.height_of(row) for row in range(1, max(self._heights) + 1))

    def _widths_of(self, span: str) -> list[float]:
        first, _, last = span.partition(":")
        return self._widths[ascii_uppercase.index(first) : ascii_uppercase.index(last or first) + 1]


@lru_cache(maxsize=8192)
def row_and_column(cell: str) -> tuple[int, int]:
    """A cell's row and column from 0 on; XlsxWriter takes names too, and reads each anew in three steps."""
    from xlsxwriter.utility import xl_cell_to_rowcol

    row, column = xl_cell_to_rowcol(cell)
    return row, column


def write_text(worksheet: Worksheet, place: tuple[int, int], text: str, look: Format) -> None:
    """Text as a cell can hold it: without what XML forbids, and with nothing read as markup.

    `place`: a row and a column from 0 on.
    """
    shown = _UNPRINTABLE.sub("\ufffd", text)
    shown = shown if len(shown) <= LONGEST_TEXT else f"{shown[:LONGEST_TEXT]} ..."
    if shown.startswith("<r>"):  # XlsxWriter would take it for markup of its own, were it in one piece
        worksheet.write_rich_string(*place, shown[0], look, shown[1:], look)
    else:
        worksheet.write_string(*place, shown, look)


def kept_by_excel(value: Decimal) -> Decimal:
    """The number rounded to the digits that Excel keeps."""
    return _EXCEL.plus(value)
