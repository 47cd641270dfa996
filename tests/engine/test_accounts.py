"""Real accounts: whose each line is, what each charge stands over, discounts, GST, and other fees."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.engine.accounts import shared_out
from kfees.engine.alternatives import alternatives_to
from kfees.engine.replaying import replay
from kfees.model.quote import Line, PayeeTotal

ROOMS: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "consulting-rooms",
    "start": "2024-08-05",
    "weight_kg": "80",
}
DAY_HOSPITAL = ROOMS | {"setting": "private-day-hospital"}
DAYS = [f"2024-08-{day:02}" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)]
DS1 = {"schedule": "private-hospital", "item": "DS1"}
FEE = {"payee": "hospital", "label": "Facility fee", "amount": "300.00"}
TWO_DOCTORS: dict[str, Any] = ROOMS | {
    "providers": {"medical": "Dr A"},
    "services": [{"schedule": "medical", "item": "17615", "dates": DAYS[:1], "provider": "Dr B"}],
    "charges": [
        {"payee": "medical", "amount": "1500.00"},
        {"payee": "medical", "provider": "Dr B", "amount": "180.00"},
    ],
}


def quote(
    library: kfees.Library, asked: dict[str, Any], *charges: dict[str, Any], **changed: Any
) -> kfees.Quote:
    stated = {"charges": list(charges)} if charges else {}
    return kfees.price(kfees.CourseRequest.model_validate(asked | stated | changed), library)


def lines(quote: kfees.Quote, item: str) -> list[Line]:
    return [line for line in quote.lines if line.code == item]


def payee(quote: kfees.Quote, name: str, provider: str | None = None) -> PayeeTotal:
    (found,) = (one for one in quote.payees if (one.payee, one.provider) == (name, provider))
    return found


def money(*amounts: str | None) -> tuple[Decimal | None, ...]:
    return tuple(None if amount is None else Decimal(amount) for amount in amounts)


def test_a_facility_fee_beside_the_doctors_charge_is_a_line_of_its_own_that_the_worker_may_have_to_pay(
    library: kfees.Library,
) -> None:
    priced = quote(library, ROOMS, {"payee": "medical", "amount": "1500.00"}, FEE)
    (fee,) = lines(priced, "Facility fee")
    assert (fee.schedule, fee.item, fee.version, fee.rate, fee.maximum) == (None, None, None, None, None)
    assert (fee.name, fee.unit, fee.dates) == ("Facility fee", "fee", ())
    assert (fee.quantity, fee.charge) == (Decimal(1), Decimal("300.00"))
    assert fee.reasons == (
        "Cannot determine: no schedule that is loaded has this fee.",
        "Unless the payer agrees to it, the worker pays it.",
    )
    totals = priced.totals
    assert (totals.maximum, totals.known_maximum) == money(None, "960.20")
    assert (totals.gap, totals.gap_least, totals.gap_most) == money(None, "0.00", "839.80")
    assert "What is payable of Facility fee is not known: no schedule has it." in totals.missing


def test_a_fee_is_charged_for_its_units_on_its_days(library: kfees.Library) -> None:
    missed = {"payee": "medical", "label": "Missed session", "amount": "45.50"}
    by_day = quote(library, ROOMS, missed | {"dates": DAYS[1:3]})
    (line,) = lines(by_day, "Missed session")
    assert [str(day) for day in line.dates] == DAYS[1:3]
    assert (line.quantity, line.charge) == (Decimal(2), Decimal("91.00"))
    in_all = quote(library, ROOMS, missed | {"dates": DAYS[1:3], "quantity": "3"})
    assert lines(in_all, "Missed session")[0].charge == Decimal("136.50")


def test_a_fee_is_never_inside_one_amount_for_a_payees_lines(library: kfees.Library) -> None:
    priced = quote(library, DAY_HOSPITAL, {"payee": "hospital", "amount": "3200.00"}, FEE)
    hospital = payee(priced, "hospital")
    assert (hospital.maximum, hospital.known_maximum, hospital.charge, hospital.gap) == money(
        None, "2749.60", "3500.00", None
    )
    assert (hospital.gap_least, hospital.gap_most) == money("450.40", "750.40")
    assert priced.totals.known_gap == Decimal("450.40")


def test_two_doctors_have_an_account_each(library: kfees.Library) -> None:
    priced = quote(library, TWO_DOCTORS)
    assert [(one.payee, one.provider) for one in priced.payees] == [("medical", "Dr A"), ("medical", "Dr B")]
    first, second = priced.payees
    assert (first.named("Doctor"), payee(quote(library, ROOMS), "medical").named("Doctor")) == (
        "Doctor: Dr A",
        "Doctor",
    )
    assert [line.item for line in priced.lines_of(second)] == ["17615"]
    assert priced.is_in_one_amount(first)
    assert (first.maximum, first.gap, first.gap_most) == money("960.20", "539.80", "539.80")
    assert (second.maximum, second.gap, second.gap_most) == money("98.95", "81.05", "81.05")
    assert [(line.provider, line.item) for line in priced.lines] == [
        ("Dr A", "2801"),
        ("Dr A", "2806"),
        ("Dr B", "17615"),
    ]


def test_a_charge_without_a_name_is_the_settings_billers_where_that_one_has_such_lines(
    library: kfees.Library,
) -> None:
    by_item = {"schedule": "medical", "item": "17615", "amount": "180.00"}
    priced = quote(library, TWO_DOCTORS, {"payee": "medical", "amount": "1500.00"}, by_item)
    assert (payee(priced, "medical", "Dr A").charge, payee(priced, "medical", "Dr B").charge) == money(
        "1500.00", "180.00"
    )


def test_two_different_doctors_do_not_exclude_each_other(library: kfees.Library) -> None:
    visit = {"schedule": "medical", "item": "2801", "dates": DAYS[:1]}
    one = quote(library, ROOMS, services=[visit])
    two = quote(library, ROOMS, services=[visit | {"provider": "Dr B"}])
    excluded = [line for line in one.lines if line.is_excluded]
    assert [line.item for line in excluded] == ["2801"]
    assert not any(line.is_excluded for line in two.lines)
    both = [visit | {"provider": "Dr B", "quantity": "2"}]
    twice = quote(library, ROOMS, services=both)
    assert [(line.provider, line.item, line.quantity) for line in twice.lines if line.is_excluded] == [
        ("Dr B", "2801", Decimal(1))
    ]


def test_a_biller_of_nothing_but_a_fee_has_an_account_too(library: kfees.Library) -> None:
    priced = quote(library, ROOMS, FEE | {"payee": "medical", "provider": "Dr C"})
    assert [(one.payee, one.provider) for one in priced.payees] == [("medical", None), ("medical", "Dr C")]


def test_gst_in_the_charge_is_added_to_each_unit_of_a_rate_without_it(library: kfees.Library) -> None:
    priced = quote(library, DAY_HOSPITAL, {"payee": "hospital", "amount": "3520.00", "gst": "included"})
    (line,) = lines(priced, "DS1")
    assert (line.rate, line.gst_per_unit, line.maximum) == money("274.96", "27.50", "3024.60")
    assert "The charge includes GST, so the GST of one unit, $27.50, is added to the rate." in line.reasons
    hospital = payee(priced, "hospital")
    assert (hospital.gap, hospital.gap_least, hospital.gap_most) == money("495.40", "495.40", "495.40")
    assert not any("give them without GST" in sentence for sentence in priced.assumptions)


def test_a_rate_that_bears_no_gst_gets_none(library: kfees.Library) -> None:
    priced = quote(library, ROOMS, {"payee": "medical", "amount": "1500.00", "gst": "included"})
    assert [line.gst_per_unit for line in priced.lines] == [None, None]
    assert payee(priced, "medical").maximum == Decimal("960.20")


def test_a_discount_is_taken_off_one_amount(library: kfees.Library) -> None:
    discount = {"payee": "hospital", "discount": "200.00"}
    priced = quote(library, DAY_HOSPITAL, discount, {"payee": "hospital", "amount": "3200.00"}, FEE)
    hospital = payee(priced, "hospital")
    assert hospital.charge == Decimal("3300.00")
    assert (hospital.gap_least, hospital.gap_most) == money("250.40", "550.40")
    assert lines(priced, "DS1")[0].reasons[-1] == "A discount of $200.00 is taken off that one amount."
    without_fee = quote(library, DAY_HOSPITAL, discount, {"payee": "hospital", "amount": "3200.00"})
    assert payee(without_fee, "hospital").gap == Decimal("250.40")


def test_a_discount_on_charges_by_item_is_shared_out_to_the_cent(library: kfees.Library) -> None:
    priced = quote(
        library,
        ROOMS,
        {"schedule": "medical", "item": "2801", "amount": "320.00"},
        {"schedule": "medical", "item": "2806", "amount": "100.00"},
        {"payee": "medical", "discount": "50.00"},
    )
    first, later = priced.lines
    assert (first.charge_per_unit, first.discount, first.charge) == money("320.00", "13.11", "306.89")
    assert (later.charge_per_unit, later.discount, later.charge) == money("100.00", "36.89", "863.11")
    assert payee(priced, "medical").charge == Decimal("1170.00")
    assert first.reasons[-1] == "The charge is what is left of it after a discount of $13.11."


cents = st.integers(0, 10_000_00).map(lambda number: Decimal(number) / 100)


@given(charges=st.lists(cents, min_size=1, max_size=30), part=st.fractions(0, 1))
def test_a_discount_is_shared_out_whole_and_never_beyond_a_charge(charges: list[Decimal], part: Any) -> None:
    total = int(sum(charges) * 100)
    discount = Decimal(int(total * part)) / 100
    shares = shared_out(discount, charges)
    assert sum(shares) == discount
    assert all(0 <= share <= charge for share, charge in zip(shares, charges, strict=True))


def test_days_of_one_item_with_different_charges_are_lines_of_their_own(library: kfees.Library) -> None:
    dear, cheap = (
        (DS1 | {"amount": "1000.00", "dates": DAYS[:1]}),
        (DS1 | {"amount": "200.00", "dates": DAYS[1:]}),
    )
    priced = quote(library, DAY_HOSPITAL, dear, cheap)
    first, later = lines(priced, "DS1")
    assert (first.quantity, first.charge, first.gap) == (1, *money("1000.00", "725.04"))
    assert (later.quantity, later.charge, later.gap) == (9, *money("1800.00", "0.00"))
    assert payee(priced, "hospital").gap == Decimal("725.04")
    some = quote(library, DAY_HOSPITAL, dear)
    assert [line.charge for line in lines(some, "DS1")] == [*money("1000.00", None)]


def test_a_charge_of_a_payee_without_lines_is_kept_as_a_fee_and_asked_about(library: kfees.Library) -> None:
    priced = quote(library, ROOMS, {"payee": "hospital", "amount": "300.00"})
    (fee,) = (line for line in priced.lines if line.is_fee)
    assert (fee.payee, fee.label, fee.charge) == (
        "hospital",
        "Hospital, charged in one amount",
        Decimal("300.00"),
    )
    (asked,) = priced.please_check
    assert asked == (
        "The course has no line of the hospital, so what it charges is kept as a fee that no schedule has:"
        " please check it."
    )
    less = {"payee": "hospital", "discount": "20.00"}
    discounted = quote(library, ROOMS, {"payee": "hospital", "amount": "300.00"}, less)
    assert payee(discounted, "hospital").charge == Decimal("280.00")


def test_a_pharmacys_fee_is_the_drugs_price_and_adds_no_line_of_the_drug(library: kfees.Library) -> None:
    ampoules = {"payee": "pharmacy", "label": "Ketamine", "amount": "19.90", "quantity": "10"}
    priced = quote(library, ROOMS, ampoules)
    assert [(line.payee, line.code, line.charge) for line in priced.lines if line.payee == "pharmacy"] == [
        ("pharmacy", "Ketamine", Decimal("199.00"))
    ]
    assert priced.totals.not_included == ()
    assert quote(library, ROOMS).totals.not_included == ("The drug (Ketamine 200 mg in 2 mL).",)
    assert quote(library, ROOMS | {"setting": "public-hospital-outpatient"}).totals.not_included == ()


def test_a_named_biller_without_a_line_is_not_included(library: kfees.Library) -> None:
    priced = quote(library, ROOMS, providers={"medical": "Dr A", "hospital": "The Clinic"})
    assert priced.totals.not_included == ("The drug (Ketamine 200 mg in 2 mL).", "What The Clinic charges.")


def test_what_is_refused_is_the_workers_whole_charge_fees_and_all(library: kfees.Library) -> None:
    claim = {"injury_accepted": False}
    priced = quote(library, ROOMS, {"payee": "medical", "amount": "1500.00"}, FEE, claim=claim)
    totals = priced.totals
    assert (totals.payable, totals.payable_least, totals.payable_most) == money("0.00", "0.00", "0.00")
    assert (totals.gap, totals.gap_least, totals.gap_most) == money("1800.00", "1800.00", "1800.00")
    assert all("injury" in " ".join(line.reasons) for line in priced.lines)


def test_accounts_are_replayed_moved_by_a_year_and_compared(library: kfees.Library) -> None:
    fee = FEE | {"dates": DAYS[:2]}
    dear = {"schedule": "medical", "item": "17615", "amount": "180.00", "dates": DAYS[:1]}
    first = {"payee": "medical", "amount": "1500.00", "provider": "Dr A"}
    priced = quote(library, TWO_DOCTORS, first, dear, fee)
    again = kfees.Quote.model_validate_json(priced.model_dump_json())
    assert replay(again, library).differences == ()
    found = alternatives_to(priced.request, library)
    asked = next(course for course in found.courses if course.asked)
    assert asked.gap == priced.totals.gap
    (later,) = (course for course in found.courses if course.group == "year")
    assert later.start.year == 2025


def test_a_charge_for_what_another_setting_lacks_is_left_out_there(library: kfees.Library) -> None:
    asked = quote(library, DAY_HOSPITAL, {"payee": "hospital", "amount": "3200.00"}).request
    rooms = next(
        course for course in alternatives_to(asked, library).courses if course.setting == "consulting-rooms"
    )
    assert rooms.left_out == ("the charge of the hospital",)
    assert rooms.maximum == Decimal("960.20")


@pytest.mark.parametrize(
    ("charge", "label"), [("600.00", False), ("390.00", True)], ids=["in one amount", "as a fee"]
)
def test_a_charge_far_above_its_maximum_is_asked_about_and_a_fee_beside_it_is_not(
    library: kfees.Library, charge: str, label: bool
) -> None:
    visit = {"schedule": "medical", "item": "3", "dates": DAYS[:1]}
    alone = ROOMS | {"services": [visit], "without": [{"schedule": "medical", "item": "2801"}]}
    alone["without"].append({"schedule": "medical", "item": "2806"})
    fee = {"payee": "medical", "label": "Consumables", "amount": "9000.00"}
    priced = quote(library, alone, {"payee": "medical", "amount": charge}, fee)
    asked = [sentence for sentence in priced.please_check if "times the maximum" in sentence]
    assert bool(asked) is not label
    assert all("$600.00" in sentence for sentence in asked)


def test_what_is_meant_for_another_regimens_days_is_left_out_by_name(library: kfees.Library) -> None:
    asked = quote(library, ROOMS | {"setting": "hospital-in-the-home"}, FEE).request
    other = next(
        course
        for course in alternatives_to(asked, library).courses
        if course.regimen != asked.regimen and course.setting == asked.setting
    )
    assert other.left_out[0] == "the fee for Facility fee"
