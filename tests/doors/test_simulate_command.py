"""`kfees simulate` as a person uses it: from a TOML file to a table, JSON and a chart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import run

SCENARIO = """\
title = "Workers with CRPS"
draws = 2000
seed = 7
regimen = "crps-10-day"
start = 2024-08-05
rule_set = "reserve"
years = 5
discount = 0.04

[settings]
private-day-hospital = 0.6
consulting-rooms = 0.4

[weight_kg]
distribution = "normal"
mean = 82
standard_deviation = 15
least = 45
most = 160

[courses_per_year]
distribution = "table"
values = [1, 2]
shares = [0.4, 0.6]

[indexation]
distribution = "triangular"
least = 0.02
mode = 0.03
most = 0.05
"""


@pytest.fixture
def scenario(tmp_path: Path) -> str:
    path = tmp_path / "scenario.toml"
    path.write_text(SCENARIO, encoding="utf-8")
    return str(path)


def test_the_table_shows_statistics_tornado_histogram_and_assumptions_in_80_columns(scenario: str) -> None:
    result = run("simulate", scenario)
    assert result.status == 0
    assert max(map(len, result.output.splitlines())) <= 80
    for said in (
        "Standard error of the mean",
        "50 % cost at most",
        "What moves the present value most",
        "##",
    ):
        assert said in result.output
    assert "2,000 workers are drawn from seed 7" in result.output


def test_the_same_file_gives_the_same_figures_and_flags_replace_what_it_says(scenario: str) -> None:
    once = run("simulate", scenario, "--format", "json").output
    assert once == run("simulate", scenario, "--format", "json").output
    other = json.loads(run("simulate", scenario, "--seed", "8", "--draws", "100", "--format", "json").output)
    assert (other["scenario"]["seed"], other["scenario"]["draws"]) == (8, 100)
    assert sum(one["workers"] for one in other["histogram"]) == 100


def test_the_chart_names_what_it_shows(scenario: str, tmp_path: Path) -> None:
    chart = tmp_path / "chart.svg"
    assert run("simulate", scenario, "--chart", str(chart)).status == 0
    drawing = chart.read_text(encoding="utf-8")
    for said in ("mean $", "courses a year", "consulting-rooms", "private-day-hospital"):
        assert said in drawing


def test_a_bad_scenario_lists_everything_and_writes_nothing(tmp_path: Path) -> None:
    path, chart = tmp_path / "scenario.toml", tmp_path / "chart.svg"
    text = SCENARIO.replace("consulting-rooms = 0.4", "consulting-rooms = 0.5").replace(
        "least = 0.02", "least = -1"
    )
    path.write_text(text, encoding="utf-8")
    result = run("simulate", str(path), "--chart", str(chart))
    assert (result.status, result.output, chart.exists()) == (2, "", False)
    assert result.messages.startswith("kfees: 2 problems; nothing was written.")
