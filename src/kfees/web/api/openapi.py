"""/api/v1/openapi.json: the description of the API, its schemas the models themselves, its examples run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from kfees.library.library import Library
from kfees.model.program import VERSION
from kfees.web.api.document import REFERENCE, TAGS
from kfees.web.api.examples import REFUSED
from kfees.web.api.known_words import say_what_is_known
from kfees.web.api.tried import Tried, tried
from kfees.web.received import JSON
from kfees.web.routes import Documented

INTRODUCTION = """\
Prices courses of ketamine infusions under workers' compensation fee schedules, and reports the gap that
the patient must pay.

Amounts are in the payer's currency and stand in JSON as text with two decimals. What is unknown is `null`
with a reason beside it, never zero. Dates are ISO. Every refusal has one shape: a title, a status, and a
list of problems, each with a code, its place, a JSON pointer to that, a message and a remedy.

A value can fit this description and still be refused with 422: no schema can say that a regimen fits
a setting, that an item exists, or that a charge has a line.
"""


def describe(
    routes: Sequence[Documented],
    library: Library,
    asked: Iterable[type[BaseModel]],
    answers: Iterable[type[BaseModel]],
) -> tuple[dict[str, Any], tuple[Tried, ...]]:
    """The OpenAPI document, with the schemas of what is asked and answered, and its examples as they ran."""
    from fastapi.openapi.utils import get_openapi  # FastAPI describes; it serves nothing
    from fastapi.routing import APIRoute

    described = [
        APIRoute(path, endpoint, methods=[method], **said) for path, method, endpoint, said in routes
    ]
    tags = [{"name": name, "description": says} for name, says in TAGS.items()]
    document = get_openapi(
        title="kfees", version=VERSION, routes=described, description=INTRODUCTION, tags=tags
    )
    schemas = _schemas(tuple(asked), answers)
    say_what_is_known(document["paths"], schemas, library)
    schemas["Refused"]["example"] = REFUSED
    document.setdefault("components", {})["schemas"] = schemas
    ran = tried(document["paths"], routes)
    for one in ran:
        if one.kind == JSON and not one.parts:
            content = document["paths"][one.path][one.method]["responses"]["200"]["content"]
            content[JSON]["example"] = json.loads(one.answer)
    return document, ran


def _schemas(asked: tuple[type[BaseModel], ...], answers: Iterable[type[BaseModel]]) -> dict[str, Any]:
    """Each model by its name; one that is asked for and answered in two shapes by that of what is asked."""
    kinds: list[tuple[type[BaseModel], JsonSchemaMode]] = [(model, "validation") for model in asked]
    kinds += [(model, "serialization") for model in answers]
    names, definitions = models_json_schema(kinds, ref_template=f"{REFERENCE}{{model}}")
    schemas: dict[str, Any] = definitions["$defs"]
    for model in asked:
        schemas.setdefault(model.__name__, names[model, "validation"])
    return schemas
