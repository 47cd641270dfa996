"""A small chart of payable and gap by payee.

Where they are not known: what is certain of each, and between them what may be either; without a charge the
maximum stands in their place.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from kfees.documents import colours
from kfees.documents.quote_workbook.figures import IN_ENGLISH
from kfees.documents.quote_workbook.formulas import in_dollars
from kfees.documents.quote_workbook.positions import AGREEMENT, BOUNDS, SUMMARY, PayeePosition, Positions
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.documents.sheets.paper import Book
from kfees.model.quote import PayeeTotal

PIXELS_BELOW_HEADING = 4
SERIES = {
    "Payable": colours.PAYABLE,
    "Gap": colours.GAP,
    "Payable or gap (not known)": colours.EITHER,
    "Maximum (no charge known)": colours.MAXIMUM,
}
"""What the bars are made of, and in which colour; their lengths stand on the sheet that checks, from C on."""


class ChartPlace(NamedTuple):
    """The cell that the chart begins at, its width and height in points, and the row with the headings
    of the table that it shows."""

    cell: str
    width: float
    height: float
    headings_row: int


def write_chart_labels(page: Page, positions: Positions, table_row: int) -> None:
    """What the chart reads beside the table: a label for each payee, and the lengths of its bars."""
    row = first_row(positions)
    page.put(f"A{row - 1}", "For the chart on the first sheet", looks.QUIET)
    for column, title in zip("CDEF", SERIES, strict=True):
        page.put(f"{column}{row - 1}", title, replace(looks.QUIET, align="right", wrap=True))
    page.height(row - 1, 29)
    for number, payee in enumerate(positions.payees):
        _label(page, payee, row + number, table_row + 1 + number)
        formulas, lengths = _formulas(payee.row, table_row + 1 + number), _lengths(payee)
        for column, formula, length in zip("CDEF", formulas, lengths, strict=True):
            shown = "" if length is None else length
            page.formula(f"{column}{row + number}", f"={formula}", shown, looks.QUIET_AMOUNT)
        page.height(row + number, 29)


def _label(page: Page, payee: PayeePosition, row: int, table_row: int) -> None:
    dollars = partial(in_dollars, currency=page.currency)
    who, gap, least, most = (f"{SUMMARY}!{column}{table_row}" for column in "AEFG")
    between = f'IF(ISNUMBER({most}),{dollars(least)}&" to "&{dollars(most)},"unknown")'
    formula = f'={who}&CHAR(10)&"gap "&IF(ISNUMBER({gap}),{dollars(gap)},{between})'
    name = payee.total.named()
    page.formula(f"A{row}", formula, f"{name}\ngap {_gap_in_words(payee.total, page.currency)}", looks.TEXT)


def _formulas(row: int, table_row: int) -> tuple[str, str, str, str]:
    maximum, payable, gap = (f"{SUMMARY}!{column}{table_row}" for column in "BDE")
    certain, least, most = (f"{BOUNDS}!{column}{row}" for column in "GIJ")
    is_bounded = f"AND(NOT(ISNUMBER({gap})),ISNUMBER({most}))"
    return (
        f'IF(ISNUMBER({payable}),{payable},IF(ISNUMBER({certain}),{certain},""))',
        f'IF(ISNUMBER({gap}),{gap},IF(ISNUMBER({most}),{least},""))',
        f'IF({is_bounded},ROUND({most}-{least},2),"")',
        f'IF(OR(ISNUMBER({payable}),ISNUMBER({most}),NOT(ISNUMBER({maximum}))),"",{maximum})',
    )


def _lengths(payee: PayeePosition) -> tuple[Decimal | None, ...]:
    total = payee.total
    payable = total.payable_least if total.payable is None else total.payable
    if total.gap is not None:
        return payable, total.gap, None, None
    if total.gap_least is not None and total.gap_most is not None:
        return payable, total.gap_least, total.gap_most - total.gap_least, None
    return payable, None, None, total.maximum if total.payable is None else None


def _gap_in_words(total: PayeeTotal, currency: str) -> str:
    money = partial(IN_ENGLISH.money, currency=currency)
    if total.gap is not None:
        return money(total.gap)
    if total.gap_least is None or total.gap_most is None:
        return "unknown"
    return f"{money(total.gap_least)} to {money(total.gap_most)}"


def first_row(positions: Positions) -> int:
    return positions.bounds_row(positions.agreement_row) + 4


def add_chart(book: Book, positions: Positions, place: ChartPlace) -> None:
    first = first_row(positions)

    def cells(column: str) -> str:
        return f"={AGREEMENT}!${column}${first}:${column}${first + len(positions.payees) - 1}"

    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for column, (title, colour) in zip("CDEF", SERIES.items(), strict=True):
        fill = {"fill": {"color": colour}, "border": {"none": True}, "gap": 55, "overlap": 100}
        series = {"name": title, "categories": cells("A"), "values": cells(column), **fill}
        chart.add_series(series)
    small = {"name": looks.FONT, "size": 9, "color": f"#{looks.GREY}"}
    quiet = {"num_font": small, "major_tick_mark": "none"}
    faint = {"visible": True, "line": {"color": f"#{looks.PALE}", "width": 0.75}}
    # In a bar chart the payees stand on the y axis, from the top down.
    chart.set_y_axis({**quiet, "reverse": True, "crossing": "max"})
    chart.set_x_axis(
        {
            **quiet,
            "name": book.currency,
            "name_font": {**small, "bold": False},
            "min": 0,
            "num_format": looks.money_format(book.currency, cents=False),
            "major_gridlines": faint,
        }
    )
    chart.set_legend({"position": "bottom", "font": small})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": int(place.width / 0.75), "height": int(place.height / 0.75)})
    page = book.pages[SUMMARY]
    page.worksheet.insert_chart(place.cell, chart, {"y_offset": PIXELS_BELOW_HEADING, "object_position": 2})
