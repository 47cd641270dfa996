"""Portfolios by chance, each cell with what it means: written plainly, as people write, or wrongly.

Every table has a few dozen rows, so that a law meets thousands of them in seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

import polars as pl

from nwau_cases import REMOTENESS as RA
from nwau_cases import dice
from portfolios import BAD, PAYEES, Row

REGIMENS = {"crps-4-day": "CRPS, continuous infusion for 4 days", "crps-10-day": "crps 10 Day"}
SETTINGS = {
    "private-hospital-inpatient": "Private hospital, staying overnight",
    "private-day-hospital": "PRIVATE DAY HOSPITAL",
    "hospital-in-the-home": "Hospital_in_the_home",
    "consulting-rooms": " consulting rooms ",
    "public-hospital-admitted": "public-hospital-admitted",
    "public-hospital-same-day": "Public hospital same day",
    "public-hospital-outpatient": "Public hospital, outpatient clinic",
}
CONTINUOUS = ("private-hospital-inpatient", "hospital-in-the-home", "public-hospital-admitted")
PUBLIC = tuple(setting for setting in SETTINGS if setting.startswith("public"))
OVERNIGHT = ("private-hospital-inpatient", "public-hospital-admitted")
EARLY, LATE = date(1991, 1, 1), date(2099, 1, 1)
CHANGES = (date(2018, 7, 1), date(2020, 7, 1), date(2022, 7, 1), date(2024, 3, 5), date(2024, 7, 1))

Cell = tuple[Any, Any]
"""A cell as it stands in the table, and what it means: None where it is empty, BAD where nothing can."""


class Kind(NamedTuple):
    """A column's kind: how Polars holds it, how a value is written in it, its bad cells, its empty ones, and
    what it can hold of a value."""

    polars: pl.DataType
    write: Callable[[Random, Any], Any]
    bad: tuple[Any, ...]
    blank: tuple[Any, ...] = (None,)
    kept: Callable[[Any], Any] = lambda value: value


def _one(change: Callable[[Any], Any]) -> Callable[[Random, Any], Any]:
    return lambda _, value: change(value)


def _any(*changes: Callable[[Any], Any]) -> Callable[[Random, Any], Any]:
    return lambda random, value: random.choice(changes)(value)


BLANK_TEXT = (None, "", "  ", "-", "n/a", "N/A")
NAN = float("nan")

STARTS = (
    Kind(pl.Date(), _one(lambda day: day), (date(1989, 12, 31), date(2100, 1, 1))),
    Kind(
        pl.Datetime("us"),
        _one(lambda day: datetime(day.year, day.month, day.day, 9, 30)),  # noqa: DTZ001  a table's own time
        (datetime(1901, 1, 1),),  # noqa: DTZ001
    ),
    Kind(pl.Int64(), _one(lambda day: int(f"{day:%Y%m%d}")), (0, -5, 12, 45509, 10**12)),
    Kind(pl.Float64(), _one(lambda day: float(f"{day:%Y%m%d}")), (NAN, float("inf"), -1.0, 45509.25)),
    Kind(
        pl.String(),
        _any(
            lambda day: day.isoformat(),
            lambda day: f"{day.isoformat()} 00:00:00",
            lambda day: f"{day.day}/{day.month:02}/{day.year}",
            lambda day: f"{day.day:02}-{day.month:02}-{day.year}",
            lambda day: f" {day.day} {day:%B} {day.year}",
            lambda day: f"{day.day}-{day:%b}-{day.year}",
            lambda day: f"{day:%Y%m%d}",
            lambda day: f"{day.day}-{day:%b}-{day:%y}" if day.year >= 2000 else f"{day}",
            # In New York that is the day before, which is refused where it is before 1990.
            lambda day: f"{day - timedelta(days=1)}T14:00:00Z" if day > date(1990, 1, 1) else f"{day}",
            lambda day: f"{day}T23:59:59.999+11:00",
        ),
        ("2024-02-30", "31/06/2024", "13/13/2024", "soon", "45509", "45509.0", "2024-08-05x", "0", "1e5"),
        BLANK_TEXT,
    ),
)
WEIGHTS = (
    Kind(pl.Float64(), _one(float), (NAN, 0.0, -80.0, 400.5, float("inf"), 412345678.0, 1e300)),
    Kind(pl.Float32(), _one(float), (NAN, 0.0, -80.0, 400.5, float("inf"), 412345678.0, 1e30)),
    Kind(pl.Decimal(10, 4), _one(lambda kg: kg), (Decimal(0), Decimal(-1), Decimal("400.0001"))),
    Kind(pl.Decimal(38, 20), _one(lambda kg: kg), (Decimal(0), Decimal("80." + "1" * 20), Decimal(10**17))),
    Kind(pl.Categorical(), _any(str, lambda kg: f"{kg}kg"), ("heavy", "176 lb"), BLANK_TEXT),
    Kind(
        pl.String(),
        _any(str, lambda kg: f" {kg}", lambda kg: f"{kg} kg", lambda kg: f"{kg}00", lambda kg: f"{kg}kg"),
        ("heavy", "8e1", "NaN", "0", "-80", "401", "80,5", "176 lb", "0412345678", "9" * 30),
        BLANK_TEXT,
    ),
)
NIGHTS = (
    Kind(pl.Int64(), _one(lambda nights: nights), (-1, 100_001)),
    Kind(pl.UInt8(), _one(lambda nights: nights), ()),
    Kind(pl.UInt64(), _one(lambda nights: nights), (2**64 - 1,)),
    Kind(pl.Int128(), _one(lambda nights: nights), (2**100, -(2**100))),
    Kind(pl.Int16(), _one(lambda nights: nights), (-1,)),
    Kind(pl.Float64(), _one(float), (NAN, 4.5, -1.0, 1e300, float("inf"))),
    Kind(pl.Float32(), _one(float), (NAN, 4.5, -1.0, 1e30, float("-inf"))),
    Kind(pl.Decimal(12, 2), _one(Decimal), (Decimal("4.5"), Decimal(-1), Decimal(10**9))),
    Kind(
        pl.String(),
        _any(str, lambda nights: f"{nights}.0", lambda nights: f" {nights}"),
        ("four", "4.5", "-1", "9" * 30),
        BLANK_TEXT,
    ),
)


SESSIONS = (
    Kind(pl.Int64(), _one(lambda sessions: sessions), (0, 101, -1)),
    Kind(pl.String(), _any(str, lambda sessions: f"{sessions}.0"), ("0", "101", "five", "2.5"), BLANK_TEXT),
)
STAY_DAYS = (
    Kind(pl.Date(), _one(lambda day: day), (date(1989, 12, 31),)),
    Kind(
        pl.String(),
        _any(str, lambda day: f"{day.day} {day:%B} {day.year}"),
        ("soon", "2024-02-30"),
        BLANK_TEXT,
    ),
)
GST = Kind(
    pl.String(),
    _any(str, str.upper, lambda _: "incl. GST"),
    ("320.00", "yes"),
    BLANK_TEXT,
)

AGES = (
    Kind(pl.Int64(), _one(lambda age: age), (131, -1)),
    Kind(pl.Float64(), _one(float), (NAN, 45.5, -1.0, 131.0)),
    Kind(
        pl.String(), _any(str, lambda age: f"{age}.0", lambda age: f"{age} years"), ("old", "131"), BLANK_TEXT
    ),
)
HOURS = (
    Kind(pl.Float64(), _one(float), (NAN, -0.5, float("inf"))),
    Kind(pl.Decimal(12, 4), _one(lambda hours: hours), (Decimal("-0.5"),)),
    Kind(
        pl.String(),
        _any(str, lambda hours: f"{hours} hours", lambda hours: f"{hours:.5f}"),
        ("36:30",),
        BLANK_TEXT,
    ),
)
LEAVE = (
    Kind(pl.Int64(), _one(lambda days: days), (-1, 100_001)),
    Kind(pl.String(), _any(str, lambda days: f" {days}.0"), ("1.5", "two"), BLANK_TEXT),
)
FLAGS = (
    Kind(pl.Boolean(), _one(lambda flag: flag), ()),
    Kind(pl.Int64(), _one(int), (7, -1)),
    Kind(
        pl.String(),
        lambda random, flag: random.choice(("Y", "yes", "TRUE", "1") if flag else ("N", "no", "False", "0")),
        ("maybe", "?"),
        BLANK_TEXT,
    ),
)
FLAG_NAMES = ("indigenous", "dialysis", "radiotherapy", "private_patient", "specialist_paediatric")
AREAS = ("Major city", "Inner regional", "Outer regional", "Remote", "Very remote")
REMOTENESS = (
    Kind(pl.Int64(), _one(lambda area: int(area[2:])), (5, -1)),
    Kind(
        pl.String(),
        _any(str, str.lower, lambda area: area[2:], lambda area: AREAS[int(area[2:])]),
        ("RA5", "Ballarat"),
        BLANK_TEXT,
    ),
)
EMERGENCY = Kind(pl.String(), _any(str, str.lower, lambda code: f" {code}"), ("E9999Z", "?"), BLANK_TEXT)
CLINICS = Kind(pl.String(), _any(str, lambda code: f" {code} "), ("10.145", "99"), BLANK_TEXT)


def _whole(kind: pl.DataType, *bad: Any) -> Kind:
    """A kind that holds whole dollars."""
    write = _one(int if kind.is_integer() else lambda amount: Decimal(int(amount)))
    return Kind(kind, write, bad, kept=lambda amount: Decimal(int(amount)).quantize(Decimal("0.01")))


AMOUNTS = (
    Kind(pl.Decimal(12, 2), _one(lambda amount: amount), (Decimal("-0.01"),)),
    Kind(pl.Decimal(16, 4), _one(lambda amount: amount), (Decimal("10.0050"), Decimal(-1))),
    _whole(pl.Decimal(38, 0), Decimal(10**12), Decimal(10**37), Decimal(-1)),
    Kind(pl.Decimal(38, 30), _one(lambda amount: amount), (Decimal("1." + "1" * 30),)),
    Kind(
        pl.Float64(),
        _any(float, lambda amount: float(amount) + 0.0),
        (NAN, -0.01, 10.005, float("inf"), 1e13, 1e300, -1e300),
    ),
    Kind(pl.Float32(), _one(float), (NAN, -0.01, 10.005, float("inf"), 1e13, 200_000.0)),
    _whole(pl.Int32(), -1, 0 - 2**31),
    _whole(pl.UInt16()),
    _whole(pl.UInt64(), 10**12, 2**64 - 1),
    _whole(pl.Int64(), 10**12, -1, -(2**63)),
    _whole(pl.Int128(), 10**12, 2**120, -1),
    Kind(pl.Categorical(), _any(str, lambda amount: f"${amount:,}"), ("TBA", "9" * 20), BLANK_TEXT),
    Kind(
        pl.String(),
        _any(
            str, lambda amount: f"${amount:,}", lambda amount: f" {amount} ", lambda amount: f"{amount:,} AUD"
        ),
        (
            *("10.005", "-1.00", "1e3", "NaN", "#N/A", "(100.00)", "1,00", "12345678901234", "3.200,00"),
            *("3 200", "9,999,999,999,999,999,999", "9" * 20, "1" * 400, "TBA"),
        ),
        BLANK_TEXT,
    ),
)


def _words(spellings: dict[str, str], bad: tuple[str, ...]) -> Kind:
    called = _any(
        str, str, str.upper, lambda name: name.replace("-", " "), lambda name: spellings.get(name, name)
    )
    return Kind(pl.String(), called, bad, BLANK_TEXT)


DRGS = Kind(pl.String(), _any(str, str.lower, lambda drg: f" {drg}"), ("ZZZ", "B71", "?"), BLANK_TEXT)

FEW_WORKING_DAYS = (date(2024, 12, 20), date(2025, 4, 11), date(2025, 10, 30), date(2021, 12, 24))
"""The year's end, Easter, Melbourne Cup."""

