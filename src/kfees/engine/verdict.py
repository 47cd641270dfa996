"""What the guideline's checks come to for a course, where its request states a claim.

Most courses state none: what reads and checks claims is imported with the first that does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kfees.engine.course import Course
from kfees.library.library import Library
from kfees.model.payer import PayerWords
from kfees.model.quote import Totals, Verdict

if TYPE_CHECKING:
    from kfees.engine.approval import Planned


def verdict_on(course: Course, library: Library, known: Planned | None = None) -> Verdict | None:
    """What the guideline's checks come to; None where the request states no claim.

    `known`: what the course comes to. No amount decides whether it is refused, so that is known before.
    """
    claim = course.request.claim
    if claim is None:
        return None
    from kfees.engine.approval import Planned
    from kfees.engine.claims import known_guideline
    from kfees.engine.guideline import check_claim, no_guideline, verdict

    guideline = known_guideline(course.request, library)
    if guideline is None:
        return no_guideline(library.payer_words)
    known = known or Planned(course.days, library.payer_words)
    return verdict(check_claim(claim, guideline, known), guideline)


def planned(course: Course, payer: PayerWords, sums: Totals, found: Verdict) -> Planned:
    """What the checks ask of a priced course. A refusal makes nothing payable, which says nothing of
    what was approved."""
    from kfees.engine.approval import Planned

    payable = None if found.payability == "not payable" else sums.payable
    return Planned(course.days, payer, priced=True, payable=payable, maximum=sums.maximum)
