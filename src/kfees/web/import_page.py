"""The import page: a file dropped, the table as it was understood with each doubt beside its cell, and the
version folder to take away. Nothing is stored, unless the server was started with a folder to write to."""

from __future__ import annotations

import io
import ipaddress
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import anyio
from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from kfees.importing.fees import Imported
from kfees.importing.importing import import_tables
from kfees.importing.stating import ImportAsked
from kfees.importing.weighted import ImportedWeights
from kfees.library.library import Library
from kfees.library.writing import write_versions
from kfees.model.problems import InputError, Problem
from kfees.model.schedule import BASES, GST
from kfees.reading.opening import WorkbookLimits
from kfees.web.documents import attached
from kfees.web.errors import Refusal, refusal
from kfees.web.import_form import (
    FILL,
    INSTEAD,
    ImportForm,
    asked_of,
    command_line,
    offers,
    read_form,
)
from kfees.web.import_table import UnderstoodTable, understood_tables
from kfees.web.limits import LARGER_BODY_BYTES, MOST_FILE_BYTES
from kfees.web.preview import language_query
from kfees.web.received import FORM, Parameters, Sent, large_form_of, only_kinds
from kfees.web.rendering import page
from kfees.web.schedule_pages import frame
from kfees.web.typed_form import LANGUAGE
from kfees.web.wording import PageWords, words_in

ADDRESS = "/schedules/import"
DEFAULT_FOLDER = "schedules"
WORKING_SECONDS = 20.0
MOST_PROBLEMS, FIRST_ITEMS = 60, 6

UPLOADED = WorkbookLimits(
    MOST_FILE_BYTES, 80_000_000, 1_000, cells=2_000_000, pages=120, seconds=int(WORKING_SECONDS)
)
"""Of each file: less than what the command reads, as anybody may send one."""

_AT_A_TIME = threading.BoundedSemaphore(2)
"""So many imports are worked on at a time, those that nobody waits for any longer among them."""


@dataclass
class Found:
    """A form and what became of it."""

    form: ImportForm
    asked: ImportAsked | None = None
    result: Imported | ImportedWeights | None = None
    problems: list[Problem] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)


def add_import_page(app: FastAPI, library: Library, today: Callable[[], date], into: Path | None) -> None:
    """Add the page. `into`: the folder that versions may be written to; None where nothing is written."""
    importer = _Importer(library, today, into)

    @app.get(ADDRESS, include_in_schema=False)
    def import_page(request: Request) -> Response:
        options = Parameters(request, (LANGUAGE, "schedule", "from"))
        options.checked()
        typed = {name: options.text(name) for name in ("schedule", "from")}
        return importer.page(Found(ImportForm(typed, [], [], "")), words_in(options.text(LANGUAGE)))

    @app.post(ADDRESS, include_in_schema=False)
    async def imported(request: Request) -> Response:
        only_kinds(request, FORM)
        sent = await large_form_of(request, LARGER_BODY_BYTES[ADDRESS])
        refused = _refusal_to_write(request)
        return await _beside_others(lambda deadline: importer.answer(sent, deadline, refused))


@dataclass(frozen=True, slots=True)
class _Importer:
    library: Library
    today: Callable[[], date]
    into: Path | None

    @property
    def folder(self) -> str:
        return str(self.into) if self.into is not None else DEFAULT_FOLDER

    def answer(self, sent: Sent, deadline: float, refused: Problem | None) -> Response:
        words = words_in(next((text for key, text in sent.texts if key == LANGUAGE), ""))
        found = self._found(read_form(sent), deadline)
        if found.result is not None and found.asked is not None and not found.problems:
            if found.form.wanted == "download":
                name = f"{found.asked.schedule}-{found.asked.first_day}.zip"
                return attached(zipped(found.result, found.asked.schedule), "application/zip", name)
            if found.form.wanted == "write" and self.into is not None:
                _write(found, found.asked.schedule, self.into, refused)
        return self.page(found, words)

    def _found(self, form: ImportForm, deadline: float) -> Found:
        def told(_done: int, _of: int) -> None:
            if monotonic() > deadline:
                raise _too_slow()

        try:
            asked = asked_of(form, self.library, self.today())
            result = import_tables(form.files, asked, self.library, self.folder, told, UPLOADED)
        except InputError as error:
            return Found(form, problems=list(error.problems))
        return Found(form, asked, result, list(result.problems))

    def page(self, found: Found, words: PageWords) -> Response:
        values = _values(found, self.library, words, self.folder) | {"can_write": self.into is not None}
        return page("import.html", words, values, 422 if found.problems else 200)


async def _beside_others(work: Callable[[float], Response]) -> Response:
    """Work on an import beside other requests. A thread that nobody waits for counts until it has ended."""
    if not _AT_A_TIME.acquire(blocking=False):
        message = "others are importing at this moment."
        raise refusal(503, "busy", "kfees", message, "Send it again in some seconds.")
    deadline = monotonic() + WORKING_SECONDS

    def worked() -> Response:
        try:
            return work(deadline)
        finally:
            _AT_A_TIME.release()

    try:
        with anyio.fail_after(WORKING_SECONDS + 1):
            return await to_thread.run_sync(worked, abandon_on_cancel=True)
    except TimeoutError:
        raise _too_slow() from None


def _too_slow() -> Refusal:
    message = f"it was not read in {WORKING_SECONDS:.0f} seconds."
    return refusal(503, "too-slow", "the file", message, "Import it with kfees schedules import.")


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


def zipped(result: Imported | ImportedWeights, schedule: str) -> bytes:
    """The version folders as the command writes them: the same import is the same archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for version in result.versions:
            for name, file in version.files.items():
                entry = zipfile.ZipInfo(f"{schedule}/{version.first_day}/{name}")
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, file, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _values(found: Found, library: Library, words: PageWords, folder: str) -> dict[str, object]:
    form, result = found.form, found.result
    rates = result.rates if isinstance(result, Imported) else []
    tables = list(understood_tables(result, form.answers)) if isinstance(result, Imported) else []
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
        "left_out": list(_left_out(result)),
        "items": len({rate.item for rate in rates}),
        "rates": rates[:FIRST_ITEMS] + rates[max(len(rates) - 2, FIRST_ITEMS) :],
        "rate_count": len(rates),
        "more_rates": len(rates) > FIRST_ITEMS + 2,
        "currency": library.currency_of(form.value("schedule")) if rates else "",
        "notes": [note.sentence for note in result.understood.notes] if isinstance(result, Imported) else [],
        "compared": list(_compared(result)),
        "versions": result.versions if result is not None and not found.problems else (),
        "written": found.written,
        "command": command_line(form, folder) if form.files else "",
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


def _left_out(result: Imported | ImportedWeights | None) -> Iterator[tuple[str, str, str]]:
    if isinstance(result, Imported):
        from kfees.importing.left_out import left_out

        yield from ((left.place, left.what, left.why) for left in left_out(result.understood))


def _compared(result: Imported | ImportedWeights | None) -> Iterator[str]:
    if result is not None and result.comparison is not None:
        from kfees.library.changes_in_words import sentences

        yield from sentences(result.comparison)
