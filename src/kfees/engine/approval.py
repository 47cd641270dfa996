"""The payer's approval: whether it came before the treatment, and whether the course stays within it.

Not yet given for a treatment still to come is the ordinary case: not stated, and what a request asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kfees.model.assessment import Found, Outcome
from kfees.model.payer import PayerWords
from kfees.model.request import Approval, Claim
from kfees.model.sentences import joined, translatable

WITHIN = "within-approval"
"""The check that the course stays within its approval, beside the guideline's own."""

WITHIN_REQUIRES = translatable(
    "The course must stay within the sessions, the amount and the days that were approved."
)
IN_TIME = translatable("Approval was given on {day}, in time for the first treatment on {again}.")
TOO_LATE = translatable("Approval was given on {day}, after treatment had begun on {again}.")
GIVEN = translatable("Prior approval was given.")
ASKED_LATE = translatable("The request of {day} was made after treatment had begun on {again}.")
TREATED_WITHOUT = translatable("Treatment began without approval.")
DAY_NOT_STATED = translatable("The day on which approval was given is not stated.")
NOT_YET = translatable("Approval has not been given yet. It is needed before the first treatment.")
NOT_STATED = translatable("Not stated: prior approval.")
SESSIONS = translatable("The course has {count} treatment days, and {number} were approved.")
LAST_DAY = translatable("The last treatment is on {day}, and the approval holds until {end}.")
PAYABLE = translatable("{amount} of this course would be payable, and {was} was approved.")
MAXIMUM = translatable("The maximums of this course come to {amount}, and {was} was approved.")
UNKNOWN = translatable("{was} was approved, and what this course comes to is not known.")


@dataclass(frozen=True, slots=True)
class Planned:
    """What the checks ask of the course. `payable` and `maximum`: what it comes to, where that is known;
    `priced`: whether it was worked out at all. `payer`: what sentences call its payer."""

    days: tuple[date, ...]
    payer: PayerWords
    priced: bool = False
    payable: Decimal | None = None
    maximum: Decimal | None = None


def prior_approval(claim: Claim, planned: Planned) -> Found:
    """Whether the payer approved by the first treatment day."""
    begun = planned.days[0]
    given = claim.approval.given if claim.approval else None
    if given is not None:
        days = {"day": given, "again": begun}
        return (
            Found("not met", TOO_LATE.format(**days))
            if given > begun
            else Found("met", IN_TIME.format(**days))
        )
    if claim.treated_without_approval:
        return Found("not met", TREATED_WITHOUT)
    asked = claim.request_date
    if asked is not None and asked > begun:
        late = ASKED_LATE.format(day=asked, again=begun)
        return Found("not met", joined((late, DAY_NOT_STATED)) if claim.prior_approval else late)
    if claim.prior_approval:
        return Found("met", GIVEN)
    if claim.prior_approval is False:
        return Found("not stated", NOT_YET, "prior_approval")
    return Found("not stated", DAY_NOT_STATED if claim.approval else NOT_STATED, "prior_approval")


def within_approval(claim: Claim, planned: Planned) -> Found | None:
    """Whether the course stays within what was approved; None where no limit can be compared."""
    found = tuple(_limits(claim.approval, planned)) if claim.approval else ()
    if not found:
        return None
    fact = joined(sentence for _, sentence in found)
    outcomes = {outcome for outcome, _ in found}
    if "not met" in outcomes:
        return Found("not met", fact)
    return Found("not stated", fact, "charges") if "not stated" in outcomes else Found("met", fact)


def _limits(approval: Approval, planned: Planned) -> Iterator[tuple[Outcome, str]]:
    days = planned.days
    if approval.sessions is not None:
        says = SESSIONS.format(count=len(days), number=approval.sessions)
        yield _within(len(days) <= approval.sessions), says
    if approval.until is not None:
        says = LAST_DAY.format(day=days[-1], end=approval.until)
        yield _within(days[-1] <= approval.until), says
    if approval.amount is not None and planned.priced:
        yield _amount(approval.amount, planned)


def _amount(approved: Decimal, planned: Planned) -> tuple[Outcome, str]:
    figure, says = planned.payable, PAYABLE
    if figure is None:
        figure, says = planned.maximum, MAXIMUM
    if figure is None:
        return "not stated", UNKNOWN.format(was=planned.payer.dollars(approved))
    amounts = {"amount": planned.payer.dollars(figure), "was": planned.payer.dollars(approved)}
    return _within(figure <= approved), says.format(**amounts)


def _within(within: bool) -> Outcome:
    return "met" if within else "not met"
