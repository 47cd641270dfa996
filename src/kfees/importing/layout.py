"""How a sheet is laid out: its titles, its heading rows, and what each column holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils import get_column_letter

from kfees.importing.amount_formats import has_dollar_sign, is_money, is_percent
from kfees.importing.amounts import is_typed_amount
from kfees.importing.codes import looks_like_code
from kfees.importing.days import day_in
from kfees.importing.heading_rows import MOST_STOREYS, HeadingRows, as_shown
from kfees.model.problems import Unreadable
from kfees.reading.cell import Cell, is_date
from kfees.reading.named_columns import columns_meant
from kfees.reading.sheet import Survey

_BESIDE, _MOST_LATE = 8, 50_000


@dataclass(slots=True)
class SheetColumn:
    """A column of the table: its heading, and what the rows below it held where the sheet was looked at.

    `late_rows`: of a column that was blank there, the rows further down in which it is not.
    """

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
    dollar_signs: int = 0
    dates: int = 0
    words: int = 0
    fractions: int = 0
    values: dict[int, Cell] = field(default_factory=dict)
    late_rows: set[int] = field(default_factory=set)

    @property
    def letter(self) -> str:
        return get_column_letter(self.number)

    @property
    def group(self) -> str:
        """What its heading says above its own words."""
        return self.heading.removesuffix(self.own).strip()

    @property
    def names(self) -> frozenset[str]:
        """What a user may call it, in small letters: its letter, its own heading or all of it."""
        return frozenset(name.casefold() for name in (self.letter, self.own, self.heading))

    @property
    def holds_amounts(self) -> bool:
        """Whether at least a third of what stands in the column are numbers, or texts that are amounts."""
        return self.numbers + self.percents > 0 and 3 * (self.numbers + self.percents) >= self.filled

    @property
    def shows_dollars(self) -> bool:
        """Whether most of its figures stand with a sign of dollars, whatever its heading says."""
        return self.holds_amounts and 2 * self.dollar_signs >= self.numbers > 0

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
    """A sheet with a table in it. Heading rows are `first_heading` to `last_heading`, both included; where no
    row heads the columns, `last_heading` is the row above the data, and `first_heading` the first of it."""

    survey: Survey
    first_heading: int
    last_heading: int
    columns: dict[int, SheetColumn]
    titles: list[str]

    @property
    def name(self) -> str:
        return self.survey.sheet.name

    @property
    def has_headings(self) -> bool:
        return self.first_heading <= self.last_heading

    def columns_meant(self, name: str) -> list[SheetColumn]:
        """Those that a name may mean: its own heading or all of it, or its letter."""
        headings = {number: (column.own, column.heading) for number, column in self.columns.items()}
        return [self.columns[number] for number in columns_meant(name, headings)]

    def blank_columns(self) -> frozenset[int]:
        """Columns of the table, or beside it, in which nothing stands where the sheet was looked at."""
        first, last = self.survey.columns
        beside = range(first, min(max(self.columns, default=0) + _BESIDE, last) + 1)
        return frozenset(
            number for number in beside if number not in self.columns or not self.columns[number].filled
        )

    def look_late(self, row: int, number: int, cell: Cell) -> None:
        """Look at a cell of such a column, which the pass over all rows has met."""
        hidden = self.survey.is_hidden(number)
        column = self.columns.setdefault(number, SheetColumn(number, "", "", hidden))
        if len(column.late_rows) < _MOST_LATE:
            before = column.filled
            _look_at(column, row, cell, self.survey.epoch)
            if column.filled > before:
                column.late_rows.add(row)


def shorten(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def layout_of(survey: Survey, first_row: int | None = None) -> Layout | None:
    """Find the headings and look at every column; None where the sheet holds no table.

    `first_row`: the first row of the table's data, where it is known.
    """
    heads = HeadingRows(survey, first_row)
    found = heads.block()
    return _laid_out(survey, heads, *found) if found is not None else None


def layout_above(survey: Survey, first_row: int, leftmost: int) -> Layout:
    """As `layout_of`, of a table whose data is known to begin in a row: its headings stand right above it.

    `leftmost`: its first column; what stands alone in a row there or left of it is a title.
    """
    rows = {row.number: row for row in survey.head if any(cell.words for cell in row.cells.values())}
    last = max((number for number in rows if number < first_row), default=first_row - 1)
    first = last
    while (above := rows.get(first - 1)) is not None and last - first < MOST_STOREYS - 1:
        filled = [column for column, cell in above.cells.items() if cell.words]
        if len(filled) == 1 and filled[0] <= leftmost:
            break
        first -= 1
    return _laid_out(survey, HeadingRows(survey, first_row), first, last)


def _laid_out(survey: Survey, heads: HeadingRows, first: int, last: int) -> Layout:
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
    shown = text if cell.kind != "number" else as_shown(cell, epoch)
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
        column.dollar_signs += has_dollar_sign(cell.format)
        column.values[row] = cell
    elif cell.kind == "text":
        column.dates += _is_typed_day(text)
        if is_typed_amount(cell):
            column.numbers += 1
            column.fractions += "." in text
            column.money_formats += "$" in text
            column.dollar_signs += "$" in text
            column.values[row] = cell
        else:
            column.words += 1


def _is_typed_day(text: str) -> bool:
    try:
        day_in(text, "day-first")
    except Unreadable:
        return False
    return True
