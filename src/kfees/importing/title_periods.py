"""A title, or the name of the sheet, that says another period of its fees than the one of --from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kfees.importing import headings
from kfees.importing.chosen import Chosen, place
from kfees.importing.findings import in_quotes, place_of
from kfees.importing.heading_words import words_in
from kfees.importing.layout import Layout, shorten
from kfees.importing.periods import OF_A_PERIOD, Stated, days_without_year, period_in
from kfees.library.indexing import one_year_after
from kfees.model.english import in_words
from kfees.model.problems import Problem
from kfees.reading.as_written.days import DateOrder
from kfees.reading.sheet import address

_OF_FEES = OF_A_PERIOD | {"schedule", "schedules", "services", "list", "applicable", "apply", "period"}
_MOST_WORDS = 10
_JOINED = re.compile(r"(?<=[A-Za-z])[-_]+(?=20[0-9]{2}[-_][0-9]{2})")
"""Between the words and the years of a name: 'fees-2025-26', 'fees_2025_26'."""
_ONE_DAY = timedelta(days=1)


OTHER_PERIOD = "other-period"
"""The code of the question that is asked then."""


def other_period(
    layout: Layout, chosen: Chosen, first_day: date, order: DateOrder | None, is_named: bool = False
) -> Problem | None:
    """A question where every title that says when fees begin and end says another period, and neither the
    heading of the amounts nor a column of days says one; without such a title, the sheet's name is one.

    `is_named`: whether the user names the sheet.
    """
    said = [amount.column.heading for amount in chosen.amounts]
    by_column = any(period_in(heading, order or "day-first") for heading in said)
    if not said or by_column or "starts" in chosen.roles or "ends" in chosen.roles:
        return None
    for_a_year = any(map(days_without_year, said))
    stated = list(_stated(layout, order or "day-first", for_a_year))
    if not stated:
        return None if is_named else _by_name(layout, first_day, order)
    if any(period.holds_on(first_day) for _, _, period in stated):
        return None
    cell, title, period = stated[0]
    flag = f"--set {in_quotes(f'{cell}={_without_period(period)}')}"
    return Problem(
        OTHER_PERIOD,
        place_of(layout.name, cell),
        f"the title '{shorten(title, 80)}' speaks of {period.in_words}, and not of"
        f" {in_words(first_day)}, the day of --from.",
        f"Pass --from {period.starts} if these are the fees of that period, or {flag} if they are not.",
    )


def _by_name(layout: Layout, first_day: date, order: DateOrder | None) -> Problem | None:
    name = _JOINED.sub(" ", layout.name)
    period = period_in(name.replace("_", "-"), order or "day-first")
    if period is None or not (period.starts and period.ends) or not _is_of_fees(period):
        return None
    if period.holds_on(first_day):
        return None
    return Problem(
        OTHER_PERIOD,
        place(layout),
        f"its name speaks of {period.in_words}, and not of {in_words(first_day)}, the day of --from.",
        f"Pass --from {period.starts} if these are the fees of that period, or"
        f' --sheet "{layout.name}" if they are not.',
    )


def _stated(layout: Layout, order: DateOrder, for_a_year: bool) -> Iterator[tuple[str, str, Stated]]:
    """The titles that state a period of fees, each with its cell. `for_a_year`: if no end, a year."""
    for row in layout.survey.head:
        for column, cell in row.cells.items() if row.number < layout.first_heading else ():
            if cell.kind != "text" or len(cell.words.split()) > _MOST_WORDS:
                continue
            period = period_in(cell.words, order)
            if period is not None and period.starts and for_a_year:
                period = replace(period, ends=period.ends or one_year_after(period.starts) - _ONE_DAY)
            if period is not None and period.starts and period.ends and _is_of_fees(period):
                yield address(column, row.number), cell.words, period


def _is_of_fees(period: Stated) -> bool:
    """Whether the rest of a title speaks of fees, or says nothing; a year alone may be that of an Act."""
    words = words_in(period.besides)
    first, last = period.starts, period.ends
    if first and last and last - first >= timedelta(days=364) and (first.month, first.day) == (1, 1):
        return False
    return not words or any(word in _OF_FEES or headings.as_price(word) == headings.STRONG for word in words)


def _without_period(period: Stated) -> str:
    kept = [word for word in period.besides.split() if word.casefold() not in OF_A_PERIOD]
    return " ".join(kept).strip(" -–—,:()") or "Fees"
