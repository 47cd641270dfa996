"""Lines of a CSV in which commas of the words or of an amount have no quotes, and cut too often.

'$1,569.00' becomes '$1' and '569.00', and an amount of $1 would be read in silence. Where only one way of
putting such a line together fits the other lines, it is read so; every other such line is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal

Kind = Literal["figure", "words", "any"]

_LOOKED_AT = 400
_MOST_CELLS = 60
_FITTING = 4
"""At least one line in so many has as many cells as the headings, or these are no measure for the rest."""

_FIGURE = re.compile(r"\(?-?[$£€]? ?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?\)?")
_BEGINNING = re.compile(r"\(?-?(?P<mark>[$£€]) ?[0-9]{1,3}(,[0-9]{3})*")
_BEGINNING_WITHOUT = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})*")
_REST = re.compile(r"[0-9]{3}(\.[0-9]+)?\)?")


@dataclass(frozen=True, slots=True)
class Lines:
    """How many cells the headings have, and what stands below each of them."""

    kinds: tuple[Kind, ...]

    def together(self, cells: list[str]) -> list[str] | None:
        """The cells of a line, with what its commas cut apart put together; None where that is not sure."""
        filled = _without_blank_end(cells)
        if len(filled) <= len(self.kinds):
            return cells
        whole = _amounts_together(filled)
        if len(whole) == len(filled) and self._fit(filled) and not self._may_go_on(filled):
            return cells  # what stands behind is a remark
        for cuts in (_cuts(whole, at_blanks=False), _cuts(whole, at_blanks=True)):
            ways = list(islice(self._ways(whole, cuts, 0, 0), 2))
            if len(ways) == 1:
                return ways[0]
        return None

    def _fit(self, cells: Sequence[str]) -> bool:
        return all(_is_of(kind, cell) for kind, cell in zip(self.kinds, cells, strict=False))

    def _may_go_on(self, cells: Sequence[str]) -> bool:
        """Whether figures below the last heading or behind it may be one that its commas cut apart."""
        return any(
            _BEGINNING_WITHOUT.fullmatch(one.strip()) and _REST.fullmatch(other.strip())
            for one, other in pairwise(cells[len(self.kinds) - 1 :])
        )

    def _ways(
        self, cells: Sequence[str], cuts: Sequence[int], first: int, column: int
    ) -> Iterator[list[str]]:
        """Every way to put the cells from `first` on together, one for each column from `column` on."""
        if column == len(self.kinds):
            if first == len(cells):
                yield []
            return
        for end in (cut for cut in cuts if cut > first):
            if len(cells) - end < len(self.kinds) - column - 1:
                return
            joined = ",".join(cells[first:end])
            if _is_of(self.kinds[column], joined):
                yield from ([joined, *rest] for rest in self._ways(cells, cuts, end, column + 1))


def lines_in(rows: Iterable[list[str]]) -> Lines | None:
    """What the lines of a file have in common; None where none of them is cut too often, as where all have
    as many cells, blank ones at their end among them."""
    looked_at = list(islice(rows, _LOOKED_AT))
    filled = [cells for row in looked_at if (cells := _without_blank_end(row))]
    if len({len(row) for row in looked_at if row}) == 1:
        return None
    heading = next((number for number, cells in enumerate(filled) if _heads(cells)), None)
    if heading is None:
        return None
    width, below = len(filled[heading]), filled[heading + 1 :]
    fitting = [cells for cells in below if len(cells) == width]
    if len(fitting) == len(below) or _FITTING * len(fitting) < len(below) or width > _MOST_CELLS:
        return None
    return Lines(tuple(_kind([cells[column] for cells in fitting]) for column in range(width)))


def _heads(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 1 and not any(map(_FIGURE.fullmatch, filled))


def _kind(cells: Sequence[str]) -> Kind:
    filled = [cell for cell in cells if cell.strip()]
    figures = sum(_is_of("figure", cell) for cell in filled)
    if figures == len(filled):
        return "figure"
    return "words" if not figures else "any"


def _is_of(kind: Kind, cell: str) -> bool:
    text = cell.strip()
    if kind == "any" or not text:
        return True
    return bool(_FIGURE.fullmatch(text)) == (kind == "figure")


def _amounts_together(cells: Sequence[str]) -> list[str]:
    """'$1' and '569.00' are one amount, as what bears the mark of a currency is no other figure."""
    result: list[str] = []
    for cell in cells:
        if result and _BEGINNING.fullmatch(result[-1].strip()) and _REST.fullmatch(cell.strip()):
            result[-1] = f"{result[-1]},{cell}"
        else:
            result.append(cell)
    return result


def _cuts(cells: Sequence[str], at_blanks: bool) -> list[int]:
    """Where cells may end; a comma with a blank behind it is one of a sentence before all."""
    return [*(n for n in range(1, len(cells)) if at_blanks or cells[n][:1] != " "), len(cells)]


def _without_blank_end(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
