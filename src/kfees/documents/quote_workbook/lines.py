"""The sheet of lines: what each service may cost, and yellow cells that take charges.

A charge is an amount for each unit of an item, or one amount in the payee's total row. What is
not known is a word, and a sum of which a part is a word is a word: never zero.
"""

from __future__ import annotations

from collections.abc import Iterable

from kfees.documents.quote_workbook.figures import (
    BOTH_WAYS,
    COLUMNS,
    IN_PART,
    NO_AMOUNT,
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
    known_figures,
    line_figures,
    payee_figures,
    rate_figure,
    rests_on,
)
from kfees.documents.quote_workbook.marks import AGREES, mark_checks, mark_words
from kfees.documents.quote_workbook.positions import (
    AGREEMENT,
    LINES_HEADING,
    RATES,
    LinePosition,
    PayeePosition,
    Positions,
)
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.model.money import GST_RATE
from kfees.model.quote import Line, Quote
from kfees.model.request import PAYEE_NAMES

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


KNOWN = "Known of it, at least"


def write_lines(page: Page, quote: Quote, positions: Positions) -> None:
    page.widths(*(width or figure_width(quote) for _, width in HEADINGS))
    page.title("Lines", HOW_TO)
    page.headings(LINES_HEADING, [heading for heading, _ in HEADINGS], TO_THE_RIGHT, AFTER_FIGURES)
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
    page.put(f"A{payee.band}", payee.total.named(PAYEE_NAMES[payee.total.payee]), looks.BAND)
    page.height(payee.band, 19)
    for position in payee.lines:
        _line(page, position, payee, refused)
    _payee_total(page, payee, refused)


def _line(page: Page, position: LinePosition, payee: PayeePosition, refused: bool) -> None:
    line, row = position.line, position.row
    texts = {"A": line.item or "", "B": line.label, "C": "\n".join(day_runs(line.dates))}
    after_figures = {"E": line.unit, "L": rests_on(line)}
    for column, text in texts.items():
        page.put(f"{column}{row}", text, looks.ROW)
    for column, text in after_figures.items():
        page.put(f"{column}{row}", text, looks.ROW_AFTER)
    page.put(f"D{row}", line.quantity, looks.ROW_NUMBER)
    page.formula(f"F{row}", f"={RATES}!F{position.rates_row}", rate_figure(line), looks.ROW_AMOUNT)
    _charge_each(page, position)
    formulas = _line_formulas(line, row, f"$H${payee.row}", refused)
    for column, formula, figure in zip(COLUMNS, formulas, line_figures(line, payee), strict=True):
        page.formula(f"{column}{row}", formula, figure, looks.ROW_AMOUNT)
    page.formula(f"M{row}", f"={AGREEMENT}!K{position.agreement_row}", AGREES, looks.ROW)
    page.fit_height(row, texts, 17)
    page.fit_height(row, after_figures, page.height_of(row), looks.ROW_AFTER)


def _charge_each(page: Page, position: LinePosition) -> None:
    """The cell for one unit's charge; an item's second line takes what is typed at its first."""
    row, first = position.row, f"H{position.charge_row}"
    if position.charge_row == row:
        page.put(first, position.line.charge_per_unit, looks.ROW_CHARGE)
    else:
        each = "" if position.line.charge_per_unit is None else position.line.charge_per_unit
        page.formula(f"H{row}", f'=IF({first}="","",{first})', each, looks.ROW_LINKED)


