"""A quote's lines as CSV: one row a line, the names of the contract as headings."""

from __future__ import annotations

import csv
import io

from kfees.quote import Quote


def lines_as_csv(quote: Quote) -> str:
    """Unknown figures are empty cells, explained in `reasons`. Text that a spreadsheet would take
    for a formula is preceded by an apostrophe."""
    text = io.StringIO()
    rows = [line.model_dump(mode="json") for line in quote.lines]
    writer = csv.DictWriter(
        text, fieldnames=list(type(quote.lines[0]).model_fields) if rows else [], lineterminator="\n"
    )
    writer.writeheader()
    for row in rows:
        row |= {"dates": " ".join(row["dates"]), "reasons": " ".join(row["reasons"])}
        writer.writerow({key: harmless(value) for key, value in row.items()})
    return text.getvalue()


def harmless(value: object) -> object:
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        else value
    )
