"""POST /api/v1/schedules/import: files as on the page of an import, what is understood, or the folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kfees.importing.as_data import as_data
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem, suggestion
from kfees.web.api.answers import kind_wanted
from kfees.web.api.document import LOADED, documented
from kfees.web.errors import MEDIA_TYPE, TITLES, listed
from kfees.web.import_form import ANSWER, FIELDS, FILE, read_form
from kfees.web.import_work import DEFAULT_FOLDER, ZIP, Found, found_of, zipped
from kfees.web.limits import IMPORT_ADDRESS, LARGER_BODY_BYTES
from kfees.web.received import FORM, JSON, MOST_PARTS, Parameters, Sent, large_form_of, only_kinds
from kfees.web.routes import Routes
from kfees.web.working import worked_out

KINDS = (JSON, ZIP)

_FIELDS = (FILE, *FIELDS, ANSWER)
_TEXT: dict[str, Any] = {"type": "string"}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
_EXAMPLE = {
    "file": ["Item,Description,Fee\nA1,Visit,12.50\nA2,Review,13.00\n"],
    "schedule": "nursing",
    "from": "2025-07-01",
    "payee": "medical",
    "gst": "free",
}
_UNDERSTOOD: dict[str, Any] = {
    "type": "object",
    "description": "What was understood: the JSON of `kfees schedules import --dry-run --format json`.",
    "required": ["workbook", "schedule", "from", "left_out", "taken_for_granted", "versions", "problems"],
    "properties": {
        "schedule": _TEXT,
        "from": _DAY,
        "left_out": {"type": "array", "items": {"type": "object"}},
        "taken_for_granted": {"type": "array", "items": _TEXT},
        "versions": {"type": "array", "items": _DAY},
        "problems": {"type": "array", "items": {"type": "object"}},
    },
}
_REFUSED: dict[str, Any] = {
    "type": "object",
    "description": "A refusal, with all that was understood beside it where the files could be opened. A"
    " remedy names the answer that leads on.",
    "required": ["title", "status", "problems"],
    "properties": {
        "title": _TEXT,
        "status": {"const": 422},
        "problems": {"type": "array", "items": {"$ref": "#/components/schemas/ListedProblem"}},
    },
}


def add_import_route(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    @routes.post(IMPORT_ADDRESS, **_documented())
    async def understood(request: Request) -> Response:
        Parameters(request).checked()
        only_kinds(request, FORM)
        sent = await large_form_of(request, LARGER_BODY_BYTES[IMPORT_ADDRESS])
        _check_fields(sent)
        wants_folder = kind_wanted(request, KINDS) == ZIP

        def answer() -> Response:
            found = found_of(read_form(sent), library, today(), DEFAULT_FOLDER)
            return _answer(found, wants_folder)

        return await worked_out(request, answer, "import")

    @routes.get(IMPORT_ADDRESS)
    async def only_sent(_: Request) -> Response:
        raise HTTPException(405, headers={"allow": "POST"})  # and not the schedule that has none of this name


def _check_fields(sent: Sent) -> None:
    """Raises InputError with every field that there is not."""
    given = dict.fromkeys([*(key for key, _ in sent.texts), *(key for key, _, _ in sent.all_files)])
    if unknown := [key for key in given if key not in _FIELDS]:
        raise InputError(
            Problem("unknown-key", ascii(key[:60]), "this is no field of the form.", _other(key))
            for key in unknown
        )


def _other(key: str) -> str:
    return suggestion(key, _FIELDS, f"Use: {', '.join(_FIELDS)}; every other flag is an {ANSWER}.")


def _answer(found: Found, wants_folder: bool) -> Response:
    """What was understood; the folder, where it is asked for and nothing else is; else a refusal."""
    result, asked = found.result, found.asked
    if result is None or asked is None:
        raise InputError(found.problems)
    if wants_folder and not found.problems:
        return zipped(result, asked)
    said = as_data(result, asked)
    if not found.problems:
        return Response(json.dumps(said, ensure_ascii=False), media_type=JSON)
    problems = [problem.model_dump() for problem in listed(result.each_problem)]
    refused = {"title": TITLES[422], "status": 422, **said, "problems": problems}
    return Response(json.dumps(refused, ensure_ascii=False), 422, media_type=MEDIA_TYPE)


def _documented() -> dict[str, Any]:
    called = ("importSchedule", "Import a schedule from files that people made", LOADED)
    described = documented(called, ("Refused",), body=_body(), kinds=KINDS)
    described["responses"][200]["content"][JSON] = {"schema": _UNDERSTOOD}
    described["responses"][422]["content"] = {MEDIA_TYPE: {"schema": _REFUSED}}
    return described


def _body() -> dict[str, Any]:
    """An empty field says nothing, as on the page."""
    content = {"type": "string", "format": "binary"}
    file: dict[str, Any] = {"type": "array", "items": content, "minItems": 1, "maxItems": MOST_PARTS}
    answers = {
        "type": "array",
        "items": _TEXT,
        "maxItems": 1_000,
        "description": "Flags of the command as remedies name them: --columns amount=F.",
    }
    day_or_none = {"anyOf": [_DAY, {"const": ""}]}
    days = {"from": _DAY, "next-change": day_or_none, "retrieved": day_or_none}
    fields = {name: days.get(name, _TEXT) for name in FIELDS}
    schema = {
        "type": "object",
        "properties": {FILE: file, **fields, ANSWER: answers},
        "required": [FILE, "schedule", "from"],
        "additionalProperties": False,
    }
    return {FORM: {"schema": schema, "example": _EXAMPLE}}
