"""What day of a stay a night is, for rates that step down by it: as the version in force counts them.

Nights count that the patient is in hospital, whatever the bed and whether they are payable; two stays at
most so many days apart as the payer's file says count on. Where no source says what is counted, a night has
several numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kfees.engine.course import Course
from kfees.engine.services import Service
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.model.dates import days_of_stay

Numbers = dict[date, int]


class DaysCounted:
    """The numbers of a course's nights, worked out when first asked for: most courses have none."""

    def __init__(self, course: Course, library: Library) -> None:
        self._course, self._library, self._apart = course, library, library.payer.earlier_stay_days
        self._known: dict[tuple[str, str | None], list[Numbers]] = {}

    def of(self, service: Service, version: Version) -> list[Numbers]:
        """What day of the stay each of a service's nights is, by each count that could be meant."""
        facts = version.facts.step_down
        counts: list[Numbers] = []
        unsaid = facts is not None and service.item in facts.not_published
        if facts is None or unsaid or facts.counts == "days of the stay":
            counts += self._counts(service.schedule, None)
        if facts is not None and (unsaid or facts.counts == "days in one bed"):
            counts += self._counts(service.schedule, service.item)
        return counts

    def _counts(self, schedule: str, bed: str | None) -> list[Numbers]:
        """The counts of the days in one bed, or in all of a schedule's: with and without nights of leave,
        and in one bed with and without an earlier stay, of which its beds are not known."""
        key = (schedule, bed)
        if key not in self._known:
            nights = set(self._nights(schedule, bed))
            leave = frozenset(day for stay in self._course.stays for day in stay.episode.leave)
            earlier = next((stay.earlier for stay in self._course.stays), None)
            self._known[key] = [
                days_of_stay(nights, apart=self._apart, before=before, away=away)
                for before in dict.fromkeys((earlier, None if bed else earlier))
                for away in dict.fromkeys((frozenset(), leave))
            ]
        return self._known[key]

    def _nights(self, schedule: str, bed: str | None) -> Iterator[date]:
        """Nights of stays, and days of added services whose rates step down."""
        if bed is None:
            yield from self._course.nights
        for service in self._course.services:
            if service.schedule == schedule and bed in (None, service.item):
                yield from (day for day in service.days if bed or self._steps(service, day))

    def _steps(self, service: Service, day: date) -> bool:
        # A night before the first version has no rate, and is a day of the stay like any other.
        first = next(iter(self._library.versions(service.schedule)), None)
        version = self._library.version_on(service.schedule, day) or first
        return version is not None and version.steps_down(service.item)
