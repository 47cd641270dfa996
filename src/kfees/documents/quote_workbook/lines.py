"""The sheet of lines: what each service may cost, and yellow cells that take charges.

A charge is an amount for each unit of an item, or one amount in the payee's total row. What is
not known is a word, and a sum of which a part is a word is a word: never zero.
"""

from __future__ import annotations

from collections.abc import Iterable

from kfees.documents.quote_workbook import discounts
from kfees.documents.quote_workbook.figures import (
    COLUMNS,
    IN_ENGLISH,
    IN_PART,
    NOT_GIVEN,
    NOT_PAYABLE,
    NOTHING,
    TOGETHER,
    UNKNOWN,
    FourFigures,
    course_figures,
    day_runs,
    figure_width,
    is_refused,
    known_maximum,
    line_figures,
    payee_figures,
    rate_figure,
    rests_on,
)
from kfees.documents.quote_workbook.formulas import (
    difference,
    in_dollars,
    lesser,
    quoted,
    sum_of,
    sum_of_each,
    typed,
)
from kfees.documents.quote_workbook.marks import AGREES, mark_checks, mark_words
from kfees.documents.quote_workbook.positions import (
    AGREEMENT,
    BOUNDS,
    LINES_HEADING,
    RATES,
    LinePosition,
    PayeePosition,
    Positions,
)
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.model.money import GST_RATE
from kfees.model.quote import Quote

HEADINGS = (
    ("Item", 9), ("What", 29), ("Days", 21), ("Quantity", 10), ("Unit", 11), ("Rate", 0), ("Maximum", 0),
    ("Charge for\none unit", 0), ("Charge", 0), ("Payable", 0), ("Gap", 0), ("Rests on", 19), ("Check", 16),
)  # fmt: skip
"""The columns from A on with their widths; 0 where the amounts decide."""

TO_THE_RIGHT, AFTER_FIGURES = frozenset("DFGHIJK"), frozenset("EL")
HOW_TO = (
    "Type charges into the yellow cells: for one unit of an item, or one amount in the row of a payee's"
    " total. Everything else recalculates."
)


KNOWN = "Of it, known"


def write_lines(page: Page, quote: Quote, positions: Positions) -> None:
    discounted = any(payee.discount_row for payee in positions.payees)
    headings = HEADINGS + (discounts.HEADINGS if discounted else ())
    page.widths(*(width or figure_width(quote) for _, width in headings))
    page.title("Lines", HOW_TO)
    right = TO_THE_RIGHT | {discounts.BEFORE, discounts.OFF}
    page.headings(LINES_HEADING, [heading for heading, _ in headings], right, AFTER_FIGURES)
    for payee in positions.payees:
        _payee(page, payee, is_refused(quote))
    _course(page, quote, positions)
    _known(page, quote, positions)
    page.keep_in_view(f"C{LINES_HEADING + 1}", LINES_HEADING)
    _take_charges(page, positions)
    mark_words(page, f"F{LINES_HEADING + 1}:K{positions.known_row}")
    mark_checks(page, f"M{LINES_HEADING + 1}:M{positions.known_row}")


def _payee(page: Page, payee: PayeePosition, refused: bool) -> None:
    page.row(payee.band, "ABCDEFGHIJKLM", looks.BAND)
    page.put(f"A{payee.band}", payee.total.named(), looks.BAND)
    page.height(payee.band, 19)
    for position in payee.lines:
        _line(page, position, payee, refused)
    discounts.write_discount(page, payee)
    _payee_total(page, payee, refused)