AT_THE_ENDS = (date(1990, 1, 1), date(2099, 12, 1), date(2099, 12, 31))
"""Of what a schedule concerns."""


def _start(random: Random) -> date:
    return random.choice(
        (
            date(2017, 1, 1) + timedelta(days=random.randrange(11 * 365)),
            random.choice(CHANGES) + timedelta(days=random.randint(-40, 3)),
            random.choice(CHANGES) + timedelta(days=random.randint(-40, 3)),
            random.choice((*FEW_WORKING_DAYS, *FEW_WORKING_DAYS, *AT_THE_ENDS)),
        )
    )


def _amount(random: Random) -> Decimal:
    cents = random.choice((random.randint(0, 3), *(random.randint(0, 2_000_000) for _ in range(3))))
    return (Decimal(cents) / 100).quantize(Decimal("0.01"))


def _kilograms(random: Random) -> Decimal:
    return (Decimal(random.randint(1, 4000)) / 10).quantize(Decimal("0.1"))


class Portfolio(NamedTuple):
    """A table, and what each of its rows means."""

    columns: dict[str, list[Any]]
    kinds: dict[str, pl.DataType]
    rows: list[Row]

    def frame(self) -> pl.LazyFrame:
        return pl.LazyFrame(self.columns, schema=self.kinds)


