"""The request page: a provider's own quote, a claim's facts against the guideline, the price, the letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kfees.documents.letter import letter_in
from kfees.documents.letter.as_text import as_plain_text
from kfees.engine.assessing import assess_with_quote
from kfees.engine.claims import known_guideline
from kfees.engine.letter import Letter, letter
from kfees.engine.provider_preview import understood, understood_alone
from kfees.engine.provider_quote import provider_quote
from kfees.library.library import Library
from kfees.model.assessment import Assessment
from kfees.model.problems import InputError, Problem
from kfees.model.quote import Quote
from kfees.model.request import CourseRequest
from kfees.model.sentences import Sentence, translatable, whole
from kfees.model.understood_quote import UnderstoodQuote
from kfees.reading.provider_rows import ProviderFile
from kfees.web.assessed import shown_assessment
from kfees.web.carried import KEPT, as_carried
from kfees.web.claim_form import (
    GIVEN,
    NAMES,
    NONE,
    SOMETHING_ELSE,
    claim_fields,
    document_names,
    own_words,
    read_claim,
)
from kfees.web.claim_sections import sections
from kfees.web.column_offers import (
    CHOOSE,
    COLUMN,
    COLUMN_HOLDS,
    COLUMNS,
    WHAT,
    chosen,
    each_chosen,
    half_said,
    offered_in,
    without_flags,
    without_places,
)
from kfees.web.documents import attached, name_of
from kfees.web.entries import added_in_words
from kfees.web.field_names import field_names
from kfees.web.forms import query, read_course
from kfees.web.limits import ASSESS_ADDRESS, LARGER_BODY_BYTES, MOST_QUOTE_BYTES
from kfees.web.offered import offered
from kfees.web.plausible import read_request
from kfees.web.preview import language_of, language_query
from kfees.web.provider_upload import (
    ANY_WEIGHT,
    QUOTE,
    Upload,
    no_quote,
    read_upload,
    stated_in,
    too_large,
    uploaded,
)
from kfees.web.put_right import by_field, field_called, in_words, said
from kfees.web.received import (
    FORM,
    JSON,
    URL_FORM,
    form_of,
    large_form_of,
    only_kinds,
)
from kfees.web.rendering import page
from kfees.web.routes import Routes
from kfees.web.set_aside import seen_by
from kfees.web.stay_form import is_of_a_part
from kfees.web.to_check import to_check
from kfees.web.typed_form import LANGUAGE, Form, Typed
from kfees.web.wording import PageWords
from kfees.web.working import worked_out

ONLY_READ, TAKE = "only_read", "take"
"""The button that shows what was understood of the quote, and prices nothing; those of documents."""

OWN = (*NAMES, QUOTE, COLUMNS, COLUMN, COLUMN_HOLDS, KEPT, ONLY_READ, TAKE)
"""The fields of this page beside those of the course."""

SHOWN = ("regimen", "setting", "start", "weight", "sessions", "language")
"""Fields of the course that the page shows; what else was typed of it stands behind them, to be left out."""

LETTERS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown",
}
"""The letter as it can be taken away, by its ending."""

NO_UPLOAD = Upload(b"", "")

RESTORED = {"cache-control": "private, no-cache"}
"""A browser may show the page again as it was left, from its own memory: who goes back finds what was filled
in."""

CHOOSE_ITS_FILE = translatable("Choose its file.")
GO_BACK = translatable("Go back: what was filled in is still there. Then choose another.")
AT_PLACE = Sentence("{place}: {problem}")


@dataclass
class Assessed:
    """A form with its file, and its assessment with the letter, or the problems that come of it. `taken`: the
    fields that the file stated."""

    form: Form
    upload: Upload
    problems: list[Problem]
    taken: tuple[str, ...] = ()
    request: CourseRequest | None = None
    assessment: Assessment | None = None
    quote: Quote | None = None
    letter: Letter | None = None
    understood: UnderstoodQuote | None = None


def add_request_page(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    """Add the page. What is filled in comes as a form, so that no fact of a claim stands in an address;
    an address that states facts is answered all the same."""
    desk = _Desk(library, today)

    @routes.get(ASSESS_ADDRESS)
    def request_page(request: Request) -> Response:
        return desk.answer(request.query_params.multi_items(), NO_UPLOAD, sent=False)

    @routes.post(ASSESS_ADDRESS)
    async def assessed(request: Request) -> Response:
        large = only_kinds(request, FORM, URL_FORM) == FORM
        most = LARGER_BODY_BYTES[ASSESS_ADDRESS]
        form = await (large_form_of(request, most) if large else form_of(request))
        upload = uploaded(form)
        return await worked_out(request, lambda: desk.answer(form.texts, upload, sent=True))


def refused_as_too_large(address: Mapping[str, str], library: Library, today: date) -> Response:
    """The page in place of a refusal: a file so large that nothing of the form was read. What was filled in
    stands where the browser goes back to."""
    form = read_course([(LANGUAGE, address.get(LANGUAGE, ""))], library, OWN)
    problem = too_large(GO_BACK)
    return _shown(Assessed(form, NO_UPLOAD, [_at_its_field(problem, form, "")]), library, today)


@dataclass(frozen=True, slots=True)
class _Desk:
    library: Library
    today: Callable[[], date]

    def answer(self, typed: Typed, upload: Upload, *, sent: bool) -> Response:
        form = read_course(typed, self.library, OWN)
        today = self.today()
        stated = read_claim(form, seen_by(form, self.library), today)
        if not (sent or stated):
            return _shown(Assessed(form, NO_UPLOAD, form.problems), self.library, today)
        found = _assess(form, upload, self.library, today)
        if form.value(TAKE) in (*LETTERS, "json") and found.assessment is not None:
            try:
                return _document(found, form.value(TAKE))
            except InputError as error:  # no font at hand has a letter of it
                found.problems += error.problems
        return _shown(found, self.library, today)


def _assess(form: Form, upload: Upload, library: Library, today: date) -> Assessed:
    of_file = (_at_its_field(one, form, upload.name) for one in (*upload.problems, *half_said(form)))
    found = Assessed(form, upload, [*form.problems, *of_file])
    only_read = bool(form.value(ONLY_READ))
    file = _read(found, library) if upload.name else None
    if not upload.name and (only_read or chosen(form)) and not upload.problems:
        found.problems.append(_at_its_field(no_quote(QUOTE, CHOOSE_ITS_FILE), form, ""))
    if file is not None:
        found = _with_what_it_states(found, file, library, today)
    form = found.form
    # What is understood of a quote needs no weight, which a quote seldom states.
    unweighed = {"weight_kg": ANY_WEIGHT} if only_read and form.fit.by_weight else {}
    try:
        request = found.request = read_request({**unweighed, **form.asked}, library)
        assessment, quote = assess_with_quote(request, library, as_of=form.as_of or today)
        if file is not None and (only_read or found.problems):
            found.understood = understood(file, request, library)
        elif file is not None:
            quoted = provider_quote(file.rows, request, library)
            assessment = assessment.model_copy(update={"provider_quote": quoted})
    except InputError as error:
        unread = bool(upload.name) and file is None
        found.problems += [one for one in error.problems if not (unread and _may_be_read(one))]
        found.understood = None if file is None else understood_alone(file)
    if found.problems or found.understood:
        return found
    found.assessment, found.quote = assessment, quote
    found.letter = letter(assessment, known_guideline(request, library), today)
    return found


def _may_be_read(problem: Problem) -> bool:
    """Whether what is missing may stand in the quote, once that can be read."""
    return problem.code == "missing" and problem.place in ("start", "weight_kg")


def _read(found: Assessed, library: Library) -> ProviderFile | None:
    form, upload = found.form, found.upload
    try:
        return read_upload(upload.content, upload.name, chosen(form), form.asked, library)
    except InputError as error:
        found.problems += [_at_its_field(problem, form, upload.name) for problem in error.problems]
        return None


def _with_what_it_states(found: Assessed, file: ProviderFile, library: Library, today: date) -> Assessed:
    """With the fields that the file states and nobody filled in, which may then be changed."""
    fields = stated_in(file, found.form.asked, library)
    if not fields:
        return found
    sent = (found.form.typed, found.form.aside)
    typed = [(name, text) for each in sent for name, texts in each.items() for text in texts]
    form = read_course([*typed, *fields], library, OWN)
    read_claim(form, seen_by(form, library), today)
    return replace(found, form=form, taken=tuple(dict.fromkeys(name for name, _ in fields)))


def _at_its_field(problem: Problem, form: Form, name: str) -> Problem:
    """A problem of the uploaded file, at the field that it came from, which shows the file's name."""
    form.fields |= {QUOTE: QUOTE, COLUMNS: COLUMNS}
    if problem.place == COLUMNS:
        return replace(problem, remedy=CHOOSE)
    if problem.place in form.fields:
        return problem
    place = problem.place.removeprefix(name).lstrip(" ,:")
    message = AT_PLACE.format(place=place, problem=whole(problem.message)) if place else problem.message
    return replace(problem, place=QUOTE, message=message)


