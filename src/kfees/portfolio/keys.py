"""Rows to shapes, and shapes to keys.

Two rows have one shape where they agree on regimen, setting, sessions, stay, AR-DRG, facts, ampoules and on
which payees are charged and whether with GST, and where each of their days falls in the same versions and
under the same rules. Of rows that are weighed by columns the stay, the AR-DRG and the patient's facts play
no part, but the versions in which they are weighed. A shape's key is one whole number.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from math import prod
from typing import Any

import polars as pl

from kfees.engine.sessions import dose_of
from kfees.model.dates import EARLIEST
from kfees.model.request import MOST_KG, MOST_SESSIONS
from kfees.model.schedule import Regimen
from kfees.portfolio.fields import FACTS, FLAGS, PAYER, REMOTENESS, STAY_DAYS, VISITS, Field, Fields
from kfees.portfolio.row_payers import RowPayers
from kfees.portfolio.shapes import ANY_WEIGHT, Shape
from kfees.portfolio.starts import DAYS, Starts, day_number, day_of, days_from_start
from kfees.portfolio.weighed_rows import OF_THE_ROW
from kfees.portfolio.written_cells import AREAS, MOST_NIGHTS

MOST_FACTS = 2**31
"""More combinations of facts than a machine can hold."""


class Keys:
    """Safe to share between threads. `stated`: the fields that the table has, of those that are `known`;
    `with_gst`: every charge is with GST."""

    def __init__(
        self,
        payers: RowPayers,
        drgs: tuple[str, ...],
        known: Fields,
        stated: Collection[Field] = (),
        *,
        with_gst: bool = False,
    ) -> None:
        self._payers, self._known, self._stated = payers, known, frozenset(stated)
        self._with_gst = with_gst
        self.starts = Starts(payers, self._stated)
        library = payers.views[0]
        self._lock = threading.Lock()
        self._weights: dict[tuple[int, ...], int] = {}
        self._representatives: list[Decimal] = []
        self._facts = [field for field in (*FACTS, *VISITS) if field in self._stated]
        self._combinations: dict[tuple[object, ...], int] = {}
        self._by_combination: list[tuple[tuple[Field, object], ...]] = []
        regimens = [library.regimen(name) for name in library.regimens]
        self._by_weight = [one for one in regimens if one.dose.mg_per_kg_per_hour is not None]
        self._drugs_priced = [
            view.payer_name
            for view in payers.views
            if any(view.regimen(name).drug.schedule in view.schedules for name in view.regimens)
        ]
        most_weights = sum(_ampoules(one, Decimal(MOST_KG)) for one in self._by_weight) + 1
        self._codes: list[tuple[pl.Expr, int]] = [
            (pl.col("regimen").to_physical(), max(1, len(library.regimens))),
            _setting_code(len(library.settings), needed=not payers.by_infusion),
            (_stated(pl.col("drg").to_physical(), len(drgs)), len(drgs) + 1),
            (_stated(pl.col("nights"), MOST_NIGHTS + 1), MOST_NIGHTS + 2),
            (pl.col("day") - day_number(EARLIEST), DAYS),
            (_stated(pl.col("weight"), most_weights), most_weights + 1),
            *((pl.col(charge).is_not_null(), 2) for charge in known.charges),
            *self._rare_codes(),
        ]
        possible = 2 * prod(size for _, size in self._codes)
        assert possible < 2**127, "more courses are possible than a key can tell apart"
        self.kind: pl.DataType = pl.Int64() if possible < 2**63 else pl.Int128()

    def _rare_codes(self) -> Iterator[tuple[pl.Expr, int]]:
        """Those of what few tables state."""
        if PAYER in self._stated:
            yield pl.col(PAYER).to_physical(), len(self._payers.names)
        if "sessions" in self._stated:
            yield _stated(pl.col("sessions"), 0), MOST_SESSIONS + 1
        for field in STAY_DAYS:
            if field in self._stated:
                yield _stated(days_from_start(field) + DAYS, 2 * DAYS), 2 * DAYS + 1
        if "gst" in self._stated:
            yield pl.col("gst").fill_null(False), 2
        if self._facts:
            yield pl.col("facts"), MOST_FACTS

    def keyed(
        self, fields: pl.DataFrame, refused: pl.Series, weighed: pl.DataFrame | None = None
    ) -> pl.DataFrame:
        """The fields, with what of them is `weighed` by columns, and for each row `day` (its canonical start,
        in days since 1970), `weight` (the number of its kind of body weight), `facts` where the table has any
        (the number of their combination), and `key`, null where a cell was refused."""
        weight = self._weight_numbers(fields)
        by, is_weighed = fields, pl.lit(False)
        if weighed is not None:
            fields = fields.hstack(weighed)
            is_weighed = pl.col("moment").is_not_null()
            of_the_row = [field for field in OF_THE_ROW if field in fields.columns]
            by = fields.with_columns(pl.when(~is_weighed).then(pl.col(field)) for field in of_the_row)
        by = by.with_columns(weight, day=self.starts.canonical())
        if self._facts:
            by = by.with_columns(self._combination_numbers(by, pl.lit(~refused)))
        if weighed is not None:
            by = by.with_columns(pl.when(is_weighed).then("moment").otherwise("nights").alias("nights"))
        key = is_weighed.cast(self.kind)
        for code, size in self._codes:
            key = key * size + code.cast(self.kind)
        own = ("weight", "day", *(["facts"] if self._facts else []))
        found = by.select(*own, pl.when(~refused).then(key).alias("key"))
        return fields.hstack(found)

    def shape(self, row: Mapping[str, Any]) -> Shape:
        """The shape of a row of `keyed`."""
        # Of many that are weighed by columns it stands for the others with its own stay.
        start = row["start"] if row.get("moment") is not None else day_of(row["day"])
        # The days of a stay move with the start.
        stay = {field: row[field] + (start - row["start"]) for field in STAY_DAYS if row.get(field)}
        payer = row.get(PAYER, self._payers.default)
        return Shape(
            payer=payer,
            regimen=row["regimen"],
            setting=row["setting"],
            start=start,
            weight_kg=None if row["weight"] is None else self._weight(row["weight"], payer),
            nights=row["nights"],
            drg=row["drg"],
            charged=tuple(payee for payee in self._known.payees if row[f"{payee}_charge"] is not None),
            sessions=row.get("sessions"),
            with_gst=self._with_gst or bool(row.get("gst")),
            facts=self._facts_of(row),
            **stay,
        )

    def _facts_of(self, row: Mapping[str, Any]) -> tuple[tuple[Field, object], ...]:
        if row.get("moment") is None:
            return self._by_combination[row["facts"]] if self._facts else ()
        stated = ((field, row[field]) for field in self._facts)
        return tuple(fact for fact in stated if fact[1] not in (None, _SAYS_NOTHING.get(fact[0])))

    def _combination_numbers(self, fields: pl.DataFrame, counts: pl.Expr) -> pl.Series:
        """For each row that `counts` the number of what it states of its episode; what says nothing is not
        stated."""
        stated = fields.select(
            pl.when(
                counts & (pl.col(field) != _SAYS_NOTHING[field] if field in _SAYS_NOTHING else True)
            ).then(field)
            for field in self._facts
        )
        if all(column.null_count() == len(column) for column in stated):
            none = self._combination_number((None,) * stated.width)
            return pl.repeat(none, stated.height, dtype=pl.Int64, eager=True).alias("facts")
        distinct = stated.unique()
        numbers = [self._combination_number(row) for row in distinct.iter_rows()]
        known = distinct.with_columns(pl.Series("facts", numbers, pl.Int64))
        return stated.join(known, on=self._facts, how="left", nulls_equal=True, maintain_order="left")[
            "facts"
        ]

    def _combination_number(self, row: tuple[object, ...]) -> int:
        with self._lock:
            if row not in self._combinations:
                self._combinations[row] = len(self._combinations)
                stated = zip(self._facts, row, strict=True)
                self._by_combination.append(tuple(fact for fact in stated if fact[1] is not None))
            return self._combinations[row]

    def _weight_numbers(self, fields: pl.DataFrame) -> pl.Expr:
        """For each body weight in kg the number of one that opens as many ampoules, where the payer's price
        goes by these; 0 for every other weight, null for none."""
        weights = fields["weight_kg"]
        any_weight = pl.when(pl.col("weight_kg").is_not_null()).then(0)
        if not self._drugs_priced:
            return any_weight.cast(pl.Int64).alias("weight")
        distinct = weights.drop_nulls().unique()
        numbers = pl.Series([self._weight_number(weight) for weight in distinct], dtype=pl.Int64)
        by_ampoules = pl.lit(weights.replace_strict(distinct, numbers, default=None))
        if len(self._drugs_priced) < len(self._payers.names):
            by_ampoules = (
                pl.when(self._payers.of(*self._drugs_priced)).then(by_ampoules).otherwise(any_weight)
            )
        return by_ampoules.alias("weight")

    def _weight_number(self, weight: Decimal) -> int:
        kind = tuple(_ampoules(regimen, weight) for regimen in self._by_weight)
        with self._lock:
            if kind not in self._weights:
                self._weights[kind] = len(self._weights)
                self._representatives.append(weight)
            return self._weights[kind]

    def _weight(self, number: int, payer: str) -> Decimal:
        return self._representatives[number] if payer in self._drugs_priced else ANY_WEIGHT


_SAYS_NOTHING: Mapping[Field, object] = {
    "leave_days": 0,
    "icu_hours": 0,
    **dict.fromkeys(FLAGS, False),
    **dict.fromkeys(REMOTENESS, AREAS[0]),
}


def _setting_code(settings: int, *, needed: bool) -> tuple[pl.Expr, int]:
    code = pl.col("setting").to_physical()
    return (code, max(1, settings)) if needed else (_stated(code, settings), settings + 1)


def _stated(code: pl.Expr, otherwise: int) -> pl.Expr:
    return code.cast(pl.Int64).fill_null(otherwise)


def _ampoules(regimen: Regimen, weight: Decimal) -> int:
    """Those of a day, at this body weight."""
    return dose_of(regimen, weight, 1).ampoules_per_day or 0
