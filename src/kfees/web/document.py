"""The OpenAPI description of the API, its schemas from the models themselves and its examples worked out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema
from starlette.responses import Response

from kfees.engine.activity import ActivityRequest, weigh
from kfees.engine.assessing import assess
from kfees.engine.pricing import price
from kfees.library.library import Library
from kfees.model.claim_words import OTHER
from kfees.model.program import VERSION
from kfees.model.request import CourseRequest
from kfees.web.errors import MEDIA_TYPE, TITLES
from kfees.web.routes import Documented

JSON, FORM = "application/json", "multipart/form-data"
REFERENCE = "#/components/schemas/"

COURSE: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
    "charges": [
        {"payee": "hospital", "amount": "3200.00"},
        {"schedule": "medical", "item": "2801", "amount": "320.00"},
        {"schedule": "medical", "item": "2806", "amount": "120.00"},
    ],
}

CLAIM: dict[str, Any] = {
    "request_date": "2024-07-01",
    "route": "intravenous",
    "indication": "chronic non-cancer pain",
    "circumstance": "first-line failed",
    "injury_accepted": True,
    "referred_by_medical_practitioner": True,
    "prior_approval": True,
    "country": "AU",
    "provider": {"registration": "medical practitioner", "indemnity_cover": "2000000"},
    "documents": ["diagnosis", "first-line", "medications", "outcome-measures"],
    "mental_health_risk": False,
    "information_complete": "2024-07-10",
    "previous_treatments": [],
}

EPISODE: dict[str, Any] = {"item": "B71B", "on": "2024-08-09", "episode": {"nights": 4}}

REFUSED: dict[str, Any] = {
    "title": TITLES[422],
    "status": 422,
    "problems": [
        {
            "code": "unknown-regimen",
            "place": "regimen",
            "pointer": "/regimen",
            "message": "there is no regimen 'crps-10-days'.",
            "remedy": "Did you mean 'crps-10-day' or 'crps-4-day'?",
        }
    ],
}

INTRODUCTION = """\
Prices courses of ketamine infusions under workers' compensation fee schedules, and reports the gap that
the patient must pay.

Amounts are in the payer's currency and stand in JSON as text with two decimals. What is unknown is `null`
with a reason beside it, never zero. Dates are ISO. Every refusal has one shape: a title, a status, and a
list of problems, each with a code, its place, a message and a remedy.

A value can fit this description and still be refused with 422: no schema can say that a regimen fits
a setting, that an item exists, or that a charge has a line.
"""


def parameter(
    name: str, description: str, schema: dict[str, Any], *, required: bool = False, example: object = None
) -> dict[str, Any]:
    """A parameter of the address."""
    found = {"name": name, "in": "query", "required": required, "description": description, "schema": schema}
    return found if example is None else {**found, "example": example}


def json_body(model: str, examples: dict[str, Any]) -> dict[str, Any]:
    """A body in JSON."""
    shown = {name.replace(" ", "-"): {"summary": name, "value": value} for name, value in examples.items()}
    return {JSON: {"schema": {"$ref": f"{REFERENCE}{model}"}, "examples": shown}}


def form_body(example: dict[str, Any]) -> dict[str, Any]:
    """A request, as JSON, and the provider's own quote, as a form."""
    quote = {"type": "string", "format": "binary", "description": "The provider's quote: .csv or .xlsx."}
    described = "Which columns of the quote hold what, by letter or heading: item=A,amount=F."
    columns = {"type": "string", "description": described}
    return {
        FORM: {
            "schema": {
                "type": "object",
                "properties": {
                    "request": {"$ref": f"{REFERENCE}CourseRequest"},
                    "quote": quote,
                    "columns": columns,
                },
                "required": ["request"],
                "additionalProperties": False,
            },
            "encoding": {"request": {"contentType": JSON}},
            "example": {"request": example, "quote": "Item,Description,Amount\nDS1,Day bed,3200.00\n"},
        }
    }


def documented(
    summary: str,
    answer: str | tuple[str, ...],
    *parameters: dict[str, Any],
    body: dict[str, Any] | None = None,
    refusals: tuple[int, ...] = (),
    unchanged: bool = False,
) -> dict[str, Any]:
    """What FastAPI is told of a route that reads its own body and writes its own answer."""
    refused = {MEDIA_TYPE: {"schema": {"$ref": f"{REFERENCE}Refused"}}}
    statuses = sorted({*refusals, 414, 422, 500, *((400, 408, 413, 415, 503) if body else ())})
    schemas = [{"$ref": f"{REFERENCE}{name}"} for name in ([answer] if isinstance(answer, str) else answer)]
    schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    responses: dict[int | str, dict[str, Any]] = {
        200: {"description": "Done.", "content": {JSON: {"schema": schema}}}
    }
    if unchanged:
        tag = {"description": "Names this content.", "schema": {"type": "string"}}
        responses[200]["headers"] = {"ETag": tag}
        responses[304] = {"description": "Not changed since the ETag named in If-None-Match."}
    responses |= {status: {"description": TITLES[status], "content": refused} for status in statuses}
    extra: dict[str, Any] = {"parameters": list(parameters)} if parameters else {}
    if body:
        extra["requestBody"] = {"required": True, "content": body}
    return {
        "summary": summary,
        "responses": responses,
        "openapi_extra": extra,
        "response_class": Response,
        "response_model": None,
    }


