"""What was typed and does not go with the rest of a form: kept with it and in its address, and not counted
until it goes again. What goes together is the engine's to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kfees.engine.fitting import facts_of, fit_of, has_no_line
from kfees.library.library import Library
from kfees.web.accounts_form import DISCOUNT, PROVIDER
from kfees.web.stay_form import FACTS, IN_PARTS, PART, part_rows, settle_parts, within_part
from kfees.web.typed_form import PAYER, Form


def seen_by(form: Form, library: Library) -> Library:
    """The library as the form's payer sees it; the default payer where it names none that is known."""
    payer = form.value(PAYER)
    return library.of(payer) if payer in library.payers else library


def set_aside(form: Form, further: Mapping[str, Any], library: Library) -> None:
    """Say what goes with the form's regimen, setting and payer, and set aside what does not. `further`: what
    the form's request has besides its fields."""
    library = seen_by(form, library)
    regimen = form.value("regimen")
    form.fit = fit_of(regimen, (), library)
    settle_parts(form)
    _one_setting(form)
    added = [text.partition(":")[0].strip() for text in form.values("add")]
    added += _named(further, "services", "schedule")
    refused = form.value("setting") not in ("", IN_PARTS, *form.fit.settings)
    form.fit = fit_of(regimen, settings_of(form, further), library, added)
    if refused:  # whoever might charge elsewhere keeps a field
        form.fit = form.fit._replace(payees=form.fit.fees)
    if form.value("setting") == IN_PARTS or "parts" in further:
        form.fit = form.fit._replace(facts=frozenset())  # each part has a stay of its own
    for name in [*form.typed]:
        idle = [text for text in form.values(name) if not _goes(name, text, form, library)]
        form.put_aside(name, idle)


def settings_of(form: Form, further: Mapping[str, Any]) -> list[str]:
    """Where the course is given, as far as a form says."""
    match form.value("setting"):
        case "":
            return _named(further, "parts", "setting")
        case chosen if chosen == IN_PARTS:
            return [form.value(f"{PART}{row}.setting") for row in part_rows(form)]
        case chosen:
            return [chosen]


def _named(further: Mapping[str, Any], kind: str, key: str) -> list[str]:
    """The settings of parts, or the schedules of services, of loose data that nobody has checked."""
    entries = further.get(kind)
    loose = entries if isinstance(entries, list) else []
    return [str(entry[key]) for entry in loose if isinstance(entry, dict) and key in entry]


def _one_setting(form: Form) -> None:
    """Of several settings counts the last that goes with the regimen: what was set aside comes last."""
    stated = form.values("setting")
    if stated:
        fits = (*form.fit.settings, IN_PARTS)
        chosen = ([name for name in stated if name in fits] or stated)[-1]
        form.typed["setting"] = [chosen]
        form.aside["setting"] = [name for name in dict.fromkeys(stated) if name not in (*fits, chosen)]


def _goes(name: str, text: str, form: Form, library: Library) -> bool:
    fit = form.fit
    for before in (PROVIDER, DISCOUNT):
        name = name.removeprefix(before)
    number, key = within_part(name)
    if number:
        return form.value("setting") == IN_PARTS and _part_goes(number, key, form, library)
    match name:
        case "setting":
            return bool(fit.settings)
        case "calendar":
            return fit.pauses or text != "weekdays"
        case "fee":
            return _payee_of_fee(text) in fit.fees or _payee_of_fee(text) not in library.every_payee
        case "gst":
            others = fit.fees.intersection(map(_payee_of_fee, form.values("fee")))
            return text in fit.payees | others or text not in library.every_payee
        case payee if payee in library.every_payee:
            return payee in fit.payees
        case fact if fact in FACTS:
            return FACTS[fact] in fit.facts
        case _:
            return True


def _payee_of_fee(text: str) -> str:
    return text.partition(":")[0].strip()


def _part_goes(number: str, key: str, form: Form, library: Library) -> bool:
    """What is said of the stay of a part goes with a setting in which it counts."""
    setting = form.value(f"{PART}{number}.setting")
    return key not in FACTS or setting not in library.settings or FACTS[key] in facts_of(setting, library)


def set_items_aside(form: Form, library: Library) -> bool:
    """Set aside what is charged, added or left out by the item and is not in the course. Whether anything
    was: the form is read again then."""
    if not form.entries:
        return False
    found = [*_idle(form, library)]
    for name, text in found:
        form.put_aside(name, [text])
    return bool(found)


def _idle(form: Form, library: Library) -> Iterator[tuple[str, str]]:
    for place in has_no_line(form.asked, library):
        entry = form.entries.get(place.partition("]")[0] + "]")
        if entry is not None:
            yield entry
