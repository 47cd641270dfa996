"""Projections worked out by hand: the arithmetic stands in the tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kfees
from kfees.projection.projected_course import anniversaries, indexed
from overlays import write_version
from plans import COURSE, PER_INFUSION, RESERVE, SET_ASIDE, pain_clinic, problems_of, projected


def test_a_set_aside_is_years_times_courses_times_price(library: kfees.Library) -> None:
    """174.50 + 9 x 87.30 = 960.20 a course; x 2 a year x 20 years = 38,408.00."""
    found = projected(library, SET_ASIDE)
    assert found.totals.amount == Decimal("38408.00")
    assert [year.amount for year in found.years] == [Decimal("1920.40")] * 20
    assert found.totals.present_value is None


def test_a_structured_settlement_of_a_set_aside_worked_out_by_hand(library: kfees.Library) -> None:
    """(38,408.00 - 960.20) / 20 = 1,872.39 a year; 18 payments = 33,703.02; seed = 4,704.98.

    The seed holds the first procedure and two years: 960.20 + 2 x 1,872.39 = 4,704.98.
    """
    settlement = projected(library, SET_ASIDE).settlement
    assert settlement is not None
    assert settlement.model_dump() == {
        "seed": Decimal("4704.98"),
        "annual": Decimal("1872.39"),
        "payments": 18,
        "annuity": Decimal("33703.02"),
        "total": Decimal("38408.00"),
    }


def test_a_short_set_aside_is_all_seed_money(library: kfees.Library) -> None:
    settlement = projected(library, {**SET_ASIDE, "years": 2}).settlement
    assert settlement is not None
    assert (settlement.seed, settlement.payments) == (Decimal("3840.80"), 0)  # 2 x 2 x 960.20


def test_the_upper_figure_of_the_set_aside_article(library: kfees.Library) -> None:
    """2,750 USD x 10 infusions x 2 courses x 20 years = 1,100,000.

    (1,100,000 - 27,500) / 20 = 53,625 a year; seed = 27,500 + 2 x 53,625 = 134,750.
    """
    found = projected(library, SET_ASIDE | PER_INFUSION)
    assert found.totals.amount == Decimal("1100000.00")
    assert found.settlement is not None
    assert (found.settlement.seed, found.settlement.annual) == (Decimal("134750.00"), Decimal("53625.00"))
    (line,) = found.courses[0].lines
    assert (line.basis, line.source) == ("supplied", PER_INFUSION["per_infusion"]["source"])
    assert "All amounts are in USD." in found.assumptions


def test_a_continuous_course_is_one_infusion_unless_told(library: kfees.Library) -> None:
    request = {"regimen": "crps-4-day", "setting": "hospital-in-the-home", "start": "2024-08-05"}
    asked = {**SET_ASIDE, **PER_INFUSION, "request": request, "years": 1}
    assert projected(library, asked).totals.amount == Decimal("5500.00")  # 2 x 2,750
    assert projected(library, {**asked, "infusions_per_course": 4}).totals.amount == Decimal("22000.00")


def test_the_delaware_case_billed_8700_against_a_schedule_of_547(tmp_path: Path) -> None:
    """Billed 8,700 an infusion, 547 by the schedule; 10 infusions a course, one course a year, 2 years.

    Maximum 547 x 10 x 2 = 10,940; charged 87,000 a course, so the gap is (87,000 - 5,470) x 2 = 163,060.
    """
    folder = pain_clinic(tmp_path, "547.00", "2020-01-01", currency="USD", change="2030-01-01")
    library = kfees.load_schedules(folder, environment={})
    charge = {"schedule": "pain-clinic", "item": "infusion", "amount": "8700"}
    request = {**COURSE, "setting": "pain-clinic", "start": "2022-03-07", "charges": [charge]}
    asked = {**SET_ASIDE, "request": request, "courses_per_year": 1, "years": 2, "currency": "USD"}
    totals = projected(library, asked).totals
    assert totals.amount == totals.payable == Decimal("10940.00")
    assert totals.gap == Decimal("163060.00")


def test_currencies_are_never_mixed(tmp_path: Path, library: kfees.Library) -> None:
    folder = pain_clinic(tmp_path, "547.00", "2020-01-01", currency="USD", change="2030-01-01")
    both = kfees.load_schedules(folder, environment={})
    request = {**COURSE, "setting": "pain-clinic"}
    for asked in ({**SET_ASIDE, "request": request}, {**SET_ASIDE, "currency": "USD"}):
        with pytest.raises(kfees.InputError) as caught:
            projected(both, asked)
        assert {problem.code for problem in caught.value.problems} == {"other-currency"}
    with pytest.raises(kfees.InputError, match="its rates are in USD, and what is asked for is in AUD"):
        kfees.price(kfees.CourseRequest.model_validate(request), both)


@pytest.fixture
def clinic(tmp_path: Path) -> kfees.Library:
    """100.00 an infusion from 1 January 2024; a change was announced for 1 January 2025."""
    return kfees.load_schedules(pain_clinic(tmp_path, "100.00", "2024-01-01"), environment={})


YEARLY = {
    **RESERVE,
    "request": {**COURSE, "setting": "pain-clinic", "start": "2024-03-04"},
    "courses_per_year": 1,
    "years": 4,
    "indexation": "0.03",
    "discount": "0.05",
}


def test_a_reserve_is_indexed_from_the_announced_change_on(clinic: kfees.Library) -> None:
    """2024: 100.00. From 1 January 2025: 100 x 1.03 = 103.00; 2026: 106.09; 2027: 109.2727 -> 109.27.
    Ten infusions a course: 1,000.00, 1,030.00, 1,060.90, 1,092.70; in all 4,183.60."""
    found = projected(clinic, YEARLY)
    assert [course.amount for course in found.courses] == [
        Decimal("1000.00"),
        Decimal("1030.00"),
        Decimal("1060.90"),
        Decimal("1092.70"),
    ]
    assert found.totals.amount == Decimal("4183.60")
    assert [course.lines[0].steps for course in found.courses] == [0, 1, 2, 3]
    assert [course.basis for course in found.courses] == ["supplied"] * 4


def test_a_reserve_is_discounted_from_the_middle_of_its_years(clinic: kfees.Library) -> None:
    """1,000.00 / 1.05^0.5 = 975.9000 -> 975.90; 1,030.00 / 1.05^1.5 = 957.3114 -> 957.31;
    1,060.90 / 1.05^2.5 = 939.0769 -> 939.08; 1,092.70 / 1.05^3.5 = 921.1671 -> 921.17."""
    found = projected(clinic, YEARLY)
    values = [course.present_value for course in found.courses]
    assert values == [Decimal("975.90"), Decimal("957.31"), Decimal("939.08"), Decimal("921.17")]
    assert found.totals.present_value == Decimal("3793.46")


def test_a_reserve_can_be_discounted_from_each_courses_own_day(clinic: kfees.Library) -> None:
    """From 1 January 2024 to 4 March 2024 are 63 days: 1,000.00 x 1.05^-(63 / 365.25).
    63 / 365.25 = 0.172485; ln 1.05 = 0.048790; product 0.0084156; e^-0.0084156 = 0.991620: 991.62."""
    found = projected(clinic, {**YEARLY, "years": 1, "timing": "on-date", "valuation_date": "2024-01-01"})
    assert found.courses[0].present_value == Decimal("991.62")


def test_a_course_across_the_announced_change_is_indexed_on_its_later_days_only(
    clinic: kfees.Library,
) -> None:
    """30 December 2024 to 8 January 2025, every day: 2 x 100.00 + 8 x 103.00 = 1,024.00."""
    request = {**YEARLY["request"], "start": "2024-12-30", "calendar": "consecutive"}
    found = projected(clinic, {**YEARLY, "request": request, "years": 1})
    lines = found.courses[0].lines
    assert [(line.quantity, line.indexed_rate) for line in lines] == [
        (Decimal(2), Decimal("100.00")),
        (Decimal(8), Decimal("103.00")),
    ]
    assert [line.reason.startswith("STALE") for line in lines] == [False, True]
    assert found.totals.amount == Decimal("1024.00")


def test_each_years_own_version_is_used_while_one_is_loaded(library: kfees.Library) -> None:
    """2024: 960.20; 2025: 178.70 + 9 x 89.40 = 983.30; 2026: 183.35 + 9 x 91.70 = 1,008.65.
    From 1 July 2027 x 1.03: 188.85 + 9 x 94.45 = 1,038.90."""
    found = projected(library, {**RESERVE, "courses_per_year": 1, "years": 4})
    amounts = [Decimal("960.20"), Decimal("983.30"), Decimal("1008.65"), Decimal("1038.90")]
    assert [course.amount for course in found.courses] == amounts
    assert [course.basis for course in found.courses] == ["floor", "floor", "floor", "indexed"]
    assert [course.stale for course in found.courses] == [False, False, False, True]


def test_a_supplied_price_grows_on_each_anniversary_of_the_valuation_date(library: kfees.Library) -> None:
    """Valued on 1 January 2024, first course on 5 August 2024: 100.00; a year later one step, 103.00."""
    price = {"per_infusion": {"amount": "100", "source": "a test"}, "infusions_per_course": 1}
    asked = {**RESERVE, **price, "courses_per_year": 1, "years": 2, "valuation_date": "2024-01-01"}
    assert [course.amount for course in projected(library, asked).courses] == [
        Decimal("100.00"),
        Decimal("103.00"),
    ]


def test_what_cannot_be_determined_stays_unknown_in_year_and_total(tmp_path: Path) -> None:
    """A year before the first version of one schedule: the doctor's part alone is known."""
    write_version(tmp_path, "ward", "2025-01-01", "bed,Bed,10.00,day", payee='"hospital"')
    library = kfees.load_schedules(tmp_path, environment={})
    service = {"schedule": "ward", "item": "bed", "dates": ["2024-08-05"]}
    found = projected(library, {**RESERVE, "request": {**COURSE, "services": [service]}, "years": 1})
    assert [year.amount for year in found.years] == [None]
    assert found.totals.amount is None
    assert found.totals.present_value is None
    # Two courses at 960.20 by the doctor, and the bed of the second, 184 days on, at 10.00.
    assert found.totals.known_amount == Decimal("1930.40")
    assert found.totals.missing == (
        (
            "ward:bed (Bed): Cannot determine: no rate is known before 1 January 2025,"
            " the first version of ward that is loaded."
        ),
    )


