"""The whole workbook, as bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, localcontext

from kfees.documents.quote_words import no_decision
from kfees.documents.quote_workbook.agreement import write_agreement
from kfees.documents.quote_workbook.bounds import write_bounds
from kfees.documents.quote_workbook.chart import add_chart, first_row, write_chart_labels
from kfees.documents.quote_workbook.headline import write_unknown
from kfees.documents.quote_workbook.lines import write_lines
from kfees.documents.quote_workbook.positions import (
    AGREEMENT,
    BOUNDS,
    LINES,
    RATES,
    SCHEDULES,
    SUMMARY,
    place,
)
from kfees.documents.quote_workbook.rates_used import write_rates, write_schedules
from kfees.documents.quote_workbook.summary import write_summary
from kfees.documents.sheets.page import DIGITS, kept_by_excel
from kfees.documents.sheets.paper import Book, Margins, fit_on_one_page, set_up
from kfees.library.library import Library
from kfees.model.money import EXACT, ZERO, round_half_up
from kfees.model.problems import InputError, Problem
from kfees.model.quote import Line, PayeeTotal, Quote, Totals


def quote_as_workbook(quote: Quote, library: Library) -> bytes:
    """The quote as an .xlsx whose figures are formulas. `library`: where the quote was priced.

    Raises InputError where an amount has more digits than Excel keeps.
    """
    library = library.of(quote.payer.name)
    title = f"Ketamine infusions: {library.regimen(quote.request.regimen).title}"
    book = Book(title, f"kfees {quote.kfees}", quote.as_of, quote.payer.currency)
    pages = {name: book.page(name) for name in (SUMMARY, LINES, BOUNDS, RATES, SCHEDULES, AGREEMENT)}
    positions = place(quote)
    with localcontext(EXACT):
        _refuse_lost_digits(quote)
        write_lines(pages[LINES], quote, positions)
        write_bounds(pages[BOUNDS], quote, positions)
        write_rates(pages[RATES], quote, positions)
        write_schedules(pages[SCHEDULES], quote)
        write_agreement(pages[AGREEMENT], quote, positions)
        below = first_row(positions) + len(positions.payees) + 1
        sentence = write_unknown(pages[AGREEMENT], quote, positions, below, library)
        chart_place = write_summary(pages[SUMMARY], quote, library, positions, sentence)
        write_chart_labels(pages[AGREEMENT], positions, chart_place.headings_row)
        add_chart(book, positions, chart_place)
    margins = Margins(title, no_decision(library), f"kfees {quote.kfees}, as of {quote.as_of}")
    for page in pages.values():
        set_up(page, margins)
    fit_on_one_page(pages[SUMMARY])
    for name in (LINES, BOUNDS, RATES):
        codes = {"number_stored_as_text": f"A1:A{positions.known_row}"}
        pages[name].worksheet.ignore_errors(codes)
    return book.content()


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
        amounts = (line.rate, line.maximum, line.charge, line.gap_most)
        yield from ((line.name, amount) for amount in _not_kept(amounts))
        if line.maximum is not None and not _same_products(line):
            yield line.name, line.maximum
    sums: list[tuple[str, PayeeTotal | Totals]] = [
        (f"the total of {payee.in_words}", payee) for payee in quote.payees
    ]
    for name, total in [*sums, ("the total", quote.totals)]:
        amounts = (total.known_maximum, total.maximum, total.charge, total.gap_most)
        yield from ((name, amount) for amount in _not_kept(amounts))


def _not_kept(amounts: Iterable[Decimal | None]) -> Iterator[Decimal]:
    return (amount for amount in amounts if amount is not None and kept_by_excel(amount) != amount)


def _same_products(line: Line) -> bool:
    """Whether Excel's own numbers round to the line's cents."""
    if line.rate is None:
        return True
    if line.weight is not None and line.price_per_weight is not None:
        rate = round_half_up(kept_by_excel(line.weight) * line.price_per_weight)
        if rate != line.rate:
            return False
    rate = line.rate + (line.gst_per_unit or ZERO)
    return round_half_up(kept_by_excel(line.quantity) * rate) == line.maximum
