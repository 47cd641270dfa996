"""A price whose comma stands without quotes is read whole or asked about, never by its thousands alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import kfees
from workbooks import amounts, only_problem, read

MARKED = ["charge_code,description,charge_amount", "1101,Visit,$125.00", "1102,Ride, urgent,$28.00"]
MARKED += ["1103,Plate,$1,569.00", "1104,Scan,$169.00"]
BARE = [
    "Code,Description,Fee",
    "1101,Visit,125.00",
    "1102,Report,28.00",
    "1103,Plate,1,569.00",
    "1104,Scan,9.50",
]


def file(tmp_path: Path, lines: list[str]) -> Path:
    path = tmp_path / "fees.csv"
    path.write_text("\r".join(lines) + "\r")
    return path


def test_an_amount_in_the_thousands_is_read_whole_and_named(tmp_path: Path, library: kfees.Library) -> None:
    result = read(file(tmp_path, MARKED), library)
    assert amounts(result) == {"1101": "125.00", "1102": "28.00", "1103": "1569.00", "1104": "169.00"}
    assert result.rates[1].label == "Ride, urgent"
    [said] = [note for note in result.understood.notes if note.kind.startswith("lines that commas")]
    assert said.cells == ["A3", "A4"]


@pytest.mark.parametrize(
    ("answer", "found"),
    [({"set_cells": {"C4": "1569.00"}}, "1569.00"), ({"skip_rows": {4}}, None)],
)
def test_where_the_amount_could_be_two_the_row_is_asked_about(
    answer: dict[str, object], found: str | None, tmp_path: Path, library: kfees.Library
) -> None:
    path = file(tmp_path, BARE)
    problem = only_problem(read(path, library))
    assert problem.code == "cut-apart"
    assert "--set C4=AMOUNT" in problem.remedy
    assert "--skip-rows 4" in problem.remedy
    assert amounts(read(path, library, **answer)).get("1103") == found
