"""Amounts at the door: whole cents, zero or more, and never so large that they cannot be meant."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kfees import InputError
from kfees.model.request import Charge
from kfees.reading.json_and_toml import read_model


def amount_of(value: object) -> str:
    return str(read_model(Charge, {"payee": "hospital", "amount": value}).amount)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (Decimal("0.00"), "0.00"),
        (Decimal("3200.50"), "3200.50"),
        (Decimal("999999999999.99"), "999999999999.99"),
        (Decimal("3200"), "3200.00"),
        (Decimal("3200.5000"), "3200.50"),
        (Decimal("-0.00"), "0.00"),
        ("-0", "0.00"),
        (Decimal("3.2E+3"), "3200.00"),
        ("3200.5", "3200.50"),
        (3200, "3200.00"),
    ],
)
def test_an_amount_is_kept_to_the_cent(given: object, kept: str) -> None:
    assert amount_of(given) == kept


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Decimal("-0.01"), "negative-amount"),
        (Decimal("0.005"), "part-of-a-cent"),
        (Decimal("1000000000000.00"), "number-too-long"),
        (Decimal("-1000000000000.00"), "number-too-long"),
        (Decimal("NaN"), "bad-number"),
        (Decimal("sNaN"), "bad-number"),
        (Decimal("Infinity"), "bad-number"),
        (3200.5, "float-amount"),
    ],
)
def test_what_is_no_amount_is_refused(given: object, code: str) -> None:
    with pytest.raises(InputError) as refused:
        amount_of(given)
    assert [(problem.code, problem.place) for problem in refused.value.problems] == [(code, "amount")]
