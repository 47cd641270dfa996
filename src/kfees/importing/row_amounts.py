"""The amounts of a table's rows, and what some tell of the others: their decimal mark, their unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from openpyxl.utils import get_column_letter

from kfees.importing.amounts import SHOWN_OTHERWISE, AmountRead, AmountReading, has_sure_points, read_amount
from kfees.importing.cell_findings import CellFindings
from kfees.importing.choices import Choices
from kfees.importing.chosen import AmountColumn
from kfees.importing.entry import Entry
from kfees.importing.findings import Wrong
from kfees.importing.item_row import ItemRow
from kfees.importing.layout import SheetColumn
from kfees.model.money import CannotDetermine
from kfees.model.problems import Unreadable
from kfees.reading.cell import Cell, shown
from kfees.reading.sheet import address


class RowAmounts:
    def __init__(self, amounts: Sequence[AmountColumn], choices: Choices, said: CellFindings) -> None:
        self._mark, self._said = choices.reading.decimal_mark, said
        self.columns = [amount.column.number for amount in amounts]
        as_stored = {name.casefold() for name in choices.as_stored}
        self._readings = {
            amount.column.number: replace(
                _with_sure_points(choices.reading, amount.column),
                as_stored=not as_stored.isdisjoint(amount.column.names),
            )
            for amount in amounts
        }
        self._with_comma: set[int] = set()
        self._shown_units: set[str] = set()
        self._as_stored: set[int] = set()
        self._either: list[tuple[int, int, str]] = []

    def read(self, entry: Entry) -> list[AmountRead | None]:
        """In the order of the columns; None is a problem."""
        return [self._amount(entry, *place) for place in zip(self.columns, entry.cells, strict=True)]

    def _amount(self, entry: Entry, column: int, cell: Cell | None) -> AmountRead | None:
        if cell is not None and cell.formula and not self._said.use_formula(entry.row, column, cell):
            return None
        if cell is not None and cell.struck:
            return AmountRead(CannotDetermine("the amount is struck out"))  # and its row no item
        try:
            read = read_amount(cell, address(column, entry.row), self._readings[column])
        except Unreadable as problem:
            if problem.code == SHOWN_OTHERWISE:
                flag = self._said.findings.column_flag("--as-stored", get_column_letter(column))
                problem.remedy = f"Pass {flag} to take the column's amounts as they are stored."
            self._said.wrong(entry.row, column, cell, problem)
            return None
        if read.unit:
            self._shown_units.add(read.unit)
        elif self._readings[column].as_stored or (cell is not None and cell.is_said):
            self._as_stored.add(entry.row)
        self._say(entry, column, cell, read)
        if read.mark == "comma":
            self._with_comma.add(column)
        elif read.mark == "either":
            self._either.append((column, entry.row, cell.words if cell is not None else ""))
        return read

    def _say(self, entry: Entry, column: int, cell: Cell | None, read: AmountRead) -> None:
        if cell is None:
            example = f"item {shown(entry.code)}"
            self._said.note("amounts left blank, read as unknown", entry.row, column, example)
        elif read.said and not self._said.findings.is_counted(read.said):
            example = f"'{shown(cell)}' is {read.amount}" if isinstance(read.amount, Decimal) else ""
            self._said.note(read.said, entry.row, column, example)

    def give_unit_to_others(self, items: Sequence[ItemRow]) -> None:
        """Where every amount is shown with one unit, it is also that of an item whose amount is not known, or
        is not as it is shown."""
        others = [
            item
            for item in items
            if not item.unit
            and (
                item.row in self._as_stored or not any(isinstance(amount, Decimal) for amount in item.amounts)
            )
        ]
        of_others = {id(item) for item in others}
        if {item.unit for item in items if id(item) not in of_others} == self._shown_units != set():
            for item in others if len(self._shown_units) == 1 else ():
                item.unit = next(iter(self._shown_units))

    def check_marks(self) -> None:
        """Where one amount of a column has a comma for its decimal mark, '1,234' is open."""
        if self._mark is not None:
            return
        problem = Unreadable(
            "either-number",
            "the comma could group thousands or, as in other cells of this column, be the decimal mark.",
            "Pass --decimals comma or --decimals point.",
        )
        self._said.findings.wrong.extend(
            Wrong(column, row, found, problem)
            for column, row, found in self._either
            if column in self._with_comma
        )


def _with_sure_points(reading: AmountReading, column: SheetColumn) -> AmountReading:
    """Where an amount of the column is 12.50, 146.442 is no 146,442."""
    typed = (cell.text for cell in column.values.values() if cell.kind == "text")
    is_sure = reading.decimal_mark is None and has_sure_points(typed)
    return replace(reading, decimal_mark="point") if is_sure else reading
