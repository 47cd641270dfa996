"""What one unit of hospital activity weighs and costs on a day: the JSON of `kfees nwau`."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from kfees.errors import InputError, Problem
from kfees.fields import Day, Model, ResultAmount, ResultNumber, Text
from kfees.library import Library
from kfees.money import round_half_up
from kfees.nwau import Stay, nwau
from kfees.request import Episode
from kfees.schedule import Basis
from kfees.version import Version

SCHEDULE = "department-of-health"


class WeighingRequest(Model):
    """An episode, visit or presentation to weigh.

    `item`: an AR-DRG, an emergency class or a clinic; the episode's `drg` where it is left out. `on`: the
    day of leaving or of the visit.
    """

    item: Text | None = None
    on: Day
    episode: Episode = Field(default_factory=Episode)


class Weighed(Model):
    """A weight in NWAU and, where the price of one is known, the amount in AUD, rounded half up to the
    cent. What cannot be determined is None; `reason` says why a weight is."""

    item: str
    label: str
    unit: str
    version: Day
    title: str
    classification: str
    stay: Stay | None
    steps: tuple[str, ...]
    nwau: ResultNumber | None
    reason: str
    price_per_weight: ResultAmount | None
    amount: ResultAmount | None
    basis: Basis
    price_source: str


def weigh(request: WeighingRequest, library: Library, place: str = "on") -> Weighed:
    """Weigh by the version in force on the day. Raises InputError with every problem.

    `place` names the day in a problem.
    """
    version = _weights_on(library, request.on, place)
    activity = nwau(request.episode, version, request.item)
    facts = version.facts.activity
    assert facts is not None  # otherwise there was nothing to weigh by
    price = facts.price_per_weight
    return Weighed(
        item=activity.item,
        label=activity.label,
        unit=activity.unit,
        version=version.first_day,
        title=version.facts.title,
        classification=facts.classification,
        stay=activity.stay,
        steps=activity.steps,
        nwau=activity.nwau,
        reason=activity.reason,
        price_per_weight=price,
        amount=None if activity.nwau is None or price is None else round_half_up(activity.nwau * price),
        basis=version.facts.basis,
        price_source=facts.price_source,
    )


def _weights_on(library: Library, on: date, place: str) -> Version:
    version = library.version_on(SCHEDULE, on)
    if version is not None:
        return version
    versions = library.versions(SCHEDULE)
    remedy = f"They begin on {versions[0].first_day}." if versions else "Load a schedule of weights."
    raise InputError([Problem("before-first-version", place, f"no weights were in force on {on}.", remedy)])
