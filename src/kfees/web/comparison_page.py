"""The comparison: the course of the preview elsewhere, for other stays and a year later.

It is a page of its own at the preview's own inputs; the preview shows its middle part on request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kfees.engine.alternative import Group
from kfees.engine.alternatives import Alternatives, alternatives_to, courses_of
from kfees.library.library import Library
from kfees.model.blanks import Quoted
from kfees.model.problems import InputError, Problem, use_one_of
from kfees.model.sentences import Sentence, translatable
from kfees.web.charted import SHAPE, chart_words, picture, width_of
from kfees.web.compared import chart_label, shown_comparison
from kfees.web.field_names import field_names
from kfees.web.forms import query, read_course
from kfees.web.plausible import read_request
from kfees.web.preview import Answered, ask, language_of, language_query
from kfees.web.put_right import field_called, in_words, said
from kfees.web.rendering import page
from kfees.web.routes import Routes
from kfees.web.shown import shown
from kfees.web.typed_form import Form
from kfees.web.wording import PageWords

ADDRESS, CHART = "/compare", "/compare.svg"
PAYERS = "payers"
"""The parameter of an address that asks for the course under each payer too."""

GROUPS: dict[str, Group] = {"setting": "setting", "discharge": "discharge", "year": "year"}
"""The charts, by the name that stands in their address."""

NOTHING_DRAWN = Problem(
    "unknown-word",
    "group",
    translatable("the comparison has no course of this kind to draw."),
    translatable("Open the comparison page: it shows the charts that there are."),
)


def add_comparison_page(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    """Add the page and its charts."""

    @routes.get(ADDRESS)
    def comparison(request: Request) -> Response:
        typed = request.query_params.multi_items()
        form = read_course([pair for pair in typed if pair[0] != PAYERS], library)
        words = language_of(form, library)
        asked = ask(form, library, today())
        values = _values(asked, library, words, today(), payers=PAYERS in request.query_params)
        return page("compare.html", words, values, 422 if values["problems"] else 200)

    @routes.get(CHART)
    async def chart(request: Request) -> Response:
        typed = request.query_params.multi_items()
        options = {name: text for name, text in typed if name in ("group", SHAPE)}
        form = read_course([pair for pair in typed if pair[0] not in options], library)
        group = _group(options.get("group", ""))

        def draw() -> bytes:
            from kfees.documents.charts import comparison_chart

            words = language_of(form, library)
            said = chart_words(words, lambda course: chart_label(course, library, words))
            only = replace(said, titles={group: ""})
            found = _compared(form, library, today(), groups=[group])
            if not courses_of(found, group):
                raise InputError([NOTHING_DRAWN])
            return comparison_chart(found, "svg", only, width_of(options.get(SHAPE, "")))

        return await picture(request, draw)


def _group(name: str) -> Group:
    if name not in GROUPS:
        message = Sentence("{name} has no chart.").format(name=Quoted(name[:40]))
        raise InputError([Problem("unknown-word", "group", message, use_one_of(GROUPS))])
    return GROUPS[name]


def _compared(form: Form, library: Library, today: date, **which: Any) -> Alternatives:
    """The comparison that inputs ask for. Raises InputError with every problem of them."""
    try:
        request = read_request(form.asked, library)
        found = alternatives_to(request, library, as_of=form.as_of or today, **which)
    except InputError as error:
        raise InputError([*form.problems, *error.problems]) from None
    if form.problems:
        raise InputError(form.problems)
    return found


def _values(
    asked: Answered, library: Library, words: PageWords, today: date, *, payers: bool
) -> dict[str, object]:
    form, quote, problems = asked.form, asked.quote, asked.wrong
    names, compared = field_names(library, words), None
    unseen = [(name, text) for name, text in _typed(form) if name != "language"]
    if quote is not None:
        try:
            found = _compared(form, library, today, payers=payers)
            compared = shown_comparison(found, library, words)
        except InputError as error:
            problems = list(error.problems)
    return {
        "section": "preview",
        "main_form": "course",
        "main_form_action": "",
        "language_query": language_query(words),
        "unseen": [*unseen, *([(PAYERS, "yes")] if payers else [])],
        "payers": payers,
        "course_inputs": query(form),
        "problems": said(in_words(problems, library), form, names),
        "needed": [field_called(name, names) for name in asked.needed],
        "quote": quote and shown(quote, library, words),
        "comparison": compared,
    }


def _typed(form: Form) -> list[tuple[str, str]]:
    return [(name, text) for name in {**form.typed, **form.aside} for text in form.kept(name)]
