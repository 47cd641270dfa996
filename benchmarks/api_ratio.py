"""/api/v1/quote beside bare FastAPI routes that return the same quote: `python benchmarks/api_ratio.py`.

Each runs in a process of its own on 127.0.0.1, under uvicorn with the same settings and one worker. The
rounds alternate, so that whatever else the machine does falls on all. kfees is asked what it was asked
before (the latest answers are kept) and, apart from that, only what it was never asked.
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

import kfees
import load
from kfees.engine.asking import read_request
from the_course import REQUEST

PATH = "/api/v1/quote"
ROUNDS, COUNT, ASKED_AGAIN = 7, 1_000, 100
LEAST_RATIO, MOST_MILLISECONDS = 0.50, 20.0


def bodies(count: int, first: int = 0) -> list[bytes]:
    """The course of the benchmarks at so many charges, no two alike, the doctor's line by line."""
    asked = json.loads(REQUEST.model_dump_json(exclude_defaults=True))
    found = []
    for number in range(first, first + count):
        charges = [{"payee": "hospital", "amount": f"{2800 + number}.40"}]
        charges += [
            {"schedule": "medical", "item": item, "amount": f"{100 + number % 300}.50"}
            for item in ("2801", "2806")
        ]
        found.append(json.dumps({**asked, "weight_kg": str(50 + number % 60), "charges": charges}).encode())
    return found


@contextmanager
def server(*arguments: str) -> Iterator[int]:
    """A server in a process of its own, from when it answers until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [argument.format(port=port) for argument in arguments]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
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
            compare(ours, ready, modelled)


def compare(ours: int, ready: int, modelled: int) -> None:
    """Print the rates and their ratios, and how long the slowest hundredth takes at half that rate."""
    again = [load.post(PATH, body) for body in bodies(ASKED_AGAIN)]
    fresh = (load.post(PATH, body) for body in bodies((ROUNDS + 2) * COUNT, ASKED_AGAIN))
    rates: dict[str, list[float]] = {}
    for number in range(ROUNDS + 1):
        new = list(islice(fresh, COUNT))
        for name, port, requests in (
            ("kfees, asked before", ours, again),
            ("kfees, never asked before", ours, new),
            ("bytes that lie ready", ready, again),
            ("models read and written", modelled, again),
        ):
            rate = load.run(port, requests, COUNT).requests_a_second
            if number:  # the first round warms up
                rates.setdefault(name, []).append(rate)
    print("requests a second")
    for name, found in rates.items():
        print(f"  {name:<28} {statistics.median(found):>6,.0f}")
    print(f"ratio, target at least {LEAST_RATIO:.2f} of the bytes that lie ready")
    for name in list(rates)[:2]:
        for peer in list(rates)[2:]:
            pairs = zip(rates[name], rates[peer], strict=True)
            print(f"  {name:<28} to {peer:<24} {statistics.median(a / b for a, b in pairs):.2f}")
    half = statistics.median(rates["kfees, never asked before"]) / 2
    p99 = load.run(ours, list(fresh), COUNT, rate=half).quantile(0.99) * 1000
    print(f"p99 at half the lower rate: {p99:.1f} ms, target under {MOST_MILLISECONDS:.0f} ms")


if __name__ == "__main__":
    main()
