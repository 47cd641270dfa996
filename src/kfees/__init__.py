"""kfees prices ketamine infusion courses under Victorian workers' compensation fee schedules.

    library = kfees.load_schedules()          the shipped versions, then any overlay
    quote = kfees.price(request, library)     every line, and the gap the worker must pay
    kfees.price_portfolio(frame, library)     every course of a Polars table

A quote is its lines: each names its published figure or says what it rests on, and what is
unknown is None with a reason, never zero.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kfees.assessing import assess
    from kfees.assessment import Assessment
    from kfees.errors import InputError, KfeesError, Problem, StrictRefusal
    from kfees.library import Library
    from kfees.loading import check_schedules, load_schedules
    from kfees.plan import Plan
    from kfees.portfolio import price_portfolio
    from kfees.pricing import price
    from kfees.program import VERSION as __version__
    from kfees.projection import Projection, project
    from kfees.quote import Quote
    from kfees.request import CourseRequest, Episode
    from kfees.weighed import WeightedActivity
    from kfees.weighing import nwau

_HOMES = {
    "assess": "assessing",
    "Assessment": "assessment",
    "InputError": "errors",
    "KfeesError": "errors",
    "Problem": "errors",
    "StrictRefusal": "errors",
    "Library": "library",
    "check_schedules": "loading",
    "load_schedules": "loading",
    "Plan": "plan",
    "price": "pricing",
    "price_portfolio": "portfolio",
    "Projection": "projection",
    "project": "projection",
    "Quote": "quote",
    "CourseRequest": "request",
    "Episode": "request",
    "WeightedActivity": "weighed",
    "nwau": "weighing",
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
    "price",
    "price_portfolio",
    "project",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        return importlib.import_module("kfees.program").VERSION
    if name not in _HOMES:
        raise AttributeError(f"module 'kfees' has no attribute {name!r}")
    found: object = getattr(importlib.import_module(f"kfees.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
