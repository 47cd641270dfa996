"""Answers: of the kind that is wanted, under a tag that names their content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from starlette.requests import Request
from starlette.responses import Response

from kfees.model.fields import Model
from kfees.web.documents import WORKBOOK
from kfees.web.errors import refusal
from kfees.web.limits import content_security
from kfees.web.received import JSON

CSV, HTML, PDF = "text/csv", "text/html", "application/pdf"
OF_TEXT = (CSV, HTML)

ENDINGS = {JSON: "json", CSV: "csv", WORKBOOK: "xlsx", HTML: "html", PDF: "pdf"}
SAVED = (CSV, WORKBOOK, PDF)
"""Kinds that a browser saves rather than shows."""

_Q = re.compile(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)


def kind_wanted(request: Request, kinds: Sequence[str]) -> str:
    """Of the kinds that there are, the one that `accept` likes best; the first of those that it likes
    alike, and the first of all where it is silent. Refused with 406 where it takes none."""
    accept = request.headers.getlist("accept")
    if not accept:
        return kinds[0]
    ranges = list(_ranges(",".join(accept)))
    liked = {kind: _quality(kind, ranges) for kind in kinds}
    best = max(liked, key=lambda kind: liked[kind])
    if ranges and not liked[best]:
        message = f"{request.headers['accept'][:60]!a} is no kind of answer that there is here."
        refused = refusal(406, "no-such-kind", "accept", message, f"Ask for {' or '.join(kinds)}.")
        refused.headers["vary"] = "accept"
        raise refused
    return best


def _ranges(accept: str) -> Iterator[tuple[str, Decimal]]:
    """'text/*;q=0.5' -> ('text/*', 0.5). A quality that is none counts as 1."""
    for part in accept.split(","):
        name, *parameters = part.split(";")
        if name.strip():
            found = [match[1] for each in parameters if (match := _Q.fullmatch(each))]
            yield name.strip().casefold(), Decimal(found[-1]) if found else Decimal(1)


def _quality(kind: str, ranges: Sequence[tuple[str, Decimal]]) -> Decimal:
    """What the range that fits a kind most closely says of it."""
    for fitting in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        for name, quality in ranges:
            if name == fitting:
                return quality
    return Decimal(0)


def answer_of(content: bytes, kind: str, name: str = "", kinds: Sequence[str] = ()) -> Response:
    """An answer of a kind, one of `kinds` where there are several; a file of it is called `name`."""
    headers = {"etag": tag_of(content)}
    if kinds:
        headers["vary"] = "accept"
    if kind in SAVED:
        headers["content-disposition"] = f'attachment; filename="{name}.{ENDINGS[kind]}"'
    if kind == HTML:  # a notice, which carries its one style sheet
        from kfees.documents.notice.html import style_digest

        headers["content-security-policy"] = content_security(f"'{style_digest()}'")
    media_type = f"{kind}; charset=utf-8" if kind in OF_TEXT else kind
    return Response(content, headers=headers, media_type=media_type)


def tagged(request: Request, answer: Model) -> Response:
    """The answer with its tag; 304 and no body where the caller has it already."""
    return unless_known(request, answer.model_dump_json().encode())


def unless_known(request: Request, content: bytes, media_type: str = JSON) -> Response:
    headers = {"etag": tag_of(content), "cache-control": "no-cache"}
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if known & {headers["etag"], "*"}:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def tag_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
