"""A quote's lines as CSV: one row a line, the names of the contract as headings."""

from __future__ import annotations

import csv
import io

from kfees.model.quote import Quote


def lines_as_csv(quote: Quote) -> str:
    """Unknown figures are empty cells, explained in `reasons`. Text that a spreadsheet would take
    for a formula is preceded by an apostrophe. What is implausible in the quote stands in every row."""
    text = io.StringIO()
    please_check = " ".join(quote.please_check)
    rows = [{**line.model_dump(mode="json"), "please_check": please_check} for line in quote.lines]
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
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
