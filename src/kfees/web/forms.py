"""The form of a course: what a person typed, the request that it asks for, and where they differ.

All inputs stand in the address, so an address is a request: `query` writes it in one order, without
what is empty or usual. Amounts may be typed as people write them: $3,200.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from kfees.documents.languages import ENGLISH
from kfees.engine.fitting import fit_of
from kfees.library.library import Library
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import Unreadable, missing, suggestion
from kfees.model.sentences import translatable
from kfees.reading.as_written.days import day_as_written
from kfees.reading.as_written.typed import day_typed, days_typed, weight_typed
from kfees.web.accounts_form import account_fields, read_accounts, read_amounts
from kfees.web.further import FURTHER, Loose, add_further, take_further
from kfees.web.items_form import ITEM_CHARGE, ITEM_FIELDS, read_items
from kfees.web.set_aside import seen_by, set_aside, set_items_aside
from kfees.web.stay_form import FACTS, is_of_a_part, read_place
from kfees.web.typed_form import AS_OF, LANGUAGE, PAYER, Form, Typed

MAIN = {"payer": PAYER, "regimen": "regimen", "start": "start", "weight_kg": "weight"}
"""The fields of the first facts of a request."""


def course_fields(library: Library) -> tuple[str, ...]:
    """The fields of a course, in the order of an address."""
    return (
        *(PAYER, "regimen", "setting", "start", "weight", *library.every_payee),
        *account_fields(library),
        FURTHER,
        *("calendar", "dates", "sessions", *FACTS),
        *ITEM_FIELDS,
        *(AS_OF, LANGUAGE),
    )


def read_course(typed: Typed, library: Library, further: Iterable[str] = (), *, language: str = "") -> Form:
    """Read the fields of a course; `further` ones are known too. What cannot be read is a problem of its
    field, and what does not go with the rest is set aside."""
    form = Form({}, fit_of("", (), library), of_course=course_fields(library))
    for name, text in typed:
        form.typed.setdefault(name, []).append(text)
    if language:
        form.typed[LANGUAGE] = [language]
    _refuse_unknown(form, (*form.of_course, *further))
    along = take_further(form)
    set_aside(form, along, library)
    said = [*form.problems]
    _read(form, along, library)
    if set_items_aside(form, library):
        form.asked, form.fields, form.entries, form.problems = {}, {}, {}, said
        _read(form, along, library)
    return form


def _read(form: Form, along: Loose, library: Library) -> None:
    for place, name in MAIN.items():
        form.fields[place] = name
        if text := form.value(name):
            match name:
                case "start":
                    form.asked[place] = day_typed(text)
                case "weight":
                    form.asked[place] = weight_typed(text)
                case _:
                    form.asked[place] = text
    _read_calendar(form)
    read_place(form)
    read_amounts(form, library)
    read_items(form, seen_by(form, library))
    read_accounts(form, library)
    add_further(form, along)
    _read_as_of(form)


def query(form: Form, /, *further: str, **changed: str | None) -> str:
    """The inputs of the course as an address holds them: in one order, without what is empty.

    `further` fields follow. `changed` replaces an input; None leaves it out.
    """
    own = sorted({name for name in (*form.typed, *form.aside) if _has_a_name_of_its_own(name)})
    found: list[tuple[str, str]] = []
    for name in (*form.of_course, *further, *own):
        if name in changed:
            found += [(name, text) for text in [changed[name]] if text]
        else:
            found += [(name, text) for text in form.kept(name)]
    usual = ((LANGUAGE, ENGLISH), (PAYER, DEFAULT_PAYER))
    return urlencode([pair for pair in found if pair not in usual])


def _has_a_name_of_its_own(name: str) -> bool:
    """Whether a field is named by an item or by the number of a part."""
    return name.startswith(ITEM_CHARGE) or is_of_a_part(name)


def _refuse_unknown(form: Form, known: tuple[str, ...]) -> None:
    for name in form.typed:
        if name not in known and not _has_a_name_of_its_own(name):
            message = translatable("The link holds {name}, which means nothing here.")
            remedy = suggestion(name, known, translatable("Check the link."))
            form.wrong("", "unknown-key", message.format(name=ascii(name[:40])), remedy)


def _read_calendar(form: Form) -> None:
    chosen, dates = form.value("calendar"), days_typed(form.value("dates"))
    if chosen == "dates" and not dates:
        form.fields["dates"] = "dates"
        form.problems.append(missing("dates"))
    elif chosen == "dates" or (dates and not chosen):
        form.state("calendar", "dates", {"dates": dates})
    elif chosen:
        form.state("calendar", "calendar", chosen)
    sessions = form.count("sessions", 1)
    if sessions is not None:
        form.state("sessions", "sessions", sessions)


def _read_as_of(form: Form) -> None:
    text = form.value(AS_OF)
    if not text:
        return
    try:
        form.as_of = day_as_written(text)
    except Unreadable as error:
        form.wrong(AS_OF, error.code, error.message, error.remedy)
