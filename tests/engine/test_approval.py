"""Prior approval: given in time, given late, still to come; and a course that goes beyond it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import kfees
from claims import changed, request
from kfees.model.quote import Quote

COURSE: dict[str, Any] = {"setting": "private-day-hospital", "start": "2024-08-05"}
WHOLE = [{"payee": "hospital", "amount": "2000.00"}, {"payee": "medical", "amount": "900.00"}]
"""Below the maximums of 2,749.60 and 960.20: all of 2,900.00 is payable."""

IN_TIME = {"approval.given": "2024-07-20"}


def priced(library: kfees.Library, facts: dict[str, Any], **course: Any) -> Quote:
    return kfees.price(request(changed(facts), **{**COURSE, **course}), library)


def assessed(library: kfees.Library, facts: dict[str, Any], **course: Any) -> kfees.Assessment:
    return kfees.assess(request(changed(facts), **{**COURSE, **course}), library)


def within(assessment: kfees.Assessment) -> tuple[str, str] | None:
    found = [check for check in assessment.checks if check.code == "within-approval"]
    return (found[0].outcome, found[0].fact) if found else None


@pytest.mark.parametrize(
    ("approved", "charges", "outcome", "fact"),
    [
        ("2900.00", WHOLE, "met", "$2,900.00 of this course would be payable"),
        ("2899.99", WHOLE, "not met", "$2,900.00 of this course would be payable"),
        ("3709.80", [], "met", "The maximums of this course come to $3,709.80"),
        ("3709.79", [], "not met", "The maximums of this course come to $3,709.80"),
    ],
)
def test_the_amount_approved_is_compared_with_what_is_payable_or_else_with_the_maximums(
    approved: str, charges: list[dict[str, str]], outcome: str, fact: str, library: kfees.Library
) -> None:
    facts = {**IN_TIME, "approval.amount": approved}
    assessment = assessed(library, facts, charges=charges)
    assert within(assessment) == (outcome, f"{fact}, and ${Decimal(approved):,} was approved.")
    quote = priced(library, facts, charges=charges)
    assert quote.verdict == assessment.verdict
    payability = {"met": "payable as approved", "not met": "payable if approved"}[outcome]
    assert assessment.verdict.payability == payability


def test_an_amount_is_not_compared_with_what_is_not_known(library: kfees.Library) -> None:
    facts = {"request_date": "2022-07-01", "approval.given": "2022-07-20", "approval.amount": "3000.00"}
    course = {"setting": "public-hospital-outpatient", "start": "2022-08-01"}
    assessment = assessed(library, facts, **course)
    assert within(assessment) == (
        "not stated",
        "$3,000.00 was approved, and what this course comes to is not known.",
    )
    assert assessment.verdict.payability == "cannot determine"
    assert assessment.verdict.because == ("within-approval",)


def test_what_goes_beyond_an_approval_is_said_and_keeps_what_was_approved_payable(
    library: kfees.Library,
) -> None:
    facts = {**IN_TIME, "approval.sessions": 5, "approval.until": "2024-08-09"}
    quote = priced(library, facts, charges=WHOLE)
    assert quote.verdict is not None
    assert quote.verdict.payability == "payable if approved"
    assert quote.verdict.because == ("within-approval",)
    assert quote.verdict.sentence == (
        "Payable if approved: the course has 10 treatment days, and 5 were approved. The last treatment is on"
        " 16 August 2024, and the approval holds until 9 August 2024 (within-approval). What goes beyond the"
        " approval needs an approval of its own before it is given."
    )
    assert quote.totals.payable == Decimal("2900.00")


def test_a_refusal_makes_no_amount_small_enough_for_an_approval(library: kfees.Library) -> None:
    facts = {**IN_TIME, "approval.amount": "100.00", "route": "oral"}
    assessment = assessed(library, facts, charges=WHOLE)
    assert assessment.verdict.because == ("route",)
    assert within(assessment) == (
        "not met",
        "The maximums of this course come to $3,709.80, and $100.00 was approved.",
    )


def test_the_first_treatment_is_the_first_session_and_not_a_weekend_before_it(library: kfees.Library) -> None:
    saturday = {"start": "2024-08-03"}  # its first session is on Monday
    assert assessed(library, {"approval.given": "2024-08-05"}, **saturday).verdict.payability == (
        "payable as approved"
    )
    late = assessed(library, {"approval.given": "2024-08-06"}, **saturday)
    assert late.verdict.because == ("prior-approval",)
    assert "after treatment had begun on 5 August 2024" in late.verdict.sentence


def test_an_approval_without_limits_is_held_to_none(library: kfees.Library) -> None:
    assert within(assessed(library, {**IN_TIME, "approval.reference": "A-17"})) is None
    assert within(assessed(library, {"prior_approval": True})) is None


NOT_YET = {"prior_approval": False, "request_date": "2024-07-15", "information_complete": "2024-07-16"}
TOO_SOON = (
    "The course starts on 5 August 2024, before the decision is due: it has to be approved before it starts."
)


@pytest.mark.parametrize(
    ("facts", "start", "said"),
    [
        ({}, "2024-08-05", TOO_SOON),
        ({}, "2024-08-12", "The course starts on 12 August 2024, before the decision is due"),
        ({}, "2024-08-13", ""),
        ({"information_complete": None}, "2024-08-05",
         "The course starts on 5 August 2024, and the decision is due on 12 August 2024 or later"),
        ({"information_complete": None}, "2024-08-12", ""),
        ({"prior_approval": True}, "2024-08-05", ""),
        ({"prior_approval": None, "approval.given": "2024-07-30"}, "2024-08-05", ""),
        ({"request_date": None, "information_complete": None}, "2024-08-05", ""),
    ],
)  # fmt: skip
def test_a_course_that_starts_before_its_decision_is_due_says_so(
    facts: dict[str, Any], start: str, said: str, library: kfees.Library
) -> None:
    timing = assessed(library, {**NOT_YET, **facts}, start=start).timing
    assert said in timing.decision_reason
    assert ("The course starts on" in timing.decision_reason) == bool(said)


def test_the_decision_is_due_where_the_course_starts_before_it(library: kfees.Library) -> None:
    timing = assessed(library, NOT_YET).timing
    assert timing.decision_due == date(2024, 8, 13)
    assert timing.decision_reason == f"28 days after everything required was in, on 16 July 2024. {TOO_SOON}"


def test_a_saved_claim_without_an_approval_still_loads() -> None:
    claim = changed({})
    assert "approval" not in claim
    assert request(claim).claim is not None


def test_an_approval_that_came_too_late_was_no_prior_one(library: kfees.Library) -> None:
    late = {"prior_approval": False, "approval.given": "2024-08-06"}
    found = assessed(library, late)
    assert found.verdict.payability == "not payable"
    assert "approval was given on 6 August 2024, after treatment had begun" in found.verdict.sentence
    with pytest.raises(kfees.InputError, match="prior approval is denied"):
        assessed(library, late | {"approval.given": "2024-08-05"})


@pytest.mark.parametrize("asked", [None, "2024-07-01", "2024-08-05", "2024-08-06"])
def test_a_course_that_began_without_approval_is_not_payable_whenever_it_was_asked_for(
    asked: str | None, library: kfees.Library
) -> None:
    facts = {"prior_approval": False, "treated_without_approval": True, "request_date": asked}
    facts |= {"information_complete": None}
    found = assessed(library, facts)
    assert found.verdict.payability == "not payable"
    assert "treatment began without approval (prior-approval)" in found.verdict.sentence
    late = assessed(library, facts | {"approval.given": "2024-08-06"})
    assert "approval was given on 6 August 2024, after treatment had begun" in late.verdict.sentence
    denied = assessed(library, facts | {"treated_without_approval": False, "request_date": "2024-07-01"})
    assert denied.verdict.payability == "payable if approved"
