"""What was understood of a portfolio, for a person to look at before it is priced: 80 columns, or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import click

from kfees.cli.priced_table import Pricing
from kfees.cli.problem_kinds import kinds_in_lines
from kfees.cli.rows_left_out import left_out_in_lines
from kfees.cli.terminal import columns, wrapped
from kfees.library.library import Library
from kfees.model.blanks import counted
from kfees.model.english import in_list, in_words
from kfees.portfolio.fields import DAYS
from kfees.portfolio.files import Source, orders_of_days, shown_otherwise
from kfees.portfolio.named import few
from kfees.portfolio.understood import ColumnNotRead, ColumnRead, DaysRead, UnderstoodPortfolio, understood

EXAMPLE = 17
"""So much of a cell is shown."""


def preview(source: Source, pricing: Pricing, form: str) -> str:
    """A table, or JSON. InputError where the columns will not do."""
    library = pricing.library
    orders, shown = orders_of_days(source, library), shown_otherwise(source, library)
    pricer = pricing.made(source.frame.collect_schema(), library, orders, shown, named=source.named)
    left_out = source.left_out(pricer.columns)
    found = understood(source, pricer, orders, left_out)
    if form == "json":
        return found.model_dump_json(indent=2)
    table = _table(found, source, library, pricer.columns.known.row)
    return "\n".join([*table, *left_out_in_lines(left_out, found.other_sums)])


def _table(found: UnderstoodPortfolio, source: Source, library: Library, what: str) -> Iterator[str]:
    title = f"What was understood of {source.path.name}; nothing is priced yet"
    yield from (click.style(line, bold=True) for line in wrapped(title))
    last = found.first_row + found.rows + len(found.left_out) - 1
    of_rows = f" in rows {found.first_row:,} to {last:,} of the file" if found.rows else ""
    yield from wrapped(f"{counted(found.rows, what)}{of_rows}.")
    yield ""
    heading = ("Column", "Read as", "First cell", "Read", "Filled")
    yield from columns([heading, *map(_row, found.columns)], right=(4,), gives_way=0)
    yield ""
    if found.not_read:
        yield from wrapped(f"Not read: {few(map(_not_read, found.not_read))}.", further="  ")
    for days in found.days:
        yield from wrapped(_days(days, found.days, library), further="  ")
    if found.sheets_not_read:
        yield from wrapped(f"Sheets with the same headings, not read: {few(found.sheets_not_read)}.")
    if found.repeated:
        yield f"{counted(found.repeated, 'row')} may be a claim again, which `please_check` will say."
    if found.refused:
        yield f"To be refused: {counted(found.refused, 'row')} of {found.rows:,}."
    yield from kinds_in_lines(found.problems)


def _row(column: ColumnRead) -> Sequence[str]:
    example = _cut(column.example)
    return _headed(column), column.field, example, _cut(_read(column)), f"{column.filled:,}"


def _read(column: ColumnRead) -> str:
    """What is said of the example: nothing where it is read as it stands."""
    if not column.filled or column.read_as == column.example:
        return ""
    if not column.read_as:
        return "not used there" if column.read_as == "" else "cannot be read"
    return in_words(date.fromisoformat(column.read_as)) if column.field in DAYS else column.read_as


def _headed(column: ColumnRead | ColumnNotRead) -> str:
    return f"{column.column} {column.heading}".rstrip()


def _not_read(column: ColumnNotRead) -> str:
    example = f" ({_cut(column.example)})" if column.example else ""
    return f"{_headed(column)}{example}"


def _cut(text: str) -> str:
    return text if len(text) <= EXAMPLE else f"{text[: EXAMPLE - 1].rstrip()}…"


def _days(days: DaysRead, every: Sequence[DaysRead], library: Library) -> str:
    whose = in_list(library.of(payer).payer.in_a_sentence for payer in days.payers)
    why = f"as {days.because} has to be" if days.because else f"as {whose} writes it; no cell proves it"
    first = days.order.removesuffix("-first")
    return f"Days in figures have the {first} first{f' in rows of {whose}' if len(every) > 1 else ''}, {why}."
