"""What is implausible is said by every door that shows a quote, an assessment or a row of a portfolio."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import httpx
import polars as pl
import pytest
from openpyxl import load_workbook

from command_line import run

COURSE = {"regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05"}
REQUEST = COURSE | {"weight_kg": "8"}
SAYS = "A body weight of 8 kg is under 20 kg: please check it."


@pytest.fixture
def request_file(tmp_path: Path) -> str:
    path = tmp_path / "request.json"
    path.write_text(json.dumps(REQUEST), encoding="utf-8")
    return str(path)


def test_the_table_the_json_and_every_row_of_the_csv(request_file: str) -> None:
    assert f"PLEASE CHECK: {SAYS}" in run("quote", request_file).output.splitlines()
    assert json.loads(run("quote", request_file, "--format", "json").output)["please_check"] == [SAYS]
    rows = list(csv.DictReader(io.StringIO(run("quote", request_file, "--format", "csv").output)))
    assert rows
    assert {row["please_check"] for row in rows} == {SAYS}


def test_the_workbook(request_file: str, tmp_path: Path) -> None:
    file = tmp_path / "quote.xlsx"
    assert run("quote", request_file, "-o", str(file)).status == 0
    cells = {cell.value for row in load_workbook(file).worksheets[0].iter_rows() for cell in row}
    assert {"Please check", SAYS} <= cells


def test_the_notice_is_the_workers_so_the_provider_is_asked_beside_it(request_file: str) -> None:
    notice = run("quote", request_file, "--format", "html")
    assert f"Please check: {SAYS}" in notice.messages
    assert "under 20 kg" not in notice.output


def test_an_assessment(request_file: str) -> None:
    table = run("assess", request_file).output
    assert "\nPlease check\n" in table
    assert SAYS in " ".join(table.split())
    assert json.loads(run("assess", request_file, "--format", "json").output)["please_check"] == [SAYS]


def test_a_replay(request_file: str, tmp_path: Path) -> None:
    saved = tmp_path / "quote.json"
    saved.write_text(run("quote", request_file, "--format", "json").output, encoding="utf-8")
    again = run("replay", str(saved))
    assert again.status == 0
    assert f"Please check: {SAYS}" in again.output


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_portfolio(tmp_path: Path, ending: str) -> None:
    table, output = tmp_path / "courses.csv", tmp_path / f"priced.{ending}"
    pl.DataFrame([REQUEST, REQUEST | {"weight_kg": "80"}]).write_csv(table)
    assert run("portfolio", str(table), "-o", str(output)).status == 0
    found = pl.read_csv(output) if ending == "csv" else pl.read_parquet(output)
    assert found["please_check"].to_list() == [SAYS, None]


def test_the_pages_and_the_api(client: httpx.Client) -> None:
    fields = COURSE | {"weight": "8"}
    assert SAYS in client.get("/", params=fields).text
    assert SAYS in client.post("/assess", data=fields).text
    quote = client.post("/api/v1/quote", json=REQUEST).json()
    assert quote["please_check"] == [SAYS]
    assessment = client.post("/api/v1/assess", json=REQUEST).json()
    assert assessment["please_check"] == [SAYS]


RESERVE = (
    "--rules", "reserve", "--years", "2", "--courses-per-year", "1", "--indexation", "0.03",
    "--discount", "0.04",
)  # fmt: skip


def test_a_comparison_and_its_page(request_file: str, client: httpx.Client) -> None:
    assert f"PLEASE CHECK: {SAYS}" in run("compare", request_file).output.splitlines()
    found = json.loads(run("compare", request_file, "--format", "json").output)
    assert all(SAYS in course["please_check"] for course in found["courses"])
    page = client.get("/compare", params=COURSE | {"weight": "8"}).text
    assert page.count(SAYS) == 1  # of all its courses alike


def test_a_comparison_says_what_is_implausible_in_another_course_alone(tmp_path: Path) -> None:
    """The bed is cheaper from day 15 on: 20 x 804.25 a night is more than 15,000, 20 x 698.57 is not."""
    file = tmp_path / "request.json"
    dear = {
        "charges": [{"schedule": "private-hospital", "item": "M", "amount": "15000.00"}],
        "setting": "private-hospital-inpatient",
    }
    file.write_text(json.dumps(COURSE | {"weight_kg": "80"} | dear), encoding="utf-8")
    output = run("compare", str(file)).output
    table = " ".join(output.split())
    assert not any(line.startswith("PLEASE CHECK") for line in output.splitlines())
    assert table.count("over 20 times its maximum of") == 3  # of 15, 16 and 17 nights
    assert "PLEASE CHECK: The charge of $15,000.00 for private-hospital:M is over 20 times" in table


def test_a_projection_in_every_format_and_its_page(
    request_file: str, tmp_path: Path, client: httpx.Client
) -> None:
    asked = ("project", request_file, *RESERVE)
    assert run(*asked).output.splitlines().count(f"PLEASE CHECK: {SAYS}") == 1
    assert json.loads(run(*asked, "--format", "json").output)["please_check"] == [SAYS]
    *_, total = csv.DictReader(io.StringIO(run(*asked, "--format", "csv").output))
    assert total["please_check"] == SAYS
    file = tmp_path / "projection.xlsx"
    assert run(*asked, "-o", str(file)).status == 0
    cells = {cell.value for row in load_workbook(file).worksheets[0].iter_rows() for cell in row}
    assert f"Please check: {SAYS}" in cells
    plan = {"rules": "reserve", "courses": "2", "years": "2", "indexation": "3", "discount": "4"}
    assert SAYS in client.get("/projection", params=COURSE | {"weight": "8"} | plan).text
