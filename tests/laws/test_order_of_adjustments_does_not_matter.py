"""The order in which a year lists its adjustments changes no weight."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.library.version import Version
from laws.episodes import stays


@given(data=st.data(), order=st.randoms(use_true_random=False))
def test_a_year_with_its_adjustments_in_another_order_weighs_the_same(
    data: st.DataObject, order: Random, library: kfees.Library
) -> None:
    stay = data.draw(stays(library))
    stay = stay.but(adjustments=("COVID-19 treatment",), psychiatric_age="2.1")
    version = stay.version
    header, *rows = version.files["adjustments.csv"].splitlines(keepends=True)
    order.shuffle(rows)
    files = {**version.files, "adjustments.csv": b"".join([header, *rows])}
    shuffled = Version(version.schedule, version.first_day, version.origin, files)
    one, other = kfees.nwau(stay.episode, version), kfees.nwau(stay.episode, shuffled)
    assert other.nwau == one.nwau
    assert sorted(other.steps) == sorted(one.steps)
    assert other.base == one.base