def _line_formulas(line: Line, row: int, together: str, refused: bool) -> FourFigures[str]:
    rate = f"F{row}" if line.gst_per_unit is None else f"(F{row}+ROUND(F{row}*{GST_RATE},2))"
    product = f"ROUND(D{row}*{rate},2)"
    charge = f"ROUND(D{row}*H{row},2)" if line.discount is None else f"ROUND(D{row}*H{row}-{line.discount},2)"
    if line.is_fee:  # never within one amount
        return FourFigures(
            maximum=f'="{UNKNOWN}"',
            charge=f"={_typed(f'H{row}', charge)}",
            payable="=0" if refused else f'="{UNKNOWN}"',
            gap=f"={_difference(row)}",
        )
    payable = "=0" if refused else f'=IF({together}<>"","",{_lesser(row)})'
    return FourFigures(
        maximum=f'=IF(AND(ISNUMBER(D{row}),ISNUMBER(F{row})),{product},IF(F{row}="{NOT_PAYABLE}",0,"{UNKNOWN}"))',
        charge=f'=IF({together}<>"","{TOGETHER}",{_typed(f"H{row}", charge)})',
        payable=payable,
        gap=f'=IF({together}<>"","",{_difference(row)})',
    )


def _payee_total(page: Page, payee: PayeePosition, refused: bool) -> None:
    row = payee.row
    page.row(row, "ABCDEF", looks.SUM_TEXT)
    page.put(f"A{row}", f"{payee.total.named(PAYEE_NAMES[payee.total.payee])}, total", looks.SUM_TEXT)
    if payee.priced("H"):
        page.put(f"H{row}", payee.charge, looks.ROW_CHARGE)
    formulas = _payee_formulas(payee, refused)
    for column, formula, figure in zip(COLUMNS, formulas, payee_figures(payee), strict=True):
        page.formula(f"{column}{row}", formula, figure, looks.SUM)
    page.put(f"L{row}", rests_on(payee.total), looks.SUM_AFTER)
    page.formula(f"M{row}", f"={AGREEMENT}!K{payee.agreement_row}", AGREES, looks.SUM_TEXT)
    page.fit_height(row, {"L": rests_on(payee.total)}, 20, looks.SUM_AFTER)


def _payee_formulas(payee: PayeePosition, refused: bool) -> FourFigures[str]:
    row, each, fees = payee.row, payee.priced("H"), payee.fees("I")
    together = f'H{row}<>""' if each else "FALSE"
    one = f"H{row}"
    if fees:
        one = f'IF(COUNT({fees})=ROWS({fees}),ROUND({one}+SUM({fees}),2),"{IN_PART}")'
    in_one_amount = f'IF(SUMPRODUCT(--({each or one}<>""))>0,"{BOTH_WAYS}",{_typed(f"H{row}", one)})'
    by_item = _sum(payee.cells("I"), f'IF(COUNT({payee.cells("I")})>0,"{IN_PART}","{NOT_GIVEN}")')
    return FourFigures(
        maximum=f"={_sum(payee.cells('G'))}",
        charge=f"=IF({together},{in_one_amount},{by_item})",
        payable="=0" if refused else f"=IF({together},{_lesser(row)},{_sum(payee.cells('J'))})",
        gap=f"=IF({together},{_difference(row)},{_sum(payee.cells('K'))})",
    )


def _course(page: Page, quote: Quote, positions: Positions) -> None:
    row = positions.row
    page.row(row, "ABCDEFH", looks.TOTAL_TEXT)
    page.put(f"A{row}", "Total", looks.TOTAL_TEXT)
    for column, figure in zip(COLUMNS, course_figures(quote, positions), strict=True):
        cells = [f"{column}{payee.row}" for payee in positions.payees]
        listed = ",".join(cells)
        some = ",".join(f'ISNUMBER({cell}),{cell}="{IN_PART}"' for cell in cells)
        no_sum = f'IF(OR({some}),"{IN_PART}","{NOT_GIVEN}")' if column == COLUMNS.charge else f'"{UNKNOWN}"'
        formula = f"=IF(COUNT({listed})={len(cells)},ROUND(SUM({listed}),2),{no_sum})"
        page.formula(f"{column}{row}", formula, figure, looks.TOTAL)
    page.put(f"L{row}", rests_on(quote.totals), looks.TOTAL_AFTER)
    page.formula(f"M{row}", f"={AGREEMENT}!K{positions.agreement_row}", AGREES, looks.TOTAL_TEXT)
    page.height(row, 23)


