"""Amounts and weights as people write them: the same cell means the same in a table, a form and a flag."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kfees.model.problems import Unreadable
from kfees.reading.as_written.amounts import (
    amount_as_written,
    is_empty,
    quantity_as_written,
    weight_as_written,
)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$1,200.00 ", "1200.00"), ("1200", "1200.00"), ("1200.5", "1200.50"), ("$ 1,200.00", "1200.00"),
        ("AUD 1,200.00", "1200.00"), ("1200.00 AUD", "1200.00"), ("A$87.30", "87.30"), ("0", "0.00"),
        ("1,234,567.89", "1234567.89"), ("1,200", "1200.00"), (" 90.00", "90.00"), ("aud90", "90.00"),
        ("1,200 AUD", "1200.00"), ("-0", "0.00"), ("3900.000", "3900.00"), ("3200.4999999999995", "3200.50"),
        ("999,999,999,999.99", "999999999999.99"),
    ],
)  # fmt: skip
def test_amounts_are_read_to_the_cent(text: str, amount: str) -> None:
    assert str(amount_as_written(text)) == amount


@pytest.mark.parametrize(
    "text",
    [
        "1.200,00", "(50.00)", "-50.00", "50.00-", "12,00", "1,20,000.00", "1 200.00", "1.200", "100.005",
        "1e3",
        "#N/A", "nil", "-", "", "free", "$", "90.00 each", "90.00 CR", "NaN", "１２", "1,2000", ",200", "€90",
        "US$90",
        "9999999999999", "1_000", "0x10", "+90", "=1+1",
    ],
)  # fmt: skip
def test_an_amount_that_is_not_certain_is_not_read(text: str) -> None:
    with pytest.raises(Unreadable):
        amount_as_written(text)


@pytest.mark.parametrize(
    ("text", "code", "remedy"),
    [
        ("3.900", "ambiguous-amount", "Write the one that is meant, with two decimals."),
        ("$3.900", "ambiguous-amount", "Write the one that is meant, with two decimals."),
        ("3.200,00", "bad-number", "Write 3200.00."),
        ("1.234.567,5", "bad-number", "Write 1234567.5."),
        ("3200,00", "bad-number", "Write 3200.00."),
        ("(200.00)", "negative-amount", "Give 0 or more."),
        ("-$200", "negative-amount", "Give 0 or more."),
        ("$-200.00", "negative-amount", "Give 0 or more."),
        ("200.00-", "negative-amount", "Give 0 or more."),
        ("\N{MINUS SIGN}200", "negative-amount", "Give 0 or more."),
        ("10.005", "part-of-a-cent", "Give at most two decimals."),
        (
            "9,999,999,999,999,999",
            "number-too-long",
            "Give less than 1,000,000,000,000, with at most 12 decimals.",
        ),
    ],
)
def test_an_amount_that_is_refused_says_what_to_write(text: str, code: str, remedy: str) -> None:
    with pytest.raises(Unreadable) as refused:
        amount_as_written(text)
    assert (refused.value.code, refused.value.remedy) == (code, remedy)


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("75", "75"), ("75kg", "75"), ("75 kg", "75"), ("75.5 KG.", "75.5"), (" 75 kilos ", "75"),
        ("75kgs", "75"), ("400", "400"), ("0.1 kilogram", "0.1"), ("80.00", "80.00"),
    ],
)  # fmt: skip
def test_a_weight_is_read_in_kilograms(text: str, kg: str) -> None:
    assert weight_as_written(text) == Decimal(kg)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("176 lb", "Write 79.8, if that is the weight."),
        ("176lbs.", "Write 79.8, if that is the weight."),
        ("80,5", "Write 80.5."),
        ("80,5 kg", "Write 80.5."),
        ("401", "Give more than 0 and at most 400 kg."),
        ("0412345678", "Give more than 0 and at most 400 kg."),
        ("0", "Give more than 0 and at most 400 kg."),
        ("-80 kg", "Give more than 0 and at most 400 kg."),
    ],
)
def test_a_weight_that_is_refused_says_what_to_write(text: str, remedy: str) -> None:
    with pytest.raises(Unreadable) as refused:
        weight_as_written(text)
    assert refused.value.remedy == remedy


@pytest.mark.parametrize("text", ["heavy", "12 st 8 lb", "8e1", "NaN", "80-85", "80 kg 5", "kg", ""])
def test_a_weight_that_is_none_is_not_read(text: str) -> None:
    with pytest.raises(Unreadable):
        weight_as_written(text)


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        *(
            (text, True)
            for text in ("", "  ", "-", " \N{EN DASH} ", "n/a", "N/A", "NA", "n.a.", "\N{NO-BREAK SPACE}")
        ),
        *((text, False) for text in ("0", "TBA", "nil", "#N/A", "none", "?", "--", "unknown", ".")),
    ],
)
def test_a_cell_says_that_it_holds_nothing(text: str, empty: bool) -> None:
    assert is_empty(text) is empty


def test_quantities_are_above_zero_and_plain() -> None:
    assert quantity_as_written("10") == 10
    assert quantity_as_written("0.5") == Decimal("0.5")
    for text in ("0", "-1", "ten", "1,000", "10 days", "100001", "#N/A"):
        with pytest.raises(Unreadable):
            quantity_as_written(text)
