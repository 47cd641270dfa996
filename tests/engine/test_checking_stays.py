"""What is wrong with parts, sessions and stays: all at once, each with its place and a remedy that works."""

from __future__ import annotations

from typing import Any

import pytest

import kfees
from kfees.engine.asking import read_request

Asked = dict[str, Any]

WARD, DAY_HOSPITAL = "private-hospital-inpatient", "private-day-hospital"
TEN: Asked = {"regimen": "crps-10-day", "weight_kg": "80", "start": "2024-08-05"}
FOUR: Asked = {"regimen": "crps-4-day", "start": "2024-08-05", "setting": WARD}
DRG: Asked = {"schedule": "department-of-health", "item": "B71A"}
EARLIER: Asked = {"ended": "2024-07-30", "days": 12}


def told(asked: Asked, library: kfees.Library) -> list[str]:
    try:
        kfees.price(read_request(asked, library), library)
    except kfees.InputError as error:
        return [str(problem) for problem in error.problems]
    return []


def parts(*stated: tuple[str, int] | tuple[str, int, Asked]) -> list[Asked]:
    keys = ("setting", "sessions", "episode")
    return [dict(zip(keys, part, strict=False)) for part in stated]


def stay(**episode: Any) -> Asked:
    return FOUR | {"episode": episode}


def added(*dates: str, **episode: Any) -> Asked:
    return TEN | {"setting": DAY_HOSPITAL, "services": [DRG | {"dates": list(dates), "episode": episode}]}


