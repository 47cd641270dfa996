"""Charges, services and items as flags and addresses hold them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kfees.engine.shorthand import LooseEntry, charge_of, discount_of, fee_of, item_of, service_of, word_of
from kfees.model.problems import Unreadable


def test_what_is_written_short_is_what_a_request_says() -> None:
    assert charge_of("hospital=3200") == {"payee": "hospital", "amount": "3200"}
    assert charge_of("medical:2801=320.50") == {"schedule": "medical", "item": "2801", "amount": "320.5"}
    fee = {"payee": "hospital", "label": "Facility fee: theatre", "amount": "300"}
    assert fee_of("hospital:Facility fee: theatre=300") == fee
    assert fee_of("hospital:Facility fee: theatre=300*2") == {**fee, "quantity": "2"}
    assert discount_of("hospital=200") == {"payee": "hospital", "discount": "200"}
    assert word_of("medical=Dr A", "") == ("medical", "Dr A")
    assert item_of("medical:2806") == {"schedule": "medical", "item": "2806"}
    days = {"dates": ["2024-08-05", "2024-08-06"]}
    assert service_of("medical:17645@2024-08-05,2024-08-06") == {**item_of("medical:17645"), **days}
    assert service_of("medical:17645@2024-08-05,2024-08-06*2")["quantity"] == "2"


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (charge_of, "hospital"),
        (service_of, "medical:17645"),
        (service_of, "17645@2024-08-05"),
        (fee_of, "hospital=300"),
        (discount_of, "hospital"),
        (item_of, "2806"),
        (item_of, ":2806"),
        (item_of, "medical:"),
    ],
)
def test_what_cannot_be_read_says_how_it_is_written(read: Callable[[str], LooseEntry], text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert refused.value.code == "bad-flag"
    assert refused.value.remedy.startswith("Write ")
