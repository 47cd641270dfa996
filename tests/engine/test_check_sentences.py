"""What a check says, whole sentences in a table: `check_sentences.csv`, each check with each outcome.

What it requires reads as a rule in every outcome, and what it rests on says what is so: no sentence may
say the opposite of the outcome beside it. The cells of facts are those of `guideline_cases.csv`.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import kfees
from claim_facts import CODES, NEVER_NOT_MET, WHERE_NOTHING_IS_PRICED, facts_in
from claims import changed, request

with Path(__file__).with_name("check_sentences.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['check']}: {row['changed facts'] or 'in order'}")
def test_a_check_says_what_it_requires_and_what_it_rests_on(
    row: dict[str, str], library: kfees.Library
) -> None:
    assessment = kfees.assess(request(changed(facts_in(row["changed facts"]))), library)
    check = next(check for check in assessment.checks if check.code == row["check"])
    assert (check.outcome, check.requires, check.fact) == (
        row["outcome"],
        row["it requires"],
        row["it rests on"],
    )


def test_the_table_has_every_check_with_every_outcome_that_it_can_have() -> None:
    possible = {(code, outcome) for code in CODES for outcome in ("met", "not met", "not stated")}
    possible -= {(code, "not met") for code in NEVER_NOT_MET} | {WHERE_NOTHING_IS_PRICED}
    assert {(row["check"], row["outcome"]) for row in ROWS} == possible


def test_a_sentence_stands_for_one_outcome_alone() -> None:
    """Save sentences of fact that are compared with a figure or a word, which stand beside the outcome."""
    outcomes: dict[str, set[str]] = {}
    for row in ROWS:
        outcomes.setdefault(row["it rests on"], set()).add(row["outcome"])
    assert {fact for fact, found in outcomes.items() if len(found) > 1} == set()


def test_what_a_check_requires_is_worded_as_a_rule() -> None:
    for row in ROWS:
        assert " must " in row["it requires"], row["check"]