REFUSED: dict[str, tuple[Asked, list[str]]] = {
    "nowhere": (TEN, ["setting: this is required and was not given. Add it."]),
    "parts that are too few": (
        TEN | {"parts": parts((WARD, 2), (DAY_HOSPITAL, 7))},
        [
            (
                "parts: they have 9 sessions together; crps-10-day has 10. Correct their sessions, or give"
                ' "sessions": 9 for the course.'
            )
        ],
    ),
    "parts that are too many": (
        TEN | {"sessions": 5, "parts": parts((WARD, 60), (DAY_HOSPITAL, 60))},
        ["parts: they have 120 sessions together; the course has 5. Correct their sessions."],
    ),
    "a setting and parts": (
        TEN | {"setting": WARD, "parts": parts((WARD, 10))},
        [
            (
                "parts: a course is given in one setting or in parts, and both are stated."
                " Leave out setting, or parts."
            )
        ],
    ),
    "a stay beside parts": (
        TEN | {"parts": parts((WARD, 10)), "episode": {"nights": 10}},
        [
            (
                "episode: each part of a course has its own stay."
                " Give it as the episode of its part, such as parts[0].episode."
            )
        ],
    ),
    "parts in unknown settings, and a dose without a weight": (
        TEN | {"parts": parts(("ward", 2), (DAY_HOSPITAL, 8)), "weight_kg": None},
        [
            (
                "parts[0].setting: there is no setting 'ward'. Use one of: consulting-rooms,"
                " hospital-in-the-home, private-day-hospital, private-hospital-inpatient,"
                " public-hospital-admitted, public-hospital-outpatient, public-hospital-same-day."
            )
        ],
    ),
    "a part that is closed at night": (
        FOUR | {"setting": None, "parts": parts((WARD, 2), (DAY_HOSPITAL, 2))},
        [
            (
                "parts[1].setting: crps-4-day runs day and night, and private-day-hospital cannot give it."
                " Choose a setting with nights, or hospital in the home."
            )
        ],
    ),
    "no session, and too many": (
        TEN | {"sessions": 0, "parts": parts((WARD, 0), (WARD, 101))},
        [
            "parts[0].sessions: 0 is not what is expected here. Give 1 or more.",
            "parts[1].sessions: 101 is not what is expected here. Give 100 or less.",
            "sessions: 0 is not what is expected here. Give 1 or more.",
        ],
    ),
    "dates that are not as many as the sessions": (
        TEN | {"setting": DAY_HOSPITAL, "sessions": 5, "calendar": {"dates": ["2024-08-05"]}},
        [
            (
                "calendar.dates: 1 dates are given; the course has 5 treatment days."
                ' Give one date for each treatment day, or give "sessions": 1 for the course.'
            )
        ],
    ),
    "dates that are not as many as the parts' sessions, and a bed with an unknown item": (
        TEN
        | {
            "parts": parts((WARD, 2, {"beds": [{"item": "GX", "dates": ["2025-01-01"]}]}), (DAY_HOSPITAL, 8)),
            "calendar": {"dates": ["2024-08-05", "2024-08-06"]},
        },
        [
            (
                "calendar.dates: 2 dates are given; crps-10-day has 10 treatment days."
                ' Give one date for each treatment day, or give "sessions": 2 for the course.'
            ),
            (
                "parts[0].episode.beds[0].item: no version of private-hospital has the item 'GX'."
                " 'kfees schedules show private-hospital' lists its items."
            ),
        ],
    ),
    "beds that are none": (
        FOUR
        | {
            "episode": {
                "beds": [
                    {"item": item, "dates": [f"2024-08-0{day}"]}
                    for item, day in (("DS1", 6), ("ICU", 7), ("T1", 8))
                ]
            }
        },
        [
            (
                f"episode.beds[{number}].item: {item} is no bed: its rate does not go by the day of the stay."
                " Use one of: AS, CCU, GS, ICU, M. What is charged beside the bed is a service."
            )
            for number, item in ((0, "DS1"), (2, "T1"))
        ],
    ),
    "dates that are not as many as the parts' sessions, and a group that there is not": (
        TEN
        | {
            "parts": parts(("public-hospital-admitted", 2, {"drg": "Z0"}), (DAY_HOSPITAL, 8)),
            "calendar": {"dates": ["2024-08-05", "2024-08-06"]},
        },
        [
            (
                "calendar.dates: 2 dates are given; crps-10-day has 10 treatment days."
                ' Give one date for each treatment day, or give "sessions": 2 for the course.'
            ),
            (
                "parts[0].episode.drg: no version of department-of-health has the AR-DRG 'Z0'."
                " Did you mean 'Z40Z', 'Z01B' or 'Z01A'?"
            ),
        ],
    ),
    "discharge before admission, which is after the first treatment": (
        stay(admitted="2024-08-06", discharged="2024-08-04"),
        [
            (
                "episode.admitted: the admission on 2024-08-06 is after the first treatment there, on"
                " 2024-08-05. Give 2024-08-05 or an earlier day."
            ),
            (
                "episode.discharged: the discharge on 2024-08-04 is before the admission on 2024-08-06."
                " Correct one of them."
            ),
        ],
    ),
    "a stay that ends before its last treatment": (
        stay(discharged="2024-08-07"),
        [
            (
                "episode.discharged: the stay ends on 2024-08-07, before its last treatment on 2024-08-08."
                " Give 2024-08-08 or a later day."
            )
        ],
    ),
    "a stay without a night": (
        TEN | {"setting": WARD, "sessions": 1, "episode": {"discharged": "2024-08-05"}},
        [
            (
                "episode.discharged: the stay begins and ends on 2024-08-05, without a night."
                " Give 2024-08-06 or a later day."
            )
        ],
    ),
    "too few nights from the admission": (
        stay(admitted="2024-08-03", nights=4),
        [
            (
                "episode.nights: 4 nights are too few for 6 days in hospital, from the admission to the last"
                " treatment. Give at least 5."
            )
        ],
    ),
    "nights that contradict the days": (
        stay(discharged="2024-08-08", nights=4),
        [
            (
                "episode.nights: 4 nights are stated; from 2024-08-05 to 2024-08-08 are 3."
                " Leave it out, or correct the days."
            )
        ],
    ),
    "beds, leave and an earlier stay that do not fit": (
        stay(
            beds=[
                {"item": "ICU", "dates": ["2024-08-09", "2024-08-06"]},
                {"item": "CCU", "dates": ["2024-08-06"]},
            ],
            leave=["2024-08-20", "2024-08-06", "2024-08-06"],
            leave_days=1,
            earlier_stay={"ended": "2024-08-06", "days": 3},
        ),
        [
            (
                "episode.earlier_stay.ended: 2024-08-06 is after the admission on 2024-08-05."
                " Give the day on which a stay before this one ended."
            ),
            (
                "episode.leave[0]: the night of 2024-08-20 is outside the stay."
                " Give nights from 2024-08-05 to 2024-08-08."
            ),
            "episode.leave[2]: 2024-08-06 stands twice. Give each date once.",
            (
                "episode.leave_days: 1 days of leave are stated, and the nights of leave are 2."
                " Leave it out: the nights are counted."
            ),
            (
                "episode.beds[0].dates: the night of 2024-08-09 is outside the stay."
                " Give nights from 2024-08-05 to 2024-08-08."
            ),
            "episode.beds[1].dates: the night of 2024-08-06 has two beds. Give one bed for each night.",
        ],
    ),
    "days of leave without their dates": (
        stay(leave_days=5),
        [
            (
                "episode.leave_days: it changes nothing in private-hospital-inpatient."
                " Give the nights away by their dates, as episode.leave."
            )
        ],
    ),
    "days of a stay where nobody stays": (
        TEN
        | {
            "setting": "public-hospital-same-day",
            "episode": {"nights": 1, "admitted": "2024-08-05", "icu_hours": "25", "earlier_stay": EARLIER},
        },
        [
            (
                "episode.nights: nobody stays the night in public-hospital-same-day."
                " Leave nights out, or choose a setting with nights."
            ),
            (
                "episode.admitted: nobody stays the night in public-hospital-same-day."
                " Leave admitted out, or choose a setting with nights."
            ),
            (
                "episode.earlier_stay: nobody stays the night in public-hospital-same-day."
                " Leave earlier_stay out, or choose a setting with nights."
            ),
            (
                "episode.icu_hours: 25 hours in intensive care are longer than the stay of 24 hours."
                " Give fewer, or more nights."
            ),
        ],
    ),
    "beds and an earlier stay where one price is for the whole stay": (
        TEN
        | {
            "setting": "public-hospital-admitted",
            "episode": {"beds": [{"item": "ICU", "dates": ["2024-08-06"]}], "earlier_stay": EARLIER},
        },
        [
            f"episode.{key}: it changes nothing in public-hospital-admitted, where one price is for the whole"
            " stay. Leave it out."
            for key in ("beds", "earlier_stay")
        ],
    ),
    "sessions by day before the discharge": (
        TEN | {"parts": parts((WARD, 2, {"nights": 9}), (DAY_HOSPITAL, 8))},
        [
            (
                "parts[0].episode.nights: the session on 2024-08-07 in private-day-hospital is before the"
                " discharge on 2024-08-14. Let the stay end by 2024-08-07, or give the days of the"
                " sessions in calendar.dates."
            )
        ],
    ),
    "two stays that overlap": (
        TEN
        | {
            "parts": parts(
                (WARD, 2, {"discharged": "2024-08-09"}),
                (WARD, 8, {"admitted": "2024-08-07", "earlier_stay": EARLIER}),
            )
        },
        [
            (
                "parts[1].episode.earlier_stay: the stay before this one is the course's own."
                " Give the earlier stay at the first stay of the course."
            ),
            (
                "parts[1].episode.admitted: one stay ends on 2024-08-09, and another begins on 2024-08-07."
                " Let the first end by the day on which the next begins."
            ),
        ],
    ),
    "an added stay while the patient is in hospital": (
        added("2024-08-08", nights=4) | {"setting": WARD},
        [
            (
                "services[0].episode.nights: one stay ends on 2024-08-08, and another begins on 2024-08-05."
                " Let the first end by the day on which the next begins."
            )
        ],
    ),
    "an added stay that begins in the stay of the course": (
        added("2024-08-20", nights=10) | {"setting": WARD},
        [
            (
                "episode: one stay ends on 2024-08-15, and another begins on 2024-08-10."
                " Let the first end by the day on which the next begins."
            )
        ],
    ),
    "an added stay without its length": (
        added("2024-09-20"),
        ["services[0].episode.nights: the length of the stay is not given. Give the nights."],
    ),
    "an added stay of another group, twice, with beds, admitted after its discharge": (
        TEN
        | {
            "setting": DAY_HOSPITAL,
            "services": [
                DRG
                | {
                    "dates": ["2024-09-20"],
                    "quantity": "2",
                    "episode": {
                        "drg": "B71B",
                        "admitted": "2024-09-21",
                        "beds": [{"item": "M", "dates": ["2024-09-20"]}],
                    },
                }
            ],
        },
        [
            "services[0].quantity: a stay is one unit. Give a day of discharge for each stay.",
            "services[0].episode.drg: it is B71B, and the service is B71A. Leave it out.",
            (
                "services[0].episode.beds: it changes nothing for an AR-DRG, which has one price for the"
                " whole stay. Leave it out."
            ),
            (
                "services[0].episode.admitted: the admission on 2024-09-21 is after the discharge on"
                " 2024-09-20. Correct one of them."
            ),
        ],
    ),
    "one admission for two added stays": (
        added("2024-09-08", "2024-09-19", admitted="2024-09-04"),
        [
            (
                "services[0].episode.admitted: it is one stay's, and the service has 2 days of discharge."
                " Give each stay as a service of its own."
            )
        ],
    ),
    "an added stay whose days contradict each other": (
        added(
            "2024-09-08",
            admitted="2024-09-04",
            discharged="2024-09-07",
            nights=3,
            leave=["2024-09-10"],
            leave_days=2,
        ),
        [
            (
                "services[0].episode.discharged: the discharge on 2024-09-07 is not the service's day,"
                " 2024-09-08. Make them the same."
            ),
            (
                "services[0].episode.nights: 3 nights are stated; from 2024-09-04 to 2024-09-08 are 4."
                " Leave it out, or correct the days."
            ),
            (
                "services[0].episode.leave[0]: the night of 2024-09-10 is outside the stay."
                " Give nights from 2024-09-04 to 2024-09-07."
            ),
            (
                "services[0].episode.leave_days: 2 days of leave are stated, and the nights of leave are 1."
                " Leave it out: the nights are counted."
            ),
        ],
    ),
    "an episode of what is not weighed, and a stay of a visit": (
        TEN
        | {
            "setting": DAY_HOSPITAL,
            "services": [
                {"schedule": "medical", "item": "132", "dates": ["2024-08-08"], "episode": {"age": 40}},
                DRG | {"item": "10.14", "dates": ["2024-08-08"], "episode": {"nights": 1, "age": -1}},
            ],
        },
        [
            "services[0].episode: it changes nothing for medical:132, which is not weighed. Leave it out.",
            "services[1].episode.age: an age of -1 is not possible. Give whole years, 0 to 130.",
            "services[1].episode.nights: 10.14 is no stay in hospital. Leave it out.",
        ],
    ),
}


