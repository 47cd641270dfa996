"""What the API's description says of a route: its name, its parameters and body, and every answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from kfees.web.api.answers import CSV, HTML
from kfees.web.errors import MEDIA_TYPE, TITLES
from kfees.web.received import FORM, JSON

REFERENCE = "#/components/schemas/"

PRICES, CLAIMS, LOADED, PROGRAM = "Prices", "Claims", "What is loaded", "The program"
TAGS = {
    PRICES: "What courses come to: once, elsewhere, over years, many at a time, and for the patient to read.",
    CLAIMS: "What the payer's guideline says of a request.",
    LOADED: "What a request may name, and at which rates.",
    PROGRAM: "Whether it answers, and which it is.",
}

ANYWHERE = (414, 421, 422, 429, 500, 503)
"""The refusals that every operation may meet."""

DAY = {"type": "string", "format": "date"}


def parameter(
    name: str, description: str, schema: dict[str, Any], *, required: bool = False, example: object = None
) -> dict[str, Any]:
    """A parameter of the address."""
    found = {"name": name, "in": "query", "required": required, "description": description, "schema": schema}
    return found if example is None else {**found, "example": example}


AS_OF = parameter(
    "as_of", "The day from which staleness is judged; today unless given.", DAY, example="2024-07-15"
)
PAYER = parameter("payer", "As this payer has it; the default one unless given.", {"type": "string"})


def json_body(model: str, examples: dict[str, Any]) -> dict[str, Any]:
    """A body in JSON."""
    shown = {name.replace(" ", "-"): {"summary": name, "value": value} for name, value in examples.items()}
    return {JSON: {"schema": _reference(model), "examples": shown}}


def form_body(example: dict[str, Any]) -> dict[str, Any]:
    """A request, as JSON, and the provider's own quote, as a form."""
    described = "The provider's quote: a workbook, a table of text, a page or a PDF with text."
    quote = {"type": "string", "format": "binary", "description": described}
    named = "Which columns of the quote hold what, by letter or heading: item=A,amount=F."
    columns = {"type": "string", "description": named}
    return {
        FORM: {
            "schema": {
                "type": "object",
                "properties": {"request": _reference("CourseRequest"), "quote": quote, "columns": columns},
                "required": ["request"],
                "additionalProperties": False,
            },
            "encoding": {"request": {"contentType": JSON}},
            "example": {"request": example, "quote": "Item,Description,Amount\nDS1,Day bed,3200.00\n"},
        }
    }


def documented(
    called: tuple[str, str, str],
    answers: Sequence[str],
    *parameters: dict[str, Any],
    body: dict[str, Any] | None = None,
    kinds: Sequence[str] = (JSON,),
    refusals: tuple[int, ...] = (),
    unchanged: bool = False,
) -> dict[str, Any]:
    """What FastAPI is told of a route that reads its own body and writes its own answer.

    `called`: its operation's id, its summary and its tag. `answers`: the models of an answer in JSON.
    `kinds`: the media types of which `accept` chooses one. `unchanged`: it answers 304 to who has it already.
    """
    operation, summary, tag = called
    chosen = (406,) if len(kinds) > 1 else ()
    sent = (400, 403, 408, 413, 415) if body else ()
    refused = {MEDIA_TYPE: {"schema": _reference("Refused")}}
    statuses = sorted({*refusals, *chosen, *sent, *ANYWHERE})
    responses: dict[int | str, dict[str, Any]] = {200: _done(answers, kinds)}
    if unchanged:
        responses[304] = {"description": "Not changed since the ETag named in If-None-Match."}
    responses |= {status: {"description": TITLES[status], "content": refused} for status in statuses}
    extra: dict[str, Any] = {"parameters": list(parameters)} if parameters else {}
    if body:
        extra["requestBody"] = {"required": True, "content": body}
    return {
        "operation_id": operation,
        "summary": summary,
        "tags": [tag],
        "responses": responses,
        "openapi_extra": extra,
        "response_class": Response,
        "response_model": None,
    }


def _done(answers: Sequence[str], kinds: Sequence[str]) -> dict[str, Any]:
    schemas = [_reference(name) for name in answers]
    in_json = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    text, file = {"type": "string"}, {"type": "string", "format": "binary"}
    schema = {JSON: in_json, CSV: text, HTML: text}
    content = {kind: {"schema": schema.get(kind, file)} for kind in kinds}
    tag = {"description": "Names this content.", "schema": {"type": "string"}}
    return {"description": "Done.", "content": content, "headers": {"ETag": tag}}


def _reference(model: str) -> dict[str, str]:
    return {"$ref": f"{REFERENCE}{model}"}
