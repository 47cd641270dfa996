"""Courses that the Transport Accident Commission pays for, in a claims officer's words, by what it published:
hospital rates of 1 July 2016 and 2017, and no more."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

import kfees
from kfees.engine.headline import headline
from kfees.engine.pricing import refuse_if_uncertain
from kfees.model.problems import StrictRefusal
from oracle_payers import Asked
from quoted import assessed, lines, payee, priced, quoted, refused, request_of, units

FOUR_NIGHTS: Asked = {
    "payer": "tac-victoria",
    "regimen": "crps-4-day",
    "setting": "private-hospital-inpatient",
    "start": "2017-08-07",
}
DAY_HOSPITAL: Asked = {
    "payer": "tac-victoria",
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2017-08-07",
    "weight_kg": "80",
}
IN_2024: Asked = {**DAY_HOSPITAL, "setting": "consulting-rooms", "start": "2024-08-05"}
TEN_DAYS = [f"2017-08-{day:02}" for day in (7, 8, 9, 10, 11, 14, 15, 16, 17, 18)]


def nights(first: int, last: int) -> list[str]:
    """The days of nights of the stay, by number: night 1 is that of the admission on 7 August 2017."""
    return [str(date(2017, 8, 6) + timedelta(days=number)) for number in range(first, last + 1)]


def in_bed(library: kfees.Library, item: str, count: int, **episode: Any) -> Any:
    """The quote of so many nights, all in one bed."""
    beds = [{"item": item, "dates": nights(1, count)}]
    return quoted(library, FOUR_NIGHTS, episode={"nights": count, "beds": beds, **episode})


def by_night(quote: Any) -> dict[str, str | None]:
    """The rate of each night in hospital, by its day."""
    found: dict[str, str | None] = {}
    for line in quote["lines"]:
        if line["payee"] == "hospital":
            assert line["quantity"] == str(len(line["dates"]))
            found |= dict.fromkeys(line["dates"], line["rate"])
    return found


def test_four_nights_are_in_a_general_medical_bed(library: kfees.Library) -> None:
    quote = quoted(library, FOUR_NIGHTS)
    assert units(quote, "M") == [("4", "512.79")]
    assert payee(quote, "hospital")["maximum"] == "2051.16"
    (bed,) = lines(quote, "M")
    assert (bed["schedule"], bed["version"]) == ("tac-private-hospital", "2017-07-01")
    assert (bed["basis"], bed["stale"]) == ("published", False)


@pytest.mark.parametrize(
    ("bed", "rates", "maximum"),
    [
        ("M", [("14", "512.79"), ("56", "473.00")], "33667.06"),
        ("SM", [("14", "656.07"), ("56", "555.70")], "40304.18"),
        ("GS", [("14", "656.07"), ("56", "563.78")], "40756.66"),
        ("AS", [("14", "732.64"), ("56", "563.78")], "41828.64"),
        ("REHAB", [("25", "640.19"), ("45", "488.88")], "38004.35"),
        ("PSY", [("30", "656.07"), ("35", "555.70"), ("5", "473.00")], "41496.60"),
    ],
)
def test_a_beds_rate_steps_down_on_the_days_that_were_published_for_it(
    bed: str, rates: list[tuple[str, str]], maximum: str, library: kfees.Library
) -> None:
    quote = in_bed(library, bed, 70)
    assert units(quote, bed) == rates
    assert payee(quote, "hospital")["maximum"] == maximum


@pytest.mark.parametrize(
    ("unit", "days", "rate", "known"),
    [
        ("ICU", 4, "1789.50", "7158.00"),
        ("ICUM", 4, "2679.39", "10717.56"),
        ("CCU", 4, "1596.80", "6387.20"),
        ("HD", 3, "1109.79", "3329.37"),
    ],
)
def test_after_its_first_days_what_a_unit_is_paid_cannot_be_determined(
    unit: str, days: int, rate: str, known: str, library: kfees.Library
) -> None:
    quote = in_bed(library, unit, days + 2)
    assert units(quote, unit) == [(str(days), rate), ("2", None)]
    after = lines(quote, unit)[1]
    assert after["determination"] == "cannot determine"
    assert after["reasons"]
    hospital = payee(quote, "hospital")
    assert (hospital["maximum"], hospital["known_maximum"]) == (None, known)


def test_a_unit_is_priced_only_where_the_day_of_the_stay_and_of_the_bed_have_one_rate(
    library: kfees.Library,
) -> None:
    """What the days of intensive care count is published nowhere."""
    for first, last, rate in ((2, 4, "1789.50"), (5, 5, None), (9, 9, None)):
        beds = [{"item": "ICU", "dates": nights(first, last)}]
        quote = quoted(library, FOUR_NIGHTS, episode={"nights": 10, "beds": beds})
        assert units(quote, "ICU") == [(str(last - first + 1), rate)]


@pytest.mark.parametrize(
    ("start", "full", "on_leave", "maximum"),
    [
        ("2016-08-08", "500.38", "375.29", "1876.43"),  # 375.285 is rounded up
        ("2017-08-07", "512.79", "384.59", "1922.96"),
    ],
)
def test_a_night_of_leave_is_three_quarters_of_the_beds_fee_rounded_half_up_to_the_cent(
    start: str, full: str, on_leave: str, maximum: str, library: kfees.Library
) -> None:
    second = str(date.fromisoformat(start) + timedelta(days=1))
    quote = quoted(library, FOUR_NIGHTS, start=start, episode={"leave": [second]})
    rates = by_night(quote)
    assert rates.pop(second) == on_leave
    assert set(rates.values()) == {full}
    assert payee(quote, "hospital")["maximum"] == maximum
    (away,) = (line for line in quote["lines"] if line["dates"] == [second] and line["rate"] == on_leave)
    assert "75" in " ".join(away["reasons"])


@pytest.mark.parametrize(
    ("bed", "night", "on_leave"),
    [("SM", 18, "416.78"), ("PSY", 40, "416.78"), ("PSY", 68, "354.75"), ("REHAB", 3, "480.14")],
)
def test_a_night_of_leave_is_a_share_of_the_fee_of_the_bed_that_is_kept(
    bed: str, night: int, on_leave: str, library: kfees.Library
) -> None:
    quote = in_bed(library, bed, 70, leave=nights(night, night))
    assert by_night(quote)[nights(night, night)[0]] == on_leave


def test_where_leave_moves_the_day_on_which_the_rate_steps_down_that_night_cannot_be_determined(
    library: kfees.Library,
) -> None:
    """Whether a night of leave is a day of the stay is not published. Where it is, night 15 is day 15; where
    it is not, it is day 14."""
    away = nights(6, 6)
    rates = by_night(quoted(library, FOUR_NIGHTS, episode={"nights": 17, "leave": away}))
    assert [rates[night] for night in nights(1, 5)] == ["512.79"] * 5
    assert rates[away[0]] == "384.59"
    assert [rates[night] for night in nights(7, 14)] == ["512.79"] * 8
    assert rates[nights(15, 15)[0]] is None
    assert [rates[night] for night in nights(16, 17)] == ["473.00"] * 2


def test_three_nights_of_leave_leave_three_nights_undetermined(library: kfees.Library) -> None:
    rates = by_night(quoted(library, FOUR_NIGHTS, episode={"nights": 20, "leave": nights(4, 6)}))
    unknown = [night for night, rate in rates.items() if rate is None]
    assert sorted(unknown) == nights(15, 17)


def test_two_lines_of_one_bed_without_a_rate_are_missing_once(library: kfees.Library) -> None:
    quote = quoted(library, FOUR_NIGHTS, episode={"nights": 16, "leave": [*nights(6, 6), *nights(16, 16)]})
    unknown = [line for line in quote["lines"] if line["item"] == "M" and line["maximum"] is None]
    says = "The maximum of tac-private-hospital:M (General medical bed) is not known."
    assert (len(unknown), quote["totals"]["missing"].count(says)) == (2, 1)


def test_a_stay_of_at_most_seven_days_ago_goes_on_counting(library: kfees.Library) -> None:
    for ended, rates in (
        ("2017-07-31", [("2", "512.79"), ("2", "473.00")]),
        ("2017-07-30", [("4", "512.79")]),
    ):
        quote = quoted(library, FOUR_NIGHTS, episode={"earlier_stay": {"ended": ended, "days": 12}})
        assert units(quote, "M") == rates


@pytest.mark.parametrize(
    ("readmitted", "rates", "maximum"),
    [
        ("2017-08-26", [("14", "512.79"), ("3", "473.00")], "8598.06"),
        ("2017-08-27", [("17", "512.79")], "8717.43"),
    ],
)
def test_two_stays_of_one_course_count_together_where_they_are_near(
    readmitted: str, rates: list[tuple[str, str]], maximum: str, library: kfees.Library
) -> None:
    second = date.fromisoformat(readmitted)
    days = [*TEN_DAYS[:5], *(str(second + timedelta(days=number)) for number in range(5))]
    stay: Asked = {"setting": "private-hospital-inpatient", "sessions": 5}
    quote = quoted(
        library,
        DAY_HOSPITAL,
        setting=None,
        parts=[{**stay, "episode": {"nights": 12}}, stay],
        calendar={"dates": days},
    )
    assert units(quote, "M") == rates
    assert payee(quote, "hospital")["maximum"] == maximum


def test_a_stay_across_1_july_2017_is_paid_by_each_years_rates(library: kfees.Library) -> None:
    quote = quoted(library, FOUR_NIGHTS, start="2017-06-29")
    assert [(bed["version"], bed["quantity"], bed["rate"]) for bed in lines(quote, "M")] == [
        ("2016-07-01", "2", "500.38"),
        ("2017-07-01", "2", "512.79"),
    ]
    assert payee(quote, "hospital")["maximum"] == "2026.34"


def test_before_1_july_2016_there_is_no_rate_and_never_the_first_ones(library: kfees.Library) -> None:
    quote = quoted(library, FOUR_NIGHTS, start="2016-06-29")
    assert list(by_night(quote).values()) == [None, None, "500.38", "500.38"]
    assert payee(quote, "hospital")["maximum"] is None
    before = quoted(library, FOUR_NIGHTS, start="2016-06-01")
    assert {line["determination"] for line in before["lines"]} == {"cannot determine"}
    assert (before["totals"]["maximum"], before["totals"]["known_maximum"]) == (None, "0.00")


def test_a_course_of_today_is_priced_by_rates_that_are_stale_and_says_so(library: kfees.Library) -> None:
    today = date(2026, 11, 29)
    asked = {**FOUR_NIGHTS, "start": "2026-12-07"}
    quote = priced(asked, library, as_of=today)
    beds = [line for line in quote.lines if line.item == "M"]
    assert all(line.stale and any("STALE" in str(reason) for reason in line.reasons) for line in beds)
    assert quote.totals.stale
    with pytest.raises(StrictRefusal):
        refuse_if_uncertain(quote)


def test_what_a_day_hospital_is_paid_for_an_infusion_cannot_be_determined(library: kfees.Library) -> None:
    """The same-day bed that was published is for a procedure or an operation, and an infusion is neither."""
    charges = [{"payee": "hospital", "amount": "3200.00"}]
    quote = quoted(library, DAY_HOSPITAL, charges=charges)
    (bed,) = lines(quote, "SD")
    assert (bed["quantity"], bed["rate"], bed["maximum"]) == ("10", None, None)
    assert bed["determination"] == "cannot determine"
    assert re.search("procedure|operation", " ".join(bed["reasons"]))
    hospital = payee(quote, "hospital")
    assert (hospital["maximum"], hospital["gap"]) == (None, None)
    assert (hospital["gap_least"], hospital["gap_most"]) == ("0.00", "3200.00")


def test_a_same_day_bed_that_is_asked_for_is_for_a_procedure_and_is_priced(library: kfees.Library) -> None:
    bed: Asked = {"schedule": "private-hospital", "item": "SD"}
    added = [{**bed, "dates": TEN_DAYS[:1]}]
    quote = quoted(library, DAY_HOSPITAL, setting="consulting-rooms", services=added)
    assert units(quote, "SD") == [("1", "253.33")]
    replaced = quoted(library, DAY_HOSPITAL, services=[{**bed, "dates": TEN_DAYS}], without=[bed])
    assert units(replaced, "SD") == [("10", "253.33")]
    assert payee(replaced, "hospital")["maximum"] == "2533.30"
    twice = quoted(library, DAY_HOSPITAL, services=added)
    struck = [line for line in twice["lines"] if line["determination"] == "not payable"]
    assert [(line["quantity"], line["dates"]) for line in struck] == [("1", TEN_DAYS[:1])]
    assert struck[0]["reasons"][0] == "Not payable: A hospital is paid for one same-day bed a day."
    theatre = [{"schedule": "private-hospital", "item": "T1A", "dates": TEN_DAYS[:1]}]
    assert units(quoted(library, DAY_HOSPITAL, services=theatre), "T1A") == [("1", "101.98")]


def test_hospital_in_the_home_is_paid_by_the_day(library: kfees.Library) -> None:
    quote = quoted(library, DAY_HOSPITAL, setting="hospital-in-the-home")
    assert units(quote, "HIT") == [("10", "367.42")]
    assert payee(quote, "hospital")["maximum"] == "3674.20"


@pytest.mark.parametrize(
    "setting", ["private-hospital-inpatient", "private-day-hospital", "hospital-in-the-home"]
)
def test_that_the_rates_are_without_gst_is_said_to_be_taken_for_granted(
    setting: str, library: kfees.Library
) -> None:
    says = (
        "Whether the TAC's hospital rates hold GST was not found: they are taken to be without it,"
        " and the TAC to pay it on top."
    )
    assert quoted(library, DAY_HOSPITAL, setting=setting)["assumptions"].count(says) == 1
    assert says not in quoted(library, IN_2024)["assumptions"]


def test_doctors_fees_are_anothers_figures_so_that_the_gap_is_about_and_bounds_say_how_little_is_certain(
    library: kfees.Library,
) -> None:
    charges = [{"payee": "medical", "amount": "1500.00"}]
    quote = quoted(library, IN_2024, charges=charges)
    assert (units(quote, "2801"), units(quote, "2806")) == ([("1", "174.50")], [("9", "87.30")])
    doctor = payee(quote, "medical")
    assert (doctor["basis"], quote["totals"]["basis"]) == ("reference", "reference")
    assert (doctor["maximum"], doctor["gap"]) == ("960.20", "539.80")
    assert (doctor["payable_least"], doctor["payable_most"]) == ("0.00", "1500.00")
    assert (doctor["gap_least"], doctor["gap_most"]) == ("0.00", "1500.00")
    says = str(headline(priced({**IN_2024, "charges": charges}, library), library))
    assert "about" in says.lower()
    assert "at most" not in says.lower()
    assert {line["basis"] for line in quote["lines"]} == {"reference"}


def test_of_a_public_hospital_no_rate_was_found(library: kfees.Library) -> None:
    for setting in ("public-hospital-admitted", "public-hospital-outpatient", "public-hospital-same-day"):
        charges = [{"payee": "hospital", "amount": "6000.00"}]
        quote = quoted(library, DAY_HOSPITAL, setting=setting, start="2024-08-05", charges=charges)
        assert {line["determination"] for line in quote["lines"]} == {"cannot determine"}
        assert all(line["reasons"] for line in quote["lines"])
        totals = quote["totals"]
        assert (totals["maximum"], totals["payable"], totals["gap"]) == (None, None, None)
        assert (totals["gap_least"], totals["gap_most"]) == ("0.00", "6000.00")


def test_the_name_of_a_family_is_the_payers_own_schedule(library: kfees.Library) -> None:
    def asked(schedule: str) -> Any:
        return quoted(
            library,
            FOUR_NIGHTS,
            charges=[{"schedule": schedule, "item": "M", "amount": "600.00"}],
            services=[{"schedule": schedule, "item": "T1", "dates": TEN_DAYS[:1]}],
        )

    quote = asked("private-hospital")
    assert quote == asked("tac-private-hospital")
    assert units(quote, "T1") == [("1", "320.53")]
    (bed,) = lines(quote, "M")
    assert (bed["schedule"], bed["charge"], bed["gap"]) == ("tac-private-hospital", "2400.00", "348.84")


@pytest.mark.parametrize(
    ("payer", "schedule", "item"),
    [
        ("tac-victoria", "medical-reports", "AGT001"),
        ("tac-victoria", "private-rehabilitation", "CPAIN"),
        ("tac-victoria", "department-of-health", "10.14"),
        ("worksafe-victoria", "tac-private-hospital", "M"),
    ],
)
def test_another_payers_schedule_is_refused_with_what_to_do_and_never_priced(
    payer: str, schedule: str, item: str, library: kfees.Library
) -> None:
    named = {"schedule": schedule, "item": item}
    course = {**DAY_HOSPITAL, "payer": payer, "setting": "consulting-rooms"}
    (service,) = refused(library, course, services=[{**named, "dates": TEN_DAYS[:1]}])
    assert service.place.startswith("services[0]")
    assert schedule in f"{service.message} {service.remedy}"
    (charge,) = refused(library, course, charges=[{**named, "amount": "100.00"}])
    assert charge.place.startswith("charges[0]")


def test_a_day_band_is_no_item_of_this_payers_hospital_schedule(library: kfees.Library) -> None:
    band = {"schedule": "private-hospital", "item": "DS1", "dates": TEN_DAYS}
    (problem,) = refused(library, DAY_HOSPITAL, services=[band])
    assert problem.place == "services[0].item"
    assert "tac-private-hospital" in problem.message


def test_no_guideline_was_found_so_an_assessment_checks_nothing_and_says_that_none_is_loaded(
    library: kfees.Library,
) -> None:
    claim = {"injury_accepted": False, "route": "by a way that no guideline knows"}
    assessment = assessed(library, IN_2024, claim=claim)
    assert assessment["checks"] == []
    assert assessment["verdict"]["payability"] == "cannot determine"
    assert "guideline" in assessment["verdict"]["sentence"]
    assert assessment["totals"]["maximum"] == "960.20"
    quote = quoted(library, IN_2024, claim=claim, charges=[{"payee": "medical", "amount": "1000.00"}])
    assert quote["totals"]["payable"] == "960.20"


def test_a_quote_calls_the_payer_by_its_own_name_and_nothing_by_another_payers(
    library: kfees.Library,
) -> None:
    for course in (FOUR_NIGHTS, DAY_HOSPITAL, IN_2024, {**IN_2024, "setting": "public-hospital-admitted"}):
        quote = priced(course, library)
        assert (quote.payer.name, quote.payer.currency) == ("tac-victoria", "AUD")
        assert (quote.payer.in_a_sentence, quote.payer.patient) == ("the TAC", "the client")
        said = "\n".join(
            [quote.model_dump_json(), kfees.assess(request_of(course), library).model_dump_json()]
        )
        assert re.findall(r"(?i).{40}(?:worksafe|the worker).{40}", said) == []
