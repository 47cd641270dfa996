"""Real courses said by flags: what the issue's table says, as a person types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import run

DAY_HOSPITAL = ("--setting", "private-day-hospital", "--regimen", "crps-10-day", "--weight", "80")
ROOMS = ("--setting", "consulting-rooms", "--regimen", "crps-10-day", "--weight", "80")
INPATIENT = ("--setting", "private-hospital-inpatient", "--regimen", "crps-4-day")
FROM_5_AUGUST = ("--start", "2024-08-05")
NINE_DAYS = (
    "2024-08-06,2024-08-07,2024-08-08,2024-08-09,2024-08-12,2024-08-13,2024-08-14,2024-08-15,2024-08-16"
)


def quoted(*arguments: str) -> dict[str, Any]:
    result = run("quote", *arguments, "--format", "json")
    assert result.status == 0, result.messages
    return dict(json.loads(result.output))


def refused(*arguments: str, command: str = "quote") -> str:
    result = run(command, *arguments)
    assert (result.status, result.output) == (2, "")
    return result.messages


@pytest.mark.parametrize(
    ("flags", "payee", "maximum"),
    [
        ((*DAY_HOSPITAL, *FROM_5_AUGUST, "--sessions", "5"), 0, "1374.80"),
        (
            (
                *("--setting", "private-hospital-inpatient", "--regimen", "crps-10-day", "--weight", "80"),
                *("--start", "2024-06-24", "--calendar", "weekdays"),
                *("--admitted", "24/6/2024", "--discharged", "2024-07-05"),
            ),
            0,
            "7862.76",
        ),
        ((*INPATIENT, *FROM_5_AUGUST, "--bed", "ICU@2024-08-06"), 0, "5153.49"),
        ((*INPATIENT, *FROM_5_AUGUST, "--earlier-stay", "2024-07-30*12"), 0, "3005.64"),
        ((*INPATIENT, *FROM_5_AUGUST, "--leave", "2024-08-07"), 0, None),
        (
            (
                *("--regimen", "crps-10-day", "--weight", "80", *FROM_5_AUGUST),
                *("--part", "private-hospital-inpatient*2", "--part", "private-day-hospital*8"),
            ),
            0,
            "3808.18",
        ),
        (
            (
                *("--setting", "public-hospital-same-day", "--regimen", "crps-10-day", "--weight", "80"),
                *FROM_5_AUGUST,
            ),
            0,
            "9859.10",
        ),
    ],
    ids=["sessions", "a stay by its days", "a bed", "an earlier stay", "leave", "parts", "same day"],
)
def test_a_course_as_it_was_is_priced(flags: tuple[str, ...], payee: int, maximum: str | None) -> None:
    assert quoted(*flags)["payees"][payee]["maximum"] == maximum


@pytest.mark.parametrize(
    ("flags", "least", "most"),
    [
        ((*ROOMS, "--charge", "medical=1500", "--fee", "hospital:Facility fee=300"), "0.00", "839.80"),
        (
            (*ROOMS, "--charge", "medical=1500", "--fee", "hospital:Facility fee=150@2024-08-05*2"),
            "0.00",
            "839.80",
        ),
        (
            (*DAY_HOSPITAL, "--charge", "hospital=3520", "--gst", "hospital=included"),
            "495.40",
            "495.40",
        ),
        (
            (*DAY_HOSPITAL, "--charge", "private-hospital:DS1=352", "--gst", "hospital=included"),
            "495.40",
            "495.40",
        ),
        ((*DAY_HOSPITAL, "--charge", "hospital=3200", "--discount", "hospital=200"), "250.40", "250.40"),
        (
            (
                *(*DAY_HOSPITAL, "--charge", "private-hospital:DS1=1000@2024-08-05"),
                *("--charge", f"private-hospital:DS1=200@{NINE_DAYS}"),
            ),
            "725.04",
            "725.04",
        ),
    ],
    ids=["a fee", "two fees", "GST", "GST by item", "a discount", "charged by day"],
)
def test_what_is_charged_is_said_by_flags(flags: tuple[str, ...], least: str, most: str) -> None:
    payees = quoted(*flags, *FROM_5_AUGUST)["payees"]
    charged = [payee for payee in payees if payee["charge"] is not None]
    assert sum(float(payee["gap_least"]) for payee in charged) == float(least)
    assert f"{sum(float(payee['gap_most']) for payee in charged):.2f}" == most


def test_two_doctors_have_an_account_each() -> None:
    quote = quoted(
        *(*ROOMS, *FROM_5_AUGUST, "--provider", "medical=Dr A", "--charge", "medical=1500"),
        *("--service", "medical:17615@2024-08-05 by Dr B", "--charge", "medical:17615=180 by Dr B"),
    )
    accounts = [(payee["provider"], payee["maximum"], payee["gap_most"]) for payee in quote["payees"]]
    assert accounts == [("Dr A", "960.20", "539.80"), ("Dr B", "98.95", "81.05")]


def test_a_discount_and_a_fee_may_be_one_providers() -> None:
    quote = quoted(
        *(*ROOMS, *FROM_5_AUGUST, "--provider", "medical=Dr A", "--charge", "medical=1500 by Dr A"),
        *("--discount", "medical=100 by Dr A", "--fee", "medical:Letter=90 by Dr B"),
    )
    assert [(one["provider"], one["charge"]) for one in quote["payees"]] == [
        ("Dr A", "1400.00"),
        ("Dr B", "90.00"),
    ]


def request_file(folder: Path, **parts: Any) -> str:
    path = folder / "request.json"
    course = {"regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05"}
    path.write_text(json.dumps(course | {"weight_kg": "80"} | parts))
    return str(path)


def test_a_flag_of_charges_replaces_its_own_kind_alone(tmp_path: Path) -> None:
    charges = [
        {"payee": "hospital", "amount": "3200.00"},
        {"payee": "hospital", "label": "Facility fee", "amount": "300.00"},
        {"payee": "hospital", "discount": "50.00"},
    ]
    file = request_file(tmp_path, charges=charges)
    assert quoted(file)["totals"]["charge"] is None
    for flags, hospital in (
        ((), "3450.00"),
        (("--discount", "hospital=200"), "3300.00"),
        (("--fee", "hospital:Letter=90"), "3240.00"),
        (("--charge", "hospital=3000"), "3250.00"),
        (("--gst", "hospital=included"), "3450.00"),
    ):
        assert quoted(file, *flags)["payees"][0]["charge"] == hospital
    with_gst = quoted(file, "--gst", "hospital=included")["request"]["charges"]
    assert [charge["gst"] for charge in with_gst] == ["included", None, None]


def test_a_stays_flags_replace_what_the_file_says_of_the_same(tmp_path: Path) -> None:
    stay = {"nights": 12, "beds": [{"item": "ICU", "dates": ["2024-08-06"]}], "age": 45}
    file = request_file(tmp_path, setting="private-hospital-inpatient", episode=stay)
    asked = quoted(file, "--discharged", "2024-08-16")["request"]["episode"]
    assert (asked["nights"], asked["discharged"], asked["age"]) == (11, "2024-08-16", 45)
    asked = quoted(file, "--bed", "CCU@2024-08-07")["request"]["episode"]
    assert (asked["nights"], [bed["item"] for bed in asked["beds"]]) == (12, ["CCU"])


def test_a_setting_replaces_parts_and_parts_a_setting_with_its_stay(tmp_path: Path) -> None:
    parts = [{"setting": "private-hospital-inpatient", "sessions": 2}]
    parts.append({"setting": "private-day-hospital", "sessions": 8})
    file = request_file(tmp_path, setting=None, parts=parts)
    assert quoted(file, "--setting", "private-day-hospital")["totals"]["maximum"] == "3709.80"
    assert quoted(file, "--bed", "ICU@2024-08-06")["payees"][0]["maximum"] == "5744.67"
    stay = {"beds": [{"item": "ICU", "dates": ["2024-08-06"]}]}
    file = request_file(tmp_path, setting="private-hospital-inpatient", episode=stay)
    flags = ("--part", "private-hospital-inpatient*2", "--part", "private-day-hospital*8")
    assert quoted(file, *flags)["payees"][0]["maximum"] == "5744.67"


def test_whose_stay_it_is_has_to_be_clear() -> None:
    course = ("--regimen", "crps-10-day", "--weight", "80", *FROM_5_AUGUST, "--leave", "2024-08-06")
    for part, said in (
        ("private-hospital-inpatient*5", "Say it in a file, as the episode of its part."),
        ("private-day-hospital*5", "Leave it out, or give a part in a setting with nights."),
    ):
        messages = refused(*course, *("--part", part) * 2)
        assert "  --leave 2024-08-06\n" in messages
        assert said in " ".join(messages.split())


@pytest.mark.parametrize(
    ("flag", "text", "said"),
    [
        ("--sessions", "five", "'five' is not a whole number. Write digits"),
        ("--nights", "4.5", "'4.5' is not a whole number."),
        ("--admitted", "soon", ""),
        ("--discharged", "2024-08-04", ""),
        ("--leave", "2024-09-01", "is outside the stay"),
        ("--bed", "ICU", "Write ICU@2024-08-06"),
        ("--bed", "ICUU@2024-08-06", "Did you mean"),
        ("--earlier-stay", "2024-07-30", "Write the day on which it ended"),
        ("--part", "private-day-hospital", "Write a setting and its sessions"),
        ("--fee", "hospital=300", "Write "),
        ("--fee", "hospital:2801=300", "is item 2801 of the schedule medical"),
        ("--fee", "hospitl:Facility fee=300", "Did you mean 'hospital'?"),
        ("--discount", "hospital=4000", "Give a discount of at most that"),
        ("--gst", "hospital=yes", "Write hospital=included"),
        ("--gst", "hospitl=included", "Did you mean 'hospital'?"),
        ("--gst", "medical=included", "--charge medical=3200"),
        ("--provider", "Dr A", 'Write medical="Dr A"'),
        ("--provider", "medicla=Dr A", ""),
        ("--charge", "hospital=3000", "is already charged in --charge hospital=3200"),
        ("--charge", "medical:2801=300 by Dr B", "Dr B bills nothing of the course"),
        ("--service", "medical:17615@2024-08-05 by ", ""),
    ],
)
def test_a_bad_flag_is_told_by_its_place_with_a_remedy(flag: str, text: str, said: str) -> None:
    course = (*INPATIENT, *FROM_5_AUGUST, "--charge", "hospital=3200")
    messages = refused(*course, flag, text)
    assert f"  {flag} {text}".rstrip() in messages
    assert said in " ".join(messages.split())
    assert "[" not in messages


def test_bad_flags_are_told_all_at_once() -> None:
    bad = {"--sessions": "0", "--fee": "hospital=300", "--gst": "yes", "--bed": "ICU", "--part": "home"}
    messages = refused(*INPATIENT, *FROM_5_AUGUST, *(word for flag in bad.items() for word in flag))
    assert messages.startswith("kfees: 5 problems; nothing was written.")
    for flag, text in list(bad.items())[1:]:
        assert f"  {flag} {text}\n" in messages


@pytest.mark.parametrize("command", ["quote", "compare", "project", "assess"])
def test_a_payer_by_another_name_is_refused_with_that_of_its_file(command: str, tmp_path: Path) -> None:
    course = {"payer": "TAC", "regimen": "crps-4-day", "setting": "consulting-rooms", "start": "2024-08-05"}
    path = tmp_path / "request.json"
    path.write_text(
        json.dumps({**course, "claim": {"previous_treatments": ["2024-08-01"]}}), encoding="utf-8"
    )
    frequency = ("--rules", "medicare-set-aside", "--years", "3", "--courses-per-year", "1")
    result = run(command, str(path), *(frequency if command == "project" else ()))
    said = " ".join(result.messages.split())
    assert result.messages.startswith("kfees: 1 problem; nothing was written.")
    assert "there is no payer 'TAC'. Did you mean 'tac-victoria'?" in said


def test_a_payee_that_is_named_twice_is_refused() -> None:
    messages = refused(*ROOMS, *FROM_5_AUGUST, "--provider", "medical=Dr A", "--provider", "medical=Dr B")
    assert "medical is named twice." in messages


def test_a_comparison_and_a_projection_take_the_same_flags() -> None:
    course = (*DAY_HOSPITAL, *FROM_5_AUGUST, "--sessions", "5", "--charge", "hospital=1500")
    compared = json.loads(run("compare", *course, "--discount", "hospital=100", "--format", "json").output)
    assert compared["request"]["sessions"] == 5
    assert compared["courses"][0]["maximum"] == "1898.50"
    plan = ("--rules", "medicare-set-aside", "--courses-per-year", "1", "--years", "1")
    projected = run("project", *plan, *course, "--fee", "hospital:Facility fee=300", "--format", "json")
    assert json.loads(projected.output)["plan"]["request"]["sessions"] == 5
    assert "--fee hospital=300" in refused(*plan, *course, "--fee", "hospital=300", command="project")
