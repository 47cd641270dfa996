"""The preview: six fields, and what the payer can pay, what the patient would pay, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kfees.documents.languages import ENGLISH
from kfees.engine.asking import read_request
from kfees.engine.pricing import price
from kfees.library.library import Library
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import InputError, Problem, folded
from kfees.model.quote import Quote
from kfees.model.sentences import translatable
from kfees.web import assets
from kfees.web.accounts_form import DISCOUNT, PROVIDER, account_fields, in_parts
from kfees.web.errors import not_found
from kfees.web.forms import ITEM_CHARGE, Typed, query, read_course
from kfees.web.notice_form import OF_PROVIDER, NoticeForm, detail_names
from kfees.web.received import FORM, URL_FORM, form_of, only_kinds
from kfees.web.rendering import page
from kfees.web.routes import Routes
from kfees.web.shown import shown
from kfees.web.taken_over import fields_of
from kfees.web.typed_form import AS_OF, LANGUAGE, PAYER, Form
from kfees.web.wording import PageWords, words_in
from kfees.web.working import worked_out

FIRST = {PAYER: DEFAULT_PAYER, "regimen": "crps-10-day", "setting": "private-day-hospital"}
"""What is chosen in a form that nobody has filled in yet."""

WHOSE_ACCOUNT, DISCOUNT_OF = translatable("{payee}: whose account"), translatable("{payee}: discount")
REMOTENESS = ("RA0", "RA1", "RA2", "RA3", "RA4")
A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values of a field; `lang` is set where its text has no translation."""

    value: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class CourseItem:
    """An item of the course, for whoever charges it by itself or leaves it out."""

    name: str
    label: str
    charge: str
    left_out: bool


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem as a page says it: the field it concerns, and the place in words."""

    field: str
    place: str
    problem: Problem


@dataclass
class Answered:
    """A form, and the quote or the problems that come of it."""

    form: Form
    quote: Quote | None
    problems: list[Problem]

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


def seen_by(form: Form, library: Library) -> Library:
    """The library as the form's payer sees it; the default payer where it names none that is known."""
    payer = form.value(PAYER)
    return library.of(payer) if payer in library.payers else library


def add_preview(routes: Routes, library: Library, today: Callable[[], date]) -> None:
    """Add the page, and what it is made with."""

    @routes.get("/")
    def preview(request: Request) -> Response:
        return shown_preview(request.query_params.multi_items(), library, today(), NoticeForm())

    @routes.post("/")
    async def taken_over(request: Request) -> Response:
        only_kinds(request, FORM, URL_FORM)
        form = await form_of(request, ("request", "file", LANGUAGE))
        content = form.file("file")[0] or form.text("request")
        language = form.text(LANGUAGE).decode()
        fields = await worked_out(request, lambda: fields_of(content, library), size=len(content))
        typed = read_course(fields, library, language=language)
        return RedirectResponse(f"/?{query(typed)}", 303)

    @routes.get(f"{assets.PREFIX}/{{name}}")
    async def asset(request: Request) -> Response:
        found = assets.by_address().get(request.url.path)
        if found is None:
            raise not_found("no such file is served")
        return Response(found.content, media_type=found.media_type, headers={"cache-control": A_YEAR})


def shown_preview(typed: Typed, library: Library, today: date, notice: NoticeForm) -> Response:
    """The page of a course, and beside it the form of its notice as it was filled in."""
    form = read_course(typed, library)
    words = language_of(form, library)
    asked = ask(form, library, today)
    notices = {"notice": notice, "details": detail_names(words), "of_provider": OF_PROVIDER}
    values = _values(asked, seen_by(form, library), words, today) | notices
    return page("preview.html", words, values, 422 if asked.wrong or notice.problems else 200)


def _values(asked: Answered, library: Library, words: PageWords, today: date) -> dict[str, object]:
    form, quote = asked.form, asked.quote
    judged, names = form.as_of or today, field_names(library, words)
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
        "payers": payer_choices(library, words),
        "regimens": choices(library.regimens, library.regimen, words),
        "settings": setting_choices(form, library, words),
        "chosen": chosen(form),
        "accounts_open": any(form.value(name) for name in account_fields(library)),
        "payees": payee_choices(library, words),
        "bears_gst": library.payer.bears_gst,
        "remoteness": REMOTENESS,
        "extras": _extras(asked, library),
        "items": list(_items(asked, library)),
        "problems": said(asked.wrong, form, names),
        "field_problems": by_field(asked.wrong, form),
        "needed": [names.get(name, name) for name in asked.needed],
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


def choices(names: tuple[str, ...], named: Callable[[str], object], words: PageWords) -> list[Choice]:
    """Regimens or settings, to be chosen by their titles."""
    found = []
    for name in names:
        title = str(getattr(named(name), "title", name))
        text = words.title(title)
        found.append(Choice(name, text, "en-AU" if text == title and not words.is_english else ""))
    return found


