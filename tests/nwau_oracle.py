"""A second calculation of weighted activity, from the published tables, as a clerk would do it by hand.

It shares no arithmetic, no data file and no code with the program: it reads the figures under
tests/published, takes the facts of a stay one by one, and writes every step out. It answers in Decimal,
exactly.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact
from pathlib import Path

PUBLISHED = Path(__file__).parent / "published" / "department-of-health"
YEARS = (2020, 2021, 2022, 2023, 2024, 2025)
"""Each from its 1 July: 2020 is NEP20."""

NOT_ROUNDED = (2020, 2021)
# Any product that would lose a digit is an error here, so that only the stated roundings round.
EXACT = Context(prec=80, traps=[Inexact])
ROUNDING = Context(prec=80, traps=[])


def published(table: str) -> list[dict[str, str]]:
    """The rows of a table of figures."""
    with (PUBLISHED / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@dataclass(frozen=True)
class Extra:
    """What an adjustment adds, in which care, and to what alone or to what not."""

    value: Decimal
    care: str
    only_for: str
    not_for: str

    def applies(self, care: str, code: str) -> bool:
        if care not in self.care.split() or code in self.not_for.split():
            return False
        return self.only_for == "" or code in self.only_for.split()


@dataclass
class Facts:
    """What the clerk reads on the discharge form. One who never stayed a night has nights 0."""

    nights: int = 0
    leave_days: int = 0
    icu_hours: Decimal = Decimal(0)
    icu_eligible: bool = False
    age: int = 45
    specialist_paediatric: bool = False
    indigenous: bool = False
    residence: str = "RA0"
    treatment: str = "RA0"
    radiotherapy: bool = False
    dialysis: bool = False
    psychiatric_age: str | None = None
    covid: bool = False
    private_patient: bool = False
    multiple_provider: bool = False


class NwauOracle:
    def __init__(self) -> None:
        self.acute: dict[int, dict[str, dict[str, str]]] = {year: {} for year in YEARS}
        self.emergency: dict[int, dict[str, Decimal]] = {year: {} for year in YEARS}
        self.clinics: dict[int, dict[str, tuple[Decimal, Decimal]]] = {year: {} for year in YEARS}
        self.extras: dict[tuple[int, str], list[Extra]] = {}
        for row in published("acute"):
            self.acute[int(row["year"])][row["drg"]] = row
        for row in published("emergency"):
            self.emergency[int(row["year"])][row["class"]] = Decimal(row["weight"])
        for row in published("clinics"):
            if Decimal(row["weight"]) != 0:
                figures = (Decimal(row["weight"]), Decimal(row["child"]))
                self.clinics[int(row["year"])][row["clinic"]] = figures
        for row in published("adjustments"):
            extra = Extra(Decimal(row["value"]), row["care"], row["only_for"], row["not_for"])
            self.extras.setdefault((int(row["year"]), row["what"]), []).append(extra)

    def acute_nwau(self, year: int, drg: str, facts: Facts) -> Decimal:
        row = self.acute[year][drg]
        base = _round(year, _base(row, _stay(row, facts), same_day=facts.nights == 0), 4)

        factor = Decimal(1)
        if facts.age <= 17 and facts.specialist_paediatric:
            factor = Decimal(row["child"])
        a = _round(year, EXACT.multiply(base, factor), 6)

        first = EXACT.add(Decimal(1), self._patient(year, "acute", drg, facts))
        if facts.radiotherapy:
            first = EXACT.add(first, self._extra(year, "radiotherapy", "acute", drg))
        if facts.dialysis:
            first = EXACT.add(first, self._extra(year, "dialysis", "acute", drg))
        if facts.psychiatric_age is not None:
            name = f"psychiatric age {facts.psychiatric_age}"
            first = EXACT.add(first, self._extra(year, name, "acute", drg))
        b = EXACT.multiply(EXACT.multiply(a, first), self._treatment(year, "acute", drg, facts))
        if facts.covid:
            covid = self._extra(year, "COVID-19 treatment", "acute", drg)
            b = EXACT.multiply(b, EXACT.add(Decimal(1), covid))
        b = _round(year, b, 10)

        an_hour = self._extra(year, "hour in intensive care", "acute", drg)
        icu = EXACT.multiply(_icu_hours_paid(row, facts), an_hour)
        gross = max(Decimal(0), EXACT.add(b, icu))
        if facts.private_patient:
            return self._less_private(year, drg, facts, gross, EXACT.add(base, icu))
        return gross

    def _less_private(
        self, year: int, drg: str, facts: Facts, gross: Decimal, unadjusted: Decimal
    ) -> Decimal:
        """What is left when the private patient's doctors and bed, paid elsewhere, are taken off."""
        service = EXACT.multiply(Decimal(self.acute[year][drg]["private"]), unadjusted)
        if facts.nights == 0:
            accommodation = self._extra(year, "private bed for a day", "acute", drg)
        else:
            a_night = self._extra(year, "private bed a night", "acute", drg)
            accommodation = EXACT.multiply(Decimal(_length_of_stay(facts)), a_night)
        return max(Decimal(0), EXACT.subtract(EXACT.subtract(gross, service), accommodation))

    def fell(self, year: int, drg: str, facts: Facts) -> str:
        """Where the stay fell: same day, short, inlier or long."""
        row = self.acute[year][drg]
        if facts.nights == 0 and row["same_day"] == "yes":
            return "same day"
        if _stay(row, facts) < int(row["from_day"]):
            return "short"
        if _stay(row, facts) > int(row["to_day"]):
            return "long"
        return "inlier"

    def emergency_nwau(self, year: int, emergency_class: str, facts: Facts) -> Decimal:
        first = EXACT.add(Decimal(1), self._patient(year, "emergency", emergency_class, facts))
        b = EXACT.multiply(self.emergency[year][emergency_class], first)
        return EXACT.multiply(b, self._treatment(year, "emergency", emergency_class, facts))

    def clinic_nwau(self, year: int, clinic: str, facts: Facts) -> Decimal:
        weight, child = self.clinics[year][clinic]
        if facts.age <= 17 and facts.specialist_paediatric:
            weight = EXACT.multiply(weight, child)
        first = EXACT.add(Decimal(1), self._patient(year, "clinic", clinic, facts))
        if facts.multiple_provider:
            first = EXACT.add(first, self._extra(year, "several providers", "clinic", clinic))
        return EXACT.multiply(EXACT.multiply(weight, first), self._treatment(year, "clinic", clinic, facts))

    def _patient(self, year: int, care: str, code: str, facts: Facts) -> Decimal:
        """What Indigenous status and the remoteness of the patient's home add."""
        added = self._extra(year, f"lives in {facts.residence}", care, code)
        if facts.indigenous:
            added = EXACT.add(added, self._extra(year, "Indigenous", care, code))
        return added

    def _treatment(self, year: int, care: str, code: str, facts: Facts) -> Decimal:
        """1 and what the remoteness of the hospital adds."""
        return EXACT.add(Decimal(1), self._extra(year, f"treated in {facts.treatment}", care, code))

    def _extra(self, year: int, what: str, care: str, code: str) -> Decimal:
        """The one published figure that applies, or none."""
        found = [extra for extra in self.extras[year, what] if extra.applies(care, code)]
        assert len(found) <= 1
        return found[0].value if found else Decimal(0)


