"""What is known of each biller's charges, for the sentence of the first sheet: under maximums, and beside.

Each row has a name in column A where something is known, and in D to F the least, the most and the one figure
of what its charges leave; the row below a group has their sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kfees.documents.quote_workbook.figures import UNKNOWN, FigureShown
from kfees.documents.quote_workbook.formulas import quoted
from kfees.documents.quote_workbook.positions import BOUNDS, LINES, PayeePosition, Positions
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.engine import headline as said
from kfees.model.blanks import Listed
from kfees.model.quote import Quote


class Row(NamedTuple):
    """A row's name, the formulas of whether it is known and of its figures, and what they show at first."""

    name: str
    known: str
    least: str
    most: str
    gap: str
    part: said.Part | None


class Group(NamedTuple):
    """Where a group's names are listed and counted, and where its sums are."""

    names: str
    number: str
    sums: int


def groups(quote: Quote, positions: Positions) -> tuple[list[Row], list[Row]]:
    """The rows of what has maximums, and of what is charged beside it."""
    limited: list[Row] = []
    others: list[Row] = []
    for payee in positions.payees:
        lines = [position.line for position in payee.lines]
        if payee.priced("J"):
            (limited if said.has_maximums(lines) else others).append(_priced(payee, quote))
        others += _fees(payee)
    return limited, others


def billers(quote: Quote, positions: Positions) -> list[Row]:
    """Of whose charges something is known."""
    told = said.billers(quote)
    found = []
    for payee in positions.payees:
        bounds = f"{BOUNDS}!J{payee.row},{BOUNDS}!{payee.cells('J')}"
        name = str(payee.total.in_words)
        part = said.together([])._replace(names=(name,)) if name in told else None
        found.append(Row(name, f"COUNT({bounds})>0", "0", "0", "0", part))
    return found


def write_group(page: Page, row: int, rows: Sequence[Row]) -> Group:
    """Write a group from `row` on, and its sums below."""
    end = row + len(rows)
    listed: tuple[str, ...] = ()
    for number, each in reversed(list(enumerate(rows))):
        here = row + number
        earlier = any(other.name == each.name for other in rows[:number])
        once = f"AND({each.known},COUNTIF(A{row}:A{here - 1},{quoted(each.name)})=0)"
        own = "" if each.part is None or _is_named_before(rows[:number], each.name) else each.name
        formula = f'=IF({once if earlier else each.known},{quoted(each.name)},"")'
        page.formula(f"A{here}", formula, own, looks.QUIET)
        listed = (own, *listed) if own else listed
        _write_chain(page, here, listed)
        _write_figures(page, here, each)
    page.put(f"B{end}", "", looks.QUIET)
    page.put(f"C{end}", 0, looks.QUIET)
    _write_sums(page, row, end, [each.part for each in rows if each.part is not None])
    return Group(f"B{row}", f"C{row}", end)


def _is_named_before(rows: Sequence[Row], name: str) -> bool:
    return any(row.name == name and row.part is not None for row in rows)


def _write_chain(page: Page, here: int, listed: tuple[str, ...]) -> None:
    """The names from here on, as a list, and how many they are."""
    below = here + 1
    more = f'IF(C{below}=0,A{here},A{here}&IF(C{below}=1," and ",", ")&B{below})'
    text = str(Listed(listed)) if listed else ""
    page.formula(f"B{here}", f'=IF(A{here}="",B{below}&"",{more})', text, looks.QUIET)
    page.formula(f"C{here}", f'=C{below}+IF(A{here}="",0,1)', len(listed), looks.QUIET)


def _write_figures(page: Page, here: int, row: Row) -> None:
    part = row.part or said.together([])
    shown = (part.least, part.most, UNKNOWN if part.gap is None else part.gap)
    for column, formula, figure in zip("DEF", (row.least, row.most, row.gap), shown, strict=True):
        page.formula(f"{column}{here}", f"=IF({row.known},{formula},0)", figure, looks.QUIET)


def _write_sums(page: Page, row: int, end: int, parts: Sequence[said.Part]) -> None:
    whole = said.together(parts)
    shown: tuple[FigureShown, ...] = (whole.least, whole.most, UNKNOWN if whole.gap is None else whole.gap)
    for column, figure in zip("DEF", shown, strict=True):
        cells = f"{column}{row}:{column}{end - 1}"
        summed = f'IF(COUNT({cells})=ROWS({cells}),ROUND(SUM({cells}),2),"{UNKNOWN}")'
        page.formula(f"{column}{end}", f"={summed if end > row else 0}", figure, looks.QUIET)


def _priced(payee: PayeePosition, quote: Quote) -> Row:
    """A biller's charges but the fees: its one amount, or what is charged by item."""
    lines = [position.line for position in payee.lines if not position.line.is_fee]
    priced, gaps = payee.priced("J"), f"{LINES}!{payee.priced('K')}"
    most = f"{BOUNDS}!J{payee.band},{BOUNDS}!{priced}"
    together = f'"{UNKNOWN}"' if payee.fees("J") else f"{LINES}!K{payee.row}"
    by_item = f'IF(COUNT({gaps})=COUNT({BOUNDS}!{priced}),ROUND(SUM({gaps}),2),"{UNKNOWN}")'
    return Row(
        str(said.named(payee.total, lines)),
        f"COUNT({most})>0",
        f"ROUND(SUM({BOUNDS}!I{payee.band},{BOUNDS}!{payee.priced('I')}),2)",
        f"ROUND(SUM({most}),2)",
        f"IF({payee.in_one_amount},{together},{by_item})",
        said.under_maximums(payee.total, quote.lines_of(payee.total), quote),
    )


def _fees(payee: PayeePosition) -> Iterator[Row]:
    lines = [position.line for position in payee.lines]
    for position in payee.lines:
        if position.line.is_fee:
            name = str(said.named_fee(position.line, payee.total, lines))
            least, most = (f"{BOUNDS}!{column}{position.row}" for column in "IJ")
            part = said.of_lines((name,), [position.line])
            yield Row(name, f"ISNUMBER({most})", least, most, f"{LINES}!K{position.row}", part)
