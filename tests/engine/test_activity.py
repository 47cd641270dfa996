"""What one unit of hospital activity weighs and costs on a day."""

from __future__ import annotations

from datetime import date

import pytest

import kfees
from kfees.engine.activity import ActivityRequest, weigh
from kfees.library.library import Library

STAY = kfees.Episode(drg="B71B", nights=4)


def test_a_stay_is_weighed_by_the_version_of_its_day_and_priced_by_it(library: kfees.Library) -> None:
    found = weigh(ActivityRequest(on=date(2025, 8, 5), episode=STAY), library)
    version = library.version_on("department-of-health", date(2025, 8, 5))
    assert version is not None
    assert found.version == version.first_day
    activity = kfees.nwau(STAY, version)
    assert (found.item, found.nwau) == ("B71B", activity.nwau)
    assert found.amount == activity.amount(found.price_per_weight)
    assert found.stale is False
    assert weigh(ActivityRequest(on=date(2040, 8, 5), episode=STAY), library).stale is True


def test_before_the_first_weights_there_is_nothing_to_weigh_by(library: kfees.Library) -> None:
    first = library.versions("department-of-health")[0].first_day
    with pytest.raises(kfees.InputError, match=rf"They begin on {first}\."):
        weigh(ActivityRequest(on=date(1999, 1, 1), episode=STAY), library)
    with pytest.raises(kfees.InputError, match=r"Load a schedule of weights\."):
        weigh(ActivityRequest(on=date(1999, 1, 1), episode=STAY), Library([], {}, {}))
