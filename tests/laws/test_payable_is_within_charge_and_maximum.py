"""The payer pays no more than the charge, no more than the maximum, and never less than nothing."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given

import kfees
from kfees.model.quote import PayeeTotal, Totals
from laws.strategies import CLAIMS, Asked, courses, is_refused, parts_of, quote_of


@given(asked=courses())
def test_payable_lies_between_nothing_and_the_lesser_of_charge_and_maximum(
    asked: Asked, library: kfees.Library
) -> None:
    quote = quote_of(asked, library)
    for part in parts_of(quote):
        charge, maximum, payable = part.charge, part.maximum, part.payable
        if payable is None:
            continue
        if is_refused(quote):
            assert payable == 0
            continue
        assert charge is not None
        assert maximum is not None
        assert Decimal(0) <= payable <= min(charge, maximum)


@given(asked=courses())
def test_a_single_charge_that_is_known_is_paid_in_full_up_to_the_maximum(
    asked: Asked, library: kfees.Library
) -> None:
    quote = quote_of(asked, library)
    together = {charge.payee for charge in quote.request.charges}
    for part in parts_of(quote):
        if isinstance(part, Totals) or (isinstance(part, PayeeTotal) and part.payee not in together):
            continue  # a sum of several charges, some below and some above their maximum
        if part.charge is not None and part.maximum is not None and not is_refused(quote):
            assert part.payable == min(part.charge, part.maximum)


@given(asked=courses())
def test_of_a_course_that_is_not_payable_the_worker_bears_every_charge(
    asked: Asked, library: kfees.Library
) -> None:
    quote = quote_of(asked, library)
    assert is_refused(quote) == (asked["claim"] in CLAIMS[1:])
    if is_refused(quote):
        assert quote.totals.payable == 0
        for part in parts_of(quote):
            assert part.gap == part.charge
