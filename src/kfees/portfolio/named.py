"""Columns of a portfolio that somebody named, and its heading's row, which is looked for by them too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kfees.model.portfolio_columns import without_version
from kfees.model.problems import Problem
from kfees.portfolio.fields import COURSES, Field, Fields, heading_of
from kfees.reading.as_written.amounts import is_empty
from kfees.reading.named_columns import NO_COLUMN, columns_meant
from kfees.reading.sheet import column_letters


class Heading(NamedTuple):
    """The row of a table's heading, from 0; where it has none (`is_row` false), its first row."""

    at: int
    is_row: bool = True


class Named(NamedTuple):
    """Columns by their letters or headings, as somebody typed them, for the fields that they hold; and the
    number of the table's `first` column in its sheet; `table`: what its columns can be."""

    by_field: Mapping[Field, str] = MappingProxyType({})
    first: int = 1
    table: Fields = COURSES

    def flag(self, field: Field, at: int) -> str:
        """What names the column that stands there, from 0 at the first: '--columns start=E'."""
        return f"--columns {field}={self.letter(at)}"

    def letter(self, at: int) -> str:
        return column_letters(self.first + at)

    def described(self, names: Sequence[str]) -> list[str]:
        """The columns with these names as messages call them: "E 'Start date'"."""
        headings = (heading_of(name, names) for name in names)
        return [f"{self.letter(at)} {text!r}".removesuffix(" ''") for at, text in enumerate(headings)]

    def meant(self, names: Sequence[str]) -> tuple[dict[Field, str | None], list[Problem]]:
        """Of columns with these names the one of each field; None where there shall be none. And what is
        wrong with what was typed."""
        headings = {self.first + at: (heading_of(name, names),) for at, name in enumerate(names)}
        found: dict[Field, str | None] = {}
        problems = []
        for field, typed in self.by_field.items():
            meant = [] if typed.casefold() == NO_COLUMN else columns_meant(typed, headings)
            found[field] = names[meant[0] - self.first] if meant else None
            place = f"--columns {field}={typed}"
            if len(meant) > 1:
                flags = " or ".join(self.flag(field, number - self.first) for number in meant)
                message = f"several columns are headed {typed!r}."
                problems.append(Problem("no-such-column", place, message, f"Pass {flags}."))
            elif not meant and typed.casefold() != NO_COLUMN:
                remedy = f"The columns are: {few(self.described(names))}."
                problems.append(Problem("no-such-column", place, f"there is no column {typed!r}.", remedy))
        return found, problems

    def heading_in(self, rows: Iterable[Sequence[str]]) -> Heading | None:
        """The first row that names every column that is required, or holds words where one is named by its
        letter. Where each is named by its letter, the first row with something in most of them is the first
        one of a table without a heading. A payer may stand for a setting."""
        is_by_letter = self.table.are_enough([of for of, typed in self.by_field.items() if len(typed) < 4])
        needed = [field for field in self.table.needed if field in self.by_field]
        for at, cells in enumerate(rows):
            if self.is_heading(cells):
                return Heading(at)
            filled = [field for field in needed if _filled(self._by_letter(field, cells))]
            if is_by_letter and 2 * len(filled) > len(needed):
                return Heading(at, is_row=False)
        return None

    def likely_heading(self, rows: Iterable[Sequence[str]]) -> Heading:
        """Where no row is sure to be the heading: the first that names most columns; where none names any,
        the first in which nearly as much stands as in any."""
        known_as = self.table.field_of
        found = [(len({known_as(cell) for cell in cells} - {None}), _filled(cells)) for cells in rows]
        most = max(found, default=(0, 0))[0]
        widest = max((filled for _, filled in found), default=0)
        likely = (
            at for at, (known, filled) in enumerate(found) if known == most and 3 * filled >= 2 * widest
        )
        return Heading(next(likely, 0))

    def is_heading(self, cells: Sequence[str]) -> bool:
        found = {self.table.field_of(cell) for cell in cells} - self.by_field.keys()
        headings = {self.first + at: (cell,) for at, cell in enumerate(cells)}
        are_names = len(found - {None}) > 1 and not any(cell.strip()[:1].isdigit() for cell in cells)
        for field, typed in self.by_field.items():
            may_head = are_names or all(map(_may_head, self._by_letter(field, cells)))
            is_there = columns_meant(typed, headings) and may_head
            if is_there or typed.casefold() == NO_COLUMN:
                found.add(field)
        return self.table.are_enough(found)

    def _by_letter(self, field: Field, cells: Sequence[str]) -> list[str]:
        """The cell of a field's column, where that is named by its letter."""
        typed = self.by_field.get(field, "").casefold()
        return [cell for at, cell in enumerate(cells) if self.letter(at).casefold() == typed]


UNNAMED = Named()


def _filled(cells: Sequence[str]) -> int:
    return sum(not is_empty(cell) for cell in cells)


def _may_head(text: str) -> bool:
    """Whether what stands in a column may be its heading: words, and no day or name of a regimen."""
    return text[:1].isalpha() and not is_empty(text) and not any(map(str.isdigit, without_version(text)))


SAID_NAMES = 20
"""So many columns are named in a message."""


def few(names: Iterable[str]) -> str:
    """Names one after the other; of very many the first, and how many others there are."""
    listed = list(names)
    others = len(listed) - SAID_NAMES
    return ", ".join(listed[:SAID_NAMES]) + (f" and {others:,} others" if others > 0 else "")
