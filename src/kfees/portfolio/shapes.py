"""The distinct courses of a portfolio: what of a row decides its maximums, as a request of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from kfees.library.library import Library
from kfees.model.money import ZERO
from kfees.model.payee import Payee
from kfees.model.problems import Problem
from kfees.model.request import Charge, CourseRequest, Episode
from kfees.portfolio.fields import STAY_DAYS, VISITS, Field
from kfees.portfolio.visits import FIELDS, episode_facts, with_visits

ANY_WEIGHT = Decimal(80)
"""Stands for every body weight where nothing that is priced depends on the ampoules."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a course decides its maximums. `charged`: the payees that charge, in their order; `facts`: what
    is stated of the patient and the episode, and the codes of visits, by field."""

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
    facts: tuple[tuple[Field, Any], ...] = ()

    def request(self, library: Library) -> CourseRequest:
        """The shape as a request, with charges of 0.00: maximums do not depend on what is charged."""
        stay = {key: getattr(self, key) for key in ("nights", "drg", *STAY_DAYS)}
        facts = dict(self.facts)
        of_episode = episode_facts(facts)
        stated = of_episode or any(value is not None for value in stay.values())
        request = CourseRequest(
            payer=self.payer,
            regimen=self.regimen,
            setting=self.setting,
            sessions=self.sessions,
            start=self.start,
            weight_kg=self.weight_kg,
            charges=_charges_of_nothing(self.charged, with_gst=self.with_gst),
            episode=Episode(**stay, **of_episode) if stated else None,
        )
        if facts.keys().isdisjoint(VISITS):
            return request
        return with_visits(request, facts, library.of(self.payer))

    def at_fields(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems of the request, at the fields of a portfolio that it was made from."""
        found = []
        for problem in problems:
            place = re.sub(r"^(services\[\d+\]\.)?episode\.", "", problem.place)
            if match := re.match(r"charges\[(\d+)\]", place):
                place = f"{self.charged[int(match[1])]}_charge"
            elif match := re.match(r"services\[(\d+)\]", place):
                place = [field for field in VISITS if field in dict(self.facts)][int(match[1])]
            place = FIELDS.get(place, place)
            found.append(replace(problem, place=place))
        return found


@lru_cache(maxsize=1024)
def _charges_of_nothing(charged: tuple[Payee, ...], *, with_gst: bool) -> tuple[Charge, ...]:
    gst: Literal["included"] | None = "included" if with_gst else None
    return tuple(Charge(payee=payee, amount=ZERO, gst=gst) for payee in charged)
