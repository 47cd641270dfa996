"""Numbers as Excel holds them, and days: typed as text, stored as serial numbers, or spans of a stay."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

from kfees.errors import Unreadable
from kfees.workbook.sheet import Cell, tidy

DateOrder = Literal["day-first", "month-first"]

_GIVE_A_DATE = (
    "Give a date, such as 2025-07-01; where the column holds no dates, pass --columns starts=none,ends=none."
)
_EXCEL = Context(prec=15, rounding=ROUND_HALF_EVEN)
"""Excel keeps 15 significant digits; a file's 67.599999999999994 is 67.6."""

_MONTHS = {
    name: position + 1
    for position, months in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ]
    )
    for name in months.split()
}
_NUMERIC_DATE = re.compile(r"([0-9]{1,2})[./\-]([0-9]{1,2})[./\-]([0-9]{4}|[0-9]{2})", re.ASCII)
_WRITTEN_DATE = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})\.?,?[ \-]([0-9]{4}|[0-9]{2})")
_AMERICAN_DATE = re.compile(r"([A-Za-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?", re.ASCII)
_PACKED_DATE = re.compile(r"((?:19|20|99)[0-9]{2})([0-9]{2})([0-9]{2})", re.ASCII)


def number(cell: Cell) -> Decimal:
    """A number cell's value as Excel holds it: 15 significant digits."""
    try:
        value = _EXCEL.create_decimal(cell.text)
    except InvalidOperation:
        raise Unreadable(
            "bad-number", "this is stored as a number and is none.", "Type it again in Excel."
        ) from None
    return value.normalize(_EXCEL) if value.is_finite() else Decimal("Infinity")


def shown(cell: Cell) -> str:
    """What a cell holds, for people: a number as Excel holds it, text with its superscripts."""
    if cell.kind != "number":
        return cell.words
    try:
        return f"{number(cell):f}"
    except Unreadable:
        return cell.text


@lru_cache(maxsize=512)
def is_date(shown: str) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return bool(is_date_format(shown))


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
    if match := _ISO_DATE.fullmatch(text) or _PACKED_DATE.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _NUMERIC_DATE.fullmatch(text):
        first, second, year = map(int, match.groups())
        if order is None and first != second and first <= 12 and second <= 12 and "." not in text:
            raise Unreadable(
                "either-date",
                "day and month could be either way round.",
                "Pass --dates day-first or --dates month-first.",
            )
        month_first = order == "month-first" if first <= 12 and second <= 12 else second > 12
        day, month = (second, first) if month_first and "." not in text else (first, second)
    elif match := _WRITTEN_DATE.fullmatch(text):
        day, month, year = int(match[1]), _MONTHS.get(match[2].casefold(), 0), int(match[3])
    elif match := _AMERICAN_DATE.fullmatch(text):
        day, month, year = int(match[2]), _MONTHS.get(match[1].casefold(), 0), int(match[3])
    else:
        raise Unreadable("bad-date", "this is not a date.", _GIVE_A_DATE)
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        raise Unreadable("bad-date", "this date does not exist.", _GIVE_A_DATE) from None


def day_within(text: str, order: DateOrder | None) -> date | None:
    """The one day that a heading or title names, such as 'Rate from 1 July 2025'; None where none is sure."""
    found: set[date] = set()
    for pattern in (_ISO_DATE, _WRITTEN_DATE, _AMERICAN_DATE, _NUMERIC_DATE):
        bare = pattern.pattern.removesuffix("(?:[T ].*)?")
        for match in re.finditer(rf"(?<![\w.]){bare}(?![\w])", text):
            try:
                found.add(day_in(match[0], order))
            except Unreadable:
                return None
    return found.pop() if len(found) == 1 else None


_SPAN = re.compile(
    r"(?:days?\s*)?(?:(?P<first>[0-9]{1,4})\s*(?:-|–|to|/)\s*(?P<last>[0-9]{1,4})(?:\s*days?)?"
    r"|(?P<from>[0-9]{1,4})\s*(?:\+|(?:days?\s*)?(?:onwards?|on|and over|and later|or more|plus))"
    r"|(?:>=|from day|from)\s*(?P<least>[0-9]{1,4})(?:\s*(?:onwards?|on))?"
    r"|(?:over|after|>)\s*(?:days?\s*)?(?P<after>[0-9]{1,4})(?:\s*days?)?)",
    re.I,
)


def span_of_days(text: str) -> tuple[int, int | None] | None:
    """'Days 1-14' -> (1, 14), '15+' -> (15, None); None where the text is no span of days of stay."""
    match = _SPAN.fullmatch(tidy(text))
    if match is None:
        return None
    if match["first"]:
        return int(match["first"]), int(match["last"])
    if match["after"]:
        return int(match["after"]) + 1, None
    return int(match["from"] or match["least"]), None
