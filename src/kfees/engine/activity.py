"""What one unit of hospital activity weighs and costs on a day: the JSON of `kfees nwau`."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from kfees.engine.weighed import Stay, WeightedActivity
from kfees.engine.weighing import nwau
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.model.fields import Day, Flag, Model, ResultAmount, ResultNumber, Text
from kfees.model.problems import InputError, Problem
from kfees.model.request import Episode
from kfees.model.schedule import Basis

SCHEDULE = "department-of-health"


class ActivityRequest(Model):
    """An episode, visit or presentation to weigh.

    `item`: an AR-DRG, an emergency class or a clinic; the episode's `drg` where it is left out. `on`: the
    day of leaving or of the visit.
    """

    item: Text | None = None
    on: Day
    episode: Episode = Field(default_factory=Episode)


class Weighed(Model):
    """A weight in NWAU and, where the price of one is known, the amount, rounded half up to the
    cent. What cannot be determined is None; `reason` says why a weight is. `stale`: whether a newer
    version was due by the day."""

    item: str
    label: str
    unit: str
    version: Day
    stale: Flag
    classification: str
    stay: Stay | None
    steps: tuple[str, ...]
    nwau: ResultNumber | None
    reason: str
    price_per_weight: ResultAmount | None
    amount: ResultAmount | None
    basis: Basis
    price_source: str


def weigh(request: ActivityRequest, library: Library) -> Weighed:
    """Weigh by the version in force on the day. Raises InputError with every problem."""
    version = library.version_on(SCHEDULE, request.on)
    if version is None:
        versions = library.versions(SCHEDULE)
        remedy = f"They begin on {versions[0].first_day}." if versions else "Load a schedule of weights."
        message = f"no weights were in force on {request.on}."
        raise InputError([Problem("before-first-version", "on", message, remedy)])
    return weighed(nwau(request.episode, version, request.item), version, request.on)


def weighed(activity: WeightedActivity, version: Version, day: date) -> Weighed:
    """What was weighed on a day, with its price by the version in force."""
    facts = version.facts.activity
    assert facts is not None  # otherwise there was nothing to weigh by
    return Weighed(
        item=activity.item,
        label=activity.label,
        unit=activity.unit,
        version=version.first_day,
        stale=version.facts.is_due(day),
        classification=facts.classification,
        stay=activity.stay,
        steps=activity.steps,
        nwau=activity.nwau,
        reason=activity.reason,
        price_per_weight=facts.price_per_weight,
        amount=activity.amount(facts.price_per_weight),
        basis=version.facts.basis,
        price_source=facts.price_source,
    )
