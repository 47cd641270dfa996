"""A server of several processes is one server to whoever asks it, and leaves nothing behind when it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from command_line import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")

SECONDS = 240.0
"""How long is waited for what happens at once unless a machine is very busy."""

FORM = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight": "80",
}
QUOTE = b"Item,Qty,Amount\n2801,1,320.00\n2806,9,900.00\n"


@dataclass(frozen=True)
class Server:
    """A server that was started by its command, and where it answers."""

    first: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def processes(self) -> list[int]:
        """Those that answer, which the first has started."""
        children = Path(f"/proc/{self.first.pid}/task/{self.first.pid}/children").read_text().split()
        return [
            int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
        ]

    def asked(self, path: str, **options: object) -> httpx.Response:
        """On a connection of its own, which any process may take."""
        with httpx.Client(base_url=self.address, timeout=SECONDS) as client:
            return client.request(**{"method": "GET", "url": path, **options})  # type: ignore[arg-type]


def wait_until(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + SECONDS
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def runs(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


@contextmanager
def started(log: Path, *options: str) -> Iterator[Server]:
    """A server of two processes, from when both of them answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [
        str(Path(sys.executable).with_name("kfees")),
        "serve",
        "--port",
        port,
        "--workers",
        "2",
        *options,
    ]
    with log.open("wb") as messages, subprocess.Popen(command, stderr=messages) as first:
        server = Server(first, int(port), log)
        everyone: list[int] = []
        try:
            assert wait_until(lambda: log.read_text().count("Application startup complete") >= 2), (
                log.read_text()
            )
            everyone = server.processes
            yield server
        finally:
            first.terminate()
            first.wait(SECONDS)
            for process in everyone:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("server") / "log"
    with started(log, "--log", "--allowed-host", "fees.example.org") as found:
        yield found


@contextmanager
def stopped(process: int) -> Iterator[None]:
    """A process takes no connection, so that the other answers."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def test_each_process_answers_as_it_was_asked_for_and_a_form_goes_on_in_another(server: Server) -> None:
    one, other = server.processes
    with stopped(other):
        first = server.asked("/assess", method="POST", data=FORM, files={"quote": ("quote.csv", QUOTE)})
        assert server.asked("/", headers={"host": "fees.example.org"}).status_code == 200
        assert server.asked("/", headers={"host": "elsewhere.example.org"}).status_code == 421
    carried = re.findall(r'name="kept" value="([^"]+)"', first.text)
    assert len(carried) == 1
    with stopped(one):
        then = server.asked(
            "/assess", method="POST", data={**FORM, "kept": carried[0], "claim.route": "oral"}
        )
        assert server.asked("/", headers={"host": "fees.example.org"}).status_code == 200
        assert server.asked("/", headers={"host": "elsewhere.example.org"}).status_code == 421
    for answer in (first, then):
        assert answer.status_code == 200
        assert "quote.csv" in answer.text
    log = server.log.read_text()
    assert log.count("POST /assess 200") == 2
    assert log.count("GET / 200") == 2


def test_several_requests_on_a_connection_wait_for_nothing_between(server: Server) -> None:
    """Where the end of an answer waits for the other side, each but the first takes 40 ms longer."""
    with httpx.Client(base_url=server.address, timeout=SECONDS) as client:
        took = []
        for _ in range(30):
            begun = time.perf_counter()
            assert client.get("/api/v1/health").status_code == 200
            took.append(time.perf_counter() - begun)
    assert min(took[1:]) < 0.04


def test_half_sent_requests_shut_nobody_out(server: Server) -> None:
    with ExitStack() as open_ones:
        for number in range(500):
            half = open_ones.enter_context(
                socket.create_connection(("127.0.0.1", server.port), timeout=SECONDS)
            )
            half.sendall(f"GET / HTTP/1.1\r\nhost: localhost\r\nx-{number}: ".encode())
        for _ in range(3):
            assert server.asked("/api/v1/health").status_code == 200


def test_a_process_that_dies_is_replaced_and_the_other_answers_meanwhile(server: Server) -> None:
    one, other = server.processes
    os.kill(one, signal.SIGKILL)
    assert server.asked("/api/v1/health").status_code == 200
    assert wait_until(lambda: len(server.processes) == 2 and one not in server.processes)
    assert other in server.processes
    assert wait_until(lambda: server.log.read_text().count("Application startup complete") == 3)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL], ids=lambda sent: sent.name)
def test_nothing_is_left_of_a_server_that_ends(tmp_path: Path, sent: signal.Signals) -> None:
    with started(tmp_path / "log") as server:
        everyone = server.processes
        assert len(everyone) == 2
        server.first.send_signal(sent)
        server.first.wait(SECONDS)
        assert wait_until(lambda: not any(map(runs, everyone)))
        with socket.create_server(("127.0.0.1", server.port)):
            pass


def test_what_is_wrong_is_said_once_before_any_process_starts(tmp_path: Path) -> None:
    (tmp_path / "medical").mkdir()
    (tmp_path / "medical" / "2024-13-01").mkdir()
    result = run("serve", "--port", "0", "--workers", "2", "--schedules", str(tmp_path))
    assert (result.status, result.output) == (2, "")
    assert result.messages.count("1 problem") == 1
    assert "2024-13-01 does not exist" in result.messages
    with socket.create_server(("127.0.0.1", 0)) as busy:
        result = run("serve", "--port", str(busy.getsockname()[1]), "--workers", "2")
    assert (result.status, result.output) == (2, "")
    assert "already in use" in result.messages
