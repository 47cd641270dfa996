"""A drawing: bars, lines and texts at their places, and the picture that is made of it.

Places are in points from the top and from the side on which one begins to read: a drawing of a language that
reads from right to left is the mirror of the others. A picture as SVG is these shapes and nothing else, so
that a page has it at once; matplotlib, which takes long to load and to measure, makes the other kinds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree as ET

from kfees.documents.colours import GAP, INK, QUIET
from kfees.documents.pictures import HATCH, Picture, drawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDE, NARROW = 540.0, 230.0
"""Points: as wide as a page or a screen has room for, and a phone."""

EDGE = 4.0
"""Points: what is left free on every side."""

SIZE, LETTER = 8.0, 5.2
"""Points: of the letters, and about how wide each is in a font that is wide."""

_FONTS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"
_STRIPES = {"id": "stripes", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
_STRIPE, _APART = 1.6, 4.0

_TURNED, _END = "\u2067", "\u2069"

Anchor = Literal["start", "middle", "end"]
_MIRRORED: dict[Anchor, Anchor] = {"start": "end", "middle": "middle", "end": "start"}
_ALIGNED = {"start": "left", "middle": "center", "end": "right"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of a colour; that of a gap is striped, so that it reads without colour."""

    left: float
    top: float
    width: float
    height: float
    color: str


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, at its foot; one that is `rising` begins there and is read upwards."""

    left: float
    foot: float
    said: str
    anchor: Anchor
    color: str
    size: float
    bold: bool
    rising: bool


@dataclass
class Drawing:
    """Shapes on white. `height` is known once everything is drawn. `turned`: it reads from right to left."""

    width: float
    turned: bool = False
    height: float = 0.0
    shapes: list[Bar | Text] = field(default_factory=list)

    def bar(self, across: float, top: float, width: float, height: float, color: str) -> None:
        left = self.width - across - width if self.turned else across
        self.shapes.append(Bar(left, top, width, height, color))

    def text(
        self, across: float, foot: float, said: str, anchor: Anchor = "start", *, color: str = QUIET,
        size: float = SIZE, bold: bool = False, rising: bool = False,
    ) -> None:  # fmt: skip
        """A rising text begins at its place in any language."""
        left = self.width - across if self.turned else across
        said = f"{_TURNED}{said}{_END}" if self.turned else said
        anchor = _MIRRORED[anchor] if self.turned and not rising else anchor
        self.shapes.append(Text(left, foot, said, anchor, color, size, bold, rising))

    def legend(self, top: float, parts: Sequence[tuple[str, str]]) -> float:
        """Each colour with what it means, side by side as far as there is room. Returns where it ends."""
        across, foot, lines = EDGE, top, 0
        for color, meaning in parts:
            said = wrapped(meaning, int((self.width - 2 * EDGE - _MARK) / LETTER))
            taken = _MARK + LETTER * max(map(letters, said)) + 4 * EDGE
            if across > EDGE and across + taken - 4 * EDGE > self.width - EDGE:
                across, foot, lines = EDGE, foot + _LINE * lines, 0
            self.bar(across, foot + 3, 16, 6, color)
            for number, line in enumerate(said):
                self.text(across + _MARK, foot + 9 + _LINE * number, line, color=INK)
            across, lines = across + taken, max(lines, len(said))
        return foot + _LINE * lines

    def picture(self, kind: Picture) -> bytes:
        """The same bytes for the same shapes."""
        return _as_svg(self) if kind == "svg" else drawn(_as_figure(self), kind)


_MARK, _LINE = 22.0, 13.0
"""Points: what a colour of the legend takes, and a line of it."""


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
    if text.isascii():
        return len(text)
    seen = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in seen)


def _as_svg(drawing: Drawing) -> bytes:
    """Text stays text, which a reader's own fonts write."""
    width, height = _number(drawing.width), _number(drawing.height)
    size = {"width": f"{width}pt", "height": f"{height}pt", "viewBox": f"0 0 {width} {height}"}
    svg = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "font-family": _FONTS})
    pattern = {**_STRIPES, "width": _number(_APART), "height": _number(_APART)}
    stripes = ET.SubElement(ET.SubElement(svg, "defs"), "pattern", pattern)
    for across, color in ((_APART, GAP), (_STRIPE, "white")):
        ET.SubElement(stripes, "rect", width=_number(across), height=_number(_APART), fill=color)
    ET.SubElement(svg, "rect", width=width, height=height, fill="white")
    for shape in drawing.shapes:
        if isinstance(shape, Bar):
            ET.SubElement(svg, "rect", _attributes_of_bar(shape))
        else:
            ET.SubElement(svg, "text", _attributes_of_text(shape)).text = shape.said
    content: bytes = ET.tostring(svg, encoding="utf-8", xml_declaration=True)
    return content


def _attributes_of_bar(bar: Bar) -> dict[str, str]:
    places = {"x": bar.left, "y": bar.top, "width": bar.width, "height": bar.height}
    fill = f"url(#{_STRIPES['id']})" if bar.color == GAP else bar.color
    return {**{name: _number(place) for name, place in places.items()}, "fill": fill}


def _attributes_of_text(text: Text) -> dict[str, str]:
    across, down = _number(text.left), _number(text.foot)
    found = {"x": across, "y": down, "font-size": _number(text.size), "fill": text.color}
    if text.anchor != "start":
        found["text-anchor"] = text.anchor
    if text.bold:
        found["font-weight"] = "bold"
    if text.rising:
        found["transform"] = f"rotate(-90 {across} {down})"
    return found


def _number(places: float) -> str:
    return f"{places:.2f}".rstrip("0").rstrip(".")


def _as_figure(drawing: Drawing) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle
    from matplotlib.transforms import Affine2D

    figure = Figure(figsize=(drawing.width / 72, drawing.height / 72))
    points = Affine2D().scale(1 / 72).scale(1, -1).translate(0, drawing.height / 72)
    places = points + figure.dpi_scale_trans
    for shape in drawing.shapes:
        if isinstance(shape, Bar):
            corner, stripes = (shape.left, shape.top), HATCH if shape.color == GAP else None
            bar = Rectangle(corner, shape.width, shape.height, transform=places, hatch=stripes)
            bar.set(facecolor=shape.color, edgecolor="white", linewidth=0)
            figure.add_artist(bar)
        else:
            figure.text(
                *(shape.left, shape.foot, shape.said),
                transform=places,
                ha=_ALIGNED[shape.anchor],
                va="baseline",
                color=shape.color,
                fontsize=shape.size,
                fontweight="bold" if shape.bold else "normal",
                rotation=90 if shape.rising else 0,
                rotation_mode="anchor",
                parse_math=False,
            )
    return figure
