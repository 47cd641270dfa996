"""A file that a command writes is what its name says, and holds nothing meant for a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import run

COURSE = (
    *("--regimen", "crps-10-day", "--setting", "private-day-hospital", "--start", "2024-08-05"),
    *("--weight", "80"),
)
SCENARIO = """
title = "One worker"
draws = 10
seed = 1
regimen = "crps-10-day"
start = 2024-08-05
rule_set = "medicare-set-aside"
years = 1
[settings]
private-day-hospital = 1
[courses_per_year]
distribution = "fixed"
value = 1
[weight_kg]
distribution = "fixed"
value = 80
"""


@pytest.fixture
def commands(tmp_path: Path) -> dict[str, tuple[str, ...]]:
    scenario = tmp_path / "scenario.toml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    plan = ("--courses-per-year", "1", "--years", "2", "--rules", "medicare-set-aside")
    return {
        "quote": ("quote", *COURSE),
        "compare": ("compare", *COURSE),
        "project": ("project", *COURSE, *plan),
        "simulate": ("simulate", str(scenario)),
        "diff": ("schedules", "diff", "private-hospital", "2018-07-01", "2024-07-01"),
        "show": ("schedules", "show", "private-hospital"),
    }


@pytest.mark.parametrize(
    ("command", "ending"),
    [
        ("quote", "json"), ("quote", "csv"), ("quote", "xlsx"), ("quote", "html"),
        pytest.param("quote", "pdf", marks=pytest.mark.typst),
        ("compare", "json"),
        ("project", "json"), ("project", "csv"), ("project", "xlsx"),
        ("simulate", "json"),
        ("diff", "csv"), ("diff", "xlsx"),
        ("show", "json"), ("show", "xlsx"),
    ],
)  # fmt: skip
def test_a_file_is_written_in_the_format_that_its_name_ends_with(
    command: str, ending: str, commands: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    target = tmp_path / f"answer.{ending}"
    assert run(*commands[command], "-o", str(target)).status == 0
    content = target.read_bytes()
    match ending:
        case "json":
            assert isinstance(json.loads(content), dict)
        case "csv":
            assert b"," in content.splitlines()[0]
        case _:
            assert content.startswith({"xlsx": b"PK", "html": b"<!doctype html>", "pdf": b"%PDF"}[ending])


@pytest.mark.parametrize("command", ["quote", "compare", "project", "simulate"])
def test_a_table_in_a_file_has_no_colours_and_a_named_format_wins(
    command: str, commands: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    text, named = tmp_path / "answer.txt", tmp_path / "answer.json"
    assert run(*commands[command], "-o", str(text)).status == 0
    assert run(*commands[command], "--format", "table", "-o", str(named)).status == 0
    assert b"\x1b" not in text.read_bytes()
    assert text.read_bytes() == named.read_bytes()


def test_rates_for_the_screen_are_not_written_to_a_file_that_nobody_named_for_them(tmp_path: Path) -> None:
    target = tmp_path / "rates.txt"
    result = run("schedules", "show", "private-hospital", "-o", str(target))
    assert (result.status, result.output) == (2, "")
    assert ".json, .xlsx" in " ".join(result.messages.split())
    assert not target.exists()


@pytest.mark.parametrize("command", ["compare", "simulate"])
def test_where_the_chart_cannot_be_written_nothing_is(
    command: str, commands: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    chart, target = tmp_path / "no folder" / "chart.svg", tmp_path / "answer.json"
    for flags in ((), ("-o", str(target))):
        result = run(*commands[command], *flags, "--chart", str(chart))
        assert (result.status, result.output) == (2, "")
    assert not target.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["scenario.toml"]
    whole = tmp_path / "chart.svg"
    assert run(*commands[command], "-o", str(target), "--chart", str(whole)).status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.json", "chart.svg", "scenario.toml"]
