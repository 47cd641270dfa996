"""The rows of a provider's quote on their way to the course's items and days.

A code that two schedules have is asked about, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kfees.engine.charges import items_labelled
from kfees.engine.checking_stays import is_a_stay
from kfees.engine.course import Course
from kfees.engine.provider_billers import FeeRow, TakenOff, fee_of, taken_off
from kfees.engine.provider_codes import ItemName, items_of
from kfees.engine.provider_lines import Matched, Outcome, quoted
from kfees.engine.services import day_by_day
from kfees.library.library import Library
from kfees.model.assessment import QuotedLine
from kfees.model.blanks import Listed
from kfees.model.dates import LATEST, ONE_DAY, consecutive_days
from kfees.model.english import in_words, plain, spans_in_words
from kfees.model.money import LIMIT, ZERO
from kfees.model.sentences import joined
from kfees.model.steps import next_step
from kfees.reading.provider_amounts import FOR_ALL
from kfees.reading.provider_rows import ProviderRow

BY_THE_DAY = ("day", "night", "bed day", "session")
"""Units of which there is one a day: several of them from one date are as many days."""

MOST_DAYS = 366
"""A row for more days than a year has is asked about."""

MANY_TIMES = 3
"""A row without a quantity that charges so many times its maximum may be for several units."""

_WHOLE_COURSE = re.compile(
    r"\b(?:package|all[ -]inclusive|bundled?|program(?:me)?|(?:whole|entire) course)\b", re.I
)

STAY_OF_ITS_OWN = (
    "Not read for certain. An AR-DRG is a stay in hospital of its own: price that stay by itself."
)

SEEN = "The same item, day and amount stand in an earlier row; not counted."


class Rated(NamedTuple):
    """The dollars of one unit."""

    dollars: Decimal
    unit: str


class Matching:
    """The rows on their way to the course's items and days.

    `_free`: the days of each item of the course, once for each unit, that no row has taken yet. Rows for
    one unit on a date take theirs first, then rows for several units from a date on; the others take what
    is left, in order.
    """

    def __init__(self, rows: Sequence[ProviderRow], course: Course, library: Library) -> None:
        self._course, self._library = course, library
        self._rows = [_on_days_of_course(row, course.days) for row in _with_names_alike(rows)]
        self._dollars = library.payer_words.dollars
        self._free: dict[ItemName, list[date]] = {}
        for service in sorted(day_by_day(course.services), key=lambda service: service.day):
            days = [service.day] * max(1, int(service.quantity))
            self._free.setdefault((service.schedule, service.item), []).extend(days)
        self._in_course = {item: frozenset(days) for item, days in self._free.items()}
        self._found = [self._items(row) if not row.unread else [] for row in self._rows]
        self._seen: set[tuple[object, ...]] = set()

    def _items(self, row: ProviderRow) -> list[ItemName]:
        """The items that a row names by code. What a payer pays by the infusion has none: it is called by its
        label."""
        next_step()
        if (found := items_of(row, self._library)) or row.kind != "item":
            return found
        label, payer = " ".join((row.description or row.item).split()), self._library.payer_name
        by_infusion = [service for service in self._course.services if service.schedule == payer]
        return list(items_labelled(label, by_infusion, self._library))

    def outcomes(self) -> list[Outcome]:
        rows = list(zip(self._rows, self._found, strict=True))
        turns = [2 if row.day is None else 1 if row.days or _units(row) > 1 else 0 for row in self._rows]
        found: dict[int, Outcome] = {}
        for number in sorted(range(len(rows)), key=turns.__getitem__):
            found[number] = self._outcome(*rows[number])
        for number, outcome in found.items():
            if isinstance(outcome, Matched) and (asked := self._several(outcome)):
                found[number] = quoted(outcome.row, "not read", f"Not read for certain. {asked}")
        if not any(isinstance(outcome, Matched) for outcome in found.values()):
            found |= {
                number: self._parted(outcome)
                for number, outcome in found.items()
                if isinstance(outcome, FeeRow) and _WHOLE_COURSE.search(outcome.label)
            }
        ordered = [found[number] for number in range(len(rows))]
        return [
            self._discount(row, number, ordered)
            if row.kind == "discount" and isinstance(outcome, FeeRow)
            else outcome
            for number, (row, outcome) in enumerate(zip(self._rows, ordered, strict=True))
        ]

    def _discount(self, row: ProviderRow, number: int, outcomes: Sequence[Outcome]) -> TakenOff | QuotedLine:
        billers = [
            (self._library.payee(one.item[0]), one.row.provider) if isinstance(one, Matched) else None
            for one in outcomes
        ]
        found = taken_off(row, filter(None, billers[:number]), filter(None, billers), self._library)
        if found is not None:
            return found
        charging = {biller[0] for biller in billers if biller} or self._library.payees
        known = self._library.every_payee
        titles = ", ".join(known[payee].title.casefold() for payee in known if payee in charging)
        asked = f"Write {titles} or a doctor's name beside it."
        assert row.amount is not None
        says = f"Not read for certain. Whose discount of {self._dollars(row.amount)} is this? {asked}"
        return quoted(row, "not read", says)

    def _parted(self, fee: FeeRow) -> QuotedLine:
        """A price for everything, where no row charges any item: asked about."""
        items = Listed(tuple(dict.fromkeys(item for _, item in self._free)))
        doubt = f"This may be for the whole course: what of it is for {items}?"
        row = replace(fee.row, remedy="Write each item in a row of its own, with its price.")
        return quoted(row, "not read", f"Not read for certain. {doubt}")

    def _several(self, matched: Matched) -> str:
        """The question whether a row that does not say how many units it charges is for several; empty where
        it may well be for one, or the course has no day of the item left that no row charges."""
        row, (schedule, item) = matched.row, matched.item
        if FOR_ALL in row.says:
            return self._one_for_all(matched)
        if row.quantity is not None or row.days or (matched.in_course and not self._free.get(matched.item)):
            return ""
        rate = self._rate(schedule, item, min(matched.units))
        if rate is None or row.amount is None:
            return ""
        times, rest = divmod(row.amount, rate.dollars)
        if times < 2 or (rest and times < MANY_TIMES):
            return ""
        more = f"more than {times}" if rest else f"{times}"
        meant = f"is this for several {rate.unit}s, or for one" if rest else f"is this {times} {rate.unit}s"
        return (
            f"The amount is {more} times the maximum of {self._dollars(rate.dollars)} for one {rate.unit},"
            f" and the row does not say how many it is for: {meant}? Write how many as its quantity."
        )

    def _one_for_all(self, matched: Matched) -> str:
        """The question whether a price that a total proves to be for all units is for each, of which it is
        nearer the maximum: a list of prices may be added up."""
        rate, amount = self._rate(*matched.item, min(matched.units)), matched.row.amount or ZERO
        if rate is None or amount * MANY_TIMES > rate.dollars * matched.quantity or 2 * amount < rate.dollars:
            return ""
        return (
            f"{self._dollars(amount)} for all {plain(matched.quantity)} is little beside the maximum of"
            f" {self._dollars(rate.dollars)} for one {rate.unit}: is it for each? Head its column Unit price,"
            " or Line total."
        )

    def _rate(self, schedule: str, item: str, day: date) -> Rated | None:
        version = self._library.version_on(schedule, day)
        rate = next(iter(version.rates(item)), None) if version else None
        if rate is None or not isinstance(rate.amount, Decimal) or not rate.amount:
            return None
        return Rated(rate.amount, rate.unit)

    def _take(self, item: ItemName, days: Sequence[date]) -> None:
        left = Counter(self._free.get(item, []))
        left.subtract(days)
        self._free[item] = [day for day in sorted(left) for _ in range(left[day])]

    def _outcome(self, row: ProviderRow, found: list[ItemName]) -> Outcome:
        if row.kind == "heading":
            return quoted(row, "heading", "The headings again, not an item.")
        if row.kind == "total" and not row.unread:
            says = ("A total or a tax, not counted as an item.", row.says)
            return quoted(row, "total", joined(filter(None, says)))
        if row.kind == "note":
            if not found:
                return quoted(row, "note", row.says or "Words alone, not an item.")
            return quoted(row, "not read", "Not read for certain. amount: the row has none.")
        if row.unread:
            return quoted(row, "not read", f"Not read for certain. {row.unread}")
        assert row.amount is not None
        if max(row.amount, row.amount / _units(row)) >= LIMIT:
            impossible = f"{self._dollars(row.amount)} is no possible charge."
            return quoted(row, "not read", f"Not read for certain. {impossible}")
        if not found:
            return self._fee(row)
        if len(found) > 1:
            schedules = " or ".join(f"{schedule}:{item}" for schedule, item in found)
            asked = f"Is {row.item or row.description} {schedules}? Write it that way in the quote."
            return quoted(row, "ambiguous", asked)
        if is_a_stay(*found[0], self._library) and not self._is_the_stay(row, found[0]):
            return quoted(row, "not read", STAY_OF_ITS_OWN)
        return self._matched(row, found[0])

    def _is_the_stay(self, row: ProviderRow, item: ItemName) -> bool:
        """Whether an AR-DRG is a stay of the course that no row has charged yet."""
        return _units(row) == int(_units(row)) and len(self._free.get(item, ())) >= _units(row)

    def _fee(self, row: ProviderRow) -> FeeRow | QuotedLine:
        key = (row.item, row.day, row.days, row.amount, row.quantity, row.provider, row.words)
        if key in self._seen:
            return quoted(row, "duplicate", SEEN)
        self._seen.add(key)
        return fee_of(row, self._course, self._library)

    def _matched(self, row: ProviderRow, item: ItemName) -> Matched | QuotedLine:
        key = (item, row.day, row.days, row.amount, row.quantity, row.provider, row.words)
        if key in self._seen and (row.day is not None or not self._free.get(item)):
            return quoted(row, "duplicate", SEEN)
        self._seen.add(key)
        in_course = self._in_course.get(item, frozenset())
        days, says = self._days(row, item)
        if not days or len(set(days)) > MOST_DAYS or days[-1] >= LATEST:
            count = plain(_units(row))
            asked = f"Are {count} units of {item[1]} meant?"
            if row.quantity is None and row.days:
                asked = f"How many units of {item[1]} are on {spans_in_words(row.days)}? Write their number."
            return quoted(row, "not read", f"Not read for certain. {asked}")
        self._take(item, days)
        units = {day: Decimal(count) for day, count in Counter(days).items()}
        if len(days) == 1:
            units = dict.fromkeys(days, _units(row))
        elsewhere = row.day is not None and in_course and in_course.isdisjoint(days)
        if elsewhere:
            says = f"The course has no {item[1]} on {spans_in_words(days)}."
        return Matched(row, item, units, bool(in_course), joined(filter(None, (row.says, says))))

    def _days(self, row: ProviderRow, item: ItemName) -> tuple[list[date], str]:
        """The days that a row stands for, once for each unit; alone the first one where its units all fall
        on that, or are no whole number. And what is to be said of how they were found."""
        if is_a_stay(*item, self._library):  # which is charged on the day that it ends, whatever day is named
            own = sorted(self._free[item], key=lambda day: day not in (row.day, *row.days))
            return sorted(own[: int(_units(row))]), ""
        if row.days:
            return self._days_within(row, item)
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
        if whole and count == len(self._course.days) and item not in self._in_course:
            return list(self._course.days), "No date: the treatment days are taken."
        return [first], "No date: the first treatment day is taken."

    def _days_within(self, row: ProviderRow, item: ItemName) -> tuple[list[date], str]:
        """The same for a row that names several days; none where its units do not fit into them."""
        days, said = list(row.days), f"Of {spans_in_words(row.days)}"
        free = [day for day in self._free.get(item, []) if day in row.days]
        treated = [day for day in self._course.days if day in row.days]
        units = row.quantity or Decimal(len(free) or len(days))
        count = int(units)
        if row.quantity is None and item[1] in self._library.beds(item[0]) and count < len(days) - 1:
            return [], ""  # a stay's days are its nights, and the day of its discharge
        if units != count:
            return [days[0]], f"{said}: the first is taken."
        if count <= len(free):
            if row.quantity is None and len(free) < len(days):
                return free, f"{said}, without a number of units: {count} days of the course are taken."
            return free[:count], f"{said}: {_taken(free[:count])}"
        if not count % len(days):
            return sorted(days * (count // len(days))), ""
        if count == len(treated):
            return treated, f"{said}: the treatment days are taken."
        if count < len(days):
            return days[:count], f"{said}: the first {count} are taken."
        return [], ""

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


def _on_days_of_course(row: ProviderRow, days: Sequence[date]) -> ProviderRow:
    """A row with the treatment days that it names by their number in the course."""
    if not row.numbers or row.unread or row.kind != "item":
        return row
    if row.numbers[-1] > len(days):
        unread = f"date: the course has {len(days)} treatment days, and this is for day {row.numbers[-1]}."
        return replace(row, unread=unread, remedy="Write its day, or the course's number of sessions.")
    named = tuple(days[number - 1] for number in row.numbers)
    return replace(row, day=named[0], days=named if len(named) > 1 else ())


def _with_names_alike(rows: Sequence[ProviderRow]) -> list[ProviderRow]:
    """The rows with each provider's name as it is first written."""
    names: dict[str, str] = {}
    return [
        replace(row, provider=names.setdefault(" ".join(row.provider.casefold().split()), row.provider))
        for row in rows
    ]
