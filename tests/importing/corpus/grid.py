"""Cells that become a file: .xlsx mostly, and .csv, .html or .ods."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any, NamedTuple

import xlsxwriter

import table_files

Value = str | int | float | Decimal | date | None


class Put(NamedTuple):
    """What stands in a cell, in a number format, struck out or in bold."""

    value: Value
    format: str = ""
    struck: bool = False
    bold: bool = False


@dataclass
class Grid:
    """A sheet by rows and columns from 1."""

    name: str = "Fees"
    cells: dict[tuple[int, int], Put] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)

    def rows(self) -> list[list[Put]]:
        last = max((row for row, _ in self.cells), default=0)
        wide = max((column for _, column in self.cells), default=0)
        return [
            [self.cells.get((row, column), Put(None)) for column in range(1, wide + 1)]
            for row in range(1, last + 1)
        ]


def letter(column: int) -> str:
    return chr(64 + column)


def as_xlsx(grids: Sequence[Grid]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        looks: dict[tuple[str, bool, bool], Any] = {}
        for grid in grids:
            sheet = book.add_worksheet(grid.name)
            for top, left, bottom, right in grid.merged:
                sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
            for (row, column), put in grid.cells.items():
                if (key := (put.format, put.struck, put.bold)) not in looks:
                    look = {"num_format": put.format, "font_strikeout": put.struck, "bold": put.bold}
                    looks[key] = book.add_format({name: value for name, value in look.items() if value})
                _write(sheet, row - 1, column - 1, put.value, looks[key])
            for row in grid.hidden_rows:
                sheet.set_row(row - 1, None, None, {"hidden": True})
    return content.getvalue()


def _write(sheet: Any, row: int, column: int, value: Value, look: Any) -> None:
    if isinstance(value, date):
        at = datetime(value.year, value.month, value.day)  # noqa: DTZ001
        sheet.write_datetime(row, column, at, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif value is not None:
        sheet.write_number(row, column, value, look)


def shown(put: Put) -> str:
    """A cell as text, as a program writes it that saves what is shown."""
    if isinstance(put.value, date):
        return f"{put.value.day} {put.value:%b %Y}"
    if isinstance(put.value, Decimal):
        plain = f"{put.value:,.2f}" if "," in put.format else f"{put.value:.2f}"
        return f"${plain}" if "$" in put.format else plain
    if isinstance(put.value, int) and put.format:
        return f"{put.value:0{len(put.format)}d}"
    return "" if put.value is None else str(put.value)


def as_csv(grid: Grid, separator: str = ",") -> bytes:
    lines = []
    for row in grid.rows():
        texts = [shown(put) for put in row]
        quoted = [
            f'"{text.replace(chr(34), chr(34) * 2)}"' if {*text} & {*',;"\t\n'} else text for text in texts
        ]
        lines.append(separator.join(quoted))
    return ("\n".join(lines) + "\n").encode()


def as_html(grid: Grid) -> bytes:
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(shown(put))}</td>" for put in row) + "</tr>" for row in grid.rows()
    )
    head = f"<!doctype html><html><head><title>{escape(grid.name)}</title></head>"
    return f"{head}<body><table>{body}</table></body></html>".encode()


def as_ods(grid: Grid) -> bytes:
    rows = [
        [put.value if isinstance(put.value, Decimal) else shown(put) or None for put in row]
        for row in grid.rows()
    ]
    return table_files.ods(rows)
