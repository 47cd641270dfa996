"""Courses as clinics give them, against figures worked out by hand from the published rates."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.engine.checking import lay_out
from kfees.engine.course import stays_of
from kfees.engine.differences import weight_of_line
from kfees.engine.replaying import replay
from overlays import write_version

STEPS = "item,label,amount,unit,from_day,to_day"
TEN_DAYS = {"regimen": "crps-10-day", "start": "2024-08-05", "weight_kg": "80"}
FOUR_DAYS = {"regimen": "crps-4-day", "start": "2024-08-05", "setting": "private-hospital-inpatient"}
TWO_WEEKS_OF_JUNE_AND_JULY = [f"2024-{day}" for day in ("06-24", "06-25", "06-26", "06-27", "06-28")] + [
    f"2024-07-0{day}" for day in range(1, 6)
]

COURSES: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "ten same-day admissions to a public hospital": (
        TEN_DAYS | {"setting": "public-hospital-same-day"},
        "hospital",
        ["10 x 985.91"],
    ),
    "over a weekend in the bed, and over 1 July": (
        TEN_DAYS
        | {
            "setting": "private-hospital-inpatient",
            "start": "2024-06-24",
            "calendar": {"dates": TWO_WEEKS_OF_JUNE_AND_JULY},
            "episode": {"discharged": "2024-07-05"},
        },
        "hospital",
        ["7 x 663.68", "4 x 804.25"],
    ),
    "a night in intensive care": (
        FOUR_DAYS | {"episode": {"beds": [{"item": "ICU", "dates": ["2024-08-06"]}]}},
        "hospital",
        ["3 x 804.25", "1 x 2740.74"],
    ),
    "a transfer to another ward after 14 nights": (
        FOUR_DAYS
        | {
            "episode": {
                "nights": 18,
                "beds": [{"item": "GS", "dates": [f"2024-08-{day:02}" for day in range(5, 19)]}],
            }
        },
        "hospital",
        ["14 x 804.25", "4 x 698.57"],
    ),
    "a stay of 12 days that ended 6 days before": (
        FOUR_DAYS | {"episode": {"earlier_stay": {"ended": "2024-07-30", "days": 12}}},
        "hospital",
        ["2 x 804.25", "2 x 698.57"],
    ),
    "five sessions": (
        TEN_DAYS | {"setting": "private-day-hospital", "sessions": 5},
        "all",
        ["5 x 274.96", "1 x 174.50", "4 x 87.30"],
    ),
    "two nights as an inpatient, then a day patient": (
        TEN_DAYS
        | {
            "parts": [
                {"setting": "private-hospital-inpatient", "sessions": 2},
                {"setting": "private-day-hospital", "sessions": 8},
            ]
        },
        "all",
        ["2 x 804.25", "8 x 274.96", "1 x 174.50", "9 x 87.30"],
    ),
}
TOTALS = ["9859.10", "7862.76", "5153.49", "14053.78", "3005.64", "1898.50", "4768.38"]


@pytest.mark.parametrize(("course", "total"), list(zip(COURSES, TOTALS, strict=True)), ids=list(COURSES))
def test_a_course_comes_to_what_its_days_come_to(course: str, total: str, library: kfees.Library) -> None:
    asked, payee, lines = COURSES[course]
    quote = kfees.price(kfees.CourseRequest.model_validate(asked), library)
    found = [line for line in quote.lines if payee in ("all", line.payee)]
    assert [f"{line.quantity} x {line.rate}" for line in found] == lines
    assert sum(line.maximum or Decimal(0) for line in found) == Decimal(total)


def test_the_dose_follows_the_sessions(library: kfees.Library) -> None:
    quote = kfees.price(kfees.CourseRequest.model_validate(COURSES["five sessions"][0]), library)
    assert (quote.dose.mg, quote.dose.ampoules) == (Decimal(560), 5)
    assert any("5 ampoules" in assumption for assumption in quote.assumptions)


def test_a_saved_request_of_ten_nights_over_a_weekend_still_loads(library: kfees.Library) -> None:
    """12 are right: it can be read, and is told why it is not priced any more."""
    asked = kfees.CourseRequest.model_validate(
        TEN_DAYS
        | {"setting": "private-hospital-inpatient", "calendar": "weekdays", "episode": {"nights": 10}}
    )
    with pytest.raises(kfees.InputError, match="10 nights are too few for 12 days in hospital"):
        kfees.price(asked, library)


def asked(**changed: Any) -> kfees.CourseRequest:
    return kfees.CourseRequest.model_validate(FOUR_DAYS | changed)


def test_an_earlier_stay_is_said_to_count_or_to_be_too_long_ago(library: kfees.Library) -> None:
    def said(ended: str) -> tuple[str, list[str]]:
        quote = kfees.price(asked(episode={"earlier_stay": {"ended": ended, "days": 12}}), library)
        beds = [f"{line.quantity} x {line.rate}" for line in quote.lines if line.item == "M"]
        return next(says for says in quote.assumptions if says.startswith("The stay of")), beds

    assert said("2024-07-29") == (
        (
            "The stay of 12 days that ended on 29 July 2024, 7 days before this one, counts for rates that go"
            " by the day of the stay."
        ),
        ["2 x 804.25", "2 x 698.57"],
    )
    assert said("2024-07-28") == (
        (
            "The stay of 12 days that ended on 28 July 2024 does not count for rates that go by the day of"
            " the stay: it ended 8 days before this one, and at most 7 count."
        ),
        ["4 x 804.25"],
    )


def test_a_stay_begins_on_the_day_of_admission(library: kfees.Library) -> None:
    quote = kfees.price(asked(episode={"admitted": "2024-08-03"}), library)
    (bed,) = [line for line in quote.lines if line.item == "M"]
    assert [day.day for day in bed.dates] == [3, 4, 5, 6, 7, 8]
    assert not any("nights are taken" in says for says in quote.assumptions)
    assert quote.request.episode is not None
    assert quote.request.episode.nights == 6


def test_the_stays_of_a_request_are_those_of_its_course(library: kfees.Library) -> None:
    by_day = COURSES["five sessions"][0]
    for stated in (FOUR_DAYS, by_day, COURSES["two nights as an inpatient, then a day patient"][0]):
        request = kfees.CourseRequest.model_validate(stated)
        assert stays_of(request, library) == lay_out(request, library).stays


def test_two_stays_of_a_course_count_together_when_at_most_7_days_apart(library: kfees.Library) -> None:
    ward = "private-hospital-inpatient"
    for second, expected in ((20, ["14 x 804.25", "1 x 698.57"]), (21, ["15 x 804.25"])):
        dates = [f"2024-08-{day:02}" for day in (1, 2, 12, second, second + 1, second + 2)]
        course = TEN_DAYS | {
            "start": "2024-08-01",
            "sessions": 6,
            "calendar": {"dates": dates},
            "parts": [{"setting": ward, "sessions": 3}, {"setting": ward, "sessions": 3}],
        }
        lines = kfees.price(kfees.CourseRequest.model_validate(course), library).lines
        assert [f"{line.quantity} x {line.rate}" for line in lines if line.item == "M"] == expected


def beds_of(library: kfees.Library, **episode: Any) -> list[tuple[str | None, str, str | None, str]]:
    """Item, days, rate and the reason that tells of the count, of the hospital's lines."""
    quote = kfees.price(asked(episode=episode), library)
    return [
        (
            line.item,
            " ".join(str(day.day) for day in line.dates),
            None if line.rate is None else str(line.rate),
            next(says for says in line.reasons if "count" in says or "leave" in says or "only" in says),
        )
        for line in quote.lines
        if line.payee == "hospital"
    ]


