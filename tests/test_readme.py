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
from workbooks import book, fees

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


def test_the_notice_of_the_readme_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("REQUEST.json").write_text(block("json"), encoding="utf-8")
    Path("hospital.toml").write_text(block("toml"), encoding="utf-8")
    command = next(line for line in README.splitlines() if "--details hospital.toml" in line)
    result = run(*shlex.split(command)[1:-1], "notice.html")
    assert (result.status, result.messages) == (0, "")
    assert "Yarra Bend Private Hospital" in Path("notice.html").read_text(encoding="utf-8")


def test_the_schedule_commands_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = fees(["2801", "First visit", 236.10], ["2806", "Later visit", 118.20])
    book(tmp_path / "rates-2026.xlsx", rows)
    lines = [line for line in README.splitlines() if line.startswith("kfees schedules ")]
    assert [line.split()[2] for line in lines] == ["import", "diff", "index"]
    for line in lines:
        assert run(*shlex.split(line)[1:]).status == 0, line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my-rates", "rates-2026.xlsx"]
    assert (tmp_path / "my-rates" / "private-hospital" / "2026-07-01" / "rates.csv").exists()


def test_every_flag_that_the_readme_names_exists() -> None:
    flags = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README)) - {
        "--quiet",
        "--upgrade",
        "--target",
        "--all-groups",
    }
    of_schedules = ("list", "show", "check", "import", "diff", "index")
    commands = [[name] for name in COMMANDS] + [["schedules", name] for name in of_schedules]
    known = {
        flag for command in commands for flag in re.findall(r"--[a-z][a-z-]+", run(*command, "--help").output)
    }
    assert flags <= known
