"""The gap is the charge less what is payable: on each line, for each payee and in all."""

from __future__ import annotations

from hypothesis import given

import kfees
from laws.strategies import Asked, courses, parts_of, quote_of


@given(asked=courses())
def test_gap_and_payable_add_up_to_the_charge(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    for part in parts_of(quote):
        # Of a course that is not payable the payable is known to be nought though a charge is not.
        assert (part.gap is None) == (part.payable is None or part.charge is None)
        if part.gap is not None and part.payable is not None:
            assert part.charge is not None
            assert part.gap + part.payable == part.charge
            assert part.gap >= 0


@given(asked=courses())
def test_the_known_gap_is_the_least_that_the_gap_can_be(asked: Asked, library: kfees.Library) -> None:
    totals = quote_of(asked, library).totals
    assert totals.complete == (totals.gap is not None)
    assert totals.known_gap >= 0
    if totals.gap is not None:
        assert totals.known_gap == totals.gap
