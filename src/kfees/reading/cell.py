"""A cell of a workbook as its file stores it, and what it shows: text, a number, a day."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal, NamedTuple

from kfees.model.problems import Unreadable
from kfees.reading.as_written.amounts import fifteen_digits

CellKind = Literal["number", "text", "boolean", "error", "date", "none"]
"""What a cell stores. none: a formula whose result was never stored."""

LAST_SERIAL = 2_958_465
"""31 December 9999, in the date system of 1900."""

ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cell(NamedTuple):
    """A cell as stored. `text`: digits, words or an error code; for a date, its ISO text.

    `formula` is empty where there is none. `marks`: superscript characters that were glued to the
    text, and are not in `text`. `struck`: its style strikes it out. `is_said`: a user said what it holds.
    `standing`: what is left of a text that is struck out in part; None of any other.
    """

    kind: CellKind
    text: str
    format: str = "General"
    formula: str = ""
    marks: str = ""
    struck: bool = False
    is_said: bool = False
    standing: str | None = None

    @property
    def words(self) -> str:
        """The text with its superscripts, on one line, for people."""
        return tidy(self.text + self.marks)


BLANK = Cell("text", "")


def tidy(text: str) -> str:
    """One line: Excel's escapes undone; line breaks, non-breaking and repeated spaces made single."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    # The only blank that can be printed is a space.
    is_tidy = "  " not in text and text[:1] != " " and text[-1:] != " "
    return text if is_tidy else " ".join(text.split())


def number(cell: Cell) -> Decimal:
    """A number cell's value as Excel holds it: 15 significant digits."""
    try:
        value = fifteen_digits(cell.text)
    except InvalidOperation:
        raise Unreadable(
            "bad-number", "this is stored as a number and is none.", "Type it again in Excel."
        ) from None
    return value if value.is_finite() else Decimal("Infinity")


def shown(cell: Cell) -> str:
    """What a cell holds, for people: a number as Excel holds it, text with its superscripts."""
    if cell.kind != "number":
        return cell.words
    try:
        return f"{number(cell):f}"
    except Unreadable:
        return cell.text


@lru_cache(maxsize=512)
def is_date(shown: str) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return bool(is_date_format(shown))


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number that is not formatted as a day."""
    return cell.kind == "number" and not is_date(cell.format)


def moment(cell: Cell, epoch: date) -> datetime | None:
    """The day and time of a number that is formatted as one; None of any other cell."""
    if cell.kind != "number" or not is_date(cell.format) or not 0 <= (serial := number(cell)) <= LAST_SERIAL:
        return None
    return datetime.combine(epoch, time()) + timedelta(seconds=round(serial * 86_400))
