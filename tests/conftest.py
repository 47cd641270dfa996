"""What every test may ask for: the shipped library, the gathered sources, and how hard hypothesis looks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

import kfees

IN_CI = bool(os.environ.get("CI"))

settings.register_profile("kfees", deadline=None, max_examples=100, derandomize=IN_CI, print_blob=True)
settings.load_profile("kfees")


@pytest.fixture(scope="session")
def library() -> kfees.Library:
    """The shipped schedules alone, whatever overlays the person running the tests has named."""
    return kfees.load_schedules(environment={})


@pytest.fixture(scope="session")
def shared() -> Path:
    """The gathered sources, which stand beside the repository and are not part of it."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        missing = f"the gathered sources are not at {folder}"
        assert not IN_CI, missing
        pytest.skip(missing)
    return folder
