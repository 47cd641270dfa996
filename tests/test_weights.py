"""A year of weights is a folder: the shipped ones hold the published figures, an invented one prices."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.weights import AcuteWeight, Adjustment, VisitWeight, WeightTables
from nwau_cases import FIRST_DAYS, SCHEDULE, version_of
from nwau_oracle import YEARS

EACH_YEAR = pytest.mark.parametrize("year", YEARS)
EVERYWHERE = ("acute", "emergency", "clinic")


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def tables_of(library: kfees.Library, year: str) -> WeightTables:
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
def test_every_figure_of_every_drg_is_the_published_one(
    year: str, library: kfees.Library, shared: Path
) -> None:
    published = {
        row["drg"]: row
        for row in rows(shared / "data" / "ihacpa" / f"acute_{year}.csv")
        if row["drg"] not in ("", "0")
    }
    tables = tables_of(library, year)
    weights = {item: tables.weight(item) for item in tables.items}
    acute = {item: weight for item, weight in weights.items() if isinstance(weight, AcuteWeight)}
    assert len(acute) > 790
    assert set(acute) == set(published)
    for drg, row in published.items():
        assert acute[drg] == AcuteWeight(
            item=drg,
            label=acute[drg].label,
            same_day_list=row["same_day_list"] == "1",
            bundled_icu=row["bundled_icu"] == "1",
            lower_bound=int(row["lower_bound"]),
            upper_bound=int(row["upper_bound"]),
            same_day=number(row["same_day"]),
            short_stay_base=number(row["short_stay_base"]),
            short_stay_per_day=number(row["short_stay_per_day"]),
            inlier=Decimal(row["inlier"]),
            long_stay_per_day=number(row["long_stay_per_day"]),
            paediatric=Decimal(row["paediatric"]),
            private_service=number(row["private_service"]),
        )


@EACH_YEAR
def test_every_figure_of_every_emergency_class_and_clinic_is_the_published_one(
    year: str, library: kfees.Library, shared: Path
) -> None:
    classes = rows(shared / "data" / "ihacpa" / "emergency_aecc.csv")
    clinics = rows(shared / "data" / "ihacpa" / "non_admitted_tier2.csv")
    published: dict[tuple[str, str], tuple[Decimal | None, Decimal]] = {
        ("emergency", row["class"]): (Decimal(row["weight"]), Decimal(1))
        for row in classes
        if row["nep"] == year
    }
    for row in clinics:
        if row["nep"] == year:
            weight = Decimal(row["weight"]) or None  # a weight of 0 prices nothing
            published["clinic", row["clinic"]] = (weight, Decimal(row["paediatric"] or "1"))
    tables = tables_of(library, year)
    found: dict[tuple[str, str], tuple[Decimal | None, Decimal]] = {}
    for item in tables.items:
        visit = tables.weight(item)
        if isinstance(visit, VisitWeight):
            found[visit.stream, item] = (visit.weight, visit.paediatric)
            assert bool(visit.reason) == (visit.weight is None)
    assert found == published


PUBLISHED_AS: dict[str, tuple[tuple[str, ...], str, str, str]] = {
    "ICU hourly rate": (("acute",), "for each ICU hour", "", ""),
    "Indigenous": (EVERYWHERE, "added", "indigenous", "yes"),
    "Dialysis": (("acute",), "added", "dialysis", "yes"),
    "Radiotherapy": (("acute",), "added", "radiotherapy", "yes"),
    "COVID-19 treatment (T63A/B only)": (("acute",), "multiplied", "adjustments", "COVID-19 treatment"),
    "Private accommodation VIC same-day": (
        ("acute",), "deducted for a same-day stay", "private_patient", "yes",
    ),
    "Private accommodation VIC overnight per night": (
        ("acute",), "deducted for each night", "private_patient", "yes",
    ),
    "Non-admitted multidisciplinary (multiple provider)": (("clinic",), "added", "multiple_providers", "yes"),
}  # fmt: skip


def published_as(name: str) -> tuple[tuple[str, ...], str, str, str]:
    """(streams, step, fact, value of the fact) of an adjustment that the authority names so."""
    if name in PUBLISHED_AS:
        return PUBLISHED_AS[name]
    words, _, category = name.rpartition(" ")
    return {
        "Patient residential remoteness": (EVERYWHERE, "added", "residence_remoteness", category),
        "Patient treatment remoteness": (EVERYWHERE, "multiplied", "treatment_remoteness", category),
        "Specialist psychiatric age cat": (("acute",), "added", "psychiatric_age", category),
    }[words]


def adjustments_of(tables: WeightTables) -> dict[tuple[str, str, str, str], Adjustment]:
    """By stream, step, fact and value of the fact."""
    return {
        (stream, step, fact, value): adjustment
        for stream, steps in tables.adjustments.items()
        for step, facts in steps.items()
        for fact, by_value in facts.items()
        for value, adjustment in by_value.items()
    }


@EACH_YEAR
def test_every_adjustment_is_the_published_one_in_its_streams(
    year: str, library: kfees.Library, shared: Path
) -> None:
    published = {
        (stream, *rest): Decimal(row["value"])
        for row in rows(shared / "data" / "ihacpa" / "adjustments.csv")
        if row["nep"] == year
        for streams, *rest in (published_as(row["adjustment"]),)
        for stream in streams
    }
    found = adjustments_of(tables_of(library, year))
    assert {key: adjustment.value for key, adjustment in found.items()} == published
    limited = {key[-1]: set(adjustment.items) for key, adjustment in found.items() if adjustment.items}
    assert limited == ({"COVID-19 treatment": {"T63A", "T63B"}} if year >= "NEP23" else {})


def test_the_price_of_a_year_is_the_published_one_or_unknown(library: kfees.Library, shared: Path) -> None:
    published = {
        date.fromisoformat(row["financial_year_start"]): number(row["national_efficient_price"])
        for row in rows(shared / "data" / "ihacpa" / "nep.csv")
    }
    found = {}
    for version in library.versions(SCHEDULE):
        assert version.facts.activity is not None
        found[version.first_day] = version.facts.activity.price_per_weight
        assert version.facts.basis == "reference"
    assert found == {first_day: published[first_day] for first_day in FIRST_DAYS.values()}
    assert [day.year for day, price in found.items() if price is None] == [2022, 2023]


def test_clinic_codes_keep_their_last_zero(library: kfees.Library) -> None:
    tables = tables_of(library, "NEP25")
    ten_ten, ten_one = tables.weight("10.10"), tables.weight("10.1")
    assert isinstance(ten_ten, VisitWeight)
    assert (ten_ten.item, ten_one) == ("10.10", None)
    assert "10.1" not in tables.items


SCHEDULE_FACTS = """
title = "Invented weights"
publisher = "Nobody"
source = "invented for a test"
retrieved = 2026-01-01
next_change_expected = {next_change}
currency = "AUD"
gst = "free"
payee = "hospital"

