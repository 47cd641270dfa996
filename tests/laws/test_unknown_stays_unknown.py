"""What cannot be known is never a number: it stays unknown in every sum, and the known parts are summed."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given

import kfees
from laws.strategies import Asked, courses, is_refused, parts_of, quote_of


@given(asked=courses())
def test_a_maximum_is_unknown_exactly_where_something_in_it_is(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    for payee in quote.payees:
        lines = [line for line in quote.lines if line.payee == payee.payee]
        assert (payee.maximum is None) == any(line.maximum is None for line in lines)
        resting = [line for line in lines if line.determination != "not payable"]
        assert (payee.basis is None) == (not resting or any(line.basis is None for line in resting))
    assert (quote.totals.maximum is None) == any(line.maximum is None for line in quote.lines)
    for figure in ("charge", "payable", "gap"):
        of_payees = [getattr(payee, figure) for payee in quote.payees]
        assert (getattr(quote.totals, figure) is None) == (None in of_payees)


@given(asked=courses())
def test_without_a_maximum_nothing_is_payable_and_nothing_is_a_gap(
    asked: Asked, library: kfees.Library
) -> None:
    quote = quote_of(asked, library)
    for part in parts_of(quote):
        if part.charge is None or (part.maximum is None and not is_refused(quote)):
            assert part.gap is None
            assert part.payable is None or (is_refused(quote) and part.payable == 0)
    for line in quote.lines:
        assert (line.maximum is None) == (line.determination == "cannot determine")
        assert (line.rate is None) == (line.determination != "amount")
        assert (line.maximum is None) == line.reasons[0].startswith("Cannot determine: ")


@given(asked=courses())
def test_what_is_known_is_summed_and_what_is_missing_is_named(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    known = sum((line.maximum for line in quote.lines if line.maximum is not None), Decimal(0))
    assert quote.totals.known_maximum == known
    if quote.totals.maximum is not None:
        assert quote.totals.maximum == known
    for line in quote.lines:
        named = f"The maximum of {line.schedule}:{line.item} ({line.label}) is not known."
        assert (named in quote.totals.missing) == any(
            other.maximum is None
            for other in quote.lines
            if (other.schedule, other.item, other.label) == (line.schedule, line.item, line.label)
        )
    assert bool(quote.totals.missing) == (quote.totals.maximum is None or quote.totals.charge is None)


@given(asked=courses(charged=False))
def test_no_charge_is_not_a_charge_of_nothing(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    for part in parts_of(quote)[:-1]:
        assert part.charge is part.payable is part.gap is None
    assert quote.totals.known_gap == 0
    assert not quote.totals.complete
    assert quote.totals.gap is None