@pytest.mark.parametrize("mistake", list(REFUSED))
def test_each_mistake_is_told_at_its_place_with_its_remedy(mistake: str, library: kfees.Library) -> None:
    asked, expected = REFUSED[mistake]
    assert told(asked, library) == expected


UNREAD: dict[str, tuple[Asked, list[str]]] = {
    "a day of admission": (
        TEN
        | {
            "parts": parts(
                (WARD, 2, {"admitted": "x", "leave": ["2024-08-22"], "age": -1}), (DAY_HOSPITAL, 8)
            )
        },
        ["parts[0].episode.admitted", "parts[0].episode.age"],
    ),
    "a bed": (stay(beds=[{"item": "ICU"}], nights=2), ["episode.beds[0].dates", "episode.nights"]),
    "a number of sessions": (
        TEN | {"setting": DAY_HOSPITAL, "sessions": "5", "calendar": {"dates": ["2024-08-05"]}},
        ["sessions"],
    ),
    "the setting of a part, and the stay of another": (
        TEN
        | {
            "parts": [{"setting": 3, "sessions": 2}, {"setting": WARD, "sessions": 8, "episode": {"age": ""}}]
        },
        ["parts[0].setting", "parts[1].episode.age"],
    ),
    "the episode of a service": (
        TEN
        | {"setting": DAY_HOSPITAL, "services": [DRG | {"dates": ["2024-09-20"], "episode": 4}], "colour": 1},
        ["services[0].episode", "colour"],
    ),
}


