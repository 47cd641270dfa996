"""`kfees request`: from what a clinic sent to a request that can be priced, and what was not understood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import Result, run

CLINIC = """\
Bright Street Day Hospital,,,,
Body weight: 80 kg,,,,
Item,Description,Date,Qty,Amount
DS1,Day infusion,5/8/24 - 16/8/24,10,3200.00
2801,"Dr A, pain specialist",5/8/24,1,320.00
2806,Dr A,6/8/24,9,(50.00)
,Facility fee,,1,300.00
,Discount for the hospital,,,-20.00
,Total,,,4300.00
"""
COURSE = ("--regimen", "crps-10-day", "--setting", "private-day-hospital")


def asked(folder: Path, *arguments: str, text: str = CLINIC) -> Result:
    path = folder / "clinic.csv"
    path.write_text(text, encoding="utf-8")
    return run("request", "--from-quote", str(path), *arguments)


def test_a_clinics_quote_is_written_as_a_request(tmp_path: Path) -> None:
    result = asked(tmp_path, *COURSE)
    assert result.status == 0
    assert json.loads(result.output) == {
        "regimen": "crps-10-day",
        "setting": "private-day-hospital",
        "start": "2024-08-05",
        "weight_kg": "80",
        "providers": {"medical": "Dr A"},
        "charges": [
            {"schedule": "private-hospital", "item": "DS1", "amount": "320.00"},
            {"schedule": "medical", "item": "2801", "amount": "320.00"},
            {"payee": "hospital", "label": "Facility fee", "amount": "300.00"},
            {"payee": "hospital", "discount": "20.00"},
        ],
    }
    assert (
        result.messages
        == """\
clinic.csv row 4: Of 5 August 2024 to 16 August 2024: the days of the course are
taken.
clinic.csv row 6: not read. Not read for certain. amount: '(50.00)' is negative.
Call it a discount, or leave it out if another pays it.
clinic.csv row 7: outside the schedules, as hospital. No schedule that is loaded
has it: unless WorkSafe agrees to pay, the worker does.
clinic.csv row 8: discount, as hospital. Taken off what the hospital charges.
clinic.csv row 9: total. A total or a tax, not counted as an item. It says
$4,300.00, and the rows above come to $3,800.00: please check it.
The course has, and the quote lacks: medical:2806.
Not in the request: clinic.csv row 6.
"""
    )


def test_what_is_written_is_priced_and_assessed(tmp_path: Path) -> None:
    output = tmp_path / "asked.json"
    assert asked(tmp_path, *COURSE, "-o", str(output)).output == ""
    assert "Doctor: Dr A" in run("quote", str(output)).output
    quote = json.loads(run("quote", str(output), "--format", "json").output)
    assert quote["totals"]["gap_least"] == "430.40"
    assessed = run("assess", str(output), "--quote", str(tmp_path / "clinic.csv"), "--format", "json")
    compared = json.loads(assessed.output)["provider_quote"]
    assert (compared["charge"], compared["gap_most"]) == ("3800.00", "875.90")


def test_flags_and_a_request_go_before_what_the_quote_says(tmp_path: Path) -> None:
    base = tmp_path / "base.json"
    base.write_text(json.dumps({"regimen": "crps-10-day", "setting": "consulting-rooms", "sessions": 3}))
    flags = ("--setting", "private-day-hospital", "--start", "12/8/2024", "--weight", "75kg")
    request = json.loads(asked(tmp_path, str(base), *flags).output)
    assert (request["setting"], request["start"], request["weight_kg"], request["sessions"]) == (
        "private-day-hospital", "2024-08-12", "75", 3,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "arguments", "place"),
    [
        ("Item,Amount\nDS1,soon\n", (*COURSE, "--start", "5/8/24"), "clinic.csv row 2"),
        ("Item,Date,Amount\n,,\nTotal,,5.00\n", (*COURSE, "--start", "2024-08-05"), "clinic.csv"),
        ("Item,Amount\nDS1,300.00\n", COURSE, "start"),
        ("Item,Date,Amount\nDS1,5/8/24,300.00\n", COURSE, "weight_kg"),
        ("Item,Date,Amount\nDS1,5/8/24,300.00\n", (*COURSE, "--weight", "heavy"), "weight_kg"),
        ("Weight: 8 stone\nItem,Date,Amount\nDS1,5/8/24,300.00\n", COURSE[:2], "setting"),
        ("nothing", COURSE, "clinic.csv"),
    ],
)
def test_where_nothing_can_be_read_or_something_is_missing_nothing_is_written(
    text: str, arguments: tuple[str, ...], place: str, tmp_path: Path
) -> None:
    weight = () if place == "weight_kg" or "--weight" in arguments else ("--weight", "80")
    result = asked(tmp_path, *arguments, *weight, text=text)
    assert (result.status, result.output) == (2, "")
    assert f"  {place}\n" in result.messages


def test_rows_that_are_not_read_are_said_where_they_may_have_stated_the_first_day(tmp_path: Path) -> None:
    text = "Item,Date,Qty,Fee\nDS1,5/8/24,10,320.00\n"
    result = asked(tmp_path, *COURSE, "--weight", "80", text=text)
    assert (result.status, result.output) == (2, "")
    assert "  start\n" in result.messages
    assert "  clinic.csv row 2\n" in result.messages
    assert "Unit price" in result.messages, "what mends the row"
    mended = asked(tmp_path, *COURSE, "--weight", "80", text=text.replace("Fee", "Unit price"))
    assert json.loads(mended.output)["start"] == "2024-08-05"


def test_a_request_that_is_none_and_a_quote_over_its_own_file_are_refused(tmp_path: Path) -> None:
    base = tmp_path / "base.json"
    base.write_text("[]")
    assert asked(tmp_path, str(base)).status == 2
    same = asked(tmp_path, *COURSE, "-o", str(tmp_path / "clinic.json"))
    assert same.status == 0


def test_the_columns_of_a_quote_can_be_named_for_its_request(tmp_path: Path) -> None:
    quote = tmp_path / "bare.csv"
    quote.write_text("DS1,5/8/2024,300.00,274.96\n")
    course = ("--regimen", "crps-10-day", "--setting", "private-day-hospital", "--weight", "80")
    result = run("request", "--from-quote", str(quote), *course, "--columns", "item=A,amount=D")
    assert result.status == 0
    assert json.loads(result.output)["charges"][0]["amount"] == "274.96"
