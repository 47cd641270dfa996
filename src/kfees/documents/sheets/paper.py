"""The workbook as a whole: its letters, its paper, and its bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from kfees.documents.sheets.looks import FONT, GREY, Look
from kfees.documents.sheets.page import Page

if TYPE_CHECKING:
    from xlsxwriter.format import Format

PAPER_A4 = 9
PAGE_POINTS, MOST_SHRUNK = (770.0, 495.0), 1.4
"""The room on the paper within the margins, across and down; how many times that fits after shrinking."""

UNDATED = date(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class Margins:
    """What stands above and below each page; the sheet's name and the page's number are added."""

    above: str
    below: str
    below_right: str


class Book:
    """A workbook in the making, in the letters that its columns are measured by.

    The same sheets are the same bytes: `made` is the day of which it says that it was made. `currency`: that
    of every amount.
    """

    def __init__(self, title: str, creator: str, made: date = UNDATED, currency: str = "AUD") -> None:
        from xlsxwriter import Workbook

        from kfees.documents.sheets.old_functions import Sheet

        self.currency = currency
        self._content = io.BytesIO()
        letters = {"font_name": FONT, "font_size": 10, "font_scheme": False}
        options = {"in_memory": True, "default_format_properties": letters}
        self.workbook, self._sheet = Workbook(self._content, options), Sheet
        created = datetime.combine(made, time(), UTC)
        self.workbook.set_properties({"title": title, "author": creator, "created": created})
        self.pages: dict[str, Page] = {}
        self._formats: dict[Look, Format] = {}

    def page(self, name: str) -> Page:
        """A new sheet, after those that there are."""
        self.pages[name] = Page(self.workbook.add_worksheet(name, self._sheet), self.format_of, self.currency)
        return self.pages[name]

    def format_of(self, look: Look) -> Format:
        if look not in self._formats:
            self._formats[look] = self.workbook.add_format(look.properties(self.currency))
        return self._formats[look]

    def content(self) -> bytes:
        """The finished workbook."""
        self.workbook.close()
        return self._content.getvalue()


def set_up(page: Page, margins: Margins) -> None:
    """A4 across, as wide as the page, with what it is above and its number below."""
    worksheet = page.worksheet
    worksheet.hide_gridlines(2)
    worksheet.set_landscape()
    worksheet.set_paper(PAPER_A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.65)
    worksheet.center_horizontally()
    letters = f'&"{FONT},Regular"&8&K{GREY}'
    worksheet.set_header(f"&L{letters}{_in_header(margins.above, 150)}&R{letters}&A")
    worksheet.set_footer(
        f"&L{letters}{_in_header(margins.below, 75)}&C{letters}Page &P of &N"
        f"&R{letters}{_in_header(margins.below_right, 75)}"
    )


def _in_header(text: str, most: int) -> str:
    """An ampersand begins a code in a header, unless it is doubled. Excel holds 255 characters of it."""
    return text.replace("&", "&&")[:most]


def fit_on_one_page(page: Page) -> None:
    """Shrink a sheet that is a little too long for its page, rather than turn the page."""
    scale = min(1.0, PAGE_POINTS[0] / page.points_across())
    if page.points_down() * scale <= PAGE_POINTS[1] * MOST_SHRUNK:
        page.worksheet.fit_to_pages(1, 1)
