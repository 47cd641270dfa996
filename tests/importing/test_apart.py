"""What tells rows of one item apart is named, with a flag that ends the question."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

import kfees
from workbooks import Row, amounts, book, codes, fees, notes, only_problem, plain_rows, read

AREAS = ("Item", "Description", "Area", "Fee")
UNITS = ("Item", "Description", "Unit", "Fee")


def by_area(*areas: str | None) -> list[Row]:
    return [
        (1000 + number, f"Service {number}", area, 100 * place + number)
        for place, area in enumerate(areas, 1)
        for number in range(8)
    ]


def flags_of(remedy: str) -> list[dict[str, Any]]:
    """What each flag of a remedy asks for, in order."""
    found: list[dict[str, Any]] = []
    for flag, quoted, plain in re.findall(r'--(where|columns|skip-rows) (?:"([^"]*)"|([^\s",;.]*))', remedy):
        name, _, said = (quoted or plain).partition("=")
        if flag == "where":
            found.append({"where": [(name, said)]})
        elif flag == "columns" and name != "item":
            found.append({"columns": {name: said}})
        elif flag == "skip-rows" and name.isdigit():
            found.append({"skip_rows": {int(name)}})
    return found


def test_an_area_of_which_each_has_every_item_is_asked_for(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(*by_area("Metro", "Far north", None), headings=AREAS))
    problem = only_problem(read(path, library))
    assert problem.code == "duplicate-item"
    start = "Column C 'Area' (Metro, Far north) tells them apart: pass --where C=Metro or"
    assert problem.remedy.startswith(
        f'{start} --where "C=Far north" or --where C= for the rows that say so alone'
    )
    found = [amounts(read(path, library, **way)) for way in flags_of(problem.remedy)[:4]]
    assert [one.get("1001") for one in found] == ["101.00", "201.00", "301.00", "301.00"]
    assert found[3]["1001-Metro"] == "101.00"
    both = read(path, library, where=[("area", "metro"), ("C", "far north")])
    assert codes(both) == ["duplicate-item"]
    assert "Rows of which --where is not true, left out, 16 rows" in notes(
        read(path, library, where=[("C", "Metro")])
    )


def test_a_unit_that_few_items_have_twice_makes_items_of_their_own(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows: list[Row] = [("T1", "Travel", "hour", 90), ("T1", "Travel", "km", 0.95)]
    more = [(code, label, "visit", fee) for code, label, fee in plain_rows(6)]
    path = book(tmp_path / "w.xlsx", fees(*rows, *more, headings=UNITS))
    problem = only_problem(read(path, library))
    assert (
        "C 'Unit' (hour, km) tells them apart: pass --columns modifier=C for items of their own"
        in (problem.remedy)
        or "C 'Unit' (hour, km, visit)" in problem.remedy
    )
    for way in flags_of(problem.remedy):
        found = amounts(read(path, library, **way))
        assert "90.00" in found.values() or "0.95" in found.values()
    assert amounts(read(path, library, columns={"modifier": "C"}))["T1-km"] == "0.95"


def test_a_column_far_to_the_right_is_found_and_one_that_numbers_rows_is_not(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [
        (line, code, label, None, fee, area)
        for line, (code, label, area, fee) in enumerate(by_area("N", "S"), 1)
    ]
    more = [
        (1 + line, code, label, None, fee, "N") for line, (code, label, fee) in enumerate(plain_rows(60), 16)
    ]
    more = [(line, f"X{code}", label, gap, fee, area) for line, code, label, gap, fee, area in more]
    headings = ("Line", "Item", "Description", "", "Fee", "Provider")
    problem = only_problem(read(book(tmp_path / "w.xlsx", fees(*rows, *more, headings=headings)), library))
    assert problem.remedy.startswith("Column F 'Provider' (N, S) tells them apart: pass --columns modifier=F")


def test_a_merged_cell_tells_all_of_its_rows_apart(tmp_path: Path, library: kfees.Library) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("C2:C9")
        sheet.merge_cells("C10:C17")

    path = book(tmp_path / "w.xlsx", fees(*by_area("Metro", "Rural"), headings=AREAS), merge)
    assert amounts(read(path, library, where=[("C", "Rural")]))["1007"] == "207.00"
    assert flags_of(only_problem(read(path, library)).remedy)[1] == {"where": [("C", "Rural")]}


def test_headings_between_the_rows_tell_them_apart(tmp_path: Path, library: kfees.Library) -> None:
    rows: list[Row] = [("Metro", None, None), *plain_rows(6), ("Far north", None, None)]
    rows += [(code, label, fee + 50) for code, label, fee in plain_rows(6)]
    path = book(tmp_path / "w.xlsx", fees(*rows))
    problem = only_problem(read(path, library))
    assert "The heading between the rows tells them apart" in problem.remedy
    found = [amounts(read(path, library, **way)) for way in flags_of(problem.remedy)[:2]]
    assert [one["1000"] for one in found] == ["100.00", "150.00"]
    assert codes(read(path, library, where=[("section", "Rural")])) == ["no-such-value"]


def test_a_few_rows_that_nothing_tells_apart_keep_their_way_out(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(2), (1000, "Again", 100.5)))
    assert only_problem(read(path, library)).remedy.startswith(
        "Leave one out, with --skip-rows 2 or --skip-rows 4"
    )


@pytest.mark.parametrize(
    ("asked", "code", "words"),
    [
        (("Z", "Metro"), "no-such-column", "A 'Item'"),
        (("C", "Rural"), "no-such-value", "Pass --where C=Metro."),
    ],
)
def test_what_is_not_there_brings_what_is(
    asked: tuple[str, str], code: str, words: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*by_area("Metro"), headings=AREAS))
    problem = read(path, library, where=[asked]).problems[0]
    assert problem.code == code
    assert words in problem.remedy


def test_a_modifier_that_is_read_already_is_not_offered_again(tmp_path: Path, library: kfees.Library) -> None:
    headings = ("Item", "Mod", "Description", "Area", "Fee")
    rows = [(code, "TC", label, area, fee) for code, label, area, fee in by_area("N", "S")]
    problem = only_problem(read(book(tmp_path / "w.xlsx", fees(*rows, headings=headings)), library))
    assert "modifier" not in problem.remedy
    assert "--where D=N or --where D=S" in problem.remedy


def test_a_heading_that_two_columns_have_is_asked_about_with_their_letters(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = fees(
        ("1000", "Visit", 100, "Metro", "Day"),
        ("1001", "Visit", 101, "Rural", "Day"),
        headings=("Item", "Description", "Fee", "Area", "Area"),
    )
    path = book(tmp_path / "w.xlsx", rows)
    problem = only_problem(read(path, library, where=[("area", "Metro")]))
    assert "several columns are headed 'area': D 'Area' (Metro, Rural); E 'Area' (Day" in problem.message
    assert problem.remedy == "Pass the letter, such as --where D=Metro."
    assert list(amounts(read(path, library, where=[("D", "Metro")]))) == ["1000"]


@pytest.mark.parametrize("units", [("hour", "visit"), ("per day", "per week")])
def test_units_that_make_items_of_their_own_are_their_units_too(
    units: tuple[str, str], tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(1000 + number, "Visit", unit, 50 + number) for number in range(4) for unit in units]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=UNITS))
    rates = read(path, library, columns={"modifier": "C"}).rates
    assert [(rate.item, rate.unit) for rate in rates[:2]] == [
        (f"1000-{unit}", unit.removeprefix("per ")) for unit in units
    ]


def test_many_rows_apart_from_each_other_are_neither_all_named_nor_all_to_be_left_out(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [
        (f"A{n}", "Visit", area, fee + n) for n in range(30) for area, fee in (("Metro", 50), ("Rural", 60))
    ]
    problem = only_problem(read(book(tmp_path / "w.xlsx", fees(*rows, headings=AREAS)), library))
    assert problem.place.endswith("D17 and 22 more")
    assert "--where C=Metro" in problem.remedy
    assert "all of them" not in problem.remedy
