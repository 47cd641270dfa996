"""A filled-in form as a request: its answers as a request's JSON would hold them, each with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kfees.documents.form.accounts import charges_of, lacking
from kfees.documents.form.cells import Answer, read_answer
from kfees.documents.form.courses import ACCOUNTS, FEES, STAYS
from kfees.documents.form.layout import form
from kfees.documents.form.questions import ANSWER, ANSWERS, KEY, FormQuestion, FormTable
from kfees.documents.form.stays import FurtherStays
from kfees.engine.asked import Asked
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem, Unreadable, unforeseen
from kfees.reading.cell import BLANK, Cell, shown
from kfees.reading.file_limits import FORM
from kfees.reading.opening import open_workbook
from kfees.reading.passes import survey
from kfees.reading.sheet import LAST_ROW, Survey, address

CHARGES, DOCUMENTS, DAYS = "charges: ", "claim.documents: ", "calendar.dates"


def read_filled(content: bytes, place: str, library: Library) -> Asked:
    """The answers of a filled-in form. InputError where it is no such form; what cannot be read for
    certain is among the answer's problems, and left out."""
    sheets = form(library)
    parts = {part.key: part for sheet in sheets for section in sheet.sections for part in section.parts}
    answers = _Answers()
    with open_workbook(content, place, FORM) as book:
        there = {part.name: part for part in book.sheets}
        for name in (sheet.name for sheet in sheets if sheet.name in there):
            _Sheet(survey(book, there[name], LAST_ROW), answers).read(parts)
    if "regimen" not in answers.asked.cells:
        raise InputError(
            [
                Problem(
                    "not-a-form",
                    place,
                    "this workbook is not a request: its sheet Request does not ask for the regimen.",
                    "Fill in the workbook that 'kfees template -o request.xlsx' writes.",
                )
            ]
        )
    return answers.done()


class _Answers:
    """The answers so far, put where a request's JSON has them."""

    def __init__(self) -> None:
        self.asked = Asked({})
        self._documents: dict[str, bool] = {}
        self._answered: dict[str, str] = {}
        self._stays = FurtherStays()

    def wrong(self, problem: Problem) -> None:
        self.asked.problems.append(problem)

    def asks(self, question: FormQuestion, cell: str) -> None:
        """Note where a question stands: its answer may be missing."""
        self.asked.cells.setdefault(question.key, cell)

    def put(self, key: str, answer: Answer, cell: str) -> None:
        if key in self._answered:
            message = f"the row {key!r} stands twice; it is answered in {self._answered[key]} already."
            self.wrong(Problem("repeated-row", cell, message, "Keep one of them."))
            return
        self._answered[key] = cell
        if key.startswith(CHARGES):
            payee = key.removeprefix(CHARGES)
            charge = {"payee": payee, "amount": answer}
            self.entry("charges", charge, dict.fromkeys(charge, cell), cell)
        elif key.startswith(DOCUMENTS):
            self._documents[key.removeprefix(DOCUMENTS)] = answer is True
            self.asked.cells.setdefault("claim.documents", cell)
        else:
            *above, last = key.split(".")
            self._part(above)[last] = answer
            self.asked.cells[key] = cell

    def entry(self, key: str, entry: Any, cells: Mapping[str, str], first: str) -> None:
        """Add an entry to the list that `key` names; `cells` by the entry's own keys."""
        if key.startswith(STAYS):
            self._stays.take(key.removeprefix(STAYS), entry, cells, first, self.wrong)
        elif key in (ACCOUNTS, FEES):
            missing = list(lacking(key, entry))
            said = {problem.place for problem in self.asked.problems}
            for column, message, remedy in missing:
                if cells[column] not in said:
                    self.wrong(Problem("incomplete-row", cells[column], message, remedy))
            for charge in () if missing else charges_of(key, entry):
                self._add("charges", charge, cells, first)
        else:
            self._add(key, entry, cells, first)

    def _add(self, key: str, entry: Any, cells: Mapping[str, str], first: str) -> None:
        *above, last = key.split(".")
        entries = self._part(above).setdefault(last, [])
        place = f"{key}[{len(entries)}]"
        entries.append(entry)
        self.asked.cells.setdefault(key, first)
        self.asked.cells[place] = first
        self.asked.cells.update({f"{place}.{inner}": cell for inner, cell in cells.items()})

    def _part(self, path: list[str]) -> dict[str, Any]:
        part: dict[str, Any] = self.asked.value
        for key in path:
            if not isinstance(part.get(key), dict):
                # A calendar in one word makes room for days: `done` says that both are given.
                part[key] = {}
            part = part[key]
        return part

    def done(self) -> Asked:
        self._stays.give_out(self.asked, self.wrong)
        if self._documents:
            given = [name for name, yes in self._documents.items() if yes]
            self._part(["claim"])["documents"] = given
        if "calendar" in self._answered and DAYS in self.asked.cells:
            message = f"the days are given in a word here and one by one in {self.asked.cells[DAYS]}."
            self.wrong(Problem("bad-calendar", self._answered["calendar"], message, "Clear one of them."))
        return self.asked


