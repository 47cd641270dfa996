"""Who follows what is printed, on the form of the import page: each of its ways, and the first until done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import kfees
from kfees.importing.importing import SourceFile, import_tables
from kfees.model.problems import InputError, Problem
from kfees.web.import_form import INSTEAD, PRESSED, ImportForm, asked_of, offers, read_form
from kfees.web.received import Sent

TODAY = date(2025, 8, 1)
FEES = {"schedule": "invented", "from": "2025-07-01", "payee": "medical", "gst": "free"}
WEIGHTS = {"schedule": "department-of-health", "from": "2025-07-01"}

FILLED_IN = {"CODE": "X1", "AMOUNT": "12.50", "UNIT": "hour", "DAYS": "3", "FIGURE": "0.5", "YES": "yes"}
_LEAVE_OUT = re.compile(r"[Ll]eave (?:it|--([a-z-]+)) out")


@dataclass(frozen=True)
class Case:
    """Files that provoke a problem, and flags and fields that are given with them.

    `says`: what the problem says, among others. `by_hand`: what a person does whose remedy names no flag:
    other fields, or another file. `is_end`: whether nothing but another file leads on in the end. `item`: a
    code that may stand where one is asked for.
    """

    code: str
    says: str
    files: Sequence[SourceFile]
    said: Sequence[str] = ()
    typed: Mapping[str, str] = field(default_factory=lambda: FEES)
    by_hand: Mapping[str, str] | SourceFile | None = None
    is_end: bool = False
    item: str = "X1"

    def begun(self) -> ImportForm:
        return ImportForm(dict(self.typed), list(self.said), list(self.files), "")

    def is_asked(self, problem: Problem) -> bool:
        return problem.code == self.code and self.says in problem.message


def csv(text: str, name: str = "fees.csv") -> SourceFile:
    return SourceFile(name, text.encode())


def file_of(path: Path) -> SourceFile:
    return SourceFile(path.name, path.read_bytes())


def problems_of(form: ImportForm, library: kfees.Library) -> list[Problem]:
    """What is asked of a form, or wrong with it."""
    try:
        asked = asked_of(form, library, TODAY)
        return import_tables(form.files, asked, library, "nowhere").problems
    except InputError as error:
        return list(error.problems)


def ways_of(problem: Problem, form: ImportForm, item: str) -> Iterator[ImportForm]:
    """The form as it is after each thing that the remedy offers."""
    place = problem.place if form.has_answer(problem.place) else ""
    pressed = f"{INSTEAD} {place}" if place else PRESSED
    for offer in offers(_filled_in(problem.remedy, item)):
        yield _sent(form, pressed, offer.flags)
    if place:
        yield _sent(form, pressed, "")
    elif (left_out := _LEAVE_OUT.search(problem.remedy)) and (left_out[1] or problem.place[:2] == "--"):
        name = left_out[1] or problem.place.removeprefix("--").partition(" ")[0]
        typed = {key: text for key, text in form.typed.items() if key != name}
        answers = [answer for answer in form.answers if not answer.startswith(f"--{name} ")]
        yield replace(form, typed=typed, answers=answers)


def by_hand(case: Case, form: ImportForm) -> ImportForm | None:
    """The form as a person changes it who read what no flag ends."""
    if isinstance(case.by_hand, SourceFile):
        return replace(form, files=[case.by_hand], answers=[])
    return replace(form, typed={**form.typed, **case.by_hand}) if case.by_hand is not None else None


def _filled_in(remedy: str, item: str) -> str:
    given = {**FILLED_IN, "CODE": item}
    return re.sub(r"(?<=[= ])[A-Z]{3,}\b", lambda found: given.get(found[0], found[0]), remedy)


def _sent(form: ImportForm, name: str, text: str) -> ImportForm:
    """The form as the page sends it again, with what was pressed."""
    texts = [*form.typed.items()]
    texts += [(name_of, answer) for answer in form.answers for name_of in ("had", "answer")]
    files = tuple(("file", file.content, file.name) for file in form.files)
    return read_form(Sent((*texts, (name, text)), {}, files))
