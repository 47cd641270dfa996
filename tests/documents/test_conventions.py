"""Australian English as it is written without Babel, held to what Babel says of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from babel.core import Locale
from hypothesis import given
from hypothesis import strategies as st

from kfees.documents.conventions import AUSTRALIAN, ENGLISH_DAY, FULL, LONG, MEDIUM, conventions
from kfees.documents.conventions_elsewhere import Elsewhere
from kfees.model.problems import InputError

OURS, BABELS = conventions(AUSTRALIAN), Elsewhere(Locale.parse(AUSTRALIAN))

numbers = st.sampled_from((0, 1, 2, 3, 6, 12)).flatmap(
    lambda places: st.decimals(min_value=-(10**12), max_value=10**12, places=places)
)
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(number=numbers, currency=st.sampled_from(["AUD", "USD"]))
def test_amounts_and_numbers_are_those_of_babel(number: Decimal, currency: str) -> None:
    assert OURS.money(number, currency) == BABELS.money(number, currency)
    assert OURS.amount(number) == BABELS.amount(number)
    assert OURS.number(number) == BABELS.number(number)
    assert OURS.number(int(number)) == BABELS.number(int(number))
    places = max(0, -int(number.as_tuple().exponent))
    assert OURS.number(number, places) == BABELS.number(number, places)
    assert OURS.percent(number) == BABELS.percent(number)
    assert OURS.exact_percent(number) == BABELS.exact_percent(number)


@pytest.mark.parametrize(
    "text", ["0", "-0.00", "0.005", "0.015", "-0.001", "1E+3", "1.50", "0.0005", "999.995"]
)
def test_what_rounds_and_what_ends_in_zeros_is_written_as_babel_writes_it(text: str) -> None:
    number = Decimal(text)
    assert OURS.money(number, "AUD") == BABELS.money(number, "AUD")
    assert OURS.amount(number) == BABELS.amount(number)
    assert OURS.number(number) == BABELS.number(number)
    assert OURS.percent(number) == BABELS.percent(number)
    assert OURS.exact_percent(number) == BABELS.exact_percent(number)


@pytest.mark.parametrize("form", [FULL, MEDIUM, LONG, ENGLISH_DAY])
def test_every_day_of_two_years_is_written_as_babel_writes_it(form: str) -> None:
    for number in range(731):
        day = date(2024, 1, 1) + timedelta(number)
        assert OURS.day(day, form) == BABELS.day(day, form)


@given(found=st.lists(days, max_size=4), lengths=st.lists(st.integers(1, 500), min_size=4, max_size=4))
def test_runs_of_days_are_written_as_babel_writes_them(found: list[date], lengths: list[int]) -> None:
    runs = [
        first + timedelta(n) for first, length in zip(found, lengths, strict=False) for n in range(length)
    ]
    assert OURS.days(runs) == BABELS.days(runs)
    assert OURS.days(found) == BABELS.days(found)


def test_lists_are_written_as_babel_writes_them() -> None:
    for count in range(5):
        assert OURS.listed("abcd"[:count], "and") == BABELS.listed("abcd"[:count], "and")
        assert OURS.listed("abcd"[:count], "or") == BABELS.listed("abcd"[:count], "or")


def test_another_place_is_babels_to_say_and_none_is_invented() -> None:
    assert conventions("de").amount(Decimal("1204.5")) == "1.204,50"
    for unknown in ("klingon", "xx_YY", "en-AU"):
        with pytest.raises(InputError, match="is not known"):
            conventions(unknown)
