"""Workbooks of .xls, .xlsb and .ods: read as Excel shows their cells, looked at before they are unpacked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from struct import pack

import pytest

from kfees.reading.cell import BLANK, Cell, moment, number
from kfees.reading.extents import refuse_far_cells
from kfees.reading.opening import QUOTE, SCHEDULE, WorkbookLimits
from kfees.reading.other_workbooks import cell_of
from table_files import ODS, ods, refused, rows_of, seen, xlsb, zipped

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


def biff(*records: tuple[int, bytes]) -> bytes:
    return b"".join(pack("<HH", kind, len(content)) + content for kind, content in records)


def reach(records: bytes, monkeypatch: pytest.MonkeyPatch, limits: WorkbookLimits = SCHEDULE) -> None:
    """Look at the records of an old workbook, without the file system that they stand in."""
    monkeypatch.setattr("kfees.reading.extents._stream", lambda *_: records)
    refuse_far_cells(b"\xd0\xcf\x11\xe0", "file", limits)


BEGIN = (0x809, bytes(16))


def test_an_old_workbook_may_fill_its_sheets_but_not_claim_to(monkeypatch: pytest.MonkeyPatch) -> None:
    near = biff(BEGIN, BEGIN, (0x203, pack("<HHHd", 5, 2, 0, 1.5)), (0x0A, b""))
    reach(near, monkeypatch)
    far = (0x203, pack("<HHHd", 65_535, 255, 0, 1.5))
    several = (0xBD, pack("<HH", 65_535, 0) + bytes(6) + pack("<H", 255))
    for record in (far, several):
        with pytest.raises(Exception, match="claim to hold more than"):
            reach(biff(BEGIN, record), monkeypatch)
    quarter = biff(BEGIN, (0x203, pack("<HHHd", 9_999, 59, 0, 1.5)))
    reach(quarter, monkeypatch, QUOTE)
    with pytest.raises(Exception, match="claim to hold more than"):
        reach(quarter * 2, monkeypatch, QUOTE)


@pytest.mark.parametrize(
    ("kind", "content", "is_error"),
    [
        (0x205, pack("<HHHBB", 1, 1, 0, 0x2A, 1), True),
        (0x205, pack("<HHHBB", 1, 1, 0, 1, 0), False),
        (0x06, pack("<HHHBBHHH", 1, 1, 0, 2, 0, 0x2A, 0, 0xFFFF) + bytes(8), True),
        (0x06, pack("<HHHd", 1, 1, 0, 1.5) + bytes(8), False),
    ],
)
def test_an_error_of_an_old_workbook_is_found(
    kind: int, content: bytes, is_error: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = biff(BEGIN, (kind, content))
    if is_error:
        with pytest.raises(Exception, match="errors such as #N/A"):
            reach(records, monkeypatch)
    else:
        reach(records, monkeypatch)


def test_records_cut_short_are_looked_at_to_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    records = biff(BEGIN, (0x203, pack("<HHHd", 5, 2, 0, 1.5)))
    for length in range(len(records)):
        reach(records[:length], monkeypatch)