BY_STAY = "The days of the stay count, whatever the bed."
BOTH = "Whether the days of the stay or those in this bed count is not published: both come to this rate."


def test_a_unit_is_priced_where_both_counts_of_its_days_come_to_one_rate(library: kfees.Library) -> None:
    assert beds_of(library, beds=[{"item": "ICU", "dates": ["2024-08-06", "2024-08-07"]}]) == [
        ("M", "5 8", "804.25", BY_STAY),
        ("ICU", "6 7", "2740.74", BOTH),
    ]
    # ICU has a rate for days 1 to 4: day 5 of the stay is day 1 in that bed.
    late = beds_of(library, nights=6, beds=[{"item": "ICU", "dates": ["2024-08-09"]}])
    assert late[1] == (
        "ICU",
        "9",
        None,
        (
            "Cannot determine: whether the days of the stay or those in the bed ICU count is not"
            " published, and they come to different rates."
        ),
    )
    whole = beds_of(
        library, nights=6, beds=[{"item": "ICU", "dates": [f"2024-08-{day:02}" for day in range(5, 11)]}]
    )
    assert whole == [
        ("ICU", "5 6 7 8", "2740.74", BOTH),
        ("ICU", "9 10", None, "Cannot determine: item ICU has a rate only for day 1 to 4 of a stay."),
    ]


