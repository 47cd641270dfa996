"""Marks that follow the figures: unknown in grey italics, a check in the colour of its outcome."""

from __future__ import annotations

from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page

AGREES, CHANGED, DIFFERS = "agrees", "charge changed", "DIFFERS"


def _rule(
    page: Page, cells: str, formula: str, ink: str, *, bold: bool = False, italic: bool = False
) -> None:
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font
    from openpyxl.styles.differential import DifferentialStyle

    look = DifferentialStyle(font=Font(bold=bold, italic=italic, color=ink))
    page.worksheet.conditional_formatting.add(cells, Rule(type="expression", formula=[formula], dxf=look))


def mark_words(page: Page, cells: str) -> None:
    """Grey italics where a figure is a word."""
    _rule(page, cells, f"ISTEXT({_first(cells)})", looks.GREY, italic=True)


def mark_checks(page: Page, cells: str, words: tuple[str, str, str] = (AGREES, CHANGED, DIFFERS)) -> None:
    """Green, amber or red by how a check begins."""
    for word, ink in zip(words, (looks.GREEN, looks.AMBER_INK, looks.RED), strict=True):
        formula = f'LEFT({_first(cells)},{len(word)})="{word}"'
        _rule(page, cells, formula, ink, bold=ink != looks.GREEN)


def _first(cells: str) -> str:
    return cells.partition(":")[0]
