"""How a portfolio's cost and memory grow, as a picture: `growth.svg`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def draw(grown: Mapping[str, Sequence[Growth]], picture: Path = PICTURE) -> None:
    """`grown`: by kind of rows."""
    figure = Figure(figsize=(9, 3.8), layout="constrained")
    time, memory = figure.subplots(1, 2)
    first, smallest = next((kind, found[0]) for kind, found in grown.items())
    unit = smallest.copying or smallest.seconds
    for (kind, found), colour in zip(grown.items(), COLOURS, strict=True):
        rows = [one.rows for one in found]
        copies = [one.copying / unit for one in found if one.copying]
        time.loglog(rows, [one.seconds / unit for one in found], "o-", color=colour, label=f"kfees, {kind}")
        copied = {"color": colour, "alpha": 0.6, "label": f"Polars, copying the result of {kind}"}
        time.loglog(rows[: len(copies)], copies, "s--", markersize=4, **copied)
        memory.semilogx(rows, [one.peak / 1e9 for one in found], "o-", color=colour, label=kind)
    time.set_title(f"Time, copying {smallest.rows:,} {first} = 1", loc="left", fontsize=10)
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
