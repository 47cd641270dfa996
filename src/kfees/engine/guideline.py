"""The guideline's checks: facts of a claim in, outcomes out. Pure.

What a claim does not state is *not stated*, and never counts as met. A check that fails makes a
course not payable; one that is not stated leaves that open, save the payer's own approval, which is
what the request asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import assert_never

from kfees.engine.approval import WITHIN, WITHIN_REQUIRES, Planned, prior_approval, within_approval
from kfees.engine.treatments import EARLIER_NOT_STATED, interval
from kfees.model.assessment import Check, Found
from kfees.model.blanks import Listed
from kfees.model.claim_words import Meant, bare_words, meaning_of
from kfees.model.guidance import Guideline, GuidelineCheck
from kfees.model.payer import PayerWords
from kfees.model.quote import Payability, Verdict
from kfees.model.request import Claim
from kfees.model.sentences import Sentence, joined, translatable, whole

REFUSED = translatable("Not payable under the guideline: {because}.")
UNDETERMINED = translatable("Whether it is payable cannot be determined: not stated are {codes}.")
TO_JUDGE = translatable("Whether it is payable cannot be determined: the reviewer has to judge {codes}.")
UNDETERMINED_AND_TO_JUDGE = translatable(
    "Whether it is payable cannot be determined: not stated are {codes}, and the reviewer has to judge"
    " {items}."
)
AS_APPROVED = translatable(
    "Payable as approved: every fact that the guideline asks for is met, prior approval among them."
    " The reviewer decides."
)
BEYOND = translatable(
    "Payable if approved: {because}. What goes beyond the approval needs an approval of its own before it is"
    " given."
)
ALL_MET = translatable(
    "Payable if approved: every fact that the guideline asks for is met. The reviewer decides."
)
ALL_BUT_APPROVAL_MET = translatable(
    "Payable if approved: every fact that the guideline asks for, save the approval itself, is met."
    " The reviewer decides."
)
NO_GUIDELINE = translatable("Whether it is payable cannot be determined: no guideline of {payer} is loaded.")
FACT_NOT_STATED = translatable("The {fact} is not stated.")
FACT_STATED = translatable("The {fact} stated is '{stated}'.")
FACT_UNDERSTOOD = translatable("The {fact} stated is '{stated}', which is read as '{old}'.")
OTHER_WORDS = translatable("The {fact} is stated in other words, for the reviewer: '{stated}'.")
IS_OTHER_ALLOWED = translatable(
    "The {fact} is stated as '{stated}'. Does that meet the guideline? {sentence}"
)
OTHER_DOCUMENT = translatable(
    "The request came with '{stated}'. Is that one of the documents that the guideline asks for?"
)
NOT_STATED = translatable("Not stated: {fact}.")
COUNTRY_NOT_STATED = translatable("The country is not stated.")
GIVEN_IN = translatable("The service is given in {country}.")
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
FIRST_REQUEST = translatable("A first request has no earlier outcome to show.")
OPIOIDS_REDUCED = translatable("Opioid use was reduced.")
IMPROVED = translatable("Pain and function improved.")
OUTCOMES_NOT_STATED = translatable(
    "Whether pain and function improved, or opioid use was reduced, is not stated in full."
)
NOT_IMPROVED = translatable("Pain and function did not both improve, and opioid use was not reduced.")

FACT_WORDS = (
    *(translatable("route"), translatable("indication"), translatable("circumstance")),
    *(translatable("registration"), translatable("country"), translatable("injury accepted")),
    *(translatable("referred by medical practitioner"), translatable("diagnosis")),
    *(translatable("first line"), translatable("medications"), translatable("outcome measures")),
    translatable("mental health"),
)
"""The facts and documents that the shipped guideline asks for, as sentences name them."""


def check_claim(claim: Claim, guideline: Guideline, planned: Planned) -> tuple[Check, ...]:
    """Every check of the guideline, in its order; with a claim that states what was approved, one more."""
    return tuple(_checks(claim, guideline, planned))


def _checks(claim: Claim, guideline: Guideline, planned: Planned) -> Iterator[Check]:
    for check in guideline.check:
        requires = planned.payer.said(check.requires)
        yield _checked(check, check.code, requires, _found(check, claim, guideline, planned))
        within = within_approval(claim, planned) if check.rule == "approval" else None
        if within is not None:
            yield _checked(check, WITHIN, WITHIN_REQUIRES, within)


def _checked(check: GuidelineCheck, code: str, requires: str, found: Found) -> Check:
    return Check(
        code=code,
        part=check.part,
        outcome=found.outcome,
        fact=found.fact,
        missing=found.missing,
        requires=requires,
        section=check.section,
    )


def verdict(checks: Sequence[Check], guideline: Guideline) -> Verdict:
    """Not payable if a check fails; cannot determine if a fact is missing; else as approved, or if approved.

    What goes beyond an approval fails nothing: it is still to be approved.
    """
    approval = {check.code for check in guideline.check if check.rule == "approval"}
    beyond = [check for check in checks if check.outcome == "not met" and check.code == WITHIN]
    failing = [check for check in checks if check.outcome == "not met" and check.code != WITHIN]
    approvals = [check for check in checks if check.code in approval]
    missing = [check for check in checks if check.outcome == "not stated" and check not in approvals]
    if failing:
        return _verdict("not payable", failing, REFUSED.format(because=_because(failing)))
    if missing:
        return _verdict("cannot determine", missing, _undetermined(missing))
    if beyond:
        return _verdict("payable if approved", beyond, BEYOND.format(because=_because(beyond)))
    if not approvals:
        return _verdict("payable if approved", (), ALL_MET)
    if any(check.outcome == "not stated" for check in approvals):
        return _verdict("payable if approved", (), ALL_BUT_APPROVAL_MET)
    return _verdict("payable as approved", (), AS_APPROVED)


def no_guideline(payer: PayerWords) -> Verdict:
    """Nothing can be checked against a guideline that is not known."""
    return _verdict("cannot determine", (), NO_GUIDELINE.format(**payer.blanks))


def _verdict(payability: Payability, checks: Sequence[Check], sentence: str) -> Verdict:
    because = tuple(check.code for check in checks)
    return Verdict.made({"payability": payability, "because": because, "sentence": sentence})


def _because(checks: Sequence[Check]) -> Sentence:
    facts = ((whole(check.fact).within(), check.code) for check in checks)
    return joined((Sentence("{fact} ({code})").format(fact=fact, code=code) for fact, code in facts), "; ")


def _undetermined(checks: Sequence[Check]) -> str:
    missing = tuple(check.code for check in checks if check.missing is not None)
    judged = tuple(check.code for check in checks if check.missing is None)
    if not judged:
        return UNDETERMINED.format(codes=Listed(missing))
    if not missing:
        return TO_JUDGE.format(codes=Listed(judged))
    return UNDETERMINED_AND_TO_JUDGE.format(codes=Listed(missing), items=Listed(judged))


def questions(claim: Claim, guideline: Guideline, payer: PayerWords) -> tuple[str, ...]:
    """What the reviewer has to judge: the guideline's own questions, and what is stated in other words."""
    own = (payer.said(judgement.question) for judgement in guideline.judgement)
    return (*own, *_in_other_words(claim, guideline, payer))


