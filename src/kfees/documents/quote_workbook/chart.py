"""A small chart of payable and gap by payee.

Where the payable is not known yet, the maximum stands in its place, in another colour.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kfees.documents.quote_workbook.figures import payee_figures
from kfees.documents.quote_workbook.positions import SUMMARY, Positions
from kfees.documents.quote_workbook.sentences import in_dollars
from kfees.documents.quote_workbook.words import dollars
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.model.request import PAYEE_NAMES

if TYPE_CHECKING:
    from openpyxl.chart import BarChart, Reference
    from openpyxl.drawing.spreadsheet_drawing import OneCellAnchor

EMU_A_POINT, POINTS_BELOW_HEADING = 12_700, 3
MAXIMUM = "Maximum (payable not known)"


class ChartPlace(NamedTuple):
    """The cell that the chart begins at, its width and height in points, and the row with the headings
    of the table that it shows."""

    cell: tuple[str, int]
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
        maximum, payable, gap = (f"{SUMMARY}!{column}{table_row + 1 + number}" for column in "BDE")
        name = PAYEE_NAMES[payee.total.payee]
        label = dollars(figures.gap) if isinstance(figures.gap, Decimal) else "unknown"
        formula = f'="{name}"&CHAR(10)&"gap "&IF(ISNUMBER({gap}),{in_dollars(gap)},"unknown")'
        page.formula(f"A{row + number}", formula, f"{name}\ngap {label}", looks.TEXT)
        alone = isinstance(figures.maximum, Decimal) and not isinstance(figures.payable, Decimal)
        formula = f'=IF(AND(NOT(ISNUMBER({payable})),ISNUMBER({maximum})),{maximum},"")'
        page.formula(f"C{row + number}", formula, figures.maximum if alone else "", looks.QUIET_AMOUNT)
        page.height(row + number, 29)


def first_row(positions: Positions) -> int:
    return positions.known_agreement_row + 4


def add_chart(page: Page, agreement: Page, positions: Positions, place: ChartPlace) -> None:
    from openpyxl.chart import BarChart, Reference, Series

    count, first = len(positions.payees), first_row(positions)

    def cells(of: Page, column: int, row: int) -> Reference:
        return Reference(of.worksheet, min_col=column, min_row=row, max_row=row + count - 1)

    chart = BarChart()
    chart.roundedCorners = False
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 55
    for title, reference, ink in (
        ("Payable", cells(page, 4, place.headings_row + 1), looks.TEAL),
        ("Gap", cells(page, 5, place.headings_row + 1), looks.AMBER),
        (MAXIMUM, cells(agreement, 3, first), looks.RULE),
    ):
        series = Series(reference, title=title)
        series.graphicalProperties.solidFill = ink
        series.graphicalProperties.line.noFill = True
        chart.series.append(series)
    chart.set_categories(cells(agreement, 1, first))
    _plain_axes(chart)
    chart.anchor = _anchor(place)  # type: ignore[assignment]  # the stubs know only the name of a cell
    page.worksheet.add_chart(chart)


def _anchor(place: ChartPlace) -> OneCellAnchor:
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D
    from openpyxl.utils import column_index_from_string

    column, row = place.cell
    start = AnchorMarker(
        col=column_index_from_string(column) - 1, row=row - 1, rowOff=POINTS_BELOW_HEADING * EMU_A_POINT
    )
    size = XDRPositiveSize2D(int(place.width * EMU_A_POINT), int(place.height * EMU_A_POINT))
    return OneCellAnchor(_from=start, ext=size)


def _plain_axes(chart: BarChart) -> None:
    """Faint gridlines, no frame, small letters; the first payee on top."""
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.line import LineProperties
    from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties

    letters = CharacterProperties(latin=Font(typeface=looks.FONT), sz=900, solidFill=looks.GREY)
    small = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.majorTickMark = chart.y_axis.majorTickMark = "none"
    chart.y_axis.crosses, chart.y_axis.scaling.min = "max", 0
    chart.y_axis.number_format = '"$"#,##0'
    faint = GraphicalProperties(ln=LineProperties(solidFill=looks.PALE, w=9525))
    if chart.y_axis.majorGridlines is not None:
        chart.y_axis.majorGridlines.spPr = faint
    chart.x_axis.txPr = chart.y_axis.txPr = small
    if chart.legend is not None:
        chart.legend.position, chart.legend.txPr = "b", small
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
