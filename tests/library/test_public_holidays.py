"""The shipped table of public holidays says what the `holidays` package says."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

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
