"""From the rows of a sheet of weights to the weights of its items, or what is wrong, by sheet and cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from kfees.importing.amounts import formula_problem
from kfees.importing.choices import Choices
from kfees.importing.chosen import AmountColumn, Chosen
from kfees.importing.codes import Code, read_codes, shape_of
from kfees.importing.entry import Entry
from kfees.importing.findings import Wrong
from kfees.importing.items import short_label
from kfees.importing.table import HEADINGS_LEFT_OUT, read_entries
from kfees.importing.weight_cells import Words, flag_in, plausible_factor, weight_in, whole_days
from kfees.importing.weight_columns import CARRIED_BY_CODE, FLAGS, NEEDED, WeightRole, said
from kfees.importing.weight_sheets import WeightSheet, printed
from kfees.library.adjustments import Stream
from kfees.library.weights import NO_PAEDIATRIC_FACTOR, AcuteWeight, VisitWeight, Weight
from kfees.model.problems import Unreadable, unforeseen
from kfees.reading.cell import Cell, shown, tidy
from kfees.reading.opening import Workbook
from kfees.reading.passes import read_rows
from kfees.reading.sheet import Progress, address

Figure = Decimal | int | bool | None

BOUNDS: tuple[WeightRole, ...] = ("lower_bound", "upper_bound")

_OWN = CARRIED_BY_CODE["acute"]
_MEANT: dict[WeightRole, str] = {
    "item": "CODE",
    **dict.fromkeys(FLAGS, "YES"),
    **dict.fromkeys(BOUNDS, "DAYS"),
}
_NOTE = re.compile(r"([0-9]{1,2})[.)]?\s+\S*[A-Za-z]")


@dataclass(slots=True)
class WeightsRead:
    """What the rows of one sheet come to: `rows` holds where each weight stands, in the same order."""

    sheet: WeightSheet
    weights: list[Weight] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def place(self, number: int) -> str:
        """The cell of the code of one of the weights."""
        row = self.rows[number]
        return self.sheet.findings.place(address(self.sheet.roles["item"].number, row), row)


def read_weights(
    book: Workbook,
    sheet: WeightSheet,
    choices: Choices,
    before: Mapping[str, Weight],
    progress: Progress | None = None,
) -> WeightsRead:
    """Read the rows; what cannot be read goes to the sheet's findings. `before`: the stream's weights in the
    version before, which say what the sheet has no column for."""
    return _Rows(book, sheet, choices, before).read(progress)


class _Rows:
    def __init__(
        self, book: Workbook, sheet: WeightSheet, choices: Choices, before: Mapping[str, Weight]
    ) -> None:
        self._book, self._sheet, self._before = book, sheet, before
        self._choices = choices.on(sheet.name)
        self._findings = sheet.findings
        self._item = sheet.roles["item"].number
        self._numbers: frozenset[str] | None = None
        self._wrong_before = 0
        self._roles = [role for role in sheet.roles if role not in ("item", "label")]

    def read(self, progress: Progress | None) -> WeightsRead:
        roles = self._sheet.roles
        chosen = Chosen(
            {"item": roles["item"], "label": roles.get("label", roles["item"])},
            [AmountColumn(roles[role]) for role in self._roles],
        )
        entries = list(
            read_entries(self._book, self._sheet.layout, chosen, self._choices, self._findings, progress)
        )
        result = WeightsRead(self._sheet)
        for entry, code in zip(entries, self._codes(entries), strict=True):
            self._findings.last_row = entry.row
            try:
                weight = self._weight(entry, code)
            except Exception as error:  # noqa: BLE001  one row that nobody foresaw must not lose the others
                self._ask(entry, "item", entry.code, unforeseen(error))
                continue
            if weight is not None:
                result.weights.append(weight)
                result.rows.append(entry.row)
        return result

    def _codes(self, entries: Sequence[Entry]) -> Iterator[str | None]:
        """Each row's code; None where it is a problem."""
        shown_as = self._choices.codes or ("0.00" if self._sheet.stream == "clinic" else None)
        cells = [entry.code for entry in entries]
        read = list(read_codes(cells, shown_as))
        shapes = self._sheet.shapes
        taken = {code.text for code in read if isinstance(code, Code) and shape_of(code.text) in shapes}
        for entry, code in zip(entries, read, strict=True):
            if entry.code.struck:
                self._ask(entry, "item", entry.code, Unreadable("struck-out", "this is struck out.", ""))
                yield None
            elif entry.code.formula and not self._may_use_formula(entry, "item", entry.code):
                yield None
            elif isinstance(code, Code) and shape_of(code.text) in shapes:
                if code.said and shown(entry.code) != code.text:
                    self._note(code.said, self._item, entry.row, f"'{shown(entry.code)}' is {code.text}")
                yield code.text
            else:
                yield self._without_footnote(entry, taken)

    def _without_footnote(self, entry: Entry, taken: Collection[str]) -> str | None:
        """10.156 is clinic 10.15 with note 6, where no code has three decimals, no other row is that clinic,
        and a note 6 stands in the sheet; what is less sure is asked about."""
        text = printed(entry.code)
        bare = next((text[:-n] for n in (1, 2) if shape_of(text[:-n]) in self._sheet.shapes), "")
        mark = text.removeprefix(bare)
        if bare and bare not in taken and mark in self._note_numbers():
            self._note("footnote numbers taken off codes", self._item, entry.row, f"'{text}' is {bare}")
            return bare
        if not (bare or entry.is_priced):
            self._findings.note(HEADINGS_LEFT_OUT, f"row {entry.row}", f"'{text}'")
            return None
        known = " and ".join(sorted(self._before)[:2])
        message = f"this is no code as the others are, such as {known}."
        if bare:
            message = f"the code could be {bare} with the footnote {mark}, or another."
        self._ask(entry, "item", entry.code, Unreadable("not-a-code", message, ""))
        return None

    def _note_numbers(self) -> frozenset[str]:
        """The numbers of the notes that stand in the column of the codes."""
        if self._numbers is None:
            rows = read_rows(self._book, self._sheet.layout.survey.sheet, frozenset({self._item}))
            texts = (tidy(cell.text) for row in rows for cell in row.cells.values() if cell.kind == "text")
            self._numbers = frozenset(found[1] for text in texts if (found := _NOTE.match(text)))
        return self._numbers

    def _weight(self, entry: Entry, code: str | None) -> Weight | None:
        """The weight of a row; None where something of it is a problem."""
        self._wrong_before = len(self._findings.wrong)
        figures: dict[WeightRole, Figure | Words] = {}
        for role, cell in zip(self._roles, entry.cells, strict=True):
            figures[role] = self._figure(entry, role, cell)
        if self._sheet.stream == "acute":
            self._check_acute(entry, figures)
        if code is None or self._sheet.problems or len(self._findings.wrong) > self._wrong_before:
            return None  # a sheet of which a column is asked for has no weights yet, but every other problem
        stream = self._sheet.stream
        weight: Weight = (
            self._acute(entry, code, figures)
            if stream == "acute"
            else self._visit(entry, code, stream, figures)
        )
        return weight if len(self._findings.wrong) == self._wrong_before else None

    def _figure(self, entry: Entry, role: WeightRole, cell: Cell | None) -> Figure | Words:
        column = self._sheet.roles[role].number
        if cell is None:
            return False if role in FLAGS else None
        if cell.formula and not self._may_use_formula(entry, role, cell):
            return None
        try:
            if role in FLAGS:
                return flag_in(cell)
            if role in BOUNDS:
                return whole_days(weight_in(cell._replace(format="General")).figure)
            read = weight_in(cell, self._choices.reading.decimal_mark)
            if role == "paediatric":
                plausible_factor(read.figure)
        except Unreadable as problem:
            self._ask(entry, role, cell, problem)
            return None
        if read.said:
            self._note(read.said, column, entry.row, f"'{shown(cell)}'")
        return read.figure

    def _may_use_formula(self, entry: Entry, role: WeightRole, cell: Cell) -> bool:
        problem = formula_problem(cell, self._book)
        if problem is not None:
            self._ask(entry, role, cell, problem)
            return False
        example = f"{cell.formula[:40]} gave {shown(cell)}"
        self._note(
            "formulas, whose stored results were used", self._sheet.roles[role].number, entry.row, example
        )
        return True

    def _check_acute(self, entry: Entry, figures: Mapping[WeightRole, Figure | Words]) -> None:
        """An AR-DRG has a number wherever there is a column for it, and cannot be without some of them."""
        asked = {wrong.column for wrong in self._findings.wrong[self._wrong_before :]}
        for role, cell in zip(self._roles, entry.cells, strict=True):
            is_missing = figures[role] is None and role in (*BOUNDS, "inlier", "paediatric")
            is_asked = self._sheet.roles[role].number in asked
            if not is_asked and (is_missing or isinstance(figures[role], Words)):
                self._unclear(entry, role, cell)

    def _acute(self, entry: Entry, code: str, figures: Mapping[WeightRole, Figure | Words]) -> AcuteWeight:
        values = {**figures, **{role: self._own(entry, code, role, figures) for role in _OWN}}
        before = self._before.get(code)
        label = before.label if before is not None else self._label(entry)
        fields = {role: values.get(role) for role in (*NEEDED["acute"], *_OWN)}
        return AcuteWeight(code, label, **cast("dict[str, Any]", fields))

    def _own(
        self, entry: Entry, code: str, role: WeightRole, figures: Mapping[WeightRole, Figure | Words]
    ) -> Figure | Words:
        """What an item has of its own: from the sheet, or from the version before where it has no column."""
        if role in figures:
            if role == "paediatric" and not isinstance(figures[role], Decimal):
                self._unclear(entry, role, entry.cells[self._roles.index(role)])
            return figures[role]
        before = self._before.get(code)
        if before is not None:
            return cast("Figure", getattr(before, role))
        if role != "private_service":  # without it a private patient's weight is not known, and says so
            message = (
                f"the sheet has no column for {said(role)}, and the version before has no item {code} to take"
                " it from."
            )
            skip = self._findings.skip_flag(entry.row)
            remedy = f"Leave the row out with {skip}, or add a column for it to the sheet."
            self._wrong(entry, self._item, entry.code, Unreadable("new-item", message, remedy))
        return None

    def _visit(
        self, entry: Entry, code: str, stream: Stream, figures: Mapping[WeightRole, Figure | Words]
    ) -> VisitWeight:
        before, weight = self._before.get(code), figures["weight"]
        label = before.label if before is not None else self._label(entry)
        if not isinstance(weight, Decimal):
            where = address(self._sheet.roles["weight"].number, entry.row)
            reason = f"the workbook states no weight: cell {where} is blank"
            if isinstance(weight, Words):
                reason = f"the workbook says '{weight.text}' in cell {where}"
            self._note("items without a weight, read as unknown", self._item, entry.row, code)
            return VisitWeight(code, label, stream, None, NO_PAEDIATRIC_FACTOR, reason)
        paediatric: Figure | Words = NO_PAEDIATRIC_FACTOR
        if stream == "clinic" or "paediatric" in figures:
            paediatric = self._own(entry, code, "paediatric", figures)
        return VisitWeight(code, label, stream, weight, cast("Decimal", paediatric), "")

    def _label(self, entry: Entry) -> str:
        return short_label(entry.label) or printed(entry.code)

    def _unclear(self, entry: Entry, role: WeightRole, cell: Cell | None) -> None:
        problem = Unreadable("no-weight", f"this is no figure for {said(role)}.", "")
        if cell is None:
            problem = Unreadable("no-weight", f"{said(role)} of this item is missing.", "")
        self._ask(entry, role, cell, problem)

    def _ask(self, entry: Entry, role: WeightRole, cell: Cell | None, problem: Unreadable) -> None:
        """A problem of a cell; one without a flag is mended by saying what the cell should hold."""
        column, words = self._sheet.roles[role].number, _MEANT.get(role, "FIGURE")
        problem = self._findings.with_way_out(problem, address(column, entry.row), words, entry.row)
        self._wrong(entry, column, cell, problem)

    def _note(self, kind: str, column: int, row: int, example: str) -> None:
        self._findings.note(kind, address(column, row), example)

    def _wrong(self, entry: Entry, column: int, cell: Cell | None, problem: Unreadable) -> None:
        found = shown(cell)[:80] if cell is not None else ""
        self._findings.wrong.append(Wrong(column, entry.row, found, problem))
