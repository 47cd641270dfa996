"""The distinct courses of a portfolio: what of a row decides its maximums, as a request of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kfees.model.money import ZERO
from kfees.model.payee import Payee
from kfees.model.problems import Problem
from kfees.model.request import Charge, CourseRequest, Episode
from kfees.portfolio.fields import STAY_DAYS

ANY_WEIGHT = Decimal(80)
"""Stands for every body weight where nothing that is priced depends on the ampoules."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a course decides its maximums. `charged`: the payees that charge, in their order."""

    payer: str
    regimen: str
    setting: str | None
    start: date
    weight_kg: Decimal | None
    nights: int | None
    drg: str | None
    charged: tuple[Payee, ...]
    sessions: int | None = None
    admitted: date | None = None
    discharged: date | None = None
    with_gst: bool = False

    def request(self) -> CourseRequest:
        """The shape as a request, with charges of 0.00: maximums do not depend on what is charged."""
        charges = tuple(
            Charge(payee=payee, amount=ZERO, gst="included" if self.with_gst else None)
            for payee in self.charged
        )
        stay = {key: getattr(self, key) for key in ("nights", "drg", *STAY_DAYS)}
        stated = any(value is not None for value in stay.values())
        return CourseRequest(
            payer=self.payer,
            regimen=self.regimen,
            setting=self.setting,
            sessions=self.sessions,
            start=self.start,
            weight_kg=self.weight_kg,
            charges=charges,
            episode=Episode(**stay) if stated else None,
        )

    def at_fields(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems of the request, at the fields of a portfolio that it was made from."""
        found = []
        for problem in problems:
            place = problem.place.removeprefix("episode.")
            if match := re.match(r"charges\[(\d+)\]", place):
                place = f"{self.charged[int(match[1])]}_charge"
            found.append(replace(problem, place=place))
        return found
