"""The program and a second, plain calculation from the published figures agree to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

import kfees
from effort import times
from laws.strategies import Asked, courses, quote_of
from oracle import Answer, Line, Oracle


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle(Path(__file__).parents[1] / "published")


def lines_of(quote: kfees.Quote) -> list[Line]:
    """The program's lines as the oracle writes them."""
    return [
        Line(
            payee=line.payee,
            schedule=line.schedule or "",
            item=line.code,
            version=line.version,
            rate=line.rate,
            dates=list(line.dates),
            quantity=line.quantity,
            stale=line.stale,
            maximum=line.maximum,
            charge=line.charge,
            payable=line.payable,
            gap=line.gap,
            rule="excluded" if line.determination == "not payable" else "",
        )
        for line in quote.lines
    ]


def in_order(lines: list[Line]) -> list[Line]:
    """The rules' names are the oracle's own."""
    named = [replace(line, rule="excluded") if line.rule else line for line in lines]
    return sorted(named, key=lambda line: (line.schedule, line.item, str(line.version), str(line)))


def agree(answer: Answer, quote: kfees.Quote) -> None:
    assert in_order(lines_of(quote)) == in_order(answer.lines)
    figures = ("maximum", "charge", "payable", "gap")
    assert {
        payee.payee: {figure: getattr(payee, figure) for figure in figures} for payee in quote.payees
    } == answer.payees
    assert {figure: getattr(quote.totals, figure) for figure in figures} == answer.totals
    assert quote.totals.known_maximum == answer.known_maximum
    assert quote.totals.known_gap == answer.known_gap
    assert (quote.dose.mg_per_day, quote.dose.mg, quote.dose.ampoules) == answer.dose


@settings(max_examples=times(200))
@given(asked=courses(public=False))
def test_a_second_calculation_gives_the_same_quote(
    asked: Asked, library: kfees.Library, oracle: Oracle
) -> None:
    agree(oracle.price(asked), quote_of(asked, library))


def test_the_second_calculation_gives_the_figures_that_were_agreed_on(oracle: Oracle) -> None:
    asked: Asked = {
        "regimen": "crps-10-day",
        "setting": "private-day-hospital",
        "start": "2024-08-05",
        "weight_kg": "80",
        "charges": [
            {"payee": "hospital", "amount": "3200.00"},
            {"payee": "medical", "amount": "1500.00"},
        ],
    }
    answer = oracle.price(asked)
    assert [line.maximum for line in answer.lines] == [
        Decimal("2749.60"),
        Decimal("174.50"),
        Decimal("785.70"),
    ]
    assert answer.lines[0].dates == [date(2024, 8, day) for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)]
    assert answer.totals["gap"] == Decimal("990.20")
    assert answer.dose == (Decimal(112), Decimal(1120), 10)