@pytest.mark.parametrize("unread", list(UNREAD))
def test_what_cannot_be_read_hides_no_other_mistake_and_makes_none(
    unread: str, library: kfees.Library
) -> None:
    asked, places = UNREAD[unread]
    with pytest.raises(kfees.InputError) as refusal:
        read_request(asked, library)
    assert [problem.place for problem in refusal.value.problems] == places


@pytest.mark.parametrize(
    "asked",
    [
        stay(admitted="2024-08-03", discharged="2024-08-08", nights=5),
        stay(admitted="2024-08-03"),
        stay(earlier_stay={"ended": "2024-08-05", "days": 1}),
        TEN | {"setting": "public-hospital-admitted", "episode": {"leave": ["2024-08-06"], "leave_days": 1}},
        TEN | {"parts": parts((WARD, 2, {"nights": 1}), (WARD, 8))},
        TEN
        | {
            "parts": parts((WARD, 2, {"nights": 5}), (DAY_HOSPITAL, 1)),
            "sessions": 3,
            "calendar": {"dates": ["2024-08-05", "2024-08-06", "2024-08-10"]},
        },
        TEN | {"parts": parts((DAY_HOSPITAL, 2), (WARD, 8, {"earlier_stay": EARLIER}))},
        added("2024-08-20", "2024-09-20", nights=0),
        added("2024-08-20", admitted="2024-08-18", discharged="2024-08-20", leave=["2024-08-18"]),
    ],
)
def test_courses_as_they_are_given_are_no_mistake(asked: Asked, library: kfees.Library) -> None:
    assert told(asked, library) == []
