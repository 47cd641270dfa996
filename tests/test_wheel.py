"""The built wheel stands alone: installed in an empty environment, away from the checkout, it prices."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_installed_wheel_prices_a_course_with_the_schedules_it_carries(tmp_path: Path) -> None:
    uv = os.environ.get("UV") or shutil.which("uv")
    assert uv, "uv is needed to build the wheel: run the tests with 'bash tests/run'"
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", tmp_path / "dist", ROOT], check=True)
    (wheel,) = (tmp_path / "dist").glob("kfees-*.whl")
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("kfees/schedules/")}
    shipped = {
        f"kfees/{path.relative_to(ROOT)}" for path in (ROOT / "schedules").rglob("*") if path.is_file()
    }
    assert carried == shipped

    environment = tmp_path / "empty"
    subprocess.run([uv, "venv", "--quiet", environment], check=True)
    subprocess.run([uv, "pip", "install", "--quiet", "--python", environment, wheel], check=True)
    quote = subprocess.run(
        [
            environment / "bin" / "kfees", "quote", "--regimen", "crps-10-day",
            "--setting", "private-day-hospital", "--start", "2024-08-05", "--weight", "80",
        ],
        cwd=tmp_path, env={"PATH": os.defpath}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "$3,709.80" in quote.stdout
