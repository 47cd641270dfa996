"""Rows of a portfolio, each cell with what it means: written plainly, as people write, or wrongly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl
from hypothesis import strategies as st

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
OVERNIGHT = ("private-hospital-inpatient", "public-hospital-admitted")
EARLY, LATE = date(1991, 1, 1), date(2099, 1, 1)
CHANGES = (date(2018, 7, 1), date(2020, 7, 1), date(2022, 7, 1), date(2024, 3, 5), date(2024, 7, 1))

Cell = tuple[Any, Any]
"""A cell as it stands in the table, and what it means: None where it is empty, BAD where nothing can."""


class Kind(NamedTuple):
    """A column's kind: how Polars holds it, how a value is written in it, its bad cells, its empty ones, and
    what it can hold of a value."""

    polars: pl.DataType
    write: Callable[[Any], st.SearchStrategy[Any]]
    bad: tuple[Any, ...]
    blank: tuple[Any, ...] = (None,)
    kept: Callable[[Any], Any] = lambda value: value


def _one(change: Callable[[Any], Any]) -> Callable[[Any], st.SearchStrategy[Any]]:
    return lambda value: st.just(change(value))


def _any(*changes: Callable[[Any], Any]) -> Callable[[Any], st.SearchStrategy[Any]]:
    return lambda value: st.sampled_from([change(value) for change in changes])


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
            lambda day: f"{day - timedelta(days=1)}T14:00:00Z",
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
    lambda word: st.sampled_from((word, word.upper(), "incl. GST")),
    ("320.00", "yes"),
    BLANK_TEXT,
)


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
    def write(name: str) -> st.SearchStrategy[str]:
        return st.sampled_from((name, name, name.upper(), name.replace("-", " "), spellings.get(name, name)))

    return Kind(pl.String(), write, bad, BLANK_TEXT)


DRGS = Kind(
    pl.String(), lambda drg: st.sampled_from((drg, drg.lower(), f" {drg}")), ("ZZZ", "B71", "?"), BLANK_TEXT
)

starts = st.one_of(
    st.dates(date(2017, 1, 1), date(2027, 12, 31)),
    st.builds(lambda day, days: day + timedelta(days=days), st.sampled_from(CHANGES), st.integers(-40, 3)),
    # Few working days: the year's end, Easter, Melbourne Cup; and the ends of what a schedule concerns.
    st.sampled_from([date(2024, 12, 20), date(2025, 4, 11), date(2025, 10, 30), date(2021, 12, 24)]),
    st.sampled_from([date(1990, 1, 1), date(2099, 12, 1), date(2099, 12, 31)]),
)
cents = st.one_of(st.integers(0, 3), st.integers(0, 2_000_000))
amounts = cents.map(lambda number: (Decimal(number) / 100).quantize(Decimal("0.01")))
kilograms = st.integers(1, 4000).map(lambda tenths: Decimal(f"{tenths // 10}.{tenths % 10}"))


class Portfolio(NamedTuple):
    """A table, and what each of its rows means."""

    columns: dict[str, list[Any]]
    kinds: dict[str, pl.DataType]
    rows: list[Row]

    def frame(self) -> pl.LazyFrame:
        return pl.LazyFrame(self.columns, schema=self.kinds)


@st.composite
def portfolios(draw: st.DrawFn, payers: Mapping[str, str] | None = None) -> Portfolio:
    """Up to a dozen rows; most could be priced, some have a cell that makes no sense. `payers`: of these, and
    what each is called; without them the table has no such column."""
    kinds = {
        "regimen": _words(REGIMENS, ("crps-5-day", "?")),
        "setting": _words(SETTINGS, ("tent", "hospital")),
        "start": draw(st.sampled_from(STARTS)),
        "weight_kg": draw(st.sampled_from(WEIGHTS)),
        "nights": draw(st.sampled_from(NIGHTS)),
        "drg": DRGS,
        **{f"{payee}_charge": draw(st.sampled_from(AMOUNTS)) for payee in PAYEES},
    }
    rare = {
        "sessions": draw(st.sampled_from(SESSIONS)),
        "admitted": draw(st.sampled_from(STAY_DAYS)),
        "discharged": draw(st.sampled_from(STAY_DAYS)),
        **{f"{payee}_{kind}": AMOUNTS[0] for payee in PAYEES for kind in ("fee", "discount")},
        "gst": GST,
    }
    # Few tables have every column; one without them is as it ever was.
    kinds |= {name: kind for name, kind in rare.items() if draw(st.booleans())}
    meant = draw(st.lists(rows(), max_size=12))
    if payers:
        kinds["payer"] = _words(dict(payers), ("nobody", "?"))
        kinds["provider_charge"] = AMOUNTS[0]
        for row in meant:
            row["payer"] = draw(st.none() | st.sampled_from(sorted(payers)))
            provider = row["payer"] == "us-set-aside" or draw(st.integers(0, 15)) == 0
            row["provider_charge"] = draw(st.none() | amounts) if provider else None
            if row["payer"] == "us-set-aside" and draw(st.booleans()):
                row |= dict.fromkeys(("setting", "weight_kg", "nights"))
    columns: dict[str, list[Any]] = {name: [] for name in kinds}
    for row in meant:
        for name in rare.keys() - kinds.keys():
            row[name] = None
        for name, kind in kinds.items():
            cell, row[name] = draw(_cells(kind, row[name]))
            columns[name].append(cell)
    return Portfolio(columns, {name: kind.polars for name, kind in kinds.items()}, meant)


@st.composite
def _cells(draw: st.DrawFn, kind: Kind, value: Any) -> Cell:
    if kind.bad and draw(st.integers(0, 90)) == 0:
        return draw(st.sampled_from(kind.bad)), BAD
    if value is None:
        return draw(st.sampled_from(kind.blank)), None
    value = kind.kept(value)
    return draw(kind.write(value)), value


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """What a row means; now and then a regimen, a setting and a stay that do not go together."""
    regimen = draw(st.sampled_from(sorted(REGIMENS)))
    fitting = CONTINUOUS if regimen == "crps-4-day" else tuple(SETTINGS)
    odd = draw(st.integers(0, 15)) == 0
    setting = draw(st.sampled_from(tuple(SETTINGS) if odd else fitting))
    overnight, public = setting in OVERNIGHT, setting.startswith("public")
    nights = st.one_of(st.none(), st.integers(9, 20), st.sampled_from((0, 3, 14, 15, 33, 34, 60, 250)))
    payees = ("hospital",) if public else ("medical", "pharmacy") if setting == "consulting-rooms" else None
    row: Row = {
        "regimen": regimen,
        "setting": setting,
        "start": draw(starts),
        "weight_kg": draw(kilograms) if regimen == "crps-10-day" and not odd else draw(st.none() | kilograms),
        "nights": draw(nights) if overnight or odd else draw(st.sampled_from((None, 0))),
        "drg": draw(st.sampled_from((None, "B71B", "B71A", "G02B"))),
        **{
            f"{payee}_charge": draw(st.one_of(st.none(), amounts))
            if odd or payees is None or payee in payees
            else None
            for payee in PAYEES
        },
    }
    return {**row, **draw(_rare(row, overnight=overnight or odd))}


@st.composite
def _rare(draw: st.DrawFn, row: Row, *, overnight: bool) -> Row:
    """What few rows state: most of it fits the row, some contradicts it."""
    start, sessions = row["start"], draw(st.none() | st.integers(1, 12) | st.just(100))
    number = sessions or (4 if row["regimen"] == "crps-4-day" else 10)
    stays = overnight and EARLY < start < LATE and draw(st.booleans())
    before, after = draw(st.integers(-1, 5)), draw(st.sampled_from((0, 0, 0, 1, 5, 60, -1)))
    found: Row = {
        "sessions": sessions,
        "admitted": start - timedelta(days=before) if stays and draw(st.booleans()) else None,
        "discharged": start + timedelta(days=number + after) if stays and draw(st.booleans()) else None,
        "gst": draw(st.sampled_from((None, "included"))),
    }
    for payee in PAYEES:
        charge = row[f"{payee}_charge"] or Decimal(0)
        found[f"{payee}_fee"] = draw(st.none() | amounts)
        found[f"{payee}_discount"] = draw(
            st.sampled_from((None, None, None, charge, (charge / 2).quantize(Decimal("0.01")), charge + 1))
        )
    return found
