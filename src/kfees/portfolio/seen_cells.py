"""Cells of a workbook that show something else than they store: thousands, words, nothing, a month alone;
or that are struck out.

The values are read elsewhere, all at once. Here the workbook's styles are looked at, and the cells of those
that leave a doubt: such a cell is refused in its own row with what it shows, as at every other door. A 0 that
is shown as '-' or as nothing is not given.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import polars as pl

from kfees.model.english import plain
from kfees.model.money import round_half_up
from kfees.model.problems import Unreadable
from kfees.portfolio.columns import Columns
from kfees.portfolio.fields import DAYS, NUMBER, WORDS, Field
from kfees.portfolio.written_cells import READERS, read_amount
from kfees.reading.as_written.amounts import fifteen_digits, is_empty
from kfees.reading.cell import is_date
from kfees.reading.number_format import Shown, hides_text, shown_in, shows_figures, without_dollars
from kfees.reading.opening import styles_of
from kfees.reading.sheet import column_number

_OF_STYLES = rb' s="(?P<style>%s)"[^>]*(?<!/)>(?!</?(?:\w+:)?(?:c|row)\b)(?P<content>%s)'
"""Begins with what few cells have, and is found many times faster for it."""

_WHOLE, _ZERO = rb".*?</(?:\w+:)?c>", rb"(?:<(?:\w+:)?f[^<]*(?:</(?:\w+:)?f>)?)?<(?:\w+:)?v>0</"
_CELL, _PLACE = re.compile(rb"<(?:\w+:)?c\s"), re.compile(rb'\sr="([A-Z]+)([0-9]+)"')
_KIND, _VALUE = re.compile(rb'\st="(\w+)"'), re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_TEXTS = (b"s", b"str", b"inlineStr")

_NO_LETTERS = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|h+:m+|m+:s+', re.DOTALL | re.IGNORECASE)
_DAY_OF_MONTH = re.compile(r"(?<!d)d{1,2}(?!d)", re.IGNORECASE)

FINE, NOT_GIVEN = -1, None
"""In place of the number of an error: the cell is what it shows; a 0 that is shown as none."""


class SheetPlace(NamedTuple):
    """Where a table stands in a workbook: its file, the part of its sheet, its columns from 0 by name, and
    those of its rows that are hidden."""

    path: Path
    part: str
    columns: Mapping[str, int]
    hidden: tuple[int, ...] = ()


@dataclass(frozen=True)
class ShownOtherwise:
    """Cells of a portfolio that show something else than they store. `cells`: by field, the rows as the file
    numbers them, beside `which` of the errors it is; null where the cell is read as not given."""

    cells: Mapping[Field, pl.DataFrame] = field(default_factory=dict)
    errors: tuple[Unreadable, ...] = ()

    def among(self, piece: pl.DataFrame) -> Iterator[tuple[Field, pl.DataFrame]]:
        """Those of a piece's rows, with the `index` of each row from 0, by field."""
        if self.cells:
            rows = piece.select(NUMBER).with_row_index()
            for name, cells in self.cells.items():
                found = rows.join(cells, on=NUMBER, how="inner", maintain_order="left")
                if found.height:
                    yield name, found

    @property
    def not_given(self) -> dict[Field, int]:
        """How many cells of each field show their 0 as none, where any does."""
        counts = {name: cells["which"].null_count() for name, cells in self.cells.items()}
        return {name: count for name, count in counts.items() if count}


NONE_SHOWN_OTHERWISE = ShownOtherwise()


def cells_shown_otherwise(place: SheetPlace, columns: Columns) -> ShownOtherwise:
    """Look for them among the columns that are read."""
    with zipfile.ZipFile(place.path) as archive:
        formats, struck = styles_of(archive)
        patterns = list(_patterns(formats, struck))
        content = archive.read(place.part) if patterns else b""
    fields = {place.columns[name]: known for known, name in columns.by_field.items() if known != "id"}
    verdicts = _Verdicts(formats, struck)
    found: dict[Field, dict[int, int | None]] = {}
    for match in (match for pattern in patterns for match in pattern.finditer(content)):
        tag = content[content.rfind(b"<", 0, match.start()) : match.start("content")]
        at, kind = _PLACE.search(tag), _KIND.search(tag)
        known = fields.get(column_number(at[1].decode()) - 1) if at and _CELL.match(tag) else None
        if at and known:
            said = verdicts.of(known, int(match["style"]), kind[1] if kind else b"n", match["content"])
            if said != FINE:
                found.setdefault(known, {})[int(at[2])] = said
    schema = {NUMBER: pl.UInt32, "which": pl.Int64}
    cells = {known: pl.DataFrame(list(cells.items()), schema, orient="row") for known, cells in found.items()}
    return ShownOtherwise(cells, tuple(verdicts.errors))


