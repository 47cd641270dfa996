"""The visits and presentations of a course: the codes that rows may state, and the services that they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kfees.engine.activity import SCHEDULE
from kfees.engine.sessions import all_treatment_days
from kfees.library.adjustments import Stream
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.library.weights import VisitWeight
from kfees.model.request import ANYWHERE, CourseRequest, Episode, Item, ServiceRequest
from kfees.portfolio.fields import Field

STREAMS: Mapping[Field, Stream] = {"emergency": "emergency", "clinic": "clinic"}
"""By which of a version's tables the codes of a field are weighed."""

IN_AN_EPISODE: Mapping[Field, str] = {
    "residence": "residence_remoteness",
    "treatment": "treatment_remoteness",
}
"""What an episode calls its facts, where that is not the name of their column."""

FIELDS: Mapping[str, Field] = {fact: field for field, fact in IN_AN_EPISODE.items()}

COLUMNS: Mapping[str, Field] = {"episode": "drg", "presentation": "emergency", "visit": "clinic"}
"""By what a code is weighed, and the column of such codes."""

UNITS: Mapping[Field, str] = {field: unit for unit, field in COLUMNS.items()}

OF_A_STAY: tuple[Field, ...] = ("leave_days", "icu_hours")
"""Facts that a stay alone has."""


def weighing(library: Library) -> tuple[str, tuple[Version, ...]]:
    """The payer's schedule of weighted activity, and its versions: none where it has no such."""
    schedule = library.schedule_of(SCHEDULE) or SCHEDULE
    if schedule not in library.schedules:
        return schedule, ()
    return schedule, tuple(one for one in library.versions(schedule) if one.activity is not None)


def codes(field: Field, library: Library) -> tuple[str, ...]:
    """What may stand in the column of a payer's rows."""
    found: dict[str, None] = {}
    for version in weighing(library)[1]:
        if version.activity is not None:
            found |= dict.fromkeys(version.activity.items_of(STREAMS[field]))
    return tuple(found)


def clinics_of(setting: str, library: Library) -> tuple[Item, ...]:
    """The clinics that a setting's visits are to."""
    schedule, versions = weighing(library)
    services = library.setting(setting).service
    items = dict.fromkeys(service.item for service in services if service.schedule == schedule)
    return tuple(
        Item(schedule=schedule, item=item)
        for item in items
        if any(_is_clinic(version, item) for version in versions)
    )


def _is_clinic(version: Version, item: str) -> bool:
    weight = version.activity.weight(item) if version.activity else None
    return isinstance(weight, VisitWeight) and weight.stream == "clinic"


def episode_facts(facts: Mapping[Field, Any]) -> dict[str, Any]:
    """What an episode states of these facts. Hours in intensive care are those in an eligible unit."""
    found = {IN_AN_EPISODE.get(field, field): fact for field, fact in facts.items() if field not in STREAMS}
    return {**found, "icu_eligible": True} if "icu_hours" in found else found


def with_visits(request: CourseRequest, facts: Mapping[Field, Any], library: Library) -> CourseRequest:
    """The request with its visits to this clinic in place of the setting's, and with this presentation, on
    the day of admission or of the first session."""
    days = all_treatment_days(request, library)
    of_visit = episode_facts({field: fact for field, fact in facts.items() if field not in OF_A_STAY})
    episode = Episode.model_validate(of_visit) if of_visit else None
    schedule, _ = weighing(library)
    without: tuple[Item, ...] = ()
    services: list[tuple[str, tuple[date, ...]]] = []
    if "emergency" in facts:
        admitted = request.episode.admitted if request.episode else None
        services.append((facts["emergency"], (admitted or days[0],)))
    if "clinic" in facts:
        without = clinics_of(request.setting or ANYWHERE, library)
        services.append((facts["clinic"], days))
    # Days past the last of all are refused with the course, and so are not checked before.
    made = (
        ServiceRequest.model_construct(schedule=schedule, item=item, dates=dates, episode=episode)
        for item, dates in services
    )
    return request.model_copy(update={"services": tuple(made), "without": without})
