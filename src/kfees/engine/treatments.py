"""Earlier treatments, and the months that a request must leave after them.

A treatment is a course: its session days are one treatment, named by the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kfees.model.assessment import Found
from kfees.model.dates import add_months
from kfees.model.guidance import Guideline, GuidelineCheck
from kfees.model.request import Claim
from kfees.model.sentences import Sentence, joined, translatable

EARLIER_NOT_STATED = translatable("The earlier treatments are not stated.")
NO_EARLIER = translatable("No earlier treatment: a request can be considered at any time.")
EARLIER = translatable("Earlier treatments: {number}.")
DATE_NOT_STATED = translatable("The date of the request is not stated.")
WITHIN_INITIAL = translatable(
    "The request of {day} comes within {months} months of the initial treatment, which began on {end}."
    " It can be considered from {again} on."
)
AFTER_INITIAL = translatable(
    "The request of {day} comes at least {months} months after the initial treatment, which began on {end}."
)
WITHIN_LATER = translatable(
    "The request of {day} comes within {months} months of the latest treatment, which began on {end}."
    " It can be considered from {again} on."
)
AFTER_LATER = translatable(
    "The request of {day} comes at least {months} months after the latest treatment, which began on {end}."
)
EXCEPTIONAL = translatable(
    "The request of {day} comes within {months} months of the latest treatment, which began on {end}."
    " It can be considered all the same, because exceptional circumstances are stated."
)
EXCEPTIONAL_NOT_STATED = translatable("Whether there are exceptional circumstances is not stated.")
NOT_EXCEPTIONAL = translatable("There are no exceptional circumstances.")
NEXT_AFTER_INITIAL = translatable(
    "The initial treatment began on {end}, and a request within {months} months of it is not considered."
)
NEXT_AFTER_LATER = translatable(
    "The latest treatment began on {end}, and a request within {months} months of it is considered in"
    " exceptional circumstances only."
)


def treatments(days: Iterable[date], guideline: Guideline) -> list[date]:
    """The first day of each treatment, in order, from the days of its sessions in any order."""
    found: list[date] = []
    before: date | None = None
    for day in sorted(days):
        if before is None or (day - before).days > guideline.one_treatment_days:
            found.append(day)
        before = day
    return found


def considered_from(check: GuidelineCheck, begun: Sequence[date], *, lifted: bool) -> date | None:
    """The first day on which a request meets a timing check; None where the check does not apply.

    `begun`: the first day of each treatment so far, in order.
    """
    after = _counted_from(check, begun)
    if after is None or check.months is None or (lifted and _is_liftable(check)):
        return None
    return add_months(after, check.months)


def _counted_from(check: GuidelineCheck, begun: Sequence[date]) -> date | None:
    if check.rule == "months after the initial treatment" and begun:
        return begun[0]
    if check.rule == "months after a later treatment" and len(begun) >= 2:
        return begun[-1]
    return None


def _is_liftable(check: GuidelineCheck) -> bool:
    return check.rule == "months after a later treatment"


def next_request(claim: Claim, guideline: Guideline) -> tuple[date | None, str]:
    """From when a next request is considered after the treatments so far, and why."""
    if claim.previous_treatments is None:
        return None, EARLIER_NOT_STATED
    begun = treatments(claim.previous_treatments, guideline)
    found: list[tuple[date, str]] = []
    for check in guideline.timing:
        day = considered_from(check, begun, lifted=claim.exceptional_circumstances is True)
        if day is not None:
            says = NEXT_AFTER_LATER if _is_liftable(check) else NEXT_AFTER_INITIAL
            found.append((day, _said(says, check, begun)))
    return max(found, key=lambda each: each[0]) if found else (None, NO_EARLIER)


def interval(check: GuidelineCheck, claim: Claim, guideline: Guideline) -> Found:
    """Whether the request leaves the months that a timing check asks for."""
    if claim.previous_treatments is None:
        return Found("not stated", EARLIER_NOT_STATED, check.fact)
    begun = treatments(claim.previous_treatments, guideline)
    day = considered_from(check, begun, lifted=False)
    if day is None:
        return Found("met", EARLIER.format(number=len(begun)))
    asked = claim.request_date
    if asked is None:
        return Found("not stated", DATE_NOT_STATED, "request_date")
    days = {"day": asked, "again": day}
    liftable = _is_liftable(check)
    if asked >= day:
        return Found("met", _said(AFTER_LATER if liftable else AFTER_INITIAL, check, begun, **days))
    if not liftable:
        return Found("not met", _said(WITHIN_INITIAL, check, begun, **days))
    if claim.exceptional_circumstances:
        return Found("met", _said(EXCEPTIONAL, check, begun, **days))
    within = _said(WITHIN_LATER, check, begun, **days)
    if claim.exceptional_circumstances is None:
        return Found("not stated", joined((within, EXCEPTIONAL_NOT_STATED)), "exceptional_circumstances")
    return Found("not met", joined((within, NOT_EXCEPTIONAL)))


def _said(sentence: Sentence, check: GuidelineCheck, begun: Sequence[date], **days: date) -> Sentence:
    after = _counted_from(check, begun)
    assert after is not None
    return sentence.format(months=check.months, end=after, **days)
