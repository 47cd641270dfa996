"""The price of one weighted unit in a workbook: in a column of its own, or beside its name in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kfees.importing import headings
from kfees.importing.amounts import formula_problem, read_amount
from kfees.importing.choices import Choices
from kfees.importing.days import read_day, year_in_words, year_of, years_of
from kfees.importing.findings import place_of
from kfees.importing.sources import Source
from kfees.model.english import in_words
from kfees.model.problems import Problem, Unreadable
from kfees.reading.cell import Cell, is_number, shown
from kfees.reading.sheet import SheetRow, Survey, address

_NAMED = re.compile(
    r"\bprices?\b.{0,30}\bper\b.{0,20}\b(N?WAUs?|weight(ed)?\b.{0,20}\bunits?)\b"
    r"|\b(N?WAU|weighted (activity )?unit)\s+prices?\b|\bnational efficient price\b"
    r"|\bunit price\b.{0,20}\bN?WAU\b",
    re.I,
)


_DOLLARS = re.compile(r"(A?\$|AUD) ?[0-9][0-9,. ]*")


@dataclass(frozen=True, slots=True)
class StatedPrice:
    """A price and where it stands; `where`: in a file without cells. `starts`, `ends`, `years`: when it
    holds, where the sheet says so."""

    amount: Decimal
    sheet: str
    cell: str
    where: str = ""
    starts: date | None = None
    ends: date | None = None
    years: frozenset[int] = frozenset()

    @property
    def place(self) -> str:
        return place_of(self.sheet, self.cell, self.where)

    def holds_on(self, day: date) -> bool:
        return (
            (self.starts is None or self.starts <= day)
            and (self.ends is None or day <= self.ends)
            and (not self.years or year_of(day) in self.years)
        )

    @property
    def a_day(self) -> date:
        """A day on which it holds; only of one that does not always."""
        return self.starts or self.ends or date(min(self.years), 7, 1)

    @property
    def period(self) -> str:
        if self.starts is not None:
            return f"from {in_words(self.starts)}"
        if self.ends is not None:
            return f"until {in_words(self.ends)}"
        return f"of {', '.join(map(year_in_words, sorted(self.years)))}"


@dataclass(frozen=True, slots=True)
class PriceFound:
    """The price that holds, if any; what is wrong; and whether any price stands in the workbook at all."""

    price: StatedPrice | None = None
    problems: Sequence[Problem] = ()
    is_stated: bool = False


def find_price(
    sources: Mapping[str, Source], surveys: Iterable[Survey], choices: Choices, day: date
) -> PriceFound:
    """The one price that holds on a day. Prices that differ by stream or period are asked about."""
    problems: list[Problem] = []
    stated: list[StatedPrice] = []
    for seen in surveys:
        stated += _Prices(sources[seen.sheet.name], seen, choices, problems).all()
    if problems or not stated:
        return PriceFound(None, problems, bool(stated or problems))
    holding = [price for price in stated if price.holds_on(day)]
    latest = max((price.starts for price in holding if price.starts), default=None)
    holding = [price for price in holding if price.starts in (None, latest)]
    if not holding:
        periods = "; ".join(f"{price.amount:,} {price.period} ({price.place})" for price in stated)
        message = f"no price holds on {in_words(day)}: {periods}."
        days = dict.fromkeys(f"--from {price.a_day}" for price in stated)
        remedy = f"Pass {' or '.join(days)}, or give the price with --price-per-weight AMOUNT."
        return PriceFound(None, [Problem("which-price", stated[0].place, message, remedy)], True)
    if len({price.amount for price in holding}) > 1:
        each = "; ".join(f"{price.amount:,} ({price.place})" for price in holding)
        message = f"a version has one price for all of its weights, and the workbook has several: {each}."
        each_flag = dict.fromkeys(f"--price-per-weight {price.amount}" for price in holding)
        remedy = f"Pass the one that is to hold: {' or '.join(each_flag)}."
        return PriceFound(None, [Problem("which-price", holding[0].place, message, remedy)], True)
    return PriceFound(holding[0], (), True)


class _Prices:
    """The prices of one sheet."""

    def __init__(self, source: Source, seen: Survey, choices: Choices, problems: list[Problem]) -> None:
        self._source, self._book, self._seen, self._problems = source, source.book, seen, problems
        self._reading, self._hidden = choices.reading, choices.hidden
        self._rows = {row.number: row for row in seen.head}
        self._taken: set[tuple[int, int]] = set()

    def all(self) -> Iterator[StatedPrice]:
        for row in self._seen.head:
            for column, cell in row.cells.items():
                if cell.kind == "text" and _NAMED.search(cell.words):
                    yield from self._below(row, column) or self._beside(row, column)

    def _below(self, heading: SheetRow, column: int) -> list[StatedPrice]:
        """The prices of a column, down to its first gap; what is none there is asked about. A title is no
        heading: it stands alone in its row."""
        found: list[StatedPrice] = []
        number = heading.number + 1
        while len(heading.cells) > 1 and (row := self._rows.get(number)) and column in row.cells:
            others = [cell.words for other, cell in row.cells.items() if other != column]
            years = years_of(" ".join([heading.cells[column].words, *others]))
            days = self._days(row, heading)
            found += [
                replace(price, starts=days.get("starts"), ends=days.get("ends"))
                for price in self._price(row, column, years)
            ]
            number += 1
        return found

    def _days(self, row: SheetRow, heading: SheetRow) -> dict[str, date]:
        """The days from and until which a row holds, by their headings."""
        days: dict[str, date] = {}
        for column, cell in heading.cells.items():
            role = headings.as_other(cell.words)
            if role in ("starts", "ends") and (day := row.cells.get(column)) is not None:
                try:
                    days[role] = read_day(day, self._book.epoch, self._reading.date_order)
                except Unreadable as problem:
                    self._wrong(row.number, column, day, problem)
        return days

    def _beside(self, row: SheetRow, label: int) -> list[StatedPrice]:
        """The amounts to the right of a name, each of the year that stands above it, if any does."""
        found: list[StatedPrice] = []
        for column, cell in sorted(row.cells.items()):
            if column > label and (is_number(cell) or _DOLLARS.fullmatch(cell.words)):
                above = [
                    other.cells[column].words
                    for other in self._seen.head
                    if other.number < row.number and column in other.cells
                ]
                words = " ".join([row.cells[label].words, *above[-1:]])
                found += self._price(row, column, years_of(words))
        return found

    def _price(self, row: SheetRow, column: int, years: frozenset[int]) -> Iterator[StatedPrice]:
        cell, place = row.cells[column], address(column, row.number)
        is_hidden = row.hidden or self._seen.is_hidden(column)
        if (row.number, column) in self._taken or (is_hidden and self._hidden == "leave-out"):
            return
        self._taken.add((row.number, column))
        try:
            if is_hidden and self._hidden is None:
                raise Unreadable("hidden-rows", "this is hidden, by hand or by a filter.", _HIDDEN)
            if cell.formula and (linked := formula_problem(cell, self._book)) is not None:
                raise linked
            if cell.struck:
                raise Unreadable("struck-out", "this is struck out.", _GIVE_IT)
            amount = read_amount(cell, place, self._reading).amount
            if not isinstance(amount, Decimal) or amount == 0:
                raise Unreadable("no-price", "this is no price.", _GIVE_IT)
            where = self._source.where(row.number)
            yield StatedPrice(amount, self._source.name, place, where, years=years)
        except Unreadable as problem:
            self._wrong(row.number, column, cell, problem)

    def _wrong(self, row: int, column: int, cell: Cell, problem: Unreadable) -> None:
        where = place_of(self._source.name, address(column, row), self._source.where(row))
        self._problems.append(
            Problem(problem.code, where, f"'{shown(cell)}': {problem.message}", _with_way_out(problem))
        )


def _with_way_out(problem: Unreadable) -> str:
    """Whatever a cell near a price is, the price can be given; flags of fees are of no use here."""
    if "--" in problem.remedy and "--columns" not in problem.remedy:
        return problem.remedy
    return _GIVE_IT if "--" in problem.remedy else f"{problem.remedy} {_GIVE_IT}".lstrip()


_GIVE_IT = "Give the price with --price-per-weight AMOUNT."
_HIDDEN = "Pass --hidden include if it is part of the table, --hidden leave-out if not."
