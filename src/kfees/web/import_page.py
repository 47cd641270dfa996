"""The import page: a file dropped, the table as it was understood with each doubt beside its cell, and the
version folder to take away. Nothing is stored, unless the server was started with a folder to write to."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from kfees.importing.as_data import everything_left_out
from kfees.importing.fees import Imported
from kfees.importing.weighted import ImportedWeights
from kfees.library.library import Library
from kfees.library.writing import write_versions
from kfees.model.problems import InputError, Problem
from kfees.model.schedule import BASES, GST
from kfees.web.import_form import (
    FILL,
    INSTEAD,
    ImportForm,
    command_line,
    offers,
    read_form,
)
from kfees.web.import_table import UnderstoodTable, understood_tables
from kfees.web.import_work import DEFAULT_FOLDER, Found, found_of, zipped
from kfees.web.limits import LARGER_BODY_BYTES, MOST_FILE_BYTES
from kfees.web.preview import language_query
from kfees.web.received import FORM, Parameters, Sent, large_form_of, only_kinds
from kfees.web.rendering import page
from kfees.web.routes import Routes
from kfees.web.schedule_pages import frame
from kfees.web.typed_form import LANGUAGE
from kfees.web.wording import PageWords, words_in
from kfees.web.working import worked_out

ADDRESS = "/schedules/import"
MOST_PROBLEMS, FIRST_ITEMS = 60, 6


def add_import_page(routes: Routes, library: Library, today: Callable[[], date], into: Path | None) -> None:
    """Add the page. `into`: the folder that versions may be written to; None where nothing is written."""
    importer = _Importer(library, today, into)

    @routes.get(ADDRESS)
    def import_page(request: Request) -> Response:
        options = Parameters(request, (LANGUAGE, "schedule", "from"))
        options.checked()
        typed = {name: options.text(name) for name in ("schedule", "from")}
        return importer.page(Found(ImportForm(typed, [], [], "")), words_in(options.text(LANGUAGE)))

    @routes.post(ADDRESS)
    async def imported(request: Request) -> Response:
        only_kinds(request, FORM)
        sent = await large_form_of(request, LARGER_BODY_BYTES[ADDRESS])
        refused = _refusal_to_write(request)
        return await worked_out(request, lambda: importer.answer(sent, refused), "import")


@dataclass(frozen=True, slots=True)
class _Importer:
    library: Library
    today: Callable[[], date]
    into: Path | None

    @property
    def folder(self) -> str:
        return str(self.into) if self.into is not None else DEFAULT_FOLDER

    def answer(self, sent: Sent, refused: Problem | None) -> Response:
        words = words_in(next((text for key, text in sent.texts if key == LANGUAGE), ""))
        found = found_of(read_form(sent), self.library, self.today(), self.folder)
        if found.result is not None and found.asked is not None and not found.problems:
            if found.form.wanted == "download":
                return zipped(found.result, found.asked)
            if found.form.wanted == "write" and self.into is not None:
                _write(found, found.asked.schedule, self.into, refused)
        return self.page(found, words)

    def page(self, found: Found, words: PageWords) -> Response:
        command = command_line(found.form, self.folder, self.today()) if found.form.files else ""
        values = _values(found, self.library, words, self.folder)
        values |= {"can_write": self.into is not None, "command": command}
        return page("import.html", words, values, 422 if found.problems else 200)


def _refusal_to_write(request: Request) -> Problem | None:
    """Only this page itself may have something written: no other page that is open in the same browser, and
    none whose name was made to lead here."""
    host = urlsplit(f"//{request.headers.get('host', '')}")
    site = request.headers.get("sec-fetch-site", "")
    same = site == "same-origin" or (
        not site and urlsplit(request.headers.get("origin", "")).netloc == host.netloc
    )
    if same and _is_address(host.hostname or ""):
        return None
    message = "this was not sent by a page of this server at its own address."
    return Problem("not-from-here", "the folder", message, "Open the page at its address, such as 127.0.0.1.")


def _is_address(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _write(found: Found, schedule: str, into: Path, refused: Problem | None) -> None:
    if refused is not None or found.result is None:
        found.problems = [refused] if refused is not None else found.problems
        return
    try:
        found.written = write_versions(into, schedule, found.result.new)
    except InputError as error:
        found.problems = list(error.problems)


def _values(found: Found, library: Library, words: PageWords, folder: str) -> dict[str, object]:
    form, result = found.form, found.result
    rates = result.rates if isinstance(result, Imported) else []
    tables = list(understood_tables(result, form.answers)) if result is not None else []
    return {
        **frame(words),
        "main_form": "import",
        "main_form_action": "",
        "language_query": language_query(words),
        "form": form,
        "most_bytes": MOST_FILE_BYTES,
        "known_schedules": list(library.schedules),
        "payees": [(name, words.known(facts.title)) for name, facts in library.every_payee.items()],
        "gsts": GST,
        "every_basis": BASES,
        "problems": [
            (problem, offers(problem.remedy), problem.place if form.has_answer(problem.place) else "")
            for problem in found.problems[:MOST_PROBLEMS]
        ],
        "more_problems": max(0, len(found.problems) - MOST_PROBLEMS),
        "field_problems": _by_field(found.problems),
        "fill": FILL,
        "instead": INSTEAD,
        "answers": _free_answers(form, tables),
        "tables": tables,
        "result": result,
        "left_out": everything_left_out(result) if result is not None else (),
        "items": len({rate.item for rate in rates}),
        "rates": rates[:FIRST_ITEMS] + rates[max(len(rates) - 2, FIRST_ITEMS) :],
        "rate_count": len(rates),
        "more_rates": len(rates) > FIRST_ITEMS + 2,
        "currency": library.currency_of(form.value("schedule")) if rates else "",
        "notes": [note.sentence for note in result.understood.notes] if isinstance(result, Imported) else [],
        "compared": list(_compared(result)),
        "versions": result.versions if result is not None and not found.problems else (),
        "written": found.written,
        "folder": folder,
    }


def _by_field(problems: list[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.place, []).append(problem)
    return found


def _free_answers(form: ImportForm, tables: list[UnderstoodTable]) -> list[str]:
    """The answers that no choice above a column carries."""
    carried = {column.chosen for table in tables for column in table.columns}
    return [answer for answer in form.answers if answer not in carried]


def _compared(result: Imported | ImportedWeights | None) -> Iterator[str]:
    if result is not None and result.comparison is not None:
        from kfees.library.changes_in_words import sentences

        yield from sentences(result.comparison)
