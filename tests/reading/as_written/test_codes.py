"""Item codes as people write them, and as a workbook shows them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfees.reading.as_written.codes import as_shown, code_as_written, codes_in, words_like_codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2801", "2801"), ("2801.0", "2801"), ("MBS 2801", "2801"), ("mbs2801", "2801"),
        ("Item 2801", "2801"),
        ("MBS item no. 2801", "2801"), ("#2801", "2801"), ("No: 2801", "2801"), ("DS1", "DS1"),
        ("Item DS1", "DS1"), ("private-hospital:M", "private-hospital:M"), ("10.14", "10.14"),
        ("B71B", "B71B"), ("Item", "Item"), ("NOTE1", "NOTE1"), ("2801.50", "2801.50"), ("", ""),
    ],
)  # fmt: skip
def test_codes_are_read_without_the_words_around_them(text: str, code: str) -> None:
    assert code_as_written(text) == code


@given(number=st.integers(0, 10**300), decimals=st.integers(0, 30), at_least=st.integers(1, 20))
def test_a_number_of_any_size_is_shown_with_as_many_decimals_as_its_format_has(
    number: int, decimals: int, at_least: int
) -> None:
    shown = as_shown(Decimal(number), "0" * at_least + ("." + "0" * decimals if decimals else ""))
    assert shown is not None
    assert Decimal(shown) == number
    whole, _, tail = shown.partition(".")
    assert len(whole) >= at_least
    assert tail == "0" * decimals


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("2801", ["2801"]),
        ("Item 2801", ["2801"]),
        ("2801 - Pain specialist", ["2801 - Pain specialist", "2801"]),
        ("2801: first", ["2801: first", "2801", "first"]),
        ("M, bed", ["M, bed", "M", "bed"]),
        ("17615 (consult)", ["17615 (consult)", "17615", "consult"]),
        ("Pain specialist (2801)", ["Pain specialist (2801)", "2801"]),
        ("Facility \N{EN DASH} DS1", ["Facility \N{EN DASH} DS1", "Facility", "DS1"]),
        ("DS1 Day surgery", ["DS1 Day surgery", "DS1"]),
        ("Review 2806", ["Review 2806", "2806"]),
        ("2801/2806", ["2801/2806", "2801", "2806"]),
        ("2801 & 2806", ["2801 & 2806", "2801", "2806"]),
        ("23 hour stay", ["23 hour stay"]),
        ("Sessions - 10", ["Sessions - 10", "Sessions"]),
        ("Clinic 10.14", ["Clinic 10.14", "10.14"]),
        ("Paid $2801", ["Paid $2801"]),
        ("From 16/9/2025", ["From 16/9/2025"]),
        ("dental:2801", ["dental:2801"]),
        ('=HYPERLINK("x","2801")', ['=HYPERLINK("x","2801")']),
    ],
)
def test_what_may_be_the_code_of_a_text(text: str, codes: list[str]) -> None:
    assert list(dict.fromkeys(codes_in(text))) == codes


def test_among_words_only_what_can_be_nothing_else_is_like_a_code() -> None:
    assert list(words_like_codes("Review (item 2806) of 10 days, 3 x DS1")) == ["2806", "DS1"]
