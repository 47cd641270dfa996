"""A horizon of one course, without indexation, comes to what its quote comes to; any course compares."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings

import kfees
from effort import times
from kfees.engine.alternatives import Alternatives, alternatives_to
from laws.strategies import Asked, courses, quote_of, request_of


@given(asked=courses(charged=False))
def test_one_course_projected_without_indexation_is_its_quote(library: kfees.Library, asked: Asked) -> None:
    quote = quote_of(asked, library)
    plan = kfees.Plan(
        request=request_of(asked),
        rule_set="reserve",
        courses_per_year=1,
        years=1,
        indexation=Decimal(0),
        discount=Decimal(0),
    )
    projection = kfees.project(plan, library)
    # A line that indexation parts by day is rounded part by part: part of a unit may move a cent.
    parted = (len(projection.courses[0].lines) - len(quote.lines)) * Decimal("0.01")
    assert abs(projection.totals.known_amount - quote.totals.known_maximum) <= parted
    assert (projection.totals.amount is None) == (quote.totals.maximum is None)
    assert projection.totals.present_value == projection.totals.amount
    assert projection.totals.stale == quote.totals.stale


@settings(max_examples=times(25))
@given(asked=courses())
def test_any_course_that_can_be_priced_can_be_compared(library: kfees.Library, asked: Asked) -> None:
    found = alternatives_to(request_of(asked), library)
    first = found.courses[0]
    quote = quote_of(asked, library)
    assert (first.asked, first.maximum, first.gap) == (True, quote.totals.maximum, quote.totals.gap)
    assert Alternatives.model_validate_json(found.model_dump_json()) == found
