"""The workers of a simulation: their inputs as draws, and their courses, each distinct one priced once.

Amounts are whole cents, exact, for every indexation that was drawn. A discounted course is worked out
in floats, and once more in Decimals where a float cannot tell to which cent it rounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any, NamedTuple, SupportsInt

from kfees.engine.sessions import dose_of
from kfees.library.library import Library
from kfees.model.money import EXACT, round_half_up
from kfees.model.problems import InputError, Problem
from kfees.model.request import CourseRequest, Episode
from kfees.projection.distributions import Drawn, draw
from kfees.projection.plan import Plan, horizon_of, planned_days, refuse_too_much
from kfees.projection.projected_course import (
    CoursePrice,
    ProjectedLine,
    discount_factor,
    grown,
    growth,
    price_on,
    years_to,
)
from kfees.projection.scenario import INPUTS, UNITS, Input, Scenario, drg_in, has_nights, plan_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Cents = NDArray[np.int64]

FLOAT_ERROR = 2.0**-50
"""More than a product of two floats, one of them rounded, can be wrong by, as a part of it."""


class WorkerNumbers(NamedTuple):
    """The numbers that decide a worker's courses: of the setting, the nights, the weight, the frequency and
    the sessions."""

    setting: int
    nights: int
    weight: int
    frequency: int
    sessions: int


@dataclass
class Workers:
    """The inputs of all workers as draws, and the courses that they come to, each priced once."""

    scenario: Scenario
    library: Library
    settings: tuple[str | None, ...]
    drawn: Mapping[Input, Drawn]
    _priced: dict[tuple[int, int, int, int, date], CoursePrice] = field(default_factory=dict)
    _cents: dict[tuple[Decimal, int], Cents] = field(default_factory=dict)
    _growths: dict[int, list[Decimal]] = field(default_factory=dict)

    def value(self, name: Input, place: int) -> Decimal | None:
        return self.drawn[name].values[place] if name in self.drawn else None

    @property
    def indexations(self) -> tuple[Decimal, ...]:
        return self.drawn["indexation"].values if "indexation" in self.drawn else (Decimal(0),)

    def plan(self, row: WorkerNumbers, indexation: Decimal) -> Plan:
        """The plan of a worker: one course, as a single one is asked for, repeated."""
        setting = self.settings[row.setting]
        nights = self.value("nights", row.nights) if has_nights(setting, self.library) else None
        frequency = self.value(self.scenario.frequency, row.frequency)
        assert frequency is not None
        sessions = self.value("sessions", row.sessions)
        drg = drg_in(self.scenario, setting, self.library)
        stated = nights is not None or drg is not None
        request = CourseRequest(
            payer=self.scenario.payer,
            regimen=self.scenario.regimen,
            setting=setting,
            start=self.scenario.start,
            weight_kg=self.value("weight_kg", row.weight),
            sessions=None if sessions is None else int(sessions),
            episode=Episode(nights=None if nights is None else int(nights), drg=drg) if stated else None,
        )
        return plan_of(self.scenario, request, int(frequency), indexation)

    def cents(self, row: WorkerNumbers) -> tuple[Cents, Cents]:
        """What such a worker's courses come to, in cents by indexation: their amounts, and present values."""
        import numpy as np

        plan = self.plan(row, Decimal(0))
        amounts = np.zeros(len(self.indexations), dtype=np.int64)
        values = np.zeros(len(self.indexations), dtype=np.int64)
        days = planned_days(plan, horizon_of(plan))
        for day in days:
            # A set-aside takes the first course's price for every one.
            priced_on = days[0] if plan.rule_set == "medicare-set-aside" else day
            course = self._course(plan, row, priced_on)
            amounts += course
            _refuse_too_much(amounts)
            if plan.discount is not None:
                values += _discounted(course, discount_factor(plan.discount, years_to(plan, day)))
        return amounts, values

    def _course(self, plan: Plan, row: WorkerNumbers, day: date) -> Cents:
        import numpy as np

        key = (row.setting, row.nights, row.weight, row.sessions, day)
        if key not in self._priced:
            self._priced[key] = price_on(plan, self.library, day, Decimal(0))
        cents = np.zeros(len(self.indexations), dtype=np.int64)
        for line in self._priced[key].lines:
            cents += self._line(line, self.settings[row.setting])
            _refuse_too_much(cents)
        return cents

    def _line(self, line: ProjectedLine, setting: str | None) -> Cents | int:
        import numpy as np

        if line.amount is None:
            message = f"the cost of {line.schedule}:{line.item} is not known. {line.reason}"
            remedy = "Leave the setting out, or load a version that prices it."
            place = f"settings.{setting}" if setting is not None else "payer"
            raise InputError([Problem("cannot-determine", place, message, remedy)])
        if line.rate is None:
            return in_cents(line.amount)
        rates = self._rates(line.rate, line.steps if self.scenario.rule_set == "reserve" else 0)
        with localcontext(EXACT):
            refuse_too_much(in_dollars(rates.max()) * line.quantity)
            if not line.quantity % 1:
                product: Cents = rates * int(line.quantity)
                return product
            exact = [round_half_up(in_dollars(rate) * line.quantity) for rate in rates]
            return np.array([in_cents(amount) for amount in exact], dtype=np.int64)

    def _rates(self, rate: Decimal, steps: int) -> Cents:
        """A rate after so many years at each indexation that was drawn, in whole cents."""
        import numpy as np

        if (rate, steps) not in self._cents:
            if steps not in self._growths:
                self._growths[steps] = [growth(indexation, steps) for indexation in self.indexations]
            found = [grown(rate, factor) for factor in self._growths[steps]]
            refuse_too_much(max(found))
            self._cents[rate, steps] = np.array([in_cents(one) for one in found], dtype=np.int64)
        return self._cents[rate, steps]


