"""The whole tree is typed strictly, linted and formatted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.lint

ROOT = Path(__file__).parents[1]
FOLDERS = [name for name in ("src", "tests", "benchmarks") if (ROOT / name).is_dir()]


@pytest.mark.parametrize(
    "command",
    [("mypy", "--strict", *FOLDERS), ("ruff", "check"), ("ruff", "format", "--check")],
    ids=["types are strict", "no lint", "formatted"],
)
def test_the_tree_is_clean(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
