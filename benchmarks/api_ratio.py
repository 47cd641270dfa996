"""/api/v1/quote beside a bare FastAPI route that returns the same bytes: `python benchmarks/api_ratio.py`.

Each runs in a process of its own on 127.0.0.1, under uvicorn with the same settings and one worker. The
rounds alternate, so that whatever else the machine does falls on both. The requests differ in charges
and weights, so that no answer could be kept.
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
from pathlib import Path

import kfees
import load
from kfees.asking import read_request
from the_course import REQUEST

PATH = "/api/v1/quote"
ROUNDS, COUNT, DIFFERENT = 7, 1_500, 200
LEAST_RATIO, MOST_MILLISECONDS = 0.50, 20.0


def bodies() -> list[bytes]:
    """The course of the benchmarks at different charges and weights, its lines charged one by one."""
    asked = json.loads(REQUEST.model_dump_json(exclude_defaults=True))
    found = []
    for number in range(DIFFERENT):
        charges = [{"payee": "hospital", "amount": f"{2800 + number * 3}.40"}]
        charges += [
            {"schedule": "medical", "item": item, "amount": f"{100 + number}.50"} for item in ("2801", "2806")
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
    asked = bodies()
    library = kfees.load_schedules(environment={})
    quote = kfees.price(read_request(json.loads(asked[0]), library), library)
    requests = [load.post(PATH, body) for body in asked]
    kfees_command = str(Path(sys.executable).with_name("kfees"))
    bare_script = str(Path(__file__).with_name("bare_server.py"))
    with tempfile.TemporaryDirectory() as folder:
        same = Path(folder, "quote.json")
        same.write_text(quote.model_dump_json(), encoding="utf-8")
        with (
            server(kfees_command, "serve", "--port", "{port}") as ours,
            server(sys.executable, bare_script, "{port}", str(same)) as bare,
        ):
            compare(ours, bare, requests)


def compare(ours: int, bare: int, requests: list[bytes]) -> None:
    for port in (ours, bare):
        load.run(port, requests, COUNT)  # warms up
    rounds = [(load.run(ours, requests, COUNT), load.run(bare, requests, COUNT)) for _ in range(ROUNDS)]
    own = statistics.median(each.requests_a_second for each, _ in rounds)
    theirs = statistics.median(each.requests_a_second for _, each in rounds)
    ratio = statistics.median(each.requests_a_second / other.requests_a_second for each, other in rounds)
    half = load.run(ours, requests, COUNT, rate=own / 2)
    print(f"requests a second: {own:,.0f}, the bare route {theirs:,.0f}")
    print(f"ratio {ratio:.2f}   target: at least {LEAST_RATIO:.2f}")
    p99 = half.quantile(0.99) * 1000
    print(f"p99 at half that load {p99:.1f} ms   target: under {MOST_MILLISECONDS:.0f} ms")


if __name__ == "__main__":
    main()
