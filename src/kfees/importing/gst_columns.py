"""Columns that hold the same amounts with GST and without it: known by their sums, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from openpyxl.utils import get_column_letter

from kfees.importing import headings
from kfees.importing.chosen import Chosen, is_chosen, visible
from kfees.importing.gst import dollars_in, gst_by_sum
from kfees.importing.gst_words import gst_in
from kfees.importing.heading_words import words_in
from kfees.importing.layout import Layout, SheetColumn

_ONE_CENT = Decimal("0.01")
_WITHOUT = frozenset(("ex", "excl", "exc", "excluding", "exclusive", "without", "net", "before"))
_WITH = frozenset(("in", "inc", "incl", "including", "inclusive", "with", "gross", "plus", "after", "total"))


def columns_with_gst(layout: Layout, chosen: Chosen) -> dict[int, SheetColumn]:
    """By the number of a column of amounts without GST, the one that holds them with it.

    Only where the headings or a column of GST speak of it, and most rows show it.
    """
    named, gst = chosen.roles.get("amount"), chosen.roles.get("gst")
    dollars = {column.number: _dollars(column) for column in _of_money(layout, chosen, named)}
    taxes = _dollars(gst) if gst is not None and gst.holds_amounts else {}
    found: dict[int, SheetColumn] = {}
    for total in (layout.columns[number] for number in dollars):
        fitting = [
            number
            for number in dollars
            if number != total.number
            and total is not named
            and _fits(layout.columns[number], total, dollars, taxes)
        ]
        if fitting:
            found[min(fitting, key=lambda number: abs(number - total.number))] = total
    return found


def take_with_gst(chosen: Chosen) -> None:
    """Amounts beside the same with GST are without it; what holds of a row, the first such column says."""
    for place, amount in enumerate(chosen.amounts):
        if (total := chosen.with_gst.get(amount.column.number)) is not None:
            chosen.amounts[place] = replace(amount, gst="exclusive")
            if place == 0:
                chosen.roles["with_gst"] = total
    for number, total in chosen.with_gst.items():
        chosen.unread[total.number] = f"the amounts of column {get_column_letter(number)} with GST"


def _of_money(layout: Layout, chosen: Chosen, named: SheetColumn | None) -> Iterator[SheetColumn]:
    for column in visible(layout):
        is_free = column is named or not is_chosen(column, chosen)
        is_money = column.holds_amounts and not column.dates and not column.percents
        other = headings.as_price(column.heading) == headings.OTHER
        if is_free and is_money and not other and not headings.as_another_price(column.heading):
            yield column


def _dollars(column: SheetColumn) -> dict[int, Decimal]:
    read = ((row, dollars_in(cell)) for row, cell in column.values.items())
    return {row: amount for row, amount in read if amount is not None}


def _fits(
    column: SheetColumn,
    total: SheetColumn,
    dollars: dict[int, dict[int, Decimal]],
    taxes: dict[int, Decimal],
) -> bool:
    """Whether the headings may say that one is the other with GST, and most rows show it."""
    without, with_gst = _says(column, _WITHOUT, _WITH), _says(total, _WITH, _WITHOUT)
    stated = without == with_gst == "yes"
    speaking = [one for one, said in ((column, without), (total, with_gst)) if said == "yes"]
    if "no" in (without, with_gst) or not (
        stated or taxes or any("gst" in words_in(one.heading) for one in speaking)
    ):
        return False
    net, gross = dollars[column.number], dollars[total.number]
    both = net.keys() & gross.keys()
    found = [
        gst_by_sum(net[row], gross[row])
        for row in both
        if row not in taxes or abs(net[row] + taxes[row] - gross[row]) <= _ONE_CENT
    ]
    return 2 * (len(found) - found.count(None)) > len(both) and (stated or "exclusive" in found)


def _says(
    column: SheetColumn, wanted: frozenset[str], other: frozenset[str]
) -> Literal["yes", "no", "nothing"]:
    """Whether a heading says what is wanted, the other, or neither."""
    stated = {"exclusive": _WITHOUT, "included": _WITH}.get(gst_in(column.heading) or "")
    words = set(words_in(column.heading))
    if stated is None and bool(words & wanted) != bool(words & other):
        stated = wanted if words & wanted else other
    if stated is None:
        return "nothing"
    return "yes" if stated is wanted else "no"
