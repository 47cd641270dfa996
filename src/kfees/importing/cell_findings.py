"""What is said of one cell of a row: that it was understood so, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection

from kfees.importing.amounts import formula_problem
from kfees.importing.findings import Findings, Wrong
from kfees.model.problems import Unreadable
from kfees.reading.cell import Cell, shown
from kfees.reading.opening import Workbook
from kfees.reading.sheet import address


class CellFindings:
    """`amounts`: the columns of amounts, where an amount would do instead; elsewhere a code."""

    def __init__(self, book: Workbook, findings: Findings, amounts: Collection[int]) -> None:
        self._book, self.findings, self._amounts = book, findings, frozenset(amounts)

    def note(self, kind: str, row: int, column: int, example: str) -> None:
        self.findings.note(kind, address(column, row), example)

    def wrong(self, row: int, column: int, cell: Cell | None, problem: Unreadable) -> None:
        found = shown(cell)[:80] if cell is not None else ""
        self._add(row, column, found, problem)

    def use_formula(self, row: int, column: int, cell: Cell) -> bool:
        """Whether a formula's stored result may be used; it is said or a problem."""
        problem = formula_problem(cell, self._book)
        if problem is not None:
            self._add(row, column, cell.formula[:60], problem)
            return False
        self.note(
            "formulas, whose stored results were used", row, column, f"{cell.formula[:40]} gave {shown(cell)}"
        )
        return True

    def _add(self, row: int, column: int, found: str, problem: Unreadable) -> None:
        words = "AMOUNT" if column in self._amounts else "CODE"
        problem = self.findings.with_way_out(problem, address(column, row), words, row)
        self.findings.wrong.append(Wrong(column, row, found, problem))
