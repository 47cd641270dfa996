"""The examples of the API's description: requests that run. What they are answered is worked out."""

from __future__ import annotations

from typing import Any

from kfees.web.errors import TITLES

COURSE: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
    "charges": [
        {"payee": "hospital", "amount": "3200.00"},
        {"schedule": "medical", "item": "2801", "amount": "320.00"},
        {"schedule": "medical", "item": "2806", "amount": "120.00"},
    ],
}

CLAIM: dict[str, Any] = {
    "request_date": "2024-07-01",
    "route": "intravenous",
    "indication": "chronic non-cancer pain",
    "circumstance": "first-line failed",
    "injury_accepted": True,
    "referred_by_medical_practitioner": True,
    "prior_approval": True,
    "country": "AU",
    "provider": {"registration": "medical practitioner", "indemnity_cover": "2000000"},
    "documents": ["diagnosis", "first-line", "medications", "outcome-measures"],
    "mental_health_risk": False,
    "information_complete": "2024-07-10",
    "previous_treatments": [],
}

EPISODE: dict[str, Any] = {"item": "B71B", "on": "2024-08-09", "episode": {"nights": 4}}

REFUSED: dict[str, Any] = {
    "title": TITLES[422],
    "status": 422,
    "problems": [
        {
            "code": "unknown-regimen",
            "place": "regimen",
            "pointer": "/regimen",
            "message": "there is no regimen 'crps-10-days'.",
            "remedy": "Did you mean 'crps-10-day' or 'crps-4-day'?",
        }
    ],
}


DETAILS: dict[str, Any] = {
    "provider": "Example Pain Clinic",
    "contact": "03 9000 0000",
    "other_providers": [],
}

NOTICE: dict[str, Any] = {"request": COURSE, "language": "vi", "details": DETAILS}

PLAN: dict[str, Any] = {
    "request": {**COURSE, "setting": "consulting-rooms", "charges": []},
    "rule_set": "reserve",
    "courses_per_year": 1,
    "years": 2,
    "indexation": "0.03",
    "discount": "0.04",
}

REQUESTS: dict[str, Any] = {"requests": [COURSE, {**COURSE, "setting": "home"}]}
