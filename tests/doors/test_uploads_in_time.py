"""Work on what is sent ends in time or keeps its place; whoever waits is told, and the server goes on."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import httpx
import pytest

import kfees
from kfees.importing.importing import SourceFile, import_tables
from kfees.web import import_work, received
from kfees.web.errors import Refusal
from kfees.web.import_form import ImportForm
from kfees.web.import_work import found_of

SAID = {"schedule": "nursing", "from": "2025-07-01", "payee": "medical", "gst": "free"}
TIDY = b"Item,Description,Fee\nA1,Visit,12.50\nA2,Review,13.00\n"


def send(client: httpx.Client, path: str) -> httpx.Response:
    return client.post(path, data=SAID, files={"file": ("fees.csv", TIDY)})


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Imports that do not end before this is set, and are waited for a moment."""
    let_go = threading.Event()

    def slow(*arguments: Any) -> Any:
        let_go.wait()
        return import_tables(*arguments)

    monkeypatch.setattr(import_work, "import_tables", slow)
    monkeypatch.setattr(import_work, "_GRACE", 0.05)
    monkeypatch.setattr(import_work, "WORKING_SECONDS", 0.05)
    yield let_go
    let_go.set()


@pytest.mark.parametrize("path", ["/schedules/import", "/api/v1/schedules/import"])
def test_an_import_that_takes_too_long_keeps_its_place_until_it_ends(
    path: str, client: httpx.Client, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        answer = send(client, path)
        assert (answer.status_code, "not read in" in answer.text) == (503, True)
    busy = send(client, path)
    assert (busy.status_code, "are importing at this moment" in busy.text) == (503, True)
    assert client.get("/api/v1/health").status_code == 200
    monkeypatch.undo()
    held.set()
    while (answer := send(client, path)).status_code == 503:
        time.sleep(0.01)
    assert answer.status_code == 200


def test_an_import_that_nobody_waits_for_any_longer_stops(library: kfees.Library) -> None:
    rows = b"".join(b"A%d,Visit,12.50\n" % number for number in range(6_000))
    form = ImportForm(SAID, [], [SourceFile("fees.csv", b"Item,Description,Fee\n" + rows)], "")
    with pytest.raises(Refusal) as refused:
        found_of(form, library, date(2025, 8, 1), "schedules", deadline=0)
    assert (refused.value.status, refused.value.problems[0].code) == (503, "too-slow")


def test_work_that_nobody_waits_for_keeps_its_place_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()
    monkeypatch.setattr(received, "_LARGE", ThreadPoolExecutor(1))
    monkeypatch.setattr(received, "WORKING_SECONDS", 0.05)

    async def asked() -> str:
        for work in (let_go.wait, lambda: "beside it"):
            with pytest.raises(Refusal) as refused:
                await received.worked_out(received.AT_ONCE_BYTES + 1, work)
            assert refused.value.status == 503
        let_go.set()
        monkeypatch.setattr(received, "WORKING_SECONDS", 20)
        return await received.worked_out(received.AT_ONCE_BYTES + 1, lambda: "after it")

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, asked()).result() == "after it"
