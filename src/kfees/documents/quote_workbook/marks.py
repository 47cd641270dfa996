"""Marks that follow the figures: unknown in grey italics, a check in the colour of its outcome."""

from __future__ import annotations

from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page

AGREES, CHANGED, DIFFERS = "agrees", "charge changed", "DIFFERS"


def mark_words(page: Page, cells: str) -> None:
    """Grey italics where a figure is a word."""
    page.mark(cells, f"=ISTEXT({_first(cells)})", looks.Look(italic=True, ink=looks.GREY))


def mark_checks(page: Page, cells: str, words: tuple[str, str, str] = (AGREES, CHANGED, DIFFERS)) -> None:
    """Green, amber or red by how a check begins."""
    for word, ink in zip(words, (looks.GREEN, looks.AMBER_INK, looks.RED), strict=True):
        formula = f'=LEFT({_first(cells)},{len(word)})="{word}"'
        page.mark(cells, formula, looks.Look(bold=ink != looks.GREEN, ink=ink))


def _first(cells: str) -> str:
    return cells.partition(":")[0]