def test_the_dates_that_a_request_names_move_with_each_course(library: kfees.Library) -> None:
    """Ten days in a row from 23 June 2025: 8 before 1 July 2025 and 2 after. A year later, from 23 June
    2026, the same: 178.70 + 7 x 89.40 + 2 x 91.70 = 987.90; the first 174.50 + 7 x 87.30 + 2 x 89.40."""
    days = [f"2025-06-{day}" for day in range(23, 31)] + ["2025-07-01", "2025-07-02"]
    request = {**COURSE, "start": "2025-06-23", "calendar": {"dates": days}}
    found = projected(library, {**RESERVE, "request": request, "courses_per_year": 1, "years": 2})
    assert "The dates that the request names move with each course, by as many days." in found.assumptions
    assert [course.amount for course in found.courses] == [Decimal("964.40"), Decimal("987.90")]


@pytest.mark.parametrize(
    ("day", "times"),
    [("2024-12-31", 0), ("2025-01-01", 1), ("2025-12-31", 1), ("2026-01-01", 2), ("2034-06-30", 10)],
)
def test_an_announced_change_counts_once_and_again_on_each_anniversary(day: str, times: int) -> None:
    assert anniversaries(date(2025, 1, 1), date.fromisoformat(day)) == times


def test_a_rate_is_rounded_once_and_half_up() -> None:
    """0.50 x 1.01 = 0.505 -> 0.51; two years are 0.51005 -> 0.51, and not 0.51 x 1.01 = 0.5151 -> 0.52."""
    assert indexed(Decimal("0.50"), Decimal("0.01"), 1) == Decimal("0.51")
    assert indexed(Decimal("0.50"), Decimal("0.01"), 2) == Decimal("0.51")


