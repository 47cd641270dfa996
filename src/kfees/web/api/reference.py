"""/api/v1/openapi.json, and /api for people: every operation with an example that runs, errors and limits."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kfees.engine.activity import ActivityRequest, Weighed
from kfees.engine.alternatives import Alternatives
from kfees.library.library import Library
from kfees.library.listing import ListedVersion
from kfees.model.quote import Quote
from kfees.model.request import CourseRequest
from kfees.model.understood_quote import UnderstoodQuote
from kfees.projection.plan import Plan
from kfees.projection.projection import Projection
from kfees.web.admission import MOST_BYTES_OF_A_CLIENT, MOST_OF_A_CLIENT
from kfees.web.api.answers import ENDINGS, unless_known
from kfees.web.api.claims import AssessedCourse
from kfees.web.api.courses import KnownWords, LoadedPayers, LoadedRegimens, LoadedSettings
from kfees.web.api.document import TAGS
from kfees.web.api.examples import REFUSED
from kfees.web.api.openapi import describe
from kfees.web.api.portfolio import MOST_ANSWER_BYTES, MOST_REQUESTS, Portfolio, PricedPortfolio
from kfees.web.api.pricing import NoticeAsked
from kfees.web.api.program import Health, Program
from kfees.web.api.schedules import MOST_RATES, FoundRates, LoadedVersions
from kfees.web.api.tried import READ, Tried
from kfees.web.errors import MOST_PROBLEMS, TITLES, Refused
from kfees.web.guide_pages import frame, words_asked
from kfees.web.limits import (
    IMPORT_ADDRESS,
    LARGER_BODY_BYTES,
    MAXIMUM_BODY_BYTES,
    MAXIMUM_QUERY_BYTES,
    READING_SECONDS,
)
from kfees.web.received import JSON
from kfees.web.rendering import page
from kfees.web.routes import API, Routes
from kfees.web.working import WORKING_SECONDS

ADDRESS, DOCUMENT = "/api", f"{API}/openapi.json"
MOST_LINES, MOST_COLUMNS = 250, 72
"""Of an answer as the page shows it, and of a line of what is sent."""

ASKED = (CourseRequest, NoticeAsked, Plan, Portfolio, ActivityRequest)
ANSWERS = (
    *(Quote, Alternatives, Projection, PricedPortfolio, Weighed, AssessedCourse, UnderstoodQuote),
    *(LoadedPayers, LoadedRegimens, LoadedSettings, KnownWords),
    *(LoadedVersions, ListedVersion, FoundRates, Health, Program, Refused),
)

LIMITS = {
    "A body": f"{MAXIMUM_BODY_BYTES:,} bytes; that of an import {LARGER_BODY_BYTES[IMPORT_ADDRESS]:,}",
    "An address": f"{MAXIMUM_QUERY_BYTES:,} bytes after its question mark",
    "Requests of one address at a time": f"{MOST_OF_A_CLIENT}, unless the server was told another number",
    "Bodies of one address at a time": f"{MOST_BYTES_OF_A_CLIENT:,} bytes",
    "Requests of a portfolio": f"{MOST_REQUESTS:,}, whose answers hold {MOST_ANSWER_BYTES:,} bytes",
    "Problems of an answer": f"{MOST_PROBLEMS:,}; the rest is counted",
    "Rates of a page": f"{MOST_RATES:,}; next_offset leads to the next",
    "Time for a body to arrive": f"{READING_SECONDS:.0f} seconds",
    "Time for an answer": f"{WORKING_SECONDS:.0f} seconds",
}


@dataclass(frozen=True, slots=True)
class ShownExample:
    """A command that asks an example, and the first lines of its answer; empty where it is a file."""

    command: str
    answer: str
    more_lines: int


@dataclass(frozen=True, slots=True)
class ShownOperation:
    """An operation as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    parameters: tuple[dict[str, Any], ...]
    kinds: tuple[str, ...]
    examples: tuple[ShownExample, ...]


def add_reference(routes: Routes, library: Library) -> None:
    @cache
    def described() -> tuple[dict[str, Any], tuple[Tried, ...]]:
        return describe(routes.documented, library, ASKED, ANSWERS)

    @cache
    def document() -> bytes:
        return json.dumps(described()[0], ensure_ascii=False).encode()

    @routes.get(DOCUMENT)
    def openapi(request: Request) -> Response:
        return unless_known(request, document())

    @routes.get(ADDRESS)
    def reference(request: Request) -> Response:
        words = words_asked(request)
        said, ran = described()
        values = {
            "document": DOCUMENT,
            "parts": [
                (name, says, list(_operations(said["paths"], name, ran, _root(request))))
                for name, says in TAGS.items()
            ],
            "refused": json.dumps(REFUSED, indent=2),
            "statuses": TITLES,
            "limits": LIMITS,
        }
        return page("api.html", words, {**frame(words), **values})


def _root(request: Request) -> str:
    """Where this server is, as whoever asks calls it."""
    return str(request.base_url).rstrip("/")


def _operations(
    paths: dict[str, Any], tag: str, ran: tuple[Tried, ...], root: str
) -> Iterator[ShownOperation]:
    for path, methods in paths.items():
        for method, said in methods.items():
            if tag not in said["tags"]:
                continue
            tries = (one for one in ran if one.operation == said["operationId"])
            yield ShownOperation(
                name=said["operationId"],
                method=method.upper(),
                path=path,
                summary=said["summary"],
                parameters=tuple(said.get("parameters", ())),
                kinds=tuple(said["responses"]["200"]["content"]),
                examples=tuple(_example(one, root) for one in tries),
            )


def _example(one: Tried, root: str) -> ShownExample:
    text = one.answer.decode()
    if one.kind == JSON:
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    lines = text.splitlines()
    return ShownExample(_command(one, root), "\n".join(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES))


def _in_lines(value: object, margin: str = "") -> str:
    """JSON in as few lines as are not too long."""
    whole = json.dumps(value, ensure_ascii=False)
    if len(margin) + len(whole) <= MOST_COLUMNS or not value or not isinstance(value, dict | list):
        return whole
    inner = f"{margin} "
    if isinstance(value, list):
        parts = [_in_lines(each, inner) for each in value]
        return "[" + f",\n{inner}".join(parts) + "]"
    parts = [f"{json.dumps(key)}: {_in_lines(each, inner)}" for key, each in value.items()]
    return "{" + f",\n{inner}".join(parts) + "}"


def _command(one: Tried, root: str) -> str:
    """As a shell takes it, in lines that are not too long."""
    words = [shlex.quote(f"{root}{one.address}")]
    if one.body is not None:
        words += ["-H 'content-type: application/json'", f"-d {shlex.quote(_in_lines(one.body))}"]
    for part in one.parts:
        file = f";filename={part.file}" if part.file else ""
        words.append(f"-F {shlex.quote(f'{part.name}={part.text}{file}')}")
    if one.kind not in READ:
        words.append(f"-o {one.operation}.{ENDINGS[one.kind]}")
    return "curl -s " + " \\\n  ".join(words)
