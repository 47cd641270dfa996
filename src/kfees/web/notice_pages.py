"""The notice to the patient, as a PDF or a page: from an address alone, or with the provider's details.

What is wrong with the details is said at their fields, beside the answer that they belong to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from kfees.documents.languages import ENGLISH
from kfees.documents.notice import notice_html, notice_pdf
from kfees.library.library import Library
from kfees.model.problems import InputError
from kfees.web.documents import attached, file_name, quote_of
from kfees.web.forms import query
from kfees.web.limits import content_security
from kfees.web.notice_form import FIELDS, INPUTS, WANTED, NoticeForm
from kfees.web.preview import language_of, shown_preview
from kfees.web.received import FORM, URL_FORM, form_of, only_kinds
from kfees.web.rendering import HTML, drawn
from kfees.web.routes import Routes
from kfees.web.typed_form import LANGUAGE, Form, Typed
from kfees.web.working import worked_out

PDF = "application/pdf"


def add_notices(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    """Add the notice in both its forms."""

    def made(typed: Typed, notice: NoticeForm, wanted: str) -> Response:
        details = notice.details()
        quote, form = quote_of(typed, library, today())
        code = notice.value(LANGUAGE) or form.value(LANGUAGE) or ENGLISH
        if wanted == "pdf":
            content = notice_pdf(quote, details, code, today=today(), library=library)
            return attached(content, PDF, file_name(quote, "pdf"))
        tools = _tools(form, notice, library)
        page = notice_html(quote, details, code, today=today(), library=library, tools=tools)
        return Response(page, media_type=HTML, headers=_own_style())

    @routes.get("/notice")
    @routes.get("/notice.pdf")
    def notice(request: Request) -> Response:
        return made(request.query_params.multi_items(), NoticeForm(), _by_name(request))

    @routes.post("/notice")
    @routes.post("/notice.pdf")
    async def with_details(request: Request) -> Response:
        only_kinds(request, FORM, URL_FORM)
        notice = NoticeForm(dict((await form_of(request, FIELDS)).texts))
        typed = parse_qsl(notice.value(INPUTS))

        def work() -> Response:
            try:
                return made(typed, notice, notice.value(WANTED) or _by_name(request))
            except InputError as error:
                if not notice.refused(error):
                    raise
                return shown_preview(typed, library, today(), notice)

        return await worked_out(request, work)


def _by_name(request: Request) -> str:
    """What the ending of the address asks for."""
    return "pdf" if request.url.path.endswith(".pdf") else "page"


def _tools(form: Form, notice: NoticeForm, library: Library) -> str:
    """What stands above a notice on the screen, in the language of the preview."""
    inputs = query(form)
    sent = notice.to_send_again or [(INPUTS, inputs)]
    return drawn(
        "notice_tools.html", language_of(form, library), {"notice": notice, "sent": sent, "inputs": inputs}
    )


def _own_style() -> dict[str, str]:
    """The notice carries its one style sheet, so that it can be kept: allowed by its digest alone."""
    from kfees.documents.notice.html import style_digest

    return {"content-security-policy": content_security(f"'{style_digest()}'")}