prices = st.integers(1, 10_000_00).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
frequencies = st.sampled_from((1, 2))
rates = st.integers(0, 150).map(lambda thousandths: str(Decimal(thousandths) / 1000))


@given(price=prices, frequency=frequencies, years=st.integers(1, 40), infusions=st.integers(1, 12))
def test_without_inflation_and_discount_the_total_is_years_times_courses_times_price(
    library: kfees.Library, price: str, frequency: int, years: int, infusions: int
) -> None:
    supplied = {"per_infusion": {"amount": price, "source": "a test"}, "infusions_per_course": infusions}
    shape = {"request": COURSE, "courses_per_year": frequency, "years": years}
    expected = Decimal(price) * infusions * frequency * years
    set_aside = projected(library, shape | supplied | {"rule_set": "medicare-set-aside"})
    reserve = projected(
        library, shape | supplied | {"rule_set": "reserve", "indexation": "0", "discount": "0"}
    )
    assert set_aside.totals.amount == reserve.totals.amount == reserve.totals.present_value == expected
    settlement = set_aside.settlement
    assert settlement is not None
    assert settlement.seed + settlement.annuity == settlement.total == expected
    assert settlement.annual * settlement.payments == settlement.annuity
    assert settlement.seed >= Decimal(price) * infusions


