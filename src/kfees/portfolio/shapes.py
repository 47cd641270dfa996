"""The distinct courses of a portfolio that price alike, each priced once by `kfees.price`.

Two rows have one shape where they agree on regimen, setting, nights, AR-DRG, ampoules and on which
payees are charged, and where each of their days falls in the same versions. A start whose whole
course lies between two changes of any version is brought to one start for all such rows; a course
that meets a change keeps its own start.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from kfees.course import dose_of
from kfees.dates import EARLIEST, LATEST
from kfees.errors import InputError, Problem
from kfees.library import Library
from kfees.money import ZERO, round_half_up
from kfees.portfolio.columns import CHARGES, MONEY
from kfees.pricing import price
from kfees.quote import Quote
from kfees.request import PAYEES, Charge, CourseRequest, Episode

ANY_WEIGHT = Decimal(80)
"""Stands for every body weight where nothing that is priced depends on the ampoules."""

DAY_ZERO, NEVER = date(1970, 1, 1), 2**30

MOST_WEIGHTS = 4096
"""More kinds of body weight, by ampoules opened, than there can be up to 400 kg."""

NWAU = pl.Decimal(28, 10)
NWAU_UNIT = Decimal("1e-10")

PRICED_COLUMNS: dict[str, pl.DataType] = {
    "key": pl.Int64(),
    **{f"{payee}_maximum": MONEY for payee in PAYEES},
    **{f"{payee}_absent": pl.Boolean() for payee in PAYEES},
    "maximum": MONEY,
    "stale": pl.Boolean(),
    "basis": pl.String(),
    "nwau": NWAU,
    "problem": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a course decides its maximums. `charged`: the payees that charge, in their order."""

    regimen: str
    setting: str
    start: date
    weight_kg: Decimal | None
    nights: int | None
    drg: str | None
    charged: tuple[bool, ...]

    def request(self) -> CourseRequest:
        """The shape as a request, with charges of 0.00: maximums do not depend on what is charged."""
        charges = tuple(
            Charge(payee=payee, amount=ZERO)
            for payee, charges in zip(PAYEES, self.charged, strict=True)
            if charges
        )
        stated = self.nights is not None or self.drg is not None
        return CourseRequest(
            regimen=self.regimen,
            setting=self.setting,
            start=self.start,
            weight_kg=self.weight_kg,
            charges=charges,
            episode=Episode(nights=self.nights, drg=self.drg) if stated else None,
        )


