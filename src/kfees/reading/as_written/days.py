"""Days as people and programs write them: one meaning in every door.

'5/8/2024' has the day first, unless another cell of its column can only have the month first: a column
is read in one order or not at all. A moment with a time zone is the day that it is where treatment is
given; a time without a zone plays no part. A bare number is no day, whatever a workbook counts it as.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from kfees.model.blanks import IsoDay
from kfees.model.dates import DEFAULT_TIME_ZONE, YEAR_MONTH_DAY, day_in, no_date, parse_date
from kfees.model.dates import DateOrder as DateOrder
from kfees.model.english import MONTHS
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.model.sentences import Sentence, translatable

_MONTH, _NO_MONTH = "(0?[1-9]|1[0-2])", "(1[3-9]|[2-9][0-9])"
_IN_FIGURES = r"^ *([A-Za-z]{{3,9}}[.,]* +)?{first} *[/-] *{second} *[/-] *([0-9]{{4}}|[0-9]{{2}})([T ,].*)?$"
DAY_FIRST = _IN_FIGURES.format(first=_NO_MONTH, second=_MONTH)
MONTH_FIRST = _IN_FIGURES.format(first=_MONTH, second=_NO_MONTH)
EITHER = _IN_FIGURES.format(first=_MONTH, second=_MONTH)
"""Patterns of days whose order can only be this, or could be both; also for engines other than Python's."""

FROM_A_WORKBOOK = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-2]) 00:00:00$"
"""A cell that a workbook took for a day, and may have taken in another order than was meant."""

_MOMENT = re.compile(
    r"(?P<day>.*[0-9]),?[T ] *(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(:[0-9]{2}([.,][0-9]+)?)?"
    r"( ?(?P<half>[ap])\.?m\.?)?( ?(?P<zone>z|utc|gmt|aest|aedt|((utc|gmt) ?)?[+-][0-9]{1,2}(:?[0-9]{2})?)"
    r"(\[[\w/+-]+\])?)?",
    re.IGNORECASE | re.ASCII,
)
_TIME_RUN_TOGETHER = re.compile(
    r"(?<=[0-9])T([0-9]{2})([0-9]{2})([0-9]{2}([.,][0-9]+)?)?(?![0-9:])", re.ASCII
)
_HOURS = {"z": 0, "utc": 0, "gmt": 0, "aest": 10, "aedt": 11}

_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*[., ]+", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"[0-9]{4}(19|20)[0-9]{2}", re.ASCII)
_FIGURES = re.compile(r"([0-9]{1,2})( *[./-] *| +)([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", re.ASCII)
_DAY_MONTH = re.compile(r"([0-9]{1,2})[ .,/-]*([a-z]{3,9})[ .,/-]*([0-9]{4}|[0-9]{2})", re.I | re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]{3,9})[ .,/-]*([0-9]{1,2})[ .,/-]+([0-9]{4}|[0-9]{2})", re.I | re.ASCII)
_SERIAL = re.compile(r"([0-9]{5})(\.[0-9]+)?", re.ASCII)
_EXCEL_DAY_ZERO = date(1899, 12, 30)


DAY_STANDS_FIRST = Sentence("{typed} has no month {month}: its day seems to stand first.")
MONTH_STANDS_FIRST = translatable("{typed} has no month {month}: its month seems to stand first.")


class ColumnOrder(NamedTuple):
    """In which order the days of a column stand. `because`: the cell that proves it, if any."""

    order: DateOrder = "day-first"
    because: str = ""

    def said_of(self, text: str) -> str:
        """What is to be said of a day that was read with the month first; nothing of any other."""
        if self.order == "month-first" and (re.match(EITHER, text) or re.match(MONTH_FIRST, text)):
            why = f"{self.because} has to be" if self.because else "this payer's providers write days"
            return f"{text} is read with the month first, as {why}."
        return ""


def order_of_column(
    column: str, cells: Iterable[tuple[str, str]], usual: DateOrder = "day-first"
) -> ColumnOrder:
    """The one order of a column, from its cells, each with its place; the `usual` one where no cell proves
    any. InputError where cells prove both."""
    day = month = stored = ""
    for place, text in cells:
        shown = f"{text} ({place})" if place else text
        if not month and re.match(MONTH_FIRST, text):
            month = shown
        elif not day and re.match(DAY_FIRST, text):
            day = shown
        elif not stored and re.match(FROM_A_WORKBOOK, text):
            stored = shown
    if not month:
        return ColumnOrder("day-first", day) if day else ColumnOrder(usual)
    if not day and not stored:
        return ColumnOrder("month-first", month)
    other = (
        f"{day} only the day" if day else f"{stored} is what a workbook made of a day, in an unknown order"
    )
    message = f"{month} can only have the month first, and {other}."
    raise InputError([Problem("two-date-orders", column, message, "Write every day as year-month-day.")])


