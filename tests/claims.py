"""A claim with everything in order, and how to change its facts."""

from __future__ import annotations

import copy
from typing import Any

from kfees.model.request import CourseRequest

IN_ORDER: dict[str, Any] = {
    "request_date": "2024-07-01",
    "route": "intravenous",
    "indication": "chronic non-cancer pain",
    "circumstance": "first-line failed",
    "injury_accepted": True,
    "referred_by_medical_practitioner": True,
    "prior_approval": True,
    "country": "AU",
    "provider": {"registration": "medical practitioner", "indemnity_cover": "5000000"},
    "documents": ["diagnosis", "first-line", "medications", "outcome-measures", "mental-health"],
    "mental_health_risk": False,
    "information_complete": "2024-07-10",
    "previous_treatments": [],
    "exceptional_circumstances": False,
    "outcomes": {"pain_improved": True, "function_improved": True, "opioids_reduced": False},
}

COURSE: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "consulting-rooms",
    "start": "2026-08-03",
    "weight_kg": "80",
}
"""A course late enough for any claim of the tests to come before it."""


def changed(facts: dict[str, Any]) -> dict[str, Any]:
    """The claim in order with some facts changed; 'provider.registration' is inside, None is not stated."""
    claim = copy.deepcopy(IN_ORDER)
    for name, value in facts.items():
        outer, _, inner = name.partition(".")
        part, key = (claim.setdefault(outer, {}), inner) if inner else (claim, outer)
        if value is None:
            del part[key]
        else:
            part[key] = value
    return claim


def request(claim: dict[str, Any] | None, **course: Any) -> CourseRequest:
    """A course with this claim."""
    return CourseRequest.model_validate({**COURSE, **course, "claim": claim})
