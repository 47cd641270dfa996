"""The guideline as a table: facts of a claim in, outcomes out.

`guideline_cases.csv` opens in any spreadsheet, and a row more is a test more. Each row starts from a
claim with everything in order (`claims.IN_ORDER`) and changes what its second cell says:

    name: value; name: value      names as in a request's claim, such as provider.registration
    yes, no                       for facts that are true or false
    not stated                    the fact is left out
    none                          an empty list, of documents or of earlier treatments
    all, all but NAME             of the documents; otherwise lists are separated by commas
    A number alone                of sessions

The third cell names every check that is then not met or not stated; all the others are met. Dates
may stand as 2024-08-05 or, as a spreadsheet saves them, as 5/08/2024. 'any time' is a next request
that no interval holds back; 'not known' a date that cannot be worked out.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

import kfees
from claim_facts import CODES, LIMITS, NEVER_NOT_MET, WHERE_NOTHING_IS_PRICED, facts_in
from claims import IN_ORDER, changed, request
from kfees.model.quote import Payability

TABLE = Path(__file__).with_name("guideline_cases.csv")
COLUMNS = [
    "case",
    "changed facts",
    "checks that are not met or not stated",
    "payability",
    "next request from",
    "decision due",
]


with TABLE.open(encoding="utf-8-sig", newline="") as file:
    ROWS = list(csv.DictReader(file))


def day_in(cell: str) -> date | None:
    if cell in ("any time", "not known"):
        return None
    if "/" in cell:
        day, month, year = map(int, cell.split("/"))
        return date(year, month, day)
    return date.fromisoformat(cell)


def outcomes_in(cell: str) -> dict[str, str]:
    pairs = (part.split(":") for part in cell.split(";") if part.strip())
    return {code.strip(): outcome.strip() for code, outcome in pairs}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"].replace(" ", "-"))
def test_the_facts_of_a_row_come_to_its_outcomes(row: dict[str, str], library: kfees.Library) -> None:
    facts = facts_in(row["changed facts"])
    assessment = kfees.assess(request(changed(facts)), library)

    asked = [code for code in CODES if code != "within-approval" or facts.keys() & LIMITS]
    expected = dict.fromkeys(asked, "met") | outcomes_in(row["checks that are not met or not stated"])
    assert {check.code: check.outcome for check in assessment.checks} == expected

    verdict, timing = assessment.verdict, assessment.timing
    assert verdict.payability == row["payability"]
    because = {
        "not payable": [(code, "not met") for code in CODES if code != "within-approval"],
        "cannot determine": [(code, "not stated") for code in CODES if code != "prior-approval"],
        "payable if approved": [("within-approval", "not met")],
        "payable as approved": [],
    }[verdict.payability]
    assert verdict.because == tuple(code for code, outcome in expected.items() if (code, outcome) in because)

    assert timing.next_request_from == day_in(row["next request from"])
    if row["next request from"] == "any time":
        assert timing.next_request_reason.startswith("No earlier treatment")
    if row["next request from"] == "not known":
        assert timing.next_request_reason == "The earlier treatments are not stated."
    assert timing.decision_due == day_in(row["decision due"])


def test_the_table_has_its_columns_and_at_least_60_cases_each_named_once() -> None:
    assert list(ROWS[0]) == COLUMNS
    assert len(ROWS) >= 60
    names = [row["case"] for row in ROWS]
    assert len(set(names)) == len(names)
    assert all(cell is not None for row in ROWS for cell in row.values()), "a row lacks a cell"


def test_a_row_names_only_checks_and_outcomes_that_exist() -> None:
    for row in ROWS:
        for code, outcome in outcomes_in(row["checks that are not met or not stated"]).items():
            assert code in CODES, row["case"]
            assert outcome in ("not met", "not stated"), row["case"]
        assert row["payability"] in get_args(Payability), row["case"]


def test_the_table_shows_every_check_with_every_outcome_that_it_can_have() -> None:
    shown = {
        (code, outcome)
        for row in ROWS
        for code, outcome in outcomes_in(row["checks that are not met or not stated"]).items()
    }
    possible = {(code, outcome) for code in CODES for outcome in ("not met", "not stated")}
    assert shown == possible - {(code, "not met") for code in NEVER_NOT_MET} - {WHERE_NOTHING_IS_PRICED}
    in_order = [row for row in ROWS if not row["checks that are not met or not stated"]]
    assert in_order, "each check is met where nothing else is said"


def test_the_checks_are_those_of_the_guideline_and_the_judgements_stay_with_the_reviewer(
    library: kfees.Library,
) -> None:
    assessment = kfees.assess(request(changed({})), library)
    assert tuple(check.code for check in assessment.checks) == tuple(
        code for code in CODES if code != "within-approval"
    )
    assert len(assessment.questions) == 5
    for check in assessment.checks:
        assert check.section
        assert check.requires
        assert check.fact


@pytest.mark.parametrize(
    ("cell", "facts"),
    [
        ("", {}),
        ("route: oral; prior_approval: no", {"route": "oral", "prior_approval": False}),
        ("documents: all but diagnosis", {"documents": IN_ORDER["documents"][1:]}),
        ("documents: all", {"documents": IN_ORDER["documents"]}),
        ("previous_treatments: 2024-01-05", {"previous_treatments": ["2024-01-05"]}),
        ("documents: diagnosis, medications", {"documents": ["diagnosis", "medications"]}),
        ("outcomes: not stated; documents: none", {"outcomes": None, "documents": []}),
    ],
)  # fmt: skip
def test_a_cell_of_facts_is_read_as_the_table_says(cell: str, facts: dict[str, Any]) -> None:
    assert facts_in(cell) == facts
    assert day_in("5/08/2024") == day_in("2024-08-05") == date(2024, 8, 5)
