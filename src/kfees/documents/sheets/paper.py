"""The workbook as a whole: its letters, its paper, and its bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kfees.documents.sheets.looks import FONT, GREY
from kfees.documents.sheets.page import Page
from kfees.documents.sheets.results import with_results

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

PAPER_A4 = 9
PAGE_POINTS, MOST_SHRUNK = (770.0, 495.0), 1.4
"""The room on the paper within the margins, across and down; how many times that fits after shrinking."""


@dataclass(frozen=True, slots=True)
class Margins:
    """What stands above and below each page; the sheet's name and the page's number are added."""

    above: str
    below: str
    below_right: str


def blank_book(title: str, creator: str) -> Workbook:
    """A workbook without sheets, in the letters that its columns are measured by."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    plain = Font(name=FONT, size=10)
    book._named_styles["Normal"].font = plain  # type: ignore[attr-defined]  # openpyxl has no other way
    book._fonts[0] = plain  # type: ignore[attr-defined]
    book.properties.title, book.properties.creator = title, creator
    return book


def set_up(worksheet: Worksheet, margins: Margins) -> None:
    """A4 across, as wide as the page, with what it is above and its number below."""
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    worksheet.sheet_view.showGridLines = False
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = PAPER_A4
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.7, bottom=0.65, header=0.3, footer=0.3)
    worksheet.print_options.horizontalCentered = True
    header, footer = worksheet.oddHeader, worksheet.oddFooter
    assert header is not None
    assert footer is not None
    header.left.text, header.right.text = _in_header(margins.above), "&A"
    footer.left.text, footer.center.text = _in_header(margins.below), "Page &P of &N"
    footer.right.text = _in_header(margins.below_right)
    for part in (header.left, header.right, footer.left, footer.center, footer.right):
        part.font, part.size, part.color = f"{FONT},Regular", 8, GREY


def _in_header(text: str) -> str:
    """An ampersand begins a code in a header, unless it is doubled."""
    return text.replace("&", "&&")[:200]


def fit_on_one_page(page: Page) -> None:
    """Shrink a sheet that is a little too long for its page, rather than turn the page."""
    scale = min(1.0, PAGE_POINTS[0] / page.points_across())
    if page.points_down() * scale <= PAGE_POINTS[1] * MOST_SHRUNK:
        page.worksheet.page_setup.fitToHeight = 1


def as_bytes(book: Workbook, pages: Mapping[str, Page], codes: Mapping[str, str]) -> bytes:
    """The .xlsx with its formulas' results. `codes`: by sheet, the cells that hold codes as text."""
    content = io.BytesIO()
    book.save(content)
    return with_results(
        content.getvalue(), [(page.results, codes.get(name, "")) for name, page in pages.items()]
    )
