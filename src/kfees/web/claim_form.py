"""The facts of a claim as a form asks for them. A field is named by its place in the request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kfees.documents.form.claim import CLAIM
from kfees.documents.form.questions import AnswerKind, FormQuestion, FormTable
from kfees.documents.languages import _
from kfees.library.library import Library
from kfees.model.claim_words import OTHER, meaning_of
from kfees.model.guidance import Guideline, GuidelineCheck
from kfees.model.problems import Unreadable
from kfees.reading.as_written.days import day_as_written
from kfees.reading.as_written.typed import amount_typed, day_typed, days_typed
from kfees.web.typed_form import Form
from kfees.web.wording import PageWords

FieldKind = Literal[AnswerKind, "documents", "approval"]

_DOCUMENT = "claim.documents: "
NONE = "claim.no_previous_treatments"

APPROVED, WITHOUT, GIVEN = "claim.prior_approval", "claim.treated_without_approval", "claim.approval.given"
"""Whether the payer approved is one choice, with its day beside it."""

SOMETHING_ELSE = "other"
"""What is chosen where none of the guideline's words is right: the reviewer sees what is typed beside it."""


def own_words(name: str) -> str:
    """The field beside a list, for words of one's own."""
    return f"{name}.other"


def _field(part: FormQuestion | FormTable) -> tuple[str, FieldKind]:
    """The name of a question's field, and its kind: a list of days is one field, and so are all documents."""
    if part.key.startswith(_DOCUMENT):
        return "claim.documents", "documents"
    if part.key == APPROVED:
        return APPROVED, "approval"
    return part.key.removesuffix("[]"), "days" if isinstance(part, FormTable) else part.kind


_PARTS = [part for section in CLAIM for part in section.parts if part.key != WITHOUT]
FIELDS: dict[str, FieldKind] = dict(map(_field, _PARTS))
_LABELS = {
    **{_field(part)[0]: part.page for part in _PARTS},
    "claim.documents": _("Documents that came with the request"),
}
NAMES = (*FIELDS, *(own_words(name) for name, kind in FIELDS.items() if kind == "suggestion"), NONE)
"""Every field of a claim."""


@dataclass(frozen=True, slots=True)
class ClaimField:
    """One fact as it is asked for. `words`: what can be stated, for a fact of one word; `own`: what was
    typed beside them."""

    name: str
    kind: FieldKind
    label: str
    value: str
    values: tuple[str, ...]
    words: tuple[str, ...]
    own: str


def read_claim(form: Form, library: Library, today: date) -> bool:
    """Put the facts of the form into its request. Whether any fact is stated."""
    claim: dict[str, Any] = {}
    guideline = library.guideline_on(_asked_on(form, today))
    form.fields[WITHOUT] = APPROVED
    for name, kind in FIELDS.items():
        form.fields[name] = name
        value = _stated(form, name, kind, guideline)
        if name == APPROVED and value == "without":
            claim["treated_without_approval"] = True
        elif value is not None:
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


def _stated(form: Form, name: str, kind: FieldKind, guideline: Guideline | None) -> object:
    """What a field states; None where it states nothing."""
    text = form.value(name)
    if kind == "suggestion":
        text = _word(text, form.value(own_words(name)), _check(guideline, name))
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
        case "yes or no" | "approval" if text in ("yes", "no"):
            return text == "yes"
        case _:
            return text


def _word(chosen: str, own: str, check: GuidelineCheck | None) -> str:
    """A word of the guideline with what was typed beside it, or what was typed alone: as it is where the
    guideline understands it, else for the reviewer."""
    if chosen != SOMETHING_ELSE:
        return f"{chosen} {own}".strip()
    try:
        known = check is not None and meaning_of(own, check.vocabulary).meaning != "other"
    except Unreadable:
        known = False
    return own if known else f"{OTHER}{own}"


def claim_fields(form: Form, library: Library, today: date, words: PageWords) -> Iterator[ClaimField]:
    """Every fact in the order of the form, with the words of the guideline in force."""
    guideline = library.guideline_on(_asked_on(form, today))
    for name, kind in FIELDS.items():
        yield ClaimField(
            name=name,
            kind=kind,
            label=words.gettext(_LABELS[name]),
            value=form.value(name),
            values=tuple(form.values(name)),
            words=(*_accepted(_check(guideline, name)), SOMETHING_ELSE) if kind == "suggestion" else (),
            own=form.value(own_words(name)),
        )


def _asked_on(form: Form, today: date) -> date:
    for name in ("claim.request_date", "start"):
        try:
            return day_as_written(form.value(name))
        except Unreadable:
            continue
    return today


def _check(guideline: Guideline | None, name: str) -> GuidelineCheck | None:
    """The check of a fact by its field, where the guideline has one."""
    fact = name.removeprefix("claim.")
    return next((check for check in (guideline.check if guideline else ()) if check.fact == fact), None)


def _accepted(check: GuidelineCheck | None) -> tuple[str, ...]:
    return check.accepted if check else ()


def document_names(words: PageWords) -> dict[str, str]:
    """The documents that the guideline asks for, by their code."""
    return {
        part.key.removeprefix(_DOCUMENT): words.gettext(part.page)
        for part in _PARTS
        if part.key.startswith(_DOCUMENT)
    }
