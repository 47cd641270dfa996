"""Which days a row of a provider's quote is for: by its cells, its words, or their number in the course."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kfees.model.english import in_words
from kfees.model.problems import Unreadable
from kfees.reading.as_written.amounts import is_empty
from kfees.reading.as_written.days import ColumnOrder
from kfees.reading.as_written.spans import MOST_DAYS, days_as_written, said_of_span
from kfees.reading.provider_cells import Cells, Reading
from kfees.reading.provider_headings import OTHER_DAYS

_HOW_MANY = re.compile(r"\s*\((?:x ?)?[0-9]+ (?:days?|nights?|sessions?|visits?)\)$", re.I | re.ASCII)
_OF_DAY = re.compile(
    r"^(day|session|visit|treatment|date)( [0-9]{1,2})?( of [0-9]{1,2})?[: ,\u2013\u2014-]+", re.I | re.ASCII
)
_OF_WEEK = re.compile(r"^(?:week|wk|block|cycle) ?[0-9]{1,2}\W+|\)$", re.I | re.ASCII)
_NUMBERED = re.compile(
    r"(?:treatment|infusion)? ?(?:days?|sessions?|infusions?|treatments?|visits?)\W*([0-9]{1,3})"
    r"(?: ?(?:-|\u2013|\u2014|to|through) ?(?:day )?([0-9]{1,3}))?(?: of [0-9]{1,3})?\W*",
    re.I | re.ASCII,
)
_AMONG_WORDS = re.compile(
    r"(?<![\w/.-])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})"
    r"|[0-9]{1,2}(?:st|nd|rd|th)? [a-z]{3,9} [0-9]{4})(?![\w/])",
    re.I | re.ASCII,
)
_WITHOUT_YEAR = re.compile(r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[., ]+)?[0-9]{1,2}(?![0-9])", re.I)
_YEARS_BEHIND = (" {}", "/{}", ".{}")


@dataclass(frozen=True, slots=True)
class DaysOfRow:
    """The days of a row, or their `numbers` in the course, and what was taken to be meant."""

    days: tuple[date, ...] = ()
    numbers: tuple[int, ...] = ()
    says: str = ""


def days_of_row(cells: Cells, words: str, reading: Reading) -> DaysOfRow:
    """In one cell, from one column to another, or where these are empty among the `words` of the row."""
    text = bare_days(cells.text("date"))
    if numbers := numbers_of_days(text) or numbers_of_days(cells.text("quantity")):
        return DaysOfRow(numbers=numbers)
    if is_empty(text) and is_empty(cells.text("until")):
        return DaysOfRow(_among(words, reading.order))
    found = cells.read("date", lambda _: _with_its_year(text, reading)) or ()
    first = f"{found[0]} - " if found else ""
    days = cells.read("until", lambda last: _with_its_year(first + last, reading)) or found
    return DaysOfRow(days, (), said_of_span(reading.order, cells.text("date")) or _said_of_year(text, days))


def bare_days(text: str) -> str:
    """'Week 1 (5-9 Aug 2024)' and '5-9 Aug 2024 (5 days)' -> '5-9 Aug 2024'."""
    return _OF_WEEK.sub("", _HOW_MANY.sub("", text))


def _with_its_year(text: str, reading: Reading) -> tuple[date, ...]:
    """The days of a cell; those without a year are the nearest to the course. Raises Unreadable."""
    try:
        return days_as_written(text, reading.order.order)
    except Unreadable:
        if reading.near is None or not _WITHOUT_YEAR.match(text):
            raise
        near, found = reading.near, []
        for year in range(near.year - 1, near.year + 2):
            found += list(_of_year(text, year, reading.order))
        if not found:
            raise
        return min(found, key=lambda days: abs(days[0] - near))


def _of_year(text: str, year: int, order: ColumnOrder) -> Iterator[tuple[date, ...]]:
    for behind in _YEARS_BEHIND:
        try:
            yield days_as_written(text + behind.format(year), order.order)
        except Unreadable:
            continue


def _said_of_year(text: str, days: tuple[date, ...]) -> str:
    if not days or any(str(year)[2:] in text for year in {day.year for day in days}):
        return ""
    return f"{text} is taken for {in_words(days[0])}." if len(days) == 1 else ""


def _among(words: str, order: ColumnOrder) -> tuple[date, ...]:
    """The days that words name: one, a list, or from one to another."""
    found = list(days_named_in(words))
    if not found or set(re.findall(r"[a-z]+", words.casefold())) & OTHER_DAYS:
        return ()
    try:
        return days_as_written(
            words[words.index(found[0]) : words.rindex(found[-1]) + len(found[-1])], order.order
        )
    except Unreadable:
        return ()


def days_named_in(words: str) -> Iterator[str]:
    """What stands among words and is a day with its year."""
    yield from (found[0] for found in _AMONG_WORDS.finditer(words))


def numbers_of_days(text: str) -> tuple[int, ...]:
    """'Day 1' -> 1, 'Days 2 - 10' -> 2 to 10: treatment days by their number in the course."""
    found = _NUMBERED.fullmatch(text.strip())
    if found is None:
        return ()
    first, last = int(found[1]), int(found[2] or found[1])
    return tuple(range(first, last + 1)) if 0 < first <= last <= MOST_DAYS else ()


def days_of_words(text: str, order: ColumnOrder) -> tuple[date, ...]:
    """'Day 1: Monday 5 August 2024' -> 5 August 2024; none where the text is more than days."""
    try:
        return () if text.isdecimal() else days_as_written(without_its_number(text), order.order)
    except Unreadable:
        return ()


def without_its_number(text: str) -> str:
    """'Day 1 of 10: 5/8/2024' -> '5/8/2024'."""
    return _OF_DAY.sub("", text)
