"""The built wheel stands alone: installed in an empty environment, away from the checkout, it prices."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

DAY_HOSPITAL = (
    "quote", "--regimen", "crps-10-day", "--setting", "private-day-hospital", "--start", "2024-08-05",
    "--weight", "80",
)  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    uv = os.environ.get("UV") or shutil.which("uv")
    assert uv, "uv is needed to build the wheel: run the tests with 'bash tests/run'"
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT], check=True)
    (built,) = folder.glob("kfees-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Runs the installed `kfees` with these arguments, and gives what it printed."""
    uv = os.environ.get("UV") or shutil.which("uv")
    assert uv
    environment = tmp_path_factory.mktemp("environment") / "empty"
    subprocess.run([uv, "venv", "--quiet", environment], check=True)
    subprocess.run([uv, "pip", "install", "--quiet", "--python", environment, wheel], check=True)

    def run(*arguments: str) -> str:
        return subprocess.run(
            [environment / "bin" / "kfees", *arguments],
            cwd=environment, env={"PATH": os.defpath}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    return run


def test_the_wheel_carries_the_schedules_and_the_catalogues_compiled(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {
        f"kfees/{path.relative_to(ROOT)}" for path in (ROOT / "schedules").rglob("*") if path.is_file()
    }
    assert {name for name in names if name.startswith("kfees/schedules/")} == shipped
    catalogues = {
        str(path.relative_to(ROOT / "src").with_suffix(".mo"))
        for path in (ROOT / "src" / "kfees" / "documents" / "translations").rglob("*.po")
    }
    assert len(catalogues) == 6
    assert {name for name in names if name.endswith((".mo", ".po"))} == catalogues


def test_the_installed_wheel_has_the_guides(installed: Callable[..., str]) -> None:
    listed = installed("guide")
    for path in (ROOT / "src" / "kfees" / "guides").glob("*.md"):
        assert path.stem in listed
    assert "Quoting a course" in installed("guide", "quoting")


def test_the_installed_wheel_prices_a_course_with_the_schedules_it_carries(
    installed: Callable[..., str],
) -> None:
    assert "$3,709.80" in installed(*DAY_HOSPITAL)


def test_the_installed_wheel_writes_a_notice_in_another_language(installed: Callable[..., str]) -> None:
    assert "Quý vị phải trả" in installed(*DAY_HOSPITAL, "--format", "html", "--language", "vi")
