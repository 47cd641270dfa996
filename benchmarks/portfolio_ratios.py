"""How long portfolios take beside their peers: `python benchmarks/portfolio_ratios.py`, some minutes.

Every round measures kfees and then each peer; a ratio is the median of the rounds' ratios. Nothing here
fails for time. It writes files of up to 3 GB into a temporary folder, and `growth.svg` beside itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import fastexcel
import polars as pl

import kfees
from kfees.portfolio.files import open_portfolio
from openfisca_portfolio import arrays, differences
from openfisca_portfolio import price_portfolio as price_by_openfisca
from the_portfolio import portfolio, write_parquet
from timing import ratios

PEER = "openfisca-core"
ONCE = Path(__file__).with_name("portfolio_once.py")
PICTURE = Path(__file__).with_name("growth.svg")
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
ROUNDS = 5
EXCEL_ROWS = 200_000


@dataclass(frozen=True)
class Measured:
    """`seconds` and `peak` memory in bytes of a process that did one thing."""

    seconds: float
    peak: int


@dataclass(frozen=True)
class Growth:
    """What a portfolio of `rows` costs: its `ratio` to a copy of as many rows; its `time` and that of the
    copy, each as a multiple of copying the smallest; its `peak` memory in bytes."""

    rows: int
    ratio: float
    time: float
    copying: float
    peak: int


def once(what: str, source: Path, output: Path) -> Measured:
    """Do one thing in a fresh process."""
    command = [sys.executable, str(ONCE), what, str(source), str(output)]
    return Measured(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def in_memory(rows: int) -> float:
    """kfees over openfisca-core, after both agreed as far as 32 bits go."""
    frame, library = portfolio(rows), kfees.load_schedules()
    courses = arrays(frame)

    def ours() -> pl.DataFrame:
        return kfees.price_portfolio(frame.lazy(), library).collect()

    assert not differences(ours(), price_by_openfisca(courses))
    return ratios(ours, {PEER: lambda: price_by_openfisca(courses)}, ROUNDS, calls=1)[PEER]


def from_excel(folder: Path) -> float:
    """A workbook opened as `kfees portfolio` opens it, and priced; over fastexcel reading it."""
    source, library = folder / "in.xlsx", kfees.load_schedules()
    portfolio(EXCEL_ROWS).write_excel(source)

    def ours() -> pl.DataFrame:
        return kfees.price_portfolio(open_portfolio(str(source)).frame, library).collect()

    def read() -> pl.DataFrame:
        return fastexcel.read_excel(source).load_sheet(0).to_polars()

    assert ours()["problem"].null_count() == read().height == EXCEL_ROWS
    return ratios(ours, {"fastexcel": read}, ROUNDS, calls=1)["fastexcel"]


def growth(folder: Path) -> Iterator[Growth]:
    """Parquet to Parquet, beside Polars copying a file of the same columns, at each size."""
    unit: float | None = None
    for rows in SIZES:
        source, output, copy = (folder / f"{name}.parquet" for name in ("in", "out", "copy"))
        write_parquet(source, rows)
        once("priced", source, output)  # what the copy reads
        pairs = [(once("priced", source, output), once("copied", output, copy)) for _ in range(ROUNDS)]
        seconds = median(ours.seconds for ours, _ in pairs)
        copying = median(theirs.seconds for _, theirs in pairs)
        unit = unit or copying
        ratio = median(ours.seconds / theirs.seconds for ours, theirs in pairs)
        peak = max(ours.peak for ours, _ in pairs)
        yield Growth(rows, ratio, seconds / unit, copying / unit, peak)


def draw(grown: list[Growth]) -> None:
    """How cost and memory grow, as a picture."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 3.4), layout="constrained")
    time, memory = figure.subplots(1, 2)
    rows = [one.rows for one in grown]
    time.loglog(rows, [one.time for one in grown], "o-", color="#1f5a8a", label="kfees")
    time.loglog(
        rows, [one.copying for one in grown], "s--", color="#d9822b", label="Polars, copying the columns"
    )
    time.set_title("Time, copying 10,000 rows = 1", loc="left", fontsize=10)
    time.yaxis.set_major_formatter("{x:,.0f}")
    time.legend(frameon=False, fontsize=8)
    memory.semilogx(rows, [one.peak / 1e9 for one in grown], "o-", color="#1f5a8a")
    memory.set_ylim(0, 2.1)
    memory.axhline(2, linestyle=":", color="#666666")
    memory.set_title("Peak memory of the process, GB (aim: under 2)", loc="left", fontsize=10)
    for panel in (time, memory):
        panel.set_xlabel("rows, Parquet to Parquet", fontsize=9)
        panel.xaxis.set_major_formatter("{x:,.0f}")
        panel.spines[["top", "right"]].set_visible(False)
        panel.tick_params(labelsize=8)
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "kfees"}):
        figure.savefig(PICTURE, metadata={"Date": None})


def main() -> None:
    for rows in (100_000, 1_000_000):
        print(f"in memory, {rows:,} rows / {PEER}: {in_memory(rows):.2f}", flush=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        print(f"Excel, {EXCEL_ROWS:,} rows / fastexcel reading it: {from_excel(folder):.2f}", flush=True)
        print("| rows | priced / copied by Polars | time, copying 10,000 rows = 1 | peak memory |")
        print("|---|---|---|---|")
        grown = []
        for one in growth(folder):
            grown.append(one)
            peak = f"{one.peak / 1e6:,.0f} MB"
            print(f"| {one.rows:,} | {one.ratio:.2f} | {one.time:,.0f} | {peak} |", flush=True)
    draw(grown)


if __name__ == "__main__":
    main()
