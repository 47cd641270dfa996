"""Weighted activity: every published weight under every stay, the printed figures, and the words for them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import product
from typing import Any

import pytest

import kfees
from effort import times
from kfees.engine.weighing import factor
from kfees.model.money import round_half_up
from nwau_cases import (
    FIRST_DAYS,
    REMOTENESS,
    SCHEDULE,
    bounds_of,
    dice,
    each_adjustment_alone,
    episode_of,
    random_facts,
    version_of,
)
from nwau_oracle import YEARS, Facts, NwauOracle, published

FELL = {"same day": "same day", "short stay": "short", "inlier": "inlier", "long stay": "long"}
EACH_YEAR = pytest.mark.parametrize("year", YEARS)
SWEEP = pytest.mark.no_cover
"""What says the same of a hundred thousand cases: the tests after these cover each line."""


@pytest.fixture(scope="module")
def oracle() -> NwauOracle:
    return NwauOracle()


def agree(activity: kfees.WeightedActivity, oracle: NwauOracle, year: int, drg: str, facts: Facts) -> bool:
    assert activity.stay is not None
    found = (activity.nwau, FELL[activity.stay])
    return found == (oracle.acute_nwau(year, drg, facts), oracle.fell(year, drg, facts))


@SWEEP
@EACH_YEAR
def test_every_drg_agrees_with_a_second_calculation_at_and_around_each_of_its_bounds(
    year: int, library: kfees.Library, oracle: NwauOracle
) -> None:
    """Every stay as it is; then each adjustment alone and a dozen mixtures, by turns at each of the stays."""
    random, version = dice(year), version_of(library, year)
    disagreements: list[object] = []
    for number, (drg, row) in enumerate(oracle.acute[year].items()):
        stays = bounds_of(row)
        cases = [Facts(nights) for nights in stays]
        alone = zip(*(each_adjustment_alone(year, nights) for nights in stays), strict=True)
        cases += [same[(number + turn) % len(stays)] for turn, same in enumerate(alone)]
        cases += [
            random_facts(random, year, stays[(number + turn) % len(stays)])
            for turn in range(max(12, times(12)))
        ]
        for facts in cases:
            activity = kfees.nwau(episode_of(facts, drg), version)
            if not agree(activity, oracle, year, drg, facts):
                disagreements.append((drg, facts, activity, oracle.acute_nwau(year, drg, facts)))
    assert disagreements[:3] == []


@SWEEP
@EACH_YEAR
def test_every_emergency_class_agrees_with_a_second_calculation_wherever_one_lives_and_is_treated(
    year: int, library: kfees.Library, oracle: NwauOracle
) -> None:
    random, version = dice(year), version_of(library, year)
    assert len(oracle.emergency[year]) > 170
    for code in oracle.emergency[year]:
        for residence, treatment in product(REMOTENESS, REMOTENESS):
            facts = replace(random_facts(random, year), residence=residence, treatment=treatment)
            activity = kfees.nwau(episode_of(facts), version, code)
            assert activity.nwau == oracle.emergency_nwau(year, code, facts), (code, facts)
            assert (activity.unit, activity.stay) == ("presentation", None)


@SWEEP
@EACH_YEAR
def test_every_clinic_agrees_with_a_second_calculation(
    year: int, library: kfees.Library, oracle: NwauOracle
) -> None:
    random, version = dice(year), version_of(library, year)
    for code in oracle.clinics[year]:
        mixtures = (random_facts(random, year) for _ in range(max(12, times(12))))
        for facts in (*each_adjustment_alone(year, 0), *mixtures):
            activity = kfees.nwau(episode_of(facts), version, code)
            assert activity.nwau == oracle.clinic_nwau(year, code, facts), (code, facts)
            assert (activity.unit, activity.stay) == ("visit", None)


def test_the_four_figures_that_the_authority_printed(library: kfees.Library) -> None:
    examples = published("examples")
    assert len(examples) == 4
    for example in examples:
        version = version_of(library, int(example["year"]))
        facts = version.facts.activity
        assert facts is not None
        assert facts.price_per_weight is not None
        activity = kfees.nwau(kfees.Episode(drg=example["drg"], nights=3), version)
        assert activity.stay == example["stay"]
        assert activity.nwau == Decimal(example["nwau"])
        assert round_half_up(activity.nwau * facts.price_per_weight, Decimal(1)) == int(example["dollars"])


def quote(library: kfees.Library, setting: str, start: str, **request: Any) -> kfees.Quote:
    regimen = "crps-10-day" if setting == "public-hospital-outpatient" else "crps-4-day"
    stated = {"regimen": regimen, "setting": setting, "start": start, "weight_kg": "80", **request}
    return kfees.price(kfees.CourseRequest.model_validate(stated), library)


@pytest.mark.parametrize(
    ("nights", "weight", "dollars"),
    [
        (4, "0.8243", "5982.77"),
        (5, "0.8243", "5982.77"),
        (9, "0.8243", "5982.77"),
        (10, "1.0756", "7806.70"),
    ],
)
def test_an_admitted_course_in_2025_costs_what_its_nights_weigh(
    library: kfees.Library, nights: int, weight: str, dollars: str
) -> None:
    [line] = quote(library, "public-hospital-admitted", "2025-08-04", episode={"nights": nights}).lines
    assert (line.item, line.version) == ("B71B", FIRST_DAYS[2025])
    assert line.weight == Decimal(weight)
    assert line.price_per_weight == 7258
    assert (line.maximum, line.basis) == (Decimal(dollars), "reference")
    assert line.quantity == 1


def test_ten_sessions_in_the_pain_clinic_in_2025(library: kfees.Library) -> None:
    [line] = quote(library, "public-hospital-outpatient", "2025-08-04").lines
    assert (line.item, line.weight) == ("10.14", Decimal("0.1282"))
    assert (line.rate, line.maximum) == (Decimal("930.48"), Decimal("9304.80"))
    assert line.quantity == 10


@pytest.mark.parametrize("start", ["2022-08-01", "2023-08-07"])
@pytest.mark.parametrize("setting", ["public-hospital-admitted", "public-hospital-outpatient"])
def test_years_without_a_price_give_the_weight_and_say_that_dollars_cannot_be_determined(
    library: kfees.Library, oracle: NwauOracle, setting: str, start: str
) -> None:
    found = quote(library, setting, start)
    [line] = found.lines
    year = 2022 if start < "2023-07-01" else 2023
    expected = {
        "B71B": oracle.acute_nwau(year, "B71B", Facts(nights=4)),
        "10.14": oracle.clinic_nwau(year, "10.14", Facts()),
    }
    assert line.weight == expected[line.code]
    assert (line.rate, line.maximum, line.price_per_weight, line.basis) == (None, None, None, None)
    assert line.determination == "cannot determine"
    year_in_words = f"{start[:4]}-{int(start[2:4]) + 1}"
    assert line.reasons[0] == (
        f"Cannot determine: the National Efficient Price of {year_in_words} was not found,"
        " so dollars cannot be determined."
    )
    assert found.totals.maximum is None


@pytest.mark.parametrize(
    ("start", "nights", "first_day"),
    [
        ("2025-06-26", 4, "2024-07-01"),  # leaves on 30 June
        ("2025-06-27", 4, "2025-07-01"),  # leaves on 1 July
        ("2025-06-26", 5, "2025-07-01"),
    ],
)
def test_the_day_of_leaving_picks_the_year_for_the_whole_stay(
    library: kfees.Library, start: str, nights: int, first_day: str
) -> None:
    [line] = quote(library, "public-hospital-admitted", start, episode={"nights": nights}).lines
    assert str(line.version) == first_day


def test_a_clinic_code_is_text_so_10_10_is_not_10_1(library: kfees.Library) -> None:
    version = version_of(library, 2025)
    clinic = kfees.nwau(kfees.Episode(), version, "10.10")
    assert (clinic.item, clinic.unit) == ("10.10", "visit")
    for code in ("10.1", "10.100", "010.10"):
        with pytest.raises(kfees.InputError, match="has no weight from 2025-07-01 on"):
            kfees.nwau(kfees.Episode(), version, code)


def test_a_clinic_that_the_year_lists_without_a_weight_cannot_be_determined(library: kfees.Library) -> None:
    activity = kfees.nwau(kfees.Episode(indigenous=True), version_of(library, 2020), "10.19")
    assert (activity.nwau, activity.reason) == (None, "not priced in this year")
    assert "One visit" not in " ".join(activity.steps)


def test_a_drg_that_the_year_does_not_have_says_so_in_the_quote(library: kfees.Library) -> None:
    [line] = quote(library, "public-hospital-admitted", "2025-08-04", episode={"drg": "M04Z"}).lines
    assert (line.weight, line.maximum, line.determination) == (None, None, "cannot determine")
    assert line.reasons[0] == "Cannot determine: item M04Z is not in the version of 1 July 2025."
    assert line.unit == "episode"


@pytest.mark.parametrize(
    ("year", "drg", "nights", "weight"),
    [
        # weight - factor x weight - nights x accommodation, each as published
        (2025, "B71B", 4, "0.5246719"),  # 0.8243 - 0.067 x 0.8243 - 4 x 0.0611
        (2025, "B71B", 0, "0.1059723"),  # 0.1631 - 0.067 x 0.1631 - 0.0462
        (2021, "I33B", 5, None),
        (2022, "I33B", 5, None),
        (2023, "I33B", 5, None),
        (2024, "I33B", 5, None),
    ],
)
def test_a_private_patient_in_victoria_is_weighed_without_the_doctors_and_the_bed(
    year: int, drg: str, nights: int, weight: str | None, library: kfees.Library, oracle: NwauOracle
) -> None:
    episode = kfees.Episode(drg=drg, nights=nights, private_patient=True)
    activity = kfees.nwau(episode, version_of(library, year))
    expected = oracle.acute_nwau(year, drg, Facts(nights, private_patient=True))
    assert activity.nwau == (expected if weight is None else Decimal(weight)) == expected
    assert 0 < expected < oracle.acute_nwau(year, drg, Facts(nights))


def test_intensive_care_of_a_private_patient_is_part_of_what_the_doctors_factor_takes_off(
    library: kfees.Library,
) -> None:
    episode = kfees.Episode(
        drg="801A", nights=20, icu_hours=Decimal(48), icu_eligible=True, private_patient=True
    )
    activity = kfees.nwau(episode, version_of(library, 2025))
    in_icu = 48 * Decimal("0.0442")
    factor = Decimal(
        next(row["private"] for row in published("acute") if (row["year"], row["drg"]) == ("2025", "801A"))
    )
    services, accommodation = (amount for _, amount in activity.deductions)
    assert services == factor * (Decimal("9.2472") + in_icu)
    assert accommodation == 20 * Decimal("0.0611")  # the nights, not those without intensive care


def test_a_private_patient_of_2020_is_weighed_without_the_doctors_and_the_bed(library: kfees.Library) -> None:
    version = version_of(library, 2020)
    stay = kfees.nwau(kfees.Episode(drg="I33B", nights=5, leave_days=1, private_patient=True), version)
    assert stay.nwau == Decimal("3.7733") - Decimal("0.46") * Decimal("3.7733") - 4 * Decimal("0.0666")
    assert stay.steps[1:] == (
        "Private patient, services: - 1.735718 NWAU.",
        "Private patient, each night: - 0.2664 NWAU.",
    )
    day = kfees.nwau(kfees.Episode(drg="D11Z", nights=0, private_patient=True), version)
    assert day.steps[-1] == "Private patient, same day: - 0.0496 NWAU."


def test_deductions_never_take_a_weight_below_zero(library: kfees.Library) -> None:
    version = version_of(library, 2020)
    episode = kfees.Episode(drg="B40Z", nights=5, private_patient=True)
    public = kfees.nwau(episode.model_copy(update={"private_patient": False}), version)
    activity = kfees.nwau(episode, version)
    assert public.nwau is not None
    assert sum(amount for _, amount in activity.deductions) > public.nwau > 0
    assert activity.nwau == 0


@pytest.mark.parametrize(
    ("drg", "nights", "words"),
    [
        ("B71B", 0, "A same-day stay of a DRG on the same-day list: 0.1631 NWAU."),
        ("B71B", 9, "An inlier: 9 days, within the bounds of 1 to 9: 0.8243 NWAU."),
        ("B71B", 10, "A long stay: 10 days, 1 beyond the upper bound of 9: 1.0756 NWAU."),
        ("801A", 6, "A short stay: 6 days, below the lower bound of 7: 8.0621 NWAU."),
        ("801A", 7, "An inlier: 7 days, within the bounds of 7 to 72: 9.2472 NWAU."),
        ("801A", 0, "A short stay: 1 day, below the lower bound of 7: 2.1376 NWAU."),
    ],
)
def test_the_steps_say_how_the_stay_fell(library: kfees.Library, drg: str, nights: int, words: str) -> None:
    activity = kfees.nwau(kfees.Episode(drg=drg, nights=nights), version_of(library, 2025))
    assert activity.steps == (words,)


def test_the_steps_name_every_adjustment_and_make_the_weight(library: kfees.Library) -> None:
    episode = kfees.Episode.model_validate(
        {
            "drg": "801A", "nights": 80, "leave_days": 2, "icu_hours": "60.5", "icu_eligible": True, "age": 9,
            "specialist_paediatric": True, "indigenous": True, "residence_remoteness": "RA2",
            "treatment_remoteness": "RA4", "radiotherapy": True, "dialysis": True,
        }
    )  # fmt: skip
    activity = kfees.nwau(episode, version_of(library, 2025))
    assert activity.steps == (
        "A long stay: 76 days, 4 beyond the upper bound of 72: 10.2872 NWAU.",
        "60.5 hours in intensive care take 2 of 78 days out of the stay and add 0.0442 NWAU an hour.",
        "Specialist paediatric hospital: x 1.35.",
        "Indigenous patient: + 0.03 in the sum of adjustments.",
        "Lives in RA2: + 0.09 in the sum of adjustments.",
        "Dialysis: + 0.23 in the sum of adjustments.",
        "Radiotherapy: + 0.43 in the sum of adjustments.",
        "Treated in RA4: x 1.33.",
    )
    adjusted = Decimal("10.2872") * Decimal("1.35") * Decimal("1.78") * Decimal("1.33")
    assert activity.nwau == round_half_up(adjusted, Decimal("1e-10")) + Decimal("60.5") * Decimal("0.0442")


def test_what_the_adjustments_of_an_episode_multiply_by_is_their_sum_and_the_place_of_treatment(
    library: kfees.Library,
) -> None:
    tables = version_of(library, 2025).activity
    assert tables is not None
    facts = {"indigenous": True, "residence_remoteness": "RA2", "treatment_remoteness": "RA4"}
    episode = kfees.Episode.model_validate(facts | {"drg": "801A", "nights": 3})
    found = factor(tables.adjustments["acute"], episode, "801A")
    assert found == (1 + Decimal("0.03") + Decimal("0.09")) * Decimal("1.33")


def test_intensive_care_counts_only_in_an_eligible_unit_and_where_the_drg_does_not_bundle_it(
    library: kfees.Library, oracle: NwauOracle
) -> None:
    version = version_of(library, 2025)
    bundled = next(drg for drg, row in oracle.acute[2025].items() if row["bundles_icu"] == "yes")
    for drg, eligible, paid in (("801A", True, 48), ("801A", False, 0), (bundled, True, 0)):
        episode = kfees.Episode(drg=drg, nights=20, icu_hours=Decimal(48), icu_eligible=eligible)
        activity = kfees.nwau(episode, version)
        assert activity.icu_hours == paid
        assert activity.days_priced == 20 - paid // 24


def test_the_covid_treatment_multiplies_the_two_drgs_that_it_concerns_and_no_other(
    library: kfees.Library,
) -> None:
    version = version_of(library, 2025)
    for drg in ("T63A", "T63B", "B71B"):
        without = kfees.Episode(drg=drg, nights=4)
        activity = kfees.nwau(without.model_copy(update={"adjustments": ("COVID-19 treatment",)}), version)
        plain = kfees.nwau(without, version).nwau
        assert plain is not None
        if drg == "B71B":
            assert activity.nwau == plain
            assert activity.steps[-1] == "COVID-19 treatment concerns T63A, T63B only."
        else:
            assert activity.nwau == plain * Decimal("1.23")
            assert activity.steps[-1] == "COVID-19 treatment: x 1.23."


def test_what_the_year_has_no_adjustment_for_is_said_and_not_passed_over(library: kfees.Library) -> None:
    stated = kfees.Episode(
        drg="B71B", nights=4, psychiatric_age="1.1", adjustments=("COVID-19 treatment", "Full moon")
    )
    plain = kfees.nwau(kfees.Episode(drg="B71B", nights=4), version_of(library, 2022))
    activity = kfees.nwau(stated, version_of(library, 2022))
    assert activity.nwau == plain.nwau
    assert activity.steps[1:] == (
        "No adjustment for psychiatric age 1.1 this year.",
        "No adjustment named 'COVID-19 treatment' this year.",
        "No adjustment named 'Full moon' this year.",
    )
    with_category = kfees.nwau(stated, version_of(library, 2021))
    assert "Psychiatric age category 1.1: + 0.39 in the sum of adjustments." in with_category.steps


def test_the_age_of_17_is_the_last_with_a_specialist_paediatric_hospitals_factor(
    library: kfees.Library,
) -> None:
    version = version_of(library, 2025)
    for age, paediatric in ((0, "1.35"), (17, "1.35"), (18, "1")):
        episode = kfees.Episode(drg="801A", nights=10, age=age, specialist_paediatric=True)
        assert kfees.nwau(episode, version).paediatric == Decimal(paediatric)
    elsewhere = kfees.Episode(drg="801A", nights=10, age=9)
    assert kfees.nwau(elsewhere, version).paediatric == 1


def problems_of(library: kfees.Library, item: str | None = None, **facts: Any) -> list[tuple[str, str]]:
    with pytest.raises(kfees.InputError) as caught:
        kfees.nwau(kfees.Episode.model_validate(facts), version_of(library, 2025), item)
    return [(problem.place, problem.message) for problem in caught.value.problems]


def test_impossible_facts_are_refused_all_at_once(library: kfees.Library) -> None:
    assert problems_of(library, drg="B71B", nights=4, leave_days=5, icu_hours="24.5", age=-1) == [
        ("leave_days", "5 days of leave are longer than the stay of 4 nights."),
        ("icu_hours", "24.5 hours in intensive care are longer than the stay of 24 hours."),
        ("age", "an age of -1 is not possible."),
    ]
    assert problems_of(library, drg="B71B", nights=4, icu_hours="-1", age=131) == [
        ("icu_hours", "-1 is negative."),
        ("age", "an age of 131 is not possible."),
    ]
    assert problems_of(library, drg="B71B", nights=4, specialist_paediatric=True) == [
        ("age", "a specialist paediatric hospital's factor goes by age, and none was given.")
    ]


def test_facts_at_the_very_edge_are_accepted(library: kfees.Library) -> None:
    for facts in (
        {"nights": 4, "leave_days": 4},
        {"nights": 0, "icu_hours": "24"},
        {"nights": 4, "icu_hours": "96"},
        {"nights": 4, "age": 0},
        {"nights": 4, "age": 130},
    ):
        episode = kfees.Episode.model_validate({"drg": "B71B", "icu_eligible": True, **facts})
        assert kfees.nwau(episode, version_of(library, 2025)).nwau is not None


def test_an_acute_episode_needs_its_nights_and_its_drg(library: kfees.Library) -> None:
    assert problems_of(library, drg="B71B") == [("nights", "the length of the stay is not given.")]
    assert problems_of(library, nights=4) == [("drg", "no AR-DRG is given.")]
    assert problems_of(library, drg="B71C", nights=4) == [("drg", "'B71C' has no weight from 2025-07-01 on.")]


@pytest.mark.parametrize("item", ["10.14", "E0110A"])
def test_an_impossible_age_is_refused_for_a_visit_too(library: kfees.Library, item: str) -> None:
    assert problems_of(library, item, age=-1) == [("age", "an age of -1 is not possible.")]
    assert problems_of(library, item, specialist_paediatric=True) == [
        ("age", "a specialist paediatric hospital's factor goes by age, and none was given.")
    ]


def test_a_schedule_of_rates_has_no_weights(library: kfees.Library) -> None:
    version = library.versions("private-hospital")[-1]
    with pytest.raises(kfees.InputError, match="private-hospital of 2024-07-01 has no weights"):
        kfees.nwau(kfees.Episode(drg="B71B", nights=4), version)


def test_the_callers_own_decimal_context_changes_nothing(library: kfees.Library) -> None:
    version = version_of(library, 2020)
    episode = kfees.Episode.model_validate(
        {"drg": "801A", "nights": 80, "icu_hours": "123.25", "icu_eligible": True, "private_patient": True}
    )
    expected = kfees.nwau(episode, version)
    with localcontext() as context:
        context.prec = 3
        assert kfees.nwau(episode, version) == expected


def test_a_stay_before_the_first_year_has_no_weight(library: kfees.Library) -> None:
    assert library.version_on(SCHEDULE, FIRST_DAYS[2020].replace(day=1, month=6)) is None
    [line] = quote(library, "public-hospital-admitted", "2020-06-01").lines
    assert line.determination == "cannot determine"
    assert line.reasons[0].startswith("Cannot determine: no rate is known before 1 July 2020")


def test_hours_with_many_decimals_weigh_and_print_exactly(library: kfees.Library) -> None:
    hours = {"icu_hours": "33.3333333333", "icu_eligible": True}
    found = quote(library, "public-hospital-admitted", "2025-08-04", episode=hours)
    [line] = found.lines
    assert line.weight == Decimal("0.8243") + Decimal("33.3333333333") * Decimal("0.0442")
    assert line.maximum == Decimal("16676.22")
    assert kfees.Quote.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(("weight", "price", "amount"), [("0.5", "0.01", "0.01"), ("0", "5320", "0.00")])
def test_an_amount_is_weight_times_price_rounded_half_up_to_the_cent(
    library: kfees.Library, weight: str, price: str, amount: str
) -> None:
    activity = kfees.nwau(kfees.Episode(drg="B71B", nights=4), version_of(library, 2025))
    found = activity._replace(nwau=Decimal(weight)).amount(Decimal(price))
    assert str(found) == amount
    assert activity._replace(nwau=None).amount(Decimal(price)) is None
    assert activity.amount(None) is None


def test_hours_in_intensive_care_that_do_not_count_are_said_not_to(library: kfees.Library) -> None:
    version = library.versions("department-of-health")[-1]
    stay = kfees.Episode(drg="B71B", nights=4, icu_hours=Decimal(20))
    steps = kfees.nwau(stay, version).steps
    assert "Hours in intensive care do not count: the unit is not said to be eligible." in steps
    bundled = kfees.Episode(drg="A13A", nights=40, icu_hours=Decimal(20), icu_eligible=True)
    table = version.activity
    assert table is not None
    counted = [item for item in table.items if getattr(table.weight(item), "bundled_icu", False)]
    steps = kfees.nwau(bundled.model_copy(update={"drg": counted[0]}), version).steps
    assert f"Hours in intensive care do not count: {counted[0]} bundles them." in steps
