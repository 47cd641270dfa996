"""How long portfolios take beside their peers: `python benchmarks/portfolio_ratios.py`, some minutes.

Every round prices rows that were not priced before, and then asks each peer; a ratio is the median of the
rounds' ratios. Files are priced by a fresh process each. Nothing here fails for time. It writes files of up
to 3 GB into a temporary folder, and `growth.svg` beside itself.
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
from polars.testing import assert_frame_equal

import kfees
from growth_picture import AIM_GB, Growth, as_table, draw
from kfees.portfolio.files import open_portfolio
from openfisca_portfolio import arrays, differences
from openfisca_portfolio import price_portfolio as price_by_openfisca
from polars_join_peer import DECIDES, price_by_join, ready_prices
from the_hospital import hospital, mixed, unknown
from the_portfolio import SEED, Draw, portfolio, write_parquet
from timing import ratios, show

ONCE = Path(__file__).with_name("portfolio_once.py")
LIBRARY = kfees.load_schedules(environment={})
KINDS: dict[str, Draw] = {"textbook courses": portfolio, "hospital episodes": hospital}
SIZES = {10_000: 21, 100_000: 7, 1_000_000: 5, 10_000_000: 5}
"""How many rounds each size has: a copy of few rows takes milliseconds, which scatter."""

FAR = 30_000_000
"""So many rows are priced once, for their memory."""

ROUNDS = 5
MILLION, EXCEL_ROWS, CODES = 1_000_000, 200_000, 10_000
COPYING = "Polars copying the result's columns"


@dataclass(frozen=True)
class Measured:
    """`seconds` and `peak` memory in bytes of a process that did one thing."""

    seconds: float
    peak: int


def once(what: str, source: Path, output: Path) -> Measured:
    """Do one thing in a fresh process."""
    command = [sys.executable, str(ONCE), what, str(source), str(output)]
    return Measured(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def priced(frame: pl.DataFrame) -> pl.DataFrame:
    return kfees.price_portfolio(frame.lazy(), LIBRARY).collect()


def drawn(draw_rows: Draw, rows: int) -> Iterator[pl.DataFrame]:
    """Other rows for each round, and for the one that warms up."""
    return (draw_rows(rows, SEED + number, 0) for number in range(ROUNDS + 1))


def side_by_side(kind: Draw, other: Draw, rows: int) -> float:
    """How much longer rows of one kind take than as many of another, both in memory."""
    pairs = zip(drawn(kind, rows), drawn(other, rows), strict=True)
    return ratios(pairs, lambda pair: priced(pair[0]), {"other": lambda pair: priced(pair[1])})["other"]


def beside_openfisca(rows: int) -> float:
    """kfees over openfisca-core, after both agreed as far as 32 bits go."""
    agreed = portfolio(rows, SEED - 1)
    assert not differences(priced(agreed), price_by_openfisca(arrays(agreed)))
    pairs = ((frame, arrays(frame)) for frame in drawn(portfolio, rows))
    peers = {"openfisca-core": lambda pair: price_by_openfisca(pair[1])}
    return ratios(pairs, lambda pair: priced(pair[0]), peers)["openfisca-core"]


def beside_join(rows: int) -> float:
    """kfees over a join of ready prices, after both wrote the same; the prices are those of all rounds."""
    courses = pl.concat(frame.select(DECIDES).unique() for frame in drawn(portfolio, rows))
    ready = ready_prices(courses, LIBRARY)
    agreed = portfolio(rows)
    assert_frame_equal(priced(agreed), price_by_join(agreed, ready))
    return ratios(drawn(portfolio, rows), priced, {"join": lambda frame: price_by_join(frame, ready)})["join"]


def from_excel(folder: Path) -> float:
    """A workbook opened as `kfees portfolio` opens it, and priced; over fastexcel reading it."""

    def workbook(frame: pl.DataFrame) -> Path:
        frame.write_excel(folder / "in.xlsx")
        return folder / "in.xlsx"

    def ours(source: Path) -> pl.DataFrame:
        return kfees.price_portfolio(open_portfolio(str(source)).frame, LIBRARY).collect()

    def read(source: Path) -> pl.DataFrame:
        return fastexcel.read_excel(source).load_sheet(0).to_polars()

    return ratios(map(workbook, drawn(portfolio, EXCEL_ROWS)), ours, {"read": read})["read"]


def growth(folder: Path, kind: str) -> Iterator[Growth]:
    """Parquet to Parquet, beside Polars copying a file of the same columns, at each size."""
    for rows, rounds in SIZES.items():
        source, output, copy = (folder / f"{name}.parquet" for name in ("in", "out", "copy"))
        write_parquet(source, rows, KINDS[kind])
        pairs = [(once("priced", source, output), once("copied", output, copy)) for _ in range(rounds)]
        yield Growth(
            rows,
            median(ours.seconds for ours, _ in pairs),
            max(ours.peak for ours, _ in pairs),
            median(theirs.seconds for _, theirs in pairs),
            median(ours.seconds / theirs.seconds for ours, theirs in pairs),
        )
        copy.unlink()
    write_parquet(source, FAR, KINDS[kind])
    far = once("priced", source, output)
    yield Growth(FAR, far.seconds, far.peak)


def from_cold(folder: Path) -> float:
    """The fewest rows, and the schedules loaded first, over copying them."""
    rows = min(SIZES)
    source, output, copy = (folder / f"{name}.parquet" for name in ("in", "out", "copy"))
    write_parquet(source, rows)
    pairs = [(once("loaded_and_priced", source, output), once("copied", output, copy)) for _ in range(21)]
    return median(ours.seconds / theirs.seconds for ours, theirs in pairs)


def in_memory() -> None:
    textbook = f"{MILLION:,} textbook courses in memory"
    for kind, name, aim in (
        (hospital, f"{MILLION:,} hospital episodes, all different, in memory", "at most 1.2"),
        (mixed, "half and half", "at most 2"),
    ):
        show(name, textbook, aim, side_by_side(kind, portfolio, MILLION))
    name = f"{CODES:,} rows, every code unknown"
    show(name, f"{CODES:,} rows, every code known", "at most 2", side_by_side(unknown, hospital, CODES))
    show(textbook, "Polars, joining ready prices", "at most 4", beside_join(MILLION))
    for rows in (MILLION, MILLION // 10):
        name, peer = f"{rows:,} textbook courses in memory", "openfisca-core, one simulation a schedule year"
        show(name, peer, "at most 0.10", beside_openfisca(rows))


def from_file_to_file(folder: Path) -> None:
    """The rows of the aims, then how each kind grows, and `growth.svg`."""
    grown = {kind: list(growth(folder, kind)) for kind in KINDS}
    for kind, rows, aim in (
        ("textbook courses", min(SIZES), "at most 6"),
        ("textbook courses", max(SIZES), "at most 1.5"),
        ("hospital episodes", max(SIZES), "at most 1.7"),
    ):
        ratio = next(one.ratio for one in grown[kind] if one.rows == rows)
        assert ratio is not None
        show(f"{rows:,} {kind}, Parquet to Parquet", COPYING, aim, ratio)
    for kind, found in grown.items():
        for one in found[-2:]:
            peak = f"{one.peak / 1e6:,.0f} MB"
            show(f"{one.rows:,} {kind}, Parquet to Parquet, peak memory", "", f"under {AIM_GB} GB", peak)
    for row in as_table(grown):
        print(row)
    draw(grown)


def main() -> None:
    in_memory()
    with TemporaryDirectory() as name:
        folder = Path(name)
        job = f"a workbook of {EXCEL_ROWS:,} textbook courses, read and priced"
        show(job, "fastexcel reading it", "at most 1.25", from_excel(folder))
        job = f"{min(SIZES):,} textbook courses, Parquet to Parquet, the schedules loaded too"
        show(job, COPYING, "", from_cold(folder))
        from_file_to_file(folder)


if __name__ == "__main__":
    main()
