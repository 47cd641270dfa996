"""The letter that asks for what a request lacks: Markdown, in plain English, with no invented facts."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from datetime import date

from kfees.model.assessment import Assessment, QuotedLine
from kfees.model.dates import in_words
from kfees.model.guidance import Guideline, Question, Reader

GREETINGS: dict[Reader, str] = {"doctor": "For the doctor", "hospital": "For the hospital"}

ROWS_TO_ASK_ABOUT = ("not read", "ambiguous")

_WORDS = re.compile(r"[^\W\d_]{4}")
"""What a code has not: letters enough to be words that say what a fee is for."""


def letter(assessment: Assessment, guideline: Guideline | None, written_on: date) -> str:
    """What is missing and why it is needed, grouped by whom it is asked of. Without a guideline nothing is
    known to be missing but what the provider's own quote leaves open."""
    missing = {check.code: check.missing for check in assessment.checks if check.outcome == "not stated"}
    questions = [
        question
        for check in (guideline.check if guideline else ())
        if check.code in missing and (question := check.question_for(missing[check.code]))
    ]
    asked = {reader: [question for question in questions if question.ask == reader] for reader in GREETINGS}
    return "\n".join(_paragraphs(assessment, asked, guideline, written_on))


def _paragraphs(
    assessment: Assessment,
    asked: dict[Reader, list[Question]],
    guideline: Guideline | None,
    written_on: date,
) -> Iterator[str]:
    rows = _questions_about_rows(assessment)
    days = guideline.decision_days if guideline else None
    yield f"{in_words(written_on)}\n"
    yield f"To be paid by: {assessment.payer.title}\n"
    yield "Claim number: ____________________\n"
    yield "# Request for ketamine infusions: further information\n"
    if guideline is None:
        yield _wrapped(str(assessment.verdict.sentence))
    if guideline is None and not rows:
        return
    if not any(asked.values()) and not rows:
        yield _wrapped("Thank you for the request. Nothing that the guideline asks for is missing from it.")
        return
    yield _wrapped(
        "Thank you for the request. Before it can be decided we need the information below."
        + (f" The decision is due {days} days after we have all of it." if days else "")
    )
    for reader, questions in asked.items():
        about_rows = rows if reader == "hospital" else []
        if questions or about_rows:
            yield f"## {_greeting(reader, assessment)}\n"
        for number, (question, why) in enumerate([*_once(questions), *about_rows], 1):
            yield _numbered(number, assessment.payer.said(f"{question} *{why}*"))
    if guideline is not None:
        yield _wrapped(
            f"These questions follow {guideline.publisher}'s {guideline.title},"
            f" as read on {in_words(guideline.read)} ({guideline.source})."
        )
    yield "If anything here is unclear, please call us.\n"


def _greeting(reader: Reader, assessment: Assessment) -> str:
    """Whom is asked; without a guideline that says it, whoever is paid where the course has no hospital."""
    payees = [payee.payee for payee in assessment.payees]
    if assessment.guideline is None and payees and reader not in payees:
        return f"For {assessment.payees[0].in_a_sentence}"
    return GREETINGS[reader]


def _once(questions: list[Question]) -> Iterator[tuple[str, str]]:
    """Each question once, with every reason for it: two checks may need the same fact."""
    reasons: dict[str, list[str]] = {}
    for question in questions:
        reasons.setdefault(question.question, []).append(question.why)
    for asked, why in reasons.items():
        yield asked, " ".join(dict.fromkeys(why))


def _questions_about_rows(assessment: Assessment) -> list[tuple[str, str]]:
    """Rows of the provider's own quote that could not be used."""
    quote = assessment.provider_quote
    if quote is None:
        return []
    asked = ((line, _to_ask(line)) for line in quote.lines)
    return [
        (
            f"Your quote, {_as_text(line.place)}: {_as_text(says)}",
            "We can only price a row whose item and amount are certain.",
        )
        for line, says in asked
        if says
    ]


def _to_ask(line: QuotedLine) -> str:
    """What is not certain about a row; of a fee, that its code alone does not say what it is for."""
    if line.outcome in ROWS_TO_ASK_ABOUT:
        return line.says
    if line.outcome == "outside the schedules" and not _WORDS.search(line.description):
        return f"No schedule that is loaded has the item {line.item!r}."
    return ""


def _as_text(words: str) -> str:
    """The provider's own words, so that nothing in them is taken for Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", words)


def _numbered(number: int, text: str) -> str:
    mark = f"{number}. "
    return textwrap.fill(text, 90, initial_indent=mark, subsequent_indent=" " * len(mark)) + "\n"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 90) + "\n"