NIGHTS_AT_BOUNDS = (0, 3, 14, 15, 33, 34, 60, 99, 100, 101, 250)

CLASSES, TIER_2 = ("E0110A", "E0130B"), ("10.14", "10.10", "20.48", "40.62")
AR_DRGS = ("B71B", "B71A", "G02B", "801A", "F22Z")

ROWS = (0, 1, 40, 40, 40)


def portfolios(
    count: int, seed: str, payers: Mapping[str, str] | None = None, *, of_hospitals: bool = False
) -> Iterator[Portfolio]:
    """So many tables of up to forty rows, most of which could be priced. `payers`: of these, and what each
    is called; without them the table has no such column. Those `of_hospitals` have every column."""
    random = dice(seed)
    return (_portfolio(random, payers, of_hospitals=of_hospitals) for _ in range(count))


def _portfolio(random: Random, payers: Mapping[str, str] | None, *, of_hospitals: bool) -> Portfolio:
    kinds = {
        "regimen": _words(REGIMENS, ("crps-5-day", "?")),
        "setting": _words(SETTINGS, ("tent", "hospital")),
        "start": random.choice(STARTS),
        "weight_kg": random.choice(WEIGHTS),
        "nights": random.choice(NIGHTS),
        "drg": DRGS,
        **{f"{payee}_charge": random.choice(AMOUNTS) for payee in PAYEES},
    }
    rare = {
        "sessions": random.choice(SESSIONS),
        "admitted": random.choice(STAY_DAYS),
        "discharged": random.choice(STAY_DAYS),
        **{f"{payee}_{kind}": AMOUNTS[0] for payee in PAYEES for kind in ("fee", "discount")},
        "gst": GST,
        "age": random.choice(AGES),
        "icu_hours": random.choice(HOURS),
        "leave_days": random.choice(LEAVE),
        **{flag: random.choice(FLAGS) for flag in FLAG_NAMES},
        "residence": random.choice(REMOTENESS),
        "treatment": random.choice(REMOTENESS),
        "emergency": EMERGENCY,
        "clinic": CLINICS,
    }
    # Few tables have every column; one without them is as it ever was.
    share = 1 if of_hospitals else random.choice((0, 0.3, 0.7, 1, 1))
    kinds |= {name: kind for name, kind in rare.items() if random.random() < share}
    number = max(ROWS) if of_hospitals else random.choice(ROWS)
    meant = [_row(random, PUBLIC if of_hospitals else tuple(SETTINGS)) for _ in range(number)]
    if payers:
        kinds["payer"] = _words(dict(payers), ("nobody", "?"))
        kinds["provider_charge"] = AMOUNTS[0]
        for row in meant:
            row["payer"] = random.choice((None, *payers))
            provider = row["payer"] == "us-set-aside" or random.random() < 0.06
            row["provider_charge"] = random.choice((None, _amount(random))) if provider else None
            if row["payer"] == "us-set-aside" and random.random() < 0.5:
                row |= dict.fromkeys(("setting", "weight_kg", "nights"))
    columns: dict[str, list[Any]] = {name: [] for name in kinds}
    for row in meant:
        for name in rare.keys() - kinds.keys():
            row[name] = None
        for name, kind in kinds.items():
            written, row[name] = cell(random, kind, row[name])
            columns[name].append(written)
    return Portfolio(columns, {name: kind.polars for name, kind in kinds.items()}, meant)


