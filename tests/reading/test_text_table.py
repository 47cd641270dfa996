"""A table of text is read with its own separator and in its own encoding; a cell stays as it is typed."""

from __future__ import annotations

import pytest

from kfees.reading.text_table import likely_separator
from table_files import refused, rows_of, seen

ROWS = [["Item", "Description", "Fee"], ["0101", "café", "1,100.50"], ["0102", "a; b | c", "110.00"]]


def written(separator: str, end: str = "\n") -> str:
    return end.join(separator.join(f'"{cell}"' for cell in row) for row in ROWS) + end


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_common_encoding_and_separator_is_read_and_leading_zeros_stay(
    separator: str, encoding: str, end: str
) -> None:
    assert rows_of(written(separator, end).encode(encoding)) == ROWS


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("Item;Description;Fee\n1;first, second, third;2,50\n2;x;3,50\n", ";"),
        ("Item,Description,Fee\n1,a;b;c;d,2\n2,a;b,3\n", ","),
        ("A title, with a comma\n\nItem\tFee\n1\t2\n3\t4\n", "\t"),
        ("sep=|\nItem|Fee\n1|2,5\n", "|"),
        ("Item\n1\n2\n", ","),
    ],
)
def test_the_separator_is_the_one_that_cuts_the_rows_alike(text: str, separator: str) -> None:
    assert likely_separator(text) == separator


def test_a_line_that_names_the_separator_is_no_row() -> None:
    [table] = seen(b"sep=;\r\nItem;Fee\r\n2801;1,50\r\n")
    assert table.rows == [["Item", "Fee"], ["2801", "1,50"]]
    assert table.where == ["line 2", "line 3"]


def test_a_row_is_found_by_the_line_that_it_begins_on() -> None:
    [table] = seen(b'Item,Text,Fee\n1,"two\nlines",2\n\n3,x,4\n', "own/fees.csv")
    assert table.name == "fees"
    assert table.where == ["line 1", "line 2", "line 5"]
    assert table.rows[1] == ["1", "two lines", "2"]


def test_quotes_that_would_swallow_rows_are_refused_with_the_line() -> None:
    problem = refused(b'Item,Fee\n2801,"3"20\n')
    assert problem.code == "not-a-table"
    assert problem.message.startswith("this is not CSV, from line 2 (")


def test_a_cell_longer_than_any_text_is_refused() -> None:
    assert refused(b'Item,Fee\n2801,"' + b"x" * 200_000).code == "not-a-table"


@pytest.mark.parametrize("text", [b"a\n" * 1_048_577, b"," * 16_384])
def test_more_than_a_sheet_is_refused_and_not_cut(text: bytes) -> None:
    assert refused(text).code == "too-large"
