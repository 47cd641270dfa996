"""What stands between, above and below the items: sections, totals, notes, rows struck out or hidden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from importing.corpus import words
from importing.corpus.columns import Column, Table
from importing.corpus.grid import Grid, Put, Value, letter
from importing.corpus.record import Gst, Item, Record

ROWS = {
    "letterhead": (0.5, False), "notes below": (0.3, False), "blank rows": (0.2, False),
    "sections": (0.12, False), "sections of units": (0.05, False), "headings repeated": (0.07, False),
    "a total": (0.07, False), "a total without its word": (0.03, False), "struck out": (0.05, True),
    "struck and new": (0.04, True), "hidden rows": (0.05, True), "no headings": (0.06, False),
    "tables side by side": (0.04, False), "two tables": (0.05, False),
    "unknown amounts": (0.08, False), "twice the same": (0.04, False),
    "a footnote on a code": (0.04, False), "typed amounts": (0.08, False),
    "thousands by format": (0.03, True),
    "hidden by format": (0.03, True), "headings of two rows": (0.06, True), "sections merged": (0.04, True),
    "left margin": (0.06, True), "columns shuffled": (0.06, False), "no label": (0.04, False),
    "sections of periods": (0.04, False), "rich text": (0.05, True),
}  # fmt: skip
"""How often each is asked for, and whether only a workbook can hold it."""

_PERIODS = (
    ("Fees from 1 July 2024 to 30 June 2025", date(2024, 7, 1), date(2025, 6, 30)),
    ("Fees effective 1 July 2025", date(2025, 7, 1), None),
)
"""Headings between the rows: the period that has ended, and the one that is asked for."""


class Sheet:
    """A table laid out on a grid, with what is right of each row that it writes."""

    def __init__(self, random: Random, table: Table, grid: Grid) -> None:
        self.random, self.table, self.grid = random, table, grid
        self.row = 1
        self.left = 1
        self.items: list[Item] = []
        self.cells: dict[str, str] = {}
        self.answers: dict[str, str] = dict(table.answers)
        self.columns: list[Column] = []
        self.names: list[str] = []
        self.must = table.must

    def lay_out(self, names: list[str]) -> None:
        self.names = names
        self.table.traits += [
            name for name in names if name not in ("letterhead", "notes below", "blank rows")
        ]
        if "left margin" in names:
            self.left = 2
        self.columns = self._ordered()
        if "letterhead" in names:
            self._letterhead()
        if "no headings" not in names:
            self._headings()
        self._top = self.row - 1
        self._rows()
        if "a total" in names or "a total without its word" in names:
            self._total()
        if "two tables" in names:
            self.row = self._second(self.row + 1, self.left)
        if "tables side by side" in names:
            self._second(self._top, self.left + len(self.columns) + 1)
        if "notes below" in names:
            self._notes()

    def record(self) -> Record:
        letters = {column.role: self._letter(column) for column in self.columns if column.role}
        fees = [column for column in self.columns if column.rates]
        meant = self.table.fees()[self.table.meant]
        letters["amount"] = self._letter(next(column for column in fees if column is meant))
        letters.pop("where", None)
        record = Record(self.items, [], letters, self.cells, self.answers, self.must)
        if self.table.gst_said:
            record.answers["--gst"] = self._gst
        return record

    @property
    def _gst(self) -> Gst:
        """What holds where a heading does not say it."""
        return "exclusive" if "with and without gst" in self.table.traits else self.table.gst

    def _ordered(self) -> list[Column]:
        items = [Put(held, form) for held, form, _ in self.table.codes]
        item = Column("item", self.random.choice(words.ITEM), items)
        labels = [Put(self.random.choice(words.LABELS)) for _ in items]
        label = Column("label", self.random.choice(words.LABEL), labels)
        front = [item] if "no label" in self.names else [item, label]
        rest = list(self.table.columns)
        found = [*front, *rest]
        if "columns shuffled" in self.names:
            self.random.shuffle(found)
        return found

    def _number(self, column: Column) -> int:
        return self.left + next(n for n, each in enumerate(self.columns) if each is column)

    def _letter(self, column: Column) -> str:
        return letter(self._number(column))

    def _letterhead(self) -> None:
        for text in self.random.sample(words.LETTERHEAD, self.random.randint(1, 4)):
            self.grid.cells[self.row, self.left] = Put(text, bold=True)
            self.row += 1
        self.row += self.random.randint(0, 1)

    def _headings(self) -> None:
        if "headings of two rows" in self.names:
            self.grid.cells[self.row, self.left + 1] = Put("Service details")
            first = min(self._number(column) for column in self.columns if column.rates)
            self.grid.cells[self.row, first] = Put("Fees")
            self.row += 1
        self._heading_row()

    def _heading_row(self) -> None:
        for column in self.columns:
            form = "d mmm yyyy" if not isinstance(column.heading, str) else ""
            self.grid.cells[self.row, self._number(column)] = Put(column.heading, form, bold=True)
        self.row += 1

    def _rows(self) -> None:
        count = self.table.count
        marked = self.random.randrange(1, count)
        for number in range(count):
            self._between(number, marked)
            self._item(number, marked)

    def _between(self, number: int, marked: int) -> None:
        names = self.names
        if "blank rows" in names and number and self.random.random() < 0.2:
            self.row += 1
        at = number in (0, marked)
        if at and ("sections" in names or "sections merged" in names):
            text = self.random.choice(words.SECTIONS)
            self.grid.cells[self.row, self.left] = Put(text, bold=True)
            if "sections merged" in names:
                right = self.left + len(self.columns) - 1
                self.grid.merged.append((self.row, self.left, self.row, right))
            self.row += 1
        elif at and "sections of units" in names:
            text = self.random.choice([unit for unit in words.UNITS if unit.startswith("per ")])
            self.grid.cells[self.row, self.left] = Put(text.capitalize(), bold=True)
            self._unit = words.UNITS[text]
            self.row += 1
        elif at and "sections of periods" in names:
            said, *self._period = _PERIODS[0 if number == 0 else 1]
            self.grid.cells[self.row, self.left] = Put(said, bold=True)
            self.row += 1
        elif number == marked and "headings repeated" in names:
            self.row += self.random.randint(0, 1)
            self._heading_row()

    _unit = ""
    _period: Sequence[date | None] = (None, None)

    def _item(self, number: int, marked: int) -> None:
        here = number == marked
        looks = [self._look(column, column.puts[number], number, here) for column in self.columns]
        if here and "struck out" in self.names:
            self._write([put._replace(struck=True) for put in looks])
            return
        if here and "struck and new" in self.names:
            old = [
                put._replace(value=put.value - 1) if isinstance(put.value, Decimal) else put for put in looks
            ]
            self._write([put._replace(struck=True) for put in old])
        if hidden := here and "hidden rows" in self.names:
            self.grid.hidden_rows.add(self.row)
            self.answers["--hidden"] = self.random.choice(("include", "leave-out"))
            self.must = "ask"
        self._record_item(number, here, hidden, looks)
        self._write(looks)
        if here and "twice the same" in self.names:
            self._write(looks)

    def _write(self, looks: list[Put]) -> None:
        for column, put in enumerate(looks, self.left):
            if put.value is not None:
                self.grid.cells[self.row, column] = put
        self.row += 1

    def _look(self, column: Column, put: Put, number: int, here: bool) -> Put:
        """A cell as the traits of the sheet make it look."""
        if column.rates and isinstance(put.value, Decimal):
            if "typed amounts" in self.names:
                return Put(f"${put.value:,.2f}" if self.random.random() < 0.5 else f"{put.value:.2f}")
            for name, form in (("thousands by format", "0.00,"), ("hidden by format", ";;;")):
                if here and name in self.names:
                    self.must = "ask"
                    return put._replace(format=form)
        if here and "a footnote on a code" in self.names and column.role == "item":
            code = put.value if "modifiers" in self.table.traits else self.table.codes[number][2]
            return Put(f"{code}{self.random.choice('*†²')}")
        if "rich text" in self.names and column.role in ("item", "label") and isinstance(put.value, str):
            return put._replace(rich=len(put.value) > 1, raised="1" if here else "")
        return put

    def _record_item(self, number: int, here: bool, hidden: bool, looks: list[Put]) -> None:
        tells = {
            self._letter(column): str(column.puts[number].value or "")
            for column in self.columns
            if not column.rates
        }
        for place, column in enumerate(self.columns):
            if not column.rates or not (said := dict(column.rates[number])):
                continue
            if here and "unknown amounts" in self.names and "span" not in said:
                looks[place], said["amount"] = Put(self.random.choice(words.UNKNOWN)), None
            unit = self.table.units[number] if self.table.units else self._unit
            gst = self.table.gsts[number] if self.table.gsts else self.table.gst
            starts, ends = self._period
            whole: dict[str, Any] = {"unit": unit, "gst": gst, "starts": starts, "ends": ends, **said}
            where: dict[str, Any] = {
                "row": self.row,
                "column": self._letter(column),
                "sheet": self.grid.name,
                "tells": tells,
                "left": self.left,
            }
            code = self.table.codes[number][2]
            self.items.append(Item(code, hidden=hidden, **where, **whole))

    def _total(self) -> None:
        for column in self.columns:
            if column.rates:
                number = self._number(column)
                puts = [put for (_, at), put in self.grid.cells.items() if at == number and not put.struck]
                amounts = [put.value for put in puts if isinstance(put.value, Decimal)]
                self.grid.cells[self.row, number] = Put(sum(amounts, Decimal(0)), self.table.price_format)
        if "a total" in self.names:
            place = self.random.choice(
                [column for column in self.columns if column.role in ("item", "label")]
            )
            self.grid.cells[self.row, self._number(place)] = Put(
                self.random.choice(("Total", "TOTAL", "Totals", "Grand total"))
            )
        self.row += 1

    def _second(self, row: int, left: int) -> int:
        """Another table, with headings and columns of its own: asked for, or both read. The row below it."""
        heads = ("Code", "Name", "Unit", "Price")
        for place, text in enumerate(heads, left):
            self.grid.cells[row, place] = Put(text, bold=True)
        for number in range(self.random.randint(2, 4)):
            row += 1
            amount = Decimal(self.random.randint(50, 900)) / 100
            values: tuple[Value, ...] = (f"KM{number + 1}", "Travel", "km", amount)
            self.grid.cells |= {(row, place): Put(value) for place, value in enumerate(values, left)}
            where: dict[str, Any] = {"row": row, "column": "", "sheet": self.grid.name, "left": left}
            self.items.append(Item(f"KM{number + 1}", amount, unit="km", gst=self._gst, **where))
        return row + 1

    def _notes(self) -> None:
        self.row += self.random.randint(0, 1)
        for text in self.random.sample(words.NOTES, self.random.randint(1, 3)):
            self.grid.cells[self.row, self.left] = Put(text)
            self.row += 1
