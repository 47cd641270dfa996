"""What every test may ask for: the shipped library, how hard to look, and what else a test needs."""

from __future__ import annotations

import os

import coverage
import pytest
from hypothesis import settings

import kfees
from effort import PROFILES
from invented_queensland import queensland_library

IN_CI = bool(os.environ.get("CI"))

for name, examples in PROFILES.items():
    settings.register_profile(name, deadline=None, max_examples=examples, derandomize=IN_CI, print_blob=True)
settings.load_profile("kfees")

NEEDS = {
    "office": "libreoffice",
    "browser": "chromium",
    "session": "spark",
    "wheel": "wheel",
}
"""What a test that asks for this fixture, directly or through another, needs beyond Python."""


def pytest_configure(config: pytest.Config) -> None:
    """Of the two measurements of coverage in each of several workers, ends the one that is thrown away: it
    would go on wherever the other pauses."""
    if hasattr(config, "workerinput") and (begun := coverage.Coverage.current()):
        begun.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what a test needs. Properties are not watched for coverage, which must not hang on chance."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("no_cover")
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in NEEDS:
                item.add_marker(NEEDS[fixture])


@pytest.fixture(scope="session")
def library() -> kfees.Library:
    """The shipped schedules alone, whatever overlays the person running the tests has named."""
    return kfees.load_schedules(environment={})


@pytest.fixture(scope="session")
def queensland(tmp_path_factory: pytest.TempPathFactory) -> kfees.Library:
    """The shipped schedules, and an overlay with an invented payer of Queensland."""
    return queensland_library(tmp_path_factory.mktemp("queensland"))
