"""The examples of the description, tried: each is asked of its own route, and its answer shown as it is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from inspect import isawaitable
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from kfees.model.problems import InputError
from kfees.web.api.answers import CSV
from kfees.web.errors import Refusal
from kfees.web.received import FORM, JSON
from kfees.web.routes import Documented
from kfees.web.working import Turns

READ = (JSON, CSV)
"""Answers that can be read as they are; the others are not drawn for the description."""

BOUNDARY = "kfees-example"
FILE = "example.csv"


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a form. `file`: its name, where it is one."""

    name: str
    text: str
    file: str


@dataclass(frozen=True, slots=True)
class Tried:
    """An example of an operation: what is sent to which address, as JSON or as the parts of a form, and the
    answer: of `kind`, and without content where that cannot be read."""

    operation: str
    path: str
    method: str
    address: str
    body: Any
    parts: tuple[Part, ...]
    kind: str
    answer: bytes = b""


def tried(paths: Mapping[str, Any], routes: Sequence[Documented]) -> tuple[Tried, ...]:
    """Every example of every operation. One that this library has no answer to is left out."""
    return asyncio.run(_all(paths, routes))


async def _all(paths: Mapping[str, Any], routes: Sequence[Documented]) -> tuple[Tried, ...]:
    app = Starlette()
    app.state.turns = Turns()
    found = []
    for route in routes:
        for example in _examples(route, paths[route.path][route.method.lower()]):
            answer = await _answer(route, example, app) if example.kind in READ else Response()
            if answer.status_code == 200:
                found.append(replace(example, answer=bytes(answer.body)))
    return tuple(found)


def _examples(route: Documented, operation: Mapping[str, Any]) -> Iterator[Tried]:
    """Each way to ask that the description has an example of, not asked yet."""
    given = [each for each in operation.get("parameters", ()) if "example" in each]
    path = route.path.format(**{each["name"]: each["example"] for each in given if each["in"] == "path"})
    query = urlencode({each["name"]: each["example"] for each in given if each["in"] == "query"})
    kind, *_ = operation["responses"]["200"]["content"]
    address = f"{path}?{query}" if query else path
    about = (operation["operationId"], route.path, route.method.lower(), address)
    sent = operation.get("requestBody", {}).get("content")
    if sent is None:
        yield Tried(*about, None, (), kind)
    for example in (sent or {}).get(JSON, {}).get("examples", {}).values():
        yield Tried(*about, example["value"], (), kind)
    if sent and FORM in sent:
        yield Tried(*about, None, tuple(_parts(sent[FORM])), kind)


def _parts(sent: Mapping[str, Any]) -> Iterator[Part]:
    """The fields of a form's example; what the schema calls binary is a file."""
    for name, value in sent["example"].items():
        schema = sent["schema"]["properties"][name]
        is_file = "binary" in (schema.get("format"), schema.get("items", {}).get("format"))
        for each in value if isinstance(value, list) else [value]:
            text = each if isinstance(each, str) else json.dumps(each)
            yield Part(name, text, FILE if is_file else "")


async def _answer(route: Documented, example: Tried, app: Starlette) -> Response:
    content, kind = json.dumps(example.body).encode(), JSON
    if example.parts:
        content, kind = _form(example.parts), f"{FORM}; boundary={BOUNDARY}"
    path, _, query = example.address.partition("?")
    rest = [content]

    async def receive() -> Message:
        if not rest:
            await asyncio.Event().wait()  # whoever asks stays
        return {"type": "http.request", "body": rest.pop()}

    scope = {
        "type": "http",
        "method": route.method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"content-type", kind.encode())],
        "app": app,
    }
    named = [step for step, name in zip(path.split("/"), route.path.split("/"), strict=True) if step != name]
    try:
        found = route.endpoint(Request(scope, receive), *named)
        answer: Response = await found if isawaitable(found) else found
    except (InputError, Refusal):
        return Response(status_code=422)
    return answer


def _form(parts: Sequence[Part]) -> bytes:
    lines = []
    for part in parts:
        file = f'; filename="{part.file}"' if part.file else ""
        lines += [f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{part.name}"{file}', "", part.text]
    return "\r\n".join([*lines, f"--{BOUNDARY}--", ""]).encode()
