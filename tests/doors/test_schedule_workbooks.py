"""Importing, comparing and carrying schedules forward at the command line."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

import kfees
from command_line import Result, run
from overlays import write_version
from workbooks import As, book, fees, plain_rows


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A doctor's fees for two of the items that a course brings, and some others."""
    rows = [("2801", "First attendance", 200.10), ("2806", "Later attendance", 100.05), *plain_rows(30)]
    return book(tmp_path / "fees.xlsx", [("Fees of a scheme",), *fees(*rows)])


def bring_in(workbook: Path, into: Path, *more: str, schedule: str = "medical") -> Result:
    return run(
        "schedules", "import", str(workbook), "--schedule", schedule, "--from", "2026-08-01",
        "--into", str(into), "--retrieved", "2026-08-02", *more,
    )  # fmt: skip


def test_an_import_shows_what_it_understood_and_writes_a_version(workbook: Path, tmp_path: Path) -> None:
    result = bring_in(workbook, tmp_path / "own", "--accept-changes")
    assert (result.status, result.messages) == (0, "")
    assert re.search(r"A +Item +item +2801, 2806", result.output)
    assert re.search(r"C +Fee +amount +200.1, 100.05", result.output)
    assert re.search(r"2801 +First attendance +200.10 +service +C3", result.output)
    assert "32 items: 32 with an amount, 0 unknown." in result.output
    assert "Publisher: not stated (--publisher)." in result.output
    assert "Against the version of 1 July 2026 (shipped)" in result.output
    version = tmp_path / "own" / "medical" / "2026-08-01"
    assert f"Written: {version} (32 rates)" in result.output
    assert sorted(path.name for path in version.iterdir()) == ["rates.csv", "schedule.toml"]
    assert run("schedules", "check", str(tmp_path / "own")).status == 0


def test_the_preview_fits_80_columns(workbook: Path, tmp_path: Path) -> None:
    shown = bring_in(workbook, tmp_path / "own", "--dry-run").output
    path = book(tmp_path / "long.xlsx", fees(("1", "A long label " * 30, "By report"), *plain_rows(20)))
    shown += bring_in(
        path, tmp_path / "own", "--dry-run", "--payee", "medical", "--gst", "free", schedule="new"
    ).output
    lines = [line for line in shown.splitlines() if str(tmp_path) not in line]
    assert max(map(len, lines)) <= 80
    assert not [line for line in lines if line.endswith(" ")]


def test_a_dry_run_writes_nothing(workbook: Path, tmp_path: Path) -> None:
    result = bring_in(workbook, tmp_path / "own", "--dry-run", "--accept-changes")
    assert result.status == 0
    assert "A dry run: nothing was written." in result.output
    assert not (tmp_path / "own").exists()


def test_every_problem_is_shown_at_once_with_status_2_and_nothing_is_written(tmp_path: Path) -> None:
    rows = [*plain_rows(3), ("7", "Visit", "-5"), ("8", "Visit", As(0.5, "0%")), (None, "Visit", 9)]
    path = book(tmp_path / "fees.xlsx", fees(*rows))
    result = bring_in(path, tmp_path / "own", schedule="new")
    assert result.status == 2
    assert result.messages.startswith("kfees: 5 problems; nothing was written.\n")
    for place in ("Fees!A7", "Fees!C5", "Fees!C6"):
        assert f"  {place}\n" in result.messages
    assert "Pass --payee hospital" in result.messages
    assert "Pass --gst exclusive" in result.messages
    assert not (tmp_path / "own").exists()


