"""A second calculation of a real course: what is given on which day, who bills it, what it is paid at most.

As in `oracle`, nothing is shared with the program but the figures as published: a request is the dictionary
that its JSON reads as, and every step is written out as a clerk would do it. `oracle_accounts` goes on with
the charges. It knows only what ships, and expects a request that is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

import invented_queensland as queensland
from nwau_oracle import EXACT, Facts, NwauOracle, published
from oracle import HOSPITAL_VERSIONS, MEDICAL_VERSIONS, Oracle, Rate, rows
from oracle_payers import (
    ACTIVITY,
    PAYEE_OF,
    TAC_HOSPITAL,
    TAC_VERSIONS,
    VERSIONS,
    Asked,
    Terms,
    in_own_names,
    terms_of,
)
from oracle_rules import excluded_apart
from oracle_stays import (
    ONE_STAY,
    Part,
    Stay,
    ampoules_a_day,
    days_of_parts,
    number,
    parts_of,
    stay_of,
    stays,
)

SAME_DAY, CLINIC = "public-hospital-same-day", "public-hospital-outpatient"
DRUG_INCLUDED = (ONE_STAY, SAME_DAY, CLINIC)
DEFAULT_DRG, DEFAULT_CLINIC = "B71B", "10.14"


Rates = dict[tuple[str, date, str], list[Rate]]


class Paid(NamedTuple):
    """What one unit is paid at most, and what is certain of that; None is a figure that nobody can know."""

    rate: Decimal | None
    basis: str | None = None
    gst: str | None = None
    why_unknown: str = ""


UNKNOWN = Paid(None)
AWAY, COUNTED_EITHER_WAY = Paid(None, why_unknown="on leave"), Paid(None, why_unknown="which day it is")
NOT_PUBLISHED = Paid(None, why_unknown="nobody says what the setting's own is paid")


@dataclass(frozen=True)
class Unit:
    """So much of one item on one day, from one biller.

    numbers: which day of the stay it is, each number that the sources leave possible.
    weighed: the facts of the stay or visit that a public hospital is paid for.
    """

    payee: str
    provider: str | None
    schedule: str
    item: str
    day: date
    quantity: Decimal
    numbers: frozenset[int] = frozenset({1})
    away: bool = False
    priced: bool = True
    weighed: Facts | None = None
    rule: str = ""


class CourseOracle:
    def __init__(self, data: Path) -> None:
        self._rates = Oracle(data).rates | _of_the_tac(data) | _of_queensland()
        self._weights = NwauOracle()
        self._prices = {int(row["year"]): row["price"] for row in published("prices")}
        self._gst = {row["item"]: row["gst"] for row in rows(data / "private-hospital" / "2018-07-01.csv")}
        self._bands = {row["item"] for row in rows(data / "private-hospital" / "2024-07-01.csv")}
        self._fees = {row["item"]: row for row in rows(data / "medical" / "fees.csv")}
        self._others = {
            schedule: {row["item"]: row for row in rows(data / schedule / "rates.csv")}
            for schedule in ("medical-reports", "return-to-work")
        }

    def units(self, request: Asked) -> list[Unit]:
        """What the course is made of, each as far as it is payable, then what a rule takes away."""
        request, terms = in_own_names(request), terms_of(request)
        found = [*self._of_the_settings(request), *_services(request), *_drug(request)]
        found = _numbered(found, stays(request), terms)
        judged: list[Unit] = []
        for biller in dict.fromkeys((unit.payee, unit.provider) for unit in found):
            theirs = [unit for unit in found if (unit.payee, unit.provider) == biller]
            found_at: list[tuple[int, ...]] = [(at,) for at in range(len(theirs))]
            asked = [
                (one.schedule, one.item, one.day, one.quantity, at)
                for one, at in zip(theirs, found_at, strict=True)
            ]
            for _, _, _, quantity, (at,), rule in excluded_apart(asked, terms.rules):
                judged.append(replace(theirs[at], quantity=quantity, rule=rule))
        return judged

    def _of_the_settings(self, request: Asked) -> Iterator[Unit]:
        left_out = [(item["schedule"], item["item"]) for item in request.get("without") or []]
        first, terms = days_of_parts(request)[0][0], terms_of(request)
        providers = request.get("providers") or {}
        for part, days, stay in zip(parts_of(request), days_of_parts(request), stays(request), strict=True):
            for schedule, item, day, facts in _brought(terms, part, days, first, stay):
                if (schedule, item) not in left_out:
                    payee = PAYEE_OF[schedule]
                    yield Unit(
                        payee, providers.get(payee), schedule, item, day, Decimal(1),
                        away=stay is not None and day in stay.away and item in terms.beds,
                        priced=(part.setting, item) not in terms.not_priced, weighed=facts,
                    )  # fmt: skip

    def paid(self, unit: Unit, terms: Terms) -> Paid:
        """What one unit is paid at most on its day, GST aside."""
        version = version_on(unit.schedule, unit.day)
        if version is None or unit.rule:
            return AWAY if unit.away and terms.leave is not None and not unit.rule else UNKNOWN
        if not unit.priced:
            return NOT_PUBLISHED
        if unit.away and terms.leave is None:
            return AWAY
        if unit.schedule == ACTIVITY:
            return self._weighed(unit, version)
        if unit.schedule in self._others:
            amount = self._others[unit.schedule].get(unit.item, {}).get(version.isoformat())
            return Paid(Decimal(amount), "published", "exclusive") if amount else UNKNOWN
        possible = {self._by_day(unit, version, number) for number in unit.numbers}
        if len(possible) > 1:
            return COUNTED_EITHER_WAY
        (rate,) = possible
        if rate is None:
            return UNKNOWN
        if unit.away and terms.leave is not None:
            rate = cents(rate * terms.leave)
        return self._resting(rate, unit, version, terms)

    def _resting(self, rate: Decimal, unit: Unit, version: date, terms: Terms) -> Paid:
        """The rate with what it rests on, and whether GST comes on top of it."""
        if unit.schedule in terms.reference:
            return Paid(rate, "reference", "free")
        if unit.schedule == "medical":
            carried = version == MEDICAL_VERSIONS[-1] and not self._fees[unit.item][version.isoformat()]
            return Paid(rate, "indexed" if carried else "floor", "free")
        if unit.schedule != "private-hospital":
            return Paid(rate, "published", queensland.GST_OF.get(unit.schedule, "exclusive"))
        published_then = version == HOSPITAL_VERSIONS[0] or unit.item in self._bands
        return Paid(rate, "published" if published_then else "indexed", self._gst[unit.item])

    def _by_day(self, unit: Unit, version: date, number: int) -> Decimal | None:
        for rate in self._rates.get((unit.schedule, version, unit.item), []):
            if rate.from_day <= number <= rate.to_day:
                return rate.amount
        return None

    def _weighed(self, unit: Unit, version: date) -> Paid:
        facts = unit.weighed or Facts()
        if unit.item in self._weights.acute[version.year]:
            nwau = self._weights.acute_nwau(version.year, unit.item, facts)
        elif unit.item in self._weights.clinics[version.year]:
            nwau = self._weights.clinic_nwau(version.year, unit.item, facts)
        else:
            return UNKNOWN
        price = self._prices[version.year]
        return Paid(cents(EXACT.multiply(nwau, Decimal(price))), "reference", "free") if price else UNKNOWN


def _of_the_tac(data: Path) -> Rates:
    found: Rates = {}
    for row in rows(data / TAC_HOSPITAL / "rates.csv"):
        for version in TAC_VERSIONS:
            first, last = int(row["from_day"] or 1), int(row["to_day"] or 100_000)
            rate = Rate(Decimal(row[version.isoformat()]), first, last)
            found.setdefault((TAC_HOSPITAL, version, row["item"]), []).append(rate)
    return found


def _of_queensland() -> Rates:
    found: Rates = {}
    for (schedule, version), prices in queensland.PRICES.items():
        for price in prices:
            first, last = int(price.from_day or 1), int(price.to_day or 100_000)
            rate = Rate(Decimal(price.amount), first, last)
            found.setdefault((schedule, date.fromisoformat(version), price.item), []).append(rate)
    return found


def _brought(
    terms: Terms, part: Part, days: list[date], first: date, stay: Stay | None
) -> Iterator[tuple[str, str, date, Facts | None]]:
    """What the setting brings: schedule, item, day, and what is weighed."""
    drg = part.episode.get("drg") or DEFAULT_DRG
    if part.setting == ONE_STAY:
        assert stay is not None
        yield ACTIVITY, drg, stay.discharged, facts_of(part.episode, len(stay.nights))
    elif part.setting in (SAME_DAY, CLINIC):
        item = drg if part.setting == SAME_DAY else DEFAULT_CLINIC
        for day in days:
            yield ACTIVITY, item, day, facts_of(part.episode, 0)
    else:
        for schedule, item, when in terms.brings[part.setting]:
            for day in stay.nights if stay is not None and when == "night" else days:
                if when in ("night", "each") or (when == "first") == (day == first):
                    bed = stay.beds.get(day, item) if stay is not None and when == "night" else item
                    yield schedule, bed, day, None


def facts_of(episode: Asked, nights: int) -> Facts:
    return Facts(
        nights=nights,
        leave_days=len(episode.get("leave") or []) or episode.get("leave_days") or 0,
        icu_hours=Decimal(episode.get("icu_hours") or "0"),
        icu_eligible=episode.get("icu_eligible") or False,
        age=episode["age"] if episode.get("age") is not None else 45,
        specialist_paediatric=episode.get("specialist_paediatric") or False,
        indigenous=episode.get("indigenous") or False,
        residence=episode.get("residence_remoteness") or "RA0",
        treatment=episode.get("treatment_remoteness") or "RA0",
        radiotherapy=episode.get("radiotherapy") or False,
        dialysis=episode.get("dialysis") or False,
    )


def _services(request: Asked) -> Iterator[Unit]:
    for extra in request.get("services") or []:
        payee = PAYEE_OF[extra["schedule"]]
        provider = extra.get("provider") or (request.get("providers") or {}).get(payee)
        facts = None
        if extra.get("episode"):
            stay = stay_of(extra["episode"], [date.fromisoformat(text) for text in extra["dates"]])
            facts = facts_of(extra["episode"], len(stay.nights))
        for text in sorted(extra["dates"]):
            quantity = Decimal(extra.get("quantity") or "1")
            yield Unit(
                payee, provider, extra["schedule"], extra["item"], date.fromisoformat(text), quantity,
                weighed=facts,
            )  # fmt: skip


def _drug(request: Asked) -> Iterator[Unit]:
    """A line of ampoules, only where a schedule prices them, or a pharmacy charges for them and not as a fee
    of its own."""
    schedule, item = terms_of(request).drug
    charged = [one for one in request.get("charges") or [] if "label" not in one]
    priced = schedule in VERSIONS
    if priced or any(one.get("payee") == "pharmacy" or schedule == one.get("schedule") for one in charged):
        provider = (request.get("providers") or {}).get("pharmacy")
        for part, days in zip(parts_of(request), days_of_parts(request), strict=True):
            if part.setting not in DRUG_INCLUDED:
                for day in days:
                    ampoules = Decimal(ampoules_a_day(request))
                    yield Unit("pharmacy", provider, schedule, item, day, ampoules)


def _numbered(units: list[Unit], stays: list[Stay | None], terms: Terms) -> list[Unit]:
    """With the days of the stay that each night in bed may be, by whatever the sources leave open."""
    there = [stay for stay in stays if stay is not None]
    in_bed = {unit.day for unit in units if unit.item in terms.beds} | {
        day for stay in there for day in stay.nights
    }
    away = {day for stay in there for day in stay.away}
    before = {stay.nights[0]: stay.earlier for stay in there}
    counts = [number(in_bed, before, terms.goes_on), number(in_bed, before, terms.goes_on, away)]
    of_bed = {
        bed: number({unit.day for unit in units if unit.item == bed}, {}, terms.goes_on)
        for bed in terms.of_their_own
    }
    found = []
    for unit in units:
        if unit.item in terms.beds:
            counted = [*counts, of_bed[unit.item]] if unit.item in of_bed else counts
            unit = replace(unit, numbers=frozenset().union(*(count[unit.day] for count in counted)))
        found.append(unit)
    return found


def version_on(schedule: str, day: date) -> date | None:
    in_force = [version for version in VERSIONS.get(schedule, ()) if version <= day]
    return in_force[-1] if in_force else None


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
