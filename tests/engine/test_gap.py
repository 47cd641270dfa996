"""The gap: by line where the provider charges by item, for a payee together where it charges one amount."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import kfees
from kfees.engine.gap import split, sum_of, sum_of_known, weakest
from kfees.model.quote import Line, PayeeTotal
from kfees.model.schedule import Basis

DAY_HOSPITAL: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}
FIRST, LATER = {"schedule": "medical", "item": "2801"}, {"schedule": "medical", "item": "2806"}


def quote(library: kfees.Library, *charges: dict[str, str], **changed: Any) -> kfees.Quote:
    asked = DAY_HOSPITAL | {"charges": list(charges)} | changed
    return kfees.price(kfees.CourseRequest.model_validate(asked), library)


def line(quote: kfees.Quote, item: str) -> Line:
    (found,) = (line for line in quote.lines if line.item == item)
    return found


def payee(quote: kfees.Quote, name: str) -> PayeeTotal:
    (found,) = (payee for payee in quote.payees if payee.payee == name)
    return found


@pytest.mark.parametrize(
    ("charge", "maximum", "payable", "gap"),
    [
        ("320.00", "174.50", "174.50", "145.50"),
        ("174.50", "174.50", "174.50", "0.00"),
        ("174.51", "174.50", "174.50", "0.01"),
        ("100.00", "174.50", "100.00", "0.00"),
        ("0.00", "174.50", "0.00", "0.00"),
        ("320.00", "0.00", "0.00", "320.00"),
    ],
)
def test_the_payer_pays_the_lesser_and_the_worker_the_rest(
    charge: str, maximum: str, payable: str, gap: str
) -> None:
    found = split(Decimal(charge), Decimal(maximum), refused=False)
    assert found == (Decimal(payable), Decimal(gap))


def test_a_charge_by_item_is_an_amount_for_each_unit(library: kfees.Library) -> None:
    priced = quote(library, FIRST | {"amount": "320.00"}, LATER | {"amount": "80.00"})
    first, later = line(priced, "2801"), line(priced, "2806")
    assert (first.charge, first.payable, first.gap) == (
        Decimal("320.00"),
        Decimal("174.50"),
        Decimal("145.50"),
    )
    assert (later.charge, later.payable, later.gap) == (Decimal("720.00"), Decimal("720.00"), Decimal("0.00"))
    medical = payee(priced, "medical")
    # What is saved on one item does not pay for another.
    assert (medical.charge, medical.payable, medical.gap) == (
        Decimal("1040.00"),
        Decimal("894.50"),
        Decimal("145.50"),
    )


def test_one_amount_for_a_payee_is_compared_with_its_lines_together(library: kfees.Library) -> None:
    priced = quote(library, {"payee": "medical", "amount": "1040.00"})
    medical = payee(priced, "medical")
    assert (medical.maximum, medical.payable, medical.gap) == (
        Decimal("960.20"),
        Decimal("960.20"),
        Decimal("79.80"),
    )
    for item in ("2801", "2806"):
        found = line(priced, item)
        assert found.charge is found.payable is found.gap is None
        assert (
            found.reasons[-1] == "Charged in one amount with the payee's other lines: see the payee's total."
        )


def test_where_no_charge_is_known_the_maximum_is_shown_and_nothing_is_guessed(
    library: kfees.Library,
) -> None:
    priced = quote(library, FIRST | {"amount": "320.00"})
    later = line(priced, "2806")
    assert (later.maximum, later.charge, later.payable, later.gap) == (Decimal("785.70"), None, None, None)
    assert later.reasons[-1] == "No charge is known, so payable and gap are unknown."
    assert payee(priced, "medical").gap is None
    assert priced.totals.known_gap == Decimal("145.50")
    assert not priced.totals.complete
    assert priced.totals.missing == (
        "No charge of the hospital is known for DS1.",
        "No charge of the doctor is known for 2806.",
    )


def test_a_charge_is_known_though_its_maximum_is_not(library: kfees.Library) -> None:
    derived = {"schedule": "medical", "item": "4"}
    priced = quote(
        library,
        derived | {"amount": "55.00"},
        services=[derived | {"dates": ["2024-08-05", "2024-08-06"]}],
    )
    found = line(priced, "4")
    assert (found.charge, found.payable, found.gap) == (Decimal("110.00"), None, None)
    assert found.reasons[-1] == "The maximum cannot be determined, so payable and gap are unknown."


def test_the_known_gap_takes_payees_in_one_amount_and_the_rest_line_by_line(library: kfees.Library) -> None:
    priced = quote(library, {"payee": "hospital", "amount": "3200.00"}, FIRST | {"amount": "320.00"})
    assert priced.totals.gap is None
    assert priced.totals.known_gap == Decimal("450.40") + Decimal("145.50")
    unknown = quote(library, {"payee": "hospital", "amount": "3200.00"}, start="2018-06-01")
    assert payee(unknown, "hospital").gap is None
    assert unknown.totals.known_gap == 0


def test_an_item_on_both_sides_of_a_version_is_charged_on_each(library: kfees.Library) -> None:
    priced = quote(library, LATER | {"amount": "100.00"}, setting="consulting-rooms", start="2025-06-26")
    before, after = (one for one in priced.lines if one.item == "2806")
    assert (before.charge, before.gap) == (Decimal("200.00"), Decimal("200.00") - 2 * Decimal("87.30"))
    assert (after.charge, after.gap) == (Decimal("700.00"), Decimal("700.00") - 7 * Decimal("89.40"))


def test_a_part_of_a_unit_is_charged_to_the_cent_half_up(library: kfees.Library) -> None:
    service = {"schedule": "medical", "item": "132", "dates": ["2024-08-05"], "quantity": "0.5"}
    charge = {"schedule": "medical", "item": "132", "amount": "0.01"}
    assert line(quote(library, charge, services=[service]), "132").charge == Decimal("0.01")


def test_a_charge_of_nothing_is_a_charge(library: kfees.Library) -> None:
    priced = quote(library, {"payee": "hospital", "amount": "0.00"}, {"payee": "medical", "amount": "0"})
    for figure in (priced.totals.charge, priced.totals.payable, priced.totals.gap):
        assert figure == 0
    assert priced.totals.complete
    assert priced.totals.missing == ()


def test_with_an_approval_that_came_too_late_nothing_is_payable_and_the_gap_is_the_whole_charge(
    library: kfees.Library,
) -> None:
    charges = [{"payee": "hospital", "amount": "3200.00"}, FIRST | {"amount": "320.00"}]
    late = {"approval": {"given": "2024-12-01"}}
    priced = quote(library, *charges, claim=late)
    assert payee(priced, "hospital").payable == 0
    assert payee(priced, "hospital").gap == Decimal("3200.00")
    first, later = line(priced, "2801"), line(priced, "2806")
    assert (first.payable, first.gap) == (Decimal(0), Decimal("320.00"))
    assert (later.charge, later.gap) == (None, None)
    assert priced.totals.payable == 0
    assert priced.totals.known_gap == Decimal("3520.00")
    # The maximum is still shown: it is what an approval would be worth.
    assert priced.totals.maximum == Decimal("3709.80")
    # Before the first version too: what is refused is known to be nought.
    early = quote(library, *charges, claim=late, start="2018-06-01")
    assert payee(early, "hospital").gap == Decimal("3200.00")
    assert early.totals.maximum is None


def test_a_claim_that_leaves_much_unsaid_is_priced_as_if_approved(library: kfees.Library) -> None:
    charge = {"payee": "hospital", "amount": "3200.00"}
    said, unsaid = quote(library, charge, claim={"injury_accepted": True}), quote(library, charge)
    assert said.totals == unsaid.totals
    assert said.verdict is not None
    assert said.verdict.payability == "cannot determine"
    assert unsaid.verdict is None


def test_a_sum_with_an_unknown_in_it_is_unknown() -> None:
    assert sum_of([Decimal("0.10"), Decimal("0.20")]) == Decimal("0.30")
    assert sum_of([Decimal("0.10"), None]) is None
    assert sum_of([]) == 0
    assert sum_of_known([Decimal("0.10"), None, Decimal("0.20")]) == Decimal("0.30")
    assert sum_of_known([None]) == 0


@pytest.mark.parametrize(
    ("bases", "expected"),
    [
        (["published", "floor"], "floor"),
        (["indexed", "floor", "published"], "indexed"),
        (["reference", "indexed"], "reference"),
        (["supplied", "published"], "supplied"),
        (["published", None], None),
        ([], None),
    ],
)
def test_the_weakest_basis_is_that_of_the_total(bases: list[Basis | None], expected: Basis | None) -> None:
    assert weakest(bases) == expected
