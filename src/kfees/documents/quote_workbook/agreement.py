"""The sheet that checks the workbook: each of its figures beside the one that kfees worked out.

It says `agrees`, `charge changed` where another charge was typed in, or `DIFFERS`, which only a
changed rate or quantity, or a fault, can bring about.
"""

from __future__ import annotations

from kfees.documents.quote_workbook.figures import (
    COLUMNS,
    FigureShown,
    FourFigures,
    course_figures,
    figure_width,
    known_figures,
    line_figures,
    payee_figures,
)
from kfees.documents.quote_workbook.lines import KNOWN
from kfees.documents.quote_workbook.marks import AGREES, CHANGED, DIFFERS, mark_checks, mark_words
from kfees.documents.quote_workbook.positions import AGREEMENT, AGREEMENT_HEADING, LINES, Positions
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.model.quote import Quote
from kfees.model.request import PAYEE_NAMES

FIGURES = ("Maximum", "Charge", "Payable", "Gap")
EVERYTHING_AGREES = "Check: every figure of this workbook agrees with kfees, to the cent."
CHARGES_CHANGED = (
    f"{CHANGED.capitalize()} since kfees priced the course: the figures are worked out here,"
    " from the same rates."
)


def write_agreement(page: Page, quote: Quote, positions: Positions) -> None:
    _head(page, quote)
    for payee in positions.payees:
        for position in payee.lines:
            item = "" if position.line.is_fee else position.line.name
            figures = line_figures(position.line, payee)
            _row(page, position.agreement_row, (position.line.label, item), figures, position.row)
        name = f"{payee.total.named(PAYEE_NAMES[payee.total.payee])}, total"
        parts = payee.lines[0].agreement_row
        _row(page, payee.agreement_row, (name, ""), payee_figures(payee), payee.row, parts)
    figures, first = course_figures(quote, positions), AGREEMENT_HEADING + 1
    _row(page, positions.agreement_row, ("Total", ""), figures, positions.row, first)
    known = (KNOWN, "")
    _row(page, positions.known_agreement_row, known, known_figures(quote), positions.known_row, first)
    last = positions.known_agreement_row
    mark_words(page, f"C{AGREEMENT_HEADING + 1}:J{last}")
    mark_checks(page, f"K{AGREEMENT_HEADING + 1}:K{last}")
    page.keep_in_view(f"C{AGREEMENT_HEADING + 1}", AGREEMENT_HEADING - 1, AGREEMENT_HEADING)


def overall_check(positions: Positions) -> str:
    """A formula: one sentence for all the checks."""
    checks = f"{AGREEMENT}!$K${AGREEMENT_HEADING + 1}:$K${positions.known_agreement_row}"
    differing = f'COUNTIF({checks},"{DIFFERS}")'
    return (
        f'=IF({differing}>0,"{DIFFERS}: "&{differing}&" rows of this workbook differ from kfees; see the'
        f' sheet {AGREEMENT}. Was a rate or a quantity changed?",'
        f'IF(COUNTIF({checks},"{CHANGED}")>0,"{CHARGES_CHANGED}","{EVERYTHING_AGREES}"))'
    )


def _head(page: Page, quote: Quote) -> None:
    page.widths(34, 25, *[figure_width(quote)] * 8, 17)
    page.title("Check", "Each figure that this workbook works out, beside the one that kfees worked out.")
    above = AGREEMENT_HEADING - 1
    page.row(above, "ABCDEFGHIJK", looks.HEADING)
    page.put(f"C{above}", "kfees", looks.HEADING_RIGHT)
    page.put(f"G{above}", "This workbook", looks.HEADING_RIGHT)
    headings = ("What", "Item", *FIGURES, *FIGURES, "Check")
    page.headings(AGREEMENT_HEADING, headings, frozenset("CDEFGHIJ"), frozenset("K"))
    page.height(AGREEMENT_HEADING, 18)


def _row(
    page: Page,
    row: int,
    names: tuple[str, str],
    figures: FourFigures[FigureShown],
    lines_row: int,
    parts: int = 0,
) -> None:
    """One check. `parts`: for a sum, the first of the rows whose changed charges change it."""
    for column, name in zip("AB", names, strict=True):
        page.put(f"{column}{row}", name, looks.ROW)
    for theirs, ours, source, figure in zip("CDEF", "GHIJ", COLUMNS, figures, strict=True):
        page.put(f"{theirs}{row}", figure, looks.ROW_THEIRS)
        formula = f'=IF({LINES}!{source}{lines_row}="","",{LINES}!{source}{lines_row})'
        page.formula(f"{ours}{row}", formula, figure, looks.ROW_AMOUNT)
    same = [f"{theirs}{row}={ours}{row}" for theirs, ours in zip("CDEF", "GHIJ", strict=True)]
    charged = f"NOT({same[1]})"
    if parts:
        charged = f'OR({charged},COUNTIF(K{parts}:K{row - 1},"{CHANGED}")>0)'
    changed = f'IF(AND({same[0]},{charged}),"{CHANGED}","{DIFFERS}")'
    page.formula(f"K{row}", f'=IF(AND({",".join(same)}),"{AGREES}",{changed})', AGREES, looks.ROW_AFTER)
    page.fit_height(row, {"A": names[0], "B": names[1]}, 17)
