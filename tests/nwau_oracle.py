"""A second calculation of weighted activity, from the published tables, as a clerk would do it by hand.

It shares no arithmetic, no data file and no code with the program: it reads the gathered sources,
takes the facts of a stay one by one, and writes every step out. It answers in Decimal, exactly.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact
from pathlib import Path

YEARS = ("NEP20", "NEP21", "NEP22", "NEP23", "NEP24", "NEP25")
NOT_ROUNDED = ("NEP20", "NEP21")
WITH_COVID_TREATMENT = ("T63A", "T63B")
# Any product that would lose a digit is an error here, so that only the stated roundings round.
EXACT = Context(prec=80, traps=[Inexact])
ROUNDING = Context(prec=80, traps=[])


class NoAnswer(Exception):
    """The published tables do not say."""


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
    def __init__(self, folder: Path) -> None:
        self.acute: dict[str, dict[str, dict[str, str]]] = {year: {} for year in YEARS}
        self.emergency: dict[str, dict[str, Decimal]] = {year: {} for year in YEARS}
        self.clinics: dict[str, dict[str, tuple[Decimal, Decimal]]] = {year: {} for year in YEARS}
        self.adjustments: dict[str, dict[str, Decimal]] = {year: {} for year in YEARS}
        self.prices: dict[str, Decimal | None] = {}
        for year in YEARS:
            for row in _rows(folder / f"acute_{year}.csv"):
                if row["drg"] not in ("", "0"):
                    self.acute[year][row["drg"]] = row
        for row in _rows(folder / "emergency_aecc.csv"):
            self.emergency[row["nep"]][row["class"]] = Decimal(row["weight"])
        for row in _rows(folder / "non_admitted_tier2.csv"):
            if Decimal(row["weight"]) != 0:
                self.clinics[row["nep"]][row["clinic"]] = (
                    Decimal(row["weight"]),
                    Decimal(row["paediatric"]),
                )
        for row in _rows(folder / "adjustments.csv"):
            self.adjustments[row["nep"]][row["adjustment"]] = Decimal(row["value"])
        for row in _rows(folder / "nep.csv"):
            price = row["national_efficient_price"]
            self.prices[row["nep"]] = Decimal(price) if price else None

    def acute_nwau(self, year: str, drg: str, facts: Facts) -> Decimal:
        row = self.acute[year][drg]
        base = _round(year, _base(row, _stay(row, facts), same_day=facts.nights == 0), 4)

        factor = Decimal(1)
        if facts.age <= 17 and facts.specialist_paediatric:
            factor = Decimal(row["paediatric"])
        a = _round(year, EXACT.multiply(base, factor), 6)

        first = EXACT.add(Decimal(1), self._patient(year, facts))
        if facts.radiotherapy:
            first = EXACT.add(first, self.adjustments[year]["Radiotherapy"])
        if facts.dialysis:
            first = EXACT.add(first, self.adjustments[year]["Dialysis"])
        if facts.psychiatric_age is not None:
            name = f"Specialist psychiatric age cat {facts.psychiatric_age}"
            first = EXACT.add(first, self.adjustments[year][name])
        b = EXACT.multiply(EXACT.multiply(a, first), self._treatment(year, facts))
        if facts.covid and drg in WITH_COVID_TREATMENT:
            covid = self.adjustments[year]["COVID-19 treatment (T63A/B only)"]
            b = EXACT.multiply(b, EXACT.add(Decimal(1), covid))
        b = _round(year, b, 10)

        icu = EXACT.multiply(_icu_hours_paid(row, facts), self.adjustments[year]["ICU hourly rate"])
        gross = max(Decimal(0), EXACT.add(b, icu))
        if facts.private_patient:
            return self._less_private(year, drg, facts, gross, EXACT.add(base, icu))
        return gross

    def _less_private(
        self, year: str, drg: str, facts: Facts, gross: Decimal, unadjusted: Decimal
    ) -> Decimal:
        """What is left when the private patient's doctors and bed, paid elsewhere, are taken off."""
        factor = self.acute[year][drg]["private_service"]
        if factor == "":
            raise NoAnswer(f"{year} prints no private patient service adjustment for {drg}")
        service = EXACT.multiply(Decimal(factor), unadjusted)
        if facts.nights == 0:
            accommodation = self.adjustments[year]["Private accommodation VIC same-day"]
        else:
            a_night = self.adjustments[year]["Private accommodation VIC overnight per night"]
            accommodation = EXACT.multiply(Decimal(_length_of_stay(facts)), a_night)
        return max(Decimal(0), EXACT.subtract(EXACT.subtract(gross, service), accommodation))

    def fell(self, year: str, drg: str, facts: Facts) -> str:
        """Where the stay fell: same day, short, inlier or long."""
        row = self.acute[year][drg]
        if facts.nights == 0 and row["same_day_list"] == "1":
            return "same day"
        if _stay(row, facts) < int(row["lower_bound"]):
            return "short"
        if _stay(row, facts) > int(row["upper_bound"]):
            return "long"
        return "inlier"

    def emergency_nwau(self, year: str, emergency_class: str, facts: Facts) -> Decimal:
        first = EXACT.add(Decimal(1), self._patient(year, facts))
        b = EXACT.multiply(self.emergency[year][emergency_class], first)
        return EXACT.multiply(b, self._treatment(year, facts))

    def clinic_nwau(self, year: str, clinic: str, facts: Facts) -> Decimal:
        weight, paediatric = self.clinics[year][clinic]
        if facts.age <= 17 and facts.specialist_paediatric:
            weight = EXACT.multiply(weight, paediatric)
        first = EXACT.add(Decimal(1), self._patient(year, facts))
        if facts.multiple_provider:
            name = "Non-admitted multidisciplinary (multiple provider)"
            first = EXACT.add(first, self.adjustments[year][name])
        return EXACT.multiply(EXACT.multiply(weight, first), self._treatment(year, facts))

    def _patient(self, year: str, facts: Facts) -> Decimal:
        """What Indigenous status and the remoteness of the patient's home add."""
        added = self.adjustments[year][f"Patient residential remoteness {facts.residence}"]
        if facts.indigenous:
            added = EXACT.add(added, self.adjustments[year]["Indigenous"])
        return added

    def _treatment(self, year: str, facts: Facts) -> Decimal:
        """1 and what the remoteness of the hospital adds."""
        return EXACT.add(
            Decimal(1), self.adjustments[year][f"Patient treatment remoteness {facts.treatment}"]
        )


