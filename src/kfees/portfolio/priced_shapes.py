"""What shapes come to: each is priced once by `kfees.price`, and kept in a table to join with."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence, Set
from decimal import Decimal
from functools import reduce
from typing import Any, NamedTuple

import polars as pl

from kfees.engine.bounds import NO_LIMITS, limits_together
from kfees.engine.please_check import of_nights, of_weight
from kfees.engine.pricing import price
from kfees.library.library import Library
from kfees.model.money import EXACT, ZERO, round_half_up
from kfees.model.problems import InputError, Problem
from kfees.model.quote import Quote
from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import CURRENCY, MONEY, NWAU, Fields
from kfees.portfolio.implausible import MANY_NIGHTS
from kfees.portfolio.keys import Keys
from kfees.portfolio.row_payers import RowPayers
from kfees.portfolio.shapes import Shape
from kfees.portfolio.starts import day_of
from kfees.portfolio.weighed_rows import WeighedRows

NWAU_UNIT = Decimal("1e-10")

MOST_KEPT = 100_000
"""Shapes that are remembered at once: more would fill the memory of a portfolio larger than it."""


def priced_kinds(known: Fields) -> dict[str, pl.DataType]:
    """What is kept of a shape's quote beside its key. `hospital_firm`: whether the maximum can be no other,
    and `hospital_open`, whether it can be any; `plain`: whether each is firm, open or a floor; `bounded`:
    whether every charge is known, so that the gap has a most.

    Of a shape whose rows are weighed by columns `weighed` is the number of the payee who is paid for that,
    and of the `units` of it each row has its own weight and price: `maximum` is without it."""
    return {
        **dict.fromkeys(known.of_payees("maximum"), MONEY),
        **dict.fromkeys((*known.of_payees("firm"), *known.of_payees("open")), pl.Boolean()),
        "maximum": MONEY,
        "plain": pl.Boolean(),
        "bounded": pl.Boolean(),
        "complete": pl.Boolean(),
        "stale": pl.Boolean(),
        "basis": pl.String(),
        "nwau": NWAU,
        "please_check": pl.String(),
        "problem": pl.String(),
        "units": pl.Int64(),
        "weighed": pl.UInt8(),
    }


def limit_kinds(known: Fields) -> dict[str, pl.DataType]:
    """What the maximums of a payee's lines can be in all: few rows need it, so it is kept aside."""
    return dict.fromkeys((*known.of_payees("least"), *known.of_payees("most")), MONEY)


class Learned(NamedTuple):
    """What is known of shapes, by key: what they come to, what their maximums can be, the problems of those
    that cannot be priced; and which of those weighed by columns come to more than that, so that each of
    their rows is a shape of its own."""

    table: pl.DataFrame
    limits: pl.DataFrame
    problems: Mapping[int, Sequence[Problem]]
    apart: Set[int]


