"""A life table that the user loads: further years of life by age. None is shipped.

CSV with the columns `age` (whole years) and `life_expectancy` (further years, decimals allowed); the
ages follow each other without a gap.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, StrictInt

from kfees.model.episode import OLDEST
from kfees.model.fields import Model
from kfees.model.money import parse_decimal, plain
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.model.schedule import Prose
from kfees.reading.table import CsvRow, read_rows

Age = Annotated[StrictInt, Field(ge=0, le=OLDEST)]
"""Whole years of age."""


def read_expectancy(value: object) -> Decimal:
    """Further years of life: 0 to 130. Raises Unreadable."""
    years = parse_decimal(value)
    if not 0 <= years <= OLDEST:
        raise Unreadable(
            "out-of-range",
            f"{plain(years)} is no number of further years of life.",
            f"Give 0 to {OLDEST} years.",
        )
    return years


Expectancy = Annotated[
    Decimal, BeforeValidator(read_expectancy), PlainSerializer(plain, str, when_used="json-unless-none")
]


class LifeTable(Model):
    """Further years of life: `expectancies[0]` at `first_age`, one entry for each year of age after it."""

    source: Prose
    first_age: Age
    expectancies: Annotated[tuple[Expectancy, ...], Field(min_length=1, max_length=OLDEST + 1)]

    @property
    def last_age(self) -> int:
        return self.first_age + len(self.expectancies) - 1

    def at(self, age: int) -> Decimal | None:
        """The further years of life at an age; None where the table does not hold it."""
        return self.expectancies[age - self.first_age] if self.first_age <= age <= self.last_age else None


def read_life_table(content: bytes, place: str) -> LifeTable:
    """Read a life table's CSV. InputError lists every bad cell, and every gap between two ages."""
    problems: list[Problem] = []
    expectancies: list[Decimal] = []
    ages: list[int] = []
    for row in _rows(content, place):
        age = _age(row, place, problems)
        if age is not None and ages and age != ages[-1] + 1:
            problems.append(
                Problem(
                    "life-table-gap",
                    row.place(place, "age"),
                    f"age {age} follows age {ages[-1]}.",
                    f"Give one row for each year of age: the next one is {ages[-1] + 1}.",
                )
            )
        if age is not None:
            ages.append(age)
        try:
            expectancies.append(read_expectancy(row.cell("life_expectancy")))
        except Unreadable as error:
            problems.append(error.at(row.place(place, "life_expectancy")))
    if problems:
        raise InputError(problems)
    return LifeTable(source=place, first_age=ages[0], expectancies=tuple(expectancies))


def _rows(content: bytes, place: str) -> list[CsvRow]:
    try:
        return read_rows(content, place, ("age", "life_expectancy"))
    except InputError as error:
        raise InputError(
            replace(problem, message="the table has no rows.", remedy="Add a row for each year of age.")
            if problem.code == "no-rates"
            else problem
            for problem in error.problems
        ) from None


def _age(row: CsvRow, place: str, problems: list[Problem]) -> int | None:
    text = row.cell("age")
    if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= OLDEST:
        return int(text)
    problems.append(
        Problem(
            "bad-age",
            row.place(place, "age"),
            f"{text[:40]!r} is not an age.",
            f"Give whole years, 0 to {OLDEST}.",
        )
    )
    return None
