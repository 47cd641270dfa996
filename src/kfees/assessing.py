"""From a request to its assessment: the guideline's checks, the timing, and the rules between items."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kfees.approval import Planned
from kfees.assessment import Assessment, ItemFinding
from kfees.checking import lay_out
from kfees.claim_checking import guideline_for
from kfees.course import Course, Service
from kfees.guideline import check_claim, questions, verdict
from kfees.item_rules import Billed, broken_rules
from kfees.library import Library
from kfees.pricing import planned, price
from kfees.program import VERSION
from kfees.request import Claim, CourseRequest
from kfees.timing import timing


def assess(request: CourseRequest, library: Library, *, as_of: date | None = None) -> Assessment:
    """Check a request against the guideline that holds on its date, and its items against their rules.

    A request without a claim is assessed as one that states nothing. `as_of` is the day from which
    the days left are counted; the request's date, or the course's first day, unless told. Raises
    InputError with every problem of the request.
    """
    course = lay_out(request, library)
    claim = request.claim or Claim()
    guideline = guideline_for(request, library)
    judged = as_of or claim.request_date or request.start
    known = _known(course, library)
    checks = check_claim(claim, guideline, known)
    return Assessment(
        verdict=verdict(checks, guideline),
        checks=checks,
        questions=questions(claim, guideline),
        timing=timing(claim, guideline, judged, checks, known),
        item_findings=item_findings(course.services, library),
        provider_quote=None,
        guideline=guideline.title,
        guideline_source=guideline.source,
        guideline_read=guideline.read,
        as_of=judged,
        kfees=VERSION,
    )


def _known(course: Course, library: Library) -> Planned:
    """What the checks ask of the course, priced only where an amount was approved."""
    claim = course.request.claim
    if claim is None or claim.approval is None or claim.approval.amount is None:
        return Planned(course.days)
    quote = price(course.request, library)
    assert quote.verdict is not None
    return planned(course, quote.totals, quote.verdict)


def item_findings(services: Iterable[Service], library: Library) -> tuple[ItemFinding, ...]:
    """The rules that a course's services break, by the rules that hold on its first day."""
    billed = [
        Billed(
            f"{service.schedule}:{service.item}",
            service.schedule,
            service.item,
            service.day,
            service.quantity,
        )
        for service in services
    ]
    rules = library.item_rules_on(min(service.day for service in billed)) if billed else None
    return broken_rules(billed, rules) if rules else ()
