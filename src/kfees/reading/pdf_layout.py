"""From the lines of text and the drawn tables of a PDF's pages to tables that go on over pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import NamedTuple

from kfees.reading.cell import Cell, tidy
from kfees.reading.sheet import SheetRow, Table

FEWEST = 3
"""So many lines of several parts below each other tell where columns are; fewer belong to a table beside."""

_EDGE = 6.0
_STRAY = 0.1
_NEXT_LINE = 1.6
_GUTTER = 1
"""Columns have more points than that between them."""


class Segment(NamedTuple):
    """Words that stand close together on a line, and where, in points from the left and the top."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


class Line(NamedTuple):
    """A line of a page in its parts."""

    page: int
    number: int
    parts: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self.parts)


class Drawn(NamedTuple):
    """A table whose lines are drawn: where its columns are, and the words of its cells."""

    page: int
    number: int
    columns: tuple[tuple[float, float], ...]
    rows: tuple[tuple[str, ...], ...]


Piece = Line | Drawn
Columns = tuple[tuple[float, float], ...]


@dataclass(slots=True)
class _Growing:
    """A table as it grows over pages. `core`: the lines that tell its columns, where none are drawn."""

    columns: Columns = ()
    core: list[Line] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def tables_of(pieces: Sequence[Piece]) -> dict[str, Table]:
    """The tables by their names, 'page 1, table 1'; none where no two words stand in columns."""
    pieces = list(_without_running_heads(pieces))
    is_drawn = any(isinstance(piece, Drawn) for piece in pieces)
    growing = _drawn(pieces) if is_drawn else _aligned(pieces)
    found: dict[str, Table] = {}
    by_page: dict[int, int] = {}
    for table in growing:
        if len(table.columns) > 1:
            page = table.pieces[0].page
            by_page[page] = by_page.get(page, 0) + 1
            table.columns = _with_headings_beside(table)
            found[f"page {page}, table {by_page[page]}"] = _table(table)
    return found


def _without_running_heads(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """What stands first or last on most pages and differs by its digits alone, such as the number of the
    page, is kept as one text, and is no row of a table."""
    by_page: dict[int, list[Piece]] = {}
    for piece in pieces:
        by_page.setdefault(piece.page, []).append(piece)
    texts: dict[str, list[str]] = {}
    for page in by_page.values():
        for piece in dict.fromkeys((page[0], page[-1])):
            if isinstance(piece, Line):
                texts.setdefault(_without_digits(piece), []).append(piece.text)
    running = {
        masked
        for masked, found in texts.items()
        if 2 * len(found) > len(by_page) > 1 and len(set(found)) == len(found)
    }
    for page in by_page.values():
        for piece in page:
            is_outermost = piece is page[0] or piece is page[-1]
            if is_outermost and isinstance(piece, Line) and _without_digits(piece) in running:
                first = piece.parts[0]
                yield piece._replace(parts=(Segment(piece.text, 0, 0, first.top, first.bottom),))
            else:
                yield piece


def _without_digits(line: Line) -> str:
    return re.sub(r"[0-9]+", "0", line.text)


def _drawn(pieces: Iterable[Piece]) -> list[_Growing]:
    """Tables with lines: one that has the same columns as the last goes on with it."""
    tables: list[_Growing] = []
    waiting: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Line):
            waiting.append(piece)
        elif tables and _are_same(tables[-1].columns, piece.columns):
            tables[-1].pieces += [*waiting, piece]
            waiting = []
        else:
            tables.append(_Growing(piece.columns, pieces=[*waiting, piece]))
            waiting = []
    tables[-1].pieces += waiting
    return tables


def _are_same(columns: Columns, others: Columns) -> bool:
    """Whether columns are as many and as wide, wherever a page puts them."""
    return len(columns) == len(others) and all(
        abs((right - left) - (other_right - other_left)) <= _EDGE
        for (left, right), (other_left, other_right) in zip(columns, others, strict=True)
    )


def _aligned(pieces: Iterable[Piece]) -> list[_Growing]:
    """Tables without lines: words that stand below each other. A run of lines joins the table before it
    where neither loses a column by that."""
    tables: list[_Growing] = []
    waiting: list[Piece] = []
    for run in _cut(_runs(line for line in pieces if isinstance(line, Line))):
        if len(run[0].parts) == 1 or len(run) < FEWEST:
            waiting += run
            continue
        columns = columns_of(run)
        last = tables[-1] if tables else None
        both = columns_of([*last.core, *run]) if last is not None else ()
        if (
            last is not None
            and len(both) >= max(len(last.columns), len(columns))
            and (len(columns) == len(last.columns) or _stand_below(columns, last.columns))
        ):
            last.columns = both
        else:
            last = _Growing(columns)
            tables.append(last)
        last.core += run
        last.pieces += [*waiting, *run]
        waiting = []
    if not tables:
        core = [piece for piece in waiting if isinstance(piece, Line) and len(piece.parts) > 1]
        return [_Growing(columns_of(core), core, waiting)] if core else []
    tables[-1].pieces += waiting
    return tables


def _cut(runs: Iterable[list[Line]]) -> Iterator[list[Line]]:
    """Runs without the lines before and after a table, such as a letterhead of two parts."""
    for run in runs:
        if len(run[0].parts) == 1 or len(run) < FEWEST:
            yield run
            continue
        seed = max(range(len(run)), key=lambda number: len(run[number].parts))
        last = _reach(run[seed:])
        first = _reach(run[: seed + last][::-1])
        yield from filter(None, (run[: seed + last - first], run[seed + last - first : seed + last]))
        yield from filter(None, (run[seed + last :],))


