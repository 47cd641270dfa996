"""A rate of the user's own prices its line, and makes the floor under another line no more certain."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

import kfees
from command_line import run
from notices import Page
from overlays import write_version
from portfolios import PAYEES
from served import served

COURSE = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight": "80",
    "hospital": "2000",
    "medical": "1500",
    "pharmacy": "200",
}


@pytest.fixture
def drug_prices(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    row = "ketamine-200mg,Ketamine 200 mg,12.50,ampoule"
    write_version(folder, "pharmacy", "2024-07-01", row, payee='"pharmacy"')
    return folder


def quoted(drug_prices: Path, output: Path | None = None) -> str:
    flags = [f"--{name}={value}" for name, value in COURSE.items() if name not in PAYEES]
    charges = [f"--charge={payee}={COURSE[payee]}" for payee in PAYEES]
    written = [] if output is None else ["-o", str(output)]
    result = run("quote", *flags, *charges, "--schedules", str(drug_prices), *written)
    assert result.status == 0, result.messages
    return result.output


def test_the_screen_says_at_most(drug_prices: Path) -> None:
    said = quoted(drug_prices)
    assert "GAP: the worker would pay at most $614.80." in said
    assert "10 x $12.50 an ampoule, pharmacy of 1 July 2024, supplied" in said


def test_the_notice_and_the_workbook_say_at_most(drug_prices: Path, tmp_path: Path) -> None:
    notice, workbook = tmp_path / "notice.html", tmp_path / "quote.xlsx"
    quoted(drug_prices, notice)
    quoted(drug_prices, workbook)
    assert "= You would pay at most $614.80" in Page(notice.read_text(encoding="utf-8")).text
    cells = [cell.value for row in load_workbook(workbook, data_only=True)["Summary"] for cell in row]
    assert "The worker would pay at most $614.80." in cells


def test_the_page_says_at_most(drug_prices: Path) -> None:
    with served(kfees.load_schedules(str(drug_prices))) as address:
        page = httpx.get(address, params=COURSE).text
    assert "The worker would pay at most" in page
    assert "WorkSafe can pay at least" in page


def test_rates_of_the_users_own_alone_are_exact(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    rows = ("2801,First,100,service", "2806,Later,50,service")
    write_version(folder, "medical", "2024-07-01", *rows)
    result = run(
        "quote", "--regimen=crps-10-day", "--setting=consulting-rooms", "--start=2024-08-05", "--weight=80",
        "--charge=medical=600", "--schedules", str(folder),
    )  # fmt: skip
    assert "GAP: the worker would pay the doctor $50.00." in result.output


def test_a_quote_says_which_files_of_an_overlay_priced_nothing(tmp_path: Path) -> None:
    for day in ("2024-07-01", "2024-08-01", "2026-07-01"):
        write_version(tmp_path, "medical", day, "2801,Visit,100.00,visit", "2806,Visit,50.00,visit")
    write_version(tmp_path, "tac", "2024-07-01", "1,Visit,5.00,visit")
    (tmp_path / "rates-2026.xlsx").write_bytes(b"")
    course = ("--regimen", "crps-10-day", "--setting", "consulting-rooms", "--weight", "80")
    result = run("quote", *course, "--start", "2024-08-05", "--schedules", str(tmp_path))
    assert result.status == 0
    assert " ".join(result.messages.split()) == (
        "Of the overlays these priced nothing here:"
        f" {tmp_path}/medical/2024-07-01 (a later version was in force);"
        f" {tmp_path}/medical/2026-07-01 (in force from 1 July 2026);"
        f" {tmp_path}/tac/2024-07-01 (no line is of tac);"
        f" {tmp_path}/rates-2026.xlsx (nothing reads it)."
    )
    checked = run("schedules", "check", str(tmp_path))
    assert (checked.status, checked.messages.count("nothing reads this file.")) == (2, 1)
    used = run("quote", *course, "--start", "2024-08-05")
    assert used.messages == ""
