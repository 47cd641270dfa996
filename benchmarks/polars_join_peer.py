"""The peer: plain Polars, as a good analyst writes it who has the figures of every course ready in a table.

Nothing is priced while it is timed: what each regimen, setting, start and stay comes to lies ready, and is
joined. What is left is what no portfolio can do without: the join, the arithmetic of the charges, and the
same columns, written exactly. It checks no cell, knows two payees that charge, and names no row that it
cannot price.
"""

from __future__ import annotations

from typing import Any

import polars as pl

import kfees

DECIDES = ("regimen", "setting", "start", "nights")
"""Beside the charges, all that decides what a course of this portfolio comes to."""

MONEY = pl.Decimal(18, 2)
PAYEES = ("hospital", "medical")
JOINED = {
    **{f"{payee}_maximum": MONEY for payee in (*PAYEES, "pharmacy")},
    **{f"{payee}_{sure}": pl.Boolean() for payee in PAYEES for sure in ("firm", "open")},
    "maximum": MONEY,
    "complete": pl.Boolean(),
    "stale": pl.Boolean(),
    "basis": pl.String(),
    "nwau": pl.Decimal(28, 10),
    "please_check": pl.String(),
    "problem": pl.String(),
}
"""What lies ready. `hospital_firm`: the maximum can be no other; `hospital_open`: it can be any."""


def ready_prices(courses: pl.DataFrame, library: kfees.Library) -> pl.DataFrame:
    """The figures of each distinct course, each from one call of `kfees.price`."""
    distinct = courses.select(DECIDES).unique()
    rows = [{**course, **_figures(course, library)} for course in distinct.iter_rows(named=True)]
    return pl.DataFrame(rows, schema={**distinct.schema, **JOINED})


def _figures(course: dict[str, Any], library: kfees.Library) -> dict[str, Any]:
    charging = [payee for payee in PAYEES if (payee, course["setting"]) != ("hospital", "consulting-rooms")]
    request = {
        **{name: course[name] for name in ("regimen", "setting", "start")},
        "weight_kg": "80",
        "charges": [{"payee": payee, "amount": "100"} for payee in charging],
        "episode": {"nights": course["nights"]} if course["nights"] else None,
    }
    quote = kfees.price(kfees.CourseRequest.model_validate(request), library)
    found: dict[str, Any] = {
        name: getattr(quote.totals, name) for name in ("maximum", "complete", "stale", "basis")
    }
    for total in quote.payees:
        found[f"{total.payee}_maximum"] = total.maximum
        found[f"{total.payee}_firm"] = total.basis == "published"
        found[f"{total.payee}_open"] = total.basis == "indexed"
    return found


def price_by_join(courses: pl.DataFrame, ready: pl.DataFrame) -> pl.DataFrame:
    """The courses, with the columns that `kfees.price_portfolio` adds."""
    charges = {payee: pl.col(f"{payee}_charge").cast(MONEY) for payee in PAYEES}
    payables, gaps = ([f"{payee}_{figure}" for payee in PAYEES] for figure in ("payable", "gap"))
    joined = courses.join(ready, on=DECIDES, how="left", nulls_equal=True, maintain_order="left")
    paid = joined.with_columns(
        pl.min_horizontal(charge, f"{payee}_maximum").alias(f"{payee}_payable")
        for payee, charge in charges.items()
    )
    with_gaps = paid.with_columns(
        (charge - pl.col(f"{payee}_payable")).cast(MONEY).alias(f"{payee}_gap")  # a difference has 38 digits
        for payee, charge in charges.items()
    )
    firm = (pl.when(f"{payee}_firm").then(f"{payee}_gap") for payee in PAYEES)
    most = (
        pl.when(f"{payee}_open").then(charge).otherwise(f"{payee}_gap") for payee, charge in charges.items()
    )
    sums = {
        "payable": pl.sum_horizontal(payables),
        "gap": pl.sum_horizontal(gaps),
        "gap_least": pl.sum_horizontal(firm),
        "gap_most": pl.sum_horizontal(most),
    }
    # A sum says that it has 18 digits, and has 38: it is cast only by itself.
    found = with_gaps.with_columns(**sums).with_columns(pl.col(*sums).cast(MONEY))
    return found.select(
        *courses.columns,
        *(f"{payee}_{figure}" for payee in PAYEES for figure in ("maximum", "payable", "gap")),
        "pharmacy_maximum",
        *(pl.lit(None, MONEY).alias(f"pharmacy_{figure}") for figure in ("payable", "gap")),
        "maximum",
        *sums,
        *("complete", "stale", "basis", "nwau", "please_check", "problem"),
    )
