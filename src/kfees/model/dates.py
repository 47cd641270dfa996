"""Days: reading them, naming them, and the days of a stay."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from kfees.model.blanks import IsoDay, Quoted
from kfees.model.problems import Unread, Unreadable
from kfees.model.sentences import Sentence, translatable

DateOrder = Literal["day-first", "month-first"]

ONE_DAY = timedelta(days=1)
MONTHS_A_YEAR = 12

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
"""The years that a fee schedule can plausibly concern; outside them a date is a slip of the pen."""

DEFAULT_TIME_ZONE = "Australia/Melbourne"
"""The default payer's: in it a moment is a day where it is not known whose request it stands in."""

CHECK_THE_YEAR = translatable("Check the year.")
OR_EARLIER = translatable("Give {day} or an earlier day.")
YEAR_MONTH_DAY = translatable("Write year-month-day, such as {example}.")

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ISO_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*(z|[+-][0-9:]{2,6})"


def parse_date(value: object) -> date:
    """Read an ISO date such as '2024-08-05', from EARLIEST up to LATEST (not included)."""
    if isinstance(value, Unread):
        raise value.why
    if isinstance(value, date) and not isinstance(value, datetime):
        day = value
    else:
        text = value if isinstance(value, str) else type(value).__name__
        if not isinstance(value, str) or not ISO_DATE.fullmatch(value):
            raise no_date(text)
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise Unreadable(
                "bad-date",
                translatable("{day} does not exist.").format(day=value),
                _nearest_real_date(value),
            ) from None
    if not EARLIEST <= day < LATEST:
        raise Unreadable(
            "bad-date",
            translatable("{day} is outside the years {first} to {last}.").format(
                day=IsoDay(day), first=str(EARLIEST.year), last=str(LATEST.year - 1)
            ),
            CHECK_THE_YEAR,
        )
    return day


def no_date(text: str) -> Unreadable:
    return Unreadable(
        "bad-date",
        translatable("{typed} is not a date.").format(typed=Quoted(text[:40])),
        YEAR_MONTH_DAY.format(example="2024-08-05"),
    )


def _nearest_real_date(text: str) -> Sentence:
    year, month = int(text[:4]), int(text[5:7])
    if year < 1:
        return CHECK_THE_YEAR
    if not 1 <= month <= 12:
        return translatable("The month runs from 01 to 12.")
    last = date(year, month, calendar.monthrange(year, month)[1])
    return OR_EARLIER.format(day=IsoDay(last))


def iso_day(value: object, time_zone: str = DEFAULT_TIME_ZONE) -> date:
    """A day as a program writes it: an ISO date, or a moment with its zone, which is its day in the time
    zone of the payer. Raises Unreadable."""
    if type(value) is date and EARLIEST <= value < LATEST:
        return value  # most days have been read before: a quote's lines hold those of its course
    if isinstance(value, str) and value[10:] and re.fullmatch(_ISO_MOMENT, value, re.I | re.ASCII):
        try:
            return parse_date(day_in(time_zone, datetime.fromisoformat(value.upper())))
        except (ValueError, OverflowError):  # such as 25:00, or +99:00
            raise no_date(value) from None
    return parse_date(value)


def day_in(time_zone: str, moment: datetime) -> date:
    """The day that a moment, which has a zone of its own, is in a time zone."""
    from zoneinfo import ZoneInfo  # read from disk, and most commands need no zone

    return moment.astimezone(ZoneInfo(time_zone)).date()


def today_in(time_zone: str) -> date:
    """The day that it is there now, wherever the machine stands."""
    return day_in(time_zone, datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class DaysInARow(Collection[date]):
    """So many days from the first on, none where the number is 0: a stay can be of tens of thousands, and
    mostly only its ends are asked for."""

    first: date
    number: int

    @property
    def last(self) -> date:
        return self.day_after - ONE_DAY

    @property
    def day_after(self) -> date:
        return self.first + timedelta(days=self.number)

    def __len__(self) -> int:
        return self.number

    def __iter__(self) -> Iterator[date]:
        first = self.first.toordinal()
        return map(date.fromordinal, range(first, first + self.number))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day < self.day_after


def consecutive_days(start: date, count: int) -> tuple[date, ...]:
    return tuple(DaysInARow(start, count))


def days_of_stay(
    days: Iterable[date],
    *,
    apart: int,
    before: tuple[date, int] | None = None,
    away: Collection[date] = (),
) -> dict[date, int]:
    """Number the days spent in hospital, from 1, for rates that step down by day of stay.

    A gap of at most `apart` days between leaving (the morning after the last day) and
    coming back continues the count; the days away are not counted. A longer gap starts again at 1.
    `before`: the day on which an earlier stay ended, and its length. `away`: days of leave, which are
    within the stay and here not counted.
    """
    left, number = before or (None, 0)
    numbers: dict[date, int] = {}
    for day in sorted(set(days)):
        if left is not None and (day - left).days > apart:
            number = 0
        number += day not in away
        numbers[day] = number
        left = day + ONE_DAY
    return numbers


SHORTEST_MONTH = 28
"""Days: a day up to this one is in every month."""


def add_months(day: date, months: int) -> date:
    """The same day some calendar months later; the month's last day where it has no such day.

    Three months after 30 November are the last day of February.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if day.day <= SHORTEST_MONTH:
        return date(year, month, day.day)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
