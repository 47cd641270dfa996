"""Every figure that ships is the one that was published, and says where it is from and what it rests on.

The published figures stand in `tests/published`, apart from the schedules that hold them.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

import kfees
from kfees.library.rates import RateTable
from kfees.library.version import RATES, Version
from kfees.library.written_reasons import as_sentence
from kfees.model.money import CannotDetermine
from kfees.model.schedule import BASES, Rate
from kfees.web.wording import words_in

PUBLISHED = Path(__file__).parents[1] / "published"
FACTOR = Decimal("1.2118")
WORKSAFE_ALONE = ("medical-reports", "private-rehabilitation", "return-to-work")
ITEM_SCHEDULES = ("medical", "private-hospital", *WORKSAFE_ALONE)
ACTIVITY_YEARS = [f"{year}-07-01" for year in range(2020, 2026)]


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def version(library: kfees.Library, schedule: str, first_day: str) -> Version:
    (found,) = (one for one in library.versions(schedule) if str(one.first_day) == first_day)
    return found


def next_change(schedule: str, day: date) -> date:
    """Every one of these publishers reissues its figures each 1 July; reports were late in 2024."""
    if (schedule, day) == ("medical-reports", date(2024, 7, 1)):
        return date(2024, 10, 21)
    return date(day.year + (day >= date(day.year, 7, 1)), 7, 1)


def rates_of(one: Version) -> dict[tuple[str, int | None, int | None], Rate]:
    return {(rate.item, rate.from_day, rate.to_day): rate for item in one.items for rate in one.rates(item)}


def published_rates(file: Path) -> dict[tuple[str, int | None, int | None], dict[str, str]]:
    def day(text: str | None) -> int | None:
        return int(text) if text else None

    return {(row["item"], day(row.get("from_day")), day(row.get("to_day"))): row for row in rows(file)}


def test_the_schedules_that_ship_are_these(library: kfees.Library) -> None:
    assert {
        schedule: [str(one.first_day) for one in library.versions(schedule)] for schedule in library.schedules
    } == {
        "department-of-health": ACTIVITY_YEARS,
        "medical": ["2024-07-01", "2025-03-01", "2025-07-01", "2026-07-01"],
        "medical-reports": ["2018-07-01", "2024-07-01", "2024-10-21"],
        "private-hospital": ["2018-07-01", "2024-07-01"],
        "private-rehabilitation": ["2017-07-01", "2018-07-01", "2024-07-01"],
        "return-to-work": ["2017-07-01", "2018-07-01", "2024-07-01"],
        "tac-private-hospital": ["2016-07-01", "2017-07-01"],
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
            assert facts.next_change_expected == next_change(schedule, one.first_day)
            assert date(2024, 1, 1) < facts.retrieved


def test_every_rate_that_ships_states_its_basis_and_source(library: kfees.Library) -> None:
    for schedule in ITEM_SCHEDULES:
        for one in library.versions(schedule):
            assert one.items
            for item in one.items:
                for rate in one.rates(item):
                    assert rate.basis in ("published", "floor", "indexed")
                    assert rate.source
                    assert rate.label
                    assert isinstance(rate.amount, Decimal | CannotDetermine)


def test_private_hospital_2018_is_what_worksafe_published(library: kfees.Library) -> None:
    ours = rates_of(version(library, "private-hospital", "2018-07-01"))
    published = published_rates(PUBLISHED / "private-hospital" / "2018-07-01.csv")
    assert list(ours) == list(published)
    for key, row in published.items():
        rate = ours[key]
        assert rate.amount == Decimal(row["amount"])
        assert (rate.unit, rate.gst, rate.basis) == (row["unit"], row["gst"], "published")


def test_private_hospital_2024_is_published_where_it_was_and_indexed_elsewhere(
    library: kfees.Library,
) -> None:
    ours = rates_of(version(library, "private-hospital", "2024-07-01"))
    published = published_rates(PUBLISHED / "private-hospital" / "2024-07-01.csv")
    earlier = published_rates(PUBLISHED / "private-hospital" / "2018-07-01.csv")
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


def test_the_factor_is_the_rise_of_the_lines_published_at_both_dates() -> None:
    later = published_rates(PUBLISHED / "private-hospital" / "2024-07-01.csv")
    earlier = published_rates(PUBLISHED / "private-hospital" / "2018-07-01.csv")
    for key, row in later.items():
        rise = Decimal(row["amount"]) / Decimal(earlier[key]["amount"])
        expected = Decimal("1.2494") if key[0] == "T4" else FACTOR
        assert abs(rise - expected) < Decimal("0.0001")


def test_each_code_stands_for_the_same_thing_in_every_version(library: kfees.Library) -> None:
    for schedule in ITEM_SCHEDULES:
        labels: dict[str, str] = {}
        for one in library.versions(schedule):
            for item in one.items:
                label = one.rates(item)[0].label
                assert labels.setdefault(item, label) == label


def test_no_code_is_in_two_schedules_so_that_a_provider_may_write_it_alone(library: kfees.Library) -> None:
    for payer in library.payers:
        schedule_of: dict[str, str] = {}
        for schedule in library.of(payer).schedules:
            for code in {item.upper() for one in library.of(payer).versions(schedule) for item in one.items}:
                assert schedule_of.setdefault(code, schedule) == schedule


@pytest.mark.parametrize("schedule", WORKSAFE_ALONE)
def test_what_worksafe_published_is_a_rate_and_what_it_did_not_is_never_carried(
    schedule: str, library: kfees.Library
) -> None:
    published = published_rates(PUBLISHED / schedule / "rates.csv")
    for one in library.versions(schedule):
        day = str(one.first_day)
        ours = rates_of(one)
        assert {key for key, row in published.items() if row[day]} <= set(ours) <= set(published)
        for key, rate in ours.items():
            assert rate.gst == "exclusive"
            if published[key][day]:
                assert (rate.amount, rate.basis) == (Decimal(published[key][day]), "published")
                continue
            assert isinstance(rate.amount, CannotDetermine)
            # What has been published before is known as an item; what never was is not.
            assert any(published[key][earlier] for earlier in published[key] if "2017" <= earlier < day)
            assert "no rate from 1 July 2024 was found" in rate.amount.reason


def test_reasons_that_ship_are_sentences_that_other_languages_say_too(library: kfees.Library) -> None:
    reasons = {
        rate.reason
        for schedule in ITEM_SCHEDULES
        for one in library.versions(schedule)
        for rate in one.each_rate()
        if rate.reason
    }
    words = words_in("it")
    assert [reason for reason in reasons if "lang=" in words.known(as_sentence(reason))] == []


def test_an_item_is_found_without_the_other_rows_of_its_table(library: kfees.Library) -> None:
    for schedule in library.schedules:
        for one in library.versions(schedule):
            if (content := one.files.get(RATES)) is not None:
                whole, alone = (RateTable(content, RATES, one.facts, in_order=yes) for yes in (False, True))
                assert all([*alone._found(item)] == whole._rows_of(item) for item in whole.items[::16])
