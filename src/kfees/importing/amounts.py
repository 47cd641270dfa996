"""Amounts as people type them and as Excel stores them. No float on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from kfees.importing.headings import NOTE_MARKS
from kfees.model.money import CannotDetermine, Money, NotPayable, round_half_up
from kfees.model.problems import Unreadable
from kfees.reading.as_written.amounts import COMMA_FOR_POINT, GROUPED, sign_and_digits, unspaced, with_point
from kfees.reading.as_written.days import DateOrder
from kfees.reading.cell import Cell, is_date, number, tidy
from kfees.reading.opening import Workbook

DecimalMark = Literal["point", "comma"]

MOST = Decimal(10_000_000)
"""No single fee is dearer than this; a larger number is something else."""

_FOREIGN = re.compile(r"[€£¥₹]|\b(USD|EUR|GBP|NZD|CAD|CHF)\b|\b(US|NZ|C|HK|S)\$", re.I)
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)
_EITHER = re.compile(r"[0-9]{1,3}\.[0-9]{3}|[0-9]{1,3}(,[0-9]{3})+", re.ASCII)
_WITHOUT_MARKS = dict.fromkeys(map(ord, NOTE_MARKS))
_NOT_PAYABLE = frozenset({"not payable", "nil payable"})


@dataclass(frozen=True, slots=True)
class AmountRead:
    """What an amount cell holds. `said`: what had to be understood, in words; empty where nothing had.

    `mark`: how a comma in it was read, for the rest of the column to agree with.
    """

    amount: Money
    said: str = ""
    mark: Literal["", "comma", "either"] = ""


@dataclass(frozen=True, slots=True)
class AmountReading:
    """How figures and days are written, where the workbook leaves it open."""

    decimal_mark: DecimalMark | None = None
    date_order: DateOrder | None = None
    round_to_cent: bool = False


def formula_problem(cell: Cell, book: Workbook) -> Unreadable | None:
    """Why the result of a formula cannot be taken, or None where it can."""
    formula = cell.formula
    linked = re.search(r"(?<![\w.\]])\[\d+\]|\[[^\]]*\.xl\w*\]|\b(WEBSERVICE|RTD)\(", formula, re.I)
    if linked or any(word.casefold() in book.linked_names for word in re.findall(r"[A-Za-z_]\w*", formula)):
        return Unreadable(
            "linked-workbook",
            "the formula reads another workbook, which may have changed since.",
            "Copy the cell and paste it as a value in Excel.",
        )
    if cell.kind == "none":
        return Unreadable(
            "formula-without-result",
            "no result of the formula is stored.",
            "Open the workbook in Excel, let it calculate, and save it.",
        )
    return None


def read_amount(cell: Cell | None, place: str, reading: AmountReading) -> AmountRead:
    """An amount in dollars, or that it is unknown, in the cell's own words. Raises Unreadable."""
    if cell is None or (cell.kind == "text" and not tidy(cell.text + cell.marks)):
        return AmountRead(CannotDetermine(f"the workbook states no amount: cell {place} is blank"))
    match cell.kind:
        case "number":
            return _stored_number(cell, place, reading)
        case "text":
            return _typed_amount(cell, place, reading)
        case "boolean":
            found = "TRUE" if cell.text == "1" else "FALSE"
            raise Unreadable("not-an-amount", f"{found} is not an amount.", "Give dollars and cents.")
        case "date":
            raise Unreadable("not-an-amount", "a date is not an amount.", "Give dollars and cents.")
        case _:
            raise Unreadable(
                "error-in-cell", f"the cell holds the error {cell.text}.", "Mend the cell in Excel."
            )


@lru_cache(maxsize=512)
def _format_says(shown: str) -> _FormatSays:
    bare = re.sub(r'"[^"]*"|\\.|_.', "", shown)
    sections = shown.split(";")
    decimals = re.search(r"[0#?,]+(\.([0#?]+))?", bare.split(";")[0])
    return _FormatSays(
        percent="%" in bare,
        date=is_date(shown),
        foreign=bool(_FOREIGN.search(shown)),
        dash_for_zero=len(sections) > 2 and "-" in sections[2] and not re.search(r"[0#]", sections[2]),
        money=bool(re.search(r"\$|AUD", re.sub(r"\[\$-[^\]]*\]", "", shown))),
        decimals=None if decimals is None else len(decimals[2] or ""),
    )


@dataclass(frozen=True, slots=True)
class _FormatSays:
    """What a number format says of the numbers in it."""

    percent: bool
    date: bool
    foreign: bool
    dash_for_zero: bool
    money: bool
    decimals: int | None


def is_money(shown: str) -> bool:
    """Whether a number format shows dollars, or two decimals; plain 0.00 may as well show codes."""
    says = _format_says(shown)
    cents = says.decimals == 2 and shown != "0.00"
    return (says.money or cents) and not says.percent and not says.date


def is_percent(shown: str) -> bool:
    return _format_says(shown).percent


