"""Rules between items stand in the quote: what is excluded costs the payer nothing, and the line says why."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import kfees
from kfees.engine.alternatives import alternatives_to
from kfees.model.money import ZERO
from kfees.model.quote import Line
from portfolios import effect_of

DAY_HOSPITAL: dict[str, Any] = {
    "regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05", "weight_kg": "80",
}  # fmt: skip
INPATIENT = DAY_HOSPITAL | {"regimen": "crps-4-day", "setting": "private-hospital-inpatient"}
ROOMS = DAY_HOSPITAL | {"setting": "consulting-rooms"}
ANAESTHETIST = {"schedule": "medical", "item": "17645", "dates": ["2024-08-05"]}
WITH_PAIN_SPECIALIST = (
    "Not payable: An anaesthetist's consultation is not payable with a pain specialist's attendance for the"
    " same service."
)


def service(name: str, *days: int, quantity: str = "1") -> dict[str, Any]:
    schedule, item = name.split(":")
    dates = [f"2024-08-{day:02}" for day in days]
    return {"schedule": schedule, "item": item, "dates": dates, "quantity": quantity}


def hospital(item: str, *days: int) -> dict[str, Any]:
    return service(f"private-hospital:{item}", *days)


def priced(
    library: kfees.Library, asked: dict[str, Any], *services: dict[str, Any], **more: Any
) -> kfees.Quote:
    return kfees.price(kfees.CourseRequest.model_validate(asked | {"services": services} | more), library)


def lines(quote: kfees.Quote, item: str) -> list[Line]:
    return [line for line in quote.lines if line.item == item]


def excluded(quote: kfees.Quote) -> dict[str, list[int]]:
    """The days in August on which each item is excluded."""
    return {
        line.code: [day.day for day in line.dates]
        for line in quote.lines
        if line.determination == "not payable"
    }


def test_an_anaesthetists_consultation_with_a_pain_specialists_is_charged_to_the_worker(
    library: kfees.Library,
) -> None:
    charges = [{"payee": "hospital", "amount": "2749.60"}, {"payee": "medical", "amount": "1063.00"}]
    quote = priced(library, DAY_HOSPITAL, ANAESTHETIST, charges=charges)
    (line,) = lines(quote, "17645")
    assert (line.maximum, line.determination, line.rate, line.basis) == (ZERO, "not payable", None, None)
    assert line.reasons[:2] == (WITH_PAIN_SPECIALIST, "Payable instead: medical:2801.")
    assert quote.totals.maximum == Decimal("3709.80")
    assert quote.totals.gap == Decimal("102.80")
    assert quote.totals.basis == "floor"


def test_a_charge_for_an_excluded_unit_is_all_gap(library: kfees.Library) -> None:
    charges = [
        {"schedule": "medical", "item": item, "amount": "150.00"} for item in ("2801", "2806", "17645")
    ]
    (line,) = lines(priced(library, DAY_HOSPITAL, ANAESTHETIST, charges=charges), "17645")
    assert (line.charge, line.payable, line.gap) == (Decimal("150.00"), ZERO, Decimal("150.00"))


def test_only_the_days_that_a_rule_concerns_are_excluded(library: kfees.Library) -> None:
    quote = priced(library, DAY_HOSPITAL, service("medical:17645", 5, 10, 12, 17))
    payable, not_payable = sorted(lines(quote, "17645"), key=lambda line: line.determination)
    assert [day.day for day in payable.dates] == [10, 17]  # Saturdays, without an attendance
    assert payable.maximum == 2 * Decimal("98.95")
    assert [day.day for day in not_payable.dates] == [5, 12]
    assert not_payable.reasons[1] == "Payable instead: medical:2801 and medical:2806."


@pytest.mark.parametrize(
    ("asked", "services", "found"),
    [
        (INPATIENT, [hospital("ICU", 6)], {"M": [6]}),
        (INPATIENT, [hospital("CCU", 6), hospital("ICU", 6)], {"CCU": [6], "M": [6]}),
        (INPATIENT, [hospital("M", 6)], {"M": [6]}),
        (INPATIENT, [hospital("DS4", 6, 9)], {"DS4": [6]}),
        (DAY_HOSPITAL, [hospital("DS3", 6)], {"DS1": [6]}),
        (DAY_HOSPITAL, [hospital("DS1", 6)], {"DS1": [6]}),
        (DAY_HOSPITAL, [hospital("M", 6)], {"DS1": [6]}),
        (DAY_HOSPITAL, [hospital("M", 6), hospital("DS2", 6)], {"DS1": [6], "DS2": [6]}),
        (DAY_HOSPITAL, [hospital("HIT", 6), hospital("T4", 6)], {}),
        (ROOMS, [service("medical:2801", 6)], {"2801": [6]}),
        (ROOMS, [service("medical:2801", 2)], {"2801": [5]}),
        (ROOMS, [service("medical:2824", 5)], {"2801": [5]}),
        (ROOMS, [service("medical:132", 5, 6)], {"132": [6]}),
        (ROOMS, [service("medical:132", 5, 6), service("medical:110", 5)], {"132": [5]}),
        (ROOMS, [service("medical:133", 5, 6, 7, 8)], {"133": [7, 8]}),
        (ROOMS, [service("medical:2801", 10), service("medical:17645", 10)], {"2801": [10]}),
    ],
)  # fmt: skip
def test_each_rule_excludes_one_side_and_the_other_is_paid(
    asked: dict[str, Any], services: list[dict[str, Any]], found: dict[str, list[int]], library: kfees.Library
) -> None:
    for order in itertools.permutations(services):
        quote = priced(library, asked, *order)
        assert excluded(quote) == found
        request = kfees.CourseRequest.model_validate(asked | {"services": order})
        told = {
            line.partition(":")[2]
            for finding in kfees.assess(request, library).item_findings
            for line in finding.excluded
        }
        assert told == set(found)


def test_units_beyond_a_rule_are_a_line_of_their_own(library: kfees.Library) -> None:
    quote = priced(library, ROOMS, service("medical:2801", 5, quantity="2"))
    first, beyond = lines(quote, "2801")
    assert (first.quantity, first.maximum) == (Decimal(1), Decimal("174.50"))
    assert (beyond.quantity, beyond.maximum, beyond.determination) == (Decimal(2), ZERO, "not payable")


def test_a_bed_that_is_not_paid_still_counts_for_the_day_of_the_stay(library: kfees.Library) -> None:
    stay = INPATIENT | {"episode": {"nights": 16}}
    quote = priced(library, stay, hospital("ICU", 6))
    beds = {(line.rate, line.quantity) for line in lines(quote, "M") if line.rate}
    assert beds == {(Decimal("804.25"), Decimal(13)), (Decimal("698.57"), Decimal(2))}


def test_two_operations_on_one_day_are_put_to_somebody_and_change_no_figure(library: kfees.Library) -> None:
    for services in (
        [service("medical:30473", 5), service("medical:30478", 5)],
        [service("medical:30473", 5, quantity="2")],
    ):
        quote = priced(library, ROOMS, *services)
        (sentence,) = quote.please_check
        assert sentence.startswith(
            "For several operations on one day the rule for several operations pays less"
        )
        assert "on 5 August 2024" in sentence
        assert excluded(quote) == {}
        request = kfees.CourseRequest.model_validate(ROOMS | {"services": services})
        assert kfees.assess(request, library).please_check == quote.please_check
    apart = priced(library, ROOMS, service("medical:30473", 5), service("medical:30478", 6))
    assert apart.please_check == ()


SETTING = """
title = "Two doctors"
source = "invented for a test"
overnight = false
continuous = false

