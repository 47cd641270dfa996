"""Pictures as SVG or PNG, drawn with matplotlib: without a window, and the same for the same figures."""

from __future__ import annotations

import io
import math
import re
import unicodedata
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kfees.documents.chart_words import ChartWords
from kfees.documents.colours import GAP, GRID, INK, QUIET
from kfees.model.problems import InputError, Problem

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

Picture = Literal["svg", "png", "pdf"]

HATCH = "////"
UNDATED: dict[Picture, str] = {"svg": "Date", "png": "Software", "pdf": "CreationDate"}
"""What matplotlib would write into a picture that is not of its figures."""

WIDE, NARROW = 7.5, 3.2
"""Inches: for a page or a screen, and for a phone."""

BELOW, NAME = 3.5, 8
"""Points: between a column and its name, and the size of the name."""


def picture_kind(path: str) -> Picture:
    """The kind of picture that a file's name asks for. Raises InputError for any other."""
    match Path(path).suffix.lower():
        case ".svg":
            return "svg"
        case ".png":
            return "png"
        case ".pdf":
            return "pdf"
        case _:
            message = "a chart is drawn as .svg, .png or .pdf."
            raise InputError([Problem("unknown-picture", path, message, "Name the file so.")])


def new_figure(width: float, height: float, rows: list[float]) -> tuple[Figure, list[Axes]]:
    """A figure with panels one below the other, as high as `rows` say. No window, no global state."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(len(rows), 1, squeeze=False, gridspec_kw={"height_ratios": rows})
    return figure, [row[0] for row in axes]


def drawn(figure: Figure, kind: Picture, dpi: int = 150) -> bytes:
    """The picture's bytes, the same for the same figures; text in an SVG stays text."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    content = io.BytesIO()
    style: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "kfees", "hatch.linewidth": 1.6}
    with mpl.rc_context(style), warnings.catch_warnings():
        # A reader's own fonts write the text of an SVG, also that which the font measured here lacks.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        if kind == "svg":  # at once: savefig draws twice, the first time for the layout alone
            FigureCanvasSVG(figure).print_svg(content, metadata={UNDATED[kind]: None})  # type: ignore[no-untyped-call]
        else:
            figure.savefig(content, format=kind, dpi=dpi, metadata={UNDATED[kind]: None})
    return content.getvalue()


def gap_style() -> dict[str, Any]:
    """How a gap is filled: striped, so that it reads without colour."""
    return {"facecolor": GAP, "edgecolor": "white", "hatch": HATCH, "linewidth": 0}


def add_bars(
    panel: Axes, bars: Sequence[tuple[float, float, float]], thick: float, color: str, *, lying: bool = False
) -> None:
    """Bars of one look, each at its place from one amount to another: upright, or lying.

    They are one piece, since matplotlib takes as long for a bar that is by itself.
    """
    from matplotlib.collections import PolyCollection

    half = thick / 2
    corners = [
        [(place - half, start), (place - half, end), (place + half, end), (place + half, start)]
        for place, start, end in bars
    ]
    if lying:
        corners = [[(along, across) for across, along in bar] for bar in corners]
    look = gap_style() if color == GAP else {"facecolor": color, "linewidth": 0}
    panel.add_collection(PolyCollection(corners, **look), autolim=False)


def wrapped(text: str, most: int) -> list[str]:
    """A text in lines of at most so many letters; one of Chinese is as wide as two."""
    lines = [""]
    for part in re.findall(r"\s*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)", text):
        if lines[-1] and letters(lines[-1] + part) > most:
            lines.append(part.strip())
        else:
            lines[-1] += part
    return lines


def letters(text: str) -> int:
    """How many letters wide a text is; one of Chinese counts twice, and marks of direction not at all."""
    seen = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in seen)


def upright(panel: Axes, places: Sequence[float], names: list[str], words: ChartWords) -> None:
    """Axes of a panel of columns: no more names than fit, and amounts in whole numbers of their currency."""
    room = panel.figure.get_figwidth() - 0.6  # type: ignore[union-attr]
    apart = max(1, math.ceil(len(places) * (0.1 + 0.065 * max(map(len, names))) / room))
    panel.set_xticks([])
    _write_below(panel, places[::apart], names[::apart])
    panel.yaxis.set_major_formatter(lambda amount, _: words.number(round(amount)))
    panel.set_ylabel(words.currency, fontsize=8, color=QUIET)
    panel.grid(axis="y", color=GRID, linewidth=0.8)
    panel.set_axisbelow(True)
    panel.spines[["top", "left", "right"]].set_visible(False)
    if words.turned:
        panel.invert_xaxis()
        panel.yaxis.tick_right()
        panel.yaxis.set_label_position("right")
    panel.tick_params(labelsize=8, colors=QUIET, length=0, left=False, right=False)


def _write_below(panel: Axes, places: Sequence[float], names: Sequence[str]) -> None:
    """Names where ticks have theirs, since of each tick matplotlib makes and measures five parts.

    The outermost are measured, lest they be cut off.
    """
    transform, top, middle = panel.get_xaxis_text1_transform(BELOW)
    for place, name in zip(places, names, strict=True):
        panel.text(
            *(place, 0, name),
            transform=transform,
            va=top,
            ha=middle,
            fontsize=NAME,
            color=QUIET,
            parse_math=False,
            in_layout=place in (places[0], places[-1]),
        )
    panel.xaxis.labelpad += BELOW + NAME


def add_legend(figure: Figure, parts: list[Patch], words: ChartWords) -> None:
    """Below the panels, from the side on which one begins to read: in a language whose letters the font lacks
    a legend is taken to be wider than it is, and of one in the middle the first mark would be cut off."""
    wide = figure.get_figwidth() > NARROW
    for part in parts:
        lines = wrapped(str(part.get_label()), 99 if wide else int(NARROW * 11))
        part.set_label("\n".join(map(words.run, lines)))
    figure.legend(
        handles=parts,
        loc="outside lower right" if words.turned else "outside lower left",
        ncols=3 if wide else 1,
        fontsize=8,
        labelcolor=INK,
        frameon=False,
    )


def plain(panel: Axes) -> None:
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(labelsize=8)
    panel.xaxis.set_major_formatter("{x:,.0f}")
