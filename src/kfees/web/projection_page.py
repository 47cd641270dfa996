"""The projection page: what years of courses come to, and its documents. All inputs stand in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response

from kfees.library.library import Library
from kfees.model.problems import InputError, Problem
from kfees.model.sentences import Sentence
from kfees.projection.projection import Projection, project
from kfees.web.awaited import awaited, why_awaited
from kfees.web.charted import SHAPE, chart_words, picture, width_of
from kfees.web.documents import WORKBOOK, attached, name_of
from kfees.web.entries import added_in_words
from kfees.web.forms import query, read_course
from kfees.web.offered import FIRST, offered
from kfees.web.plan_form import FIRST_PLAN, PLAN_FIELDS, on_the_form, plan_names, read_plan_form
from kfees.web.plausible import read_plan
from kfees.web.preview import language_of, language_query
from kfees.web.projected import rule_sets, shown_projection
from kfees.web.put_right import by_field, field_called, in_words, said
from kfees.web.received import JSON
from kfees.web.rendering import page
from kfees.web.routes import Routes
from kfees.web.set_aside import seen_by
from kfees.web.stay_form import is_of_a_part
from kfees.web.to_check import to_check
from kfees.web.typed_form import AS_OF, LANGUAGE, PAYER, Form, Typed
from kfees.web.wording import PageWords
from kfees.web.working import worked_out

ADDRESS = "/projection"
CSV = "text/csv; charset=utf-8"
SHOWN = (PAYER, "regimen", "setting", "start", "weight", *PLAN_FIELDS, LANGUAGE, AS_OF)
"""Fields that the page shows or does without, beside the charges; what else was typed of the course goes
along unseen."""


@dataclass
class Projected:
    """A form, and the projection or the problems that come of it."""

    form: Form
    projection: Projection | None
    problems: Sequence[Problem]

    @property
    def wrong(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.code != "missing"]


def add_projection_page(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    """Add the page, its chart and its documents."""

    @routes.get(ADDRESS)
    async def projection(request: Request) -> Response:
        typed = request.query_params.multi_items()

        def work() -> Response:
            asked = _ask(typed, library)
            words = language_of(asked.form, library)
            values = _values(asked, seen_by(asked.form, library), words, today())
            return page("projection.html", words, values, 422 if asked.wrong else 200)

        return await worked_out(request, work)

    @routes.get(f"{ADDRESS}.svg")
    async def chart(request: Request) -> Response:
        typed = request.query_params.multi_items()
        shape = next((text for name, text in typed if name == SHAPE), "")

        def draw() -> bytes:
            from kfees.documents.charts import projection_chart

            form, found = _asked([pair for pair in typed if pair[0] != SHAPE], library)
            return projection_chart(found, "svg", chart_words(language_of(form, library)), width_of(shape))

        return await picture(request, draw)

    for ending, write in _WRITERS.items():
        _add_document(routes, library, ending, write)


def _add_document(
    routes: Routes, library: Library, ending: str, write: Callable[[Projection, Library], tuple[bytes, str]]
) -> None:
    @routes.get(f"{ADDRESS}.{ending}")
    async def document(request: Request) -> Response:
        typed = request.query_params.multi_items()

        def work() -> Response:
            _, found = _asked(typed, library)
            content, media_type = write(found, library)
            return attached(content, media_type, name_of(found.plan.request, ending, "projection"))

        return await worked_out(request, work)


def _json(projection: Projection, library: Library) -> tuple[bytes, str]:  # noqa: ARG001  one shape for all
    return projection.model_dump_json(indent=2).encode(), JSON


def _csv(projection: Projection, library: Library) -> tuple[bytes, str]:  # noqa: ARG001
    from kfees.documents.as_csv import projection_as_csv

    return projection_as_csv(projection).encode(), CSV


def _workbook(projection: Projection, library: Library) -> tuple[bytes, str]:
    from kfees.documents.projection_workbook import projection_as_workbook

    return projection_as_workbook(projection, library), WORKBOOK


NO_PROJECTION, FILL_IN = Sentence("it asks for no projection."), Sentence("Fill in the form.")

_WRITERS = {"json": _json, "csv": _csv, "xlsx": _workbook}


def _ask(typed: Typed, library: Library) -> Projected:
    """Price the plan that a form asks for; every problem of it where it cannot be priced."""
    form = read_course(typed, library, PLAN_FIELDS)
    plan = read_plan_form(form)
    problems = list(form.problems)
    if not any(form.value(name) for name in PLAN_FIELDS):
        return Projected(form, None, problems)
    try:
        found = project(read_plan(plan, library), library)
    except InputError as error:
        return Projected(form, None, awaited([*problems, *map(on_the_form, error.problems)], form, library))
    return Projected(form, None if problems else found, problems)


def _asked(typed: Typed, library: Library) -> tuple[Form, Projection]:
    """The projection that inputs ask for. Raises InputError with every problem of them."""
    asked = _ask(typed, library)
    if asked.projection is not None:
        return asked.form, asked.projection
    nothing = Problem("missing", "the address", NO_PROJECTION, FILL_IN)
    raise InputError(asked.problems or [nothing])


def _values(asked: Projected, library: Library, words: PageWords, today: date) -> dict[str, object]:
    form, names = asked.form, plan_names(library, words)
    found = offered(form, library, names, words)
    wrong = in_words(asked.wrong, library)
    untouched = not any(form.value(name) for name in PLAN_FIELDS)
    seen = (*SHOWN, *library.payees)
    own = [name for name in form.typed if name not in seen and not is_of_a_part(name)]
    unseen = [(name, text) for name in own for text in form.values(name)]
    first = {**found.chosen, **(FIRST_PLAN if untouched else {})}
    example = {
        "start": (today + timedelta(days=7 - today.weekday())).isoformat(),
        "weight": "80",
        **FIRST_PLAN,
        "indexation": "3",
        "discount": "4",
    }
    return {
        "section": "projection",
        "main_form": "plan",
        "main_form_action": "",
        "language_query": language_query(words),
        "form": form,
        "fields": names,
        "added_entry": added_in_words(library, words),
        "value": lambda name: form.value(name) or first.get(name, ""),
        "offered": found,
        "rule_sets": rule_sets(words),
        "bears_gst": library.payer.bears_gst,
        "unseen": unseen,
        "unseen_names": [escape(field_called(name, names)).striptags() for name, _ in unseen],
        "problems": said(wrong, form, names),
        "remarks": why_awaited(asked.problems, form, library)
        | to_check(asked.projection.please_check if asked.projection else (), form, library),
        "field_problems": by_field(wrong, form),
        "needed": _needed(asked, names),
        "projection": asked.projection and shown_projection(asked.projection, library, words),
        "inputs": query(form, *PLAN_FIELDS, **{AS_OF: None}),
        "course_inputs": query(form),
        "example": query(form, *PLAN_FIELDS, **{**FIRST, **example}),
    }


def _needed(asked: Projected, names: Mapping[str, str]) -> list[str]:
    """The fields that have still to be filled in."""
    missing = [asked.form.field_at(problem.place) for problem in asked.problems if problem.code == "missing"]
    return [field_called(name, names) for name in dict.fromkeys(missing)]
