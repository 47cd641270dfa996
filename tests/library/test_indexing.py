"""A version carried forward: every rate says from what and by what, and unknown stays unknown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import kfees
from kfees.library.indexing import index_forward, one_year_after, read_percentage
from kfees.library.version import Version
from kfees.model.money import CannotDetermine, NotPayable
from kfees.model.problems import Unreadable
from kfees.model.schedule import Rate
from overlays import write_version

MADE_ON = date(2024, 12, 1)


def carried(version: Version, percent: str) -> Version:
    return index_forward(version, date(2026, 7, 1), Decimal(percent), made_on=MADE_ON, origin="a test")


def rates_of(version: Version) -> dict[str, Rate]:
    return {item: version.rates(item)[0] for item in version.items}


def test_an_amount_is_carried_half_up_to_the_cent_and_says_how(tmp_path: Path) -> None:
    write_version(
        tmp_path,
        "invented",
        "2024-07-01",
        "1,Visit,10.10,visit,",
        "2,Visit,unknown,visit,by report",
        "3,Visit,not payable,visit,no such service",
        header="item,label,amount,unit,reason",
    )
    [version] = kfees.load_schedules(tmp_path, environment={}).versions("invented")
    estimate = carried(version, "2.5")
    assert list(estimate.problems()) == []
    found = rates_of(estimate)
    assert found["1"].amount == Decimal("10.35")  # 10.3525
    assert found["1"].reason == "10.10 at 1 July 2024 x 1.025 = 10.35, rounded half up to the cent"
    assert {rate.basis for rate in found.values()} == {"indexed"}
    assert found["2"].amount == CannotDetermine("by report")
    assert found["3"].amount == NotPayable("no such service")
    assert estimate.facts.next_change_expected == date(2027, 7, 1)
    assert estimate.facts.retrieved == MADE_ON
    assert estimate.facts.title == "A schedule for a test (estimate)"


def test_an_item_that_ended_is_not_carried_into_another_year(tmp_path: Path) -> None:
    rows = ("1,Visit,10.10,visit,2024-12-31", "2,Visit,20.00,visit,")
    write_version(tmp_path, "invented", "2024-07-01", *rows, header="item,label,amount,unit,until")
    [version] = kfees.load_schedules(tmp_path, environment={}).versions("invented")
    assert carried(version, "2.5").items == ("2",)


def test_every_shipped_version_can_be_carried_and_checks_clean(library: kfees.Library) -> None:
    for schedule in library.schedules:
        version = library.versions(schedule)[0]
        estimate = carried(version, "3.5")
        assert list(estimate.problems()) == []
        assert estimate.items == version.items


def test_an_estimate_of_an_estimate_keeps_the_whole_chain(library: kfees.Library) -> None:
    version = library.versions("private-hospital")[-1]
    reason = carried(version, "3.5").rates("HIT")[0].reason
    assert reason.startswith("459.39 at 1 July 2024 x 1.035 = 475.47")
    assert "before that, 379.10 at 1 July 2018 x 1.2118" in reason


def test_of_weighted_activity_the_price_is_carried_and_the_weights_stay(library: kfees.Library) -> None:
    version = library.versions("department-of-health")[-1]
    estimate = carried(version, "3.5")
    assert estimate.facts.activity is not None
    assert estimate.facts.activity.price_per_weight == Decimal("7512.03")
    assert "7258" in estimate.facts.activity.price_source
    assert estimate.files["acute.csv"] == version.files["acute.csv"]


def test_of_weighted_activity_without_a_price_nothing_is_made_up(library: kfees.Library) -> None:
    unpriced = [
        version
        for version in library.versions("department-of-health")
        if version.facts.activity is not None and version.facts.activity.price_per_weight is None
    ]
    assert unpriced
    estimate = carried(unpriced[0], "3.5")
    assert estimate.facts.activity is not None
    assert estimate.facts.activity.price_per_weight is None


def test_an_estimate_is_for_a_later_day(library: kfees.Library) -> None:
    version = library.versions("private-hospital")[-1]
    with pytest.raises(kfees.InputError) as caught:
        index_forward(version, version.first_day, Decimal(3), made_on=MADE_ON, origin="a test")
    assert [problem.code for problem in caught.value.problems] == ["bad-date"]


@pytest.mark.parametrize(("text", "percent"), [("3.5%", "3.5"), ("+3", "3"), ("-1 %", "-1"), ("0%", "0")])
def test_percentages_are_read(text: str, percent: str) -> None:
    assert read_percentage(text) == Decimal(percent)


@pytest.mark.parametrize("text", ["", "three", "1e1%", "-51%", "101", "3,5%", "3.5%%"])
def test_what_is_no_plausible_percentage_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_percentage(text)


def test_a_leap_day_has_its_anniversary_on_the_28th() -> None:
    assert one_year_after(date(2024, 2, 29)) == date(2025, 2, 28)
    assert one_year_after(date(2024, 7, 1)) == date(2025, 7, 1)
