"""Several days in one cell as people write them: '16/9/25 - 29/9/25', '5-9 Aug 2024', '5, 6 and 7/8/24'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from kfees.model.problems import Unreadable
from kfees.reading.as_written.days import ColumnOrder, DateOrder, day_as_written

MOST_DAYS = 366
"""A span that is longer is a slip of the pen."""

_TO = re.compile(
    r"\s+(?:-|to|until|till|through)\s+|\s*[\N{EN DASH}\N{EM DASH}]\s*|(?<=[0-9a-z])-(?=[0-9])", re.IGNORECASE
)
_AND = re.compile(r"\s*[,;&+]\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
_FROM = re.compile(r"^(from|between)\s+", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b[., ]*", re.IGNORECASE)

_DAY_ALONE = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?", re.ASCII)
_NO_YEAR = re.compile(r"[0-9]{1,2} ?([/.]) ?[0-9]{1,2}", re.ASCII)


def days_as_written(text: str, order: DateOrder = "day-first") -> tuple[date, ...]:
    """Every day that a cell names, in order: one, those of a list, or all from the first to the last.

    What a part leaves out, its year or its month, is that of the part beside it. Raises Unreadable.
    """
    try:
        return (day_as_written(text, order),)
    except Unreadable as error:
        alone = error
    bare = _FROM.sub("", _WEEKDAY.sub("", " ".join(text.split())))
    span = _span(bare, order)
    if span is not None:
        return _all_days(text, *span)
    parts = _AND.split(bare)
    found = _listed(parts, order) if len(parts) > 1 else None
    if found is None:
        raise alone
    return tuple(sorted(set(found)))


def days_in(text: str) -> Iterator[str]:
    """The parts of a cell that may be days, by which the order of its column is known."""
    for part in _AND.split(text):
        yield from (_FROM.sub("", piece) for piece in re.split(r"\s+(?:-|to)\s+|[\u2013\u2014]", part))
        yield from (piece for at in _TO.finditer(part) for piece in (part[: at.start()], part[at.end() :]))


def said_of_span(order: ColumnOrder, text: str) -> str:
    """What is to be said of days that were read with the month first; nothing of any other."""
    return next(filter(None, map(order.said_of, dict.fromkeys((text, *days_in(text))))), "")


def _span(text: str, order: DateOrder, beside: date | None = None) -> tuple[date, date] | None:
    """The first and the last day of 'first to last'; None where it is none."""
    for at in _TO.finditer(text):
        first, last = text[: at.start()], text[at.end() :]
        end = _read(last, order) or (beside and _beside(last, beside, order))
        if end is not None and (start := _read(first, order) or _beside(first, end, order)) is not None:
            return start, end
        if end is None and (start := _read(first, order)) is not None:
            end = _beside(last, start, order, later=True)
            return None if end is None else (start, end)
    return None


def _all_days(text: str, first: date, last: date) -> tuple[date, ...]:
    count = (last - first).days + 1
    if count < 1:
        message = f"{text[:40]!r} ends before it begins."
        raise Unreadable("bad-date-order", message, "Write the first day before the last.")
    if count > MOST_DAYS:
        message = f"{text[:40]!r} is longer than a year."
        raise Unreadable("bad-date", message, "Check the years.")
    return tuple(first + timedelta(days=number) for number in range(count))


def _listed(parts: list[str], order: DateOrder) -> list[date] | None:
    """The days of the parts of a list, read from the last, which is whole; None where one is none."""
    found: list[date] = []
    for part in reversed(parts):
        beside = found[-1] if found else None
        day = _read(part, order)
        span = None if day else _span(part, order, beside)
        day = day or (beside and _beside(part, beside, order))
        if span is not None:
            found += reversed(_all_days(part, *span))
        elif day is not None:
            found.append(day)
        else:
            return None
    return found


def _beside(text: str, whole: date, order: DateOrder, *, later: bool = False) -> date | None:
    """A day that leaves out its year, or its month too: the nearest on its side of one that is whole."""
    if alone := _DAY_ALONE.fullmatch(text):
        return _or_none(lambda: whole.replace(day=int(alone[1])))
    without_year = _NO_YEAR.fullmatch(text)
    mark = without_year[1] if without_year else " "
    this, other = (_read(f"{text}{mark}{year}", order) for year in (whole.year, whole.year + (later or -1)))
    on_its_side = this is not None and (this >= whole if later else this <= whole)
    return this if on_its_side else other


def _read(text: str, order: DateOrder) -> date | None:
    return _or_none(lambda: day_as_written(text, order))


def _or_none(read: Callable[[], date]) -> date | None:
    try:
        return read()
    except ValueError:  # which Unreadable is
        return None
