"""A schedule, a provider's quote and a portfolio are the same from a file of any kind, in every door."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import kfees
from kfees.portfolio.files import open_portfolio
from kfees.reading.passes import survey
from kfees.reading.provider_rows import read_provider_rows
from kfees.reading.table_file import open_table_file
from provider_workbooks import xlsx
from spreadsheet import LibreOffice
from table_files import ods, pdf, typst_table, xls, xlsb
from workbooks import amounts, fees, read

Rows = Sequence[Sequence[Any]]

FEES: Rows = [["Item", "Description", "Fee"], ["0101", "Visit", "180.25"], ["2806", "Review", "$1,090.10"],
              ["2807", "Third visit", "90.10"], ["2808", "Fourth visit", "95.00"]]  # fmt: skip
QUOTE: Rows = [["Item", "Description", "Amount"], ["2801", "First visit", "320.00"],
               ["2806", "Review", "90.00"], ["2807", "Third visit", "90.10"]]  # fmt: skip
CLINIC: Rows = [["A private day hospital"], ["ABN 00 000 000 000", "Date: 18/8/25"],
                ["Date of Service", "Item No.", "Service Description", "Qty", "Fee (ex GST)", "GST",
                 "Total (inc GST)"],
                ["15/9/25", "2801 - Pain specialist", "First visit", "1", "$320.00", "-", "$320.00"],
                ["16/9/25 - 29/9/25", "2806", "Review", "9", "$150.00", "-", "$1,350.00"],
                ["", "KET200", "Ketamine 200mg/2mL", "10", "$14.00", "$1.40", "$154.00"],
                ["", "", "", "", "TOTAL", "$14.00", "$1,824.00"], ["Valid 30 days. E&OE."]]  # fmt: skip
COURSES: Rows = [["regimen", "setting", "start", "weight_kg"],
                 ["crps-10-day", "consulting-rooms", "2024-08-05", "80"],
                 ["crps-10-day", "day-hospital", "2024-08-06", "75.5"],
                 ["crps-10-day", "day-hospital", "2024-08-07", "60"]]  # fmt: skip


def as_csv(rows: Rows, separator: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


def as_page(rows: Rows) -> bytes:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<html><table>{body}</table></html>".encode()


def as_pdf(rows: Rows) -> bytes:
    return pdf(typst_table(rows, lines=True, columns=f"({'auto, ' * len(rows[0])})"))


def as_xlsb(rows: Rows) -> bytes:
    return xlsb([(number, dict(enumerate(row))) for number, row in enumerate(rows)])


KINDS: dict[str, Callable[[Rows], bytes]] = {
    "fees.csv": as_csv,
    "fees.tsv": lambda rows: as_csv(rows, "\t"),
    "piped.csv": lambda rows: as_csv(rows, "|"),
    "fees.html": as_page,
    "fees.pdf": as_pdf,
    "fees.ods": ods,
    "fees.xls": xls,
    "fees.xlsb": as_xlsb,
    "fees.xlsx": xlsx,
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_schedule_is_the_same_from_every_kind(kind: str, tmp_path: Path, library: kfees.Library) -> None:
    path = tmp_path / kind
    path.write_bytes(KINDS[kind](FEES))
    expected = {"0101": "180.25", "2806": "1090.10", "2807": "90.10", "2808": "95.00"}
    assert amounts(read(path, library)) == expected


def test_what_is_wrong_and_where_a_rate_came_from_is_said_in_the_words_of_the_file(
    tmp_path: Path, library: kfees.Library
) -> None:
    places = {
        "fees.csv": "fees!C3 (line 3)",
        "fees.html": "'table 1'!C3 (table 1, row 3)",
        "fees.pdf": "'page 1, table 1'!C3 (page 1, table 1, row 3)",
        "fees.ods": "Fees!C3",
    }
    wrong = [list(row) for row in FEES]
    wrong[2][2] = "1OO"
    for name, place in places.items():
        path = tmp_path / name
        path.write_bytes(KINDS[name](wrong))
        result = read(path, library)
        assert [(problem.code, problem.place) for problem in result.problems] == [("not-an-amount", place)]
        mended = read(path, library, set_cells={"C3": "100.00"})
        assert amounts(mended)["2806"] == "100.00", "the remedy leads on"
        assert {rate.item: rate.cell for rate in mended.rates}["2806"] == place


def test_what_a_kind_of_file_does_not_tell_is_said_with_the_import(
    tmp_path: Path, library: kfees.Library
) -> None:
    for name, says in (("fees.ods", "does not tell how a cell is shown"), ("fees.pdf", "compare some rows")):
        path = tmp_path / name
        path.write_bytes(KINDS[name](FEES))
        assert says in " ".join(read(path, library).said)


@pytest.mark.parametrize("lines", [True, False])
def test_a_clinics_quote_is_the_same_from_every_kind(kind: str, lines: bool) -> None:
    width = len(CLINIC[2])
    rows = [[*row, *[""] * (width - len(row))] for row in CLINIC]
    make = KINDS[kind]
    if make is as_pdf:
        table = typst_table(rows[2:7], lines, f"({'auto, ' * width})")
        letterhead = "A private day hospital #h(1fr) Date: 18/8/25"
        content = pdf(table, letterhead, "Valid 30 days.", page='paper: "a4", flipped: true')
    else:
        content = make(rows)
    visit, reviews, drug, total, *_ = read_provider_rows(content, kind)
    if make is as_pdf and not lines:
        assert all("Two columns run together" in row.unread for row in (visit, reviews)), "or asked about"
        return
    assert [str(row.amount) for row in (visit, reviews, drug)] == ["320.00", "1350.00", "154.00"]
    assert [len(row.days) for row in (visit, reviews, drug)] == [0, 14, 0]
    assert [str(row.gst) for row in (visit, reviews, drug)] == ["0.00", "0.00", "14.00"]
    assert (total.kind, total.says[:34]) == ("total", "The rows above come to $1,824.00 t")


def test_a_quote_is_the_same_from_every_kind(kind: str) -> None:
    rows = read_provider_rows(KINDS[kind](QUOTE), kind)
    assert [(row.item, str(row.amount), row.unread) for row in rows] == [
        ("2801", "320.00", ""), ("2806", "90.00", ""), ("2807", "90.10", ""),
    ]  # fmt: skip


def test_a_row_of_a_quote_is_found_in_its_page() -> None:
    (first, *_), (typed, *_) = (
        read_provider_rows(KINDS[name](QUOTE), f"quote{Path(name).suffix}")
        for name in ("fees.pdf", "fees.csv")
    )
    assert first.place == "quote.pdf page 1, table 1, row 2"
    assert typed.place == "quote.csv row 2"


def test_a_portfolio_is_the_same_from_every_kind(kind: str, tmp_path: Path) -> None:
    path = tmp_path / kind
    path.write_bytes(KINDS[kind](COURSES))
    source = open_portfolio(str(path))
    assert source.frame.collect().cast(pl.String).rows() == [tuple(row) for row in COURSES[1:]]
    assert source.first_row == 2


def test_a_portfolio_below_a_title_keeps_the_numbers_of_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "claims.html"
    second = as_page(COURSES).decode().replace("<html>", "").replace("</html>", "")
    path.write_text(f"<html><h1>Claims</h1><table><tr><td>a<td>b</table>{second}{second}</html>")
    source = open_portfolio(str(path))
    assert source.sheets_passed_over == ("table 3",)
    assert source.frame.collect().height == 3
    unknown = tmp_path / "unknown.html"
    unknown.write_text("<table><tr><td>a<td><td>a<tr><td>1<td>2<td>3<tr></tr><tr><td>4</table>")
    frame = open_portfolio(str(unknown)).frame.collect()
    assert frame.rows() == [("1", "2", "3"), (None, None, None), ("4", None, None)]
    assert frame.columns == ["a", "_2", "a_3"]


@pytest.mark.parametrize("ending", ["xlsb", "xlsx"])
def test_a_portfolio_of_an_old_kind_is_looked_at_before_it_is_read(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"claims.{ending}"
    path.write_bytes(xlsb([(0, {0: "regimen"}), (1_048_575, {16_383: 1})]))
    with pytest.raises(kfees.InputError, match="claim to hold more than 50,000,000 cells"):
        open_portfolio(str(path))
    path.write_bytes(as_xlsb([*COURSES, ["crps-10-day", "#N/A", "2024-08-07", "60"]]))
    with pytest.raises(kfees.InputError, match="errors such as #N/A"):
        open_portfolio(str(path))


@pytest.mark.parametrize(("ending", "form"), [(".xls", "MS Excel 97"), (".ods", "calc8")])
def test_what_an_office_program_saves_is_read_alike(
    ending: str, form: str, office: LibreOffice, tmp_path: Path, library: kfees.Library
) -> None:
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Fees"
    for row in fees(("0101", "Visit", 180.25), (2806, "Review", 90.1)):
        sheet.append(list(row))
    made.create_sheet("Old").sheet_state = "hidden"
    made.save(tmp_path / "fees.xlsx")
    saved = office.saved_as(tmp_path / "fees.xlsx", ending, form)
    assert amounts(read(saved, library)) == {"0101": "180.25", "2806": "90.10"}
    with open_table_file(saved.read_bytes(), "fees") as book:
        assert [(part.name, part.hidden) for part in book.sheets] == [("Fees", False), ("Old", True)]
        assert survey(book, book.sheets[1]).head == []
