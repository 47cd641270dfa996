"""A version's `rates.csv`: one row an item, or one row for each span of days of stay.

Columns: item, label, amount, unit; and where they are needed from_day, to_day, until, gst, basis, reason,
source; an empty cell takes what the version's facts say. `cell` says where in the version's workbook
the amount stands; `until` is the last day of an item that ends before its version does.
`amount` is plain digits, `unknown`, or `not payable`; the last two need a reason.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

from kfees.model.money import CannotDetermine, Money, NotPayable, parse_decimal, round_half_up
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.model.schedule import BASES, GST, Rate, ScheduleFacts
from kfees.reading.table import Cells, CsvRow, read_rows, rows_or_problems

REQUIRED = ("item", "label", "amount", "unit")
OPTIONAL = ("from_day", "to_day", "until", "gst", "basis", "reason", "source", "cell")
UNKNOWN, NOT_PAYABLE = "unknown", "not payable"

_FEW_ITEMS = 50
"""So many items are looked for in a table that is known to be in order, before its rows are split."""

_CENTS = re.compile(r"[0-9]{1,12}\.[0-9]{2}", re.ASCII)
_MOST_ALIKE = 1_000


class RateTable:
    """The rates of a version by item. Rows are split when first asked for; a rate is read when used.

    `in_order`: the table was checked before, so that the first few items are found without its other rows.
    """

    def __init__(self, content: bytes, place: str, facts: ScheduleFacts, *, in_order: bool = False) -> None:
        self._content, self._place, self._facts = content, place, facts
        self._in_order = in_order and b"\r" not in content
        self._read: dict[str, tuple[Rate, ...]] = {}
        self._alike = _Alike()

    @cached_property
    def _rows(self) -> dict[str, list[CsvRow]]:
        """Rows by item, in file order. Raises InputError where the table's shape is wrong."""
        rows: dict[str, list[CsvRow]] = {}
        for row in read_rows(self._content, self._place, REQUIRED, OPTIONAL):
            rows.setdefault(row.cell("item"), []).append(row)
        return rows

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(self._rows)

    def rates(self, item: str) -> tuple[Rate, ...]:
        """The rates of one item, by day of stay; empty where the table does not know it."""
        if item not in self._read:
            problems: list[Problem] = []
            rates = self._read_rates(self._rows_of(item), problems)
            if problems:
                raise InputError(problems)
            self._read[item] = rates
        return self._read[item]

    def _rows_of(self, item: str) -> list[CsvRow]:
        """An item's rows in file order."""
        searched = self._in_order and "_rows" not in vars(self) and len(self._read) < _FEW_ITEMS
        found = list(self._found(item)) if searched and _is_bare(item) else [None]
        rows = [row for row in found if row is not None]
        return rows if len(rows) == len(found) else self._rows.get(item, [])

    def _found(self, item: str) -> Iterator[CsvRow | None]:
        """The lines of a table in order that begin with an item; None for one that stands, or ends, within a
        cell of several lines."""
        content, begun = self._content, f"\n{item},".encode()
        at = content.find(begun)
        while at >= 0:
            end = content.find(b"\n", at + 1)
            line = content[at + 1 : end if end >= 0 else None]
            if content.count(b'"', 0, at) % 2 or line.count(b'"') % 2:
                yield None
            else:
                header, cells = csv.reader([self._header.decode("utf-8-sig"), line.decode()])
                yield CsvRow(2 + content.count(b"\n", 0, at), header, cells)
            at = content.find(begun, at + 1)

    @property
    def _header(self) -> bytes:
        """The first line, if there are more."""
        return self._content[: self._content.find(b"\n") + 1]

    @cached_property
    def last_days(self) -> Mapping[str, date]:
        """The last days of the items that end before the version does."""
        if b"until" not in self._header:  # most tables have no such column
            return {}
        return {item: rates[0].until for item in self.items if (rates := self.rates(item)) and rates[0].until}

    def each(self) -> Iterator[Rate]:
        """Every rate, read once and not kept: for whoever goes through a large table a single time.

        Raises InputError where the table's shape or a row is wrong.
        """
        for rows in self._rows.values():
            problems: list[Problem] = []
            rates = self._read_rates(rows, problems)
            if problems:
                raise InputError(problems)
            yield from rates

    def by_line(self) -> Iterator[Rate]:
        """The rate of each row, in file order; whether the days of an item in several rows go together is
        not looked at.

        Raises InputError where the table's shape or a row is wrong.
        """
        for row in rows_or_problems(self._content, self._place, REQUIRED, OPTIONAL):
            problems = [row] if isinstance(row, Problem) else []
            rate = self._read_rate(row, problems) if isinstance(row, CsvRow) else None
            if rate is None:
                raise InputError(problems)
            yield rate

    def problems(self) -> Iterator[Problem]:
        """Every problem of every row."""
        problems: list[Problem] = []
        try:
            for rows in self._rows.values():
                self._read_rates(rows, problems)
        except InputError as error:
            yield from error.problems
        yield from problems

    def _read_rates(self, rows: list[CsvRow], problems: list[Problem]) -> tuple[Rate, ...]:
        read = [(row, rate) for row in rows if (rate := self._read_rate(row, problems)) is not None]
        read.sort(key=lambda pair: pair[1].from_day or 1)
        for (before_row, before), (row, rate) in pairwise(read):
            problems.extend(self._day_problems(before_row, before, row, rate))
        return tuple(rate for _, rate in read)

    def _day_problems(self, before_row: CsvRow, before: Rate, row: CsvRow, rate: Rate) -> Iterator[Problem]:
        place = row.place(self._place)
        if before.until != rate.until:
            message = f"item {rate.item!r} ends on another day than in line {before_row.line}."
            yield Problem("other-end", place, message, "Give every row of an item one last day.")
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

    def _read_rate(self, row: CsvRow, problems: list[Problem]) -> Rate | None:
        if (plain := self._alike.read(row)) is not None:
            return plain
        cells, read = Cells(row, self._place), len(problems)
        rate = Rate(
            item=cells.text("item"),
            label=cells.text("label"),
            amount=_read_amount(cells),
            unit=cells.text("unit"),
            basis=cells.one_of("basis", BASES, self._facts.basis),
            gst=cells.one_of("gst", GST, self._facts.gst),
            source=cells.plain("source").strip() or self._facts.source,
            reason=cells.plain("reason").strip(),
            from_day=cells.day("from_day"),
            to_day=cells.day("to_day"),
            cell=cells.plain("cell"),
            until=cells.date("until"),
        )
        if rate.to_day is not None and (rate.from_day or 1) > rate.to_day:
            cells.wrong(
                "to_day",
                "bad-day",
                f"the span ends on day {rate.to_day}, before it begins.",
                "Swap the two days.",
            )
        problems.extend(cells.problems)
        if len(problems) > read:
            return None
        self._alike.add(row, rate)
        return rate


