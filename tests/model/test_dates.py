"""Days are read strictly, named plainly, and counted as days of a stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfees.model.dates import (
    DaysInARow,
    add_months,
    consecutive_days,
    days_of_stay,
    iso_day,
    parse_date,
    today_in,
)
from kfees.model.english import in_list, in_words, spans_in_words
from kfees.model.problems import Unread, Unreadable


def day(text: str) -> date:
    return date.fromisoformat(text)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_date_in_iso_form_is_read_as_it_is(written: date) -> None:
    assert parse_date(written.isoformat()) == written
    assert parse_date(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "",
        "5 August 2024",
        "05/08/2024",
        "2024-8-5",
        "20240805",
        "2024-W32-1",
        "2024-08-05T00:00",
        " 2024-08-05",
        "2024-08-05\n",
        "２０２４-08-05",
        "2024-08-05" * 1000,
        20240805,
        1722816000.0,
        None,
        True,
        b"2024-08-05",
        datetime(2024, 8, 5),  # noqa: DTZ001  a time of day is no day
    ],
)
def test_any_other_form_is_refused(written: object) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_date(written)
    assert refused.value.code == "bad-date"
    assert refused.value.message.endswith(" is not a date.")
    assert len(refused.value.message) < 60
    assert refused.value.remedy == "Write year-month-day, such as 2024-08-05."


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("2024-02-30", "Give 2024-02-29 or an earlier day."),
        ("2023-02-29", "Give 2023-02-28 or an earlier day."),
        ("2024-06-31", "Give 2024-06-30 or an earlier day."),
        ("2024-08-00", "Give 2024-08-31 or an earlier day."),
        ("2024-13-01", "The month runs from 01 to 12."),
        ("2024-00-10", "The month runs from 01 to 12."),
        ("0000-05-10", "Check the year."),
    ],
)
def test_a_day_that_does_not_exist_says_why(written: str, remedy: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_date(written)
    assert refused.value.message == f"{written} does not exist."
    assert refused.value.remedy == remedy


@pytest.mark.parametrize("written", ["1989-12-31", "2100-01-01", "0001-01-01", "9999-12-31"])
def test_a_year_that_no_schedule_can_concern_is_a_slip_of_the_pen(written: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_date(written)
    assert refused.value.message == f"{written} is outside the years 1990 to 2099."
    assert refused.value.remedy == "Check the year."


def test_days_are_named_in_words() -> None:
    assert in_words(day("2024-08-05")) == "5 August 2024"
    assert in_list(["a"]) == "a"
    assert in_list(["a", "b"]) == "a and b"
    assert in_list(["a", "b", "c"]) == "a, b and c"


def test_runs_of_days_are_named_by_their_ends_whatever_their_order() -> None:
    days = [day("2024-08-12"), day("2024-08-06"), day("2024-08-05"), day("2024-08-07"), day("2024-08-06")]
    assert spans_in_words(days) == "5 August 2024 to 7 August 2024 and 12 August 2024"


def test_consecutive_days_take_weekends_and_month_ends_as_they_come() -> None:
    assert consecutive_days(day("2024-02-28"), 3) == (day("2024-02-28"), day("2024-02-29"), day("2024-03-01"))
    assert consecutive_days(day("2024-02-28"), 0) == ()


@pytest.mark.parametrize("number", [0, 1, 2, 3, 400])
def test_days_in_a_row_are_those_days_one_by_one(number: int) -> None:
    held = DaysInARow(day("2024-02-28"), number)
    found = [day("2024-02-28") + timedelta(days=count) for count in range(number)]
    assert [*held] == found
    assert (len(held), bool(held)) == (number, number > 0)
    assert held.day_after == held.last + timedelta(days=1) == day("2024-02-28") + timedelta(days=number)
    around = [day("2024-02-27") + timedelta(days=count) for count in range(number + 2)]
    assert [one for one in around if one in held] == found
    assert "2024-02-28" not in held
    assert held == DaysInARow(day("2024-02-28"), number) != DaysInARow(day("2024-02-28"), number + 1)


def stay(*runs: tuple[str, int]) -> dict[str, int]:
    """The number of each day of the stay for runs of nights given by first day and length."""
    days = [day(first) + timedelta(days=number) for first, length in runs for number in range(length)]
    return {one.isoformat(): number for one, number in days_of_stay(days, apart=7).items()}


def test_the_days_of_a_stay_are_counted_from_one() -> None:
    numbers = stay(("2024-08-05", 16))
    assert list(numbers.values()) == list(range(1, 17))
    assert days_of_stay([], apart=7) == {}


def test_seven_days_away_continue_the_stay_and_the_days_away_are_not_counted() -> None:
    # Five nights from the 5th: home on the 10th to the 16th, back on the 17th.
    assert stay(("2024-08-05", 5), ("2024-08-17", 1))["2024-08-17"] == 6


def test_eight_days_away_begin_a_new_stay() -> None:
    assert stay(("2024-08-05", 5), ("2024-08-18", 1))["2024-08-18"] == 1


def test_each_absence_is_measured_by_itself() -> None:
    numbers = stay(("2024-08-01", 2), ("2024-08-10", 2), ("2024-08-19", 2), ("2024-08-29", 2))
    assert list(numbers.values()) == [1, 2, 3, 4, 5, 6, 1, 2]


@given(st.lists(st.dates(date(2024, 1, 1), date(2024, 12, 31))))
def test_the_order_in_which_days_are_told_changes_no_number(days: list[date]) -> None:
    assert days_of_stay(days, apart=7) == days_of_stay(sorted(set(days), reverse=True), apart=7)
    assert set(days_of_stay(days, apart=7)) == set(days)


@pytest.mark.parametrize(
    ("first", "months", "later"),
    [
        ("2024-01-15", 3, "2024-04-15"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2024-11-30", 3, "2025-02-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-12-31", 12, "2025-12-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-10-31", 1, "2024-11-30"),
        ("2024-05-31", 0, "2024-05-31"),
    ],
)
def test_calendar_months_end_with_the_month_where_it_has_no_such_day(
    first: str, months: int, later: str
) -> None:
    assert add_months(day(first), months) == day(later)


def test_a_day_that_is_read_already_must_lie_in_the_years_of_schedules_too() -> None:
    assert parse_date(date(2024, 8, 5)) == iso_day(date(2024, 8, 5)) == date(2024, 8, 5)
    for far in (date(1899, 12, 31), date(9999, 12, 31)):
        with pytest.raises(Unreadable, match="outside the years"):
            iso_day(far)


@pytest.mark.parametrize("moment", ["2024-08-05T25:00Z", "2024-08-05T10:00+99:00"])
def test_a_moment_that_does_not_exist_is_no_day(moment: str) -> None:
    with pytest.raises(Unreadable, match="is not a date"):
        iso_day(moment)


def test_a_day_that_was_typed_and_not_read_is_refused_with_what_was_found_when_it_was_typed() -> None:
    why = Unreadable("odd-day", "'x' is no day.", "Write one.")
    with pytest.raises(Unreadable) as refused:
        parse_date(Unread("2024", why))
    assert refused.value is why, "though the text alone would be read or refused otherwise"


def test_today_is_the_day_of_the_place_wherever_the_machine_stands() -> None:
    first, last = today_in("Pacific/Kiritimati"), today_in("Pacific/Pago_Pago")
    assert first > last  # 25 hours lie between them
