"""`kfees schedules import` of weights and of their price: what a person sees, what is written, what a quote
then says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import kfees
from command_line import Result, run
from kfees.library.loading import load_schedules
from weight_workbooks import Shape, year_of_weights
from workbooks import book

COURSE = {"regimen": "crps-4-day", "setting": "public-hospital-admitted", "start": "2026-08-03"}


def bring_in(path: Path, into: Path, *more: str, first_day: str = "2026-07-01") -> Result:
    return run(
        "schedules", "import", str(path), "--schedule", "department-of-health", "--from", first_day,
        "--into", str(into), "--retrieved", "2026-08-02", *more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def price(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [(stream, 7412, date(2026, 7, 1)) for stream in ("Acute admitted", "Emergency", "Non-admitted")]
    return book(
        tmp_path_factory.mktemp("price") / "price.xlsx",
        [
            ("Department of Health",),
            ("WorkSafe and TAC patients: price per NWAU 2026-27",),
            (),
            ("Stream", "Price per NWAU ($)", "Effective from"),
            *rows,
        ],
    )


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return year_of_weights(tmp_path_factory.mktemp("year") / "weights.xlsx", Shape())


def test_a_year_is_imported_loaded_and_priced_as_the_shipped_one(
    year: Path, tmp_path: Path, library: kfees.Library
) -> None:
    own = tmp_path / "own"
    result = bring_in(year, own, "--carry", first_day="2025-07-01")
    assert (result.status, result.messages) == (0, "")
    version = own / "department-of-health" / "2025-07-01"
    assert f"Written: {version} (1,114 weights). Nothing there is edited later." in result.output
    files = ["acute.csv", "adjustments.csv", "clinics.csv", "emergency.csv", "schedule.toml"]
    assert sorted(path.name for path in version.iterdir()) == files
    assert run("schedules", "check", str(own)).status == 0
    request = kfees.CourseRequest.model_validate(COURSE | {"start": "2025-08-04"})
    imported, shipped = (
        kfees.price(request, loaded) for loaded in (load_schedules(str(own), environment={}), library)
    )
    assert [line.maximum for line in imported.lines] == [line.maximum for line in shipped.lines]
    assert imported.lines[0].basis == "reference"
    [facts] = [one for one in imported.schedules if one.schedule == "department-of-health"]
    assert facts.digest != shipped.schedules[0].digest


def test_a_price_with_the_weights_of_another_year_is_an_estimate_in_every_quote(
    price: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    refused = bring_in(price, own)
    assert refused.status == 2
    assert "Pass --carry to take that from the version of 1 July 2025" in " ".join(refused.messages.split())
    assert not own.exists()
    result = bring_in(price, own, "--carry")
    assert (result.status, result.messages) == (0, "")
    shown = " ".join(result.output.split())
    assert "Carried from the version of 1 July 2025 (shipped) - The acute weights." in shown
    assert "Basis: indexed, an estimate, as weights are those of 1 July 2025 (--basis)." in shown
    quote = kfees.price(
        kfees.CourseRequest.model_validate({**COURSE, "charges": [{"payee": "hospital", "amount": "9000"}]}),
        load_schedules(str(own), environment={}),
    )
    [line] = quote.lines
    assert (str(line.maximum), line.basis, str(line.price_per_weight)) == ("6109.71", "indexed", "7412.00")
    assert (str(quote.totals.gap_least), str(quote.totals.gap_most)) == ("0.00", "9000.00")
    assert any("An estimate: no rate for this date was published" in reason for reason in line.reasons)
    assert any("the acute weights, the emergency weights" in reason for reason in line.reasons)
    table = run(
        "quote", "--regimen", "crps-4-day", "--setting", "public-hospital-admitted", "--start", "2026-08-03",
        "--schedules", str(own),
    )  # fmt: skip
    assert "indexed: an estimate" in table.output


def test_the_preview_fits_80_columns(year: Path, price: Path, tmp_path: Path) -> None:
    shown = bring_in(year, tmp_path / "own", "--dry-run", "--carry", first_day="2025-07-01").output
    shown += bring_in(year, tmp_path / "own", "--dry-run", first_day="2025-07-01").output
    shown += bring_in(price, tmp_path / "own", "--dry-run", "--price-per-weight", "7000").output
    assert "A dry run: nothing was written." in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert not [line for line in shown.splitlines() if line.endswith(" ")]
    assert not (tmp_path / "own").exists()


def test_json_says_all_of_it(year: Path, tmp_path: Path) -> None:
    result = bring_in(
        year, tmp_path / "own", "--carry", "--dry-run", "--format", "json", first_day="2025-07-01"
    )
    found = json.loads(result.output)
    assert [sheet["stream"] for sheet in found["sheets"]] == ["acute", "clinic", "emergency"]
    assert found["sheets"][0]["columns_not_read"][0]["column"] == "F"
    assert found["sheets_not_read"] == ["Admitted Mental Health"]
    assert [one["part"] for one in found["carried"]] == found["not_in_workbook"]
    assert found["carried"][-1] == {
        "part": "the price of one weighted unit",
        "from": "2025-07-01",
        "origin": "shipped",
    }
    assert (found["price_per_weight"], found["price_cell"], found["basis"]) == ("7258.00", None, "reference")
    assert found["problems"] == []


def test_json_has_every_problem(price: Path, tmp_path: Path) -> None:
    found = json.loads(bring_in(price, tmp_path / "own", "--format", "json").output)
    assert (found["price_per_weight"], found["price_cell"], found["basis"]) == (None, "Fees!B5", None)
    assert [problem["code"] for problem in found["problems"]] == ["not-in-workbook"]
    assert found["carried"] == []
    assert found["not_in_workbook"][0] == "the acute weights"


@pytest.mark.parametrize(
    ("flags", "place"),
    [
        (("--price-per-weight", "x"), "--price-per-weight"),
        (("--price-per-weight", "0"), "--price-per-weight"),
        (("--columns", "acute.weight=F"), "--columns acute.weight=F"),
        (("--set", "Fees:=5"), "--set Fees:=5"),
        (("--skip-rows", "Fees:x"), "--skip-rows Fees:x"),
        (("--skip-rows", "a:b:c"), "--skip-rows a:b:c"),
    ],
)
def test_flags_that_cannot_be_read_are_refused(
    flags: tuple[str, str], place: str, price: Path, tmp_path: Path
) -> None:
    result = bring_in(price, tmp_path / "own", "--carry", *flags)
    assert result.status == 2
    assert place in result.messages


def test_a_cell_and_a_row_are_named_with_their_sheet(price: Path, tmp_path: Path) -> None:
    result = bring_in(
        price, tmp_path / "own", "--carry", "--set", "Fees:B5=7400", "--set", "'Fees'!B6=7400",
        "--set", "B7=7400", "--skip-rows", "Fees:90,95-96",
    )  # fmt: skip
    assert result.status == 0
    assert "The price of one weighted unit: 7,400.00, cell Fees!B5." in result.output


def test_flags_of_weights_mean_nothing_for_fees(tmp_path: Path) -> None:
    path = book(tmp_path / "fees.xlsx", [("Item", "Description", "Fee"), (2801, "First", 150)])
    flags = ("--carry", "--price-per-weight", "7", "--columns", "acute.inlier=B", "--sheet", "Fees")
    result = run(
        "schedules", "import", str(path), "--schedule", "medical", "--from", "2026-08-01", *flags,
        "--sheet", "Other", "--into", str(tmp_path / "own"), "--dry-run",
    )  # fmt: skip
    assert result.status == 2
    for place in ("--carry", "--price-per-weight", "--columns acute.inlier=B", "--sheet Other"):
        assert f"  {place}\n" in result.messages
