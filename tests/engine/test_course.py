"""A regimen laid out in a setting: its days, nights, services, dose and assumptions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.engine.checking import lay_out
from kfees.engine.course import Course
from kfees.model.request import ExplicitDates
from overlays import write_version


def lay(library: kfees.Library, **changed: Any) -> Course:
    asked = {
        "regimen": "crps-10-day",
        "setting": "private-day-hospital",
        "start": "2024-08-05",
        "weight_kg": "80",
        **changed,
    }
    return lay_out(kfees.CourseRequest.model_validate(asked), library)


def days(course: Course, item: str) -> list[str]:
    return [day.isoformat() for one in course.services if one.item == item for day in one.days]


WEEKDAYS = [f"2024-08-{number:02}" for number in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)]
IN_A_ROW = [f"2024-08-{number:02}" for number in range(5, 15)]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("private-day-hospital", WEEKDAYS),
        ("consulting-rooms", WEEKDAYS),
        ("hospital-in-the-home", WEEKDAYS),
        ("private-hospital-inpatient", IN_A_ROW),
    ],
)
def test_sessions_are_on_weekdays_unless_the_patient_stays_the_nights(
    setting: str, expected: list[str], library: kfees.Library
) -> None:
    course = lay(library, setting=setting)
    visits = {day.isoformat() for service in course.services for day in service.days}
    assert sorted(visits) == expected
    assert course.request.calendar == ("weekdays" if expected == WEEKDAYS else "consecutive")


def test_a_continuous_infusion_takes_days_in_a_row_at_home_too(library: kfees.Library) -> None:
    course = lay(library, regimen="crps-4-day", setting="hospital-in-the-home", start="2024-08-08")
    assert days(course, "HIT") == ["2024-08-08", "2024-08-09", "2024-08-10", "2024-08-11"]
    assert days(course, "2824") == ["2024-08-08"]
    assert days(course, "2832") == ["2024-08-09", "2024-08-10", "2024-08-11"]


def test_a_calendar_that_is_asked_for_goes_before_the_default(library: kfees.Library) -> None:
    assert days(lay(library, calendar="consecutive"), "DS1") == IN_A_ROW
    inpatient = lay(library, setting="private-hospital-inpatient", calendar="weekdays")
    assert days(inpatient, "2801") + days(inpatient, "2806") == WEEKDAYS
    explicit = [f"2024-08-{number:02}" for number in (5, 7, 9, 12, 14, 16, 19, 21, 23, 26)]
    course = lay(library, calendar={"dates": explicit})
    assert days(course, "DS1") == explicit
    assert isinstance(course.request.calendar, ExplicitDates)


def test_a_start_on_a_weekend_or_holiday_is_moved_and_said(library: kfees.Library) -> None:
    weekend = lay(library, start="2024-08-03")
    assert days(weekend, "DS1") == WEEKDAYS
    assert "3 August 2024 is no working day, so the first session is on 5 August 2024." in weekend.assumptions
    cup = lay(library, start="2024-11-04")
    assert (
        "No session on a public holiday: 5 November 2024 (Melbourne Cup Day) is left out." in cup.assumptions
    )
    assert not any("holiday" in assumption for assumption in lay(library).assumptions)


@pytest.mark.parametrize(
    ("nights", "last", "count"),
    [(None, "2024-08-08", 4), (3, "2024-08-07", 3), (4, "2024-08-08", 4), (16, "2024-08-20", 16)],
)
def test_a_night_for_each_treatment_day_unless_told(
    nights: int | None, last: str, count: int, library: kfees.Library
) -> None:
    episode = None if nights is None else {"nights": nights}
    course = lay(library, regimen="crps-4-day", setting="private-hospital-inpatient", episode=episode)
    beds = days(course, "M")
    assert (beds[0], beds[-1], len(beds)) == ("2024-08-05", last, count)
    assert course.request.episode is not None
    assert course.request.episode.nights == count
    said = "4 nights are taken, one for each treatment day." in course.assumptions
    assert said == (count == 4)
    # The doctor comes on the treatment days whatever the nights.
    assert len(days(course, "2806")) == 3


@pytest.mark.parametrize(
    "calendar",
    ["weekdays", {"dates": WEEKDAYS}],
    ids=["weekdays", "the same days one by one"],
)
@pytest.mark.parametrize(("nights", "count"), [(None, 12), (11, 11), (12, 12), (15, 15)])
def test_a_stay_goes_on_over_a_weekend_without_treatment(
    calendar: object, nights: int | None, count: int, library: kfees.Library
) -> None:
    episode = None if nights is None else {"nights": nights}
    course = lay(library, setting="private-hospital-inpatient", calendar=calendar, episode=episode)
    assert days(course, "M") == [f"2024-08-{day:02}" for day in range(5, 5 + count)]
    assert days(course, "2801") + days(course, "2806") == WEEKDAYS
    assert course.request.episode is not None
    assert course.request.episode.nights == count
    said = (
        "12 nights are taken: one for each of the 10 treatment days, and those between them."
        in course.assumptions
    )
    assert said == (count == 12)


def test_an_episode_over_a_weekend_is_as_long_as_the_stay(library: kfees.Library) -> None:
    for calendar in ("weekdays", {"dates": WEEKDAYS}):
        course = lay(library, setting="public-hospital-admitted", calendar=calendar)
        assert days(course, "B71B") == ["2024-08-17"]
        assert course.request.episode is not None
        assert course.request.episode.nights == 12


def test_nobody_stays_the_night_in_a_day_hospital(library: kfees.Library) -> None:
    course = lay(library)
    assert course.request.episode is None
    assert not any("night" in assumption for assumption in course.assumptions)


def test_a_service_can_be_added_left_out_and_replaced(library: kfees.Library) -> None:
    visit = {"schedule": "medical", "item": "2806"}
    added = lay(library, services=[{"schedule": "medical", "item": "17645", "dates": ["2024-08-05"]}])
    assert days(added, "17645") == ["2024-08-05"]
    assert len(days(added, "2806")) == 9
    left_out = lay(library, without=[visit])
    assert days(left_out, "2806") == []
    replaced = lay(library, without=[visit], services=[visit | {"dates": ["2024-08-16"], "quantity": "0.5"}])
    (service,) = [service for service in replaced.services if service.item == "2806"]
    assert (service.days, service.quantity) == ((date(2024, 8, 16),), Decimal("0.5"))
    both = lay(library, services=[visit | {"dates": ["2024-08-06"]}])
    assert days(both, "2806").count("2024-08-06") == 2


@pytest.mark.parametrize(
    ("weight", "mg_per_day", "ampoules_per_day"),
    [
        ("80", "112", 1),
        ("142.857", "199.9998", 1),
        ("142.858", "200.0012", 2),
        ("400", "560", 3),
        ("0.1", "0.14", 1),
        ("70.123456789012", "98.1728395046168", 1),
    ],
)
def test_the_dose_by_weight_opens_whole_ampoules_each_day(
    weight: str, mg_per_day: str, ampoules_per_day: int, library: kfees.Library
) -> None:
    dose = lay(library, weight_kg=weight).dose
    assert dose.mg_per_day == Decimal(mg_per_day)
    assert dose.mg == Decimal(mg_per_day) * 10
    assert (dose.ampoules_per_day, dose.ampoules) == (ampoules_per_day, ampoules_per_day * 10)


def test_exactly_one_ampoule_is_one_and_not_two(tmp_path: Path, library: kfees.Library) -> None:
    (tmp_path / "regimens").mkdir()
    text = """
