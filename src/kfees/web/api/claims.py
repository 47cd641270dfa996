"""/api/v1/assess: a course with its claim in, its checks and its price out; the provider's quote too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kfees.engine.assessing import assess
from kfees.engine.pricing import price
from kfees.engine.provider_preview import understood
from kfees.engine.provider_quote import provider_quote
from kfees.library.library import Library
from kfees.model.assessment import Assessment
from kfees.model.problems import InputError
from kfees.model.quote import Quote
from kfees.model.request import CourseRequest
from kfees.web.api.answers import answer_of
from kfees.web.api.bodies import body_read, problems_at_places
from kfees.web.api.document import AS_OF, CLAIMS, documented, form_body, json_body, parameter
from kfees.web.api.examples import CLAIM, COURSE
from kfees.web.column_offers import COLUMNS
from kfees.web.plausible import read_request
from kfees.web.provider_upload import QUOTE, no_quote, read_upload
from kfees.web.received import FORM, JSON, Parameters, form_of, only_kinds
from kfees.web.routes import API, Routes
from kfees.web.working import AT_ONCE_BYTES, worked_out

DRY_RUN = parameter(
    "dry_run", "Say what was understood of the provider's quote, and price nothing.", {"type": "boolean"}
)


class AssessedCourse(Assessment):
    """An assessment, and what the course comes to: None where a rate is not in the payer's currency."""

    quote: Quote | None


def add_claims(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    claimed = {**COURSE, "claim": CLAIM}

    @routes.post(
        f"{API}/assess",
        **documented(
            ("assessRequest", "Check a request, and price its course", CLAIMS),
            ("AssessedCourse", "UnderstoodQuote"),
            *(AS_OF, DRY_RUN),
            body=json_body("CourseRequest", {"a course and its claim": claimed}) | form_body(claimed),
        ),
    )
    async def assessment(request: Request) -> Response:
        options = Parameters(request, ("as_of", "dry_run"))
        as_of, dry_run = options.day("as_of") or today(), options.flag("dry_run")
        options.checked()
        file, name = b"", ""
        columns: list[str] = []
        if only_kinds(request, JSON, FORM) == FORM:
            form = await form_of(request, ("request", QUOTE, COLUMNS))
            content = form.text("request")
            file, name = form.file(QUOTE)
            columns = [text for key, text in form.texts if key == COLUMNS]
        else:
            content = await request.body()

        def work() -> Response:
            body = body_read(content)
            with problems_at_places(body, CourseRequest.model_fields):
                asked = read_request(body, library)
                assessed = _assessed(asked, library, as_of)
            if not name and (dry_run or columns):
                raise InputError([no_quote("dry_run" if dry_run else COLUMNS)])
            if not name:
                return answer_of(assessed.model_dump_json().encode(), JSON)
            known = {"payer": asked.payer, "start": str(asked.start)}
            read = read_upload(file, name, columns, known, library)
            if dry_run:
                return answer_of(understood(read, asked, library).model_dump_json().encode(), JSON)
            found = {"provider_quote": provider_quote(read.rows, asked, library)}
            return answer_of(assessed.model_copy(update=found).model_dump_json().encode(), JSON)

        # A file is worked on beside the other requests, however small: a workbook takes its time to open.
        size = AT_ONCE_BYTES + 1 if name else len(content)
        return await worked_out(request, work, size=size)


def _assessed(asked: CourseRequest, library: Library, as_of: date) -> AssessedCourse:
    found = assess(asked, library, as_of=as_of)
    quote = price(asked, library, as_of=as_of) if found.totals is not None else None
    return AssessedCourse(**dict(found), quote=quote)
