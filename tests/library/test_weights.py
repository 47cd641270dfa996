"""A year of weights is a folder: the shipped ones hold the published figures, an invented one prices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kfees
from invented_year import invented_year
from kfees.library.weights import AcuteWeight, VisitWeight, WeightTables
from nwau_cases import FIRST_DAYS, SCHEDULE, version_of
from nwau_oracle import YEARS, published

EACH_YEAR = pytest.mark.parametrize("year", YEARS)


def tables_of(library: kfees.Library, year: int) -> WeightTables:
    tables = version_of(library, year).activity
    assert tables is not None
    return tables


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def test_what_ships_has_no_problem() -> None:
    assert kfees.check_schedules() == []


def test_there_is_one_version_for_each_year_of_weights_and_no_other(library: kfees.Library) -> None:
    assert [version.first_day for version in library.versions(SCHEDULE)] == list(FIRST_DAYS.values())


@EACH_YEAR
def test_every_figure_of_every_drg_is_the_published_one(year: int, library: kfees.Library) -> None:
    figures = {row["drg"]: row for row in published("acute") if row["year"] == str(year)}
    tables = tables_of(library, year)
    weights = {item: tables.weight(item) for item in tables.items}
    acute = {item: weight for item, weight in weights.items() if isinstance(weight, AcuteWeight)}
    assert len(acute) > 790
    assert set(acute) == set(figures)
    for drg, row in figures.items():
        assert acute[drg] == AcuteWeight(
            item=drg,
            label=acute[drg].label,
            same_day_list=row["same_day"] == "yes",
            bundled_icu=row["bundles_icu"] == "yes",
            lower_bound=int(row["from_day"]),
            upper_bound=int(row["to_day"]),
            same_day=number(row["one_day"]),
            short_stay_base=number(row["short_base"]),
            short_stay_per_day=number(row["short_day"]),
            inlier=Decimal(row["inlier"]),
            long_stay_per_day=number(row["long_day"]),
            paediatric=Decimal(row["child"]),
            private_service=number(row["private"]),
        )


@EACH_YEAR
def test_every_figure_of_every_emergency_class_and_clinic_is_the_published_one(
    year: int, library: kfees.Library
) -> None:
    figures: dict[tuple[str, str], tuple[Decimal | None, Decimal]] = {
        ("emergency", row["class"]): (Decimal(row["weight"]), Decimal(1))
        for row in published("emergency")
        if row["year"] == str(year)
    }
    for row in published("clinics"):
        if row["year"] == str(year):
            weight = Decimal(row["weight"]) or None  # a weight of 0 prices nothing
            figures["clinic", row["clinic"]] = (weight, Decimal(row["child"] or "1"))
    tables = tables_of(library, year)
    found: dict[tuple[str, str], tuple[Decimal | None, Decimal]] = {}
    for item in tables.items:
        visit = tables.weight(item)
        if isinstance(visit, VisitWeight):
            found[visit.stream, item] = (visit.weight, visit.paediatric)
            assert bool(visit.reason) == (visit.weight is None)
    assert found == figures


PUBLISHED_AS = {
    "hour in intensive care": ("for each ICU hour", "", ""),
    "Indigenous": ("added", "indigenous", "yes"),
    "dialysis": ("added", "dialysis", "yes"),
    "radiotherapy": ("added", "radiotherapy", "yes"),
    "COVID-19 treatment": ("multiplied", "adjustments", "COVID-19 treatment"),
    "private bed for a day": ("deducted for a same-day stay", "private_patient", "yes"),
    "private bed a night": ("deducted for each night", "private_patient", "yes"),
    "several providers": ("added", "multiple_providers", "yes"),
}


def published_as(what: str) -> tuple[str, str, str]:
    """(step, fact, value of the fact) of an adjustment as the figures name it."""
    if what in PUBLISHED_AS:
        return PUBLISHED_AS[what]
    words, _, category = what.rpartition(" ")
    step, fact = {
        "lives in": ("added", "residence_remoteness"),
        "treated in": ("multiplied", "treatment_remoteness"),
        "psychiatric age": ("added", "psychiatric_age"),
    }[words]
    return step, fact, category


@EACH_YEAR
def test_every_adjustment_is_the_published_one_in_its_streams_for_the_items_that_it_concerns(
    year: int, library: kfees.Library
) -> None:
    figures = {
        (stream, *published_as(row["what"])): (Decimal(row["value"]), row["only_for"], row["not_for"])
        for row in published("adjustments")
        if row["year"] == str(year)
        for stream in row["care"].split()
    }
    found = {
        (stream, step, fact, adjustment.value_of_fact): (
            adjustment.value,
            " ".join(sorted(adjustment.items)),
            " ".join(sorted(adjustment.excepted)),
        )
        for stream, steps in tables_of(library, year).adjustments.items()
        for step, facts in steps.items()
        for fact, adjustments in facts.items()
        for adjustment in adjustments
    }
    assert found == figures
    assert sum("RA" in key[-1] for key in found) == 30  # emergency care has its own ten


def test_the_price_of_a_year_is_the_published_one_or_unknown(library: kfees.Library) -> None:
    prices = {int(row["year"]): number(row["price"]) for row in published("prices")}
    found = {}
    for version in library.versions(SCHEDULE):
        assert version.facts.activity is not None
        found[version.first_day.year] = version.facts.activity.price_per_weight
        assert version.facts.basis == "reference"
    assert found == {year: prices[year] for year in YEARS}
    assert [year for year, price in found.items() if price is None] == [2022, 2023]


def test_clinic_codes_keep_their_last_zero(library: kfees.Library) -> None:
    tables = tables_of(library, 2025)
    ten_ten, ten_one = tables.weight("10.10"), tables.weight("10.1")
    assert isinstance(ten_ten, VisitWeight)
    assert (ten_ten.item, ten_one) == ("10.10", None)
    assert "10.1" not in tables.items


def admitted(library: kfees.Library, start: str, **episode: Any) -> kfees.Quote:
    request = {"regimen": "crps-4-day", "setting": "public-hospital-admitted", "start": start}
    return kfees.price(kfees.CourseRequest.model_validate({**request, "episode": episode}), library)


def test_an_invented_year_prices_an_episode_with_its_own_weights_and_adjustments(tmp_path: Path) -> None:
    library = invented_year(tmp_path)
    facts = {
        "drg": "X01A",
        "nights": 7,
        "residence_remoteness": "RA3",
        "treatment_remoteness": "RA3",
        "indigenous": True,
        "adjustments": ["Ketamine pump"],
    }
    base = Decimal("0.777777") + 2 * Decimal("0.333333")
    weight = base * Decimal("1.55") * Decimal("1.1") * Decimal("1.2")  # not rounded: the year states none
    [line] = admitted(library, "2030-08-05", **facts).lines
    assert line.weight == weight == Decimal("2.955330378")
    assert line.maximum == Decimal("14778.28")  # 14,778.277..., half up
    assert (line.version, line.basis) == (date(2030, 7, 1), "supplied")
    assert line.weight_steps == (
        "A long stay: 7 days, 2 beyond the upper bound of 5: 1.444443 NWAU.",
        "Far from home: + 0.5 in the sum of adjustments.",
        "First Nations: + 0.05 in the sum of adjustments.",
        "Treated far away: x 1.1.",
        "Ketamine pump: x 1.2.",
    )
    version = library.version_on(SCHEDULE, date(2030, 8, 12))
    assert version is not None
    assert kfees.nwau(kfees.Episode.model_validate(facts), version).nwau == weight


def test_an_earlier_year_is_a_folder_too_and_leaves_the_shipped_years_as_they_were(tmp_path: Path) -> None:
    library = invented_year(tmp_path, "2019-07-01")
    [line] = admitted(library, "2019-08-05", drg="X01A", nights=4).lines
    assert line.weight == Decimal("0.777777")
    [line] = admitted(library, "2025-08-04").lines
    assert line.weight == Decimal("0.8243")


def test_a_year_says_what_it_has_no_adjustment_for(tmp_path: Path) -> None:
    version = invented_year(tmp_path).version_on(SCHEDULE, date(2030, 8, 5))
    assert version is not None
    episode = kfees.Episode(
        drg="X02B", nights=4, psychiatric_age="1.1", adjustments=("COVID-19 treatment", "Ketamine pump"),
        radiotherapy=True, icu_hours=Decimal(10), icu_eligible=True,
    )  # fmt: skip
    activity = kfees.nwau(episode, version)
    assert activity.nwau == Decimal("1.25")
    assert activity.steps[-3:] == (
        "No adjustment for psychiatric age 1.1 this year.",
        "No adjustment named 'COVID-19 treatment' this year.",
        "Ketamine pump concerns X01A only.",
    )


def test_a_year_weighs_a_presentation_with_its_own_paediatric_factor(tmp_path: Path) -> None:
    version = invented_year(tmp_path).version_on(SCHEDULE, date(2030, 8, 5))
    assert version is not None
    child = kfees.Episode(age=3, specialist_paediatric=True, residence_remoteness="RA3")
    presentation = kfees.nwau(child, version, "X1")
    assert presentation.nwau == Decimal("0.05") * Decimal("1.5") * Decimal("1.5")
    assert presentation.steps == (
        "One presentation: 0.05 NWAU.",
        "Specialist paediatric hospital: x 1.5.",
        "Far from home: + 0.5 in the sum of adjustments.",
    )
    clinic = kfees.nwau(child, version, "10.10")
    assert (clinic.nwau, clinic.reason) == (None, "not weighed yet")
    assert clinic.paediatric == 1


def test_each_of_the_three_roundings_is_half_up(tmp_path: Path) -> None:
    rounding = "[activity.rounding]\nbase = 1\npaediatric = 2\nadjusted = 3\n"
    version = invented_year(tmp_path, schedule_toml=rounding).version_on(SCHEDULE, date(2030, 8, 5))
    assert version is not None
    episode = kfees.Episode(drg="X02B", nights=4, age=3, specialist_paediatric=True, indigenous=True)
    activity = kfees.nwau(episode, version)
    assert activity.base == Decimal("1.3")  # 1.25 is a tie; x 1.05 = 1.365, a tie: 1.37
    assert activity.nwau == Decimal("1.439")  # x 1.05 = 1.4385, a tie


def test_numbers_too_long_to_multiply_exactly_are_refused_in_words(tmp_path: Path) -> None:
    long = "".join(
        f"Factor {number},acute,multiplied,adjustments,Factor {number},1.234567890123,,\n"
        for number in range(6)
    )
    version = invented_year(tmp_path, adjustments_csv=long).version_on(SCHEDULE, date(2030, 8, 5))
    assert version is not None
    names = tuple(f"Factor {number}" for number in range(6))
    with pytest.raises(kfees.InputError, match="the exact weight of X01A has more digits than can be kept"):
        kfees.nwau(kfees.Episode(drg="X01A", nights=4, adjustments=names), version)


def test_a_clinic_that_a_year_lacks_is_still_a_visit_in_the_quote(tmp_path: Path) -> None:
    library = invented_year(tmp_path)
    request = kfees.CourseRequest.model_validate(
        {
            "regimen": "crps-10-day",
            "setting": "public-hospital-outpatient",
            "start": "2030-08-05",
            "weight_kg": "80",
        }
    )
    [line] = kfees.price(request, library).lines
    assert (line.unit, line.label) == ("visit", "Pain management interventions clinic")
    assert line.reasons[0] == "Cannot determine: item 10.14 is not in the version of 1 July 2030."


def test_a_table_that_cannot_be_read_is_said_when_it_is_used(tmp_path: Path, library: kfees.Library) -> None:
    """What ships is not checked on loading; a mistake in it is met, in full, by whoever uses the item."""
    shipped = version_of(library, 2025)
    files = {**shipped.files, "acute.csv": b"item,label\nB71B,Pain\n", "adjustments.csv": b"adjustment\nA\n"}
    for file in ("acute.csv", "adjustments.csv"):
        broken = type(shipped)(SCHEDULE, shipped.first_day, "shipped", {**shipped.files, file: files[file]})
        with pytest.raises(kfees.InputError, match=f"{file} line 1: the column"):
            kfees.nwau(kfees.Episode(drg="B71B", nights=4), broken)
    unreadable = shipped.files["acute.csv"].replace(b"0.8243", b"0;8243")
    broken = type(shipped)(SCHEDULE, shipped.first_day, "shipped", {**shipped.files, "acute.csv": unreadable})
    with pytest.raises(kfees.InputError, match="'0;8243' is not a plain decimal number"):
        kfees.nwau(kfees.Episode(drg="B71B", nights=4), broken)


def test_a_private_patient_cannot_be_weighed_where_the_deduction_was_not_published(tmp_path: Path) -> None:
    library = invented_year(tmp_path)
    version = library.version_on(SCHEDULE, date(2030, 8, 5))
    assert version is not None
    activity = kfees.nwau(kfees.Episode(drg="X01A", nights=4, private_patient=True), version)
    assert (activity.nwau, activity.deductions) == (None, ())
    assert activity.reason == "a private patient's deduction for services is not in the year's table"
    [line] = admitted(library, "2030-08-05", drg="X01A", private_patient=True).lines
    assert (line.weight, line.maximum) == (None, None)
    assert line.reasons[0].startswith("Cannot determine: a private patient's deduction")


def test_a_mistake_in_an_adjustment_is_raised_when_an_episode_is_weighed(library: kfees.Library) -> None:
    rows = b"adjustment,streams,step,fact,is,value,items\nInvented,acute,added,age,0-17,much,\n"
    tables = WeightTables({"adjustments.csv": rows}, "2030-07-01/", tables_of(library, YEARS[-1]).facts)
    with pytest.raises(kfees.InputError, match=r"2030-07-01/adjustments\.csv line 2, value"):
        _ = tables.adjustments
