"""Weights, factors, bounds and flags as publishers' cells hold them. No float on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kfees.importing.amounts import DecimalMark
from kfees.importing.heading_words import NOTE_MARKS
from kfees.model.money import round_half_up
from kfees.model.problems import Unreadable
from kfees.reading.as_written.amounts import is_empty
from kfees.reading.cell import Cell, is_date, number, tidy

MOST = Decimal(1_000)
"""No stay weighs as much: what is larger is dollars, or a count."""
LEAST_FACTOR, MOST_FACTOR = Decimal("0.1"), Decimal(5)
"""Published ones lie between a half and three."""

_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔"})
_NO = frozenset({"", "no", "n", "false", "0"})
_MARKS = dict.fromkeys(map(ord, NOTE_MARKS))
_DIGITS = re.compile(r"[0-9]*\.?[0-9]+", re.ASCII)
_WITH_COMMA = re.compile(r"[0-9]+,[0-9]+", re.ASCII)
_MOST_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Words:
    """What stands where a number should, such as 'Not priced'."""

    text: str


@dataclass(frozen=True, slots=True)
class FigureRead:
    """A weight or factor, None where the cell says that there is none, or words; and what had to be
    understood, empty where nothing had."""

    figure: Decimal | Words | None
    said: str = ""


def weight_in(cell: Cell, mark: DecimalMark | None = None) -> FigureRead:
    """A weight or a factor. Raises Unreadable, without a remedy where the right number is to be given."""
    if cell.struck:
        raise Unreadable("struck-out", "this is struck out.", "")
    match cell.kind:
        case "number":
            return _stored(cell)
        case "text":
            return _typed(cell, mark)
        case "error":
            raise Unreadable("error-in-cell", f"the cell holds the error {cell.text}.", "")
        case _:
            raise Unreadable("not-a-weight", "this is no weight.", "")


def _stored(cell: Cell) -> FigureRead:
    value, first = number(cell), re.sub(r'"[^"]*"|\\.|_.|\[[^\]]*\]', "", cell.format.split(";")[0])
    if is_date(cell.format):
        raise Unreadable("not-a-weight", "the cell is formatted as a date.", "")
    is_plain = first in ("General", "@")
    if not is_plain and (not re.search("[0#?]", first) or re.search(r"[0#?],+(?![0#?])", first)):
        raise Unreadable("hidden-by-format", f"its format ({cell.format}) shows something else.", "")
    figure = _checked(value)
    shown = re.search(r"\.([0#?]+)", first)
    if is_plain or "E" in first:
        return FigureRead(figure)
    decimals = len(shown[1] if shown else "") + 2 * ("%" in first)
    printed = round_half_up(figure, Decimal(1).scaleb(-decimals))
    if printed == figure:
        return FigureRead(figure)
    if printed == 0:
        raise Unreadable("hidden-by-format", f"its format ({cell.format}) shows 0.", "")
    return FigureRead(printed, "figures with more digits than are shown, taken as shown")


def _typed(cell: Cell, mark: DecimalMark | None) -> FigureRead:
    whole = tidy(cell.text)
    text = whole.translate(_MARKS).strip()
    if is_empty(text):
        return FigureRead(None, f"cells that say '{text}', read as none" if text else "")
    if not any(char.isdigit() for char in text):
        return FigureRead(Words(text))
    digits, percent = text.removesuffix("%").strip(), text.endswith("%")
    if _WITH_COMMA.fullmatch(digits):
        if mark != "comma":
            remedy = "Pass --decimals comma if the comma is the decimal mark."
            raise Unreadable("either-number", "a comma is no part of a weight.", remedy)
        digits = digits.replace(",", ".")
    if not _DIGITS.fullmatch(digits):
        raise Unreadable("not-a-weight", "this is no weight.", "")
    figure = Decimal(digits) / 100 if percent else Decimal(digits)
    marked = "note marks taken off figures" if text != whole or cell.marks else ""
    return FigureRead(_checked(figure), marked or "figures typed as text")


def _checked(value: Decimal) -> Decimal:
    if value < 0:
        raise Unreadable("negative-weight", "no weight is negative.", "")
    if not value < MOST:
        raise Unreadable("too-large", "no weight is as large as this: are these dollars?", "")
    return value if -value.as_tuple().exponent <= _MOST_DECIMALS else round_half_up(value, Decimal("1e-12"))  # type: ignore[operator]


def flag_in(cell: Cell) -> bool:
    """YES or Y, and NO, a space or '-'. Raises Unreadable."""
    text = tidy(cell.text).translate(_MARKS).strip().casefold().removesuffix(".0")
    if not cell.struck and cell.kind in ("text", "number", "boolean"):
        if text in _YES:
            return True
        if text in _NO or is_empty(text):
            return False
    raise Unreadable("not-a-flag", "this says neither yes nor no.", "")


def plausible_factor(figure: Decimal | Words | None) -> Decimal | Words | None:
    """A paediatric factor. Raises Unreadable where it is one that no year has had."""
    if isinstance(figure, Decimal) and not LEAST_FACTOR <= figure <= MOST_FACTOR:
        raise Unreadable("bad-factor", "this is no paediatric factor.", "")
    return figure


def whole_days(figure: Decimal | Words | None) -> int | None:
    """A bound: a whole number of days. Raises Unreadable."""
    if figure is None:
        return None
    if isinstance(figure, Words) or figure != int(figure) or figure < 1:
        raise Unreadable("bad-day", "this is no number of days.", "")
    return int(figure)
