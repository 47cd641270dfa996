"""The README tells the truth: its commands run, and print what it shows."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

import kfees
from command_line import run
from kfees.cli import COMMANDS

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def block(language: str, number: int = 0) -> str:
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return blocks[number]


def test_the_price_command_prints_what_the_readme_shows() -> None:
    command = shlex.split(block("sh").replace("\\\n", " "))
    result = run(*command[command.index("kfees") + 1 :])
    assert result.status == 0
    assert result.output == block("text")


def test_what_kfees_does_the_command_and_its_output_begin_on_the_first_screen() -> None:
    first_screen = "\n".join(README.splitlines()[:40])
    for said in ("gap", "kfees quote", "GAP: the worker would pay"):
        assert said in first_screen


def test_the_example_request_prices(library: kfees.Library, tmp_path: Path) -> None:
    path = tmp_path / "request.json"
    path.write_text(block("json"), encoding="utf-8")
    result = run("quote", str(path), "--format", "json")
    assert result.status == 0
    assert json.loads(result.output)["totals"]["maximum"] is not None


def test_the_python_example_does_what_its_comment_says(capsys: pytest.CaptureFixture[str]) -> None:
    code = block("python")
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  the README's own example
    assert capsys.readouterr().out.strip() == code.rpartition("# ")[2].strip()


def test_the_projection_of_the_readme_runs() -> None:
    command = next(one for one in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "kfees project" in one)
    result = run(*shlex.split(command.replace("\\\n", " "))[1:])
    assert result.status == 0
    assert "What this rests on" in result.output


def test_the_scenario_of_the_readme_can_be_simulated(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_text(block("toml", 1), encoding="utf-8")
    result = run("simulate", str(path), "--draws", "1000")
    assert result.status == 0
    assert "1,000 workers are drawn from seed 2026" in result.output


def test_every_flag_that_the_readme_names_exists() -> None:
    flags = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README)) - {
        "--quiet",
        "--upgrade",
        "--target",
        "--all-groups",
    }
    commands = [[name] for name in COMMANDS] + [["schedules", name] for name in ("list", "show", "check")]
    known = {
        flag for command in commands for flag in re.findall(r"--[a-z][a-z-]+", run(*command, "--help").output)
    }
    assert flags <= known
