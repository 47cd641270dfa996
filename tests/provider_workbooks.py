"""Workbooks as a provider's office makes them, built with openpyxl."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Change = Callable[[Worksheet], None]


def xlsx(rows: Iterable[Sequence[Any]], *changes: Change, title: str = "Quote") -> bytes:
    """A workbook of one sheet with these rows, changed by each function in turn."""
    return book({title: (rows, *changes)})


def book(sheets: dict[str, tuple[Any, ...]]) -> bytes:
    """A workbook of several sheets: each its rows, then the functions that change it."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, (rows, *changes) in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for change in changes:
            change(sheet)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def merged(*ranges: str) -> Change:
    def change(sheet: Worksheet) -> None:
        for area in ranges:
            sheet.merge_cells(area)

    return change


def hidden(*rows: int) -> Change:
    def change(sheet: Worksheet) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True

    return change


def hidden_sheet(sheet: Worksheet) -> None:
    sheet.sheet_state = "hidden"