class PricedShapes:
    """Prices shapes as they are met. Safe to share between threads."""

    def __init__(
        self, library: Library, payers: RowPayers, keys: Keys, columns: Columns, weighed: WeighedRows
    ) -> None:
        self._library, self._keys, self._columns, self._weighed = library, keys, columns, weighed
        self._lock = threading.Lock()
        self._weighted = {
            schedule
            for view in payers.views
            for schedule in view.schedules
            if any(version.activity is not None for version in view.versions(schedule))
        }
        # What is wrong with these has nothing to do with a stay.
        self._same_for_all = {columns.by_field.get(field, field) for field in ("regimen", "setting")}
        # Only where rows name their payers are there several.
        self._also = {CURRENCY: pl.String()} if payers.named else {}
        kinds = {**priced_kinds(columns.known), **self._also}
        self._none = Learned(
            pl.DataFrame(schema={"key": keys.kind, **kinds}),
            pl.DataFrame(schema={"key": keys.kind, **limit_kinds(columns.known)}),
            {},
            set(),
        )
        self._learned = self._none

    def learn(self, keyed: pl.DataFrame) -> Learned:
        """What is known of the shapes of these rows, after those that were not met before were priced. Where
        there are very many, those met long before are forgotten."""
        learned = self._learned
        unmet = keyed.join(learned.table, on="key", how="anti")  # a few rows of each piece, but of the first
        if unmet["key"].null_count() == unmet.height:
            return learned
        with self._lock:
            known = self._learned
            new = _distinct(unmet.join(known.table, on="key", how="anti"))
            if known.table.height and known.table.height + new.height > MOST_KEPT:
                known, new = self._none, _distinct(keyed)
            self._learned = self._with(new, known)
            return self._learned

    def _with(self, new: pl.DataFrame, known: Learned) -> Learned:
        """What is known, and what the shapes of these rows come to."""
        rows: list[dict[str, Any]] = []
        problems, apart = dict(known.problems), set(known.apart)
        alike: dict[object, dict[str, Any]] = {}
        for row in new.iter_rows(named=True):
            key, shape = row["key"], self._keys.shape(row)
            if row.get("moment") is None:
                shape = self._keys.starts.at_first_session(shape)
            of = shape, row.get("moment")
            try:
                found = alike[of] = alike.get(of) or self._priced(shape, row)
                is_apart = row.get("moment") is not None and "weighed" not in found
            except InputError as error:
                problems[key] = error.problems
                found = {"problem": " ".join(map(str, error.problems))}
                is_apart = any(problem.place not in self._same_for_all for problem in error.problems)
            if is_apart:
                apart.add(key)
            rows.append({"key": key, **found})
        more = exact_table(rows, {**known.table.schema, **known.limits.schema})
        table, limits = (
            pl.concat([one, more.select(one.columns)], rechunk=True) for one in (known.table, known.limits)
        )
        return Learned(table, limits, problems, apart)

    def _priced(self, shape: Shape, row: Mapping[str, Any]) -> dict[str, Any]:
        try:
            quote = price(shape.request(self._library), self._library)
        except InputError as error:
            raise InputError(self._columns.at_names(shape.at_fields(error.problems))) from None
        currency = dict.fromkeys(self._also, quote.payer.currency)
        if row.get("moment") is None:
            return figures(quote, self._weighted) | currency
        found = figures(quote, self._weighted, of_nights(row[MANY_NIGHTS] or 0))
        if found["plain"]:
            view = self._library.of(quote.request.payer)
            found |= without_weighed(quote, self._weighed, row, view)
        return found | currency


def _distinct(keyed: pl.DataFrame) -> pl.DataFrame:
    """A row of each shape."""
    return keyed.filter(pl.col("key").is_not_null()).unique("key", keep="any")


def without_weighed(
    quote: Quote, weighed: WeighedRows, row: Mapping[str, Any], library: Library
) -> dict[str, Any]:
    """What is kept of the quote of a row that is weighed by columns, in place of its figures. Nothing where
    the quote has another weight, amount or version, or more lines of who is paid for it."""
    found = [line for line in quote.lines if line.weight is not None]
    if len(found) != 1:
        return {}
    [line] = found
    others = [one for one in quote.lines if one.payee == line.payee and not one.is_fee and one is not line]
    version = library.version_on(line.schedule or "", day_of(row["moment"]))
    by_columns = (*weighed.of(row), None, version and version.first_day)
    if others or (line.weight, line.rate, line.gst_per_unit, line.version) != by_columns:
        return {}
    return {
        "weighed": weighed.payees.index(line.payee),
        "units": int(line.quantity),
        "nwau": None,
        f"{line.payee}_maximum": None,
        "maximum": None if (whole := quote.totals.maximum) is None else whole - (line.maximum or ZERO),
    }


def exact_table(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """A table of rows that lack some columns. Polars loads NumPy where it meets a Decimal, and takes as text
    the same digits."""
    columns = {name: [row.get(name) for row in rows] for name in kinds}
    texts = {
        name: [None if value is None else f"{value:f}" for value in columns[name]]
        for name, kind in kinds.items()
        if kind.is_decimal()
    }
    typed = {name: pl.String() if name in texts else kind for name, kind in kinds.items()}
    table = pl.DataFrame({**columns, **texts}, schema=typed)
    return table.select(pl.col(name).cast(kind) for name, kind in kinds.items())


def figures(quote: Quote, weighted: Iterable[str], of_row: Iterable[str] = ()) -> dict[str, Any]:
    """What a portfolio keeps of a quote; `weighted` names the schedules of weighted activity, and `of_row` is
    what each row says of itself."""
    weights = [
        line.weight if line.weight is None else EXACT.multiply(line.weight, line.quantity)
        for line in quote.lines
        if (line.schedule or "") in weighted and not line.is_excluded
    ]
    known = [weight for weight in weights if weight is not None]
    # One body weight stands for many here: each row says its own.
    of_rows = {*of_weight(quote.request.weight_kg), *of_row}
    said = [sentence for sentence in quote.please_check if sentence not in of_rows]
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
        "nwau": round_half_up(reduce(EXACT.add, known), NWAU_UNIT) if whole else None,
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
