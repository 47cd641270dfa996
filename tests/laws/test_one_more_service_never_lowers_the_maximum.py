"""One more service never lowers what the payer can pay at most, save for what a rule takes away.

A rule between items can: an attendance added to an anaesthetist's consultation that is paid more leaves
the attendance alone payable.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

import kfees
from laws.strategies import (
    ORDINARY,
    OVERNIGHT,
    Asked,
    courses,
    quote_of,
    services,
    usual_nights,
)

# A bed in the middle can move the other beds of its kind to a later day of stay, and join two stays
# into one, where the rate is lower; so beds are added at the end of a stay.


def by_item(quote: kfees.Quote) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    """For each item the known maximum, and the units that a rule takes away."""
    found: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    for line in quote.lines:
        maximum, taken = found.get((line.schedule or "", line.code), (Decimal(0), Decimal(0)))
        excluded = line.determination == "not payable"
        found[line.schedule or "", line.code] = (
            maximum + (line.maximum or 0),
            taken + (line.quantity if excluded else 0),
        )
    return found


def never_lower(before: kfees.Quote, after: kfees.Quote) -> None:
    found = by_item(after)
    lower = {item for item, (maximum, taken) in by_item(before).items() if found[item][0] < maximum}
    assert all(found[item][1] > by_item(before)[item][1] for item in lower)
    if not lower:
        assert after.totals.known_maximum >= before.totals.known_maximum


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
    count = usual_nights(asked) + nights
    before = quote_of(asked | {"episode": {"nights": count}}, library)
    after = quote_of(asked | {"episode": {"nights": count + 1}}, library)
    never_lower(before, after)


@given(asked=courses())
def test_leaving_a_service_out_never_raises_the_known_maximum(asked: Asked, library: kfees.Library) -> None:
    everything = quote_of(asked | {"without": [], "charges": []}, library)
    never_lower(quote_of(asked | {"charges": []}, library), everything)
