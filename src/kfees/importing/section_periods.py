"""Headings between the rows that say from when or until when the rows below them hold."""

from __future__ import annotations

from collections.abc import Sequence

from kfees.importing import headings
from kfees.importing.findings import Findings, Wrong
from kfees.importing.heading_words import words_in
from kfees.importing.item_row import ItemRow
from kfees.importing.periods import OF_A_PERIOD, Stated, order_in, period_in
from kfees.model.problems import Unreadable
from kfees.reading.as_written.days import DateOrder

_WHEN = frozenset(
    ("from", "effective", "until", "till", "to", "commencing", "starting", "valid", "for", "period", "since")
)
_OR_FEES = OF_A_PERIOD | {"services", "items", "schedule", "applicable", "apply", "applies"}


def take_periods(items: Sequence[ItemRow], asked: DateOrder | None, findings: Findings) -> None:
    """Give each row the period of the last heading above it that names one, where the row names none.

    A heading that says something else goes on within the period of the one before.
    """
    order = order_in(dict.fromkeys(item.section for item in items), asked)
    section, period = "", None
    for item in items:
        if item.section != section:
            section = item.section
            named = period_in(section, order or "day-first")
            if named is not None and _is_of_fees(named):
                period = named
                if order is None and _EITHER not in (wrong.problem for wrong in findings.wrong):
                    findings.wrong.append(Wrong(1, item.row, section[:60], _EITHER))
        if period is not None and item.starts is None and item.ends is None:
            item.starts, item.ends = period.starts, period.ends


_EITHER = Unreadable(
    "either-date",
    "day and month could be either way round in the heading above this row.",
    "Pass --dates day-first or --dates month-first.",
)


def _is_of_fees(period: Stated) -> bool:
    """Whether a heading says when fees hold, and does not only mention a day or year, as 'New in 2025'."""
    besides = set(words_in(period.besides))
    if besides & _WHEN or all(
        word in _OR_FEES or headings.as_price(word) == headings.STRONG for word in besides
    ):
        return True
    return period.starts is not None and period.ends is not None and period.starts.month == 7
