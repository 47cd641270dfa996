"""How a portfolio's cost and memory grow, as a table and as a picture: `growth.svg`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

PICTURE = Path(__file__).with_name("growth.svg")
COLOURS = ("#1f5a8a", "#b5442c")
AIM_GB = 2


@dataclass(frozen=True)
class Growth:
    """What a portfolio of `rows` costs: its `seconds` and its `peak` memory in bytes; and where it was copied
    the seconds of `copying` the result, and the `ratio` of the two, round by round."""

    rows: int
    seconds: float
    peak: int
    copying: float | None = None
    ratio: float | None = None


Grown = Mapping[str, Sequence[Growth]]
"""By kind of rows."""


def unit_of(grown: Grown) -> float:
    """The seconds of copying the fewest rows of the first kind."""
    smallest = next(iter(grown.values()))[0]
    return smallest.copying or smallest.seconds


def as_table(grown: Grown) -> Iterator[str]:
    """The same as the picture, in Markdown."""
    yield "| rows | | priced / copied by Polars | time, copying the fewest = 1 | peak memory |"
    yield "|---|---|---|---|---|"
    unit = unit_of(grown)
    for kind, found in grown.items():
        for one in found:
            ratio = "" if one.ratio is None else f"{one.ratio:.2g}"
            time, peak = f"{one.seconds / unit:,.0f}", f"{one.peak / 1e6:,.0f} MB"
            yield f"| {one.rows:,} | {kind} | {ratio} | {time} | {peak} |"


def draw(grown: Grown, picture: Path = PICTURE) -> None:
    figure = Figure(figsize=(9, 3.8), layout="constrained")
    time, memory = figure.subplots(1, 2)
    first, unit = next(iter(grown)), unit_of(grown)
    for (kind, found), colour in zip(grown.items(), COLOURS, strict=True):
        rows = [one.rows for one in found]
        copies = [one.copying / unit for one in found if one.copying]
        time.loglog(rows, [one.seconds / unit for one in found], "o-", color=colour, label=f"kfees, {kind}")
        copied = {"color": colour, "alpha": 0.6, "label": f"Polars, copying the {kind}"}
        time.loglog(rows[: len(copies)], copies, "s--", markersize=4, **copied)
        memory.semilogx(rows, [one.peak / 1e9 for one in found], "o-", color=colour, label=kind)
    time.set_title(f"Time, copying {grown[first][0].rows:,} {first} = 1", loc="left", fontsize=10)
    time.yaxis.set_major_formatter("{x:,.0f}")
    memory.axhline(AIM_GB, linestyle=":", color="#666666")
    memory.set_ylim(0, AIM_GB * 1.05)
    memory.set_title(f"Peak memory of the process, GB; aim: under {AIM_GB}", loc="left", fontsize=10)
    for panel in (time, memory):
        _dress(panel)
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "kfees"}):
        figure.savefig(picture, metadata={"Date": None})


def _dress(panel: Axes) -> None:
    panel.set_xlabel("rows, Parquet to Parquet", fontsize=9)
    panel.minorticks_off()
    panel.xaxis.set_major_formatter("{x:,.0f}")
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(labelsize=8)
    panel.legend(frameon=False, fontsize=8)
