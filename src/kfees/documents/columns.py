"""Columns side by side over one scale of amounts: their places, the scale beside them, their names below."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from kfees.documents.chart_words import ChartWords
from kfees.documents.colours import GRID, INK
from kfees.documents.drawing import EDGE, LETTER, SIZE, Drawing, letters

HIGH = 170.0
"""Points: from the scale's zero to the amount at its top."""

MOST_STEPS = 8
ROUND = (1, 2, 2.5, 5, 10)
"""What a step of the scale may be, a power of ten apart."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A panel of columns. `first` is the place that stands first; `step`: points from one to the next;
    `most`: the amount at the top."""

    drawing: Drawing
    first: int
    across: float
    step: float
    zero: float
    most: float

    def bar(self, place: float, thick: float, start: float, end: float, color: str) -> None:
        """A column from one amount to another; `thick` as a part of a step, around its place."""
        left = self.across + (place - self.first + 0.5 - thick / 2) * self.step
        height = HIGH * (end - start) / self.most
        self.drawing.bar(left, self.zero - HIGH * end / self.most, thick * self.step, height, color)

    def say(self, place: float, amount: float, said: str, *, bold: bool = False) -> None:
        """A text that rises from the top of a column."""
        across = self.across + (place - self.first + 0.5) * self.step
        across += -0.35 * SIZE if self.drawing.turned else 0.35 * SIZE
        foot = self.zero - HIGH * amount / self.most - EDGE
        self.drawing.text(across, foot, said, color=INK, bold=bold, rising=True)


def columns(
    drawing: Drawing, top: float, names: Mapping[int, str], most: float, title: str, words: ChartWords
) -> Columns:
    """The scale, unless no amount is known and `most` is nothing, and the names of the places, as many as
    there is room for."""
    scale = {amount: words.number(amount) for amount in round_steps(most)}
    side = EDGE + LETTER * max((letters(said) for said in scale.values()), default=0) + EDGE
    first, last = min(names), max(names)
    step = (drawing.width - side - EDGE) / (last - first + 1)
    panel = Columns(drawing, first, side, step, top + 2 * SIZE + HIGH, most or 1.0)
    drawing.text(EDGE, top + SIZE, words.currency)
    for amount, said in scale.items():
        level = panel.zero - HIGH * amount / panel.most
        drawing.bar(side, level - 0.4, drawing.width - side - EDGE, 0.8, GRID)
        drawing.text(side - EDGE, level + 0.35 * SIZE, said, "end")
    drawing.bar(side, panel.zero - 0.4, drawing.width - side - EDGE, 0.8, INK)
    apart = math.ceil((max(map(letters, names.values())) * LETTER + EDGE) / step)
    for place in sorted(names)[::apart]:
        across = side + (place - first + 0.5) * step
        drawing.text(across, panel.zero + 1.4 * SIZE, names[place], "middle")
    drawing.text((side + drawing.width - EDGE) / 2, panel.zero + 2.9 * SIZE, title, "middle")
    return panel


def round_steps(most: float) -> list[int]:
    """Amounts in whole numbers of their currency, as round as they can be."""
    if not most:
        return []
    tens = 10 ** math.floor(math.log10(max(1.0, most / MOST_STEPS)))
    step = next(
        int(tens * part) for part in ROUND if tens * part * MOST_STEPS >= most and tens * part % 1 == 0
    )
    return list(range(0, math.floor(most) + 1, step))
