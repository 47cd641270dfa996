"""A file is what it holds, whatever its name says; what is no table is refused in one line, with a remedy."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest

import kfees
from kfees.reading.file_limits import QUOTE
from kfees.reading.table_file import TABLE_FILES, kind_of, open_table_file
from provider_workbooks import xlsx
from table_files import ODS, ods, refused, rows_of, seen, xls, xlsb, zipped

ROWS = [["Item", "Fee"], ["2801", "180.25"]]
CSV = b"Item,Fee\n2801,180.25\n"
XLSB = xlsb([(number, dict(enumerate(row))) for number, row in enumerate(ROWS)])
PAGE = b"<table><tr><th>Item<th>Fee<tr><td>2801<td>180.25</table>"


@pytest.mark.parametrize("ending", TABLE_FILES)
@pytest.mark.parametrize(
    "content",
    [CSV, PAGE, ods(ROWS), xls(ROWS), XLSB, xlsx(ROWS)],
    ids=["csv", "page", "ods", "xls", "xlsb", "xlsx"],
)  # fmt: skip
def test_a_file_is_read_by_what_it_holds_and_not_by_its_ending(content: bytes, ending: str) -> None:
    assert rows_of(content, f"fees{ending}") == ROWS


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", "empty-file", "the file is empty"),
        (b" \n ", "empty-file", "the file is empty"),
        (b"<?xml version='1.0'?><Workbook/>", "not-a-table", "XML file"),
        (b"From: <Saved by Blink>\nMIME-Version: 1.0\n", "not-a-table", ".mht"),
        (b"{\\rtf1 hello}", "not-a-table", "a text document"),
        (b"\x1f\x8b\x08 packed", "not-a-table", "an archive"),
        (b"\x00\x01\x02\x03" * 20, "not-a-table", "no workbook, CSV, web page or PDF"),
        # A photo as phones take it.
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1\x81\x8d\xff", "not-a-table", "no workbook, CSV, web page or PDF"),
        (b"Item,Fee\n2801,\x81\x8d3", "bad-encoding", "is not UTF-8 text"),
        (zipped({"a.txt": b"x"}), "not-a-workbook", "a zip file"),
        (zipped({"mimetype": b"application/epub+zip"}), "not-a-workbook", "a zip file"),
        (b"PK\x03\x04" + bytes(60), "damaged-workbook", "cut short"),
        (b"PK", "not-a-workbook", "text file"),
    ],
)
def test_what_is_no_table_is_refused_for_what_it_is(content: bytes, code: str, says: str) -> None:
    problem = refused(content)
    assert problem.code == code
    assert says in problem.message


def test_a_file_that_is_two_kinds_at_once_is_read_as_neither() -> None:
    """Its guard would look at one, and its reader at the other."""
    both = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(both, "a") as archive:
        archive.writestr("xl/workbook.bin", b"")
    assert refused(both.getvalue()).code == "binary-workbook"
    both = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(both, "a") as archive:
        archive.writestr("mimetype", ODS)
    assert refused(both.getvalue()).code == "not-a-workbook"


def test_a_workbook_with_macros_is_read_and_they_are_not_run() -> None:
    with_macros = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(with_macros, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open")
    assert rows_of(with_macros.getvalue(), "fees.xlsm") == ROWS


def test_a_file_larger_than_its_limit_is_not_looked_at() -> None:
    problem = refused(b"Item,Fee\n" * 600_000, QUOTE)
    assert (problem.code, problem.message) == ("too-large", "the workbook is larger than 5,000,000 bytes.")


def test_a_web_page_of_utf_16_is_known_for_one() -> None:
    assert kind_of(PAGE.decode().encode("utf-16"), "fees.xls") == "page"
    assert rows_of(PAGE.decode().encode("utf-16")) == ROWS


def test_what_a_kind_of_file_does_not_tell_is_said() -> None:
    for content, is_said in ((CSV, False), (xlsx(ROWS), False), (ods(ROWS), True)):
        with open_table_file(content, "fees") as book:
            assert bool(book.untold) is is_said
            assert len(book.sha256) == 64


def test_a_file_cut_anywhere_is_refused_or_a_table_and_never_a_traceback() -> None:
    for whole in (ods(ROWS), xlsb([(0, {0: "Item", 1: "Fee"})]), PAGE, CSV):
        for length in range(0, len(whole), 23):
            with suppress(kfees.InputError):
                seen(whole[:length])
