"""/api/v1/quote and /notice: a course in, what it comes to out, as data, a workbook or a notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from typing import Annotated

from pydantic import BeforeValidator, TypeAdapter, WithJsonSchema
from starlette.requests import Request
from starlette.responses import Response

from kfees.documents.languages import ENGLISH, LANGUAGES, language_named
from kfees.documents.notice import Details, notice_html, notice_pdf
from kfees.documents.notice.details import NO_DETAILS
from kfees.engine.pricing import price, refuse_if_uncertain
from kfees.library.library import Library
from kfees.model.fields import Model
from kfees.model.problems import InputError, Unreadable
from kfees.model.quote import Quote
from kfees.model.request import CourseRequest
from kfees.reading.json_and_toml import problems_within
from kfees.web.api.answers import CSV, HTML, PDF, answer_of, kind_wanted
from kfees.web.api.bodies import (
    body_read,
    problems_at_places,
    read_around_a_request,
)
from kfees.web.api.document import AS_OF, PRICES, documented, json_body, parameter
from kfees.web.api.examples import COURSE, NOTICE
from kfees.web.documents import WORKBOOK, course_name
from kfees.web.plausible import read_request
from kfees.web.received import JSON, Parameters, only_kinds
from kfees.web.routes import API, Routes
from kfees.web.working import AT_ONCE_BYTES, worked_out

KEPT_ANSWERS = 256
"""So many answers to small requests stay in memory until newer ones push them out."""

QUOTES, NOTICES = (JSON, CSV, WORKBOOK, HTML, PDF), (PDF, HTML)

STRICT = parameter(
    "strict", "Refuse stale rates, and maximums that cannot be determined.", {"type": "boolean"}
)


def _language(code: object) -> str:
    try:
        return language_named(str(code)).code
    except InputError as error:
        (problem,) = error.problems
        raise Unreadable(problem.code, problem.message, problem.remedy) from None


class NoticeAsked(Model):
    """A notice to the patient: of a course, in a language beside English, with what the provider says."""

    request: CourseRequest
    language: Annotated[
        str, BeforeValidator(_language), WithJsonSchema({"type": "string", "enum": [*LANGUAGES]})
    ] = ENGLISH
    details: Details = NO_DETAILS


def add_pricing(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    _add_quote(routes, library, today)
    _add_notice(routes, library, today)


def _add_quote(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    written = TypeAdapter(Quote)

    def priced(content: bytes, as_of: date, strict: bool) -> Quote:
        body = body_read(content)
        with problems_at_places(body, CourseRequest.model_fields):
            quote = price(read_request(body, library), library, as_of=as_of)
        if strict:
            refuse_if_uncertain(quote)
        return quote

    def in_json(content: bytes, as_of: date, strict: bool) -> bytes:
        return written.dump_json(priced(content, as_of, strict))

    # The same question has the same answer for as long as the library lives.
    kept = lru_cache(KEPT_ANSWERS)(in_json)

    def drawn(content: bytes, as_of: date, strict: bool, kind: str) -> Response:
        if kind == JSON:
            small = len(content) <= AT_ONCE_BYTES
            return answer_of((kept if small else in_json)(content, as_of, strict), JSON, kinds=QUOTES)
        quote = priced(content, as_of, strict)
        return answer_of(_drawn(quote, kind, library, as_of), kind, course_name(quote.request), QUOTES)

    @routes.post(
        f"{API}/quote",
        **documented(
            ("priceCourse", "Price a course", PRICES),
            ("Quote",),
            *(AS_OF, STRICT),
            body=json_body("CourseRequest", {"a course and its charges": COURSE}),
            kinds=QUOTES,
            refusals=(409,),
        ),
    )
    async def quote(request: Request) -> Response:
        options = Parameters(request, ("as_of", "strict"))
        as_of, strict = options.day("as_of") or today(), options.flag("strict")
        options.checked()
        only_kinds(request, JSON)
        kind = kind_wanted(request, QUOTES)
        content = await request.body()
        size = len(content) if kind == JSON else AT_ONCE_BYTES + 1
        return await worked_out(request, partial(drawn, content, as_of, strict, kind), size=size)


def _drawn(quote: Quote, kind: str, library: Library, today: date) -> bytes:
    if kind == CSV:
        from kfees.documents.as_csv import lines_as_csv

        return lines_as_csv(quote, library).encode()
    if kind == WORKBOOK:
        from kfees.documents.quote_workbook.book import quote_as_workbook

        return quote_as_workbook(quote, library)
    return _notice(quote, NO_DETAILS, ENGLISH, kind, library, today)


def _notice(quote: Quote, details: Details, language: str, kind: str, library: Library, today: date) -> bytes:
    if kind == PDF:
        return notice_pdf(quote, details, language, today=today, library=library)
    return notice_html(quote, details, language, today=today, library=library).encode()


def _add_notice(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    def drawn(content: bytes, as_of: date, kind: str) -> Response:
        body = body_read(content)
        with problems_at_places(body, NoticeAsked.model_fields):
            asked = read_around_a_request(NoticeAsked, body, library)
            try:
                quote = price(asked.request, library, as_of=as_of)
            except InputError as error:
                raise InputError(problems_within("request", error.problems)) from None
            drawn = _notice(quote, asked.details, asked.language, kind, library, as_of)
        return answer_of(drawn, kind, course_name(asked.request, "notice"), NOTICES)

    @routes.post(
        f"{API}/notice",
        **documented(
            ("drawNotice", "The notice to the patient", PRICES),
            (),
            AS_OF,
            body=json_body("NoticeAsked", {"a course and the provider's details": NOTICE}),
            kinds=NOTICES,
        ),
    )
    async def notice(request: Request) -> Response:
        options = Parameters(request, ("as_of",))
        as_of = options.day("as_of") or today()
        options.checked()
        only_kinds(request, JSON)
        kind = kind_wanted(request, NOTICES)
        content = await request.body()
        return await worked_out(request, partial(drawn, content, as_of, kind))
