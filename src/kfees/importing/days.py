"""Days: typed as text, stored as Excel's serial numbers, or among other words."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kfees.model.problems import Unreadable
from kfees.reading.as_written.days import EITHER, MONTH_FIRST, DateOrder, any_day
from kfees.reading.cell import Cell, is_date, number, tidy

_GIVE_A_DATE = (
    "Give a date, such as 2025-07-01; where the column holds no dates, pass --columns starts=none,ends=none."
)
_PACKED_DATE = re.compile(r"(?:19|20|99)[0-9]{6}", re.ASCII)
_WITHIN = re.compile(
    r"(?<![\w.])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{1,2}(?:st|nd|rd|th)?[ \-][A-Za-z]{3,9}\.?,?[ \-](?:[0-9]{4}|[0-9]{2})"
    r"|[A-Za-z]{3,9}\.? [0-9]{1,2},? [0-9]{4}|[0-9]{1,2}[./\-][0-9]{1,2}[./\-](?:[0-9]{4}|[0-9]{2}))(?!\w)",
    re.ASCII,
)
"""A day among other words."""


def as_in_a_column(cell: Cell, epoch: date) -> str:
    """What tells in which order the days of a column are typed: a text, or a day that Excel keeps."""
    try:
        return f"{read_day(cell, epoch, None)} 00:00:00" if cell.kind == "number" else tidy(cell.text)
    except Unreadable:  # which is said where its row is read
        return ""


def read_day(cell: Cell, epoch: date, order: DateOrder | None) -> date:
    """A day typed as text or stored as a serial number in the workbook's date system.

    `epoch` is the day of serial 0 (30 December 1899 or 1 January 1904). Raises Unreadable where it
    is no date, or where day and month could be either way round and `order` does not say.
    """
    if cell.kind == "number" and _PACKED_DATE.fullmatch(cell.text) and not is_date(cell.format):
        return day_in(cell.text, order)
    if cell.kind == "number":
        serial = number(cell)
        if not is_date(cell.format) or not 1 <= serial < 3_000_000:
            raise Unreadable("bad-date", "this number is not formatted as a date.", _GIVE_A_DATE)
        return epoch + timedelta(days=int(serial))
    if cell.kind in ("text", "date"):
        return day_in(tidy(cell.text), order)
    raise Unreadable("bad-date", "this is not a date.", _GIVE_A_DATE)


def day_in(text: str, order: DateOrder | None) -> date:
    """A day in words or figures: '1 July 2025', '01.07.2025', '20250701'. Raises Unreadable."""
    if order is None and re.match(EITHER, text) and len(set(re.findall(r"[0-9]+", text)[:2])) == 2:
        raise Unreadable(
            "either-date",
            "day and month could be either way round.",
            "Pass --dates day-first or --dates month-first.",
        )
    alone: DateOrder = "month-first" if re.match(MONTH_FIRST, text) else "day-first"
    try:
        return any_day(text, order or alone)
    except Unreadable as error:
        exists = "this date does not exist" if re.search("does not exist|no month", error.message) else ""
        raise Unreadable("bad-date", f"{exists or 'this is not a date'}.", _GIVE_A_DATE) from None


def day_within(text: str, order: DateOrder | None) -> date | None:
    """The one day that a heading or title names, such as 'Rate from 1 July 2025'; None where none is sure."""
    found: set[date] = set()
    for match in _WITHIN.finditer(text):
        try:
            found.add(day_in(match[0], order))
        except Unreadable:
            return None
    return found.pop() if len(found) == 1 else None


_YEARS = re.compile(
    r"(?<![0-9])(?P<first>20[0-9]{2})\s*[-\u2013\u2014/]\s*(?:20)?(?P<second>[0-9]{2})(?![0-9])"
    r"|\bNEP\s?(?P<nep>[0-9]{2})(?![0-9])|\bFY\s?(?:20)?(?P<ends>[0-9]{2})(?![0-9]|\s*[-\u2013/])",
    re.I | re.ASCII,
)


def years_of(text: str) -> frozenset[int]:
    """The financial years that a text names, each by the year of its first day: '2025-26' and 'NEP25' are
    2025, and 'FY26' is too."""
    found = set()
    for match in _YEARS.finditer(text):
        if match["first"]:
            if (int(match["first"]) + 1) % 100 == int(match["second"]):
                found.add(int(match["first"]))
        else:
            found.add(2000 + int(match["nep"]) if match["nep"] else 1999 + int(match["ends"]))
    return frozenset(found)


def year_of(day: date) -> int:
    """The financial year that a day falls in, by the year of its first day, a 1 July."""
    return day.year if day.month >= 7 else day.year - 1


def year_in_words(year: int) -> str:
    """2025 -> '2025-26'."""
    return f"{year}-{(year + 1) % 100:02d}"
