"""The peer: a course of infusions as variables and parameters of openfisca-core.

The same items on the same dates at the same rates as kfees ships them, and each payee's gap. Where
OpenFisca leaves its author a choice, the quicker way is taken:

- Parameters and the tax and benefit system are made once, when this module is imported.
- A worker is the only entity: a group entity would be one more population to build.
- Services are counted by day, because a formula takes the parameters of its own period and the
  rate in force on a service's day is the one that prices it.
- Only treatment days are calculated: to ADD over a span would calculate its weekends too.
- A payee's maximum is one formula: a variable for each line would double the calculations.
- Sums over days and the gap are array arithmetic: a variable for each took half as long again.

The simulation is built from a situation, as OpenFisca's documentation and its web service do for a
single case. OpenFisca calculates in 32-bit floating point, so amounts are rounded to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable


def values(**amounts: float) -> dict[str, Any]:
    """A dated parameter; from_2024 is a rate in force from 1 July 2024."""
    return {"values": {f"{name[5:]}-07-01": {"value": amount} for name, amount in amounts.items()}}


RATES = {
    "private_hospital": {"DS1": values(from_2018=226.90, from_2024=274.96)},
    "medical": {
        "item_2801": values(from_2024=174.50, from_2025=178.70, from_2026=183.35),
        "item_2806": values(from_2024=87.30, from_2025=89.40, from_2026=91.70),
    },
}
"""Amounts in AUD, as in `schedules/`."""

Worker = build_entity("worker", "workers", "A person with an accepted claim", is_person=True)


class day_surgery_sessions(Variable):
    value_type = float
    entity = Worker
    definition_period = DateUnit.DAY
    label = "Sessions in a private day hospital, day surgery band 1 (DS1)"


class first_attendances(Variable):
    value_type = float
    entity = Worker
    definition_period = DateUnit.DAY
    label = "First attendances of a pain specialist (2801)"


class later_attendances(Variable):
    value_type = float
    entity = Worker
    definition_period = DateUnit.DAY
    label = "Later attendances of a pain specialist (2806)"


class hospital_charge(Variable):
    value_type = float
    entity = Worker
    definition_period = DateUnit.ETERNITY
    label = "What the hospital charges for the course"


class medical_charge(Variable):
    value_type = float
    entity = Worker
    definition_period = DateUnit.ETERNITY
    label = "What the doctor charges for the course"


class hospital_maximum(Variable):
    value_type = float
    entity = Worker
    definition_period = DateUnit.DAY
    label = "The most that the payer can pay the hospital for a day"

    def formula(worker: Any, period: Any, parameters: Any) -> Any:
        return worker("day_surgery_sessions", period) * parameters(period).private_hospital.DS1


class medical_maximum(Variable):
    value_type = float
    entity = Worker
    definition_period = DateUnit.DAY
    label = "The most that the payer can pay the doctor for a day"

    def formula(worker: Any, period: Any, parameters: Any) -> Any:
        rates = parameters(period).medical
        first = worker("first_attendances", period) * rates.item_2801
        return first + worker("later_attendances", period) * rates.item_2806


SYSTEM = TaxBenefitSystem([Worker])
SYSTEM.parameters = ParameterNode("", data=RATES)
SYSTEM.add_variables(
    day_surgery_sessions,
    first_attendances,
    later_attendances,
    hospital_charge,
    medical_charge,
    hospital_maximum,
    medical_maximum,
)


@dataclass(frozen=True)
class PeerQuote:
    """What the payer pays at most and what is left for the worker, in AUD to the cent."""

    hospital_maximum: Decimal
    medical_maximum: Decimal
    hospital_gap: Decimal
    medical_gap: Decimal


def price_situation(days: Sequence[date], hospital: int, medical: int) -> PeerQuote:
    """Price a course on its treatment days, at the two charges in AUD."""
    first, *later = names = [day.isoformat() for day in days]
    worker = {
        "day_surgery_sessions": dict.fromkeys(names, 1),
        "first_attendances": {first: 1},
        "later_attendances": dict.fromkeys(later, 1),
        "hospital_charge": {"ETERNITY": hospital},
        "medical_charge": {"ETERNITY": medical},
    }
    simulation = SimulationBuilder().build_from_entities(SYSTEM, {"workers": {"worker": worker}})
    hospital_total = sum(simulation.calculate("hospital_maximum", name) for name in names)
    medical_total = sum(simulation.calculate("medical_maximum", name) for name in names)
    hospital_gap = np.maximum(simulation.calculate("hospital_charge", first) - hospital_total, 0)
    medical_gap = np.maximum(simulation.calculate("medical_charge", first) - medical_total, 0)
    return PeerQuote(*map(in_cents, (hospital_total, medical_total, hospital_gap, medical_gap)))


def in_cents(amounts: Any) -> Decimal:
    """The one amount of an array, to the cent."""
    return Decimal(f"{amounts[0]:.2f}")
