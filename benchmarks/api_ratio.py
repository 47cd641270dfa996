"""/api/v1/quote beside bare FastAPI routes that return the same quote: `python benchmarks/api_ratio.py`.

Each runs in a process of its own on 127.0.0.1, under uvicorn with the same settings and one worker. The
rounds alternate, so that whatever else the machine does falls on all. Nobody is asked for the same course
twice: the latest answers are kept, and no ratio is taken from that.
"""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import kfees
import load
from kfees.engine.asking import read_request
from the_course import courses
from timing import show

PATH = "/api/v1/quote"
ROUNDS, COUNT = 7, 1_000
READY, MODELLED = "bytes that lie ready", "models read and written"
AIM, MOST_MILLISECONDS = "at least 0.45", 20.0


def bodies(count: int, first: int = 0) -> list[bytes]:
    """Courses of which no two are alike, the doctor's charges line by line."""
    found = []
    for number, course in enumerate(courses(count, first), first):
        asked = json.loads(course.request.model_dump_json(exclude_defaults=True))
        charges = [{"payee": "hospital", "amount": f"{course.hospital_charge}.40"}]
        charges += [
            {"schedule": "medical", "item": item, "amount": f"{100 + number % 300}.50"}
            for item in ("2801", "2806")
        ]
        found.append(json.dumps({**asked, "charges": charges}).encode())
    return found


class Served(NamedTuple):
    """A server: where it listens, and the number of its process."""

    port: int
    process: int


@contextmanager
def server(*arguments: str) -> Iterator[Served]:
    """A server in a process of its own, from when it answers until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [argument.format(port=port) for argument in arguments]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1_200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(10)


def main() -> None:
    library = kfees.load_schedules(environment={})
    quote = kfees.price(read_request(json.loads(bodies(1)[0]), library), library)
    kfees_command = str(Path(sys.executable).with_name("kfees"))
    bare_script = str(Path(__file__).with_name("bare_server.py"))
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder, "quote.json")
        saved.write_text(quote.model_dump_json(), encoding="utf-8")
        bare = (sys.executable, bare_script, "{port}", str(saved))
        with (
            server(kfees_command, "serve", "--port", "{port}") as ours,
            server(*bare, "bytes") as ready,
            server(*bare, "models") as modelled,
        ):
            compare(ours.port, ready.port, modelled.port)


def compare(ours: int, ready: int, modelled: int) -> None:
    """Show the ratios of the rates, and how long the slowest hundredth takes at half our rate."""
    fresh = (load.post(PATH, body) for body in bodies((ROUNDS + 2) * COUNT))
    rates: dict[str, list[float]] = {}
    for number in range(ROUNDS + 1):
        new = list(islice(fresh, COUNT))
        for name, port in (("kfees", ours), (READY, ready), (MODELLED, modelled)):
            rate = load.run(port, new, COUNT).requests_a_second
            if number:  # the first round warms up
                rates.setdefault(name, []).append(rate)
    for peer in (READY, MODELLED):
        pairs = zip(rates["kfees"], rates[peer], strict=True)
        ratio, aim = statistics.median(one / other for one, other in pairs), AIM if peer == READY else ""
        show(
            "`/api/v1/quote`, requests a second, never asked before, courses all different", peer, aim, ratio
        )
    for name, found in rates.items():
        show(f"{name}, requests a second", "", "", f"{statistics.median(found):,.0f}")
    half = statistics.median(rates["kfees"]) / 2
    p99 = load.run(ours, list(fresh), COUNT, rate=half).quantile(0.99) * 1000
    aim = f"under {MOST_MILLISECONDS:.0f} ms"
    show("the same, the slowest hundredth at half that rate", "", aim, f"{p99:.1f} ms")


if __name__ == "__main__":
    main()