def _in_other_words(claim: Claim, guideline: Guideline, payer: PayerWords) -> Iterator[str]:
    for check in guideline.check:
        if check.rule in ("one of", "in the country"):
            stated = fact_of(claim, check.fact)
            if stated is not None and (meant := meaning_of(str(stated), check.vocabulary)).meaning == "other":
                yield IS_OTHER_ALLOWED.format(
                    fact=_named(check), stated=meant.word, sentence=payer.said(check.requires)
                )
    for meant in _documents(claim, guideline) if guideline.documents.phrases else ():
        if meant.meaning == "other":
            yield OTHER_DOCUMENT.format(stated=meant.word)


def _found(check: GuidelineCheck, claim: Claim, guideline: Guideline, planned: Planned) -> Found:
    match check.rule:
        case "one of":
            return _one_of(check, claim)
        case "yes":
            return _yes(check, getattr(claim, check.fact), planned.payer)
        case "approval":
            return prior_approval(claim, planned)
        case "in the country":
            return _in_the_country(check, claim, planned)
        case "at least":
            return _at_least(check, claim.provider.indemnity_cover, planned.payer)
        case "document":
            return _document(check, claim, guideline)
        case "document if at risk":
            return _document_if_at_risk(check, claim, guideline)
        case "months after the initial treatment" | "months after a later treatment":
            return interval(check, claim, guideline)
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


