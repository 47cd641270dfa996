"""Which rows are items, which are headings, notes and totals, and where the table ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kfees.importing.choices import Choices
from kfees.importing.chosen import Chosen
from kfees.importing.codes import looks_like_code
from kfees.importing.entry import NOTHING, Entry, has_digits, label_in, with_content
from kfees.importing.findings import Findings, Wrong, ranges
from kfees.importing.layout import Layout
from kfees.importing.merged import filled_down
from kfees.importing.other_tables import (
    ask_for_rows_aside,
    ask_which,
    heads_a_table,
    other_headings,
    say_of_above,
)
from kfees.importing.sections import Section
from kfees.importing.totals import Sums
from kfees.importing.where import Where
from kfees.model.problems import Unreadable
from kfees.model.steps import next_step
from kfees.reading.cell import Cell, tidy
from kfees.reading.opening import Workbook
from kfees.reading.passes import cut_apart, read_rows
from kfees.reading.sheet import LAST_ROW, Progress, SheetRow, address

_NUMBER_OF_A_NOTE = re.compile(r"\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})[.)]", re.I)


STRUCK_OUT = "struck out, left out"
"""The kind of note for rows that hold no longer, as they are struck out."""

HEADINGS_LEFT_OUT = "headings and notes between the items, left out"

PUT_TOGETHER = "lines that commas without quotes cut too often, put together again"


def read_entries(
    book: Workbook,
    layout: Layout,
    chosen: Chosen,
    choices: Choices,
    findings: Findings,
    progress: Progress | None = None,
) -> Iterator[Entry]:
    """The rows of the table that are items, in order, as the sheet is read. What is left out is noted."""
    reader = _Rows(book, layout, chosen, choices, findings)
    items = (entry for entry in reader.entries(progress) if reader.is_item(entry))
    yield from reader.visible(reader.until_the_end(items))
    reader.say_of_others()
    reader.check_where()


class _Rows:
    """The rows below the headings, each judged on its own, then together."""

    def __init__(
        self, book: Workbook, layout: Layout, chosen: Chosen, choices: Choices, findings: Findings
    ) -> None:
        self._book, self._layout, self._choices, self._findings = book, layout, choices, findings
        self._item = chosen.roles["item"]
        self._amounts = [amount.column for amount in chosen.amounts]
        self._sums, self._section = Sums(choices.reading), Section()
        first, last = choices.rows or (0, LAST_ROW)
        self._other_headings = {row: said for row, said in other_headings(layout, last) if row >= first}
        self._label = chosen.roles["label"].number if "label" in chosen.roles else self._item.number
        self._others = {
            role: column.number
            for role, column in chosen.roles.items()
            if role not in ("item", "label", "amount")
        }
        self._left = min(layout.columns)
        stored = [
            row.cells[self._item.number] for row in layout.survey.head if self._item.number in row.cells
        ]
        self._are_numbered = 2 * sum(has_digits(cell.text) for cell in stored) >= len(stored)
        self._where = Where(choices.where, layout)
        mended, self._torn = cut_apart(book, layout.survey.sheet)
        self._mended = frozenset(mended)
        self._columns = frozenset(
            [self._left, *self._where.columns, self._item.number, self._label, *self._others.values()]
            + [column.number for column in self._amounts]
        )
        self._blank = layout.blank_columns() - self._columns

    def entries(self, progress: Progress | None) -> Iterator[Entry]:
        """Every row of the table that holds a code or an amount and is not to be skipped."""
        first, last = self._choices.rows or (self._layout.last_heading + 1, LAST_ROW)
        rows = read_rows(self._book, self._layout.survey.sheet, self._columns | self._blank, progress)
        for row in filled_down(rows, self._layout.survey.merged, self._columns):
            next_step()
            if first <= row.number <= last:
                entry = self._entry(self._with_set_cells(row))
                if row.number in self._choices.skip_rows:
                    self._leave_out("left out by --skip-rows", entry)
                    self._sums.add(entry.cells)
                    continue
                if self._other_headings and self._has_ended(row.number):
                    break
                for column in () if self._blank.isdisjoint(row.cells) else self._blank & row.cells.keys():
                    self._layout.look_late(row.number, column, row.cells[column])
                if entry.code is not NOTHING or entry.is_priced:
                    yield entry
                elif said := entry.label or _words_in(row.cells.get(self._left)):
                    self._begin_section(entry, said)

    def _has_ended(self, row: int) -> bool:
        """Whether another table has begun: of the first alone the rows are read until it is known which."""
        return any(self._layout.last_heading < heading <= row for heading in self._other_headings)

    def _with_set_cells(self, row: SheetRow) -> SheetRow:
        for column in self._columns if self._choices.set_cells else ():
            cell = address(column, row.number)
            if (words := self._choices.set_cells.get(cell)) is not None:
                stored = row.cells.get(column, NOTHING)
                row.cells[column] = Cell("text", words, is_said=True)
                self._findings.set_cells.add(cell)
                self._findings.note("cells read as --set says", cell, f"'{stored.words}' is '{words}'")
        return row

    def _entry(self, row: SheetRow) -> Entry:
        label = row.cells.get(self._label)
        return Entry(
            row.number,
            row.hidden,
            with_content(row.cells.get(self._item.number)) or NOTHING,
            label_in(label),
            tuple([with_content(row.cells.get(column.number)) for column in self._amounts]),
            {
                role: cell
                for role, column in self._others.items()
                if (cell := with_content(row.cells.get(column))) is not None
            },
            is_wanted=self._where.holds(row.cells),
        )

    def is_item(self, entry: Entry) -> bool:
        """Whether a row is an item, and not a heading, a total or a note."""
        code = tidy(entry.code.text)
        if entry.is_struck and entry.is_struck_out:
            self._leave_out(STRUCK_OUT, entry)
            return False
        has_figure = entry.has_figure
        if self._repeats_heading(entry, code, has_figure):
            return False
        if not self._is_asked_for(entry) or self._is_torn(entry):
            return False
        if has_figure and not has_digits(code) and not entry.code.is_said:
            judged = self._sums.judge(code or entry.label, entry.cells, code != "")
            if judged != "other":
                self._total_or_asked(entry, is_total=judged == "total")
                return False
        self._sums.add(entry.cells)
        if entry.code is NOTHING:
            if has_figure:
                self._without_code(entry)
            return False
        is_note = not has_figure and _NUMBER_OF_A_NOTE.fullmatch(code) is not None
        has_words = entry.is_priced or (entry.label and not is_note and not self._is_like_a_heading(entry))
        if has_figure or (looks_like_code(entry.code) and has_words):
            if entry.row in self._mended:
                self._findings.note(PUT_TOGETHER, address(self._item.number, entry.row), entry.code.words)
            entry.section, entry.section_unit = self._section.text, self._section.unit
            self._section.close()
            return True
        self._begin_section(entry, f"{code} {entry.label}" if is_note else entry.code.words)
        return False

    def _is_like_a_heading(self, entry: Entry) -> bool:
        """Whether a word in capitals stands alone among codes that have digits."""
        alone = self._label == self._item.number
        return alone and self._are_numbered and not has_digits(entry.code.text)

    def _is_asked_for(self, entry: Entry) -> bool:
        """Whether --where, if it is given, is true of a row with a price."""
        if not self._choices.where or not entry.is_priced:
            return True
        if entry.is_wanted and self._where.holds_below(self._section.text):
            return True
        self._leave_out("rows of which --where is not true, left out", entry)
        self._section.close()
        self._sums.add(entry.cells)
        return False

    def _begin_section(self, entry: Entry, said: str) -> None:
        """A heading between the rows: its unit and its period hold for the rows below."""
        before = self._section.unit
        self._section.add(said)
        self._sums.begin()
        kind = HEADINGS_LEFT_OUT
        if self._section.unit:
            kind = "headings between the items that say the unit of those below"
        elif before:
            kind = "headings between the items that say no unit, after one that does"
        self._leave_out(kind, entry, said)

    def _total_or_asked(self, entry: Entry, is_total: bool) -> None:
        if is_total:
            self._leave_out("totals of the rows above, left out", entry)
            return
        self._sums.add(entry.cells)
        said = entry.code.words or entry.label
        amount = ", ".join(cell.words for cell in entry.cells if cell is not None)
        problem = Unreadable(
            "perhaps-total",
            f"'{said}' ({amount}) could be a total, though not of the rows above, or an item.",
            f"Leave it out with {self._findings.skip_flag(entry.row)}, or give its code with"
            f" {self._findings.set_flag(address(self._item.number, entry.row), entry.code.words or 'CODE')}.",
        )
        self._findings.wrong.append(Wrong(self._item.number, entry.row, "", problem))

    def _without_code(self, entry: Entry) -> None:
        amount = ", ".join(cell.words for cell in entry.cells if cell is not None)
        cell = address(self._item.number, entry.row)
        problem = Unreadable(
            "no-code",
            f"an amount ({amount}) stands in this row without an item code.",
            self._findings.remedy(cell, "CODE", entry.row),
        )
        self._findings.wrong.append(Wrong(self._item.number, entry.row, "", problem))

    def _is_torn(self, entry: Entry) -> bool:
        """Whether commas without quotes leave open what the amount of a row is; if so, it is asked about."""
        if entry.row not in self._torn or all(cell is not None and cell.is_said for cell in entry.cells):
            return False
        amount = self._amounts[0] if self._amounts else self._item
        remedy = self._findings.remedy(address(amount.number, entry.row), "AMOUNT", entry.row)
        problem = Unreadable(
            "cut-apart",
            "this row has more cells than the headings, as commas in it stand without quotes.",
            f"{remedy} Or put quotes around what belongs together in the file.",
        )
        self._findings.wrong.append(Wrong(amount.number, entry.row, entry.code.words, problem))
        return True

    def _words_of(self, entry: Entry) -> list[str]:
        label = [entry.label] if self._label != self._item.number else []
        return [entry.code.words, *label, *(cell.words for cell in entry.cells if cell is not None)]

    def _repeats_heading(self, entry: Entry, code: str, has_figure: bool) -> bool:
        """Whether a row without a figure says again what stands above the columns, or heads another table."""
        if any(cell is not None and cell.kind == "number" for cell in entry.cells):
            return False
        is_named = code != "" and code.casefold() == self._item.own.casefold()
        texts = self._words_of(entry)
        if not is_named and ((has_figure and not entry.is_of_periods) or not heads_a_table(texts)):
            return False
        for column, cell in zip(self._amounts, entry.cells, strict=True):
            if cell is not None and tidy(cell.text).casefold() != column.own.casefold():
                self._other_headings[entry.row] = ", ".join(filter(None, texts))
                return True
        self._leave_out("headings repeated in the table, left out", entry)
        return True

    def say_of_others(self) -> None:
        """What stands above, below or beside the table is asked about, or named as left out."""
        item = self._item.number
        if self._other_headings:
            ask_which(self._layout, self._other_headings, self._choices, self._findings, item)
            return
        if self._choices.rows is None:
            say_of_above(self._layout, self._findings)
        ask_for_rows_aside(self._layout, self._columns, self._choices, self._findings, item)

    def check_where(self) -> None:
        """Columns that are not there, and words that no row says."""
        self._findings.of_flags += self._where.problems(self._findings)

    def until_the_end(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Rows without an amount that follow the last amount after a gap are notes, not items."""
        waiting: list[Entry] = []
        last = 0
        for entry in entries:
            if entry.is_priced or not self._amounts:
                yield from waiting
                yield entry
                waiting, last = [], entry.row
            else:
                waiting.append(entry)
        for entry in waiting:
            if last and entry.row == last + 1:
                yield entry
                last = entry.row
            else:
                self._leave_out("notes below the table, left out", entry)

    def visible(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Hidden rows stay or go as the user says; where the user does not say, that is a problem."""
        asked: list[int] = []
        for entry in entries:
            if not entry.hidden:
                yield entry
            elif self._choices.hidden == "include":
                self._leave_out("hidden rows, taken in by --hidden include", entry)
                yield entry
            elif self._choices.hidden == "leave-out":
                self._leave_out("hidden rows, left out by --hidden leave-out", entry)
            else:
                asked.append(entry.row)
        if asked:
            rows = f"rows {ranges(asked)} are" if len(asked) > 1 else f"row {asked[0]} is"
            problem = Unreadable(
                "hidden-rows",
                f"{rows} hidden, by hand or by a filter.",
                "Pass --hidden include for rows of the schedule, --hidden leave-out for others.",
            )
            self._findings.wrong.append(Wrong(self._item.number, asked[0], "", problem))

    def _leave_out(self, kind: str, entry: Entry, said: str = "") -> None:
        text = said or entry.code.words or entry.label
        self._findings.note(kind, f"row {entry.row}", f"'{text if len(text) <= 60 else text[:59] + '…'}'")


def _words_in(cell: Cell | None) -> str:
    return cell.words if cell is not None and cell.kind == "text" else ""
