"""A projection as a workbook whose figures are formulas: change an assumption and every total follows.

Three sheets: the summary with the assumptions and a chart, the courses, and their lines.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from kfees.library.library import Library
from kfees.projection.plan import RULE_SETS
from kfees.projection.projected_course import DAYS_A_YEAR
from kfees.projection.projection import SEED_YEARS, Projection

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MONEY, DAY, RATE = "#,##0.00", "d mmm yyyy", "0.00%"
UNKNOWN = "unknown"
FONT = "Calibri"
TEXTS = {"Item", "What", "Basis", "Source"}
LINES = (
    "Course",
    "Item",
    "What",
    "Rate",
    "Quantity",
    "Years indexed",
    "Indexed rate",
    "Amount",
    "Basis",
    "Source",
)
COURSES = ("Course", "Date", "Year", "Amount", "Years discounted", "Present value")
INDEXATION, DISCOUNT, VALUED = "Summary!$B$6", "Summary!$B$7", "Summary!$B$8"
FIRST_YEAR_ROW, BELOW_THE_CHART = 13, 23


def projection_as_workbook(projection: Projection, library: Library) -> bytes:
    """The workbook's bytes. Amounts are numbers of at most 15 digits; unknown ones are the word."""
    from openpyxl import Workbook
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    summary = book.active
    assert summary is not None
    summary.title = "Summary"
    _write_lines(book.create_sheet("Lines"), projection)
    _write_courses(book.create_sheet("Courses"), projection)
    last = _write_summary(summary, projection, library)
    _write_assumptions(summary, projection, max(last + 2, BELOW_THE_CHART))
    _add_chart(summary, projection)
    for sheet in book.worksheets:
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_lines(sheet: Worksheet, projection: Projection) -> None:
    _head(sheet, 1, LINES, (8, 14, 34, 12, 10, 14, 13, 14, 11, 60))
    row = 2
    for course in projection.courses:
        for line in course.lines:
            _text(sheet, row, 2, line.item)
            _text(sheet, row, 3, line.label)
            sheet.cell(row, 1, course.number)
            sheet.cell(row, 4, line.rate if line.rate is not None else UNKNOWN).number_format = MONEY
            sheet.cell(row, 5, line.quantity)
            sheet.cell(row, 6, line.steps)
            if line.rate is not None:
                sheet.cell(row, 7, f"=ROUND(D{row}*(1+{INDEXATION})^F{row},2)").number_format = MONEY
                sheet.cell(row, 8, f"=ROUND(G{row}*E{row},2)").number_format = MONEY
            else:
                sheet.cell(row, 8, UNKNOWN if line.amount is None else line.amount).number_format = MONEY
            _text(sheet, row, 9, line.basis or UNKNOWN)
            _text(sheet, row, 10, line.source or line.reason)
            row += 1
    sheet.freeze_panes = "A2"


def _sum_where(total: str, key: str, wanted: str) -> str:
    """Excel for a sum that is unknown where a part of it is."""
    return f'=IF(COUNTIFS({key},{wanted},{total},"{UNKNOWN}")>0,"{UNKNOWN}",SUMIFS({total},{key},{wanted}))'


def _write_courses(sheet: Worksheet, projection: Projection) -> None:
    discounted = projection.plan.discount is not None
    _head(sheet, 1, COURSES if discounted else COURSES[:4], (8, 14, 8, 14, 17, 14))
    lines = 1 + sum(len(course.lines) for course in projection.courses)
    for row, course in enumerate(projection.courses, 2):
        sheet.cell(row, 1, course.number)
        sheet.cell(row, 2, course.start).number_format = DAY
        sheet.cell(row, 3, course.year)
        amounts, numbers = f"Lines!$H$2:$H${lines}", f"Lines!$A$2:$A${lines}"
        sheet.cell(row, 4, _sum_where(amounts, numbers, f"A{row}")).number_format = MONEY
        if discounted:
            years = (
                f"=(B{row}-{VALUED})/{DAYS_A_YEAR}"
                if projection.plan.timing == "on-date"
                else f'=DATEDIF({VALUED},B{row},"y")+0.5'
            )
            sheet.cell(row, 5, years).number_format = "0.0000"
            value = f'=IF(D{row}="{UNKNOWN}",D{row},ROUND(D{row}*(1+{DISCOUNT})^-E{row},2))'
            sheet.cell(row, 6, value).number_format = MONEY
    sheet.freeze_panes = "A2"


