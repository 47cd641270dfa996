"""Charts as SVG or PNG, drawn with matplotlib. A table with the same figures stands beside each.

Bars are as long as the figures, which a picture cannot show to the cent.
"""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kfees.comparison import Compared, Comparison, Group
from kfees.errors import InputError, Problem
from kfees.simulation import WORDS, Simulation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Picture = Literal["svg", "png"]

PAYABLE, GAP = "#1f5a8a", "#d9822b"
TITLES: dict[Group, str] = {
    "setting": "By regimen and setting",
    "discharge": "By day of discharge",
    "year": "A year later",
}


def picture_kind(path: str) -> Picture:
    """The kind of picture that a file's name asks for. Raises InputError for any other."""
    match Path(path).suffix.lower():
        case ".svg":
            return "svg"
        case ".png":
            return "png"
        case _:
            message = "a chart is drawn as .svg or .png."
            raise InputError([Problem("unknown-picture", path, message, "Name the file so.")])


def new_figure(width: float, height: float, rows: list[float]) -> tuple[Figure, list[Axes]]:
    """A figure with panels one below the other, as high as `rows` say. No window, no global state."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(len(rows), 1, squeeze=False, gridspec_kw={"height_ratios": rows})
    return figure, [row[0] for row in axes]


def drawn(figure: Figure, kind: Picture) -> bytes:
    """The picture's bytes, the same for the same figures; text in an SVG stays text."""
    import matplotlib as mpl

    content = io.BytesIO()
    metadata: dict[str, Any] = {"Date": None} if kind == "svg" else {"Software": None}
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "kfees"}):
        figure.savefig(content, format=kind, dpi=150, metadata=metadata)
    return content.getvalue()


def comparison_chart(comparison: Comparison, kind: Picture) -> bytes:
    """A bar a course: what the payer pays and the gap where the charge is known, else the maximum."""
    groups = {
        group: ours
        for group in TITLES
        if (ours := [course for course in comparison.courses if course.group == group])
    }
    rows = [1.0 + len(ours) for ours in groups.values()]
    figure, panels = new_figure(9, 1.2 + 0.32 * sum(rows), rows)
    widest = max((_length(course) for course in comparison.courses), default=0.0) or 1.0
    for panel, (group, ours) in zip(panels, groups.items(), strict=True):
        _bars(panel, ours, widest)
        panel.set_title(TITLES[group], loc="left", fontsize=10, fontweight="bold")
    panels[-1].set_xlabel("AUD")
    _legend(figure, comparison)
    return drawn(figure, kind)


def _length(course: Compared) -> float:
    if course.payable is not None and course.gap is not None:
        return float(course.payable + course.gap)
    return float(course.maximum or Decimal(0))


def _bars(panel: Axes, courses: list[Compared], widest: float) -> None:
    labels = [_label(course) for course in courses]
    for place, course in enumerate(courses):
        if course.payable is not None and course.gap is not None:
            panel.barh(place, float(course.payable), color=PAYABLE)
            panel.barh(place, float(course.gap), left=float(course.payable), color=GAP)
            text = f"${course.payable:,} + gap ${course.gap:,}"
        elif course.maximum is not None:
            panel.barh(place, float(course.maximum), color=PAYABLE, alpha=0.55)
            text = f"${course.maximum:,}"
        else:
            text = "unknown"
        panel.text(
            *(_length(course) + widest * 0.01, place, text),
            va="center",
            fontsize=8,
            color="#333333",
            parse_math=False,
        )
    panel.set_yticks(range(len(courses)), labels, fontsize=8, parse_math=False)
    panel.set_ylim(len(courses) - 0.4, -0.6)
    panel.set_xlim(0, widest * 1.45)
    _plain(panel)


def _label(course: Compared) -> str:
    if course.group == "discharge":
        step = " (step)" if course.step else ""
        label = f"{course.nights} nights{step}"
    else:
        label = course.label
    stale = " STALE" if course.stale else ""
    return f"{label}{stale} *" if course.asked else f"{label}{stale}"


def _legend(figure: Figure, comparison: Comparison) -> None:
    from matplotlib.patches import Patch

    parts = []
    if any(course.payable is not None for course in comparison.courses):
        parts += [Patch(color=PAYABLE, label="the payer pays"), Patch(color=GAP, label="gap")]
    if any(course.payable is None and course.maximum is not None for course in comparison.courses):
        parts.append(Patch(color=PAYABLE, alpha=0.55, label="maximum; the charge is not known"))
    if parts:
        figure.legend(handles=parts, loc="outside lower center", ncols=3, fontsize=8, frameon=False)


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
    panel.axvline(mean, color=GAP, linewidth=1.5)
    panel.annotate(
        f" mean ${statistics.mean:,}",
        xy=(mean, 0.97),
        xycoords=("data", "axes fraction"),
        fontsize=8,
        color="#8a4a05",
        va="top",
        parse_math=False,
    )
    panel.set_title(f"{measure} of a worker's courses", loc="left", fontsize=10, fontweight="bold")
    panel.set_xlabel("AUD", fontsize=8)
    panel.set_ylabel("Workers", fontsize=8)
    _plain(panel)
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
    panel.axvline(middle, color=GAP, linewidth=1.5)
    labels = [
        f"{WORDS[swing.input]},\n{swing.setting}" if swing.input == "nights" else WORDS[swing.input]
        for swing in simulation.tornado
    ]
    panel.set_yticks(range(len(labels)), labels, fontsize=8, parse_math=False)
    panel.set_ylim(max(1, len(labels)) - 0.4, -0.6)
    panel.set_xlim(least - room, most + room)
    title = f"{measure} by what moves it most, around the worker in the middle"
    panel.set_title(title, loc="left", fontsize=10, fontweight="bold")
    panel.set_xlabel("AUD", fontsize=8)
    _plain(panel)


def _plain(panel: Axes) -> None:
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(labelsize=8)
    panel.xaxis.set_major_formatter("{x:,.0f}")
