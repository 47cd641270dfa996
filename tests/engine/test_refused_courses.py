"""A course found not payable: payable nothing, the maximum still shown, the whole charge is the gap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import kfees
from claims import changed, request
from kfees.engine.replaying import replay
from kfees.model.quote import PayeeTotal, Totals

WHOLE = [{"payee": "hospital", "amount": "3200.00"}, {"payee": "medical", "amount": "1500.00"}]
BY_ITEM = [
    {"schedule": "private-hospital", "item": "DS1", "amount": "100.00"},
    {"schedule": "medical", "item": "2801", "amount": "320.00"},
    {"schedule": "medical", "item": "2806", "amount": "90.00"},
]
LATE = {"approval.given": "2024-08-06"}
REASON = (
    "Not payable under the guideline: approval was given on 6 August 2024, after treatment had begun on"
    " 5 August 2024 (prior-approval)."
)


def priced(library: kfees.Library, charges: list[dict[str, str]], **facts: Any) -> kfees.Quote:
    course = {"setting": "private-day-hospital", "start": "2024-08-05", "charges": charges}
    return kfees.price(request(changed(facts), **course), library)


def sums(quote: kfees.Quote) -> list[PayeeTotal | Totals]:
    return [*quote.payees, quote.totals]


@pytest.mark.parametrize("charges", [WHOLE, BY_ITEM], ids=["one amount", "by item"])
def test_nothing_is_payable_the_maximum_is_shown_and_the_gap_is_the_whole_charge(
    charges: list[dict[str, str]], library: kfees.Library
) -> None:
    allowed = priced(library, charges)
    refused = priced(library, charges, **LATE)
    assert refused.verdict is not None
    assert refused.verdict.payability == "not payable"
    assert [part.maximum for part in sums(refused)] == [part.maximum for part in sums(allowed)]
    for part in sums(refused):
        assert part.maximum
        assert part.charge
        assert part.payable == 0
        assert part.gap == part.charge
    assert refused.totals.complete
    for line, before_line in zip(refused.lines, allowed.lines, strict=True):
        assert line.maximum == before_line.maximum
        assert line.payable == 0
        assert line.gap == line.charge
        assert REASON in line.reasons
        assert REASON not in before_line.reasons


def test_a_charge_below_the_maximum_is_the_gap_too(library: kfees.Library) -> None:
    refused = priced(library, [{"schedule": "medical", "item": "2806", "amount": "10.00"}], route="oral")
    line = next(line for line in refused.lines if line.item == "2806")
    assert (line.charge, line.payable, line.gap) == (Decimal("90.00"), Decimal("0.00"), Decimal("90.00"))


def test_without_a_charge_nothing_is_payable_and_the_gap_is_unknown(library: kfees.Library) -> None:
    refused = priced(library, [], **LATE)
    for line in refused.lines:
        assert (line.charge, line.payable, line.gap) == (None, Decimal("0.00"), None)
        assert line.reasons[-2:] == (REASON, "No charge is known, so the gap is unknown.")
    assert (refused.totals.payable, refused.totals.gap) == (Decimal("0.00"), None)
    assert refused.totals.known_gap == 0
    assert not refused.totals.complete


def test_a_charge_without_a_maximum_is_the_gap_where_nothing_is_payable(library: kfees.Library) -> None:
    charges = [{"payee": "pharmacy", "amount": "900.00"}]
    refused = priced(library, charges, **LATE)
    (drug,) = (payee for payee in refused.payees if payee.payee == "pharmacy")
    assert (drug.maximum, drug.charge, drug.payable, drug.gap) == (
        None, Decimal("900.00"), Decimal("0.00"), Decimal("900.00"),
    )  # fmt: skip
    by_item = [{"schedule": "pharmacy", "item": "ketamine-200mg", "amount": "9.00"}]
    (line,) = (line for line in priced(library, by_item, route="oral").lines if line.payee == "pharmacy")
    assert (line.maximum, line.payable, line.gap) == (None, Decimal("0.00"), Decimal("90.00"))
    assert not any("payable and gap are unknown" in reason for reason in line.reasons)
    allowed = priced(library, by_item)
    (line,) = (line for line in allowed.lines if line.payee == "pharmacy")
    assert (line.payable, line.gap) == (None, None)
    assert line.reasons[-1] == "The maximum cannot be determined, so payable and gap are unknown."


@pytest.mark.parametrize(
    ("facts", "payability"),
    [
        ({}, "payable as approved"),
        ({"prior_approval": False}, "payable if approved"),
        ({"prior_approval": None}, "payable if approved"),
        ({"route": None}, "cannot determine"),
    ],
)
def test_only_a_check_that_fails_refuses_a_course(
    facts: dict[str, Any], payability: str, library: kfees.Library
) -> None:
    quote = priced(library, WHOLE, **facts)
    assert quote.verdict is not None
    assert quote.verdict.payability == payability
    assert quote.totals.gap == Decimal("450.40") + Decimal("1500.00") - Decimal("960.20")


def test_without_a_claim_nothing_is_checked(library: kfees.Library) -> None:
    course = {"setting": "private-day-hospital", "start": "2024-08-05", "charges": WHOLE}
    quote = kfees.price(request(None, **course), library)
    assert quote.verdict is None
    assert quote.totals.payable == Decimal("2749.60") + Decimal("960.20")


def test_a_price_and_an_assessment_come_to_the_same_verdict(library: kfees.Library) -> None:
    stated: list[dict[str, Any]] = [{}, {"route": "oral"}, {"documents": []}, {"prior_approval": None}]
    for facts in stated:
        asked = request(changed(facts))
        assert kfees.price(asked, library).verdict == kfees.assess(asked, library).verdict


def test_a_replay_says_that_the_verdict_has_changed(library: kfees.Library) -> None:
    quote = priced(library, WHOLE)
    assert replay(quote, library).differences == ()
    assert quote.verdict is not None
    other = quote.verdict.model_copy(update={"payability": "not payable", "because": ("route", "location")})
    assert replay(quote.model_copy(update={"verdict": other}), library).differences == (
        "the guideline's verdict was not payable (route, location), now payable as approved.",
    )
    assert replay(quote.model_copy(update={"verdict": None}), library).differences == (
        "the guideline's verdict was not asked, now payable as approved.",
    )


def test_a_refused_course_is_refused_on_both_sides_of_1_july(library: kfees.Library) -> None:
    course = {"setting": "consulting-rooms", "start": "2025-06-28", "charges": WHOLE[1:]}
    quote = kfees.price(request(changed({"route": "oral"}), **course), library, as_of=date(2025, 7, 1))
    assert {line.version for line in quote.lines} == {date(2025, 3, 1), date(2025, 7, 1)}
    assert {line.payable for line in quote.lines} == {Decimal("0.00")}
    assert quote.totals.gap == 1500
