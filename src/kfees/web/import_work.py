"""An import at work on a server: within limits of size and time, beside other requests, a few at a time."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic

import anyio
from anyio import to_thread
from starlette.responses import Response

from kfees.importing.fees import Imported
from kfees.importing.importing import import_tables
from kfees.importing.stating import ImportAsked
from kfees.importing.weighted import ImportedWeights
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.reading.file_limits import WorkbookLimits
from kfees.web.documents import attached
from kfees.web.errors import Refusal, refusal
from kfees.web.import_form import ImportForm, asked_of
from kfees.web.limits import MOST_FILE_BYTES

DEFAULT_FOLDER = "schedules"
WORKING_SECONDS = 20.0
ZIP = "application/zip"

_GRACE = 1.0
"""So much longer is waited for an import to say by itself that it was too slow."""

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


def found_of(form: ImportForm, library: Library, today: date, folder: str, deadline: float) -> Found:
    """Import what a form asks for. Raises Refusal once the deadline has passed."""

    def told(_done: int, _of: int) -> None:
        if monotonic() > deadline:
            raise _too_slow()

    try:
        asked = asked_of(form, library, today)
        result = import_tables(form.files, asked, library, folder, told, UPLOADED)
    except InputError as error:
        return Found(form, problems=list(error.problems))
    return Found(form, asked, result, list(result.problems))


async def beside_others(work: Callable[[float], Response]) -> Response:
    """Work on an import beside other requests, with its deadline. A thread that nobody waits for counts
    until it has ended."""
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
        with anyio.fail_after(WORKING_SECONDS + _GRACE):
            return await to_thread.run_sync(worked, abandon_on_cancel=True)
    except TimeoutError:
        raise _too_slow() from None


def _too_slow() -> Refusal:
    message = f"it was not read in {WORKING_SECONDS:.0f} seconds."
    return refusal(503, "too-slow", "the file", message, "Import it with kfees schedules import.")


def zipped(result: Imported | ImportedWeights, asked: ImportAsked) -> Response:
    """The version folders as the command writes them: the same import is the same archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for version in result.versions:
            for name, file in version.files.items():
                entry = zipfile.ZipInfo(f"{asked.schedule}/{version.first_day}/{name}")
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, file, zipfile.ZIP_DEFLATED)
    return attached(content.getvalue(), ZIP, f"{asked.schedule}-{asked.first_day}.zip")
