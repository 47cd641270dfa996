"""An import at work on a server: what is found of a form's files, within the limits of an upload."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from starlette.responses import Response

from kfees.importing.fees import Imported
from kfees.importing.importing import import_tables
from kfees.importing.stating import ImportAsked
from kfees.importing.weighted import ImportedWeights
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.reading.file_limits import WorkbookLimits
from kfees.web.documents import attached
from kfees.web.import_form import ImportForm, asked_of
from kfees.web.limits import MOST_FILE_BYTES
from kfees.web.working import WORKING_SECONDS

DEFAULT_FOLDER = "schedules"
ZIP = "application/zip"

UPLOADED = WorkbookLimits(
    MOST_FILE_BYTES, 80_000_000, 1_000, cells=2_000_000, pages=120, seconds=int(WORKING_SECONDS)
)
"""Of each file: less than what the command reads, as anybody may send one."""


@dataclass
class Found:
    """A form and what became of it."""

    form: ImportForm
    asked: ImportAsked | None = None
    result: Imported | ImportedWeights | None = None
    problems: list[Problem] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)


def found_of(form: ImportForm, library: Library, today: date, folder: str) -> Found:
    """Import what a form asks for."""
    try:
        asked = asked_of(form, library, today)
        result = import_tables(form.files, asked, library, folder, limits=UPLOADED)
    except InputError as error:
        return Found(form, problems=list(error.problems))
    return Found(form, asked, result, list(result.problems))


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
