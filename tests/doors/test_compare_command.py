"""`kfees compare` as a person uses it: one table, one chart, and nothing written where the input is wrong."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import run

FLAGS = (
    *("--regimen", "crps-4-day", "--setting", "public-hospital-admitted", "--start", "2025-08-04"),
    *("--weight", "80", "--as-of", "2025-08-01"),
)


def test_the_table_shows_each_course_and_the_difference_in_words_in_80_columns() -> None:
    result = run("compare", *FLAGS)
    assert result.status == 0
    assert max(map(len, result.output.splitlines())) <= 80
    text = " ".join(result.output.split())
    assert "crps-4-day * public-hospital-admitted $5,982.77 unknown unknown" in text
    assert "10 nights, to 14 Aug 2025, 1.0756 NWAU $7,806.70 unknown unknown" in text
    assert "STEP: past the upper bound of 9 days." in text
    assert "One more night adds a long-stay day of 0.2513 NWAU (+ $1,823.93)." in text


def test_a_reason_that_keeps_several_courses_out_is_said_once() -> None:
    text = " ".join(run("compare", *FLAGS[:6], "--as-of", "2025-08-01").output.split())
    assert text.count("the dose of crps-10-day goes by body weight, and none was given.") == 1
    for setting in ("consulting-rooms", "private-day-hospital", "public-hospital-outpatient"):
        assert f"crps-10-day, {setting}" in text.replace("- ", "-")


def test_a_file_and_its_json_hold_the_same_comparison(tmp_path: Path) -> None:
    request = tmp_path / "request.json"
    request.write_text(
        json.dumps({"regimen": "crps-4-day", "setting": "public-hospital-admitted", "start": "2025-08-04"}),
        encoding="utf-8",
    )
    arguments = ("compare", "--as-of", "2025-08-01", "--format", "json")
    from_file = json.loads(run(*arguments, str(request), "--weight", "80").output)
    assert from_file == json.loads(run("compare", *FLAGS, "--format", "json").output)
    assert from_file["courses"][0]["maximum"] == "5982.77"


def test_the_chart_is_drawn_as_its_file_is_named(tmp_path: Path) -> None:
    svg, png = tmp_path / "chart.svg", tmp_path / "chart.png"
    assert run("compare", *FLAGS, "--chart", str(svg)).status == 0
    assert run("compare", *FLAGS, "--chart", str(png)).status == 0
    drawing = svg.read_text(encoding="utf-8")
    for said in ("public-hospital-admitted *", "10 nights (step)", "$7,806.70"):
        assert said in drawing
    assert png.read_bytes().startswith(b"\x89PNG")


def test_the_same_comparison_is_drawn_the_same(tmp_path: Path) -> None:
    one, two = tmp_path / "one.svg", tmp_path / "two.svg"
    run("compare", *FLAGS, "--chart", str(one))
    run("compare", *FLAGS, "--chart", str(two))
    assert one.read_bytes() == two.read_bytes()


def test_a_wrong_request_or_picture_writes_nothing(tmp_path: Path) -> None:
    chart = tmp_path / "chart.gif"
    result = run("compare", *FLAGS, "--chart", str(chart))
    assert (result.status, result.output, chart.exists()) == (2, "", False)
    assert ".svg, .png" in result.messages
    result = run("compare", *FLAGS, "--setting", "consulting-rooms")
    assert (result.status, result.output) == (2, "")


DAY_HOSPITAL = (
    *("compare", "--regimen", "crps-10-day", "--setting", "private-day-hospital", "--start", "2024-08-05"),
    *("--weight", "80", "--as-of", "2024-07-15", "--charge", "hospital=3200", "--charge", "medical=1500"),
)


def test_a_gap_that_is_not_one_figure_is_compared_by_its_bounds() -> None:
    result = run(*DAY_HOSPITAL)
    assert max(map(len, result.output.splitlines())) <= 80
    text = " ".join(result.output.split())
    assert "crps-10-day * private-day-hospital $3,709.80 $3,709.80 450.40 to 990.20" in text
    assert "private-hospital-inpatient $9,002.70 unknown unknown" in text
    changes = text.partition("What changes")[2]
    assert "crps-10-day, consulting-rooms: Drops 10 x DS1 (Day surgery band 1) at $274.96 a day." in changes
    assert "Left out: the charge of the hospital." in changes
    lines = result.output.splitlines()
    table = lines[lines.index("  crps-10-day") : lines.index("  What changes")]
    assert (
        len(table) == 2 + 7 + 3 + 1
    )  # a line for each regimen and each setting that fits, and one that is empty
    assert (
        "The worker would pay the hospital and the doctor at most $990.20. Not included is the drug" in text
    )


def test_a_comparisons_bounds_and_headlines_are_those_of_its_quotes() -> None:
    courses = json.loads(run(*DAY_HOSPITAL, "--format", "json").output)["courses"]
    quote = json.loads(run("quote", *DAY_HOSPITAL[1:], "--format", "json").output)
    for name in ("payable_least", "payable_most", "gap_least", "gap_most", "not_included"):
        assert courses[0][name] == quote["totals"][name]
    assert courses[0]["headline"].startswith(
        "The worker would pay the hospital and the doctor at most $990.20."
    )


def test_a_fee_is_no_item_that_one_course_has_and_another_drops() -> None:
    text = " ".join(run(*DAY_HOSPITAL, "--fee", "hospital:Facility fee=300").output.split())
    assert "the fee for Facility fee" in text
    assert "None" not in text


def test_payers_stand_beside_each_other_when_asked_each_in_its_own_currency() -> None:
    result = run("compare", *FLAGS, "--payers")
    assert result.status == 0
    under = result.output.replace("\N{NO-BREAK SPACE}", " ").partition("The same course under each payer")[2]
    assert "* WorkSafe Victoria" in under
    assert "USD 2,750.00" in under
    assert "A person has one payer" in under
    assert "The same course under each payer" not in run("compare", *FLAGS).output


def test_amounts_in_a_currency_that_is_written_out_stand_apart() -> None:
    course = ("--payer=us-set-aside", "--regimen=crps-10-day", "--start=2026-11-02")
    result = run("compare", *course, "--charge=provider=30000", "--as-of=2026-07-01")
    text = " ".join(result.output.split())
    assert max(map(len, result.output.splitlines())) <= 80
    assert "* crps-10-day USD 27,500.00 USD 27,500.00 about 2,500.00" in text
