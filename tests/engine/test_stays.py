"""Courses as clinics give them, against figures worked out by hand from the published rates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import kfees

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