def payer_choices(library: Library, words: PageWords) -> list[Choice]:
    """The payers that are loaded."""
    return choices(library.payers, lambda name: library.of(name).payer, words)


def setting_choices(form: Form, library: Library, words: PageWords) -> list[Choice]:
    """The settings to choose from; none of them where the course is in parts, and none at all where the
    payer pays by the infusion."""
    if library.payer.price_by_infusion is not None:
        return []
    found = choices(library.settings, library.setting, words)
    return [Choice("", words.gettext("In parts"), ""), *found] if in_parts(form) else found


def chosen(form: Form) -> dict[str, str]:
    """The payer, the regimen and the setting that are chosen."""
    first = {**FIRST, "setting": ""} if in_parts(form) else FIRST
    return {name: form.value(name) or value for name, value in first.items()}


def payee_choices(library: Library, words: PageWords) -> list[Choice]:
    """Who may charge, by title."""
    return choices(tuple(library.payees), library.payees.__getitem__, words)


def field_names(library: Library, words: PageWords) -> dict[str, str]:
    """What each field is called on the page."""
    payees = {payee: words.known(facts.title) for payee, facts in library.every_payee.items()}
    return {
        PAYER: words.gettext("Payer"),
        "regimen": words.gettext("Regimen"),
        "setting": words.gettext("Setting"),
        "start": words.gettext("First treatment day"),
        "weight": words.gettext("Body weight in kg"),
        **payees,
        "calendar": words.gettext("Treatment days"),
        "dates": words.gettext("Dates"),
        "sessions": words.gettext("Number of sessions"),
        "admitted": words.gettext("Day of admission"),
        "discharged": words.gettext("Day of discharge"),
        "nights": words.gettext("Nights in hospital"),
        "drg": words.gettext("AR-DRG"),
        "leave_days": words.gettext("Days of leave from hospital"),
        "icu_hours": words.gettext("Hours in intensive care"),
        "age": words.gettext("Age in years"),
        "residence": words.gettext("Where {patient} lives"),
        "treatment": words.gettext("Where the hospital is"),
        "without": words.gettext("Items left out"),
        "add": words.gettext("Items added"),
        "add_item": words.gettext("Item"),
        "add_dates": words.gettext("Days"),
        "add_quantity": words.gettext("Units each day"),
        "add_provider": words.gettext("Who bills it"),
        **{f"{PROVIDER}{payee}": words.filled(WHOSE_ACCOUNT, payee=name) for payee, name in payees.items()},
        **{f"{DISCOUNT}{payee}": words.filled(DISCOUNT_OF, payee=name) for payee, name in payees.items()},
        "gst": words.gettext("With GST"),
        "fee": words.gettext("Fees that no schedule has"),
        "fee_payee": words.gettext("Who charges it"),
        "fee_label": words.gettext("What for"),
        "fee_amount": words.gettext("Fee"),
        "fee_quantity": words.gettext("How many"),
        "further": words.gettext("Taken over from a request"),
        AS_OF: words.gettext("Judge rates as of"),
    }


def said(problems: list[Problem], form: Form, names: Mapping[str, str]) -> list[ShownProblem]:
    """Problems with the fields they concern, by their names; a place of the request where none does."""
    found = []
    for problem in folded(problems):
        field = form.field_at(problem.place)
        item = field.removeprefix(ITEM_CHARGE) if field.startswith(ITEM_CHARGE) else ""
        found.append(
            ShownProblem(field, item or names.get(field, "" if not field else problem.place), problem)
        )
    return found


def by_field(problems: list[Problem], form: Form) -> dict[str, list[Problem]]:
    """Problems by the field they concern."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(form.field_at(problem.place), []).append(problem)
    return {field: folded(same) for field, same in found.items()}


def _extras(asked: Answered, library: Library) -> dict[str, bool]:
    """Which further facts matter in the setting."""
    name = asked.form.value("setting") or FIRST["setting"]
    if in_parts(asked.form):
        return {"overnight": False, "weighted": False}
    if name not in library.settings:
        return {"overnight": True, "weighted": True}
    setting = library.setting(name)
    weighted = any(
        version.activity is not None
        for service in setting.service
        for version in library.versions(service.schedule)
    )
    return {"overnight": setting.overnight, "weighted": weighted}


def _items(asked: Answered, library: Library) -> Iterator[CourseItem]:
    """The items of the course, those left out among them."""
    form = asked.form
    labels = {
        f"{line.schedule}:{line.item}": line.label for line in (asked.quote.lines if asked.quote else ())
    }
    charged = (name.removeprefix(ITEM_CHARGE) for name in form.typed if name.startswith(ITEM_CHARGE))
    for name in (*form.values("without"), *charged):
        schedule, _, item = name.partition(":")
        known = (version.label(item) for version in reversed(library.versions(schedule)))
        labels.setdefault(name, next(filter(None, known), ""))
    for name, label in labels.items():
        yield CourseItem(
            name=name,
            label=label,
            charge=form.value(f"{ITEM_CHARGE}{name}"),
            left_out=name in form.values("without"),
        )
