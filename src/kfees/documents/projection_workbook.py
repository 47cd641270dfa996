"""A projection as a workbook whose figures are formulas: change an assumption and every total follows.

Three sheets: the summary with the assumptions and a chart, the courses, and their lines.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kfees.documents import colours
from kfees.documents.projection_words import outcomes
from kfees.documents.quote_words import settings_of
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page, kept_by_excel
from kfees.documents.sheets.paper import Book, Margins, fit_on_one_page, set_up
from kfees.documents.words import Words
from kfees.library.library import Library
from kfees.projection.plan import RULE_SETS
from kfees.projection.projected_course import DAYS_A_YEAR, ProjectedLine, years_to
from kfees.projection.projection import SEED_YEARS, Projection

UNKNOWN = "unknown"
LINES = (
    ("Course", 8), ("Item", 14), ("What", 34), ("Rate", 12), ("Quantity", 10), ("Years indexed", 14),
    ("Indexed rate", 13), ("Amount", 14), ("Basis", 11), ("Source", 75),
)  # fmt: skip
COURSES = (
    ("Course", 8), ("Date", 14), ("Year", 8), ("Amount", 14), ("Years discounted", 17), ("Present value", 14),
)  # fmt: skip
YEARS = ("Year", "From", "Courses", "Amount", "Present value")
SUMMARY_WIDTHS = (24, 32, 10, 16, 16, 3, *[15] * 6)
INDEXATION, DISCOUNT, VALUED = "Summary!$B$6", "Summary!$B$7", "Summary!$B$8"
FIRST_YEAR_ROW, BELOW_THE_CHART = 13, 23

MONEY, WHOLE = replace(looks.ROW_NUMBER, number="#,##0.00"), looks.ROW_NUMBER
DAY, RATE = replace(looks.ROW_NUMBER, number=looks.DAY), replace(looks.ROW_NUMBER, number="0.00%")
YEARS_APART = replace(looks.ROW_NUMBER, number="0.0000")
PAYMENTS = replace(looks.ROW_NUMBER, number='0 "payments"')
TOTAL, TOTAL_COUNT = replace(looks.TOTAL, number="#,##0.00"), replace(looks.TOTAL, number="0")


def projection_as_workbook(projection: Projection, library: Library) -> bytes:
    """The workbook's bytes. Amounts are numbers of at most 15 digits; unknown ones are the word."""
    title = f"Projection: {RULE_SETS[projection.plan.rule_set]}"
    book = Book(title, f"kfees {projection.kfees}", projection.start)
    summary, lines, courses = (book.page(name) for name in ("Summary", "Lines", "Courses"))
    _write_lines(lines, projection)
    _write_courses(courses, projection)
    summary.widths(*SUMMARY_WIDTHS)
    summary.put("A1", title, looks.TITLE)
    summary.height(1, 28)
    _write_facts(summary, projection, library)
    last = _write_years(summary, projection)
    last += _write_settlement(summary, projection, last)
    _write_assumptions(summary, projection, max(last + 2, BELOW_THE_CHART))
    _add_chart(book, projection)
    margins = Margins(title, f"All amounts are in {projection.payer.currency}.", f"kfees {projection.kfees}")
    for page in book.pages.values():
        set_up(page, margins)
    fit_on_one_page(summary)
    return book.content()


def _write_lines(page: Page, projection: Projection) -> None:
    _head(page, LINES, frozenset("ADEFGH"))
    row = 2
    for course in projection.courses:
        for line in course.lines:
            page.put(f"A{row}", course.number, WHOLE)
            _write_line(page, row, line)
            row += 1


def _write_line(page: Page, row: int, line: ProjectedLine) -> None:
    texts = {"B": line.item, "C": line.label, "I": line.basis or UNKNOWN, "J": line.source or line.reason}
    for column, text in texts.items():
        page.put(f"{column}{row}", text, looks.ROW_AFTER)
    page.put(f"D{row}", _or_unknown(line.rate), MONEY)
    page.put(f"E{row}", line.quantity, WHOLE)
    page.put(f"F{row}", line.steps, WHOLE)
    amount = _or_unknown(line.amount)
    if line.indexed_rate is None:
        page.put(f"G{row}", None, MONEY)
        page.put(f"H{row}", amount, MONEY)
    else:
        page.formula(f"G{row}", f"=ROUND(D{row}*(1+{INDEXATION})^F{row},2)", line.indexed_rate, MONEY)
        page.formula(f"H{row}", f"=ROUND(G{row}*E{row},2)", amount, MONEY)
    page.fit_height(row, texts, 17, looks.ROW_AFTER)


