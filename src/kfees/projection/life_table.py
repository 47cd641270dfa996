"""A life table that the user loads: further years of life by age. None is shipped."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, StrictInt

from kfees.model.english import plain
from kfees.model.episode import OLDEST
from kfees.model.fields import Model
from kfees.model.money import parse_decimal
from kfees.model.problems import Unreadable
from kfees.model.schedule import Prose

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
    """Further years of life: `expectancies[0]` at `first_age`, one entry for each year of age after it.

    `column` of its file holds them; `left_aside` are the names of the other columns with figures.
    """

    source: Prose
    first_age: Age
    expectancies: Annotated[tuple[Expectancy, ...], Field(min_length=1, max_length=OLDEST + 1)]
    column: Prose | None = None
    left_aside: Annotated[tuple[Prose, ...], Field(max_length=200)] = ()

    @property
    def last_age(self) -> int:
        return self.first_age + len(self.expectancies) - 1

    def at(self, age: int) -> Decimal | None:
        """The further years of life at an age; None where the table does not hold it."""
        return self.expectancies[age - self.first_age] if self.first_age <= age <= self.last_age else None
