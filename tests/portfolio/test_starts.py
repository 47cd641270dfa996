"""Starts that stand for others: between two days on which a price may change, and no further."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import kfees
from effort import times
from kfees.library.library import Library
from kfees.portfolio import Pricer, priced_shapes
from kfees.portfolio.starts import changes, longest_by_weekdays
from laws.portfolio_cells import CONTINUOUS, SETTINGS
from overlays import write_version
from portfolios import Row, assert_same, course, effect_of

RULES = """\
title = "Rules of a test"
publisher = "Nobody"
source = "Made for a test"
read = 2024-06-01

[[rule]]
name = "a few"
schedule = "medical"
kind = "{kind}"
items = ["2801", "2806", "2824", "2832"]
times = {times}
says = "So many are payable."

[[rule]]
name = "beds of a year"
schedule = "private-hospital"
kind = "at most in 12 months"
items = ["M"]
times = {beds}
says = "So many nights are payable in 12 months."
"""


def write_rules(folder: Path, first_day: date, kind: str, number: int, beds: int = 400) -> None:
    path = folder / "item-rules" / f"{first_day}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULES.format(kind=kind, times=number, beds=beds), encoding="utf-8")


def assert_as_alone(rows: list[Row], library: Library) -> None:
    kinds = dict.fromkeys(("hospital_charge", "medical_charge", "pharmacy_charge"), pl.Decimal(12, 2))
    frame = pl.LazyFrame(rows, schema_overrides={"nights": pl.Int64, "drg": pl.String, **kinds})
    assert_same(kfees.price_portfolio(frame, library).collect().to_dicts(), rows, library)


def test_a_course_is_priced_by_the_rules_of_its_own_first_day(tmp_path: Path) -> None:
    later = date(2025, 10, 15)
    write_rules(tmp_path, later, "at most in a course", 3)
    library = kfees.load_schedules(tmp_path, environment={})
    assert all(later in changes(library, setting) for setting in library.settings)
    starts = [later + timedelta(days=days) for days in (-200, -40, -3, -1, 0, 1, 40, 130)]
    assert_as_alone([course(start) for start in starts], library)
    frame = pl.LazyFrame([course(start) for start in starts])
    maximums = kfees.price_portfolio(frame, library).collect()["medical_maximum"].to_list()
    assert maximums[3] - maximums[4] == 7 * Decimal("89.40")


def test_so_it_is_compared_under_the_versions_of_one_day_and_of_another(tmp_path: Path) -> None:
    later = date(2025, 10, 15)
    write_rules(tmp_path, later, "at most in a course", 3)
    library = kfees.load_schedules(tmp_path, environment={})
    frame = pl.LazyFrame([course(later - timedelta(days=60)), course(later + timedelta(days=60))])
    found = effect_of(frame, library, date(2024, 7, 1), date(2025, 7, 1))
    medical = [found.by_item[f"medical:{item}"].services for item in ("2801", "2806")]
    assert medical == [2, 9 + 2]


def test_only_what_a_setting_brings_parts_its_starts(library: Library) -> None:
    weights = {version.first_day for version in library.versions("department-of-health")}
    reports = {version.first_day for version in library.versions("medical-reports")}
    assert weights <= set(changes(library, "public-hospital-admitted"))
    rooms = set(changes(library, "consulting-rooms"))
    assert date(2025, 7, 1) in rooms, "a version of medical"
    assert not {date(2020, 7, 1), date(2024, 10, 21)} & rooms
    medical = {version.first_day for version in library.versions("medical")}
    assert date(2025, 3, 1) in medical - rooms, "it says the same of a pain specialist's visits"
    assert date(2020, 7, 1) in weights
    assert date(2024, 10, 21) in reports


def test_a_course_that_starts_on_a_weekend_is_priced_with_that_of_the_monday_after(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    priced: list[date] = []

    def counted(request: kfees.CourseRequest, library: Library) -> kfees.Quote:
        priced.append(request.start)
        return kfees.price(request, library)

    monkeypatch.setattr(priced_shapes, "price", counted)
    friday = date(2026, 6, 26)
    frame = pl.DataFrame([course(friday + timedelta(days=day)) for day in range(4)])
    maximums = Pricer(frame.schema, library)(frame)["maximum"]
    assert sorted(priced) == [friday, date(2026, 6, 29)]
    assert maximums[0] < maximums[1] == maximums[2] == maximums[3], "a session less before the rates rise"


def test_a_stay_of_more_than_a_year_is_counted_from_its_own_start(tmp_path: Path) -> None:
    """12 months with a 29 February hold a night more."""
    write_rules(tmp_path, date(2025, 10, 15), "at most in a course", 99, beds=365)
    library = kfees.load_schedules(tmp_path, environment={})
    stay = {"regimen": "crps-4-day", "setting": "private-hospital-inpatient", "nights": 500}
    assert_as_alone([course(date(year, 5, 1), **stay) for year in (2026, 2027, 2028, 2029)], library)


@pytest.mark.parametrize("most", [100, 365])
def test_no_course_by_weekdays_takes_as_long_as_is_allowed_for(most: int, library: Library) -> None:
    longest = longest_by_weekdays(library, most)
    assert longest[10] == 34, "the shipped holidays need no more than any"
    for number in (1, 2, 5, 10, 37, 100):
        for start in (date(2024, 3, 29), date(2025, 4, 18), date(2024, 12, 25), date(2028, 12, 25)):
            days = kfees.engine.sessions.treatment_days("weekdays", start, number, library)[0]
            assert (days[-1] - start).days < longest[number]


def test_a_course_may_reach_a_change_over_weeks_of_public_holidays(tmp_path: Path) -> None:
    change = date(2025, 7, 1)
    closed = [change - timedelta(days=days) for days in range(50)]
    table = "\n".join(("date,name", *(f"{day},Closed" for day in reversed(closed)), ""))
    (tmp_path / "public-holidays.csv").write_text(table, encoding="utf-8")
    library = kfees.load_schedules(tmp_path, environment={})
    starts = [change - timedelta(days=days) for days in range(30, 80, 3)]
    assert_as_alone([course(start, sessions=number) for start in starts for number in (None, 5)], library)
    assert_as_alone([course(start) for start in starts], library)


def holidays(chance: random.Random, years: range) -> str:
    """A table in which a place also closes for some weeks of each year."""
    rows = ["date,name"]
    for year in years:
        first = date(year, 1, 1) + timedelta(days=chance.randrange(300))
        closed = {first + timedelta(days=day) for day in range(chance.choice((0, 20, 60)))}
        closed |= {date(year, month, 7) for month in range(1, 13)}
        rows += [f"{day},Closed" for day in sorted(closed) if day.year == year]
    return "\n".join((*rows, ""))


def random_overlay(chance: random.Random, folder: Path) -> list[date]:
    """Versions, of which a later one often says what an earlier one said, rules and public holidays; and the
    days on which something may change."""
    days = [date(2023, 1, 1) + timedelta(days=number) for number in chance.sample(range(4 * 365), 21)]
    items = {
        "medical": ("2801", "2806", "2824", "2832"),
        "private-hospital": ("M", "DS1", "HIT"),
        "pharmacy": ("ketamine-200mg",),
    }
    payees = {"medical": "medical", "private-hospital": "hospital", "pharmacy": "pharmacy"}
    left = iter(days)
    amounts: dict[str, str] = {}
    for _ in range(3):
        for schedule, payee in payees.items():
            first, due = sorted((next(left), next(left)))
            due = chance.choice((due, date(2027, 3, 1)))
            rows = []
            for item in items[schedule]:
                usual = amounts.get(item, "20.00")
                amounts[item] = chance.choice((usual, f"{chance.randrange(1, 40_000) / 100:.2f}"))
                # Some items end before their version does.
                ends = chance.choice(("", first + timedelta(days=chance.randrange(400))))
                rows.append(f"{item},{item},{amounts[item]},unit,{ends}")
            facts = {"payee": f'"{payee}"', "next_change_expected": f"{due}"}
            header = "item,label,amount,unit,until"
            write_version(folder, schedule, f"{first}", *rows, header=header, **facts)
        kind = chance.choice(("at most in a course", "at most on a day"))
        write_rules(folder, next(left), kind, chance.randrange(1, 12), chance.choice((5, 300)))
    (folder / "public-holidays.csv").write_text(holidays(chance, range(2022, 2029)), encoding="utf-8")
    return days


@pytest.mark.parametrize("seed", range(times(4)))
def test_whatever_an_overlay_changes_a_portfolio_is_what_its_courses_are(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311  not a secret
    met = random_overlay(chance, tmp_path)
    library = kfees.load_schedules(tmp_path, environment={})
    assert len(set(met) & {day for setting in SETTINGS for day in changes(library, setting)}) > len(met) // 2
    rows = []
    for _ in range(160):
        near = chance.choice(met) + timedelta(days=chance.choice((*range(-45, 3), -90, 60, 400)))
        regimen = chance.choice(("crps-4-day", "crps-10-day"))
        setting = chance.choice(CONTINUOUS if regimen == "crps-4-day" else tuple(SETTINGS))
        sessions = chance.choice((None, None, 1, 5, 30, 100))
        overnight = setting in ("private-hospital-inpatient", "public-hospital-admitted")
        nights = (sessions or 10) + chance.choice((0, 3, 40, 400)) if overnight else None
        charge = None if setting.startswith("public") else Decimal(500)
        asked = {
            "regimen": regimen,
            "setting": setting,
            "sessions": sessions,
            "nights": chance.choice((None, nights)),
        }
        rows.append(course(near, **asked, hospital_charge=None, medical_charge=charge))
    assert_as_alone(rows, library)
