"""The order in which services, charges and exclusions are listed changes no figure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import kfees
from laws.strategies import Asked, courses, quote_of


@given(asked=courses(), data=st.data())
def test_a_request_in_another_order_has_the_same_lines_and_totals(
    asked: Asked, data: st.DataObject, library: kfees.Library
) -> None:
    shuffled = asked | {
        key: data.draw(st.permutations(asked[key]), label=key) for key in ("services", "charges", "without")
    }
    for service in shuffled["services"]:
        service["dates"] = data.draw(st.permutations(service["dates"]), label="dates")
    one, other = quote_of(asked, library), quote_of(shuffled, library)
    assert one.lines == other.lines
    assert one.payees == other.payees
    assert one.totals == other.totals
    assert one.schedules == other.schedules
    assert one.assumptions == other.assumptions


@given(asked=courses(), data=st.data())
def test_a_service_split_in_two_requests_is_the_same_service(
    asked: Asked, data: st.DataObject, library: kfees.Library
) -> None:
    one = quote_of(asked, library)
    split: list[Asked] = []
    for service in asked["services"]:
        at = data.draw(st.integers(0, len(service["dates"])), label="split at")
        parts = (service["dates"][:at], service["dates"][at:])
        split += [service | {"dates": dates} for dates in parts if dates]
    other = quote_of(asked | {"services": split}, library)
    assert one.lines == other.lines
    assert one.totals == other.totals
