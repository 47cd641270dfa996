"""Public holidays, on which a course by weekdays has no session.

Which days they are is for the `holidays` package to say, by country and state. What it says of one state in
the years that courses are usually priced in ships as `schedules/public-holidays.csv`, because asking the
package loads the rules of every country in the world; a test compares the two.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property

from kfees.model.dates import parse_date
from kfees.model.payer import PublicHolidaysOf
from kfees.model.problems import InputError, Problem, Unreadable, suggestion
from kfees.reading.table import Cells, read_rows

TABLE = "public-holidays.csv"
"""The shipped table, and the beginning of what other ones are called: public-holidays-qld.csv."""

Days = tuple[date, ...]


def is_table(name: str) -> bool:
    """Whether a file beside the folders is a table of public holidays."""
    return name == TABLE or (name.startswith("public-holidays-") and name.endswith(".csv"))


class PublicHolidays:
    """The holidays of a year by day, with their names: from a table, or else from `holidays`.

    `tables` are CSV with the columns date and name. Each states every holiday of each year in it; of a
    year that several have, the last one does.
    """

    def __init__(self, where: PublicHolidaysOf, tables: Iterable[bytes] = ()) -> None:
        self._where, self._tables = where, tuple(tables)
        self._asked: dict[int, Mapping[date, str]] = {}
        self._by_year: dict[int, tuple[Days, Days]] = {}

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
            self._asked[year] = ask_package(year, self._where.country, self._where.state)
        return self._asked[year]

    def working_days(self, start: date, count: int) -> tuple[Days, dict[date, str]]:
        """The first `count` (at least one) weekdays from `start` on that are no public holidays of their
        year; and the weekday holidays skipped on the way with their names."""
        year = start.year
        working, closed = self._listed(year)
        first = bisect_left(working, start)
        days = working[first : first + count]
        while len(days) < count:
            year += 1
            working, also_closed = self._listed(year)
            days += working[: count - len(days)]
            closed += also_closed
        between = closed[bisect_left(closed, start) : bisect_left(closed, days[-1])]
        return days, {day: self.in_year(day.year)[day] for day in between}

    def _listed(self, year: int) -> tuple[Days, Days]:
        """The working days of a year, and its holidays on weekdays, both in order."""
        if year not in self._by_year:
            holidays = self.in_year(year)
            all_days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
            weekdays = [day for day in all_days if day.year == year and day.weekday() < 5]
            working = tuple(day for day in weekdays if day not in holidays)
            self._by_year[year] = working, tuple(day for day in weekdays if day in holidays)
        return self._by_year[year]


def _read(table: bytes) -> dict[int, dict[date, str]]:
    years: dict[int, dict[date, str]] = {}
    for row in csv.DictReader(table.decode("utf-8-sig").splitlines()):
        day = date.fromisoformat(row["date"])
        years.setdefault(day.year, {})[day] = row["name"]
    return years


def years_of(table: bytes) -> tuple[int, ...]:
    """The years that a table states."""
    return tuple(_read(table))


def table_problems(table: bytes, place: str) -> Iterator[Problem]:
    """What is wrong with a table that somebody made, before it is used."""
    try:
        rows = read_rows(table, place, ("date", "name"))
    except InputError as error:
        for problem in error.problems:
            empty = Problem(problem.code, place, "the table has no days.", "Add them, or remove the file.")
            yield empty if problem.code == "no-rates" else problem
        return
    first_lines: dict[date, int] = {}
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
        yield from cells.problems


def few_days(table: bytes, place: str, where: PublicHolidaysOf) -> Iterator[Problem]:
    """Years of which a sound table states a few days alone: it would hide the others."""
    for year, days in _read(table).items():
        known = len(ask_package(year, where.country, where.state))
        if 2 * len(days) < known:
            message = f"of {year} it has {len(days)} of {known} public holidays that are known."
            yield Problem("few-days", place, message, "List all of them: the table states whole years.")


def place_problems(where: PublicHolidaysOf, place: str) -> Iterator[Problem]:
    """A country or a state that the package does not know."""
    import holidays

    known = holidays.list_supported_countries()
    if where.country not in known:
        remedy = suggestion(where.country, known, "Give its ISO code, such as AU.")
        message = f"no public holidays are known of the country {where.country!r}."
        yield Problem("unknown-country", f"{place}.country", message, remedy)
    elif where.state is not None and where.state not in known[where.country]:
        states = known[where.country]
        remedy = f"Use one of: {', '.join(states)}." if states else "Leave it out."
        message = f"{where.country} has no state {where.state!r}."
        yield Problem("unknown-state", f"{place}.state", message, suggestion(where.state, states, remedy))


def ask_package(year: int, country: str, state: str | None) -> Mapping[date, str]:
    """What the `holidays` package says of a year, earliest first, in English where it has that."""
    import holidays  # a heavy import, which the table saves for the years that it has

    spoken = holidays.country_holidays(country, subdiv=state).supported_languages
    language = next((one for one in spoken if one.startswith("en")), None)
    found = holidays.country_holidays(country, subdiv=state, language=language, years=year)
    return dict(sorted(found.items()))
