"""How far apart courses come, as people write it."""

from __future__ import annotations

import pytest

from kfees.model.problems import Unreadable
from kfees.reading.as_written.months import months_as_written


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("24 months", 24),
        ("2 years", 24),
        (" 2 yrs. ", 24),
        ("every 2 years", 24),
        ("Every year", 12),
        ("18 mths", 18),
        ("18-month", 18),
        ("1.5 years", 18),
        ("1 year 6 months", 18),
        ("1 year and 6 months", 18),
        ("3m", 3),
        ("1y", 12),
    ],
)
def test_months_and_years_are_whole_months(text: str, months: int) -> None:
    assert months_as_written(text) == months


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("24", "'24' is no number of months or years. Write 24 months or 24 years."),
        ("two years", "Write months or years, such as 18 months or 2 years."),
        ("2 weeks", "Write months or years, such as 18 months or 2 years."),
        ("", "Write months or years, such as 18 months or 2 years."),
        ("1.3 years", "'1.3 years' is not a whole number of months. Write whole months, such as 18 months."),
        ("0 months", "'0 months' is not a whole number of months."),
        ("-2 years", "'-2 years' is no number of months or years."),
    ],
)
def test_what_is_no_whole_number_of_months_is_refused_with_what_to_write(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        months_as_written(text)
    assert says in f"{caught.value.message} {caught.value.remedy}"
