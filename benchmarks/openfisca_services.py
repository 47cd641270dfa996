"""The peer again, as quick as we could make openfisca-core: every service a member, all in arrays.

`openfisca_course` is the course as OpenFisca's documentation teaches. Here the unusual is done for
speed: a service is an individual with a day of its own and a course is the group of them, so that
one calculation prices all days; its formula takes the parameters of days that it finds in the data
rather than of its period; and arrays are filled by hand instead of a situation, so that nothing
in them is checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from openfisca_course import RATES, PeerQuote, in_cents

Service = build_entity("service", "services", "A service on a day", is_person=True)
Course = build_entity(
    "course", "courses", "The services of a course", roles=[{"key": "service", "plural": "services"}]
)


class Item(Enum):
    day_surgery = "DS1"
    first_attendance = "2801"
    later_attendance = "2806"


class item(Variable):
    value_type = Enum
    possible_values = Item
    default_value = Item.day_surgery
    entity = Service
    definition_period = DateUnit.ETERNITY
    label = "What is done"


class day(Variable):
    value_type = date
    entity = Service
    definition_period = DateUnit.ETERNITY
    label = "The day on which it is done"


class maximum(Variable):
    value_type = float
    entity = Service
    definition_period = DateUnit.ETERNITY
    label = "The most that the payer can pay for a service"

    def formula(services: Any, period: Any, parameters: Any) -> Any:
        days, number_of_day = np.unique(services("day", period), return_inverse=True)
        in_force = [parameters(str(found)) for found in days]
        rates = np.array(
            [
                (on_day.private_hospital.DS1, on_day.medical.item_2801, on_day.medical.item_2806)
                for on_day in in_force
            ]
        )
        return rates[number_of_day, services("item", period)]


class hospital_charge(Variable):
    value_type = float
    entity = Course
    definition_period = DateUnit.ETERNITY
    label = "What the hospital charges for the course"


class medical_charge(Variable):
    value_type = float
    entity = Course
    definition_period = DateUnit.ETERNITY
    label = "What the doctor charges for the course"


class hospital_maximum(Variable):
    value_type = float
    entity = Course
    definition_period = DateUnit.ETERNITY
    label = "The most that the payer can pay the hospital"

    def formula(course: Any, period: Any) -> Any:
        in_hospital = course.members("item", period) == Item.day_surgery
        return course.sum(course.members("maximum", period) * in_hospital)


class medical_maximum(Variable):
    value_type = float
    entity = Course
    definition_period = DateUnit.ETERNITY
    label = "The most that the payer can pay the doctor"

    def formula(course: Any, period: Any) -> Any:
        by_doctor = course.members("item", period) != Item.day_surgery
        return course.sum(course.members("maximum", period) * by_doctor)


SYSTEM = TaxBenefitSystem([Service, Course])
SYSTEM.parameters = ParameterNode("", data=RATES)
SYSTEM.add_variables(item, day, maximum, hospital_charge, medical_charge, hospital_maximum, medical_maximum)


def price_arrays(days: Sequence[date], hospital: int, medical: int) -> PeerQuote:
    """Price a course on its treatment days, at the two charges in AUD."""
    count = 2 * len(days)
    builder = SimulationBuilder()
    builder.create_entities(SYSTEM)
    builder.declare_person_entity("service", range(count))
    course = builder.declare_entity("course", ["course"])
    builder.join_with_persons(course, np.array(["course"] * count), ["service"] * count)
    simulation = builder.build(SYSTEM)
    items = np.array([0] * len(days) + [1] + [2] * (len(days) - 1))
    simulation.set_input("item", "ETERNITY", EnumArray(items, Item))
    simulation.set_input("day", "ETERNITY", np.array([*days, *days], dtype="datetime64[D]"))
    simulation.set_input("hospital_charge", "ETERNITY", np.array([hospital]))
    simulation.set_input("medical_charge", "ETERNITY", np.array([medical]))
    first = days[0].isoformat()
    hospital_total = simulation.calculate("hospital_maximum", first)
    medical_total = simulation.calculate("medical_maximum", first)
    hospital_gap = np.maximum(simulation.calculate("hospital_charge", first) - hospital_total, 0)
    medical_gap = np.maximum(simulation.calculate("medical_charge", first) - medical_total, 0)
    return PeerQuote(*map(in_cents, (hospital_total, medical_total, hospital_gap, medical_gap)))