title = "Two hundred mg a day"
source = "Made for a test"
treatment_days = 10
hours_per_day = 4
continuous = false
dose = { mg_per_hour = 50 }
drug = { schedule = "pharmacy", item = "ketamine-200mg", label = "Ketamine 200 mg", mg_per_ampoule = 200 }
"""
    (tmp_path / "regimens" / "even.toml").write_text(text)
    dose = lay(kfees.load_schedules(tmp_path, environment={}), regimen="even").dose
    assert dose.mg_per_day == 200
    assert (dose.ampoules_per_day, dose.ampoules) == (1, 10)


def test_the_fixed_dose_does_not_ask_for_a_weight(library: kfees.Library) -> None:
    course = lay(library, regimen="crps-4-day", setting="hospital-in-the-home", weight_kg=None)
    assert course.dose.mg_per_day == 528
    assert course.dose.mg == 2112
    assert (course.dose.ampoules_per_day, course.dose.ampoules) == (3, 12)


NOT_PRICED = "The drug is not priced: no rate for 10 ampoules of Ketamine 200 mg in 2 mL was found."


def test_the_drug_is_a_service_only_where_it_is_priced_or_charged(
    tmp_path: Path, library: kfees.Library
) -> None:
    drug = "ketamine-200mg"
    plain = lay(library)
    assert days(plain, drug) == []
    assert NOT_PRICED in plain.assumptions
    for charge in ({"payee": "pharmacy"}, {"schedule": "pharmacy", "item": drug}):
        charged = lay(library, charges=[charge | {"amount": "20.00"}])
        assert days(charged, drug) == WEEKDAYS
        assert NOT_PRICED in charged.assumptions

    write_version(tmp_path, "pharmacy", "2024-07-01", f"{drug},Ketamine,14.50,ampoule", payee='"pharmacy"')
    priced = lay(kfees.load_schedules(tmp_path, environment={}), weight_kg="150")
    assert days(priced, drug) == WEEKDAYS
    assert {service.quantity for service in priced.services if service.item == drug} == {2}
    assert NOT_PRICED.replace("10 amp", "20 amp") not in priced.assumptions


def test_a_pharmacy_schedule_without_the_drug_does_not_price_it(tmp_path: Path) -> None:
    write_version(tmp_path, "pharmacy", "2024-07-01", "saline,Saline 1 L,4.00,bag", payee='"pharmacy"')
    library = kfees.load_schedules(tmp_path, environment={})
    saline = {"schedule": "pharmacy", "item": "saline"}
    asked = lay(
        library,
        services=[saline | {"dates": ["2024-08-05"]}],
        charges=[saline | {"amount": "5.00"}],
    )
    assert days(asked, "ketamine-200mg") == []
    assert NOT_PRICED in asked.assumptions


def test_whoever_the_schedule_names_is_paid_for_the_drug(tmp_path: Path) -> None:
    write_version(
        tmp_path, "pharmacy", "2024-07-01", "ketamine-200mg,Ketamine,14.50,ampoule", payee='"hospital"'
    )
    course = lay(kfees.load_schedules(tmp_path, environment={}))
    assert {service.payee for service in course.services if service.schedule == "pharmacy"} == {"hospital"}


def test_charges_bring_the_assumption_of_how_they_are_compared(library: kfees.Library) -> None:
    def said(*charges: dict[str, str]) -> bool:
        course = lay(library, charges=list(charges))
        return any(assumption.startswith("Charges are compared") for assumption in course.assumptions)

    assert not said()
    assert said({"payee": "hospital", "amount": "3200.00"})


def test_every_assumption_of_the_regimen_and_the_setting_is_said(library: kfees.Library) -> None:
    course = lay(library)
    regimen, setting = library.regimen("crps-10-day"), library.setting("private-day-hospital")
    assert {*regimen.assumptions, *setting.assumptions} <= set(course.assumptions)


def test_a_public_stay_is_one_episode_dated_by_the_day_of_leaving(library: kfees.Library) -> None:
    stay = {"setting": "public-hospital-admitted", "start": "2025-06-28"}
    (episode,) = lay(library, **stay).services
    assert (episode.schedule, episode.item) == ("department-of-health", "B71B")
    assert (episode.day, episode.quantity) == (date(2025, 7, 8), Decimal(1))
    (longer,) = lay(library, **stay, episode={"drg": "B81A", "nights": 12}).services
    assert (longer.item, longer.day) == ("B81A", date(2025, 7, 10))


def test_public_hospitals_give_the_drug_with_the_stay_or_the_visit(library: kfees.Library) -> None:
    course = lay(library, setting="public-hospital-outpatient")
    assert days(course, "10.14") == WEEKDAYS
    assert not any("drug is not priced" in assumption for assumption in course.assumptions)


def test_a_body_weight_with_many_decimals_gives_its_exact_dose(library: kfees.Library) -> None:
    request = kfees.CourseRequest.model_validate(
        {
            "regimen": "crps-10-day",
            "setting": "consulting-rooms",
            "start": "2025-08-04",
            "weight_kg": "80.123456789123",
        }
    )
    quote = kfees.price(request, library)
    assert quote.dose.mg_per_day == Decimal("0.35") * 4 * Decimal("80.123456789123")
    assert kfees.Quote.model_validate_json(quote.model_dump_json()) == quote
