"""Which columns of a provider's quote somebody named, and what to name where its headings do not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kfees.model.blanks import Listed
from kfees.model.dates import DateOrder
from kfees.model.money import ZERO
from kfees.model.problems import InputError, Problem, Unreadable
from kfees.reading.as_written.amounts import amount_as_written, is_empty, sign_and_digits
from kfees.reading.as_written.spans import days_as_written
from kfees.reading.named_columns import NO_COLUMN, columns_headed, columns_meant
from kfees.reading.provider_days import bare_days, numbers_of_days
from kfees.reading.provider_headings import (
    OTHER_DAYS,
    PRICES,
    Column,
    Headings,
    headings_in,
    may_be_charged,
    plain_heading,
)
from kfees.reading.sheet import column_letters
from kfees.reading.text_sheets import TextRow, TextSheet

Named = Mapping[Column, str]
"""Columns as people name them: by letter, by heading, or that there is none."""

Places = Mapping[Column, int | None]
"""The same by where they stand, from 0; None for what no column is."""

Below = tuple[tuple[TextRow, Headings | None], ...]
"""The rows below headings, each with those that hold for it: None where it is headings again."""

_WORD, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column with figures that was not read: its heading, the first figure and the flags that settle which
    column is charged. `may_charge`: whether neither its heading nor its figures say that it is something
    else; `adds_up`: what its figures say."""

    place: str
    heading: str
    example: str
    flags: str
    may_charge: bool
    adds_up: str = ""

    @property
    def says(self) -> str:
        if self.adds_up:
            return self.adds_up
        if self.may_charge:
            return f"the heading does not say what {self.example} is"
        return f"by its heading {self.example} is not what the provider charges"


def letter(place: int) -> str:
    return column_letters(place + 1)


def flag(columns: Mapping[Column, int]) -> str:
    """'--columns item=A,amount=D'."""
    named = ",".join(f"{column}={letter(place)}" for column, place in columns.items())
    return f"--columns {named}"


def places_named(sheet: TextSheet, named: Named) -> Places:
    """The columns of a sheet that are named, from 0; None where there shall be none. InputError where a
    name is that of no column."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    found: dict[Column, int | None] = {}
    problems = []
    for column, name in named.items():
        if name.casefold() == NO_COLUMN:
            found[column] = None
            continue
        places = _places_of(sheet, name, width)
        found[column] = places[0] if places else -1
        if len(places) > 1:
            flags = Listed(tuple(flag({column: place}) for place in places), " or ")
            message = f"several columns are headed {name!r}."
            problems.append(Problem("no-such-column", sheet.place, message, f"Pass {flags}."))
        elif not places:
            most = f"Name a column from A to {letter(width - 1)}, by its letter or its heading."
            message = f"there is no column {name!r} for {column}."
            problems.append(Problem("no-such-column", sheet.place, message, most))
    if problems:
        raise InputError(problems)
    return found


def _places_of(sheet: TextSheet, name: str, width: int) -> list[int]:
    """The columns that a name may mean: by the first row of which a cell is that name, or by letter."""
    rows = (dict(enumerate(((cell,) for cell in row.cells), 1)) for row in sheet.rows)
    heading = next((row for row in rows if columns_headed(name, row)), {})
    letters = dict.fromkeys(range(1, width + 1), ("",))
    return [number - 1 for number in columns_meant(name, letters | heading)]


def below_named(sheet: TextSheet, places: Places) -> Iterator[tuple[TextRow, Headings | None]]:
    """The rows below the headings of columns that were named, each with those that hold for it; where none
    stand above the first amount, from there on."""
    width = max(len(row.cells) for row in sheet.rows)
    rows = [(row, (*row.cells, *[""] * (width - len(row.cells)))) for row in sheet.rows]
    known = [len(headings_in(cells).columns) for _, cells in rows]
    best = headings_in(rows[known.index(max(known))][1], (), places)
    prices = [best.columns[column] for column in PRICES if column in best.columns]
    first = next((at for at, (_, cells) in enumerate(rows) if _charges(cells, prices)), len(rows))
    named = [place for place in places.values() if place is not None]
    above = [at for at in range(first) if all(_is_heading(rows[at][1][place]) for place in named)]
    at = max(above, key=lambda at: (known[at], at), default=None)
    headings = headings_in([""] * width if at is None else rows[at][1], (), places)
    if headings.whole:
        for row, cells in rows[first if at is None else at + 1 :]:
            yield row, None if cells == headings.texts else headings


def _charges(cells: Sequence[str], prices: Sequence[int]) -> bool:
    return any(money_in(cells[at]) is not None for at in prices)


def _is_heading(text: str) -> bool:
    return bool(_WORD.match(text)) and not _DIGIT.search(text) and not is_empty(text)


def money_in(text: str) -> Decimal | None:
    """The amount in a cell, also below zero; None where it is none."""
    try:
        return None if is_empty(text) else amount_as_written(sign_and_digits(text)[1])
    except Unreadable:
        return None


def likely(sheet: TextSheet, headings: Headings) -> tuple[int | None, list[int]]:
    """By the cells, and by what headings say of other columns: the column of items, and those of amounts."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    texts = {
        place: [text for row in sheet.rows if (text := _cell(row.cells, place))] for place in range(width)
    }
    figures = {place: [text for text in found if _DIGIT.search(text)] for place, found in texts.items()}
    amounts = [at for at, found in figures.items() if sum(map(looks_like_money, found)) * 2 > len(found)]
    others = [at for at, found in texts.items() if found and at not in (*amounts, *headings.columns.values())]
    charged = [at for at in amounts if may_be_charged(_cell(headings.texts, at))]
    return next(iter(others), None), charged or amounts


