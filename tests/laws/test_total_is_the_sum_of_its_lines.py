"""A total is the sum of its lines, and nothing else computes one."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from hypothesis import given

import kfees
from kfees.engine.checking import lay_out
from laws.strategies import Asked, courses, quote_of, request_of


@given(asked=courses())
def test_a_payees_figures_are_the_sums_over_its_lines(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    together = {charge.payee for charge in quote.request.charges}
    for payee in quote.payees:
        lines = [line for line in quote.lines if line.payee == payee.payee]
        known = [line.maximum for line in lines if line.maximum is not None]
        assert payee.known_maximum == sum(known)
        figures = ["maximum"] if payee.payee in together else ["maximum", "charge", "payable", "gap"]
        for figure in figures:
            of_lines = [getattr(line, figure) for line in lines]
            assert getattr(payee, figure) == (None if None in of_lines else sum(of_lines))


@given(asked=courses())
def test_the_totals_are_the_sums_over_the_payees(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    for figure in ("maximum", "charge", "payable", "gap"):
        of_payees = [getattr(payee, figure) for payee in quote.payees]
        assert getattr(quote.totals, figure) == (None if None in of_payees else sum(of_payees))
    assert quote.totals.known_maximum == sum(payee.known_maximum for payee in quote.payees)


@given(asked=courses())
def test_every_unit_of_the_course_is_in_exactly_one_line(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    payable = [line for line in quote.lines if line.determination != "not payable"]
    days = [(line.schedule, line.item, day) for line in payable for day in line.dates]
    assert len(days) == len(set(days))
    course = lay_out(request_of(asked), library)
    units: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for service in course.services:
        units[service.schedule, service.item] += service.units
    for line in quote.lines:
        units[line.schedule or "", line.code] -= line.quantity
    assert set(units.values()) == {0}
    assert {(service.schedule, service.item, day) for service in course.services for day in service.days} == {
        (line.schedule, line.item, day) for line in quote.lines for day in line.dates
    }
