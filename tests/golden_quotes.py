"""Whole quotes kept as files: each regimen in each setting that fits it, at three dates.

Run this file to write them anew after a change that is meant, and read the difference.
"""

from __future__ import annotations

import itertools
import json
from datetime import date
from pathlib import Path
from typing import Any

import kfees

FOLDER = Path(__file__).parent / "golden"
AS_OF = date(2026, 11, 21)

STARTS = {
    "first-version": "2018-12-03",  # the doctor's fees of that year are not known
    "one-version": "2024-08-05",
    "across-1-july": "2025-06-28",
}
COURSES = {
    "crps-4-day": ("private-hospital-inpatient", "hospital-in-the-home", "public-hospital-admitted"),
    "crps-10-day": (
        "private-hospital-inpatient",
        "private-day-hospital",
        "hospital-in-the-home",
        "consulting-rooms",
        "public-hospital-admitted",
        "public-hospital-outpatient",
    ),
}
FIRST_VISIT = {"hospital-in-the-home": "2824"}


def requests() -> dict[str, dict[str, Any]]:
    """The requests by file name: the hospital charges one amount, the doctor by item."""
    found = {}
    for (regimen, settings), (when, start) in itertools.product(COURSES.items(), STARTS.items()):
        for setting in settings:
            charges: list[dict[str, str]] = []
            if not setting.startswith("public"):
                first_visit = FIRST_VISIT.get(setting, "2801")
                charges.append({"schedule": "medical", "item": first_visit, "amount": "320.00"})
            if setting != "consulting-rooms":
                charges.append({"payee": "hospital", "amount": "4800.00"})
            found[f"{regimen}_{setting}_{when}"] = {
                "regimen": regimen,
                "setting": setting,
                "start": start,
                "weight_kg": "80",
                "charges": charges,
            }
    return found


def quote_text(request: dict[str, Any], library: kfees.Library) -> str:
    """The quote as its file holds it."""
    quote = kfees.price(kfees.CourseRequest.model_validate(request), library, as_of=AS_OF)
    return json.dumps(json.loads(quote.model_dump_json()), indent=1) + "\n"


if __name__ == "__main__":
    shipped = kfees.load_schedules(environment={})
    FOLDER.mkdir(exist_ok=True)
    for name, request in requests().items():
        (FOLDER / f"{name}.json").write_text(quote_text(request, shipped), encoding="utf-8")