def _stored_number(cell: Cell, place: str, reading: AmountReading) -> AmountRead:
    says = _format_says(cell.format)
    if says.percent:
        shown = f"{(number(cell) * 100).normalize():f} %"
        raise Unreadable("percentage", f"{shown} is a percentage, not dollars.", "Give dollars and cents.")
    if says.date:
        raise Unreadable("not-an-amount", "the cell is formatted as a date.", "Format the cell as a number.")
    if says.foreign:
        raise Unreadable(
            "currency",
            f"the amount is shown in another currency ({cell.format}).",
            "Give Australian dollars.",
        )
    value = number(cell)
    if value == 0 and says.dash_for_zero:
        return AmountRead(
            CannotDetermine(f"the workbook shows '-' in cell {place}"), "zeros shown as '-', read as unknown"
        )
    return _checked(value, says.decimals, reading)


def _typed_amount(cell: Cell, place: str, reading: AmountReading) -> AmountRead:
    whole = tidy(cell.text)
    text = whole.translate(_WITHOUT_MARKS).strip()
    if not any(char.isdigit() for char in text):
        if text.casefold() in _NOT_PAYABLE:
            return AmountRead(
                NotPayable(f"the workbook says '{cell.words}' in cell {place}"), "amounts read as not payable"
            )
        return AmountRead(
            CannotDetermine(f"the workbook says '{_short(cell.words)}' in cell {place}"),
            f"amounts that say '{_short(text, 30)}', read as unknown",
        )
    if _FOREIGN.search(text):
        raise Unreadable("currency", "the amount is in another currency.", "Give Australian dollars.")
    if re.fullmatch(r"[-(]?[0-9.,\s]+%\)?", text):
        raise Unreadable("percentage", "this is a percentage, not dollars.", "Give dollars and cents.")
    negative, bare = sign_and_digits(text)
    bare = unspaced(bare)
    digits = _plain_digits(bare, reading)
    if digits is None:
        if _is_sentence(text):
            return AmountRead(
                CannotDetermine(f"the workbook says '{_short(cell.words)}' in cell {place}"),
                "amounts that are a sentence, read as unknown",
            )
        raise Unreadable(
            "not-an-amount", "this is not an amount.", "Give dollars and cents, such as 1234.50."
        )
    found = _checked(-Decimal(digits) if negative else Decimal(digits), None, reading)
    marked = text != whole or cell.marks
    said = found.said or ("note marks taken off amounts" if marked else "amounts typed as text")
    return AmountRead(found.amount, said, _mark_in(bare))


def _mark_in(digits: str) -> Literal["", "comma", "either"]:
    """Whether a comma is the decimal mark; 'either' where it could also group thousands."""
    if _EITHER.fullmatch(digits):
        return "either"
    return "comma" if COMMA_FOR_POINT.fullmatch(digits) else ""


def _plain_digits(digits: str, reading: AmountReading) -> str | None:
    """'1,234.50' and '1.234,50' -> '1234.50'. Raises Unreadable where a point could mean either."""
    if _EITHER.fullmatch(digits):
        if reading.decimal_mark is None and "." in digits:
            raise Unreadable(
                "either-number",
                f"this is {digits.replace('.', '')} where a point groups thousands, {digits} where it is"
                " the decimal mark.",
                "Pass --decimals comma or --decimals point.",
            )
        grouping = "." if reading.decimal_mark == "comma" else ","
        return digits.replace(grouping, "").replace(",", ".")
    if reading.decimal_mark != "comma":
        if GROUPED.fullmatch(digits):
            return digits.replace(",", "")
        if _PLAIN.fullmatch(digits):
            return digits
    if reading.decimal_mark != "point" and COMMA_FOR_POINT.fullmatch(digits):
        return with_point(digits)
    return digits if digits.isascii() and digits.isdigit() else None


def _checked(value: Decimal, decimals_shown: int | None, reading: AmountReading) -> AmountRead:
    if value < 0:
        raise Unreadable("negative-amount", "the amount is negative.", "A rate is 0.00 or more.")
    if not value < MOST:
        raise Unreadable("too-large", "no fee is as large as this.", "Give dollars and cents.")
    cents = round_half_up(value)
    if cents == value:
        return AmountRead(cents, "amounts of 0.00" if cents == 0 else "")
    if decimals_shown != 2 and not reading.round_to_cent:
        raise Unreadable(
            "part-of-a-cent",
            "the amount holds a part of a cent and is not shown in whole cents.",
            "Pass --round-to-cent where such amounts are paid rounded half up; weights are no amounts.",
        )
    if cents == 0:
        raise Unreadable("part-of-a-cent", "the amount rounds to 0.00.", "Give the price of a larger unit.")
    return AmountRead(cents, "amounts with parts of a cent, rounded half up")


def _is_sentence(text: str) -> bool:
    """Words that hold a number, such as 'Fee for item 3 plus $30', and not a number with a slip in it."""
    words = re.findall(r"[A-Za-z]{3,}", text)
    return (len(words) >= 2 and text[0].isalpha()) or bool(re.match(r"[0-9.]+\s*% of \w+", text))


def _short(text: str, most: int = 200) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
