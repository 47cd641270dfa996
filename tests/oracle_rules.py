"""The rules between items once more, written out one after the other: the oracle's part that excludes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

BEDS = ("ICU", "CCU", "AS", "GS", "M")
TAC_BEDS = ("ICUM", "ICU", "CCU", "HD", "AS", "GS", "SM", "M", "PSY", "REHAB")
DAY_BANDS = ("DS4", "DS3", "DS2", "DS1")
FIRST_VISITS = ("2824", "2801")

Unit = tuple[str, str, date, Decimal, tuple[int, ...]]
"""Schedule, item, day, quantity, day of stay."""


def of_victoria(left: Left) -> None:
    of_the_mbs(left)
    left.keep_one_a_day(BEDS, "one bed")
    left.keep_one_a_day(DAY_BANDS, "one day band")
    left.drop_on(left.days_of(BEDS), DAY_BANDS, "in bed")


def of_the_tac(left: Left) -> None:
    of_the_mbs(left)
    left.keep_one_a_day(TAC_BEDS, "one bed")
    left.keep_one_a_day(("SD",), "one same-day bed")
    left.drop_on(left.days_of(TAC_BEDS), ("SD",), "in bed")


def of_queensland(left: Left) -> None:
    left.keep_one(left.standing(("Q1",)), "first visit once")
    left.drop_on(left.days_of(("Q1",)), ("Q9",), "second opinion")
    left.keep_one_a_day(("CARE", "WARD"), "one bed")


def of_the_mbs(left: Left) -> None:
    left.keep_one(left.standing(FIRST_VISITS), "first visit once")
    attendances = left.days_of(str(code) for code in range(2801, 3001))
    left.drop_on(attendances, (str(code) for code in range(17610, 17691)), "anaesthetist")
    left.drop_on(left.days_of(("110", "116", "119")), ("132", "133"), "plan on the day of an attendance")
    left.keep_in_a_year("132", 1)
    left.keep_in_a_year("133", 2)


def excluded_apart(
    services: list[Unit], rules: Callable[[Left], None] = of_victoria
) -> list[tuple[str, str, date, Decimal, tuple[int, ...], str]]:
    """Every service as far as it is payable, then what a rule takes away, with the rule's name."""
    left = Left(services)
    rules(left)
    return left.apart()


class Left:
    """What is payable of each service so far, and what was taken from it by which rule."""

    def __init__(self, services: list[Unit]) -> None:
        self._services = services
        self._left = [service[3] for service in services]
        self._taken: list[tuple[int, Decimal, str]] = []

    def apart(self) -> list[tuple[str, str, date, Decimal, tuple[int, ...], str]]:
        each = [(number, units, "") for number, units in enumerate(self._left)]
        found = []
        for number, units, rule in [*each, *self._taken]:
            schedule, item, day, _, day_of_stay = self._services[number]
            if units > 0:
                found.append((schedule, item, day, units, day_of_stay, rule))
        return found

    def standing(self, items: Iterable[str]) -> list[int]:
        """Of one item on one day the fewest units first, so that it does not matter who named it first."""
        wanted = list(items)
        found = [
            number
            for number, (_, item, _, _, _) in enumerate(self._services)
            if item in wanted and self._left[number] > 0
        ]

        def precedence(number: int) -> tuple[date, int, Decimal]:
            _, item, day, quantity, _ = self._services[number]
            return (day, wanted.index(item), quantity)

        return sorted(found, key=precedence)

    def days_of(self, items: Iterable[str]) -> set[date]:
        return {self._services[number][2] for number in self.standing(items)}

    def take(self, number: int, units: Decimal, rule: str) -> None:
        if units > 0:
            self._left[number] -= units
            self._taken.append((number, units, rule))

    def keep_one(self, numbers: list[int], rule: str) -> None:
        room = Decimal(1)
        for number in numbers:
            over = max(Decimal(0), self._left[number] - room)
            room -= self._left[number] - over
            self.take(number, over, rule)

    def keep_one_a_day(self, items: tuple[str, ...], rule: str) -> None:
        for day in self.days_of(items):
            self.keep_one([one for one in self.standing(items) if self._services[one][2] == day], rule)

    def keep_in_a_year(self, item: str, most: int) -> None:
        kept: list[tuple[date, Decimal]] = []
        for number in self.standing([item]):
            day = self._services[number][2]
            before = sum((units for then, units in kept if day < _a_year_on(then)), Decimal(0))
            over = max(Decimal(0), before + self._left[number] - most)
            self.take(number, min(self._left[number], over), f"{item} yearly")
            kept.append((day, self._left[number]))

    def drop_on(self, days: set[date], items: Iterable[str], rule: str) -> None:
        for number in self.standing(items):
            if self._services[number][2] in days:
                self.take(number, self._left[number], rule)


def _a_year_on(day: date) -> date:
    return date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
