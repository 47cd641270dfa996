"""Years of weights that nobody published: the shipped ones with more decimals, and wholly invented ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from random import Random

from kfees.library.version import Version
from nwau_cases import SCHEDULE

FIRST_DAY = date(2030, 7, 1)

FACTS = """\
title = "Invented weights"
publisher = "Nobody"
source = "invented for a test"
retrieved = 2026-01-01
next_change_expected = 2031-07-01
currency = "AUD"
gst = "free"
payee = "hospital"

[activity]
unit = "NWAU"
classification = "Invented groups"
price_per_weight = {price}
price_source = "invented for a test"
"""
ROUNDING = "\n[activity.rounding]\nbase = {}\npaediatric = {}\nadjusted = {}\n"

FIGURES = ("same_day", "short_stay_base", "short_stay_per_day", "inlier", "long_stay_per_day", "paediatric")

Table = list[dict[str, str]]


def version_with(
    tables: Mapping[str, Table], *, price: str = "7258", rounding: tuple[int, ...] | None = None
) -> Version:
    """A version of weights with these tables."""
    facts = FACTS.format(price=price) + (ROUNDING.format(*rounding) if rounding else "")
    files = {f"{name}.csv": _written(rows) for name, rows in tables.items()}
    return Version(SCHEDULE, FIRST_DAY, "invented", {**files, "schedule.toml": facts.encode()})


def tables_of(version: Version) -> dict[str, Table]:
    names = ("acute", "emergency", "clinics", "adjustments")
    return {name: list(csv.DictReader(io.StringIO(version.files[f"{name}.csv"].decode()))) for name in names}


def _written(rows: Table) -> bytes:
    text = io.StringIO()
    table = csv.DictWriter(text, [*rows[0]])
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


def finer(random: Random, version: Version, every: int, decimals: int) -> dict[str, Table]:
    """A version's tables with so many decimals more in each figure, of which a third are ties. Of stays and
    visits only each so-manieth is kept, beginning anywhere, and those that an adjustment names."""
    tables = tables_of(version)
    named = {code for row in tables["adjustments"] for code in f"{row['items']} {row['except']}".split()}
    for name, columns in (("acute", FIGURES), ("emergency", ("weight",)), ("clinics", ("weight",))):
        first = random.randrange(every)
        rows = [
            row for number, row in enumerate(tables[name]) if number % every == first or row["item"] in named
        ]
        tables[name] = [{**row, **dict(_finer(random, row, columns, decimals))} for row in rows]
    tables["adjustments"] = [
        {**row, **dict(_finer(random, row, ("value",), 1))} for row in tables["adjustments"]
    ]
    return tables


def _finer(
    random: Random, row: Mapping[str, str], columns: Iterable[str], decimals: int
) -> Iterator[tuple[str, str]]:
    for column in columns:
        if row[column] not in ("", "unknown"):
            more = random.choice(
                ("5", "5".zfill(decimals), str(random.randrange(10**decimals)).zfill(decimals))
            )
            point = "" if "." in row[column] else "."
            yield column, f"{row[column]}{point}{more}"


def invented(random: Random) -> Version:
    """A small year that may hold anything a year of weights may: figures of any size and fineness,
    adjustments by any fact, for some items or for all but some."""
    digits, decimals = random.choice(((1, 4), (1, 4), (1, 7), (2, 8), (3, 5), (5, 8), (1, 9)))

    def figure(*, most: int = 10**digits, fine: int = decimals) -> str:
        whole, places = random.randrange(most + 1), random.randint(0, fine)
        tail = str(random.randrange(10**places)).zfill(places) if places else ""
        return f"{whole}.{tail}".rstrip(".")

    acute = []
    for number in range(6):
        low = random.choice((1, 1, 2, 5, 30))
        high = low + random.choice((0, 1, 20, 9_000) if random.random() < 0.1 else (0, 1, 20))
        listed = random.random() < 0.3
        acute.append(
            {
                "item": f"X0{number}A",
                "label": "Invented stay",
                "same_day_list": "yes" if listed else "no",
                "bundled_icu": random.choice(("yes", "no", "no")),
                "lower_bound": str(low),
                "upper_bound": str(high),
                "same_day": figure() if listed else "",
                "short_stay_base": random.choice(("", figure())),
                "short_stay_per_day": figure(most=3) if low > 1 else random.choice(("", figure())),
                "inlier": figure(),
                "long_stay_per_day": random.choice(("", figure(most=1))),
                "paediatric": random.choice(("1", figure(most=2, fine=4))),
                "private_service": "0.1",
            }
        )
    emergency = [
        {"item": f"E{number}", "label": "Presentation", "weight": figure(), "paediatric": factor}
        for number, factor in enumerate(("", figure(most=2, fine=3)))
    ]
    clinics = [
        {"item": "10.1", "label": "Clinic", "weight": figure(), "paediatric": "", "reason": ""},
        {"item": "10.10", "label": "Clinic", "weight": figure(), "paediatric": "1.5", "reason": ""},
        {"item": "10.11", "label": "Clinic", "weight": "unknown", "paediatric": "", "reason": "not weighed"},
    ]
    tables = {"acute": acute, "emergency": emergency, "clinics": clinics}
    tables["adjustments"] = _adjustments(random, fine=random.choice((1, 2, 2, 3, 4)))
    rounding = (random.randint(0, 6), random.randint(2, 8), random.randint(3, 12))
    cents = random.randrange(10 ** random.choice((5, 6, 6, 9)))
    return version_with(
        tables, price=f"{cents // 100}.{cents % 100:02}", rounding=random.choice((None, rounding, (4, 6, 10)))
    )


def _adjustments(random: Random, fine: int) -> Table:
    def value() -> str:
        tail = random.randrange(10**fine)
        return f"{random.choice((0, 0, 0, 1))}.{str(tail).zfill(fine)}"

    facts = [
        *((fact, "yes") for fact in ("indigenous", "radiotherapy", "dialysis", "multiple_providers")),
        *(("residence_remoteness", f"RA{number}") for number in range(5)),
        *(("treatment_remoteness", f"RA{number}") for number in range(5)),
        ("drg", "X01A"),
        ("adjustments", "COVID-19 treatment"),
    ]
    if random.random() < 0.1:
        facts.append(
            random.choice((("age", "0-17"), ("nights", "0-3"), ("icu_hours", "0"), ("leave_days", "1+")))
        )
    rows: Table = [{"adjustment": "ICU", "streams": "acute", "step": "for each ICU hour", "value": value()}]
    for number, (fact, stated) in enumerate(facts):
        if random.random() < 0.5:
            continue
        limits: dict[str, str] = {}
        if random.random() < 0.4 and fact != "drg":
            limits[random.choice(("items", "except"))] = random.choice(("X01A", "X01A X03A"))
        everywhere = fact != "drg" and not limits and random.random() < 0.5
        rows.append(
            {
                "adjustment": f"Invented {number}",
                "streams": "acute emergency clinic" if everywhere else "acute",
                "step": "multiplied" if fact[0] in "tad" and random.random() < 0.7 else "added",
                "fact": fact,
                "is": stated,
                "value": value(),
                **limits,
            }
        )
    columns = ("adjustment", "streams", "step", "fact", "is", "value", "items", "except")
    return [{column: row.get(column, "") for column in columns} for row in rows]
