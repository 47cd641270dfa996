"""A CSV table as text: rows by item, and what is wrong with its shape.

Cells stay text here; whoever knows the columns reads them, through `Cells`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from kfees.model.money import parse_decimal
from kfees.model.problems import InputError, Problem, Unreadable, suggestion
from kfees.reading.json_and_toml import read_text

W = TypeVar("W", bound=str)


class CsvRow(NamedTuple):
    """One line of the table as text, and the number of that line in the file."""

    line: int
    header: list[str]
    texts: list[str]

    def cell(self, column: str) -> str:
        """The text in a column; empty where the table has no such column."""
        try:
            return self.texts[self.header.index(column)]
        except ValueError:
            return ""

    def place(self, file: str, column: str = "") -> str:
        return f"{file} line {self.line}" + (f", {column}" if column else "")


def read_rows(
    content: bytes, file: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> list[CsvRow]:
    """The table's rows in file order. InputError where its header or the shape of a row is wrong."""
    rows: list[CsvRow] = []
    problems: list[Problem] = []
    for found in rows_or_problems(content, file, required, optional):
        if isinstance(found, CsvRow):
            rows.append(found)
        else:
            problems.append(found)
    if problems:
        raise InputError(problems)
    return rows


def rows_or_problems(
    content: bytes, file: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> Iterator[CsvRow | Problem]:
    """The same one by one, for whoever keeps none of them. InputError where it is no text of UTF-8."""
    read_text(content, file)
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")  # line ends are csv's business
    lines = csv.reader(text, strict=True)
    has_any = False
    try:
        header = next(lines, [])
        for problem in _header_problems(header, file, required, optional):
            has_any = True
            yield problem
        for cells in lines:
            if len(cells) == len(header):
                has_any = True
                yield CsvRow(lines.line_num, header, cells)
            elif cells:
                has_any = True
                yield Problem(
                    "bad-row",
                    f"{file} line {lines.line_num}",
                    f"this row has {len(cells)} cells, the header has {len(header)}.",
                    "Give every row one cell for each column; put text with commas in quotes.",
                )
    except csv.Error as error:
        has_any = True
        place = f"{file} line {lines.line_num}"
        yield Problem("bad-row", place, f"this is not CSV: {error}.", "Mend the quotes here.")
    if not has_any:
        yield Problem("no-rates", file, "the table has no rates.", "Add a row for each item.")


def _header_problems(
    header: list[str], file: str, required: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[Problem]:
    place, known = f"{file} line 1", required + optional
    for column in required:
        if column not in header:
            yield Problem("missing-column", place, f"the column {column!r} is missing.", "Add it.")
    for number, column in enumerate(header):
        if column not in known:
            remedy = suggestion(column, known, f"Use only: {', '.join(known)}.")
            yield Problem("unknown-column", place, f"{column!r} is not a column of this table.", remedy)
        elif column in header[:number]:
            yield Problem("repeated-column", place, f"the column {column!r} stands twice.", "Keep one.")


def control_character(text: str) -> str | None:
    """The first character that is none to be read, by its number: a control other than a line's end, or
    one that turns the direction of what follows it."""
    if text.isprintable():
        return None
    import unicodedata  # most texts are printable

    for letter in text.replace("\r\n", "\n"):
        if letter != "\n" and (
            unicodedata.category(letter) in ("Cc", "Cs") or unicodedata.bidirectional(letter) in _TURNS
        ):
            return f"U+{ord(letter):04X}"
    return None


_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


class Cells:
    """The cells of one row, read one by one; what cannot be read becomes a problem."""

    def __init__(self, row: CsvRow, file: str) -> None:
        self.row, self._file = row, file
        self.problems: list[Problem] = []

    def problem(self, column: str, code: str, message: str, remedy: str) -> Problem:
        return Problem(code, self.row.place(self._file, column), message, remedy)

    def wrong(self, column: str, code: str, message: str, remedy: str) -> None:
        self.problems.append(self.problem(column, code, message, remedy))

    def unreadable(self, column: str, error: Unreadable) -> None:
        self.problems.append(error.at(self.row.place(self._file, column)))

    def text(self, column: str) -> str:
        """Text that is not empty and has no spaces around it."""
        text = self.row.cell(column)
        if not text or text != text.strip():
            self.wrong(column, "bad-text", f"{text!r} is empty or has spaces around it.", "Give plain text.")
        return self._readable(column, text)

    def plain(self, column: str) -> str:
        """Text that may be empty, of characters that can be read."""
        return self._readable(column, self.row.cell(column))

    def _readable(self, column: str, text: str) -> str:
        if (found := control_character(text)) is not None:
            message = f"it holds the control character {found}."
            self.wrong(column, "control-character", message, "Give plain text.")
        return text

    def one_of(self, column: str, words: tuple[W, ...], default: W) -> W:
        """One of a few words; `default` where the cell is empty or the column is missing."""
        text = self.row.cell(column)
        for word in words:
            if text == word:
                return word
        if text:
            remedy = f"Use one of: {', '.join(words)}."
            self.wrong(column, "unknown-word", f"{text!r} is not known here.", remedy)
        return default

    def flag(self, column: str) -> bool:
        text = self.row.cell(column)
        if text not in ("yes", "no"):
            self.wrong(column, "unknown-word", f"{text!r} is neither yes nor no.", "Write yes or no.")
        return text == "yes"

    def day(self, column: str) -> int | None:
        """A whole number of days from 1; None where the cell is empty."""
        text = self.row.cell(column)
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= 4 and int(text) >= 1:
            return int(text)
        remedy = "Give a whole number from 1, or nothing."
        self.wrong(column, "bad-day", f"{text!r} is not a number of days.", remedy)
        return None

    def date(self, column: str) -> date | None:
        """A day such as 2025-12-31; None where the cell is empty."""
        text = self.row.cell(column)
        try:
            if text and len(text) == len("2025-12-31"):
                return date.fromisoformat(text)
        except ValueError:
            pass
        if text:
            self.wrong(column, "bad-date", f"{text!r} is not a date.", "Write it as 2025-12-31, or nothing.")
        return None

    def number(self, column: str) -> Decimal | None:
        """A decimal of zero or more; None where the cell is empty."""
        text = self.row.cell(column)
        if not text:
            return None
        try:
            number = parse_decimal(text)
        except Unreadable as error:
            self.unreadable(column, error)
            return None
        if number < 0:
            self.wrong(column, "negative-amount", f"{text} is negative.", "Give 0 or more.")
        return number

    def required(self, column: str) -> Decimal:
        """A decimal of zero or more that must be there; 0 stands in for one that is wrong."""
        before = len(self.problems)
        number = self.number(column)
        if number is None and len(self.problems) == before:
            self.wrong(column, "missing", "the number is missing.", "Give it, in plain digits.")
        return Decimal(0) if number is None else number
