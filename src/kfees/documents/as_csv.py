"""A quote's lines and a projection's years as CSV, the names of the contract as headings."""

from __future__ import annotations

import csv
import io

from kfees.engine.headline import headline
from kfees.library.library import Library
from kfees.model.quote import Line, Quote
from kfees.projection.projection import Projection

YEAR_COLUMNS = (
    *("year", "first_day", "end", "courses"),
    *("amount", "known_amount", "present_value", "currency"),
)


ADDED = (
    *("provider", "gst_per_unit", "charge_per_unit", "discount"),
    *("payable_least", "payable_most", "gap_least", "gap_most"),
)
"""Columns that stand at the end, where those who go by a column's number do not miss the others."""

LINE_COLUMNS = (
    *(name for name in Line.model_fields if name not in ADDED),
    *("please_check", *ADDED, "headline", "not_included", "payer", "currency"),
)


def lines_as_csv(quote: Quote, library: Library) -> str:
    """Unknown figures are empty cells, explained in `reasons`. Text that a spreadsheet would take
    for a formula is preceded by an apostrophe. Every row says what holds of the whole quote: what is
    implausible, what the patient would pay, and what is in no sum."""
    text = io.StringIO()
    of_all = {
        "please_check": " ".join(quote.please_check),
        "headline": headline(quote, library),
        "not_included": " ".join(quote.totals.not_included),
        "payer": quote.payer.name,
        "currency": quote.payer.currency,
    }
    writer = csv.DictWriter(text, LINE_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for line in quote.lines:
        row = line.model_dump(mode="json") | of_all
        row |= {"dates": " ".join(row["dates"]), "reasons": " ".join(row["reasons"])}
        writer.writerow({key: harmless(value) for key, value in row.items()})
    return text.getvalue()


def projection_as_csv(projection: Projection) -> str:
    """One row a year and one in total, which says what is implausible; an unknown figure is an empty cell."""
    text = io.StringIO()
    writer = csv.DictWriter(text, (*YEAR_COLUMNS, "please_check"), lineterminator="\n")
    writer.writeheader()
    currency = {"currency": projection.payer.currency}
    for year in projection.years:
        writer.writerow(year.model_dump(mode="json") | currency)
    totals = projection.totals.model_dump(mode="json", include={*YEAR_COLUMNS})
    span = {"year": "total", "first_day": projection.start.isoformat(), "end": projection.end.isoformat()}
    writer.writerow(span | totals | currency | {"please_check": " ".join(projection.please_check)})
    return text.getvalue()


def harmless(value: object) -> object:
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        else value
    )