def test_an_earlier_stay_may_have_been_in_the_same_unit(library: kfees.Library) -> None:
    for days, rate in ((3, "2740.74"), (4, None)):
        (_, *icu) = beds_of(
            library,
            earlier_stay={"ended": "2024-08-01", "days": days},
            beds=[{"item": "ICU", "dates": ["2024-08-05"]}],
        )
        assert (icu or [_])[0][2] in (rate, "804.25")


def test_a_night_of_leave_has_no_rate_and_those_after_it_where_they_count_alike(
    library: kfees.Library,
) -> None:
    leave = "Cannot determine: what is paid for a night of leave is not published."
    assert beds_of(library, leave=["2024-08-06"]) == [
        ("M", "5 7 8", "804.25", BY_STAY),
        ("M", "6", None, leave),
    ]
    count = (
        "Cannot determine: whether nights of leave count as days of the stay is not published, and it changes"
        " the rate."
    )
    assert [line[1:] for line in beds_of(library, nights=18, leave=["2024-08-06", "2024-08-07"])] == [
        ("5 8 9 10 11 12 13 14 15 16 17 18", "804.25", BY_STAY),
        ("6 7", None, leave),
        ("19 20", None, count),
        ("21 22", "698.57", BY_STAY),
    ]


def test_a_bed_that_the_course_leaves_out_is_a_day_of_the_stay_all_the_same(library: kfees.Library) -> None:
    ward = {"schedule": "private-hospital", "item": "M"}
    late = ward | {"item": "GS", "dates": ["2024-08-20"]}
    quote = kfees.price(asked(episode={"nights": 16}, without=[ward], services=[late]), library)
    assert [str(line.rate) for line in quote.lines if line.payee == "hospital"] == ["698.57"]


@pytest.mark.parametrize(
    ("bed", "lines"),
    [("M", ["2 x None", "12 x 663.68", "6 x 576.47"]), ("ICU", ["2 x None", "2 x 2261.71", "16 x None"])],
)
def test_nights_before_the_first_version_have_no_rate_and_are_days_of_the_stay(
    bed: str, lines: list[str], library: kfees.Library
) -> None:
    nights = [date(2018, 6, 29) + timedelta(days=number) for number in range(20)]
    added = {"schedule": "private-hospital", "item": bed, "dates": nights}
    course = TEN_DAYS | {"setting": "consulting-rooms", "services": [added]}
    quote = kfees.price(kfees.CourseRequest.model_validate(course), library)
    assert [f"{line.quantity} x {line.rate}" for line in quote.lines if line.item == bed] == lines


def test_the_days_that_count_are_stated_in_the_file_of_the_version(tmp_path: Path) -> None:
    beds = ("A,Bed A,100.00,day,1,2", "A,Bed A,50.00,day,3,", "M,Bed M,10.00,day,1,2", "M,Bed M,5.00,day,3,")
    said = {
        "": (["2 x 10.00", "2 x 50.00"], BY_STAY),
        'counts = "days in one bed"\nsource = "invented"\n': (
            ["2 x 10.00", "2 x 100.00"],
            "The days in one kind of bed count, not those of the whole stay.",
        ),
    }
    for number, (stated, (expected, reason)) in enumerate(said.items()):
        folder = tmp_path / str(number)
        write_version(folder, "private-hospital", "2024-08-01", *beds, header=STEPS)
        facts = folder / "private-hospital" / "2024-08-01" / "schedule.toml"
        facts.write_text(facts.read_text() + (f"\n[step_down]\n{stated}" if stated else ""))
        library = kfees.load_schedules(folder, environment={})
        episode = {"beds": [{"item": "A", "dates": ["2024-08-07", "2024-08-08"]}]}
        lines = kfees.price(asked(episode=episode), library).lines
        lines = tuple(line for line in lines if line.schedule == "private-hospital")
        assert [f"{line.quantity} x {line.rate}" for line in lines] == expected
        assert all(reason in line.reasons for line in lines)