@given(years=st.integers(1, 12), longer=st.integers(0, 4), indexation=rates, discount=rates)
def test_a_longer_horizon_never_costs_less(
    library: kfees.Library, years: int, longer: int, indexation: str, discount: str
) -> None:
    asked = {**RESERVE, "courses_per_year": 1, "indexation": indexation, "discount": discount}
    short = projected(library, {**asked, "years": years}).totals
    long = projected(library, {**asked, "years": years + longer}).totals
    assert short.amount is not None
    assert long.amount is not None
    assert short.present_value is not None
    assert long.present_value is not None
    assert short.amount <= long.amount
    assert short.present_value <= long.present_value <= long.amount


@given(indexation=rates)
def test_discounting_at_0_percent_changes_nothing(library: kfees.Library, indexation: str) -> None:
    found = projected(library, {**RESERVE, "indexation": indexation, "discount": "0"})
    assert [course.present_value for course in found.courses] == [course.amount for course in found.courses]
    assert found.totals.present_value == found.totals.amount


@given(indexation=rates, discount=rates, years=st.integers(1, 8))
def test_a_year_and_a_total_are_sums_of_courses_and_a_course_of_its_lines(
    library: kfees.Library, indexation: str, discount: str, years: int
) -> None:
    found = projected(library, {**RESERVE, "indexation": indexation, "discount": discount, "years": years})
    assert sum(year.amount or 0 for year in found.years) == found.totals.amount
    assert sum(year.courses for year in found.years) == found.totals.courses == len(found.courses)
    assert sum(year.present_value or 0 for year in found.years) == found.totals.present_value
    for course in found.courses:
        assert sum(line.amount or 0 for line in course.lines) == course.amount


def test_a_projection_is_in_the_payers_currency_and_says_whose_it_is(library: kfees.Library) -> None:
    found = projected(library, SET_ASIDE)
    assert found.plan.currency == found.payer.currency == "AUD"
    assert found.payer.name == "worksafe-victoria"
    abroad = projected(library, SET_ASIDE | PER_INFUSION)
    assert abroad.plan.currency == abroad.payer.currency == "USD"


