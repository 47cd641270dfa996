"""A life table as its publisher's file has it: CSV or Excel, with what stands above, beside and below it.

Ages may be '50', '50-51' or '100 and over', one row for each year of age. Of several columns of figures
the expectation of life is read and the others are left aside; where more than one could be it, it is
asked. A figure is the one that its workbook shows, which can store more digits than it publishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kfees.model.english import plain
from kfees.model.episode import OLDEST
from kfees.model.money import round_half_up
from kfees.model.problems import InputError, Problem, Unreadable, suggestion
from kfees.projection.life_table import LifeTable, read_expectancy
from kfees.reading.as_written.codes import rounded_as_shown
from kfees.reading.file_limits import LIFE_TABLE, refusal
from kfees.reading.sheet import address
from kfees.reading.text_sheets import TextRow, TextSheet, read_file

HEADING_ROWS = 4
"""The headings of a column stand in at most so many rows."""

MOST_NAME = 200

FINEST = Decimal("1e-12")

_AGE_HEADING = re.compile(r"(exact )?ages?\b.{0,20}|x", re.IGNORECASE)
_EXPECTATION = re.compile(
    r"(expectation|expectancy|expectancies)\b|(^|\s)e[_ ]?(x|\(x\))(\s|$)|_expectancy", re.IGNORECASE
)
_TO = r"\s*(?:[-\N{HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]|to)\s*"
_AGE = re.compile(rf"([0-9]{{1,3}})(?:\.0+)?(?:{_TO}([0-9]{{1,3}}))?(?:\s*years?)?", re.IGNORECASE | re.ASCII)
_OPEN = re.compile(
    r"([0-9]{1,3})\s*(?:years?)?\s*(?:\+|(?:and|or|&)\s*(?:over|older|more|above))\.?",
    re.IGNORECASE | re.ASCII,
)
_MADE_A_DAY = re.compile(r"[0-9]{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-[0-9]{1,2}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNDER_ONE = re.compile(r"(?:under|less than|<)\s*(?:1|one)(?:\s*year)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of figures: where it stands, and what its headings call it."""

    table: _Table
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a sheet: those above the first age, which may be headings, and all from there on."""

    sheet: TextSheet
    ages: int
    above: tuple[TextRow, ...]
    rows: tuple[TextRow, ...]
    names: tuple[str, ...]

    def place(self, row: TextRow, column: int) -> str:
        """A cell, as whoever made the file finds it again."""
        if not row.formats:
            return f"{self.sheet.place} line {row.number}, {self.names[column]}"
        return f"{self.sheet.place} cell {address(column + 1, row.number)}, {self.names[column]}"


def read_life_table(content: bytes, place: str, column: str | None = None) -> LifeTable:
    """Read a life table's file; `column` names the one to read where it has several.

    InputError lists every bad cell and every gap between two ages, or asks for the column.
    """
    tables: list[_Table] = []
    for sheets in read_file(content, place, LIFE_TABLE):
        tables = tables or [table for sheet in sheets if not sheet.hidden for table in _tables(sheet)]
    if not tables:
        message = "no row of it has a heading for the age, such as 'Age (years)'."
        remedy = "Give it as its publisher has it, or with the columns age and life_expectancy."
        raise refusal(place, "no-life-table", message, remedy)
    filled = [table for table in tables if table.rows]
    if not filled:
        raise refusal(place, "no-rates", "the table has no rows.", "Add a row for each year of age.")
    chosen, others = _chosen(filled, column, place)
    first_age, expectancies = _read(chosen)
    beside = tuple(other.name for other in others if other.name)
    return LifeTable(
        source=place,
        first_age=first_age,
        expectancies=expectancies,
        column=chosen.name if beside else None,
        left_aside=beside,
    )


def _tables(sheet: TextSheet) -> Iterator[_Table]:
    """The table of a sheet: it begins at a heading for the age, and holds all below."""
    for number, row in enumerate(sheet.rows):
        for column, text in enumerate(row.cells):
            if _AGE_HEADING.fullmatch(text):
                yield _table(sheet, number, column)
                return


def _table(sheet: TextSheet, heading: int, ages: int) -> _Table:
    rows = sheet.rows
    below = range(heading + 1, len(rows))
    first = next((number for number in below if _is_of_an_age(rows[number], ages)), len(rows))
    start = heading
    while start and rows[start - 1].number == rows[start].number - 1 and _texts(rows[start - 1]) > 1:
        start -= 1
    headings = rows[max(start, first - HEADING_ROWS) : first]
    width = max(len(row.cells) for row in headings)
    names = tuple(_name(headings, column, ages) for column in range(width))
    return _Table(sheet, ages, rows[:first], rows[first:], names)


def _is_of_an_age(row: TextRow, ages: int) -> bool:
    """Whether a row is one of the table, though its age may not be readable: headings hold no figures."""
    text = _cell(row, ages)
    return _age(text) is not None or (text != "" and any(map(_is_figure, row.cells)))


def _name(headings: Sequence[TextRow], column: int, ages: int) -> str:
    """What the headings call a column, from above: over a blank one the nearest to its left holds."""
    words: dict[str, None] = {}
    for row in headings:
        text = _cell(row, column)
        if not text and row is not headings[-1] and column > ages:
            text = next((found for left in range(column, ages, -1) if (found := _cell(row, left))), "")
        if text:
            words[text] = None
    return " ".join(words)[:MOST_NAME]


def _chosen(tables: Sequence[_Table], asked: str | None, place: str) -> tuple[_Column, list[_Column]]:
    """The column to read, and the other ones with figures of its table. InputError where it is not clear."""
    columns = [column for table in tables for column in _columns(table, len(tables) > 1)]
    likely = [column for column in columns if _EXPECTATION.search(column.name)] or [
        column for column in columns if any(map(_EXPECTATION.search, _all_texts(column.table.above)))
    ]
    found = likely if asked is None else _named(asked, likely) or _named(asked, columns)
    if len(found) == 1:
        others = [other for other in columns if other.table is found[0].table and other is not found[0]]
        return found[0], others
    names = [column.name for column in found or likely or columns if column.name]
    if not names:
        message = "no column beside the ages has a heading and figures."
        raise refusal(place, "no-expectation", message, "Add the further years of life at each age.")
    quoted = " or ".join(repr(name) for name in names)
    remedy = f"Name one with --life-table-column: {quoted}."
    if asked is not None and not found:
        message = f"no column is called {asked[:60]!r}."
        raise refusal(place, "unknown-column", message, suggestion(asked, names, remedy))
    message = (
        f"{len(names)} columns could be the expectation of life."
        if likely
        else "no heading says which column is the expectation of life."
    )
    raise refusal(place, "which-column", message, remedy)


def _columns(table: _Table, several: bool) -> Iterator[_Column]:
    """The columns with figures, or whose heading says what they should hold."""
    sheet = table.sheet.place.partition(" sheet ")[2].strip("'")
    for number, name in enumerate(table.names):
        if number == table.ages:
            continue
        if _EXPECTATION.search(name) or any(_is_figure(_cell(row, number)) for row in table.rows):
            yield _Column(table, number, f"{sheet} {name}".strip()[:MOST_NAME] if several else name)


def _named(asked: str, columns: Sequence[_Column]) -> list[_Column]:
    """The columns of this name, or those whose names have all words of it."""
    same = [column for column in columns if column.name.casefold() == asked.casefold().strip()]
    words = _words(asked)
    return same or [column for column in columns if words and words <= _words(column.name)]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _read(column: _Column) -> tuple[int, tuple[Decimal, ...]]:
    """The first age and the figures from there on. InputError with all that is wrong."""
    table, problems = column.table, list[Problem]()
    ages: list[int] = []
    expectancies: list[Decimal] = []
    for row in _of_ages(column):
        age_place, place = table.place(row, table.ages), table.place(row, column.number)
        if row.unsure:
            problems.append(Problem("unsure", age_place, row.unsure, "Mend the row in Excel, and save it."))
        if any(row.cells[len(table.names) :]):
            message = f"this row has {len(row.cells)} cells, the headings have {len(table.names)}."
            remedy = "Give every row one cell for each column; put a number with commas in quotes."
            problems.append(Problem("bad-row", age_place, message, remedy))
        try:
            age = _age_of_row(_cell(row, table.ages))
            problems += _missing_ages(age, ages, age_place)
            ages.append(age)
        except Unreadable as error:
            problems.append(error.at(age_place))
        try:
            expectancies.append(_figure(row, column.number))
        except Unreadable as error:
            problems.append(error.at(place))
    if problems:
        raise InputError(problems)
    return ages[0], tuple(expectancies)


def _of_ages(column: _Column) -> Iterator[TextRow]:
    """The rows of the table: none of those that stand below it, nor headings that a new page repeats."""
    table = column.table
    last = -1
    age: int | None = None
    for number, row in enumerate(table.rows):
        found = _age(_cell(row, table.ages))
        if _is_figure(_cell(row, column.number)) or (found is not None and found - 1 == age):
            last, age = number, found
    for row in table.rows[: last + 1]:
        alone = _texts(row) == 1 and _age(_cell(row, table.ages)) is None
        if not alone and all(row.cells != other.cells for other in table.above):
            yield row


def _age_of_row(text: str) -> int:
    """The one year of age that a row holds. Raises Unreadable."""
    if (spanned := _AGE.fullmatch(text)) and spanned[2] and int(spanned[2]) - int(spanned[1]) != 1:
        message = f"{text[:40]!r} is more than a year of age."
        raise Unreadable("bad-age", message, "Load a table with a row for each year of age.")
    age = _age(text)
    if age is None:
        remedy = f"Give whole years, 0 to {OLDEST}."
        if _MADE_A_DAY.match(text):
            remedy = "Excel makes a day of an age such as 1-2: type the ages as whole numbers."
        raise Unreadable("bad-age", f"{text[:40]!r} is not an age.", remedy)
    return age


def _missing_ages(age: int, ages: Sequence[int], place: str) -> Iterator[Problem]:
    """Each age follows that of the row before."""
    if ages and age != ages[-1] + 1:
        message = f"age {age} follows age {ages[-1]}."
        remedy = f"Give one row for each year of age: the next one is {ages[-1] + 1}."
        yield Problem("life-table-gap", place, message, remedy)


def _age(text: str) -> int | None:
    """The age at which a row's year begins: '50', '50-51', '100 and over'; None of any other text."""
    if _UNDER_ONE.fullmatch(text):
        return 0
    found = _AGE.fullmatch(text) or _OPEN.fullmatch(text)
    return int(found[1]) if found and int(found[1]) <= OLDEST else None


def _figure(row: TextRow, column: int) -> Decimal:
    """The further years of life in a cell, as its workbook shows them. Raises Unreadable."""
    text = _cell(row, column)
    if not text:
        raise Unreadable("missing", "the expectation of life is missing.", "Give it in years.")
    if _is_figure(text):
        stored = Decimal(text.replace(",", ""))
        shown = rounded_as_shown(stored, row.formats[column]) if row.formats else stored
        text = plain(round_half_up(shown, FINEST))
    return read_expectancy(text)


def _is_figure(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,3}(,?[0-9]{3})*(\.[0-9]+)?", text, re.ASCII) is not None


def _cell(row: TextRow, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def _texts(row: TextRow) -> int:
    return sum(map(bool, row.cells))


def _all_texts(rows: Sequence[TextRow]) -> Iterator[str]:
    return (text for row in rows for text in row.cells)