[[service]]
schedule = "medical"
item = "2806"
when = "each treatment day"

[[service]]
schedule = "medical"
item = "17645"
when = "first treatment day"

[[service]]
schedule = "private-hospital"
item = "DS1"
when = "each treatment day"

[[service]]
schedule = "private-hospital"
item = "DS1"
when = "each treatment day"
"""


@pytest.fixture
def two_doctors(tmp_path: Path) -> kfees.Library:
    folder = tmp_path / "overlay" / "settings"
    folder.mkdir(parents=True)
    (folder / "two-doctors.toml").write_text(SETTING)
    return kfees.load_schedules(folder.parent, environment={})


def test_a_portfolio_excludes_what_a_single_price_excludes(two_doctors: kfees.Library) -> None:
    asked = DAY_HOSPITAL | {"setting": "two-doctors"}
    charges = [{"payee": "hospital", "amount": "6000.00"}, {"payee": "medical", "amount": "900.00"}]
    single = priced(two_doctors, asked, charges=charges).totals
    assert single.maximum == 10 * (Decimal("274.96") + Decimal("87.30"))
    row = {key: [value] for key, value in asked.items()} | {"hospital": ["6000.00"], "medical": ["900.00"]}
    priced_row = kfees.price_portfolio(pl.LazyFrame(row), two_doctors).collect().row(0, named=True)
    for figure in ("maximum", "payable", "gap", "basis"):
        assert priced_row[figure] == getattr(single, figure)


def test_a_projection_a_comparison_and_another_years_effect_exclude_the_same(
    two_doctors: kfees.Library,
) -> None:
    asked = DAY_HOSPITAL | {"setting": "two-doctors"}
    request = kfees.CourseRequest.model_validate(asked)
    maximum = kfees.price(request, two_doctors).totals.maximum
    plan = kfees.Plan(
        request=request,
        rule_set="reserve",
        courses_per_year=1,
        years=1,
        indexation=Decimal(0),
        discount=Decimal(0),
    )
    projection = kfees.project(plan, two_doctors)
    assert (projection.totals.amount, projection.totals.basis) == (maximum, "floor")
    assert alternatives_to(request, two_doctors).courses[0].maximum == maximum
    table = pl.LazyFrame({key: [value] for key, value in asked.items()})
    day = date(2024, 8, 5)
    effect = effect_of(table, two_doctors, day, day)
    assert effect.total.before == maximum
