"""A portfolio comes to what its courses come to one by one: to the cent, unknowns and refusals included."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest

import kfees
from effort import times
from kfees.library.library import Library
from laws.portfolio_cells import CONTINUOUS, SETTINGS, Portfolio, portfolios
from overlays import write_version
from portfolios import assert_same, course


@pytest.fixture(scope="session")
def with_drugs(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library that prices the ampoules, so that body weights matter; its changes fall on no 1 July."""
    folder = tmp_path_factory.mktemp("drugs")
    drug = {"payee": '"pharmacy"', "next_change_expected": "2025-01-28"}
    write_version(folder, "pharmacy", "2024-03-05", "ketamine-200mg,Ketamine,12.34,ampoule", **drug)
    drug["next_change_expected"] = "2027-01-28"
    write_version(folder, "pharmacy", "2025-05-05", "ketamine-200mg,Ketamine,15.05,ampoule", **drug)
    return kfees.load_schedules(folder, environment={})


def assert_each_is_its_course(portfolio: Portfolio, library: Library) -> None:
    priced = kfees.price_portfolio(portfolio.frame(), library).collect()
    assert_same(priced.to_dicts(), portfolio.rows, library)
    # The input itself comes back untouched, in its order.
    assert priced.select(portfolio.columns.keys()).equals(portfolio.frame().collect(), null_equal=True)


def test_every_row_is_what_its_course_comes_to_alone(library: Library) -> None:
    for portfolio in portfolios(times(30), "alone"):
        assert_each_is_its_course(portfolio, library)


def test_so_it_is_where_the_drug_is_priced_by_body_weight(with_drugs: Library) -> None:
    for portfolio in portfolios(times(20), "drugs"):
        assert_each_is_its_course(portfolio, with_drugs)


PAYERS = {
    "worksafe-victoria": "WorkSafe",
    "tac-victoria": "the TAC",
    "us-set-aside": "Us set aside",
    "sunshine-queensland": "Sunshine Compensation Fund of Queensland",
}


def test_so_it_is_where_each_row_has_its_payer(queensland: Library) -> None:
    for portfolio in portfolios(times(20), "payers", PAYERS):
        assert_each_is_its_course(portfolio, queensland)


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("regimen", ["crps-4-day", "crps-10-day"])
def test_every_start_of_three_years_prices_as_it_does_alone(
    regimen: str, setting: str, with_drugs: Library
) -> None:
    if regimen == "crps-4-day" and setting not in CONTINUOUS:
        starts = [date(2024, 6, 30)]  # refused, whenever it starts
    else:
        starts = [date(2023, 11, 1) + timedelta(days=number) for number in range(3 * 366)]
    asked = {"regimen": regimen, "setting": setting, "hospital_charge": None, "medical_charge": None}
    rows = [course(start, **asked) for start in starts]
    frame = pl.LazyFrame(rows, schema_overrides={"hospital_charge": pl.Decimal(12, 2)})
    assert_same(kfees.price_portfolio(frame, with_drugs).collect().to_dicts(), rows, with_drugs)


def test_the_drug_is_priced_at_every_weight_at_which_another_ampoule_is_opened(with_drugs: Library) -> None:
    weights = [Decimal("142.857142857142"), Decimal("142.857142857143"), Decimal("285.714285714286")]
    rows = [course(weight_kg=weight) for weight in (*weights, Decimal("0.1"), Decimal(400))]
    frame = pl.LazyFrame([{**row, "weight_kg": str(row["weight_kg"])} for row in rows])
    priced = kfees.price_portfolio(frame, with_drugs).collect()
    assert_same(priced.to_dicts(), rows, with_drugs)
    assert priced["pharmacy_maximum"].n_unique() == 3


def test_a_portfolio_of_nothing_is_priced_to_nothing(library: Library) -> None:
    frame = pl.LazyFrame([course()]).clear()
    priced = kfees.price_portfolio(frame, library).collect()
    assert priced.height == 0
    assert priced.schema == kfees.price_portfolio(frame, library).collect_schema()
