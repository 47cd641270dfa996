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
from kfees.weights import AcuteWeight, VisitWeight

FACTOR = Decimal("1.2118")

MEDICAL_SOURCES = {
    "2024-07-01": "mbs_2025-03-01.csv",
    "2025-07-01": "mbs_2025-07-01_without_category_3.csv",
    "2026-07-01": "mbs_2026-07-01_selected.csv",
}
ACTIVITY_YEARS = {f"{2000 + year}-07-01": f"NEP{year}" for year in range(20, 26)}


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
        "department-of-health": list(ACTIVITY_YEARS),
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


@pytest.mark.parametrize(("first_day", "year"), ACTIVITY_YEARS.items())
def test_weights_and_prices_of_public_hospitals_are_those_of_the_determinations(
    first_day: str, year: str, library: kfees.Library, shared: Path
) -> None:
    folder = shared / "data" / "ihacpa"
    one = version(library, "department-of-health", first_day)
    assert one.activity is not None
    assert one.facts.activity is not None

    (price,) = (row for row in rows(folder / "nep.csv") if row["nep"] == year)
    assert price["financial_year_start"] == first_day
    known = price["national_efficient_price"]
    assert one.facts.activity.price_per_weight == (Decimal(known) if known else None)

    def decimal(text: str) -> Decimal | None:
        return Decimal(text) if text else None

    # One of the gathered files ends in rows that are empty but for zeros; an AR-DRG has four characters.
    gathered = [row for row in rows(folder / f"acute_{year}.csv") if row["drg"] not in ("", "0")]
    assert {len(row["drg"]) for row in gathered} == {4}
    visits = 0
    for row in gathered:
        weight = one.activity.weight(row["drg"])
        assert isinstance(weight, AcuteWeight)
        assert (weight.same_day_list, weight.bundled_icu) == (
            row["same_day_list"] == "1",
            row["bundled_icu"] == "1",
        )
        assert (weight.lower_bound, weight.upper_bound) == (int(row["lower_bound"]), int(row["upper_bound"]))
        for column in ("same_day", "short_stay_base", "short_stay_per_day", "long_stay_per_day"):
            assert getattr(weight, column) == decimal(row[column]), f"{row['drg']} {column}"
        assert weight.inlier == Decimal(row["inlier"])
        assert weight.paediatric == Decimal(row["paediatric"])
        assert weight.private_service == decimal(row["private_service"])
    for file, column in (("emergency_aecc.csv", "class"), ("non_admitted_tier2.csv", "clinic")):
        for row in rows(folder / file):
            if row["nep"] == year:
                visit = one.activity.weight(row[column])
                assert isinstance(visit, VisitWeight)
                # A weight of nought is a visit that the year does not price, and not one for nothing.
                assert visit.weight == (decimal(row["weight"]) or None)
                visits += 1
    assert len(one.items) == len(gathered) + visits
