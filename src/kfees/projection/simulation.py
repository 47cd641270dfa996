"""Many workers' future courses, drawn from stated distributions and priced by the engine. Seeded.

What each worker costs is exact to the cent. The statistics over them are no amounts that anybody
pays: spread and standard error are estimates, worked out in floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import sqrt
from typing import Any, Literal

from kfees.library.library import Library
from kfees.model.english import plain
from kfees.model.fields import Model, ResultAmount
from kfees.model.money import round_half_up
from kfees.model.payer import PayerWords
from kfees.model.program import VERSION
from kfees.model.sentences import Says
from kfees.projection.plan import TOO_MUCH
from kfees.projection.projection import Projection, project
from kfees.projection.scenario import Input, Scenario, has_nights, refuse_if_wrong
from kfees.projection.workers import WorkerNumbers, Workers, distinct, drawn_workers, in_cents, in_dollars

PERCENTS = (1, 5, 10, 25, 50, 75, 90, 95, 99)
LOW, MIDDLE, HIGH = 10, 50, 90
BINS = 24
MOST_SUMMED = 2**63 // in_cents(TOO_MUCH)

WORDS: dict[Input, str] = {
    "setting": "setting",
    "weight_kg": "body weight in kg",
    "nights": "nights",
    "courses_per_year": "courses a year",
    "indexation": "indexation a year",
    "sessions": "sessions",
    "months_between": "months between courses",
}

Measure = Literal["amount", "present_value"]


class Percentile(Model):
    """So many percent of the workers cost no more than `amount`, which is one worker's own."""

    percent: int
    amount: ResultAmount


class Statistics(Model):
    """Over all workers, in the payer's currency. The mean is exact to the cent; spread and standard error
    are estimates."""

    mean: ResultAmount
    standard_error: ResultAmount
    standard_deviation: ResultAmount
    least: ResultAmount
    most: ResultAmount
    percentiles: tuple[Percentile, ...]


class Bin(Model):
    """`workers` cost from `low` to `high` (not included, save in the last bin)."""

    low: ResultAmount
    high: ResultAmount
    workers: int


class Swing(Model):
    """What one input moves: the cost at its 10th and 90th percentile, all others at their median.

    Of the settings, the cheapest and the dearest. `setting` is the most frequent one; for nights,
    the most frequent one that has nights. `swing` is the difference.
    """

    input: Input
    setting: str | None
    low_value: str
    high_value: str
    low: ResultAmount
    high: ResultAmount
    swing: ResultAmount


class Simulation(Model):
    """A scenario simulated. Histogram and tornado are of `measure`: present values where discounted.

    `please_check`: what is implausible in the courses of the worker in the middle; it changes no figure.
    """

    scenario: Scenario
    measure: Measure
    amount: Statistics
    present_value: Statistics | None
    histogram: tuple[Bin, ...]
    middle: ResultAmount
    tornado: tuple[Swing, ...]
    distinct: int
    assumptions: tuple[Says, ...]
    kfees: str
    please_check: tuple[Says, ...] = ()
    payer: PayerWords = PayerWords()


def simulate(scenario: Scenario, library: Library) -> Simulation:
    """Draw the scenario's workers, price their courses, and say what they come to.

    The same scenario and library give the same figures. Raises InputError with every problem.
    """
    import numpy as np

    refuse_if_wrong(scenario, library)
    workers = drawn_workers(scenario, library)
    rows, numbers = distinct(workers)
    priced = [workers.cents(row) for row in rows]
    if "indexation" in workers.drawn:
        indexations: Any = workers.drawn["indexation"].places
    else:
        indexations = np.zeros(scenario.draws, dtype=np.int64)
    amounts = np.stack([amount for amount, _ in priced])[numbers, indexations]
    values = np.stack([value for _, value in priced])[numbers, indexations]
    discounted = scenario.discount is not None
    measure: Measure = "present_value" if discounted else "amount"
    middle, middle_projection = _middle(workers, measure)
    return Simulation(
        scenario=scenario,
        measure=measure,
        amount=_statistics(amounts),
        present_value=_statistics(values) if discounted else None,
        histogram=_histogram(values if discounted else amounts),
        middle=middle,
        tornado=_tornado(workers, measure),
        distinct=len(rows) * len(workers.indexations),
        assumptions=_assumptions(scenario, middle_projection),
        kfees=VERSION,
        please_check=middle_projection.please_check,
        payer=middle_projection.payer,
    )


