"""What is blank where a sheet is looked at is met in the pass over its rows: read, or asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

import kfees
from workbooks import Row, amounts, book, notes, only_problem, read

PLAIN: list[Row] = [(f"1{number:04}", None, f"Service {number}", 10 + number) for number in range(402)]


def _late(path: Path, heading: str | None, *rows: Row) -> Path:
    return book(path, [("Item", heading, "Description", "Fee"), *PLAIN, *rows])


@pytest.mark.parametrize("heading", ["Mod", "Modifier", "MODIFIERS", "CPT Mod", "Modifier code", "Mod 1"])
def test_a_modifier_that_comes_late_is_joined_to_its_code(
    heading: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows = [("20001", None, "Scan", 99), ("20001", "TC", "Scan", 66), ("20001", 26, "Scan", 99)]
    result = read(_late(tmp_path / "w.xlsx", heading, *rows), library)
    found = amounts(result)
    assert len(found) == 405
    assert (found["20001"], found["20001-TC"], found["20001-26"]) == ("99.00", "66.00", "99.00")
    assert "taken once" not in notes(result)


@pytest.mark.parametrize("heading", [None, "Sfx"])
def test_a_late_column_that_tells_rows_of_an_item_apart_is_asked_about(
    heading: str | None, tmp_path: Path, library: kfees.Library
) -> None:
    path = _late(tmp_path / "w.xlsx", heading, ("20001", None, "Scan", 99), ("20001", "QW", "Scan", 99))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("which-modifier-column", "Fees!B405")
    assert "--columns modifier=B" in problem.remedy
    assert amounts(read(path, library, columns={"modifier": "B"}))["20001-QW"] == "99.00"
    assert amounts(read(path, library, columns={"modifier": "none"}))["20001"] == "99.00"


def test_a_late_column_beside_items_that_stand_once_is_left_out(
    tmp_path: Path, library: kfees.Library
) -> None:
    result = read(_late(tmp_path / "w.xlsx", "Remark", ("20001", "new", "Scan", 99)), library)
    assert amounts(result)["20001"] == "99.00"


def test_a_unit_that_comes_late_is_the_unit_of_its_row(tmp_path: Path, library: kfees.Library) -> None:
    result = read(_late(tmp_path / "w.xlsx", "Unit", ("20001", "hour", "Standby", 99)), library)
    assert amounts(result)["20001"] == "99.00"
    assert [rate.unit for rate in result.rates][-2:] == ["service", "hour"]
