"""A version's rates as a workbook: to look at in Excel, or to mend there and import again."""

from __future__ import annotations

from collections.abc import Sequence

from kfees.documents.sheets.tables import TableSheet, workbook_bytes
from kfees.library.changes_in_words import plain_amount
from kfees.library.version import Version
from kfees.model.schedule import Rate

HEADINGS = (
    "Item", "Label", "Amount", "Unit", "From day", "To day", "Until", "GST", "Basis", "Reason", "Source",
    "Cell",
)  # fmt: skip
AMOUNT = HEADINGS.index("Amount")


def rates_as_workbook(version: Version, rates: Sequence[Rate]) -> bytes:
    """One sheet of rates, under headings that `kfees schedules import` understands, and one of facts."""
    facts = version.facts.model_dump(mode="json", exclude={"activity", "workbook", "more_workbooks"})
    about = [("schedule", version.schedule), ("version", str(version.first_day)), ("digest", version.digest)]
    about += [(name.replace("_", " "), str(value)) for name, value in facts.items()]
    return workbook_bytes(
        [
            TableSheet("Rates", HEADINGS, [_row(rate) for rate in rates], numbers=frozenset({AMOUNT})),
            TableSheet("About", ("What", "Says"), about),
        ]
    )


def _row(rate: Rate) -> tuple[str, ...]:
    days = ("" if day is None else str(day) for day in (rate.from_day, rate.to_day, rate.until))
    amount = plain_amount(rate.amount)
    return (
        rate.item, rate.label, amount, rate.unit, *days,
        rate.gst, rate.basis, rate.reason, rate.source, rate.cell,
    )  # fmt: skip
