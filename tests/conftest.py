"""What every test may ask for: the shipped library, and how hard hypothesis looks."""

from __future__ import annotations

import os

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
