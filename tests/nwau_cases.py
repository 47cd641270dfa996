"""The same facts told twice: to the second calculation, and to the program as an Episode."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

import kfees
from kfees.library.version import Version
from nwau_oracle import YEARS, Facts

SCHEDULE = "department-of-health"
FIRST_DAYS = {year: date(year, 7, 1) for year in YEARS}
WITH_PSYCHIATRIC_AGE = (2020, 2021)
WITH_COVID_TREATMENT = (2023, 2024, 2025)
PSYCHIATRIC_AGES = ("0.0", "1.1", "1.2", "2.1", "2.2", "3.0")
REMOTENESS = ("RA0", "RA1", "RA2", "RA3", "RA4")


def dice(seed: str | int) -> Random:
    """Chance that falls the same way each time, so that a disagreement can be seen again."""
    return Random(seed)  # noqa: S311 - nothing secret depends on it


def version_of(library: kfees.Library, year: int) -> Version:
    version = library.version_on(SCHEDULE, FIRST_DAYS[year])
    assert version is not None
    assert version.first_day == FIRST_DAYS[year]
    return version


def bounds_of(row: dict[str, str]) -> list[int]:
    """The nights at and around each bound of a DRG, a same-day stay and a much longer one among them."""
    low, high = int(row["from_day"]), int(row["to_day"])
    return sorted({0, 1, 2, *(max(0, low + by) for by in (-1, 0, 1)), high - 1, high, high + 1, high + 30})


def each_adjustment_alone(year: int, nights: int) -> Iterator[Facts]:
    """One fact at a time, all else as for an adult public patient in a major city."""
    hours = Decimal(24 * max(1, nights))
    for hours_in_icu in (min(hours, Decimal("60.5")), hours):
        yield Facts(nights, icu_hours=hours_in_icu, icu_eligible=True)
        yield Facts(nights, icu_hours=hours_in_icu)
    yield Facts(nights, leave_days=nights // 2)
    for age in (0, 17, 18):
        yield Facts(nights, age=age, specialist_paediatric=True)
    yield Facts(nights, indigenous=True)
    for remoteness in REMOTENESS:
        yield Facts(nights, residence=remoteness)
        yield Facts(nights, treatment=remoteness)
    yield Facts(nights, radiotherapy=True)
    yield Facts(nights, dialysis=True)
    yield Facts(nights, private_patient=True)
    yield Facts(nights, multiple_provider=True)
    if year in WITH_PSYCHIATRIC_AGE:
        for category in PSYCHIATRIC_AGES:
            yield Facts(nights, psychiatric_age=category)
    if year in WITH_COVID_TREATMENT:
        yield Facts(nights, covid=True)


def random_facts(random: Random, year: int, nights: int = 0) -> Facts:
    """Any facts that a stay of so many nights can have."""
    leave_days = random.choice((0, 0, 0, random.randint(0, nights)))
    hours = 24 * max(1, nights - leave_days)
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
        covid=year in WITH_COVID_TREATMENT and random.random() < 0.3,
        private_patient=random.random() < 0.3,
        multiple_provider=random.random() < 0.3,
    )


def episode_of(facts: Facts, drg: str | None = None) -> kfees.Episode:
    """The facts as the program takes them, put together without being checked: there are many."""
    stated = dict(vars(facts))
    return kfees.Episode.model_construct(
        drg=drg,
        residence_remoteness=stated.pop("residence"),
        treatment_remoteness=stated.pop("treatment"),
        multiple_providers=stated.pop("multiple_provider"),
        adjustments=("COVID-19 treatment",) if stated.pop("covid") else (),
        **stated,
    )