def _known(page: Page, quote: Quote, positions: Positions) -> None:
    """What a maximum and a gap that are unknown come to at least."""
    row, known = positions.known_row, known_figures(quote)
    label = f'=IF(AND(G{row}="",K{row}=""),"","{KNOWN}")'
    page.formula(f"A{row}", label, KNOWN if known.maximum or known.gap else "", looks.QUIET)
    maximums = ",".join(payee.cells("G") for payee in positions.payees)
    formula = _known_of(f"G{positions.row}", maximums, f"SUM({maximums})")
    page.formula(f"G{row}", formula, known.maximum, looks.QUIET_AMOUNT)
    totals = [f"K{payee.row}" for payee in positions.payees]
    parts = ",".join([*totals, *(payee.cells("K") for payee in positions.payees)])
    gaps = "+".join(
        f"IF(ISNUMBER({total}),{total},SUM({payee.cells('K')}){_known_beside_fees(payee)})"
        for total, payee in zip(totals, positions.payees, strict=True)
    )
    page.formula(f"K{row}", _known_of(f"K{positions.row}", parts, gaps), known.gap, looks.QUIET_AMOUNT)
    page.formula(f"M{row}", f"={AGREEMENT}!K{positions.known_agreement_row}", AGREES, looks.QUIET)
    page.height(row, 19)


def _known_beside_fees(payee: PayeePosition) -> str:
    """The gap of one amount, which a payee's total does not show where it has fees too."""
    maximums, one = payee.priced("G"), f"H{payee.row}"
    if not (maximums and payee.fees("G")):
        return ""
    known = f"AND(ISNUMBER({one}),COUNT({maximums})=ROWS({maximums}))"
    return f"+IF({known},MAX(0,{one}-SUM({maximums})),0)"


def _known_of(total: str, parts: str, known: str) -> str:
    nothing = f"AND(COUNT({parts})=0,ROUND({known},2)=0)"
    return f'=IF(ISNUMBER({total}),"",IF({nothing},"{NOTHING}",ROUND({known},2)))'


def _typed(cell: str, charge: str) -> str:
    """What a yellow cell comes to: `charge` where it holds an amount, else the word for what it holds."""
    return (
        f'IF({cell}="","{NOT_GIVEN}",IF(ISNUMBER({cell}),'
        f'IF(AND({cell}>=0,ROUND({cell},2)={cell}),{charge},"{NO_AMOUNT}"),"{NO_AMOUNT}"))'
    )


def _lesser(row: int) -> str:
    return f'IF(AND(ISNUMBER(G{row}),ISNUMBER(I{row})),MIN(G{row},I{row}),"{UNKNOWN}")'


def _difference(row: int) -> str:
    return f'IF(AND(ISNUMBER(I{row}),ISNUMBER(J{row})),ROUND(I{row}-J{row},2),"{UNKNOWN}")'


def _sum(cells: str, otherwise: str = f'"{UNKNOWN}"') -> str:
    """The sum where every cell is a number."""
    return f"IF(COUNT({cells})=ROWS({cells}),ROUND(SUM({cells}),2),{otherwise})"


def _take_charges(page: Page, positions: Positions) -> None:
    """Let the yellow cells take amounts alone, and say what belongs in them."""
    each = [position.row for position in positions.lines if position.charge_row == position.row]
    prompt = "What the provider charges for one unit."
    _take_amounts(page, (f"H{row}" for row in each), "Charge for one unit", prompt)
    prompt = "One amount for all of this payee's lines; the cells above are then left empty."
    _take_amounts(
        page, (f"H{payee.row}" for payee in positions.payees if payee.priced("H")), "One amount", prompt
    )


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
        "input_message": f"{prompt} In dollars and cents, without GST where the rate is. Empty: not known.",
    }
    page.accept((first, *others), rule)