def cell(random: Random, kind: Kind, value: Any) -> Cell:
    """A value as it may be written in a column of a kind; now and then one that makes no sense."""
    if kind.bad and random.random() < 0.006:
        return random.choice(kind.bad), BAD
    if value is None:
        return random.choice(kind.blank), None
    value = kind.kept(value)
    return kind.write(random, value), value


def _row(random: Random, settings: Sequence[str]) -> Row:
    """What a row means; now and then a regimen, a setting and a stay that do not go together."""
    regimen = random.choice(tuple(REGIMENS))
    odd = random.random() < 0.06
    fitting = [one for one in settings if odd or regimen == "crps-10-day" or one in CONTINUOUS]
    setting = random.choice(fitting)
    if random.random() < 0.2:
        setting = "public-hospital-admitted"
    overnight, public = setting in OVERNIGHT, setting.startswith("public")
    nights = random.choice(
        (None, random.randint(9, 20), random.randint(4, 90), random.choice(NIGHTS_AT_BOUNDS))
    )
    payees = ("hospital",) if public else ("medical", "pharmacy") if setting == "consulting-rooms" else PAYEES
    weight = None if random.random() < 0.5 and (odd or regimen == "crps-4-day") else _kilograms(random)
    row: Row = {
        "regimen": regimen,
        "setting": setting,
        "start": _start(random),
        "weight_kg": weight,
        "nights": nights if overnight or odd else random.choice((None, 0)),
        "drg": random.choice((None, *AR_DRGS)),
        **{
            f"{payee}_charge": random.choice((None, _amount(random))) if odd or payee in payees else None
            for payee in PAYEES
        },
    }
    return {**row, **_rare(random, row, overnight=overnight or odd), **_facts(random, row, odd=odd)}