def _length_of_stay(facts: Facts) -> int:
    return max(1, facts.nights - facts.leave_days)


def _icu_hours_paid(row: dict[str, str], facts: Facts) -> Decimal:
    return facts.icu_hours if facts.icu_eligible and row["bundles_icu"] == "no" else Decimal(0)


def _stay(row: dict[str, str], facts: Facts) -> int:
    """Days that the bounds are compared with: each whole day in paid intensive care is left out."""
    return max(1, _length_of_stay(facts) - int(_icu_hours_paid(row, facts) // 24))


def _base(row: dict[str, str], stay: int, *, same_day: bool) -> Decimal:
    if same_day and row["same_day"] == "yes":
        return Decimal(row["one_day"])
    lower, upper = int(row["from_day"]), int(row["to_day"])
    if stay < lower:
        per_day = Decimal(row["short_day"] or "0")
        return EXACT.add(Decimal(row["short_base"] or "0"), EXACT.multiply(Decimal(stay), per_day))
    if stay > upper:
        per_day = Decimal(row["long_day"] or "0")
        return EXACT.add(Decimal(row["inlier"]), EXACT.multiply(Decimal(stay - upper), per_day))
    return Decimal(row["inlier"])


def _round(year: int, weight: Decimal, places: int) -> Decimal:
    if year in NOT_ROUNDED:
        return weight
    return weight.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, context=ROUNDING)
