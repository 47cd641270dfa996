"""What is wrong with a claim is said all at once, each mistake with its place."""

from __future__ import annotations

from typing import Any

import pytest

import kfees
from claims import COURSE, changed
from kfees.engine.asking import read_request


def problems(claim: Any, library: kfees.Library, **course: Any) -> list[str]:
    """The places and messages of everything that is wrong with a request of this claim."""
    try:
        kfees.assess(read_request({**COURSE, **course, "claim": claim}, library), library)
    except kfees.InputError as error:
        return [f"{problem.place}: {problem.message}" for problem in error.problems]
    return []


def test_a_claim_in_order_has_no_problem(library: kfees.Library) -> None:
    assert problems(changed({}), library) == []
    assert problems({}, library) == []
    assert problems(None, library) == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"previous_treatments": ["2024-07-02"]},
         ["claim.previous_treatments[0]: 2024-07-02 is after the request of 2024-07-01."]),
        ({"previous_treatments": ["2024-03-01", "2024-03-01"]},
         ["claim.previous_treatments[1]: 2024-03-01 stands twice."]),
        ({"previous_treatments": ["2026-08-03"], "request_date": "2026-08-03", "information_complete": None},
         ["claim.previous_treatments[0]: 2026-08-03 is not before the course, which starts on 2026-08-03."]),
        ({"previous_treatments": ["2026-08-04"], "request_date": None},
         ["claim.previous_treatments[0]: 2026-08-04 is not before the course, which starts on 2026-08-03."]),
        ({"information_complete": "2024-06-30"},
         ["claim.information_complete: 2024-06-30 is before the request of 2024-07-01."]),
        ({"provider.indemnity_cover": "2 million"},
         ["claim.provider.indemnity_cover: '2 million' is not a plain decimal number."]),
        ({"provider.indemnity_cover": True},
         ["claim.provider.indemnity_cover: 'bool' is not a plain decimal number."]),
        ({"provider.indemnity_cover": "-1"}, ["claim.provider.indemnity_cover: -1.00 is negative."]),
        ({"provider.name": "Dr"}, ["claim.provider.name: 'name' is not a key here."]),
        ({"rute": "oral"}, ["claim.rute: 'rute' is not a key here."]),
        ({"prior_approval": "yes"}, ['claim.prior_approval: "yes" is not what is expected here.']),
        ({"documents": ["diagnosys"]}, ["claim.documents[0]: 'diagnosys' is not known here."]),
        ({"prior_approval": False, "approval.given": "2024-07-20"},
         ["claim.prior_approval: prior approval is denied, and what was approved is stated."]),
        ({"prior_approval": None, "treated_without_approval": True, "approval.given": "2024-07-20"},
         ["claim.treated_without_approval: treatment without approval is stated, and an approval too."]),
        ({"treated_without_approval": True},
         ["claim.treated_without_approval: treatment without approval is stated, and an approval too."]),
        ({"approval.given": "2024-07-20", "approval.until": "2024-07-19"},
         ["claim.approval.until: 2024-07-19 is before the approval of 2024-07-20."]),
        ({"approval.sessions": 0}, ["claim.approval.sessions: 0 is not what is expected here."]),
        ({"approval.amount": "3000.005"}, ["claim.approval.amount: 3000.005 holds a part of a cent."]),
        ({"approval.days": 3}, ["claim.approval.days: 'days' is not a key here."]),
        ({"request_date": "2024-02-30"}, ["claim.request_date: 2024-02-30 does not exist."]),
        ({"previous_treatments": "2024-01-05"},
         ['claim.previous_treatments: "2024-01-05" is not what is expected here.']),
    ],
)  # fmt: skip
def test_a_mistake_in_a_claim_is_named_with_its_place(
    facts: dict[str, Any], said: list[str], library: kfees.Library
) -> None:
    assert problems(changed(facts), library) == said


def test_every_mistake_of_a_claim_is_listed_at_once(library: kfees.Library) -> None:
    claim = changed(
        {
            "rute": "oral",
            "provider.indemnity_cover": "2 million",
            "provider.name": "Dr",
            "indication": "chronc non-cancer pain",
            "previous_treatments": ["2024-07-02", "2024-03-01", "2024-03-01"],
            "information_complete": "2024-06-30",
        }
    )
    found = problems(claim, library, setting="tent")
    assert [problem.split(": ")[0] for problem in found] == [
        "claim.provider.indemnity_cover",
        "claim.provider.name",
        "claim.rute",
        "setting",
        "claim.previous_treatments[0]",
        "claim.previous_treatments[2]",
        "claim.information_complete",
        "claim.indication",
    ]


@pytest.mark.parametrize("claim", ["a claim", 7, [1], {"provider": 7, "outcomes": []}])
def test_a_claim_of_another_kind_is_refused_and_the_rest_still_checked(
    claim: Any, library: kfees.Library
) -> None:
    found = problems(claim, library, setting="tent")
    assert found[0].startswith("claim")
    assert found[-1] == "setting: there is no setting 'tent'."


def test_a_request_on_the_day_of_the_earlier_treatment_can_be_stated(library: kfees.Library) -> None:
    assert problems(changed({"previous_treatments": ["2024-07-01"]}), library) == []
    assert problems(changed({"information_complete": "2024-07-01"}), library) == []


def test_an_approval_that_states_nothing_contradicts_nothing(library: kfees.Library) -> None:
    assert problems(changed({"prior_approval": False, "approval": {}}), library) == []
