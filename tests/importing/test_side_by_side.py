"""Two tables beside each other on one sheet: asked for, each with its flag, and read as parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.importing.flags import asked_from
from kfees.importing.sources import Rows
from kfees.model.problems import InputError
from workbooks import Row, amounts, book, codes, only_problem, read

HEADINGS = ("Item", "Description", "Fee")


def table(name: str, count: int, headings: Row = HEADINGS) -> list[Row]:
    more = len(headings) - 3
    return [
        headings,
        *((f"{name}{n}", f"Visit of {n} hours", 100.5 + n, *[200.5 + n] * more) for n in range(count)),
    ]


def beside(left: list[Row], right: list[Row], gap: int = 1, down: int = 0) -> list[Row]:
    rows: list[Row] = []
    for number in range(max(len(left), len(right) + down)):
        first = left[number] if number < len(left) else (None,) * len(left[0])
        second = right[number - down] if 0 <= number - down < len(right) else ()
        rows.append((*first, *(None,) * gap, *second))
    return rows


def rows_in(remedy: str) -> list[Rows]:
    """The --rows of a remedy."""
    given: list[str] = re.findall(r"--rows ([A-Z0-9:]+)", remedy)
    flags: dict[str, Any] = {
        **dict.fromkeys(("skip_rows", "set_cells", "as_stored", "where", "columns"), ()),
        **dict.fromkeys(("hidden", "codes", "decimals", "dates", "price_per_weight", "retrieved")),
        "schedule": "x",
        "first_day": date(2025, 7, 1),
        "round_to_cent": False,
        "all_periods": False,
    }
    return list(asked_from({**flags, "rows": given}, date(2025, 7, 1)).rows)


LEFT, RIGHT = table("A", 9), table("B", 4)
SHEETS: dict[str, list[Row]] = {
    "alike": beside(LEFT, table("B", 9)),
    "one shorter": beside(LEFT, RIGHT),
    "one further down": beside(LEFT, RIGHT, down=4),
    "one further up": beside([(None,) * 3, (None,) * 3, *LEFT], RIGHT),
    "other headings": beside(LEFT, table("B", 9, ("Code", "Service", "Rate"))),
    "no column between": beside(LEFT, RIGHT, gap=0),
    "two columns between": beside(LEFT, RIGHT, gap=2),
    "below titles": [
        ("Fees from 1 July 2025",),
        (),
        ("Part A", None, None, None, "Part B"),
        *beside(LEFT, RIGHT),
    ],
    "far down": beside(table("A", 450), RIGHT, down=420),
    "far below": [*table("A", 420), *([(None, None, None, None, *row) for row in RIGHT])],
    "far below without headings": [
        *table("A", 420),
        *([(None, None, None, None, *row) for row in RIGHT[1:]]),
    ],
}


@pytest.mark.parametrize("rows", SHEETS.values(), ids=SHEETS)
def test_neither_of_two_tables_is_lost_and_each_flag_reads_its_own(
    rows: list[Row], tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", rows)
    problem = only_problem(read(path, library))
    assert problem.code == "side-by-side"
    parts = rows_in(problem.remedy)
    items = [sum(str(cell).startswith(name) and cell != "B" for row in rows for cell in row) for name in "AB"]
    read_alone = [list(amounts(read(path, library, rows=[part]))) for part in parts]
    assert [len(found) for found in read_alone] == items
    assert [found[0] for found in read_alone] == ["A0", "B0"]
    assert set(amounts(read(path, library, rows=parts))) == {*read_alone[0], *read_alone[1]}


def test_a_question_about_one_of_them_names_it(tmp_path: Path, library: kfees.Library) -> None:
    four = (*HEADINGS, "Rural fee")
    path = book(tmp_path / "w.xlsx", beside(table("A", 5, four), table("B", 5, four)))
    parts = rows_in(only_problem(read(path, library)).remedy)
    asked = read(path, library, rows=parts).problems
    flags = [re.findall(r"--columns (\S+)=([A-Z])", problem.remedy)[1] for problem in asked]
    assert flags == [("A2:D6:amount", "D"), ("F2:I6:amount", "I")]
    found = amounts(read(path, library, rows=parts, columns=dict(flags)))
    assert (found["A0"], found["B0"]) == ("200.50", "200.50")


@pytest.mark.parametrize(
    "right",
    [
        [("Indexation", "10%"), ("CPI", "2.5%")],
        [("Key", "Meaning"), ("A", "Admitted"), ("B", "By report")],
        [("Remarks",), ("from 1 July",), ("was 99.00",)],
    ],
    ids=str,
)
def test_what_is_no_table_of_fees_is_no_question(
    right: Sequence[Row], tmp_path: Path, library: kfees.Library
) -> None:
    result = read(book(tmp_path / "w.xlsx", beside(LEFT, list(right))), library)
    assert len(amounts(result)) == 9


def test_a_blank_column_within_a_table_parts_nothing(tmp_path: Path, library: kfees.Library) -> None:
    rows = [(code, label, None, fee) for code, label, fee in LEFT]
    assert len(amounts(read(book(tmp_path / "w.xlsx", rows), library))) == 9


@pytest.mark.parametrize(
    "headings", [("Code", "Service", "2025-26"), ("Item", "Description", "Rate")], ids=str
)
@pytest.mark.parametrize("shift", [0, 1])
def test_another_table_far_below_is_asked_for_and_read(
    headings: Row, shift: int, tmp_path: Path, library: kfees.Library
) -> None:
    below = [(*(None,) * shift, *row) for row in table("B", 4, headings)]
    path = book(tmp_path / "w.xlsx", [*table("A", 420), (), *below])
    problem = only_problem(read(path, library))
    assert (problem.code, codes(read(path, library, rows=(2, 421)))) == ("second-table", [])
    assert list(amounts(read(path, library, rows=(424, 427)))) == ["B0", "B1", "B2", "B3"]


@pytest.mark.parametrize("typed", ["E3", "E3:G", "G3:E9", "E9:G3", "E3:9", "XFE1:XFF2", "3:G9"])
def test_cells_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(InputError, match="E8:G805"):
        rows_in(f"--rows {typed}")
