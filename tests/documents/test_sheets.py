"""Workbooks as files: the same content is the same bytes, no formula lacks its result, text stays text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from xlsxwriter.worksheet import Worksheet

import kfees
from kfees.documents.form.blank import request_template
from kfees.documents.projection_workbook import projection_as_workbook
from kfees.documents.quote_workbook.book import quote_as_workbook
from kfees.documents.rates_workbook import rates_as_workbook
from kfees.documents.sheets.old_functions import Sheet
from kfees.documents.sheets.page import row_and_column
from kfees.documents.sheets.tables import TableSheet, workbook_bytes
from kfees.projection.plan import Plan
from kfees.projection.projection import project
from plans import COURSE, RESERVE, SET_ASIDE, Asked

AS_OF = date(2024, 7, 15)
COURSES_BEGIN = dict.fromkeys(("reserve", "on each day", "set-aside"), date(2024, 8, 5))
COURSES_BEGIN["unknown"] = date(2020, 1, 6)


def quote(library: kfees.Library) -> bytes:
    return quote_as_workbook(
        kfees.price(kfees.CourseRequest.model_validate(COURSE), library, as_of=AS_OF), library
    )


def projection(plan: Asked) -> Callable[[kfees.Library], bytes]:
    return lambda library: projection_as_workbook(project(Plan.model_validate(plan), library), library)


def rates(library: kfees.Library) -> bytes:
    version = library.versions("private-hospital")[-1]
    return rates_as_workbook(version, [rate for item in version.items for rate in version.rates(item)])


WORKBOOKS: dict[str, Callable[[kfees.Library], bytes]] = {
    "quote": quote,
    "reserve": projection(RESERVE),
    "on each day": projection({**RESERVE, "valuation_date": "2024-01-31", "timing": "on-date"}),
    "set-aside": projection(SET_ASIDE),
    "unknown": projection({**SET_ASIDE, "request": {**COURSE, "start": "2020-01-06"}}),
    "form": request_template,
    "rates": rates,
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_no_formula_names_a_function_that_excel_writes_otherwise(
    name: str, library: kfees.Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """XlsxWriter, which knows those names, would write every formula as it stands."""
    ours = WORKBOOKS[name](library)
    monkeypatch.setattr(Sheet, "_prepare_formula", Worksheet._prepare_formula)
    assert WORKBOOKS[name](library) == ours


@pytest.mark.parametrize(
    ("cell", "place"),
    [("A1", (0, 0)), ("B12", (11, 1)), ("Z9", (8, 25)), ("AA10", (9, 26)), ("BC3", (2, 54))],
)
def test_a_cell_is_found_by_its_name(cell: str, place: tuple[int, int]) -> None:
    assert row_and_column(cell) == place


@pytest.mark.parametrize("name", WORKBOOKS)
def test_the_same_content_is_the_same_bytes(name: str, library: kfees.Library) -> None:
    content = WORKBOOKS[name](library)
    assert content == WORKBOOKS[name](library)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = parts.read("docProps/core.xml").decode()
    made = AS_OF if name == "quote" else COURSES_BEGIN.get(name, date(1980, 1, 1))
    assert f"{made}T00:00:00Z" in properties


@pytest.mark.parametrize("name", ["reserve", "on each day", "set-aside", "unknown"])
def test_every_formula_of_a_projection_has_its_result_beside_it(name: str, library: kfees.Library) -> None:
    content = WORKBOOKS[name](library)
    formulas = openpyxl.load_workbook(io.BytesIO(content))
    results = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    counted = 0
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            counted += 1
            assert results[sheet.title][cell.coordinate].value is not None, cell.coordinate
    assert counted > 50


TEXTS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "<r><t>Bold</t></r>",
    "<r>not <b>well-formed</r>",
    " spaces ",
    "two\nlines",
    "_x0041_",
    "mailto:a@example.org",
    "123456789012345678.90",
)


def rows_of(*sheets: TableSheet) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(sheets)))
    found = [list(row) for sheet in book for row in sheet.iter_rows(min_row=2)]
    assert not [cell for row in found for cell in row if cell.data_type == "f"]
    return [[cell.value for cell in row] for row in found]


def test_text_in_a_table_stays_as_it_is() -> None:
    rows = [(text, text) for text in TEXTS[2:]]
    found = rows_of(TableSheet("One", ("A", "B"), [(text, "1") for text in TEXTS], numbers=frozenset({1})))
    assert found == [[text, 1] for text in TEXTS]
    assert rows_of(TableSheet("Two", ("A", "B"), rows)) == [list(row) for row in rows]
    assert rows_of(TableSheet("Three", ("A",), [("a\x07b",)])) == [["a\ufffdb"]]


def test_an_amount_in_a_table_keeps_every_digit() -> None:
    amounts = ["0.10", "2749.60", "1234567890123.45", "123456789012345678.90", "by report"]
    found = rows_of(
        TableSheet("Rates", ("Amount",), [(amount,) for amount in amounts], numbers=frozenset({0}))
    )
    assert [Decimal(str(cell)) for (cell,) in found[:3]] == [Decimal(amount) for amount in amounts[:3]]
    assert [cell for (cell,) in found[3:]] == amounts[3:]
