"""Sheets, files and tables of one sheet that are parts of one version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.importing.sources import Rows, naming
from workbooks import Row, amounts, codes, fees, only_problem, read, read_together, sheets

FIRST: list[Row] = fees(("A1", "First", 10), ("A2", "Second", 20))
SECOND: list[Row] = fees(("B1", "Third", 30), ("B2", "Fourth", 40))
BOTH = {"A1": "10.00", "A2": "20.00", "B1": "30.00", "B2": "40.00"}


def two_parts(path: Path, second: list[Row] = SECOND) -> Path:
    return sheets(path, {"Part 1": FIRST, "Part 2": second})


def test_two_sheets_are_asked_about_and_both_or_one_can_be_named(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = two_parts(tmp_path / "w.xlsx")
    problem = only_problem(read(path, library))
    assert problem.remedy == 'Pass --sheet "Part 1" --sheet "Part 2" for both, or one.'
    result = read(path, library, sheets=("part 1", "Part 2"))
    assert amounts(result) == BOTH
    assert [rate.cell for rate in result.rates][1:3] == ["'Part 1'!C3", "'Part 2'!C2"]
    [version] = result.versions
    assert version.facts.source == "Workbook w.xlsx, sheets Part 1 and Part 2"
    one = read(path, library, sheet="Part 1")
    assert len(amounts(one)) == 2
    assert one.understood.other_sheets == [("Part 2", "not named with --sheet")]


def test_several_files_are_parts_of_one_version(tmp_path: Path, library: kfees.Library) -> None:
    one = sheets(tmp_path / "one.xlsx", {"Fees": FIRST, "Notes": [("See the guide.",)]})
    other = tmp_path / "other.csv"
    other.write_text("Item,Description,Fee\nB1,Third,30\nB2,Fourth,40\n")
    result = read_together([one, other], library)
    assert amounts(result) == BOTH
    assert [rate.cell for rate in result.rates][1:3] == [
        "'[one.xlsx]Fees'!C3",
        "'[other.csv]other'!C2 (line 2)",
    ]
    assert result.understood.other_sheets == [("[one.xlsx]Notes", "no table of item codes and prices")]
    [version] = result.versions
    facts = version.facts
    assert facts.source == "Workbooks one.xlsx and other.csv, sheets Fees and other"
    assert facts.workbook is not None
    assert facts.workbook.file == "one.xlsx"
    [more] = facts.more_workbooks
    assert more == f"{result.workbooks[1].sha256}  other.csv"
    corrected = read_together([one, other], library, set_cells={"other!C2": "35"})
    assert amounts(corrected)["B1"] == "35.00"


def test_files_of_one_name_keep_their_folders_and_a_file_is_given_once(
    tmp_path: Path, library: kfees.Library
) -> None:
    for folder, table in (("a", FIRST), ("b", SECOND)):
        (tmp_path / folder).mkdir()
        sheets(tmp_path / folder / "w.xlsx", {"Fees": table})
    paths = [tmp_path / "a" / "w.xlsx", tmp_path / "b" / "w.xlsx"]
    result = read_together(paths, library, sheet="fees")
    assert amounts(result) == BOTH
    assert result.rates[2].cell == f"'[{paths[1]}]Fees'!C2"
    with pytest.raises(kfees.InputError, match="this is the same file as"):
        read_together([paths[0], paths[0]], library)


def test_what_is_wrong_with_each_file_is_said_at_once(tmp_path: Path, library: kfees.Library) -> None:
    files = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for number, file in enumerate(files):
        file.write_bytes(b"\x89PNG %d" % number)
    with pytest.raises(kfees.InputError) as raised:
        read_together(files, library)
    assert [problem.place for problem in raised.value.problems] == [str(file) for file in files]


def test_an_item_in_two_parts_is_taken_once_or_asked_about_with_both_places(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = two_parts(tmp_path / "w.xlsx", [*SECOND, ("A1", "First", 10)])
    both = {"sheets": ("Part 1", "Part 2")}
    result = read(path, library, **both)
    assert amounts(result) == BOTH
    [note] = result.understood.parts[1].findings.notes.values()
    assert note.sentence == (
        "Items that stand in two parts with the same amount, taken once, 1 cell: item A1, also"
        " 'Part 1'!C2 (C4)."
    )
    path = two_parts(tmp_path / "v.xlsx", [*SECOND, ("A1", "First", 11)])
    problem = only_problem(read(path, library, **both))
    assert str(problem) == (
        "'Part 2'!C4: item A1 is 10.00 per service in 'Part 1'!C2 and 11.00 per service in 'Part 2'!C4."
        ' Leave one out, with --skip-rows "Part 1:2" or --skip-rows "Part 2:4".'
    )
    assert amounts(read(path, library, skip_rows=[("Part 1", 2)], **both))["A1"] == "11.00"


def test_parts_that_price_the_same_items_differently_are_schedules_of_their_own(
    tmp_path: Path, library: kfees.Library
) -> None:
    metro = [(f"A{number}", "Visit", 10 + number) for number in range(9)]
    rural = [(code, label, amount + 5) for code, label, amount in metro]
    path = sheets(tmp_path / "w.xlsx", {"Metro": fees(*metro), "Rural": fees(*rural)})
    problem = only_problem(read(path, library, sheets=("Metro", "Rural")))
    assert problem.message.startswith("9 items stand in two parts with different amounts: item A0 is 10.00")
    assert problem.remedy.endswith('--sheet "Metro" or --sheet "Rural".')


def test_questions_about_a_part_name_its_sheet_in_every_flag(tmp_path: Path, library: kfees.Library) -> None:
    second: list[Row] = [
        ("Item", "Description", "Fee one", "Fee two"),
        ("B1", "Third", 30, 31),
        ("B2", "Fourth", 40, 41),
    ]
    path = two_parts(tmp_path / "w.xlsx", second)
    both: dict[str, Any] = {"sheets": ("Part 1", "Part 2")}
    problem = only_problem(read(path, library, **both))
    assert problem.code == "which-amount-column"
    assert '--columns "Part 2:amount=' in problem.remedy
    found = amounts(read(path, library, columns={"Part 2:amount": "D"}, **both))
    assert found == BOTH | {"B1": "31.00", "B2": "41.00"}
    path = two_parts(tmp_path / "v.xlsx", [*SECOND, (None, "Later", 50)])
    problem = only_problem(read(path, library, **both))
    assert '--set "Part 2:A4=CODE"' in problem.remedy
    assert amounts(read(path, library, set_cells={"Part 2!A4": "B3"}, **both))["B3"] == "50.00"


@pytest.mark.parametrize(
    ("flags", "place"),
    [
        ({"set_cells": {"C2": "11"}}, "--set C2"),
        ({"skip_rows": [2]}, "--skip-rows 2"),
        ({"rows": (2, 3)}, "--rows 2-3"),
    ],
)
def test_a_flag_that_names_no_sheet_of_several_is_asked_about(
    flags: dict[str, Any], place: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = two_parts(tmp_path / "w.xlsx")
    result = read(path, library, sheets=("Part 1", "Part 2"), **flags)
    [problem] = [problem for problem in result.problems if problem.code == "which-sheet"]
    assert problem.place == place
    assert '"Part 1:' in problem.remedy
    unread = read(path, library, sheet="Part 1", skip_rows=[("Part 2", 2)])
    assert codes(unread) == ["no-such-sheet"]


STACKED: list[Row] = [
    *FIRST, (), ("Theatre fees",), (None, "Code", "Band", "Amount"), (None, "B1", "Third", 30),
    (None, "B2", "Fourth", 40),
]  # fmt: skip


def test_tables_of_one_sheet_are_parts_each_with_its_own_headings(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = sheets(tmp_path / "w.xlsx", {"Fees": STACKED})
    result = read(path, library, rows=[Rows(7, 8), Rows(2, 3)])
    assert amounts(result) == BOTH
    assert [rate.cell for rate in result.rates] == ["Fees!C2", "Fees!C3", "Fees!D7", "Fees!D8"]
    assert result.understood.parts[1].layout is not None
    assert result.understood.parts[1].layout.titles == ["Theatre fees"]
    [version] = result.versions
    assert version.facts.source == "Workbook w.xlsx, sheet Fees"
    below = read(path, library, rows=(7, 8))
    assert amounts(below) == {"B1": "30.00", "B2": "40.00"}


def test_a_table_below_what_is_looked_at_at_first_is_read_by_its_rows(
    tmp_path: Path, library: kfees.Library
) -> None:
    long = [(f"A{number}", "Visit", 10) for number in range(450)]
    rows = [*fees(*long), (), (None, "Code", "Band", "Amount"), (None, "B1", "Third", 30)]
    path = sheets(tmp_path / "w.xlsx", {"Fees": rows})
    result = read(path, library, rows=[Rows(2, 451), Rows(454, 454, "Fees")])
    assert len(amounts(result)) == 451
    assert result.rates[-1].cell == "Fees!D454"


@pytest.mark.parametrize(
    ("remedy", "named"),
    [
        ("Pass one, such as --columns amount=C.", 'Pass one, such as --columns "Part 2:amount=C".'),
        ("--set A5=CODE, or --skip-rows 3.", '--set "Part 2:A5=CODE", or --skip-rows "Part 2:3".'),
        ('Pass --where "C=Metro area".', 'Pass --where "Part 2:C=Metro area".'),
        ('--rows "Part 2:5-9" or --as-stored C', '--rows "Part 2:5-9" or --as-stored "Part 2:C"'),
        ("Pass --gst free or --from 2025-07-01.", "Pass --gst free or --from 2025-07-01."),
    ],
)
def test_the_flags_of_a_remedy_name_the_sheet(remedy: str, named: str) -> None:
    assert naming("Part 2", remedy) == named
