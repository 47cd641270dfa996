"""The tables of a saved page are read as the page shows them; no script is run, what is hidden says so."""

from __future__ import annotations

import pytest

from kfees.reading.file_limits import QUOTE
from kfees.reading.passes import survey
from kfees.reading.sheet import Merged
from kfees.reading.table_file import open_table_file
from table_files import refused, rows_of, seen

HEADING = "<tr><th>Item<th>Fee</tr>"


def page(table: str, before: str = "", after: str = "") -> bytes:
    return f"<!DOCTYPE html><html><body>{before}<table>{HEADING}{table}</table>{after}</body></html>".encode()


def rows(table: str) -> list[list[str]]:
    return rows_of(page(table))[1:]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("$1,200.00", "$1,200.00"),
        ("&#36;180&#46;25", "$180.25"),
        ("180&nbsp;.&nbsp;25 &amp; more", "180 . 25 & more"),
        ("<p>Medical</p><p>bed</p>", "Medical bed"),
        ("Medical<br>bed", "Medical bed"),
        ("1<b>8</b>0.<i>2</i>5", "180.25"),
        ("<div><span>2</span>801</div>", "2801"),
        ("180<script>document.write('9')</script>.25", "180.25"),
        ("180<!-- 9 -->.25", "180.25"),
        ("180<span style='display: none'>9</span>.25", "180.25"),
        ("180<span hidden>9</span>.25", "180.25"),
        ("0101", "0101"),
    ],
)
def test_a_cell_says_what_the_page_shows(cell: str, text: str) -> None:
    assert rows(f"<tr><td>{cell}<td>5</tr>") == [[text, "5"]]


def test_marks_and_what_is_struck_out_are_kept_apart() -> None:
    content = page(
        "<tr><td>ICU<sup>1</sup><td><s>100</s> 120"
        "<tr><td>10<sup>3</sup>x<td style='text-decoration:line-through'>5"
    )
    with open_table_file(content, "page") as book:
        marked, raised = survey(book, book.sheets[0]).head[1:]
    assert (marked.cells[1].text, marked.cells[1].marks) == ("ICU", "1")
    assert (marked.cells[2].text, marked.cells[2].struck) == ("100 120", True)
    assert (raised.cells[1].text, raised.cells[1].marks, raised.cells[2].struck) == ("103x", "", True)


def test_cells_that_reach_over_others_leave_their_places_empty() -> None:
    [table] = seen(
        b"<table><tr><th rowspan=2>Code<th rowspan=2>Name<th colspan=2>Fee<tr><th>Days 1-14<th>Days 15+"
        b"<tr><td rowspan=0>M<td>Bed<td>876.06<td>760.94<tr><td>Other<td colspan='x'>1<td>2</table>"
    )
    assert table.rows == [
        ["Code", "Name", "Fee"],
        ["", "", "Days 1-14", "Days 15+"],
        ["M", "Bed", "876.06", "760.94"],
        ["", "Other", "1", "2"],
    ]
    assert table.merged == [Merged(1, 1, 1, 2), Merged(2, 1, 2, 2), Merged(3, 1, 4, 1), Merged(1, 3, 1, 4)]


def test_a_hidden_row_column_or_table_says_so() -> None:
    content = page(
        "<tr style='display:none'><td>2801<td>1<tr><td>2806<td style='visibility:hidden'>2",
        "<div hidden><table><tr><td>a<td>b</table></div>",
    )
    with open_table_file(content, "page") as book:
        gone, table = book.sheets
        seen_of = survey(book, table)
    assert (gone.hidden, table.hidden) == (True, False)
    assert [row.hidden for row in seen_of.head] == [False, True, False]
    assert seen_of.hidden_columns == [(2, 2)]


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    outer, inner = seen(page("<tr><td>Bed <table><tr><td>x<td>9</table> ward<td>5"))
    assert outer.rows == [["Item", "Fee"], ["Bed ward", "5"]]
    assert inner.rows == [["x", "9"]]


def test_words_above_a_table_stand_above_its_rows_and_each_row_has_its_place() -> None:
    [table] = seen(
        page(
            "<caption>Beds</caption><tr><td>M<td>5",
            "<nav>Menu</nav><style>p {}</style><h1>Fees from 1 July 2025</h1><p>Without <b>GST</b>.</p>",
            "<p>Below</p>",
        )
    )  # fmt: skip
    assert table.rows == [["Fees from 1 July 2025"], ["Without GST."], ["Item", "Fee"], ["M", "5"]]
    assert table.where == ["above table 1", "above table 1", "table 1, row 1", "table 1, row 2"]


def test_a_menu_does_not_push_the_table_away() -> None:
    [table] = seen(page("", "".join(f"<div>Menu {n}</div>" for n in range(500))))
    assert len(table.rows) == 13


def test_tags_that_nobody_closed_are_closed_as_a_browser_does() -> None:
    assert rows("<tr><td>S<td>1<td>2<tr><td>T<td>3") == [["S", "1", "2"], ["T", "3"]]
    assert rows_of(b"<table><td>S<td>1<tr><td>T<td>3") == [["S", "1"], ["T", "3"]]


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("cp1252", ""),
     ("cp1252", "<meta charset=iso-8859-1>"),
     ("cp1252", "<meta charset=nonsense>"), ("utf-8", "<meta charset='utf-8'>"),
     ("iso8859-2", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">')],
)  # fmt: skip
def test_letters_are_those_of_the_pages_encoding(encoding: str, meta: str) -> None:
    letters = "é" if encoding != "iso8859-2" else "ř"
    content = f"<html><head>{meta}</head><table><tr><td>{letters}<td>5</table></html>".encode(encoding)
    assert rows_of(content) == [[letters, "5"]]


@pytest.mark.parametrize(
    "content", [b"<html><body><p>Fees</p></body></html>", b"<table><tr><td>1</table>", b"<html>"]
)
def test_a_page_without_a_table_is_refused_with_a_way_out(content: bytes) -> None:
    problem = refused(content)
    assert problem.code == "no-table"
    assert "copy the table into Excel" in problem.remedy


def test_a_page_that_claims_millions_of_cells_is_refused() -> None:
    wide = "<tr>" + "<td colspan=1000 rowspan=65534>x</td>" * 20
    assert refused(page(wide * 100), QUOTE).code == "unpacks-too-large"


def test_entities_and_deep_nesting_do_no_harm() -> None:
    bomb = b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + page("<tr><td>&b;<td>5")[15:]
    assert rows_of(bomb)[-1][-1] == "5"
    deep = page("<tr><td>" + "<div>" * 50_000 + "x")
    assert seen(deep)[0].rows[0] == ["Item", "Fee"]
    nested = b"<html>" + b"<table><tr><td>a<td>" * 3_000
    assert seen(nested)
