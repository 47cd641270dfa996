"""Rows that only add up what stands above them: known by their sums, never by a word alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from kfees.importing.amounts import AmountReading, read_amount
from kfees.model.money import round_half_up
from kfees.model.problems import Unreadable
from kfees.reading.cell import Cell

Judged = Literal["total", "asked", "other"]
"""Whether a row is a total, could be one and is asked about, or is none."""

_OF_WHAT = r"fees?|amounts?|charges?|costs?|payable|due|price|rates?|incl?|excl?|including|excluding|of|for"
_TOTAL = re.compile(rf"((sub|grand|overall)[ -]?)?totals?(( ({_OF_WHAT})\b.*)|( ?\(.*\)))?:?|sum", re.I)
_PERHAPS_TOTAL = re.compile(r".*\b((sub|grand)[ -]?)?totals?\b.*", re.I)
_SUM = re.compile(r"=(SUM|SUBTOTAL)\(", re.I)
_MEAN = re.compile(r"(average|mean)( .{0,40})?", re.I)
_COUNT = re.compile(r"count( .{0,40})?", re.I)
_MOST_ROWS, _MOST_TRIES, _MOST_STARTS = 20_000, 200, 50


class Sums:
    """The amounts of the rows so far, and where a part of the table may begin that a total adds up."""

    def __init__(self, reading: AmountReading) -> None:
        self._reading = AmountReading(reading.decimal_mark, reading.date_order, True, True)
        self._rows: list[Sequence[Cell | None]] = []
        self._totals: list[Sequence[Cell | None]] = []
        self._starts, self._tries = [0], 0

    def add(self, cells: Sequence[Cell | None]) -> None:
        """The amounts of one more row that is no total."""
        if len(self._rows) <= _MOST_ROWS:
            self._rows.append(cells)

    def begin(self) -> None:
        """A part begins here: below a heading between the rows, or below a total."""
        if self._starts[-1] != len(self._rows):
            self._starts.append(len(self._rows))

    def judge(self, words: str, cells: Sequence[Cell | None], has_code: bool) -> Judged:
        """`words`: what stands for the code, or for the label of a row without one."""
        says_total = _TOTAL.fullmatch(words) is not None
        is_summed = any(cell is not None and _SUM.match(cell.formula) for cell in cells)
        if has_code and not (says_total or is_summed or _PERHAPS_TOTAL.fullmatch(words)):
            return "total" if self._is_mean_or_count(words, cells) else "other"
        if self._adds_up(cells, 1 if says_total else 2):
            found: Judged = "total" if says_total or is_summed or not has_code else "asked"
        elif not has_code and self._is_mean_or_count(words, cells):
            found = "total"
        else:
            found = "asked" if says_total else "other"
        if found == "total":
            self._totals.append(cells)
            self.begin()
        return found

    def _adds_up(self, cells: Sequence[Cell | None], least: int) -> bool:
        """Whether each figure of a row is the sum of those above it, or of the totals among them."""
        figures = {
            place: value for place, cell in enumerate(cells) if (value := self._value(cell)) is not None
        }
        if not figures or not self._may_try():
            return False
        sums = [self._sum(self._totals, place) for place in figures] if len(self._totals) > 1 else []
        if sums == list(figures.values()):
            return True
        return any(found == figures for found in self._sums_from_starts(figures.keys(), least))

    def _sums_from_starts(self, places: Iterable[int], least: int) -> Iterator[dict[int, Decimal]]:
        """The sums of the rows below each start, the last one first."""
        starts = {*self._starts[-_MOST_STARTS:], 0}
        sums = dict.fromkeys(places, Decimal(0))
        counted = 0
        for number in range(len(self._rows) - 1, -1, -1):
            values = {place: self._value(self._rows[number][place]) for place in sums}
            counted += any(value is not None for value in values.values())
            sums = {place: total + (values[place] or 0) for place, total in sums.items()}
            if number in starts and counted >= least:
                yield sums

    def _sum(self, rows: Sequence[Sequence[Cell | None]], place: int) -> Decimal:
        return sum((self._value(row[place]) or Decimal(0) for row in rows), Decimal(0))

    def _is_mean_or_count(self, words: str, cells: Sequence[Cell | None]) -> bool:
        figures = [value for cell in cells if (value := self._value(cell)) is not None]
        is_mean, is_count = _MEAN.fullmatch(words), _COUNT.fullmatch(words)
        if not figures or not (is_mean or is_count) or not self._may_try():
            return False
        for start in {self._starts[-1], 0}:
            rows = self._rows[start:]
            counts = [sum(self._value(row[place]) is not None for row in rows) for place in range(len(cells))]
            if is_count and figures[0] in counts:
                return True
            if is_mean and any(
                count and round_half_up(self._sum(rows, place) / count) in figures
                for place, count in enumerate(counts)
            ):
                return True
        return False

    def _may_try(self) -> bool:
        """A table of thousands of rows without a code is not added up thousands of times."""
        self._tries += 1
        return self._tries <= _MOST_TRIES and len(self._rows) <= _MOST_ROWS

    def _value(self, cell: Cell | None) -> Decimal | None:
        try:
            amount = read_amount(cell, "", self._reading).amount
        except Unreadable:
            return None
        return amount if isinstance(amount, Decimal) else None
