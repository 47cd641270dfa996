"""The facts of a claim as a form asks for them. A field is named by its place in the request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kfees.library.library import Library
from kfees.model.claim_words import OTHER
from kfees.model.guidance import Guideline
from kfees.model.problems import Unreadable
from kfees.reading.as_written.days import day_as_written
from kfees.reading.as_written.typed import amount_typed, day_typed, days_typed
from kfees.web.forms import Form
from kfees.web.wording import PageWords

Kind = Literal["day", "word", "text", "count", "yes or no", "amount", "days", "documents"]

DOCUMENTS = ("diagnosis", "first-line", "medications", "outcome-measures", "mental-health")
NONE = "claim.no_previous_treatments"

SOMETHING_ELSE = "other"
"""What is chosen where none of the guideline's words is right: the reviewer sees what is typed beside it."""


def own_words(name: str) -> str:
    """The field beside a list, for words of one's own."""
    return f"{name}.other"


FIELDS: dict[str, Kind] = {
    "claim.request_date": "day",
    "claim.information_complete": "day",
    "claim.route": "word",
    "claim.indication": "word",
    "claim.circumstance": "word",
    "claim.injury_accepted": "yes or no",
    "claim.referred_by_medical_practitioner": "yes or no",
    "claim.country": "word",
    "claim.prior_approval": "yes or no",
    "claim.approval.reference": "text",
    "claim.approval.given": "day",
    "claim.approval.sessions": "count",
    "claim.approval.amount": "amount",
    "claim.approval.until": "day",
    "claim.provider.registration": "word",
    "claim.provider.indemnity_cover": "amount",
    "claim.documents": "documents",
    "claim.mental_health_risk": "yes or no",
    "claim.previous_treatments": "days",
    "claim.exceptional_circumstances": "yes or no",
    "claim.outcomes.pain_improved": "yes or no",
    "claim.outcomes.function_improved": "yes or no",
    "claim.outcomes.opioids_reduced": "yes or no",
}
NAMES = (*FIELDS, *(own_words(name) for name, kind in FIELDS.items() if kind == "word"), NONE)
"""Every field of a claim."""


@dataclass(frozen=True, slots=True)
class ClaimField:
    """One fact as it is asked for. `words`: what can be stated, for a fact of one word; `own`: what was
    typed beside them."""

    name: str
    kind: Kind
    label: str
    value: str
    values: tuple[str, ...]
    words: tuple[str, ...]
    own: str


def read_claim(form: Form) -> bool:
    """Put the facts of the form into its request. Whether any fact is stated."""
    claim: dict[str, Any] = {}
    for name, kind in FIELDS.items():
        form.fields[name] = name
        value = _stated(form, name, kind)
        if value is not None:
            _put(claim, name.split(".")[1:], value)
    if form.value(NONE) and "previous_treatments" not in claim:
        claim["previous_treatments"] = []
    if claim:
        form.asked["claim"] = claim
    return bool(claim)


def _put(claim: dict[str, Any], path: list[str], value: object) -> None:
    *outer, last = path
    for name in outer:
        claim = claim.setdefault(name, {})
    claim[last] = value


def _stated(form: Form, name: str, kind: Kind) -> object:
    """What a field states; None where it states nothing."""
    text = form.value(name)
    if kind == "word":
        text = _word(text, form.value(own_words(name)))
    if not text:
        return None
    match kind:
        case "day":
            return day_typed(text)
        case "amount":
            return amount_typed(text)
        case "days":
            return days_typed(text)
        case "documents":
            return form.values(name)
        case "count" if text.isdecimal() and text.isascii():
            return int(text)
        case "yes or no" if text in ("yes", "no"):
            return text == "yes"
        case _:
            return text


def _word(chosen: str, own: str) -> str:
    """A word of the guideline with what was typed beside it, or what was typed alone."""
    if chosen == SOMETHING_ELSE:
        return f"{OTHER}{own}"
    return f"{chosen} {own}".strip()


def claim_fields(form: Form, library: Library, today: date, words: PageWords) -> Iterator[ClaimField]:
    """Every fact in the order of the form, with the words of the guideline in force."""
    guideline = library.guideline_on(_asked_on(form, today))
    labels = _labels(words)
    for name, kind in FIELDS.items():
        yield ClaimField(
            name=name,
            kind=kind,
            label=labels[name],
            value=form.value(name),
            values=tuple(form.values(name)),
            words=(*_accepted(guideline, name), SOMETHING_ELSE) if kind == "word" else (),
            own=form.value(own_words(name)),
        )


def _asked_on(form: Form, today: date) -> date:
    for name in ("claim.request_date", "start"):
        try:
            return day_as_written(form.value(name))
        except Unreadable:
            continue
    return today


def _accepted(guideline: Guideline | None, name: str) -> tuple[str, ...]:
    fact = name.removeprefix("claim.")
    checks = guideline.check if guideline else ()
    return next((check.accepted for check in checks if check.fact == fact), ())


def _labels(words: PageWords) -> dict[str, str]:
    return {
        "claim.request_date": words.gettext("Date of the request"),
        "claim.information_complete": words.gettext("Information complete on"),
        "claim.route": words.gettext("How the ketamine is given"),
        "claim.indication": words.gettext("What it is for"),
        "claim.circumstance": words.gettext("Why infusions now"),
        "claim.injury_accepted": words.gettext("The injury is accepted"),
        "claim.referred_by_medical_practitioner": words.gettext("A medical practitioner referred the worker"),
        "claim.prior_approval": words.gettext("Approved beforehand"),
        "claim.approval.reference": words.gettext("Reference of the approval"),
        "claim.approval.given": words.gettext("Approved on"),
        "claim.approval.sessions": words.gettext("Treatment days approved"),
        "claim.approval.amount": words.gettext("Amount approved, in AUD"),
        "claim.approval.until": words.gettext("Approved until"),
        "claim.country": words.gettext("Country of the treatment"),
        "claim.provider.registration": words.gettext("The provider’s registration"),
        "claim.provider.indemnity_cover": words.gettext("The provider’s indemnity cover, in AUD"),
        "claim.documents": words.gettext("Documents that came with the request"),
        "claim.mental_health_risk": words.gettext("Mental health risk factors"),
        "claim.previous_treatments": words.gettext("First day of each earlier treatment"),
        "claim.exceptional_circumstances": words.gettext("Exceptional circumstances"),
        "claim.outcomes.pain_improved": words.gettext("Pain improved"),
        "claim.outcomes.function_improved": words.gettext("Function improved"),
        "claim.outcomes.opioids_reduced": words.gettext("Opioid use was reduced"),
    }


def document_names(words: PageWords) -> dict[str, str]:
    """The documents that the guideline asks for, by their code."""
    return {
        "diagnosis": words.gettext("Diagnosis, and that it follows from the injury"),
        "first-line": words.gettext("First-line treatments tried"),
        "medications": words.gettext("Medications and their outcomes"),
        "outcome-measures": words.gettext("Measures of pain and function"),
        "mental-health": words.gettext("Safety measures for mental health"),
    }
