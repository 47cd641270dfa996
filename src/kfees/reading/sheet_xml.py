"""A worksheet's own XML, read in one pass, cell by cell as the file stores it.

openpyxl gives a formula or its stored result, never both, and its streaming mode leaves out hidden
rows and merged ranges; a number reaches us through a float. So the sheet's XML is read here: digits
stay text until they are Decimals, and columns that nobody asked for cost next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from kfees.model.steps import next_step
from kfees.reading.cell import Cell, CellKind
from kfees.reading.opening import Package, SheetPart, damage_as_refusal
from kfees.reading.sheet import LAST_ROW, Merged, Progress, SheetRow, Survey, column_number

if TYPE_CHECKING:
    from openpyxl.cell.rich_text import CellRichText

MAXIMUM_MERGED = 200_000

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_CELL, _ROW, _VALUE, _FORMULA = _MAIN + "c", _MAIN + "row", _MAIN + "v", _MAIN + "f"
_INLINE, _TEXT, _RUN, _PHONETIC, _RAISED, _STRIKE = (
    _MAIN + "is",
    _MAIN + "t",
    _MAIN + "r",
    _MAIN + "rPh",
    _MAIN + "vertAlign",
    _MAIN + "strike",
)
_MERGE, _COLUMN, _DEFAULTS = _MAIN + "mergeCell", _MAIN + "col", _MAIN + "sheetFormatPr"
_DATA = _MAIN + "sheetData"
_KINDS: dict[str, CellKind] = {"n": "number", "b": "boolean", "e": "error", "d": "date"}
_CHUNK = 262_144
_DIGITS = "0123456789"
_MERGE_TAG = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref=["']([A-Z0-9:]+)["']""")
_ROW_TAG = re.compile(rb"""<row\s[^>]*?\br=["']([0-9]{1,7})["']""")


