"""The server holds up: what takes too long, or is waited for by nobody, ends; whoever waits is told."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from kfees.model.steps import next_step
from kfees.web import import_work, working
from kfees.web.api.examples import COURSE

INPUTS = {"regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05", "weight": "80"}
PLAN = {"rules": "reserve", "courses": "1", "years": "10", "indexation": "3", "discount": "4"}
SAID = {"schedule": "nursing", "from": "2025-07-01", "payee": "medical", "gst": "free"}
TIDY = b"Item,Description,Fee\nA1,Visit,12.50\nA2,Review,13.00\n"
LARGE = json.dumps({**COURSE, "without": []}) + " " * working.AT_ONCE_BYTES

Asked = Callable[[httpx.Client], httpx.Response]


def imported(client: httpx.Client, path: str = "/schedules/import") -> httpx.Response:
    return client.post(path, data=SAID, files={"file": ("fees.csv", TIDY)})


def assessed(client: httpx.Client) -> httpx.Response:
    quote = {"quote": ("theirs.csv", b"Item,Amount\nDS1,320.00\n")}
    return client.post("/api/v1/assess", data={"request": json.dumps(COURSE)}, files=quote)


def posted(client: httpx.Client) -> httpx.Response:
    return client.post("/api/v1/quote", content=LARGE, headers={"content-type": "application/json"})


def got(path: str, **inputs: str) -> Asked:
    return lambda client: client.get(path, params=INPUTS | inputs)


def sent(path: str, **fields: str) -> Asked:
    return lambda client: client.post(path, data=fields)


DOORS: list[tuple[str, Asked]] = [
    ("kfees.web.preview.price", got("/")),
    ("kfees.web.documents.price", got("/quote.xlsx")),
    ("kfees.web.notice_pages.notice_pdf", got("/notice.pdf")),
    ("kfees.web.notice_pages.notice_html", sent("/notice", inputs=urlencode(INPUTS))),
    ("kfees.web.comparison_page.alternatives_to", got("/compare")),
    ("kfees.web.comparison_page.alternatives_to", got("/compare.svg", group="setting")),
    ("kfees.web.projection_page.project", got("/projection", **PLAN)),
    ("kfees.web.projection_page.project", got("/projection.svg", **PLAN)),
    ("kfees.web.request_page.assess", sent("/assess", **INPUTS)),
    ("kfees.web.api.pricing.price", posted),
    ("kfees.web.api.claims.read_upload", assessed),
    ("kfees.web.import_work.import_tables", imported),
    ("kfees.web.import_work.import_tables", lambda client: imported(client, "/api/v1/schedules/import")),
]  # fmt: skip


def at_work() -> list[str]:
    """What is worked on, by kind."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("kfees ")]


def wait_until(holds: Callable[[], bool], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    return holds()


def for_ever(*_: Any, **__: Any) -> Any:
    """Work of many steps that goes on when it fails."""
    while True:
        with suppress(Exception):
            next_step()
            time.sleep(0.002)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    for place, _ in DOORS:
        monkeypatch.setattr(place, for_ever)


def test_what_takes_too_long_is_refused_through_every_door_and_ends(
    client: httpx.Client, endless: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "WORKING_SECONDS", 0.3)
    with ThreadPoolExecutor(len(DOORS)) as others:
        answers = list(others.map(lambda door: door[1](client), DOORS))
    for (place, _), answer in zip(DOORS, answers, strict=True):
        assert answer.status_code == 503, place
        assert "in 0 seconds" in answer.text, place
    assert wait_until(lambda: not at_work())
    monkeypatch.undo()
    assert (got("/")(client).status_code, posted(client).status_code) == (200, 200)


def test_what_nobody_waits_for_any_longer_ends(client: httpx.Client, address: str, endless: None) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    head = f"POST /api/v1/quote HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n"
    gone = []
    for request in (
        f"GET /compare?{urlencode(INPUTS)} HTTP/1.1\r\nhost: {host}\r\n\r\n",
        f"{head}content-length: {len(LARGE)}\r\n\r\n{LARGE}",
    ):
        gone.append(socket.create_connection((host, int(port))))
        gone[-1].sendall(request.encode())
    assert wait_until(lambda: len(at_work()) == len(gone))
    for one in gone:
        one.close()
    assert wait_until(lambda: not at_work())
    assert client.get("/api/v1/health").status_code == 200


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Imports that are held up within a step until this is set, and are waited for a moment."""
    let_go = threading.Event()
    monkeypatch.setattr(import_work, "import_tables", lambda *_, **__: let_go.wait())
    monkeypatch.setattr(working, "WORKING_SECONDS", 0.05)
    yield let_go
    let_go.set()


@pytest.mark.parametrize("path", ["/schedules/import", "/api/v1/schedules/import"])
def test_an_import_that_cannot_end_yet_keeps_its_place(
    path: str, client: httpx.Client, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        answer = imported(client, path)
        assert (answer.status_code, "not read in" in answer.text) == (503, True)
    busy = imported(client, path)
    assert (busy.status_code, "are importing at this moment" in busy.text) == (503, True)
    assert client.get("/api/v1/health").status_code == 200
    monkeypatch.undo()
    held.set()
    assert wait_until(lambda: imported(client, path).status_code == 200)
