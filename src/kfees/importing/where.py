"""Only the rows that say in a column what the user asks for: --where COLUMN=WORDS."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kfees.importing.chosen import not_one
from kfees.importing.findings import Findings
from kfees.importing.layout import Layout, SheetColumn
from kfees.model.problems import Problem
from kfees.reading.cell import Cell, shown

SECTION = "section"
"""What the headings between the rows are called."""

MOST_VALUES, MOST_SHOWN = 40, 6
"""A column that says more different things tells no kinds of rows apart; of fewer, so many are offered."""


class Where:
    """What a row must say, in columns that the user named, to be read."""

    def __init__(self, asked: Collection[tuple[str, str]], layout: Layout) -> None:
        self._asked, self._layout = asked, layout
        self._unknown: list[tuple[str, str]] = []
        self._said: dict[int, set[str]] = {}
        self._sections: set[str] = set()
        self._seen: dict[int, dict[str, str]] = {}
        for name, said in asked:
            column = self._column(name)
            if column is not None:
                self._said.setdefault(column.number, set()).add(said.casefold())
                self._seen.setdefault(column.number, {})
            elif name.casefold() == SECTION:
                self._sections.add(said.casefold())
            else:
                self._unknown.append((name, said))

    def _column(self, name: str) -> SheetColumn | None:
        found = self._layout.columns_meant(name)
        return found[0] if len(found) == 1 else None

    @property
    def columns(self) -> Collection[int]:
        return self._said.keys()

    def holds(self, cells: Mapping[int, Cell]) -> bool:
        """Whether a row says in each column one of what it may say."""
        is_wanted = True
        for column, values in self._said.items():
            value = value_of(cells.get(column))
            if len(self._seen[column]) <= MOST_VALUES:
                self._seen[column].setdefault(value.casefold(), value)
            is_wanted &= value.casefold() in values
        return is_wanted

    def holds_below(self, section: str) -> bool:
        """Whether a row below such headings is wanted."""
        if self._sections:
            self._seen.setdefault(0, {})[section.casefold()] = section
        return not self._sections or section.casefold() in self._sections

    def problems(self, findings: Findings) -> Iterator[Problem]:
        for name, said in self._unknown:
            found = self._layout.columns_meant(name)
            message, remedy = not_one(self._layout, name, found, "--where ", f"={said}")
            yield Problem(
                "no-such-column", findings.column_flag("--where", f"{name}={said}"), message, remedy
            )
        for name, said in self._asked:
            column = self._column(name)
            seen = self._seen.get(column.number if column is not None else 0, {})
            if (name, said) not in self._unknown and said.casefold() not in seen:
                flags = [findings.column_flag("--where", f"{name}={value}") for value in seen.values()]
                place = findings.column_flag("--where", f"{name}={said}")
                remedy = f"Pass {' or '.join(flags[:MOST_SHOWN])}." if flags else "Leave it out."
                yield Problem("no-such-value", place, "no row says so.", remedy)


def value_of(cell: Cell | None) -> str:
    return shown(cell) if cell is not None else ""
