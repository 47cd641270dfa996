"""Rows of a worksheet in the plain shape that nearly every program writes, taken without parsing them.

Parsing takes most of the time of a sheet of hundreds of thousands of rows. A row that holds nothing but
cells with a stored value is taken by one pattern; all else goes to expat, which sees the sheet as if
those rows were not in it. What the two make of a row is the same.
"""

from __future__ import annotations

import re

from kfees.reading.cell import Cell
from kfees.reading.opening import Package
from kfees.reading.sheet import LAST_ROW, SheetRow, Survey, column_letters
from kfees.reading.sheet_xml import SheetReader

_BEGIN, _END = b"<sheetData>", b"</row>"
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)""")
_NOT_ABOVE = re.compile(rb"<!|sheetData")
_TEXT = r"[^<>&\x00-\x1f\ud800-\udfff\ufffe\uffff]"
_LETTERS = "(?:[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])"
_ROW = re.compile(
    r'<row r="([1-9][0-9]{0,6})"([^<>/]*+)(?:/>|>('
    rf'(?:<c r="{_LETTERS}[1-9][0-9]{{0,6}}"(?: s="[0-9]{{1,5}}")?+(?:'
    rf' t="inlineStr"><is><t>{_TEXT}++</t></is></c>|(?: t="[a-z]{{1,3}}")?+(?:/>|><v>{_TEXT}*+</v></c>)'
    r"))*+)</row>)"
)
_CELL = r'<c r="({})[0-9]+"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?>(?:<v>|<is><t>)([^<]+)'
_ONE_ROW = re.compile(r"\s*<row\b[^<]*+(?:<(?![!?]|row\b|/sheetData)[^<]*+)*+")
_AS_BYTES = "surrogateescape"
_MOST_WORDINGS = 10_000


class PlainRowReader(SheetReader):
    """A reader of some columns of a sheet that has expat see only what is not plain.

    What a row's own attributes say, expat says once of each wording of them.
    """

    def __init__(self, book: Package, wanted: frozenset[int], found: Survey) -> None:
        super().__init__(book, wanted, found)
        self._numbers = {column_letters(column): column for column in wanted}
        self._cells_in = re.compile(_CELL.format("|".join(self._numbers))).findall
        self._hidden: dict[str, bool] = {}
        self._has_begun = self._is_plain = False
        self._unparsed = b""

    def _feed(self, chunk: bytes) -> None:
        data, is_last = self._unparsed + chunk, not chunk
        if not self._has_begun:
            data = self._begin(data)
        end = data.rfind(_END) + len(_END) if self._is_plain else 0
        if end >= len(_END):
            left = self._take_rows(data[:end].decode(errors=_AS_BYTES))
            data = left.encode(errors=_AS_BYTES) + data[end:]
            if self._is_plain:
                self._unparsed = data
                return
        self._is_plain, self._unparsed = False, b""
        self._parser.Parse(data, is_last)

    def _begin(self, data: bytes) -> bytes:
        """What stands above the rows goes to expat, and says whether rows can be plain. What is left."""
        self._has_begun = True
        declared = _ENCODING.match(data)
        head, begin, left = data.partition(_BEGIN)
        is_utf8 = declared is None or declared[1].lower() == b"utf-8"
        if not (begin and is_utf8) or _NOT_ABOVE.search(head):
            return data
        self._parser.Parse(head + begin, False)
        self._is_plain = self._is_among_rows
        return left

    def _take_rows(self, text: str) -> str:
        """Read a text that ends with a row. What is left of it where the sheet is not plain any more."""
        at = 0
        while at < len(text):
            row = _ROW.match(text, at)
            hidden = None if row is None else self._hidden.get(row[2])
            if row is None or hidden is None or (number := int(row[1])) > LAST_ROW:
                at = self._parse_row(text, at, row)
                if not self._is_plain:
                    return text[at:]
            else:
                self._found.last_row = self._row = number
                self._rows.append(SheetRow(number, hidden, self._plain_cells(row[3] or "")))
                at = row.end()
        return ""

    def _parse_row(self, text: str, at: int, row: re.Match[str] | None) -> int:
        """Have expat read one row. Where it ends."""
        end = row.end() if row is not None else text.index("</row>", at) + len(_END)
        other = text[at:end]
        self._parser.Parse(other.encode(errors=_AS_BYTES), False)
        if row is None:
            self._is_plain = _ONE_ROW.fullmatch(other) is not None
        elif "xmlns" not in row[2] and len(self._hidden) < _MOST_WORDINGS:
            self._hidden[row[2]] = self._row_hidden
        return end

    def _plain_cells(self, text: str) -> dict[int, Cell]:
        cells: dict[int, Cell] = {}
        for letters, style, kind, value in self._cells_in(text):
            cells[self._numbers[letters]] = self._stored(kind or "n", style, value)
        return cells
