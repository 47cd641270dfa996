"""Which column is which: sure from its heading and its cells, named by the user, or asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from kfees.importing import headings, unheaded
from kfees.importing.amount_columns import check_currency, check_named_amount, choose_amounts, price_columns
from kfees.importing.chosen import Chosen, amount_column, is_chosen, not_one, place, visible
from kfees.importing.gst_columns import columns_with_gst, take_with_gst
from kfees.importing.gst_words import gst_in_cell
from kfees.importing.heading_words import words_in
from kfees.importing.headings import ROLES, Role
from kfees.importing.item_columns import choose_item
from kfees.importing.layout import Layout, SheetColumn
from kfees.importing.sections import is_unit
from kfees.importing.stay_columns import AND, stays_in, take_stay
from kfees.importing.stays import span_of_days
from kfees.model.problems import Problem
from kfees.reading.as_written.days import DateOrder
from kfees.reading.cell import Cell, number
from kfees.reading.named_columns import NO_COLUMN, columns_meant

NO_SUCH_COLUMN = "no-such-column"
"""The code of the problem that the user names a column that is not there."""


def choose(
    layout: Layout,
    named: Mapping[Role, str],
    first_day: date,
    order: DateOrder | None,
    every_period: bool = False,
    as_stored: Collection[str] = (),
) -> Chosen:
    """Give each column its role. `named`: letters or headings that the user passed, by role. `as_stored`: the
    columns whose figures are dollars as they are, whatever is said of them."""
    chosen = Chosen()
    _take_named(layout, named, chosen, order)
    if "item" not in named:
        choose_item(layout, chosen)
    of_stays = [step.column for stay in stays_in(layout, chosen, order) for step in stay]
    for role in ROLES:
        if role not in named:
            _choose_other(layout, role, chosen, of_stays)
    if chosen.amounts:
        alone = NO_COLUMN in named["amount"].casefold().replace(" ", "").split(AND)
        _take_named_amounts(layout, chosen, order, as_stored, alone)
    elif "amount" not in named:
        choose_amounts(layout, chosen, first_day, order, every_period)
    take_with_gst(chosen)
    check_currency(layout, chosen, {name.casefold() for name in as_stored})
    if "label" not in named:
        _choose_label(layout, chosen)
    _ask_of_gst(layout, named, chosen)
    if "ends" not in named:
        _ask_of_ends(layout, chosen)
    return chosen


def _take_named(layout: Layout, named: Mapping[Role, str], chosen: Chosen, order: DateOrder | None) -> None:
    for role, name in named.items():
        if role == "amount":
            found = [named_column(layout, role, one, chosen.problems) for one in _apart(layout, name)]
            chosen.amounts = [amount_column(column, order) for column in found if column is not None]
            if chosen.amounts:
                chosen.roles[role] = chosen.amounts[0].column
        elif name.casefold() == NO_COLUMN and role != "item":
            continue
        elif (column := named_column(layout, role, name, chosen.problems)) is not None:
            chosen.roles[role] = column


def _apart(layout: Layout, name: str) -> list[str]:
    """'C+D' names two columns, unless one is headed so."""
    if AND not in name or layout.columns_meant(name):
        return [name]
    return [one for part in name.split(AND) if (one := part.strip()) and one.casefold() != NO_COLUMN]


def _take_named_amounts(
    layout: Layout, chosen: Chosen, order: DateOrder | None, as_stored: Collection[str], alone: bool
) -> None:
    stored = {name.casefold() for name in as_stored}
    for amount in chosen.amounts:
        if amount.column.names.isdisjoint(stored):
            check_named_amount(layout, amount.column, chosen)
    take_stay(layout, chosen, chosen.amounts, order, alone)
    chosen.others = [column for column in price_columns(layout, chosen) if not is_chosen(column, chosen)]


def named_column(layout: Layout, role: str, name: str, problems: list[Problem]) -> SheetColumn | None:
    """A column by its heading, or by its letter."""
    found = layout.columns_meant(name)
    blank = columns_meant(name, dict.fromkeys(layout.blank_columns(), ())) if role == "modifier" else []
    if not found and blank:
        return layout.columns.setdefault(blank[0], SheetColumn(blank[0], "", ""))
    if len(found) == 1:
        return found[0]
    message, remedy = not_one(layout, name, found, f"--columns {role}=")
    problems.append(Problem(NO_SUCH_COLUMN, f"--columns {role}={name}", message, remedy))
    return None


def _choose_label(layout: Layout, chosen: Chosen) -> None:
    """The best heading wins; a wrong label costs no money, and the preview shows it."""
    if not layout.has_headings:
        if (column := unheaded.label_column(layout, chosen.roles.get("item"))) is not None:
            chosen.roles["label"] = column
        return
    free = [column for column in visible(layout) if column.words and not is_chosen(column, chosen)]
    rated = [(headings.as_label(column.own), column) for column in free]
    best = max((strength for strength, _ in rated), default=headings.NONE)
    if best > headings.NONE:
        chosen.roles["label"] = next(column for strength, column in rated if strength == best)
    elif "item" in chosen.roles:
        rows = chosen.roles["item"].codes
        of_all = [column for column in free if 4 * column.words >= 3 * rows and _says_more(column)]
        wordy = max(of_all, key=lambda column: len(set(unheaded.texts(layout, column))), default=None)
        if wordy is not None and 2 * len(set(unheaded.texts(layout, wordy))) > rows:
            chosen.roles["label"] = wordy


def _says_more(column: SheetColumn) -> bool:
    """Whether words of a column that no heading names say what an item is, and are no codes or days."""
    return not column.dates and 2 * column.codes < column.filled


def _holding_units(layout: Layout, chosen: Chosen) -> list[SheetColumn]:
    """Columns whose heading says nothing, and whose cells are all units, such as 'hour'."""
    items = chosen.roles["item"].filled if "item" in chosen.roles else 0
    return [
        column
        for column in visible(layout)
        if column.words == column.filled > 0
        and 5 * column.filled >= 4 * items  # figures beside the table have units of their own
        and not is_chosen(column, chosen)
        and headings.as_label(column.own) == headings.as_item(column.own) == headings.NONE
        and all(is_unit(sample) for sample in column.samples)
    ]


def _ask_of_gst(layout: Layout, named: Mapping[Role, str], chosen: Chosen) -> None:
    """A column that speaks of GST in words of its own is read or asked about, never passed over."""
    if "gst" in named or "gst" in chosen.roles:
        return
    for column in visible(layout):
        says_gst = {"gst", "taxable"} & set(words_in(column.own))
        if says_gst and column.words and not column.holds_amounts and not is_chosen(column, chosen):
            message = f"{column.described} may say whether the amounts include GST, and was not read."
            remedy = (
                f"Pass --columns gst={column.letter} to read it, or --columns gst=none where it does not."
            )
            chosen.problems.append(Problem("which-gst-column", place(layout), message, remedy))
            return


def _ask_of_ends(layout: Layout, chosen: Chosen) -> None:
    """Days right of the first days, below a heading that nobody knows, are perhaps the last ones."""
    starts = chosen.roles.get("starts")
    if starts is None or "ends" in chosen.roles:
        return
    for column in visible(layout):
        days = column.number > starts.number and 2 * starts.filled >= 2 * column.dates >= starts.filled
        others = {"start", "begin", "from", "change", "effective"} & set(words_in(column.own))
        if days and column.dates == column.filled and not others and not is_chosen(column, chosen):
            message = f"{column.described} may say until when a row holds, and was not read."
            remedy = f"Pass --columns ends={column.letter} to read it, or --columns ends=none if it does not."
            chosen.problems.append(Problem("which-ends-column", place(layout), message, remedy))
            return


def _says_gst(column: SheetColumn) -> bool:
    """Whether its cells say of each row whether GST is in it, or what it comes to."""
    says = (gst_in_cell(sample, column.own) for sample in column.samples)
    return column.holds_amounts or all(says)


def _cells(layout: Layout, column: SheetColumn) -> Iterator[Cell]:
    """What stands in a column below the headings, where the sheet was looked at."""
    rows = (row for row in layout.survey.head if row.number > layout.last_heading)
    return (row.cells[column.number] for row in rows if column.number in row.cells)


def _says_days(column: SheetColumn, role: Role, layout: Layout, chosen: Chosen) -> bool:
    """Whether its cells can be days of a stay: '010' and 90 are those around an operation."""
    if role != "days":
        return not column.dollar_signs and not column.fractions
    if any(span_of_days(cell.text) for cell in _cells(layout, column)):
        return True
    chosen.unread[column.number] = "its cells are no days of a stay (--columns days=" + column.letter + ")"
    return False


def _holding_days(layout: Layout, role: Role, chosen: Chosen) -> list[SheetColumn]:
    """Columns whose cells are days and no times, below words that say which; of several those of the fee."""
    found = [
        column
        for column in visible(layout)
        if 2 * column.dates >= column.filled > 0
        and headings.as_day(column.own) == role
        and not is_chosen(column, chosen)
        and not any(cell.kind == "number" and number(cell) < 1 for cell in _cells(layout, column))
    ]
    of_fees = [column for column in found if {"fee", "rate", "price"}.intersection(words_in(column.own))]
    return of_fees or found


def _choose_other(layout: Layout, role: Role, chosen: Chosen, of_stays: Collection[SheetColumn]) -> None:
    """`of_stays`: columns of amounts, though 'First day' could be the heading of days too. Units that make
    items of their own are their units too."""
    modifier = chosen.roles.get("modifier") if role == "unit" else None
    found = [
        column
        for column in visible(layout)
        if column not in of_stays
        and headings.as_other(column.own) == role
        and (column is modifier or not is_chosen(column, chosen))
        and column.filled
    ]
    if role == "with_gst":
        chosen.with_gst = columns_with_gst(layout, chosen)
    elif role == "unit":
        found = [column for column in found if 2 * column.words >= column.filled > 0]
        found = found or _holding_units(layout, chosen)
    elif role == "gst":
        found = [column for column in found if _says_gst(column)]
    elif role in ("starts", "ends"):
        found = found or _holding_days(layout, role, chosen)
    elif role in ("days", "from_day", "to_day"):
        found = [column for column in found if _says_days(column, role, layout, chosen)]
    if len(found) == 1:
        chosen.roles[role] = found[0]
