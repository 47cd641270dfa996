"""Which columns hold the amounts: the only one that can, steps by the day of a stay, or a question."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kfees.importing import headings, unheaded
from kfees.importing.amount_formats import is_foreign
from kfees.importing.chosen import Chosen, amount_column, ask, is_chosen, listed, offered, place
from kfees.importing.gst import dollars_in
from kfees.importing.heading_words import words_in
from kfees.importing.layout import Layout, SheetColumn
from kfees.importing.period_columns import choose_by_period, of_the_day
from kfees.importing.stay_columns import ask_of_steps, choose_stay, stays_in, stays_of_the_day
from kfees.model.problems import Problem
from kfees.reading.as_written.days import DateOrder

NO_PRICES = "no-prices"
"""The code of the problem that a sheet or workbook is no fee schedule at all."""

_NOT_DOLLARS = frozenset(
    {
        "points",
        "index",
        "indices",
        "rvg",
        "relative",
        "weight",
        "weights",
        "weighted",
        "percent",
        "percentage",
        "rvu",
        "rvus",
        "%",
    }
)

_COUNTED = frozenset({"units", "loading", "quantity"})
"""Words of columns that count, where nothing in the heading says dollars."""


def _not_dollars(column: SheetColumn) -> frozenset[str]:
    """The words of its heading that say weights, points or percentages."""
    return _NOT_DOLLARS.intersection(words_in(column.heading))


def check_named_amount(layout: Layout, column: SheetColumn, chosen: Chosen) -> None:
    """A column of weights or points is asked about, even where the user names it."""
    counts = headings.as_price(column.heading) == headings.OTHER and not column.shows_dollars
    if wrong := _not_dollars(column) | (_COUNTED & set(words_in(column.heading)) if counts else set()):
        why = "A weight is multiplied by a price before it is an amount: name a column of dollars."
        chosen.problems.append(_other_than_dollars(layout, column, " ".join(sorted(wrong)), why))


def _other_than_dollars(layout: Layout, column: SheetColumn, said: str, why: str) -> Problem:
    return Problem(
        "not-dollars",
        f"{place(layout)}, column {column.letter}",
        f"the heading '{column.heading}' says {said}, not dollars.",
        f"{why} Where these are dollars all the same, pass --as-stored {column.letter}.",
    )


def check_currency(layout: Layout, chosen: Chosen, stored: Collection[str]) -> None:
    """Amounts below a heading in another currency, cents or thousands are asked about. `stored`: as in
    `choose`."""
    for column in [amount.column for amount in chosen.amounts if amount.column.names.isdisjoint(stored)]:
        if is_foreign(column.heading):
            message = f"the heading '{column.heading}' says another currency than Australian dollars."
            remedy = f"Name a column of dollars. Where these are, pass --as-stored {column.letter}."
            place_of_column = f"{place(layout)}, column {column.letter}"
            chosen.problems.append(Problem("currency", place_of_column, message, remedy))
        elif said := headings.other_than_dollars(column.heading):
            why = "Name a column of dollars, or give a file in which they are."
            chosen.problems.append(_other_than_dollars(layout, column, said, why))


def price_columns(layout: Layout, chosen: Chosen) -> list[SheetColumn]:
    """Every column whose heading says price, or whose cells could be prices and say nothing else."""
    prices = [
        column
        for column in layout.columns.values()
        if (column.holds_amounts or column.numbers)
        and headings.as_price(column.heading) == headings.STRONG
        and not _counts(column)
    ]
    free = [column for column in layout.columns.values() if not is_chosen(column, chosen)]
    prices += [column for column in free if column.number in chosen.with_gst and column not in prices]
    return [column for column in free if column in prices or _is_rival(column, prices)]


def _is_rival(column: SheetColumn, prices: list[SheetColumn]) -> bool:
    """Dollars below any heading; amounts under one that says nothing: shown as money, or of a size with a
    known price."""
    if (
        column.shows_dollars
        and not _not_dollars(column)
        and headings.as_price(column.heading) <= headings.NONE
    ):
        return headings.as_other(column.own) != "gst"
    if not column.holds_amounts or headings.as_price(column.heading) != headings.NONE or column.percents:
        return False
    if _says_something_else(column):
        return False
    if 2 * column.money_formats >= column.numbers > 0:
        return True
    return any(_moves_with(column, price) for price in prices)


def _says_something_else(column: SheetColumn) -> bool:
    other = headings.as_item(column.own) != headings.NONE or headings.as_other(column.own) is not None
    return other or _counts(column)


def _counts(column: SheetColumn) -> bool:
    """Whole numbers without a sign of money, below 'Duration (mins)' or 'Maximum sessions'."""
    return headings.as_count(column.own) and not (column.fractions or column.money_formats)


def _moves_with(column: SheetColumn, price: SheetColumn, least: int = 3) -> bool:
    """Whether in most rows, and in so many, the figure lies between a quarter and four times the price."""
    both = column.values.keys() & price.values.keys()
    pairs = [(dollars_in(column.values[row]), dollars_in(price.values[row])) for row in both]
    known = [(one, other) for one, other in pairs if other is not None]
    close = sum(one is not None and 0 < one <= 4 * other and other <= 4 * one for one, other in known)
    return len(known) >= least and 5 * close >= 4 * len(known)


def choose_amounts(
    layout: Layout, chosen: Chosen, first_day: date, order: DateOrder | None, every_period: bool
) -> None:
    if not layout.has_headings:
        _choose_by_cells(layout, chosen, order, first_day)
        return
    if choose_by_period(layout, chosen, first_day, order, every_period):
        return
    if every_stay := stays_in(layout, chosen, order):
        stays = stays_of_the_day(every_stay, first_day, every_period)
        taken = [step.column for stay in every_stay for step in stay]
        rivals = [column for column in _fees(price_columns(layout, chosen)) if column not in taken]
        choose_stay(layout, stays, [amount_column(column, order) for column in rivals], chosen)
        _say_other_days(chosen, taken)
        return
    fees = [amount_column(column, order) for column in _fees(price_columns(layout, chosen))]
    if ask_of_steps(layout, fees, chosen, order):
        return
    candidates = price_columns(layout, chosen)
    visible = [column for column in candidates if not column.hidden]
    if len(visible) > 1:
        visible = [column for column in visible if not headings.as_another_price(column.heading)] or visible
    if len(visible) == 1 and _is_sure(visible[0], layout, chosen):
        chosen.amounts = [amount_column(visible[0], order)]
        chosen.others = [column for column in candidates if column is not visible[0]]
        chosen.others += [
            column
            for column in layout.columns.values()
            if column.holds_amounts and headings.as_price(column.heading) == headings.WEAK
        ]
        return
    _ask_for_amounts(layout, chosen, candidates, order, first_day)


def _ask_for_amounts(
    layout: Layout,
    chosen: Chosen,
    candidates: list[SheetColumn],
    order: DateOrder | None,
    first_day: date,
) -> None:
    """A question, with those that could be meant on the day."""
    perhaps = _last_candidates(layout, chosen)
    weak = [column for column in perhaps if headings.as_price(column.heading) == headings.WEAK]
    candidates = candidates + weak if candidates else perhaps
    if candidates:
        candidates = of_the_day(candidates, order, first_day)
        candidates = sorted(candidates, key=lambda column: headings.as_another_price(column.heading))
        what = "several columns hold amounts:" if len(candidates) > 1 else "amounts could be in"
        ask(layout, "amount", what, candidates, chosen)
    else:
        chosen.problems.append(no_prices(layout, chosen, order, first_day))


def _say_other_days(chosen: Chosen, columns: list[SheetColumn]) -> None:
    """The columns of a stay in another period than the one that is read."""
    for column in columns if chosen.amounts else ():
        if not is_chosen(column, chosen):
            chosen.others.append(column)
            chosen.unread[column.number] = "its amounts hold on other days than --from (--all-periods)"


def _fees(columns: list[SheetColumn]) -> list[SheetColumn]:
    """Those that people see, under a heading that says surely the fee itself."""
    return [
        column
        for column in columns
        if not column.hidden
        and headings.as_price(column.heading) == headings.STRONG
        and not headings.as_another_price(column.heading)
    ]


def _is_sure(column: SheetColumn, layout: Layout, chosen: Chosen) -> bool:
    """Whether the only column of prices is surely the fee: its heading says so, or it alone shows dollars
    and its heading, such as 'VIC', says nothing else."""
    strength = headings.as_price(column.heading)
    if strength == headings.STRONG or column.number in chosen.with_gst:
        return not headings.as_another_price(column.heading)
    return (
        strength == headings.NONE
        and column.shows_dollars
        and not headings.as_money_but_no_fee(column.heading)
        and all(other is column for other in _last_candidates(layout, chosen))
    )


def _choose_by_cells(layout: Layout, chosen: Chosen, order: DateOrder | None, first_day: date) -> None:
    """Where no words stand above the columns."""
    candidates = unheaded.amount_columns(layout, chosen.roles.get("item"))
    if len(candidates) == 1:
        chosen.amounts = [amount_column(candidates[0], order)]
    elif candidates:
        ask(layout, "amount", "no row heads the columns; the amounts could be in", candidates, chosen)
    else:
        chosen.problems.append(no_prices(layout, chosen, order, first_day))


def _last_candidates(layout: Layout, chosen: Chosen) -> list[SheetColumn]:
    """Where no heading says price: benefits and the like, and unexplained figures with fractions."""
    free = [c for c in layout.columns.values() if c.holds_amounts and not is_chosen(c, chosen)]
    free = [column for column in free if not _not_dollars(column)]
    rated = [(headings.as_price(column.heading), column) for column in free]
    weighted = any(map(_not_dollars, layout.columns.values()))
    found = [
        column
        for strength, column in rated
        if strength == headings.WEAK
        or (strength == headings.NONE and column.fractions and not column.percents and not weighted)
    ]
    alike = [
        column
        for strength, column in rated
        if strength == headings.NONE
        and column not in found
        and not _says_something_else(column)
        and any(_moves_with(column, price, 2) for price in found)
    ]
    return [column for _, column in rated if column in found or column in alike]


def no_prices(layout: Layout, chosen: Chosen, order: DateOrder | None, first_day: date) -> Problem:
    """A refusal; figures that could be dollars all the same are named, with the flag that takes them."""
    figures = [column for column in layout.columns.values() if column.holds_amounts]
    weights = [column for column in figures if _not_dollars(column)]
    why = f" (it holds {listed(weights, 3)}, which are no dollars)" if weights else ""
    free = [c for c in figures if not (is_chosen(c, chosen) or c.percents or c.dates)]
    free = of_the_day(free, order, first_day)
    free = [column for column in free if headings.as_item(column.own) != headings.STRONG] or free
    remedy = "Name the workbook or the sheet with the fees"
    if free:
        remedy += f"; where {listed(free)} {'hold' if len(free) > 1 else 'holds'} dollars after all, pass"
        remedy += f" {offered('amount', free)}"
    message = f"no column holds prices in dollars{why}, so this is no fee schedule."
    return Problem(NO_PRICES, place(layout), message, f"{remedy}.")