def test_a_projection_reads_back_from_its_own_json(library: kfees.Library) -> None:
    found = projected(library, RESERVE)
    assert kfees.Projection.model_validate_json(found.model_dump_json()) == found
    assert problems_of(library, found.plan.model_dump(mode="json")) == {}


def test_each_provider_s_lines_are_their_own_and_a_fee_of_no_schedule_is_kept(library: kfees.Library) -> None:
    """9 x 87.30 of one doctor and 1 x 87.30 of another: ten in all, none counted for both."""
    second = {"schedule": "medical", "item": "2806", "dates": ["2024-08-06"], "provider": "Dr B"}
    course = {**COURSE, "providers": {"medical": "Dr A"}, "services": [second]}
    found = projected(library, {**SET_ASIDE, "request": course})
    assert [(line.item, line.quantity) for line in found.courses[0].lines] == [
        ("2801", Decimal(1)),
        ("2806", Decimal(9)),
        ("2806", Decimal(1)),
    ]
    fee = {**COURSE, "charges": [{"payee": "medical", "label": "Facility fee", "amount": "300.00"}]}
    found = projected(library, {**SET_ASIDE, "request": fee})
    assert [line.item for line in found.courses[0].lines] == ["2801", "2806", "Facility fee"]
    assert found.totals.amount is None


def test_a_fee_is_named_as_what_is_not_known_and_bounds_the_gap(library: kfees.Library) -> None:
    charges = [
        {"payee": "medical", "amount": "1500.00"},
        {"payee": "medical", "label": "Room hire", "amount": "100.00"},
    ]
    plan = {**RESERVE, "request": {**COURSE, "charges": charges, "sessions": 5}, "until": "2024-12-01"}
    totals = projected(library, {**plan, "years": None}).totals
    assert totals.amount is None
    assert [said.split(":")[0] for said in totals.missing] == ["Room hire"]
    # 1500.00 - (174.50 + 4 x 87.30), at most: the rates are floors. The fee may be payable.
    assert (totals.gap, totals.gap_least, totals.gap_most) == (None, Decimal("0.00"), Decimal("1076.30"))


def every(months: int, plan: dict[str, object], **changed: object) -> dict[str, object]:
    kept = {key: value for key, value in plan.items() if key != "courses_per_year"}
    return {**kept, "months_between": months, **changed}


def settled(prices: list[Decimal], years: int) -> tuple[Decimal, Decimal, int]:
    """Seed money, yearly payment and how many there are, in whole cents and from nothing of kfees:
    the first procedure, then all the rest spread evenly, two years of it paid at once."""
    cents = [int(price * 100) for price in prices]
    payments = max(0, years - 2)
    annual = (sum(cents) - cents[0]) // years if payments else 0
    return Decimal(sum(cents) - annual * payments) / 100, Decimal(annual) / 100, payments


