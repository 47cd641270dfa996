"""A small chart of payable and gap by payee.

Where the payable is not known yet, the maximum stands in its place, in another colour.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kfees.documents.quote_workbook.figures import IN_ENGLISH, payee_figures
from kfees.documents.quote_workbook.formulas import in_dollars
from kfees.documents.quote_workbook.positions import AGREEMENT, SUMMARY, Positions
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.documents.sheets.paper import Book
from kfees.model.quote import PayeeTotal
from kfees.model.request import PAYEE_NAMES

PIXELS_BELOW_HEADING = 4
MAXIMUM = "Maximum (payable not known)"


class ChartPlace(NamedTuple):
    """The cell that the chart begins at, its width and height in points, and the row with the headings
    of the table that it shows."""

    cell: str
    width: float
    height: float
    headings_row: int


def write_chart_labels(page: Page, positions: Positions, table_row: int) -> None:
    """What the chart reads beside the table: a label for each payee, and maximums that stand alone."""
    row = first_row(positions)
    page.put(f"A{row - 1}", "For the chart on the first sheet", looks.QUIET)
    page.put(f"C{row - 1}", MAXIMUM, looks.QUIET)
    for number, payee in enumerate(positions.payees):
        figures = payee_figures(payee)
        maximum, payable, gap, least, most = (
            f"{SUMMARY}!{column}{table_row + 1 + number}" for column in "BDEFG"
        )
        name = payee.total.named(PAYEE_NAMES[payee.total.payee])
        between = f'IF(ISNUMBER({most}),{in_dollars(least)}&" to "&{in_dollars(most)},"unknown")'
        who = f"{SUMMARY}!A{table_row + 1 + number}"
        formula = f'={who}&CHAR(10)&"gap "&IF(ISNUMBER({gap}),{in_dollars(gap)},{between})'
        label = f"{name}\ngap {_gap_in_words(payee.total)}"
        page.formula(f"A{row + number}", formula, label, looks.TEXT)
        alone = isinstance(figures.maximum, Decimal) and not isinstance(figures.payable, Decimal)
        formula = f'=IF(AND(NOT(ISNUMBER({payable})),ISNUMBER({maximum})),{maximum},"")'
        page.formula(f"C{row + number}", formula, figures.maximum if alone else "", looks.QUIET_AMOUNT)
        page.height(row + number, 29)


def _gap_in_words(total: PayeeTotal) -> str:
    if total.gap is not None:
        return IN_ENGLISH.money(total.gap)
    if total.gap_least is None or total.gap_most is None:
        return "unknown"
    return f"{IN_ENGLISH.money(total.gap_least)} to {IN_ENGLISH.money(total.gap_most)}"


def first_row(positions: Positions) -> int:
    return positions.bounds_row(positions.agreement_row) + 4


def add_chart(book: Book, positions: Positions, place: ChartPlace) -> None:
    count, first, table = len(positions.payees), first_row(positions), place.headings_row + 1

    def cells(sheet: str, column: str, row: int) -> str:
        return f"={sheet}!${column}${row}:${column}${row + count - 1}"

    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for title, values, ink in (
        ("Payable", cells(SUMMARY, "D", table), looks.TEAL),
        ("Gap", cells(SUMMARY, "E", table), looks.AMBER),
        (MAXIMUM, cells(AGREEMENT, "C", first), looks.RULE),
    ):
        fill = {"fill": {"color": f"#{ink}"}, "border": {"none": True}, "gap": 55, "overlap": 100}
        chart.add_series(
            {"name": title, "categories": cells(AGREEMENT, "A", first), "values": values, **fill}
        )
    small = {"name": looks.FONT, "size": 9, "color": f"#{looks.GREY}"}
    quiet = {"num_font": small, "major_tick_mark": "none"}
    faint = {"visible": True, "line": {"color": f"#{looks.PALE}", "width": 0.75}}
    # In a bar chart the payees stand on the y axis, from the top down.
    chart.set_y_axis({**quiet, "reverse": True, "crossing": "max"})
    chart.set_x_axis({**quiet, "min": 0, "num_format": '"$"#,##0', "major_gridlines": faint})
    chart.set_legend({"position": "bottom", "font": small})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": int(place.width / 0.75), "height": int(place.height / 0.75)})
    page = book.pages[SUMMARY]
    page.worksheet.insert_chart(place.cell, chart, {"y_offset": PIXELS_BELOW_HEADING, "object_position": 2})
