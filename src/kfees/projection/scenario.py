"""What a simulation is asked: a TOML file of shares and distributions for one regimen over years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from math import ceil
from typing import Annotated, Literal, assert_never, get_args

from pydantic import Field, StrictInt

from kfees.library.library import Library
from kfees.model.dates import MONTHS_A_YEAR
from kfees.model.fields import Day, Flag, Model, Number, Text
from kfees.model.payer import DEFAULT_PAYER
from kfees.model.problems import InputError, Problem, suggestion
from kfees.model.request import MOST_SESSIONS, Claim, CourseRequest, Episode
from kfees.model.schedule import STAYS
from kfees.projection.checking_plans import frequency_problems, plan_problems
from kfees.projection.distributions import (
    Distribution,
    Fixed,
    Normal,
    Table,
    Triangular,
    Uniform,
    distribution_problems,
    share_problems,
)
from kfees.projection.plan import (
    FREQUENCY,
    HIGHEST_RATE,
    MOST_MONTHS_BETWEEN,
    Plan,
    RuleSet,
    WhenPaid,
    YearlyRate,
)

MOST_DRAWS = 10_000_000

Input = Literal[
    "setting", "weight_kg", "nights", "courses_per_year", "indexation", "sessions", "months_between"
]
"""What is drawn for each worker; a new one goes last, so that the others are drawn as before."""

INPUTS: tuple[Input, ...] = get_args(Input)

UNITS: dict[Input, Decimal] = {
    **dict.fromkeys(INPUTS, Decimal(1)),
    "weight_kg": Decimal("0.1"),
    "indexation": Decimal("0.0001"),
}
"""The steps in which an input is drawn: 100 g of body weight, a hundredth of a percent, one of any other."""


class Scenario(Model):
    """Many workers of one `payer`, each with courses over years. `settings`: the share of each, which sum
    to 1; none for a payer that pays by the infusion, whatever the setting.

    `draws` workers are simulated from `seed`: the same file gives the same figures. `weight_kg`,
    `sessions` (in place of the regimen's number), `nights` (of settings with nights),
    `courses_per_year` or `months_between`, and for a reserve `indexation` (a fraction a year) are
    drawn for each worker. The rest is as in a plan. Amounts are in the payer's currency.
    """

    title: Text
    draws: Annotated[StrictInt, Field(ge=1, le=MOST_DRAWS)]
    seed: Annotated[StrictInt, Field(ge=0, le=2**63 - 1)]
    regimen: Text
    start: Day
    rule_set: RuleSet
    payer: Text = DEFAULT_PAYER
    settings: dict[Text, Number] = Field(default_factory=dict, max_length=100)
    courses_per_year: Distribution | None = None
    months_between: Distribution | None = None
    weight_kg: Distribution | None = None
    sessions: Distribution | None = None
    nights: Distribution | None = None
    indexation: Distribution | None = None
    drg: Text | None = None
    years: Annotated[StrictInt, Field(ge=1, le=75)] | None = None
    until: Day | None = None
    discount: YearlyRate | None = None
    valuation_date: Day | None = None
    timing: WhenPaid | None = None
    previous_treatments: Annotated[tuple[Day, ...], Field(max_length=1000)] | None = None
    exceptional_circumstances: Flag | None = None

    @property
    def setting_names(self) -> tuple[str | None, ...]:
        """The settings of the courses; one that is none where none is asked for."""
        return tuple(self.settings) or (None,)

    @property
    def frequency(self) -> Literal["courses_per_year", "months_between"]:
        """The key by which it is stated how often the courses come."""
        return "courses_per_year" if self.months_between is None else "months_between"


def plan_of(scenario: Scenario, request: CourseRequest, frequency: int, indexation: Decimal) -> Plan:
    """The plan of one simulated worker."""
    stated = scenario.previous_treatments is not None or scenario.exceptional_circumstances is not None
    claim = Claim(
        previous_treatments=scenario.previous_treatments,
        exceptional_circumstances=scenario.exceptional_circumstances,
    )
    return Plan(
        request=request.model_copy(update={"claim": claim if stated else None}),
        rule_set=scenario.rule_set,
        courses_per_year=frequency if scenario.frequency == "courses_per_year" else None,
        months_between=frequency if scenario.frequency == "months_between" else None,
        years=scenario.years,
        until=scenario.until,
        indexation=indexation if scenario.rule_set == "reserve" else None,
        discount=scenario.discount,
        valuation_date=scenario.valuation_date,
        timing=scenario.timing,
    )


def scenario_problems(scenario: Scenario, library: Library) -> Iterator[Problem]:
    """Everything that is wrong with a scenario whose form is right."""
    names = [("regimen", scenario.regimen, library.regimens), ("payer", scenario.payer, library.payers)]
    names += [(f"settings.{setting}", setting, library.settings) for setting in scenario.settings]
    unknown = []
    for place, name, known in names:
        if name not in known:
            remedy = suggestion(name, known, f"Use one of: {', '.join(known)}.")
            unknown.append(Problem("unknown-name", place, f"{name!r} is not loaded.", remedy))
    yield from unknown
    library = library.of(scenario.payer) if scenario.payer in library.payers else library
    yield from _setting_problems(scenario, library)
    ranges = list(_range_problems(scenario, library, bool(unknown)))
    yield from ranges
    if scenario.rule_set == "reserve" and scenario.indexation is None:
        yield Problem("missing", "indexation", "a reserve needs it.", 'Give {distribution = "fixed", ...}.')
    if scenario.rule_set == "medicare-set-aside" and scenario.indexation is not None:
        message = "a Medicare Set-Aside takes today's prices, without inflation."
        yield Problem("not-in-rule-set", "indexation", message, "Leave it out, or simulate a reserve.")
    settings_fit = bool(scenario.settings) == (library.payer.price_by_infusion is None)
    if not unknown and not ranges and settings_fit:
        yield from _plan_problems(scenario, library)


def _setting_problems(scenario: Scenario, library: Library) -> Iterator[Problem]:
    """Shares of settings, where the payer's price goes by them."""
    payer = library.payer
    if payer.price_by_infusion is None and not scenario.settings:
        message = "the settings are not given."
        yield Problem("missing", "settings", message, "Give the share of each; they sum to 1.")
    elif payer.price_by_infusion is not None and scenario.settings:
        message = f"{payer.title} pays by the infusion, whatever the setting."
        yield Problem("idle", "settings", message, "Leave them out.")
    elif scenario.settings:
        yield from share_problems(tuple(scenario.settings.values()), len(scenario.settings), "settings")


def _range_problems(scenario: Scenario, library: Library, unknown: bool) -> Iterator[Problem]:
    ranges: dict[Input, tuple[Distribution | None, Decimal, Decimal]] = {
        "weight_kg": (scenario.weight_kg, Decimal("0.1"), Decimal(400)),
        "indexation": (scenario.indexation, Decimal(0), HIGHEST_RATE),
        "sessions": (scenario.sessions, Decimal(1), Decimal(MOST_SESSIONS)),
        "months_between": (scenario.months_between, Decimal(1), Decimal(MOST_MONTHS_BETWEEN)),
    }
    if not unknown:
        fewest = max(1, _most_sessions(scenario, library) - 1)
        ranges["nights"] = (scenario.nights, Decimal(fewest), Decimal(1000))
        stays = any(has_nights(setting, library) for setting in scenario.settings)
        if scenario.nights is not None and not stays:
            message = "nobody stays the night in any of the settings."
            yield Problem("idle", "nights", message, "Leave it out, or add a setting with nights.")
    for name, (stated, low, high) in ranges.items():
        if stated is not None:
            yield from distribution_problems(stated, name, UNITS[name], low, high)
    yield from frequency_problems([key for key in FREQUENCY if getattr(scenario, key) is not None])
    if (courses := scenario.courses_per_year) is None:
        return
    if not isinstance(courses, Fixed | Table):
        message = "courses a year are whole months apart, which a span does not say."
        remedy = 'Give distribution = "fixed" or "table".'
        yield Problem("bad-distribution", "courses_per_year.distribution", message, remedy)
        return
    yield from distribution_problems(courses, "courses_per_year", Decimal(1), Decimal(1), Decimal(12))
    for value in _values(courses):
        if 1 <= value <= MONTHS_A_YEAR and not value % 1 and MONTHS_A_YEAR % value:
            message = f"{value} courses a year are not a whole number of months apart."
            yield Problem("uneven-months", "courses_per_year", message, "Give 1, 2, 3, 4, 6 or 12.")


def _values(stated: Distribution) -> tuple[Decimal, ...]:
    """The values that can be drawn; of a span, its ends."""
    match stated:
        case Fixed(value=value):
            return (value,)
        case Table(values=values, shares=shares):
            return tuple(value for value, share in zip(values, shares, strict=False) if share) or values
        case Uniform() | Triangular() | Normal():
            return (stated.least, stated.most)
        case _:
            assert_never(stated)


def _most_sessions(scenario: Scenario, library: Library) -> int:
    """The treatment days of the longest course."""
    if scenario.sessions is None:
        return library.regimen(scenario.regimen).treatment_days
    return int(max(_values(scenario.sessions)))


def _most_often(scenario: Scenario) -> int:
    """How often the courses come where they come most often."""
    if scenario.months_between is not None:
        return ceil(min(_values(scenario.months_between)))
    assert scenario.courses_per_year is not None
    return int(max(_values(scenario.courses_per_year)))


def _plan_problems(scenario: Scenario, library: Library) -> Iterator[Problem]:
    """What a plan of each setting, at the most courses a year, would be refused for; each once."""
    most = _most_often(scenario)
    weight = Decimal(1) if scenario.weight_kg is not None else None
    seen: set[tuple[str, str]] = set()
    for setting in scenario.setting_names:
        request = CourseRequest(
            payer=scenario.payer,
            regimen=scenario.regimen,
            setting=setting,
            start=scenario.start,
            weight_kg=weight,
            sessions=None if scenario.sessions is None else _most_sessions(scenario, library),
            episode=Episode(drg=drg) if (drg := drg_in(scenario, setting, library)) else None,
        )
        for problem in plan_problems(plan_of(scenario, request, most, Decimal(0)), library):
            place = problem.place.removeprefix("request.").removeprefix("claim.").removeprefix("episode.")
            if place == "setting":
                place = f"settings.{setting}"
            if (place, problem.message) not in seen:
                seen.add((place, problem.message))
                yield replace(problem, place=place)


def has_nights(setting: str | None, library: Library) -> bool:
    return setting is not None and library.setting(setting).overnight


def drg_in(scenario: Scenario, setting: str | None, library: Library) -> str | None:
    """The scenario's AR-DRG where the setting is paid by one."""
    services = library.setting(setting).service if setting is not None else ()
    return scenario.drg if any(service.when in STAYS for service in services) else None


def refuse_if_wrong(scenario: Scenario, library: Library) -> None:
    problems = list(scenario_problems(scenario, library))
    if problems:
        raise InputError(problems)