def drawn_workers(scenario: Scenario, library: Library) -> Workers:
    """Every input has a stream of random numbers of its own, so that one does not shift another."""
    import numpy as np

    stated = {
        "weight_kg": scenario.weight_kg,
        "nights": scenario.nights,
        "courses_per_year": scenario.courses_per_year,
        "months_between": scenario.months_between,
        "sessions": scenario.sessions,
        "indexation": scenario.indexation,
    }
    drawn: dict[Input, Drawn] = {}
    for number, name in enumerate(INPUTS):
        generator = np.random.default_rng([scenario.seed, number])
        if name == "setting":
            shares = np.array([float(share) for share in scenario.settings.values()] or [1.0])
            places = generator.choice(len(shares), size=scenario.draws, p=shares / shares.sum())
            drawn[name] = Drawn(tuple(map(Decimal, range(len(shares)))), places)
        elif (distribution := stated[name]) is not None:
            drawn[name] = draw(distribution, UNITS[name], scenario.draws, generator)
    return Workers(scenario, library.of(scenario.payer), scenario.setting_names, drawn)


def distinct(workers: Workers) -> tuple[list[WorkerNumbers], Any]:
    """The distinct rows, and for each worker the number of its row.

    Nights do not matter where nobody stays, nor a body weight beyond the ampoules that it opens.
    """
    import numpy as np

    library, drawn = workers.library, workers.drawn
    count = workers.scenario.draws
    setting = drawn["setting"].places
    nothing = np.zeros(count, dtype=np.int64)
    nights = drawn["nights"].places if "nights" in drawn else nothing
    overnight = np.array([has_nights(name, library) for name in workers.settings])
    nights = np.where(overnight[setting], nights, 0)
    weight = _kinds(workers)[drawn["weight_kg"].places] if "weight_kg" in drawn else nothing
    sessions = drawn["sessions"].places if "sessions" in drawn else nothing
    columns = (setting, nights, weight, drawn[workers.scenario.frequency].places, sessions)
    code = nothing
    sizes = [int(column.max()) + 1 for column in columns]
    for column, size in zip(columns, sizes, strict=True):
        code = code * size + column
    codes, numbers = np.unique(code, return_inverse=True)
    rows = []
    for one in codes.tolist():
        parts = []
        for size in reversed(sizes):
            one, part = divmod(one, size)
            parts.append(part)
        rows.append(WorkerNumbers(*reversed(parts)))
    return rows, numbers.reshape(-1)


def _kinds(workers: Workers) -> Any:
    """For each body weight drawn the place of the first one that opens as many ampoules."""
    import numpy as np

    regimen = workers.library.regimen(workers.scenario.regimen)
    weights = workers.drawn["weight_kg"].values
    if regimen.drug.schedule not in workers.library.schedules:
        return np.zeros(len(weights), dtype=np.int64)
    first: dict[int, int] = {}
    ampoules = [dose_of(regimen, weight, 1).ampoules or 0 for weight in weights]
    return np.array([first.setdefault(opened, place) for place, opened in enumerate(ampoules)])


def _discounted(cents: Cents, factor: Decimal) -> Cents:
    """Amounts times a factor, each rounded half up to the cent."""
    import numpy as np

    products = cents * float(factor)
    values: Cents = np.floor(products + 0.5).astype(np.int64)
    from_half = np.abs(products - np.floor(products) - 0.5)
    for place in np.flatnonzero(from_half <= products * FLOAT_ERROR):
        values[place] = in_cents(grown(in_dollars(cents[place]), factor))
    return values


def _refuse_too_much(cents: Cents) -> None:
    refuse_too_much(in_dollars(cents.max()))


def in_cents(amount: Decimal) -> int:
    return int(amount * 100)


def in_dollars(cents: SupportsInt) -> Decimal:
    return Decimal(int(cents)).scaleb(-2)
