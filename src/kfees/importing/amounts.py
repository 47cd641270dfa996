"""Amounts as people type them and as Excel stores them. No float on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kfees.importing.amount_formats import format_says, is_foreign
from kfees.importing.heading_words import NOTE_MARKS
from kfees.model.english import plain
from kfees.model.money import CannotDetermine, Money, NotPayable, round_half_up
from kfees.model.problems import Unreadable
from kfees.reading.as_written.amounts import COMMA_FOR_POINT, GROUPED, sign_and_digits, unspaced, with_point
from kfees.reading.as_written.days import DateOrder
from kfees.reading.cell import Cell, number, tidy
from kfees.reading.number_format import Shown, hides_text, shown_in, shows_cents, without_dollars
from kfees.reading.opening import Workbook

DecimalMark = Literal["point", "comma"]

MOST = Decimal(10_000_000)
"""No single fee is dearer than this; a larger number is something else."""

SHOWN_OTHERWISE = "shown-otherwise"
"""The code of the problem that a cell shows something else than the amount that it holds."""

_PER = r"(?:per |/ ?|an? (?=[a-z]))(?P<unit>(?:[0-9]+ )?[a-z][a-z \-]{0,30}[a-z]|[a-z])"
_UNIT = re.compile(_PER, re.I)
_TYPED_UNIT = re.compile(rf"(?P<amount>[^a-z/]*[0-9])\)? ?\(?{_PER}\)?\.?", re.I)
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)
_EITHER = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}|[0-9]{1,3}(,[0-9]{3})+", re.ASCII)
_SURE_POINT = re.compile(r"[^0-9.,]*([0-9,]*\.([0-9]{1,2}|[0-9]{4,})|0?\.[0-9]{3})[^0-9.,]*", re.ASCII)
_WITHOUT_MARKS = dict.fromkeys(map(ord, NOTE_MARKS))
_ERROR = re.compile(r"#(?:#+|N/A|[A-Z0-9/_]+[!?])")
"""An error, or an amount that its column was too narrow for, printed or saved as text."""
_NOT_PAYABLE = frozenset({"not payable", "nil payable"})


@dataclass(frozen=True, slots=True)
class AmountRead:
    """What an amount cell holds. `said`: what had to be understood, in words; empty where nothing had.

    `mark`: how a comma in it was read, for the rest of the column to agree with. `unit`: what the cell shows
    behind the figure, such as 'km' of '0.95 per km'.
    """

    amount: Money
    said: str = ""
    mark: Literal["", "comma", "either"] = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class AmountReading:
    """How figures and days are written, where the workbook leaves it open.

    `as_stored`: whatever a number is shown as, it is what it is stored as.
    """

    decimal_mark: DecimalMark | None = None
    date_order: DateOrder | None = None
    round_to_cent: bool = False
    as_stored: bool = False


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
            raise _error(cell.text)


def _error(text: str) -> Unreadable:
    narrow = not text.strip("#")
    what = f"{text} stands for an amount that its column was too narrow for"
    return Unreadable(
        "error-in-cell",
        f"{what if narrow else f'the cell holds the error {text}'}.",
        "Widen the column and print it again." if narrow else "Mend the cell in Excel.",
    )


def _stored_number(cell: Cell, place: str, reading: AmountReading) -> AmountRead:
    says = format_says(cell.format)
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
    if value < 0 or cell.format in ("General", "") or (value and shows_cents(cell.format)):
        return _checked(value, says.decimals, reading)
    seen = shown_in(value, cell.format)
    if reading.as_stored:
        return replace(_checked(value, says.decimals, reading), unit=_unit_beside(seen))
    if value == 0 and seen is not None and seen.figure is None:
        words = without_dollars(seen.before + seen.after)
        what = f"'{words}'" if words else "nothing"
        unknown = CannotDetermine(f"the workbook shows {what} in cell {place}")
        return AmountRead(unknown, f"zeros shown as {what}, read as unknown")
    return _as_seen(_checked(value, says.decimals, reading), value, seen, cell.format)


def _as_seen(read: AmountRead, value: Decimal, seen: Shown | None, pattern: str) -> AmountRead:
    """An amount that is shown with words or other digits. Raises Unreadable where it is shown as another."""
    unit = _unit_beside(seen)
    if seen is None or seen.figure is None or (_words_beside(seen) and not unit):
        raise _shown_otherwise(value, seen, pattern)
    if seen.figure != value and not _is_rounded(seen.figure, value):
        raise _shown_otherwise(value, seen, pattern)
    said = read.said or ("amounts shown rounded, read as they are stored" if seen.figure != value else "")
    return replace(read, said=said, unit=unit)


def _words_beside(seen: Shown) -> str:
    return without_dollars(f"{seen.before} {seen.after}".translate(_WITHOUT_MARKS))


def _unit_beside(seen: Shown | None) -> str:
    """What a format says that a figure is for, and nothing else."""
    unit = _UNIT.fullmatch(_words_beside(seen)) if seen is not None else None
    return unit["unit"].casefold() if unit else ""


def _is_rounded(figure: Decimal, value: Decimal) -> bool:
    """To ten cents or less; whoever shows whole dollars may well pay them."""
    exponent = figure.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0 and abs(figure - value) <= Decimal("0.05")


def _shown_otherwise(value: Decimal, seen: Shown | None, pattern: str) -> Unreadable:
    if seen is None:
        how, meanings = f"in a way that is not read here ('{pattern}')", [plain(value)]
    elif seen.text:
        how, meanings = f"as '{seen.text}'", [plain(value)]
        if seen.figure is None:
            meanings.append(seen.text)
        elif seen.figure != value:
            meanings.append(plain(seen.figure))
    else:
        how, meanings = "as nothing", [plain(value)]
    return Unreadable(SHOWN_OTHERWISE, f"the cell is stored as {plain(value)} and shown {how}.", "", meanings)


def _typed_amount(cell: Cell, place: str, reading: AmountReading) -> AmountRead:
    if not reading.as_stored and hides_text(cell.format):
        message = (
            f"the cell holds '{_short(cell.words)}', and its format ('{cell.format}') shows no such text."
        )
        raise Unreadable(SHOWN_OTHERWISE, message, "", (cell.words,))
    whole = tidy(cell.text)
    text = whole.translate(_WITHOUT_MARKS).strip()
    if _ERROR.fullmatch(text):
        raise _error(text)
    if not any(char.isdigit() for char in text):
        return _in_words(text, cell, place)
    if is_foreign(text):
        raise Unreadable("currency", "the amount is in another currency.", "Give Australian dollars.")
    if (per := _TYPED_UNIT.fullmatch(text)) and ("$" in text or cell.is_said):
        return _per_unit(per["amount"], per["unit"].casefold(), place, reading)
    if re.fullmatch(r"[-(]?[0-9.,\s]+%\)?", text):
        raise Unreadable("percentage", "this is a percentage, not dollars.", "Give dollars and cents.")
    negative, bare = sign_and_digits(text)
    bare = unspaced(bare)
    if cell.is_said and _EITHER.fullmatch(bare) and "." in bare:
        reading = replace(reading, decimal_mark=reading.decimal_mark or "point")
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


def _in_words(text: str, cell: Cell, place: str) -> AmountRead:
    if text.casefold() in _NOT_PAYABLE:
        return AmountRead(
            NotPayable(f"the workbook says '{cell.words}' in cell {place}"), "amounts read as not payable"
        )
    return AmountRead(
        CannotDetermine(f"the workbook says '{_short(cell.words)}' in cell {place}"),
        f"amounts that say '{_short(text, 30)}', read as unknown",
    )


def _per_unit(amount: str, unit: str, place: str, reading: AmountReading) -> AmountRead:
    """'$218 per hour' is an amount for an hour."""
    read = _typed_amount(Cell("text", amount), place, reading)
    return replace(read, unit=unit, said="amounts typed with what they are for") if read.unit == "" else read


def _mark_in(digits: str) -> Literal["", "comma", "either"]:
    """Whether a comma is the decimal mark; 'either' where it could also group thousands."""
    if _EITHER.fullmatch(digits):
        return "either"
    return "comma" if COMMA_FOR_POINT.fullmatch(digits) else ""


def has_sure_points(texts: Iterable[str]) -> bool:
    """Whether an amount of a column has a point that groups no thousands, and none a comma for its mark."""
    found = list(texts)
    return any(map(_SURE_POINT.fullmatch, found)) and not any(
        _mark_in(unspaced(sign_and_digits(text)[1])) == "comma" for text in found
    )


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


def is_typed_amount(cell: Cell) -> bool:
    """Whether a text is an amount, or would be one if it were not negative or a percentage."""
    if not any(char.isdigit() for char in cell.text):
        return False
    try:
        return isinstance(read_amount(cell, "", AmountReading(round_to_cent=True)).amount, Decimal)
    except Unreadable as problem:
        return problem.code in ("negative-amount", "either-number", "percentage")
