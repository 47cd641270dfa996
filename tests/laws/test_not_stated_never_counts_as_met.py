"""What a claim leaves out never speaks for it: silence is no fact."""

from __future__ import annotations

from hypothesis import given

import kfees
from claims import request
from laws.claim_strategies import claims, without_each_fact
from laws.strategies import Asked


@given(claim=claims())
def test_leaving_a_fact_out_never_makes_a_check_met(claim: Asked, library: kfees.Library) -> None:
    before = kfees.assess(request(claim), library)
    for name, less in without_each_fact(claim):
        after = kfees.assess(request(less), library)
        for check, then in zip(before.checks, after.checks, strict=True):
            assert then.outcome != "met" or check.outcome == "met", (name, check.code)
            assert then.outcome != "not met" or check.outcome == "not met", (name, check.code)


@given(claim=claims())
def test_leaving_a_fact_out_never_makes_a_request_payable(claim: Asked, library: kfees.Library) -> None:
    before = kfees.assess(request(claim), library).verdict.payability
    for name, less in without_each_fact(claim):
        after = kfees.assess(request(less), library).verdict.payability
        if after.startswith("payable") and before != after:
            # The payer's own approval is what the request asks for: without it, it is payable if approved.
            assert (name, before, after) == ("prior_approval", "payable as approved", "payable if approved")


@given(claim=claims())
def test_payable_if_approved_means_that_every_check_but_the_approval_is_met(
    claim: Asked, library: kfees.Library
) -> None:
    assessment = kfees.assess(request(claim), library)
    open_checks = {check.code for check in assessment.checks if check.outcome != "met"}
    failing = {check.code for check in assessment.checks if check.outcome == "not met"}
    payability = assessment.verdict.payability
    assert (payability == "payable as approved") == (not open_checks)
    assert (payability == "payable if approved") == (open_checks == {"prior-approval"} and not failing)
    assert (assessment.verdict.payability == "not payable") == bool(failing)
    for check in assessment.checks:
        assert (check.missing is None) == (check.outcome != "not stated")


@given(claim=claims())
def test_the_fact_that_a_check_says_is_missing_is_not_stated(claim: Asked, library: kfees.Library) -> None:
    for check in kfees.assess(request(claim), library).checks:
        if check.missing is None:
            continue
        outer, _, inner = check.missing.partition(".")
        stated = claim.get(outer, {}).get(inner) if inner else claim.get(outer)
        if check.missing in ("diagnosis", "first-line", "medications", "outcome-measures", "mental-health"):
            assert check.missing not in claim.get("documents", [])
        elif check.missing == "outcomes":
            assert None in {claim.get("outcomes", {}).get(name) for name in
                            ("pain_improved", "function_improved", "opioids_reduced")}  # fmt: skip
        else:
            # An approval that there is not yet is as good as not stated.
            assert stated is None or (check.missing, stated) == ("prior_approval", False)


def test_a_claim_that_states_nothing_meets_no_check(library: kfees.Library) -> None:
    assessment = kfees.assess(request({}), library)
    assert {check.outcome for check in assessment.checks} == {"not stated"}
    assert assessment.verdict.payability == "cannot determine"
    assert kfees.assess(request(None), library) == assessment
