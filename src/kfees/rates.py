"""A version's `rates.csv`: one row an item, or one row for each span of days of stay.

Columns: item, label, amount, unit; and where they are needed from_day, to_day, gst, basis, reason,
source; an empty cell takes what the version's facts say. `cell` says where in the version's workbook
the amount stands.
`amount` is plain digits, `unknown`, or `not payable`; the last two need a reason.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from kfees.errors import InputError, Problem, Unreadable, suggestion
from kfees.money import CannotDetermine, Money, NotPayable, parse_decimal, round_half_up
from kfees.reading import read_text
from kfees.schedule import BASES, GST, Rate, ScheduleFacts

REQUIRED = ("item", "label", "amount", "unit")
OPTIONAL = ("from_day", "to_day", "gst", "basis", "reason", "source", "cell")
UNKNOWN, NOT_PAYABLE = "unknown", "not payable"

W = TypeVar("W", bound=str)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table as text, and the number of that line in the file."""

    line: int
    cells: Mapping[str, str]

    def place(self, file: str, column: str = "") -> str:
        return f"{file} line {self.line}" + (f", {column}" if column else "")


class RateTable:
    """The rates of a version by item. Rows are split when first asked for; a rate is read when used."""

    def __init__(self, content: bytes, place: str, facts: ScheduleFacts) -> None:
        self._content, self._place, self._facts = content, place, facts
        self._read: dict[str, tuple[Rate, ...]] = {}

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        """Rows by item, in file order. Raises InputError where the header or a row's shape is wrong."""
        lines = csv.reader(read_text(self._content, self._place).splitlines(keepends=True), strict=True)
        rows: dict[str, list[Row]] = {}
        problems: list[Problem] = []
        try:
            header = next(lines, [])
            problems.extend(self._header_problems(header))
            for cells in lines:
                if len(cells) == len(header):
                    row = Row(lines.line_num, dict(zip(header, cells, strict=True)))
                    rows.setdefault(row.cells.get("item", ""), []).append(row)
                elif cells:
                    problems.append(
                        Problem(
                            "bad-row",
                            f"{self._place} line {lines.line_num}",
                            f"this row has {len(cells)} cells, the header has {len(header)}.",
                            "Give every row one cell for each column; put text with commas in quotes.",
                        )
                    )
        except csv.Error as error:
            place = f"{self._place} line {lines.line_num}"
            problems.append(Problem("bad-row", place, f"this is not CSV: {error}.", "Mend the quotes here."))
        if not rows and not problems:
            problems.append(
                Problem("no-rates", self._place, "the table has no rates.", "Add a row for each item.")
            )
        if problems:
            raise InputError(problems)
        return rows

    def _header_problems(self, header: list[str]) -> Iterator[Problem]:
        place = f"{self._place} line 1"
        for column in REQUIRED:
            if column not in header:
                yield Problem("missing-column", place, f"the column {column!r} is missing.", "Add it.")
        for number, column in enumerate(header):
            if column not in REQUIRED + OPTIONAL:
                remedy = suggestion(
                    column, REQUIRED + OPTIONAL, f"Use only: {', '.join(REQUIRED + OPTIONAL)}."
                )
                yield Problem("unknown-column", place, f"{column!r} is not a column of a rate table.", remedy)
            elif column in header[:number]:
                yield Problem("repeated-column", place, f"the column {column!r} stands twice.", "Keep one.")

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(self._rows)

    def rates(self, item: str) -> tuple[Rate, ...]:
        """The rates of one item, by day of stay; empty where the table does not know it."""
        if item not in self._read:
            problems: list[Problem] = []
            rates = self._read_rates(self._rows.get(item, []), problems)
            if problems:
                raise InputError(problems)
            self._read[item] = rates
        return self._read[item]

    def problems(self) -> Iterator[Problem]:
        """Every problem of every row."""
        try:
            items = self.items
        except InputError as error:
            yield from error.problems
            return
        for item in items:
            try:
                self.rates(item)
            except InputError as error:
                yield from error.problems

    def _read_rates(self, rows: list[Row], problems: list[Problem]) -> tuple[Rate, ...]:
        read = [(row, rate) for row in rows if (rate := self._read_rate(row, problems)) is not None]
        read.sort(key=lambda pair: pair[1].from_day or 1)
        for (before_row, before), (row, rate) in pairwise(read):
            problems.extend(self._day_problems(before_row, before, row, rate))
        return tuple(rate for _, rate in read)

    def _day_problems(self, before_row: Row, before: Rate, row: Row, rate: Rate) -> Iterator[Problem]:
        place = row.place(self._place)
        if (before.from_day, before.to_day) == (rate.from_day, rate.to_day):
            yield Problem(
                "duplicate-item",
                place,
                f"item {rate.item!r} already stands in line {before_row.line}.",
                "Keep one row for each item and span of days.",
            )
        elif before.to_day is None or before.to_day >= (rate.from_day or 1):
            yield Problem(
                "overlapping-days",
                place,
                f"the days of item {rate.item!r} overlap those of line {before_row.line}.",
                "Let each span begin the day after the one before ends.",
            )
        elif before.to_day + 1 < (rate.from_day or 1):
            yield Problem(
                "days-without-rate",
                place,
                f"item {rate.item!r} has no rate between day {before.to_day} (line {before_row.line})"
                f" and day {rate.from_day}.",
                "Let each span begin the day after the one before ends.",
            )

    def _read_rate(self, row: Row, problems: list[Problem]) -> Rate | None:
        cells, read = _Cells(row, self._place), len(problems)
        rate = Rate(
            item=cells.text("item"),
            label=cells.text("label"),
            amount=cells.amount(),
            unit=cells.text("unit"),
            basis=cells.one_of("basis", BASES, self._facts.basis),
            gst=cells.one_of("gst", GST, self._facts.gst),
            source=row.cells.get("source", "") or self._facts.source,
            reason=row.cells.get("reason", ""),
            from_day=cells.day("from_day"),
            to_day=cells.day("to_day"),
            cell=row.cells.get("cell", ""),
        )
        if rate.to_day is not None and (rate.from_day or 1) > rate.to_day:
            cells.wrong(
                "to_day",
                "bad-day",
                f"the span ends on day {rate.to_day}, before it begins.",
                "Swap the two days.",
            )
        problems.extend(cells.problems)
        return rate if len(problems) == read else None


