"""A third calculation of weighted activity: in fractions, by the published formula, from the shipped tables.

It shares no code with the program, and none of its decimals: it reads the CSV files by themselves, and a
weight is the quotient of two whole numbers until it is shown.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parents[1] / "schedules" / "department-of-health"

Row = Mapping[str, Any]
"""What is stated of an episode, by the names of a table's columns; what is not is left out or None."""

FACTS = {
    "residence": "residence_remoteness",
    "treatment": "treatment_remoteness",
    "adjustment": "adjustments",
}
"""What the tables of adjustments call a fact, where that is not its column's name."""

LAST_AGE_OF_A_CHILD, HOURS_A_DAY = 17, 24


class Refused(Exception):
    """What cannot be weighed: impossible, or not in the year."""


def half_up(value: Fraction, places: int) -> Decimal:
    """A figure that is not negative, to so many decimals."""
    return Decimal((value * 10**places + Fraction(1, 2)).__floor__()).scaleb(-places)


def figure(text: str) -> Fraction:
    """What an empty cell lacks is 0."""
    return Fraction(text or "0")


class Year:
    """The tables of one folder."""

    def __init__(self, folder: Path) -> None:
        self.first_day, self._folder = date.fromisoformat(folder.name), folder
        with (folder / "schedule.toml").open("rb") as content:
            facts = tomllib.load(content)["activity"]
        self.rounding: dict[str, int] | None = facts.get("rounding")
        price = facts.get("price_per_weight")
        self.price = None if price is None else Fraction(str(price))

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self._folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    @cached_property
    def tables(self) -> dict[str, dict[str, dict[str, str]]]:
        """The rows of each kind of care by their codes."""
        files = {"acute": "acute", "emergency": "emergency", "clinic": "clinics"}
        return {care: {row["item"]: row for row in self.rows(file)} for care, file in files.items()}

    @cached_property
    def adjustments(self) -> list[dict[str, str]]:
        return self.rows("adjustments")

    def weight(self, care: str, code: str, row: Row) -> Fraction | None:
        """NWAU; None where the year says that it does not know. Raises Refused."""
        if code not in self.tables[care]:
            raise Refused("not in the year")
        if row.get("specialist_paediatric") and row.get("age") is None:
            raise Refused("a child's age")
        of = self.tables[care][code]
        return self._stay(of, row) if care == "acute" else self._visit(care, of, row)

    def _visit(self, care: str, of: dict[str, str], row: Row) -> Fraction | None:
        if of["weight"] == "unknown":
            return None
        return figure(of["weight"]) * self._child(of, row) * self._factor(care, of["item"], row)

    def _stay(self, of: dict[str, str], row: Row) -> Fraction | None:
        nights, leave = row["nights"], row.get("leave_days") or 0
        hours = Fraction(row.get("icu_hours") or 0)
        length = max(1, nights - leave)
        if leave > nights or hours > HOURS_A_DAY * length:
            raise Refused("longer than the stay")
        if of["bundled_icu"] == "yes":
            hours = Fraction(0)
        base = self._rounded("base", self._base(of, nights, max(1, length - hours // HOURS_A_DAY)))
        child = self._rounded("paediatric", base * self._child(of, row))
        adjusted = self._rounded("adjusted", child * self._factor("acute", of["item"], row))
        in_icu = hours * sum(figure(one["value"]) for one in self._of_step("for each ICU hour"))
        gross = max(Fraction(0), adjusted + in_icu)
        if not row.get("private_patient"):
            return gross
        if not of["private_service"]:
            return None
        step, times = ("each night", length) if nights else ("a same-day stay", 1)
        bed = times * sum(figure(one["value"]) for one in self._of_step(f"deducted for {step}"))
        return max(Fraction(0), gross - figure(of["private_service"]) * (base + in_icu) - bed)

    def _base(self, of: dict[str, str], nights: int, days: int) -> Fraction:
        lower, upper = int(of["lower_bound"]), int(of["upper_bound"])
        if nights == 0 and of["same_day_list"] == "yes":
            return figure(of["same_day"])
        if days < lower:
            return figure(of["short_stay_base"]) + days * figure(of["short_stay_per_day"])
        return figure(of["inlier"]) + max(0, days - upper) * figure(of["long_stay_per_day"])

    def _child(self, of: dict[str, str], row: Row) -> Fraction:
        is_child = row.get("specialist_paediatric") and row["age"] <= LAST_AGE_OF_A_CHILD
        return figure(of.get("paediatric") or "1") if is_child else Fraction(1)

    def _factor(self, care: str, code: str, row: Row) -> Fraction:
        """(1 + all that is added) x (1 + each that multiplies)."""
        added, multiplied = Fraction(1), Fraction(1)
        for one in self.adjustments:
            if care in one["streams"].split() and _holds(one, row) and _concerns(one, code):
                if one["step"] == "added":
                    added += figure(one["value"])
                elif one["step"] == "multiplied":
                    multiplied *= 1 + figure(one["value"])
        return added * multiplied

    def _of_step(self, step: str) -> Iterator[dict[str, str]]:
        return (one for one in self.adjustments if one["step"] == step)

    def _rounded(self, step: str, value: Fraction) -> Fraction:
        return value if self.rounding is None else Fraction(half_up(value, self.rounding[step]))


def _holds(adjustment: dict[str, str], row: Row) -> bool:
    stated = {FACTS.get(name, name): value for name, value in row.items()}.get(adjustment["fact"])
    return adjustment["is"] == ("yes" if stated is True else stated)


def _concerns(adjustment: dict[str, str], code: str) -> bool:
    items, excepted = adjustment["items"].split(), adjustment["except"].split()
    return code not in excepted and (not items or code in items)


YEARS = tuple(Year(folder) for folder in sorted(SHIPPED.iterdir()))


def year_of(day: date) -> Year:
    """The one in force. Raises Refused."""
    begun = [year for year in YEARS if year.first_day <= day]
    if not begun:
        raise Refused("before the first year")
    return begun[-1]
