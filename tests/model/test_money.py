"""Amounts are read exactly or not at all, and rounded in one place in one way."""

from __future__ import annotations

from decimal import Decimal, FloatOperation, Inexact, InvalidOperation, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfees.model.english import plain
from kfees.model.money import EXACT, LIMIT, parse_decimal, round_half_up
from kfees.model.problems import Unread, Unreadable


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("2749.60", "2749.60"),
        ("0", "0"),
        ("007.50", "7.50"),
        ("-12.5", "-12.5"),
        ("999999999999.999999999999", "999999999999.999999999999"),
        (80, "80"),
        (-3, "-3"),
        (Decimal("0.35"), "0.35"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-3"), "0.001"),
    ],
)
def test_plain_digits_are_read_exactly(written: object, amount: str) -> None:
    assert str(parse_decimal(written)) == amount


@pytest.mark.parametrize("written", ["-0", "-0.00", Decimal("-0"), "0.00"])
def test_there_is_no_negative_nothing(written: object) -> None:
    assert not parse_decimal(written).is_signed()


@pytest.mark.parametrize("written", [2749.6, 0.1, 0.0, 1e300, float("nan"), float("inf"), -float("inf")])
def test_a_float_is_refused_because_it_has_lost_the_cents(written: float) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_decimal(written)
    assert refused.value.code == "float-amount"
    assert refused.value.remedy == 'Write it as text in quotes, such as "3200.50".'


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "NaN",
        "nan",
        "sNaN",
        "Infinity",
        "-inf",
        "1e3",
        "1E-2",
        "0x10",
        "1_000",
        "1,000.00",
        "1 000",
        " 1",
        "1 ",
        "1\n",
        "1\x00",
        "+1",
        "--1",
        "1.",
        ".5",
        "1.2.3",
        "$5",
        "5 AUD",
        "٣٢٠",  # Arabic digits
        "１００",  # full-width digits
        "1\u00a0000",
        "−5",  # a minus sign that is no hyphen
        10**5000,
        True,
        False,
        None,
        b"12",
        ["12"],
        {"amount": "12"},
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        Decimal("1E+999999"),
        Decimal("1E+999999999999"),
        Decimal("1E-999999999999"),
    ],
    ids=lambda written: f"{written!r:.30}" if not isinstance(written, int) else "a whole number",
)
def test_every_other_spelling_is_refused_in_a_short_sentence(written: object) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_decimal(written)
    assert refused.value.code == "bad-number"
    assert len(refused.value.message) < 120
    assert "plain decimal number" in refused.value.message
    assert refused.value.remedy.startswith("Write digits with at most one point")


@pytest.mark.parametrize(
    "written",
    [
        *("1" * 13, "0." + "1" * 13, "9" * 100_000, "-1000000000000", LIMIT, -LIMIT, 10**40),
        *(Decimal("1E+12"), Decimal("1E-13"), Decimal("0." + "1" * 13)),
    ],
    ids=str,
)
def test_a_number_that_is_too_long_is_told_the_limit(written: object) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_decimal(written)
    assert refused.value.code == "number-too-long"
    assert len(refused.value.message) < 120
    assert refused.value.remedy == "Give less than 1,000,000,000,000, with at most 12 decimals."


@given(st.text(max_size=20))
def test_text_is_a_number_or_refused_and_nothing_in_between(written: str) -> None:
    try:
        number = parse_decimal(written)
    except Unreadable:
        return
    assert number == Decimal(written)
    assert number.is_finite()


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.0049999", "0.00"),
        ("2.675", "2.68"),
        ("1.125", "1.13"),
        ("1.135", "1.14"),
        ("-1.125", "-1.13"),
        ("87.76", "87.76"),
        ("106.347568", "106.35"),
        ("999999999999.995", "1000000000000.00"),
    ],
)
def test_half_a_cent_is_rounded_up(exact: str, rounded: str) -> None:
    assert str(round_half_up(Decimal(exact))) == rounded


def test_rounding_to_another_unit_names_it() -> None:
    assert str(round_half_up(Decimal("0.82435"), Decimal("0.0001"))) == "0.8244"
    assert str(round_half_up(Decimal("7.5"), Decimal(1))) == "8"


def test_a_silent_rounding_raises() -> None:
    with localcontext(EXACT):
        with pytest.raises(Inexact):
            Decimal(1) / Decimal(3)
        with pytest.raises(FloatOperation):
            Decimal(1) + Decimal(0.5)  # noqa: RUF032  the float is what must be caught
        with pytest.raises(InvalidOperation):
            Decimal("Infinity") - Decimal("Infinity")
        assert Decimal("0.10") * 3 == Decimal("0.30")


@pytest.mark.parametrize(
    ("number", "shown"),
    [("112.00", "112"), ("0.350", "0.35"), ("100", "100"), ("0.00", "0"), ("1E+3", "1000"), ("0.5", "0.5")],
)
def test_quantities_are_shown_without_idle_zeros(number: str, shown: str) -> None:
    assert plain(Decimal(number)) == shown


def test_an_amount_that_was_typed_and_not_read_is_refused_with_what_was_found_when_it_was_typed() -> None:
    why = Unreadable("odd-amount", "'x' is no amount.", "Write one.")
    with pytest.raises(Unreadable) as refused:
        parse_decimal(Unread("2024", why))
    assert refused.value is why, "though the text alone would be read or refused otherwise"
