"""Columns of amounts that each hold for a period: which one holds on --from, and until when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from kfees.importing import headings
from kfees.importing.amount_headings import span_in_heading, without_gst
from kfees.importing.chosen import AmountColumn, Chosen, amount_column, ask, is_chosen, place
from kfees.importing.heading_words import words_in
from kfees.importing.layout import Layout, SheetColumn
from kfees.importing.periods import OF_A_PERIOD, Stated, days_without_year, order_in, period_in, with_years
from kfees.model.english import in_words
from kfees.model.problems import Problem
from kfees.reading.as_written.days import DateOrder

_ONE_DAY = timedelta(days=1)
_BEGINS = re.compile(r"(?:rates? |fees? )?(?:from|effective|as (?:at|of)|commencing|applies)\b", re.I)
"""Rates hold from a day on; what is counted is counted in a year."""


def by_period(
    layout: Layout, chosen: Chosen, order: DateOrder, first_day: date
) -> list[tuple[SheetColumn, Stated]]:
    """The columns whose headings say for which period their amounts hold, where no fee stands in another.

    A period that is open ends where the next one begins, or begins where the one before ends.
    """
    free = [
        c for c in layout.columns.values() if c.holds_amounts and not c.hidden and not is_chosen(c, chosen)
    ]
    free = [column for column in free if not headings.as_another_price(column.heading)]
    found: list[tuple[SheetColumn, Stated]] = []
    said = _with_years(layout, free, order, first_day)
    for column in free:
        period = period_in(said[column.number], order)
        if period is not None and _is_of_amounts(column, period):
            found.append((column, period))
        elif headings.as_price(column.heading) == headings.STRONG:
            return []
    return [(column, ended(period, [other for _, other in found])) for column, period in found]


def _with_years(
    layout: Layout, columns: Sequence[SheetColumn], order: DateOrder, first_day: date
) -> dict[int, str]:
    """The headings; days in them without a year have that of the title's period, or from left to right those
    around --from where one of them is its day."""
    without = {column.number: days_without_year(column.heading) for column in columns}
    titles = (period_in(title, order) for title in layout.titles)
    stated = [title.starts for title in titles if title is not None and title.starts is not None]
    anchors = [number for number, days in without.items() if (first_day.month, first_day.day) in days]
    said = {column.number: column.heading for column in columns}
    for number in (number for number, days in without.items() if days and (stated or anchors)):
        begins = stated[0] if stated else first_day
        if not stated and number < anchors[0]:
            begins = first_day.replace(year=first_day.year - 1, day=min(first_day.day, 28))
        said[number] = with_years(said[number], begins)
    return said


def _is_of_amounts(column: SheetColumn, period: Stated) -> bool:
    """Whether the rest of the heading says price, or nothing over cells that can only be money."""
    if span_in_heading(column.own, column.group, None):
        return False  # a step of a stay
    besides = [word for word in words_in(without_gst(period.besides)) if word not in OF_A_PERIOD]
    if not besides:
        begins = _BEGINS.match(column.own) is not None
        return not column.percents and (begins or column.fractions > 0 or column.money_formats > 0)
    return headings.as_price(" ".join(besides)) == headings.STRONG


def ended(period: Stated, others: Sequence[Stated]) -> Stated:
    """The period, of which an open end is where the next of the others begins, or the one before ends."""
    if period.starts is None and period.ends is not None:
        earlier = [other.ends for other in others if other.ends is not None and other.ends < period.ends]
        return replace(period, starts=max(earlier) + _ONE_DAY) if earlier else period
    if period.ends is not None or period.starts is None:
        return period
    later = [other.starts for other in others if other.starts is not None and other.starts > period.starts]
    return replace(period, ends=min(later) - _ONE_DAY) if later else period


def choose_by_period(
    layout: Layout, chosen: Chosen, first_day: date, order: DateOrder | None, every_period: bool
) -> bool:
    """Take the column whose period holds on --from, or each one from then on; False where amounts are not
    stated by period."""
    texts = [column.heading for column in layout.columns.values() if column.holds_amounts]
    order = order_in(texts, order)
    columns = by_period(layout, chosen, order or "day-first", first_day)
    if not columns:
        return False
    if order is None:
        remedy = "Pass --dates day-first or --dates month-first."
        message = f"day and month could be either way round in {_listed(columns)}."
        chosen.problems.append(Problem("either-date", place(layout), message, remedy))
        return True
    taken = [(column, period) for column, period in columns if period.holds_on(first_day)]
    if every_period:
        taken = [
            (column, period) for column, period in columns if not period.ends or period.ends >= first_day
        ]
    if not taken:
        chosen.problems.append(_outside(layout, columns, first_day))
    elif len({max(period.starts or first_day, first_day) for _, period in taken}) < len(taken):
        ask(layout, "amount", "several columns hold amounts:", [column for column, _ in taken], chosen)
    else:
        chosen.amounts = [_amount_column(column, period, first_day) for column, period in taken]
        for column, period in columns:
            if (column, period) not in taken:
                chosen.others.append(column)
                why = f"its amounts hold {period.in_words}"
                later = period.starts is not None and period.starts > first_day
                chosen.unread[column.number] = f"{why} (--all-periods)" if later else why
    return True


def of_the_day(columns: list[SheetColumn], order: DateOrder | None, first_day: date) -> list[SheetColumn]:
    """Those whose period holds on --from, where each heading names one; all of them where none does."""
    periods = [period_in(column.heading, order or "day-first") for column in columns]
    known = [period for period in periods if period is not None]
    if len(known) < len(columns):
        return columns
    found = [
        column
        for column, period in zip(columns, known, strict=True)
        if ended(period, known).holds_on(first_day)
    ]
    return found or columns


def _outside(layout: Layout, columns: Sequence[tuple[SheetColumn, Stated]], first_day: date) -> Problem:
    message = (
        f"the amounts are stated by period, and none holds on {in_words(first_day)}: {_listed(columns)}."
    )
    latest, period = max(columns, key=lambda each: each[1].starts or date.min)
    day = period.starts or period.ends
    remedy = f"Pass --from {day} for the last of them, or --columns amount={latest.letter}."
    return Problem("which-amount-column", place(layout), message, remedy)


def _listed(columns: Sequence[tuple[SheetColumn, Stated]]) -> str:
    return "; ".join(f"{column.described}, {period.in_words}" for column, period in columns)


def _amount_column(column: SheetColumn, period: Stated, first_day: date) -> AmountColumn:
    """The version begins on --from, though the period may have begun before."""
    starts = max(period.starts, first_day) if period.starts is not None else first_day
    return replace(amount_column(column, None), starts=starts, ends=period.ends)
