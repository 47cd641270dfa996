"""A provider's own quote against the course: each row matched, priced by the engine, and said.

Every row keeps its place. A code that two schedules have is asked about, never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kfees.engine import please_check, reasons
from kfees.engine.checking import is_a_stay, lay_out
from kfees.engine.course import Course, Service
from kfees.engine.excluding import rule_on
from kfees.engine.gap import Charges, sum_of
from kfees.engine.item_rules import Billed, Excluded, Ruling, judge
from kfees.engine.pricing import price_course, verdict_on
from kfees.library.library import Library
from kfees.model.assessment import ItemFinding, ProviderQuote, QuotedLine, RowOutcome
from kfees.model.dates import LATEST, ONE_DAY, consecutive_days, in_words, spans_in_words
from kfees.model.money import EXACT, ZERO, plain, round_half_up
from kfees.model.quote import Line
from kfees.model.request import CourseRequest
from kfees.model.sentences import joined
from kfees.reading.provider_rows import ProviderRow

COUNTED: tuple[RowOutcome, ...] = ("matched", "not in the course")
"""The outcomes of rows whose charge and maximum are in the totals."""

LEFT_OUT: tuple[RowOutcome, ...] = ("unknown item", "ambiguous", "duplicate", "not read")
"""The outcomes of rows that may hold a charge, and are in no sum."""

BY_THE_DAY = ("day", "night", "bed day", "session")
"""Units of which there is one a day: several of them from one date are as many days."""

MOST_DAYS = 366
"""A row for more days than a year has is asked about."""

MANY_TIMES = 3
"""A row without a quantity that charges so many times its maximum may be for several units."""

STAY_OF_ITS_OWN = (
    "Not read for certain. An AR-DRG is a stay in hospital of its own: price that stay by itself."
)

ItemName = tuple[str, str]
"""A schedule and an item of it."""


@dataclass(frozen=True, slots=True)
class _Matched:
    """A row whose item is certain, and the units that it is taken to charge on each day."""

    row: ProviderRow
    item: ItemName
    units: dict[date, Decimal]
    in_course: bool
    says: str

    @property
    def quantity(self) -> Decimal:
        return sum(self.units.values(), Decimal(0))


def provider_quote(rows: Sequence[ProviderRow], request: CourseRequest, library: Library) -> ProviderQuote:
    """Match the provider's rows to the course, and hold each charge against the engine's maximum.

    The charges of the request itself are left aside: the provider's quote states them.
    """
    course = lay_out(request.model_copy(update={"charges": ()}), library)
    matching = _Matching(rows, course, library)
    outcomes = matching.outcomes()
    prices = _Prices([row for row in outcomes if isinstance(row, _Matched)], course, library, matching)
    lines = tuple(prices.line(row) if isinstance(row, _Matched) else row for row in outcomes)
    counted = [line for line in lines if line.outcome in COUNTED]
    return ProviderQuote(
        lines=lines,
        missing=tuple(_missing(counted, course)),
        differences=tuple(_differences(counted, course)),
        left_out=tuple(line.place for line in lines if line.outcome in LEFT_OUT),
        item_findings=_findings(
            [
                row
                for row, line in zip(outcomes, lines, strict=True)
                if isinstance(row, _Matched) and line.outcome in COUNTED
            ],
            library,
        ),
        charge=_sum(line.amount for line in counted),
        maximum=_sum(line.maximum for line in counted),
        payable=_sum(line.payable for line in counted),
        gap=_sum(line.gap for line in counted),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The exact sum; None where an amount is unknown, and where nothing was read: that is not 0.00."""
    found = list(amounts)
    return sum_of(found) if found else None