def _length_of_stay(facts: Facts) -> int:
    return max(1, facts.nights - facts.leave_days)


def _icu_hours_paid(row: dict[str, str], facts: Facts) -> Decimal:
    return facts.icu_hours if facts.icu_eligible and row["bundled_icu"] == "0" else Decimal(0)


def _stay(row: dict[str, str], facts: Facts) -> int:
    """Days that the bounds are compared with: each whole day in paid intensive care is left out."""
    return max(1, _length_of_stay(facts) - int(_icu_hours_paid(row, facts) // 24))


def _base(row: dict[str, str], stay: int, *, same_day: bool) -> Decimal:
    if same_day and row["same_day_list"] == "1":
        return Decimal(row["same_day"])
    lower, upper = int(row["lower_bound"]), int(row["upper_bound"])
    if stay < lower:
        per_day = Decimal(row["short_stay_per_day"] or "0")
        return EXACT.add(Decimal(row["short_stay_base"] or "0"), EXACT.multiply(Decimal(stay), per_day))
    if stay > upper:
        per_day = Decimal(row["long_stay_per_day"] or "0")
        return EXACT.add(Decimal(row["inlier"]), EXACT.multiply(Decimal(stay - upper), per_day))
    return Decimal(row["inlier"])


def _round(year: str, weight: Decimal, places: int) -> Decimal:
    if year in NOT_ROUNDED:
        return weight
    return weight.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, context=ROUNDING)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
