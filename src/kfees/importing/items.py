"""From a row of the table to an item: its code, its words, its amounts, its days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kfees.importing.amounts import AmountRead, is_typed_amount
from kfees.importing.cell_findings import CellFindings
from kfees.importing.choices import Choices
from kfees.importing.chosen import Chosen
from kfees.importing.codes import Code, read_codes
from kfees.importing.entry import NOTHING, Entry
from kfees.importing.findings import Findings
from kfees.importing.gst import gst_of_row, gst_of_total
from kfees.importing.gst_words import RowGst
from kfees.importing.headings import Role
from kfees.importing.item_row import FromTo, ItemRow
from kfees.importing.row_amounts import RowAmounts
from kfees.importing.row_periods import RowPeriods
from kfees.importing.stays import span_of_days
from kfees.importing.table import STRUCK_OUT
from kfees.model.problems import Unreadable, unforeseen
from kfees.reading.cell import Cell, is_number, shown, tidy
from kfees.reading.opening import Workbook
from kfees.reading.sheet import address

MOST_LABEL_CHARACTERS = 120


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
        if (days := reader.periods.kept(entry)) is not None:
            dated.append((len(items) - 1, days))
        if entry.is_struck:
            struck.append((len(items) - 1, entry))
        codes.append(entry.code if entry.code.standing is None else Cell("text", entry.code.standing))
        modifiers.append(entry.other("modifier") or NOTHING)
        findings.last_row = entry.row
    order = reader.periods.order([entry for _, entry in dated])
    for number, entry in dated:
        before = len(findings.wrong)
        items[number].starts, items[number].ends = reader.periods.read_or_refuse(entry, order)
        right[number] &= len(findings.wrong) == before
    reader.amounts.check_marks()
    reader.amounts.give_unit_to_others(items)
    found = read_codes(codes, choices.codes)
    if any(cell is not NOTHING for cell in modifiers):
        found = reader.modified(items, found, modifiers)
    for number, code in enumerate(found):
        right[number] &= reader.name(items[number], codes[number], code)
    reader.refuse_struck(items, right, struck)
    return [item for item, is_right in zip(items, right, strict=True) if is_right]


class _Items:
    def __init__(self, book: Workbook, chosen: Chosen, choices: Choices, findings: Findings) -> None:
        self.item = chosen.roles["item"].number
        self._columns = {role: column.number for role, column in chosen.roles.items()}
        self._gst_heading = chosen.roles["gst"].own if "gst" in chosen.roles else ""
        self._said = CellFindings(book, findings, [amount.column.number for amount in chosen.amounts])
        self.amounts = RowAmounts(chosen.amounts, choices, self._said)
        self.periods = RowPeriods(book.epoch, self._columns, choices.reading.date_order, self._said)

    def read_or_refuse(self, entry: Entry) -> ItemRow:
        """All of a row but its code and days. A cell that nobody foresaw refuses its row, and no other."""
        try:
            return self._read(entry)
        except Exception as error:  # noqa: BLE001  whatever a cell does to its reader, the row says so
            self._said.wrong(entry.row, self.item, entry.code, unforeseen(error))
            return ItemRow(entry.row, code="", label="", amounts=())

    def _read(self, entry: Entry) -> ItemRow:
        if entry.code.formula:
            self._said.use_formula(entry.row, self.item, entry.code)
        amounts = self.amounts.read(entry)
        units = {amount.unit for amount in amounts if amount is not None and amount.unit}
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
            self._said.wrong(item.row, self.item, cell, code)
            return False
        if code.said and not self._said.findings.is_counted(code.said):
            stored = shown(cell)
            self._said.note(
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
                column = self._columns["modifier"]
                self._said.note("modifiers joined to their codes", item.row, column, example)
                yield Code(text, code.said)

    def refuse_struck(
        self, items: Sequence[ItemRow], right: list[bool], struck: Sequence[tuple[int, Entry]]
    ) -> None:
        """A row of which a part is struck out is no item: another row of it stands, or the user is asked."""
        of_struck = {number for number, _ in struck}
        standing = {
            item.code
            for number, item in enumerate(items)
            if struck and right[number] and number not in of_struck
        }
        for number, entry in struck:
            if right[number]:
                self._leave_out_or_ask(entry, items[number].code in standing)
                right[number] = False

    def _leave_out_or_ask(self, entry: Entry, has_another_row: bool) -> None:
        columns = (self.item, *self.amounts.columns)
        cells = [
            (address(column, entry.row), column, cell)
            for column, cell in zip(columns, (entry.code, *entry.cells), strict=True)
            if cell is not None and cell.struck
        ]
        place, column, cell = cells[0]
        if has_another_row:
            kind = f"{STRUCK_OUT} for another row of the item"
            self._said.note(kind, entry.row, column, f"'{shown(cell)}'")
            return
        rest = cell.words if cell.standing is None else cell.standing
        problem = Unreadable(
            "struck-out",
            "this is struck out in part." if cell.standing is not None else "this is struck out.",
            f"Leave the row out with {self._said.findings.skip_flag(entry.row)}, or say what holds with"
            f" {self._said.findings.set_flag(place, rest or 'CODE')}.",
        )
        self._said.wrong(entry.row, column, cell, problem)

    def _label(self, entry: Entry) -> str:
        label = short_label(entry.label)
        if label != entry.label:
            column = self._columns.get("label", self.item)
            self._said.note("long descriptions cut short", entry.row, column, f"item {shown(entry.code)}")
        return label

    def _unit(self, entry: Entry) -> str:
        if (cell := entry.other("unit")) is None:
            return ""
        if is_number(cell) or (is_typed_amount(cell) and not cell.is_said):
            flag = self._said.findings.set_flag(address(self._columns["unit"], entry.row), "UNIT")
            skip = self._said.findings.skip_flag(entry.row)
            none = self._said.findings.column_flag("--columns", "unit=none")
            remedy = f"Say what the amount is for with {flag}, or leave the row out with {skip};"
            remedy = f"{remedy} or pass {none} where the column holds no units."
            problem = Unreadable("bad-unit", "this figure says no unit.", remedy)
            self._said.wrong(entry.row, self._columns["unit"], cell, problem)
        text = tidy(cell.text) if cell.kind == "text" else ""
        return text[4:] if text.casefold().startswith("per ") else text  # 'per day' beside a price is a day

    def _gst(self, entry: Entry, amounts: Sequence[AmountRead | None]) -> RowGst | None:
        """As its cell of GST says, and its amount with GST, of which each must agree with the other."""
        gst, total = entry.other("gst"), entry.other("with_gst")
        if not self.amounts.columns or (gst is None and total is None):
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
            self._said.wrong(entry.row, self._columns[role], entry.other(role), problem)
            return None

    def _span(self, entry: Entry) -> FromTo:
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
        none = self._said.findings.column_flag("--columns", f"{role}=none")
        given = self._said.findings.remedy(address(column, row), "DAYS", row)
        remedy = f"Where the column holds no days of a stay, pass {none}. Else: whole days from 1. {given}"
        self._said.wrong(row, column, cell, Unreadable("bad-day", "this is no span of days of stay.", remedy))


def short_label(label: str) -> str:
    """A description as long as a label may be, cut between words."""
    if len(label) <= MOST_LABEL_CHARACTERS:
        return label
    short = label[:MOST_LABEL_CHARACTERS].rpartition(" ")[0] or label[:MOST_LABEL_CHARACTERS]
    return f"{short.rstrip(' ,;:-')} …"
