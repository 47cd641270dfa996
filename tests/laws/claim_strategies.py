"""Claims that somebody might make: any fact in order, out of order, or not stated."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from claims import IN_ORDER
from laws.strategies import Asked

DOCUMENTS: list[str] = IN_ORDER["documents"]

WORDS = {
    "route": ("intravenous", "subcutaneous", "oral", "intramuscular"),
    "indication": ("chronic non-cancer pain", "depression"),
    "circumstance": ("first-line failed", "opioid reduction after surgery", "worker's preference"),
    "country": ("AU", "Australia", "NZ", "US"),
}
FLAGS = (
    *("injury_accepted", "referred_by_medical_practitioner", "prior_approval"),
    *("mental_health_risk", "exceptional_circumstances"),
)
REGISTRATIONS = ("medical practitioner", "student", "non-practising", "nurse")
COVERS = ("0", "1999999.99", "2000000", "20000000")
OUTCOMES = ("pain_improved", "function_improved", "opioids_reduced")

MET: dict[str, Any] = {
    "route": "intravenous",
    "indication": "chronic non-cancer pain",
    "circumstance": "first-line failed",
    "injury_accepted": True,
    "referred_by_medical_practitioner": True,
    "prior_approval": True,
    "country": "AU",
    "provider.registration": "medical practitioner",
    "provider.indemnity_cover": "2000000",
    "mental_health_risk": False,
    "exceptional_circumstances": True,
    **{f"outcomes.{name}": True for name in OUTCOMES},
    **{f"documents.{name}": name for name in DOCUMENTS},
}
"""Facts that speak for a request, one by one."""


@st.composite
def claims(draw: st.DrawFn) -> Asked:
    """Mostly in order, so that every verdict comes up, with a few facts changed or left out."""
    claim = copy.deepcopy(IN_ORDER) if draw(st.booleans()) else {}
    for name, words in WORDS.items():
        _draw_into(draw, claim, name, st.sampled_from(words))
    for name in FLAGS:
        _draw_into(draw, claim, name, st.booleans())
    provider: Asked = claim.setdefault("provider", {})
    _draw_into(draw, provider, "registration", st.sampled_from(REGISTRATIONS))
    _draw_into(draw, provider, "indemnity_cover", st.sampled_from(COVERS))
    outcomes: Asked = claim.setdefault("outcomes", {})
    for name in OUTCOMES:
        _draw_into(draw, outcomes, name, st.booleans())
    _draw_into(draw, claim, "documents", st.lists(st.sampled_from(DOCUMENTS), unique=True))
    asked = draw(st.dates(date(2015, 1, 1), date(2026, 6, 30)))
    claim["request_date"] = asked.isoformat()
    claim["information_complete"] = (asked + timedelta(days=draw(st.integers(0, 60)))).isoformat()
    _draw_into(draw, claim, "previous_treatments", treatments(asked))
    for name in ("request_date", "information_complete"):
        if draw(st.integers(0, 9)) == 0:
            del claim[name]
    return claim


def treatments(asked: date) -> st.SearchStrategy[list[str]]:
    """Days before a request, many of them near the ends of 3 and 6 months."""
    days_before = st.integers(0, 400) | st.integers(88, 93) | st.integers(180, 185)
    days = st.lists(days_before, max_size=4, unique=True)
    return days.map(lambda numbers: [(asked - timedelta(days=number)).isoformat() for number in numbers])


def _draw_into(draw: st.DrawFn, part: Asked, name: str, values: st.SearchStrategy[Any]) -> None:
    """Leave a fact as it is, change it, or leave it out."""
    match draw(st.sampled_from(("as it is", "as it is", "as it is", "changed", "left out"))):
        case "changed":
            part[name] = draw(values)
        case "left out":
            part.pop(name, None)


def with_fact(claim: Asked, name: str) -> Asked:
    """The claim with a fact of MET stated as it is there, whatever it said of it before."""
    told = copy.deepcopy(claim)
    outer, _, inner = name.partition(".")
    if outer == "documents":
        told["documents"] = [*told.get("documents", []), MET[name]]
    elif inner:
        told.setdefault(outer, {})[inner] = MET[name]
    else:
        told[name] = MET[name]
    return told


def without_each_fact(claim: Asked) -> list[tuple[str, Asked]]:
    """The claim without each thing that it states: facts, facts within facts, single documents."""
    found: list[tuple[str, Asked]] = []
    for name, value in claim.items():
        found.append((name, {key: other for key, other in claim.items() if key != name}))
        if isinstance(value, dict):
            found += [
                (f"{name}.{inner}", {**claim, name: {key: value[key] for key in value if key != inner}})
                for inner in value
            ]
        if name == "documents":
            found += [
                (f"{name}.{document}", {**claim, name: [other for other in value if other != document]})
                for document in value
            ]
    return found
