"""How a sheet is laid out: its titles, its heading rows, and what each column holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from openpyxl.utils import get_column_letter

from kfees.importing import headings
from kfees.importing.amounts import AmountReading, is_money, is_percent, read_amount
from kfees.importing.codes import looks_like_code
from kfees.importing.days import day_in
from kfees.importing.headings import Role
from kfees.model.problems import Unreadable
from kfees.reading.cell import Cell, is_date, is_number, number, tidy
from kfees.reading.sheet import LAST_ROW, SheetRow, Survey

MOST_HEADING_ROWS = 100
"""Headings are looked for in so many rows with cells; a table that begins below needs --rows."""

_FURTHER_ROWS, _GROUP_ROWS = 3, 2
_MOST_STOREYS = 4
_WIDE = 0.8


@dataclass(slots=True)
class SheetColumn:
    """A column of the table: its heading, and what the rows below it held where the sheet was looked at."""

    number: int
    own: str
    heading: str
    hidden: bool = False
    samples: list[str] = field(default_factory=list)
    filled: int = 0
    codes: int = 0
    numbers: int = 0
    percents: int = 0
    money_formats: int = 0
    dates: int = 0
    words: int = 0
    fractions: int = 0
    values: dict[int, Cell] = field(default_factory=dict)

    @property
    def letter(self) -> str:
        return get_column_letter(self.number)

    @property
    def names(self) -> frozenset[str]:
        """What a user may call it, in small letters: its letter, its own heading or all of it."""
        return frozenset(name.casefold() for name in (self.letter, self.own, self.heading))

    @property
    def holds_amounts(self) -> bool:
        """Whether at least a third of what stands in the column are numbers, or texts that are amounts."""
        return self.numbers + self.percents > 0 and 3 * (self.numbers + self.percents) >= self.filled

    @property
    def holds_codes(self) -> bool:
        return self.codes > 0 and 10 * self.codes >= 9 * self.filled

    @property
    def described(self) -> str:
        """'F 'Fee' (12.50, 13.00)', for a question."""
        named = f" '{shorten(self.heading)}'" if self.heading else ""
        examples = f" ({', '.join(self.samples[:2])})" if self.samples else ""
        return f"{self.letter}{named}{examples}{', hidden' if self.hidden else ''}"


@dataclass(slots=True)
class Layout:
    """A sheet with a table in it. Heading rows are `first_heading` to `last_heading`, both included."""

    survey: Survey
    first_heading: int
    last_heading: int
    columns: dict[int, SheetColumn]
    titles: list[str]

    @property
    def name(self) -> str:
        return self.survey.sheet.name


def shorten(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def layout_of(survey: Survey, first_row: int | None = None) -> Layout | None:
    """Find the headings and look at every column; None where the sheet holds no table.

    `first_row`: the first row of the table's data, where it is known.
    """
    heads = _Headings(survey, first_row)
    found = heads.block()
    return _laid_out(survey, heads, *found) if found is not None else None


def layout_above(survey: Survey, first_row: int, leftmost: int) -> Layout:
    """As `layout_of`, of a table whose data is known to begin in a row: its headings stand right above it.

    `leftmost`: its first column; what stands alone in a row there or left of it is a title.
    """
    rows = {row.number: row for row in survey.head if any(cell.words for cell in row.cells.values())}
    last = max((number for number in rows if number < first_row), default=first_row - 1)
    first = last
    while (above := rows.get(first - 1)) is not None and last - first < _MOST_STOREYS - 1:
        filled = [column for column, cell in above.cells.items() if cell.words]
        if len(filled) == 1 and filled[0] <= leftmost:
            break
        first -= 1
    return _laid_out(survey, _Headings(survey, first_row), first, last)


def _laid_out(survey: Survey, heads: _Headings, first: int, last: int) -> Layout:
    columns = {
        number: SheetColumn(number, heads.own(number, first, last), heads.full(number, first, last))
        for number in heads.used_columns(first, last)
    }
    for column in columns.values():
        column.hidden = survey.is_hidden(column.number)
    for row in survey.head:
        if row.number > last:
            for number_of_column, cell in row.cells.items():
                if number_of_column in columns:
                    _look_at(columns[number_of_column], row.number, cell, survey.epoch)
    return Layout(survey, first, last, columns, list(heads.titles(first)))


def _look_at(column: SheetColumn, row: int, cell: Cell, epoch: date) -> None:
    text = cell.words
    if cell.kind == "none" or (cell.kind == "text" and not text):
        return
    column.filled += 1
    shown = text if cell.kind != "number" else _as_shown(cell, epoch)
    if len(column.samples) < 3 and shown not in column.samples:
        column.samples.append(shorten(shown, 24))
    column.codes += looks_like_code(cell)
    if cell.kind == "number" and is_date(cell.format):
        column.dates += 1
    elif cell.kind == "number" and is_percent(cell.format):
        column.percents += 1
    elif cell.kind == "number":
        column.numbers += 1
        column.fractions += "." in shown
        column.money_formats += is_money(cell.format)
        column.values[row] = cell
    elif cell.kind == "text":
        column.dates += _is_typed_day(text)
        if _typed_number(cell):
            column.numbers += 1
            column.values[row] = cell
        else:
            column.words += 1


def _as_shown(cell: Cell, epoch: date) -> str:
    """A number's digits, or the day that its format shows."""
    value = number(cell)
    if is_date(cell.format) and 0 < value < 3_000_000:
        return str(epoch + timedelta(days=int(value)))
    return f"{value:f}"