@given(months=st.integers(3, 120), years=st.integers(1, 30), cents=st.integers(1, 1_000_000))
def test_a_set_aside_of_a_course_every_so_many_months_is_counted_on_its_days(
    library: kfees.Library, months: int, years: int, cents: int
) -> None:
    """Courses at 0, N, 2N, ... months before the horizon ends: each stands in its year, many years have
    none, and seed money and yearly payments come to all of them."""
    price = Decimal(cents) / 100
    supplied = {"per_infusion": {"amount": str(price), "source": "a test"}, "infusions_per_course": 1}
    request = {**COURSE, "claim": {"previous_treatments": ["2023-08-05"], "exceptional_circumstances": True}}
    found = projected(library, every(months, SET_ASIDE, years=years, request=request) | supplied)
    starts = list(range(0, 12 * years, months))
    by_year = [sum(12 * year <= start < 12 * (year + 1) for start in starts) for year in range(years)]
    assert [year.courses for year in found.years] == by_year
    assert [year.amount for year in found.years] == [price * count for count in by_year]
    assert found.totals.amount == price * len(starts)
    assert [course.year for course in found.courses] == [start // 12 + 1 for start in starts]
    settlement = found.settlement
    assert settlement is not None
    assert (settlement.seed, settlement.annual, settlement.payments) == settled([price] * len(starts), years)
    assert settlement.seed >= price


def test_every_two_years_is_half_a_course_a_year_as_a_set_aside_counts(library: kfees.Library) -> None:
    """0.5 a year x 960.20 = 480.10 a year; x 20 years = 9,602.00, and so are 10 whole courses."""
    found = projected(library, every(24, SET_ASIDE))
    assert found.totals.amount == Decimal("9602.00")
    assert [year.amount for year in found.years] == [Decimal("960.20"), Decimal("0.00")] * 10
    assert (
        "By annual frequency: one course every 24 months is 0.5 a year, which at the first course's price is"
        " $480.10 a year and $9,602.00 over 240 months. The amounts here count whole courses, each in"
        " the year of its day: 10 courses, $9,602.00."
    ) in found.assumptions
    assert any(
        said.startswith("Courses: one every 24 months from the first, 10 in all")
        for said in found.assumptions
    )


def test_where_a_part_of_a_course_would_fall_to_the_horizon_both_sums_are_said(
    library: kfees.Library,
) -> None:
    """21 years: 10.5 courses by frequency, 10,082.10; 11 whole ones, 10,562.20. Every 9 months: 1.3333 a
    year. Half-yearly over a life of 39 months: 6.5 courses by frequency, 6,241.30; 7 whole ones."""
    (said,) = by_frequency(projected(library, every(24, SET_ASIDE, years=21)))
    assert "$10,082.10 over 252 months" in said
    assert "11 courses, $10,562.20." in said
    (said,) = by_frequency(projected(library, every(9, SET_ASIDE, years=3)))
    assert "is 1.3333 a year, which at the first course's price is $1,280.27 a year" in said
    table = {"source": "a test", "first_age": 45, "expectancies": ["3.3"]}
    lived = projected(library, {**SET_ASIDE, "years": None, "age": 45, "life_table": table})
    assert "$6,241.30 over 39 months" in by_frequency(lived)[0]
    assert by_frequency(projected(library, SET_ASIDE)) == []
    assert by_frequency(projected(library, every(24, RESERVE))) == []


def by_frequency(projection: kfees.Projection) -> list[str]:
    return [said for said in projection.assumptions if said.startswith("By annual frequency")]


def test_a_reserve_of_a_course_every_two_years_is_indexed_and_discounted_by_its_own_years(
    clinic: kfees.Library,
) -> None:
    """1,000.00 in 2024, 1,060.90 in 2026 (two steps), 1,125.50 in 2028 (100 x 1.03^4 = 112.5509 -> 112.55);
    discounted by 0.5, 2.5 and 4.5 years at 5 %: 975.90, 939.08, and 1,125.50 / 1.05^4.5 = 903.64."""
    found = projected(clinic, every(24, YEARLY, years=5))
    assert [course.amount for course in found.courses] == [
        Decimal("1000.00"),
        Decimal("1060.90"),
        Decimal("1125.50"),
    ]
    assert [course.present_value for course in found.courses] == [
        Decimal("975.90"),
        Decimal("939.08"),
        Decimal("903.64"),
    ]
    zero = Decimal("0.00")
    assert [year.present_value for year in found.years][1::2] == [zero, zero]
    assert found.totals.present_value == Decimal("2818.62")


@pytest.mark.parametrize("times", [1, 2, 4])
def test_so_many_a_year_is_a_course_every_so_many_months(library: kfees.Library, times: int) -> None:
    request = {**COURSE, "claim": {"exceptional_circumstances": True}}
    asked = {**RESERVE, "courses_per_year": times, "years": 3, "request": request}
    yearly, monthly = projected(library, asked), projected(library, every(12 // times, asked))
    assert (yearly.courses, yearly.totals, yearly.years) == (monthly.courses, monthly.totals, monthly.years)
    assert kfees.Projection.model_validate_json(monthly.model_dump_json()) == monthly