def _rare(random: Random, row: Row, *, overnight: bool) -> Row:
    """What few rows state: most of it fits the row, some contradicts it."""
    start, sessions = row["start"], random.choice((None, None, random.randint(1, 12), 100))
    number = sessions or (4 if row["regimen"] == "crps-4-day" else 10)
    stays = overnight and EARLY < start < LATE and random.random() < 0.5
    before, after = random.choice((-1, 0, 0, 1, 5, 95)), random.choice((0, 0, 0, 1, 5, 60, -1))
    found: Row = {
        "sessions": sessions,
        "admitted": start - timedelta(days=before) if stays and random.random() < 0.5 else None,
        "discharged": start + timedelta(days=number + after) if stays and random.random() < 0.5 else None,
        "gst": random.choice((None, "included")),
    }
    if found["discharged"] and random.random() < 0.8:
        row["nights"] = None
    for payee in PAYEES:
        charge = row[f"{payee}_charge"] or Decimal(0)
        found[f"{payee}_fee"] = random.choice((None, _amount(random)))
        discounts = (
            charge,
            (charge / 2).quantize(Decimal("0.01")),
            charge + 1 if random.random() < 0.2 else charge,
        )
        found[f"{payee}_discount"] = random.choice((None, *discounts)) if charge else None
    return found


def _facts(random: Random, row: Row, *, odd: bool) -> Row:
    """What an extract says of the patient and the episode. Most of it is possible."""
    nights = row["nights"] or 4
    stay = odd or row["setting"] == "public-hospital-admitted"
    most = f"{24 * nights}.5" if random.random() < 0.1 else "0"
    hours = random.choice(("0", "0.25", "24", "60.5", "71.9999", "72", most)) if stay else "0"
    age = random.choice((None, 0, 9, 17, 18, 45, 130))
    return {
        "age": age,
        "icu_hours": random.choice((None, Decimal(hours))),
        "leave_days": random.choice((None, 0, 1, nights // 2, nights + odd)) if stay else None,
        **{flag: random.choice((None, False, True)) for flag in FLAG_NAMES},
        "private_patient": random.random() < 0.1,
        "specialist_paediatric": (age is not None or odd) and random.random() < 0.5,
        "residence": random.choice((None, *RA)),
        "treatment": random.choice((None, *RA)),
        "emergency": random.choice((None, None, None, *CLASSES)),
        "clinic": random.choice((None, *TIER_2)),
    }