[activity]
unit = "NWAU"
classification = "Invented groups"
price_per_weight = 5000.55
price_source = "invented for a test"
"""
ACUTE = """\
item,label,same_day_list,bundled_icu,lower_bound,upper_bound,same_day,short_stay_base,short_stay_per_day,inlier,long_stay_per_day,paediatric,private_service
X01A,Invented stay,no,no,3,5,,0.111111,0.222222,0.777777,0.333333,1.25,
X02B,Tie,no,no,1,9,,,,1.25,,1.05,
"""
EMERGENCY = "item,label,weight,paediatric\nX1,Invented presentation,0.05,1.5\n"
CLINICS = "item,label,weight,paediatric,reason\n10.10,Invented clinic,unknown,,not weighed yet\n"
ADJUSTMENTS = """\
adjustment,streams,step,fact,is,value,items
Far from home,acute emergency,added,residence_remoteness,RA3,0.5,
First Nations,acute,added,indigenous,yes,0.05,
Treated far away,acute,multiplied,treatment_remoteness,RA3,0.1,
Ketamine pump,acute,multiplied,adjustments,Ketamine pump,0.2,X01A
"""


def invented_year(folder: Path, first_day: str = "2030-07-01", **changed: str) -> kfees.Library:
    """The shipped library and a small year of our own."""
    texts = {
        "schedule.toml": SCHEDULE_FACTS.format(next_change=f"{int(first_day[:4]) + 1}-07-01"),
        "acute.csv": ACUTE,
        "emergency.csv": EMERGENCY,
        "clinics.csv": CLINICS,
        "adjustments.csv": ADJUSTMENTS,
    }
    year = folder / SCHEDULE / first_day
    year.mkdir(parents=True)
    for name, text in texts.items():
        (year / name).write_text(text + changed.get(name.replace(".", "_"), ""), encoding="utf-8")
    return kfees.load_schedules(folder, environment={})


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
        f"Factor {number},acute,multiplied,adjustments,Factor {number},1.234567890123,\n"
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
    shipped = version_of(library, "NEP25")
    files = {**shipped.files, "acute.csv": b"item,label\nB71B,Pain\n", "adjustments.csv": b"adjustment\nA\n"}
    for file in ("acute.csv", "adjustments.csv"):
        broken = type(shipped)(SCHEDULE, shipped.first_day, "shipped", {**shipped.files, file: files[file]})
        with pytest.raises(kfees.InputError, match=f"{file} line 1: the column"):
            kfees.nwau(kfees.Episode(drg="B71B", nights=4), broken)
    unreadable = shipped.files["acute.csv"].replace(b"0.8243", b"0;8243")
    broken = type(shipped)(SCHEDULE, shipped.first_day, "shipped", {**shipped.files, "acute.csv": unreadable})
    with pytest.raises(kfees.InputError, match="'0;8243' is not a plain decimal number"):
        kfees.nwau(kfees.Episode(drg="B71B", nights=4), broken)
