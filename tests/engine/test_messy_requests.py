"""Whatever JSON comes, a request is priced or refused with its problems: nothing else ever comes out."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kfees
from effort import times
from kfees.reading.json_and_toml import read_json, read_model
from laws.real_courses import real_courses
from laws.strategies import parts_of
from oracle_payers import Asked

WHOLE: Asked = {
    "regimen": "crps-10-day",
    "start": "2024-08-05",
    "weight_kg": "80",
    "sessions": 10,
    "parts": [
        {
            "setting": "private-hospital-inpatient",
            "sessions": 4,
            "episode": {
                "admitted": "2024-08-05",
                "discharged": "2024-08-09",
                "nights": 4,
                "beds": [{"item": "ICU", "dates": ["2024-08-06"]}],
                "leave": ["2024-08-07"],
                "earlier_stay": {"ended": "2024-07-30", "days": 10},
            },
        },
        {"setting": "private-day-hospital", "sessions": 6, "episode": None},
    ],
    "providers": {"medical": "Dr A", "hospital": "The Hospital"},
    "services": [
        {
            "schedule": "department-of-health",
            "item": "B71B",
            "dates": ["2024-09-09"],
            "quantity": "1",
            "provider": "Another Hospital",
            "episode": {"admitted": "2024-09-05", "discharged": "2024-09-09", "leave": ["2024-09-06"]},
        }
    ],
    "charges": [
        {"payee": "medical", "provider": "Dr A", "amount": "1500.00", "gst": "included"},
        {"payee": "medical", "provider": "Dr A", "discount": "10.00"},
        {
            "schedule": "private-hospital",
            "item": "DS1",
            "provider": "The Hospital",
            "amount": "300.00",
            "dates": ["2024-08-09", "2024-08-12"],
        },
        {
            "payee": "hospital",
            "label": "Facility fee",
            "amount": "2.50",
            "quantity": "3",
            "dates": ["2024-08-09"],
        },
    ],
}
"""A request that says everything that a real course can say, and is priced."""

JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 101, 10**30, -(10**30), 0.5, 1e308),
    *(
        "",
        " ",
        "x",
        "-1",
        "1e9",
        "NaN",
        "2024-02-30",
        "2024-08-05",
        "0000-00-00",
        "9999-12-31",
        "\x00",
        "\ud800",
    ),
    *("x" * 10_000, "ICU", "Dr A", "included", "B71B", "None", "２０２４-08-05"),
    *([], {}, [None], [[]], [{}], {"": None}, {"dates": None}, {"item": []}, [None] * 100, [["2024-08-05"]]),
    *({"episode": {"episode": {"episode": {}}}}, ["2024-08-06", "2024-08-05"], ["2024-08-05", "2024-08-05"]),
)

Place = tuple[str | int, ...]


def places(value: object, at: Place = ()) -> Iterator[Place]:
    """Where anything stands in it, from the outside in."""
    if at:
        yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in inner:
        yield from places(held, (*at, key))


def inside(request: Asked, place: Place) -> Any:
    """What holds the value at this place."""
    holder: Any = request
    for key in place[:-1]:
        holder = holder[key]
    return holder


def replaced(request: Asked, place: Place, value: object) -> Asked:
    changed = copy.deepcopy(request)
    inside(changed, place)[place[-1]] = copy.deepcopy(value)
    return changed


PLACES = tuple(places(WHOLE))
LISTS = [place for place in PLACES if isinstance(inside(WHOLE, place)[place[-1]], list)]


def priced_or_refused(request: object, library: kfees.Library) -> kfees.Quote | None:
    """The quote, or None where the request is refused in an orderly way; any other exception is a fault."""
    try:
        model = read_model(kfees.CourseRequest, read_json(json.dumps(request), "request"))
        quote = kfees.price(model, library)
    except kfees.InputError as error:
        problems = error.problems
    else:
        for part in parts_of(quote):
            assert part.gap_least is not None
            assert part.gap_least >= 0
            if part.gap is not None:
                assert part.gap_least <= part.gap
            if part.gap_most is not None:
                assert (part.gap or part.gap_least) <= part.gap_most
        return quote
    assert problems
    assert all(problem.place and problem.message and problem.remedy for problem in problems)
    return None


def test_a_request_that_says_everything_is_priced(library: kfees.Library) -> None:
    assert priced_or_refused(WHOLE, library) is not None


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_anything_in_the_place_of_anything_is_priced_or_refused(place: Place, library: kfees.Library) -> None:
    for value in JUNK:
        priced_or_refused(replaced(WHOLE, place, value), library)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_anything_missing_or_twice_is_priced_or_refused(place: Place, library: kfees.Library) -> None:
    missing = copy.deepcopy(WHOLE)
    del inside(missing, place)[place[-1]]
    priced_or_refused(missing, library)
    if isinstance(place[-1], int):
        twice = copy.deepcopy(WHOLE)
        inside(twice, place).append(copy.deepcopy(inside(twice, place)[place[-1]]))
        priced_or_refused(twice, library)


@pytest.mark.parametrize("place", LISTS, ids=lambda place: ".".join(map(str, place)))
def test_ten_thousand_entries_are_priced_or_refused(place: Place, library: kfees.Library) -> None:
    (first, *_) = inside(WHOLE, place)[place[-1]]
    priced_or_refused(replaced(WHOLE, place, [first] * 10_000), library)
    if isinstance(first, str):
        days = [(date(2024, 8, 5) + timedelta(days=number)).isoformat() for number in range(10_000)]
        priced_or_refused(replaced(WHOLE, place, days), library)
        priced_or_refused(replaced(WHOLE, place, days[::-1]), library)


def test_ten_thousand_providers_are_refused(library: kfees.Library) -> None:
    names = {f"payee {number}": f"Dr {number}" for number in range(10_000)}
    assert priced_or_refused(replaced(WHOLE, ("providers",), names), library) is None


@settings(max_examples=times(60))
@given(asked=real_courses(), data=st.data())
def test_a_real_course_with_a_few_things_amiss_is_priced_or_refused(
    asked: Asked, data: st.DataObject, library: kfees.Library
) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        where = list(places(asked))
        if not where:
            return
        place = data.draw(st.sampled_from(where))
        here = [inside(asked, one)[one[-1]] for one in where]
        asked = replaced(asked, place, data.draw(st.sampled_from(JUNK) | st.sampled_from(here)))
        priced_or_refused(asked, library)