class SheetReader:
    """Handlers for expat that turn a worksheet's XML into rows."""

    def __init__(self, book: Package, wanted: frozenset[int] | None, found: Survey) -> None:
        self._book, self._wanted, self._found = book, wanted, found
        self._columns: dict[str, int] = {}
        self._shared: dict[str, str] = {}
        self._looks: dict[str, tuple[str, bool]] = {}
        self._rows: list[SheetRow] = []
        self._row, self._row_hidden, self._column = 0, False, 0
        self._all_rows_hidden = False
        self._cells: dict[int, Cell] = {}
        self._reading = self._inline = self._phonetic = self._raised = False
        self._type, self._style = "n", ""
        self._value, self._formula, self._marks, self._standing = "", "", "", ""
        self._struck = self._is_struck_in_part = False
        self._has_value = self._has_formula = False
        self._text: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._is_skimming = self._is_wide = self._is_among_rows = False
        self._unscanned = b""

    def rows(self, sheet: SheetPart, progress: Progress | None = None) -> Iterator[SheetRow]:
        size = self._book.archive.getinfo(sheet.part).file_size
        done = 0
        with damage_as_refusal(self._book.place):
            part = self._book.archive.open(sheet.part)
        with part:
            chunk = b"\0"
            while chunk:
                next_step()
                chunk = self._parse_some(part)
                yield from self._rows
                self._rows.clear()
                done += len(chunk)
                if progress and chunk:
                    progress(done, size)

    def _parse_some(self, part: IO[bytes]) -> bytes:
        with damage_as_refusal(self._book.place):
            chunk = part.read(_CHUNK)
            if self._is_skimming and not self._is_wide:
                self._scan(chunk)
            else:
                self._is_wide = self._is_wide or b"\0" in chunk[:100]
                self._feed(chunk)
        return chunk

    def _feed(self, chunk: bytes) -> None:
        """One more piece of the sheet; the last one is empty."""
        self._parser.Parse(chunk, not chunk)

    def skim(self) -> None:
        """From here on, only merged ranges and row numbers, found in the bytes without parsing them.

        Tags are ASCII in every encoding but the wide ones, whose sheets are parsed to the end. The
        second pass, over the columns that matter, parses all of the sheet in any case.
        """
        self._is_skimming = True

    def _scan(self, chunk: bytes) -> None:
        data = self._unscanned + chunk
        self._unscanned = data[data.rfind(b">") + 1 :]
        if b"mergeCell" in data:
            for merged in _MERGE_TAG.finditer(data):
                self._merge({"ref": merged[1].decode()})
        if row := _ROW_TAG.match(data, max(data.rfind(b"<row "), 0)):
            self._found.last_row = int(row[1])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL:
            self._begin_cell(attributes)
        elif self._reading:
            self._begin_content(name, attributes)
        elif name == _VALUE:
            pass  # of a cell that nobody asked for; by far the commonest
        elif name == _ROW:
            self._begin_row(attributes)
        elif name == _MERGE:
            self._merge(attributes)
        elif name == _COLUMN:
            if attributes.get("hidden") in ("1", "true") or _is_zero(attributes.get("width")):
                self._found.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif name == _DEFAULTS:
            self._all_rows_hidden = attributes.get("zeroHeight") in ("1", "true")
        elif name == _DATA:
            self._is_among_rows = True

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r") or self._row + 1)
        if not 1 <= self._row <= LAST_ROW:
            raise ValueError("row number")
        hidden = attributes.get("hidden")
        self._row_hidden = (
            hidden in ("1", "true")
            or (self._all_rows_hidden and hidden is None)
            or _is_zero(attributes.get("ht"))
        )
        self._column, self._cells = 0, {}
        self._found.last_row = self._row

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip(_DIGITS)
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = column_number(letters)
        else:
            column = self._column + 1
        self._column = column
        if self._wanted is None or column in self._wanted:
            self._reading = True
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._value = self._formula = self._marks = self._standing = ""
            self._struck = self._is_struck_in_part = False
            self._has_value = self._has_formula = False
        else:
            self._reading = False

    def _begin_content(self, name: str, attributes: dict[str, str]) -> None:
        if name in (_VALUE, _TEXT):
            self._collect()
        elif name == _FORMULA:
            self._has_formula = True
            self._formula = self._shared.get(attributes.get("si", ""), "")
            self._type_of_formula = attributes.get("si", "") if attributes.get("t") == "shared" else ""
            self._collect()
        elif name == _INLINE:
            self._inline = True
        elif name == _RUN:
            self._raised = self._struck = False
        elif name == _PHONETIC:
            self._phonetic = True
        elif name == _RAISED:
            self._raised = attributes.get("val") == "superscript"
        elif name == _STRIKE:
            self._struck = attributes.get("val", "1") in ("1", "true")
            self._is_struck_in_part |= self._struck

    def _collect(self) -> None:
        self._text = []
        self._parser.CharacterDataHandler = self._text.append

    def _end(self, name: str) -> None:
        if name == _ROW:
            self._rows.append(SheetRow(self._row, self._row_hidden, self._cells))
            self._cells = {}
            return
        if not self._reading:
            return
        if name == _CELL:
            self._reading = False
            if self._has_value or self._has_formula:
                self._cells[self._column] = self._cell()
        elif name in (_VALUE, _TEXT, _FORMULA):
            self._parser.CharacterDataHandler = None
            self._take(name, "".join(self._text))
        elif name == _PHONETIC:
            self._phonetic = False
        elif name == _INLINE:
            self._inline = False

    def _take(self, name: str, text: str) -> None:
        if name == _FORMULA:
            self._formula = text or self._formula
            if self._type_of_formula and text:
                self._shared[self._type_of_formula] = text
        elif name == _VALUE:
            self._value, self._has_value = text, text != ""
        elif self._inline and not self._phonetic:
            self._standing += "" if self._struck else text
            if self._raised and self._value:
                self._marks += text
            else:
                self._value += self._marks + text
                self._marks = ""
            self._has_value = True

    def _cell(self) -> Cell:
        formula = f"={self._formula}" if self._has_formula else ""
        if not self._has_value:
            shown, struck = self._look_of(self._style)
            return Cell("none", "", shown, formula, "", struck)
        standing = self._standing.strip() if self._is_struck_in_part else None
        return self._stored(self._type, self._style, self._value, formula, self._marks, standing)

    def _stored(
        self,
        type_: str,
        style: str,
        value: str,
        formula: str = "",
        marks: str = "",
        standing: str | None = None,
    ) -> Cell:
        """A cell with a stored value, of a type and a style as the sheet names them."""
        shown, struck = self._look_of(style)
        kind = _KINDS.get(type_, "text")
        if type_ == "s":
            string = self._book.strings[int(value)]
            if isinstance(string, str):
                value = string
            else:
                value, marks, standing = _plain_and_raised(string)
        elif kind != "text":
            value = value.strip()
        return Cell(
            kind, value, shown, formula, marks, struck or standing is not None, False, standing or None
        )

    def _look_of(self, style: str) -> tuple[str, bool]:
        """The number format of a style, and whether it strikes out."""
        look = self._looks.get(style)
        if look is None:
            number, formats = int(style or 0), self._book.formats
            shown = formats[number] if number < len(formats) else "General"
            look = self._looks[style] = shown, number in self._book.struck
        return look

    def _merge(self, attributes: dict[str, str]) -> None:
        match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})", attributes.get("ref", ""))
        if match and len(self._found.merged) < MAXIMUM_MERGED:
            left, top, right, bottom = match.groups()
            self._found.merged.append(
                Merged(column_number(left), int(top), column_number(right), int(bottom))
            )


def _plain_and_raised(text: CellRichText) -> tuple[str, str, str | None]:
    """A text without the superscripts at its end, those superscripts, and where any of it is struck out, what
    is not."""
    from openpyxl.cell.rich_text import TextBlock

    plain, raised, standing, is_struck = "", "", "", False
    for run in text:
        if isinstance(run, TextBlock) and run.font.strike:
            is_struck = True
        else:
            standing += str(run)
        if isinstance(run, TextBlock) and run.font.vertAlign == "superscript" and plain:
            raised += run.text
        else:
            plain, raised = plain + raised + str(run), ""
    return plain, raised, standing.strip() if is_struck else None


def _is_zero(measure: str | None) -> bool:
    return measure is not None and re.fullmatch(r"0+(\.0*)?", measure) is not None
