"""The built wheel stands alone: in an empty environment, away from the checkout, every command works."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kfees.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "kfees"

COURSE = (
    "--regimen", "crps-10-day", "--setting", "private-day-hospital",
    "--start", "2024-08-05", "--weight", "80",
)  # fmt: skip
PLAN = ("--courses-per-year", "1", "--years", "2", "--rules", "medicare-set-aside")
SCENARIO = """
title = "Three years"
draws = 10
seed = 1
regimen = "crps-10-day"
start = 2026-08-03
rule_set = "medicare-set-aside"
years = 3
settings = { consulting-rooms = 1 }
courses_per_year = { distribution = "fixed", value = 1 }
weight_kg = { distribution = "fixed", value = 80 }
"""


@pytest.fixture(scope="session")
def uv() -> str:
    found = os.environ.get("UV") or shutil.which("uv")
    assert found, "uv is needed to build the wheel: run the tests with 'bash tests/run'"
    return found


@pytest.fixture(scope="session")
def wheel(uv: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by way of the source distribution, from which others build it."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([uv, "build", "--quiet", "--out-dir", folder, ROOT], check=True)
    (built,) = folder.glob("kfees-*.whl")
    return built


@pytest.fixture(scope="session")
def environment(uv: str, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("environment") / "empty"
    subprocess.run([uv, "venv", "--quiet", folder], check=True)
    subprocess.run([uv, "pip", "install", "--quiet", "--python", folder, wheel], check=True)
    return folder


@pytest.fixture(scope="session")
def installed(environment: Path) -> Callable[..., str]:
    """Runs the installed `kfees` with these arguments, and gives what it printed."""

    def run(*arguments: str) -> str:
        return subprocess.run(
            [environment / "bin" / "kfees", *arguments],
            cwd=environment, env={"PATH": os.defpath}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    return run


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_the_source_distribution_makes_the_same_wheel_as_the_checkout(
    uv: str, wheel: Path, tmp_path: Path
) -> None:
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", tmp_path, ROOT], check=True)
    assert contents(wheel) == contents(tmp_path / wheel.name)


def test_the_wheel_carries_all_that_the_package_holds_its_schedules_and_the_catalogues_compiled(
    wheel: Path,
) -> None:
    names = {name for name in contents(wheel) if name.startswith("kfees/")}
    shipped = {
        f"kfees/{path.relative_to(ROOT)}" for path in (ROOT / "schedules").rglob("*") if path.is_file()
    }
    held = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    catalogues = {
        f"kfees/{path.relative_to(PACKAGE).with_suffix('.mo')}" for path in held if path.suffix == ".po"
    }
    assert len(catalogues) == 6
    itself = {f"kfees/{path.relative_to(PACKAGE)}" for path in held if path.suffix != ".po"}
    assert {"kfees/py.typed", "kfees/guides/quoting.md"} <= itself
    assert names == shipped | catalogues | itself


def test_every_command_works(installed: Callable[..., str], environment: Path) -> None:
    written = {
        "in.csv": "regimen,setting,start,weight_kg\ncrps-10-day,consulting-rooms,2024-08-05,80\n",
        "clinic.csv": "Item,Date,Qty,Amount\nDS1,5/8/2024,10,3200.00\n",
        "scenario.toml": SCENARIO,
        "request.json": json.dumps(
            {
                "regimen": "crps-10-day",
                "setting": "consulting-rooms",
                "start": "2024-08-05",
                "weight_kg": "80",
                "claim": {},
            }
        ),
    }
    for name, text in written.items():
        (environment / name).write_text(text, encoding="utf-8")
    says: dict[tuple[str, ...], str] = {
        ("quote", *COURSE): "$3,709.80",
        ("quote", *COURSE, "-o", "quote.json"): "",
        ("template", "-o", "form.xlsx"): "",
        ("request", "--from-quote", "clinic.csv", *COURSE[:4], "--weight", "80"): '"item": "DS1"',
        ("assess", "request.json"): "not stated",
        ("nwau", "--drg", "B71B", "--nights", "4", "--on", "2025-08-04"): "NWAU",
        ("portfolio", "in.csv", "-o", "out.csv"): "",
        ("compare", *COURSE, "--chart", "chart.svg"): "regimens and settings",
        ("project", *COURSE, *PLAN, "-o", "plan.xlsx"): "",
        ("replay", "quote.json"): "replays to the cent",
        ("simulate", "scenario.toml", "--chart", "chart.png"): "10 workers",
        ("schedules", "list"): "private-hospital",
        ("schedules", "check"): "",
        ("schedules", "diff", "private-hospital", "2018-07-01", "2024-07-01", "-o", "diff.xlsx"): "",
        ("guide", "quoting"): "kfees quote",
        ("serve", "--help"): "--port",
    }
    assert {command for command, *_ in says} == set(COMMANDS)
    for arguments, said in says.items():
        assert said.casefold() in installed(*arguments).casefold(), arguments
    for name in ("quote.json", "form.xlsx", "out.csv", "chart.svg", "plan.xlsx", "chart.png", "diff.xlsx"):
        assert (environment / name).stat().st_size > 0


def test_the_installed_wheel_has_the_guides(installed: Callable[..., str]) -> None:
    listed = installed("guide")
    for path in (PACKAGE / "guides").glob("*.md"):
        assert path.stem in listed
    assert "Quoting a course" in installed("guide", "quoting")


def test_the_installed_wheel_writes_a_notice_in_another_language(installed: Callable[..., str]) -> None:
    assert "Quý vị phải trả" in installed("quote", *COURSE, "--format", "html", "--language", "vi")


def test_the_installed_wheel_serves_its_pages_and_guides(environment: Path) -> None:
    with subprocess.Popen(
        [environment / "bin" / "kfees", "serve", "--port", "0"],
        cwd=environment, env={"PATH": os.defpath}, stderr=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stderr is not None
        address = next(word for line in server.stderr for word in line.split() if word.startswith("http://"))
        try:
            for path, said in (("", "kfees"), ("/guide/quoting", "Quoting"), ("/api/v1/health", "ok")):
                with urllib.request.urlopen(address + path) as answer:  # noqa: S310  our own server
                    assert said in answer.read().decode()
        finally:
            server.terminate()
