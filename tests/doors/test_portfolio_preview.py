"""`kfees portfolio --dry-run`: what was understood of the file, before it is priced; nothing is written."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from command_line import Result, run

EXTRACT = """\
Our claims
Claim No,Regimen,Setting,Start date,Mass,Length of stay in nights and days,DRG,Hospital charge,Notes
007,CRPS 10 day,Private day hospital,n/a,75kg,-,,"$3,200.00",by phone
008,crps-10-day,consulting-rooms,5/08/2024,n/a,0,B71B,,
009,crps-4-day,private-hospital-inpatient,19/08/2024,,4,,3900,
"""


def shown(folder: Path, text: str = EXTRACT, *flags: str) -> Result:
    path = folder / "claims.csv"
    path.write_text(text, encoding="utf-8")
    result = run("portfolio", str(path), "--dry-run", *flags)
    assert result.status == 0, result.messages
    assert [file.name for file in folder.iterdir()] == ["claims.csv"]
    return result


def as_json(folder: Path, text: str = EXTRACT, *flags: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shown(folder, text, *flags, "--format", "json").output)
    return found


def test_what_was_understood_is_one_table_in_80_columns(tmp_path: Path) -> None:
    flags = ("--columns", "weight_kg=Mass,nights=F", "-o", str(tmp_path / "out.csv"))
    assert shown(tmp_path, EXTRACT, *flags).output.splitlines() == [
        "What was understood of claims.csv; nothing is priced yet",
        "3 courses in rows 3 to 5 of the file.",
        "",
        "Column             Read as          First cell         Read               Filled",
        "A Claim No         id               007                                        3",
        "B Regimen          regimen          CRPS 10 day        crps-10-day             3",
        "C Setting          setting          Private day hosp…  private-day-hosp…       3",
        "D Start date       start            5/08/2024          5 August 2024           2",
        "E Mass             weight_kg        75kg               75                      1",
        "F Length of stay…  nights           0                                          2",
        "G DRG              drg              B71B               not used there          1",
        "H Hospital charge  hospital_charge  $3,200.00          3200                    2",
        "",
        "Not read: I Notes (by phone).",
        "Days in figures have the day first, as 19/08/2024 (row 5) has to be.",
        "To be refused: 2 rows of 3.",
        "Problems, by column and kind:",
        "  Start date: 1 row, such as row 3 ('n/a'): the cell is empty. Fill it.",
        "  Mass: 1 row, such as row 4 ('n/a'): the dose of crps-10-day goes by body",
        "      weight, and none was given. Give the weight in kg.",
    ]


def test_what_is_refused_in_the_dry_run_is_refused_when_it_is_priced(tmp_path: Path) -> None:
    found = as_json(tmp_path, EXTRACT, "--columns", "weight_kg=E")
    path, problems = tmp_path / "claims.csv", tmp_path / "problems.csv"
    output = ("-o", str(tmp_path / "out.csv"), "--problems", str(problems))
    assert run("portfolio", str(path), *output, "--columns", "weight_kg=E").status == 4
    listed = pl.read_csv(problems, infer_schema=False).with_columns(pl.col("row").cast(int))
    assert found["refused"] == listed["row"].n_unique()
    first = {(kind["row"], kind["column"], kind["message"], kind["remedy"]) for kind in found["problems"]}
    assert first == set(listed.select("row", "column", "message", "remedy").rows())


def test_rows_that_hold_no_course_are_named_and_totals_checked(tmp_path: Path) -> None:
    text = f"{EXTRACT},,,,,,,,\nTotal,,,,,,,$7000.00,\n"
    found = as_json(tmp_path, text)
    assert (found["rows"], found["left_out"], found["other_sums"]) == (
        3,
        [{"row": 6, "kind": "blank row", "words": ""}, {"row": 7, "kind": "total", "words": "Total"}],
        [{"row": 7, "column": "Hospital charge", "amount": "7000.00", "above": "7100.00"}],
    )
    lines = shown(tmp_path, text).output.splitlines()
    assert lines[1] == "3 courses in rows 3 to 7 of the file."
    assert lines[-4:] == [
        "Rows that hold no course, and were left out:",
        "  1 blank row: row 6",
        "  1 total: row 7 ('Total')",
        "  CHECK row 7: Hospital charge is 7,000.00, and the rows above come to 7,100.00.",
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("5/08/2024", "19/8/2024"), {"order": "day-first", "because": "19/8/2024 (row 3)"}),
        (("5/08/2024", "8/19/2024"), {"order": "month-first", "because": "8/19/2024 (row 3)"}),
        (("5/08/2024", "2024-08-05"), {"order": "day-first", "because": ""}),
        (("2024-08-05", "5 Aug 2024"), None),
    ],
)
def test_how_days_are_read_is_said_with_the_cell_that_proves_it(
    days: tuple[str, ...], expected: dict[str, Any] | None, tmp_path: Path
) -> None:
    rows = (f"crps-10-day,private-day-hospital,{day},80" for day in days)
    text = "\n".join(("regimen,setting,start,weight", *rows, ""))
    found = as_json(tmp_path, text)["days"]
    assert found == ([{"payers": ["worksafe-victoria"], **expected}] if expected else [])
    said = " ".join(shown(tmp_path, text).output.split())
    assert ("Days in figures" in said) == (expected is not None)
    assert ("as WorkSafe writes it; no cell proves it." in said) == (days[1] == "2024-08-05")


def test_rows_of_several_payers_have_their_own_orders_of_days(tmp_path: Path) -> None:
    text = """\
payer,regimen,setting,start,weight
WorkSafe,crps-10-day,private-day-hospital,19/08/2024,80
US Medicare Set-Aside,crps-10-day,,8/19/2024,
"""
    orders = {tuple(days["payers"]): days["order"] for days in as_json(tmp_path, text)["days"]}
    assert orders == {
        ("tac-victoria", "worksafe-victoria"): "day-first",
        ("us-set-aside",): "month-first",
    }
    said = " ".join(shown(tmp_path, text).output.split())
    assert "the month first in rows of the set-aside, as 8/19/2024 (row 3) has to be." in said


def test_a_file_of_typed_columns_is_shown_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "claims.parquet"
    frame = pl.DataFrame(
        {
            "regimen": ["crps-10-day", None],
            "setting": "consulting-rooms",
            "start": date(2024, 8, 5),
            "weight_kg": [Decimal("80.50"), Decimal("900.00")],
            "flag": [True, False],
        }
    )
    frame.write_parquet(path)
    found = json.loads(run("portfolio", str(path), "--dry-run", "--format", "json").output)
    weight = found["columns"][3]
    assert (weight["example"], weight["read_as"], weight["filled"]) == ("80.50", "80.5", 2)
    assert found["columns"][0]["filled"] == 1
    assert found["not_read"] == [{"column": "E", "heading": "flag", "example": "true"}]
    frame.reverse().write_parquet(path)
    assert json.loads(run("portfolio", str(path), "--dry-run", "--format", "json").output)["columns"][3][
        "read_as"
    ] is None  # fmt: skip
    frame.clear().write_parquet(path)
    assert run("portfolio", str(path), "--dry-run").output.splitlines()[1] == "0 courses."


def test_columns_that_will_not_do_are_refused_as_they_are_without_it(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("a,b\n1,2\n")
    result = run("portfolio", str(path), "--dry-run")
    assert (result.status, result.output) == (2, "")
    assert "there is no such column." in result.messages
    with_format = run("portfolio", str(path), "-o", str(tmp_path / "o.csv"), "--format", "json")
    assert "--format is of what --dry-run shows: give both." in with_format.messages
