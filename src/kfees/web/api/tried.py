"""The examples of the description, tried: each is asked of its own route, and its answer shown as it is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from kfees.web.api.answers import CSV
from kfees.web.received import JSON
from kfees.web.routes import Documented
from kfees.web.working import Turns

SHOWN = (JSON, CSV)
"""Answers that can be read as they are."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An example of an operation: what was asked at which address, and the answer, where it can be read."""

    operation: str
    path: str
    method: str
    address: str
    body: Any
    kind: str
    answer: bytes


def tried(paths: Mapping[str, Any], routes: Sequence[Documented]) -> tuple[Tried, ...]:
    """Every operation whose description has an example of all that it needs, in JSON."""
    return asyncio.run(_all(paths, routes))


async def _all(paths: Mapping[str, Any], routes: Sequence[Documented]) -> tuple[Tried, ...]:
    found = []
    for route in routes:
        operation = paths[route.path][route.method.lower()]
        kind, *_ = operation["responses"]["200"]["content"]
        sends = operation.get("requestBody", {}).get("content", {JSON: {}})
        if kind in SHOWN and JSON in sends:
            found.append(await _tried(route, operation, kind, sends[JSON]))
    return tuple(found)


async def _tried(route: Documented, operation: dict[str, Any], kind: str, sent: dict[str, Any]) -> Tried:
    body = next((example["value"] for example in sent.get("examples", {}).values()), None)
    given = [each for each in operation.get("parameters", ()) if "example" in each]
    named = {each["name"]: each["example"] for each in given if each["in"] == "path"}
    query = urlencode({each["name"]: each["example"] for each in given if each["in"] == "query"})
    path = route.path.format(**named)
    answer = await _answered(route, path, query, body, tuple(named.values()))
    address = f"{path}?{query}" if query else path
    return Tried(
        operation["operationId"], route.path, route.method.lower(), address, body, kind, bytes(answer.body)
    )


async def _answered(route: Documented, path: str, query: str, body: Any, named: tuple[str, ...]) -> Response:
    app = Starlette()
    app.state.turns = Turns()
    scope = {
        "type": "http",
        "method": route.method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"content-type", JSON.encode())],
        "app": app,
    }

    rest = [json.dumps(body).encode()]

    async def receive() -> Message:
        if not rest:
            await asyncio.Event().wait()  # whoever asks stays
        return {"type": "http.request", "body": rest.pop()}

    found = route.endpoint(Request(scope, receive), *named)
    answer: Response = await found if isawaitable(found) else found
    assert answer.status_code == 200, route.path  # the examples are ours, and have an answer
    return answer