def _is_typed_day(text: str) -> bool:
    try:
        day_in(text, "day-first")
    except Unreadable:
        return False
    return True


def _typed_number(cell: Cell) -> bool:
    if not any(char.isdigit() for char in cell.text):
        return False
    try:
        return isinstance(read_amount(cell, "", AmountReading(round_to_cent=True)).amount, Decimal)
    except Unreadable as problem:
        return problem.code in ("negative-amount", "either-number", "percentage")


class _Headings:
    """The rows above the data, with what merged ranges spread over them."""

    def __init__(self, survey: Survey, first_row: int | None) -> None:
        self._survey, self._first_row = survey, first_row
        self._rows: dict[int, SheetRow] = {row.number: row for row in survey.head[: MOST_HEADING_ROWS + 1]}
        self._merged = [merged for merged in survey.merged if merged.top in self._rows]

    def block(self) -> tuple[int, int] | None:
        """The first and last heading row."""
        best = self._best_row()
        if best is None:
            # Where the user names the first row of the data, a table needs no headings.
            return None if self._first_row is None else (self._first_row - 1, self._first_row - 1)
        last = best
        for number_of_row in range(best + 1, best + 1 + _FURTHER_ROWS):
            if not self._continues(best, number_of_row):
                break
            last = number_of_row
        first = best
        for number_of_row in range(best - 1, best - 1 - _GROUP_ROWS, -1):
            if not self._groups(number_of_row, best):
                break
            first = number_of_row
        return first, last

    def _best_row(self) -> int | None:
        """The row whose cells name most of what a schedule has; else the last one of words above numbers.

        Where the first row of data is known, a row right above it before any other.
        """
        scores: dict[int, int] = {}
        for number_of_row, row in self._rows.items():
            if self._first_row is not None and number_of_row >= self._first_row:
                continue
            texts = self._heading_texts(row)
            roles = {role for text in texts for role in possible_roles(text)}
            if len(texts) >= 2 and len(roles) >= 2:
                scores[number_of_row] = len(roles) - any(is_number(cell) for cell in row.cells.values())
        last_above = self._last_data_above(scores.keys())
        near = {row: score for row, score in scores.items() if row > last_above}
        scores = near or scores
        if scores:
            return max(scores, key=lambda number_of_row: (scores[number_of_row], -number_of_row))
        above = [
            number_of_row
            for number_of_row, row in self._rows.items()
            if len(self._heading_texts(row)) >= 2
            and (self._first_row is None or number_of_row < self._first_row)
            and self._numbers_below(number_of_row)
        ]
        return above[0] if above else None

    def _last_data_above(self, heading_rows: Collection[int]) -> int:
        """The last row with figures above the data that the user named, which is another table's."""
        above = [
            number_of_row
            for number_of_row, row in self._rows.items()
            if self._first_row is not None
            and number_of_row < self._first_row
            and number_of_row not in heading_rows
            and any(map(is_number, row.cells.values()))
        ]
        return max([*above, (self._first_row or LAST_ROW) - _MOST_STOREYS - 1])

    def _heading_texts(self, row: SheetRow) -> list[str]:
        """A row's texts; none where the row holds numbers as data does."""
        if sum(map(is_number, row.cells.values())) > 1:
            return []
        texts = [cell.words for cell in row.cells.values() if cell.kind in ("text", "number")]
        return [text for text in texts if text and len(text) <= 200]

    def _numbers_below(self, number_of_row: int) -> bool:
        below = [row for number, row in self._rows.items() if number > number_of_row][:5]
        return any(cell.kind == "number" for row in below for cell in row.cells.values())

    def _continues(self, best: int, number_of_row: int) -> bool:
        """A row of words, with nothing below the first heading: the second storey of the headings."""
        row = self._rows.get(number_of_row)
        if row is None or (self._first_row is not None and number_of_row >= self._first_row):
            return False
        filled = {number: cell for number, cell in row.cells.items() if cell.words}
        if not filled or min(self._rows[best].cells) in filled:
            return False
        return all(cell.kind == "text" or is_date(cell.format) for cell in filled.values()) and (
            len(filled) > 1 or any(part.top <= best and part.bottom >= number_of_row for part in self._merged)
        )

    def _groups(self, number_of_row: int, best: int) -> bool:
        """A row of words over some columns, and not a title over all of them."""
        row = self._rows.get(number_of_row)
        if row is None:
            return False
        filled = {number: cell for number, cell in row.cells.items() if cell.words}
        if not filled or any(map(is_number, filled.values())):
            return False
        columns = [number for number, cell in self._rows[best].cells.items() if cell.words]
        left, right = min(columns), max(columns)
        for merged in self._merged:
            if merged.top == number_of_row and merged.left in filled:
                width = min(merged.right, right) - max(merged.left, left) + 1
                if width >= _WIDE * (right - left + 1):
                    return False
        return len(filled) > 1 or min(filled) > left

    def own(self, column: int, first: int, last: int) -> str:
        """The lowest words above a column."""
        texts = list(self._texts(column, first, last))
        return texts[-1] if texts else ""

    def full(self, column: int, first: int, last: int) -> str:
        """All the words above a column, from the top, each once."""
        return " ".join(dict.fromkeys(self._texts(column, first, last)))

    def _texts(self, column: int, first: int, last: int) -> Iterator[str]:
        for number_of_row in range(first, last + 1):
            row = self._rows.get(number_of_row)
            if row is None:
                continue
            text = self._text(row, column)
            if not text and number_of_row < last:
                text = self._spread(row, column, last)
            if text:
                yield text

    def _text(self, row: SheetRow, column: int) -> str:
        """The cell's own words, or those of a range merged across the row."""
        if (cell := row.cells.get(column)) is not None and cell.kind in ("text", "number"):
            return tidy(cell.text) if cell.kind == "text" else _as_shown(cell, self._survey.epoch)
        for merged in self._merged:
            if (
                merged.top <= row.number <= merged.bottom
                and merged.left < column <= merged.right
                and (origin := self._rows[merged.top].cells.get(merged.left)) is not None
            ):
                return tidy(origin.text)
        return ""

    def _spread(self, row: SheetRow, column: int, last: int) -> str:
        """Words centred over several columns without a merge reach to the next words on their right."""
        below = self._rows[last].cells if last in self._rows else {}
        if column not in below:
            return ""
        lefts = [number for number, cell in row.cells.items() if number < column and cell.words]
        if not lefts or any(
            part.top <= row.number <= part.bottom and part.left <= max(lefts) <= part.right
            for part in self._merged
        ):
            return ""
        return tidy(row.cells[max(lefts)].text)

    def used_columns(self, first: int, last: int) -> list[int]:
        """Every column with a heading or with cells below the headings."""
        used = {
            number
            for row in self._survey.head
            for number, cell in row.cells.items()
            if row.number >= last and (cell.words or cell.kind == "none")
        }
        used |= {number for row in self._rows.values() if row.number == last for number in row.cells}
        above = [row for row in self._rows.values() if first <= row.number < last]
        used |= {number for row in above for number, cell in row.cells.items() if cell.words}
        return sorted(used)

    def titles(self, first: int) -> Iterator[str]:
        for row in self._rows.values():
            if row.number < first:
                texts = dict.fromkeys(cell.words for cell in row.cells.values() if cell.kind == "text")
                yield from (text for text in texts if text)


def possible_roles(text: str) -> Iterator[Role]:
    """What a column with such a heading may hold."""
    if headings.as_item(text) > headings.NONE:
        yield "item"
    if headings.as_label(text) > headings.NONE:
        yield "label"
    if headings.as_price(text) > headings.NONE:
        yield "amount"
    if (other := headings.as_other(text)) is not None:
        yield other
