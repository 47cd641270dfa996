"""Why one quote costs more or less than another, said from their lines."""

from __future__ import annotations

from typing import Any

import pytest

import kfees
from kfees.engine.differences import differences

COURSES: dict[str, dict[str, Any]] = {
    "a stay": {"regimen": "crps-4-day", "setting": "public-hospital-admitted", "start": "2025-08-04"},
    "clinic visits": {
        "regimen": "crps-10-day",
        "setting": "public-hospital-outpatient",
        "start": "2024-08-05",
        "weight_kg": "80",
    },
}


def quoted(library: kfees.Library, course: str, **changed: Any) -> kfees.Quote:
    return kfees.price(kfees.CourseRequest.model_validate({**COURSES[course], **changed}), library)


@pytest.mark.parametrize("course", COURSES)
def test_a_quote_does_not_differ_from_itself(library: kfees.Library, course: str) -> None:
    quote = quoted(library, course)
    assert any(line.weight is not None for line in quote.lines)
    assert differences(quote, quote, library) == ()


def test_visits_of_another_year_differ_in_their_rate(library: kfees.Library) -> None:
    before = quoted(library, "clinic visits")
    after = quoted(library, "clinic visits", start="2025-08-04")
    (said,) = differences(before, after, library)
    assert said.startswith("10.14 (")
    assert " goes from $" in said
    assert said.endswith(" a visit, 10 times")


def test_a_longer_stay_in_a_year_without_a_price_differs_in_weight_and_names_no_dollars(
    library: kfees.Library,
) -> None:
    stays = {
        nights: quoted(library, "a stay", start="2022-08-01", episode={"nights": nights})
        for nights in (4, 60)
    }
    said = differences(stays[4], stays[60], library)
    assert any("NWAU" in sentence for sentence in said)
    assert not any("$" in sentence for sentence in said)
