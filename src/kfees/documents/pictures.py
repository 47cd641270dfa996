"""Pictures as SVG or PNG, drawn with matplotlib: without a window, and the same for the same figures."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kfees.documents.colours import INK
from kfees.model.problems import InputError, Problem

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

Picture = Literal["svg", "png", "pdf"]

HATCH = "////"
UNDATED: dict[Picture, str] = {"svg": "Date", "png": "Software", "pdf": "CreationDate"}
"""What matplotlib would write into a picture that is not of its figures."""


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


def add_legend(figure: Figure, parts: list[Patch]) -> None:
    """Below the panels."""
    figure.legend(
        handles=parts,
        loc="outside lower left",
        ncols=3,
        fontsize=8,
        labelcolor=INK,
        frameon=False,
    )


def plain(panel: Axes) -> None:
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(labelsize=8)
    panel.xaxis.set_major_formatter("{x:,.0f}")
