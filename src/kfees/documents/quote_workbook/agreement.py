"""The sheet that checks the workbook: each of its figures beside the one that kfees worked out.

It says `agrees`, `charge changed` where another charge was typed in, or `DIFFERS`, which only a
changed rate or quantity, or a fault, can bring about. Bounds are checked below, and with each figure's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kfees.documents.quote_workbook.figures import (
    BOUND_COLUMNS,
    COLUMNS,
    FigureShown,
    FourBounds,
    FourFigures,
    bound_figures,
    course_figures,
    figure_width,
    known_maximum,
    line_figures,
    payee_figures,
)
from kfees.documents.quote_workbook.lines import KNOWN
from kfees.documents.quote_workbook.marks import AGREES, CHANGED, DIFFERS, mark_checks, mark_words
from kfees.documents.quote_workbook.positions import AGREEMENT, AGREEMENT_HEADING, BOUNDS, LINES, Positions
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.model.quote import Quote

FIGURES = ("Maximum", "Charge", "Payable", "Gap")
BOUNDS_OF = ("Payable, at least", "Payable, at most", "Gap, at least", "Gap, at most")
EVERYTHING_AGREES = "Check: every figure of this workbook agrees with kfees, to the cent."
CHARGES_CHANGED = (
    f"{CHANGED.capitalize()} since kfees priced the course: the figures are worked out here,"
    " from the same rates."
)


class Checked(NamedTuple):
    """What is checked: its names, its rows on this sheet and on those of the lines and bounds, its figures.
    `parts`: for a sum, the first of the rows here whose changed charges change it."""

    names: tuple[str, str]
    row: int
    source_row: int
    figures: FourFigures[FigureShown]
    bounds: FourBounds
    parts: int = 0


def write_agreement(page: Page, quote: Quote, positions: Positions) -> None:
    _head(page, quote)
    for checked in _checked(quote, positions):
        row = positions.bounds_row(checked.row)
        same = _compared(page, checked, row, BOUNDS, BOUND_COLUMNS, checked.bounds)
        because = f'IF(K{checked.row}="{CHANGED}","{CHANGED}","{DIFFERS}")'
        page.formula(f"K{row}", f'=IF(AND({",".join(same)}),"{AGREES}",{because})', AGREES, looks.ROW_AFTER)
        _check(page, checked, same)
    known = FourFigures[FigureShown](known_maximum(quote), "", "", "")
    last, first = positions.known_agreement_row, AGREEMENT_HEADING + 1
    _check(page, Checked((KNOWN, ""), last, positions.known_row, known, ("", "", "", ""), first))
    _headings(page, positions.bounds_heading, BOUNDS_OF)
    for first, end in (
        (AGREEMENT_HEADING + 1, last),
        (positions.bounds_heading + 1, positions.bounds_row(positions.agreement_row)),
    ):
        mark_words(page, f"C{first}:J{end}")
        mark_checks(page, f"K{first}:K{end}")
    page.keep_in_view(f"C{AGREEMENT_HEADING + 1}", AGREEMENT_HEADING - 1, AGREEMENT_HEADING)


def _checked(quote: Quote, positions: Positions) -> Iterator[Checked]:
    """Every line, payee and the course."""
    for payee in positions.payees:
        for position in payee.lines:
            line = position.line
            names = (line.label, "" if line.is_fee else line.name)
            figures, bounds = line_figures(line, payee), bound_figures(line, payee)
            yield Checked(names, position.agreement_row, position.row, figures, bounds)
        name = f"{payee.total.named()}, total"
        figures, parts = payee_figures(payee), payee.lines[0].agreement_row
        bounds = bound_figures(payee.total)
        yield Checked((name, ""), payee.agreement_row, payee.row, figures, bounds, parts)
    figures, bounds = course_figures(quote, positions), bound_figures(quote.totals)
    first = AGREEMENT_HEADING + 1
    yield Checked(("Total", ""), positions.agreement_row, positions.row, figures, bounds, first)


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
    _headings(page, AGREEMENT_HEADING, FIGURES)


def _headings(page: Page, row: int, figures: tuple[str, str, str, str]) -> None:
    above = row - 1
    page.row(above, "ABCDEFGHIJK", looks.HEADING)
    page.put(f"C{above}", "kfees", looks.HEADING_RIGHT)
    page.put(f"G{above}", "This workbook", looks.HEADING_RIGHT)
    headings = ("What", "Item", *figures, *figures, "Check")
    page.headings(row, headings, frozenset("CDEFGHIJ"), frozenset("K"))
    page.height(row, 18 if figures == FIGURES else 30)


def _check(page: Page, checked: Checked, same_bounds: Sequence[str] = ()) -> None:
    """One check of four figures, which their bounds have to pass too."""
    row, parts = checked.row, checked.parts
    same = _compared(page, checked, row, LINES, COLUMNS, checked.figures)
    charged = f"NOT({same[1]})"
    if parts:
        charged = f'OR({charged},COUNTIF(K{parts}:K{row - 1},"{CHANGED}")>0)'
    changed = f'IF(AND({same[0]},{charged}),"{CHANGED}","{DIFFERS}")'
    agree = ",".join((*same, *same_bounds))
    page.formula(f"K{row}", f'=IF(AND({agree}),"{AGREES}",{changed})', AGREES, looks.ROW_AFTER)


def _compared(
    page: Page,
    checked: Checked,
    row: int,
    sheet: str,
    columns: tuple[str, str, str, str] | FourFigures[str],
    figures: FourBounds | FourFigures[FigureShown],
) -> list[str]:
    """Write names and figures, theirs and the workbook's own; a formula for each pair: whether it is one."""
    for column, name in zip("AB", checked.names, strict=True):
        page.put(f"{column}{row}", name, looks.ROW)
    for theirs, ours, source, figure in zip("CDEF", "GHIJ", columns, figures, strict=True):
        page.put(f"{theirs}{row}", figure, looks.ROW_THEIRS)
        cell = f"{sheet}!{source}{checked.source_row}"
        page.formula(f"{ours}{row}", f'=IF({cell}="","",{cell})', figure, looks.ROW_AMOUNT)
    page.fit_height(row, {"A": checked.names[0], "B": checked.names[1]}, 17)
    return [f"{theirs}{row}={ours}{row}" for theirs, ours in zip("CDEF", "GHIJ", strict=True)]
