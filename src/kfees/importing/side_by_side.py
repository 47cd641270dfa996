"""Tables that stand beside each other on one sheet, with or without a blank column between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from kfees.importing import headings
from kfees.importing.chosen import Chosen, place
from kfees.importing.layout import Layout, layout_of, shorten
from kfees.importing.sources import Rows
from kfees.model.problems import Problem
from kfees.reading.passes import HEAD_ROWS
from kfees.reading.sheet import SheetRow, Survey

Choose = Callable[[Layout], Chosen]


def within(seen: Survey, left: int, right: int) -> Survey:
    """The head of a sheet, of some columns alone."""
    rows = (
        SheetRow(row.number, row.hidden, {n: cell for n, cell in row.cells.items() if left <= n <= right})
        for row in seen.head
    )
    return replace(seen, head=[row for row in rows if row.cells], columns=(left, right))


def tables_beside(seen: Survey, choose: Choose) -> list[Layout]:
    """The tables from the left, where there are several: each with items and amounts of its own."""
    found: list[Layout] = []
    for left, right in _runs(seen):
        layout = layout_of(within(seen, left, right))
        if layout is not None:
            found += _apart(seen, layout)
    is_beside = any(_overlap(one, other) for one, other in combinations(found, 2))
    return found if is_beside and all(_is_table(layout, choose(layout)) for layout in found) else []


def _overlap(one: Layout, other: Layout) -> bool:
    """Whether both have rows in common; else one stands above the other, though not in its columns."""
    return one.last_heading < other.survey.head[-1].number and other.last_heading < one.survey.head[-1].number


def _runs(seen: Survey) -> Iterator[tuple[int, int]]:
    """Columns side by side up to a blank one, whatever titles stand alone in their rows."""
    several = [row for row in seen.head if sum(bool(cell.words) for cell in row.cells.values()) > 1]
    filled = sorted({number for row in several for number, cell in row.cells.items() if cell.words})
    begins = [number for number in filled if number - 1 not in filled]
    ends = [number for number in filled if number + 1 not in filled]
    yield from zip(begins, ends, strict=True)


def _apart(seen: Survey, layout: Layout) -> list[Layout]:
    """A table whose headings say the same again and again is one beside the other."""
    columns = list(layout.columns.values())
    said = [column.own.casefold() for column in columns]
    for width in range(2, len(said) // 2 + 1):
        if len(said) % width == 0 and said == said[:width] * (len(said) // width):
            firsts = columns[::width]
            parts = [layout_of(within(seen, first.number, first.number + width - 1)) for first in firsts]
            return [part for part in parts if part is not None]
    return [layout]


def _is_table(layout: Layout, chosen: Chosen) -> bool:
    """Whether it has items, by codes or by words that a heading calls their description, and amounts."""
    says_items = "item" in chosen.roles or any(
        column.words and headings.as_label(column.own) == headings.STRONG
        for column in layout.columns.values()
    )
    asked = any(problem.code == "which-amount-column" for problem in chosen.problems)
    return says_items and (bool(chosen.amounts) or asked)


def which_of(tables: Sequence[Layout], whole: Survey, sheet: str) -> Problem:
    """`sheet`: its name, where a flag must say it."""
    rows = [_cells_of(layout, whole, sheet) for layout in tables]
    stand = "; ".join(
        f"{one.where} below '{shorten(_words(layout), 60)}'" for one, layout in zip(rows, tables, strict=True)
    )
    flags = " or ".join(f"--rows {one.typed}" for one in rows)
    return Problem(
        "side-by-side",
        place(tables[0]),
        f"{len(tables)} tables stand side by side: {stand}; none was read.",
        f"Pass {flags} for one of them, or each of these for all.",
    )


def _cells_of(layout: Layout, whole: Survey, sheet: str) -> Rows:
    """The cells of a table's data, down to where the sheet ends unless all of it was looked at."""
    last = layout.survey.head[-1].number
    if len(whole.head) >= HEAD_ROWS:
        last = max(last, whole.last_row)
    return Rows(layout.last_heading + 1, last, sheet, min(layout.columns), max(layout.columns))


def _words(layout: Layout) -> str:
    return ", ".join(column.heading for column in layout.columns.values() if column.heading)