def _reach(lines: Sequence[Line]) -> int:
    """How many lines from the first one stand in the same columns, but for one stray line between."""
    cover: set[int] = set()
    reached = columns = 0
    for number, line in enumerate(lines, 1):
        both = cover | _points(line)
        count = sum(x - 1 not in both for x in both)
        if count >= columns:
            cover, columns, reached = both, count, number
        elif number - reached > 1:
            break
    return reached


def _points(line: Line) -> set[int]:
    return {x for part in line.parts for x in range(ceil(part.left), floor(part.right) + 1)}


def _stand_below(columns: Columns, others: Columns) -> bool:
    """Whether each column begins or ends where one of the others does."""
    return all(
        any(abs(left - other[0]) <= _EDGE or abs(right - other[1]) <= _EDGE for other in others)
        for left, right in columns
    )


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines of several parts that follow each other on a page, and lines of one part."""
    run: list[Line] = []
    for line in lines:
        is_next = run and run[-1].page == line.page and (len(run[-1].parts) > 1) == (len(line.parts) > 1)
        if run and not is_next:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def columns_of(lines: Sequence[Line]) -> Columns:
    """Where columns are: between them stands hardly a word."""
    cover: dict[int, int] = {}
    for line in lines:
        for x in _points(line):
            cover[x] = cover.get(x, 0) + 1
    columns: list[tuple[float, float]] = []
    for x in sorted(x for x, count in cover.items() if count > _STRAY * len(lines) or count == len(lines)):
        if columns and x - columns[-1][1] <= _GUTTER:
            columns[-1] = (columns[-1][0], x)
        else:
            columns.append((x, x))
    return tuple(columns)


def _with_headings_beside(table: _Growing) -> Columns:
    """The columns, where a heading to the left of figures to the right is that of one column with them: no
    line below has words in both."""
    columns = table.columns
    head = _heading_of(table.core)
    held = [
        {_column(part, columns) - 1 for part in line.parts}
        for line in table.core[head:]
        if len(line.parts) > 1
    ]
    found: list[tuple[float, float]] = []
    at = 0
    while at < len(columns):
        left, right = columns[at]
        beside = at + 1 < len(columns) and held and at in held[0] and at + 1 not in held[0]
        if beside and not any({at, at + 1} <= line for line in held):
            right = columns[at + 1][1]
            at += 1
        found.append((left, right))
        at += 1
    return tuple(found)


def _heading_of(lines: Sequence[Line]) -> int:
    """Which line looks most like headings: the first of those with most parts, and no figure."""
    parts = [0 if re.search(r"[0-9]", line.text) else len(line.parts) for line in lines]
    return parts.index(max(parts)) if parts else 0


def _table(table: _Growing) -> Table:
    rows: list[SheetRow] = []
    where: list[str] = []
    last: Line | None = None
    for piece in table.pieces:
        if isinstance(piece, Drawn):
            for number, texts in enumerate(piece.rows, 1):
                cells = enumerate(texts, 1)
                rows.append(_row(len(rows) + 1, {column: tidy(text) for column, text in cells}))
                where.append(f"page {piece.page}, table {piece.number}, row {number}")
            last = None
        elif last is not None and (column := _goes_on(last, piece, table.columns)):
            before = rows[-1].cells[column]
            rows[-1].cells[column] = before._replace(text=f"{before.text} {piece.parts[0].text}")
            last = _below(last, piece)
        else:
            rows.append(_row(len(rows) + 1, _by_column(piece, table.columns)))
            where.append(f"page {piece.page}, line {piece.number}")
            last = piece
    return Table(lambda: iter(rows), len(rows), lambda row: where[row - 1])


def _row(number: int, texts: dict[int, str]) -> SheetRow:
    return SheetRow(number, False, {column: Cell("text", text) for column, text in texts.items() if text})


def _by_column(line: Line, columns: Columns) -> dict[int, str]:
    """The parts of a line in their columns; a line of one part is a text of its own, in the first."""
    if len(line.parts) == 1 and not any(char.isdigit() for char in line.parts[0].text):
        return {1: tidy(line.parts[0].text)}
    texts: dict[int, str] = {}
    for part in line.parts:
        column = _column(part, columns)
        texts[column] = tidy(f"{texts.get(column, '')} {part.text}")
    return texts


def _column(part: Segment, columns: Columns) -> int:
    """The column that words stand in most, or next to."""

    def shared(column: tuple[float, float]) -> float:
        return min(part.right, column[1]) - max(part.left, column[0])

    return max(range(len(columns)), key=lambda number: shared(columns[number])) + 1


def _goes_on(last: Line, line: Line, columns: Columns) -> int:
    """The column whose words go on in this line, from the line above; 0 where none do."""
    part = line.parts[0]
    if len(line.parts) > 1 or len(last.parts) < 2 or line.page != last.page:
        return 0
    column = _column(part, columns)
    above = next((found for found in last.parts if _column(found, columns) == column), None)
    if column == 1 or above is None or abs(above.left - part.left) > _EDGE:
        return 0
    return column if part.bottom - above.bottom <= _NEXT_LINE * (above.bottom - above.top) else 0


def _below(last: Line, line: Line) -> Line:
    """The line above as it stands after a part of it went on."""
    part = line.parts[0]
    parts = tuple(part if abs(found.left - part.left) <= _EDGE else found for found in last.parts)
    return last._replace(parts=parts)
