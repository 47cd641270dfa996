"""The rows of a portfolio whose stay, or visits, are weighed by columns.

Their weights and what these come to are worked out here. Everything else of their course is priced once for
all rows that differ in nothing but their AR-DRG, the days of the stay and the facts of the patient.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, reduce
from itertools import pairwise
from operator import and_
from typing import Any

import polars as pl

from kfees.engine.please_check import MOST_NIGHTS
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.model.dates import EARLIEST, LATEST
from kfees.model.money import EXACT
from kfees.model.schedule import STAYS
from kfees.portfolio.fields import MONEY, PAYER, STAY_DAYS, Field, decimals
from kfees.portfolio.implausible import MANY_NIGHTS
from kfees.portfolio.row_payers import RowPayers
from kfees.portfolio.starts import DAYS, Starts, day_number, days_from_start
from kfees.portfolio.weighing import Weighing
from kfees.portfolio.weight_arrays import ALONE, FACTS

OF_THE_ROW: tuple[Field, ...] = (
    *("drg", "clinic", "nights", *STAY_DAYS, "leave_days", "icu_hours", "age", "specialist_paediatric"),
    *FACTS,
)
"""What a course weighed by columns is priced without: it differs from row to row."""

SAME_FOR_MANY: tuple[Field, ...] = (PAYER, "regimen", "setting", "start", "sessions")

NOT_BY_COLUMNS: tuple[Field, ...] = ("emergency",)
"""A row that states it is priced by itself."""

OVERNIGHT, VISIT, NIGHTS, BEFORE = map(pl.col, ("overnight", "visit", "nights", "before"))


@dataclass(frozen=True, slots=True)
class WeighedSetting:
    """A payer's setting in which one `item` of a schedule, or another for it, is weighed: a whole stay
    `overnight`, a visit (`is_visit`) for each session, or a stay without a night for each. `place`:
    its number among the settings of all payers."""

    place: int
    view: Library
    schedule: str
    item: str
    overnight: bool
    is_visit: bool


def weighed_setting(view: Library, name: str, place: int) -> WeighedSetting | None:
    """The setting, if it brings one thing that is weighed, and nothing else that goes by the night; None of
    any other, and where rules between items may concern it."""
    services = [one for one in view.setting(name).service if one.schedule in view.every_schedule]
    weighed = [one for one in services if any(map(_has_weights, view.versions(one.schedule)))]
    if len(weighed) != 1 or any(one.when == "each night" for one in services):
        return None
    [one] = weighed
    rules = filter(None, map(view.item_rules_on, view.item_rules_from))
    is_ruled = any(rule.schedule == one.schedule for found in rules for rule in found.rule)
    if one.cannot_determine or is_ruled or not all(map(_has_weights, view.versions(one.schedule))):
        return None
    return WeighedSetting(
        place, view, one.schedule, one.item, overnight=one.when == "the stay", is_visit=one.when not in STAYS
    )


def _has_weights(version: Version) -> bool:
    return version.activity is not None


class WeighedRows:
    """Of a table that has the fields `stated`, whose AR-DRGs and clinics are Enums of these; `payees`: who is
    paid for what is weighed. Safe to share between threads."""

    def __init__(
        self,
        payers: RowPayers,
        starts: Starts,
        drgs: tuple[str, ...],
        clinics: tuple[str, ...],
        stated: Collection[Field],
    ) -> None:
        self._starts, self._stated = starts, frozenset(stated)
        names = payers.views[0].settings
        found = [
            weighed_setting(view, name, payer * (len(names) + 1) + number)
            for payer, view in enumerate(payers.views)
            for number, name in enumerate(names)
        ]
        self._settings = [one for one in found if one is not None]
        numbers = {one.place: number for number, one in enumerate(self._settings)}
        places = range((len(names) + 1) * len(payers.views))
        self._numbers = pl.Series([numbers.get(place) for place in places], dtype=pl.Int32)
        self._overnight = pl.Series([one.overnight for one in self._settings], dtype=pl.Boolean)
        self._visits = pl.Series([one.is_visit for one in self._settings], dtype=pl.Boolean)
        usual = [one.item for one in self._settings]
        self._items = tuple(dict.fromkeys((*drgs, *clinics, *usual)))
        self._usual, self._clinics = (
            pl.Series([self._items.index(item) for item in items], dtype=pl.UInt32)
            for items in (usual, clinics)
        )
        self.payees = list(dict.fromkeys(one.view.payee(one.schedule) for one in self._settings))
        every = [version for one in self._settings for version in one.view.versions(one.schedule)]
        self._versions = list({id(version): version for version in every}.values())

    def __call__(self, fields: pl.DataFrame, refused: pl.Series) -> pl.DataFrame | None:
        """For each row `moment`, the day from which the prices hold that hold where its stay ends or its
        visits begin (days since 1970), null where the row is not weighed here; where it is, `unit_weight`, in
        units of 10**-places NWAU, `unit_cents`, what that comes to, null where no price is known, and its
        nights, where they are more than usual. None where no row is weighed here."""
        number = fields.select(number=pl.lit(self._numbers).gather(self._starts.place())).to_series()
        asked = number.is_not_null() & ~refused
        if not asked.any():
            return None
        needed = (*SAME_FOR_MANY, *OF_THE_ROW, *NOT_BY_COLUMNS, *ALONE)
        rows = (
            fields.select(field for field in needed if field in fields.columns)
            .with_columns(number)
            .filter(asked)
        )
        rows = rows.with_columns(self._of_setting()).with_columns(nights=self._nights(), stated="nights")
        rows = rows.with_columns(day=self._day())
        rows = rows.with_columns(day=pl.when(reduce(and_, self._certain())).then("day"))
        rows = rows.with_columns(
            version=pl.lit(self._version_of_day).gather(pl.col("number") * DAYS + pl.col("day")),
            item=self._item(),
        )
        rows = rows.with_columns(self._weighing.nwau(rows))
        moment = pl.when(pl.col("nwau").is_not_null()).then(self._starts.since(pl.col("day")))
        found = rows.select(
            moment=moment,
            unit_weight="nwau",
            unit_cents=self._weighing.amount(rows),
            **{MANY_NIGHTS: pl.when(NIGHTS > MOST_NIGHTS).then(NIGHTS)},
        )
        at = asked.arg_true()
        return (
            found
            if at.len() == asked.len()
            else pl.DataFrame([_among(one, at, asked.len()) for one in found])
        )

    def of(self, row: Mapping[str, Any]) -> tuple[Decimal, Decimal | None]:
        """What one unit of a row that is weighed here weighs in NWAU, and what that comes to."""
        cents = row["unit_cents"]
        nwau = Decimal(row["unit_weight"]).scaleb(-self._weighing.places, EXACT)
        return nwau, None if cents is None else Decimal(cents).scaleb(-2)

    def figures(self, priced: pl.DataFrame) -> pl.DataFrame:
        """The rows with the maximums and weights that their shapes leave out."""
        units = pl.col("units")
        amount = decimals(pl.col("unit_cents") * units, MONEY)
        priced = priced.with_columns(
            amount=amount, own_weight=self._weighing.rounded(pl.col("unit_weight") * units)
        )
        maximums = {
            f"{payee}_maximum": pl.when(pl.col("weighed") == number).then("amount")
            for number, payee in enumerate(self.payees)
        }
        return priced.with_columns(
            pl.col("maximum") + pl.col("amount").fill_null(0),
            pl.coalesce("nwau", "own_weight"),
            pl.when(units.is_not_null()).then(MANY_NIGHTS).alias(MANY_NIGHTS),
            *(pl.coalesce(name, amount) for name, amount in maximums.items()),
        )

    def _of_setting(self) -> Iterator[pl.Expr]:
        yield pl.lit(self._overnight).gather("number").alias("overnight")
        yield pl.lit(self._visits).gather("number").alias("visit")
        before = -days_from_start("admitted").fill_null(0) if "admitted" in self._stated else pl.lit(0)
        yield before.cast(pl.Int32).alias("before")

    @cached_property
    def _weighing(self) -> Weighing:
        return Weighing(self._versions, self._items)

    @cached_property
    def _version_of_day(self) -> pl.Series:
        """The number of the version that weighs on a day, by setting and days from EARLIEST on."""
        return pl.concat([versions_by_day(one.view, one.schedule, self._versions) for one in self._settings])

    def _item(self) -> pl.Expr:
        """The AR-DRG of a stay or the clinic of visits, or the setting's own: the number of it."""
        stated = [pl.col("drg").to_physical()]
        if "clinic" in self._stated:
            stated.append(pl.lit(self._clinics).gather(pl.col("clinic").to_physical()))
        return pl.coalesce(*stated, pl.lit(self._usual).gather("number"))

    def _nights(self) -> pl.Expr:
        """Those of a stay over night: stated, or between its days, or one for each session and day before."""
        stated = [NIGHTS.cast(pl.Int32)]
        if "discharged" in self._stated:
            stated.append(days_from_start("discharged") + BEFORE)
        usual = self._starts.days_in_a_row() + BEFORE
        return pl.when(OVERNIGHT).then(pl.coalesce(*stated, usual)).otherwise(0)

    def _day(self) -> pl.Expr:
        """The day whose version weighs, in days from EARLIEST on."""
        ended = pl.when(OVERNIGHT).then(NIGHTS - BEFORE).otherwise(0)
        return pl.col("start").to_physical() - day_number(EARLIEST) + ended

    def _certain(self) -> Iterator[pl.Expr]:
        """Conditions under which nothing is wrong with the days of a stay, and nothing to be said of them."""
        fewest = pl.max_horizontal(1, BEFORE + self._starts.days_in_a_row() - 1)
        yield ~OVERNIGHT | (self._starts.in_a_row() & (BEFORE >= 0) & (fewest <= NIGHTS))
        yield OVERNIGHT | (pl.col("stated").fill_null(0) == 0)
        if "discharged" in self._stated:
            days = days_from_start("discharged") + BEFORE
            yield pl.col("discharged").is_null() | (OVERNIGHT & (days == NIGHTS))
        if "admitted" in self._stated:
            yield pl.col("admitted").is_null() | OVERNIGHT
        for field in ("leave_days", "icu_hours"):
            if field in self._stated:
                yield ~VISIT | (pl.col(field).fill_null(0) == 0)
        for field in NOT_BY_COLUMNS:
            if field in self._stated:
                yield pl.col(field).is_null()
        yield pl.col("day") < DAYS


def _among(values: pl.Series, rows: pl.Series, height: int) -> pl.Series:
    """The values of these rows among so many, null elsewhere."""
    none = pl.repeat(None, height, dtype=values.dtype, eager=True)
    return none.scatter(rows, values).alias(values.name)


def versions_by_day(library: Library, schedule: str, versions: Sequence[Version]) -> pl.Series:
    """For each day from EARLIEST on the number of the one that is in force, of these; null where none is."""
    numbers = {id(version): number for number, version in enumerate(versions)}
    own = library.versions(schedule)
    firsts = [EARLIEST, *(version.first_day for version in own if EARLIEST < version.first_day < LATEST)]
    in_force = [library.version_on(schedule, day) for day in firsts]
    lengths = [(end - first).days for first, end in pairwise((*firsts, LATEST))]
    return pl.concat(
        pl.repeat(numbers.get(id(version)), length, dtype=pl.Int32, eager=True)
        for version, length in zip(in_force, lengths, strict=True)
    )
