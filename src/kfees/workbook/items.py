"""From a row of the table to an item: its code, its words, its amounts, its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kfees.errors import Unreadable
from kfees.money import Money
from kfees.schedule import Gst
from kfees.workbook import headings
from kfees.workbook.amounts import formula_problem, read_amount
from kfees.workbook.codes import Code, read_codes
from kfees.workbook.columns import Chosen
from kfees.workbook.days import read_day, shown, span_of_days
from kfees.workbook.findings import Findings, Wrong
from kfees.workbook.headings import Role
from kfees.workbook.opening import Workbook
from kfees.workbook.sheet import Cell, address, tidy
from kfees.workbook.table import Choices, Entry

Span = tuple[int | None, int | None]

MOST_LABEL_CHARACTERS = 120


@dataclass(slots=True)
class Item:
    """One row of the table as read. `amounts` in the order of the amount columns.

    An empty `unit` and a None take what the schedule says; `span` holds days of stay, both included;
    the row is in force from `starts` until the end of `ends`.
    """

    row: int
    code: str
    label: str
    amounts: tuple[Money, ...]
    unit: str = ""
    span: Span = (None, None)
    starts: date | None = None
    ends: date | None = None
    gst: Gst | None = None


def read_items(
    book: Workbook, entries: Sequence[Entry], chosen: Chosen, choices: Choices, findings: Findings
) -> list[Item]:
    """Read the rows; what cannot be read is a problem in `findings`, and its row is no item."""
    reader = _Items(book, chosen, choices, findings)
    items: list[Item] = []
    codes = read_codes([entry.code for entry in entries], choices.codes)
    modifiers = iter(read_codes([e.others["modifier"] for e in entries if "modifier" in e.others]))
    for entry, code in zip(entries, codes, strict=True):
        if "modifier" in entry.others and not isinstance(code, Unreadable):
            code = reader.modified(entry, code, next(modifiers))
        elif "modifier" in entry.others:
            next(modifiers)
        if isinstance(code, Unreadable):
            reader.wrong(entry, reader.item, entry.code, code)
            reader.read_amounts(entry)
        elif (item := reader.read(entry, code)) is not None:
            items.append(item)
    reader.check_marks()
    return items


class _Items:
    def __init__(self, book: Workbook, chosen: Chosen, choices: Choices, findings: Findings) -> None:
        self._book, self._choices, self._findings = book, choices, findings
        self.item = chosen.roles["item"].number
        self._amounts = [amount.column.number for amount in chosen.amounts]
        self._columns = {role: column.number for role, column in chosen.roles.items()}
        self._with_comma: set[int] = set()
        self._either: list[tuple[int, int, str]] = []

    def read(self, entry: Entry, code: Code) -> Item | None:
        """The item; None where something in the row is wrong."""
        before = len(self._findings.wrong)
        if code.said:
            stored = shown(entry.code)
            example = "" if stored == code.text else f"'{stored}' is {code.text}"
            self._note(code.said, entry, self.item, example)
        if entry.code.formula:
            self._use_formula(entry, self.item, entry.code)
        amounts = self.read_amounts(entry)
        item = Item(
            row=entry.row,
            code=code.text,
            label=self._label(entry) or code.text,
            amounts=tuple(amount for amount in amounts if amount is not None),
            unit=self._unit(entry),
            span=self._span(entry),
            starts=self._day(entry, "starts"),
            ends=self._day(entry, "ends"),
            gst=self._gst(entry),
        )
        return item if len(self._findings.wrong) == before else None

    def modified(self, entry: Entry, code: Code, modifier: Code | Unreadable) -> Code | Unreadable:
        """'36415' and 'QW' are '36415-QW'."""
        if isinstance(modifier, Unreadable):
            return modifier
        self._note(
            "modifiers joined to their codes",
            entry,
            self._columns["modifier"],
            f"{code.text} and {modifier.text} are {code.text}-{modifier.text}",
        )
        return Code(f"{code.text}-{modifier.text}", code.said)

    def read_amounts(self, entry: Entry) -> list[Money | None]:
        return [
            self._amount(entry, column, cell) for column, cell in zip(self._amounts, entry.cells, strict=True)
        ]

    def _amount(self, entry: Entry, column: int, cell: Cell | None) -> Money | None:
        if cell is not None and cell.formula and not self._use_formula(entry, column, cell):
            return None
        try:
            read = read_amount(cell, address(column, entry.row), self._choices.reading)
        except Unreadable as problem:
            self.wrong(entry, column, cell, problem)
            return None
        if cell is None:
            self._note("amounts left blank, read as unknown", entry, column, f"item {shown(entry.code)}")
        elif read.said:
            known = isinstance(read.amount, Decimal)
            self._note(read.said, entry, column, f"'{shown(cell)}' is {read.amount}" if known else "")
        if read.mark == "comma":
            self._with_comma.add(column)
        elif read.mark == "either":
            self._either.append((column, entry.row, cell.words if cell is not None else ""))
        return read.amount

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

    def _use_formula(self, entry: Entry, column: int, cell: Cell) -> bool:
        """Whether a formula's stored result may be used; it is said or a problem."""
        problem = formula_problem(cell, self._book)
        if problem is not None:
            self._findings.wrong.append(Wrong(column, entry.row, cell.formula[:60], problem))
            return False
        self._note(
            "formulas, whose stored results were used",
            entry,
            column,
            f"{cell.formula[:40]} gave {shown(cell)}",
        )
        return True

    def _label(self, entry: Entry) -> str:
        if len(entry.label) <= MOST_LABEL_CHARACTERS:
            return entry.label
        short = entry.label[:MOST_LABEL_CHARACTERS].rpartition(" ")[0] or entry.label[:MOST_LABEL_CHARACTERS]
        column = self._columns.get("label", self.item)
        self._note("long descriptions cut short", entry, column, f"item {shown(entry.code)}")
        return f"{short.rstrip(' ,;:-')} …"

    def _unit(self, entry: Entry) -> str:
        cell = entry.others.get("unit")
        return tidy(cell.text) if cell is not None and cell.kind == "text" else ""

    def _gst(self, entry: Entry) -> Gst | None:
        cell = entry.others.get("gst")
        if cell is None:
            return None
        gst = headings.gst_in(tidy(cell.text))
        if gst is None:
            self.wrong(
                entry,
                self._columns["gst"],
                cell,
                Unreadable(
                    "bad-gst",
                    "this does not say whether the amount includes GST.",
                    "Write 'GST exclusive', 'GST included' or 'GST free'.",
                ),
            )
        return gst

    def _span(self, entry: Entry) -> Span:
        if (cell := entry.others.get("days")) is None:
            return self._stay_day(entry, "from_day"), self._stay_day(entry, "to_day")
        if (span := span_of_days(cell.text)) is None:
            self.wrong(entry, self._columns["days"], cell, _bad_span())
            return (None, None)
        return span

    def _stay_day(self, entry: Entry, role: Role) -> int | None:
        cell = entry.others.get(role)
        if cell is None or tidy(cell.text).casefold() in ("-", "+", "onwards", "n/a"):
            return None
        text = tidy(cell.text).removesuffix(".0")
        if text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= 9999:
            return int(text)
        self.wrong(entry, self._columns[role], cell, _bad_span())
        return None

    def _day(self, entry: Entry, role: Role) -> date | None:
        cell = entry.others.get(role)
        if cell is None or (cell.formula and not self._use_formula(entry, self._columns[role], cell)):
            return None
        try:
            return read_day(cell, self._book.epoch, self._choices.reading.date_order)
        except Unreadable as problem:
            self.wrong(entry, self._columns[role], cell, problem)
            return None

    def _note(self, kind: str, entry: Entry, column: int, example: str) -> None:
        self._findings.note(kind, address(column, entry.row), example)

    def wrong(self, entry: Entry, column: int, cell: Cell | None, problem: Unreadable) -> None:
        found = shown(cell)[:80] if cell is not None else ""
        self._findings.wrong.append(Wrong(column, entry.row, found, problem))


def _bad_span() -> Unreadable:
    return Unreadable(
        "bad-day", "this is no span of days of stay.", "Give whole days from 1, such as 1-14 or 15+."
    )