def _or_unknown(amount: Decimal | None) -> Decimal | str:
    return UNKNOWN if amount is None else amount


def _sum_where(total: str, key: str, wanted: str) -> str:
    """Excel for a sum that is unknown where a part of it is."""
    return f'=IF(COUNTIFS({key},{wanted},{total},"{UNKNOWN}")>0,"{UNKNOWN}",SUMIFS({total},{key},{wanted}))'


def _write_courses(page: Page, projection: Projection) -> None:
    plan = projection.plan
    _head(page, COURSES if plan.discount is not None else COURSES[:4], frozenset("ABCDEF"))
    lines = 1 + sum(len(course.lines) for course in projection.courses)
    for row, course in enumerate(projection.courses, 2):
        page.put(f"A{row}", course.number, WHOLE)
        page.put(f"B{row}", course.start, DAY)
        page.put(f"C{row}", course.year, WHOLE)
        formula = _sum_where(f"Lines!$H$2:$H${lines}", f"Lines!$A$2:$A${lines}", f"A{row}")
        page.formula(f"D{row}", formula, _or_unknown(course.amount), MONEY)
        if plan.discount is not None:
            years = (
                f"=(B{row}-{VALUED})/{DAYS_A_YEAR}"
                if plan.timing == "on-date"
                else f'=DATEDIF({VALUED},B{row},"y")+0.5'
            )
            page.formula(f"E{row}", years, kept_by_excel(years_to(plan, course.start)), YEARS_APART)
            value = f'=IF(D{row}="{UNKNOWN}",D{row},ROUND(D{row}*(1+{DISCOUNT})^-E{row},2))'
            page.formula(f"F{row}", value, _or_unknown(course.present_value), MONEY)


def _write_facts(page: Page, projection: Projection, library: Library) -> None:
    plan, aside = projection.plan, looks.ROW_AFTER
    facts: list[tuple[str, Decimal | int | str | date, looks.Look]] = [
        ("Regimen", library.regimen(plan.request.regimen).title, aside),
        ("Setting", settings_of(plan.request, library), aside),
        ("Currency", projection.payer.currency, aside),
        ("Indexation a year", plan.indexation or 0, RATE),
        ("Discount a year", plan.discount or 0, RATE),
        ("Valued on", plan.valued_on, DAY),
        ("Courses a year", plan.courses_per_year, WHOLE)
        if plan.courses_per_year is not None
        else ("Months between courses", plan.months_apart, WHOLE),
        ("Payer", projection.payer.title, aside),
    ]
    for row, (name, value, look) in enumerate(facts, 3):
        page.put(f"A{row}", name, looks.ROW)
        page.put(f"B{row}", value, look)
        page.fit_height(row, {"B": str(value)}, 17, look)


def _write_years(page: Page, projection: Projection) -> int:
    """The table of years with its sums; returns the row of the total."""
    discounted = projection.plan.discount is not None
    headings = YEARS if discounted else YEARS[:4]
    page.headings(FIRST_YEAR_ROW - 1, headings, frozenset("ABCDE"), frozenset())
    last_course, columns = len(projection.courses) + 1, "DE" if discounted else "D"
    years = f"Courses!$C$2:$C${last_course}"
    for row, year in enumerate(projection.years, FIRST_YEAR_ROW):
        page.put(f"A{row}", year.year, WHOLE)
        page.put(f"B{row}", year.first_day, DAY)
        page.formula(f"C{row}", f"=COUNTIFS({years},A{row})", year.courses, WHOLE)
        for column, source, amount in zip(columns, "DF", (year.amount, year.present_value), strict=False):
            formula = _sum_where(f"Courses!${source}$2:${source}${last_course}", years, f"A{row}")
            page.formula(f"{column}{row}", formula, _or_unknown(amount), MONEY)
        page.height(row, 17)
    last, totals = FIRST_YEAR_ROW + len(projection.years), projection.totals
    page.put(f"A{last}", "Total", looks.TOTAL_TEXT)
    page.put(f"B{last}", None, looks.TOTAL_TEXT)
    sums = (totals.courses, _or_unknown(totals.amount), _or_unknown(totals.present_value))
    for column, total in zip(f"C{columns}", sums, strict=False):
        span = f"{column}{FIRST_YEAR_ROW}:{column}{last - 1}"
        formula = f'=IF(COUNTIF({span},"{UNKNOWN}")>0,"{UNKNOWN}",SUM({span}))'
        page.formula(f"{column}{last}", formula, total, TOTAL_COUNT if column == "C" else TOTAL)
    page.height(last, 23)
    return last


