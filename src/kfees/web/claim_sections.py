"""The facts of a claim by sections of the form: which stand open, and how many of each are stated."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from kfees.documents.languages import _
from kfees.web.claim_form import NONE, ClaimField
from kfees.web.typed_form import Form
from kfees.web.wording import PageWords

Row = tuple[str, ...]

_SECTIONS: dict[str, tuple[Row, ...]] = {
    _("The request"): (
        ("claim.request_date", "claim.information_complete"),
        ("claim.route",),
        ("claim.indication",),
        ("claim.circumstance",),
        ("claim.injury_accepted",),
        ("claim.referred_by_medical_practitioner",),
        ("claim.country",),
    ),
    _("Documents"): (("claim.documents",), ("claim.mental_health_risk",)),
    _("Provider"): (("claim.provider.registration",), ("claim.provider.indemnity_cover",)),
    _("Earlier treatments"): (
        ("claim.previous_treatments",),
        ("claim.exceptional_circumstances",),
        ("claim.outcomes.pain_improved",),
        ("claim.outcomes.function_improved",),
        ("claim.outcomes.opioids_reduced",),
    ),
    _("The approval"): (
        ("claim.prior_approval",),
        ("claim.approval.reference", "claim.approval.sessions"),
        ("claim.approval.amount", "claim.approval.until"),
    ),
}
"""What the guideline requires of every request first. Fields of a row stand beside each other."""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: tuple[Row, ...]
    stated: int
    facts: int
    open: bool


def sections(
    form: Form, facts: Mapping[str, ClaimField], problems: Container[str], words: PageWords
) -> list[Section]:
    """Open stands what has to be put right; and the first section where nothing is stated yet."""
    found = []
    for title, rows in _SECTIONS.items():
        names = [name for row in rows for name in row]
        stated = sum(_is_stated(facts[name], form) for name in names)
        wrong = any(name in problems for name in names)
        found.append(Section(words.gettext(title), rows, stated, len(names), wrong))
    if not any(section.stated or section.open for section in found):
        first = found[0]
        found[0] = Section(first.title, first.rows, first.stated, first.facts, open=True)
    return found


def _is_stated(fact: ClaimField, form: Form) -> bool:
    none = fact.name == "claim.previous_treatments" and form.value(NONE)
    return bool(fact.value or fact.own or none)
