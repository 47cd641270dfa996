"""Formulas that several sheets are made of. What is not known is a word, and a sum of it too: never zero."""

from __future__ import annotations

from collections.abc import Sequence

from kfees.documents.quote_workbook.figures import NO_AMOUNT, NOT_GIVEN, UNKNOWN
from kfees.model.english import sign_of


def typed(cell: str, amount: str) -> str:
    """What a yellow cell comes to: `amount` where it holds dollars and cents, else a word for what it is."""
    return f'IF({cell}="","{NOT_GIVEN}",IF({is_amount(cell)},{amount},"{NO_AMOUNT}"))'


def is_amount(cell: str) -> str:
    """Whether it holds dollars and cents. No AND, which would work out ROUND of a text too."""
    return f"IF(ISNUMBER({cell}),IF({cell}>=0,ROUND({cell},2)={cell},FALSE),FALSE)"


def lesser(row: int) -> str:
    return f'IF(AND(ISNUMBER(G{row}),ISNUMBER(I{row})),MIN(G{row},I{row}),"{UNKNOWN}")'


def difference(row: int) -> str:
    return f'IF(AND(ISNUMBER(I{row}),ISNUMBER(J{row})),ROUND(I{row}-J{row},2),"{UNKNOWN}")'


def sum_of(cells: str, otherwise: str = f'"{UNKNOWN}"') -> str:
    """The sum of a column's cells, such as 'G7:G9', where each is a number."""
    return f"IF(COUNT({cells})=ROWS({cells}),ROUND(SUM({cells}),2),{otherwise})"


def sum_of_each(cells: Sequence[str], otherwise: str = f'"{UNKNOWN}"') -> str:
    """The sum of cells that stand apart, where each is a number."""
    listed = ",".join(cells)
    return f"IF(COUNT({listed})={len(cells)},ROUND(SUM({listed}),2),{otherwise})"


def in_dollars(cell: str, currency: str) -> str:
    """An amount in words; FIXED writes it as the reader's own Excel does."""
    return f'"{sign_of(currency)}"&FIXED({cell},2)'


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
