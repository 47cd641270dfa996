"""From when until when the rows of a table hold, by their columns of days: read in one order for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kfees.importing.cell_findings import CellFindings
from kfees.importing.days import as_in_a_column, read_day
from kfees.importing.entry import Entry
from kfees.importing.headings import Role
from kfees.model.problems import InputError, Unreadable, unforeseen
from kfees.reading.as_written.days import DateOrder, order_of_column
from kfees.reading.cell import Cell
from kfees.reading.sheet import address

PERIOD: tuple[Role, ...] = ("starts", "ends")

_NO_DAY = frozenset(("-", "–", "—", "n/a", "na", "nil", "none", "not applicable"))
_NO_END = _NO_DAY | {
    *(
        "ongoing",
        "current",
        "present",
        "open",
        "open ended",
        "open-ended",
        "indefinite",
        "no end",
        "no end date",
    ),
    "until further notice",
}
"""What people write where a row has no first day, or no last one."""


class RowPeriods:
    def __init__(
        self, epoch: date, columns: Mapping[Role, int], order: DateOrder | None, said: CellFindings
    ) -> None:
        self._epoch, self._columns, self._order, self._said = epoch, columns, order, said
        # A column of hundreds of thousands of days has few different ones.
        self._same: dict[tuple[tuple[Role, Cell], ...], dict[Role, Cell]] = {}
        self._read: dict[Cell, date] = {}

    def kept(self, entry: Entry) -> Entry | None:
        """A row with its days alone, as all are kept until their order is known; None where it says none."""
        days = {role: cell for role in PERIOD if (cell := entry.other(role)) is not None}
        if not days:
            return None
        days = self._same.setdefault(tuple(days.items()), days)
        return Entry(entry.row, entry.hidden, entry.code, "", (), days)

    def order(self, entries: Iterable[Entry]) -> DateOrder | None:
        """The order that was asked for, or that a cell proves for all days; None where neither says."""
        if self._order is not None:
            return self._order
        first: dict[tuple[Role, Cell], int] = {}
        for entry in entries:
            for day in entry.others.items():
                first.setdefault(day, entry.row)
        days = [(row, self._columns[role], cell) for (role, cell), row in first.items()]
        texts = [(address(column, row), as_in_a_column(cell, self._epoch)) for row, column, cell in days]
        try:
            found = order_of_column("", texts)
        except InputError as error:
            problem = error.problems[0]
            self._said.wrong(*days[0], Unreadable(problem.code, problem.message, problem.remedy))
            return None
        if found.order == "month-first":
            self._said.note("days read with the month first", days[0][0], days[0][1], found.because)
        return found.order if found.because else None

    def read_or_refuse(self, entry: Entry, order: DateOrder | None) -> tuple[date | None, date | None]:
        """The days from and up to which a row is in force."""
        try:
            return self._day(entry, "starts", order), self._day(entry, "ends", order)
        except Exception as error:  # noqa: BLE001  as for the rest of the row
            self._said.wrong(entry.row, self._columns["item"], entry.code, unforeseen(error))
            return None, None

    def _day(self, entry: Entry, role: Role, order: DateOrder | None) -> date | None:
        if (cell := entry.other(role)) is None:
            return None
        column = self._columns[role]
        if cell.words.casefold() in (_NO_END if role == "ends" else _NO_DAY):
            self._said.note("words for no day, read as none", entry.row, column, f"'{cell.words}'")
            return None
        if cell.formula and not self._said.use_formula(entry.row, column, cell):
            return None
        try:
            if cell not in self._read:
                self._read[cell] = read_day(cell, self._epoch, order)
            return self._read[cell]
        except Unreadable as problem:
            self._said.wrong(entry.row, column, cell, self._with_way_out(problem, address(column, entry.row)))
            return None

    def _with_way_out(self, problem: Unreadable, cell: str) -> Unreadable:
        if problem.code != "bad-date":
            return problem
        flag = self._said.findings.set_flag(cell, "-")
        remedy = f"Pass {flag} where the row has no such day, or the day for the dash (2025-07-01)"
        none = "where the column holds no days, --columns starts=none,ends=none"
        return Unreadable(problem.code, problem.message, f"{remedy}; {none}.")
