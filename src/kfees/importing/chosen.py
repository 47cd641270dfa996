"""The columns that were chosen, those that were not, and how a choice is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kfees.importing.amount_headings import span_in_heading, unit_in_heading
from kfees.importing.findings import in_quotes
from kfees.importing.gst_words import gst_in
from kfees.importing.headings import Role, as_another_price
from kfees.importing.layout import Layout, SheetColumn, shorten
from kfees.importing.periods import period_in
from kfees.model.problems import Problem
from kfees.model.schedule import Gst
from kfees.reading.as_written.days import DateOrder


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A column of amounts, and what its heading says of all: days of stay, its first and last day, GST, a
    unit."""

    column: SheetColumn
    span: tuple[int, int | None] | None = None
    starts: date | None = None
    ends: date | None = None
    gst: Gst | None = None
    unit: str = ""


@dataclass(slots=True)
class Chosen:
    """The columns to read. `others` hold amounts too and are not read; `unread` says of any other column why
    it is not; `with_gst` holds, by the number of a column of amounts, the one of the same amounts with GST;
    `problems` say what to pass."""

    roles: dict[Role, SheetColumn] = field(default_factory=dict)
    amounts: list[AmountColumn] = field(default_factory=list)
    others: list[SheetColumn] = field(default_factory=list)
    unread: dict[int, str] = field(default_factory=dict)
    with_gst: dict[int, SheetColumn] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def columns(self) -> list[SheetColumn]:
        """Every column that is read, from the left."""
        read = [*self.roles.values(), *(amount.column for amount in self.amounts)]
        return [column for _, column in sorted({column.number: column for column in read}.items())]

    @property
    def says_units(self) -> bool:
        """Whether a column, or the heading of every column of amounts, says what an amount is for."""
        return "unit" in self.roles or all(amount.unit for amount in self.amounts)


def amount_column(column: SheetColumn, order: DateOrder | None) -> AmountColumn:
    heading = shorten(column.heading, 200)
    period = period_in(column.heading, order)
    return AmountColumn(
        column,
        span_in_heading(column.own, column.group, order),
        period.starts if period is not None else None,
        period.ends if period is not None else None,
        gst_in(heading),
        unit_in_heading(column.own, order) or unit_in_heading(column.group, order),
    )


def place(layout: Layout) -> str:
    return f"sheet '{layout.name}'"


def listed(columns: list[SheetColumn], most: int = 12) -> str:
    shown = "; ".join(column.described for column in columns[:most])
    return shown if len(columns) <= most else f"{shown}; and {len(columns) - most} more"


def not_one(
    layout: Layout, name: str, found: list[SheetColumn], flag: str, behind: str = ""
) -> tuple[str, str]:
    """What is said of a name that means no column, or several: and what to pass, in this flag with what
    stands `behind` the column."""
    if not found:
        columns = listed(list(layout.columns.values()))
        remedy = f"The columns are {columns}. Name one, or leave it out."
        return f"there is no column {name!r} with cells or a heading.", remedy
    return (
        f"several columns are headed {name!r}: {listed(found)}.",
        f"Pass the letter, such as {flag}{in_quotes(found[0].letter + behind)}.",
    )


def is_chosen(column: SheetColumn, chosen: Chosen) -> bool:
    """Whether it has a role, or goes with one that has or may have it."""
    return any(column is taken for taken in (*chosen.columns, *chosen.with_gst.values()))


def visible(layout: Layout) -> list[SheetColumn]:
    return [column for column in layout.columns.values() if not column.hidden]


def offered(role: str, columns: Sequence[SheetColumn], most: int = 8) -> str:
    """'--columns amount=C or --columns amount=D': those that are hidden later, an old fee or a gap last."""
    shown = sorted(columns, key=lambda c: (role == "amount" and as_another_price(c.heading), c.hidden))[:most]
    return " or ".join(f"--columns {role}={column.letter}" for column in shown)


def ask(layout: Layout, role: Role, what: str, candidates: list[SheetColumn], chosen: Chosen) -> None:
    """`what` is all that is said where no column comes into question."""
    if candidates:
        message = f"{what} {listed(candidates)}; none was taken."
        remedy = f"Pass {offered(role, candidates)}."
    else:
        message, remedy = what, "Name the workbook or the sheet that has it, or give it a column of its own."
    chosen.problems.append(Problem(f"which-{role}-column", place(layout), message, remedy))
