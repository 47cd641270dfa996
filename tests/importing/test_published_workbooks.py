"""Six workbooks laid out as publishers lay out theirs, with what must become of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import fee_workbooks
import kfees
import weight_workbooks
from kfees.model.money import CannotDetermine
from publishing import published
from workbooks import amounts, codes, notes, only_problem, read


def test_price_weights_are_refused_as_no_dollars(tmp_path: Path, library: kfees.Library) -> None:
    problem = only_problem(read(weight_workbooks.price_weights(tmp_path / "w.xlsx"), library))
    assert problem.code == "no-prices"
    assert "none of its 4 sheets has a column of prices in dollars" in problem.message
    assert "Price weights" in problem.message


def test_clinic_codes_of_the_price_weights_are_read_as_they_are_printed(
    tmp_path: Path, library: kfees.Library
) -> None:
    """10.10 is stored as 10.1, and 10.15 carries the note mark 6; both stand in the published table."""
    path = weight_workbooks.price_weights(tmp_path / "w.xlsx")
    result = read(path, library, sheet="Non-Admitted", columns={"item": "B"})
    assert codes(result) == ["no-prices"]
    assert result.codes[9] == "10.10"
    assert result.codes[14:18] == ["10.15", "10.16", "10.17", "10.18"]
    assert "'10.156' is 10.15 (B21)" in notes(result)
    clinics = published("department-of-health/clinics.csv")
    known = {row["clinic"] for row in clinics if row["year"] == "2025"}
    assert set(result.codes) <= known | set(weight_workbooks.UNPRICED)


def test_price_weights_named_as_amounts_are_refused_and_words_stay_words(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = weight_workbooks.price_weights(tmp_path / "w.xlsx")
    result = read(path, library, sheet="Non-Admitted", columns={"item": "B", "amount": "D"})
    assert codes(result) == ["not-dollars", "part-of-a-cent"]
    unknown = {rate.item: rate.amount for rate in result.rates}
    assert unknown["10.21"] == CannotDetermine("the workbook says 'Not priced' in cell D27")
    assert set(unknown) == set(weight_workbooks.UNPRICED)


def test_the_medicare_schedule_is_imported_to_the_cent(tmp_path: Path, library: kfees.Library) -> None:
    path = fee_workbooks.medicare_schedule(tmp_path / "m.xlsx")
    said = {
        "schedule": "medical",
        "first_day": date(2025, 3, 1),
        "payee": None,
        "gst": None,
        "basis": "floor",
    }
    result = read(path, library, **said)
    found = amounts(result)
    assert len(found) == 5969
    assert found == {
        item: "unknown" if fee == "derived" else fee for item, fee in fee_workbooks.medicare_fees().items()
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
    tmp_path: Path, library: kfees.Library
) -> None:
    path = fee_workbooks.prices_by_state(tmp_path / "s.xlsx")
    first = {"first_day": date(2024, 7, 1)}
    problem = only_problem(read(path, library, **first))
    assert problem.code == "which-sheet"
    assert "'Current Supports'" in problem.message
    assert "'Legacy Supports'" in problem.message
    assert "Sheet3" not in problem.message, "hidden sheets hold prices that were superseded"
    assert "Prices before" not in problem.message
    current = {**first, "sheet": "Current Supports"}
    problem = only_problem(read(path, library, **current))
    assert problem.code == "which-amount-column"
    for state in fee_workbooks.STATES:
        assert f"'{state}'" in problem.message
    result = read(path, library, **current, columns={"amount": "VIC"})
    found = amounts(result)
    assert found["71_002_0107_1_1"] == "74.50"
    assert found["71_001_0107_1_1"] == "unknown"
    assert "71_060_0107_1_1" not in found, "in force from 1 October 2024 only"
    assert len(found) == 60 + 1, "the supports in force, and the payment"
    remote = read(path, library, **current, columns={"amount": "Very Remote"})
    assert amounts(remote)["71_002_0107_1_1"] == "111.75"


def test_locality_factors_ask_for_code_and_amount_and_keep_leading_zeros(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = fee_workbooks.locality_factors(tmp_path / "f.xlsx")
    result = read(path, library)
    assert codes(result) == ["which-item-column", "which-amount-column"]
    assert "D 'Unit CF of 20.3456' (19, 19.37)" in result.problems[1].message
    named = read(path, library, columns={"item": "A", "amount": "D"})
    assert codes(named) == ["duplicate-item"], "one contractor serves several localities"
    assert "'2102' is 02102 (A3)" in notes(named)
    assert "02102" in named.codes
    both = {"item": "A", "modifier": "B", "amount": "D"}
    found = amounts(read(path, library, columns=both))
    assert len(found) == 110
    assert (found["02102-01"], found["10112-00"]) == ("19.37", "19.00")


def test_a_map_of_localities_is_refused_as_no_fee_schedule(tmp_path: Path, library: kfees.Library) -> None:
    problem = only_problem(read(fee_workbooks.localities(tmp_path / "l.xlsx"), library))
    assert problem.code == "no-prices"
    assert "no fee schedule" in problem.message


def test_drug_prices_are_imported_with_by_report_as_unknown(tmp_path: Path, library: kfees.Library) -> None:
    path = fee_workbooks.drug_prices(tmp_path / "d.xlsx")
    result = read(path, library, first_day=date(2026, 1, 1))
    found = amounts(result)
    assert len(found) == 124
    assert found["80300"] == "12.50"
    assert found["80310"] == "0.07"
    assert found["Q2380"] == "unknown"
    assert sum(amount == "unknown" for amount in found.values()) == 16
    assert "Amounts that say 'BR', read as unknown, 16 cells" in notes(result)
    assert result.understood.layout is not None
    assert result.understood.layout.first_heading == result.understood.layout.last_heading == 5
    assert result.understood.layout.titles[0] == "Health Care of a State"
    before = read(path, library, first_day=date(2025, 12, 31))
    assert codes(before) == ["no-items"]
