"""A projection by year as CSV."""

from __future__ import annotations

import csv
import io

from kfees.projection.projection import Projection

CSV_COLUMNS = ("year", "first_day", "end", "courses", "amount", "known_amount", "present_value", "currency")


def projection_as_csv(projection: Projection) -> str:
    """One row a year and one in total; an unknown figure is an empty cell."""
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    currency = {"currency": projection.plan.currency}
    for year in projection.years:
        writer.writerow(year.model_dump(mode="json") | currency)
    totals = projection.totals.model_dump(mode="json", include={*CSV_COLUMNS})
    span = {"year": "total", "first_day": projection.start.isoformat(), "end": projection.end.isoformat()}
    writer.writerow(span | totals | currency)
    return text.getvalue()
