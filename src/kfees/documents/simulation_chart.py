"""A simulation, drawn: how the cost is spread over the workers, and which input moves it most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kfees.documents.chart_words import in_english
from kfees.documents.colours import INK, PAYABLE
from kfees.documents.pictures import Picture, drawn, new_figure, plain
from kfees.projection.simulation import WORDS, Simulation

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def simulation_chart(simulation: Simulation, kind: Picture) -> bytes:
    """How the cost is spread over the workers, and below it which input moves it most."""
    rows = [4.0, 0.8 + 0.45 * max(1, len(simulation.tornado))]
    figure, (spread, tornado) = new_figure(9, 1.2 + sum(rows), rows)
    measure = "Present value" if simulation.measure == "present_value" else "Amount"
    _spread(spread, simulation, measure)
    _tornado(tornado, simulation, measure)
    return drawn(figure, kind)


def _spread(panel: Axes, simulation: Simulation, measure: str) -> None:
    for one in simulation.histogram:
        width = float(one.high - one.low) or 1.0
        panel.bar(float(one.low), one.workers, width=width, align="edge", color=PAYABLE, edgecolor="white")
    statistics = simulation.present_value or simulation.amount
    mean = float(statistics.mean)
    panel.axvline(mean, color=INK, linewidth=1.5)
    panel.annotate(
        f" mean {in_english(simulation.payer.currency).money(statistics.mean)}",
        xy=(mean, 0.97),
        xycoords=("data", "axes fraction"),
        fontsize=8,
        color=INK,
        va="top",
        parse_math=False,
    )
    panel.set_title(f"{measure} of a worker's courses", loc="left", fontsize=10, fontweight="bold")
    panel.set_xlabel(simulation.payer.currency, fontsize=8)
    panel.set_ylabel("Workers", fontsize=8)
    plain(panel)
    panel.yaxis.set_major_formatter("{x:,.0f}")


def _tornado(panel: Axes, simulation: Simulation, measure: str) -> None:
    middle = float(simulation.middle)
    ends = [float(cost) for swing in simulation.tornado for cost in (swing.low, swing.high)]
    least, most = min([middle, *ends]), max([middle, *ends])
    room = (most - least) * 0.3 or 1.0
    for place, swing in enumerate(simulation.tornado):
        low, high = sorted((float(swing.low), float(swing.high)))
        panel.barh(place, high - low, left=low, height=0.6, color=PAYABLE)
        first, second = swing.low_value, swing.high_value
        if swing.low > swing.high:
            first, second = second, first
        for end, text, side in ((low, first, "right"), (high, second, "left")):
            shown = f" {text} " if side == "left" else f"{text} "
            panel.text(end, place, shown, ha=side, va="center", fontsize=8, parse_math=False)
    panel.axvline(middle, color=INK, linewidth=1.5)
    labels = [
        f"{WORDS[swing.input]},\n{swing.setting}" if swing.input == "nights" else WORDS[swing.input]
        for swing in simulation.tornado
    ]
    panel.set_yticks(range(len(labels)), labels, fontsize=8, parse_math=False)
    panel.set_ylim(max(1, len(labels)) - 0.4, -0.6)
    panel.set_xlim(least - room, most + room)
    title = f"{measure} by what moves it most, around the worker in the middle"
    panel.set_title(title, loc="left", fontsize=10, fontweight="bold")
    panel.set_xlabel(simulation.payer.currency, fontsize=8)
    plain(panel)