class _Sheet:
    """One sheet of the form, read row by row."""

    def __init__(self, found: Survey, answers: _Answers) -> None:
        self._name, self._epoch, self._answers = found.sheet.name, found.epoch, answers
        self._cells = {
            address(column, row.number): cell for row in found.seen() for column, cell in row.cells.items()
        }
        self._rows = sorted({row.number for row in found.head})

    def read(self, parts: Mapping[str, FormQuestion | FormTable]) -> None:
        headings = {
            column.label for part in parts.values() if isinstance(part, FormTable) for column in part.columns
        }
        for row in self._rows:
            part = parts.get(self._cell(KEY, row).words)
            if isinstance(part, FormQuestion):
                self._question(part, row)
            elif isinstance(part, FormTable):
                self._entry(part, row)
                self._refuse_answers(row, set(), ANSWERS[len(part.columns) :])
            else:
                self._refuse_answers(row, headings)

    def _cell(self, column: str, row: int) -> Cell:
        return self._cells.get(f"{column}{row}", BLANK)

    def _place(self, column: str, row: int) -> str:
        return f"{self._name}!{column}{row}"

    def _question(self, question: FormQuestion, row: int) -> None:
        cell = self._place(ANSWER, row)
        self._answers.asks(question, cell)
        answer = self._answer(question, ANSWER, row)
        if answer is not None:
            self._answers.put(question.key, answer, cell)

    def _entry(self, table: FormTable, row: int) -> None:
        """A row of a table; one that is empty is passed over."""
        key = table.key.removesuffix("[]")
        columns = list(zip(ANSWERS, table.columns, strict=False))
        filled = [letter for letter, _ in columns if self._is_filled(letter, row)]
        if not filled:
            return
        answers = {column.key: self._answer(column, letter, row) for letter, column in columns}
        cells = {column.key: self._place(letter, row) for letter, column in columns}
        first = self._place(filled[0], row)
        given = {inner: answer for inner, answer in answers.items() if answer is not None}
        if "" not in answers:
            self._answers.entry(key, given, cells, first)
        elif given:
            self._answers.entry(key, given[""], {}, first)

    def _is_filled(self, letter: str, row: int) -> bool:
        cell = self._cell(letter, row)
        return bool(cell.formula or cell.words)

    def _answer(self, question: FormQuestion, letter: str, row: int) -> Answer | None:
        """The answer in a cell; None where it is empty, or cannot be read, which is then a problem."""
        cell, place = self._cell(letter, row), self._place(letter, row)
        if cell.kind == "none":
            message = "the cell holds a formula whose result was not saved."
            remedy = "Save the workbook in Excel, or type the answer."
            self._answers.wrong(Problem("formula-without-result", place, message, remedy))
            return None
        try:
            return read_answer(question.kind, cell, self._epoch)
        except Unreadable as error:
            self._answers.wrong(error.at(place))
        except Exception as error:  # noqa: BLE001  one cell that nobody foresaw must not hide the others
            self._answers.wrong(unforeseen(error).at(place))
        return None

    def _refuse_answers(self, row: int, headings: set[str], columns: str = ANSWERS) -> None:
        """An answer in cells that ask nothing would otherwise be lost without a word."""
        for letter in columns:
            cell = self._cell(letter, row)
            if self._is_filled(letter, row) and cell.words not in headings:
                held = (cell.formula or shown(cell))[:40]
                where = "row" if columns == ANSWERS else "cell"
                message = f"nothing is asked in this {where}, so {held!r} would not be read."
                remedy = f"Move it to a row of the form, or copy such a row with its column {KEY}."
                self._answers.wrong(Problem("not-asked", self._place(letter, row), message, remedy))
