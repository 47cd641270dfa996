"""What is wrong with charges is told in one go: each mistake with its place, and a remedy that works."""

from __future__ import annotations

from typing import Any

import pytest

import kfees
from kfees.engine.asking import read_request
from kfees.model.problems import InputError, Problem

DAY_HOSPITAL: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}
ROOMS = DAY_HOSPITAL | {"setting": "consulting-rooms"}
DS1 = {"schedule": "private-hospital", "item": "DS1", "amount": "320.00"}
TWO_DOCTORS = ROOMS | {
    "providers": {"medical": "Dr A"},
    "services": [
        {"schedule": "medical", "item": "17615", "dates": ["2024-08-05"], "provider": provider}
        for provider in ("Dr B", "Dr C")
    ],
}


def problems(library: kfees.Library, asked: dict[str, Any], *charges: dict[str, Any]) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_and_price(library, asked | {"charges": list(charges)})
    return list(caught.value.problems)


def read_and_price(library: kfees.Library, asked: dict[str, Any]) -> kfees.Quote:
    return kfees.price(read_request(asked, library), library)


def problem(library: kfees.Library, asked: dict[str, Any], *charges: dict[str, Any]) -> str:
    """The one problem of a request, as a person reads it."""
    (only,) = problems(library, asked, *charges)
    return str(only)


@pytest.mark.parametrize(
    "charge",
    [
        {},
        {"amount": "1.00"},
        {"payee": "hospital"},
        {"payee": "hospital", "amount": "1.00", "dates": ["2024-08-05"]},
        {"payee": "hospital", "amount": "1.00", "quantity": "2"},
        {"payee": "hospital", "label": "Fee"},
        {"payee": "hospital", "amount": "1.00", "discount": "1.00"},
        {"payee": "hospital", **DS1},
        {"schedule": "medical", "amount": "1.00"},
        {**DS1, "label": "Fee"},
        {**DS1, "quantity": "2"},
        {"discount": "1.00"},
    ],
)
def test_a_charge_is_of_one_of_four_kinds(library: kfees.Library, charge: dict[str, Any]) -> None:
    (only,) = problems(library, DAY_HOSPITAL, charge)
    assert (only.code, only.place) == ("bad-charge", "charges[0]")
    assert only.remedy == (
        'Give {"payee", "amount"}; {"schedule", "item", "amount"}, with "dates" where not for all;'
        ' {"payee", "label", "amount"} for a fee that no schedule has, with "quantity" and "dates" where'
        ' needed; or {"payee", "discount"}.'
    )


def test_a_charge_by_item_needs_a_line(library: kfees.Library) -> None:
    assert problem(library, ROOMS, {"schedule": "medical", "item": "132", "amount": "1.00"}) == (
        "charges[0].item: the course has no line for medical:132."
        " Add it as a service, or charge one of: medical:2801, medical:2806."
    )
    (unknown,) = problems(library, ROOMS, {"schedule": "medical", "item": "132X", "amount": "1.00"})
    assert (unknown.code, unknown.place) == ("unknown-item", "charges[0].item")
    left_out = ROOMS | {"without": [{"schedule": "medical", "item": "2801"}]}
    first = {"schedule": "medical", "item": "2801", "amount": "1.00"}
    assert problem(library, left_out, first).endswith("charge one of: medical:2806.")


def test_a_charge_of_single_days_needs_a_line_on_each(library: kfees.Library) -> None:
    first = {"schedule": "medical", "item": "2801", "amount": "1.00", "dates": ["2024-08-05", "2024-08-06"]}
    assert problem(library, ROOMS, first) == (
        "charges[0].dates: the course has no medical:2801 on 2024-08-06."
        " Leave out the dates, or give those that it has: 2024-08-05."
    )
    twice = problems(library, ROOMS, first | {"dates": ["2024-08-05", "2024-08-05"]})
    assert ("repeated-date", "charges[0].dates") in [(one.code, one.place) for one in twice]


