"""Victorian public holidays, on which a course by weekdays has no session.

Which days they are is for the `holidays` package to say. What it says of the years that courses
are usually priced in ships as `schedules/public-holidays.csv`, because asking the package loads
the rules of every country in the world; a test compares the two.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cached_property


class PublicHolidays:
    """The holidays of a year by day, with their names: from a table, or else from `holidays`.

    `table` is CSV with the columns date and name. It states every holiday of each year in it.
    """

    def __init__(self, table: bytes) -> None:
        self._table = table
        self._asked: dict[int, Mapping[date, str]] = {}

    @cached_property
    def _tabled(self) -> dict[int, dict[date, str]]:
        years: dict[int, dict[date, str]] = {}
        for row in csv.DictReader(self._table.decode().splitlines()):
            day = date.fromisoformat(row["date"])
            years.setdefault(day.year, {})[day] = row["name"]
        return years

    def in_year(self, year: int) -> Mapping[date, str]:
        if year in self._tabled:
            return self._tabled[year]
        if year not in self._asked:
            self._asked[year] = ask_package(year)
        return self._asked[year]


def ask_package(year: int) -> Mapping[date, str]:
    """What the `holidays` package says of a year, earliest first."""
    import holidays  # a heavy import, which the table saves for the years that it has

    victoria = holidays.country_holidays("AU", subdiv="VIC", language="en_AU", years=year)
    return dict(sorted(victoria.items()))
