"""The preview: a form, and what the payer can pay, what the patient would pay, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kfees.documents.languages import ENGLISH
from kfees.engine.pricing import price
from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.model.quote import Quote
from kfees.model.sentences import Sentence
from kfees.web import assets, notice_form
from kfees.web.awaited import awaited, why_awaited
from kfees.web.entries import added_in_words
from kfees.web.errors import not_found
from kfees.web.field_names import field_names
from kfees.web.forms import query, read_course
from kfees.web.notice_form import OF_PROVIDER, NoticeForm, detail_names
from kfees.web.offered import FIRST, course_items, offered, other_billers
from kfees.web.plausible import read_request
from kfees.web.put_right import by_field, field_called, in_words, said
from kfees.web.received import FORM, URL_FORM, form_of, only_kinds
from kfees.web.rendering import page
from kfees.web.routes import Routes
from kfees.web.set_aside import seen_by
from kfees.web.shown import shown
from kfees.web.taken_over import fields_of
from kfees.web.to_check import to_check
from kfees.web.typed_form import LANGUAGE, Form, Typed
from kfees.web.wording import PageWords, words_in
from kfees.web.working import worked_out

A_YEAR = "public, max-age=31536000, immutable"


@dataclass
class Answered:
    """A form, and the quote or the problems that come of it."""

    form: Form
    quote: Quote | None
    problems: Sequence[Problem]

    @property
    def needed(self) -> list[str]:
        """The fields that have still to be filled in."""
        return [self.form.field_at(problem.place) for problem in self.problems if problem.code == "missing"]

    @property
    def wrong(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.code != "missing"]


def ask(form: Form, library: Library, as_of: date) -> Answered:
    """Price what a form asks for; every problem of it where it cannot be priced."""
    problems = list(form.problems)
    if form.untouched:
        return Answered(form, None, problems)
    try:
        quote = price(read_request(form.asked, library), library, as_of=form.as_of or as_of)
    except InputError as error:
        return Answered(form, None, [*problems, *error.problems])
    return Answered(form, None if problems else quote, problems)


def language_of(form: Form, library: Library) -> PageWords:
    """The words of the language that the address names, English unless it names one, for its payer."""
    return words_in(form.value(LANGUAGE) or ENGLISH, seen_by(form, library).payer_words)


def add_preview(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    """Add the page, and what it is made with."""

    @routes.get("/")
    def preview(request: Request) -> Response:
        return shown_preview(request.query_params.multi_items(), library, today(), NoticeForm())

    @routes.post("/")
    async def taken_over(request: Request) -> Response:
        only_kinds(request, FORM, URL_FORM)
        form = await form_of(request, ("request", "file", *notice_form.FIELDS))
        notice = NoticeForm(dict(form.texts))
        if notice_form.INPUTS in notice.given:  # back from a notice, with the details that no address holds
            typed = parse_qsl(notice.value(notice_form.INPUTS))
            return await worked_out(request, lambda: shown_preview(typed, library, today(), notice))
        content = form.file("file")[0] or form.text("request")
        language = form.text(LANGUAGE).decode()
        fields = await worked_out(request, lambda: fields_of(content, library), size=len(content))
        return RedirectResponse(f"/?{query(read_course(fields, library, language=language))}", 303)

    @routes.get(f"{assets.PREFIX}/{{name}}")
    async def asset(request: Request) -> Response:
        found = assets.by_address().get(request.url.path)
        if found is None:
            raise not_found(Sentence("no such file is served."))
        return Response(found.content, media_type=found.media_type, headers={"cache-control": A_YEAR})


def shown_preview(typed: Typed, library: Library, today: date, notice: NoticeForm) -> Response:
    """The page of a course, and beside it the form of its notice as it was filled in."""
    form = read_course(typed, library)
    words = language_of(form, library)
    asked = ask(form, library, today)
    asked.problems = awaited(asked.problems, form, library)
    notices = {"notice": notice, "details": detail_names(words), "of_provider": OF_PROVIDER}
    values = _values(asked, seen_by(form, library), words, today) | notices
    return page("preview.html", words, values, 422 if asked.wrong or notice.problems else 200)


def _values(asked: Answered, library: Library, words: PageWords, today: date) -> dict[str, object]:
    form, quote = asked.form, asked.quote
    judged, names = form.as_of or today, field_names(library, words)
    items = list(course_items(form, quote, library))
    wrong = in_words(asked.wrong, library)
    example = {
        "start": _next_monday(today).isoformat(),
        "weight": "80",
        "hospital": "3200",
        "medical": "1500",
    }
    return {
        "section": "preview",
        "main_form": "inputs",
        "main_form_action": "",
        "language_query": language_query(words),
        "form": form,
        "fields": names,
        "added_entry": added_in_words(library, words),
        "offered": offered(form, library, names, words),
        "billers": other_billers(form, quote, names),
        "bears_gst": library.payer.bears_gst,
        "items": items,
        "item_choices": [("", ""), *((item.name, item.name.partition(":")[2]) for item in items)],
        "problems": said(wrong, form, names),
        "field_problems": by_field(wrong, form),
        "remarks": why_awaited(asked.problems, form, library)
        | to_check(quote.please_check if quote else (), form, library),
        "needed": [field_called(name, names) for name in asked.needed],
        "quote": quote and shown(quote, library, words),
        "comparable": quote is not None,
        "inputs": query(form, as_of=judged.isoformat()),
        "course_inputs": query(form),
        "example": query(form, **FIRST, **example),
        "judged": words.day(judged),
    }


def language_query(words: PageWords) -> str:
    """What an address needs to stay in the language."""
    return "" if words.is_english else f"?{LANGUAGE}={words.language.code}"


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())