def test_a_charge_is_given_once_and_one_way(library: kfees.Library) -> None:
    first_visit = {"schedule": "medical", "item": "2801", "amount": "320.00"}
    told = problems(
        library,
        DAY_HOSPITAL,
        first_visit,
        {"payee": "medical", "amount": "1500.00"},
        {"payee": "hospital", "amount": "1.00"},
        {"payee": "hospital", "amount": "2.00"},
        first_visit | {"amount": "330.00"},
    )
    assert [f"{one.place}: {one.message}" for one in told] == [
        "charges[3]: hospital is already charged in charges[2].",
        "charges[4]: medical:2801 is already charged in charges[0].",
        "charges[1]: medical is charged as one amount and by item.",
    ]
    assert told[2].remedy == "Charge it one way: in one amount, or item by item."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (None, ["2024-08-05"]),
        (["2024-08-05"], None),
        (["2024-08-05", "2024-08-06"], ["2024-08-06", "2024-08-07"]),
    ],
)
def test_no_day_of_an_item_is_charged_twice(
    library: kfees.Library, first: list[str] | None, second: list[str] | None
) -> None:
    charges = [{**DS1, **({"dates": dates} if dates else {})} for dates in (first, second)]
    (only,) = problems(library, DAY_HOSPITAL, *charges)
    assert (only.code, only.place) == ("charged-twice", "charges[1]")
    assert only.message == "private-hospital:DS1 is already charged in charges[0]."


def test_the_drug_can_be_charged_though_nothing_prices_it_but_not_two_ways(library: kfees.Library) -> None:
    by_item = {"schedule": "pharmacy", "item": "ketamine-200mg", "amount": "20.00"}
    read_and_price(library, DAY_HOSPITAL | {"charges": [by_item]})
    together = {"payee": "pharmacy", "amount": "200.00"}
    (only,) = problems(library, DAY_HOSPITAL, by_item, together)
    assert (only.code, only.place) == ("charged-both-ways", "charges[1]")
    included = DAY_HOSPITAL | {"setting": "public-hospital-outpatient"}
    (only,) = problems(library, included, by_item)
    assert (only.code, only.place) == ("charge-without-line", "charges[0].item")


def test_a_discount_is_of_something_and_not_above_it(library: kfees.Library) -> None:
    assert problem(library, DAY_HOSPITAL, {"payee": "hospital", "discount": "1.00"}) == (
        "charges[0].discount: hospital charges nothing that it could be taken off."
        " Give the charge too, in one amount or by item."
    )
    together = {"payee": "hospital", "amount": "3200.00"}
    fee = {"payee": "hospital", "label": "Facility fee", "amount": "300.00"}
    assert problem(library, DAY_HOSPITAL, together, fee, {"payee": "hospital", "discount": "3200.01"}) == (
        "charges[2].discount: 3200.01 is more than the 3200.00 that hospital charges."
        " Give a discount of at most that, or check the charge."
    )
    some_days = DS1 | {"dates": ["2024-08-05", "2024-08-06"]}
    half = {"payee": "hospital", "discount": "320.01"}
    assert problem(library, DAY_HOSPITAL, some_days, half, half) == (
        "charges[2].discount: 320.01 is more than the 319.99 that hospital charges."
        " Give a discount of at most that, or check the charge."
    )


@pytest.mark.parametrize(
    "label", ["DS1", "ds1", "private-hospital:DS1", "Item DS1", "DS1 - Theatre", "Day surgery, band 1"]
)
def test_a_fee_that_is_an_item_is_charged_as_that_item(library: kfees.Library, label: str) -> None:
    known = library.versions("private-hospital")[-1].label("DS1")
    label = str(known).upper() if label.startswith("Day") else label
    fee = {"payee": "hospital", "label": label, "amount": "320.00"}
    (only,) = problems(library, DAY_HOSPITAL, fee)
    assert (only.code, only.place) == ("fee-is-an-item", "charges[0].label")
    assert "is item DS1 of the schedule private-hospital" in only.message
    assert '{"schedule": "private-hospital", "item": "DS1", "amount": ...}' in only.remedy
    read_and_price(library, DAY_HOSPITAL | {"charges": [DS1]})  # as the remedy says


@pytest.mark.parametrize(
    "label", ["Facility fee", "GAP2024 levy", "Bed - private room", "Covid-19: tests", "2"]
)
def test_another_fee_is_none_of_a_schedules_items(library: kfees.Library, label: str) -> None:
    fee = {"payee": "hospital", "label": label, "amount": "320.00"}
    quote = read_and_price(library, DAY_HOSPITAL | {"charges": [fee]})
    assert [line.label for line in quote.lines if line.is_fee] == [label]


