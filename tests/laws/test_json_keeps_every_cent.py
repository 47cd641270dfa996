"""A request or a quote that goes through JSON comes back the same, to the cent and to the word."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from hypothesis import given

import kfees
from kfees.reading.json_and_toml import read_json, read_model
from laws.strategies import Asked, amounts, courses, quote_of, request_of

MONEY = ("rate", "maximum", "charge", "payable", "gap", "known_maximum", "known_gap", "amount")


def numbers_in(value: object) -> list[object]:
    """Every JSON number that is no whole one: there must be none."""
    if isinstance(value, dict):
        return [number for inner in value.values() for number in numbers_in(inner)]
    if isinstance(value, list):
        return [number for inner in value for number in numbers_in(inner)]
    return [value] if isinstance(value, float) else []


def amounts_in(value: object) -> list[object]:
    if isinstance(value, list):
        return [amount for inner in value for amount in amounts_in(inner)]
    if not isinstance(value, dict):
        return []
    here = [amount for key, amount in value.items() if key in MONEY and amount is not None]
    return here + [amount for inner in value.values() for amount in amounts_in(inner)]


@given(asked=courses())
def test_a_quote_comes_back_from_json_the_same(asked: Asked, library: kfees.Library) -> None:
    quote = quote_of(asked, library)
    text = quote.model_dump_json()
    assert read_model(kfees.Quote, read_json(text, "quote")) == quote
    assert kfees.Quote.model_validate_json(text) == quote


@given(asked=courses())
def test_a_request_comes_back_from_json_the_same(asked: Asked) -> None:
    request = request_of(asked)
    assert read_model(kfees.CourseRequest, read_json(request.model_dump_json(), "request")) == request


@given(asked=courses())
def test_amounts_in_json_are_text_with_two_decimals(asked: Asked, library: kfees.Library) -> None:
    value = json.loads(quote_of(asked, library).model_dump_json())
    assert numbers_in(value) == []
    for amount in amounts_in(value):
        assert isinstance(amount, str)
        assert re.fullmatch(r"[0-9]+\.[0-9]{2}", amount)


@given(amount=amounts)
def test_a_charge_keeps_every_cent(amount: str) -> None:
    charge = {"payee": "hospital", "amount": amount}
    request = request_of(
        {"regimen": "crps-4-day", "setting": "x", "start": "2024-08-05", "charges": [charge]}
    )
    assert request.charges[0].amount == Decimal(amount)
    assert json.loads(request.model_dump_json())["charges"][0]["amount"] == amount