class _Cells:
    """The cells of one row, read one by one; what cannot be read becomes a problem."""

    def __init__(self, row: Row, file: str) -> None:
        self._row, self._file = row, file
        self.problems: list[Problem] = []

    def wrong(self, column: str, code: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(code, self._row.place(self._file, column), message, remedy))

    def text(self, column: str) -> str:
        text = self._row.cells[column]
        if not text or text != text.strip():
            self.wrong(column, "bad-text", f"{text!r} is empty or has spaces around it.", "Give plain text.")
        return text

    def one_of(self, column: str, words: tuple[W, ...], default: W) -> W:
        text = self._row.cells.get(column, "")
        for word in words:
            if text == word:
                return word
        if text:
            self.wrong(
                column, "unknown-word", f"{text!r} is not known here.", f"Use one of: {', '.join(words)}."
            )
        return default

    def day(self, column: str) -> int | None:
        text = self._row.cells.get(column, "")
        if not text:
            return None
        if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 9999:
            return int(text)
        self.wrong(
            column, "bad-day", f"{text!r} is not a day of stay.", "Give a whole number from 1, or nothing."
        )
        return None

    def amount(self) -> Money:
        try:
            return _read_amount(self._row.cells["amount"], self._row.cells.get("reason", ""))
        except Unreadable as error:
            self.problems.append(error.at(self._row.place(self._file, "amount")))
            return CannotDetermine("")


def _read_amount(text: str, reason: str) -> Money:
    """An amount rounded half up to the cent, or one of the two words that need a reason."""
    if text in (UNKNOWN, NOT_PAYABLE):
        if not reason:
            raise Unreadable(
                "no-reason", f"the amount is {text!r} and no reason says why.", "Fill the column reason."
            )
        return CannotDetermine(reason) if text == UNKNOWN else NotPayable(reason)
    if not text:
        raise Unreadable(
            "no-amount",
            "the amount is empty.",
            f"Give digits, or '{UNKNOWN}' or '{NOT_PAYABLE}' with a reason.",
        )
    amount = parse_decimal(text)
    if amount < 0:
        raise Unreadable("negative-amount", f"{amount} is negative.", "A rate is 0.00 or more.")
    return round_half_up(amount)
