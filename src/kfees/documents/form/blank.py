"""The form written as a workbook: yellow cells to fill in, lists to choose from, a note on each cell.

Column B of a row names its answer as a request's JSON does; by it the row is found again, wherever it
has moved to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from kfees.documents.form.claim import accepted
from kfees.documents.form.layout import form
from kfees.documents.form.questions import (
    ANSWER,
    ANSWERS,
    CALENDARS,
    GST,
    KEY,
    PAYEES_LISTED,
    PAYERS,
    REGIMENS,
    REMOTENESS,
    SCHEDULES,
    SETTINGS,
    YES_OR_NO,
    AnswerKind,
    FormQuestion,
    FormSection,
    FormSheet,
    FormTable,
)
from kfees.documents.sheets import looks
from kfees.documents.sheets.page import Page
from kfees.documents.sheets.paper import Book, Margins, fit_on_one_page, set_up
from kfees.library.library import Library
from kfees.model.english import in_list
from kfees.model.program import VERSION
from kfees.model.schedule import Setting

LISTS, FIRST_ROW = "Lists", 4

WIDTHS = (27, 27, 30, 22, 24, 24, 20, 20)
NUMBER_FORMATS: dict[AnswerKind, str] = {
    "code": "@",
    "text": "@",
    "days": "@",
    "day": looks.DAY,
    "amount": looks.MONEY,
}
INPUT = replace(looks.ROW_CHARGE, align="left", wrap=True, number="General")
KEY_LOOK = looks.Look(size=8, ink=looks.GREY, vertical="center")
NOTE_LOOK = looks.Look(ink=looks.GREY, wrap=True, vertical="center", indent=1)

Lists = dict[str, tuple[tuple[str, str], ...]]
"""By name, what can be chosen, and what it means."""


def request_template(library: Library, payer: str | None = None) -> bytes:
    """The workbook to fill in, with what is loaded to choose from. `payer`: who is to pay, filled in."""
    book = Book("Request a price", f"kfees {VERSION}")
    sheets = [(book.page(sheet.name), sheet) for sheet in form(library)]
    ranges = _write_lists(book.page(LISTS), _lists(library))
    for page, sheet in sheets:
        _Form(page, ranges, {"payer": payer}).write(sheet)
    margins = Margins("Request a price", "What is left empty is not stated.", f"kfees {VERSION}")
    for page in book.pages.values():
        set_up(page, margins)
        fit_on_one_page(page)
    return book.content()


def _lists(library: Library) -> Lists:
    return {
        REGIMENS: tuple((name, library.regimen(name).title) for name in library.regimens),
        SETTINGS: tuple((name, _setting_in_words(library.setting(name))) for name in library.settings),
        SCHEDULES: tuple(_schedules(library).items()),
        CALENDARS: (
            ("weekdays", "Monday to Friday, without public holidays"),
            ("consecutive", "Days in a row"),
        ),
        YES_OR_NO: (("yes", ""), ("no", "")),
        PAYEES_LISTED: tuple((payee, facts.title) for payee, facts in library.every_payee.items()),
        GST: (("included", "The charge is what is really paid, with GST where there is any."),),
        REMOTENESS: tuple((f"RA{number}", words) for number, words in enumerate(REMOTENESS_WORDS)),
        PAYERS: tuple((name, library.of(name).payer.title) for name in library.payers),
        **{fact: tuple((word, "") for word in words) for fact, words in accepted(library).items()},
    }


def _setting_in_words(setting: Setting) -> str:
    """'Private day hospital. It brings private-hospital:DS1 (each treatment day), ...'"""
    brought = in_list(f"{service.schedule}:{service.item} ({service.when})" for service in setting.service)
    return f"{setting.title}. It brings {brought}."


def _schedules(library: Library) -> dict[str, str]:
    """The schedules by name, with that of each drug: it can be charged though no schedule prices it."""
    titles = {name: library.versions(name)[-1].facts.title for name in library.schedules}
    for name in library.regimens:
        drug = library.regimen(name).drug
        says = f"{drug.label} is item {drug.item}. No schedule of this name is loaded."
        titles.setdefault(drug.schedule, says)
    return titles


def _heading(name: str) -> str:
    fact = name.rpartition(".")[2]
    return fact[:1].upper() + fact[1:]


REMOTENESS_WORDS = ("Major city", "Inner regional", "Outer regional", "Remote", "Very remote")


def _write_lists(page: Page, lists: Lists) -> dict[str, str]:
    """Write every list below the other; returns the cells of each."""
    page.widths(36, 90)
    page.title("Lists", "What can be chosen in the yellow cells, and what it means.")
    row, ranges = FIRST_ROW, {}
    for name, entries in lists.items():
        page.row(row, "AB", looks.SECTION)
        page.put(f"A{row}", _heading(name), looks.SECTION)
        page.height(row, 22)
        for entry, (word, meaning) in enumerate(entries, row + 1):
            page.put(f"A{entry}", word, looks.ROW)
            page.put(f"B{entry}", meaning, looks.ROW)
            page.fit_height(entry, {"A": word, "B": meaning}, 17)
        ranges[name] = f"={LISTS}!$A${row + 1}:$A${row + len(entries)}"
        row += len(entries) + 2
    page.keep_in_view(f"A{FIRST_ROW - 1}")
    return ranges


class _Form:
    """One sheet of the form in the making, row by row."""

    def __init__(self, page: Page, ranges: dict[str, str], stated: Mapping[str, str | None]) -> None:
        self._page, self._ranges, self._stated, self._row = page, ranges, stated, FIRST_ROW
        self._answers: dict[FormQuestion, list[str]] = {}

    def write(self, sheet: FormSheet) -> None:
        self._page.widths(*WIDTHS)
        self._page.title(sheet.title, sheet.says)
        self._page.height(3, 6)
        for section in sheet.sections:
            self._section(section)
        self._page.keep_in_view(f"A{FIRST_ROW - 1}")
        for question, places in self._answers.items():
            self._page.accept(places, _rule(question, self._ranges))

    def _section(self, section: FormSection) -> None:
        page = self._page
        page.row(self._row, "ABCDEFGH", looks.SECTION)
        page.put(f"A{self._row}", section.title, looks.SECTION)
        page.height(self._row, 22)
        self._row += 1
        if section.says:
            page.put(f"A{self._row}", section.says, looks.QUIET)
            page.height(self._row, 17)
            self._row += 1
        for part in section.parts:
            if isinstance(part, FormQuestion):
                self._question(part)
            else:
                self._table(part)
        self._row += 1

    def _question(self, question: FormQuestion) -> None:
        page, row = self._page, self._row
        label = replace(looks.FACT, bold=question.needed)
        page.put(f"A{row}", question.label, label)
        page.put(f"{KEY}{row}", question.key, KEY_LOOK)
        self._answer(f"{ANSWER}{row}", question)
        page.put(f"D{row}:H{row}", question.note, NOTE_LOOK)
        page.fit_height(row, {"D:H": question.note}, 19, NOTE_LOOK)
        self._row += 1

    def _table(self, table: FormTable) -> None:
        page = self._page
        if table.headed and any(column.key for column in table.columns):
            for letter, column in zip(ANSWERS, table.columns, strict=False):
                page.put(f"{letter}{self._row}", column.label, looks.HEADING)
            page.row(self._row, "AB", looks.HEADING)
            page.height(self._row, 19)
            self._row += 1
        for number in range(1, table.rows + 1):
            label = table.label if table.rows == 1 else f"{table.label} {number}"
            page.put(f"A{self._row}", label, looks.FACT_NAME)
            page.put(f"{KEY}{self._row}", table.key, KEY_LOOK)
            for letter, column in zip(ANSWERS, table.columns, strict=False):
                self._answer(f"{letter}{self._row}", column)
            page.height(self._row, 18)
            self._row += 1

    def _answer(self, place: str, question: FormQuestion) -> None:
        number = NUMBER_FORMATS.get(question.kind, "General")
        align: Literal["left", "right"] = (
            "right" if question.kind in ("amount", "number", "weight", "count") else "left"
        )
        self._page.put(place, self._stated.get(question.key), replace(INPUT, number=number, align=align))
        self._answers.setdefault(question, []).append(place)


def _rule(question: FormQuestion, ranges: dict[str, str]) -> dict[str, Any]:
    """What a cell takes, and the note that shows when it is chosen."""
    rule = {"validate": "any"}
    match question.kind:
        case "choice" | "yes or no" | "suggestion" if question.list in ranges:
            rule = {"validate": "list", "source": ranges[question.list]}
            if question.kind == "suggestion":
                rule |= {"error_type": "warning", "error_message": "This word is not in the list. Keep it?"}
            else:
                rule["error_message"] = "Choose from the list; the sheet Lists says what each word means."
        case "day":
            rule = {"validate": "date", "criteria": ">", "value": "=DATE(1990,1,1)"}
            rule["error_message"] = "Give a day, such as 5 Aug 2024."
        case "amount" | "number" | "weight":
            rule = {"validate": "decimal", "criteria": ">=", "value": "0"}
            rule["error_message"] = "Give a number of 0 or more, such as 320.00."
        case "count":
            rule = {"validate": "whole", "criteria": ">=", "value": "0"}
            rule["error_message"] = "Give a whole number of 0 or more."
    return {
        "error_title": "Not what is asked for",
        "input_title": question.label.removesuffix(" *")[:32],
        "input_message": question.note[:255],
        **rule,
    }
