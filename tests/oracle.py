"""A second calculation of a course, from the sources' own figures, as a clerk would do it by hand.

It shares no arithmetic, no data file and no code with the program: requests are plain
dictionaries, rates come from the published figures in `tests/published`, and every step is written out. It is
slow and knows only what ships; its one purpose is to disagree.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import holidays

from oracle_rules import excluded_apart

FACTOR = Decimal("1.2118")
HOSPITAL_VERSIONS = (date(2018, 7, 1), date(2024, 7, 1))
MEDICAL_VERSIONS = (date(2024, 7, 1), date(2025, 3, 1), date(2025, 7, 1), date(2026, 7, 1))
UNIT_OF_2026 = Decimal("23.70")
PAYEE_OF = {"private-hospital": "hospital", "medical": "medical", "pharmacy": "pharmacy"}
NEXT_CHANGE = {
    ("private-hospital", date(2018, 7, 1)): date(2019, 7, 1),
    ("private-hospital", date(2024, 7, 1)): date(2025, 7, 1),
    ("medical", date(2024, 7, 1)): date(2025, 7, 1),
    ("medical", date(2025, 3, 1)): date(2025, 7, 1),
    ("medical", date(2025, 7, 1)): date(2026, 7, 1),
    ("medical", date(2026, 7, 1)): date(2027, 7, 1),
}
CONTINUOUS = {"crps-4-day": True, "crps-10-day": False}
TREATMENT_DAYS = {"crps-4-day": 4, "crps-10-day": 10}
WARDS, UNITS = ("AS", "GS", "M"), ("ICU", "CCU")
"""The beds that the schedule rates by the day of a stay."""

WITH_NIGHTS = {"private-hospital-inpatient", "public-hospital-admitted"}
DEFAULT_ITEMS = {
    "private-hospital-inpatient": (("M", "night"), ("2801", "first"), ("2806", "later")),
    "private-day-hospital": (("DS1", "each"), ("2801", "first"), ("2806", "later")),
    "hospital-in-the-home": (("HIT", "each"), ("2824", "first"), ("2832", "later")),
    "consulting-rooms": (("2801", "first"), ("2806", "later")),
}


@dataclass(frozen=True)
class Rate:
    """None as an amount: the schedule knows the item and prints no figure for it."""

    amount: Decimal | None
    from_day: int = 1
    to_day: int = 100_000


@dataclass
class Line:
    """What one item costs at one rate; None is a figure that nobody can know."""

    payee: str
    schedule: str
    item: str
    version: date | None
    rate: Decimal | None
    dates: list[date]
    quantity: Decimal
    stale: bool
    rule: str = ""
    maximum: Decimal | None = None
    charge: Decimal | None = None
    payable: Decimal | None = None
    gap: Decimal | None = None


@dataclass(frozen=True)
class Answer:
    lines: list[Line]
    payees: dict[str, dict[str, Decimal | None]]
    totals: dict[str, Decimal | None]
    known_maximum: Decimal
    known_gap: Decimal
    dose: tuple[Decimal, Decimal, int]


class Oracle:
    def __init__(self, data: Path) -> None:
        self.rates: dict[tuple[str, date, str], list[Rate]] = {}
        self._read_hospital(data)
        self._read_medical(data)

    def _read_hospital(self, data: Path) -> None:
        old, new = HOSPITAL_VERSIONS
        for row in rows(data / "private-hospital" / "2018-07-01.csv"):
            amount = Decimal(row["amount"])
            first, last = int(row["from_day"] or 1), int(row["to_day"] or 100_000)
            indexed = (amount * FACTOR).quantize(Decimal("0.01"), ROUND_HALF_UP)
            self.rates.setdefault(("private-hospital", old, row["item"]), []).append(
                Rate(amount, first, last)
            )
            self.rates.setdefault(("private-hospital", new, row["item"]), []).append(
                Rate(indexed, first, last)
            )
        for row in rows(data / "private-hospital" / "2024-07-01.csv"):
            self.rates["private-hospital", new, row["item"]] = [Rate(Decimal(row["amount"]))]

    def _read_medical(self, data: Path) -> None:
        july_2024, march_2025, july_2025, july_2026 = MEDICAL_VERSIONS
        for row in rows(data / "medical" / "fees.csv"):
            fees = {day: row[day.isoformat()] for day in (march_2025, july_2025, july_2026)}
            if row["since"] <= july_2024.isoformat():
                fees[july_2024] = row[march_2025.isoformat()]
            for version, fee in fees.items():
                if fee:
                    known = None if fee == "derived" else Decimal(fee)
                    self.rates["medical", version, row["item"]] = [Rate(known)]
            if fees[july_2025] and not fees[july_2026]:
                self.rates["medical", july_2026, row["item"]] = [Rate(_carried(row))]

    def price(self, request: dict[str, Any]) -> Answer:
        days = treatment_days(request)
        services = self._services(request, days)
        lines = self._lines(services)
        claim = request.get("claim") or {}
        approved = claim.get("approval", {}).get("given", "")
        refused = approved > days[0].isoformat() or claim.get("injury_accepted") is False
        payees = self._charge(lines, request.get("charges", []), refused)
        totals = {
            figure: _all_or_nothing([payee[figure] for payee in payees.values()])
            for figure in ("maximum", "charge", "payable", "gap")
        }
        known_gap = Decimal(0)
        for name, payee in payees.items():
            bundled = any(charge.get("payee") == name for charge in request.get("charges", []))
            gaps = [payee["gap"]] if bundled else [line.gap for line in lines if line.payee == name]
            known_gap += sum((gap for gap in gaps if gap is not None), Decimal(0))
        known_maximum = sum((line.maximum for line in lines if line.maximum is not None), Decimal(0))
        return Answer(lines, payees, totals, known_maximum, known_gap, dose(request))

    def _services(
        self, request: dict[str, Any], days: list[date]
    ) -> list[tuple[str, str, date, Decimal, tuple[int, ...]]]:
        """(schedule, item, day, quantity, its days of stay): the setting's, then the request's own."""
        found: list[tuple[str, str, date, Decimal]] = []
        for item, when in DEFAULT_ITEMS[request["setting"]]:
            schedule = "medical" if item.isdigit() else "private-hospital"
            on = {"first": days[:1], "later": days[1:], "each": days, "night": nights(request, days)}[when]
            if {"schedule": schedule, "item": item} not in request.get("without", []):
                found += [(schedule, item, day, Decimal(1)) for day in on]
        for extra in request.get("services", []):
            for text in extra["dates"]:
                day, quantity = date.fromisoformat(text), Decimal(extra.get("quantity", "1"))
                found.append((extra["schedule"], extra["item"], day, quantity))
        charged = {charge.get("payee") or charge.get("schedule") for charge in request.get("charges", [])}
        if "pharmacy" in charged:
            ampoules = Decimal(dose(request)[2]) / len(days)
            found += [("pharmacy", "ketamine-200mg", day, ampoules) for day in days]
        in_bed = {item: {day for _, one, day, _ in found if one == item} for _, item, _, _ in found}
        in_hospital = set(nights(request, days)) if request["setting"] in WITH_NIGHTS else set()
        in_hospital = in_hospital.union(*(in_bed.get(bed, set()) for bed in (*WARDS, *UNITS)))
        of_stay = number_the_days(in_hospital)
        counted = {
            # No source says what the days of a unit count, so each of the two counts has its say.
            item: [of_stay, number_the_days(theirs)] if item in UNITS else [of_stay]
            for item, theirs in in_bed.items()
        }
        return [
            (schedule, item, day, quantity, tuple(count.get(day, 1) for count in counted[item]))
            for schedule, item, day, quantity in found
        ]

    def _lines(self, services: list[tuple[str, str, date, Decimal, tuple[int, ...]]]) -> list[Line]:
        lines: list[Line] = []
        keys: list[tuple[object, ...]] = []
        for schedule, item, day, quantity, days_of_stay, rule in excluded_apart(services):
            version = _version_on(schedule, day)
            rate, unclear = None, False
            if version is not None and not rule:
                candidates = self.rates.get((schedule, version, item), [])
                holding = [
                    [one.amount for one in candidates if one.from_day <= number <= one.to_day]
                    for number in days_of_stay
                ]
                unclear = any(amounts != holding[0] for amounts in holding)
                if not unclear and holding[0]:
                    rate = holding[0][0]
            # What has no rate on any day is a line apart from what has one or another by the count.
            key = (schedule, item, version, rate, rule, unclear)
            if key not in keys:
                keys.append(key)
                lines.append(
                    Line(PAYEE_OF[schedule], schedule, item, version, rate, [], Decimal(0), False, rule)
                )
            line = lines[keys.index(key)]
            line.dates = sorted({*line.dates, day})
            line.quantity += quantity
            late = version is not None and day >= NEXT_CHANGE[schedule, version]
            line.stale = line.stale or (late and not rule)
        for line in lines:
            if line.rule:
                line.maximum = Decimal(0)
            elif line.rate is not None:
                line.maximum = _cents(line.rate * line.quantity)
        return lines

    def _charge(
        self, lines: list[Line], charges: list[dict[str, str]], refused: bool
    ) -> dict[str, dict[str, Decimal | None]]:
        for line in lines:
            for charge in charges:
                if (charge.get("schedule"), charge.get("item")) == (line.schedule, line.item):
                    line.charge = _cents(Decimal(charge["amount"]) * line.quantity)
            if refused:
                line.payable, line.gap = Decimal(0), line.charge
            elif line.charge is not None and line.maximum is not None:
                line.payable = min(line.charge, line.maximum)
                line.gap = line.charge - line.payable
        payees: dict[str, dict[str, Decimal | None]] = {}
        for payee in ("hospital", "medical", "pharmacy"):
            theirs = [line for line in lines if line.payee == payee]
            if not theirs:
                continue
            maximum = _all_or_nothing([line.maximum for line in theirs])
            together = [Decimal(charge["amount"]) for charge in charges if charge.get("payee") == payee]
            if together:
                payable = None if maximum is None else min(together[0], maximum)
                payable = Decimal(0) if refused else payable
                gap = None if payable is None else together[0] - payable
                payees[payee] = {"maximum": maximum, "charge": together[0], "payable": payable, "gap": gap}
            else:
                payees[payee] = {
                    "maximum": maximum,
                    "charge": _all_or_nothing([line.charge for line in theirs]),
                    "payable": _all_or_nothing([line.payable for line in theirs]),
                    "gap": _all_or_nothing([line.gap for line in theirs]),
                }
        return payees


def treatment_days(request: dict[str, Any]) -> list[date]:
    start, count = date.fromisoformat(request["start"]), TREATMENT_DAYS[request["regimen"]]
    calendar = request.get("calendar")
    if calendar is None:
        daily = CONTINUOUS[request["regimen"]] or request["setting"] in WITH_NIGHTS
        calendar = "consecutive" if daily else "weekdays"
    if isinstance(calendar, dict):
        return [date.fromisoformat(text) for text in calendar["dates"]]
    free = holidays.country_holidays("AU", subdiv="VIC") if calendar == "weekdays" else {}
    days: list[date] = []
    day = start
    while len(days) < count:
        if calendar == "consecutive" or (day.isoweekday() <= 5 and day not in free):
            days.append(day)
        day = day + timedelta(days=1)
    return days


def nights(request: dict[str, Any], days: list[date]) -> list[date]:
    """The nights in hospital, one after the other: up to the last treatment day unless told."""
    wanted = (request.get("episode") or {}).get("nights")
    count = (days[-1] - days[0]).days + 1 if wanted is None else wanted
    return [days[0] + timedelta(days=number) for number in range(count)]


def number_the_days(days: set[date]) -> dict[date, int]:
    """Day 1, 2, 3 ... of a stay; more than seven days out of hospital begin a new stay."""
    numbers: dict[date, int] = {}
    number = 0
    last: date | None = None
    for day in sorted(days):
        nights_out = 0 if last is None else (day - last).days - 1
        number = 1 if nights_out > 7 else number + 1
        numbers[day] = number
        last = day
    return numbers


def dose(request: dict[str, Any]) -> tuple[Decimal, Decimal, int]:
    """mg a day, mg in all, ampoules of 200 mg opened."""
    if request["regimen"] == "crps-4-day":
        a_day = Decimal(22) * 24
    else:
        a_day = Decimal("0.35") * Decimal(request["weight_kg"]) * 4
    count = TREATMENT_DAYS[request["regimen"]]
    return a_day, a_day * count, math.ceil(a_day / 200) * count


def _version_on(schedule: str, day: date) -> date | None:
    versions = {"private-hospital": HOSPITAL_VERSIONS, "medical": MEDICAL_VERSIONS}.get(schedule, ())
    in_force = [version for version in versions if version <= day]
    return in_force[-1] if in_force else None


def _all_or_nothing(figures: list[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for figure in figures:
        if figure is None:
            return None
        total += figure
    return total


def _carried(row: dict[str, str]) -> Decimal | None:
    """A medical fee of July 2026 that was not published: by the rise of the others, where it had theirs."""
    if row["units"]:
        return int(row["units"]) * UNIT_OF_2026
    before, after = row["2025-03-01"], row["2025-07-01"]
    if before in ("", "derived", after):
        return None
    assert Decimal(after) == _five_cents(Decimal(before) * Decimal("1.024"))
    return _five_cents(Decimal(after) * Decimal("1.026"))


def _five_cents(amount: Decimal) -> Decimal:
    return (amount * 20).quantize(Decimal(1), ROUND_HALF_UP) / 20


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
