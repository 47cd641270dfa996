"""Which column is which: sure from its heading and its cells, named by the user, or asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kfees.importing import headings
from kfees.importing.days import day_within, span_of_days
from kfees.importing.headings import ROLES, Role
from kfees.importing.layout import Layout, SheetColumn, shorten
from kfees.model.dates import in_words
from kfees.model.problems import Problem, Unreadable
from kfees.model.schedule import Gst
from kfees.reading.as_written.days import DateOrder
from kfees.reading.cell import number
from kfees.reading.sheet import column_number

NO_PRICES = "no-prices"
"""The code of the problem that a sheet or workbook is no fee schedule at all."""

NO_COLUMN = "none"
"""What the user passes for a role that no column is to have, whatever its heading."""

_NOT_DOLLARS = frozenset({"weight", "weights", "weighted", "percent", "percentage", "rvu", "rvus", "%"})


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A column of amounts, and what its heading says of all of them: days of stay, a first day, GST."""

    column: SheetColumn
    span: tuple[int, int | None] | None = None
    starts: date | None = None
    gst: Gst | None = None


@dataclass(slots=True)
class Chosen:
    """The columns to read. `others` hold amounts too and are not read; `unread` says of any other column why
    it is not; `problems` say what to pass."""

    roles: dict[Role, SheetColumn] = field(default_factory=dict)
    amounts: list[AmountColumn] = field(default_factory=list)
    others: list[SheetColumn] = field(default_factory=list)
    unread: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def choose(
    layout: Layout,
    named: Mapping[Role, str],
    first_day: date,
    order: DateOrder | None,
    every_period: bool = False,
) -> Chosen:
    """Give each column its role. `named`: letters or headings that the user passed, by role."""
    chosen = Chosen()
    for role, name in named.items():
        if name.casefold() == NO_COLUMN and role not in ("item", "amount"):
            continue
        if (column := named_column(layout, role, name, chosen.problems)) is not None:
            chosen.roles[role] = column
    if "item" not in named:
        _choose_item(layout, chosen)
    for role in ROLES:
        if role not in ("item", "label", "amount") and role not in named:
            _choose_other(layout, role, chosen)
    if "amount" in chosen.roles:
        _check_named_amount(layout, chosen.roles["amount"], chosen)
        chosen.amounts = [_amount_column(chosen.roles["amount"], order)]
        chosen.others = [
            column for column in _price_columns(layout, chosen) if not _is_chosen(column, chosen)
        ]
    elif "amount" not in named:
        _choose_amounts(layout, chosen, first_day, order, every_period)
    if "label" not in named:
        _choose_label(layout, chosen)
    return chosen


def _place(layout: Layout) -> str:
    return f"sheet '{layout.name}'"


def named_column(layout: Layout, role: str, name: str, problems: list[Problem]) -> SheetColumn | None:
    """A column by its heading, or by its letters."""
    known = [
        column
        for column in layout.columns.values()
        if name.casefold() in (column.own.casefold(), column.heading.casefold())
    ]
    if len(known) == 1:
        return known[0]
    if re.fullmatch(r"[A-Za-z]{1,3}", name):
        try:
            found = column_number(name.upper())
        except ValueError:
            found = 0
        if found in layout.columns:
            return layout.columns[found]
    if len(known) > 1:
        message = f"several columns are headed {name!r}: {listed(known)}."
        remedy = f"Pass the letter, such as --columns {role}={known[0].letter}."
    else:
        message = f"there is no column {name!r} with cells or a heading."
        remedy = f"The columns are {listed(list(layout.columns.values()))}."
    problems.append(Problem("no-such-column", f"--columns {role}={name}", message, remedy))
    return None


def listed(columns: list[SheetColumn], most: int = 12) -> str:
    shown = "; ".join(column.described for column in columns[:most])
    return shown if len(columns) <= most else f"{shown}; and {len(columns) - most} more"


def _is_chosen(column: SheetColumn, chosen: Chosen) -> bool:
    return any(column is taken for taken in chosen.roles.values()) or any(
        column is taken.column for taken in chosen.amounts
    )


def _visible(layout: Layout) -> list[SheetColumn]:
    return [column for column in layout.columns.values() if not column.hidden]


