"""What is wrong with a claim, all at once, and the guideline that holds on its day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kfees.errors import InputError, Problem
from kfees.guidance import Guideline
from kfees.guideline import fact_of
from kfees.library import Library
from kfees.request import Claim, CourseRequest

NEARLY = 0.8
"""How much of a word must agree (1 is all of it) for the rest to be a slip of the pen."""


def guideline_for(request: CourseRequest, library: Library) -> Guideline:
    """The guideline that holds on the day of the request; the course's first day where none is stated."""
    asked = request.claim.request_date if request.claim else None
    day = asked or request.start
    guideline = library.guideline_on(day)
    if guideline is None:
        otherwise = ", or leave the claim out" if request.claim else ""
        raise InputError(
            [
                Problem(
                    "no-guideline",
                    "claim.request_date" if asked else "start",
                    f"no guideline that is loaded holds on {day}.",
                    f"Load the guideline of that day{otherwise}.",
                )
            ]
        )
    return guideline


def claim_problems(request: CourseRequest, library: Library) -> Iterator[Problem]:
    """Dates in an impossible order, and words that are nearly the guideline's; nothing without a claim."""
    claim = request.claim
    if claim is None:
        return
    yield from _date_order_problems(claim, request)
    try:
        guideline = guideline_for(request, library)
    except InputError as error:
        yield from error.problems
        return
    for check in guideline.check:
        stated = fact_of(claim, check.fact) if check.rule == "one of" else None
        if stated is not None and (near := _nearly(str(stated), check.accepted)):
            yield Problem(
                "unknown-word",
                f"claim.{check.fact}",
                f"{stated!r} is not known here.",
                f"Did you mean {near!r}?",
            )


def _nearly(stated: str, accepted: tuple[str, ...]) -> str | None:
    """The accepted word that was probably meant: a slip of the pen is asked about, not decided on."""
    word = stated.strip().casefold()
    if word in [name.casefold() for name in accepted]:
        return None
    return next((name for name in accepted if _is_slip(word, name.casefold())), None)


def _is_slip(written: str, meant: str) -> bool:
    """Whether each word is nearly the one that was meant. One word more or less is no slip of the
    pen: 'student medical practitioner' and 'chronic cancer pain' mean something else."""
    import difflib  # only where a claim states a word that is not accepted

    ours, theirs = re.split(r"[\s-]+", written), re.split(r"[\s-]+", meant)
    if "".join(ours) == "".join(theirs):
        return True
    return len(ours) == len(theirs) and all(
        difflib.SequenceMatcher(None, one, other).ratio() >= NEARLY
        for one, other in zip(ours, theirs, strict=True)
    )


def _date_order_problems(claim: Claim, request: CourseRequest) -> Iterator[Problem]:
    asked = claim.request_date
    seen: set[date] = set()
    for number, day in enumerate(claim.previous_treatments or ()):
        place = f"claim.previous_treatments[{number}]"
        if day in seen:
            yield Problem("repeated-date", place, f"{day} stands twice.", "Give each treatment once.")
        seen.add(day)
        if asked is not None and day > asked:
            yield Problem(
                "bad-date-order", place, f"{day} is after the request of {asked}.", "Correct one of them."
            )
        elif day >= request.start:
            message = f"{day} is not before the course, which starts on {request.start}."
            yield Problem("bad-date-order", place, message, "Correct one of them.")
    complete = claim.information_complete
    if asked is not None and complete is not None and complete < asked:
        message = f"{complete} is before the request of {asked}."
        yield Problem("bad-date-order", "claim.information_complete", message, "Correct one of them.")
