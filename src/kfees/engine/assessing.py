"""From a request to its assessment: the guideline's checks, the timing, and the rules between items."""

from __future__ import annotations

from datetime import date
from typing import Any

from kfees.engine.approval import Planned
from kfees.engine.checking import lay_out
from kfees.engine.claims import known_guideline
from kfees.engine.course import Course
from kfees.engine.excluding import rule_on
from kfees.engine.guideline import check_claim, no_guideline, questions, verdict
from kfees.engine.headline import headline
from kfees.engine.pricing import price_course, refuse_other_currencies, versions_used
from kfees.engine.timing import timing, timing_without_guideline
from kfees.engine.verdict import planned
from kfees.library.library import Library
from kfees.model.assessment import Assessment
from kfees.model.guidance import Guideline
from kfees.model.problems import InputError
from kfees.model.program import VERSION
from kfees.model.quote import Quote
from kfees.model.request import Claim, CourseRequest


def assess(request: CourseRequest, library: Library, *, as_of: date | None = None) -> Assessment:
    """Check a request against the guideline that holds on its date, and its items against their rules.

    A request without a claim is assessed as one that states nothing. `as_of` is the day from which
    the days left are counted; the request's date, or the course's first day, unless told. Raises
    InputError with every problem of the request.
    """
    return assess_with_quote(request, library, as_of=as_of)[0]


def assess_with_quote(
    request: CourseRequest, library: Library, *, as_of: date | None = None
) -> tuple[Assessment, Quote]:
    """The same, beside the quote of which it says what the course comes to."""
    course = lay_out(request, library)
    library = library.of(request.payer)
    claim = request.claim or Claim()
    guideline = known_guideline(request, library)
    judged = as_of or claim.request_date or request.start
    quote = price_course(course, library, as_of=judged, currency="any")
    assessment = Assessment(
        **_against(guideline, claim, course, quote, judged),
        item_findings=rule_on(course.services, library).findings,
        provider_quote=None,
        guideline=guideline and guideline.title,
        guideline_source=guideline and guideline.source,
        guideline_read=guideline and guideline.read,
        as_of=judged,
        kfees=VERSION,
        payer=quote.payer,
        please_check=quote.please_check,
        **_what_it_comes_to(quote, library),
    )
    return assessment, quote


def _against(
    guideline: Guideline | None, claim: Claim, course: Course, quote: Quote, judged: date
) -> dict[str, Any]:
    """What a guideline says of a claim; without one nothing can be checked."""
    if guideline is None:
        found = {"verdict": no_guideline(quote.payer), "timing": timing_without_guideline(quote.payer)}
        return {**found, "checks": (), "questions": ()}
    known = _known(course, quote)
    checks = check_claim(claim, guideline, known)
    return {
        "verdict": verdict(checks, guideline),
        "checks": checks,
        "questions": questions(claim, guideline, quote.payer),
        "timing": timing(claim, guideline, judged, checks, known),
    }


def _what_it_comes_to(quote: Quote, library: Library) -> dict[str, Any]:
    """Amounts of other currencies are no sum of dollars; they keep nobody from assessing the rest."""
    try:
        refuse_other_currencies(versions_used(quote.lines, library), quote.payer.currency)
    except InputError:
        return {}
    return {"payees": quote.payees, "totals": quote.totals, "headline": headline(quote, library)}


def _known(course: Course, quote: Quote) -> Planned:
    """What the checks ask of the course: its price only where an amount was approved."""
    claim = course.request.claim
    if claim is None or claim.approval is None or claim.approval.amount is None:
        return Planned(course.days, quote.payer)
    assert quote.verdict is not None
    return planned(course, quote.payer, quote.totals, quote.verdict)
