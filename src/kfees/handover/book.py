"""The whole workbook, as bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from kfees.errors import InputError, Problem
from kfees.handover.agreement import write_agreement
from kfees.handover.chart import add_chart, write_chart_labels
from kfees.handover.lines import write_lines
from kfees.handover.looks import FONT
from kfees.handover.page import DIGITS, Page, kept_by_excel
from kfees.handover.positions import AGREEMENT, LINES, RATES, SCHEDULES, SUMMARY, Positions, place
from kfees.handover.rates_used import write_rates, write_schedules
from kfees.handover.results import with_results
from kfees.handover.summary import write_summary
from kfees.library import Library
from kfees.money import EXACT, round_half_up
from kfees.quote import Line, Quote
from kfees.request import PAYEE_WORDS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

PAPER_A4 = 9
PAGE_POINTS, MOST_SHRUNK = (770.0, 495.0), 1.4
"""The room on the paper within the margins, across and down; how many times that fits after shrinking."""

NO_DECISION = "A price is not a decision: prior approval is needed."


def quote_as_workbook(quote: Quote, library: Library) -> bytes:
    """The quote as an .xlsx whose figures are formulas. `library`: where the quote was priced.

    Raises InputError where an amount has more digits than Excel keeps.
    """
    import openpyxl

    with localcontext(EXACT):
        _refuse_lost_digits(quote)
        positions = place(quote)
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        _plain_style(book)
        names = (SUMMARY, LINES, RATES, SCHEDULES, AGREEMENT)
        pages = {name: Page(book.create_sheet(name)) for name in names}
        write_lines(pages[LINES], quote, positions)
        write_rates(pages[RATES], quote, positions)
        write_schedules(pages[SCHEDULES], quote)
        write_agreement(pages[AGREEMENT], quote, positions)
        table = write_summary(pages[SUMMARY], quote, library, positions)
        write_chart_labels(pages[AGREEMENT], positions, table.headings_row)
        add_chart(pages[SUMMARY], pages[AGREEMENT], positions, table)
    title = library.regimen(quote.request.regimen).title
    for page in pages.values():
        _set_up(page.worksheet, title, quote)
    _fit_on_one_page(pages[SUMMARY])
    book.properties.title, book.properties.creator = f"Ketamine infusions: {title}", f"kfees {quote.kfees}"
    content = io.BytesIO()
    book.save(content)
    codes = {LINES: _codes("A", positions), RATES: "A1:A1048576", AGREEMENT: ""}
    return with_results(
        content.getvalue(), [(page.results, codes.get(name, "")) for name, page in pages.items()]
    )


def _codes(column: str, positions: Positions) -> str:
    return f"{column}1:{column}{positions.known_row}"


def _plain_style(book: Workbook) -> None:
    """The letters of cells that nothing was written to, by which columns are measured too."""
    from openpyxl.styles import Font

    plain = Font(name=FONT, size=10)
    book._named_styles["Normal"].font = plain  # type: ignore[attr-defined]  # openpyxl has no other way
    book._fonts[0] = plain  # type: ignore[attr-defined]


def _set_up(worksheet: Worksheet, title: str, quote: Quote) -> None:
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
    header.left.text = f"Ketamine infusions: {_in_header(title)}"
    header.right.text = "&A"
    footer.left.text = NO_DECISION
    footer.center.text = "Page &P of &N"
    footer.right.text = f"kfees {quote.kfees}, as of {quote.as_of}"
    for part in (header.left, header.right, footer.left, footer.center, footer.right):
        part.font, part.size, part.color = "Arial,Regular", 8, "5F6B73"


def _fit_on_one_page(page: Page) -> None:
    """Shrink a sheet that is a little too long for its page, rather than turn the page."""
    scale = min(1.0, PAGE_POINTS[0] / page.points_across())
    if page.points_down() * scale <= PAGE_POINTS[1] * MOST_SHRUNK:
        page.worksheet.page_setup.fitToHeight = 1


def _in_header(text: str) -> str:
    """An ampersand begins a code in a header, unless it is doubled."""
    return text.replace("&", "&&")[:200]


def _refuse_lost_digits(quote: Quote) -> None:
    """Where Excel's digits could not carry an amount, or would round a product to another cent."""
    problems = [
        Problem(
            "too-many-digits",
            place,
            f"Excel keeps {DIGITS} digits, and would lose cents of {amount}.",
            "Use --format json or csv, which keep every digit.",
        )
        for place, amount in _lost(quote)
    ]
    if problems:
        raise InputError(problems)


def _lost(quote: Quote) -> Iterator[tuple[str, Decimal]]:
    for line in quote.lines:
        amounts = (line.rate, line.maximum, line.charge, line.gap)
        yield from ((f"{line.schedule}:{line.item}", amount) for amount in _not_kept(amounts))
        if line.maximum is not None and not _same_products(line):
            yield f"{line.schedule}:{line.item}", line.maximum
    for total in quote.payees:
        amounts = (total.maximum, total.charge, total.gap, total.known_maximum)
        yield from ((f"the total of {PAYEE_WORDS[total.payee]}", amount) for amount in _not_kept(amounts))
    amounts = (quote.totals.charge, quote.totals.gap, quote.totals.known_maximum, quote.totals.known_gap)
    yield from (("the total", amount) for amount in _not_kept(amounts))


def _not_kept(amounts: Iterable[Decimal | None]) -> Iterator[Decimal]:
    return (amount for amount in amounts if amount is not None and kept_by_excel(amount) != amount)


def _same_products(line: Line) -> bool:
    if line.rate is None:
        return True
    if line.weight is not None and line.price_per_weight is not None:
        rate = round_half_up(kept_by_excel(line.weight) * line.price_per_weight)
        if rate != line.rate:
            return False
    return round_half_up(kept_by_excel(line.quantity) * line.rate) == line.maximum
