"""What is loaded, as it is listed: versions with their state, rates and weights."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import kfees
from kfees.library.listing import (
    listed_versions,
    matching_rates,
    rates_of_item,
    version_named,
)
from overlays import write_version

HEADER = "item,label,amount,unit,reason"


@pytest.fixture
def invented(tmp_path: Path) -> kfees.Library:
    rows = (
        "1,First visit,10.00,visit,",
        "2,Later visit,unknown,visit,not yet",
        "3,Extra,not payable,visit,never",
    )
    write_version(tmp_path, "invented", "2024-07-01", *rows, header=HEADER)
    write_version(tmp_path, "invented", "2025-07-01", *rows, header=HEADER)
    return kfees.load_schedules(tmp_path, environment={})


def states(library: kfees.Library, today: date) -> list[str]:
    return [one.state for one in listed_versions(library, today) if one.schedule == "invented"]


def test_each_version_is_past_current_to_come_or_stale(invented: kfees.Library) -> None:
    change = invented.versions("invented")[-1].facts.next_change_expected
    assert change is not None
    assert states(invented, date(2024, 6, 30)) == ["from 2024-07-01", "from 2025-07-01"]
    assert states(invented, date(2024, 7, 1)) == ["current", "from 2025-07-01"]
    assert states(invented, change) == ["past", f"STALE since {change}"]
    assert [one.until for one in listed_versions(invented, change) if one.schedule == "invented"] == [
        date(2025, 7, 1),
        None,
    ]


def test_a_version_is_named_by_its_schedule_and_a_day(invented: kfees.Library) -> None:
    assert version_named(invented, "invented", None).first_day == date(2025, 7, 1)
    assert version_named(invented, "invented", date(2025, 6, 30)).first_day == date(2024, 7, 1)
    with pytest.raises(kfees.InputError, match=r"The first one begins on 2024-07-01\."):
        version_named(invented, "invented", date(2024, 6, 30))
    with pytest.raises(kfees.InputError, match="no schedule 'invente' is loaded"):
        version_named(invented, "invente", None)


def test_rates_are_listed_with_what_is_unknown_and_what_is_not_payable(invented: kfees.Library) -> None:
    version = invented.versions("invented")[0]
    assert [
        (rate.item, str(rate.amount), rate.determination, rate.reason)
        for item in version.items
        for rate in rates_of_item(version, item)
    ] == [
        ("1", "10.00", "amount", ""),
        ("2", "None", "unknown", "not yet"),
        ("3", "None", "not payable", "never"),
    ]
    assert [rate.item for rate in matching_rates(version, "VISIT later")] == ["2"]
    assert len(list(matching_rates(version, ""))) == 3


def test_a_weight_is_listed_as_no_amount(library: kfees.Library) -> None:
    version = library.versions("department-of-health")[-1]
    (stay,) = rates_of_item(version, "B71B")
    assert (stay.amount, stay.determination) == (None, "unknown")
    assert stay.weight is not None
    assert stay.to_day is not None
    assert stay.reason.startswith("weighted: ")
    (clinic,) = rates_of_item(version, "10.14")
    assert (clinic.to_day, clinic.reason) == (None, "")
    assert list(rates_of_item(version, "X99Z")) == []


def test_rates_that_match_are_listed_as_they_are_looked_at(library: kfees.Library) -> None:
    version = library.versions("medical")[-1]
    found = matching_rates(version, "")
    every = [rate for item in version.items for rate in rates_of_item(version, item)]
    assert len(found) == len(every)
    assert (found[0], list(found[-2:])) == (every[0], every[-2:])
