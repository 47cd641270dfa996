"""The letter that asks for what a request lacks: in plain English, with no invented facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kfees.model.assessment import Assessment, QuotedLine
from kfees.model.english import in_words
from kfees.model.guidance import Guideline, Question, Reader

SUBJECT = "Request for ketamine infusions: further information"

GREETINGS: dict[Reader, str] = {"doctor": "For the doctor", "hospital": "For the hospital"}

ROWS_TO_ASK_ABOUT = ("not read", "ambiguous")

_WORDS = re.compile(r"[^\W\d_]{4}")
"""What a code has not: letters enough to be words that say what a fee is for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and why it is asked."""

    question: str
    why: str


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions that one reader is asked, in order."""

    greeting: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is read, before it is set in any format: `facts` above its subject, one a line; what it
    begins with, the questions by whom they are asked of, and what it ends with."""

    written_on: date
    facts: tuple[str, ...]
    opening: tuple[str, ...]
    questions: tuple[Questions, ...]
    closing: tuple[str, ...]


def letter(assessment: Assessment, guideline: Guideline | None, written_on: date) -> Letter:
    """What is missing and why it is needed, grouped by whom it is asked of. Without a guideline nothing is
    known to be missing but what the provider's own quote leaves open."""
    missing = {check.code: check.missing for check in assessment.checks if check.outcome == "not stated"}
    questions = [
        question
        for check in (guideline.check if guideline else ())
        if check.code in missing and (question := check.question_for(missing[check.code]))
    ]
    rows = list(_questions_about_rows(assessment))
    asked = []
    for reader in GREETINGS:
        found = [
            *_once([one for one in questions if one.ask == reader]),
            *(rows if reader == "hospital" else ()),
        ]
        if found:
            said = assessment.payer.said
            whole = tuple(Asked(str(said(one.question)), str(said(one.why))) for one in found)
            asked.append(Questions(_greeting(reader, assessment), whole))
    return Letter(
        written_on=written_on,
        facts=(
            in_words(written_on),
            f"To be paid by: {assessment.payer.title}",
            "Claim number: ____________________",
        ),
        opening=tuple(_opening(assessment, guideline, bool(asked))),
        questions=tuple(asked),
        closing=tuple(_closing(guideline)) if asked else (),
    )


def _opening(assessment: Assessment, guideline: Guideline | None, asked: bool) -> Iterator[str]:
    days = guideline.decision_days if guideline else None
    if guideline is None:
        yield str(assessment.verdict.sentence)
    if asked:
        due = f" The decision is due {days} days after we have all of it." if days else ""
        yield f"Thank you for the request. Before it can be decided we need the information below.{due}"
    elif guideline is not None:
        yield "Thank you for the request. Nothing that the guideline asks for is missing from it."


def _closing(guideline: Guideline | None) -> Iterator[str]:
    if guideline is not None:
        yield (
            f"These questions follow {guideline.publisher}'s {guideline.title},"
            f" as read on {in_words(guideline.read)} ({guideline.source})."
        )
    yield "If anything here is unclear, please call us."


def _greeting(reader: Reader, assessment: Assessment) -> str:
    """Whom is asked; without a guideline that says it, whoever is paid where the course has no hospital."""
    payees = [payee.payee for payee in assessment.payees]
    if assessment.guideline is None and payees and reader not in payees:
        return f"For {assessment.payees[0].in_a_sentence}"
    return GREETINGS[reader]


def _once(questions: list[Question]) -> Iterator[Asked]:
    """Each question once, with every reason for it: two checks may need the same fact."""
    reasons: dict[str, list[str]] = {}
    for question in questions:
        reasons.setdefault(question.question, []).append(question.why)
    for asked, why in reasons.items():
        yield Asked(asked, " ".join(dict.fromkeys(why)))


def _questions_about_rows(assessment: Assessment) -> Iterator[Asked]:
    """Rows of the provider's own quote that could not be used."""
    for line in assessment.provider_quote.lines if assessment.provider_quote is not None else ():
        if says := _to_ask(line):
            yield Asked(
                f"Your quote, {line.place}: {says}",
                "We can only price a row whose item and amount are certain.",
            )


def _to_ask(line: QuotedLine) -> str:
    """What is not certain about a row; of a fee, that its code alone does not say what it is for."""
    if line.outcome in ROWS_TO_ASK_ABOUT:
        return line.says
    if line.outcome == "outside the schedules" and not _WORDS.search(line.description):
        return f"No schedule that is loaded has the item {line.item!r}."
    return ""
