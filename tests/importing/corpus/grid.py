"""Cells that become a file: .xlsx mostly, and .xls, .xlsb, .ods, .csv, .html or .pdf."""

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
    """What stands in a cell, in a number format, struck out or in bold.

    `rich`: its first letter in bold, the others not; `raised`: a superscript glued to it.
    """

    value: Value
    format: str = ""
    struck: bool = False
    bold: bool = False
    rich: bool = False
    raised: str = ""


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
        bold, raised = book.add_format({"bold": True}), book.add_format({"font_script": 1})
        for grid in grids:
            sheet = book.add_worksheet(grid.name)
            for top, left, bottom, right in grid.merged:
                sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
            for (row, column), put in grid.cells.items():
                if (key := (put.format, put.struck, put.bold)) not in looks:
                    look = {"num_format": put.format, "font_strikeout": put.struck, "bold": put.bold}
                    looks[key] = book.add_format({name: value for name, value in look.items() if value})
                if put.rich or put.raised:
                    text = str(put.value)
                    runs = [bold, text[0], text[1:]] if put.rich else [text]
                    sheet.write_rich_string(
                        row - 1, column - 1, *runs, *((raised, put.raised) if put.raised else ())
                    )
                else:
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
    return "" if put.value is None else f"{put.value}{put.raised}"


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


def as_xls(grid: Grid) -> bytes:
    rows = [[_stored(put) for put in row] for row in grid.rows()]
    return table_files.xls([["" if value is None else value for value in row] for row in rows])


def as_xlsb(grid: Grid) -> bytes:
    rows = [{place: _stored(put) for place, put in enumerate(row)} for row in grid.rows()]
    filled = [{place: value for place, value in row.items() if value is not None} for row in rows]
    return table_files.xlsb([(number, row) for number, row in enumerate(filled) if row])


def _stored(put: Put) -> str | float | None:
    """A number, or what is shown where its format says more; in letters that every old program has."""
    if isinstance(put.value, Decimal) or (isinstance(put.value, int) and not put.format):
        return float(put.value)
    return shown(put).replace("†", "*").replace("–", "-") or None


def as_pdf(grid: Grid) -> bytes:
    """What stands alone in its row above and below the table is text around it."""
    rows = [[shown(put) for put in row] for row in grid.rows()]
    table = [number for number, row in enumerate(rows) if sum(map(bool, row)) > 1]
    before, after = rows[: table[0]], rows[table[-1] + 1 :]
    inside = [row for row in rows[table[0] : table[-1] + 1] if any(row)]
    above, below = ("\n\n".join(" ".join(row) for row in part) for part in (before, after))
    whole = table_files.typst_table(inside, lines=True, columns=f"{len(inside[0])}")
    return table_files.pdf(
        whole, table_files.in_typst(above), table_files.in_typst(below), page='paper: "a4"'
    )
