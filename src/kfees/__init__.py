"""kfees prices ketamine infusion courses under workers' compensation fee schedules.

    library = kfees.load_schedules()          the shipped versions, then any overlay
    quote = kfees.price(request, library)     every line, and the gap the patient must pay
    kfees.price_portfolio(frame, library)     every course of a Polars table
    kfees.nwau_table(frame, library)          every hospital episode of one, weighed and priced

A quote is its lines: each names its published figure or says what it rests on, and what is
unknown is None with a reason, never zero.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kfees.engine.assessing import assess
    from kfees.engine.pricing import price
    from kfees.engine.weighed import WeightedActivity
    from kfees.engine.weighing import nwau
    from kfees.library.library import Library
    from kfees.library.loading import check_schedules, load_schedules
    from kfees.model.assessment import Assessment
    from kfees.model.problems import InputError, KfeesError, Problem, StrictRefusal
    from kfees.model.program import VERSION as __version__
    from kfees.model.quote import Quote
    from kfees.model.request import CourseRequest, Episode
    from kfees.portfolio import nwau_table, price_portfolio
    from kfees.projection.plan import Plan
    from kfees.projection.projection import Projection, project

_HOMES = {
    "assess": "engine.assessing",
    "Assessment": "model.assessment",
    "InputError": "model.problems",
    "KfeesError": "model.problems",
    "Problem": "model.problems",
    "StrictRefusal": "model.problems",
    "Library": "library.library",
    "check_schedules": "library.loading",
    "load_schedules": "library.loading",
    "Plan": "projection.plan",
    "price": "engine.pricing",
    "price_portfolio": "portfolio",
    "Projection": "projection.projection",
    "project": "projection.projection",
    "Quote": "model.quote",
    "CourseRequest": "model.request",
    "Episode": "model.request",
    "WeightedActivity": "engine.weighed",
    "nwau": "engine.weighing",
    "nwau_table": "portfolio",
}
"""Where each name lives: imported when it is first asked for, so that no command pays for the others."""

__all__ = [
    "Assessment",
    "CourseRequest",
    "Episode",
    "InputError",
    "KfeesError",
    "Library",
    "Plan",
    "Problem",
    "Projection",
    "Quote",
    "StrictRefusal",
    "WeightedActivity",
    "__version__",
    "assess",
    "check_schedules",
    "load_schedules",
    "nwau",
    "nwau_table",
    "price",
    "price_portfolio",
    "project",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        return importlib.import_module("kfees.model.program").VERSION
    if name not in _HOMES:
        raise AttributeError(f"module 'kfees' has no attribute {name!r}")
    found: object = getattr(importlib.import_module(f"kfees.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*__all__, *(name for name in globals() if name.startswith("__"))]
