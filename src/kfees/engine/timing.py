"""When a next request will be considered, and by when this one is to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kfees.engine.approval import Planned
from kfees.engine.treatments import next_request
from kfees.model.assessment import Check, Timing
from kfees.model.blanks import Listed
from kfees.model.guidance import Guideline
from kfees.model.payer import PayerWords
from kfees.model.request import Claim
from kfees.model.sentences import joined, translatable

NO_INTERVAL = translatable("No guideline of {payer} is loaded, so no interval between treatments is known.")
DECISION_DAYS_NOT_KNOWN = translatable("In how many days it has to be decided is not published.")
DAY_COMPLETE_NOT_STATED = translatable("The day on which everything required was in is not stated.")
DECISION_DUE = translatable("{number} days after everything required was in, on {day}.")
STILL_MISSING = translatable("But not stated are {codes}: without them the days may not have begun.")
STARTS_BEFORE = translatable(
    "The course starts on {day}, before the decision is due: it has to be approved before it starts."
)
STARTS_BEFORE_ANY = translatable(
    "The course starts on {day}, and the decision is due on {again} or later: it has to be approved before it"
    " starts."
)


def timing(
    claim: Claim, guideline: Guideline, as_of: date, checks: Sequence[Check], planned: Planned
) -> Timing:
    """The earliest day for a next request after the treatments so far, and the day to decide by.

    Where facts are not stated, the claim's word that everything required was in is taken, and doubted
    in words; and a course that is not yet approved and starts before the decision is due is said to.
    """
    next_from, next_reason = next_request(claim, guideline)
    complete, number = claim.information_complete, guideline.decision_days
    due = complete + timedelta(days=number) if complete and number is not None else None
    return Timing(
        next_request_from=next_from,
        next_request_reason=next_reason,
        decision_due=due,
        days_left=(due - as_of).days if due else None,
        decision_reason=joined(_about_the_decision(claim, guideline, due, checks, planned)),
    )


def timing_without_guideline(payer: PayerWords) -> Timing:
    """No interval and no time to decide in is known where no guideline is."""
    return Timing(
        next_request_from=None,
        next_request_reason=NO_INTERVAL.format(**payer.blanks),
        decision_due=None,
        days_left=None,
        decision_reason=DECISION_DAYS_NOT_KNOWN,
    )


def _about_the_decision(
    claim: Claim, guideline: Guideline, due: date | None, checks: Sequence[Check], planned: Planned
) -> Iterator[str]:
    approval = {check.code for check in guideline.check if check.rule == "approval"}
    open_codes = [check.code for check in checks if check.outcome == "not stated"]
    missing = [code for code in open_codes if code not in approval]
    if guideline.decision_days is None:
        yield DECISION_DAYS_NOT_KNOWN
    elif claim.information_complete is None:
        yield DAY_COMPLETE_NOT_STATED
    else:
        yield DECISION_DUE.format(number=guideline.decision_days, day=claim.information_complete)
        if missing and not any(check.outcome == "not met" for check in checks):
            yield STILL_MISSING.format(codes=Listed(tuple(missing)))
    if planned.days and approval.intersection(open_codes):
        yield from _starts_too_soon(planned.days[0], due, claim, guideline)


def _starts_too_soon(first: date, due: date | None, claim: Claim, guideline: Guideline) -> Iterator[str]:
    """Nothing is complete before it is asked for: the days to decide begin with the request at soonest."""
    if due is not None:
        if first < due:
            yield STARTS_BEFORE.format(day=first)
    elif claim.request_date is not None and guideline.decision_days is not None:
        earliest = claim.request_date + timedelta(days=guideline.decision_days)
        if first < earliest:
            yield STARTS_BEFORE_ANY.format(day=first, again=earliest)