class _Matching:
    """The rows on their way to the course's items and days.

    `_free`: the days of each item of the course, once for each unit, that no row has taken yet. Rows for
    one unit on a date take theirs first, then rows for several units from a date on; the others take what
    is left, in order.
    """

    def __init__(self, rows: Sequence[ProviderRow], course: Course, library: Library) -> None:
        self._rows, self._course, self._library = rows, course, library
        self._free: dict[ItemName, list[date]] = {}
        for service in sorted(course.services, key=lambda service: service.day):
            days = [service.day] * max(1, int(service.quantity))
            self._free.setdefault((service.schedule, service.item), []).extend(days)
        self._in_course = {item: frozenset(days) for item, days in self._free.items()}
        self._found = [matches(row.item, library) if _is_read(row) else [] for row in rows]
        self._seen: set[tuple[object, ...]] = set()
        self._stays: set[ItemName] = set()

    def outcomes(self) -> list[_Matched | QuotedLine]:
        rows = list(zip(self._rows, self._found, strict=True))
        turns = [2 if row.day is None else 1 if _units(row) > 1 else 0 for row in self._rows]
        found: dict[int, _Matched | QuotedLine] = {}
        for number in sorted(range(len(rows)), key=turns.__getitem__):
            found[number] = self._outcome(*rows[number])
        return [found[number] for number in range(len(rows))]

    def may_be_more(self, matched: _Matched) -> bool:
        """Whether a row that does not say how many units it charges may charge more than one: the course
        has days of the item that no row charges, or does not have it at all."""
        return matched.row.quantity is None and (bool(self._free.get(matched.item)) or not matched.in_course)

    def _take(self, item: ItemName, days: Sequence[date]) -> None:
        left = Counter(self._free.get(item, []))
        left.subtract(days)
        self._free[item] = [day for day in sorted(left) for _ in range(left[day])]

    def _outcome(self, row: ProviderRow, found: list[ItemName]) -> _Matched | QuotedLine:
        if row.kind == "heading":
            return _unpriced(row, "heading", "The headings again, not an item.")
        if row.kind == "total":
            return _unpriced(row, "total", "A total or a tax, not counted as an item.")
        if row.unread:
            return _unpriced(row, "not read", f"Not read for certain. {row.unread}")
        if not found:
            return _unpriced(row, "unknown item", f"No schedule that is loaded has the item {row.item!r}.")
        if len(found) > 1:
            schedules = " or ".join(f"{schedule}:{item}" for schedule, item in found)
            return _unpriced(row, "ambiguous", f"Is {row.item} {schedules}? Write it that way in the quote.")
        if is_a_stay(*found[0], self._library) and not self._is_the_stay(row, found[0]):
            return _unpriced(row, "not read", STAY_OF_ITS_OWN)
        return self._matched(row, found[0])

    def _is_the_stay(self, row: ProviderRow, item: ItemName) -> bool:
        """Whether an AR-DRG is the course's own stay, which is charged once."""
        first = item not in self._stays
        self._stays.add(item)
        return first and item in self._in_course and row.quantity in (None, 1)

    def _matched(self, row: ProviderRow, item: ItemName) -> _Matched | QuotedLine:
        key = (item, row.day, row.amount, row.quantity, row.words)
        if key in self._seen and (row.day is not None or not self._free.get(item)):
            says = "The same item, day and amount stand in an earlier row; not counted."
            return _unpriced(row, "duplicate", says)
        self._seen.add(key)
        in_course = self._in_course.get(item, frozenset())
        days, says = self._days(row, item)
        if len(set(days)) > MOST_DAYS or days[-1] >= LATEST:
            count = plain(_units(row))
            return _unpriced(row, "not read", f"Not read for certain. Are {count} units of {item[1]} meant?")
        self._take(item, days)
        units = {day: Decimal(count) for day, count in Counter(days).items()}
        if len(days) == 1:
            units = dict.fromkeys(days, _units(row))
        elsewhere = row.day is not None and in_course and in_course.isdisjoint(days)
        if elsewhere:
            says = f"The course has no {item[1]} on {spans_in_words(days)}."
        return _Matched(row, item, units, bool(in_course), joined(filter(None, (row.says, says))))

    def _days(self, row: ProviderRow, item: ItemName) -> tuple[list[date], str]:
        """The days that a row stands for, once for each unit; alone the first one where its units all fall
        on that, or are no whole number. And what is to be said of how they were found."""
        units, first = _units(row), row.day or self._course.request.start
        count, whole = int(units), units == int(units)
        free = [day for day in self._free.get(item, []) if row.day is None or day >= row.day]
        if row.day is not None and (count <= 1 or not whole or free.count(row.day) >= count):
            return [row.day] * (count if whole else 1), ""
        began = row.day is None or row.day >= self._course.request.start
        if whole and began and count <= len(free):
            taken = free[:count]
            if row.day is not None:
                return taken, f"{count} units from one date: {_taken(taken)}"
            return taken, f"No date: {_taken(taken)}"
        if whole and count > 1 and self._unit(item, first) in BY_THE_DAY:
            taken = free if began and free else [first]
            further = consecutive_days(taken[-1] + ONE_DAY, min(count, MOST_DAYS + 1) - len(taken))
            taken = [*taken, *further][:count]
            from_ = f"{count} units from one date" if row.day is not None else "No date"
            return taken, f"{from_}: {spans_in_words(taken)} are taken."
        if row.day is not None:
            return [row.day] * count, ""
        return [first], "No date: the first treatment day is taken."

    def _unit(self, item: ItemName, day: date) -> str:
        version = self._library.version_on(item[0], day)
        words = version.words(item[1]) if version is not None else None
        return words[1] if words is not None else ""


