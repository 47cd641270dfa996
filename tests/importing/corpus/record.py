"""What a sheet says, as whoever wrote it knows, and what is right of it for a first day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

FROM = date(2025, 7, 1)
LAST_OF_THE_YEAR = date(2026, 6, 30)

Gst = Literal["exclusive", "included", "free"]
Must = Literal["import", "ask", "refuse"]
"""import: only one answer can be meant. ask: several can. refuse: these are no dollars."""


class Rate(NamedTuple):
    """A rate as it must come out. `amount`: None where it is not known. `unit`: '' where nothing says it."""

    code: str
    amount: Decimal | None
    unit: str = ""
    gst: str = "free"
    first: str = ""
    last: str = ""
    until: str = ""


@dataclass(frozen=True)
class Item:
    """One amount of the sheet. `column`: of the amount; '' where it is right whichever column is meant.

    `left`: the first column of its table. `tells`: what the other columns of its row say, by letter.
    """

    code: str
    amount: Decimal | None
    row: int
    column: str
    sheet: str
    unit: str = ""
    gst: Gst = "free"
    span: tuple[int | None, int | None] = (None, None)
    starts: date | None = None
    ends: date | None = None
    hidden: bool = False
    left: int = 1
    tells: Mapping[str, str] = field(default_factory=dict)

    @property
    def steps(self) -> bool:
        return self.span != (None, None)

    @property
    def key(self) -> tuple[str, object, str]:
        return self.code, self.span, self.unit

    @property
    def begins(self) -> date:
        return self.starts or date.min

    def on(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)

    def rate(self) -> Rate:
        ends = self.ends if self.ends is not None and self.ends < LAST_OF_THE_YEAR else None
        first, last = ("" if day is None else str(day) for day in self.span)
        return Rate(self.code, self.amount, self.unit, self.gst, first, last, str(ends or ""))


@dataclass
class Record:
    """What is right of a file. `columns`: by role, and of several that hold amounts the one that was meant.

    `cells`: what a cell says that holds something else. `answers`: what is said where it is asked, by flag.
    """

    items: list[Item] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    must: Must = "import"

    def right(self, said: Sequence[str] = ()) -> set[Rate]:
        """The rates, with the flags that narrow what is meant: sheets, rows, a condition, hidden rows."""
        meant = self._amounts_named(said)
        found = [item for item in self.items if item.on(FROM) and (item.steps or item.column in meant(item))]
        for name, narrowed in _NARROWED.items():
            if values := [value for flag, value in zip(said[::2], said[1::2], strict=True) if flag == name]:
                found = narrowed(found, values)
        if "modifier" not in self.columns:
            for column in [value[9:] for value in said if value.startswith("modifier=")]:
                found = [replace(item, code=f"{item.code}-{item.tells[column]}") for item in found]
        latest: dict[tuple[str, object, str], date] = {}
        for item in found:
            latest[item.key] = max(latest.get(item.key, item.begins), item.begins)
        return {item.rate() for item in found if item.begins == latest[item.key]}

    def _amounts_named(self, said: Sequence[str]) -> Callable[[Item], tuple[str, ...]]:
        """The column of amounts of an item: as it was named for its rows, 'amount=C' or '5-20:amount=C'."""
        named = [value.rpartition("amount=") for value in said if "amount=" in value]

        def meant(item: Item) -> tuple[str, ...]:
            of_rows = [
                column for rows, _, column in named if not rows or item in _of_rows([item], [rows[:-1]])
            ]
            return "", *(of_rows[-1:] or [self.columns["amount"]])

        return meant


def _of_sheets(items: list[Item], values: list[str]) -> list[Item]:
    return [item for item in items if item.sheet in values]


def _of_rows(items: list[Item], values: list[str]) -> list[Item]:
    """'5-20', or the cells of a table, 'E5:G20'."""
    spans = [_SPAN.fullmatch(value) for value in values]
    return [item for item in items if any(span is None or _is_in(item, span) for span in spans)]


def _is_in(item: Item, span: re.Match[str]) -> bool:
    left, first, right, last = span.groups()
    beside = not left or ord(left) - 64 <= item.left <= ord(right) - 64
    return beside and int(first) <= item.row <= int(last)


def _where(items: list[Item], values: list[str]) -> list[Item]:
    pairs = [value.split("=", 1) for value in values]
    return [item for item in items if all(item.tells.get(column) == words for column, words in pairs)]


def _hidden(items: list[Item], values: list[str]) -> list[Item]:
    return [item for item in items if "leave-out" not in values or not item.hidden]


_SPAN = re.compile(r"(?:.*:)?([A-Z]?)([0-9]+)[-:]([A-Z]?)([0-9]+)")
_NARROWED: dict[str, Callable[[list[Item], list[str]], list[Item]]] = {
    "--sheet": _of_sheets,
    "--rows": _of_rows,
    "--where": _where,
    "--hidden": _hidden,
}
