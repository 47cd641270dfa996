"""A table in a text file in any common encoding: CSV with any common separator, or columns that stand apart.

Every cell is text.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kfees.model.problems import InputError
from kfees.model.steps import next_step
from kfees.reading.aligned import aligned_rows
from kfees.reading.cell import Cell
from kfees.reading.file_limits import WorkbookLimits, refusal
from kfees.reading.json_and_toml import read_typed_text
from kfees.reading.sheet import LAST_COLUMN, LAST_ROW, SheetRow, Table
from kfees.reading.unquoted import Lines, lines_in

SEPARATORS = ",;\t|"

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_LOOKED_AT = 200
"""So many lines tell which mark separates the cells."""


class NotCsv(ValueError):
    """A text that cannot be read with this separator: from which line on, and why."""


def text_of(content: bytes, place: str, limits: WorkbookLimits) -> str:
    """The text of a file. InputError where it is none."""
    nothing = refusal(place, "not-a-table", "this is no workbook, CSV, web page or PDF.", limits.as_a_table)
    try:
        text = read_typed_text(content, place)
    except InputError:
        # No encoding makes a text of a photo, say.
        if b"\0" in content and not content.startswith(_UTF_16):
            raise nothing from None
        raise
    if "\0" in text:
        raise nothing
    return text


def separators_in(text: str) -> str:
    """The marks that may separate its cells; the one that the file itself names, as Excel does: 'sep=;'."""
    if text[:4].lower() == "sep=" and text[4:5] in SEPARATORS and text[5:6] in ("\r", "\n", ""):
        return text[4:5]
    return "".join(mark for mark in SEPARATORS if mark in text) or SEPARATORS[0]


def lines_of(text: str, separator: str, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Its rows, each with the number of the line that it begins on. Raises NotCsv."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    before = 0
    try:
        for cells in lines:
            next_step()
            if before or text[:4].lower() != "sep=":
                yield before + 1, cells
            before = lines.line_num
    except csv.Error as error:
        raise NotCsv(f"line {lines.line_num} ({error})") from None


def likely_separator(text: str) -> str:
    """The mark that cuts most rows into equally many cells, and of such marks the one that cuts into most."""
    return max(separators_in(text), key=lambda mark: _equal_rows(text, mark))


def _equal_rows(text: str, separator: str) -> tuple[int, int]:
    try:
        rows = [cells for _, cells in islice(lines_of(text, separator, strict=False), _LOOKED_AT)]
    except NotCsv:
        return 0, 0
    widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def read_text_table(content: bytes, place: str, limits: WorkbookLimits) -> dict[str, Table]:
    """The table by the name of its file. It is read anew for each pass, as it may be long."""
    text = text_of(content, place, limits)
    if (aligned := aligned_rows(text)) is not None:
        return {Path(place).stem: Table(lambda: map(_as_row, aligned), len(aligned), "line {}".format)}
    separator = likely_separator(text)
    try:
        size = _counted(text, separator, place, limits)
        shape = lines_in(cells for _, cells in lines_of(text, separator)) if separator == "," else None
    except NotCsv as error:
        remedy = "Mend the quotes there, or save it again."
        raise refusal(place, "not-a-table", f"this is not CSV, from {error} on.", remedy) from None

    def rows() -> Iterator[SheetRow]:
        for number, texts in lines_of(text, separator):
            whole = shape.together(texts) if shape is not None else texts
            yield _as_row((number, whole or texts))

    mended, torn = _cut_too_often(text, shape) if shape is not None else ([], [])
    return {Path(place).stem: Table(rows, size, "line {}".format, mended=mended, torn=frozenset(torn))}


def _as_row(line: tuple[int, list[str]]) -> SheetRow:
    number, texts = line
    cells = {column: Cell("text", text) for column, text in enumerate(texts, 1) if text.strip()}
    return SheetRow(number, False, cells)


def _cut_too_often(text: str, shape: Lines) -> tuple[list[int], list[int]]:
    """The lines that were put together again, and those of which it is not sure how."""
    mended, torn = [], []
    for number, cells in lines_of(text, ","):
        whole = shape.together(cells)
        if whole is None:
            torn.append(number)
        elif len(whole) != len(cells):
            mended.append(number)
    return mended, torn


def _counted(text: str, separator: str, place: str, limits: WorkbookLimits) -> int:
    """How many rows there are, of which none is too wide."""
    size = lines = width = 0
    for number, cells in lines_of(text, separator):
        size, lines, width = size + 1, number, max(width, len(cells))
    if lines > LAST_ROW or width > LAST_COLUMN:
        message = f"it has {lines:,} lines and {width:,} columns, more than a sheet."
        raise refusal(place, "too-large", message, limits.alone)
    return size