def _taken(days: Sequence[date]) -> str:
    if len(set(days)) == 1:
        return f"{in_words(days[0])} of the course is taken."
    return "the days of the course are taken."


def _units(row: ProviderRow) -> Decimal:
    return row.quantity or Decimal(1)


def _is_read(row: ProviderRow) -> bool:
    return row.kind == "item" and not row.unread


def matches(code: str, library: Library) -> list[ItemName]:
    """The schedules that have a code, with the code as the schedule writes it."""
    named, colon, rest = code.partition(":")
    schedules = [named] if colon and named in library.schedules else library.schedules
    wanted = rest if colon and named in library.schedules else code
    return [
        (schedule, spelling)
        for schedule in schedules
        for spelling in dict.fromkeys((wanted, wanted.upper()))
        if library.knows(schedule, spelling)
    ]


class _Prices:
    """The engine's rates for every unit that the rows charge: all in one course of nothing else, so that
    a stay's days are counted over all rows."""

    def __init__(
        self, rows: Sequence[_Matched], course: Course, library: Library, matching: _Matching
    ) -> None:
        self._may_be_more = matching.may_be_more
        services = tuple(
            Service(library.payee(row.item[0]), *row.item, day, units)
            for row in rows
            for day, units in row.units.items()
        )
        self._charges = Charges.of(course.request, verdict_on(course, library))
        self._lines: dict[tuple[str, str, date], Line] = {}
        self._excluded: dict[tuple[int, date], Sequence[Excluded]] = {}
        if services:  # a course of no services has nothing to price
            lines = price_course(replace(course, services=services), library).lines
            ordered = sorted(lines, key=lambda line: not line.is_excluded)
            self._lines = {(line.schedule, line.item, day): line for line in ordered for day in line.dates}
            self._excluded = self._by_row(rows, rule_on(services, library))

    @staticmethod
    def _by_row(rows: Sequence[_Matched], ruling: Ruling) -> dict[tuple[int, date], Sequence[Excluded]]:
        """What the rules between items exclude of each row's units on a day."""
        units = [(id(row), day) for row in rows for day in row.units]
        return {units[number]: parts for number, parts in ruling.excluded.items()}

    def line(self, matched: _Matched) -> QuotedLine:
        """The row with its maximum, and what of its charge is payable."""
        row, (schedule, item) = matched.row, matched.item
        assert row.amount is not None
        rated = [(self._lines[schedule, item, day], units) for day, units in matched.units.items()]
        if row.with_gst and any(line.gst == "exclusive" for line, _ in rated):
            with_gst = "Not read for certain. The amount includes GST, and the maximum is without it."
            return _unpriced(row, "not read", with_gst)
        excluded = [self._excluded.get((id(matched), day), ()) for day in matched.units]
        rated = [
            (line, units - sum(part.units for part in parts))
            for (line, units), parts in zip(rated, excluded, strict=True)
        ]
        maximum = sum_of(_maximum(line, units) for line, units in rated)
        if self._may_be_more(matched) and (asked := _several(row.amount, rated[0][0])):
            return _unpriced(row, "not read", f"Not read for certain. {asked}")
        payable, gap = self._charges.split(row.amount, maximum)
        above = None if maximum is None else max(row.amount - maximum, ZERO)
        says = [matched.says] if matched.says else []
        says += dict.fromkeys(reasons.not_payable(part.rule.says) for parts in excluded for part in parts)
        says += please_check.of_item(f"{schedule}:{item}", row.amount, maximum)
        if above:
            says.append(f"Charged ${above:,} above the maximum of ${maximum:,}.")
        if maximum is None:
            says += dict.fromkeys(line.reasons[0] for line, _ in rated if line.maximum is None)
        return QuotedLine(
            place=row.place,
            outcome="matched" if matched.in_course else "not in the course",
            item=item,
            description=row.description,
            quantity=matched.quantity,
            dates=tuple(sorted(matched.units)),
            amount=row.amount,
            schedule=schedule,
            maximum=maximum,
            payable=payable,
            gap=gap,
            above_maximum=above,
            says=joined(says),
        )