def test_a_charge_is_of_somebody_who_bills_such_a_thing(library: kfees.Library) -> None:
    whole = {"payee": "medical", "amount": "1500.00"}
    assert problem(library, TWO_DOCTORS, whole | {"provider": "Dr D"}) == (
        "charges[0].provider: Dr D bills nothing of the course that this charge could be for."
        ' Make it "Dr A", "Dr B" or "Dr C", or add "provider" to the services that it bills.'
    )
    assert problem(library, ROOMS, whole | {"provider": "Dr D"}) == (
        "charges[0].provider: Dr D bills nothing of the course that this charge could be for."
        ' Add "providers": {"medical": "Dr D"} if it bills what the setting brings, or "provider" to the'
        " services that it bills."
    )
    remedied = ROOMS | {"providers": {"medical": "Dr D"}, "charges": [whole | {"provider": "Dr D"}]}
    assert read_and_price(library, remedied).payees[0].provider == "Dr D"


def test_a_charge_that_could_be_of_several_says_whose_it_is(library: kfees.Library) -> None:
    by_item = {"schedule": "medical", "item": "17615", "amount": "180.00"}
    assert problem(library, TWO_DOCTORS, by_item) == (
        "charges[0]: medical is 2 providers, and the charge does not say which."
        ' Add its "provider": "Dr B" or "Dr C".'
    )
    theirs = [by_item | {"provider": provider} for provider in ("Dr B", "Dr C")]
    assert read_and_price(library, TWO_DOCTORS | {"charges": theirs}).payees[1].charge is not None
    discount = {"payee": "medical", "discount": "1.00"}
    (only,) = problems(library, TWO_DOCTORS, *theirs, discount)
    assert (only.code, only.place) == ("several-providers", "charges[2]")
    (only,) = problems(library, TWO_DOCTORS, *theirs, discount | {"provider": "Dr A"})
    assert (only.code, only.place) == ("provider-without-lines", "charges[2].provider")


def test_every_mistake_is_told_at_once_beside_those_of_form(library: kfees.Library) -> None:
    told = problems(
        library,
        ROOMS,
        {"payee": "hospital", "label": "2801", "amount": "1.00"},
        {"payee": "hospital", "amount": "one"},
        {"payee": "medical", "discount": "1.00"},
        {"schedule": "medical", "item": "2801", "amount": "1.00", "dates": ["yesterday"]},
        {"payee": "medical", "label": "Fee", "amount": "1.00", "quantity": "0"},
    )
    assert [(one.code, one.place) for one in told] == [
        ("bad-number", "charges[1].amount"),
        ("bad-date", "charges[3].dates[0]"),
        ("out-of-range", "charges[4].quantity"),
        ("fee-is-an-item", "charges[0].label"),
        ("discount-without-charge", "charges[2].discount"),
    ]


@pytest.mark.parametrize("quantity", ["0.333", "0.5", "1.25"])
def test_a_discount_of_all_that_is_charged_is_no_more_than_it_in_whole_cents(
    quantity: str, library: kfees.Library
) -> None:
    report = {"schedule": "medical-reports", "item": "AGT001"}
    course = ROOMS | {"services": [report | {"dates": ["2024-08-05"], "quantity": quantity}]}
    priced = read_and_price(library, course | {"charges": [report | {"amount": "0.02"}]})
    (line,) = (line for line in priced.lines if line.item == "AGT001")
    taken_off = {"payee": "medical", "discount": str(line.charge)}
    free = read_and_price(library, course | {"charges": [report | {"amount": "0.02"}, taken_off]})
    assert [line.charge for line in free.lines if line.item == "AGT001"] == [0]


@pytest.mark.parametrize(
    ("first", "second", "remedy"),
    [
        (["2024-08-05"], None, "Keep one charge, or give each the dates that it is for."),
        (None, ["2024-08-05"], "Keep one charge, or give each the dates that it is for."),
        (None, None, "Keep one charge, or give each the dates that it is for."),
        (["2024-08-05", "2024-08-06"], ["2024-08-06"], "Keep one charge for each day."),
    ],
)
def test_what_mends_a_second_charge_for_an_item_leads_on(
    first: list[str] | None, second: list[str] | None, remedy: str, library: kfees.Library
) -> None:
    twice = [{**DS1, **({"dates": dates} if dates else {})} for dates in (first, second)]
    (only,) = problems(library, DAY_HOSPITAL, *twice)
    assert only.remedy == remedy