def test_json_names_every_cell_and_keeps_the_exit_status(tmp_path: Path) -> None:
    rows = [*plain_rows(8), *[(str(number), "Visit", -number) for number in range(1, 9)]]
    path = book(tmp_path / "fees.xlsx", fees(*rows))
    result = bring_in(
        path, tmp_path / "own", "--format", "json", "--payee", "medical", "--gst", "free", schedule="new"
    )
    found = json.loads(result.output)
    assert result.status == 2
    assert [problem["place"] for problem in found["problems"]] == [f"Fees!C{row}" for row in range(10, 18)]
    assert found["written"] == []
    assert "Fees!C10:C17" in result.messages, "the same, said once for people"
    assert found["workbook"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_figure_can_be_followed_to_its_cell(workbook: Path, tmp_path: Path) -> None:
    own = str(tmp_path / "own")
    assert bring_in(workbook, tmp_path / "own", "--accept-changes").status == 0
    sha256 = hashlib.sha256(workbook.read_bytes()).hexdigest()
    shown = run("schedules", "show", "medical", "--item", "2801", "--schedules", own).output
    assert f"Workbook: fees.xlsx, sha256 {sha256}" in shown
    assert "2801: read from Fees!C3" in shown
    listed = json.loads(run("schedules", "show", "medical", "--schedules", own, "--format", "json").output)
    assert listed["workbook"] == {"file": "fees.xlsx", "sha256": sha256}
    assert listed["rates"][0]["cell"] == "Fees!C3"
    quote = json.loads(
        run(
            "quote", "--regimen", "crps-10-day", "--setting", "consulting-rooms", "--start", "2026-08-03",
            "--weight", "80", "--as-of", "2026-08-03", "--format", "json", "--schedules", own,
        ).output
    )  # fmt: skip
    line = next(line for line in quote["lines"] if line["item"] == "2801")
    assert (line["rate"], line["cell"]) == ("200.10", "Fees!C3")
    assert "Read from cell Fees!C3 of fees.xlsx." in line["reasons"]
    used = next(used for used in quote["schedules"] if used["schedule"] == "medical")
    assert used["workbook"] == {"file": "fees.xlsx", "sha256": sha256}


def test_lint_names_the_typical_change_and_the_outliers(workbook: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    rows = [
        f"{1000 + number},Service {number},{amount},service" for number, amount in enumerate(range(100, 130))
    ]
    write_version(own, "invented", "2026-07-01", *rows, "2801,First,150.00,service", "9,Old,5,service")
    result = bring_in(workbook, own, "--dry-run", schedule="invented")
    assert result.status == 0
    assert "- No change of price on 30 of 31 items." in result.output
    assert re.search(r"2801 +First attendance +150.00 +200.10 +\+33.4 %", result.output)
    assert "- 1 item gone: 9." in result.output
    assert "- 1 item new: 2806." in result.output


def test_cents_read_for_dollars_are_stopped(workbook: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    rows = [
        f"{1000 + number},Service {number},{amount}.00,service"
        for number, amount in enumerate(range(100, 130))
    ]
    write_version(own, "invented", "2026-07-01", *rows)
    cents = book(tmp_path / "cents.xlsx", fees(*[(1000 + n, "Service", 10_000 + 100 * n) for n in range(30)]))
    result = bring_in(cents, own, schedule="invented")
    assert result.status == 2
    assert "typical change of price is +9,900.0 %" in re.sub(r"\s+", " ", result.messages)
    assert bring_in(cents, own, "--accept-changes", schedule="invented").status == 0


def test_a_workbook_of_another_schedule_is_stopped(tmp_path: Path) -> None:
    path = book(tmp_path / "fees.xlsx", fees(*[(f"X{number}", "Other", 5) for number in range(9)]))
    result = bring_in(path, tmp_path / "own")
    assert result.status == 2
    assert "is it the same schedule?" in re.sub(r"\s+", " ", result.messages)


def test_weighted_activity_is_not_overlaid_with_fees(workbook: Path, tmp_path: Path) -> None:
    result = bring_in(workbook, tmp_path / "own", schedule="department-of-health")
    assert result.status == 2
    assert "priced by weights" in result.messages


def test_a_version_is_not_written_twice(workbook: Path, tmp_path: Path) -> None:
    assert bring_in(workbook, tmp_path / "own", "--accept-changes").status == 0
    again = bring_in(workbook, tmp_path / "own", "--accept-changes")
    assert again.status == 0
    assert "own/medical/2026-08-01 is there already and the same." in " ".join(again.output.split())
    other = bring_in(workbook, tmp_path / "own", "--accept-changes", "--set", "C3=201")
    assert other.status == 2
    assert "a version is never edited" in other.messages
    data = json.loads(bring_in(workbook, tmp_path / "own", "--accept-changes", "--format", "json").output)
    assert (data["written"], data["same_as"]) == ([], [str(tmp_path / "own" / "medical" / "2026-08-01")])


@pytest.mark.parametrize(
    "flags",
    [
        ("--columns", "price=C"),
        ("--columns", "amount"),
        ("--rows", "9"),
        ("--rows", "9-3"),
        ("--skip-rows", "x"),
        ("--set", "C3"),
    ],
)
def test_a_flag_that_cannot_be_read_is_a_problem_with_its_remedy(
    flags: tuple[str, str], workbook: Path, tmp_path: Path
) -> None:
    result = bring_in(workbook, tmp_path / "own", *flags)
    assert result.status == 2
    assert " ".join(flags) in result.messages
    assert "Traceback" not in result.messages


def test_what_a_person_sees_of_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "fees.xlsx"
    path.write_text("<Workbook/>")
    result = bring_in(path, tmp_path / "own")
    assert (result.status, result.output) == (2, "")
    assert result.messages.splitlines()[0] == "kfees: 1 problem; nothing was written."
    assert "this is an XML file, not a workbook." in result.messages


def test_diff_shows_outliers_and_leaves_typical_changes_to_all() -> None:
    result = run("schedules", "diff", "private-hospital", "2018-07-01", "2024-07-01")
    assert result.status == 0
    assert "- Typical change +21.2 % on 28 of 29 items." in result.output
    assert re.search(r"T4 +Theatre band 4 +outlier +745.39 +931.28 +24.94 %", result.output)
    assert "AS " not in result.output
    every = run("schedules", "diff", "private-hospital", "2018-07-01", "2024-07-01", "--all").output
    assert re.search(r"AS +Advanced surgical bed +days 1 to 14 +price +742.30 +899.52 +21.18 %", every)
    assert max(map(len, every.splitlines())) <= 80


def test_diff_as_csv_and_as_a_workbook_hold_the_same_lines(tmp_path: Path) -> None:
    arguments = ("schedules", "diff", "medical", "2024-07-01", "2025-07-01", "--format")
    rows = list(csv.reader(io.StringIO(run(*arguments, "csv").output)))
    path = tmp_path / "diff.xlsx"
    assert run(*arguments, "xlsx", "-o", str(path)).status == 0
    sheet = load_workbook(path)["Changes"]
    written = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert len(written) == len(rows) > 5_000
    assert written[0] == rows[0]
    for row, cells in zip(rows[1:200], written[1:200], strict=True):
        assert cells[:4] == row[:4]
        assert [float(text) if text else "" for text in row[4:]] == cells[4:]
    assert run(*arguments, "xlsx").status == 2


def test_diff_of_one_version_with_itself_is_a_problem() -> None:
    result = run("schedules", "diff", "medical", "2024-07-01", "2024-08-01")
    assert result.status == 2
    assert "both days fall in the version of 1 July 2024" in result.messages


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    for day, price in (("2024-07-01", "5.00"), ("2025-07-01", "9.00")):
        write_version(tmp_path, "invented", day, f'1,"=1+1",{price},visit')
    path = tmp_path / "diff.xlsx"
    arguments = ("schedules", "diff", "invented", "2024-07-01", "2025-07-01", "--schedules", str(tmp_path))
    assert run(*arguments, "--format", "xlsx", "-o", str(path)).status == 0
    cell = load_workbook(path)["Changes"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert "'=1+1" in run(*arguments, "--format", "csv").output


def test_index_writes_an_estimate_that_quotes_and_says_so(tmp_path: Path) -> None:
    own = str(tmp_path / "own")
    result = run(
        "schedules", "index", "private-hospital", "--from", "2024-07-01", "--to", "2026-07-01",
        "--by", "3.5%", "--into", own,
    )  # fmt: skip
    assert result.status == 0
    assert "DS1" not in result.output
    assert "29 rates carried forward" in result.output
    quote = kfees.price(
        kfees.CourseRequest.model_validate(
            {
                "regimen": "crps-10-day",
                "setting": "private-day-hospital",
                "start": "2026-08-03",
                "weight_kg": "80",
            }
        ),
        kfees.load_schedules(own, environment={}),
        as_of=date(2026, 8, 3),
    )
    line = next(line for line in quote.lines if line.item == "DS1")
    assert str(line.rate) == "284.58"
    assert line.basis == "indexed"
    assert "274.96 at 1 July 2024 x 1.035 = 284.58, rounded half up to the cent." in " ".join(line.reasons)


@pytest.mark.parametrize(
    ("by", "says"), [("much", "not a plain decimal"), ("900%", "no plausible indexation")]
)
def test_index_refuses_what_is_no_percentage(by: str, says: str, tmp_path: Path) -> None:
    result = run(
        "schedules", "index", "medical", "--from", "2024-07-01", "--to", "2030-07-01", "--by", by,
        "--into", str(tmp_path),
    )  # fmt: skip
    assert result.status == 2
    assert says in re.sub(r"\s+", " ", result.messages)


def test_show_writes_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "rates.xlsx"
    assert run("schedules", "show", "private-hospital", "--format", "xlsx", "-o", str(path)).status == 0
    sheet = load_workbook(path)["Rates"]
    assert [cell.value for cell in sheet[1]][:3] == ["Item", "Label", "Amount"]
    assert sheet.freeze_panes == "A2"
