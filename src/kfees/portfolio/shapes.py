"""The distinct courses of a portfolio that price alike, each priced once by `kfees.price`.

Two rows have one shape where they agree on regimen, setting, sessions, stay, AR-DRG, ampoules and on
which payees are charged and whether with GST, and where each of their days falls in the same versions. A
start whose whole course lies between two changes of any version is brought to one start for all such
rows, and the days of its stay with it; a course that meets a change keeps its own start. A shape's key is
one whole number.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import prod
from typing import Any, TypeVar

import polars as pl

from kfees.engine.bounds import NO_LIMITS, limits_together
from kfees.engine.please_check import of_weight
from kfees.engine.pricing import price
from kfees.engine.sessions import default_calendar, dose_of, treatment_days
from kfees.library.library import Library
from kfees.model.dates import EARLIEST, LATEST
from kfees.model.money import EXACT, ZERO, round_half_up
from kfees.model.problems import InputError, Problem
from kfees.model.quote import Quote
from kfees.model.request import (
    MOST_KG,
    MOST_SESSIONS,
    PAYEES,
    Charge,
    CourseRequest,
    Episode,
)
from kfees.model.schedule import Regimen
from kfees.portfolio.arithmetic import FIRM, LEAST, MOST, OPEN
from kfees.portfolio.cells import MOST_NIGHTS
from kfees.portfolio.columns import CHARGES, MONEY, NWAU, STAY_DAYS, Columns, Field

ANY_WEIGHT = Decimal(80)
"""Stands for every body weight where nothing that is priced depends on the ampoules."""

BEFORE_THE_FIRST_CHANGE = timedelta(days=730)

_DAYS = (LATEST - EARLIEST).days

T = TypeVar("T", int, pl.Expr)

NWAU_UNIT = Decimal("1e-10")

PRICED: dict[str, pl.DataType] = {
    **{f"{payee}_maximum": MONEY for payee in PAYEES},
    **dict.fromkeys((*FIRM, *OPEN), pl.Boolean()),
    "maximum": MONEY,
    "plain": pl.Boolean(),
    "bounded": pl.Boolean(),
    "complete": pl.Boolean(),
    "stale": pl.Boolean(),
    "basis": pl.String(),
    "nwau": NWAU,
    "please_check": pl.String(),
    "problem": pl.String(),
}
"""What is kept of a shape's quote beside its key. `hospital_firm`: whether the maximum can be no other, and
`hospital_open`, whether it can be any; `plain`: whether each is firm, open or a floor; `bounded`: whether
every charge is known, so that the gap has a most."""

LIMITS: dict[str, pl.DataType] = dict.fromkeys((*LEAST, *MOST), MONEY)
"""What the maximums of a payee's lines can be in all: few rows need it, so it is kept aside."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a course decides its maximums. `charged`: the payees that charge, in their order."""

    regimen: str
    setting: str
    start: date
    weight_kg: Decimal | None
    nights: int | None
    drg: str | None
    charged: tuple[bool, ...]
    sessions: int | None = None
    admitted: date | None = None
    discharged: date | None = None
    with_gst: bool = False

    def request(self) -> CourseRequest:
        """The shape as a request, with charges of 0.00: maximums do not depend on what is charged."""
        charges = tuple(
            Charge(payee=payee, amount=ZERO, gst="included" if self.with_gst else None)
            for payee, charges in zip(PAYEES, self.charged, strict=True)
            if charges
        )
        stay = {key: getattr(self, key) for key in ("nights", "drg", *STAY_DAYS)}
        stated = any(value is not None for value in stay.values())
        return CourseRequest(
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
        charges = [charge for charge, given in zip(CHARGES, self.charged, strict=True) if given]
        found = []
        for problem in problems:
            place = problem.place.removeprefix("episode.")
            if match := re.match(r"charges\[(\d+)\]", place):
                place = charges[int(match[1])]
            found.append(replace(problem, place=place))
        return found


class Keys:
    """Brings rows to shapes, and shapes to keys. Safe to share between threads. `stated`: the fields that
    the table has."""

    def __init__(self, library: Library, drgs: tuple[str, ...], stated: Collection[Field] = ()) -> None:
        self._library, self._drgs, self._stated = library, drgs, frozenset(stated)
        self._lock = threading.Lock()
        self._weights: dict[tuple[int, ...], tuple[int, Decimal]] = {}
        self._representatives: list[Decimal] = []
        regimens = [library.regimen(name) for name in library.regimens]
        settings = [library.setting(name) for name in library.settings]
        self._by_weight = [one for one in regimens if one.dose.mg_per_kg_per_hour is not None]
        self._drugs_priced = any(one.drug.schedule in library.schedules for one in self._by_weight)
        self._span = _span(max((one.treatment_days for one in regimens), default=0))
        met = changes(library)
        self._firsts, self._nexts = _intervals(met)
        self._treatment_days = pl.Series([one.treatment_days for one in regimens], dtype=pl.Int32)
        in_a_row = [default_calendar(one, place) == "consecutive" for one in regimens for place in settings]
        self._in_a_row = pl.Series(in_a_row, dtype=pl.Boolean)
        self._weekday_lengths = self._lengths_by_weekdays(regimens, met)
        most_weights = sum(dose_of(one, Decimal(MOST_KG), 1).ampoules_per_day for one in self._by_weight) + 1
        self._codes: list[tuple[pl.Expr, int]] = [
            (pl.col("regimen").to_physical(), max(1, len(library.regimens))),
            (pl.col("setting").to_physical(), max(1, len(library.settings))),
            (_stated(pl.col("drg").to_physical(), len(drgs)), len(drgs) + 1),
            (_stated(pl.col("nights"), MOST_NIGHTS + 1), MOST_NIGHTS + 2),
            (pl.col("day") - _number(EARLIEST), _DAYS),
            (_stated(pl.col("weight"), most_weights), most_weights + 1),
            *((pl.col(charge).is_not_null(), 2) for charge in CHARGES),
            *self._rare_codes(),
        ]
        possible = prod(size for _, size in self._codes)
        assert possible < 2**127, "more courses are possible than a key can tell apart"
        self.kind: pl.DataType = pl.Int64() if possible < 2**63 else pl.Int128()

    def _rare_codes(self) -> Iterator[tuple[pl.Expr, int]]:
        """Those of what few tables state."""
        if "sessions" in self._stated:
            yield _stated(pl.col("sessions"), 0), MOST_SESSIONS + 1
        for field in STAY_DAYS:
            if field in self._stated:
                yield _stated(_days_from_start(field) + _DAYS, 2 * _DAYS), 2 * _DAYS + 1
        if "gst" in self._stated:
            yield pl.col("gst").fill_null(False), 2

    def keyed(self, fields: pl.DataFrame, refused: pl.Series) -> pl.DataFrame:
        """The fields, and for each row `day` (its canonical start, in days since 1970), `weight` (the
        number of its kind of body weight) and `key`, null where a cell was refused."""
        day = self._canonical_start()
        fields = fields.with_columns(self._weight_numbers(fields["weight_kg"]), day.alias("day"))
        key = pl.lit(0, self.kind)
        for code, size in self._codes:
            key = key * size + code.cast(self.kind)
        return fields.with_columns(key=pl.when(~refused).then(key))

    def shape(self, row: Mapping[str, Any]) -> Shape:
        """The shape of a row of `keyed`."""
        start = date(1970, 1, 1) + timedelta(days=row["day"])
        # The days of a stay move with the start.
        stay = {field: row[field] + (start - row["start"]) for field in STAY_DAYS if row.get(field)}
        return Shape(
            regimen=row["regimen"],
            setting=row["setting"],
            start=start,
            weight_kg=None if row["weight"] is None else self._weight(row["weight"]),
            nights=row["nights"],
            drg=row["drg"],
            charged=tuple(row[charge] is not None for charge in CHARGES),
            sessions=row.get("sessions"),
            with_gst=bool(row.get("gst")),
            **stay,
        )

    def _canonical_start(self) -> pl.Expr:
        """One start for all courses that meet no change on the way; else the course's own. So where the
        days of its stay do not fit: what is said of them names them."""
        start = pl.col("start").to_physical()
        before: pl.Expr | None = None  # the days in hospital before the first session
        stay = pl.col("nights").fill_null(0).cast(pl.Int32) + 2
        if "admitted" in self._stated:
            before = -_days_from_start("admitted").fill_null(0)
        if "discharged" in self._stated:
            stay = pl.max_horizontal(stay, _days_from_start("discharged").fill_null(0) + 2)
        number = start - _number(EARLIEST)
        begun = number if before is None else number - before
        first, next_change = pl.lit(self._firsts).gather(begun), pl.lit(self._nexts).gather(begun)
        canonical = first if before is None else first + before
        longest = pl.max_horizontal(stay, self._longest())
        fits = (start + self._length(number, stay) < next_change) & (canonical + longest < next_change)
        if not self._stated.isdisjoint(STAY_DAYS):
            fits &= self._sound_stay(pl.lit(0) if before is None else before)
        return pl.when(fits).then(canonical).otherwise(start)

    def _sound_stay(self, before: pl.Expr) -> pl.Expr:
        """Whether a stay begins by the first session, and ends after its last with the nights stated."""
        sound = before >= 0
        if "discharged" in self._stated:
            after, nights = _days_from_start("discharged"), pl.col("nights")
            long_enough = (after >= self._days_in_a_row() - 1) & (before + after >= 1)
            agrees = nights.is_null() | (nights == before + after)
            sound &= after.is_null() | (long_enough & agrees)
        return sound

    def _longest(self) -> pl.Expr:
        """The days that the sessions can take at most, wherever public holidays fall."""
        if "sessions" not in self._stated:
            return pl.lit(self._span)
        return pl.coalesce(_span(pl.col("sessions").cast(pl.Int32)), self._span)

    def _days_in_a_row(self) -> pl.Expr:
        """The sessions, of which one is given each day in a row."""
        own = pl.lit(self._treatment_days).gather(pl.col("regimen").to_physical().cast(pl.Int32))
        return pl.coalesce(pl.col("sessions").cast(pl.Int32), own) if "sessions" in self._stated else own

    def _length(self, number: pl.Expr, stay: pl.Expr) -> pl.Expr:
        """The days from a course's start to its last, which may be the day of discharge."""
        regimen, setting = (pl.col(word).to_physical().cast(pl.Int32) for word in ("regimen", "setting"))
        in_a_row = pl.lit(self._in_a_row).gather(regimen * len(self._library.settings) + setting)
        days = pl.max_horizontal(self._days_in_a_row(), stay)
        weekdays = pl.lit(self._weekday_lengths).gather(regimen * _DAYS + number)
        if "sessions" in self._stated:
            weekdays = pl.coalesce(_span(pl.col("sessions").cast(pl.Int32)), weekdays)
        return pl.when(in_a_row).then(days).otherwise(weekdays)

    def _lengths_by_weekdays(self, regimens: Sequence[Regimen], changes: Iterable[date]) -> pl.Series:
        """For each regimen and day from EARLIEST on, the days to its last session: near a change as its
        calendar says, elsewhere more than it can take."""
        places, lengths = [], []
        for change in changes:
            for before in range(1, self._span + 1):
                start = change - timedelta(days=before)
                if EARLIEST <= start < LATEST:
                    for row, regimen in enumerate(regimens):
                        days, _ = treatment_days("weekdays", start, regimen.treatment_days, self._library)
                        places.append(row * _DAYS + (start - EARLIEST).days)
                        lengths.append((days[-1] - start).days)
        more = pl.repeat(self._span, len(regimens) * _DAYS, dtype=pl.Int32, eager=True)
        return more.scatter(places, lengths)

    def _weight_numbers(self, weights: pl.Series) -> pl.Series:
        """For each body weight in kg the number of one that opens as many ampoules; null for none."""
        if not self._drugs_priced:
            return weights.is_not_null().cast(pl.Int64).replace(0, None).replace(1, 0).alias("weight")
        distinct = weights.drop_nulls().unique()
        numbers = pl.Series([self._weight_number(weight) for weight in distinct], dtype=pl.Int64)
        return weights.replace_strict(distinct, numbers, default=None).alias("weight")

    def _weight_number(self, weight: Decimal) -> int:
        kind = tuple(dose_of(regimen, weight, 1).ampoules_per_day for regimen in self._by_weight)
        with self._lock:
            if kind not in self._weights:
                self._weights[kind] = (len(self._weights), weight)
                self._representatives.append(weight)
            return self._weights[kind][0]

    def _weight(self, number: int) -> Decimal:
        return self._representatives[number] if self._drugs_priced else ANY_WEIGHT


def _span(sessions: T) -> T:
    """More days than so many sessions by weekdays take."""
    return sessions * 2 + 14


def _days_from_start(field: Field) -> pl.Expr:
    return pl.col(field).to_physical() - pl.col("start").to_physical()


def changes(library: Library) -> list[date]:
    """Every day on which something that prices a service may change."""
    if library.pinned is not None:
        return [library.pinned]
    versions = [version for schedule in library.schedules for version in library.versions(schedule)]
    return sorted({day for one in versions for day in (one.first_day, one.facts.next_change_expected)})


def _intervals(changes: list[date]) -> tuple[pl.Series, pl.Series]:
    """For each day from EARLIEST on, as days since 1970: a start that stands for those between the same
    two changes, and the later change. No course runs past LATEST, so that is one too."""
    within = [day for day in changes if EARLIEST < day < LATEST]
    first = max(EARLIEST, within[0] - BEFORE_THE_FIRST_CHANGE) if within else EARLIEST
    numbers = [_number(day) for day in within]
    firsts, nexts = [_number(first), *numbers], [*numbers, _number(LATEST)]
    lengths = [end - begin for begin, end in pairwise([_number(EARLIEST), *nexts])]
    return _repeated(firsts, lengths), _repeated(nexts, lengths)


def _repeated(values: Sequence[int], times: Sequence[int]) -> pl.Series:
    """Each value as often as its number says."""
    return pl.concat(
        [
            pl.repeat(value, count, dtype=pl.Int32, eager=True)
            for value, count in zip(values, times, strict=True)
        ]
    )


def _number(day: date) -> int:
    """Days since 1970."""
    return (day - date(1970, 1, 1)).days


def _stated(code: pl.Expr, otherwise: int) -> pl.Expr:
    return code.cast(pl.Int64).fill_null(otherwise)


class Shapes:
    """Prices shapes as they are met, and keeps what they come to in a table to join with."""

    def __init__(self, library: Library, keys: Keys, columns: Columns) -> None:
        self._library, self._keys, self._columns = library, keys, columns
        self._lock = threading.Lock()
        self._weighted = {
            schedule
            for schedule in library.schedules
            if any(version.activity is not None for version in library.versions(schedule))
        }
        self.problems: dict[int, list[Problem]] = {}
        self._known: set[int] = set()
        self.table = pl.DataFrame(schema={"key": keys.kind, **PRICED})
        self.limits = pl.DataFrame(schema={"key": keys.kind, **LIMITS})

    def learn(self, keyed: pl.DataFrame) -> None:
        """Price the shapes of these rows that were not met before."""
        met = keyed.filter(pl.col("key").is_not_null()).unique("key", keep="any")
        new = met.join(self.table, on="key", how="anti")
        if not new.height:
            return
        with self._lock:
            rows = [
                {"key": row["key"], **self._priced(row)}
                for row in new.iter_rows(named=True)
                if row["key"] not in self._known
            ]
            found = pl.DataFrame(rows, schema={**self.table.schema, **LIMITS}, orient="row")
            self.limits = pl.concat([self.limits, found.select(self.limits.columns)], rechunk=True)
            self.table = pl.concat([self.table, found.select(self.table.columns)], rechunk=True)
            self._known.update(found["key"])

    def _priced(self, row: Mapping[str, Any]) -> dict[str, Any]:
        shape = self._keys.shape(row)
        try:
            quote = price(shape.request(), self._library)
        except InputError as error:
            problems = self._columns.at_names(shape.at_fields(error.problems))
            self.problems[row["key"]] = problems
            return {"problem": " ".join(map(str, problems))}
        return figures(quote, self._weighted)


def figures(quote: Quote, weighted: Iterable[str]) -> dict[str, Any]:
    """What a portfolio keeps of a quote; `weighted` names the schedules of weighted activity."""
    weights = [
        line.weight if line.weight is None else EXACT.multiply(line.weight, line.quantity)
        for line in quote.lines
        if (line.schedule or "") in weighted and not line.is_excluded
    ]
    known = [weight for weight in weights if weight is not None]
    # One body weight stands for many here: each row says its own.
    of_shape = set(of_weight(quote.request.weight_kg))
    said = [sentence for sentence in quote.please_check if sentence not in of_shape]
    whole = bool(known) and len(known) == len(weights)
    found = _by_payee(quote)
    return {
        **found,
        "maximum": quote.totals.maximum,
        "bounded": quote.totals.gap_most is not None,
        "plain": all(found[f"{total.payee}_plain"] for total in quote.payees),
        "complete": quote.totals.complete,
        "stale": quote.totals.stale,
        "basis": quote.totals.basis,
        "please_check": " ".join(said) or None,
        "nwau": round_half_up(sum(known, Decimal(0)), NWAU_UNIT) if whole else None,
    }


def _by_payee(quote: Quote) -> dict[str, Decimal | bool | None]:
    found: dict[str, Decimal | bool | None] = {}
    for total in quote.payees:
        lines = [line for line in quote.lines_of(total) if not line.is_fee]
        # What is charged without a line is a fee.
        limits = least, most = limits_together(lines) if lines else NO_LIMITS
        firm, is_open = total.maximum == least == most, limits == NO_LIMITS
        found |= {
            f"{total.payee}_maximum": total.maximum,
            f"{total.payee}_least": least,
            f"{total.payee}_most": most,
            f"{total.payee}_firm": firm,
            f"{total.payee}_open": is_open,
            f"{total.payee}_plain": firm or is_open or (total.maximum == least and most is None),
        }
    return found
