"""kfees.nwau and kfees.nwau_table beside pandas and nwau-py: the answers agree, and are timed.

`pytest benchmarks` never fails for time; `python benchmarks/nwau_ratios.py` gives ratios.
"""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import kfees
from nwau_ratios import Weighers, disagreements, table_weighers, weighers
from the_episodes import mixed_episodes, the_version

COUNT = 20_000


@pytest.fixture(scope="module")
def ways() -> Weighers:
    version = the_version()
    return weighers(mixed_episodes(COUNT, version), version)


def test_the_episodes_are_mixed() -> None:
    version = the_version()
    weighed = [kfees.nwau(episode, version) for episode in mixed_episodes(COUNT, version)]
    assert len({activity.item for activity in weighed}) > 700
    assert {activity.stay for activity in weighed} == {"same day", "short stay", "inlier", "long stay"}
    assert len({adjustment.name for activity in weighed for adjustment in activity.adjustments}) > 6
    assert sum(activity.icu_hours > 0 for activity in weighed) > COUNT / 20
    assert sum(activity.paediatric != 1 for activity in weighed) > COUNT / 200


def test_kfees_pandas_and_nwau_py_agree_in_every_episode(ways: Weighers) -> None:
    answers = ways.kfees()
    assert len(answers) == COUNT
    assert disagreements(answers, ways.pandas()) == 0
    assert disagreements(answers, ways.nwau_py()) == 0


def test_a_table_is_weighed_as_pandas_and_nwau_py_weigh_it() -> None:
    table = table_weighers(COUNT, 0, the_version(), kfees.load_schedules(environment={}))
    answers = table.kfees()
    assert len(answers) == COUNT
    assert disagreements(answers, table.pandas()) == 0
    assert disagreements(answers, table.nwau_py()) == 0


def test_a_weight_that_differs_would_be_counted(ways: Weighers) -> None:
    answers = ways.kfees()
    theirs = ways.pandas()
    theirs[7] += 0.0001
    assert disagreements(answers, theirs) == 1


@pytest.mark.parametrize("way", Weighers._fields)
@pytest.mark.benchmark(group=f"weigh {COUNT:,} episodes")
def test_weigh_many_episodes(benchmark: BenchmarkFixture, ways: Weighers, way: str) -> None:
    assert len(benchmark(getattr(ways, way))) == COUNT


@pytest.mark.parametrize("way", Weighers._fields)
@pytest.mark.benchmark(group="weigh one episode")
def test_weigh_one_episode(benchmark: BenchmarkFixture, way: str) -> None:
    version = the_version()
    one = weighers(mixed_episodes(1, version), version)
    assert len(benchmark(getattr(one, way))) == 1
