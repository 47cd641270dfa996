"""Columns that may be meant where no heading says so: known by their cells, and offered by their letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

import polars as pl

from kfees.library.library import Library
from kfees.model.problems import Problem, Unreadable
from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import DAYS, PAYER, Field, heading_of
from kfees.portfolio.named import Named, few
from kfees.portfolio.pricer import spellings
from kfees.portfolio.row_payers import payer_spellings
from kfees.reading.as_written.amounts import is_empty
from kfees.reading.as_written.days import DateOrder, day_as_written
from kfees.reading.provider_headings import OTHER_DAYS, plain_heading

TOP_ROWS = 200
"""So many rows are looked at for what their cells may be."""

_ORDERS: tuple[DateOrder, ...] = ("day-first", "month-first")


def with_likely(
    problems: Iterable[Problem], frame: pl.LazyFrame, named: Named, library: Library
) -> Iterator[Problem]:
    """The same; those of missing columns with flags that name what may be meant."""
    names = frame.collect_schema().names()
    top = [as_texts(column) for column in frame.head(TOP_ROWS).collect()]
    for problem in problems:
        if problem.code == "missing-column":
            # The heading of a table without headings is a cell too.
            found = [
                at
                for at, name in enumerate(names)
                if _may_be(problem.place, [heading_of(name, names), *top[at].drop_nulls()], library)
                and not _is_of_another_day(problem.place, name)
            ]
            flags = " or ".join(named.flag(problem.place, at) for at in found)
            remedy = f"Add it, or name it with --columns; the columns are: {few(names)}."
            if flags:
                remedy = f"Pass {flags}, or the letter or heading of another."
            yield replace(problem, remedy=remedy)
        else:
            yield problem


def payers_unread(frame: pl.LazyFrame, columns: Columns, named: Named, library: Library) -> Iterator[Problem]:
    """Columns that are not used, and whose cells name payers, of whom one is not the table's: asked about."""
    if (
        PAYER not in columns.known.every
        or PAYER in columns.by_field
        or PAYER in named.by_field
        or not columns.unused
    ):
        return
    names = frame.collect_schema().names()
    top = frame.select(columns.unused).head(TOP_ROWS).collect()
    spelt = payer_spellings(library)
    for name in columns.unused:
        filled = [text for text in as_texts(top[name]).drop_nulls() if not is_empty(text)]
        if filled and all(_is_read(spelt.read, text) for text in filled):
            others = {spelt.read(text) for text in filled} - {library.payer_name}
            flag = named.flag(PAYER, names.index(name))
            if others:
                message = f"it names payers, such as {min(others)}, and is not read."
                yield Problem("unread-column", name, message, f"Pass {flag} or --columns payer=none.")


def as_texts(column: pl.Series) -> pl.Series:
    """The cells as people would write them; none of lists and the like, which no cell can hold."""
    if column.dtype.is_nested() or column.dtype in (pl.Binary, pl.Duration, pl.Object):
        return pl.Series(column.name, [None] * len(column), pl.String)
    return column.cast(pl.String, strict=False)


def _is_of_another_day(field: Field, name: str) -> bool:
    """Whether a heading says of a day that nothing is treated on it, or that it is the last."""
    words = set(plain_heading(name).split())
    return field in DAYS and bool(words & {*OTHER_DAYS, "end", "last", "separation", "discharge"})


def _may_be(field: Field, cells: Iterable[str], library: Library) -> bool:
    """Whether at least half of what stands in a column can be read as this."""
    read = _is_day if field in DAYS else partial(_is_read, spellings(library, {})[field].read)
    filled = [text for text in cells if not is_empty(text)]
    return bool(filled) and 2 * sum(map(read, filled)) >= len(filled)


def _is_day(text: str) -> bool:
    return any(_is_read(partial(day_as_written, order=order), text) for order in _ORDERS)


def _is_read(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except Unreadable:
        return False
    return True
