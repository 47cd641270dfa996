"""What can be wrong in a real course: each is found at its place, all at once, and mended so."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest

import kfees
from kfees.model.problems import Problem
from kfees.reading.json_and_toml import read_json, read_model
from oracle_payers import Asked

DAY_HOSPITAL: Asked = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}
IN_BED: Asked = {**DAY_HOSPITAL, "setting": "private-hospital-inpatient"}
IN_PARTS: Asked = {key: value for key, value in DAY_HOSPITAL.items() if key != "setting"}
DS1: Asked = {"schedule": "private-hospital", "item": "DS1"}
WHOLE: Asked = {"payee": "hospital", "amount": "3200.00"}


class Mistake(NamedTuple):
    """What is wrong; at which of these places a problem is to stand; what mends it."""

    course: Asked
    wrong: Asked
    places: tuple[str, ...]
    mended: Asked


def parts(*sessions: int, episode: Asked | None = None) -> list[Asked]:
    """In bed, then as a day patient, then in bed again …"""
    settings = ("private-hospital-inpatient", "private-day-hospital", "private-hospital-inpatient")
    found: list[Asked] = [
        {"setting": setting, "sessions": count} for setting, count in zip(settings, sessions, strict=False)
    ]
    return [found[0] | {"episode": episode}, *found[1:]] if episode else found


def beds(*dates: str, item: str = "ICU") -> list[Asked]:
    return [{"item": item, "dates": list(dates)}]


def episode(**facts: Any) -> Asked:
    return {"episode": facts}


def charges(*listed: Asked) -> Asked:
    return {"charges": list(listed)}


STAY = ("episode.admitted", "episode.discharged", "episode.nights", "episode")
MISTAKES = {
    "parts that do not add up": Mistake(
        IN_PARTS,
        {"parts": parts(2, 7)},
        ("parts", "sessions"),
        {"parts": parts(2, 8)},
    ),
    "parts that do not add up to the sessions stated": Mistake(
        IN_PARTS,
        {"parts": parts(2, 8), "sessions": 11},
        ("parts", "sessions"),
        {"parts": parts(2, 9), "sessions": 11},
    ),
    "a setting beside parts": Mistake(
        DAY_HOSPITAL,
        {"parts": parts(2, 8)},
        ("setting", "parts", "request"),
        {"setting": None, "parts": parts(2, 8)},
    ),
    "an episode beside parts": Mistake(
        IN_PARTS,
        {"parts": parts(2, 8), "episode": {"nights": 2}},
        ("episode", "parts", "request"),
        {"parts": parts(2, 8, episode={"nights": 2})},
    ),
    "neither a setting nor parts": Mistake(
        IN_PARTS, {}, ("setting", "parts", "request"), {"parts": parts(2, 8)}
    ),
    "nights that overlap": Mistake(
        IN_PARTS,
        {"parts": parts(2, 2, 6, episode={"nights": 9})},
        ("parts",),
        {"parts": parts(2, 2, 6, episode={"nights": 2})},
    ),
    "a bed before the stay": Mistake(
        IN_BED, episode(beds=beds("2024-08-04")), ("episode.beds",), episode(beds=beds("2024-08-05"))
    ),
    "a bed on the day of discharge": Mistake(
        IN_BED, episode(beds=beds("2024-08-15")), ("episode.beds",), episode(beds=beds("2024-08-14"))
    ),
    "two beds on one night": Mistake(
        IN_BED,
        episode(beds=beds("2024-08-06") + beds("2024-08-06", item="CCU")),
        ("episode.beds",),
        episode(beds=beds("2024-08-06") + beds("2024-08-07", item="CCU")),
    ),
    "a bed that no schedule has": Mistake(
        IN_BED,
        episode(beds=beds("2024-08-06", item="HAMMOCK")),
        ("episode.beds",),
        episode(beds=beds("2024-08-06")),
    ),
    "leave longer than the stay": Mistake(
        IN_BED,
        episode(leave=[f"2024-08-{day:02}" for day in range(5, 25)]),
        ("episode.leave",),
        episode(leave=["2024-08-10"]),
    ),
    "leave outside the stay": Mistake(
        IN_BED, episode(leave=["2024-09-01"]), ("episode.leave",), episode(leave=["2024-08-10"])
    ),
    "discharge before admission": Mistake(
        IN_BED,
        episode(admitted="2024-08-05", discharged="2024-08-04"),
        STAY,
        episode(admitted="2024-08-05", discharged="2024-08-15"),
    ),
    "a stay that ends before the last treatment day": Mistake(
        IN_BED, episode(discharged="2024-08-12"), STAY, episode(discharged="2024-08-14")
    ),
    "an admission after the first treatment day": Mistake(
        IN_BED, episode(admitted="2024-08-07"), STAY, episode(admitted="2024-08-04")
    ),
    "nights that the days contradict": Mistake(
        IN_BED,
        episode(admitted="2024-08-05", discharged="2024-08-16", nights=10),
        STAY,
        episode(admitted="2024-08-05", discharged="2024-08-16", nights=11),
    ),
    "an earlier stay that ended after this one began": Mistake(
        IN_BED,
        episode(earlier_stay={"ended": "2024-08-09", "days": 3}),
        ("episode.earlier_stay",),
        episode(earlier_stay={"ended": "2024-08-02", "days": 3}),
    ),
    "other days than the sessions": Mistake(
        DAY_HOSPITAL,
        {"sessions": 3, "calendar": {"dates": ["2024-08-05", "2024-08-06"]}},
        ("calendar", "sessions"),
        {"sessions": 2, "calendar": {"dates": ["2024-08-05", "2024-08-06"]}},
    ),
    "an AR-DRG without its stay": Mistake(
        DAY_HOSPITAL,
        {"services": [{"schedule": "department-of-health", "item": "B02B", "dates": ["2024-09-05"]}]},
        ("services[0]",),
        {
            "services": [
                {"schedule": "department-of-health", "item": "B02B", "dates": ["2024-09-05"]}
                | episode(admitted="2024-09-01", discharged="2024-09-05")
            ]
        },
    ),
    "a discount above the charge": Mistake(
        DAY_HOSPITAL,
        charges(WHOLE, {"payee": "hospital", "discount": "3200.01"}),
        ("charges[1]",),
        charges(WHOLE, {"payee": "hospital", "discount": "3200.00"}),
    ),
    "a discount above what is charged by the item": Mistake(
        DAY_HOSPITAL,
        charges(DS1 | {"amount": "300.00"}, {"payee": "hospital", "discount": "3000.01"}),
        ("charges[1]",),
        charges(DS1 | {"amount": "300.00"}, {"payee": "hospital", "discount": "3000.00"}),
    ),
    "two amounts for one payee": Mistake(
        DAY_HOSPITAL,
        charges(WHOLE, WHOLE | {"amount": "20.00"}),
        ("charges[0]", "charges[1]"),
        charges(WHOLE, {"payee": "hospital", "label": "Consumables", "amount": "20.00"}),
    ),
    "an amount for all and one for an item": Mistake(
        DAY_HOSPITAL,
        charges(WHOLE, DS1 | {"amount": "300.00"}),
        ("charges[0]", "charges[1]"),
        charges(DS1 | {"amount": "300.00"}),
    ),
    "two charges on one day": Mistake(
        DAY_HOSPITAL,
        charges(DS1 | {"amount": "300.00"}, DS1 | {"amount": "900.00", "dates": ["2024-08-05"]}),
        ("charges[0]", "charges[1]"),
        charges(DS1 | {"amount": "900.00", "dates": ["2024-08-05"]}),
    ),
    "a fee that is an item": Mistake(
        DAY_HOSPITAL,
        charges({"payee": "hospital", "label": "FACFEE", "amount": "100.00"}),
        ("charges[0].label",),
        charges({"payee": "hospital", "label": "Facility fee", "amount": "100.00"}),
    ),
    "a charge that may be either doctor's": Mistake(
        DAY_HOSPITAL,
        {
            "without": [{"schedule": "medical", "item": item} for item in ("2801", "2806")],
            "services": [
                {"schedule": "medical", "item": "17615", "dates": ["2024-08-05"], "provider": name}
                for name in ("Dr A", "Dr B")
            ],
            "charges": [{"payee": "medical", "amount": "180.00"}],
        },
        ("charges[0]",),
        {"charges": [{"payee": "medical", "amount": "180.00"}]},
    ),
    "a charge of somebody who bills nothing": Mistake(
        DAY_HOSPITAL,
        charges({"payee": "medical", "provider": "Dr C", "amount": "180.00"}),
        ("charges[0]",),
        {
            **charges({"payee": "medical", "provider": "Dr C", "amount": "180.00"}),
            "providers": {"medical": "Dr C"},
        },
    ),
}


def asked(course: Asked, changes: Asked) -> Asked:
    return {key: value for key, value in {**course, **changes}.items() if value is not None}


def price(request: Asked, library: kfees.Library) -> kfees.Quote:
    return kfees.price(read_model(kfees.CourseRequest, read_json(json.dumps(request), "request")), library)


def refused(request: Asked, library: kfees.Library) -> tuple[Problem, ...]:
    with pytest.raises(kfees.InputError) as refusal:
        price(request, library)
    for problem in refusal.value.problems:
        assert problem.message[-1] in ".?!"
        assert len(problem.remedy) > 5
    return refusal.value.problems


def at(problem: Problem, places: tuple[str, ...]) -> bool:
    return problem.place in places or problem.place.startswith(
        tuple(f"{place}{inside}" for place in places for inside in ".[")
    )


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_found_at_its_place_and_what_mends_it_is_priced(
    mistake: Mistake, library: kfees.Library
) -> None:
    problems = refused(asked(mistake.course, mistake.wrong), library)
    assert [problem for problem in problems if at(problem, mistake.places)], problems
    assert [problem for problem in problems if not at(problem, mistake.places)] == []
    assert price(asked(mistake.course, mistake.mended), library).lines


@pytest.mark.parametrize("sessions", [0, -1, 101, 10**30, "5", 5.0, True, [5]])
def test_sessions_are_a_whole_number_from_1_to_100(sessions: object, library: kfees.Library) -> None:
    (problem,) = refused({**DAY_HOSPITAL, "sessions": sessions}, library)
    assert problem.place == "sessions"
    for least_and_most in (1, 100):
        assert len(price({**DAY_HOSPITAL, "sessions": least_and_most}, library).lines) > 0


def test_a_fee_that_is_an_item_names_the_schedule_to_charge_it_by(library: kfees.Library) -> None:
    fee = {"payee": "hospital", "label": "DS1", "amount": "300.00"}
    (problem,) = refused({**DAY_HOSPITAL, **charges(fee)}, library)
    assert "private-hospital" in f"{problem.message} {problem.remedy}"


def test_all_that_is_wrong_is_said_at_once(library: kfees.Library) -> None:
    everything = {
        **IN_BED,
        "episode": {
            "admitted": "2024-08-05",
            "discharged": "2024-08-20",
            "nights": 11,
            "beds": beds("2024-08-25"),
            "leave": ["2024-09-01"],
        },
        "calendar": {"dates": ["2024-08-05", "2024-08-06"]},
        "sessions": 3,
        "charges": [
            WHOLE,
            WHOLE,
            {"payee": "medical", "amount": "100.00"},
            {"payee": "medical", "discount": "100.01"},
            {"payee": "hospital", "label": "DS1", "amount": "300.00"},
        ],
    }
    problems = refused(everything, library)
    for places in (
        STAY,
        ("episode.beds",),
        ("episode.leave",),
        ("calendar", "sessions"),
        ("charges[0]", "charges[1]"),
        ("charges[3]",),
        ("charges[4]",),
    ):
        assert [problem for problem in problems if at(problem, places)], places
