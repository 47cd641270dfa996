"""The sheet of bounds: the least and the most of payable and gap, whatever is not known turns out to be.

Its rows are those of the sheet of lines. All follows from the least and the most that a maximum can be,
which its basis decides; what is charged in one amount is held against the sums, in the payee's band.
"""

from __future__ import annotations

from collections.abc import Iterable

from kfees.documents.quote_workbook.discounts import OFF, discounted
from kfees.documents.quote_workbook.figures import (
    BOTH_WAYS,
    BOUND_COLUMNS,
    NO_LIMIT,
    UNKNOWN,
    FigureShown,
    bound_figures,
    course_figures,
    figure_width,
    is_refused,
    line_figures,
    payee_figures,
    rests_on,
)
from kfees.documents.quote_workbook.formulas import sum_of, sum_of_each, typed
from kfees.documents.quote_workbook.marks import mark_words
from kfees.documents.quote_workbook.positions import (
    LINES,
    LINES_HEADING,
    LinePosition,
    PayeePosition,
    Positions,
)
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.engine.bounds import bounds_of, limits_together
from kfees.model.quote import Line, Quote

HEADINGS = (
    ("Item", 9), ("What", 29), ("Rests on", 19), ("Maximum,\nat least", 0), ("Maximum,\nat most", 0),
    ("Charge", 0), ("Payable,\nat least", 0), ("Payable,\nat most", 0), ("Gap,\nat least", 0),
    ("Gap,\nat most", 0),
)  # fmt: skip
SAYS = (
    "What is certain, whatever the unknown turns out to be. A floor is a least maximum; an estimate limits"
    " nothing."
)
IN_ONE_AMOUNT = "in one amount"


def write_bounds(page: Page, quote: Quote, positions: Positions) -> None:
    page.widths(*(width or figure_width(quote) for _, width in HEADINGS))
    page.title("Bounds", SAYS)
    page.headings(LINES_HEADING, [heading for heading, _ in HEADINGS], frozenset("DEFGHIJ"), frozenset())
    refused = is_refused(quote)
    for payee in positions.payees:
        _band(page, payee, refused)
        for position in payee.lines:
            _line(page, position, payee, refused)
        _payee_total(page, payee)
    _total(page, quote, positions)
    page.keep_in_view(f"C{LINES_HEADING + 1}", LINES_HEADING)
    mark_words(page, f"D{LINES_HEADING + 1}:J{positions.row}")


def _line(page: Page, position: LinePosition, payee: PayeePosition, refused: bool) -> None:
    line, row = position.line, position.row
    texts = {"A": line.item or "", "B": line.label, "C": rests_on(line)}
    for column, text in texts.items():
        page.put(f"{column}{row}", text, looks.ROW)
    page.fit_height(row, texts, 17)
    apart = "TRUE" if line.is_fee else f"NOT({payee.in_one_amount})"
    bounds = (f'=IF({apart},{formula},"")' for formula in _bounds(row, refused))
    formulas = (*_limits(line, f"{LINES}!G{row}"), f"={LINES}!I{row}", *bounds)
    figures = (*_limits_shown([line]), line_figures(line, payee).charge, *bound_figures(line, payee))
    for column, formula, figure in zip("DEFGHIJ", formulas, figures, strict=True):
        page.formula(f"{column}{row}", formula, figure, looks.ROW_AMOUNT)


def _limits(line: Line, maximum: str) -> tuple[str, str]:
    """The least and the most of a line's maximum, by its basis: formulas."""
    certain = line.determination == "not payable" or line.basis in ("published", "supplied")
    least = f"=IF(ISNUMBER({maximum}),{maximum},0)" if certain or line.basis == "floor" else "=0"
    most = f'=IF(ISNUMBER({maximum}),{maximum},"{NO_LIMIT}")' if certain else f'="{NO_LIMIT}"'
    return least, most


def _bounds(row: int, refused: bool) -> tuple[str, str, str, str]:
    """The bounds of a row's charge, without the '='; of what is refused nothing is payable."""
    charged = f"ISNUMBER(F{row})"
    least, most = f"MIN(F{row},D{row})", f"IF(ISNUMBER(E{row}),MIN(F{row},E{row}),F{row})"
    return (
        "0" if refused else f'IF({charged},{least},"{UNKNOWN}")',
        "0" if refused else f'IF({charged},{most},"{UNKNOWN}")',
        f"IF({charged},ROUND(F{row}-H{row},2),0)",
        f'IF({charged},ROUND(F{row}-G{row},2),"{UNKNOWN}")',
    )


