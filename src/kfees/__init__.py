"""kfees prices ketamine infusion courses under Victorian workers' compensation fee schedules.

    library = kfees.load_schedules()          the shipped versions, then any overlay
    quote = kfees.price(request, library)     every line, and the gap the worker must pay

A quote is its lines: each names its published figure or says what it rests on, and what is
unknown is None with a reason, never zero.
"""

from kfees.assessing import assess
from kfees.assessment import Assessment
from kfees.errors import InputError, KfeesError, Problem, StrictRefusal
from kfees.library import Library
from kfees.loading import check_schedules, load_schedules
from kfees.nwau import WeightedActivity, nwau
from kfees.plan import Plan
from kfees.pricing import price
from kfees.program import VERSION as __version__
from kfees.projection import Projection, project
from kfees.quote import Quote
from kfees.request import CourseRequest, Episode

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
    "project",
]
