"""Columns without words above them, known by their cells: codes, descriptions and amounts of money."""

from __future__ import annotations

from collections.abc import Iterator

from kfees.importing.layout import Layout, SheetColumn


def item_columns(layout: Layout) -> list[SheetColumn]:
    """The columns that could hold the codes; a single one where it is sure."""
    codes = [
        column
        for column in layout.columns.values()
        if column.holds_codes and not _holds_money(column) and not column.dates and _differ(layout, column)
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
    return max(words, key=lambda column: len(set(_texts(layout, column))), default=None)


def _holds_money(column: SheetColumn) -> bool:
    return 2 * max(column.money_formats, column.fractions) >= column.filled > 0


def _differ(layout: Layout, column: SheetColumn) -> bool:
    texts = list(_texts(layout, column))
    return 10 * len(set(texts)) >= 9 * len(texts)


def _texts(layout: Layout, column: SheetColumn) -> Iterator[str]:
    for row in layout.survey.head:
        if row.number > layout.last_heading and (cell := row.cells.get(column.number)) is not None:
            yield cell.words
