"""The shipped table of public holidays says what the `holidays` package says, and no session falls on one."""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfees import CourseRequest, load_schedules, price
from kfees.library.loading import shipped_folder
from kfees.library.public_holidays import TABLE, PublicHolidays, ask_package
from kfees.model.payer import PublicHolidaysOf

with (shipped_folder() / TABLE).open(encoding="utf-8", newline="") as table:
    ROWS = [(date.fromisoformat(row["date"]), row["name"]) for row in csv.DictReader(table)]

YEARS = sorted({day.year for day, _ in ROWS})


def test_the_table_has_every_year_from_the_first_schedule_on() -> None:
    assert list(range(2018, 2031)) == YEARS


def test_no_day_stands_twice_in_the_table() -> None:
    assert [day for day, count in Counter(day for day, _ in ROWS).items() if count > 1] == []


@pytest.mark.parametrize("year", YEARS)
def test_the_table_says_what_the_package_says(year: int) -> None:
    assert [row for row in ROWS if row[0].year == year] == list(ask_package(year, "AU", "VIC").items())


def test_a_shipped_library_knows_cup_day() -> None:
    assert load_schedules().public_holidays.in_year(2024)[date(2024, 11, 5)] == "Melbourne Cup Day"


@pytest.mark.parametrize("year", [2017, 2031])
def test_a_year_outside_the_table_is_asked_of_the_package(year: int) -> None:
    shipped = load_schedules().public_holidays.in_year(year)
    assert shipped == ask_package(year, "AU", "VIC")
    assert shipped[date(year, 12, 25)] == "Christmas Day"


def test_an_overlays_table_says_which_days_of_its_years_have_no_session(tmp_path: Path) -> None:
    rows = [f"{day},{name}" for day, name in ROWS if day.year == 2025 and name != "Melbourne Cup Day"]
    table = "\n".join(("date,name", *rows, "2025-08-06,A day of its own", ""))
    (tmp_path / TABLE).write_text(table, encoding="utf-8-sig")
    library = load_schedules(tmp_path, environment={})
    shipped = load_schedules(environment={}).public_holidays
    assert date(2025, 11, 4) not in library.public_holidays.in_year(2025)
    assert library.public_holidays.in_year(2024) == shipped.in_year(2024)
    request = CourseRequest(
        regimen="crps-10-day", setting="consulting-rooms", start="2025-08-04", weight_kg="80"
    )
    quote = price(request, library)
    assert date(2025, 8, 6) not in quote.lines[1].dates
    assert f"The public holidays come from the overlay {tmp_path}." in quote.assumptions
    earlier = price(request.model_copy(update={"start": date(2024, 8, 5)}), library)
    assert not any("come from the overlay" in sentence for sentence in earlier.assumptions)


def test_only_the_years_of_a_table_come_from_it() -> None:
    table = b"date,name\n2024-08-07,A day of its own\n"
    holidays = PublicHolidays(PublicHolidaysOf(country="AU", state="VIC"), [table])
    assert dict(holidays.in_year(2024)) == {date(2024, 8, 7): "A day of its own"}
    assert date(2025, 11, 4) in holidays.in_year(2025)


def day(text: str) -> date:
    return date.fromisoformat(text)


IN_VICTORIA = PublicHolidays(PublicHolidaysOf(country="AU", state="VIC"))

# Weekday public holidays of all Victoria, from the state's own lists.
HOLIDAYS = [
    ("2024-01-01", "New Year's Day"),
    ("2024-01-26", "Australia Day"),
    ("2024-03-11", "Labour Day"),
    ("2024-03-29", "Good Friday"),
    ("2024-04-01", "Easter Monday"),
    ("2024-04-25", "ANZAC Day"),
    ("2024-06-10", "King's Birthday"),
    ("2024-09-27", "Friday before the AFL Grand Final"),
    ("2024-11-05", "Melbourne Cup Day"),
    ("2024-12-25", "Christmas Day"),
    ("2024-12-26", "Boxing Day"),
    ("2022-09-22", "National Day of Mourning"),
    ("2021-12-27", "Christmas Day, moved from Saturday"),
    ("2021-12-28", "Boxing Day, moved from Sunday"),
    ("2025-01-27", "Australia Day, moved from Sunday"),
    ("2025-11-04", "Melbourne Cup Day"),
]


@pytest.mark.parametrize(("holiday", "name"), HOLIDAYS, ids=[name for _, name in HOLIDAYS])
def test_no_session_falls_on_a_victorian_public_holiday(holiday: str, name: str) -> None:
    days, skipped = IN_VICTORIA.working_days(day(holiday), 1)
    assert day(holiday) not in days
    assert day(holiday) in skipped
    assert skipped[day(holiday)]


def test_melbourne_cup_is_left_out_and_the_course_ends_a_day_later() -> None:
    days, skipped = IN_VICTORIA.working_days(day("2024-11-04"), 3)
    assert days == (day("2024-11-04"), day("2024-11-06"), day("2024-11-07"))
    assert list(skipped) == [day("2024-11-05")]
    assert "Melbourne Cup" in skipped[day("2024-11-05")]


def test_a_holiday_of_another_state_is_a_working_day_in_victoria() -> None:
    # The Monday that is Labour Day in New South Wales.
    days, skipped = IN_VICTORIA.working_days(day("2024-10-07"), 1)
    assert days == (day("2024-10-07"),)
    assert not skipped


def test_a_holiday_on_a_weekend_is_not_said_to_be_skipped() -> None:
    # Easter Saturday and Sunday are holidays, but nobody would have come.
    _, skipped = IN_VICTORIA.working_days(day("2024-03-28"), 2)
    assert list(skipped) == [day("2024-03-29"), day("2024-04-01")]


@given(start=st.dates(date(2016, 1, 1), date(2027, 12, 31)), count=st.integers(1, 12))
def test_working_days_are_the_first_weekdays_that_are_no_holidays(start: date, count: int) -> None:
    days, skipped = IN_VICTORIA.working_days(start, count)
    assert len(days) == count
    assert list(days) == sorted(set(days))
    assert all(one.isoweekday() <= 5 for one in (*days, *skipped))
    between = {start + timedelta(days=number) for number in range((days[-1] - start).days + 1)}
    assert {one for one in between if one.isoweekday() <= 5} == {*days, *skipped}


def test_working_days_go_on_into_the_next_year_and_past_its_first_holiday() -> None:
    days, skipped = IN_VICTORIA.working_days(day("2024-12-30"), 4)
    assert days == (day("2024-12-30"), day("2024-12-31"), day("2025-01-02"), day("2025-01-03"))
    assert skipped == {day("2025-01-01"): "New Year's Day"}
