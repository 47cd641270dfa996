"""Weighs the rows of a table of episodes, presentations and visits: by whole columns where that is certain,
the others one by one, each distinct one once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_

import polars as pl

from kfees.engine.please_check import MOST_NIGHTS, of_nights
from kfees.library.library import Library
from kfees.library.version import Version
from kfees.model.dates import EARLIEST
from kfees.model.problems import InputError, Problem
from kfees.portfolio import refusals, visits
from kfees.portfolio.activity_alone import OneByOne
from kfees.portfolio.activity_fields import CODES, FACTS, UNKNOWN_CODE, UNNAMED_ACTIVITY, codes_read
from kfees.portfolio.cells import CellReader, Mistakes, PieceRead
from kfees.portfolio.columns import recognise
from kfees.portfolio.day_order import Orders
from kfees.portfolio.fields import MONEY, STAY_DAYS, Field, decimals
from kfees.portfolio.named import Named
from kfees.portfolio.row_payers import RowPayers
from kfees.portfolio.seen_cells import NONE_SHOWN_OTHERWISE, ShownOtherwise
from kfees.portfolio.starts import DAYS, day_number
from kfees.portfolio.table_pricer import TablePricer
from kfees.portfolio.weighed_rows import versions_by_day
from kfees.portfolio.weighing import STAYS, Weighing
from kfees.reading.as_written.days import DateOrder

WORDS_OF_STAYS = pl.Series(STAYS, dtype=pl.String)

DAY = ("on", *STAY_DAYS)


class ActivityPricer(TablePricer):
    """Weighs pieces of a table with the columns of `schema`, whose days stand in this order, by the library's
    payer's weights. Rows that state no day are of the day `on`. `shown_otherwise` is as in a Pricer. Safe to
    share between threads. Raises InputError where the columns will not do, or the payer has no weights.
    """

    def __init__(
        self,
        schema: Mapping[str, pl.DataType],
        library: Library,
        order: DateOrder | Orders = "day-first",
        shown_otherwise: ShownOtherwise = NONE_SHOWN_OTHERWISE,
        *,
        named: Named = UNNAMED_ACTIVITY,
        on: date | None = None,
    ) -> None:
        self.columns = recognise(schema, library, named)
        self.results = self.columns.results
        schedule, versions = visits.weighing(library)
        if not versions:
            message = f"{library.payer_words.title} pays by no weights that are loaded."
            raise InputError([Problem("no-weights", "--payer", message, "Name a payer that does.")])
        self._on = on
        self._weighing = Weighing(versions)
        self._version_of_day = versions_by_day(library, schedule, versions)
        self._of_version = _facts_of(versions)
        units = [{one.words(code) for one in versions} for code in self._weighing.items]
        self._is_of = {
            field: pl.Series([{word[1] for word in of if word} == {unit} for of in units], dtype=pl.Boolean)
            for field, unit in visits.UNITS.items()
        }
        stated = self.columns.by_field
        self._codes = [field for field in CODES if field in stated]
        self._facts = [field for field in FACTS if field in stated]
        self._days = [field for field in DAY if field in stated]
        self._alone = OneByOne(self.columns, library, on)
        self._cells = CellReader(
            self.columns,
            schema,
            codes_read(self._weighing.items),
            RowPayers(library, named=False),
            order,
            shown_otherwise,
        )

    def read(self, piece: pl.DataFrame) -> PieceRead:
        return self._cells.read(piece)

    def rows_priced(self, piece: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        cells = self.read(piece)
        rows = self._understood(cells.fields)
        mistaken = reduce(or_, (one.rows for one in cells.mistakes.values()), ~rows["is_plain"])
        weighed = self._weighing.weighed(rows)
        rows = rows.hstack(weighed).with_columns(pl.when(~mistaken).then("nwau").alias("nwau"))
        priced = self._results(rows)
        alone = rows["nwau"].is_null()
        if not alone.any():
            return priced, refusals.LISTING.to_frame()
        return self._alone.priced(piece, self._with_texts(piece, cells), priced, alone)

    def _understood(self, fields: pl.DataFrame) -> pl.DataFrame:
        """What `Weighing` goes by; the `day` of each row; and `is_plain`: whether columns can weigh it."""
        kind = pl.Enum(self._weighing.items)
        item = pl.coalesce(pl.col(field).cast(kind) for field in self._codes)
        rows = fields.with_columns(item=item).with_columns(is_stay=self._is("drg").fill_null(True))
        in_place = [pl.col(field).is_null() | self._is(field) for field in self._codes if field != "item"]
        one_code = pl.sum_horizontal(pl.col(field).is_not_null() for field in self._codes) == 1
        given = {field: pl.col(field) for field in self._days}
        left, on = (pl.coalesce([pl.lit(None, pl.Date), *found]) for found in _of_days(given))
        rows = rows.with_columns(
            is_plain=pl.all_horizontal(one_code, *in_place).fill_null(False),
            day=pl.when("is_stay").then(left).otherwise(on).fill_null(pl.lit(self._on, pl.Date)),
        )
        if {"on", "discharged"} <= given.keys():
            differ = pl.col("is_stay") & (pl.col("on") != pl.col("discharged"))
            rows = rows.with_columns(pl.col("is_plain") & ~differ.fill_null(False))
        if "admitted" in given:
            nights = (left - pl.col("admitted")).dt.total_days()
            stated = pl.col("nights") if "nights" in fields.columns else pl.lit(None, pl.Int64)
            differ = pl.col("is_stay") & (stated != nights)
            rows = rows.with_columns(
                pl.col("is_plain") & ~differ.fill_null(False), nights=pl.coalesce(stated, nights)
            )
        facts = [field for field in ("nights", *self._facts) if field in rows.columns]
        return rows.select("item", "day", "is_plain", *facts).with_columns(version=self._version())

    def _is(self, field: Field) -> pl.Expr:
        """Whether a row's item is of this column's kind in every version that has it."""
        return pl.lit(self._is_of[field]).gather(pl.col("item").to_physical())

    def _version(self) -> pl.Expr:
        """The number of the one in force, of those that have weights."""
        number = pl.col("day").to_physical() - day_number(EARLIEST)
        return pl.lit(self._version_of_day).gather(pl.when(number.is_between(0, DAYS - 1)).then(number))

    def _results(self, rows: pl.DataFrame) -> pl.DataFrame:
        amount = self._weighing.amount(rows)
        is_known = pl.col("nwau").is_not_null()
        version = rows.select(pl.when(is_known).then("version").cast(pl.UInt32)).to_series()
        of = {name: pl.lit(one).gather(pl.lit(version)) for name, one in self._of_version.items()}
        is_due = pl.col("day") >= of.pop("due")
        found = {
            **of,
            "nwau": self._weighing.rounded(pl.col("nwau")),
            "amount": decimals(pl.lit(amount), MONEY),
            "stay": pl.lit(WORDS_OF_STAYS).gather(pl.when(is_known).then("stay")),
            "stale": pl.when(is_known).then(is_due.fill_null(False)),
            "please_check": pl.lit(_to_look_at(rows)),
            "problem": pl.lit(None, pl.String),
        }
        return rows.select(found[name].alias(name) for name in self.results)

    def _with_texts(self, piece: pl.DataFrame, cells: PieceRead) -> PieceRead:
        """With codes as texts: one that no version has is no mistake of its cell; the engine refuses it."""
        fields, mistakes = cells.fields, dict(cells.mistakes)
        texts = []
        for field in self._codes:
            column = fields[field].cast(pl.String)
            if field in mistakes:
                unknown, others = _parted(mistakes.pop(field))
                cell = piece[self.columns.by_field[field]].cast(pl.String).str.strip_chars()
                column = column.zip_with(~unknown, cell).alias(field)
                mistakes |= {field: others} if others.errors else {}
            texts.append(column)
        return PieceRead(fields.with_columns(texts), mistakes)


def _to_look_at(rows: pl.DataFrame) -> pl.Series:
    """What is implausible in each row; few have any."""
    none = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
    if "nights" not in rows.columns:
        return none
    is_long = (pl.col("nights") > MOST_NIGHTS) & pl.col("stay").is_not_null() & pl.col("nwau").is_not_null()
    at = rows.select(is_long.fill_null(False).arg_true()).to_series()
    return none.scatter(at, [" ".join(of_nights(nights)) for nights in rows["nights"].gather(at)])


def _of_days(given: Mapping[Field, pl.Expr]) -> tuple[list[pl.Expr], list[pl.Expr]]:
    """By which a stay's day is known, and a visit's, the likeliest first."""
    order = ("discharged", "on")
    found = [given[field] for field in order if field in given]
    return found, found[::-1]


def _facts_of(versions: tuple[Version, ...]) -> dict[str, pl.Series]:
    """What the results say of a row's version; `due`: from which day it is stale, and the last of all days
    where it never is."""
    facts = [(one.first_day, one.facts, one.facts.activity) for one in versions]
    return {
        "version": pl.Series([day for day, _, _ in facts], dtype=pl.Date),
        "classification": pl.Series(
            [of.classification if of else None for _, _, of in facts], dtype=pl.String
        ),
        "basis": pl.Series([of.basis for _, of, _ in facts], dtype=pl.String),
        "reason": pl.Series(
            [of.price_source if of and of.price_per_weight is None else None for _, _, of in facts],
            dtype=pl.String,
        ),
        "due": pl.Series([of.next_change_expected for _, of, _ in facts], dtype=pl.Date),
    }


def _parted(mistakes: Mistakes) -> tuple[pl.Series, Mistakes]:
    """The rows with a code that no version has, and the other mistakes."""
    others = [error.code != UNKNOWN_CODE for error in mistakes.errors]
    is_other = pl.Series(others, dtype=pl.Boolean).gather(mistakes.which)
    rows = mistakes.rows.clone().scatter(mistakes.rows.arg_true(), is_other)
    unknown = mistakes.rows & ~rows
    kept = mistakes.among(rows)
    return unknown, kept if rows.any() else Mistakes(rows, kept.which, ())