def _document(found: Assessed, kind: str) -> Response:
    assert found.request is not None
    assert found.assessment is not None
    if kind == "json":
        name = name_of(found.request, "json", "assessment")
        return attached(found.assessment.model_dump_json(indent=2).encode(), JSON, name)
    assert found.letter is not None
    content = letter_in(f".{kind}", found.letter)
    content = content.encode() if isinstance(content, str) else content
    return attached(content, LETTERS[kind], name_of(found.request, kind, "letter"))


def _shown(found: Assessed, library: Library, today: date) -> Response:
    words, seen = language_of(found.form, library), seen_by(found.form, library)
    status = 200 if not found.problems else 422
    if any(problem.code == "too-large" for problem in found.problems):
        status = 413
    answer = page("request.html", words, _values(found, seen, words, today), status)
    answer.headers.update(RESTORED)
    return answer


def _values(found: Assessed, library: Library, words: PageWords, today: date) -> dict[str, object]:
    form, upload = found.form, found.upload
    facts = {field.name: field for field in claim_fields(form, library, today, words)}
    names = {
        **field_names(library, words),
        **{field.name: field.label for field in facts.values()},
        QUOTE: words.gettext("The provider’s own quote"),
        COLUMNS: words.gettext("Which column holds what"),
        COLUMN: words.gettext("Letter or heading"),
        COLUMN_HOLDS: words.gettext("What it holds"),
    }
    offers = offered_in((problem.remedy for problem in found.problems), words)
    spoken = [replace(problem, remedy=without_flags(problem.remedy)) for problem in found.problems]
    wrong = in_words(spoken, library)
    field_problems = by_field(wrong, form)
    return {
        "section": "assess",
        "restored": True,
        "main_form": "facts",
        "main_form_action": "",
        "language_query": language_query(words),
        "form": form,
        "fields": names,
        "added_entry": added_in_words(library, words),
        "offered": offered(form, library, names, words),
        "further": [
            (name, field_called(name, names), text)
            for name in form.typed
            if name not in (*SHOWN, "payer", *OWN) and not is_of_a_part(name)
            for text in form.values(name)
        ],
        "facts": facts,
        "sections": sections(form, facts, field_problems, words),
        "something_else": SOMETHING_ELSE,
        "own_words": own_words,
        "given": GIVEN,
        "documents": document_names(words).items(),
        "no_earlier": NONE,
        "problems": said(wrong, form, names),
        "remarks": to_check(found.assessment.please_check if found.assessment else (), form, library),
        "field_problems": field_problems,
        "most_bytes": MOST_QUOTE_BYTES,
        "quote_name": upload.name,
        "kept": as_carried(upload.content, upload.name) if upload.name else "",
        "columns": each_chosen(chosen(form), words),
        "holdings": WHAT,
        "offers": offers,
        "row_offers": offered_in(_remedies_of_rows(found), words),
        "without_flags": without_flags,
        "without_places": without_places,
        "taken": [names.get(name, name) for name in found.taken],
        "understood": found.understood,
        "shown": found.assessment
        and found.quote
        and shown_assessment(found.assessment, found.quote, facts, library, words),
        "letter": as_plain_text(found.letter) if found.letter else "",
        "course_inputs": query(form),
    }


def _remedies_of_rows(found: Assessed) -> Iterator[str]:
    quoted = found.assessment and found.assessment.provider_quote
    yield from (row.remedy for row in (found.understood.rows if found.understood else ()))
    yield from (line.remedy for line in (quoted.lines if quoted else ()))
