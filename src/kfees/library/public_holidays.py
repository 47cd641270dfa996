"""Victorian public holidays, on which a course by weekdays has no session.

Which days they are is for the `holidays` package to say. What it says of the years that courses
are usually priced in ships as `schedules/public-holidays.csv`, because asking the package loads
the rules of every country in the world; a test compares the two.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from kfees.model.dates import parse_date
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.reading.table import Cells, read_rows


class PublicHolidays:
    """The holidays of a year by day, with their names: from a table, or else from `holidays`.

    `tables` are CSV with the columns date and name. Each states every holiday of each year in it; of a
    year that several have, the last one does.
    """

    def __init__(self, *tables: bytes) -> None:
        self._tables = tables
        self._asked: dict[int, Mapping[date, str]] = {}

    @cached_property
    def tabled(self) -> Mapping[int, Mapping[date, str]]:
        """The years that a table states."""
        years: dict[int, dict[date, str]] = {}
        for table in self._tables:
            years |= _read(table)
        return years

    def in_year(self, year: int) -> Mapping[date, str]:
        if year in self.tabled:
            return self.tabled[year]
        if year not in self._asked:
            self._asked[year] = ask_package(year)
        return self._asked[year]


def _read(table: bytes) -> dict[int, dict[date, str]]:
    years: dict[int, dict[date, str]] = {}
    for row in csv.DictReader(table.decode("utf-8-sig").splitlines()):
        day = date.fromisoformat(row["date"])
        years.setdefault(day.year, {})[day] = row["name"]
    return years


def years_of(table: bytes) -> tuple[int, ...]:
    """The years that a table states."""
    return tuple(_read(table))


def public_holiday_problems(table: bytes, place: str) -> Iterator[Problem]:
    """What is wrong with a table that somebody made, before it is used."""
    try:
        rows = read_rows(table, place, ("date", "name"))
    except InputError as error:
        for problem in error.problems:
            empty = Problem(problem.code, place, "the table has no days.", "Add them, or remove the file.")
            yield empty if problem.code == "no-rates" else problem
        return
    first_lines: dict[date, int] = {}
    wrong = False
    for row in rows:
        cells = Cells(row, place)
        cells.text("name")
        try:
            day = parse_date(row.cell("date"))
        except Unreadable as unreadable:
            cells.unreadable("date", unreadable)
        else:
            if first_lines.setdefault(day, row.line) != row.line:
                message = f"{day} already stands in line {first_lines[day]}."
                cells.wrong("date", "repeated-day", message, "Keep one row, with both names.")
        wrong = wrong or bool(cells.problems)
        yield from cells.problems
    for year, count in Counter(day.year for day in first_lines if not wrong).items():
        known = len(ask_package(year))
        if 2 * count < known:
            message = f"of {year} it has {count} of {known} public holidays that are known."
            yield Problem("few-days", place, message, "List all of them: the table states whole years.")


def ask_package(year: int) -> Mapping[date, str]:
    """What the `holidays` package says of a year, earliest first."""
    import holidays  # a heavy import, which the table saves for the years that it has

    victoria = holidays.country_holidays("AU", subdiv="VIC", language="en_AU", years=year)
    return dict(sorted(victoria.items()))
