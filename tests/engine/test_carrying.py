"""A course carried to another setting, regimen or day: what goes along, and which of its dates move."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import kfees
from kfees.engine.alternatives import Alternatives, alternatives_to
from kfees.engine.carrying import carried, moved
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
    elsewhere, left_out = carried(course, "crps-10-day", "consulting-rooms", library)
    assert [*left_out] == ["the charge for private-hospital:DS1"]
    assert elsewhere.charges == ()


def test_another_regimen_takes_its_own_sessions_and_days(library: kfees.Library) -> None:
    fee = {"payee": "hospital", "label": "Facility fee", "amount": "300.00"}
    course = request_of(setting=WARD, sessions=5, episode=STAY | {"age": 40}, charges=[fee])
    elsewhere, left_out = carried(course, "crps-4-day", WARD, library)
    assert [*left_out] == ["the fee for Facility fee", "the number of sessions"]
    assert len(elsewhere.days) == len(elsewhere.nights) == 4
    assert elsewhere.episode is not None
    assert elsewhere.episode.age == 40


def test_a_stay_is_left_out_where_nobody_stays(library: kfees.Library) -> None:
    course = request_of(setting=WARD, sessions=5, episode=STAY)
    elsewhere, left_out = carried(course, "crps-10-day", "consulting-rooms", library)
    assert [*left_out] == ["the stay's admitted, beds, discharged, earlier stay and leave"]
    assert (len(elsewhere.days), elsewhere.stays) == (5, ())


def test_a_course_in_parts_is_not_compared(library: kfees.Library) -> None:
    course = request_of(parts=[{"setting": WARD, "sessions": 10}])
    with pytest.raises(kfees.InputError) as refusal:
        alternatives_to(course, library)
    assert [(one.code, one.place) for one in refusal.value.problems] == [("not-compared", "parts")]


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
    course, left_out = carried(
        request_of(setting="private-day-hospital", charges=charges),
        "crps-10-day",
        "consulting-rooms",
        library,
    )
    assert left_out == ("the charge for private-hospital:DS1",)
    assert [charge.item for charge in course.request.charges] == ["2801"]
