"""The table of texts of a workbook of .xlsx, which its cells name by number.

A text without formatting is taken by one pattern, as a row of plain cells is; the others are parsed
together, as if they alone were in the table.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell.rich_text import CellRichText

_TOP = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version=["']1\.0["'](?: encoding=["'](?i:utf-8)["'])?"""
    rb"""(?: standalone=["']\w+["'])?\s*\?>)?\s*"""
    rb"""<sst xmlns=["']http://schemas\.openxmlformats\.org/spreadsheetml/2006/main["'][^<>]*+(?<!/)>"""
)
_PLAIN = re.compile(
    r"\s*+<si><t(?: xml:space=\"preserve\")?>([^<>&\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]++)</t></si>"
)
_ONE_TEXT = re.compile(r"\s*<si\b[^<]*+(?:<(?![!?]|si\b|/sst)[^<]*+)*+")
_END, _LAST = b"</si>", re.compile(rb"\s*</sst>\s*")
_AS_BYTES = "surrogateescape"
_CHUNK, _MOST_IN_ONE = 262_144, 4_000_000


class _Unusual(Exception):
    """Something else than texts stands in the table."""


def read_shared_strings(archive: zipfile.ZipFile, part: str) -> list[str | CellRichText]:
    """Every text of the table. Raises whatever a broken part makes its parser meet."""
    try:
        with archive.open(part) as file:
            return _by_pattern(file)
    except _Unusual:
        with archive.open(part) as file:
            return _parsed(file)


def _parsed(file: IO[bytes]) -> list[str | CellRichText]:
    from openpyxl.reader.strings import read_rich_text

    return list(read_rich_text(file))


def _by_pattern(file: IO[bytes]) -> list[str | CellRichText]:
    first = file.read(_CHUNK)
    top = _TOP.match(first)
    if top is None:
        raise _Unusual
    strings: list[str | CellRichText] = []
    others: dict[int, str] = {}
    for text, is_plain in _texts(file, first[top.end() :]):
        if not is_plain:
            others[len(strings)] = text
        strings.append(text.replace("x005F_", ""))  # as openpyxl does with an escaped underscore
    table = top[0] + "".join(others.values()).encode(errors=_AS_BYTES) + b"</sst>"
    parsed = _parsed(BytesIO(table))
    if len(parsed) < len(others):
        raise _Unusual
    for place, string in zip(others, parsed, strict=True):
        strings[place] = string
    return strings


def _texts(file: IO[bytes], left: bytes) -> Iterator[tuple[str, bool]]:
    """The words of each text without formatting, and the whole of each other."""
    while True:
        end = left.rfind(_END) + len(_END)
        if end >= len(_END):
            yield from _texts_in(left[:end].decode(errors=_AS_BYTES))
            left = left[end:]
        chunk = file.read(_CHUNK)
        if not chunk and _LAST.fullmatch(left):
            return
        if not chunk or len(left) > _MOST_IN_ONE:
            raise _Unusual
        left += chunk


def _texts_in(table: str) -> Iterator[tuple[str, bool]]:
    """Those in a piece of the table that ends with one."""
    at = 0
    while at < len(table):
        if plain := _PLAIN.match(table, at):
            at = plain.end()
            yield plain[1], True
        else:
            begin, at = at, table.index("</si>", at) + len(_END)
            if not _ONE_TEXT.fullmatch(table, begin, at):
                raise _Unusual
            yield table[begin:at], False
