"""A course carried to another setting, regimen or day: what goes along, and which of its dates move."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import kfees
from kfees.engine.alternatives import Alternatives, alternatives_to
from kfees.engine.carrying import by_item_alone, carried, in_one_setting, moved
from kfees.engine.checking import lay_out
from kfees.engine.course import Course
from kfees.model.dates import ONE_DAY

WARD = "private-hospital-inpatient"
TEN: dict[str, Any] = {"regimen": "crps-10-day", "weight_kg": "80", "start": "2024-08-05"}
STAY: dict[str, Any] = {
    "admitted": "2024-08-03",
    "discharged": "2024-08-10",
    "beds": [{"item": "ICU", "dates": ["2024-08-04", "2024-08-09"]}],
    "leave": ["2024-08-07"],
    "earlier_stay": {"ended": "2024-07-30", "days": 12},
}
GROUP = {"schedule": "department-of-health", "item": "B71B", "dates": ["2024-09-20"]}


def request_of(**changed: Any) -> kfees.CourseRequest:
    return kfees.CourseRequest.model_validate(TEN | changed)


def elsewhere_of(
    course: kfees.CourseRequest, regimen: str, setting: str, library: kfees.Library
) -> tuple[Course, tuple[str, ...]]:
    here = lay_out(by_item_alone(course), library)
    return carried(in_one_setting(course, regimen, setting), here, library)


def test_every_date_of_a_course_moves_with_it(library: kfees.Library) -> None:
    course = request_of(
        parts=[
            {"setting": WARD, "sessions": 5, "episode": STAY},
            {"setting": "consulting-rooms", "sessions": 5},
        ],
        services=[GROUP | {"episode": {"admitted": "2024-09-18"}}],
    )
    later = moved(course, course.start + 7 * ONE_DAY, library)
    stay, own = later.parts[0].episode, later.services[0].episode
    assert stay is not None
    assert stay.earlier_stay is not None
    assert own is not None
    days = [later.start, stay.admitted, stay.discharged, *stay.beds[0].dates, *stay.leave]
    days += [stay.earlier_stay.ended, *later.services[0].dates, own.admitted]
    assert [f"{day:%m-%d}" for day in days if day] == [
        *("08-12", "08-10", "08-17", "08-11", "08-16", "08-14", "08-06", "09-27", "09-25")
    ]
    assert later.parts[1].episode is None
    assert moved(later, course.start, library) == course


DRUG = {"schedule": "pharmacy", "item": "ketamine-200mg"}
BAND = {"schedule": "private-hospital", "item": "DS1"}


@pytest.mark.parametrize(
    ("start", "charged", "fee"),
    [
        ("2024-08-12", ["08-13", "08-23"], "08-14"),
        ("2024-08-07", ["08-08", "08-20"], "08-09"),
        # The third day is the holiday: the second and the tenth stay working days.
        ("2024-11-01", ["11-04", "11-15"], "11-03"),
    ],
)
def test_what_single_days_are_charged_goes_to_the_days_with_their_places(
    start: str, charged: list[str], fee: str, library: kfees.Library
) -> None:
    course = request_of(
        setting="private-day-hospital",
        charges=[
            BAND | {"amount": "300.00", "dates": ["2024-08-06", "2024-08-16"]},
            {"payee": "medical", "label": "Missed", "amount": "50.00", "dates": ["2024-08-07"]},
            DRUG | {"amount": "20.00", "dates": ["2024-08-06"]},
            DRUG | {"amount": "25.00", "dates": ["2024-08-16"]},
            {"payee": "medical", "amount": "1500.00"},
        ],
    )
    later = moved(course, date.fromisoformat(start), library)
    band, missed, *ampoules, doctor = later.charges
    assert [f"{day:%m-%d}" for one in ampoules for day in one.dates or ()] == charged
    assert [f"{day:%m-%d}" for day in band.dates or ()] == charged
    assert [f"{day:%m-%d}" for day in missed.dates or ()] == [fee]
    assert doctor == course.charges[-1]
    before, after = kfees.price(course, library), kfees.price(later, library)
    assert after.totals.charge == before.totals.charge


def test_a_charge_of_a_day_that_the_course_no_longer_has_is_left_out(library: kfees.Library) -> None:
    # From a Friday on, ten working days are a stay of fourteen nights; from a Monday on, of twelve.
    bed = {"schedule": "private-hospital", "item": "M", "amount": "700.00"}
    last, first = ["2024-08-14", "2024-08-15"], ["2024-08-02"]
    course = request_of(
        start="2024-08-02",
        setting=WARD,
        calendar="weekdays",
        charges=[bed | {"dates": last}, bed | {"dates": first}],
    )
    (charge,) = moved(course, date(2024, 8, 5), library).charges
    assert charge.dates == (date(2024, 8, 5),)


def test_a_charge_by_item_that_does_not_go_elsewhere_is_said_to_be_left_out(library: kfees.Library) -> None:
    course = request_of(setting="private-day-hospital", charges=[BAND | {"amount": "300.00"}])
    elsewhere, left_out = elsewhere_of(course, "crps-10-day", "consulting-rooms", library)
    assert [*left_out] == ["the charge for private-hospital:DS1"]
    assert elsewhere.charges == ()


def test_another_regimen_takes_its_own_sessions_and_days(library: kfees.Library) -> None:
    fee = {"payee": "hospital", "label": "Facility fee", "amount": "300.00"}
    course = request_of(setting=WARD, sessions=5, episode=STAY | {"age": 40}, charges=[fee])
    elsewhere, left_out = elsewhere_of(course, "crps-4-day", WARD, library)
    assert [*left_out] == ["the fee for Facility fee", "the number of sessions"]
    assert len(elsewhere.days) == len(elsewhere.nights) == 4
    assert elsewhere.episode is not None
    assert elsewhere.episode.age == 40


def test_a_stay_is_left_out_where_nobody_stays(library: kfees.Library) -> None:
    course = request_of(setting=WARD, sessions=5, episode=STAY)
    elsewhere, left_out = elsewhere_of(course, "crps-10-day", "consulting-rooms", library)
    assert [*left_out] == ["the stay's admitted, beds, discharged, earlier stay and leave"]
    assert (len(elsewhere.days), elsewhere.stays) == (5, ())


PARTS = [
    {"setting": WARD, "sessions": 2, "episode": {"age": 40}},
    {"setting": "private-day-hospital", "sessions": 8},
]


def test_a_course_in_parts_is_compared_with_all_of_it_in_one_setting(library: kfees.Library) -> None:
    """Two nights in the bed at 804.25 and eight day bands at 274.96, 3,808.18; ten bands are 2,749.60; the
    doctor's 960.20 on either side."""
    charges = [{"payee": "hospital", "amount": "5000"}, {"payee": "medical", "amount": "990"}]
    found = alternatives_to(request_of(parts=PARTS, charges=charges), library)
    asked, *others = (course for course in found.courses if course.group == "setting")
    assert (asked.asked, asked.setting, asked.nights) == (True, "", None)
    assert asked.label == "crps-10-day, private-hospital-inpatient, then private-day-hospital"
    day_hospital = next(course for course in others if course.setting == "private-day-hospital")
    assert (str(asked.maximum), str(day_hospital.maximum)) == ("4768.38", "3709.80")
    assert day_hospital.left_out == ("the charge of the hospital",)
    assert (day_hospital.gap, str(day_hospital.gap_least)) == (None, "0.00")
    assert {course.regimen for course in others} == {"crps-4-day", "crps-10-day"}
    assert [one.reason for one in found.not_compared if one.group == "discharge"] == [
        "a course in parts is not compared for other days of discharge: change the stay of its part instead."
    ]
    (later,) = (course for course in found.courses if course.group == "year")
    assert later.charge == asked.charge


