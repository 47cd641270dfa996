"""Simulations: points equal the projection, the same seed the same figures, and shares their means."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import kfees
from effort import times
from kfees.model.fields import Model
from kfees.model.problems import Problem
from kfees.projection.checking_plans import read_plan
from kfees.projection.distributions import Distribution, draw
from kfees.projection.scenario import UNITS, Scenario
from kfees.projection.simulation import Simulation, simulate
from kfees.reading.json_and_toml import read_model
from overlays import write_version
from plans import pain_clinic

Asked = dict[str, Any]


def fixed(value: str | int) -> Asked:
    return {"distribution": "fixed", "value": str(value)}


def table(**shares: str) -> Asked:
    """Values by their shares, such as table(_1="0.25", _2="0.75")."""
    return {
        "distribution": "table",
        "values": [name.removeprefix("_") for name in shares],
        "shares": list(shares.values()),
    }


POINT: Asked = {
    "title": "One worker, again and again",
    "draws": 50,
    "seed": 1,
    "regimen": "crps-10-day",
    "start": "2024-08-05",
    "rule_set": "reserve",
    "years": 6,
    "settings": {"private-day-hospital": "1"},
    "courses_per_year": fixed(2),
    "weight_kg": fixed(80),
    "indexation": fixed("0.03125"),
    "discount": "0.04",
}


def simulated(library: kfees.Library, asked: Asked) -> Simulation:
    return simulate(read_model(Scenario, asked), library)


def problems_of(library: kfees.Library, asked: Asked) -> dict[str, str]:
    with pytest.raises(kfees.InputError) as caught:
        simulated(library, asked)
    return {problem.place: problem.code for problem in caught.value.problems}


@hypothesis_settings(max_examples=times(25))
@given(
    setting=st.sampled_from(
        ("private-day-hospital", "consulting-rooms", "hospital-in-the-home", "private-hospital-inpatient")
    ),
    nights=st.integers(9, 20),
    often=st.sampled_from(
        (("courses_per_year", 1), ("courses_per_year", 2), ("months_between", 7), ("months_between", 24))
    ),
    sessions=st.sampled_from((None, 1, 5, 12)),
    years=st.integers(1, 8),
    indexation=st.integers(0, 2000).map(lambda number: str(Decimal(number) / 10000)),
    discount=st.integers(0, 2000).map(lambda number: str(Decimal(number) / 10000)),
    timing=st.sampled_from(("mid-year", "on-date")),
)
def test_a_simulation_of_points_equals_the_projection(
    library: kfees.Library,
    setting: str,
    nights: int,
    often: tuple[str, int],
    sessions: int | None,
    years: int,
    indexation: str,
    discount: str,
    timing: str,
) -> None:
    rates = {"indexation": fixed(indexation), "discount": discount, "timing": timing}
    asked = {**POINT, **rates, "settings": {setting: "1"}, "years": years, "courses_per_year": None}
    asked[often[0]] = fixed(often[1])
    asked["sessions"] = sessions and fixed(sessions)
    nights = max(nights, (sessions or 0) - 1)
    overnight = setting == "private-hospital-inpatient"
    found = simulated(library, asked | ({"nights": fixed(nights)} if overnight else {}))
    request = {"regimen": "crps-10-day", "setting": setting, "start": "2024-08-05", "weight_kg": "80"}
    stated = {"sessions": sessions} if sessions else {}
    plan = {
        "request": request | stated | ({"episode": {"nights": nights}} if overnight else {}),
        "rule_set": "reserve",
        often[0]: often[1],
        "years": years,
        "indexation": indexation,
        "discount": discount,
        "timing": timing,
    }
    totals = kfees.project(read_plan(plan, library), library).totals
    for statistics, figure in ((found.amount, totals.amount), (found.present_value, totals.present_value)):
        assert statistics is not None
        assert statistics.mean == statistics.least == statistics.most == figure
        assert {one.amount for one in statistics.percentiles} == {figure}
        assert statistics.standard_error == 0
    assert found.tornado == ()
    assert [one.workers for one in found.histogram] == [50]


def dear_clinic(folder: Path, amount: str) -> kfees.Library:
    """A setting whose ten sessions cost `amount` each; new rates were due in 2025."""
    return kfees.load_schedules(str(pain_clinic(folder, amount, "2024-07-01")), environment={})


LIBERAL: Asked = {
    **POINT,
    "settings": {"pain-clinic": "1"},
    "exceptional_circumstances": True,
    "previous_treatments": ["2024-01-15"],
    "draws": 3,
}
"""Any number of courses a year may be asked for."""


def plan_of_point(asked: Asked) -> Asked:
    """The plan of the one kind of worker that a scenario has."""
    same = ("rule_set", "years", "discount", "timing")
    claim = {key: asked[key] for key in ("exceptional_circumstances", "previous_treatments")}
    course = {key: asked[key] for key in ("regimen", "start")}
    (setting,) = asked["settings"]
    return {
        **{key: asked[key] for key in same if key in asked},
        "request": {**course, "setting": setting, "weight_kg": "80", "claim": claim},
        "courses_per_year": int(asked["courses_per_year"]["value"]),
        "indexation": asked["indexation"]["value"],
    }


rates = st.one_of(
    st.sampled_from(("0", "0.35", "0.44", "0.5")), st.integers(0, 5000).map(lambda n: str(Decimal(n) / 10000))
)


@hypothesis_settings(max_examples=times(15))
@given(
    amount=st.sampled_from(("0.00", "0.01", "0.03", "174.55", "99999.99", "999999999999.99")),
    courses=st.sampled_from((1, 2, 4)),
    years=st.one_of(st.sampled_from((1, 75)), st.integers(1, 75)),
    indexation=rates,
    discount=rates,
    timing=st.sampled_from(("mid-year", "on-date")),
)
def test_at_any_rate_a_simulation_is_exact_or_refused_as_its_projection_is(
    tmp_path_factory: pytest.TempPathFactory,
    amount: str,
    courses: int,
    years: int,
    indexation: str,
    discount: str,
    timing: str,
) -> None:
    library = dear_clinic(tmp_path_factory.mktemp("dear"), amount)
    asked = {
        **LIBERAL,
        "courses_per_year": fixed(courses),
        "years": years,
        "indexation": fixed(indexation),
        "discount": discount,
        "timing": timing,
    }
    refused = refusal_of(library, asked)
    plan = read_plan(plan_of_point(asked), library)
    if refused:
        assert [problem.code for problem in refused] == ["too-much"]
        with pytest.raises(kfees.InputError, match="10,000,000,000,000 or more"):
            kfees.project(plan, library)
        return
    totals = kfees.project(plan, library).totals
    found = simulated(library, asked)
    assert found.amount.mean == found.amount.least == found.amount.most == totals.amount
    assert found.present_value is not None
    assert found.present_value.mean == found.present_value.most == totals.present_value


@pytest.mark.parametrize(
    ("amount", "indexation", "years", "refused"),
    [
        ("960.20", "0.35", 75, True),
        ("960.20", "0.35", 40, False),
        ("960.20", "0.10", 75, False),
        ("999999999999.99", "0", 1, True),
        ("499999999999.99", "0", 1, False),
        ("500000000000.00", "0", 1, True),
    ],
)
def test_courses_of_ten_trillion_are_refused_with_what_to_change(
    amount: str, indexation: str, years: int, refused: bool, tmp_path: Path
) -> None:
    library = dear_clinic(tmp_path, amount)
    asked = {**LIBERAL, "indexation": fixed(indexation), "years": years}
    assert refused == bool(refusal_of(library, asked))
    if refused:
        (problem,) = refusal_of(library, asked)
        assert problem.place == "horizon"
        assert "10,000,000,000,000 or more" in problem.message
        assert "Give a lower indexation, a nearer end" in problem.remedy


def refusal_of(library: kfees.Library, asked: Asked) -> list[Problem]:
    try:
        simulated(library, asked)
    except kfees.InputError as error:
        return list(error.problems)
    return []


def test_half_a_cent_of_present_value_rounds_up_in_both(tmp_path: Path) -> None:
    """194.40 at 44 % in three years: / 1.2 = 162.00, / 1.728 = 112.50, / 2.48832 = 78.125 exactly."""
    library = dear_clinic(tmp_path, "19.44")
    three = {"courses_per_year": fixed(1), "years": 3, "discount": "0.44", "indexation": fixed(0)}
    asked = {**LIBERAL, **three}
    found = simulated(library, asked).present_value
    assert found is not None
    assert found.mean == Decimal("352.63")
    assert kfees.project(read_plan(plan_of_point(asked), library), library).totals.present_value == found.mean


def test_the_mean_of_many_workers_is_exact_where_their_sum_needs_more_than_64_bits(tmp_path: Path) -> None:
    library = dear_clinic(tmp_path, "499999999999.99")
    asked = {**LIBERAL, "years": 1, "draws": 100_000, "indexation": fixed(0), "discount": "0"}
    assert simulated(library, asked).amount.mean == Decimal("9999999999999.80")


def test_a_set_aside_of_points_equals_its_projection(library: kfees.Library) -> None:
    """960.20 a course x 2 x 20 = 38,408.00, undiscounted."""
    asked = {key: value for key, value in POINT.items() if key not in ("indexation", "discount")}
    rooms = {"settings": {"consulting-rooms": "1"}, "rule_set": "medicare-set-aside", "years": 20}
    found = simulated(library, asked | rooms)
    assert found.amount.mean == Decimal("38408.00")
    assert (found.measure, found.present_value) == ("amount", None)


def test_the_same_seed_gives_the_same_figures_and_another_seed_others(library: kfees.Library) -> None:
    mixed = {**POINT, "settings": {"private-day-hospital": "0.5", "consulting-rooms": "0.5"}, "draws": 999}
    assert simulated(library, mixed) == simulated(library, mixed)
    assert simulated(library, mixed).amount != simulated(library, {**mixed, "seed": 2}).amount


def test_the_mean_of_two_settings_is_their_shares_of_two_costs(library: kfees.Library) -> None:
    """A quarter at 3,709.80 and the rest at 960.20 a course: 1,647.60; one course, not discounted.

    The standard error is 2,749.60 x sqrt(0.25 x 0.75 / 40,000) = 5.95.
    """
    shares = {"private-day-hospital": "0.25", "consulting-rooms": "0.75"}
    one = {"courses_per_year": fixed(1), "years": 1, "draws": 40_000, "discount": "0"}
    found = simulated(library, {**POINT, **one, "settings": shares})
    assert abs(found.amount.mean - Decimal("1647.60")) < 5 * found.amount.standard_error
    assert abs(found.amount.standard_error - Decimal("5.95")) < Decimal("0.10")
    assert (found.amount.least, found.amount.most) == (Decimal("960.20"), Decimal("3709.80"))
    assert {one.percent: one.amount for one in found.amount.percentiles}[50] == Decimal("960.20")
    assert sum(one.workers for one in found.histogram) == 40_000
    (swing,) = found.tornado
    assert (swing.low_value, swing.high_value) == ("consulting-rooms", "private-day-hospital")
    assert swing.swing == Decimal("2749.60")


def test_the_input_that_moves_the_cost_most_comes_first(library: kfees.Library) -> None:
    """Courses a year from 1 to 2 double the cost; a point of indexation over six years does not."""
    varied = {"courses_per_year": table(_1="0.5", _2="0.5"), "draws": 2000}
    span = {"distribution": "uniform", "least": "0.02", "most": "0.03"}
    found = simulated(library, {**POINT, **varied, "indexation": span})
    assert [swing.input for swing in found.tornado] == ["courses_per_year", "indexation"]
    assert found.tornado[0].high > found.tornado[0].low * Decimal("1.9")


def test_nights_move_the_cost_of_settings_that_have_them(library: kfees.Library) -> None:
    """12 nights instead of 10 at 804.25 in one course: 1,608.50; the day hospital is more frequent."""
    shares = {"private-day-hospital": "0.8", "private-hospital-inpatient": "0.2"}
    one = {"courses_per_year": fixed(1), "years": 1, "draws": 1000, "discount": "0"}
    asked = {**POINT, **one, "settings": shares, "nights": table(_10="0.5", _12="0.5")}
    swing = next(swing for swing in simulated(library, asked).tornado if swing.input == "nights")
    assert (swing.setting, swing.swing) == ("private-hospital-inpatient", Decimal("1608.50"))


def test_sessions_and_the_months_between_courses_are_drawn_for_each_worker(library: kfees.Library) -> None:
    """Ten years: 1 or 10 sessions, 174.50 and 960.20 a course, every 12 or every 24 months: 10 or 5 courses.
    Half of the workers have each, so the mean is near (174.50 + 960.20) / 2 x 7.5 = 4,255.13."""
    drawn = {"sessions": table(_1="0.5", _10="0.5"), "months_between": table(_12="0.5", _24="0.5")}
    asked = {**POINT, **drawn, "settings": {"consulting-rooms": "1"}, "years": 10, "draws": 4000}
    asked |= {
        "courses_per_year": None,
        "rule_set": "medicare-set-aside",
        "discount": None,
        "indexation": None,
    }
    found = simulated(library, asked)
    assert (found.amount.least, found.amount.most) == (Decimal("872.50"), Decimal("9602.00"))
    assert abs(found.amount.mean - Decimal("4255.13")) < 4 * found.amount.standard_error
    assert {swing.input for swing in found.tornado} == {"sessions", "months_between"}
    assert found.distinct == 4


def test_body_weight_moves_the_cost_by_the_ampoules_it_opens(tmp_path: Path) -> None:
    """0.35 mg x 4 h x 150 kg = 210 mg: two ampoules a day, one at 80 kg; 10.00 each: 100.00 more."""
    drug = "ketamine-200mg,Ketamine 200 mg in 2 mL,10.00,ampoule"
    write_version(tmp_path, "pharmacy", "2024-07-01", drug, payee='"pharmacy"')
    library = kfees.load_schedules(tmp_path, environment={})
    one = {"courses_per_year": fixed(1), "years": 1, "draws": 500, "discount": "0"}
    asked = {**POINT, **one, "weight_kg": table(_80="0.5", _150="0.5")}
    found = simulated(library, asked)
    assert (found.amount.least, found.amount.most) == (Decimal("3809.80"), Decimal("3909.80"))
    assert [swing.swing for swing in found.tornado] == [Decimal("100.00")]


@pytest.mark.parametrize(
    "stated",
    [
        {"distribution": "uniform", "least": "0.0201", "most": "0.0305"},
        {"distribution": "triangular", "least": "0.0201", "mode": "0.03", "most": "0.0305"},
        {
            "distribution": "normal",
            "mean": "0.025",
            "standard_deviation": "0.02",
            "least": "0",
            "most": "0.03",
        },
    ],
)
def test_draws_stay_within_their_span_and_on_exact_values(stated: Asked) -> None:
    class Holder(Model):
        distribution: Distribution

    distribution = Holder.model_validate({"distribution": stated}).distribution
    drawn = draw(distribution, UNITS["indexation"], 20_000, np.random.default_rng(3))
    assert min(drawn.values) >= Decimal(stated["least"])
    assert max(drawn.values) <= Decimal(stated["most"])
    assert all(value % UNITS["indexation"] == 0 for value in drawn.values)
    assert len(drawn.values) > 90
    assert list(drawn.values) == sorted(drawn.values)


@pytest.mark.parametrize(
    ("stated", "remedy"),
    [
        (
            {"distribution": "gamma", "value": "2"},
            "Its 'distribution' is one of: 'fixed', 'uniform', 'triangular', 'normal', 'table'.",
        ),
        ({"value": "2"}, "Say its 'distribution'."),
    ],
)
def test_a_distribution_of_no_known_name_is_refused_with_those_there_are(
    stated: dict[str, str], remedy: str
) -> None:
    class Holder(Model):
        weight_kg: Distribution

    with pytest.raises(kfees.InputError) as caught:
        read_model(Holder, {"weight_kg": stated})
    assert [(problem.place, problem.remedy) for problem in caught.value.problems] == [("weight_kg", remedy)]


def test_a_triangle_has_the_mean_of_its_three_corners() -> None:
    """(10 + 20 + 60) / 3 = 30; the standard deviation is 10.8, so the mean of 40,000 is within 0.3."""

    class Holder(Model):
        distribution: Distribution

    stated = {"distribution": "triangular", "least": "10", "mode": "20", "most": "60"}
    drawn = draw(
        Holder.model_validate({"distribution": stated}).distribution,
        UNITS["weight_kg"],
        40_000,
        np.random.default_rng(5),
    )
    values = np.array([float(value) for value in drawn.values])
    assert abs(values[drawn.places].mean() - 30) < 0.3


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"settings": {"consulting-rooms": "0.5"}}, {"settings": "bad-shares"}),
        (
            {"settings": {"consulting-rooms": "1.5", "private-day-hospital": "-0.5"}},
            {"settings": "negative-share"},
        ),
        ({"settings": {}}, {"settings": "missing"}),
        ({"payer": "nobody"}, {"payer": "unknown-name"}),
        ({"settings": {"a tent": "1"}}, {"settings.a tent": "unknown-name"}),
        ({"regimen": "crps-4-day"}, {"settings.private-day-hospital": "setting-without-nights"}),
        ({"courses_per_year": fixed(4)}, {"courses_per_year": "too-soon"}),
        ({"courses_per_year": fixed(5)}, {"courses_per_year": "uneven-months"}),
        (
            {"courses_per_year": {"distribution": "uniform", "least": "1", "most": "2"}},
            {"courses_per_year.distribution": "bad-distribution"},
        ),
        ({"courses_per_year": None}, {"courses_per_year": "missing"}),
        ({"months_between": fixed(24)}, {"months_between": "bad-frequency"}),
        ({"courses_per_year": None, "months_between": fixed(2)}, {"months_between": "too-soon"}),
        ({"courses_per_year": None, "months_between": fixed(121)}, {"months_between.value": "out-of-range"}),
        (
            {
                "courses_per_year": None,
                "months_between": {"distribution": "uniform", "least": "2", "most": "24"},
            },
            {"months_between": "too-soon"},
        ),
        ({"sessions": fixed(0)}, {"sessions.value": "out-of-range"}),
        ({"sessions": fixed("2.5")}, {"sessions.value": "out-of-range"}),
        (
            {
                "sessions": table(_3="0.5", _12="0.5"),
                "settings": {"private-hospital-inpatient": "1"},
                "nights": fixed(10),
            },
            {"nights.value": "out-of-range"},
        ),
        ({"nights": fixed(10)}, {"nights": "idle"}),
        ({"indexation": fixed("-0.01")}, {"indexation.value": "out-of-range"}),
        ({"indexation": None}, {"indexation": "missing"}),
        ({"discount": "-0.01"}, {"discount": "negative-rate"}),
        ({"discount": None}, {"discount": "missing"}),
        ({"weight_kg": None}, {"weight_kg": "missing"}),
        ({"rule_set": "medicare-set-aside", "discount": None}, {"indexation": "not-in-rule-set"}),
        ({"until": "2020-01-01", "years": None}, {"until": "horizon-before-start"}),
        ({"draws": 0}, {"draws": "bad-value"}),
        ({"colour": "blue"}, {"colour": "unknown-key"}),
        (
            {"weight_kg": {"distribution": "uniform", "least": "90", "most": "60"}},
            {"weight_kg.most": "bad-span"},
        ),
        (
            {"weight_kg": {"distribution": "triangular", "least": "60", "mode": "95", "most": "90"}},
            {"weight_kg.mode": "bad-span"},
        ),
        ({"weight_kg": table(_80="0.4", _90="0.4")}, {"weight_kg.shares": "bad-shares"}),
    ],
)
def test_a_scenario_that_cannot_be_meant_is_refused(
    changed: Asked, problems: dict[str, str], library: kfees.Library
) -> None:
    asked = {key: value for key, value in {**POINT, **changed}.items() if value is not None}
    assert problems_of(library, asked) == problems


def test_a_cost_that_is_not_known_is_refused_and_not_averaged(library: kfees.Library) -> None:
    """Before the first version there is no rate: a mean over the others would be a wrong one."""
    rooms = {"settings": {"consulting-rooms": "1"}, "start": "2020-01-06", "years": 1}
    assert problems_of(library, {**POINT, **rooms}) == {"settings.consulting-rooms": "cannot-determine"}


def test_what_is_implausible_in_the_middle_is_put_to_the_reader(library: kfees.Library) -> None:
    found = simulated(library, {**POINT, "weight_kg": fixed(350)})
    assert found.please_check == ("A body weight of 350 kg is over 300 kg: please check it.",)
    assert simulated(library, POINT).please_check == ()
