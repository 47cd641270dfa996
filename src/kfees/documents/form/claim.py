"""What is asked about a claim: in the workbook, and on a page by the message that stands with a question."""

from __future__ import annotations

from dataclasses import replace

from kfees.documents.form.questions import (
    ROWS_OF_TREATMENTS,
    YES_OR_NO,
    AnswerKind,
    FormQuestion,
    FormSection,
    FormTable,
)
from kfees.documents.languages import _
from kfees.library.library import Library
from kfees.model.claim_words import OTHER
from kfees.model.guidance import GuidelineCheck


def _stated(
    key: str, label: str, page: str, kind: AnswerKind = "yes or no", note: str = "Empty: not stated."
) -> FormQuestion:
    """A question about a fact that a guideline may have a check for."""
    fact = key.removeprefix("claim.").removeprefix("documents: ")
    return FormQuestion(key, label, note, kind, YES_OR_NO if kind == "yes or no" else fact, page=page)


MEASURED = "By measures before and after."

CLAIM = (
    FormSection(
        "The request",
        "",
        (
            FormQuestion(
                "claim.request_date",
                "Day of the request",
                "The guideline of that day is used.",
                "day",
                page=_("Date of the request"),
            ),
            FormQuestion(
                "claim.information_complete",
                "Everything was in on",
                "The day on which all that is required was in: the time to decide runs from it.",
                "day",
                page=_("Information complete on"),
            ),
            _stated("claim.route", "Route", _("How the ketamine is given"), "suggestion"),
            _stated("claim.indication", "Indication", _("What it is for"), "suggestion"),
            _stated("claim.circumstance", "Circumstance", _("Why infusions now"), "suggestion"),
            _stated("claim.injury_accepted", "Accepted injury", _("The injury is accepted")),
            _stated(
                "claim.referred_by_medical_practitioner",
                "Referred",
                _("A medical practitioner referred {patient}"),
            ),
            _stated("claim.prior_approval", "Approved before", _("Approved beforehand")),
            _stated(
                "claim.treated_without_approval",
                "Treated without",
                "",
                note="yes if treatment began and nobody had approved it.",
            ),
            _stated("claim.country", "Country", _("Country of the treatment"), "suggestion"),
        ),
    ),
    FormSection(
        "The provider",
        "",
        (
            _stated(
                "claim.provider.registration", "Registration", _("The provider’s registration"), "suggestion"
            ),
            _stated(
                "claim.provider.indemnity_cover",
                "Indemnity cover",
                _("The provider’s indemnity cover, in {currency}"),
                "amount",
            ),
        ),
    ),
    FormSection(
        "Documents",
        "yes where it came with the request; all empty: not stated.",
        (
            _stated(
                "claim.documents: diagnosis",
                "Diagnosis",
                _("Diagnosis, and that it follows from the injury"),
            ),
            _stated("claim.documents: first-line", "First-line treatments", _("First-line treatments tried")),
            _stated("claim.documents: medications", "Medications", _("Medications and their outcomes")),
            _stated(
                "claim.documents: outcome-measures", "Outcome measures", _("Measures of pain and function")
            ),
            _stated(
                "claim.documents: mental-health",
                "Mental health assessment",
                _("Safety measures for mental health"),
            ),
            _stated(
                "claim.mental_health_risk",
                "Mental health risk",
                _("Mental health risk factors"),
                note="yes if there are risk factors: the assessment is then required.",
            ),
        ),
    ),
    FormSection(
        "Earlier treatment",
        "For a later request.",
        (
            FormTable(
                "claim.previous_treatments[]",
                "Earlier treatment",
                (
                    FormQuestion(
                        "",
                        "Day",
                        "The first day of an earlier course: its other days are the same treatment.",
                        "day",
                    ),
                ),
                ROWS_OF_TREATMENTS,
                page=_("First day of each earlier treatment"),
            ),
            _stated(
                "claim.exceptional_circumstances",
                "Exceptional",
                _("Exceptional circumstances"),
                note="yes if the circumstances are exceptional.",
            ),
            _stated("claim.outcomes.pain_improved", "Pain improved", _("Pain improved"), note=MEASURED),
            _stated(
                "claim.outcomes.function_improved", "Function improved", _("Function improved"), note=MEASURED
            ),
            _stated(
                "claim.outcomes.opioids_reduced",
                "Opioids reduced",
                _("Opioid use was reduced"),
                note=MEASURED,
            ),
        ),
    ),
    FormSection(
        "The approval",
        "Where there is one already.",
        (
            FormQuestion(
                "claim.approval.reference",
                "Reference",
                "As the payer's letter gives it.",
                "text",
                page=_("Reference of the approval"),
            ),
            FormQuestion(
                "claim.approval.given",
                "Approved on",
                "By the first treatment day, to count as prior.",
                "day",
                page=_("Approved on"),
            ),
            FormQuestion(
                "claim.approval.sessions",
                "Treatment days approved",
                "How many, where a number was.",
                "count",
                page=_("Treatment days approved"),
            ),
            FormQuestion(
                "claim.approval.amount",
                "Amount approved",
                "In dollars and cents, where one was.",
                "amount",
                page=_("Amount approved, in {currency}"),
            ),
            FormQuestion(
                "claim.approval.until",
                "Approved until",
                "The last day that it covers.",
                "day",
                page=_("Approved until"),
            ),
        ),
    ),
)


def accepted(library: Library) -> dict[str, tuple[str, ...]]:
    """By fact of the claim, the words that the guideline accepts."""
    return {check.fact: check.accepted for check in _checks(library) if check.accepted}


def _checks(library: Library) -> tuple[GuidelineCheck, ...]:
    guideline = library.latest_guideline
    return guideline.check if guideline else ()


def claim_questions(library: Library) -> tuple[FormSection, ...]:
    """The questions of a claim, each with what the guideline requires of its fact."""
    requires = {check.fact: library.payer_words.said(check.requires) for check in _checks(library)}

    def noted(part: FormQuestion | FormTable) -> FormQuestion | FormTable:
        if isinstance(part, FormTable) or not part.list:
            return part
        fact = part.key.removeprefix("claim.").removeprefix("documents: ")
        note = requires.get(fact, part.note)
        if part.kind == "suggestion":
            note = f"{note} Anything that is not in the list: '{OTHER}' and what it is."
        return replace(part, note=note)

    return tuple(replace(section, parts=tuple(map(noted, section.parts))) for section in CLAIM)