def looks_like_money(text: str) -> bool:
    return bool(re.search(r"\$|\.[0-9]{2}$", text)) and money_in(text) is not None


def column_of_words(rows: Iterable[Sequence[str]], headings: Headings) -> int | None:
    """The first column that is in words beside amounts, and by its heading none of words."""
    prices = {headings.columns[column] for column in PRICES if column in headings.columns}
    for at in range(max(prices)):
        charging = [cells for cells in rows if any(money_in(text) is not None for text in cells[at + 1 :])]
        filled = [text for cells in charging if not is_empty(text := _cell(cells, at))]
        other = at in headings.run_together or (at in headings.columns.values() and at not in prices)
        if filled and not other and all(_WORD.search(text) and money_in(text) is None for text in filled):
            return at
    return None


def with_days_known(rows: Below, places: Places) -> Below:
    """The same, where a column whose heading does not say so is by its cells that of the days."""
    found: dict[int, Headings] = {}
    for headings in {id(one): one for _, one in rows if one is not None}.values():
        prices = [headings.columns[column] for column in PRICES if column in headings.columns]
        charging = [
            row.cells for row, one in rows if one is headings and any(_cell(row.cells, at) for at in prices)
        ]
        unread = sorted(set(range(headings.width)) - set(headings.columns.values()))
        days = [
            at for at in unread if _are_days(headings.texts[at], [_cell(cells, at) for cells in charging])
        ]
        if days and "date" not in {*headings.columns, *places}:
            columns = {**headings.columns, "date": days[0]}
            doubled = ("date", days) if len(days) > 1 else headings.doubled
            found[id(headings)] = replace(headings, columns=columns, doubled=doubled)
    return tuple((row, one and found.get(id(one), one)) for row, one in rows)


def _are_days(heading: str, texts: Sequence[str]) -> bool:
    """Whether most of what stands in a column are days, and its heading does not say of something else."""
    filled = [text for text in texts if not is_empty(text)]
    days = sum(map(_is_day, filled))
    return days * 2 > len(filled) and not set(plain_heading(heading).split()) & OTHER_DAYS


def _is_day(text: str) -> bool:
    if numbers_of_days(text):
        return True
    orders: tuple[DateOrder, ...] = ("day-first", "month-first")
    for order in orders:
        try:
            return bool(days_as_written(bare_days(text), order))
        except Unreadable:
            continue
    return False


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def columns_not_read(rows: Below, place: str) -> Iterator[LeftOut]:
    """The columns with amounts under headings that are not read."""
    seen: dict[tuple[int, str], tuple[str, Headings]] = {}
    for row, headings in rows:
        for at, text in enumerate(row.cells[: headings.width] if headings is not None else ()):
            if headings is not None and at not in headings.columns.values() and looks_like_money(text):
                seen.setdefault((at, headings.texts[at]), (text, headings))
    for (at, heading), (text, headings) in seen.items():
        others = [headings.columns[column] for column in PRICES if column in headings.columns]
        flags = " or ".join(flag({"amount": other}) for other in (at, *others[:1]))
        unread = [other for other, _ in seen if other != at]
        adds_up = _adds_up([row.cells for row, one in rows if one is headings], at, others[0], unread)
        may_charge = not adds_up and may_be_charged(heading)
        yield LeftOut(f"{place} column {letter(at)}", heading, text, flags, may_charge, adds_up)


def _adds_up(rows: Iterable[Sequence[str]], at: int, amount: int, unread: Sequence[int]) -> str:
    """What a column's figures say that are in every row those of the amount, or with another column's add up
    to them: the payer's part and the patient's."""
    charging = [cells for cells in rows if money_in(_cell(cells, amount)) is not None]

    def part(cells: Sequence[str], column: int) -> Decimal:
        return money_in(_cell(cells, column)) or ZERO

    for other in (None, *unread):
        beside = [ZERO if other is None else part(cells, other) for cells in charging]
        pairs = zip(charging, beside, strict=True)
        if charging and all(part(cells, at) + more == part(cells, amount) for cells, more in pairs):
            with_it = "" if other is None else f" with column {letter(other)}"
            return f"in every row it is{with_it} what column {letter(amount)} says"
    return ""
