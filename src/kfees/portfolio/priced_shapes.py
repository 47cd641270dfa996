"""What shapes come to: each is priced once by `kfees.price`, and kept in a table to join with."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from kfees.engine.bounds import NO_LIMITS, limits_together
from kfees.engine.please_check import of_weight
from kfees.engine.pricing import price
from kfees.library.library import Library
from kfees.model.money import EXACT, round_half_up
from kfees.model.problems import InputError, Problem
from kfees.model.quote import Quote
from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import CURRENCY, MONEY, NWAU, Fields
from kfees.portfolio.keys import Keys
from kfees.portfolio.row_payers import RowPayers

NWAU_UNIT = Decimal("1e-10")


def priced_kinds(known: Fields) -> dict[str, pl.DataType]:
    """What is kept of a shape's quote beside its key. `hospital_firm`: whether the maximum can be no other,
    and `hospital_open`, whether it can be any; `plain`: whether each is firm, open or a floor; `bounded`:
    whether every charge is known, so that the gap has a most."""
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
    }


def limit_kinds(known: Fields) -> dict[str, pl.DataType]:
    """What the maximums of a payee's lines can be in all: few rows need it, so it is kept aside."""
    return dict.fromkeys((*known.of_payees("least"), *known.of_payees("most")), MONEY)


class PricedShapes:
    """Prices shapes as they are met. Safe to share between threads."""

    def __init__(self, library: Library, payers: RowPayers, keys: Keys, columns: Columns) -> None:
        self._library, self._keys, self._columns = library, keys, columns
        self._lock = threading.Lock()
        self._weighted = {
            schedule
            for view in payers.views
            for schedule in view.schedules
            if any(version.activity is not None for version in view.versions(schedule))
        }
        self.problems: dict[int, list[Problem]] = {}
        self._known: set[int] = set()
        # Only where rows name their payers are there several.
        self._also = {CURRENCY: pl.String()} if payers.named else {}
        kinds = {**priced_kinds(columns.known), **self._also}
        self.table = pl.DataFrame(schema={"key": keys.kind, **kinds})
        self.limits = pl.DataFrame(schema={"key": keys.kind, **limit_kinds(columns.known)})

    def learn(self, keyed: pl.DataFrame) -> None:
        """Price the shapes of these rows that were not met before."""
        unmet = keyed.join(self.table, on="key", how="anti")  # a few rows of each piece, but of the first
        new = unmet.filter(pl.col("key").is_not_null()).unique("key", keep="any")
        if not new.height:
            return
        with self._lock:
            rows = [
                {"key": row["key"], **self._priced(row)}
                for row in new.iter_rows(named=True)
                if row["key"] not in self._known
            ]
            found = exact_table(rows, {**self.table.schema, **self.limits.schema})
            self.limits = pl.concat([self.limits, found.select(self.limits.columns)], rechunk=True)
            self.table = pl.concat([self.table, found.select(self.table.columns)], rechunk=True)
            self._known.update(found["key"])

    def _priced(self, row: Mapping[str, Any]) -> dict[str, Any]:
        shape = self._keys.shape(row)
        try:
            quote = price(shape.request(self._library), self._library)
        except InputError as error:
            problems = self._columns.at_names(shape.at_fields(error.problems))
            self.problems[row["key"]] = problems
            return {"problem": " ".join(map(str, problems))}
        return figures(quote, self._weighted) | dict.fromkeys(self._also, quote.payer.currency)


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
