"""Several tables on one sheet: where each begins and which is meant, so that none is lost around another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from kfees.importing.choices import Choices
from kfees.importing.codes import looks_like_code
from kfees.importing.entry import has_digits
from kfees.importing.findings import Findings, Wrong, ranges
from kfees.importing.heading_rows import possible_roles
from kfees.importing.headings import STRONG, Role, as_item, as_label
from kfees.importing.layout import Layout, shorten
from kfees.importing.periods import period_in
from kfees.importing.sources import Rows
from kfees.model.problems import Unreadable
from kfees.reading.cell import BLANK, Cell, is_number
from kfees.reading.sheet import LAST_ROW, SheetRow

_MOST_WORDS = 6
_FIGURE = re.compile(r"\$? ?[0-9][0-9,]*(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class TableRows:
    """One of the tables: the row of its headings, what stands there, and its rows of data."""

    heading: int
    words: str
    first: int
    last: int

    @property
    def typed(self) -> str:
        return f"{self.first}-{self.last}"

    @property
    def described(self) -> str:
        below = f"below '{shorten(self.words, 60)}'" if self.words else "without headings"
        return f"rows {self.typed} {below}"


def heads_a_table(texts: Iterable[str]) -> bool:
    """Whether words that stand in one row are headings: of prices, and of the items that they are for."""
    texts = [text for text in texts if text]
    roles = _roles_of(texts)
    named = set().union(*roles)
    if any(as_item(text) == STRONG for text in texts) and any(as_label(text) == STRONG for text in texts):
        return bool(roles) and all(
            role or period_in(text, "day-first") for role, text in zip(roles, texts, strict=True)
        )
    return (
        "amount" in named and bool(named & {"item", "label"}) and 3 * sum(map(bool, roles)) >= 2 * len(roles)
    )


def _may_head_a_table(texts: Iterable[str]) -> bool:
    """The same where figures are known to stand below, of which no word need say that they are prices."""
    roles = _roles_of(texts)
    named = set().union(*roles)
    return (
        len(named) > 1 and bool(named & {"item", "label"}) and 2 * sum(map(bool, roles)) >= max(4, len(roles))
    )


def _roles_of(texts: Iterable[str]) -> list[set[Role]]:
    """What each text of a row may be the heading of; nothing where one of them is no heading. A period makes
    no heading long."""
    said = [text for text in texts if text]
    if len(said) < 2 or has_digits(said[0]):
        return []
    if any(len(_without_period(text).split()) > _MOST_WORDS for text in said):
        return []
    return [set(possible_roles(text)) for text in said]


def _without_period(text: str) -> str:
    long = len(text.split()) > _MOST_WORDS
    period = period_in(text, "day-first") if long else None
    return period.besides if period is not None else text


def other_headings(layout: Layout, last_row: int) -> Iterator[tuple[int, str]]:
    """The rows in the head of a sheet that head another table than the one chosen, with figures below; and
    what they say."""
    head = [row for row in layout.survey.head if row.number <= last_row]
    chosen = range(layout.first_heading, layout.last_heading + 1)
    repeated = {number: column.own.casefold() for number, column in layout.columns.items()}
    found = [
        number
        for number, row in enumerate(head)
        if row.number not in chosen
        and not any(map(is_number, row.cells.values()))
        and _may_head_a_table(cell.words for cell in row.cells.values())
        and not _repeats(row.cells, repeated)
    ]
    rows = [head[number] for number in found if _has_data(head, number, layout.first_heading)]
    yield from ((row.number, _said(row)) for row in rows)
    if not any(row.number < layout.first_heading for row in rows) and (above := _items_above(layout)):
        heading = above[0] - 1
        yield heading, next((_said(row) for row in head if row.number == heading), "")


def _said(row: SheetRow) -> str:
    return ", ".join(cell.words for cell in row.cells.values() if cell.words)


def _items_above(layout: Layout) -> list[int]:
    """Rows above the headings that are items as much as those below: a code, and a figure; more than one."""
    rows = [row for row in layout.survey.head if row.number < layout.first_heading]
    found = []
    for row in rows:
        first, *others = [cell for _, cell in sorted(row.cells.items()) if cell.words] or [BLANK]
        if looks_like_code(first) and has_digits(first.text) and any(map(_is_figure, others)):
            found.append(row.number)
    return found if len(found) > 1 else []


def _repeats(cells: Mapping[int, Cell], headings: Mapping[int, str]) -> bool:
    """Whether a row says again what stands above the columns."""
    said = {number: cell.words.casefold() for number, cell in cells.items() if cell.words}
    return all(headings.get(number) == words for number, words in said.items())


def _has_data(head: list[SheetRow], number: int, first_heading: int) -> bool:
    """Whether figures stand below some of the words, before the chosen table begins."""
    below = head[number + 1 : number + 4]
    columns = {column for column, cell in head[number].cells.items() if cell.words}
    return any(
        _is_figure(cell)
        for row in below
        if row.number < first_heading or head[number].number > first_heading
        for column, cell in row.cells.items()
        if column in columns
    )


def _is_figure(cell: Cell) -> bool:
    """A number, also in a file that holds nothing but texts."""
    return is_number(cell) or _FIGURE.fullmatch(cell.text.strip()) is not None


def _rows_aside(layout: Layout, columns: frozenset[int], first: int, last: int) -> list[int]:
    """The rows in the head of a sheet that hold figures, and nothing in the columns of the table."""
    return [
        row.number
        for row in layout.survey.head
        if first <= row.number <= last
        and columns.isdisjoint(number for number, cell in row.cells.items() if cell.words)
        and sum(bool(cell.words) for cell in row.cells.values()) > 1
        and any(map(_is_figure, row.cells.values()))
    ]


def _columns_aside(layout: Layout, first: int) -> tuple[str, str] | None:
    """The columns of the codes and of the amounts of such rows, as far as the first of them tells."""
    cells = next(row.cells for row in layout.survey.head if row.number == first)
    filled = sorted(number for number, cell in cells.items() if cell.words)
    figures = [number for number in filled[1:] if _is_figure(cells[number])]
    return (get_column_letter(filled[0]), get_column_letter(figures[-1])) if figures else None


def _tables(layout: Layout, headings: Mapping[int, str], last_row: int) -> Iterator[TableRows]:
    """Each table of the sheet, from the top: up to the headings of the next."""
    own = next((row for row in layout.survey.head if row.number == layout.first_heading), None)
    words = {layout.first_heading: _said(own) if own is not None else "", **headings}
    begins = sorted({*headings, layout.first_heading})
    for place, heading in enumerate(begins):
        end = begins[place + 1] - 1 if place + 1 < len(begins) else max(last_row, heading + 1)
        first = layout.last_heading + 1 if heading == layout.first_heading else heading + 1
        yield TableRows(heading, words[heading], first, end)


def ask_which(
    layout: Layout, headings: Mapping[int, str], choices: Choices, findings: Findings, item: int
) -> None:
    """Where another table stands above or below, which one is meant, or both."""
    end = min(layout.survey.last_row, choices.rows[1] if choices.rows else LAST_ROW)
    found = list(_tables(layout, headings, end))
    stand = "; ".join(table.described for table in found)
    flags = [_rows_flag(layout, findings, table.first, table.last) for table in found]
    problem = Unreadable(
        "second-table",
        f"the sheet holds {len(found)} tables: {stand}.",
        f"Pass {' or '.join(flags)} for one of them, or each of these for all.",
    )
    other = next(table for table in found if table.heading != layout.first_heading)
    findings.wrong.append(Wrong(item, other.heading, "", problem))


def say_of_above(layout: Layout, findings: Findings) -> None:
    """Rows above the headings in which figures stand beside words: no items, and never lost in silence."""
    for row in layout.survey.head:
        several = sum(bool(cell.words) for cell in row.cells.values()) > 1
        if row.number < layout.first_heading and several and any(map(is_number, row.cells.values())):
            text = f"'{shorten(_said(row), 60)}'"
            findings.note("figures above the headings, left out", f"row {row.number}", text)


def ask_for_rows_aside(
    layout: Layout, columns: frozenset[int], choices: Choices, findings: Findings, item: int
) -> None:
    """Rows beside the columns of the table are no part of it, and are never lost in silence."""
    first, last = choices.rows or (layout.last_heading + 1, LAST_ROW)
    found = [row for row in _rows_aside(layout, columns, first, last) if row not in choices.skip_rows]
    if not found:
        return
    remedy = f"Leave them out with {findings.skip_flag(ranges(found).replace(' ', ''))}"
    if (aside := _columns_aside(layout, found[0])) is not None:
        alone = _rows_flag(layout, findings, found[0], found[-1])
        own = findings.column_flag("--columns", "item={},amount={}".format(*aside))
        remedy += f", or read them alone with {alone} {own}"
    message = f"rows {ranges(found)} hold figures beside the table, and nothing in its columns."
    findings.wrong.append(Wrong(item, found[0], "", Unreadable("rows-aside", message, f"{remedy}.")))


def _rows_flag(layout: Layout, findings: Findings, first: int, last: int) -> str:
    """The flag for rows of the columns that are looked at."""
    left, right = layout.survey.columns
    return findings.column_flag("--rows", Rows(first, last, "", left, right).where)
