"""The notice to the patient, as a PDF or a page: from an address alone, or with the provider's details.

Details come as a form, so that no name stands in an address; they go into the notice and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from kfees.documents.languages import ENGLISH
from kfees.documents.notice import Details, notice_html, notice_pdf
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.reading.as_written.typed import day_typed
from kfees.reading.json_and_toml import read_model
from kfees.web.documents import attached, file_name, quote_of
from kfees.web.forms import Typed
from kfees.web.limits import content_security
from kfees.web.received import FORM, URL_FORM, form_of, only_kinds
from kfees.web.rendering import HTML
from kfees.web.routes import Routes
from kfees.web.typed_form import LANGUAGE
from kfees.web.wording import PageWords
from kfees.web.working import worked_out

PDF = "application/pdf"
INPUTS, OTHERS, NOBODY = "inputs", "other_providers", "nobody_else"
DETAILS = ("provider", "address", "contact", "doctor", "payment_due", "valid_to")


def add_notices(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    """Add the notice in both its forms."""

    def drawn(path: str, typed: Typed, details: Details, language: str) -> Response:
        quote, form = quote_of(typed, library, today())
        code = language or form.value(LANGUAGE) or ENGLISH
        if path.endswith(".pdf"):
            content = notice_pdf(quote, details, code, today=today(), library=library)
            return attached(content, PDF, file_name(quote, "pdf"))
        page = notice_html(quote, details, code, today=today(), library=library)
        return Response(page, media_type=HTML, headers=_own_style())

    @routes.get("/notice")
    @routes.get("/notice.pdf")
    def notice(request: Request) -> Response:
        return drawn(request.url.path, request.query_params.multi_items(), Details(), "")

    @routes.post("/notice")
    @routes.post("/notice.pdf")
    async def with_details(request: Request) -> Response:
        only_kinds(request, FORM, URL_FORM)
        form = await form_of(request, (INPUTS, LANGUAGE, OTHERS, NOBODY, *DETAILS))
        given = dict(form.texts)
        path = request.url.path

        def work() -> Response:
            return drawn(path, parse_qsl(given.get(INPUTS, "")), _details(given), given.get(LANGUAGE, ""))

        return await worked_out(request, work)


def _details(given: dict[str, str]) -> Details:
    """The provider's details as they were filled in. InputError where one cannot hold."""
    found: dict[str, Any] = {key: given[key].strip() for key in DETAILS if given.get(key, "").strip()}
    if "valid_to" in found:
        found["valid_to"] = day_typed(found["valid_to"])
    others = [line.strip() for line in given.get(OTHERS, "").splitlines() if line.strip()]
    if others and given.get(NOBODY):
        message = "others are named, and nobody else is said to bill."
        raise InputError([Problem("contradiction", OTHERS, message, "Keep one of the two.")])
    if others or given.get(NOBODY):
        found[OTHERS] = [{"name": line} for line in others]
    return read_model(Details, found)


def _own_style() -> dict[str, str]:
    """The notice carries its one style sheet, so that it can be kept: allowed by its digest alone."""
    from kfees.documents.notice.html import style_digest

    return {"content-security-policy": content_security(f"'{style_digest()}'")}


def detail_names(words: PageWords) -> dict[str, str]:
    """What each detail is called on the page."""
    return {
        "provider": words.gettext("Provider"),
        "address": words.gettext("Address"),
        "contact": words.gettext("Contact for questions"),
        "doctor": words.gettext("Doctor"),
        "payment_due": words.gettext("When payment is due"),
        "valid_to": words.gettext("Charges hold until"),
        OTHERS: words.gettext("Who else bills, one on each line"),
        NOBODY: words.gettext("Nobody else bills"),
    }
