"""Which rows head a table, if any does, and the words that stand above each column."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from kfees.importing import headings
from kfees.importing.amounts import is_typed_amount
from kfees.importing.codes import looks_like_code
from kfees.importing.headings import Role
from kfees.reading.cell import Cell, is_date, is_number, number, tidy
from kfees.reading.sheet import LAST_ROW, SheetRow, Survey

MOST_HEADING_ROWS = 100
"""Headings are looked for in so many rows with cells; a table that begins below needs --rows."""

MOST_STOREYS = 4

_FURTHER_ROWS, _GROUP_ROWS = 3, 2
_WIDE = 0.8
_LOOKED_AT_BELOW = 5
_YEARS = range(1990, 2100)


class HeadingRows:
    """The rows above the data, with what merged ranges spread over them."""

    def __init__(self, survey: Survey, first_row: int | None) -> None:
        self._survey, self._first_row = survey, first_row
        self._rows: dict[int, SheetRow] = {row.number: row for row in survey.head[: MOST_HEADING_ROWS + 1]}
        self._merged = [merged for merged in survey.merged if merged.top in self._rows]

    def block(self) -> tuple[int, int] | None:
        """The first and last heading row; where no row is one, the first row of data and the one above it."""
        best = self._best_row()
        if best is None:
            first = self._first_row or self._first_of_data()
            return None if first is None else (first, first - 1)
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
            if self._is_below_first(number_of_row) or self._is_data(number_of_row):
                continue
            texts = self._heading_texts(row)
            roles = {role for text in texts for role in possible_roles(text)}
            if len(texts) >= 2 and len(roles) >= 2:
                scores[number_of_row] = len(roles) - any(is_number(cell) for cell in row.cells.values())
        last_above = self._last_data_above(scores.keys())
        near = {row: score for row, score in scores.items() if row > last_above}
        scores = near or scores
        if scores:
            best = max(scores, key=lambda number_of_row: (scores[number_of_row], -number_of_row))
            below = best + 1  # of two rows that name as much, the upper one may head groups of columns
            ties = scores.get(below) == scores[best]
            return below if ties and self._is_wider(below, best) else best
        data = self._first_of_data() or LAST_ROW
        above = [
            number_of_row
            for number_of_row, row in self._rows.items()
            if len(self._heading_texts(row)) >= 2
            and not self._is_below_first(number_of_row)
            and number_of_row < data
            and self._numbers_below(number_of_row)
        ]
        return self._last_before_figures(above)

    def _last_before_figures(self, rows: Sequence[int]) -> int | None:
        """Of rows of words above numbers the last one above all figures, as titles stand further up."""
        figures = [number for number, row in self._rows.items() if any(map(_is_figure, row.cells.values()))]
        before = [number for number in rows if number < min(figures, default=0)]
        return before[-1] if before else next(iter(rows), None)

    def _is_below_first(self, number_of_row: int) -> bool:
        """Whether a row is of the data that the user named."""
        return self._first_row is not None and number_of_row >= self._first_row

    def _first_of_data(self) -> int | None:
        """The first row of several cells, where it looks like those below; titles stand alone in theirs."""
        several = (
            number_of_row
            for number_of_row, row in self._rows.items()
            if sum(bool(cell.words) for cell in row.cells.values()) > 1
        )
        first = next(several, None)
        return first if first is not None and self._is_data(first) else None

    def _is_data(self, number_of_row: int) -> bool:
        """Whether figures go on below those of a row, whatever its words: no heading but a year is one."""
        row = self._rows[number_of_row]
        if sum(bool(cell.words) for cell in row.cells.values()) < 2:
            return False
        below = [other for number, other in self._rows.items() if number > number_of_row][:_LOOKED_AT_BELOW]
        figures = [
            column
            for column, cell in row.cells.items()
            if _is_figure(cell) and any(_goes_on(cell, other.cells.get(column)) for other in below)
        ]
        codes = [
            column
            for column, cell in row.cells.items()
            if cell.kind == "text" and _is_code(cell) and any(_is_code(r.cells.get(column)) for r in below)
        ]
        named = any(_names_a_column(cell.words) for cell in row.cells.values())
        return bool(set(figures) - set(codes[:1])) and (bool(codes) or not named)

    def _is_wider(self, one: int, other: int) -> bool:
        return len(self._heading_texts(self._rows[one])) > len(self._heading_texts(self._rows[other]))

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
        return max([*above, (self._first_row or LAST_ROW) - MOST_STOREYS - 1])

    def _heading_texts(self, row: SheetRow) -> list[str]:
        """A row's texts; none where the row holds numbers as data does."""
        if sum(is_number(cell) and _is_figure(cell) for cell in row.cells.values()) > 1:
            return []
        texts = [cell.words for cell in row.cells.values() if cell.kind in ("text", "number")]
        return [text for text in texts if text and len(text) <= 200]

    def _numbers_below(self, number_of_row: int) -> bool:
        """Numbers, or in a file of texts figures below words."""
        below = [row for number, row in self._rows.items() if number > number_of_row][:_LOOKED_AT_BELOW]
        cells = self._rows[number_of_row].cells.items()
        said = {column for column, cell in cells if cell.words and not cell.words.isdecimal()}
        return any(
            cell.kind == "number" or (column in said and _is_figure(cell))
            for row in below
            for column, cell in row.cells.items()
        )

    def _continues(self, best: int, number_of_row: int) -> bool:
        """A row of words, with nothing below the first heading: the second storey of the headings."""
        row = self._rows.get(number_of_row)
        if row is None or self._is_below_first(number_of_row):
            return False
        filled = {number: cell for number, cell in row.cells.items() if cell.words}
        if not filled or min(self._rows[best].cells) in filled or any(map(_is_figure, filled.values())):
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
        if 1 < len(filled) < len(columns) / 2 and set(filled) == set(columns[: len(filled)]):
            return False  # side by side above the first columns alone: a list of its own
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
            return tidy(cell.text) if cell.kind == "text" else as_shown(cell, self._survey.epoch)
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
            if row.number >= max(first, last) and (cell.words or cell.kind == "none")
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


def _is_figure(cell: Cell) -> bool:
    """Whether a cell holds a figure, and no year, as a heading may, or code that begins with a zero."""
    if not (is_number(cell) or (cell.kind == "text" and is_typed_amount(cell))):
        return False
    if cell.text[:1] == "0" and cell.text.isdecimal() and len(cell.text) > 1:
        return False
    return not (cell.text.isdecimal() and int(cell.text[:9]) in _YEARS)


def _goes_on(cell: Cell, below: Cell | None) -> bool:
    """A number above a number, a typed figure above a typed one."""
    return below is not None and cell.kind == below.kind and _is_figure(below)


def _is_code(cell: Cell | None) -> bool:
    return cell is not None and looks_like_code(cell) and any(char.isdigit() for char in cell.text)


def _names_a_column(text: str) -> bool:
    return headings.STRONG in (headings.as_item(text), headings.as_label(text))


def as_shown(cell: Cell, epoch: date) -> str:
    """A number's digits, or the day that its format shows."""
    value = number(cell)
    if is_date(cell.format) and 0 < value < 3_000_000:
        return str(epoch + timedelta(days=int(value)))
    return f"{value:f}"


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
