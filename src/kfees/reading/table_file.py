"""One way to open any file with tables: by what it holds, whatever its name says, and never trusted.

A workbook of .xlsx or .xlsm is read cell by cell as it stores them; every other kind is turned into the same
rows of the same cells, each with its place in the file.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import Literal

from kfees.reading.file_limits import SCHEDULE, WorkbookLimits, refusal, refuse_large
from kfees.reading.opening import OLE, ZIP, SheetPart, Workbook, damage_as_refusal, open_workbook
from kfees.reading.sheet import Table, Tables

FileKind = Literal["xlsx", "xls", "xlsb", "ods", "page", "pdf", "text"]

TABLE_FILES = (
    ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".html", ".htm", ".pdf",
)  # fmt: skip

_EPOCH = date(1899, 12, 30)
_BEFORE_A_PAGE = rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]{0,200}>\s*)?(<!--.{0,2000}?-->\s*)*"
_PAGE = re.compile(
    _BEFORE_A_PAGE + rb"<(!doctype\s+html|html|head|body|table|meta|style|title|div|center|font)\b",
    re.I | re.S,
)
_ARCHIVED_PAGE = re.compile(rb"(From: <Saved by|MIME-Version:|Content-Type: multipart/related)", re.I)
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


@contextmanager
def open_table_file(content: bytes, place: str, limits: WorkbookLimits = SCHEDULE) -> Iterator[Workbook]:
    """Open a file of any kind. InputError with one problem where it is none, is locked, damaged or a bomb."""
    refuse_large(len(content), place, limits)
    kind = kind_of(content, place, limits)
    if kind == "xlsx":
        with open_workbook(content, place, limits, with_macros=True) as book:
            yield book
    else:
        tables, untold = _readers()[kind](content, place, limits)
        yield _opened(content, place, tables, untold)


def kind_of(content: bytes, place: str, limits: WorkbookLimits = SCHEDULE) -> FileKind:
    """What a file is by its first bytes and parts. InputError where it is nothing that is read."""
    if not content.strip():
        raise refusal(place, "empty-file", "the file is empty.", "Get it again, whole.")
    if content.startswith(ZIP) or ZIP.startswith(content):
        return _kind_of_package(content)
    if content.startswith(OLE):
        # What is locked with a password is such a file too, and the guard of .xlsx says so.
        return "xlsx" if "EncryptedPackage".encode("utf-16-le") in content else "xls"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    top = _as_bytes_of_ascii(content[:8_000])
    if _PAGE.match(top):
        return "page"
    if _ARCHIVED_PAGE.match(top):
        message = "this is a web page saved with its pictures in one file (.mht)."
        raise refusal(place, "not-a-table", message, f"Save it as 'web page, HTML only', and {limits.use}.")
    if re.match(rb"\s*<", top):
        raise refusal(place, "not-a-table", "this is an XML file, not a workbook.", limits.resave)
    if top.startswith((b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        message = "this is a picture, a text document or an archive, not a table."
        raise refusal(place, "not-a-table", message, limits.as_a_table)
    return "text"


def _kind_of_package(content: bytes) -> FileKind:
    """What its guard finds wrong with a package is said by it, whatever is said here."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            # A file that is two things at once is none of them: the guard of .xlsx says so.
            if any(name.endswith("workbook.xml") for name in names):
                return "xlsx"
            if "xl/workbook.bin" in names:
                return "xlsb"
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    return "ods" if part.read(200).startswith(_SPREADSHEET) else "xlsx"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        return "xlsx"
    return "xlsx"


def _as_bytes_of_ascii(top: bytes) -> bytes:
    """The beginning of a text of UTF-16 without what fills its letters up."""
    is_wide = top.startswith((b"\xff\xfe", b"\xfe\xff"))
    return top[2:].replace(b"\0", b"") if is_wide else top


Found = tuple[Mapping[tuple[str, bool], Table], str]
"""Tables by their name and whether they are hidden; and what the kind of file does not tell."""


def _readers() -> Mapping[FileKind, Callable[[bytes, str, WorkbookLimits], Found]]:
    """How each kind is read. What reads it is loaded where a file of that kind comes."""

    def text(content: bytes, place: str, limits: WorkbookLimits) -> Found:
        from kfees.reading.text_table import read_text_table

        return {(name, False): table for name, table in read_text_table(content, place, limits).items()}, ""

    def page(content: bytes, place: str, limits: WorkbookLimits) -> Found:
        from kfees.reading.web_page import read_page

        return read_page(content, place, limits), ""

    def pdf(content: bytes, place: str, limits: WorkbookLimits) -> Found:
        from kfees.reading.pdf_pages import UNTOLD, read_pdf

        return read_pdf(content, place, limits), UNTOLD

    def other(content: bytes, place: str, limits: WorkbookLimits) -> Found:
        from kfees.reading.other_workbooks import UNTOLD, read_other_workbook

        with damage_as_refusal(place, limits):  # of its archive too
            return read_other_workbook(content, place, limits), UNTOLD

    return {"text": text, "page": page, "pdf": pdf, "xls": other, "xlsb": other, "ods": other}


def _opened(content: bytes, place: str, found: Mapping[tuple[str, bool], Table], untold: str) -> Tables:
    parts = [SheetPart(name, f"{number}", hidden) for number, (name, hidden) in enumerate(found)]
    return Tables(
        place=place,
        sha256=hashlib.sha256(content).hexdigest(),
        sheets=tuple(parts),
        epoch=_EPOCH,
        linked_names=frozenset(),
        untold=untold,
        tables={part.part: table for part, table in zip(parts, found.values(), strict=True)},
    )
