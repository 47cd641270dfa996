"""The guideline's checks: facts of a claim in, outcomes out. Pure.

What a claim does not state is *not stated*, and never counts as met. A check that fails makes a
course not payable; one that is not stated leaves that open, save the payer's own approval, which is
what the request asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import assert_never

from kfees.assessment import Check, Outcome, Timing
from kfees.dates import add_months, in_list, in_words
from kfees.guidance import Guideline, GuidelineCheck
from kfees.quote import Verdict
from kfees.request import Claim


@dataclass(frozen=True, slots=True)
class Found:
    """An outcome, the sentence of fact that it rests on, and for *not stated* the fact that is missing."""

    outcome: Outcome
    fact: str
    missing: str | None = None


def check_claim(claim: Claim, guideline: Guideline) -> tuple[Check, ...]:
    """Every check of the guideline, in its order."""
    checks = []
    for check in guideline.check:
        found = _found(check, claim)
        checks.append(
            Check(
                code=check.code,
                part=check.part,
                outcome=found.outcome,
                fact=found.fact,
                missing=found.missing,
                requires=check.requires,
                section=check.section,
            )
        )
    return tuple(checks)


def verdict(checks: Sequence[Check], guideline: Guideline) -> Verdict:
    """Not payable if a check fails; cannot determine if a fact is missing; else payable if approved."""
    approval = {check.code for check in guideline.check if check.rule == "approval"}
    failing = [check for check in checks if check.outcome == "not met"]
    missing = [check for check in checks if check.outcome == "not stated" and check.code not in approval]
    if failing:
        because = "; ".join(
            f"{check.fact[0].lower()}{check.fact[1:].rstrip('.')} ({check.code})" for check in failing
        )
        return Verdict(
            payability="not payable",
            because=tuple(check.code for check in failing),
            sentence=f"Not payable under the guideline: {because}.",
        )
    if missing:
        codes = tuple(check.code for check in missing)
        return Verdict(
            payability="cannot determine",
            because=codes,
            sentence=f"Whether it is payable cannot be determined: not stated are {in_list(codes)}.",
        )
    asked = "" if all(check.outcome == "met" for check in checks) else ", save the approval itself,"
    return Verdict(
        payability="payable if approved",
        because=(),
        sentence=f"Payable if approved: every fact that the guideline asks for{asked} is met."
        " The reviewer decides.",
    )


def timing(claim: Claim, guideline: Guideline, as_of: date, missing: Sequence[str] = ()) -> Timing:
    """The earliest day for a next request after the treatments so far, and the day to decide by.

    `missing`: the codes of facts that are not stated; the claim's word that everything required was
    in is then taken, and doubted in words.
    """
    next_from, next_reason = _next_request(claim, guideline)
    complete = claim.information_complete
    due = complete + timedelta(days=guideline.decision_days) if complete else None
    return Timing(
        next_request_from=next_from,
        next_request_reason=next_reason,
        decision_due=due,
        days_left=(due - as_of).days if due else None,
        decision_reason=_why_due(complete, guideline.decision_days, missing),
    )


def _why_due(complete: date | None, days: int, missing: Sequence[str]) -> str:
    if complete is None:
        return "The day on which everything required was in is not stated."
    reason = f"{days} days after everything required was in, on {in_words(complete)}."
    if not missing:
        return reason
    return f"{reason} But not stated are {in_list(missing)}: without them the days may not have begun."


def _next_request(claim: Claim, guideline: Guideline) -> tuple[date | None, str]:
    if claim.previous_treatments is None:
        return None, "The earlier treatments are not stated."
    treatments = sorted(claim.previous_treatments)
    found: list[tuple[date, str]] = []
    for check in guideline.check:
        day = considered_from(check, treatments, lifted=claim.exceptional_circumstances is True)
        if day is not None:
            found.append((day, check.requires))
    if not found:
        return None, "No earlier treatment: a request can be considered at any time."
    return max(found)


def considered_from(check: GuidelineCheck, treatments: Sequence[date], *, lifted: bool) -> date | None:
    """The first day on which a request meets a timing check; None where the check does not apply."""
    if check.months is None:
        return None
    if check.rule == "months after the initial treatment" and treatments:
        return add_months(treatments[0], check.months)
    if check.rule == "months after a later treatment" and len(treatments) >= 2 and not lifted:
        return add_months(treatments[-1], check.months)
    return None


def _found(check: GuidelineCheck, claim: Claim) -> Found:
    match check.rule:
        case "one of":
            return _one_of(check, claim)
        case "yes" | "approval":
            return _yes(check, getattr(claim, check.fact))
        case "in the country":
            return _in_the_country(check, claim)
        case "at least":
            return _at_least(check, claim.provider.indemnity_cover)
        case "document":
            return _document(check, claim)
        case "document if at risk":
            return _document_if_at_risk(check, claim)
        case "months after the initial treatment" | "months after a later treatment":
            return _interval(check, claim)
        case "improved":
            return _improved(check, claim)
        case _:
            assert_never(check.rule)


def fact_of(claim: Claim, fact: str) -> object:
    """A fact of the claim by its name, such as 'route' or 'provider.registration'."""
    value: object = claim
    for name in fact.split("."):
        value = getattr(value, name)
    return value


def _one_of(check: GuidelineCheck, claim: Claim) -> Found:
    stated = fact_of(claim, check.fact)
    name = check.fact.rpartition(".")[2].replace("_", " ")
    if stated is None:
        return Found("not stated", f"The {name} is not stated.", check.fact)
    accepted = [word.casefold() for word in check.accepted]
    met = str(stated).strip().casefold() in accepted
    return Found("met" if met else "not met", f"The {name} stated is '{stated}'.")


YES_AND_NO = {
    "injury_accepted": ("The injury is accepted.", "The injury is not accepted."),
    "referred_by_medical_practitioner": (
        "A medical practitioner referred the worker.",
        "No medical practitioner referred the worker.",
    ),
    "prior_approval": ("Prior approval was given.", "There was no prior approval."),
}


def _yes(check: GuidelineCheck, stated: bool | None) -> Found:
    if stated is None:
        return Found("not stated", f"Not stated: {check.fact.replace('_', ' ')}.", check.fact)
    yes, no = YES_AND_NO[check.fact]
    return Found("met", yes) if stated else Found("not met", no)


def _in_the_country(check: GuidelineCheck, claim: Claim) -> Found:
    country = claim.country
    if country is None:
        return Found("not stated", "The country is not stated.", check.fact)
    if country.strip().casefold() in [word.casefold() for word in check.accepted]:
        return Found("met", "The service is given in Australia.")
    given = f"The service is given in {country}"
    if claim.prior_approval is None:
        return Found("not stated", f"{given}, and prior approval is not stated.", "prior_approval")
    if claim.prior_approval:
        return Found("met", f"{given}, with prior approval.")
    return Found("not met", f"{given}, without prior approval.")


def _at_least(check: GuidelineCheck, cover: Decimal | None) -> Found:
    assert check.least is not None
    if cover is None:
        return Found("not stated", "The indemnity cover is not stated.", check.fact)
    return Found("met" if cover >= check.least else "not met", f"The indemnity cover stated is ${cover:,}.")


def _document(check: GuidelineCheck, claim: Claim) -> Found:
    name = check.fact.replace("-", " ")
    if claim.documents is None:
        return Found("not stated", "The documents that came with the request are not stated.", check.fact)
    if check.fact in claim.documents:
        return Found("met", f"The request came with: {name}.")
    return Found("not stated", f"The request did not come with: {name}.", check.fact)


def _document_if_at_risk(check: GuidelineCheck, claim: Claim) -> Found:
    if claim.documents is not None and check.fact in claim.documents:
        return _document(check, claim)
    if claim.mental_health_risk is None:
        fact = "Whether there are mental health risk factors is not stated."
        return Found("not stated", fact, "mental_health_risk")
    if not claim.mental_health_risk:
        return Found("met", "There are no mental health risk factors.")
    fact = "There are mental health risk factors, and no safety measures are documented."
    return Found("not stated", fact, check.fact)


def _interval(check: GuidelineCheck, claim: Claim) -> Found:
    if claim.previous_treatments is None:
        return Found("not stated", "The earlier treatments are not stated.", check.fact)
    treatments = sorted(claim.previous_treatments)
    day = considered_from(check, treatments, lifted=False)
    if day is None:
        return Found("met", f"Earlier treatments: {len(treatments)}.")
    if claim.request_date is None:
        return Found("not stated", "The date of the request is not stated.", "request_date")
    fact = f"The request of {in_words(claim.request_date)} can be considered from {in_words(day)} on."
    if claim.request_date >= day:
        return Found("met", fact)
    if considered_from(check, treatments, lifted=True) is None:
        if claim.exceptional_circumstances:
            return Found("met", f"{fact} Exceptional circumstances are stated.")
        if claim.exceptional_circumstances is None:
            fact = f"{fact} Whether there are exceptional circumstances is not stated."
            return Found("not stated", fact, "exceptional_circumstances")
    return Found("not met", fact)


def _improved(check: GuidelineCheck, claim: Claim) -> Found:
    if claim.previous_treatments is None:
        return Found("not stated", "The earlier treatments are not stated.", "previous_treatments")
    if not claim.previous_treatments:
        return Found("met", "A first request has no earlier outcome to show.")
    outcomes = claim.outcomes
    if outcomes.opioids_reduced:
        return Found("met", "Opioid use was reduced.")
    if outcomes.pain_improved and outcomes.function_improved:
        return Found("met", "Pain and function improved.")
    both_open = outcomes.pain_improved is not False and outcomes.function_improved is not False
    if outcomes.opioids_reduced is None or both_open:
        fact = "Whether pain and function improved, or opioid use was reduced, is not stated in full."
        return Found("not stated", fact, check.fact)
    return Found("not met", "Pain and function did not both improve, and opioid use was not reduced.")
