"""A positive adjustment that comes on top never lowers a weight, at whichever step it works."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.library.version import Version
from laws.episodes import Weighed, stays

ONE_MORE: tuple[dict[str, Any], ...] = (
    {"indigenous": True},
    {"radiotherapy": True},
    {"dialysis": True},
    {"residence_remoteness": "RA4"},
    {"treatment_remoteness": "RA4"},
    {"adjustments": ("COVID-19 treatment",)},
    {"psychiatric_age": "1.1"},
)


def without(stay: Weighed, facts: Iterable[str]) -> Weighed:
    """The same stay before those facts: near home, in the city, with nothing added."""
    return stay.but(**{fact: kfees.Episode.model_fields[fact].default for fact in facts})


@given(data=st.data(), more=st.sampled_from(ONE_MORE))
def test_one_more_fact_never_lowers_the_weight(
    data: st.DataObject, more: dict[str, Any], library: kfees.Library
) -> None:
    before = without(data.draw(stays(library)), more)
    assert before.but(**more).nwau >= before.nwau


@given(
    data=st.data(),
    step=st.sampled_from(("added", "multiplied")),
    value=st.integers(1, 3000).map(lambda thousandths: f"{thousandths / 1000:.3f}"),
)
def test_one_more_row_in_the_year_never_lowers_the_weight(
    data: st.DataObject, step: str, value: str, library: kfees.Library
) -> None:
    before = data.draw(stays(library))
    version = before.version
    row = f"One more,acute,{step},adjustments,One more,{value},,\n".encode()
    files = {**version.files, "adjustments.csv": version.files["adjustments.csv"] + row}
    year = Version(version.schedule, version.first_day, version.origin, files)
    after = before._replace(version=year).but(adjustments=("One more",))
    assert after.nwau > before.nwau
    assert any(words.startswith("One more: ") for words in kfees.nwau(*after).steps)
