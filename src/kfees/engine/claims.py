"""What is wrong with a claim, all at once, and the guideline that holds on its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kfees.engine.guideline import fact_of
from kfees.library.library import Library
from kfees.model.blanks import IsoDay
from kfees.model.claim_words import meaning_of
from kfees.model.guidance import Guideline
from kfees.model.problems import CORRECT_ONE, STANDS_TWICE, InputError, Problem, Unreadable
from kfees.model.request import Approval, Claim, CourseRequest
from kfees.model.sentences import Sentence, translatable

LOAD_GUIDELINE = Sentence("Load the guideline of that day.")
LOAD_OR_LEAVE_OUT = translatable("Load the guideline of that day, or leave the claim out.")
LEAVE_ONE_OUT = translatable("Leave one of them out.")


def guideline_for(request: CourseRequest, library: Library) -> Guideline:
    """The payer's guideline that holds on the day of the request; the course's first day where none is
    stated."""
    asked = request.claim.request_date if request.claim else None
    day = asked or request.start
    guideline = library.of(request.payer).guideline_on(day)
    if guideline is None:
        otherwise = LOAD_OR_LEAVE_OUT if request.claim else LOAD_GUIDELINE
        raise InputError(
            [
                Problem(
                    "no-guideline",
                    "claim.request_date" if asked else "start",
                    translatable("no guideline that is loaded holds on {day}.").format(day=IsoDay(day)),
                    otherwise,
                )
            ]
        )
    return guideline


def known_guideline(request: CourseRequest, library: Library) -> Guideline | None:
    """The same; None where no guideline of the payer is known at all."""
    library = library.of(request.payer)
    return None if library.payer.guideline is None else guideline_for(request, library)


def claim_problems(claim: Claim, request: CourseRequest, library: Library) -> Iterator[Problem]:
    """Dates in an impossible order, an approval that is denied and given, and words that are not certain."""
    yield from _date_order_problems(claim, request)
    yield from _approval_problems(claim, request.start)
    try:
        guideline = known_guideline(request, library)
    except InputError as error:
        yield from error.problems
        return
    if guideline is not None:
        yield from _word_problems(claim, guideline)


def _word_problems(claim: Claim, guideline: Guideline) -> Iterator[Problem]:
    stated = [
        (f"claim.{check.fact}", fact_of(claim, check.fact), check.vocabulary)
        for check in guideline.check
        if check.rule in ("one of", "in the country")
    ]
    stated += [
        (f"claim.documents[{number}]", document, guideline.documents)
        for number, document in enumerate(claim.documents or ())
    ]
    for place, word, vocabulary in stated:
        try:
            if word is not None:
                meaning_of(str(word), vocabulary)
        except Unreadable as error:
            yield error.at(place)


def _approval_problems(claim: Claim, start: date) -> Iterator[Problem]:
    """An approval that was given, and one that there was not, cannot both be so. One that came too late
    was no prior one."""
    approval = claim.approval
    late = approval is not None and approval.given is not None and approval.given > start
    if claim.prior_approval is False and approval is not None and approval != Approval() and not late:
        message = translatable("prior approval is denied, and what was approved is stated.")
        yield Problem("bad-approval", "claim.prior_approval", message, LEAVE_ONE_OUT)
    given = approval is not None and approval.given is not None and not late
    if claim.treated_without_approval and (claim.prior_approval or given):
        message = translatable("treatment without approval is stated, and an approval too.")
        yield Problem("bad-approval", "claim.treated_without_approval", message, LEAVE_ONE_OUT)
    if approval and approval.given and approval.until and approval.until < approval.given:
        message = translatable("{day} is before the approval of {given}.")
        message = message.format(day=IsoDay(approval.until), given=IsoDay(approval.given))
        yield Problem("bad-date-order", "claim.approval.until", message, CORRECT_ONE)


def _date_order_problems(claim: Claim, request: CourseRequest) -> Iterator[Problem]:
    asked = claim.request_date
    seen: set[date] = set()
    for number, day in enumerate(claim.previous_treatments or ()):
        place = f"claim.previous_treatments[{number}]"
        if day in seen:
            message = STANDS_TWICE.format(day=IsoDay(day))
            yield Problem("repeated-date", place, message, translatable("Give each date once."))
        seen.add(day)
        if asked is not None and day > asked:
            message = translatable("{day} is after the request of {asked}.")
            message = message.format(day=IsoDay(day), asked=IsoDay(asked))
            yield Problem("bad-date-order", place, message, CORRECT_ONE)
        elif day >= request.start:
            message = translatable("{day} is not before the course, which starts on {start}.")
            message = message.format(day=IsoDay(day), start=IsoDay(request.start))
            yield Problem("bad-date-order", place, message, CORRECT_ONE)
    complete = claim.information_complete
    if asked is not None and complete is not None and complete < asked:
        message = translatable("{day} is before the request of {asked}.")
        message = message.format(day=IsoDay(complete), asked=IsoDay(asked))
        yield Problem("bad-date-order", "claim.information_complete", message, CORRECT_ONE)