class Shapes:
    """Prices shapes as they are met, and keeps what they come to in a table to join with."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._lock = threading.Lock()
        self._known: set[int] = set()
        self._weights: dict[tuple[int, ...], tuple[int, Decimal]] = {}
        self.table = pl.DataFrame(schema=PRICED_COLUMNS)

    @cached_property
    def drugs_priced(self) -> bool:
        """Whether ampoules, and so body weights, decide any maximum."""
        drugs = {self.library.regimen(name).drug.schedule for name in self.library.regimens}
        return not drugs.isdisjoint(self.library.schedules)

    @cached_property
    def drgs(self) -> tuple[str, ...]:
        """The items of every weighted version, which is what an AR-DRG can be."""
        items: dict[str, None] = {}
        for schedule in self.library.schedules:
            for version in self.library.versions(schedule):
                if version.activity is not None:
                    items |= dict.fromkeys(version.activity.items)
        return tuple(items)

    @cached_property
    def changes(self) -> list[date]:
        """Every day on which something that prices a course may change."""
        versions = [
            version for schedule in self.library.schedules for version in self.library.versions(schedule)
        ]
        return sorted({day for one in versions for day in (one.first_day, one.facts.next_change_expected)})

    @cached_property
    def span(self) -> int:
        """More days than a course without nights takes, weekends and holidays included."""
        longest = max(self.library.regimen(name).treatment_days for name in self.library.regimens)
        return 2 * longest + 14

    def weight_numbers(self, weights: pl.Series) -> pl.Series:
        """For each body weight in kg the number of one that opens as many ampoules; null for none."""
        if not self.drugs_priced:
            return pl.select(pl.when(weights.is_not_null()).then(0)).to_series()
        distinct = weights.drop_nulls().unique()
        numbers = {weight: self._weight_number(weight) for weight in distinct}
        return weights.replace_strict(numbers, default=None, return_dtype=pl.Int64)

    def _weight_number(self, weight: float) -> int:
        exact = Decimal(format(weight, ".12g"))
        regimens = (self.library.regimen(name) for name in self.library.regimens)
        kind = tuple(dose_of(regimen, exact).ampoules for regimen in regimens)
        with self._lock:
            if kind not in self._weights:
                self._weights[kind] = (len(self._weights), exact)
            return self._weights[kind][0]

    def weight(self, number: int) -> Decimal:
        """The body weight of a number, in kg."""
        by_number = dict(self._weights.values())
        return by_number.get(number, ANY_WEIGHT)

    @cached_property
    def _intervals(self) -> tuple[pl.Series, pl.Series]:
        """For each day from EARLIEST on, as days since 1970: when its prices began, and when they change."""
        changes = [(day - DAY_ZERO).days for day in self.changes]
        firsts = [(EARLIEST - DAY_ZERO).days - 5 * self.span, *changes]
        nexts = [*changes, NEVER]
        days = range((EARLIEST - DAY_ZERO).days, (LATEST - DAY_ZERO).days)
        numbers = [bisect_right(changes, day) for day in days]
        return (
            pl.Series([firsts[number] for number in numbers], dtype=pl.Int32),
            pl.Series([nexts[number] for number in numbers], dtype=pl.Int32),
        )

    def canonical_start(self, start: pl.Expr, nights: pl.Expr) -> pl.Expr:
        """One start for all courses that meet no change on the way; else the course's own.

        Starts and the result are days since 1970.
        """
        firsts, nexts = self._intervals
        number = start - (EARLIEST - DAY_ZERO).days
        first, next_change = pl.lit(firsts).gather(number), pl.lit(nexts).gather(number)
        days = pl.when(nights + 2 > self.span).then(nights + 2).otherwise(self.span).cast(pl.Int32)
        fits = (start + days < next_change) & (first + days < next_change)
        return pl.when(fits).then(first).otherwise(start)

    def learn(self, shapes: Mapping[int, Shape]) -> None:
        """Price the shapes that are not known yet, and add them to the table."""
        with self._lock:
            new = {key: shape for key, shape in shapes.items() if key not in self._known}
            if new:
                rows = [{"key": key, **self._priced(shape)} for key, shape in new.items()]
                found = pl.DataFrame(rows, schema=PRICED_COLUMNS, orient="row")
                self.table = pl.concat([self.table, found])
                self._known |= new.keys()

    def _priced(self, shape: Shape) -> dict[str, Any]:
        try:
            return figures(price(shape.request(), self.library))
        except InputError as error:
            return {"problem": in_one_line(at_fields(error.problems, shape.charged))}


def figures(quote: Quote) -> dict[str, Any]:
    """What a portfolio keeps of a quote. A payee without lines comes to 0.00; an unknown one to None."""
    maximums: dict[str, Decimal | None] = {f"{payee}_maximum": ZERO for payee in PAYEES}
    maximums |= {f"{total.payee}_maximum": total.maximum for total in quote.payees}
    absent = {f"{payee}_absent": payee not in {total.payee for total in quote.payees} for payee in PAYEES}
    weighed = [line.weight * line.quantity for line in quote.lines if line.weight is not None]
    return {
        **maximums,
        **absent,
        "maximum": quote.totals.maximum,
        "stale": quote.totals.stale,
        "basis": quote.totals.basis,
        "nwau": round_half_up(sum(weighed, Decimal(0)), NWAU_UNIT) if weighed else None,
        "problem": None,
    }


def in_one_line(problems: Iterable[Problem]) -> str:
    """Problems as one cell of a table: 'column: message remedy', one after the other."""
    return " ".join(map(str, problems))


def at_fields(problems: Iterable[Problem], charged: Iterable[bool]) -> list[Problem]:
    """Problems of a request, at the fields of a portfolio that it was made from."""
    charges = [charge for charge, given in zip(CHARGES, charged, strict=True) if given]
    found = []
    for problem in problems:
        place = problem.place.removeprefix("episode.")
        if match := re.match(r"charges\[(\d+)\]", place):
            place = charges[int(match[1])]
        found.append(replace(problem, place=place))
    return found
