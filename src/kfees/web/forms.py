"""The form of a course: what a person typed, the request that it asks for, and where they differ.

All inputs stand in the address, so an address is a request: `query` writes it in one order, without
what is empty or usual. Amounts may be typed as people write them: $3,200.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from kfees.documents.languages import ENGLISH
from kfees.engine.provider_codes import matches
from kfees.engine.shorthand import item_of, service_of
from kfees.library.library import Library
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import Unreadable, suggestion
from kfees.reading.as_written.codes import code_as_written
from kfees.reading.as_written.days import day_as_written
from kfees.reading.as_written.typed import amount_typed, day_typed, days_typed, listed, weight_typed
from kfees.web.accounts_form import account_fields, read_accounts, read_further
from kfees.web.typed_form import AS_OF, LANGUAGE, PAYER, Form

ITEM_CHARGE = "charge."
"""Before an item in the name of a field: `charge.medical:2801` is the charge for each unit of it."""

EPISODE_NUMBERS = ("nights", "leave_days", "age")


def course_fields(library: Library) -> tuple[str, ...]:
    """The fields of a course, in the order of an address."""
    return (
        *(PAYER, "regimen", "setting", "start", "weight", *library.every_payee),
        *account_fields(library),
        *("calendar", "dates", "sessions", "admitted", "discharged", "nights", "drg", "leave_days"),
        *("icu_hours", "age", "residence", "treatment"),
        *("without", "add", "add_item", "add_dates", "add_quantity", "add_provider"),
        *(AS_OF, LANGUAGE),
    )


Typed = Sequence[tuple[str, str]]
"""Names of fields and what was typed in each, in order; a name can stand more than once."""


def read_course(typed: Typed, library: Library, further: Iterable[str] = (), *, language: str = "") -> Form:
    """Read the fields of a course; `further` ones are known too. What cannot be read is a problem of its
    field."""
    form = Form({}, course_fields(library))
    for name, text in typed:
        form.typed.setdefault(name, []).append(text)
    if language:
        form.typed[LANGUAGE] = [language]
    _refuse_unknown(form, (*form.of_course, *further))
    for name, place, read in (
        (PAYER, "payer", str),
        ("regimen", "regimen", str),
        ("setting", "setting", str),
        ("start", "start", day_typed),
        ("weight", "weight_kg", weight_typed),
    ):
        form.fields[place] = name
        if form.value(name):
            form.asked[place] = read(form.value(name))
    _read_calendar(form)
    _read_charges(form, library)
    read_accounts(form, library)
    _read_items(form, library)
    _read_episode(form)
    read_further(form)
    _read_as_of(form)
    return form


def query(form: Form, /, *further: str, **changed: str | None) -> str:
    """The inputs of the course as an address holds them: in one order, without what is empty.

    `further` fields follow. `changed` replaces an input; None leaves it out.
    """
    names = [*form.of_course, *further, *(name for name in form.typed if name.startswith(ITEM_CHARGE))]
    found = []
    for name in names:
        if name in changed:
            if changed[name]:
                found.append((name, changed[name] or ""))
        else:
            found += [(name, text) for text in form.values(name)]
    usual = ((LANGUAGE, ENGLISH), (PAYER, DEFAULT_PAYER))
    return urlencode([pair for pair in found if pair not in usual])


def _refuse_unknown(form: Form, known: tuple[str, ...]) -> None:
    for name in form.typed:
        if name not in known and not name.startswith(ITEM_CHARGE):
            remedy = suggestion(name, known, "Check the link.")
            form.wrong("", "unknown-key", f"The link holds {name[:40]!a}, which means nothing here.", remedy)


def _read_calendar(form: Form) -> None:
    chosen, dates = form.value("calendar"), days_typed(form.value("dates"))
    if chosen == "dates" or (dates and not chosen):
        form.state("calendar", "dates", {"dates": dates})
    elif chosen:
        form.state("calendar", "calendar", chosen)
    sessions = form.count("sessions")
    if sessions is not None:
        form.state("sessions", "sessions", sessions)


def _read_charges(form: Form, library: Library) -> None:
    charges: list[dict[str, Any]] = []
    names = [*library.every_payee, *(name for name in form.typed if name.startswith(ITEM_CHARGE))]
    for name in names:
        if not form.value(name):
            continue
        if name in library.every_payee:
            what = {"payee": name}
        else:
            try:
                what = item_of(name.removeprefix(ITEM_CHARGE))
            except Unreadable as error:
                form.wrong(name, error.code, error.message, error.remedy)
                continue
        form.fields[f"charges[{len(charges)}]"] = name
        charges.append({**what, "amount": amount_typed(form.value(name))})
    if charges:
        form.asked["charges"] = charges


def _read_items(form: Form, library: Library) -> None:
    """Items left out and items added: those of before, and the one that is being typed."""
    without, services = [], []
    for text in form.values("without"):
        try:
            without.append(item_of(text))
        except Unreadable as error:
            form.wrong("without", error.code, error.message, error.remedy)
        else:
            form.fields[f"without[{len(without) - 1}]"] = "without"
    typed = _typed_service(form, library)
    for text, name in [
        *((text, "add") for text in form.values("add")),
        *((text, "add_item") for text in typed),
    ]:
        try:
            services.append(service_of(text))
        except Unreadable as error:
            form.wrong(name, error.code, error.message, error.remedy)
        else:
            place = f"services[{len(services) - 1}]"
            form.fields |= {place: name}
            if name == "add_item":
                form.fields |= {f"{place}.dates": "add_dates", f"{place}.quantity": "add_quantity"}
                form.typed["add"] = [*form.values("add"), text]
    if without:
        form.asked["without"] = without
    if services:
        form.asked["services"] = services


def _typed_service(form: Form, library: Library) -> list[str]:
    """The item being added, written short; nothing where none is."""
    code, dates = form.value("add_item"), listed(form.value("add_dates"))
    if not code:
        return []
    found = matches(code, library) or matches(code_as_written(code), library)
    if len(found) != 1:
        choice = " or ".join(f"{schedule}:{item}" for schedule, item in found)
        message = f"{code[:40]!r} could be {choice}." if found else f"no schedule has the item {code[:40]!r}."
        form.wrong("add_item", "unknown-item", message, "Write schedule:item, such as medical:17645.")
        return []
    if not dates:
        form.wrong("add_dates", "missing", "The day of the item is not given.", "Give its date.")
        return []
    ((schedule, item),) = found
    quantity = form.value("add_quantity")
    provider = form.value("add_provider")
    short = f"{schedule}:{item}@{','.join(map(day_typed, dates))}" + (f"*{quantity}" if quantity else "")
    short += f" by {provider}" if provider else ""
    for name in ("add_item", "add_dates", "add_quantity", "add_provider"):
        form.typed.pop(name, None)
    return [short]


def _read_episode(form: Form) -> None:
    episode: dict[str, Any] = {}
    for name in EPISODE_NUMBERS:
        number = form.count(name)
        if number is not None:
            episode[name] = number
    for name, key in (
        ("drg", "drg"),
        ("residence", "residence_remoteness"),
        ("treatment", "treatment_remoteness"),
    ):
        if form.value(name):
            episode[key] = form.value(name)
    for name in ("admitted", "discharged"):
        if form.value(name):
            episode[name] = day_typed(form.value(name))
    if form.value("icu_hours"):
        episode |= {"icu_hours": form.value("icu_hours"), "icu_eligible": True}
    names = {
        "residence_remoteness": "residence",
        "treatment_remoteness": "treatment",
        "icu_eligible": "icu_hours",
    }
    for key in ("drg", "admitted", "discharged", *EPISODE_NUMBERS, "icu_hours", *names):
        form.fields[f"episode.{key}"] = names.get(key, key)
    if episode:
        form.asked["episode"] = episode


def _read_as_of(form: Form) -> None:
    text = form.value(AS_OF)
    if not text:
        return
    try:
        form.as_of = day_as_written(text)
    except Unreadable as error:
        form.wrong(AS_OF, error.code, error.message, error.remedy)