def day_as_written(text: str, order: DateOrder = "day-first", time_zone: str = DEFAULT_TIME_ZONE) -> date:
    """A day as somebody wrote it, within the years of fee schedules. Raises Unreadable.

    '2024-08-05', '20240805', '5/8/2024', '05.08.24', '5 August 2024', '5-Aug-24', 'Mon, 5th Aug 2024',
    'August 5, 2024', '2024-08-04T14:00:00Z' are one day. A year of two digits is in this century.
    """
    return parse_date(any_day(text, order, time_zone))


def any_day(text: str, order: DateOrder = "day-first", time_zone: str = DEFAULT_TIME_ZONE) -> date:
    """The same for a day of any year, such as 9999-12-31 for no end."""
    text = _TIME_RUN_TOGETHER.sub(r"T\1:\2", " ".join(text.split()))
    moment = _MOMENT.fullmatch(text)
    if moment is None:
        return _day_of(text, order)
    day = _day_of(moment["day"], order)
    hour = int(moment["hour"])
    if moment["half"]:
        hour = hour % 12 + (12 if moment["half"] in "pP" else 0)
    try:
        at = datetime(day.year, day.month, day.day, hour, int(moment["minute"]), tzinfo=_zone(moment["zone"]))
        return day_in(time_zone, at) if moment["zone"] else day
    except (ValueError, OverflowError):  # such as 25:00, or +99:00
        raise no_date(text) from None


def _zone(text: str | None) -> timezone:
    name = (text or "z").casefold().replace(" ", "").replace(":", "")
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    sign, digits = re.fullmatch(r"[a-z]*([+-])([0-9]+)", name).groups()  # type: ignore[union-attr]
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset)


def _day_of(text: str, order: DateOrder) -> date:
    """A day without its time."""
    words = re.sub(r"(?<=[0-9])(st|nd|rd|th)\b", "", _WEEKDAY.sub("", text, count=1), flags=re.IGNORECASE)
    if _YEAR_LAST.fullmatch(words):  # of which nobody can tell whether the day or the month is first
        raise no_date(text)
    if (match := _YEAR_FIRST.fullmatch(words)) and (match[2] or len(words) == 8):
        return _real(match[1], int(match[3]), int(match[4]))
    if match := _FIGURES.fullmatch(words):
        return _in_figures(match, order)
    if (match := _DAY_MONTH.fullmatch(words)) and (month := _month(match[2])):
        return _real(match[3], month, int(match[1]))
    if (match := _MONTH_DAY.fullmatch(words)) and (month := _month(match[1])):
        return _real(match[3], month, int(match[2]))
    if match := _SERIAL.fullmatch(text):
        meant = _EXCEL_DAY_ZERO + timedelta(days=int(match[1]))
        raise Unreadable(
            "bad-date",
            translatable("{typed} is a bare number, not a day.").format(typed=text),
            translatable(
                "Write the day ({day} is what Excel counts as {number}), or format its cell as a date."
            ).format(day=IsoDay(meant), number=match[1]),
        )
    raise no_date(text)


def _in_figures(match: re.Match[str], order: DateOrder) -> date:
    """Between points the day always stands first."""
    first, second, year = int(match[1]), int(match[3]), match[4]
    swapped = order == "month-first" and match[2].strip() in ("/", "-")
    day, month = (second, first) if swapped else (first, second)
    if month > 12 >= day and match[2].strip() in ("/", "-"):
        meant = f"{_full(year):04}-{day:02}-{month:02}"
        message = DAY_STANDS_FIRST if swapped else MONTH_STANDS_FIRST
        said = message.format(typed=match[0], month=month)
        raise Unreadable("bad-date", said, YEAR_MONTH_DAY.format(example=meant))
    return _real(year, month, day)


def _real(year: str, month: int, day: int) -> date:
    try:
        return date(_full(year), month, day)
    except ValueError:
        return parse_date(f"{_full(year):04}-{month:02}-{day:02}")  # which says why there is none


def _full(year: str) -> int:
    return 2000 + int(year) if len(year) == 2 else int(year)


def _month(word: str) -> int | None:
    found = [number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(word.casefold())]
    return found[0] if len(found) == 1 else None