def _named(check: GuidelineCheck) -> Sentence:
    return Sentence(check.fact.rpartition(".")[2].replace("_", " "))


def _one_of(check: GuidelineCheck, claim: Claim) -> Found:
    stated = fact_of(claim, check.fact)
    name = _named(check)
    if stated is None:
        return Found("not stated", FACT_NOT_STATED.format(fact=name), check.fact)
    meant = meaning_of(str(stated), check.vocabulary)
    if meant.meaning == "other":
        return Found("not stated", OTHER_WORDS.format(fact=name, stated=meant.word))
    says = FACT_STATED.format(fact=name, stated=stated)
    if bare_words(str(stated)) != bare_words(meant.word):
        says = FACT_UNDERSTOOD.format(fact=name, stated=stated, old=meant.word)
    return Found("met" if meant.meaning == "accepted" else "not met", says)


YES_AND_NO = {
    "injury_accepted": (
        translatable("The injury is accepted."),
        translatable("The injury is not accepted."),
    ),
    "referred_by_medical_practitioner": (
        translatable("A medical practitioner referred {patient}."),
        translatable("No medical practitioner referred {patient}."),
    ),
}


def _yes(check: GuidelineCheck, stated: bool | None, payer: PayerWords) -> Found:
    if stated is None:
        return Found("not stated", NOT_STATED.format(fact=_named(check)), check.fact)
    yes, no = map(payer.said, YES_AND_NO[check.fact])
    return Found("met", yes) if stated else Found("not met", no)


def _in_the_country(check: GuidelineCheck, claim: Claim, planned: Planned) -> Found:
    if claim.country is None:
        return Found("not stated", COUNTRY_NOT_STATED, check.fact)
    meant = meaning_of(claim.country, check.vocabulary)
    if meant.meaning == "other":
        return Found("not stated", OTHER_WORDS.format(fact=_named(check), stated=meant.word))
    country = meant.word
    if meant.meaning == "accepted":
        return Found("met", GIVEN_IN.format(country=country))
    approved = prior_approval(claim, planned).outcome
    if approved == "met":
        return Found("met", ABROAD_APPROVED.format(country=country))
    if approved == "not met" or claim.prior_approval is False:
        return Found("not met", ABROAD_NOT_APPROVED.format(country=country))
    return Found("not stated", GIVEN_ABROAD.format(country=country), "prior_approval")


def _at_least(check: GuidelineCheck, cover: Decimal | None, payer: PayerWords) -> Found:
    assert check.least is not None
    if cover is None:
        return Found("not stated", COVER_NOT_STATED, check.fact)
    says = COVER_STATED.format(cover=payer.dollars(cover))
    return Found("met" if cover >= check.least else "not met", says)


def _documents(claim: Claim, guideline: Guideline) -> tuple[Meant, ...]:
    return tuple(meaning_of(document, guideline.documents) for document in claim.documents or ())


def _came(check: GuidelineCheck, claim: Claim, guideline: Guideline) -> bool:
    return Meant("accepted", check.fact) in _documents(claim, guideline)


def _document(check: GuidelineCheck, claim: Claim, guideline: Guideline) -> Found:
    name = Sentence(check.fact.replace("-", " "))
    if claim.documents is None:
        return Found("not stated", DOCUMENTS_NOT_STATED, check.fact)
    if _came(check, claim, guideline):
        return Found("met", CAME_WITH.format(document=name))
    return Found("not stated", CAME_WITHOUT.format(document=name), check.fact)


def _document_if_at_risk(check: GuidelineCheck, claim: Claim, guideline: Guideline) -> Found:
    if _came(check, claim, guideline):
        return _document(check, claim, guideline)
    if claim.mental_health_risk is None:
        return Found("not stated", RISK_NOT_STATED, "mental_health_risk")
    if not claim.mental_health_risk:
        return Found("met", NO_RISK)
    return Found("not stated", RISK_WITHOUT_MEASURES, check.fact)


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
