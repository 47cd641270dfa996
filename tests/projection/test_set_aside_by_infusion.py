"""A US set-aside: the payer's own price of an infusion, wherever it is given, whoever the patient is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import kfees
from kfees.projection.scenario import Scenario
from kfees.projection.simulation import simulate
from kfees.reading.json_and_toml import read_model
from plans import Asked, problems_of, projected

COURSE: Asked = {"payer": "us-set-aside", "regimen": "crps-10-day", "start": "2026-08-03"}
YEARLY: Asked = {"request": COURSE, "rule_set": "medicare-set-aside", "courses_per_year": 1, "years": 20}


def asked(request: Asked, **changed: Any) -> Asked:
    plan = {**YEARLY, "request": {**COURSE, **request}, **changed}
    return {key: value for key, value in plan.items() if value is not None}


def said(projection: kfees.Projection) -> str:
    return " ".join(projection.assumptions).replace("\N{NO-BREAK SPACE}", " ")


def test_neither_setting_nor_weight_is_asked_and_the_price_is_the_article_s(library: kfees.Library) -> None:
    """10 infusions x 2,750.00 = 27,500.00 a course, 20 courses: 550,000.00 USD."""
    found = projected(library, YEARLY)
    assert found.totals.amount == Decimal("550000.00")
    assert (found.plan.currency, found.payer.currency, found.payer.name) == ("USD", "USD", "us-set-aside")
    (line,) = found.courses[0].lines
    assert (line.rate, line.quantity, line.basis, line.stale) == (
        Decimal("2750.00"),
        Decimal(10),
        "reference",
        False,
    )
    assert found.settlement is not None
    assert found.settlement.total == Decimal("550000.00")
    for words in ("An infusion costs USD 2,750.00:", "Infusions a course: 10,", "All amounts are in USD."):
        assert words in said(found)
    assert "or more" in said(found)
    assert "Each course is projected at its maximum" not in said(found)


@pytest.mark.parametrize("often", [{"courses_per_year": 12}, {"courses_per_year": None, "months_between": 1}])
def test_no_interval_of_another_payer_is_kept(library: kfees.Library, often: Asked) -> None:
    found = projected(library, asked({}, **often, years=2))
    assert found.totals.courses == 24
    assert "no interval between treatments was checked" in said(found)
    assert "24 in all." in said(found)  # nobody approves each when its time comes
    for words in ("initial treatment", "intervals between treatments are kept"):
        assert words not in said(found)


def test_every_two_years_over_a_life_expectancy(library: kfees.Library) -> None:
    """30.5 years: 366 months; courses at 0, 24, ... 360 months: 16 of 27,500.00. By annual frequency
    0.5 x 27,500.00 = 13,750.00 a year, and over 366 months 419,375.00."""
    table = {"source": "a test", "first_age": 50, "expectancies": ["30.5"]}
    often = {"courses_per_year": None, "months_between": 24, "years": None}
    found = projected(library, asked({}, **often, age=50, life_table=table))
    assert found.totals.amount == Decimal("440000.00")
    assert "USD 13,750.00 a year and USD 419,375.00 over 366 months" in said(found)


@pytest.mark.parametrize(
    ("request_", "infusions"),
    [({"sessions": 4}, 4), ({"regimen": "crps-4-day"}, 1), ({"setting": "consulting-rooms"}, 10)],
)
def test_infusions_are_counted_by_the_course(library: kfees.Library, request_: Asked, infusions: int) -> None:
    found = projected(library, asked(request_, years=1))
    assert found.totals.amount == 2750 * infusions


def test_the_plan_s_own_price_stands_in_the_payer_s_place(library: kfees.Library) -> None:
    price = {"amount": "1900", "source": "The clinic's price list"}
    found = projected(library, asked({}, per_infusion=price, infusions_per_course=6, years=1))
    assert found.totals.amount == Decimal("11400.00")
    assert found.payer.currency == "USD"
    assert "An infusion costs USD 1,900.00, as supplied: The clinic's price list." in said(found)
    assert "2750" not in said(found)


def test_another_currency_than_the_payer_s_is_refused(library: kfees.Library) -> None:
    for price in ({}, {"per_infusion": {"amount": "1900", "source": "a test"}}):
        assert problems_of(library, asked({}, currency="AUD", **price)) == {"currency": "other-currency"}
    assert problems_of(library, asked({}, currency="USD")) == {}


def test_a_charge_above_the_price_leaves_a_gap_that_is_about(library: kfees.Library) -> None:
    """Taylor v. State of Delaware billed 8,700 an infusion: 10 x (8,700 - 2,750) = 59,500 a course."""
    charge = {"payee": "provider", "amount": "87000"}
    totals = projected(library, asked({"charges": [charge]}, years=1)).totals
    assert (totals.gap, totals.gap_least, totals.gap_most) == (
        Decimal("59500.00"),
        Decimal("0.00"),
        Decimal("87000.00"),
    )


def test_in_a_reserve_the_price_grows_on_each_anniversary_of_the_valuation_date(
    library: kfees.Library,
) -> None:
    """2,750.00, then x 1.03 = 2,832.50, then x 1.0609 = 2,917.475 -> 2,917.48: times 10."""
    reserve = {"rule_set": "reserve", "indexation": "0.03", "discount": "0", "years": 3}
    found = projected(library, asked({}, **reserve))
    assert [course.amount for course in found.courses] == [
        Decimal("27500.00"),
        Decimal("28325.00"),
        Decimal("29174.80"),
    ]
    assert not found.totals.stale
    assert "on the price of an infusion on each anniversary of the valuation date" in said(found)


def test_a_victorian_plan_still_needs_its_setting_and_weight(library: kfees.Library) -> None:
    plan = {**YEARLY, "request": {"regimen": "crps-10-day", "start": "2026-08-03"}}
    assert problems_of(library, plan) == {"request.setting": "missing"}
    rooms = {**plan, "request": {**plan["request"], "setting": "consulting-rooms"}}
    assert problems_of(library, rooms) == {"request.weight_kg": "missing"}


def test_workers_of_a_set_aside_have_no_settings(library: kfees.Library) -> None:
    """1 or 10 infusions, every year or every second, in 4 years: from 2 x 2,750.00 to 4 x 27,500.00."""
    shares = {"distribution": "table", "shares": ["0.5", "0.5"]}
    scenario = {
        "title": "Set-asides",
        "payer": "us-set-aside",
        "draws": 200,
        "seed": 1,
        "regimen": "crps-10-day",
        "start": "2026-08-03",
        "rule_set": "medicare-set-aside",
        "years": 4,
        "sessions": {**shares, "values": ["1", "10"]},
        "months_between": {**shares, "values": ["12", "24"]},
    }
    found = simulate(read_model(Scenario, scenario), library)
    assert (found.amount.least, found.amount.most) == (Decimal("5500.00"), Decimal("110000.00"))
    assert found.payer.currency == "USD"
    with pytest.raises(kfees.InputError, match="pays by the infusion, whatever the setting"):
        simulate(read_model(Scenario, {**scenario, "settings": {"consulting-rooms": "1"}}), library)