def _several(amount: Decimal, line: Line) -> str:
    """The question whether an amount is for several units; empty where it may well be for one."""
    if not line.rate or line.weight is not None:
        return ""
    times, rest = divmod(amount, line.rate)
    if times < 2 or (rest and times < MANY_TIMES):
        return ""
    more = f"more than {times}" if rest else f"{times}"
    return (
        f"The amount is {more} times the maximum of ${line.rate:,} for one {line.unit}, and the row does"
        f" not say how many it is for: is this {times} {line.unit}s? Write how many as its quantity."
    )


def _maximum(line: Line, units: Decimal) -> Decimal | None:
    """What the line's rate comes to for so many units; None where it has none."""
    if line.determination == "not payable":
        return ZERO
    return None if line.rate is None else round_half_up(EXACT.multiply(line.rate, units))


def _unpriced(row: ProviderRow, outcome: RowOutcome, says: str) -> QuotedLine:
    return QuotedLine(
        place=row.place,
        outcome=outcome,
        item=row.item,
        description=row.description,
        quantity=row.quantity,
        dates=(row.day,) if row.day else (),
        amount=row.amount,
        schedule=None,
        maximum=None,
        payable=None,
        gap=None,
        above_maximum=None,
        says=says,
    )


def _missing(lines: Sequence[QuotedLine], course: Course) -> Iterator[str]:
    """The items that the course has and no counted row charges."""
    present = {(line.schedule, line.item) for line in lines}
    for schedule, item in dict.fromkeys((service.schedule, service.item) for service in course.services):
        if (schedule, item) not in present:
            yield f"{schedule}:{item}"


def _differences(lines: Sequence[QuotedLine], course: Course) -> Iterator[str]:
    """The items of which the quote has more or fewer units than the course."""
    charged: dict[tuple[str | None, str], Decimal] = {}
    for line in lines:
        key = (line.schedule, line.item)
        charged[key] = charged.get(key, Decimal(0)) + (line.quantity or Decimal(0))
    laid_out: dict[ItemName, Decimal] = {}
    for service in course.services:
        name = (service.schedule, service.item)
        laid_out[name] = laid_out.get(name, Decimal(0)) + service.quantity
    for (schedule, item), units in laid_out.items():
        quoted = charged.get((schedule, item))
        if quoted is not None and quoted != units:
            yield f"The course has {plain(units)} of {schedule}:{item}, the quote {plain(quoted)}."


def _findings(rows: Sequence[_Matched], library: Library) -> tuple[ItemFinding, ...]:
    billed = [
        Billed(f"{matched.row.place} ({matched.item[1]})", *matched.item, day, units)
        for matched in rows
        for day, units in matched.units.items()
    ]
    rules = library.item_rules_on(min(service.day for service in billed)) if billed else None
    return judge(billed, rules).findings
