"""What is wrong with a request is told in one go: each mistake with its place and its remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import InputError, Problem
from overlays import write_version

DAY_HOSPITAL: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}
INPATIENT: dict[str, Any] = {
    "regimen": "crps-4-day",
    "setting": "private-hospital-inpatient",
    "start": "2024-08-05",
}


def problems(asked: dict[str, Any], library: kfees.Library) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        kfees.price(kfees.CourseRequest.model_validate(asked), library)
    assert len(set(caught.value.problems)) == len(caught.value.problems)
    return list(caught.value.problems)


def problem(library: kfees.Library, asked: dict[str, Any], **changed: Any) -> str:
    """The one problem of a request, as a person reads it."""
    (only,) = problems(asked | changed, library)
    return str(only)


def test_an_unknown_regimen_or_setting_suggests_the_nearest(library: kfees.Library) -> None:
    asked = DAY_HOSPITAL | {"regimen": "crps-10-days", "setting": "private-hospitel"}
    regimen, setting = problems(asked, library)
    assert (regimen.code, regimen.place) == ("unknown-regimen", "regimen")
    assert str(regimen).startswith("regimen: there is no regimen 'crps-10-days'. Did you mean 'crps-10-day'")
    assert (setting.code, setting.place) == ("unknown-setting", "setting")
    assert "Did you mean 'private-" in setting.remedy


def test_a_word_like_no_other_is_answered_with_the_list(library: kfees.Library) -> None:
    assert problem(library, DAY_HOSPITAL, regimen="xyz") == (
        "regimen: there is no regimen 'xyz'. Use one of: crps-10-day, crps-4-day."
    )


def test_an_unknown_item_is_told_beside_an_unknown_regimen(library: kfees.Library) -> None:
    charge = {"schedule": "private-hospital", "item": "DS99", "amount": "320.00"}
    regimen, item = problems(DAY_HOSPITAL | {"regimen": "xyz", "charges": [charge]}, library)
    assert (regimen.code, item.code, item.place) == ("unknown-regimen", "unknown-item", "charges[0].item")


def test_a_payee_that_no_file_knows_is_told_wherever_it_is_named(library: kfees.Library) -> None:
    charges = [{"payee": "hospitl", "amount": "1.00"}, {"payee": "dentist", "discount": "1.00"}]
    asked = DAY_HOSPITAL | {"charges": charges, "providers": {"medicall": "Dr A"}}
    assert list(map(str, problems(asked, library))) == [
        "charges[0].payee: 'hospitl' is not known here. Did you mean 'hospital'?",
        "charges[1].payee: 'dentist' is not known here. Use one of: hospital, medical, pharmacy.",
        "providers.medicall: 'medicall' is not known here. Did you mean 'medical'?",
    ]


def test_every_one_of_many_unknown_items_is_told_and_the_first_with_a_suggestion(
    library: kfees.Library,
) -> None:
    services = [
        {"schedule": "medical", "item": f"2801X{number}", "dates": ["2024-08-05"]} for number in range(30)
    ]
    found = problems(DAY_HOSPITAL | {"services": services}, library)
    assert [one.place for one in found] == [f"services[{number}].item" for number in range(30)]
    assert all("Did you mean '28" in one.remedy for one in found[:20])
    assert {one.remedy for one in found[20:]} == {"'kfees schedules show medical' lists its items."}


def test_an_unknown_item_or_schedule_is_told_wherever_it_is_named(library: kfees.Library) -> None:
    asked = DAY_HOSPITAL | {
        "charges": [
            {"schedule": "medical", "item": "28O1", "amount": "320.00"},
            {"schedule": "dental", "item": "011", "amount": "1.00"},
        ],
        "services": [
            {"schedule": "medicall", "item": "2801", "dates": ["2024-08-05"]},
            {"schedule": "private-hospital", "item": "DS9", "dates": ["2024-08-05"]},
        ],
        "without": [{"schedule": "medical", "item": "99999999"}],
    }
    assert [(one.code, one.place) for one in problems(asked, library)] == [
        ("unknown-item", "charges[0].item"),
        ("unknown-schedule", "charges[1].schedule"),
        ("unknown-schedule", "services[0].schedule"),
        ("unknown-item", "services[1].item"),
        ("unknown-item", "without[0].item"),
    ]
    remedies = [one.remedy for one in problems(asked, library)]
    assert "'2801'" in remedies[0]
    assert remedies[1] == f"Use one of: {', '.join(library.of(DEFAULT_PAYER).schedules)}."
    assert remedies[2] == "Did you mean 'medical' or 'medical-reports'?"
    assert "'DS2'" in remedies[3]
    assert remedies[4] == "'kfees schedules show medical' lists its items."


@pytest.mark.parametrize("setting", ["private-day-hospital", "consulting-rooms"])
def test_a_continuous_regimen_needs_a_place_that_is_open_at_night(
    setting: str, library: kfees.Library
) -> None:
    assert problem(library, INPATIENT, setting=setting) == (
        f"setting: crps-4-day runs day and night, and {setting} cannot give it."
        " Choose a setting with nights, or hospital in the home."
    )


def test_a_dose_by_weight_needs_the_weight(library: kfees.Library) -> None:
    assert problem(library, DAY_HOSPITAL, weight_kg=None) == (
        "weight_kg: the dose of crps-10-day goes by body weight, and none was given. Give the weight in kg."
    )


TEN = [f"2024-08-{number:02}" for number in range(5, 15)]


@pytest.mark.parametrize(
    ("dates", "place", "message"),
    [
        (TEN[:9], "calendar.dates", "9 dates are given; crps-10-day has 10 treatment days."),
        ([*TEN, "2024-08-20"], "calendar.dates", "11 dates are given; crps-10-day has 10 treatment days."),
        ([*TEN[:8], TEN[9], TEN[8]], "calendar.dates", "the dates are not in order, or one stands twice."),
        ([*TEN[:9], TEN[8]], "calendar.dates", "the dates are not in order, or one stands twice."),
        (
            [*TEN[1:], "2024-08-20"],
            "calendar.dates[0]",
            "the first date is 2024-08-06, and the course starts on 2024-08-05.",
        ),
    ],
)
def test_explicit_dates_must_be_those_of_the_course(
    dates: list[str], place: str, message: str, library: kfees.Library
) -> None:
    (only,) = problems(DAY_HOSPITAL | {"calendar": {"dates": dates}}, library)
    assert (only.place, only.message) == (place, message)


def test_an_infusion_day_and_night_skips_no_day(library: kfees.Library) -> None:
    assert problem(library, INPATIENT, calendar="weekdays") == (
        "calendar: crps-4-day runs day and night, so it cannot skip weekends. Use 'consecutive'."
    )
    gaps = {"dates": ["2024-08-05", "2024-08-06", "2024-08-07", "2024-08-09"]}
    assert problem(library, INPATIENT, calendar=gaps) == (
        "calendar.dates: crps-4-day runs day and night, and the dates have gaps. Give consecutive dates."
    )
    kfees.price(kfees.CourseRequest.model_validate(INPATIENT | {"calendar": {"dates": TEN[:4]}}), library)


def test_nights_must_fit_the_setting_and_the_regimen(library: kfees.Library) -> None:
    assert problem(library, DAY_HOSPITAL, episode={"nights": 10}) == (
        "episode.nights: nobody stays the night in private-day-hospital."
        " Leave nights out, or choose a setting with nights."
    )
    assert problem(library, INPATIENT, episode={"nights": 2}) == (
        "episode.nights: 2 nights are too few for 4 days in hospital, from the first treatment to the last."
        " Give at least 3."
    )
    assert problem(library, INPATIENT, episode={"nights": 0}).endswith("Give at least 3.")


def test_facts_of_a_stay_that_would_change_nothing_are_refused(library: kfees.Library) -> None:
    stay = {"drg": "B71B", "leave_days": 1, "icu_hours": "10"}
    told = problems(INPATIENT | {"episode": stay}, library)
    assert [(one.code, one.place) for one in told] == [
        ("no-use", "episode.drg"),
        ("no-use", "episode.leave_days"),
        ("no-use", "episode.icu_hours"),
    ]


def test_what_the_setting_does_not_bring_cannot_be_left_out(library: kfees.Library) -> None:
    asked = DAY_HOSPITAL | {
        "without": [{"schedule": "medical", "item": "2814"}],
        "services": [{"schedule": "medical", "item": "2814", "dates": ["2024-08-05"]}],
    }
    (only,) = problems(asked, library)
    assert str(only) == (
        "without[0]: the setting brings no medical:2814. Remove this entry;"
        " the setting brings private-hospital:DS1, medical:2801, medical:2806."
    )


def test_a_course_with_nothing_left_in_it_is_no_course(library: kfees.Library) -> None:
    rooms = DAY_HOSPITAL | {"setting": "consulting-rooms"}
    without = [{"schedule": "medical", "item": item} for item in ("2801", "2806")]
    assert problem(library, rooms, without=without) == (
        "without: every service of the course is left out. Keep one, or add a service."
    )


def test_a_date_that_stands_twice_in_one_service_is_a_slip(library: kfees.Library) -> None:
    service = {"schedule": "medical", "item": "132", "dates": ["2024-08-05", "2024-08-06", "2024-08-05"]}
    assert problem(library, DAY_HOSPITAL, services=[service]) == (
        "services[0].dates: 2024-08-05 stands twice. Give each date once, and the quantity for more units."
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"start": "2099-12-28"},
        {"start": "2099-12-28", "calendar": "consecutive"},
        {"start": "2099-12-25", "setting": "private-hospital-inpatient", "episode": {"nights": 30}},
        {"start": "2099-12-31", "setting": "public-hospital-admitted"},
        {"setting": "private-hospital-inpatient", "episode": {"nights": 100000}},
    ],
)
def test_a_course_past_the_years_that_can_be_dated_is_refused(
    changed: dict[str, Any], library: kfees.Library
) -> None:
    assert problem(library, DAY_HOSPITAL, **changed) == (
        "start: the course would run past the year 2099. Check the year and the nights."
    )


def test_a_setting_needs_its_schedules(tmp_path: Path) -> None:
    for kind, name in (("regimens", "crps-10-day"), ("settings", "private-day-hospital")):
        (tmp_path / kind).mkdir()
        text = (Path(__file__).parents[2] / "schedules" / kind / f"{name}.toml").read_text()
        (tmp_path / kind / f"{name}.toml").write_text(text)
    write_version(tmp_path, "medical", "2024-07-01", "2801,First,1.00,x", "2806,Later,1.00,x")
    alone = kfees.load_schedules(tmp_path, shipped=False, environment={})
    assert problem(alone, DAY_HOSPITAL) == (
        "setting: private-day-hospital needs the schedule 'private-hospital', and none is loaded."
        " Load a folder that has it."
    )


def test_every_kind_of_mistake_is_told_in_one_run(library: kfees.Library) -> None:
    asked = {
        "regimen": "crps-10-day",
        "setting": "consulting-rooms",
        "start": "2024-08-05",
        "calendar": {"dates": ["2024-08-06", "2024-08-05"]},
        "episode": {"nights": 3},
        "services": [
            {"schedule": "medical", "item": "28O1", "dates": ["2024-08-05"]},
            {"schedule": "medical", "item": "132", "dates": ["2024-08-05", "2024-08-05"]},
        ],
        "without": [{"schedule": "private-hospital", "item": "DS1"}],
        "charges": [{"schedule": "medical", "item": "17645", "amount": "1.00"}],
    }
    assert [(one.code, one.place) for one in problems(asked, library)] == [
        ("unknown-item", "services[0].item"),
        ("missing", "weight_kg"),
        ("bad-calendar", "calendar.dates"),
        ("bad-calendar", "calendar.dates"),
        ("bad-calendar", "calendar.dates[0]"),
        ("bad-nights", "episode.nights"),
        ("repeated-date", "services[1].dates"),
        ("nothing-to-leave-out", "without[0]"),
        ("charge-without-line", "charges[0].item"),
    ]


def test_a_continuous_course_with_dates_for_another_regimen_is_told_both(library: kfees.Library) -> None:
    told = problems(INPATIENT | {"setting": "consulting-rooms", "calendar": "weekdays"}, library)
    assert [one.code for one in told] == ["setting-without-nights", "bad-calendar"]


PUBLIC: dict[str, Any] = DAY_HOSPITAL | {"setting": "public-hospital-admitted", "start": "2025-08-04"}


def test_an_unknown_drg_suggests_the_nearest(library: kfees.Library) -> None:
    (only,) = problems(PUBLIC | {"episode": {"drg": "B71X"}}, library)
    assert (only.code, only.place) == ("unknown-item", "episode.drg")
    assert only.message == "no version of department-of-health has the AR-DRG 'B71X'."
    assert "'B71B'" in only.remedy


def test_a_stay_does_not_end_before_the_last_treatment_of_its_calendar(library: kfees.Library) -> None:
    over_a_weekend = {"dates": [f"2025-08-{number:02}" for number in (4, 5, 6, 7, 8, 11, 12, 13, 14, 15)]}
    told = (
        "episode.nights: 10 nights are too few for 12 days in hospital, from the first treatment"
        " to the last. Give at least 11."
    )
    for asked in (PUBLIC, INPATIENT | {"regimen": "crps-10-day", "start": "2025-08-04", "weight_kg": "80"}):
        for calendar in ("weekdays", over_a_weekend):
            stay = asked | {"calendar": calendar}
            assert problem(library, stay, episode={"nights": 10}) == told
            kfees.price(kfees.CourseRequest.model_validate(stay | {"episode": {"nights": 11}}), library)
            kfees.price(kfees.CourseRequest.model_validate(stay), library)


GROUP = {"schedule": "department-of-health", "item": "B71A", "dates": ["2024-08-20"]}
MAIN_GROUP = {"schedule": "department-of-health", "item": "B71B"}


@pytest.mark.parametrize("asked", [DAY_HOSPITAL, INPATIENT, PUBLIC], ids=["by day", "inpatient", "public"])
def test_an_ar_drg_added_as_a_service_never_takes_the_stay_of_the_course(
    asked: dict[str, Any], library: kfees.Library
) -> None:
    assert problem(library, asked, services=[GROUP]) == (
        "services[0].item: the AR-DRG B71A is a stay in hospital, and how long it is is not known here."
        " Give its nights as the episode of this service, or leave it out."
    )
    several = [GROUP, GROUP | {"item": "F62A"}, GROUP | {"item": "10.14"}, GROUP | {"item": "E5010A"}]
    assert [one.place for one in problems(asked | {"services": several}, library)] == [
        "services[0].item",
        "services[1].item",
    ]


def test_the_ar_drg_of_the_course_may_be_left_out_and_added_again_once(library: kfees.Library) -> None:
    again = MAIN_GROUP | {"dates": ["2025-08-14"]}
    replaced = PUBLIC | {"without": [MAIN_GROUP], "services": [again]}
    (line,) = kfees.price(kfees.CourseRequest.model_validate(replaced), library).lines
    (usual,) = kfees.price(kfees.CourseRequest.model_validate(PUBLIC), library).lines
    assert line.maximum == usual.maximum
    for services in ([again, again | {"dates": ["2025-08-15"]}], [again | {"quantity": "2"}]):
        assert problems(replaced | {"services": services}, library)
    assert problems(PUBLIC | {"services": [again]}, library)
    other = PUBLIC | {"episode": {"drg": "B81A"}, "without": [MAIN_GROUP | {"item": "B81A"}]}
    assert problems(other | {"services": [again]}, library)


def test_impossible_facts_of_a_stay_are_told_at_their_places(library: kfees.Library) -> None:
    episode = {"nights": 10, "leave_days": 11, "age": -1}
    places = {one.place for one in problems(PUBLIC | {"episode": episode}, library)}
    assert places == {"episode.leave_days", "episode.age"}


def test_a_word_of_the_claim_that_is_nearly_right_is_asked_about(library: kfees.Library) -> None:
    (only,) = problems(DAY_HOSPITAL | {"claim": {"route": "intravenus"}}, library)
    assert str(only).startswith(
        "claim.route: 'intravenus' is not known here. Did you mean 'intravenous'?"
        " Known: intravenous and subcutaneous. Known as excluded: oral, "
    )
    for route in ("Intravenous ", "by mouth"):  # right but for its spelling, and another thing altogether
        kfees.price(kfees.CourseRequest.model_validate(DAY_HOSPITAL | {"claim": {"route": route}}), library)


def test_the_dates_of_a_claim_must_be_possible(library: kfees.Library) -> None:
    claim = {
        "request_date": "2024-07-01",
        "previous_treatments": ["2024-01-15", "2024-01-15", "2024-07-02"],
        "information_complete": "2024-06-30",
    }
    assert [str(one) for one in problems(DAY_HOSPITAL | {"claim": claim}, library)] == [
        "claim.previous_treatments[1]: 2024-01-15 stands twice. Give each date once.",
        "claim.previous_treatments[2]: 2024-07-02 is after the request of 2024-07-01. Correct one of them.",
        "claim.information_complete: 2024-06-30 is before the request of 2024-07-01. Correct one of them.",
    ]
    late = {"previous_treatments": ["2024-08-05"]}
    assert problem(library, DAY_HOSPITAL, claim=late) == (
        "claim.previous_treatments[0]: 2024-08-05 is not before the course, which starts on 2024-08-05."
        " Correct one of them."
    )


def test_before_the_first_guideline_a_claim_cannot_be_judged(library: kfees.Library) -> None:
    asked = DAY_HOSPITAL | {"start": "2012-08-06", "claim": {"prior_approval": True}}
    assert problem(library, asked) == (
        "start: no guideline that is loaded holds on 2012-08-06."
        " Load the guideline of that day, or leave the claim out."
    )
