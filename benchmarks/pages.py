"""How long every page takes with eight clients at once: `python benchmarks/pages.py`.

The server is a process of its own on 127.0.0.1, as `kfees serve` runs it. Eight connections each send their
next request when they have their answer, and no two requests are for the same course. The clock of a busy
machine runs on while others work, so what a request takes of the processor stands beside it, and what eight
clients would then wait for on two free cores.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import load
from api_ratio import server
from timing import show

COUNT, WARMING = 96, 8
MOST_MILLISECONDS = 300
CORES = 2

STAY = {"setting": "private-hospital-inpatient", "nights": "12"}
PLAN = {"rules": "reserve", "courses": "2", "years": "20", "indexation": "3", "discount": "4"}
CLAIM = {"claim.route": "intravenous", "claim.request_date": "2024-07-01"}

PAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "the preview": ("/", {}),
    "the preview of a stay": ("/", STAY),
    "the comparison": ("/compare", STAY),
    "a chart of the comparison": ("/compare.svg", {**STAY, "group": "discharge"}),
    "a projection of forty courses": ("/projection", PLAN),
    "the chart of the projection": ("/projection.svg", PLAN),
    "the workbook of the projection": ("/projection.xlsx", PLAN),
    "the workbook of a quote": ("/quote.xlsx", {}),
    "the notice as PDF": ("/notice.pdf", {}),
    "the notice as PDF, with Vietnamese": ("/notice.pdf", {"language": "vi"}),
    "the notice as a page": ("/notice", {}),
    "the request page": ("/assess", CLAIM),
    "the schedules": ("/schedules", {}),
    "a version of 5,000 rates": ("/schedules/medical/2024-07-01", {}),
    "a guide": ("/guide/quoting", {}),
}

NUMBERS = count()


def request(path: str, inputs: Mapping[str, str]) -> bytes:
    """A request of a page, of a course that no other asks for where the page is of a course."""
    number = next(NUMBERS)
    course = {
        "payer": "worksafe-victoria",
        "regimen": "crps-10-day",
        "setting": "private-day-hospital",
        "start": f"2024-{8 + number % 4:02d}-{1 + number % 28:02d}",
        "weight": str(60 + number % 40),
        "hospital": f"{3_000 + number}.50",
        "medical": f"{1_000 + number}.25",
    }
    asked = "" if path.startswith(("/schedules", "/guide")) else f"?{urlencode({**course, **inputs})}"
    head = f"GET {path}{asked} HTTP/1.1\r\nhost: localhost\r\naccept-encoding: gzip\r\n\r\n"
    return head.encode()


def processor_seconds(process: int) -> float:
    """What a process has taken of the processor so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    kfees_command = str(Path(sys.executable).with_name("kfees"))
    with server(kfees_command, "serve", "--port", "{port}") as served:
        for name, (path, inputs) in PAGES.items():
            load.run(served.port, [request(path, inputs) for _ in range(WARMING)], WARMING)
            asked = [request(path, inputs) for _ in range(COUNT)]
            before = processor_seconds(served.process)
            found = load.run(served.port, asked, COUNT)
            own = (processor_seconds(served.process) - before) / COUNT * 1_000
            half, most = (found.quantile(part) * 1_000 for part in (0.5, 0.99))
            each = f"{own:.0f} ms of the processor, {own * load.CONNECTIONS / CORES:.0f} ms for eight clients"
            aim = f"slowest hundredth under {MOST_MILLISECONDS} ms"
            show(f"{name}, eight clients", each, aim, f"half {half:.0f} ms, slowest hundredth {most:.0f} ms")


if __name__ == "__main__":
    main()