def _ask(layout: Layout, role: Role, what: str, candidates: list[SheetColumn], chosen: Chosen) -> None:
    if candidates:
        message = f"{what} {listed(candidates)}; none was taken."
        example = next((column for column in candidates if not column.hidden), candidates[0])
        remedy = f"Pass one, such as --columns {role}={example.letter}."
    else:
        message, remedy = what, f"Pass the column's letter or heading, as in --columns {role}=B."
    chosen.problems.append(Problem(f"which-{role}-column", _place(layout), message, remedy))


def _choose_item(layout: Layout, chosen: Chosen) -> None:
    """A column with a sure heading that holds codes; otherwise a question."""
    holding = [column for column in layout.columns.values() if column.codes]
    sure = [column for column in holding if headings.as_item(column.own) == headings.STRONG]
    visible = [column for column in sure if not column.hidden]
    if len(visible) == 1:
        chosen.roles["item"] = visible[0]
    elif sure:
        what = "several columns could hold the item codes:" if len(sure) > 1 else "item codes stand in"
        _ask(layout, "item", what, sure, chosen)
    else:
        likely = [c for c in holding if c.holds_codes and headings.as_item(c.own) == headings.WEAK]
        likely += _before_labels([c for c in holding if c.holds_codes and _could_be_codes(c)], layout)
        candidates = sorted({column.number: column for column in likely}.values(), key=lambda c: c.number)
        what = "no heading says surely where the item codes are; they could be in"
        if not candidates:
            what = "no column of item codes was found; the items could go by"
            candidates = [c for c in layout.columns.values() if c.words and headings.as_label(c.own)]
        _ask(layout, "item", what if candidates else "no column of item codes was found.", candidates, chosen)


def _before_labels(columns: list[SheetColumn], layout: Layout) -> list[SheetColumn]:
    """Codes stand left of their descriptions, where a heading says which those are."""
    labels = [c.number for c in layout.columns.values() if headings.as_label(c.own) == headings.STRONG]
    left = [column for column in columns if labels and column.number < min(labels)]
    return left or columns


def _could_be_codes(column: SheetColumn) -> bool:
    """Whether the heading says nothing else, and the examples differ and are no amounts or dates."""
    return (
        headings.as_price(column.heading) == headings.NONE
        and column.dates == column.money_formats == column.percents == 0
        and (len(column.samples) > 2 or column.filled < 3)
    )


def _choose_label(layout: Layout, chosen: Chosen) -> None:
    """The best heading wins; a wrong label costs no money, and the preview shows it."""
    free = [column for column in _visible(layout) if column.words and not _is_chosen(column, chosen)]
    rated = [(headings.as_label(column.own), column) for column in free]
    best = max((strength for strength, _ in rated), default=headings.NONE)
    if best > headings.NONE:
        chosen.roles["label"] = next(column for strength, column in rated if strength == best)


def _choose_other(layout: Layout, role: Role, chosen: Chosen) -> None:
    found = [
        column
        for column in _visible(layout)
        if headings.as_other(column.own) == role and not _is_chosen(column, chosen) and column.filled
    ]
    if role == "unit":
        found = [column for column in found if column.words]
    elif role == "gst":
        found = [column for column in found if all(headings.gst_in(sample) for sample in column.samples)]
    if len(found) == 1:
        chosen.roles[role] = found[0]


def _check_named_amount(layout: Layout, column: SheetColumn, chosen: Chosen) -> None:
    if wrong := _NOT_DOLLARS & set(headings.words(column.heading)):
        chosen.problems.append(
            Problem(
                "not-dollars",
                f"{_place(layout)}, column {column.letter}",
                f"the heading '{column.heading}' says {' '.join(sorted(wrong))}, not dollars.",
                "A weight is multiplied by a price before it is an amount: name a column of dollars.",
            )
        )


def _price_columns(layout: Layout, chosen: Chosen) -> list[SheetColumn]:
    """Every column whose heading says price, or whose cells could be prices and say nothing else."""
    prices = [
        column
        for column in layout.columns.values()
        if column.holds_amounts and headings.as_price(column.heading) == headings.STRONG
    ]
    free = [column for column in layout.columns.values() if not _is_chosen(column, chosen)]
    return [column for column in free if column in prices or _is_rival(column, prices)]


def _is_rival(column: SheetColumn, prices: list[SheetColumn]) -> bool:
    """Amounts under a heading that says nothing: shown as money, or of a size with a known price."""
    if not column.holds_amounts or headings.as_price(column.heading) != headings.NONE or column.percents:
        return False
    if headings.as_item(column.own) != headings.NONE or headings.as_other(column.own) is not None:
        return False
    if 2 * column.money_formats >= column.numbers > 0:
        return True
    return any(_moves_with(column, price) for price in prices)


