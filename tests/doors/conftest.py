"""The served pages and API, a browser that reads them, and an office that opens workbooks, for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import kfees
from browsing import ARGUMENTS, CHROMIUM, opened
from served import served
from spreadsheet import LibreOffice


@pytest.fixture(scope="session")
def address(library: kfees.Library) -> Iterator[str]:
    with served(library) as found:
        yield found


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as found:
        yield found


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibreOffice]:
    found = LibreOffice(tmp_path_factory.mktemp("office"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert Path(CHROMIUM).exists(), "Chromium is needed: bash tests/install-debian-packages"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a browser of its own, which must meet no error and leave this machine for nothing."""
    yield from opened(browser, address)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    yield from opened(browser, address, viewport={"width": 360, "height": 740}, has_touch=True)


@pytest.fixture
def without_scripts(browser: Browser, address: str) -> Iterator[Page]:
    yield from opened(browser, address, java_script_enabled=False)
