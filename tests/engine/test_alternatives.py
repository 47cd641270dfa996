"""Courses side by side: every figure is a quote's own, and every difference is said from its lines."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.engine.alternative import Alternative, Group
from kfees.engine.alternatives import Alternatives, alternatives_to, courses_of, implausible, implausible_too
from kfees.engine.asking import read_request
from kfees.model.dates import LATEST

DAY_HOSPITAL = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}
PUBLIC = {"regimen": "crps-4-day", "setting": "public-hospital-admitted", "start": "2025-08-04"}
BED = {**DAY_HOSPITAL, "setting": "private-hospital-inpatient"}


def compared(library: kfees.Library, asked: dict[str, Any]) -> Alternatives:
    return alternatives_to(read_request(asked, library), library)


def group(comparison: Alternatives, name: Group) -> dict[str, Alternative]:
    return {course.label: course for course in comparison.courses if course.group == name}


@pytest.mark.parametrize("name", ["setting", "discharge", "year"])
def test_one_way_to_differ_asked_for_alone_is_as_it_is_among_the_others(
    library: kfees.Library, name: Group
) -> None:
    request = read_request(BED, library)
    everything, alone = alternatives_to(request, library), alternatives_to(request, library, groups=[name])
    assert courses_of(alone, name) == courses_of(everything, name)
    assert {course.group for course in alone.courses if not course.asked} == {name}


def by_nights(comparison: Alternatives) -> dict[int | None, Alternative]:
    return {course.nights: course for course in comparison.courses if course.group == "discharge"}


def test_every_setting_that_fits_stands_beside_the_one_asked_for(library: kfees.Library) -> None:
    """The continuous regimen fits three settings, by the day seven; the others say why they do not fit."""
    found = compared(library, DAY_HOSPITAL)
    settings = group(found, "setting")
    assert next(iter(settings)) == "crps-10-day, private-day-hospital"
    assert [course.asked for course in settings.values()] == [True] + [False] * 9
    assert {one.label for one in found.not_compared if one.group == "setting"} == {
        f"crps-4-day, {setting}"
        for setting in (
            *("consulting-rooms", "private-day-hospital"),
            *("public-hospital-outpatient", "public-hospital-same-day"),
        )
    }


def test_each_figure_is_the_one_that_a_quote_gives(library: kfees.Library) -> None:
    charged: dict[str, Any] = {**DAY_HOSPITAL, "charges": [{"payee": "medical", "amount": "990"}]}
    for course in compared(library, charged).courses:
        if course.group == "setting" and course.regimen == "crps-10-day" and not course.left_out:
            elsewhere = {**charged, "setting": course.setting}
            totals = kfees.price(kfees.CourseRequest.model_validate(elsewhere), library).totals
            assert (course.maximum, course.payable, course.gap) == (
                totals.maximum,
                totals.payable,
                totals.gap,
            )


def test_another_setting_is_explained_by_the_lines_that_go_and_come(library: kfees.Library) -> None:
    rooms = group(compared(library, DAY_HOSPITAL), "setting")["crps-10-day, consulting-rooms"]
    assert rooms.differences == ("drops 10 x DS1 (Day surgery band 1) at $274.96 a day",)


def test_what_another_setting_cannot_take_is_left_out_and_said(library: kfees.Library) -> None:
    charges = [{"payee": "hospital", "amount": "3200"}, {"payee": "medical", "amount": "1500"}]
    request = {
        **DAY_HOSPITAL,
        "charges": charges,
        "without": [{"schedule": "private-hospital", "item": "DS1"}],
    }
    service = {"schedule": "private-hospital", "item": "DS2", "dates": ["2024-08-05"]}
    settings = group(compared(library, {**request, "services": [service]}), "setting")
    rooms = settings["crps-10-day, consulting-rooms"]
    assert rooms.left_out == ("the omission of private-hospital:DS1",)
    public = settings["crps-10-day, public-hospital-outpatient"]
    assert public.left_out == (
        *("the charge of the hospital", "the charge of the doctor"),
        "the omission of private-hospital:DS1",
    )


def test_a_charge_in_one_amount_is_not_carried_to_another_regimens_days(library: kfees.Library) -> None:
    charges = [{"payee": "hospital", "amount": "9000"}, {"payee": "medical", "amount": "1500"}]
    settings = group(compared(library, {**BED, "charges": charges}), "setting")
    other = settings["crps-4-day, private-hospital-inpatient"]
    assert (other.payable, other.gap, other.nights) == (None, None, 4)
    assert other.left_out == ("the charge of the hospital", "the charge of the doctor")


def test_without_a_body_weight_the_regimen_that_needs_one_is_not_compared(library: kfees.Library) -> None:
    found = compared(library, PUBLIC)
    reasons = {one.label: one.reason for one in found.not_compared}
    assert "body weight" in reasons["crps-10-day, consulting-rooms"]


def test_one_more_night_past_the_upper_bound_adds_a_long_stay_day(library: kfees.Library) -> None:
    """B71B in 2025-26: 0.8243 NWAU from 1 to 9 days, then 0.2513 a day; a NWAU is $7,258.
    0.8243 x 7,258 = 5,982.77; 1.0756 x 7,258 = 7,806.70; the difference is 1,823.93."""
    nights = by_nights(compared(library, PUBLIC))
    assert sorted(number for number in nights if number) == list(range(3, 12))
    assert nights[9].maximum == Decimal("5982.77")
    assert nights[9].differences == ("one more night changes nothing: within the bounds of 1 to 9 days",)
    assert nights[10].maximum == Decimal("7806.70")
    assert nights[10].nwau == Decimal("1.0756")
    assert nights[10].differences == ("one more night adds a long-stay day of 0.2513 NWAU (+ $1,823.93)",)
    assert nights[10].step == "past the upper bound of 9 days"
    assert nights[11].step is None


def test_below_the_lower_bound_a_night_adds_part_of_a_stay(library: kfees.Library) -> None:
    """An AR-DRG whose lower bound lies past the shortest stay: each night up to it adds its part."""
    schedule = library.version_on("department-of-health", kfees.CourseRequest(**PUBLIC).start)
    assert schedule is not None
    assert schedule.activity is not None
    drg = next(
        item
        for item in schedule.activity.items
        if (weight := schedule.activity.weight(item)) is not None
        and getattr(weight, "lower_bound", 0) == 6
        and getattr(weight, "short_stay_per_day", None)
    )
    nights = by_nights(compared(library, {**PUBLIC, "episode": {"drg": drg}}))
    assert "a short stay below the lower bound of 6 days" in nights[5].differences[0]
    assert nights[6].step == "reaches the lower bound of 6 days"


def test_the_bed_steps_down_on_day_15(library: kfees.Library) -> None:
    """804.25 a day to day 14 and 698.57 from day 15: 14 nights 11,259.50, 15 nights 11,958.07, and
    960.20 for the doctor."""
    nights = by_nights(compared(library, BED))
    assert nights[14].maximum == Decimal("12219.70")
    assert nights[15].maximum == Decimal("12918.27")
    assert nights[15].differences == ("adds 1 x M (Medical bed) at $698.57 a day",)
    assert nights[15].step == "from day 15 on M is $698.57 a day"
    assert [number for number, course in nights.items() if course.step] == [15]


def test_a_setting_without_nights_has_no_days_of_discharge(library: kfees.Library) -> None:
    assert not by_nights(compared(library, DAY_HOSPITAL))


def test_next_years_schedule_is_compared_where_one_is_loaded(library: kfees.Library) -> None:
    """From 5 August 2025: 178.70 + 9 x 89.40 = 983.30 for the doctor; DS1 stays and is stale."""
    (later,) = group(compared(library, DAY_HOSPITAL), "year").values()
    assert later.maximum == Decimal("3732.90")
    assert later.stale
    assert later.differences == (
        "2801 (Pain specialist, first visit) goes from $174.50 to $178.70 a service, once",
        "2806 (Pain specialist, later visit) goes from $87.30 to $89.40 a service, 9 times",
    )


def test_this_year_s_course_stands_before_next_year_s_and_alone_in_no_other_group(
    library: kfees.Library,
) -> None:
    comparison = compared(library, DAY_HOSPITAL)
    this, later = courses_of(comparison, "year")
    assert (this.label, this.asked, this.group) == ("from 5 August 2024", True, "year")
    assert later in comparison.courses
    assert not later.asked
    assert courses_of(comparison, "setting") == tuple(group(comparison, "setting").values())


def test_what_is_implausible_in_every_course_is_said_once(library: kfees.Library) -> None:
    comparison = compared(library, DAY_HOSPITAL | {"weight_kg": "301"})
    (said,) = implausible(comparison)
    assert said == "A body weight of 301 kg is over 300 kg: please check it."
    elsewhere = group(comparison, "setting")["crps-10-day, consulting-rooms"]
    assert elsewhere.please_check == (said,)
    assert implausible_too(elsewhere, comparison) == ()
    more = elsewhere.model_copy(update={"please_check": (said, "Another.")})
    assert implausible_too(more, comparison) == ("Another.",)


def test_a_year_without_a_newer_schedule_says_so(library: kfees.Library) -> None:
    found = compared(library, {**DAY_HOSPITAL, "start": "2027-08-02"})
    assert [one.reason for one in found.not_compared if one.group == "year"] == [
        "no newer version of the schedules that price this course is loaded."
    ]


def test_next_years_weight_and_price_are_both_named(library: kfees.Library) -> None:
    """B71B: 0.7688 NWAU at $6,465 in 2024-25, 0.8243 at $7,258 in 2025-26."""
    (later,) = group(compared(library, {**PUBLIC, "start": "2024-08-05"}), "year").values()
    assert later.differences == (
        "B71B goes from 0.7688 to 0.8243 NWAU (+ $1,012.48), by the version of 1 July 2025",
        "the price of one NWAU goes from $6,465.00 to $7,258.00",
    )


def test_a_course_that_cannot_be_priced_is_not_compared_at_all(library: kfees.Library) -> None:
    with pytest.raises(kfees.InputError):
        alternatives_to(kfees.CourseRequest.model_validate({**DAY_HOSPITAL, "setting": "a tent"}), library)


def test_a_discharge_in_the_next_financial_year_names_the_version_that_weighs_it(
    library: kfees.Library,
) -> None:
    """The day of leaving picks the version: 0.7688 NWAU x $6,465 to 30 June 2025, 0.8243 x $7,258 after."""
    nights = by_nights(compared(library, {**PUBLIC, "start": "2025-06-26"}))
    assert nights[5].differences == (
        "B71B goes from 0.7688 to 0.8243 NWAU (+ $1,012.48), by the version of 1 July 2025",
        "the price of one NWAU goes from $6,465.00 to $7,258.00",
    )


@given(
    regimen=st.sampled_from(("crps-4-day", "crps-10-day")),
    setting=st.sampled_from(("private-hospital-inpatient", "public-hospital-admitted")),
    start=st.dates(date(2024, 7, 1), date(2026, 6, 30)),
)
def test_a_later_discharge_never_lowers_the_maximum_within_one_version(
    library: kfees.Library, regimen: str, setting: str, start: date
) -> None:
    asked = {"regimen": regimen, "setting": setting, "start": start.isoformat(), "weight_kg": "80"}
    stays = [one for one in compared(library, asked).courses if one.group == "discharge"]
    assert sum(one.asked for one in stays) == 1
    for shorter, longer in pairwise(stays):
        if not any("goes from" in said for said in longer.differences):
            assert shorter.maximum is not None
            assert longer.maximum is not None
            assert shorter.maximum <= longer.maximum


def test_dates_of_one_regimen_are_left_out_in_another(library: kfees.Library) -> None:
    days = [f"2024-08-{day:02}" for day in range(5, 15)]
    found = compared(library, {**DAY_HOSPITAL, "calendar": {"dates": days}})
    shorter = group(found, "setting")["crps-4-day, private-hospital-inpatient"]
    assert shorter.left_out == ("the calendar of the request",)


def test_without_its_bed_a_stay_has_no_day_of_discharge(library: kfees.Library) -> None:
    lines = kfees.price(read_request(BED, library), library).lines
    without = [{"schedule": line.schedule, "item": line.item} for line in lines if line.schedule != "medical"]
    asked = [course for course in compared(library, {**BED, "without": without}).courses if course.asked]
    assert [(course.nights, course.discharge) for course in asked] == [(10, None)] * 2


def test_before_the_first_versions_and_past_the_last_day_a_course_is_compared_as_far_as_it_can_be(
    library: kfees.Library,
) -> None:
    early = compared(library, {**BED, "start": "1999-08-02"})
    assert early.courses[0].maximum is None
    last = (LATEST - timedelta(days=100)).isoformat()
    late = compared(library, {**DAY_HOSPITAL, "start": last})
    assert [one.group for one in late.not_compared].count("year") == 1
