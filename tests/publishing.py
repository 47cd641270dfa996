"""Rows into a workbook the way that publishers have them, and the published figures of `tests/published`."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from xlsxwriter import Workbook

PUBLISHED = Path(__file__).parent / "published"


class Formula(NamedTuple):
    """A formula with the result that Excel stored beside it."""

    text: str
    result: Any


class Marked(NamedTuple):
    """A text with the number of a note behind it, raised."""

    text: str
    mark: str


NOT_AVAILABLE = Formula("=NA()", "#N/A")


def published(table: str) -> list[dict[str, str]]:
    with (PUBLISHED / table).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def fill(book: Workbook, sheet: Any, top: int, rows: Sequence[Sequence[Any]], *formats: str) -> None:
    """Rows from row `top` of the sheet on; each column has its format, those after the last its."""
    styles = [book.add_format({"num_format": text}) for text in formats or ("General",)]
    for number, row in enumerate(rows, top - 1):
        for column, value in enumerate(row):
            style = styles[min(column, len(styles) - 1)]
            match value:
                case None:
                    continue
                case str():
                    sheet.write_string(number, column, value, style)
                case Marked():
                    raised = book.add_format({"font_script": 1})
                    sheet.write_rich_string(number, column, value.text, raised, value.mark, style)
                case Formula():
                    sheet.write_formula(number, column, value.text, style, value.result)
                case date():
                    sheet.write_datetime(number, column, value, style)
                case _:
                    sheet.write_number(number, column, value, style)
