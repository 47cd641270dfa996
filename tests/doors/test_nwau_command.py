"""`kfees nwau`, and a quote for a public hospital at the command line: answers, and every refusal at once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from command_line import Result, run
from invented_year import write_invented_year

IN_2025 = ("--on", "2025-08-04")


def flat(text: str) -> str:
    """The text with its line breaks and indents as single spaces."""
    return " ".join(text.split())


def nwau_json(*arguments: str) -> dict[str, Any]:
    result = run("nwau", *arguments, "--format", "json")
    assert (result.status, result.messages) == (0, "")
    found: dict[str, Any] = json.loads(result.output)
    return found


def quoted(tmp_path: Path, setting: str = "public-hospital-admitted", **request: Any) -> Result:
    regimen = "crps-10-day" if setting == "public-hospital-outpatient" else "crps-4-day"
    stated = {"regimen": regimen, "setting": setting, "start": "2025-08-04", "weight_kg": "80", **request}
    path = tmp_path / "request.json"
    path.write_text(json.dumps(stated))
    return run("quote", str(path), "--as-of", "2025-08-01", "-o", str(tmp_path / "quote.txt"))


def test_ten_nights_in_words() -> None:
    result = run("nwau", "--drg", "B71B", "--nights", "10", *IN_2025)
    assert result.status == 0
    assert result.output.splitlines() == [
        "B71B  Cranial or peripheral nerve disorder, minor complexity",
        "Public hospital activity 2025-26 (NEP25): AR-DRG version 11.0; emergency AECC;",
        "clinics Tier 2",
        "",
        "- A long stay: 10 days, 1 beyond the upper bound of 9: 1.0756 NWAU.",
        "",
        "NWAU 1.0756 for one episode",
        "x $7,258.00 = $7,806.70, reference",
        "National Efficient Price 2025-26: figure in IHACPA's own calculator workbook.",
    ]


def test_json_has_the_weight_the_steps_the_price_and_the_amount() -> None:
    found = nwau_json("--drg", "B71B", "--nights", "4", *IN_2025)
    assert (found["nwau"], found["price_per_weight"], found["amount"]) == ("0.8243", "7258.00", "5982.77")
    assert (found["unit"], found["stay"], found["version"]) == ("episode", "inlier", "2025-07-01")
    assert found["steps"] == ["An inlier: 4 days, within the bounds of 1 to 9: 0.8243 NWAU."]
    assert (found["basis"], found["stale"], found["reason"]) == ("reference", False, "")


def test_every_fact_of_a_stay_can_be_stated() -> None:
    found = nwau_json(
        "--drg", "801A", "--nights", "80", "--leave-days", "2", "--icu-hours", "60.5", "--age", "9",
        "--specialist-paediatric", "--indigenous", "--residence", "RA2", "--treatment", "RA4",
        "--radiotherapy", "--dialysis", "--psychiatric-age", "1.1", "--on", "2020-08-03",
    )  # fmt: skip
    said = " ".join(found["steps"])
    for words in (
        "60.5 hours in intensive care take 2 of 78 days", "Specialist paediatric hospital: x 1.53.",
        "Indigenous patient: + 0.04", "Lives in RA2: + 0.08", "Treated in RA4: x 1.14.", "Dialysis: + 0.28",
        "Radiotherapy: + 0.39", "Psychiatric age category 1.1: + 0.44",
    ):  # fmt: skip
        assert words in said
    covid = nwau_json(
        "--drg", "T63A", "--nights", "9", "--adjustment", "COVID-19 treatment", "--on", "2023-08-07"
    )
    assert covid["steps"][-1] == "COVID-19 treatment: x 1.94."


def test_0_nights_are_a_same_day_stay_and_an_age_of_0_is_an_age() -> None:
    found = nwau_json("--drg", "B71B", "--nights", "0", "--age", "0", "--specialist-paediatric", *IN_2025)
    assert found["stay"] == "same day"
    assert found["steps"][1] == "Specialist paediatric hospital: x 1.87."


def test_a_clinic_visit_and_an_emergency_presentation() -> None:
    visit = nwau_json("--clinic", "10.14", "--multiple-providers", *IN_2025)
    assert (visit["unit"], visit["stay"], visit["nwau"]) == ("visit", None, "0.194864")
    assert nwau_json("--clinic", "10.14", *IN_2025)["amount"] == "930.48"
    presentation = nwau_json("--emergency", "E0110A", *IN_2025)
    assert (presentation["unit"], presentation["nwau"]) == ("presentation", "0.2837")


def test_a_year_without_a_price_gives_the_weight_and_no_dollars() -> None:
    arguments = ("--drg", "B71B", "--nights", "10", "--on", "2022-08-01")
    text = flat(run("nwau", *arguments).output)
    assert "NWAU 1.0182 for one episode" in text
    assert "Dollars cannot be determined: the National Efficient Price of 2022-23 was not found." in text
    assert "$" not in text
    found = nwau_json(*arguments)
    assert (found["nwau"], found["price_per_weight"], found["amount"]) == ("1.0182", None, None)


def test_a_private_patient_who_cannot_be_weighed_is_told_why(tmp_path: Path) -> None:
    write_invented_year(tmp_path)
    arguments = ("--drg", "X01A", "--nights", "4", "--private-patient", "--on", "2030-08-05")
    result = run("nwau", *arguments, "--schedules", str(tmp_path))
    assert result.status == 0
    assert "NWAU cannot be determined: a private patient's deduction for services is not in the" in flat(
        result.output
    )
    found = nwau_json(*arguments, "--schedules", str(tmp_path))
    assert (found["nwau"], found["amount"]) == (None, None)
    assert found["reason"] == "a private patient's deduction for services is not in the year's table"


@pytest.mark.parametrize(
    ("arguments", "weight", "amount"),
    [
        ("--emergency E5010A --residence RA4 --treatment RA4", "0.27573615", "2001.29"),
        ("--emergency E5010A --residence RA2 --treatment RA2", "0.1983", "1439.26"),
        ("--drg L61Z --nights 0 --dialysis", "0.0986", "715.64"),
        ("--clinic 40.62 --multiple-providers", "0.059", "428.22"),
        ("--drg B71B --nights 4 --private-patient", "0.5246719", "3808.07"),
    ],
)
def test_what_an_adjustment_does_not_apply_to_and_a_private_patient_in_2025(
    arguments: str, weight: str, amount: str
) -> None:
    found = nwau_json(*arguments.split(), *IN_2025)
    assert (found["nwau"], found["amount"]) == (weight, amount)


def test_a_weight_that_comes_to_nothing_costs_nothing_and_is_not_unknown() -> None:
    found = nwau_json("--drg", "B40Z", "--nights", "5", "--private-patient", "--on", "2020-08-03")
    assert (found["nwau"], found["amount"]) == ("0", "0.00")


def test_weights_of_a_year_that_is_over_are_marked_stale() -> None:
    arguments = ("--drg", "B71B", "--nights", "4", "--on", "2026-07-01")
    assert nwau_json(*arguments)["stale"] is True
    said = run("nwau", *arguments).output
    assert re.search(r"STALE: a new version \w+ expected on 1 July 2026", flat(said))
    assert max(map(len, said.splitlines())) <= 80
    assert nwau_json("--drg", "B71B", "--nights", "4", "--on", "2026-06-30")["stale"] is False


def test_amounts_follow_the_locale() -> None:
    text = run("nwau", "--drg", "B71B", "--nights", "10", *IN_2025, "--locale", "de").output
    assert "7.806,70" in text


@pytest.mark.parametrize(
    ("arguments", "place", "message"),
    [
        ("--drg B17B --nights 4", "--drg", "'B17B' has no weight from 2025-07-01 on. Did you mean 'B71B'"),
        ("--drg b71b --nights 4", "--drg", "Did you mean 'B71B'"),
        ("--drg M04Z --nights 4", "--drg", "'M04Z' has no weight from 2025-07-01 on."),
        ("--drg Q --nights 4", "--drg", "'Q' has no weight from 2025-07-01 on. Check the code."),
        ("--clinic 10.1", "--clinic", "'10.1' has no weight from 2025-07-01 on."),
        ("--drg 10.14", "--drg", "10.14 is weighed by the visit. Give it with --clinic."),
        ("--clinic B71B", "--clinic", "B71B is weighed by the episode. Give it with --drg."),
        ("--emergency E0110Z", "--emergency", "Did you mean"),
        ("--drg B71B", "nights", "the length of the stay is not given. Give the nights."),
        ("--drg B71B --nights -1", "nights", "-1 is not what is expected here. Give 0 or more."),
        ("--drg B71B --nights 4 --leave-days 5", "leave_days", "5 days of leave are longer than the stay"),
        ("--drg B71B --nights 4 --icu-hours 96.5", "icu_hours", "longer than the stay of 96 hours."),
        ("--drg B71B --nights 4 --icu-hours 1e1", "icu_hours", "'1e1' is not a plain decimal number."),
        ("--drg B71B --nights 4 --age -1", "age", "an age of -1 is not possible. Give whole years, 0 to 130"),
        ("--clinic 10.14 --age -1", "age", "an age of -1 is not possible."),
        ("--drg B71B --nights 4 --residence RA5", "residence_remoteness", "Did you mean 'RA4'"),
        ("--drg B71B --nights 4 --treatment RA", "treatment_remoteness", "'RA' is not known here."),
        ("--nights 4", "--drg", "0 codes are given. Give one of --drg, --clinic, --emergency."),
        ("--drg B71B --clinic 10.14 --nights 4", "--drg", "2 codes are given."),
    ],
)
def test_one_mistake_is_refused_with_its_reason(arguments: str, place: str, message: str) -> None:
    result = run("nwau", *arguments.split(), *IN_2025)
    assert (result.status, result.output) == (2, "")
    assert result.messages.startswith(f"kfees: 1 problem; nothing was written.\n  {place}\n")
    assert message in flat(result.messages)


def test_many_mistakes_are_listed_at_once() -> None:
    result = run(
        "nwau", "--drg", "B17B", "--nights", "4", "--leave-days", "5", "--icu-hours", "240", "--age", "-1",
        "--residence", "RA5", "--treatment", "RA9", *IN_2025,
    )  # fmt: skip
    assert (result.status, result.output) == (2, "")
    assert result.messages.startswith("kfees: 6 problems; nothing was written.")
    for place in ("--drg", "leave_days", "icu_hours", "age", "residence_remoteness", "treatment_remoteness"):
        assert f"\n  {place}\n" in result.messages


def test_a_day_before_the_first_year_is_refused_beside_what_else_is_wrong() -> None:
    result = run("nwau", "--drg", "B71B", "--nights", "4", "--residence", "RA5", "--on", "2020-06-30")
    assert result.status == 2
    assert "--on no weights were in force on 2020-06-30. They begin on 2020-07-01." in flat(result.messages)
    assert "'RA5' is not known here" in result.messages


def test_nights_that_cannot_be_read_bring_no_further_complaint_about_the_stay() -> None:
    result = run(
        "nwau", "--drg", "B71B", "--nights", "-4", "--leave-days", "5", "--icu-hours", "99", *IN_2025
    )
    assert result.messages.startswith("kfees: 1 problem; nothing was written.")


@pytest.mark.parametrize(
    ("episode", "place", "message"),
    [
        (
            {"drg": "B17B"},
            "drg",
            "no version of department-of-health has the AR-DRG 'B17B'. Did you mean 'B71B'",
        ),
        ({"drg": "10.1"}, "drg", "no version of department-of-health has the AR-DRG '10.1'."),
        ({"drg": "10.14"}, "drg", "no version of department-of-health has the AR-DRG '10.14'."),
        (
            {"nights": 0},
            "nights",
            "0 nights are too few for 4 days in hospital",
        ),
        (
            {"nights": 2},
            "nights",
            "2 nights are too few for 4 days in hospital",
        ),
        ({"leave_days": 5}, "leave_days", "5 days of leave are longer than the stay of 4 nights."),
        ({"icu_hours": "96.1"}, "icu_hours", "96.1 hours in intensive care are longer than the stay of 96"),
        ({"icu_hours": "-1"}, "icu_hours", "-1 is negative."),
        ({"age": -1}, "age", "an age of -1 is not possible."),
        ({"specialist_paediatric": True}, "age", "a specialist paediatric hospital's factor goes by age"),
        ({"residence_remoteness": "RA5"}, "residence_remoteness", "'RA5' is not known here."),
        ({"treatment_remoteness": "ra0"}, "treatment_remoteness", "Did you mean 'RA0'"),
    ],
)
def test_a_quote_refuses_an_impossible_episode_with_the_reason(
    tmp_path: Path, episode: dict[str, Any], place: str, message: str
) -> None:
    result = quoted(tmp_path, episode=episode)
    assert (result.status, result.output) == (2, "")
    assert result.messages.startswith(f"kfees: 1 problem; nothing was written.\n  episode.{place}\n")
    assert message in flat(result.messages)
    assert not (tmp_path / "quote.txt").exists()


def test_a_quote_lists_every_mistake_of_an_episode_at_once(tmp_path: Path) -> None:
    episode = {
        "drg": "B17B", "nights": 0, "leave_days": 9, "icu_hours": "500", "age": -1,
        "residence_remoteness": "RA7", "treatment_remoteness": "RA8",
    }  # fmt: skip
    result = quoted(tmp_path, episode=episode)
    assert result.status == 2
    assert result.messages.startswith("kfees: 7 problems; nothing was written.")
    for key in episode:
        assert f"\n  episode.{key}\n" in result.messages


def test_a_quote_says_nothing_of_a_stay_whose_nights_cannot_be_read(tmp_path: Path) -> None:
    result = quoted(tmp_path, episode={"nights": "ten", "leave_days": 9, "icu_hours": "200", "age": 131})
    assert result.messages.startswith("kfees: 2 problems; nothing was written.")
    assert '"ten" is not what is expected here' in result.messages
    assert "an age of 131 is not possible" in result.messages


def test_a_quote_for_a_clinic_refuses_an_impossible_age_and_facts_of_a_stay(tmp_path: Path) -> None:
    result = quoted(tmp_path, "public-hospital-outpatient", episode={"age": -1, "drg": "B71B", "nights": 4})
    assert result.status == 2
    assert "episode.age an age of -1 is not possible." in flat(result.messages)
    assert "nobody stays the night in public-hospital-outpatient" in flat(result.messages)
    assert "episode.drg it changes nothing in public-hospital-outpatient" in flat(result.messages)


def test_a_quote_for_a_drg_that_the_year_does_not_price_says_so(tmp_path: Path) -> None:
    assert quoted(tmp_path, episode={"drg": "M04Z"}).status == 0
    text = flat((tmp_path / "quote.txt").read_text())
    assert "Cannot determine: item M04Z is not in the version of 1 July 2025" in text
    assert "GAP: what the worker would pay cannot be told: not known is" in text


def test_a_quote_shows_the_weight_its_steps_the_price_and_how_the_stay_fell(tmp_path: Path) -> None:
    assert quoted(tmp_path, episode={"nights": 10, "indigenous": True}).status == 0
    text = flat((tmp_path / "quote.txt").read_text())
    assert "1 x 1.107868 NWAU x $7,258.00" in text
    assert "A long stay: 10 days, 1 beyond the upper bound of 9: 1.0756 NWAU." in text
    assert "Indigenous patient: + 0.03 in the sum of adjustments." in text
    assert "$8,040.91" in text


def test_an_emergency_presentation_is_a_line_for_those_who_need_it(tmp_path: Path) -> None:
    emergency = {"schedule": "department-of-health", "item": "E0110A", "dates": ["2025-08-04"]}
    assert quoted(tmp_path, services=[emergency]).status == 0
    text = flat((tmp_path / "quote.txt").read_text())
    assert "1 x 0.2837 NWAU x $7,258.00" in text
    assert "One presentation: 0.2837 NWAU." in text


@pytest.mark.parametrize(
    ("payer", "said"),
    [
        ("tac-victoria", "pays by no weights that are loaded. Name a payer that does."),
        ("tac", "there is no payer 'tac'. Did you mean 'tac-victoria'?"),
        ("icare", "there is no payer 'icare'. Use one of: tac-victoria, us-set-aside, worksafe-victoria."),
    ],
)
def test_a_payer_without_weights_is_refused(payer: str, said: str) -> None:
    result = run("nwau", "--drg", "B71B", "--payer", payer, *IN_2025)
    assert result.status == 2
    assert said in flat(result.messages)
