"""How far the sheets of a workbook of .xls, .xlsb or .ods reach, and their errors, before they are read.

Their reader makes room for every cell from the first to the last: two cells far apart are a bomb of a few
bytes. So is one cell of .ods that says that it is repeated a million times. And it gives an error, such as
#N/A, as an empty cell: a price that is wrong would be one that is missing.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from struct import unpack_from
from xml.parsers import expat

from kfees.model.blanks import counted
from kfees.reading.cell import ERROR
from kfees.reading.file_limits import WorkbookLimits, refusal
from kfees.reading.hostile import refuse_hostile
from kfees.reading.opening import OLE

_BIFF_BEGINS = (0x0009, 0x0209, 0x0409, 0x0809)
_BIFF_CELLS = frozenset(
    (0x06, 0x7E, 0xBD, 0xBE, 0xD6, 0xFD, *range(0x01, 0x06), *range(0x201, 0x207), 0x27E, 0x406)
)
_BIFF_SEVERAL, _BIFF_PASSWORD = (0xBD, 0xBE), 0x2F
_BIFF_ERRORS, _BIFF_FORMULAS = (0x05, 0x205), (0x06, 0x206, 0x406)
_XLSB_ROW, _XLSB_CELLS, _XLSB_ERRORS = 0, range(1, 12), (3, 11)
_SHEET_OF_XLSB = re.compile(r"xl/worksheets/[^/]+\.bin", re.I)

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CELL_NAMES = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_MOST_SPACES, _CHUNK = 10_000, 262_144


@dataclass(slots=True)
class _Reach:
    """How many cells the sheets span, up to a little more than `most`, how many hold an error, and whether
    what is in them was locked with a password."""

    most: int
    spanned: int = 0
    errors: int = 0
    locked: bool = False


def refuse_far_cells(content: bytes, place: str, limits: WorkbookLimits) -> None:
    """InputError where a workbook is hostile, locked, no spreadsheet, spans more than its limits, or holds
    errors."""
    reach = _Reach(limits.cells)
    if content.startswith(OLE):
        _reach_of_xls(_stream(content, place, limits), reach)
    else:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            refuse_hostile(archive, place, limits)
            names = archive.namelist()
            if "xl/workbook.bin" in names:
                for part in filter(_SHEET_OF_XLSB.fullmatch, names):
                    _reach_of_xlsb(archive.read(part), reach)
            else:
                _reach_of_ods(archive, place, limits, reach)
    if reach.locked:
        remedy = f"Open it, take the password off, save it, and {limits.use}."
        raise refusal(place, "encrypted-workbook", "the workbook is locked with a password.", remedy)
    if reach.spanned > limits.cells:
        message = f"its sheets claim to hold more than {limits.cells:,} cells, and were not read."
        raise refusal(place, "unpacks-too-large", message, limits.alone)
    if reach.errors:
        message = (
            f"it holds errors such as #N/A ({counted(reach.errors, 'cell')}), which cannot be told from empty"
            " cells in this kind of workbook."
        )
        raise refusal(place, "error-cells", message, f"{limits.resave} Or mend the errors first.")


def _stream(content: bytes, place: str, limits: WorkbookLimits) -> bytes:
    """The records of an old workbook."""
    import olefile

    with olefile.OleFileIO(BytesIO(content)) as file:
        for name in ("Workbook", "Book"):
            if file.exists(name):
                return bytes(file.openstream(name).read())
    message = "this is a file of an old Office program, or of a mail program, and no workbook."
    raise refusal(place, "not-a-workbook", message, limits.resave)


def _reach_of_xls(records: bytes, reach: _Reach) -> None:
    rows = columns = position = 0
    end = len(records)
    while position + 4 <= end and reach.spanned <= reach.most:
        kind, size = unpack_from("<HH", records, position)
        position += 4
        if kind in _BIFF_BEGINS:
            rows = columns = 0
        elif kind == _BIFF_PASSWORD:
            reach.locked = True
            return
        elif kind in _BIFF_CELLS and size >= 6 and position + size <= end:
            row, column = unpack_from("<HH", records, position)
            if kind in _BIFF_SEVERAL:
                (column,) = unpack_from("<H", records, position + size - 2)
            before = rows * columns
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            reach.spanned += rows * columns - before
            reach.errors += _is_error_of_xls(kind, records[position : position + min(size, 14)])
        position += size


def _is_error_of_xls(kind: int, record: bytes) -> bool:
    if kind in _BIFF_ERRORS:
        return record[7:8] == b"\x01"
    return kind in _BIFF_FORMULAS and record[12:14] == b"\xff\xff" and record[6:7] == b"\x02"


def _reach_of_xlsb(records: bytes, reach: _Reach) -> None:
    rows = columns = position = 0
    end = len(records)
    while position < end:
        kind, position = _variable(records, position, 2)
        size, position = _variable(records, position, 4)
        if size >= 4 and position + 4 <= end:
            if kind == _XLSB_ROW:
                rows = max(rows, unpack_from("<I", records, position)[0] + 1)
            elif kind in _XLSB_CELLS:
                columns = max(columns, unpack_from("<I", records, position)[0] + 1)
                reach.errors += kind in _XLSB_ERRORS
        position += size
    reach.spanned += rows * columns


def _variable(records: bytes, position: int, most: int) -> tuple[int, int]:
    """A number of up to so many bytes, seven bits in each, and where it ends."""
    value = 0
    for part in range(most):
        byte = records[position] if position < len(records) else 0
        position += 1
        value |= (byte & 0x7F) << (7 * part)
        if byte < 0x80:
            break
    return value, position


def _reach_of_ods(archive: zipfile.ZipFile, place: str, limits: WorkbookLimits, reach: _Reach) -> None:
    names = archive.namelist()
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    if b"encryption-data" in manifest:
        reach.locked = True
    elif "content.xml" in names:
        _OdsReader(reach).read(archive)
    else:
        message = "the workbook is damaged: it holds no content."
        raise refusal(place, "damaged-workbook", message, limits.resave)


class _OdsReader:
    """What the tables of an OpenDocument span, with all that is said to be repeated."""

    def __init__(self, reach: _Reach) -> None:
        self._reach = reach
        self._rows = self._width = self._waiting = 0
        self._column = self._filled = self._repeated = self._row_repeated = 0
        self._in_cell = False

    def read(self, archive: zipfile.ZipFile) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        with archive.open("content.xml") as part:
            while self._reach.spanned <= self._reach.most and (chunk := part.read(_CHUNK)):
                parser.Parse(chunk, False)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELL_NAMES:
            self._repeated = _count(attributes.get(_TABLE + "number-columns-repeated"))
            self._column += self._repeated
            self._in_cell = True
            if _OFFICE + "value-type" in attributes:
                self._filled = self._column
        elif name == _TEXT + "p" and self._in_cell:
            self._filled = self._column
        elif name == _TEXT + "s" and _count(attributes.get(_TEXT + "c")) > _MOST_SPACES:
            self._reach.spanned = self._reach.most + 1
        elif name == _TABLE + "table-row":
            self._row_repeated = _count(attributes.get(_TABLE + "number-rows-repeated"))
            self._column = self._filled = 0
        elif name == _TABLE + "table":
            self._rows = self._width = self._waiting = 0

    def _end(self, name: str) -> None:
        if name in _CELL_NAMES:
            self._in_cell = False
        elif name == _TABLE + "table-row":
            self._waiting += self._row_repeated
            if self._filled:
                before = self._rows * self._width
                self._rows, self._waiting = self._rows + self._waiting, 0
                self._width = max(self._width, self._filled)
                self._reach.spanned += self._rows * self._width - before

    def _text(self, text: str) -> None:
        self._reach.errors += self._in_cell and ERROR.fullmatch(text) is not None


def _count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 1
