"""Accounts in a portfolio: sessions, stays, fees, discounts and GST, each row as its course alone is."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import kfees
from kfees.library.library import Library
from kfees.portfolio import Pricer
from kfees.portfolio.columns import recognise
from kfees.portfolio.named import Named
from portfolios import assert_same, course

WARD: dict[str, Any] = {"setting": "private-hospital-inpatient", "weight_kg": Decimal(80)}
OUT = {"maximum": None, "payable": None, "gap": None, "complete": False}


def priced(library: Library, **changed: Any) -> dict[str, Any]:
    """The one course, which comes to the same alone."""
    row = course(**changed)
    results = kfees.price_portfolio(pl.LazyFrame([row]), library).collect().to_dicts()
    assert_same(results, [row], library)
    return results[0]


def told(library: Library, **changed: Any) -> list[tuple[str, str]]:
    frame = pl.DataFrame([course(**changed)])
    return Pricer(frame.schema, library).problems(frame).select("column", "message").rows()


def test_a_fee_may_all_be_the_workers_and_leaves_the_rest_of_the_gap_certain(library: Library) -> None:
    found = priced(library, hospital_fee=Decimal("300.00"))
    assert {name: found[name] for name in OUT} == OUT
    # The hospital's 450.40 are certain; the doctor's rates are floors, and the fee may be payable.
    assert (found["gap_least"], found["gap_most"]) == (Decimal("450.40"), Decimal("1290.20"))
    assert (found["hospital_gap"], found["medical_gap"]) == (None, Decimal("539.80"))


def test_a_fee_or_discount_of_0_is_none(library: Library) -> None:
    none = priced(library, hospital_fee=Decimal("0.00"), pharmacy_discount=Decimal("0.00"))
    assert none["gap"] == Decimal("990.20")


def test_a_discount_is_off_the_charge(library: Library) -> None:
    assert priced(library, hospital_discount=Decimal("50.40"))["gap"] == Decimal("939.80")


def test_charges_with_gst_are_held_against_rates_with_gst(library: Library) -> None:
    assert priced(library, gst="included")["hospital_maximum"] == Decimal("3024.60")


def test_sessions_and_the_days_of_a_stay_stand_in_place_of_the_usual_ones(library: Library) -> None:
    assert priced(library, sessions=1)["hospital_maximum"] == Decimal("274.96")
    stay = {"admitted": date(2024, 8, 3), "discharged": date(2024, 8, 20)}
    by_days = priced(library, **WARD, **stay)
    assert by_days["hospital_maximum"] == priced(library, **WARD, nights=17)["hospital_maximum"]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (
            {"hospital_discount": Decimal(4000)},
            ("hospital_discount", "4000.00 is more than the 3200.00 that"),
        ),
        ({"pharmacy_discount": Decimal(5)}, ("pharmacy_discount", "pharmacy charges nothing that it could")),
        ({"sessions": 0}, ("sessions", "'0' is no number of sessions.")),
        ({"sessions": 101}, ("sessions", "'101' is no number of sessions.")),
        ({"gst": "320.00"}, ("gst", "'320.00' does not say whether the charges include GST.")),
        (
            {**WARD, "admitted": date(2024, 8, 9), "discharged": date(2024, 8, 7)},
            ("discharged", "the discharge on 2024-08-07 is before the admission on 2024-08-09."),
        ),
        (
            {**WARD, "nights": 12, "discharged": date(2024, 8, 15)},
            ("nights", "12 nights are stated; from 2024-08-05 to 2024-08-15 are 10."),
        ),
    ],
)
def test_what_does_not_fit_is_said_at_its_column(
    library: Library, changed: dict[str, Any], problem: tuple[str, str]
) -> None:
    found = told(library, **changed)
    assert any(column == problem[0] and message.startswith(problem[1]) for column, message in found), found


def test_all_that_is_wrong_with_a_row_is_said_at_once(library: Library) -> None:
    found = told(
        library,
        **WARD,
        sessions=5,
        discharged=date(2024, 8, 7),
        hospital_discount=Decimal(4000),
        pharmacy_discount=Decimal(1),
    )
    assert [column for column, _ in found] == ["hospital_discount", "pharmacy_discount", "discharged"]
    unread = told(library, **WARD, start="soon", admitted=date(2024, 8, 4), hospital_discount=Decimal(4000))
    assert [column for column, _ in unread] == ["start", "hospital_discount"]


def test_a_fee_without_a_column_of_charges_is_asked_about_unless_it_bears_its_own_name(
    library: Library,
) -> None:
    course_columns: dict[str, pl.DataType] = dict.fromkeys(("regimen", "setting", "start"), pl.String())
    both = dict.fromkeys(("Medical charge", "Hospital fee"), pl.String())
    with pytest.raises(kfees.InputError, match="all that the hospital provider charges, or a fee that no"):
        recognise({**course_columns, **both}, library)
    for columns in (["hospital_fee"], ["Hospital charge", "Hospital fee"]):
        found = recognise({**course_columns, **dict.fromkeys(columns, pl.String())}, library)
        assert found.by_field["hospital_fee"] == columns[-1]


@pytest.mark.parametrize(
    ("columns", "charges"),
    [
        (["Hospital fee"], {"hospital_charge": "Hospital fee"}),
        (["HOSPITAL FEE (AUD)", "notes"], {"hospital_charge": "HOSPITAL FEE (AUD)"}),
        (["medical fee"], {"medical_charge": "medical fee"}),
        (["Hospital fee", "Doctor fee"], {"hospital_charge": "Hospital fee"}),
        (["Hospital fee", "Drug fee"], {"hospital_charge": "Hospital fee"}),
        (["Hospital fee", "Hospital discount"], {"hospital_charge": "Hospital fee"}),
    ],
)  # fmt: skip
def test_a_fee_in_place_of_a_charge_is_what_is_charged(
    library: Library, columns: list[str], charges: dict[str, str]
) -> None:
    found = recognise(dict.fromkeys(("regimen", "setting", "start", *columns), pl.String()), library)
    assert charges.items() <= found.by_field.items()
    assert found.fees_read_as_charges == tuple(charges.values())
    assert not {charge.replace("_charge", "_fee") for charge in charges} & found.by_field.keys()


def test_where_a_fee_is_asked_about_either_flag_leads_on(library: Library) -> None:
    names = ("regimen", "setting", "start", "Doctor charge", "Hospital fee")
    schema = dict.fromkeys(names, pl.String())
    with pytest.raises(kfees.InputError) as refused:
        recognise(schema, library)
    (problem,) = refused.value.problems
    flags = re.findall(r"--columns (\w+)=(E)", problem.remedy)
    assert [field for field, _ in flags] == ["hospital_charge", "hospital_fee"]
    for field, letter in flags:
        found = recognise(schema, library, Named({field: letter}))
        assert found.by_field[field] == "Hospital fee"
        assert len(found.by_field) == len(names)


def test_the_month_stands_first_in_every_column_of_days_where_it_does_in_one(library: Library) -> None:
    row = {**course(**WARD), "start": "08/05/2024", "discharged": "08/15/2024"}
    (found,) = kfees.price_portfolio(pl.LazyFrame([row]), library).collect().to_dicts()
    assert found["problem"] is None
    assert found["maximum"] == priced(library, **WARD)["maximum"]
