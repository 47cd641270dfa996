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
from kfees.translatable import translatable

REFUSED = translatable("Not payable under the guideline: {because}.")
UNDETERMINED = translatable("Whether it is payable cannot be determined: not stated are {codes}.")
ALL_MET = translatable(
    "Payable if approved: every fact that the guideline asks for is met. The reviewer decides."
)
ALL_BUT_APPROVAL_MET = translatable(
    "Payable if approved: every fact that the guideline asks for, save the approval itself, is met."
    " The reviewer decides."
)
DAY_COMPLETE_NOT_STATED = translatable("The day on which everything required was in is not stated.")
DECISION_DUE = translatable("{number} days after everything required was in, on {day}.")
STILL_MISSING = translatable("But not stated are {codes}: without them the days may not have begun.")
EARLIER_NOT_STATED = translatable("The earlier treatments are not stated.")
NO_EARLIER = translatable("No earlier treatment: a request can be considered at any time.")
FACT_NOT_STATED = translatable("The {fact} is not stated.")
FACT_STATED = translatable("The {fact} stated is '{stated}'.")
NOT_STATED = translatable("Not stated: {fact}.")
COUNTRY_NOT_STATED = translatable("The country is not stated.")
GIVEN_IN_AUSTRALIA = translatable("The service is given in Australia.")
GIVEN_ABROAD = translatable("The service is given in {country}, and prior approval is not stated.")
ABROAD_APPROVED = translatable("The service is given in {country}, with prior approval.")
ABROAD_NOT_APPROVED = translatable("The service is given in {country}, without prior approval.")
COVER_NOT_STATED = translatable("The indemnity cover is not stated.")
COVER_STATED = translatable("The indemnity cover stated is {cover}.")
DOCUMENTS_NOT_STATED = translatable("The documents that came with the request are not stated.")
CAME_WITH = translatable("The request came with: {document}.")
CAME_WITHOUT = translatable("The request did not come with: {document}.")
RISK_NOT_STATED = translatable("Whether there are mental health risk factors is not stated.")
NO_RISK = translatable("There are no mental health risk factors.")
RISK_WITHOUT_MEASURES = translatable(
    "There are mental health risk factors, and no safety measures are documented."
)
EARLIER = translatable("Earlier treatments: {number}.")
DATE_NOT_STATED = translatable("The date of the request is not stated.")
CONSIDERED_FROM = translatable("The request of {day} can be considered from {again} on.")
EXCEPTIONAL = translatable("Exceptional circumstances are stated.")
EXCEPTIONAL_NOT_STATED = translatable("Whether there are exceptional circumstances is not stated.")
FIRST_REQUEST = translatable("A first request has no earlier outcome to show.")
OPIOIDS_REDUCED = translatable("Opioid use was reduced.")
IMPROVED = translatable("Pain and function improved.")
OUTCOMES_NOT_STATED = translatable(
    "Whether pain and function improved, or opioid use was reduced, is not stated in full."
)
NOT_IMPROVED = translatable("Pain and function did not both improve, and opioid use was not reduced.")