def _write_summary(sheet: Worksheet, projection: Projection, library: Library) -> int:
    """Returns the row of the total."""
    from openpyxl.styles import Font

    plan = projection.plan
    _text(sheet, 1, 1, f"Projection: {RULE_SETS[plan.rule_set]}")
    sheet["A1"].font = Font(name=FONT, bold=True, size=14)
    facts: list[tuple[str, Any, str]] = [
        ("Regimen", library.regimen(plan.request.regimen).title, "@"),
        ("Setting", library.setting(plan.request.setting).title, "@"),
        ("Currency", plan.currency, "@"),
        ("Indexation a year", plan.indexation or 0, RATE),
        ("Discount a year", plan.discount or 0, RATE),
        ("Valued on", plan.valuation_date or projection.start, DAY),
        ("Courses a year", plan.courses_per_year, "0"),
    ]
    for row, (name, value, form) in enumerate(facts, 3):
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, value).number_format = form
    discounted = plan.discount is not None
    headings = ("Year", "From", "Courses", "Amount", *(("Present value",) if discounted else ()))
    _head(sheet, FIRST_YEAR_ROW - 1, headings, (20, 26, 10, 16, 16))
    last_course = len(projection.courses) + 1
    for row, year in enumerate(projection.years, FIRST_YEAR_ROW):
        sheet.cell(row, 1, year.year)
        sheet.cell(row, 2, year.first_day).number_format = DAY
        sheet.cell(row, 3, f"=COUNTIFS(Courses!$C$2:$C${last_course},A{row})")
        for column, letter in ((4, "D"), (5, "F"))[: 1 + discounted]:
            amounts, years = f"Courses!${letter}$2:${letter}${last_course}", f"Courses!$C$2:$C${last_course}"
            sheet.cell(row, column, _sum_where(amounts, years, f"A{row}")).number_format = MONEY
    last = FIRST_YEAR_ROW + len(projection.years)
    sheet.cell(last, 1, "Total")
    for column, letter in ((3, "C"), (4, "D"), (5, "E"))[: 2 + discounted]:
        span = f"{letter}{FIRST_YEAR_ROW}:{letter}{last - 1}"
        total = f'=IF(COUNTIF({span},"{UNKNOWN}")>0,"{UNKNOWN}",SUM({span}))'
        sheet.cell(last, column, total).number_format = "0" if letter == "C" else MONEY
    for cell in sheet[last]:
        cell.font = Font(name=FONT, bold=True)
    return last + _write_settlement(sheet, projection, last)


def _write_settlement(sheet: Worksheet, projection: Projection, total: int) -> int:
    """Seed money and annuity as formulas of the total; returns how many rows they take."""
    settlement = projection.settlement
    if settlement is None:
        return 0
    years = len(projection.years)
    row = total + 2
    payments = f"MAX(0,{years}-{SEED_YEARS})"
    sheet.cell(row, 1, "Seed money now")
    sheet.cell(row, 4, f"=D{total}-D{row + 2}")
    sheet.cell(row + 1, 1, "Yearly payment")
    sheet.cell(row + 1, 2, f"={payments}").number_format = '0 "payments"'
    # Whole cents first: a quotient that ends on a cent must not lose it to binary fractions.
    quotient = f"ROUND((D{total}-Courses!$D$2)*100,0)/{years}"
    sheet.cell(row + 1, 4, f"=IF({payments}>0,ROUNDDOWN(ROUND({quotient},6),0)/100,0)")
    sheet.cell(row + 2, 1, "Yearly payments in all")
    sheet.cell(row + 2, 4, f"=ROUND({payments}*D{row + 1},2)")
    for number in range(row, row + 3):
        sheet.cell(number, 4).number_format = MONEY
    return 4


def _write_assumptions(sheet: Worksheet, projection: Projection, row: int) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.cell(row, 1, "What this rests on").font = Font(name=FONT, bold=True)
    unknown = [f"Unknown: {missing}" for missing in projection.totals.missing]
    for number, sentence in enumerate([*unknown, *projection.assumptions], row + 1):
        _text(sheet, number, 1, sentence)
        sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=12)
        sheet.row_dimensions[number].height = 15 * (1 + len(sentence) // 130)


def _add_chart(sheet: Worksheet, projection: Projection) -> None:
    """Columns by year: the amount and, where discounted, the present value."""
    from openpyxl.chart import BarChart, Reference

    years = len(projection.years)
    columns = 2 if projection.plan.discount is not None else 1
    chart = BarChart()
    chart.title = f"Cost by year ({projection.plan.currency})"
    chart.x_axis.title, chart.y_axis.title = "Year", projection.plan.currency
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.scaling.min = 0
    end = FIRST_YEAR_ROW - 1 + years
    values = Reference(sheet, min_col=4, max_col=3 + columns, min_row=FIRST_YEAR_ROW - 1, max_row=end)
    chart.add_data(values, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=FIRST_YEAR_ROW, max_row=end))
    chart.width, chart.height = 22, 10
    sheet.add_chart(chart, "G2")


def _head(sheet: Worksheet, row: int, headings: tuple[str, ...], widths: tuple[int, ...]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for column, heading in enumerate(headings, 1):
        cell = sheet.cell(row, column, heading)
        cell.font = Font(name=FONT, bold=True)
        text = heading in TEXTS
        cell.alignment = Alignment(horizontal="left" if text else "right", indent=1 if text else 0)
        sheet.column_dimensions[get_column_letter(column)].width = widths[column - 1]


def _text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Text stays text, whatever it begins with."""
    from openpyxl.styles import Alignment

    cell = sheet.cell(row, column, text)
    cell.data_type = "s"
    if column > 1:  # apart from a number in the column before
        cell.alignment = Alignment(horizontal="left", indent=1)
