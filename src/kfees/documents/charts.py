"""Charts of comparisons, projections and simulations. A table with the same figures stands beside each.

Bars are as long as the figures, which a picture cannot show to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from kfees.documents.chart_words import ChartWords, in_english
from kfees.documents.colours import GAP, INK, MAXIMUM, PAYABLE, PRESENT_VALUE, QUIET
from kfees.documents.pictures import (
    NARROW,
    WIDE,
    Picture,
    add_bars,
    add_legend,
    drawn,
    gap_style,
    letters,
    new_figure,
    plain,
    upright,
    wrapped,
)
from kfees.engine.alternative import Alternative
from kfees.engine.alternatives import Alternatives, courses_of
from kfees.projection.projection import Projection
from kfees.projection.simulation import WORDS, Simulation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def comparison_chart(
    comparison: Alternatives, kind: Picture, words: ChartWords | None = None, width: float = WIDE
) -> bytes:
    """A bar a course: what the payer pays and the gap where the charge is known, else the maximum.

    `width` in inches.
    """
    words = words or in_english(comparison.payer.currency)
    groups = {group: ours for group in words.titles if (ours := courses_of(comparison, group))}
    labels = {
        group: [wrapped(words.label(course), int(width * 13)) for course in ours]
        for group, ours in groups.items()
    }
    heights = {
        group: COLUMNS_HIGH
        if group == "discharge"
        else sum(_row_height(label, width) for label in labels[group])
        for group in groups
    }
    height = 0.6 + sum(DECORATED + height for height in heights.values())
    figure, panels = new_figure(width, height, list(heights.values()))
    room = _room([course for ours in groups.values() for course in ours], width, words)
    for panel, (group, ours) in zip(panels, groups.items(), strict=True):
        if group == "discharge":
            _columns(panel, ours, words)
        else:
            _bars(panel, ours, labels[group], room, words)
        side: Literal["left", "right"] = "right" if words.turned else "left"
        panel.set_title(words.run(words.titles[group]), loc=side, fontsize=10, fontweight="bold", color=INK)
    _legend(figure, [course for ours in groups.values() for course in ours], words)
    return drawn(figure, kind)


COLUMNS_HIGH = 3.0
"""Inches: the panel of the days of discharge."""

DECORATED = 0.35
"""Inches: what the title of a panel takes."""

LINE, BAR = 0.15, 0.28
"""Inches: a line of a label, and the bar below it with the space around it."""

LETTER = 0.072
"""Inches: about the width of a letter of a label."""


def _row_height(label: list[str], width: float) -> float:
    """A bar under its label; in a narrow chart the figures have a line of their own."""
    return LINE * (len(label) + (width <= NARROW)) + BAR


def _room(courses: Sequence[Alternative], width: float, words: ChartWords) -> float:
    """How long the axis of the bars is, so that the figures beside them have their place."""
    if width <= NARROW:
        return max(map(_length, courses), default=0.0) * 1.02 or 1.0
    shares = [min(0.8, LETTER * letters(_figures(course, words)) / (width - 0.7)) for course in courses]
    lengths = (_length(course) * 1.02 / (1 - share) for course, share in zip(courses, shares, strict=True))
    return max(lengths, default=0.0) or 1.0


def _length(course: Alternative) -> float:
    if course.payable is not None and course.gap is not None:
        return float(course.payable + course.gap)
    return float(course.maximum or Decimal(0))


def _bars(
    panel: Axes, courses: Sequence[Alternative], labels: list[list[str]], room: float, words: ChartWords
) -> None:
    """One below the other, each under its label, so that a long label takes no room from the bars."""
    start: Literal["left", "right"] = "right" if words.turned else "left"
    width = panel.figure.get_figwidth()  # type: ignore[union-attr]
    place, middles = 0.0, []
    for course, label in zip(courses, labels, strict=True):
        panel.text(
            *(0.0, place + LINE * len(label), "\n".join(map(words.run, label))),
            fontsize=8,
            color=INK,
            va="bottom",
            ha=start,
            fontweight="bold" if course.asked else "normal",
            parse_math=False,
            in_layout=False,
        )
        row = _row_height(label, width)
        middle = place + row - BAR + 0.09
        middles.append(middle)
        beside = (_length(course) + room * 0.01, middle)
        below = (0.0, place + LINE * (len(label) + 0.5))
        panel.text(
            *(below if width <= NARROW else beside),
            _figures(course, words),
            va="center",
            ha=start,
            fontsize=8,
            color=QUIET,
            parse_math=False,
            in_layout=False,
        )
        place += row
    _stacked(panel, courses, middles, 0.15, lying=True)
    panel.set_xlim(*((room, 0) if words.turned else (0, room)))
    panel.set_ylim(place, 0)
    panel.set_yticks([])
    panel.spines[:].set_visible(False)
    panel.set_xticks([])
    panel.set_xlabel(words.currency, loc=start, fontsize=8, color=QUIET)


def _figures(course: Alternative, words: ChartWords) -> str:
    """What stands beside a bar: what is paid and the gap, or the maximum alone."""
    if course.payable is not None and course.gap is not None:
        return words.run(f"{words.money(course.payable)} + {words.money(course.gap)}")
    return words.run(words.unknown) if course.maximum is None else words.money(course.maximum)


def _columns(panel: Axes, courses: Sequence[Alternative], words: ChartWords) -> None:
    """Side by side by nights, so that the steps of the rates can be seen."""
    tallest = max(map(_length, courses)) or 1.0
    nights = [course.nights or 0 for course in courses]
    _stacked(panel, courses, nights, 0.7)
    for course in courses:
        assert course.nights is not None
        height = _length(course)
        unknown = course.payable is None and course.maximum is None
        said = [
            *([words.unknown] if unknown else []),
            *([words.step.format(nights=words.number(course.nights))] if course.step else []),
            *([words.asked] if course.asked else []),
        ]
        if not said:
            continue
        panel.text(
            *(course.nights, height + tallest * 0.02, words.run(" ".join(said))),
            rotation=90,
            ha="center",
            va="bottom",
            fontsize=8,
            fontweight="bold" if course.asked else "normal",
            color=INK,
            parse_math=False,
            in_layout=False,
        )
    panel.set_xlim(nights[0] - 0.7, nights[-1] + 0.7)
    panel.set_ylim(0, tallest * 1.5)
    upright(panel, nights, [words.number(number) for number in nights], words)
    if not any(map(_length, courses)):
        panel.set_yticks([])
    panel.set_xlabel(words.run(words.nights), fontsize=8, color=QUIET)


def _stacked(
    panel: Axes, courses: Sequence[Alternative], places: Sequence[float], thick: float, *, lying: bool = False
) -> None:
    """What is paid and the gap on top of it, or the maximum alone."""
    payable, gap, maximum = [], [], []
    for course, place in zip(courses, places, strict=True):
        end = _length(course)
        if course.payable is not None and course.gap is not None:
            payable.append((place, 0.0, float(course.payable)))
            gap.append((place, float(course.payable), end))
        else:
            maximum.append((place, 0.0, end))
    add_bars(panel, payable, thick, PAYABLE, lying=lying)
    add_bars(panel, gap, thick, GAP, lying=lying)
    add_bars(panel, maximum, thick, MAXIMUM, lying=lying)


def _legend(figure: Figure, courses: Sequence[Alternative], words: ChartWords) -> None:
    from matplotlib.patches import Patch

    parts = []
    if any(course.payable is not None for course in courses):
        parts += [Patch(color=PAYABLE, label=words.payable), Patch(**gap_style(), label=words.gap)]
    if any(course.payable is None and course.maximum is not None for course in courses):
        parts.append(Patch(color=MAXIMUM, label=words.maximum))
    if parts:
        add_legend(figure, parts, words)


def projection_chart(
    projection: Projection, kind: Picture, words: ChartWords | None = None, width: float = WIDE
) -> bytes:
    """A column a year: what its courses come to and, where discounted, their present value.

    `width` in inches. A year whose amount cannot be determined bears the word instead of a column.
    """
    from matplotlib.patches import Patch

    words = words or in_english(projection.payer.currency)
    figure, (panel,) = new_figure(width, 3.4, [1.0])
    discounted = projection.plan.discount is not None
    half = 0.38 if discounted else 0.7
    for year in projection.years:
        if year.amount is None:
            panel.text(
                *(year.year, 0, words.run(words.unknown)),
                rotation=90,
                ha="center",
                va="bottom",
                fontsize=8,
                color=QUIET,
                parse_math=False,
                in_layout=False,
            )
    left = half / 2 if discounted else 0.0
    amounts = {year.year - left: float(year.amount) for year in projection.years if year.amount is not None}
    values = {
        year.year - left + half: float(year.present_value)
        for year in projection.years
        if year.amount is not None and year.present_value is not None
    }
    for columns, color in ((amounts, PAYABLE), (values, PRESENT_VALUE)):
        add_bars(panel, [(place, 0.0, amount) for place, amount in columns.items()], half, color)
    panel.set_xlim(0.4, len(projection.years) + 0.6)
    known = list(amounts.values())
    panel.set_ylim(0, max(known, default=0.0) * 1.08 or 1.0)
    names = [str(year.first_day.year) for year in projection.years]
    upright(panel, [year.year for year in projection.years], names, words)
    panel.set_xlabel(words.run(words.year), fontsize=8, color=QUIET)
    if not any(known):
        panel.set_yticks([])
    parts = [Patch(color=PAYABLE, label=words.amount)]
    if discounted:
        parts.append(Patch(color=PRESENT_VALUE, label=words.present_value))
    add_legend(figure, parts, words)
    return drawn(figure, kind)


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
