"""Plans for tests, as their JSON would read, and a small overlay whose sums are easy to do by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kfees
from kfees.projection.checking_plans import read_plan
from kfees.projection.projection import Projection
from overlays import write_version

Asked = dict[str, Any]

COURSE: Asked = {
    "regimen": "crps-10-day",
    "setting": "consulting-rooms",
    "start": "2024-08-05",
    "weight_kg": "80",
}
"""From 1 July 2024: 2801 once at 174.50 and 2806 nine times at 87.30, which is 960.20."""

SET_ASIDE: Asked = {"request": COURSE, "rule_set": "medicare-set-aside", "courses_per_year": 2, "years": 20}
RESERVE: Asked = {
    "request": COURSE,
    "rule_set": "reserve",
    "courses_per_year": 2,
    "years": 5,
    "indexation": "0.03",
    "discount": "0.04",
}
PER_INFUSION: Asked = {
    "per_infusion": {"amount": "2750", "source": "Medicare Set-Aside Blog, 8 June 2020"},
    "currency": "USD",
}

TITLE = 'title = "Pain clinic"\nsource = "Made for a test"\novernight = false\ncontinuous = false\n'


def projected(library: kfees.Library, plan: Asked) -> Projection:
    return kfees.project(read_plan(plan, library), library)


def problems_of(library: kfees.Library, plan: object) -> dict[str, str]:
    """The codes of what is wrong with a plan, by place."""
    try:
        read_plan(plan, library)
    except kfees.InputError as error:
        return {problem.place: problem.code for problem in error.problems}
    return {}


def pain_clinic(
    folder: Path, amount: str, *first_days: str, currency: str = "AUD", change: str = "2025-01-01"
) -> Path:
    """An overlay with a setting that brings one infusion each treatment day, at one amount."""
    for first_day in first_days:
        write_version(
            folder,
            "pain-clinic",
            first_day,
            f"infusion,Ketamine infusion,{amount},infusion",
            currency=f'"{currency}"',
            next_change_expected=change,
        )
    settings = folder / "settings"
    settings.mkdir()
    service = '[[service]]\nschedule = "pain-clinic"\nitem = "infusion"\nwhen = "each treatment day"\n'
    (settings / "pain-clinic.toml").write_text(f"{TITLE}\n{service}", encoding="utf-8")
    return folder
