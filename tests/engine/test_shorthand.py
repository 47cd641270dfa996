"""Parts of a request as flags and addresses hold them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from kfees.engine.shorthand import (
    LooseEntry,
    bed_of,
    charge_of,
    count_of,
    discount_of,
    earlier_stay_of,
    fee_of,
    gst_of,
    item_of,
    part_of,
    provider_of,
    service_of,
)
from kfees.model.problems import Unreadable

TWO_DAYS = {"dates": ["2024-08-05", "2024-08-06"]}
ITEM_2801 = {"schedule": "medical", "item": "2801"}


def test_what_is_written_short_is_what_a_request_says() -> None:
    assert charge_of("hospital=3200") == {"payee": "hospital", "amount": "3200"}
    assert charge_of("medical:2801=320.50") == {"schedule": "medical", "item": "2801", "amount": "320.5"}
    assert item_of("medical:2806") == {"schedule": "medical", "item": "2806"}
    days = {"dates": ["2024-08-05", "2024-08-06"]}
    assert service_of("medical:17645@2024-08-05,2024-08-06") == {**item_of("medical:17645"), **days}
    assert service_of("medical:17645@2024-08-05,2024-08-06*2")["quantity"] == "2"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (charge_of("medical:2801=320@5/8/2024, 6/8/2024"), {**ITEM_2801, "amount": "320", **TWO_DAYS}),
        (fee_of("hospital:Facility fee=300"), {"label": "Facility fee", "amount": "300"}),
        (fee_of("hospital:Facility fee: theatre=300"), {"label": "Facility fee: theatre", "amount": "300"}),
        (fee_of("hospital:Facility fee: theatre=300*2"), {"quantity": "2"}),
        (fee_of("hospital:Missed session=300@2024-08-05,2024-08-06"), TWO_DAYS),
        (fee_of("hospital:Ampoules=20@2024-08-05,2024-08-06*1.5"), {**TWO_DAYS, "quantity": "3"}),
        (fee_of("hospital:Ampoules=20*two"), {"quantity": "two"}),
        (fee_of("hospital:Bed (a=b), by day=300"), {"label": "Bed (a=b), by day", "amount": "300"}),
        (discount_of("hospital=200"), {"payee": "hospital", "discount": "200"}),
        (part_of("private-day-hospital*8"), {"setting": "private-day-hospital", "sessions": 8}),
        (bed_of("ICU@2024-08-05,2024-08-06"), {"item": "ICU", **TWO_DAYS}),
        (earlier_stay_of("30/7/2024*10"), {"ended": "2024-07-30", "days": 10}),
    ],
)
def test_an_entry_of_a_real_course_is_what_a_request_says(said: LooseEntry, meant: dict[str, Any]) -> None:
    assert {key: said[key] for key in meant} == meant


@pytest.mark.parametrize(
    ("text", "read"),
    [
        *product(("medical=1500", "medical:2801=320", "medical:2801=320@2024-08-05"), [charge_of]),
        *product(("medical:Letter=90", "medical:Letter=90@2024-08-05*2"), [fee_of]),
        ("medical=90", discount_of),
        *product(("medical:17615@2024-08-05", "medical:17615@2024-08-05*2"), [service_of]),
    ],
)
@pytest.mark.parametrize("name", ["Dr B", "Drs A & B", "Clinic by the Sea", "Dr B, anaesthetist (@ 2*)"])
def test_who_bills_stands_at_the_end_and_changes_nothing_else(
    text: str, read: Callable[[str], LooseEntry], name: str
) -> None:
    assert read(f"{text} by {name}") == {**read(text), "provider": name}


def test_a_payee_is_said_with_its_provider_and_with_its_gst() -> None:
    assert provider_of("medical=Dr A") == ("medical", "Dr A")
    assert gst_of("hospital=included") == "hospital"
    assert count_of(" 5") == 5


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (charge_of, "hospital"),
        (charge_of, "medical:2801=320*2"),
        (charge_of, "hospital=3200@2024-08-05"),
        (fee_of, "hospital=300"),
        (fee_of, "hospital:=300"),
        (fee_of, "Facility fee"),
        (discount_of, "hospital"),
        (discount_of, "hospital=200@2024-08-05"),
        (discount_of, "medical:2801=20"),
        (gst_of, "hospital"),
        (gst_of, "hospital=yes"),
        (provider_of, "Dr A"),
        (service_of, "medical:17645"),
        (service_of, "17645@2024-08-05"),
        (item_of, "2806"),
        (item_of, ":2806"),
        (item_of, "medical:"),
        (part_of, "private-day-hospital"),
        (part_of, "*2"),
        (part_of, "private-day-hospital*two"),
        (bed_of, "ICU"),
        (bed_of, "@2024-08-06"),
        (earlier_stay_of, "2024-07-30"),
        (earlier_stay_of, "2024-07-30*ten"),
        *product([count_of], ("", "five", "5.0", "9" * 5000)),
    ],
)
def test_what_cannot_be_read_says_how_it_is_written(read: Callable[[str], LooseEntry], text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert refused.value.code == "bad-flag"
    assert "Write " in refused.value.remedy