def _band(page: Page, payee: PayeePosition, refused: bool) -> None:
    """The payee's name; and the one amount for all its lines but the fees, where it is charged so."""
    row = payee.band
    page.row(row, "ABCDEFGHIJ", looks.BAND)
    page.put(f"A{row}", payee.total.named(), looks.BAND)
    page.height(row, 19)
    if not payee.priced("H"):
        return
    together = payee.in_one_amount
    one = payee.charge is not None
    page.formula(f"C{row}", f'=IF({together},"{IN_ONE_AMOUNT}","")', IN_ONE_AMOUNT if one else "", looks.BAND)
    formulas = (
        f"SUM({payee.priced('D')})",
        sum_of(payee.priced("E"), f'"{NO_LIMIT}"'),
        in_one_amount(payee),
        *_bounds(row, refused),
    )
    for column, formula, figure in zip("DEFGHIJ", formulas, _of_one_amount(payee, refused), strict=True):
        page.formula(f"{column}{row}", f'=IF({together},{formula},"")', figure, looks.BAND_AMOUNT)


def in_one_amount(payee: PayeePosition) -> str:
    """What is charged in one amount, less a discount; or the word for why it is none."""
    cell, each = f"{LINES}!H{payee.row}", f"{LINES}!{payee.priced('H')}"
    amount = discounted(payee, cell, f"{OFF}{payee.discount_row}")
    return f'IF(SUMPRODUCT(--({each}<>""))>0,"{BOTH_WAYS}",{typed(cell, amount)})'


def _of_one_amount(payee: PayeePosition, refused: bool) -> tuple[FigureShown, ...]:
    if payee.charge is None:
        return ("",) * 7
    lines = [position.line for position in payee.lines if not position.line.is_fee]
    charge = payee.charge - payee.discount
    bounds = bounds_of(charge, limits_together(lines), refused=refused)
    return *_limits_shown(lines), charge, *(UNKNOWN if bound is None else bound for bound in bounds)


def _payee_total(page: Page, payee: PayeePosition) -> None:
    row = payee.row
    name = f"{payee.total.named()}, total"
    _names(page, row, name, rests_on(payee.total), looks.SUM_TEXT, 20)
    most = sum_of(payee.cells("E"), f'"{NO_LIMIT}"')
    formulas = (f"=SUM({payee.cells('D')})", f"={most}", f"={LINES}!I{row}")
    figures = _limits_shown(position.line for position in payee.lines)
    bounds = tuple(_payee_sum(payee, column) for column in BOUND_COLUMNS)
    shown = (*figures, payee_figures(payee).charge, *bound_figures(payee.total))
    for column, formula, figure in zip("DEFGHIJ", (*formulas, *bounds), shown, strict=True):
        page.formula(f"{column}{row}", formula, figure, looks.SUM)


def _payee_sum(payee: PayeePosition, column: str) -> str:
    """The sum of a payee's lines; of the one amount and the fees, where it is charged so."""
    apart, band = sum_of(payee.cells(column), f'"{UNKNOWN}"'), f"{column}{payee.band}"
    if not payee.priced("H"):
        return f"={apart}"
    together = band
    if fees := payee.fees(column):
        known = f"AND(ISNUMBER({band}),COUNT({fees})=ROWS({fees}))"
        together = f'IF({known},ROUND({band}+SUM({fees}),2),"{UNKNOWN}")'
    return f"=IF({payee.in_one_amount},{together},{apart})"


def _total(page: Page, quote: Quote, positions: Positions) -> None:
    row = positions.row
    _names(page, row, "Total", rests_on(quote.totals), looks.TOTAL_TEXT, 23)

    def sum_or(column: str, otherwise: str) -> str:
        return f"={sum_of_each([f'{column}{payee.row}' for payee in positions.payees], otherwise)}"

    formulas = (sum_or("D", "0"), sum_or("E", f'"{NO_LIMIT}"'), f"={LINES}!I{row}")
    bounds = tuple(sum_or(column, f'"{UNKNOWN}"') for column in BOUND_COLUMNS)
    charge = course_figures(quote, positions).charge
    shown = (*_limits_shown(quote.lines), charge, *bound_figures(quote.totals))
    for column, formula, figure in zip("DEFGHIJ", (*formulas, *bounds), shown, strict=True):
        page.formula(f"{column}{row}", formula, figure, looks.TOTAL)


def _names(page: Page, row: int, name: str, rests: str, look: looks.Look, height: float) -> None:
    page.row(row, "ABC", look)
    page.put(f"A{row}", name, look)
    page.put(f"C{row}", rests, look)
    page.height(row, height)


def _limits_shown(lines: Iterable[Line]) -> tuple[FigureShown, FigureShown]:
    least, most = limits_together(lines)
    return least, NO_LIMIT if most is None else most
