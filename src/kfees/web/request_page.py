"""The request page: a claim's facts against the guideline, the provider's own quote, and the letter."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kfees.engine.asking import read_request
from kfees.engine.assessing import assess
from kfees.engine.claims import known_guideline
from kfees.engine.letter import letter
from kfees.engine.provider_preview import understood
from kfees.engine.provider_quote import provider_quote
from kfees.library.library import Library
from kfees.model.assessment import COUNTED, Assessment, Check
from kfees.model.problems import InputError, Problem
from kfees.model.request import CourseRequest
from kfees.model.understood_quote import UnderstoodQuote
from kfees.web.claim_form import (
    NAMES,
    NONE,
    SOMETHING_ELSE,
    claim_fields,
    document_names,
    own_words,
    read_claim,
)
from kfees.web.forms import Typed, query, read_course
from kfees.web.preview import (
    by_field,
    choices,
    chosen,
    field_names,
    language_of,
    language_query,
    payer_choices,
    said,
    seen_by,
    setting_choices,
)
from kfees.web.provider_upload import COLUMNS, QUOTE, no_quote, read_upload
from kfees.web.received import FORM, URL_FORM, form_of, only_kinds
from kfees.web.rendering import page
from kfees.web.routes import Routes
from kfees.web.typed_form import Form
from kfees.web.wording import PageWords
from kfees.web.working import worked_out

ADDRESS = "/assess"
ONLY_READ = "only_read"
"""The button that shows what was understood of the quote, and prices nothing."""

SHOWN = ("regimen", "setting", "start", "weight", "language")
"""Fields of the course that the page shows; what else was typed of the course goes along unseen."""


@dataclass
class Assessed:
    """A form, and its assessment with the letter, or the problems that come of it."""

    form: Form
    assessment: Assessment | None
    letter: str
    problems: list[Problem]
    understood: UnderstoodQuote | None = None


def add_request_page(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    """Add the page. What is filled in comes as a form, so that no fact of a claim stands in an address;
    an address that states facts is answered all the same."""

    @routes.get(ADDRESS)
    def request_page(request: Request) -> Response:
        return _answer(request.query_params.multi_items(), b"", "", sent=False)

    @routes.post(ADDRESS)
    async def assessed(request: Request) -> Response:
        only_kinds(request, FORM, URL_FORM)
        form = await form_of(request)
        content, name = form.file(QUOTE)
        return await worked_out(request, lambda: _answer(form.texts, content, name, sent=True))

    def _answer(typed: Typed, content: bytes, name: str, *, sent: bool) -> Response:
        form = read_course(typed, library, (*NAMES, QUOTE, COLUMNS, ONLY_READ))
        stated = read_claim(form)
        words = language_of(form, library)
        if sent or stated:
            found = _assess(form, content, name, library, today())
        else:
            found = Assessed(form, None, "", form.problems)
        status = 422 if found.problems else 200
        return page("request.html", words, _values(found, seen_by(form, library), words, today()), status)


def _assess(form: Form, content: bytes, name: str, library: Library, today: date) -> Assessed:
    problems = list(form.problems)
    try:
        request = read_request(form.asked, library)
        assessment = assess(request, library, as_of=form.as_of or today)
    except InputError as error:
        return Assessed(form, None, "", [*problems, *error.problems])
    only_read = bool(form.value(ONLY_READ))
    found = None
    if name:
        try:
            read = read_upload(content, name, form.values(COLUMNS), request, library)
            if only_read:
                found = understood(read, request, library)
            else:
                quoted = provider_quote(read.rows, request, library)
                assessment = assessment.model_copy(update={"provider_quote": quoted})
        except InputError as error:
            problems += [_of_file(problem, form) for problem in error.problems]
    elif only_read or form.value(COLUMNS):
        problems.append(_of_file(no_quote(QUOTE, "Choose its file."), form))
    if problems:
        return Assessed(form, None, "", problems)
    if found is not None:
        return Assessed(form, None, "", [], found)
    return Assessed(form, assessment, _letter(assessment, request, library, today), [])


def _of_file(problem: Problem, form: Form) -> Problem:
    """A problem of the uploaded file, at the field that it came from."""
    form.fields |= {QUOTE: QUOTE, COLUMNS: COLUMNS}
    if problem.place in (QUOTE, COLUMNS):
        return problem
    return replace(problem, place=QUOTE, message=f"{problem.place}: {problem.message}")


def _letter(assessment: Assessment, request: CourseRequest, library: Library, today: date) -> str:
    return letter(assessment, known_guideline(request, library), today)


def _values(found: Assessed, library: Library, words: PageWords, today: date) -> dict[str, object]:
    form, assessment = found.form, found.assessment
    names = {
        **field_names(library, words),
        **{field.name: field.label for field in claim_fields(form, library, today, words)},
        QUOTE: words.gettext("The provider’s own quote"),
        COLUMNS: words.gettext("Which column holds what"),
    }
    return {
        "section": "assess",
        "counted": COUNTED,
        "main_form": "facts",
        "main_form_action": "",
        "language_query": language_query(words),
        "form": form,
        "fields": names,
        "payers": payer_choices(library, words),
        "regimens": choices(library.regimens, library.regimen, words),
        "settings": setting_choices(form, library, words),
        "chosen": chosen(form),
        "unseen": [
            (name, text)
            for name in form.typed
            if name not in (*SHOWN, *NAMES, QUOTE, COLUMNS, ONLY_READ)
            for text in form.values(name)
        ],
        "facts": {field.name: field for field in claim_fields(form, library, today, words)},
        "something_else": SOMETHING_ELSE,
        "own_words": own_words,
        "documents": document_names(words).items(),
        "no_earlier": NONE,
        "problems": said(found.problems, form, names),
        "field_problems": by_field(found.problems, form),
        "assessment": assessment,
        "columns": form.value(COLUMNS),
        "understood": found.understood,
        "parts": parts(assessment, words) if assessment else (),
        "outcomes": {
            "met": words.gettext("met"),
            "not met": words.gettext("not met"),
            "not stated": words.gettext("not stated"),
        },
        "letter": found.letter,
        "letter_address": _download(found.letter, "text/markdown"),
        "json_address": _download(assessment.model_dump_json(indent=2), "application/json")
        if assessment
        else "",
        "course_inputs": query(form),
    }


def _download(text: str, media_type: str) -> str:
    """A text as an address of its own: what was made of an upload is kept nowhere to be fetched later."""
    return f"data:{media_type};charset=utf-8;base64,{base64.b64encode(text.encode()).decode()}"


def parts(assessment: Assessment, words: PageWords) -> list[tuple[str, list[Check]]]:
    """The checks by the part of the guideline they belong to."""
    names = {
        "scope": words.gettext("Scope"),
        "provider": words.gettext("Provider"),
        "documents": words.gettext("Documents"),
        "timing": words.gettext("Timing"),
        "later requests": words.gettext("Later requests"),
    }
    found: dict[str, list[Check]] = {}
    for check in assessment.checks:
        found.setdefault(names[check.part], []).append(check)
    return list(found.items())
