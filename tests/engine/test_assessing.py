"""From a request to its assessment: what it says, from which day, and that it is no decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kfees
from claims import changed, request
from kfees.engine.headline import headline
from kfees.model.request import Charge
from overlays import write_version


def test_a_request_without_a_claim_is_one_that_states_nothing(library: kfees.Library) -> None:
    assessment = kfees.assess(request(None), library)
    assert assessment == kfees.assess(request({}), library)
    assert {check.outcome for check in assessment.checks} == {"not stated"}
    assert assessment.verdict.payability == "cannot determine"
    assert assessment.timing.next_request_from is assessment.timing.decision_due is None


def test_an_assessment_is_the_same_again_and_keeps_everything_as_json(library: kfees.Library) -> None:
    facts = {"previous_treatments": ["2024-01-15"], "provider.indemnity_cover": None}
    one = kfees.assess(request(changed(facts)), library)
    assert one == kfees.assess(request(changed(facts)), library)
    assert kfees.Assessment.model_validate_json(one.model_dump_json()) == one
    assert one.kfees == kfees.__version__


def test_an_assessment_changes_nothing_and_knows_no_other_keys(library: kfees.Library) -> None:
    one = kfees.assess(request(changed({})), library)
    with pytest.raises(ValueError, match="frozen"):
        one.as_of = date(2024, 1, 1)  # type: ignore[misc]
    with pytest.raises(ValueError, match="Extra inputs"):
        kfees.Assessment.model_validate(one.model_dump() | {"approved": True})


@pytest.mark.parametrize(
    ("as_of", "days_left"),
    [("2024-07-10", 28), ("2024-08-06", 1), ("2024-08-07", 0), ("2024-08-08", -1), ("2024-07-01", 37)],
)
def test_the_days_left_are_counted_from_the_day_of_the_assessment(
    as_of: str, days_left: int, library: kfees.Library
) -> None:
    timing = kfees.assess(request(changed({})), library, as_of=date.fromisoformat(as_of)).timing
    assert timing.decision_due == date(2024, 8, 7)
    assert timing.days_left == days_left
    assert timing.decision_reason == "28 days after everything required was in, on 10 July 2024."


def test_without_a_day_told_days_are_counted_from_the_request_else_from_the_course(
    library: kfees.Library,
) -> None:
    assert kfees.assess(request(changed({})), library).as_of == date(2024, 7, 1)
    undated = kfees.assess(request(changed({"request_date": None})), library)
    assert undated.as_of == date(2026, 8, 3)
    assert undated.timing.days_left == (date(2024, 8, 7) - date(2026, 8, 3)).days


def test_without_complete_information_no_decision_is_due(library: kfees.Library) -> None:
    timing = kfees.assess(request(changed({"information_complete": None})), library).timing
    assert (timing.decision_due, timing.days_left) == (None, None)
    assert timing.decision_reason == "The day on which everything required was in is not stated."


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, "No earlier treatment: a request can be considered at any time."),
        ({"previous_treatments": None}, "The earlier treatments are not stated."),
        (
            {"previous_treatments": ["2024-01-15"]},
            (
                "The initial treatment began on 15 January 2024,"
                " and a request within 3 months of it is not considered."
            ),
        ),
        (
            {"previous_treatments": ["2023-01-15", "2024-01-15"]},
            (
                "The latest treatment began on 15 January 2024,"
                " and a request within 6 months of it is considered in exceptional circumstances only."
            ),
        ),
        (
            {"previous_treatments": ["2023-01-15", "2024-01-15"], "exceptional_circumstances": True},
            (
                "The initial treatment began on 15 January 2023,"
                " and a request within 3 months of it is not considered."
            ),
        ),
    ],
)
def test_the_day_of_a_next_request_has_its_reason(
    facts: dict[str, Any], reason: str, library: kfees.Library
) -> None:
    assert kfees.assess(request(changed(facts)), library).timing.next_request_reason == reason


def test_two_days_that_agree_are_one_answer(library: kfees.Library) -> None:
    # 3 months after 31 May and 6 months after 28 February end on the same day.
    facts = {"previous_treatments": ["2024-05-31", "2024-02-29"]}
    timing = kfees.assess(request(changed(facts)), library).timing
    assert timing.next_request_from == date(2024, 11, 30)
    same = {"previous_treatments": ["2023-11-30", "2023-08-31"], "request_date": "2024-06-01",
            "information_complete": None}  # fmt: skip
    assert kfees.assess(request(changed(same)), library).timing.next_request_from == date(2024, 5, 30)


@pytest.mark.parametrize(
    ("code", "facts", "sentence"),
    [
        ("route", {}, "The route stated is 'intravenous'."),
        ("route", {"route": None}, "The route is not stated."),
        ("accepted-injury", {"injury_accepted": False}, "The injury is not accepted."),
        ("prior-approval", {"prior_approval": False},
         "Approval has not been given yet. It is needed before the first treatment."),
        ("prior-approval", {"prior_approval": None}, "Not stated: prior approval."),
        ("location", {"country": "NZ"}, "The service is given in New Zealand, with prior approval."),
        ("provider-registration", {"provider.registration": "student"},
         "The registration stated is 'student'."),
        ("provider-indemnity", {"provider.indemnity_cover": "1999999.99"},
         "The indemnity cover stated is $1,999,999.99."),
        ("document-first-line", {"documents": ["diagnosis"]}, "The request did not come with: first line."),
        ("document-mental-health", {"documents": ["diagnosis"], "mental_health_risk": True},
         "There are mental health risk factors, and no safety measures are documented."),
        ("interval-after-initial", {"previous_treatments": ["2024-05-31"]},
         ("The request of 1 July 2024 comes within 3 months of the initial treatment, which began on"
         " 31 May 2024. It can be considered from 31 August 2024 on.")),
        ("interval-after-second", {"previous_treatments": ["2024-05-31"]}, "Earlier treatments: 1."),
        ("outcome-improvement", {"previous_treatments": ["2023-05-31"]}, "Pain and function improved."),
        ("outcome-improvement", {}, "A first request has no earlier outcome to show."),
    ],
)  # fmt: skip
def test_a_check_says_the_fact_that_it_rests_on(
    code: str, facts: dict[str, Any], sentence: str, library: kfees.Library
) -> None:
    checks = {check.code: check for check in kfees.assess(request(changed(facts)), library).checks}
    assert checks[code].fact == sentence


def test_a_request_that_is_wrong_is_not_assessed(library: kfees.Library) -> None:
    with pytest.raises(kfees.InputError, match="there is no setting"):
        kfees.assess(request(changed({}), setting="tent"), library)


def test_the_days_to_decide_are_doubted_while_something_required_is_missing(library: kfees.Library) -> None:
    whole = kfees.assess(request(changed({})), library).timing.decision_reason
    assert "not stated" not in whole
    lacking = kfees.assess(request(changed({"provider.indemnity_cover": None})), library).timing
    assert "But not stated are provider-indemnity" in lacking.decision_reason
    assert lacking.decision_due is not None


@pytest.mark.parametrize(
    ("fact", "word"),
    [("route", "IV"), ("route", "sc"), ("indication", "CRPS"), ("provider.registration", "Specialist")],
)
def test_the_usual_words_for_a_fact_are_understood(fact: str, word: str, library: kfees.Library) -> None:
    assert kfees.assess(request(changed({fact: word})), library).verdict.payability == "payable as approved"


def test_an_assessment_says_what_its_quote_comes_to(library: kfees.Library) -> None:
    charge = Charge(payee="medical", amount=Decimal(1500))
    asked = request(changed({})).model_copy(update={"charges": (charge,)})
    assessment = kfees.assess(asked, library)
    quote = kfees.price(asked, library, as_of=assessment.as_of)
    assert (assessment.payees, assessment.totals) == (quote.payees, quote.totals)
    assert assessment.headline == headline(quote, library)


def test_amounts_of_another_currency_are_not_added_up_as_dollars(tmp_path: Path) -> None:
    rows = ("2801,First,180.00,service", "2806,Later,90.00,service")
    write_version(tmp_path, "medical", "2026-07-01", *rows, currency='"USD"')
    assessment = kfees.assess(request(changed({})), kfees.load_schedules(tmp_path, environment={}))
    assert (assessment.payees, assessment.totals, assessment.headline) == ((), None, None)
    assert assessment.checks