def describe(
    routes: Iterable[Documented],
    library: Library,
    asked: tuple[type[BaseModel], ...],
    answers: tuple[type[BaseModel], ...],
) -> dict[str, Any]:
    """The OpenAPI document, with the schemas of what is asked and answered."""
    from fastapi.openapi.utils import get_openapi  # FastAPI describes; it serves nothing
    from fastapi.routing import APIRoute

    described = [
        APIRoute(path, endpoint, methods=[method], **said) for path, method, endpoint, said in routes
    ]
    document = get_openapi(title="kfees", version=VERSION, routes=described, description=INTRODUCTION)
    kinds: list[tuple[type[BaseModel], JsonSchemaMode]] = [(model, "validation") for model in asked]
    kinds += [(model, "serialization") for model in answers]
    names, definitions = models_json_schema(kinds, ref_template=f"{REFERENCE}{{model}}")
    schemas: dict[str, Any] = definitions["$defs"]
    for model in asked:  # by its own name, where it is asked for and answered in two shapes
        schemas.setdefault(model.__name__, names[model, "validation"])
    _say_which_payers(schemas, library)
    _say_which_payees(schemas, library)
    _say_what_a_charge_names(schemas)
    _say_what_a_claim_may_say(schemas, library)
    schemas["Refused"]["example"] = REFUSED
    document.setdefault("components", {})["schemas"] = schemas
    _add_answers(document, library)
    return document


def _say_which_payers(schemas: dict[str, Any], library: Library) -> None:
    """A request's payer is one of those that are loaded."""
    for name in ("CourseRequest", "CourseRequest-Input"):
        if "properties" in schemas.get(name, ()):
            schemas[name]["properties"]["payer"]["enum"] = list(library.payers)


def _say_which_payees(schemas: dict[str, Any], library: Library) -> None:
    """Whoever charges or is paid is one of those that are loaded."""
    known = list(library.every_payee)
    for schema in schemas.values():
        properties = schema.get("properties", {})
        payee = properties.get("payee", {})
        for kind in payee.get("anyOf", (payee,)):
            if kind.get("type") == "string":
                kind["enum"] = known
        if "providers" in properties:
            properties["providers"]["propertyNames"] = {"enum": known}


def _say_what_a_charge_names(schemas: dict[str, Any]) -> None:
    """A charge is of one of four kinds, and names nothing of another."""
    kinds = [
        _kind("One amount for all of a payee's lines.", ("payee", "amount")),
        _kind("By item, for each unit.", ("schedule", "item", "amount"), "dates"),
        _kind("A fee that no schedule has.", ("payee", "label", "amount"), "quantity", "dates"),
        _kind("A discount.", ("payee", "discount")),
    ]
    for name, schema in schemas.items():
        if name in ("Charge", "Charge-Input"):
            schema["anyOf"] = kinds


def _kind(description: str, needed: tuple[str, ...], *allowed: str) -> dict[str, Any]:
    every = ("payee", "schedule", "item", "label", "amount", "quantity", "dates", "discount")
    absent = {key: {"type": "null"} for key in every if key not in (*needed, *allowed)}
    stated = {key: {"not": {"type": "null"}} for key in needed}
    return {"description": description, "required": list(needed), "properties": {**absent, **stated}}


def _say_what_a_claim_may_say(schemas: dict[str, Any], library: Library) -> None:
    """The words that the guideline in force knows, at each fact that holds a word."""
    guideline = library.latest_guideline
    for fact, listed in guideline.listed_words().items() if guideline else ():
        model, _, key = fact.rpartition(".")
        for name in (model.capitalize() or "Claim", f"{model.capitalize() or 'Claim'}-Input"):
            if name in schemas:
                says = f"{listed} Their usual other names are known too. Otherwise '{OTHER}' and what it is."
                schemas[name]["properties"][key]["description"] = says


def _add_answers(document: dict[str, Any], library: Library) -> None:
    """The answers to the examples, as the engine gives them."""
    request = CourseRequest.model_validate(COURSE)
    claimed = CourseRequest.model_validate({**COURSE, "claim": CLAIM})
    answers = {
        "quote": price(request, library),
        "assess": assess(claimed, library),
        "nwau": weigh(ActivityRequest.model_validate(EPISODE), library),
    }
    for name, answer in answers.items():
        content = document["paths"][f"/api/v1/{name}"]["post"]["responses"]["200"]["content"]
        content[JSON]["example"] = json.loads(answer.model_dump_json())