def _line(page: Page, position: LinePosition, payee: PayeePosition, refused: bool) -> None:
    line, row = position.line, position.row
    texts = {"A": line.item or "", "B": line.label, "C": "\n".join(day_runs(line.dates))}
    after_figures = {"E": line.unit, "L": rests_on(line)}
    for column, text in texts.items():
        page.put(f"{column}{row}", text, looks.ROW)
    for column, text in after_figures.items():
        page.put(f"{column}{row}", text, looks.ROW_AFTER)
    if line.gst_per_unit is not None:
        after_figures["E"] += f", and {IN_ENGLISH.money(line.gst_per_unit, currency=page.currency)} GST"
        with_gst = f'={quoted(line.unit[:200])}&", and "&{in_dollars(_gst(row), page.currency)}&" GST"'
        page.formula(f"E{row}", with_gst, after_figures["E"], looks.ROW_AFTER)
    page.put(f"D{row}", line.quantity, looks.ROW_NUMBER)
    page.formula(f"F{row}", f"={RATES}!F{position.rates_row}", rate_figure(line), looks.ROW_AMOUNT)
    _charge_each(page, position)
    formulas = _fee_formulas(row, refused) if line.is_fee else _line_formulas(position, payee, refused)
    for column, formula, figure in zip(COLUMNS, formulas, line_figures(line, payee), strict=True):
        page.formula(f"{column}{row}", f"={formula}", figure, looks.ROW_AMOUNT)
    page.formula(f"M{row}", f"={AGREEMENT}!K{position.agreement_row}", AGREES, looks.ROW)
    page.fit_height(row, texts, 17)
    page.fit_height(row, after_figures, page.height_of(row), looks.ROW_AFTER)


def _gst(row: int) -> str:
    return f"ROUND(F{row}*{GST_RATE},2)"


def _charge_each(page: Page, position: LinePosition) -> None:
    """The cell for one unit's charge; an item's second line takes what is typed at its first."""
    row, first = position.row, f"H{position.charge_row}"
    if position.charge_row == row:
        page.put(first, position.line.charge_per_unit, looks.ROW_CHARGE)
    else:
        each = "" if position.line.charge_per_unit is None else position.line.charge_per_unit
        page.formula(f"H{row}", f'=IF({first}="","",{first})', each, looks.ROW_LINKED)


def _line_formulas(position: LinePosition, payee: PayeePosition, refused: bool) -> FourFigures[str]:
    row, together = position.row, f'$H${payee.row}<>""'
    rate = f"F{row}" if position.line.gst_per_unit is None else f"(F{row}+{_gst(row)})"
    charge = discounts.discounted(payee, f"ROUND(D{row}*H{row},2)", f"{discounts.OFF}{row}")
    maximum = f'IF(F{row}="{NOT_PAYABLE}",0,"{UNKNOWN}")'
    return FourFigures(
        maximum=f"IF(AND(ISNUMBER(D{row}),ISNUMBER(F{row})),ROUND(D{row}*{rate},2),{maximum})",
        charge=f'IF({together},"{TOGETHER}",{typed(f"H{row}", charge)})',
        payable="0" if refused else f'IF({together},"",{lesser(row)})',
        gap=f'IF({together},"",{difference(row)})',
    )


def _fee_formulas(row: int, refused: bool) -> FourFigures[str]:
    """No schedule has it, and it is never within one amount."""
    return FourFigures(
        maximum=f'"{UNKNOWN}"',
        charge=typed(f"H{row}", f"ROUND(D{row}*H{row},2)"),
        payable="0" if refused else f'"{UNKNOWN}"',
        gap=difference(row),
    )


def _payee_total(page: Page, payee: PayeePosition, refused: bool) -> None:
    row = payee.row
    page.row(row, "ABCDEF", looks.SUM_TEXT)
    page.put(f"A{row}", f"{payee.total.named()}, total", looks.SUM_TEXT)
    if payee.priced("H"):
        page.put(f"H{row}", payee.charge, looks.ROW_CHARGE)
    formulas = _payee_formulas(payee, refused)
    for column, formula, figure in zip(COLUMNS, formulas, payee_figures(payee), strict=True):
        page.formula(f"{column}{row}", f"={formula}", figure, looks.SUM)
    page.put(f"L{row}", rests_on(payee.total), looks.SUM_AFTER)
    page.formula(f"M{row}", f"={AGREEMENT}!K{payee.agreement_row}", AGREES, looks.SUM_TEXT)
    page.fit_height(row, {"L": rests_on(payee.total)}, 20, looks.SUM_AFTER)