def _statistics(cents: Any) -> Statistics:
    import numpy as np

    count = len(cents)
    # So many workers' cents fit an int64; the sums of them are Python's own.
    sums = np.add.reduceat(cents, range(0, count, MOST_SUMMED))
    deviation = float(np.std(cents, ddof=1)) if count > 1 else 0.0
    found = np.percentile(cents, PERCENTS, method="inverted_cdf")
    return Statistics(
        mean=_mean(sum(sums.tolist()), count),
        standard_error=_estimate(deviation / sqrt(count)),
        standard_deviation=_estimate(deviation),
        least=in_dollars(cents.min()),
        most=in_dollars(cents.max()),
        percentiles=tuple(
            Percentile(percent=percent, amount=in_dollars(amount))
            for percent, amount in zip(PERCENTS, found, strict=True)
        ),
    )


def _mean(cents: int, count: int) -> Decimal:
    """Rounded half up to the cent, in whole numbers: a sum can have more digits than a context."""
    return in_dollars((2 * cents + count) // (2 * count))


def _histogram(cents: Any) -> tuple[Bin, ...]:
    """Bins of nearly equal width, their edges in whole cents."""
    import numpy as np

    low, high = int(cents.min()), int(cents.max())
    bins = max(1, min(BINS, high - low))
    edges = [low + (high - low) * number // bins for number in range(bins + 1)]
    if low == high:
        return (Bin(low=in_dollars(low), high=in_dollars(high), workers=len(cents)),)
    counts, _ = np.histogram(cents, bins=np.array(edges))
    return tuple(
        Bin(low=in_dollars(edges[number]), high=in_dollars(edges[number + 1]), workers=int(workers))
        for number, workers in enumerate(counts)
    )


def _at(workers: Workers, places: Mapping[Input, int]) -> Projection:
    """The projection of a worker with these values."""
    row = WorkerNumbers(
        places["setting"],
        places.get("nights", 0),
        places.get("weight_kg", 0),
        places[workers.scenario.frequency],
        places.get("sessions", 0),
    )
    indexation = workers.indexations[places.get("indexation", 0)]
    return project(workers.plan(row, indexation), workers.library)


def _figure(projection: Projection, measure: Measure) -> Decimal:
    figure = projection.totals.present_value if measure == "present_value" else projection.totals.amount
    assert figure is not None
    return figure


def _middles(workers: Workers, *, overnight: bool = False) -> dict[Input, int]:
    """Every input at its median; the most frequent setting, where asked for of those with nights."""
    import numpy as np

    middles = {name: drawn.at(MIDDLE) for name, drawn in workers.drawn.items()}
    counts = np.bincount(workers.drawn["setting"].places, minlength=len(workers.settings))
    stays = [has_nights(name, workers.library) or not overnight for name in workers.settings]
    middles["setting"] = int(np.where(stays, counts, -1).argmax())
    return middles


def _middle(workers: Workers, measure: Measure) -> tuple[Decimal, Projection]:
    projection = _at(workers, _middles(workers))
    return _figure(projection, measure), projection


def _tornado(workers: Workers, measure: Measure) -> tuple[Swing, ...]:
    """The inputs that vary, the one that moves the cost most first."""
    swings = [swing for name in workers.drawn if (swing := _swing(workers, measure, name)) is not None]
    return tuple(sorted(swings, key=lambda swing: -swing.swing))


def _swing(workers: Workers, measure: Measure, name: Input) -> Swing | None:
    drawn = workers.drawn[name]
    middles = _middles(workers, overnight=name == "nights")
    places = sorted(set(drawn.places.tolist())) if name == "setting" else [drawn.at(LOW), drawn.at(HIGH)]
    if len(set(places)) < 2:
        return None
    costs = [(_figure(_at(workers, {**middles, name: place}), measure), place) for place in places]
    (low, low_place), (high, high_place) = (min(costs), max(costs)) if name == "setting" else costs
    return Swing(
        input=name,
        setting=None if name == "setting" else workers.settings[middles["setting"]],
        low_value=_named(workers, name, low_place),
        high_value=_named(workers, name, high_place),
        low=low,
        high=high,
        swing=abs(high - low),
    )


def _named(workers: Workers, name: Input, place: int) -> str:
    if name == "setting":
        return workers.settings[place] or ""
    value = workers.drawn[name].values[place]
    return f"{plain(value * 100)} %" if name == "indexation" else plain(value)


def _assumptions(scenario: Scenario, middle: Projection) -> tuple[str, ...]:
    own = (
        f"{scenario.draws:,} workers are drawn from seed {scenario.seed}, no input depending on another.",
        "Body weight is drawn in steps of 0.1 kg, indexation in steps of 0.01 %, all else in whole numbers.",
        "Every distinct course is priced once, to the cent; the statistics over them are no amounts paid.",
        "What follows is of the worker in the middle: all at its median, in the most frequent setting.",
    )
    return own + middle.assumptions


def _estimate(cents: float) -> Decimal:
    """A float of cents as an amount, rounded half up to the cent."""
    return round_half_up(Decimal(format(cents / 100, ".6f")))
