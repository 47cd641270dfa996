"""Columns without words above them, known by their cells: codes, descriptions and amounts of money."""

from __future__ import annotations

from collections.abc import Iterator

from kfees.importing.codes import looks_like_code
from kfees.importing.layout import Layout, SheetColumn
from kfees.reading.cell import Cell


def item_columns(layout: Layout) -> list[SheetColumn]:
    """The columns that could hold the codes; a single one where it is sure."""
    rows = max((column.filled for column in layout.columns.values()), default=0)
    codes = [
        column
        for column in layout.columns.values()
        if 2 * column.filled > rows  # in fewer stand modifiers, or the codes of another list
        and _holds_codes(layout, column)
        and not _holds_money(column)
        and not column.dates
    ]
    typed = [column for column in codes if column.numbers < column.filled]
    if typed:
        return typed
    amounts = [column for column in layout.columns.values() if _holds_money(column)]
    return codes[:1] if codes and (amounts or len(codes) == 1) else codes


def amount_columns(layout: Layout, item: SheetColumn | None) -> list[SheetColumn]:
    """The columns that could hold the amounts."""
    holding = [
        column
        for column in layout.columns.values()
        if column is not item and column.holds_amounts and not column.dates and not column.percents
    ]
    return [column for column in holding if not column.hidden] or holding


def label_column(layout: Layout, item: SheetColumn | None) -> SheetColumn | None:
    """The column of words whose words differ most."""
    words = [
        column
        for column in layout.columns.values()
        if column is not item and 2 * column.words > column.filled and not column.hidden
    ]
    return max(words, key=lambda column: len({cell.words for cell in _cells(layout, column)}), default=None)


def _holds_money(column: SheetColumn) -> bool:
    return 2 * max(column.money_formats, column.fractions) >= column.filled > 0


def _holds_codes(layout: Layout, column: SheetColumn) -> bool:
    """Whether nearly all of its cells could be codes, each another one."""
    cells = list(_cells(layout, column))
    differ = len({cell.words for cell in cells})
    return 10 * min(sum(map(looks_like_code, cells)), differ) >= 9 * len(cells) > 0


def _cells(layout: Layout, column: SheetColumn) -> Iterator[Cell]:
    """Those of rows with other cells: what stands alone in its row is a title between the rows, or a note."""
    for row in layout.survey.head:
        filled = [number for number, cell in row.cells.items() if cell.words]
        if row.number > layout.last_heading and column.number in filled and len(filled) > 1:
            yield row.cells[column.number]


def texts(layout: Layout, column: SheetColumn) -> list[str]:
    """What stands in a column beside others, where the sheet was looked at."""
    return [cell.words for cell in _cells(layout, column)]
