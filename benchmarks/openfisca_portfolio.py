"""The peer: a portfolio in openfisca-core's own vectorised way, one simulation for each schedule year.

Every course is a worker. A schedule year's simulation holds the workers whose courses have a day in it,
counts each course's services in that year from its first day, and prices them at the parameters of that
year. The years' maximums are added, and each payee's gap is taken. The rules are those of kfees: weekdays
without Victorian public holidays where there is no bed at night, days in a row otherwise, and a bed's
rate by the day of the stay. OpenFisca calculates in 32-bit floating point.

The quicker way is taken everywhere: arrays are made ready outside of what is timed, and are filled in by
hand, so that nothing in them is checked; a worker who has no day in a year is left out of it; variables
that are used once are array arithmetic within another.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from openfisca_course import values
from the_portfolio import REGIMENS, SETTINGS, TREATMENT_DAYS

YEARS = (2024, 2025, 2026, 2027)
"""Schedule years from 1 July; a course that begins in June 2027 ends in the last."""

RATES = {
    "private_hospital": {
        "day_surgery": values(from_2024=274.96),
        "hospital_in_the_home": values(from_2024=459.39),
        "bed_to_day_14": values(from_2024=804.25),
        "bed_from_day_15": values(from_2024=698.57),
    },
    "medical": {
        "first_visit": values(from_2024=174.50, from_2025=178.70, from_2026=183.35),
        "later_visit": values(from_2024=87.30, from_2025=89.40, from_2026=91.70),
        "first_visit_away": values(from_2024=211.65, from_2025=216.75, from_2026=222.40),
        "later_visit_away": values(from_2024=128.05, from_2025=131.10, from_2026=134.50),
    },
}
"""Amounts in AUD, as in `schedules/`."""

with (Path(__file__).parents[1] / "schedules" / "public-holidays.csv").open(encoding="utf-8") as file:
    CALENDAR = np.busdaycalendar(holidays=[np.datetime64(row["date"]) for row in csv.DictReader(file)])

Worker = build_entity("worker", "workers", "A person with an accepted claim", is_person=True)

Regimen = Enum("Regimen", {name: name for name in REGIMENS})
Setting = Enum("Setting", {name: name for name in SETTINGS})
ROOMS, DAY_HOSPITAL, HOME, STAY = range(4)
COURSE_DAYS = np.array(TREATMENT_DAYS)


def _input(name: str, kind: Any, **more: Any) -> type[Variable]:
    facts = {"value_type": kind, "entity": Worker, "definition_period": DateUnit.ETERNITY, "label": name}
    return type(name, (Variable,), {**facts, **more})


INPUTS = [
    _input("regimen", Enum, possible_values=Regimen, default_value=Regimen[REGIMENS[0]]),
    _input("setting", Enum, possible_values=Setting, default_value=Setting[SETTINGS[0]]),
    _input("nights", int),
]


class start(Variable):
    from datetime import date as value_type

    entity = Worker
    definition_period = DateUnit.ETERNITY
    label = "The first day on which there may be a treatment"


class days_before(Variable):
    value_type = int
    entity = Worker
    definition_period = DateUnit.YEAR
    label = "Treatment days before the schedule year"

    def formula(worker: Any, period: Any) -> Any:
        return _days_before(worker, period, np.datetime64(str(period.start)))


class days_before_the_next(Variable):
    value_type = int
    entity = Worker
    definition_period = DateUnit.YEAR
    label = "Treatment days before the next schedule year"

    def formula(worker: Any, period: Any) -> Any:
        return _days_before(worker, period, np.datetime64(str(period.stop)) + 1)


def _days_before(worker: Any, period: Any, day: Any) -> Any:
    first, total = worker("start", period), COURSE_DAYS[worker("regimen", period)]
    weekdays = (total == COURSE_DAYS[1]) & (worker("setting", period) != STAY)
    passed = (day - first).astype(int)
    passed[weekdays] = np.busday_count(first[weekdays], day, busdaycal=CALENDAR)
    return np.clip(passed, 0, total)


class hospital_maximum(Variable):
    value_type = float
    entity = Worker
    definition_period = DateUnit.YEAR
    label = "The most that the payer can pay the hospital for the year's part of the course"

    def formula(worker: Any, period: Any, parameters: Any) -> Any:
        rates = parameters(period).private_hospital
        setting = worker("setting", period)
        days = worker("days_before_the_next", period) - worker("days_before", period)
        each_day = np.array([0, rates.day_surgery, rates.hospital_in_the_home, 0])[setting]
        return days * each_day + (setting == STAY) * _beds(worker, period, rates)


def _beds(worker: Any, period: Any, rates: Any) -> Any:
    first, nights = worker("start", period), worker("nights", period)
    begun, ended = (
        np.clip((np.datetime64(str(day)) + later - first).astype(int), 0, nights)
        for day, later in ((period.start, 0), (period.stop, 1))
    )
    early = np.minimum(ended, 14) - np.minimum(begun, 14)
    return early * rates.bed_to_day_14 + (ended - begun - early) * rates.bed_from_day_15


class medical_maximum(Variable):
    value_type = float
    entity = Worker
    definition_period = DateUnit.YEAR
    label = "The most that the payer can pay the doctor for the year's part of the course"

    def formula(worker: Any, period: Any, parameters: Any) -> Any:
        rates = parameters(period).medical
        begun, ended = worker("days_before", period), worker("days_before_the_next", period)
        first = (begun == 0) & (ended > 0)
        away = (worker("setting", period) == HOME).astype(int)
        first_rate = np.array([rates.first_visit, rates.first_visit_away])[away]
        later_rate = np.array([rates.later_visit, rates.later_visit_away])[away]
        return first * first_rate + (ended - begun - first) * later_rate


SYSTEM = TaxBenefitSystem([Worker])
SYSTEM.parameters = ParameterNode("", data=RATES)
SYSTEM.add_variables(*INPUTS, start, days_before, days_before_the_next, hospital_maximum, medical_maximum)


@dataclass(frozen=True)
class Arrays:
    """A portfolio as OpenFisca takes it. Starts are days, charges AUD, nan where there is none."""

    regimen: Any
    setting: Any
    start: Any
    nights: Any
    hospital_charge: Any
    medical_charge: Any


def arrays(portfolio: pl.DataFrame) -> Arrays:
    """Bring a portfolio to arrays."""
    return Arrays(
        portfolio["regimen"].to_numpy().astype("U"),
        portfolio["setting"].to_numpy().astype("U"),
        portfolio["start"].to_numpy(),
        _nights(portfolio),
        portfolio["hospital_charge"].cast(pl.Float32).to_numpy(),
        portfolio["medical_charge"].cast(pl.Float32).to_numpy(),
    )


def _nights(portfolio: pl.DataFrame) -> Any:
    """The nights of a stay: one for each treatment day where none are stated."""
    default = pl.col("regimen").replace_strict(dict(zip(REGIMENS, TREATMENT_DAYS, strict=True)))
    return portfolio.select(pl.col("nights").fill_null(default).cast(pl.Int32)).to_series().to_numpy()


def price_portfolio(courses: Arrays) -> dict[str, Any]:
    """The maximum and the gap of each payee and in total, in AUD; nan where there is no charge."""
    hospital, medical = (np.zeros(len(courses.start), dtype=np.float32) for _ in range(2))
    last_day = courses.start + np.maximum(courses.nights, 30)
    for year in YEARS:
        begins, ends = np.datetime64(f"{year}-07-01"), np.datetime64(f"{year + 1}-07-01")
        rows = np.flatnonzero((courses.start < ends) & (last_day >= begins))
        simulation = _simulation(courses, rows)
        period = f"year:{year}-07"
        hospital[rows] += simulation.calculate("hospital_maximum", period)
        medical[rows] += simulation.calculate("medical_maximum", period)
    hospital_gap = np.maximum(courses.hospital_charge - hospital, 0)
    medical_gap = np.maximum(courses.medical_charge - medical, 0)
    return {
        "hospital_maximum": hospital,
        "medical_maximum": medical,
        "maximum": hospital + medical,
        "hospital_gap": hospital_gap,
        "medical_gap": medical_gap,
        "gap": np.nan_to_num(hospital_gap) + medical_gap,
    }


def _simulation(courses: Arrays, rows: Any) -> Any:
    builder = SimulationBuilder()
    builder.create_entities(SYSTEM)
    builder.declare_person_entity("worker", rows)
    simulation = builder.build(SYSTEM)
    simulation.set_input("regimen", "ETERNITY", courses.regimen[rows])
    simulation.set_input("setting", "ETERNITY", courses.setting[rows])
    simulation.set_input("start", "ETERNITY", courses.start[rows])
    simulation.set_input("nights", "ETERNITY", courses.nights[rows])
    return simulation


def differences(ours: pl.DataFrame, theirs: dict[str, Any]) -> list[str]:
    """The figures that differ by more than half a cent in some course: what 32 bits cannot hold of it."""
    return [
        name
        for name, amounts in theirs.items()
        if (
            np.abs(ours[name].cast(pl.Float64).fill_null(0).to_numpy() - np.nan_to_num(amounts)) > 0.005
        ).any()
    ]
