"""One more service never lowers what the payer can pay at most."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

import kfees
from laws.strategies import (
    ORDINARY,
    OVERNIGHT,
    TREATMENT_DAYS,
    Asked,
    courses,
    quote_of,
    services,
)

# A bed in the middle can move the other beds of its kind to a later day of stay, and join two stays
# into one, where the rate is lower; so beds are added at the end of a stay.


def never_lower(before: kfees.Quote, after: kfees.Quote) -> None:
    assert after.totals.known_maximum >= before.totals.known_maximum
    if after.totals.maximum is not None:
        assert before.totals.maximum is not None
        assert after.totals.maximum >= before.totals.maximum


@given(asked=courses(charged=False), data=st.data())
def test_one_more_service_never_lowers_the_maximum(
    asked: Asked, data: st.DataObject, library: kfees.Library
) -> None:
    more = data.draw(services(date.fromisoformat(asked["start"]), ORDINARY))
    after = quote_of(asked | {"services": [*asked["services"], more]}, library)
    never_lower(quote_of(asked, library), after)


@given(asked=courses(charged=False), nights=st.integers(-1, 20))
def test_one_more_night_never_lowers_the_maximum(asked: Asked, nights: int, library: kfees.Library) -> None:
    asked = asked | {"setting": OVERNIGHT, "services": [], "without": []}
    count = TREATMENT_DAYS[asked["regimen"]] + nights
    before = quote_of(asked | {"episode": {"nights": count}}, library)
    after = quote_of(asked | {"episode": {"nights": count + 1}}, library)
    never_lower(before, after)


@given(asked=courses())
def test_leaving_a_service_out_never_raises_the_known_maximum(asked: Asked, library: kfees.Library) -> None:
    everything = quote_of(asked | {"without": [], "charges": []}, library)
    never_lower(quote_of(asked | {"charges": []}, library), everything)