def _write_settlement(page: Page, projection: Projection, total: int) -> int:
    """Seed money and annuity as formulas of the total; returns how many rows they take."""
    settlement = projection.settlement
    if settlement is None:
        return 0
    years, row = len(projection.years), total + 2
    payments = f"MAX(0,{years}-{SEED_YEARS})"
    # Whole cents first: a quotient that ends on a cent must not lose it to binary fractions.
    quotient = f"ROUND((D{total}-Courses!$D$2)*100,0)/{years}"
    annual = f"=IF({payments}>0,ROUNDDOWN(ROUND({quotient},6),0)/100,0)"
    figures = (
        ("Seed money now", f"=D{total}-D{row + 2}", settlement.seed),
        ("Yearly payment", annual, settlement.annual),
        ("Yearly payments in all", f"=ROUND({payments}*D{row + 1},2)", settlement.annuity),
    )
    for number, (name, formula, amount) in enumerate(figures, row):
        page.put(f"A{number}", name, looks.ROW)
        page.row(number, "BC", looks.ROW)
        page.formula(f"D{number}", formula, amount, MONEY)
        page.height(number, 17)
    page.formula(f"B{row + 1}", f"={payments}", settlement.payments, PAYMENTS)
    return 4


def _write_assumptions(page: Page, projection: Projection, row: int) -> None:
    page.row(row, "ABCDEFGHIJKL", looks.SECTION)
    page.put(f"A{row}", "What this rests on", looks.SECTION)
    page.height(row, 22)
    unknown = [f"Unknown: {missing}" for missing in projection.totals.missing]
    check = [f"Please check: {sentence}" for sentence in projection.please_check]
    words = Words(payer=projection.payer)
    said = [*unknown, *check, *outcomes(projection, words), *projection.assumptions]
    for number, sentence in enumerate(said, row + 1):
        page.put(f"A{number}:L{number}", sentence)
        page.fit_height(number, {"A:L": sentence}, 15)


def _add_chart(book: Book, projection: Projection) -> None:
    """Columns by year: the amount and, where discounted, the present value."""
    currency, head = projection.payer.currency, FIRST_YEAR_ROW - 1
    end = head + len(projection.years)
    chart = book.workbook.add_chart({"type": "column"})
    for column, colour in (("D", colours.PAYABLE), ("E", colours.PRESENT_VALUE))[
        : 1 + (projection.plan.discount is not None)
    ]:
        chart.add_series(
            {
                "name": f"=Summary!${column}${head}",
                "categories": f"=Summary!$A${FIRST_YEAR_ROW}:$A${end}",
                "values": f"=Summary!${column}${FIRST_YEAR_ROW}:${column}${end}",
                "fill": {"color": colour},
            }
        )
    small = {"name": looks.FONT, "size": 9, "color": f"#{looks.GREY}"}
    axis = {"num_font": small, "name_font": {**small, "bold": False}, "major_tick_mark": "none"}
    faint = {"visible": True, "line": {"color": f"#{looks.RULE}", "width": 0.75}}
    heading = {"name": looks.FONT, "size": 11, "color": f"#{looks.NAVY}"}
    chart.set_title({"name": f"Cost by year ({currency})", "name_font": heading})
    chart.set_x_axis({**axis, "name": "Year"})
    chart.set_y_axis({**axis, "name": currency, "num_format": "#,##0", "min": 0, "major_gridlines": faint})
    chart.set_legend({"position": "bottom", "font": small})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": 640, "height": 378})
    book.pages["Summary"].worksheet.insert_chart("G2", chart)


def _head(page: Page, columns: tuple[tuple[str, int], ...], to_the_right: frozenset[str]) -> None:
    page.widths(*(width for _, width in columns))
    page.headings(1, [heading for heading, _ in columns], to_the_right, frozenset("BCIJ"))
    page.keep_in_view("A2", 1)
