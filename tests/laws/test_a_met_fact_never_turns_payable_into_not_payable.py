"""A fact that speaks for a request never speaks against it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import kfees
from claims import request
from laws.claim_strategies import MET, claims, with_fact
from laws.strategies import Asked

RANK = ("not payable", "cannot determine", "payable if approved", "payable as approved")


@given(claim=claims(), name=st.sampled_from(sorted(MET)))
def test_a_met_fact_never_lowers_a_check_or_the_verdict(
    claim: Asked, name: str, library: kfees.Library
) -> None:
    before = kfees.assess(request(claim), library)
    after = kfees.assess(request(with_fact(claim, name)), library)
    for check, then in zip(before.checks, after.checks, strict=True):
        if check.outcome == "met":
            assert then.outcome == "met"
        if check.outcome == "not stated":
            assert then.outcome in ("not stated", "met")
    assert RANK.index(after.verdict.payability) >= RANK.index(before.verdict.payability)


@given(claim=claims())
def test_every_met_fact_together_leaves_nothing_but_the_intervals_open(
    claim: Asked, library: kfees.Library
) -> None:
    for name in MET:
        claim = with_fact(claim, name)
    assessment = kfees.assess(request(claim), library)
    failing = {check.code for check in assessment.checks if check.outcome == "not met"}
    assert failing <= {"interval-after-initial"}, "exceptional circumstances lift the other interval alone"
    if "request_date" in claim and "previous_treatments" in claim and not failing:
        assert assessment.verdict.payability == "payable as approved"
