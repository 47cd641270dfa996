"""What a preview can be taken away as: JSON and a workbook, under names that are safe anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kfees.engine.pricing import price
from kfees.library.library import Library
from kfees.model.problems import InputError
from kfees.model.quote import Quote
from kfees.model.request import CourseRequest
from kfees.web.forms import read_course
from kfees.web.plausible import read_request
from kfees.web.received import JSON
from kfees.web.routes import Routes
from kfees.web.typed_form import Form, Typed

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_documents(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    """Add an address for each document; the inputs stand in it as they do in the page's."""

    @routes.get("/quote.json")
    def quote_json(request: Request) -> Response:
        quote, _ = quote_of(request.query_params.multi_items(), library, today())
        return attached(quote.model_dump_json(indent=2).encode(), JSON, file_name(quote, "json"))

    @routes.get("/quote.xlsx")
    def quote_workbook(request: Request) -> Response:
        from kfees.documents.quote_workbook.book import quote_as_workbook

        quote, _ = quote_of(request.query_params.multi_items(), library, today())
        return attached(quote_as_workbook(quote, library), WORKBOOK, file_name(quote, "xlsx"))


def quote_of(typed: Typed, library: Library, today: date) -> tuple[Quote, Form]:
    """The quote that inputs ask for. Raises InputError with every problem of them."""
    form = read_course(typed, library)
    problems = list(form.problems)
    try:
        quote = price(read_request(form.asked, library), library, as_of=form.as_of or today)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    return quote, form


def file_name(quote: Quote, ending: str) -> str:
    """'kfees-crps-10-day-2024-08-05.json': letters, digits and hyphens alone before the ending."""
    return name_of(quote.request, ending)


def name_of(request: CourseRequest, ending: str, what: str = "") -> str:
    """The same of a course, with a word for what is made of it."""
    return f"{course_name(request, what)}.{ending}"


def course_name(request: CourseRequest, what: str = "") -> str:
    """The same before the ending."""
    regimen = re.sub(r"[^A-Za-z0-9-]+", "-", request.regimen)[:60]
    return f"kfees-{what}{'-' if what else ''}{regimen}-{request.start}"


def attached(content: bytes, media_type: str, name: str) -> Response:
    """A file to be saved. One shown in place could be saved later only by asking for it again."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
