"""The same facts told twice: to the second calculation, and to the program as an Episode."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from random import Random

import kfees
from kfees.version import Version
from nwau_oracle import YEARS, Facts

SCHEDULE = "department-of-health"
FIRST_DAYS = dict(zip(YEARS, (date(year, 7, 1) for year in range(2020, 2026)), strict=True))
WITH_PSYCHIATRIC_AGE = ("NEP20", "NEP21")
WITH_PRIVATE_SERVICE = "NEP20"
PSYCHIATRIC_AGES = ("0.0", "1.1", "1.2", "2.1", "2.2", "3.0")
REMOTENESS = ("RA0", "RA1", "RA2", "RA3", "RA4")


def dice(seed: str) -> Random:
    """Chance that falls the same way each time, so that a disagreement can be seen again."""
    return Random(seed)  # noqa: S311 - nothing secret depends on it


def version_of(library: kfees.Library, year: str) -> Version:
    version = library.version_on(SCHEDULE, FIRST_DAYS[year])
    assert version is not None
    assert version.first_day == FIRST_DAYS[year]
    return version


def random_facts(random: Random, year: str, nights: int = 0) -> Facts:
    """Any facts that a stay of so many nights can have; a private patient's only now and then."""
    leave_days = random.choice((0, 0, 0, random.randint(0, nights)))
    hours = 24 * max(1, nights - leave_days)
    private = random.random() < (0.3 if year == WITH_PRIVATE_SERVICE else 0.02)
    return Facts(
        nights=nights,
        leave_days=leave_days,
        icu_hours=random.choice((Decimal(0), Decimal(0), Decimal(random.randint(0, hours * 10)) / 10)),
        icu_eligible=random.random() < 0.7,
        age=random.choice((0, 9, 17, 18, 45, 90)),
        specialist_paediatric=random.random() < 0.5,
        indigenous=random.random() < 0.3,
        residence=random.choice(REMOTENESS),
        treatment=random.choice(REMOTENESS),
        radiotherapy=random.random() < 0.2,
        dialysis=random.random() < 0.2,
        psychiatric_age=random.choice((None, *PSYCHIATRIC_AGES)) if year in WITH_PSYCHIATRIC_AGE else None,
        covid=year >= "NEP23" and random.random() < 0.3,
        private_patient=private,
        multiple_provider=random.random() < 0.3,
    )


def episode_of(facts: Facts, drg: str | None = None) -> kfees.Episode:
    """The facts as the program takes them, put together without being checked: there are many."""
    stated = asdict(facts)
    return kfees.Episode.model_construct(
        drg=drg,
        residence_remoteness=stated.pop("residence"),
        treatment_remoteness=stated.pop("treatment"),
        multiple_providers=stated.pop("multiple_provider"),
        adjustments=("COVID-19 treatment",) if stated.pop("covid") else (),
        **stated,
    )