def test_where_nobody_stays_over_night_no_discharge_is_spoken_of(library: kfees.Library) -> None:
    rooms = [{"setting": "consulting-rooms", "sessions": 2}, PARTS[1]]
    assert discharges(alternatives_to(request_of(parts=rooms), library)) == {}
    assert all(
        one.group != "discharge" for one in alternatives_to(request_of(parts=rooms), library).not_compared
    )


PRIVATE = {"consulting-rooms", "private-day-hospital", WARD}
GOES_TO = {
    "hospital": [],
    "medical": [PRIVATE],
    "pharmacy": [{*PRIVATE, "hospital-in-the-home"}],
}
"""The settings among which what a payee charges in all is for the same items, by the settings' files: each
has a hospital's item of its own; the rooms, the day hospital and the ward the doctor's; and the drug is in
the price of the public ones alone."""

KINDS: dict[str, list[dict[str, Any]]] = {
    "in one amount": [{"amount": "3200.00"}],
    "less a discount": [{"amount": "3200.00"}, {"discount": "200.00"}],
    "as a fee": [{"label": "Extra", "amount": "300.00"}],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("payee", GOES_TO)
@pytest.mark.parametrize(
    "setting", ["consulting-rooms", "private-day-hospital", "hospital-in-the-home", WARD]
)
def test_a_charge_goes_only_to_where_the_same_items_are(
    setting: str, payee: str, kind: str, library: kfees.Library
) -> None:
    charges = [{"payee": payee, **one} for one in KINDS[kind]]
    if kind == "less a discount" and setting == "consulting-rooms" and payee == "hospital":
        del charges[1]  # nobody charges what it could be off
    found = alternatives_to(request_of(setting=setting, charges=charges), library)
    expected = {to for group in GOES_TO[payee] if setting in group for to in group}
    for course in found.courses:
        if course.group != "setting" or course.asked:
            continue
        along = course.regimen == "crps-10-day" and course.setting in expected
        assert (course.left_out == ()) == along, (course.setting, course.left_out)
        if not along:
            assert course.charge is None
            assert course.gap is None or not course.gap
            assert course.gap_most is None
            assert all("Extra" not in sentence for sentence in course.missing)


def discharges(comparison: Alternatives) -> dict[int | None, str | None]:
    return {one.nights: one.step for one in comparison.courses if one.group == "discharge"}


def test_a_stay_is_compared_for_each_discharge_that_its_beds_allow(library: kfees.Library) -> None:
    course = request_of(setting=WARD, sessions=5, episode=STAY | {"leave": []})
    found = discharges(alternatives_to(course, library))
    # From the admission on the 3rd; the last bed is on the 9th, the seventh night.
    assert next(nights for nights in found if nights is not None) == 7
    assert max(nights for nights in found if nights is not None) == 17


def test_the_step_of_a_rate_is_the_day_of_the_stay_and_not_of_the_course(library: kfees.Library) -> None:
    earlier = {"earlier_stay": {"ended": "2024-07-30", "days": 9}}
    course = request_of(setting=WARD, sessions=5, episode=earlier)
    steps = discharges(alternatives_to(course, library))
    assert {nights: step for nights, step in steps.items() if step} == {
        6: "from day 15 on M is $698.57 a day"
    }


def test_charges_of_what_is_not_there_stay_behind_and_each_is_named(library: kfees.Library) -> None:
    charges = [BAND | {"amount": "320.00"}, {"schedule": "medical", "item": "2801", "amount": "200.00"}]
    course, left_out = elsewhere_of(
        request_of(setting="private-day-hospital", charges=charges),
        "crps-10-day",
        "consulting-rooms",
        library,
    )
    assert left_out == ("the charge for private-hospital:DS1",)
    assert [charge.item for charge in course.request.charges] == ["2801"]


def test_what_a_unit_of_an_item_is_charged_goes_wherever_the_item_is(library: kfees.Library) -> None:
    visits = [
        {"schedule": "medical", "item": "2801", "amount": "200.00"},
        {"schedule": "medical", "item": "2806", "amount": "100.00"},
    ]
    found = alternatives_to(request_of(setting="consulting-rooms", charges=visits), library)
    ward = next(
        course for course in found.courses if course.setting == WARD and course.regimen == "crps-4-day"
    )
    assert ward.left_out == ()
    assert any("No charge of the hospital is known" in sentence for sentence in ward.missing)
    assert not any("doctor" in sentence for sentence in ward.missing)


@pytest.mark.parametrize(
    ("setting", "charge", "others"),
    [
        (WARD, {"payee": "hospital", "amount": "9000"}, []),
        (WARD, {"payee": "medical", "amount": "1200"}, [None]),
        ("public-hospital-admitted", {"payee": "hospital", "amount": "6200"}, []),
        (WARD, {"schedule": "private-hospital", "item": "M", "amount": "900"}, [None]),
    ],
    ids=["bed", "doctor", "episode", "by the night"],
)
def test_a_longer_stay_takes_along_what_is_not_for_the_stay(
    setting: str, charge: dict[str, Any], others: list[None], library: kfees.Library
) -> None:
    found = alternatives_to(request_of(setting=setting, charges=[charge]), library)
    left_out = {
        course.left_out for course in found.courses if course.group == "discharge" and not course.asked
    }
    assert left_out == {() if others else ("the charge of the hospital",)}


def test_a_course_of_its_charge_alone_is_compared_with_nothing_but_itself(library: kfees.Library) -> None:
    """Every service is left out, and only the charge brings the drug."""
    without = [BAND, *({"schedule": "medical", "item": item} for item in ("2801", "2806"))]
    charge = {"payee": "pharmacy", "amount": "400.00"}
    found = alternatives_to(
        request_of(setting="private-day-hospital", without=without, charges=[charge]), library
    )
    assert found.courses[0].asked
    assert all("left out" in one.reason for one in found.not_compared if one.label.startswith("crps-10"))