def _patterns(formats: Sequence[str], struck: Collection[int]) -> Iterator[re.Pattern[bytes]]:
    """What finds the cells whose style leaves a doubt; of some, those alone that hold 0."""
    of_any, of_zeros = [], []
    for style, shown in enumerate(formats):
        positive, zero = (True, True) if is_date(shown) else shows_figures(shown)
        if style in struck or not positive or hides_text(shown) or (is_date(shown) and not _shows_day(shown)):
            of_any.append(style)
        elif not zero:
            of_zeros.append(style)
    for styles, content in ((of_any, _WHOLE), (of_zeros, _ZERO)):
        if styles:
            yield re.compile(_OF_STYLES % (b"|".join(b"%d" % style for style in styles), content), re.DOTALL)


class _Verdicts:
    """What is said of cells, each value of a style once for a field."""

    def __init__(self, formats: Sequence[str], struck: Collection[int]) -> None:
        self._formats, self._struck = formats, struck
        self._found: dict[tuple[Field, int, bytes, bytes], int | None] = {}
        self.errors: list[Unreadable] = []

    def of(self, known: Field, style: int, kind: bytes, content: bytes) -> int | None:
        value = _VALUE.search(content)
        if value is None and kind != b"inlineStr":
            return FINE  # an empty cell
        key = (known, style, kind, value[1] if value else b"")
        if key not in self._found:
            self._found[key] = self._judged(*key)
        return self._found[key]

    def _judged(self, known: Field, style: int, kind: bytes, value: bytes) -> int | None:
        try:
            if style in self._struck:
                raise Unreadable(
                    "struck-out", "the cell is struck out.", "Take the row out, or the line through the cell."
                )
            return _judged(known, self._formats[style], kind, value)
        except Unreadable as error:
            self.errors.append(error)
            return len(self.errors) - 1


def _judged(known: Field, shown_as: str, kind: bytes, value: bytes) -> int | None:
    """Raises Unreadable of a cell that shows something else than it stores."""
    if kind in _TEXTS:
        if hides_text(shown_as):
            raise _hidden(f"the cell holds a text, and its format ('{shown_as}') shows none.")
        return FINE
    if kind != b"n" or known in WORDS:
        return FINE
    if is_date(shown_as):
        if known in DAYS and not _shows_day(shown_as):
            raise _hidden(
                f"the cell does not show its day and month (the format is '{shown_as}').", "d/mm/yyyy"
            )
        return FINE
    stored = fifteen_digits(value.decode())
    seen = shown_in(stored, shown_as)
    if known in DAYS or stored < 0 or (seen and _is_same(known, stored, seen)):
        return FINE  # or refused for what it is
    if stored == 0 and seen and seen.figure is None and is_empty(without_dollars(seen.before + seen.after)):
        return NOT_GIVEN
    how = (
        f"as '{seen.text}'" if seen and seen.text else "as nothing" if seen else f"in the format '{shown_as}'"
    )
    raise _hidden(f"the cell is stored as {plain(stored)} and shown {how}.")


def _is_same(known: Field, stored: Decimal, seen: Shown) -> bool:
    """Whether what is shown is what is stored, or that rounded, in the words of the field if in any."""
    exponent = None if seen.figure is None else seen.figure.as_tuple().exponent
    if seen.figure is None or not isinstance(exponent, int):
        return False
    if seen.figure != stored and seen.figure != round_half_up(stored, Decimal(1).scaleb(exponent)):
        return False
    if not without_dollars(seen.before + seen.after):
        return True
    try:
        return READERS.get(known, read_amount)(seen.text, seen.text) == seen.figure
    except Unreadable:
        return False


def _shows_day(shown_as: str) -> bool:
    """Whether a format of days shows the day of the month and the month."""
    letters = _NO_LETTERS.sub("", shown_as).lower()
    return bool(_DAY_OF_MONTH.search(letters)) and "m" in letters


def _hidden(message: str, shown_as: str = "General") -> Unreadable:
    remedy = f"Where what is stored is meant, give the cell the format {shown_as}; else write what is meant."
    return Unreadable("shown-otherwise", message, remedy)