FACT_WORDS = (
    *(translatable("route"), translatable("indication"), translatable("circumstance")),
    *(translatable("registration"), translatable("injury accepted"), translatable("prior approval")),
    *(translatable("referred by medical practitioner"), translatable("diagnosis")),
    *(translatable("first line"), translatable("medications"), translatable("outcome measures")),
    translatable("mental health"),
)
"""The facts and documents that the shipped guideline asks for, as sentences name them."""


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
            sentence=REFUSED.format(because=because),
        )
    if missing:
        codes = tuple(check.code for check in missing)
        return Verdict(
            payability="cannot determine",
            because=codes,
            sentence=UNDETERMINED.format(codes=in_list(codes)),
        )
    approved = all(check.outcome == "met" for check in checks)
    return Verdict(
        payability="payable if approved",
        because=(),
        sentence=ALL_MET if approved else ALL_BUT_APPROVAL_MET,
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
        return DAY_COMPLETE_NOT_STATED
    reason = DECISION_DUE.format(number=days, day=in_words(complete))
    if not missing:
        return reason
    return f"{reason} {STILL_MISSING.format(codes=in_list(missing))}"


def _next_request(claim: Claim, guideline: Guideline) -> tuple[date | None, str]:
    if claim.previous_treatments is None:
        return None, EARLIER_NOT_STATED
    treatments = sorted(claim.previous_treatments)
    found: list[tuple[date, str]] = []
    for check in guideline.check:
        day = considered_from(check, treatments, lifted=claim.exceptional_circumstances is True)
        if day is not None:
            found.append((day, check.requires))
    if not found:
        return None, NO_EARLIER
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
        return Found("not stated", FACT_NOT_STATED.format(fact=name), check.fact)
    accepted = [word.casefold() for word in check.accepted]
    met = str(stated).strip().casefold() in accepted
    return Found("met" if met else "not met", FACT_STATED.format(fact=name, stated=stated))


YES_AND_NO = {
    "injury_accepted": (
        translatable("The injury is accepted."),
        translatable("The injury is not accepted."),
    ),
    "referred_by_medical_practitioner": (
        translatable("A medical practitioner referred the worker."),
        translatable("No medical practitioner referred the worker."),
    ),
    "prior_approval": (
        translatable("Prior approval was given."),
        translatable("There was no prior approval."),
    ),
}


def _yes(check: GuidelineCheck, stated: bool | None) -> Found:
    if stated is None:
        return Found("not stated", NOT_STATED.format(fact=check.fact.replace("_", " ")), check.fact)
    yes, no = YES_AND_NO[check.fact]
    return Found("met", yes) if stated else Found("not met", no)


def _in_the_country(check: GuidelineCheck, claim: Claim) -> Found:
    country = claim.country
    if country is None:
        return Found("not stated", COUNTRY_NOT_STATED, check.fact)
    if country.strip().casefold() in [word.casefold() for word in check.accepted]:
        return Found("met", GIVEN_IN_AUSTRALIA)
    if claim.prior_approval is None:
        return Found("not stated", GIVEN_ABROAD.format(country=country), "prior_approval")
    if claim.prior_approval:
        return Found("met", ABROAD_APPROVED.format(country=country))
    return Found("not met", ABROAD_NOT_APPROVED.format(country=country))


def _at_least(check: GuidelineCheck, cover: Decimal | None) -> Found:
    assert check.least is not None
    if cover is None:
        return Found("not stated", COVER_NOT_STATED, check.fact)
    return Found("met" if cover >= check.least else "not met", COVER_STATED.format(cover=f"${cover:,}"))


def _document(check: GuidelineCheck, claim: Claim) -> Found:
    name = check.fact.replace("-", " ")
    if claim.documents is None:
        return Found("not stated", DOCUMENTS_NOT_STATED, check.fact)
    if check.fact in claim.documents:
        return Found("met", CAME_WITH.format(document=name))
    return Found("not stated", CAME_WITHOUT.format(document=name), check.fact)


def _document_if_at_risk(check: GuidelineCheck, claim: Claim) -> Found:
    if claim.documents is not None and check.fact in claim.documents:
        return _document(check, claim)
    if claim.mental_health_risk is None:
        return Found("not stated", RISK_NOT_STATED, "mental_health_risk")
    if not claim.mental_health_risk:
        return Found("met", NO_RISK)
    return Found("not stated", RISK_WITHOUT_MEASURES, check.fact)


def _interval(check: GuidelineCheck, claim: Claim) -> Found:
    if claim.previous_treatments is None:
        return Found("not stated", EARLIER_NOT_STATED, check.fact)
    treatments = sorted(claim.previous_treatments)
    day = considered_from(check, treatments, lifted=False)
    if day is None:
        return Found("met", EARLIER.format(number=len(treatments)))
    if claim.request_date is None:
        return Found("not stated", DATE_NOT_STATED, "request_date")
    fact = CONSIDERED_FROM.format(day=in_words(claim.request_date), again=in_words(day))
    if claim.request_date >= day:
        return Found("met", fact)
    if considered_from(check, treatments, lifted=True) is None:
        if claim.exceptional_circumstances:
            return Found("met", f"{fact} {EXCEPTIONAL}")
        if claim.exceptional_circumstances is None:
            fact = f"{fact} {EXCEPTIONAL_NOT_STATED}"
            return Found("not stated", fact, "exceptional_circumstances")
    return Found("not met", fact)


def _improved(check: GuidelineCheck, claim: Claim) -> Found:
    if claim.previous_treatments is None:
        return Found("not stated", EARLIER_NOT_STATED, "previous_treatments")
    if not claim.previous_treatments:
        return Found("met", FIRST_REQUEST)
    outcomes = claim.outcomes
    if outcomes.opioids_reduced:
        return Found("met", OPIOIDS_REDUCED)
    if outcomes.pain_improved and outcomes.function_improved:
        return Found("met", IMPROVED)
    both_open = outcomes.pain_improved is not False and outcomes.function_improved is not False
    if outcomes.opioids_reduced is None or both_open:
        return Found("not stated", OUTCOMES_NOT_STATED, check.fact)
    return Found("not met", NOT_IMPROVED)
