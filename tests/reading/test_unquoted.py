"""A line that commas without quotes cut too often is put together in the only way that fits, or asked for."""

from __future__ import annotations

import pytest

from kfees.reading.unquoted import lines_in
from table_files import rows_of

PLAIN = ["Code,Description,Charge", "1101,Visit,$125.00", "1102,Report,$169.00", "1103,Scan,$28.00"]
MIXED = ["Code,Description,Charge", "A101,Visit,$125.00", "1102,Report,$169.00", "1103,,$28.00"]
TWO = ["Description,Charge", "Visit,$125.00", "Report,$169.00", "Scan,$28.00"]
WITHOUT_MARKS = ["Code,Description,Charge", "1101,Visit,125.00", "1102,Report,169.00", "1103,Scan,28.00"]


def together(lines: list[str], line: str) -> list[str] | None:
    shape = lines_in(row.split(",") for row in [*lines, line])
    return shape.together(line.split(",")) if shape is not None else line.split(",")


@pytest.mark.parametrize(
    ("lines", "line", "cells"),
    [
        (PLAIN, "1104,Plate,$1,569.00", ["1104", "Plate", "$1,569.00"]),
        (PLAIN, "1104,Plate,$1,234,569.00 ", ["1104", "Plate", "$1,234,569.00 "]),
        (PLAIN, "1104,Plate,($1,569)", ["1104", "Plate", "($1,569)"]),
        (PLAIN, "1104,Ride, urgent, level I,$28.00", ["1104", "Ride, urgent, level I", "$28.00"]),
        (PLAIN, "1104,Ride, urgent, level I,$1,569.00", ["1104", "Ride, urgent, level I", "$1,569.00"]),
        (PLAIN, "1104,Ride,urgent,$1,569.00", ["1104", "Ride,urgent", "$1,569.00"]),
        (PLAIN, "1104,Ride,urgent,$28.00,,", ["1104", "Ride,urgent", "$28.00"]),
        (MIXED, "B104,Ride, urgent,$28.00", ["B104", "Ride, urgent", "$28.00"]),
        (TWO, "Plate,$18,828.00", ["Plate", "$18,828.00"]),
        (
            TWO,
            "Ride, urgent; helped, one hour,$1,569.00",
            ["Ride, urgent; helped, one hour", "$1,569.00"],
        ),
        (WITHOUT_MARKS, "1104,Ride, urgent,28.00", ["1104", "Ride, urgent", "28.00"]),
    ],
)
def test_a_line_is_put_together_in_the_only_way_that_fits_the_others(
    lines: list[str], line: str, cells: list[str]
) -> None:
    assert together(lines, line) == cells


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (WITHOUT_MARKS, "1104,Plate,1,569.00"),
        (WITHOUT_MARKS, "1104,Plate,2,1,569.00"),
        (PLAIN, "1104,Plate,by report,see note,$"),
    ],
)
def test_a_line_of_which_it_is_not_sure_how_is_not_put_together(lines: list[str], line: str) -> None:
    assert together(lines, line) is None


@pytest.mark.parametrize("line", ["1104,Plate,$28.00,see note 3", "1104,Plate,28.00,new,2", "1104,Plate"])
def test_a_remark_behind_the_table_stays_where_it_is(line: str) -> None:
    lines = PLAIN if "$" in line else WITHOUT_MARKS
    assert together(lines, line) == line.split(",")


@pytest.mark.parametrize(
    "lines",
    [
        ["Fees, all of them", *(f"{code},Visit,$1,{code}.00" for code in range(101, 109))],
        ["1101,Visit,$1,569.00", "1102,Visit,$1,569.00"],
        PLAIN,
        [*PLAIN, "1104,Plate"],
    ],
)
def test_where_no_headings_measure_the_lines_nothing_is_put_together(lines: list[str]) -> None:
    shape = lines_in(row.split(",") for row in lines)
    assert shape is None or all(shape.together(row.split(",")) == row.split(",") for row in lines)


def test_a_file_is_read_with_its_lines_whole() -> None:
    text = "\n".join([*PLAIN, "1104,Ride, fast,$1,569.00", '1105,"Ride, slow",$2.00']) + "\n"
    assert rows_of(text.encode())[-2:] == [
        ["1104", "Ride, fast", "$1,569.00"],
        ["1105", "Ride, slow", "$2.00"],
    ]


def test_where_every_line_has_as_many_cells_none_is_cut_too_often() -> None:
    """As a sheet with a wider table further down is saved."""
    lines = ["Item,Fee,,", "A1,10.50,,", "A2,11.50,,", ",,,", "Code,Name,Unit,Price", "B1,travel,km,0.95"]
    assert lines_in(line.split(",") for line in lines) is None
    assert rows_of("\n".join(lines).encode())[-1] == ["B1", "travel", "km", "0.95"]
