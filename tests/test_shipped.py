"""Every figure that ships is the one that was gathered, and says where it is from and what it rests on."""

from __future__ import annotations

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

import kfees
from kfees.money import CannotDetermine
from kfees.schedule import BASES, Rate
from kfees.version import Version

FACTOR = Decimal("1.2118")

MEDICAL_SOURCES = {
    "2024-07-01": "mbs_2025-03-01.csv",
    "2025-07-01": "mbs_2025-07-01_without_category_3.csv",
    "2026-07-01": "mbs_2026-07-01_selected.csv",
}
ACTIVITY_YEARS = [f"{year}-07-01" for year in range(2020, 2026)]


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def version(library: kfees.Library, schedule: str, first_day: str) -> Version:
    (found,) = (one for one in library.versions(schedule) if str(one.first_day) == first_day)
    return found


def hospital_rates(one: Version) -> dict[tuple[str, int | None, int | None], Rate]:
    return {(rate.item, rate.from_day, rate.to_day): rate for item in one.items for rate in one.rates(item)}


def gathered_hospital_rates(file: Path) -> dict[tuple[str, int | None, int | None], dict[str, str]]:
    def day(text: str) -> int | None:
        return int(text) if text else None

    return {(row["item"], day(row["from_day"]), day(row["to_day"])): row for row in rows(file)}


def test_the_schedules_that_ship_are_these(library: kfees.Library) -> None:
    assert {
        schedule: [str(one.first_day) for one in library.versions(schedule)] for schedule in library.schedules
    } == {
        "department-of-health": ACTIVITY_YEARS,
        "medical": list(MEDICAL_SOURCES),
        "private-hospital": ["2018-07-01", "2024-07-01"],
    }


def test_every_version_says_whose_it_is_and_until_when(library: kfees.Library) -> None:
    for schedule in library.schedules:
        for one in library.versions(schedule):
            facts = one.facts
            assert facts.title
            assert facts.publisher
            assert facts.source
            assert facts.currency == "AUD"
            assert facts.basis in BASES
            assert facts.basis != "supplied", "what ships states what it rests on"
            # Every one of these publishers reissues its figures each 1 July.
            assert facts.next_change_expected == one.first_day.replace(year=one.first_day.year + 1)
            assert date(2024, 1, 1) < facts.retrieved


def test_every_rate_that_ships_states_its_basis_and_source(library: kfees.Library) -> None:
    for schedule in ("medical", "private-hospital"):
        for one in library.versions(schedule):
            assert one.items
            for item in one.items:
                for rate in one.rates(item):
                    assert rate.basis in ("published", "floor", "indexed")
                    assert rate.source
                    assert rate.label
                    assert isinstance(rate.amount, Decimal | CannotDetermine)


def test_private_hospital_2018_is_what_worksafe_published(library: kfees.Library, shared: Path) -> None:
    ours = hospital_rates(version(library, "private-hospital", "2018-07-01"))
    gathered = gathered_hospital_rates(shared / "data" / "worksafe" / "private_hospital_2018-07-01.csv")
    assert list(ours) == list(gathered)
    for key, row in gathered.items():
        rate = ours[key]
        assert rate.amount == Decimal(row["amount"])
        assert (rate.unit, rate.gst, rate.basis) == (row["unit"], row["gst"], "published")


def test_private_hospital_2024_is_published_where_it_was_and_indexed_elsewhere(
    library: kfees.Library, shared: Path
) -> None:
    ours = hospital_rates(version(library, "private-hospital", "2024-07-01"))
    folder = shared / "data" / "worksafe"
    published = gathered_hospital_rates(folder / "private_day_hospital_2024-07-01.csv")
    earlier = gathered_hospital_rates(folder / "private_hospital_2018-07-01.csv")
    assert set(published) < set(ours) == set(earlier)
    for key, rate in ours.items():
        assert (rate.unit, rate.gst) == (earlier[key]["unit"], earlier[key]["gst"])
        if key in published:
            assert rate.amount == Decimal(published[key]["amount"])
            assert (rate.basis, rate.reason) == ("published", "")
            continue
        before = Decimal(earlier[key]["amount"])
        assert rate.amount == (before * FACTOR).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert rate.basis == "indexed"
        assert rate.reason == (
            f"{before} at 1 July 2018 x 1.2118 = {rate.amount}, rounded half up to the cent"
        )
        assert "1 July 2018" in rate.source


def test_the_factor_is_the_rise_of_the_lines_published_at_both_dates(shared: Path) -> None:
    folder = shared / "data" / "worksafe"
    later = gathered_hospital_rates(folder / "private_day_hospital_2024-07-01.csv")
    earlier = gathered_hospital_rates(folder / "private_hospital_2018-07-01.csv")
    for key, row in later.items():
        rise = Decimal(row["amount"]) / Decimal(earlier[key]["amount"])
        expected = Decimal("1.2494") if key[0] == "T4" else FACTOR
        assert abs(rise - expected) < Decimal("0.0001")


@pytest.mark.parametrize(("first_day", "file"), MEDICAL_SOURCES.items())
def test_medical_holds_every_item_whose_fee_had_begun_and_no_other(
    first_day: str, file: str, library: kfees.Library, shared: Path
) -> None:
    ours = version(library, "medical", first_day)
    gathered = {
        row["item"]: row
        for row in rows(shared / "data" / "mbs" / file)
        if row["fee_start"] <= first_day  # empty for a derived fee
    }
    assert list(ours.items) == list(gathered)
    for item, row in gathered.items():
        (rate,) = ours.rates(item)
        assert (rate.unit, rate.gst, rate.basis) == ("service", "free", "floor")
        if row["fee"]:
            assert rate.amount == Decimal(row["fee"])
        else:
            assert row["derived"] == "yes"
            assert isinstance(rate.amount, CannotDetermine)
            assert rate.amount.reason.startswith("derived fee: ")


def test_a_fee_that_began_later_is_not_in_an_earlier_version(library: kfees.Library) -> None:
    assert [bool(one.rates("10931")) for one in library.versions("medical")] == [False, True, False]
    assert [bool(one.rates("17645")) for one in library.versions("medical")] == [True, False, True]


def test_each_code_stands_for_the_same_thing_in_every_version(library: kfees.Library) -> None:
    for schedule in ("medical", "private-hospital"):
        labels: dict[str, str] = {}
        for one in library.versions(schedule):
            for item in one.items:
                label = one.rates(item)[0].label
                assert labels.setdefault(item, label) == label
