"""Above the maximum every further dollar charged is the worker's; below it, the payer's."""

from __future__ import annotations

import copy
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.model.quote import Line, PayeeTotal
from laws.strategies import Asked, courses, is_refused, quote_of


def one_dollar_more(asked: Asked, number: int) -> Asked:
    dearer = copy.deepcopy(asked)
    amount = Decimal(dearer["charges"][number]["amount"]) + 1
    dearer["charges"][number]["amount"] = str(amount)
    return dearer


def charged_by(quote: kfees.Quote, charge: Asked) -> list[Line | PayeeTotal]:
    """Where a charge meets a maximum: its payee's total, or the lines of its item."""
    if "payee" in charge:
        return [payee for payee in quote.payees if payee.payee == charge["payee"]]
    named = (charge["schedule"], charge["item"])
    return [line for line in quote.lines if (line.schedule, line.item) == named]


@given(asked=courses(), data=st.data())
def test_one_dollar_more_charged_above_the_maximum_is_one_dollar_more_gap(
    asked: Asked, data: st.DataObject, library: kfees.Library
) -> None:
    if not asked["charges"]:
        return
    number = data.draw(st.integers(0, len(asked["charges"]) - 1))
    quote, charge = quote_of(asked, library), asked["charges"][number]
    refused = is_refused(quote)
    before = charged_by(quote, charge)
    after = charged_by(quote_of(one_dollar_more(asked, number), library), charge)
    assert len(before) == len(after) > 0
    for was, now in zip(before, after, strict=True):
        assert was.maximum == now.maximum
        assert was.charge is not None
        assert now.charge is not None
        more = now.charge - was.charge
        assert more == 1 or isinstance(was, Line)
        if refused:
            assert was.gap is not None
            assert now.gap is not None
            assert now.gap - was.gap == more
        elif was.maximum is None or was.gap is None or now.gap is None:
            assert was.gap is was.payable is now.gap is now.payable is None
        elif was.charge >= was.maximum:
            assert now.gap - was.gap == more
            assert now.payable == was.payable
        elif now.charge <= was.maximum:
            assert was.gap == now.gap == 0
            assert now.payable == now.charge


@given(asked=courses(), data=st.data())
def test_one_dollar_more_a_unit_is_one_dollar_more_for_each_unit(
    asked: Asked, data: st.DataObject, library: kfees.Library
) -> None:
    by_item = [number for number, charge in enumerate(asked["charges"]) if "item" in charge]
    if not by_item:
        return
    number = data.draw(st.sampled_from(by_item))
    before = charged_by(quote_of(asked, library), asked["charges"][number])
    after = charged_by(quote_of(one_dollar_more(asked, number), library), asked["charges"][number])
    for was, now in zip(before, after, strict=True):
        assert isinstance(was, Line)
        assert was.charge is not None
        assert now.charge is not None
        # A part of a unit makes parts of a cent, so that two roundings can differ by one cent.
        tolerance = Decimal(0) if was.quantity == was.quantity.to_integral_value() else Decimal("0.01")
        assert abs(now.charge - was.charge - was.quantity) <= tolerance
