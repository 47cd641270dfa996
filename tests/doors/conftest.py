"""The served pages and API, for the tests of both."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

import kfees
from served import served


@pytest.fixture(scope="session")
def address(library: kfees.Library) -> Iterator[str]:
    with served(library) as found:
        yield found


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as found:
        yield found
