"""What a portfolio's sheet tells by its own bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from kfees.portfolio import workbook
from kfees.portfolio.workbook import ErrorCell, facts_of


@pytest.mark.parametrize("bytes_at_once", [1, 7, 100, 2**20])
def test_an_error_a_hidden_row_and_the_first_filled_row_are_found_wherever_a_piece_of_the_sheet_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bytes_at_once: int
) -> None:
    path = tmp_path / "courses.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Courses")
        for row in range(2, 40):
            sheet.write_row(row, 1, ["crps-4-day", 80])
        sheet.write_formula(30, 2, "=NA()", None, "#N/A")
        sheet.set_row(20, None, None, {"hidden": True})
    monkeypatch.setattr(workbook, "CHUNK", bytes_at_once)
    facts = facts_of(path, "Courses")
    assert (facts.first_filled, facts.errors, facts.hidden) == (3, (ErrorCell(2, 31, "#N/A"),), (21,))
