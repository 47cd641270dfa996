"""A quote that was kept can be made again from its own request: the same, to the cent and to the word."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.engine.replaying import replay
from laws.strategies import Asked, courses, request_of


@given(asked=courses(), as_of=st.none() | st.dates(date(2016, 1, 1), date(2030, 1, 1)))
def test_a_quote_kept_as_json_replays_to_the_same_quote(
    asked: Asked, as_of: date | None, library: kfees.Library
) -> None:
    quote = kfees.price(request_of(asked), library, as_of=as_of)
    kept = kfees.Quote.model_validate_json(quote.model_dump_json())
    again = replay(kept, library)
    assert again.differences == ()
    assert again.causes == ()
    assert again.quote == quote


@given(asked=courses())
def test_the_same_request_is_always_the_same_quote(asked: Asked, library: kfees.Library) -> None:
    request = request_of(asked)
    assert kfees.price(request, library) == kfees.price(request, library)
    elsewhere = kfees.load_schedules(environment={})
    assert kfees.price(request, elsewhere) == kfees.price(request, library)
