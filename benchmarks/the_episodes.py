"""The episodes that the benchmarks weigh: mixed DRGs, stays and adjustments of the year 2025-26."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import kfees
from kfees.library.version import Version
from kfees.library.weights import AcuteWeight

REMOTENESS = ("RA0", "RA0", "RA0", "RA1", "RA2", "RA3", "RA4")


def the_version() -> Version:
    version = kfees.load_schedules(environment={}).version_on("department-of-health", date(2025, 8, 1))
    assert version is not None
    return version


def mixed_episodes(count: int, version: Version, seed: int = 0) -> list[kfees.Episode]:
    """The same ones of a seed each time; public patients, since the peers deduct nothing."""
    assert version.activity is not None
    drgs = [item for item in version.items if isinstance(version.activity.weight(item), AcuteWeight)]
    random = Random(count + seed)  # noqa: S311 - nothing secret depends on it
    return [_episode(random, random.choice(drgs)) for _ in range(count)]


def _episode(random: Random, drg: str) -> kfees.Episode:
    nights = min(random.randint(0, 12), random.randint(0, 60))
    leave_days = random.randint(0, nights) if random.random() < 0.05 else 0
    in_intensive_care = random.random() < 0.1
    hours = random.randint(0, 24 * max(1, nights - leave_days)) if in_intensive_care else 0
    return kfees.Episode(
        drg=drg,
        nights=nights,
        leave_days=leave_days,
        icu_hours=Decimal(hours),
        icu_eligible=random.random() < 0.8,
        age=random.randint(0, 95),
        specialist_paediatric=random.random() < 0.1,
        indigenous=random.random() < 0.1,
        residence_remoteness=random.choice(REMOTENESS),
        treatment_remoteness=random.choice(REMOTENESS),
        radiotherapy=random.random() < 0.05,
        dialysis=random.random() < 0.05,
    )
