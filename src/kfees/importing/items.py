"""From a row of the table to an item: its code, its words, its amounts, its days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from openpyxl.utils import get_column_letter

from kfees.importing.amounts import (
    SHOWN_OTHERWISE,
    AmountRead,
    AmountReading,
    formula_problem,
    has_sure_points,
    is_typed_amount,
    read_amount,
)
from kfees.importing.choices import Choices
from kfees.importing.chosen import Chosen
from kfees.importing.codes import Code, read_codes
from kfees.importing.days import as_in_a_column, read_day
from kfees.importing.entry import NOTHING, Entry
from kfees.importing.findings import Findings, Wrong
from kfees.importing.gst import gst_of_row, gst_of_total
from kfees.importing.headings import Role, RowGst
from kfees.importing.layout import SheetColumn
from kfees.importing.stays import span_of_days
from kfees.importing.table import STRUCK_OUT
from kfees.model.money import CannotDetermine, Money
from kfees.model.problems import InputError, Unreadable, unforeseen
from kfees.reading.as_written.days import DateOrder, order_of_column
from kfees.reading.cell import Cell, is_number, shown, tidy
from kfees.reading.opening import Workbook
from kfees.reading.sheet import address

Span = tuple[int | None, int | None]

PERIOD: tuple[Role, ...] = ("starts", "ends")

MOST_LABEL_CHARACTERS = 120


@dataclass(slots=True)
class ItemRow:
    """One row of the table as read. `amounts` in the order of the amount columns.

    An empty `unit` and a None take what the schedule says; `span` holds days of stay, both included;
    the row is in force from `starts` until the end of `ends`. `section`: the headings above it
    between the rows.
    """

    row: int
    code: str
    label: str
    amounts: tuple[Money, ...]
    unit: str = ""
    span: Span = (None, None)
    starts: date | None = None
    ends: date | None = None
    gst: RowGst | None = None
    section: str = ""


def read_items(
    book: Workbook, entries: Iterable[Entry], chosen: Chosen, choices: Choices, findings: Findings
) -> list[ItemRow]:
    """Read the rows; what cannot be read is a problem in `findings`, and its row is no item.

    Days and codes are judged last, when the whole column is known.
    """
    reader = _Items(book, chosen, choices, findings)
    items: list[ItemRow] = []
    codes: list[Cell] = []
    modifiers: list[Cell] = []
    right: list[bool] = []
    dated: list[tuple[int, Entry]] = []
    struck: list[tuple[int, Entry]] = []
    for entry in entries:
        before = len(findings.wrong)
        items.append(reader.read_or_refuse(entry))
        right.append(len(findings.wrong) == before)
        if entry.other("starts") or entry.other("ends"):
            dated.append((len(items) - 1, entry))
        if entry.is_struck:
            struck.append((len(items) - 1, entry))
        codes.append(entry.code if entry.code.standing is None else Cell("text", entry.code.standing))
        modifiers.append(entry.other("modifier") or NOTHING)
        findings.last_row = entry.row
    order = reader.date_order([entry for _, entry in dated])
    for number, entry in dated:
        before = len(findings.wrong)
        items[number].starts, items[number].ends = reader.days_or_refuse(entry, order)
        right[number] &= len(findings.wrong) == before
    reader.check_marks()
    reader.give_unit_to_others(items)
    found = read_codes(codes, choices.codes)
    if any(cell is not NOTHING for cell in modifiers):
        found = reader.modified(items, found, modifiers)
    for number, code in enumerate(found):
        right[number] &= reader.name(items[number], codes[number], code)
    of_struck = {number for number, _ in struck}
    standing = {
        item.code for number, item in enumerate(items) if struck and right[number] and number not in of_struck
    }
    for number, entry in struck:
        right[number] = right[number] and reader.stands(entry, items[number].code in standing)
    return [item for item, is_right in zip(items, right, strict=True) if is_right]


class _Items:
    def __init__(self, book: Workbook, chosen: Chosen, choices: Choices, findings: Findings) -> None:
        self._book, self._choices, self._findings = book, choices, findings
        self.item = chosen.roles["item"].number
        self._amounts = [amount.column.number for amount in chosen.amounts]
        as_stored = {name.casefold() for name in choices.as_stored}
        self._readings = {
            amount.column.number: replace(
                _with_sure_points(choices.reading, amount.column),
                as_stored=not as_stored.isdisjoint(amount.column.names),
            )
            for amount in chosen.amounts
        }
        self._columns = {role: column.number for role, column in chosen.roles.items()}
        self._gst_heading = chosen.roles["gst"].own if "gst" in chosen.roles else ""
        self._with_comma: set[int] = set()
        self._shown_units: set[str] = set()
        self._as_stored: set[int] = set()
        self._either: list[tuple[int, int, str]] = []

    def read_or_refuse(self, entry: Entry) -> ItemRow:
        """All of a row but its code and days. A cell that nobody foresaw refuses its row, and no other."""
        try:
            return self._read(entry)
        except Exception as error:  # noqa: BLE001  whatever a cell does to its reader, the row says so
            self._wrong(entry.row, self.item, entry.code, unforeseen(error))
            return ItemRow(entry.row, code="", label="", amounts=())

    def _read(self, entry: Entry) -> ItemRow:
        if entry.code.formula:
            self._use_formula(entry.row, self.item, entry.code)
        amounts = self._read_amounts(entry)
        units = {amount.unit for amount in amounts if amount is not None and amount.unit}
        self._shown_units |= units
        return ItemRow(
            row=entry.row,
            code="",
            label=self._label(entry),
            amounts=tuple(read.amount for read in amounts if read is not None),
            unit=self._unit(entry) or (units.pop() if len(units) == 1 else entry.section_unit),
            span=self._span(entry),
            gst=self._gst(entry, amounts),
            section=entry.section,
        )

    def name(self, item: ItemRow, cell: Cell, code: Code | Unreadable) -> bool:
        """Give an item its code, and its code for a label where it has none; whether it has a code."""
        if isinstance(code, Unreadable):
            self._wrong(item.row, self.item, cell, code)
            return False
        if code.said and not self._findings.is_counted(code.said):
            stored = shown(cell)
            self._note(
                code.said, item.row, self.item, "" if stored == code.text else f"'{stored}' is {code.text}"
            )
        item.code = code.text
        item.label = item.label or code.text
        return True

    def modified(
        self, items: Sequence[ItemRow], codes: Iterable[Code | Unreadable], modifiers: Sequence[Cell]
    ) -> Iterator[Code | Unreadable]:
        """'36415' and 'QW' are '36415-QW'."""
        read = read_codes([cell for cell in modifiers if cell is not NOTHING])
        for item, code, cell in zip(items, codes, modifiers, strict=True):
            modifier = next(read) if cell is not NOTHING else None
            if isinstance(code, Unreadable) or modifier is None:
                yield code
            elif isinstance(modifier, Unreadable):
                yield modifier
            else:
                text = f"{code.text}-{modifier.text}"
                example = f"{code.text} and {modifier.text} are {text}"
                self._note("modifiers joined to their codes", item.row, self._columns["modifier"], example)
                yield Code(text, code.said)

    def stands(self, entry: Entry, has_another_row: bool) -> bool:
        """Whether a row of which a part is struck out is an item: never, without the user's word."""
        cells = [
            (address(column, entry.row), column, cell)
            for column, cell in zip((self.item, *self._amounts), (entry.code, *entry.cells), strict=True)
            if cell is not None and cell.struck
        ]
        place, column, cell = cells[0]
        if has_another_row:
            self._note(f"{STRUCK_OUT} for another row of the item", entry.row, column, f"'{shown(cell)}'")
            return False
        rest = cell.words if cell.standing is None else cell.standing
        problem = Unreadable(
            "struck-out",
            "this is struck out in part." if cell.standing is not None else "this is struck out.",
            f"Leave the row out with {self._findings.skip_flag(entry.row)}, or say what holds with"
            f" {self._findings.set_flag(place, rest or 'CODE')}.",
        )
        self._wrong(entry.row, column, cell, problem)
        return False

    def _read_amounts(self, entry: Entry) -> list[AmountRead | None]:
        return [
            self._amount(entry, column, cell) for column, cell in zip(self._amounts, entry.cells, strict=True)
        ]

    def _amount(self, entry: Entry, column: int, cell: Cell | None) -> AmountRead | None:
        if cell is not None and cell.formula and not self._use_formula(entry.row, column, cell):
            return None
        if cell is not None and cell.struck:
            return AmountRead(CannotDetermine("the amount is struck out"))  # and its row no item
        try:
            read = read_amount(cell, address(column, entry.row), self._readings[column])
        except Unreadable as problem:
            if problem.code == SHOWN_OTHERWISE:
                flag = self._findings.column_flag("--as-stored", get_column_letter(column))
                problem.remedy = f"Pass {flag} to take the column's amounts as they are stored."
            self._wrong(entry.row, column, cell, problem)
            return None
        if self._readings[column].as_stored and not read.unit:
            self._as_stored.add(entry.row)
        if cell is None:
            self._note("amounts left blank, read as unknown", entry.row, column, f"item {shown(entry.code)}")
        elif read.said and not self._findings.is_counted(read.said):
            known = isinstance(read.amount, Decimal)
            self._note(read.said, entry.row, column, f"'{shown(cell)}' is {read.amount}" if known else "")
        if read.mark == "comma":
            self._with_comma.add(column)
        elif read.mark == "either":
            self._either.append((column, entry.row, cell.words if cell is not None else ""))
        return read

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
        if self._choices.reading.decimal_mark is not None:
            return
        problem = Unreadable(
            "either-number",
            "the comma could group thousands or, as in other cells of this column, be the decimal mark.",
            "Pass --decimals comma or --decimals point.",
        )
        self._findings.wrong.extend(
            Wrong(column, row, found, problem)
            for column, row, found in self._either
            if column in self._with_comma
        )

    def _use_formula(self, row: int, column: int, cell: Cell) -> bool:
        """Whether a formula's stored result may be used; it is said or a problem."""
        problem = formula_problem(cell, self._book)
        if problem is not None:
            words = "AMOUNT" if column in self._amounts else "CODE"
            problem = self._findings.with_way_out(problem, address(column, row), words, row)
            self._findings.wrong.append(Wrong(column, row, cell.formula[:60], problem))
            return False
        self._note(
            "formulas, whose stored results were used", row, column, f"{cell.formula[:40]} gave {shown(cell)}"
        )
        return True

    def _label(self, entry: Entry) -> str:
        label = short_label(entry.label)
        if label != entry.label:
            column = self._columns.get("label", self.item)
            self._note("long descriptions cut short", entry.row, column, f"item {shown(entry.code)}")
        return label

    def _unit(self, entry: Entry) -> str:
        if (cell := entry.other("unit")) is None:
            return ""
        if is_number(cell) or (is_typed_amount(cell) and not cell.is_said):
            flag = self._findings.set_flag(address(self._columns["unit"], entry.row), "UNIT")
            remedy = f"Say what the amount is for with {flag}, or leave the row out with"
            remedy = f"{remedy} {self._findings.skip_flag(entry.row)}."
            problem = Unreadable("bad-unit", "this figure says no unit.", remedy)
            self._wrong(entry.row, self._columns["unit"], cell, problem)
        text = tidy(cell.text) if cell.kind == "text" else ""
        return text[4:] if text.casefold().startswith("per ") else text  # 'per day' beside a price is a day

    def _gst(self, entry: Entry, amounts: Sequence[AmountRead | None]) -> RowGst | None:
        """As its cell of GST says, and its amount with GST, of which each must agree with the other."""
        gst, total = entry.other("gst"), entry.other("with_gst")
        if not self._amounts or (gst is None and total is None):
            return None
        known = (read.amount for read in amounts if read is not None)
        amount = next((amount for amount in known if isinstance(amount, Decimal)), None)
        role: Role = "gst"
        try:
            said = None if gst is None else gst_of_row(gst, self._gst_heading, amount)
            if total is None or (gst is not None and gst.is_said):
                return said
            role = "with_gst"
            return gst_of_total(total, amount, said)
        except Unreadable as problem:
            self._wrong(entry.row, self._columns[role], entry.other(role), problem)
            return None

    def _span(self, entry: Entry) -> Span:
        if (cell := entry.other("days")) is None:
            return self._stay_day(entry, "from_day"), self._stay_day(entry, "to_day")
        if (span := span_of_days(cell.text)) is None:
            self._no_days(entry, "days", cell)
            return (None, None)
        return span

    def _stay_day(self, entry: Entry, role: Role) -> int | None:
        cell = entry.other(role)
        if cell is None or tidy(cell.text).casefold() in ("-", "+", "onwards", "n/a"):
            return None
        text = tidy(cell.text).removesuffix(".0")
        if text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= 9999:
            return int(text)
        self._no_days(entry, role, cell)
        return None

    def _no_days(self, entry: Entry, role: Role, cell: Cell) -> None:
        column, row = self._columns[role], entry.row
        none = self._findings.column_flag("--columns", f"{role}=none")
        given = self._findings.remedy(address(column, row), "DAYS", row)
        remedy = f"Where the column holds no days of a stay, pass {none}. Else: whole days from 1. {given}"
        self._wrong(row, column, cell, Unreadable("bad-day", "this is no span of days of stay.", remedy))

    def date_order(self, entries: Iterable[Entry]) -> DateOrder | None:
        """The order that was asked for, or that a cell proves for all days; None where neither says."""
        if self._choices.reading.date_order is not None:
            return self._choices.reading.date_order
        days = [
            (entry.row, self._columns[role], cell)
            for entry in entries
            for role in PERIOD
            if (cell := entry.other(role)) is not None
        ]
        texts = [(address(column, row), as_in_a_column(cell, self._book.epoch)) for row, column, cell in days]
        try:
            found = order_of_column("", texts)
        except InputError as error:
            problem = error.problems[0]
            self._wrong(*days[0], Unreadable(problem.code, problem.message, problem.remedy))
            return None
        if found.order == "month-first":
            self._note("days read with the month first", days[0][0], days[0][1], found.because)
        return found.order if found.because else None

    def days_or_refuse(self, entry: Entry, order: DateOrder | None) -> tuple[date | None, date | None]:
        """The days from and up to which a row is in force."""
        try:
            return self._day(entry, "starts", order), self._day(entry, "ends", order)
        except Exception as error:  # noqa: BLE001  as for the rest of the row
            self._wrong(entry.row, self.item, entry.code, unforeseen(error))
            return None, None

    def _day(self, entry: Entry, role: Role, order: DateOrder | None) -> date | None:
        cell = entry.other(role)
        if cell is None or (cell.formula and not self._use_formula(entry.row, self._columns[role], cell)):
            return None
        try:
            return read_day(cell, self._book.epoch, order)
        except Unreadable as problem:
            self._wrong(entry.row, self._columns[role], cell, problem)
            return None

    def _note(self, kind: str, row: int, column: int, example: str) -> None:
        self._findings.note(kind, address(column, row), example)

    def _wrong(self, row: int, column: int, cell: Cell | None, problem: Unreadable) -> None:
        found = shown(cell)[:80] if cell is not None else ""
        words = "AMOUNT" if column in self._amounts else "CODE"
        problem = self._findings.with_way_out(problem, address(column, row), words, row)
        self._findings.wrong.append(Wrong(column, row, found, problem))


def short_label(label: str) -> str:
    """A description as long as a label may be, cut between words."""
    if len(label) <= MOST_LABEL_CHARACTERS:
        return label
    short = label[:MOST_LABEL_CHARACTERS].rpartition(" ")[0] or label[:MOST_LABEL_CHARACTERS]
    return f"{short.rstrip(' ,;:-')} …"


def _with_sure_points(reading: AmountReading, column: SheetColumn) -> AmountReading:
    """Where an amount of the column is 12.50, 146.442 is no 146,442."""
    typed = (cell.text for cell in column.values.values() if cell.kind == "text")
    is_sure = reading.decimal_mark is None and has_sure_points(typed)
    return replace(reading, decimal_mark="point") if is_sure else reading
