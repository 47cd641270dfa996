"""Workbooks of .xls, .xlsb and .ods: read as Excel shows their cells, looked at before they are unpacked."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from struct import pack

import pytest
import python_calamine

import kfees
from kfees.reading.cell import BLANK, Cell, moment, number
from kfees.reading.file_limits import QUOTE
from kfees.reading.other_workbooks import cell_of
from table_files import BEGIN_SHEET, ODS, ods, ole, refused, rows_of, seen, xls, xlsb, zipped

EPOCH = date(1899, 12, 30)
ROWS: list[list[object]] = [["Item", "Description", "Fee"], ["0101", "Visit", 180.25], [2806, "Review", 90.1]]
READ = [["Item", "Description", "Fee"], ["0101", "Visit", "180.25"], ["2806", "Review", "90.1"]]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(180.25, "180.25"), (0.1 + 0.2, "0.3"), (2801.0, "2801"), (7, "7"), (1e21, "1E+21"), (-4.5, "-4.5")],
)
def test_a_number_is_the_one_that_excel_shows(value: float, shown: str) -> None:
    cell = cell_of(value)
    assert cell is not None
    assert number(cell) == Decimal(shown)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (date(2025, 7, 1), "2025-07-01 00:00:00"),
        (datetime.fromisoformat("2025-07-01T14:30"), "2025-07-01 14:30:00"),
        (datetime.fromisoformat("2025-07-01"), "2025-07-01 00:00:00"),
        (time(6), "1899-12-30 06:00:00"),
        (timedelta(days=1, hours=12), "1899-12-31 12:00:00"),
    ],
)
def test_a_day_is_the_number_that_excel_keeps_of_it(value: object, at: str) -> None:
    assert str(moment(cell_of(value) or BLANK, EPOCH)) == at


def test_texts_and_what_is_nothing() -> None:
    assert cell_of("0101") == Cell("text", "0101")
    assert cell_of(True) == Cell("boolean", "1")
    assert cell_of("") is None
    assert cell_of(None) is None


def test_cells_stay_as_they_are_typed_and_keep_their_places() -> None:
    assert rows_of(ods(ROWS)) == READ
    assert rows_of(xlsb([(0, dict(enumerate(ROWS[0]))), (3, dict(enumerate(ROWS[1])))])) == READ[:2]
    [table] = seen(xlsb([(2, {1: "Item", 2: 5})]))
    assert table.rows == [["", "Item", "5"]]
    assert table.name == "Fees"


# What is looked at before they are read

COLUMNS = "table:number-columns-repeated"


def repeated(rows: int, cells: str) -> str:
    return f"<table:table-row table:number-rows-repeated='{rows}'>{cells}</table:table-row>"


def filled(text: str) -> str:
    return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"


def test_two_cells_far_apart_are_not_unpacked() -> None:
    far = xlsb([(0, {0: "Item"}), (1_048_575, {16_383: 1})])
    assert len(far) < 2_000
    problem = refused(far)
    assert problem.code == "unpacks-too-large"
    assert "claim to hold more than 10,000,000 cells" in problem.message


@pytest.mark.parametrize(
    "inside",
    [
        repeated(
            1_048_576, f"<table:table-cell {COLUMNS}='16384' office:value-type='float' office:value='1'/>"
        ),
        repeated(1_000_000, "") + repeated(1, f"<table:table-cell {COLUMNS}='1000'/>{filled('x')}"),
        repeated(1, filled("<text:s text:c='4000000000'/>")),
    ],
    ids=["repeated", "far", "spaces"],
)
def test_a_cell_that_is_said_to_be_repeated_is_not_unpacked(inside: str) -> None:
    assert refused(ods(ROWS, inside)).code == "unpacks-too-large"


def test_empty_cells_to_the_end_of_the_sheet_span_nothing() -> None:
    """LibreOffice writes them below and beside every table."""
    rest = repeated(1_048_570, f"<table:table-cell {COLUMNS}='16384'/>")
    assert rows_of(ods(ROWS, rest)) == READ


def test_an_error_is_not_taken_for_an_empty_cell() -> None:
    for content in (ods([["Item", "Fee"], ["2801", "#N/A"]]), xlsb([(0, {0: "Item", 1: "#N/A"})])):
        problem = refused(content)
        assert problem.code == "error-cells"
        assert "(1 cell)" in problem.message


def test_a_locked_and_a_damaged_opendocument_are_refused() -> None:
    locked = zipped(
        {"mimetype": ODS, "META-INF/manifest.xml": b"<a><encryption-data/></a>", "content.xml": b"?"}
    )
    assert refused(locked).code == "encrypted-workbook"
    assert "no content" in refused(zipped({"mimetype": ODS})).message
    assert refused(zipped({"mimetype": ODS, "content.xml": b"<a>"})).code == "damaged-workbook"
    entities = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert refused(zipped({"mimetype": ODS, "content.xml": entities})).code == "entities"
    assert seen(ods([]))[0].rows == []


class PanicException(BaseException):
    """As a library of Rust ends where it meets what nobody foresaw."""


@pytest.mark.parametrize(
    ("error", "code"),
    [(python_calamine.PasswordError, "encrypted-workbook"), (PanicException, "damaged-workbook")],
)
def test_a_locked_workbook_and_one_that_its_reader_fails_at_are_refused(
    error: type[BaseException], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        @staticmethod
        def from_filelike(_content: object) -> None:
            raise error

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Failing)
    assert refused(ods(ROWS)).code == code


def test_a_person_can_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped:
        @staticmethod
        def from_filelike(_content: object) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Stopped)
    with pytest.raises(KeyboardInterrupt):
        seen(ods(ROWS))


def test_an_old_workbook_may_fill_its_sheets_but_not_claim_to() -> None:
    assert rows_of(xls(ROWS)) == READ
    far = (0x203, pack("<HHHd", 65_535, 255, 0, 1.5))
    several = (0xBD, pack("<HH", 65_535, 0) + bytes(6) + pack("<H", 255))
    for record in (far, several):
        assert refused(xls(ROWS, record)).code == "unpacks-too-large"
    wide = (0x203, pack("<HHHd", 9_999, 59, 0, 1.5))
    assert len(seen(xls(ROWS, wide), "file", QUOTE)[0].rows) == 4
    assert refused(xls(ROWS, wide, BEGIN_SHEET, wide), QUOTE).code == "unpacks-too-large"


@pytest.mark.parametrize(
    ("kind", "content", "is_error"),
    [
        (0x205, pack("<HHHBB", 1, 1, 0, 0x2A, 1), True),
        (0x205, pack("<HHHBB", 1, 1, 0, 1, 0), False),
        (0x06, pack("<HHHBBHHH", 1, 1, 0, 2, 0, 0x2A, 0, 0xFFFF) + bytes(8), True),
        (0x06, pack("<HHHd", 1, 1, 0, 1.5) + bytes(8), False),
    ],
)
def test_an_error_of_an_old_workbook_is_found(kind: int, content: bytes, is_error: bool) -> None:
    book = xls(ROWS[:1], (kind, content))
    if is_error:
        assert refused(book).code == "error-cells"
    else:
        assert len(rows_of(book)) == 2


def test_a_locked_old_workbook_and_a_letter_of_an_old_program_are_refused() -> None:
    assert refused(xls(ROWS, locked=True)).code == "encrypted-workbook"
    letter = refused(ole("WordDocument", b"Dear doctor"))
    assert (letter.code, "no workbook" in letter.message) == ("not-a-workbook", True)


def test_an_old_workbook_cut_or_scrambled_anywhere_is_refused_or_read() -> None:
    whole = xls(ROWS)
    for place in range(512, len(whole), 37):
        for content in (whole[:place], whole[:place] + b"\xff\x07" + whole[place + 2 :]):
            with suppress(kfees.InputError):
                seen(content)
