"""How long every page takes with eight clients at once: `python benchmarks/pages.py [--workers 2]`.

The server is a process of its own on 127.0.0.1, as `kfees serve` runs it; options go on to it. No two
requests are for the same course. First each of eight connections sends its next request when it has its
answer; then, as the API is measured, requests come at half the rate that this gave, and a request's time
counts from when it was due: this is what the aim is about. The clock of a busy machine runs on while others
work, so what a request takes of the processor stands beside each.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import load
from api_ratio import Served, server

COUNT, WARMING = 200, 16
MOST_MILLISECONDS = 300

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
    """What a process, and those that it has started, have taken of the processor so far."""
    started = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    found = 0
    for each in (process, *started):
        fields = Path(f"/proc/{each}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        found += int(fields[11]) + int(fields[12])
    return found / os.sysconf("SC_CLK_TCK")


def measured(served: Served, asked: list[bytes], rate: float | None = None) -> tuple[load.Load, str]:
    """A load, and its cells in the table: of the processor, half and slowest hundredth by the clock."""
    before = processor_seconds(served.process)
    found = load.run(served.port, asked, len(asked), rate)
    own = (processor_seconds(served.process) - before) / len(asked) * 1_000
    half, most = (found.quantile(part) * 1_000 for part in (0.5, 0.99))
    slowest = f"{most:.0f} ms" if most < MOST_MILLISECONDS else f"**{most:.0f} ms**"
    return found, f"{own:.0f} ms | {half:.0f} ms | {slowest}"


def main() -> None:
    kfees_command = str(Path(sys.executable).with_name("kfees"))
    with server(kfees_command, "serve", "--port", "{port}", *sys.argv[1:]) as served:
        for name, (path, inputs) in PAGES.items():
            load.run(served.port, [request(path, inputs) for _ in range(WARMING)], WARMING)
            first, second = ([request(path, inputs) for _ in range(COUNT)] for _ in range(2))
            found, at_full_speed = measured(served, first)
            _, at_half = measured(served, second, found.requests_a_second / 2)
            print(f"| {name} | {at_full_speed} | {at_half} |", flush=True)


if __name__ == "__main__":
    main()
