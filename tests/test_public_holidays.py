"""The shipped table of public holidays says what the `holidays` package says."""

import csv
from collections import Counter
from datetime import date

import pytest

from kfees import load_schedules
from kfees.loading import PUBLIC_HOLIDAYS, shipped_folder
from kfees.public_holidays import PublicHolidays, ask_package

with (shipped_folder() / PUBLIC_HOLIDAYS).open(encoding="utf-8", newline="") as table:
    ROWS = [(date.fromisoformat(row["date"]), row["name"]) for row in csv.DictReader(table)]

YEARS = sorted({day.year for day, _ in ROWS})


def test_the_table_has_every_year_from_the_first_schedule_on() -> None:
    assert list(range(2018, 2031)) == YEARS


def test_no_day_stands_twice_in_the_table() -> None:
    assert [day for day, count in Counter(day for day, _ in ROWS).items() if count > 1] == []


@pytest.mark.parametrize("year", YEARS)
def test_the_table_says_what_the_package_says(year: int) -> None:
    assert [row for row in ROWS if row[0].year == year] == list(ask_package(year).items())


def test_a_shipped_library_knows_cup_day() -> None:
    assert load_schedules().public_holidays.in_year(2024)[date(2024, 11, 5)] == "Melbourne Cup Day"


@pytest.mark.parametrize("year", [2017, 2031])
def test_a_year_outside_the_table_is_asked_of_the_package(year: int) -> None:
    shipped = load_schedules().public_holidays.in_year(year)
    assert shipped == ask_package(year)
    assert shipped[date(year, 12, 25)] == "Christmas Day"


def test_only_the_years_of_a_table_come_from_it() -> None:
    holidays = PublicHolidays(b"date,name\n2024-08-07,A day of its own\n")
    assert dict(holidays.in_year(2024)) == {date(2024, 8, 7): "A day of its own"}
    assert date(2025, 11, 4) in holidays.in_year(2025)