class _Alike:
    """Rates that were read, by what their rows say beside item, label, amount and cell: a further row that
    says the same, and is plain in those four, need not be read word by word."""

    def __init__(self) -> None:
        self._header: list[str] | None = None
        self._rates: dict[object, Rate] = {}
        self._own: Callable[[Sequence[str]], tuple[str, ...]]
        self._others: Callable[[Sequence[str]], object]

    def add(self, row: CsvRow, rate: Rate) -> None:
        if self._header is None:
            own = ["item", "label", "amount", *(["cell"] if "cell" in row.header else [])]
            self._own = itemgetter(*map(row.header.index, own))
            others = [number for number, name in enumerate(row.header) if name not in own]
            self._others, self._header = itemgetter(*others), row.header
        if len(self._rates) < _MOST_ALIKE:
            self._rates[self._others(row.texts)] = rate

    def read(self, row: CsvRow) -> Rate | None:
        if self._header is None or (like := self._rates.get(self._others(row.texts))) is None:
            return None
        item, label, amount, *rest = self._own(row.texts)
        cell = rest[0] if rest else ""
        if not (_is_plain(item) and _is_plain(label) and cell.isprintable() and _CENTS.fullmatch(amount)):
            return None
        return Rate(
            item,
            label,
            Decimal(amount),
            like.unit,
            like.basis,
            like.gst,
            like.source,
            like.reason,
            like.from_day,
            like.to_day,
            cell,
            like.until,
        )


def _is_plain(text: str) -> bool:
    """Whether a text, which has to be there, is there, on one line, without spaces around it."""
    return text.isprintable() and text != "" and text[0] != " " and text[-1] != " "


def _is_bare(item: str) -> bool:
    """Whether an item's code stands in a table as it is, without quotes around it."""
    return item.isprintable() and item != "" and not {",", '"'} & {*item}


def _read_amount(cells: Cells) -> Money:
    """An amount rounded half up to the cent, or one of the two words that need a reason."""
    text, reason = cells.row.cell("amount"), cells.row.cell("reason").strip()
    if text in (UNKNOWN, NOT_PAYABLE):
        if not reason:
            message = f"the amount is {text!r} and no reason says why."
            cells.wrong("amount", "no-reason", message, "Fill the column reason.")
        return CannotDetermine(reason) if text == UNKNOWN else NotPayable(reason)
    if not text:
        remedy = f"Give digits, or '{UNKNOWN}' or '{NOT_PAYABLE}' with a reason."
        cells.wrong("amount", "no-amount", "the amount is empty.", remedy)
        return CannotDetermine("")
    try:
        amount = parse_decimal(text)
    except Unreadable as error:
        cells.unreadable("amount", error)
        return CannotDetermine("")
    if amount < 0:
        cells.wrong("amount", "negative-amount", f"{amount} is negative.", "A rate is 0.00 or more.")
    return round_half_up(amount)
