"""A course that moves between settings, in every door."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from command_line import run

COURSE: dict[str, Any] = {
    "regimen": "crps-10-day",
    "weight_kg": "80",
    "start": "2024-08-05",
    "parts": [
        {"setting": "private-hospital-inpatient", "sessions": 2},
        {"setting": "private-day-hospital", "sessions": 8},
    ],
}


@pytest.fixture
def asked(tmp_path: Path) -> str:
    path = tmp_path / "request.json"
    path.write_text(json.dumps(COURSE))
    return str(path)


def test_it_is_shown_with_its_settings_and_priced(asked: str, tmp_path: Path) -> None:
    table = run("quote", asked)
    assert "Private hospital, staying overnight; then: Private day hospital, from" in table.output
    assert "$4,768.38" in table.output
    workbook = tmp_path / "quote.xlsx"
    assert run("quote", asked, "--format", "xlsx", "-o", str(workbook)).status == 0
    cells = [
        cell for row in load_workbook(BytesIO(workbook.read_bytes())).worksheets[0].values for cell in row
    ]
    assert "As usual in each part" in cells
    notice = tmp_path / "notice.html"
    assert run("quote", asked, "--format", "html", "-o", str(notice)).status == 0
    assert "Private hospital, staying overnight · Private day hospital" in notice.read_text()
    saved = tmp_path / "quote.json"
    assert run("quote", asked, "--format", "json", "-o", str(saved)).status == 0
    assert run("replay", str(saved)).output.startswith("The quote replays to the cent.")


def test_it_is_assessed_projected_and_compared(asked: str, tmp_path: Path) -> None:
    assert "CANNOT DETERMINE" in run("assess", asked).output
    plan = {"request": COURSE, "rule_set": "medicare-set-aside", "courses_per_year": 1, "years": 2}
    planned = tmp_path / "plan.json"
    planned.write_text(json.dumps(plan))
    assert (
        "Private hospital, staying overnight; then: Private day hospital"
        in run("project", str(planned)).output
    )
    compared = " ".join(run("compare", asked).output.split())
    assert "crps-10-day * private-hospital-inpatient, then private-day-hospital" in compared


def test_programs_are_given_it_too(client: httpx.Client) -> None:
    answer = client.post("/api/v1/quote", json=COURSE).json()
    assert answer["totals"]["maximum"] == "4768.38"
    assert (
        client.post("/api/v1/quote", json=COURSE | {"sessions": 9}).json()["problems"][0]["place"] == "parts"
    )