def _moves_with(column: SheetColumn, price: SheetColumn) -> bool:
    """Whether in most rows the figure lies between a quarter and four times the price."""
    both = [row for row in column.values.keys() & price.values.keys() if price.values[row].kind == "number"]
    close = 0
    for row in both:
        if column.values[row].kind == "number":
            one, other = number(column.values[row]), number(price.values[row])
            close += one > 0 and other <= 4 * one and one <= 4 * other
    return len(both) >= 3 and 5 * close >= 4 * len(both)


def _choose_amounts(
    layout: Layout, chosen: Chosen, first_day: date, order: DateOrder | None, every_period: bool
) -> None:
    candidates = _price_columns(layout, chosen)
    visible = [column for column in candidates if not column.hidden]
    sure = [column for column in visible if headings.as_price(column.heading) == headings.STRONG]
    if len(visible) == 1 and sure:
        chosen.amounts = [_amount_column(visible[0], order)]
        chosen.others = [column for column in candidates if column.hidden]
        chosen.others += [
            column
            for column in layout.columns.values()
            if column.holds_amounts and headings.as_price(column.heading) == headings.WEAK
        ]
        return
    read = [_amount_column(column, order) for column in visible]
    if len(read) > 1 and _steps_by_day([amount.span for amount in read]):
        chosen.amounts = read
        return
    if len(read) > 1 and len({amount.starts for amount in read if amount.starts}) == len(read):
        _choose_period(layout, chosen, read, first_day, every_period)
        return
    if not candidates:
        candidates = _last_candidates(layout, chosen)
    if candidates:
        what = "several columns hold amounts:" if len(candidates) > 1 else "amounts could be in"
        _ask(layout, "amount", what, candidates, chosen)
    else:
        chosen.problems.append(no_prices(layout))


def _last_candidates(layout: Layout, chosen: Chosen) -> list[SheetColumn]:
    """Where no heading says price: benefits and the like, and unexplained figures with fractions."""
    free = [c for c in layout.columns.values() if c.holds_amounts and not _is_chosen(c, chosen)]
    rated = [(headings.as_price(column.heading), column) for column in free]
    weighted = any(_NOT_DOLLARS & set(headings.words(column.heading)) for column in free)
    return [
        column
        for strength, column in rated
        if strength == headings.WEAK
        or (strength == headings.NONE and column.fractions and not column.percents and not weighted)
    ]


def no_prices(layout: Layout) -> Problem:
    weights = [
        column
        for column in layout.columns.values()
        if column.holds_amounts and _NOT_DOLLARS & set(headings.words(column.heading))
    ]
    why = f" (it holds {listed(weights, 3)}, which are no dollars)" if weights else ""
    return Problem(
        NO_PRICES,
        _place(layout),
        f"no column holds prices in dollars{why}, so this is no fee schedule.",
        "Name the workbook or the sheet with the fees, or the column with --columns amount=F.",
    )


def _steps_by_day(spans: list[tuple[int, int | None] | None]) -> bool:
    """Whether column after column goes on with the next day of the stay, from day 1."""
    expected: int | None = 1
    for span in spans:
        if span is None or span[0] != expected:
            return False
        expected = span[1] + 1 if span[1] is not None else None
    return True


def _choose_period(
    layout: Layout, chosen: Chosen, read: list[AmountColumn], first_day: date, every_period: bool
) -> None:
    """Of columns that each name their first day, the one that names --from, or all from then on."""
    taken = [amount for amount in read if amount.starts == first_day]
    if every_period:
        taken = [amount for amount in read if amount.starts is not None and amount.starts >= first_day]
    if taken:
        chosen.amounts = taken
        chosen.others = [amount.column for amount in read if amount not in taken]
        return
    stated = "; ".join(
        f"{amount.column.described} from {in_words(amount.starts)}" for amount in read if amount.starts
    )
    chosen.problems.append(
        Problem(
            "which-amount-column",
            _place(layout),
            f"the amounts are stated by period, and none begins on {in_words(first_day)}: {stated}.",
            f"Pass --from with one of these days, or --columns amount={read[-1].column.letter}.",
        )
    )


def _amount_column(column: SheetColumn, order: DateOrder | None) -> AmountColumn:
    try:
        starts = day_within(column.heading, order)
    except Unreadable:
        starts = None
    return AmountColumn(
        column, span_of_days(column.own) or None, starts, headings.gst_in(shorten(column.heading, 200))
    )
