"""Six workbooks that publishers made, with what must become of each."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import kfees
from kfees.money import CannotDetermine
from workbooks import amounts, codes, notes, only_problem, read

WEIGHTS = "01_ihacpa_nep25_price_weights.xlsx"
MBS = "06_mbs_20250301.xlsx"
NDIS = "08_ndis_support_catalogue_2024-25_v1.2.xlsx"
LOCALITY_FACTORS = "13_cms_anes2025.xlsx"
LOCALITIES = "16_cms_25locco.xlsx"
DRUGS = "19_us_az_ahcccs_fee_2026-01-01.xlsx"


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "workbooks"


def test_price_weights_are_refused_as_no_dollars(folder: Path, library: kfees.Library) -> None:
    problem = only_problem(read(folder / WEIGHTS, library))
    assert problem.code == "no-prices"
    assert "none of its 9 sheets has a column of prices in dollars" in problem.message
    assert "Price weights" in problem.message


def test_clinic_codes_of_the_price_weights_are_read_as_they_are_printed(
    folder: Path, library: kfees.Library, shared: Path
) -> None:
    """10.10 is stored as 10.1, and 10.15 carries the note mark 6; both stand beside the gathered table."""
    sheet = {"sheet": "Non-Admitted", "columns": {"item": "B"}}
    result = read(folder / WEIGHTS, library, **sheet)
    assert codes(result) == ["no-prices"]
    assert result.codes[9] == "10.10"
    assert result.codes[14:18] == ["10.15", "10.16", "10.17", "10.18"]
    assert "'10.156' is 10.15 (B21)" in notes(result)
    with (shared / "data" / "ihacpa" / "non_admitted_tier2.csv").open(encoding="utf-8") as table:
        known = {row["clinic"] for row in csv.DictReader(table)} if table else set()
    assert set(result.codes) <= known


def test_price_weights_named_as_amounts_are_refused_and_words_stay_words(
    folder: Path, library: kfees.Library
) -> None:
    result = read(folder / WEIGHTS, library, sheet="Non-Admitted", columns={"item": "B", "amount": "D"})
    assert codes(result) == ["not-dollars", "part-of-a-cent"]
    unknown = {rate.item: rate.amount for rate in result.rates}
    assert unknown["10.21"] == CannotDetermine("the workbook says 'Not priced' in cell D27")


def test_the_medicare_schedule_is_imported_to_the_cent(
    folder: Path, library: kfees.Library, shared: Path
) -> None:
    result = read(folder / MBS, library, schedule="medical", first_day=date(2025, 3, 1), payee=None, gst=None)
    found = amounts(result)
    with (shared / "data" / "mbs" / "mbs_2025-03-01.csv").open(encoding="utf-8") as table:
        expected = {row["item"]: row["fee"] for row in csv.DictReader(table)}
    assert len(found) == len(expected) == 5969
    assert found == {
        item: str(Decimal(fee).quantize(Decimal("0.01"))) if fee else "unknown"
        for item, fee in expected.items()
    }
    assert sum(amount == "unknown" for amount in found.values()) == 78
    assert {column.heading for column in result.understood.chosen.others} >= {
        "Benefit75",
        "Benefit85",
        "Benefit100",
    }
    assert result.comparison is not None
    assert result.comparison.typical is not None
    assert result.comparison.gone == ()


def test_the_price_list_by_state_asks_for_the_sheet_then_for_the_state(
    folder: Path, library: kfees.Library
) -> None:
    first = {"first_day": date(2024, 7, 1)}
    problem = only_problem(read(folder / NDIS, library, **first))
    assert problem.code == "which-sheet"
    assert "'Current Support Items'" in problem.message
    assert "Sheet3" not in problem.message, "hidden sheets hold prices that were superseded"
    current = {**first, "sheet": "Current Support Items"}
    problem = only_problem(read(folder / NDIS, library, **current))
    assert problem.code == "which-amount-column"
    for state in ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA", "Remote", "Very Remote"):
        assert f"'{state}'" in problem.message
    result = read(folder / NDIS, library, **current, columns={"amount": "VIC"})
    found = amounts(result)
    assert found["01_002_0107_1_1"] == "75.82"
    assert found["01_003_0107_1_1"] == "unknown"
    assert "04_454_0136_1_1" not in found, "in force from 1 October 2024 only"
    remote = read(folder / NDIS, library, **current, columns={"amount": "Very Remote"})
    assert amounts(remote)["01_002_0107_1_1"] == "113.73"


def test_locality_factors_ask_for_code_and_amount_and_keep_leading_zeros(
    folder: Path, library: kfees.Library
) -> None:
    result = read(folder / LOCALITY_FACTORS, library)
    assert codes(result) == ["which-item-column", "which-amount-column"]
    assert "D 'Anes CF of 20.3178' (19.31, 27.86)" in result.problems[1].message
    named = read(folder / LOCALITY_FACTORS, library, columns={"item": "A", "amount": "D"})
    assert codes(named) == ["duplicate-item"], "one contractor serves several localities"
    assert "'2102' is 02102 (A3)" in notes(named)
    assert "02102" in named.codes
    both = {"item": "A", "modifier": "B", "amount": "D"}
    found = amounts(read(folder / LOCALITY_FACTORS, library, columns=both))
    assert len(found) == 109
    assert (found["02102-01"], found["10112-00"]) == ("27.86", "19.31")


def test_a_map_of_localities_is_refused_as_no_fee_schedule(folder: Path, library: kfees.Library) -> None:
    problem = only_problem(read(folder / LOCALITIES, library))
    assert problem.code == "no-prices"
    assert "no fee schedule" in problem.message


def test_drug_prices_are_imported_with_by_report_as_unknown(folder: Path, library: kfees.Library) -> None:
    result = read(folder / DRUGS, library, first_day=date(2026, 1, 1))
    found = amounts(result)
    assert len(found) == 1240
    assert found["90371"] == "137.83"
    assert found["J3490"] == "unknown"
    assert sum(amount == "unknown" for amount in found.values()) == 16
    assert "Amounts that say 'BR', read as unknown, 16 cells" in notes(result)
    assert result.understood.layout is not None
    assert result.understood.layout.first_heading == result.understood.layout.last_heading == 5
    assert result.understood.layout.titles[0] == "Arizona Health Care Cost Containment System"
    before = read(folder / DRUGS, library, first_day=date(2025, 12, 31))
    assert codes(before) == ["no-items"]