def test_each_stay_is_weighed_as_its_own_episode(library: kfees.Library) -> None:
    group = {"schedule": "department-of-health", "item": "B71B"}
    course = TEN_DAYS | {
        "start": "2025-08-04",
        "parts": [
            {"setting": "public-hospital-admitted", "sessions": 4},
            {"setting": "public-hospital-same-day", "sessions": 6},
        ],
        "services": [
            group | {"dates": ["2025-10-20"], "episode": {"nights": 30}},
            group | {"dates": ["2025-11-20"], "episode": {"admitted": "2025-11-16", "leave": ["2025-11-17"]}},
        ],
    }
    request = kfees.CourseRequest.model_validate(course)
    quote = kfees.price(request, library)
    version = library.version_on("department-of-health", request.start)
    assert version is not None
    stays = [kfees.Episode(nights=4), kfees.Episode(nights=0), kfees.Episode(nights=30)]
    weights = [kfees.nwau(one, version, "B71B").nwau for one in stays]
    three = kfees.nwau(kfees.Episode(nights=4, leave_days=1), version, "B71B").nwau
    assert [(str(line.quantity), line.weight) for line in quote.lines] == [
        ("1", weights[0]),
        ("6", weights[1]),
        ("1", weights[2]),
        ("1", three),
    ]
    for line in quote.lines:
        assert weight_of_line(line, quote, library).nwau == line.weight
    assert quote.dose.ampoules == 10
    assert not any("drug is not priced" in says for says in quote.assumptions)
    assert replay(quote, library).differences == ()


def test_the_drug_is_priced_for_the_sessions_where_it_is_not_included(library: kfees.Library) -> None:
    course = TEN_DAYS | {
        "parts": [
            {"setting": "public-hospital-outpatient", "sessions": 4},
            {"setting": "consulting-rooms", "sessions": 6},
        ]
    }
    quote = kfees.price(kfees.CourseRequest.model_validate(course), library)
    assert any("6 ampoules" in says for says in quote.assumptions)
    assert [line.item for line in quote.lines] == ["10.14", "2806"]  # the first attendance was elsewhere
    assert quote.request.calendar == "weekdays"


def test_what_one_part_says_of_its_patient_is_not_said_of_another(library: kfees.Library) -> None:
    clinic: dict[str, Any] = {"setting": "public-hospital-outpatient", "sessions": 4}
    remote = clinic | {"episode": {"treatment_remoteness": "RA3"}}
    rates = []
    for parts in ([clinic], [remote], [clinic, remote], [remote, clinic]):
        course = TEN_DAYS | {"parts": parts, "sessions": 4 * len(parts)}
        quote = kfees.price(kfees.CourseRequest.model_validate(course), library)
        assert all(weight_of_line(line, quote, library).nwau == line.weight for line in quote.lines)
        rates.append([line.rate for line in quote.lines])
    (plain,), (distant,), plain_first, distant_first = rates
    assert plain != distant
    assert plain_first == [plain, distant]
    assert distant_first == [distant, plain]


def test_a_day_of_admission_weighs_as_many_nights(library: kfees.Library) -> None:
    version = library.version_on("department-of-health", date(2025, 8, 4))
    assert version is not None
    stated = kfees.Episode(admitted=date(2025, 8, 4), discharged=date(2025, 8, 8), leave=(date(2025, 8, 5),))
    counted = kfees.Episode(nights=4, leave_days=1)
    assert kfees.nwau(stated, version, "B71B") == kfees.nwau(counted, version, "B71B")
    backwards = kfees.Episode(admitted=date(2025, 8, 8), discharged=date(2025, 8, 4))
    with pytest.raises(kfees.InputError, match="the discharge on 2025-08-04 is before the admission"):
        kfees.nwau(backwards, version, "B71B")


def cost_of(asked: dict[str, Any], library: kfees.Library) -> tuple[int, int]:
    """The calls that pricing a request takes, of Python's and of C's functions, and its bytes at most."""
    request, calls = kfees.CourseRequest.model_validate(asked), 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        kfees.price(request, library)
    finally:
        sys.setprofile(before)
    tracemalloc.start()
    kfees.price(request, library)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return calls, most


def a_long_stay_of_the_course(nights: int) -> dict[str, Any]:
    return FOUR_DAYS | {"setting": "public-hospital-admitted", "episode": {"nights": nights}}


def a_long_stay_added(nights: int) -> dict[str, Any]:
    stay = {"dates": ["2024-08-01"], "episode": {"nights": nights}}
    return FOUR_DAYS | {"services": [{"schedule": "department-of-health", "item": "B71B", **stay}]}


@pytest.mark.parametrize(
    ("asked", "nights"), [(a_long_stay_of_the_course, 27_000), (a_long_stay_added, 100_000)]
)
def test_a_stay_of_tens_of_thousands_of_nights_costs_no_more_than_one_of_hundreds(
    asked: Callable[[int], dict[str, Any]], nights: int, library: kfees.Library
) -> None:
    """Both are past the upper bound and longer than is plausible: only the number differs."""
    cost_of(asked(401), library), cost_of(asked(nights - 1), library)  # what is worked out once and kept
    (calls, most), (long_calls, long_most) = cost_of(asked(400), library), cost_of(asked(nights), library)
    assert long_calls < 2 * calls
    assert long_most < 2 * most