def _payee_formulas(payee: PayeePosition, refused: bool) -> FourFigures[str]:
    row, fees, one = payee.row, payee.fees("I"), f"{BOUNDS}!F{payee.band}"
    in_part = f'IF(COUNT({payee.cells("I")})>0,"{IN_PART}","{NOT_GIVEN}")'
    apart = FourFigures(
        maximum=sum_of(payee.cells("G")),
        charge=sum_of(payee.cells("I"), _discount_wrong(payee, in_part)),
        payable=sum_of(payee.cells("J")),
        gap=sum_of(payee.cells("K")),
    )
    if not payee.priced("H"):
        together = apart
    else:
        with_fees = f'IF(COUNT({fees})=ROWS({fees}),ROUND({one}+SUM({fees}),2),"{IN_PART}")' if fees else one
        whole = f"IF(ISNUMBER({one}),{with_fees},{one})"
        together = FourFigures(apart.maximum, whole, lesser(row), difference(row))
    formulas = [
        here if here == apart_ else f'IF(H{row}<>"",{here},{apart_})'
        for here, apart_ in zip(together, apart, strict=True)
    ]
    maximum, charge, payable, gap = formulas
    return FourFigures(maximum, charge, "0" if refused else payable, gap)


def _discount_wrong(payee: PayeePosition, otherwise: str) -> str:
    if payee.discount_row is None:
        return otherwise
    off = f"{discounts.OFF}{payee.discount_row}"
    return f"IF(ISTEXT({off}),{off},{otherwise})"


def _course(page: Page, quote: Quote, positions: Positions) -> None:
    row = positions.row
    page.row(row, "ABCDEFH", looks.TOTAL_TEXT)
    page.put(f"A{row}", "Total", looks.TOTAL_TEXT)
    for column, figure in zip(COLUMNS, course_figures(quote, positions), strict=True):
        cells = [f"{column}{payee.row}" for payee in positions.payees]
        some = ",".join(f'ISNUMBER({cell}),{cell}="{IN_PART}"' for cell in cells)
        no_sum = f'IF(OR({some}),"{IN_PART}","{NOT_GIVEN}")' if column == COLUMNS.charge else f'"{UNKNOWN}"'
        page.formula(f"{column}{row}", f"={sum_of_each(cells, no_sum)}", figure, looks.TOTAL)
    page.put(f"L{row}", rests_on(quote.totals), looks.TOTAL_AFTER)
    page.formula(f"M{row}", f"={AGREEMENT}!K{positions.agreement_row}", AGREES, looks.TOTAL_TEXT)
    page.height(row, 23)


def _known(page: Page, quote: Quote, positions: Positions) -> None:
    """What of a maximum that is unknown is known."""
    row, known = positions.known_row, known_maximum(quote)
    page.formula(f"A{row}", f'=IF(G{row}="","","{KNOWN}")', KNOWN if known else "", looks.QUIET)
    maximums = ",".join(payee.cells("G") for payee in positions.payees)
    sums = f'IF(COUNT({maximums})=0,"{NOTHING}",ROUND(SUM({maximums}),2))'
    page.formula(f"G{row}", f'=IF(ISNUMBER(G{positions.row}),"",{sums})', known, looks.QUIET_AMOUNT)
    page.formula(f"M{row}", f"={AGREEMENT}!K{positions.known_agreement_row}", AGREES, looks.QUIET)
    page.height(row, 19)


def _take_charges(page: Page, positions: Positions) -> None:
    """Let the yellow cells take amounts alone, and say what belongs in them."""
    each = [position.row for position in positions.lines if position.charge_row == position.row]
    prompt = "What the provider charges for one unit."
    _take_amounts(page, (f"H{row}" for row in each), "Charge for one unit", prompt)
    prompt = "One amount for all of this payee's lines; the cells above are then left empty."
    whole = (f"H{payee.row}" for payee in positions.payees if payee.priced("H"))
    _take_amounts(page, whole, "One amount", prompt)
    prompt = "What is taken off this payee's charges, fees apart."
    rows = (f"H{payee.discount_row}" for payee in positions.payees if payee.discount_row)
    _take_amounts(page, rows, "Discount", prompt)


def _take_amounts(page: Page, cells: Iterable[str], title: str, prompt: str) -> None:
    listed = list(cells)
    if not listed:
        return
    first, *others = listed
    rule = {
        "validate": "custom",
        "value": f"=AND(ISNUMBER({first}),{first}>=0,ROUND({first},2)={first})",
        "error_title": "Not an amount",
        "error_message": "Give dollars and cents, such as 320.00, or leave the cell empty where no charge is"
        " known.",
        "input_title": title,
        "input_message": f"{prompt} In dollars and cents; with GST only where it stands beside the unit."
        " Empty: not known.",
    }
    page.accept((first, *others), rule)
