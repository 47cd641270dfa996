"""What a plan may ask, and everything that is refused, in one go, with place and remedy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import kfees
from kfees.projection.checking_plans import read_plan
from kfees.projection.life_table import LifeTable
from kfees.projection.life_table_file import read_life_table
from kfees.projection.plan import horizon_of, planned_days
from plans import COURSE, PER_INFUSION, RESERVE, SET_ASIDE, problems_of, projected


def claim(**facts: Any) -> dict[str, Any]:
    return {**COURSE, "claim": facts}


def test_courses_follow_from_the_first_one_and_not_from_each_other(library: kfees.Library) -> None:
    """31 August, then the last of February, and 31 August again: counted on, it would stay on the 28th."""
    plan = read_plan({**SET_ASIDE, "request": {**COURSE, "start": "2024-08-31"}, "years": 2}, library)
    days = planned_days(plan, horizon_of(plan))
    assert days == (date(2024, 8, 31), date(2025, 2, 28), date(2025, 8, 31), date(2026, 2, 28))


def test_a_course_on_the_day_the_horizon_ends_is_not_in_it(library: kfees.Library) -> None:
    until = {key: value for key, value in SET_ASIDE.items() if key != "years"}
    assert projected(library, {**until, "until": "2025-02-05"}).totals.courses == 1
    assert projected(library, {**until, "until": "2025-02-06"}).totals.courses == 2


def test_a_life_table_gives_whole_months_of_expectancy(library: kfees.Library) -> None:
    """3.3 years x 12 = 39.6, which is 39 whole months: from 5 August 2024 to 5 November 2027."""
    table = {"source": "a test", "first_age": 44, "expectancies": ["4", "3.3"]}
    plan = {key: value for key, value in SET_ASIDE.items() if key != "years"}
    found = projected(library, {**plan, "age": 45, "life_table": table})
    assert found.end == date(2027, 11, 5)
    assert found.totals.courses == 7  # every 6 months: 0, 6, ... 36
    assert any("3.3 further years of life at age 45" in said for said in found.assumptions)


def test_a_life_table_is_read_from_its_columns() -> None:
    table = read_life_table(b"age,life_expectancy\n44,39.25\n45,38.3\n", "table.csv")
    assert table == LifeTable(
        source="table.csv", first_age=44, expectancies=(Decimal("39.25"), Decimal("38.3"))
    )
    assert table.at(43) is None
    assert table.at(45) == Decimal("38.3")
    assert table.at(46) is None


def test_a_life_table_with_gaps_and_bad_cells_lists_all_of_them() -> None:
    content = b"age,life_expectancy\n44,39.25\n46,38\n47,-1\nold,3\n48,131\n"
    with pytest.raises(kfees.InputError) as caught:
        read_life_table(content, "table.csv")
    assert [str(problem) for problem in caught.value.problems] == [
        (
            "table.csv line 3, age: age 46 follows age 44."
            " Give one row for each year of age: the next one is 45."
        ),
        "table.csv line 4, life_expectancy: -1 is no number of further years of life. Give 0 to 130 years.",
        "table.csv line 5, age: 'old' is not an age. Give whole years, 0 to 130.",
        "table.csv line 6, life_expectancy: 131 is no number of further years of life. Give 0 to 130 years.",
    ]


def test_an_empty_life_table_is_refused_in_its_own_words() -> None:
    with pytest.raises(kfees.InputError) as caught:
        read_life_table(b"age,life_expectancy\n", "table.csv")
    assert str(caught.value) == "table.csv: the table has no rows. Add a row for each year of age."


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"years": None}, {"horizon": "bad-horizon"}),
        ({"until": "2026-01-01"}, {"horizon": "bad-horizon"}),
        ({"years": None, "until": "2024-08-05"}, {"until": "horizon-before-start"}),
        ({"years": None, "until": "2020-01-01"}, {"until": "horizon-before-start"}),
        ({"years": 75, "request": {**COURSE, "start": "2025-01-01"}}, {"years": "horizon-too-far"}),
        ({"years": 0}, {"years": "bad-value"}),
        ({"years": None, "age": 45}, {"life_table": "missing"}),
        (
            {
                "years": None,
                "age": 45,
                "life_table": {"source": "a test", "first_age": 50, "expectancies": ["30"]},
            },
            {"age": "age-not-in-table"},
        ),
        ({"courses_per_year": 5}, {"courses_per_year": "uneven-months"}),
        ({"courses_per_year": 13}, {"courses_per_year": "bad-value"}),
        ({"courses_per_year": None}, {"courses_per_year": "missing"}),
        ({"months_between": 24}, {"months_between": "bad-frequency"}),
        ({"courses_per_year": None, "months_between": 0}, {"months_between": "bad-value"}),
        ({"courses_per_year": None, "months_between": 121}, {"months_between": "bad-value"}),
        ({"courses_per_year": None, "months_between": "2 years"}, {"months_between": "bad-value"}),
        ({"courses_per_year": None, "months_between": 2}, {"months_between": "too-soon"}),
        ({"courses_per_year": None, "years": 0}, {"courses_per_year": "missing", "years": "bad-value"}),
        ({"months_between": 24, "years": 0}, {"months_between": "bad-frequency", "years": "bad-value"}),
        (
            {"courses_per_year": None, "months_between": 2, "timing": "never"},
            {"months_between": "too-soon", "timing": "unknown-word"},
        ),
        ({"rule_set": "reserves"}, {"rule_set": "unknown-word"}),
        ({"per_infusion": {"amount": "-1", "source": "x"}}, {"per_infusion.amount": "negative-amount"}),
        ({"infusions_per_course": 4}, {"infusions_per_course": "idle"}),
        (
            {**PER_INFUSION, "request": {**COURSE, "charges": [{"payee": "medical", "amount": "1"}]}},
            {"per_infusion": "idle"},
        ),
        ({"indexation": "0.03"}, {"indexation": "not-in-rule-set"}),
        ({"timing": "on-date"}, {"timing": "not-in-rule-set"}),
        ({"request": {**COURSE, "setting": "a tent"}}, {"request.setting": "unknown-setting"}),
        ({"request": 5}, {"request": "bad-value"}),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused(
    changed: dict[str, Any], problems: dict[str, str], library: kfees.Library
) -> None:
    asked = {key: value for key, value in {**SET_ASIDE, **changed}.items() if value is not None}
    assert problems_of(library, asked) == problems


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"indexation": "-0.01"}, {"indexation": "negative-rate"}),
        ({"discount": "-0.0001"}, {"discount": "negative-rate"}),
        ({"discount": "4"}, {"discount": "out-of-range"}),
        ({"discount": 0.04}, {"discount": "float-amount"}),
        ({"discount": None}, {"discount": "missing"}),
        ({"valuation_date": "2024-08-06"}, {"valuation_date": "bad-date-order"}),
    ],
)
def test_a_reserve_needs_two_plain_rates_and_a_day_to_value_on(
    changed: dict[str, Any], problems: dict[str, str], library: kfees.Library
) -> None:
    asked = {key: value for key, value in {**RESERVE, **changed}.items() if value is not None}
    assert problems_of(library, asked) == problems


def test_everything_that_is_wrong_is_said_at_once(library: kfees.Library) -> None:
    asked = {
        "request": {**COURSE, "regimen": "crps"},
        "rule_set": "reserve",
        "courses_per_year": 7,
        "until": "2024-01-01",
        "indexation": "-0.03",
        "discount": "4 %",
        "colour": "blue",
    }
    assert problems_of(library, asked) == {
        "request.regimen": "unknown-regimen",
        "courses_per_year": "uneven-months",
        "until": "horizon-before-start",
        "indexation": "negative-rate",
        "discount": "bad-number",
        "colour": "unknown-key",
    }


def test_what_is_no_plan_at_all_is_said_plainly(library: kfees.Library) -> None:
    assert problems_of(library, [1]) == {"the top level": "bad-value"}
    assert set(problems_of(library, {})) == {"request", "rule_set", "courses_per_year"}


def test_more_courses_a_year_than_the_intervals_allow_are_refused_with_their_dates(
    library: kfees.Library,
) -> None:
    """Four a year: the second is 3 months after the initial, as it may be; each later one is too soon."""
    with pytest.raises(kfees.InputError) as caught:
        read_plan({**SET_ASIDE, "courses_per_year": 4, "years": 1}, library)
    assert str(caught.value) == (
        "courses_per_year: the guideline's intervals are not kept by the courses of"
        " 5 February 2025 (considered from 5 May 2025) and 5 May 2025 (considered from 5 August 2025)."
        " After the second treatment, a request must not come within 6 months of the latest one, save in"
        " exceptional circumstances. Plan fewer courses a year or a later start. Or state exceptional"
        " circumstances in the claim."
    )


def test_exceptional_circumstances_lift_the_second_interval_and_are_printed(library: kfees.Library) -> None:
    request = claim(exceptional_circumstances=True)
    found = projected(library, {**SET_ASIDE, "courses_per_year": 4, "years": 1, "request": request})
    assert found.totals.courses == 4
    assert any("Exceptional circumstances are stated: 2 courses" in said for said in found.assumptions)


def test_exceptional_circumstances_do_not_lift_the_interval_after_the_initial_treatment(
    library: kfees.Library,
) -> None:
    """Monthly: the second course is 1 month after the initial one, and nothing lifts 3 months."""
    request = claim(exceptional_circumstances=True)
    with pytest.raises(kfees.InputError) as caught:
        read_plan({**SET_ASIDE, "courses_per_year": 12, "years": 1, "request": request}, library)
    message = str(caught.value)
    assert "5 September 2024 (considered from 5 November 2024)" in message
    assert "5 November 2024 (" not in message
    assert "state exceptional circumstances" not in message


def test_the_treatments_so_far_count(library: kfees.Library) -> None:
    """Two treatments, the last on 1 March 2024: the next is considered from 1 September 2024."""
    request = claim(previous_treatments=["2023-06-01", "2024-03-01"])
    assert problems_of(library, {**SET_ASIDE, "request": request}) == {"courses_per_year": "too-soon"}
    later = {**request, "start": "2024-09-01"}
    assert problems_of(library, {**SET_ASIDE, "request": later}) == {}
