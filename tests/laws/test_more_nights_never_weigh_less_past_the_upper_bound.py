"""Once a stay has reached its upper bound, staying longer never weighs less."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import kfees
from laws.episodes import stays


@given(data=st.data(), beyond=st.integers(0, 40), longer=st.integers(1, 40))
def test_a_longer_stay_past_the_upper_bound_weighs_at_least_as_much(
    data: st.DataObject, beyond: int, longer: int, library: kfees.Library
) -> None:
    stay = data.draw(stays(library))
    # Days on leave and whole days in intensive care do not count towards the bound.
    elsewhere = stay.episode.leave_days + int(stay.episode.icu_hours // 24)
    nights = stay.weight.upper_bound + elsewhere + beyond
    shorter, longer_stay = stay.but(nights=nights), stay.but(nights=nights + longer)
    assert kfees.nwau(shorter.episode, shorter.version).days_priced >= stay.weight.upper_bound
    assert longer_stay.nwau >= shorter.nwau
    if stay.weight.long_stay_per_day:
        assert longer_stay.nwau > shorter.nwau
