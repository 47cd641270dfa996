"""Six workbooks as publishers make them, with what must become of each."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import kfees
import published_workbooks
from kfees.money import CannotDetermine
from workbooks import amounts, codes, notes, only_problem, read


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("published")


@pytest.fixture(scope="module")
def weights(folder: Path) -> Path:
    return published_workbooks.price_weights(folder)


@pytest.fixture(scope="module")
def by_state(folder: Path) -> Path:
    return published_workbooks.price_list_by_state(folder)


@pytest.fixture(scope="module")
def factors(folder: Path) -> Path:
    return published_workbooks.locality_factors(folder)


def test_price_weights_are_refused_as_no_dollars(weights: Path, library: kfees.Library) -> None:
    problem = only_problem(read(weights, library))
    assert problem.code == "no-prices"
    assert "none of its 9 sheets has a column of prices in dollars" in problem.message
    assert "Price weights" in problem.message


def test_clinic_codes_of_the_price_weights_are_read_as_they_are_printed(
    weights: Path, library: kfees.Library
) -> None:
    """10.10 is stored as 10.1, and 10.15 carries the mark of note 6."""
    sheet = {"sheet": "Non-Admitted", "columns": {"item": "B"}}
    result = read(weights, library, **sheet)
    assert codes(result) == ["no-prices"]
    assert result.codes[9] == "10.10"
    assert result.codes[14:18] == ["10.15", "10.16", "10.17", "10.18"]
    assert "'10.156' is 10.15 (B21)" in notes(result)
    assert list(result.codes) == [f"10.{number:02}" for number in range(1, 21)]


def test_price_weights_named_as_amounts_are_refused_and_words_stay_words(
    weights: Path, library: kfees.Library
) -> None:
    result = read(weights, library, sheet="Non-Admitted", columns={"item": "B", "amount": "D"})
    assert codes(result) == ["not-dollars", "part-of-a-cent"]
    unknown = {rate.item: rate.amount for rate in result.rates}
    assert unknown["10.21"] == CannotDetermine("the workbook says 'Not priced' in cell D27")


def test_the_medicare_schedule_is_imported_to_the_cent(folder: Path, library: kfees.Library) -> None:
    result = read(
        published_workbooks.medicare(folder),
        library,
        schedule="medical",
        first_day=date(2025, 3, 1),
        payee=None,
        gst=None,
    )
    found = amounts(result)
    with published_workbooks.MEDICARE_FEES.open(encoding="utf-8", newline="") as table:
        expected = {row["item"]: row["2025-03-01"] for row in csv.DictReader(table) if row["2025-03-01"]}
    assert len(found) == len(expected) == 5969
    assert found == {
        item: "unknown" if fee == "derived" else str(Decimal(fee).quantize(Decimal("0.01")))
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
    by_state: Path, library: kfees.Library
) -> None:
    first = {"first_day": date(2024, 7, 1)}
    problem = only_problem(read(by_state, library, **first))
    assert problem.code == "which-sheet"
    assert "'Current Support Items'" in problem.message
    assert "Sheet3" not in problem.message, "hidden sheets hold prices that were superseded"
    current = {**first, "sheet": "Current Support Items"}
    problem = only_problem(read(by_state, library, **current))
    assert problem.code == "which-amount-column"
    for state in ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA", "Remote", "Very Remote"):
        assert f"'{state}'" in problem.message
    result = read(by_state, library, **current, columns={"amount": "VIC"})
    found = amounts(result)
    assert found["01_002_0107_1_1"] == "75.82"
    assert found["01_003_0107_1_1"] == "unknown"
    assert "04_454_0136_1_1" not in found, "in force from 1 October 2024 only"
    remote = read(by_state, library, **current, columns={"amount": "Very Remote"})
    assert amounts(remote)["01_002_0107_1_1"] == "113.73"


def test_locality_factors_ask_for_code_and_amount_and_keep_leading_zeros(
    factors: Path, library: kfees.Library
) -> None:
    result = read(factors, library)
    assert codes(result) == ["which-item-column", "which-amount-column"]
    assert "D 'Anes CF of 20.3178' (19.31, 27.86)" in result.problems[1].message
    named = read(factors, library, columns={"item": "A", "amount": "D"})
    assert codes(named) == ["duplicate-item"], "one contractor serves several localities"
    assert "'2102' is 02102 (A3)" in notes(named)
    assert "02102" in named.codes
    both = {"item": "A", "modifier": "B", "amount": "D"}
    found = amounts(read(factors, library, columns=both))
    assert len(found) == 109
    assert (found["02102-01"], found["10112-00"]) == ("27.86", "19.31")


def test_a_map_of_localities_is_refused_as_no_fee_schedule(folder: Path, library: kfees.Library) -> None:
    problem = only_problem(read(published_workbooks.localities(folder), library))
    assert problem.code == "no-prices"
    assert "no fee schedule" in problem.message


def test_drug_prices_are_imported_with_by_report_as_unknown(folder: Path, library: kfees.Library) -> None:
    path = published_workbooks.drug_prices(folder)
    result = read(path, library, first_day=date(2026, 1, 1))
    found = amounts(result)
    assert len(found) == 1240
    assert found["90371"] == "137.83"
    assert found["J3490"] == "unknown"
    assert sum(amount == "unknown" for amount in found.values()) == 16
    assert "Amounts that say 'BR', read as unknown, 16 cells" in notes(result)
    assert result.understood.layout is not None
    assert result.understood.layout.first_heading == result.understood.layout.last_heading == 5
    assert result.understood.layout.titles[0] == "A health care system"
    before = read(path, library, first_day=date(2025, 12, 31))
    assert codes(before) == ["no-items"]
