"""What is implausible is kept and put to whoever reads it: it changes no figure."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import kfees
from kfees.engine.replaying import replay
from kfees.model.quote import Quote

DAY_HOSPITAL: dict[str, Any] = {
    "regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05", "weight_kg": "80",
}  # fmt: skip
INPATIENT = DAY_HOSPITAL | {"regimen": "crps-4-day", "setting": "private-hospital-inpatient"}
START = date(2024, 8, 5)


def asked_about(library: kfees.Library, **more: Any) -> tuple[str, ...]:
    request = kfees.CourseRequest.model_validate(DAY_HOSPITAL | more)
    quote = kfees.price(request, library)
    assert kfees.assess(request, library).please_check == quote.please_check
    return quote.please_check


@pytest.mark.parametrize(
    ("weight", "says"),
    [
        ("8", "A body weight of 8 kg is under 20 kg: please check it."),
        ("19.99", "A body weight of 19.99 kg is under 20 kg: please check it."),
        ("20", None),
        ("300", None),
        ("300.5", "A body weight of 300.5 kg is over 300 kg: please check it."),
    ],
)
def test_a_body_weight_that_hardly_anybody_has(weight: str, says: str | None, library: kfees.Library) -> None:
    assert asked_about(library, weight_kg=weight) == ((says,) if says else ())


@pytest.mark.parametrize(("nights", "asked"), [(100, False), (101, True), (4000, True)])
def test_a_stay_of_many_nights(nights: int, asked: bool, library: kfees.Library) -> None:
    found = asked_about(library, **INPATIENT, episode={"nights": nights})
    says = f"A stay of {nights} nights is longer than 100 nights: please check it."
    assert found == ((says,) if asked else ())


@pytest.mark.parametrize(("away", "asked"), [(-90, False), (-91, True), (11 + 90, False), (11 + 91, True)])
def test_a_service_far_from_the_course(away: int, asked: bool, library: kfees.Library) -> None:
    day = START + timedelta(days=away)
    service = {"schedule": "medical", "item": "132", "dates": ["2024-08-10", day.isoformat()]}
    found = asked_about(library, services=[service])
    assert bool(found) is asked
    if asked:
        (sentence,) = found
        assert sentence.startswith("medical:132 on ")
        assert "10 August" not in sentence
        assert sentence.endswith(" is more than 90 days from the course: please check its days.")


@pytest.mark.parametrize(("last", "asked"), [("2024-08-28", False), ("2024-08-29", True)])
def test_sessions_spread_over_more_than_twice_the_usual_span(
    last: str, asked: bool, library: kfees.Library
) -> None:
    dates = [*(f"2024-08-{day:02}" for day in range(5, 14)), last]
    says = "The sessions are spread over 25 days, which is more than twice the usual 12"
    expected = (f"{says}: please check their days.",) if asked else ()
    assert asked_about(library, calendar={"dates": dates}) == expected


@pytest.mark.parametrize(
    ("charge", "says"),
    [
        ({"schedule": "medical", "item": "2801", "amount": "3490.00"}, None),
        (
            {"schedule": "medical", "item": "2801", "amount": "3490.01"},
            "The charge of $3,490.01 for medical:2801 is over 20 times its maximum of $174.50",
        ),
        ({"payee": "hospital", "amount": "54992.00"}, None),
        (
            {"payee": "hospital", "amount": "54992.01"},
            "What the hospital charges, $54,992.01, is over 20 times the maximum of $2,749.60",
        ),
    ],
)
def test_a_charge_of_many_times_its_maximum(
    charge: dict[str, str], says: str | None, library: kfees.Library
) -> None:
    assert asked_about(library, charges=[charge]) == ((f"{says}: please check it.",) if says else ())


def test_what_is_asked_about_changes_no_figure(library: kfees.Library) -> None:
    plain, odd = (
        kfees.price(kfees.CourseRequest.model_validate(DAY_HOSPITAL | {"weight_kg": weight}), library)
        for weight in ("80", "350")
    )
    assert odd.please_check
    assert (odd.lines, odd.totals) == (plain.lines, plain.totals)


def test_each_row_of_a_portfolio_says_what_its_quote_says(library: kfees.Library) -> None:
    rows = [
        DAY_HOSPITAL,
        DAY_HOSPITAL | {"weight_kg": "8"},
        DAY_HOSPITAL | {"weight_kg": "350", "hospital": "99999.00", "medical": "20000.00"},
        INPATIENT | {"weight_kg": "12", "nights": 200},
        INPATIENT | {"weight_kg": "80", "nights": 3, "hospital": "3000.00"},
        DAY_HOSPITAL | {"weight_kg": "8", "start": "nonsense"},
    ]
    columns = dict.fromkeys(key for row in rows for key in row)
    table = pl.LazyFrame({key: [row.get(key) for row in rows] for key in columns}, strict=False)
    found = kfees.price_portfolio(table, library).collect()["please_check"].to_list()
    expected: list[str | None] = []
    for row in rows[:-1]:
        charges = [
            {"payee": payee, "amount": row[payee]} for payee in ("hospital", "medical") if payee in row
        ]
        asked = {key: row[key] for key in DAY_HOSPITAL} | {"charges": charges}
        if "nights" in row:
            asked["episode"] = {"nights": row["nights"]}
        quote = kfees.price(kfees.CourseRequest.model_validate(asked), library)
        expected.append(" ".join(quote.please_check) or None)
    assert found == [*expected, None]
    assert [bool(text) for text in expected] == [False, True, True, True, False]


def test_a_quote_that_was_saved_before_loads_and_replays(library: kfees.Library) -> None:
    request = kfees.CourseRequest.model_validate(DAY_HOSPITAL | {"weight_kg": "8"})
    saved = json.loads(kfees.price(request, library).model_dump_json())
    assert saved.pop("please_check")
    again = replay(Quote.model_validate_json(json.dumps(saved)), library)
    assert again.differences == ()
    assert again.quote.please_check
    assert again.quote.totals.maximum == Decimal("3709.80")
