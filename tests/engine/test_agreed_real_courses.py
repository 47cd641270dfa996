"""What clinics really ask, in a claims officer's words, with the figures that were agreed on; and random ones
against a second, plain calculation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings

import kfees
from effort import times
from kfees.model.quote import Line, PayeeTotal, Totals
from laws.real_courses import ORACLE, real_courses
from oracle_accounts import Answer, Figures, answer
from oracle_payers import QUEENSLAND, TAC, Asked
from quoted import payee, priced, quoted, units

DAY_HOSPITAL: Asked = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}
FOUR_NIGHTS: Asked = {
    "regimen": "crps-4-day",
    "setting": "private-hospital-inpatient",
    "start": "2024-08-05",
}
TEN_DAYS = [f"2024-08-{day:02}" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)]


def test_ten_same_day_admissions_to_a_public_hospital_are_ten_same_day_weights(
    library: kfees.Library,
) -> None:
    quote = quoted(library, DAY_HOSPITAL, setting="public-hospital-same-day", episode={"drg": "B71B"})
    assert units(quote, "B71B") == [("10", "985.91")]
    assert quote["totals"]["maximum"] == "9859.10"


def test_two_weeks_in_hospital_keep_the_bed_over_the_weekend_and_change_rate_on_1_july(
    library: kfees.Library,
) -> None:
    days = [f"2024-06-{day}" for day in range(24, 29)] + [f"2024-07-0{day}" for day in range(1, 6)]
    quote = quoted(
        library,
        DAY_HOSPITAL,
        setting="private-hospital-inpatient",
        start=days[0],
        calendar={"dates": days},
        episode={"discharged": "2024-07-05"},
    )
    assert units(quote, "M") == [("7", "663.68"), ("4", "804.25")]
    assert payee(quote, "hospital")["maximum"] == "7862.76"


def test_a_night_in_intensive_care_is_that_bed_and_no_other(library: kfees.Library) -> None:
    beds = [{"item": "ICU", "dates": ["2024-08-06"]}]
    quote = quoted(library, FOUR_NIGHTS, episode={"beds": beds})
    assert units(quote, "M") == [("3", "804.25")]
    assert units(quote, "ICU") == [("1", "2740.74")]
    assert payee(quote, "hospital")["maximum"] == "5153.49"


def test_a_transfer_to_another_ward_does_not_begin_the_days_of_the_stay_again(library: kfees.Library) -> None:
    beds = [{"item": "GS", "dates": [f"2024-08-{day:02}" for day in range(5, 19)]}]
    quote = quoted(library, FOUR_NIGHTS, episode={"nights": 18, "beds": beds})
    assert units(quote, "GS") == [("14", "804.25")]
    assert units(quote, "M") == [("4", "698.57")]
    assert payee(quote, "hospital")["maximum"] == "14053.78"


def test_a_readmission_within_seven_days_goes_on_counting_the_days(library: kfees.Library) -> None:
    before = {"ended": "2024-07-30", "days": 12}
    quote = quoted(library, FOUR_NIGHTS, episode={"nights": 4, "earlier_stay": before})
    assert units(quote, "M") == [("2", "804.25"), ("2", "698.57")]
    assert payee(quote, "hospital")["maximum"] == "3005.64"


def test_an_earlier_stay_of_eight_days_ago_does_not_count_and_the_quote_says_so(
    library: kfees.Library,
) -> None:
    alone = quoted(library, FOUR_NIGHTS)
    for ended, counts in (("2024-07-29", True), ("2024-07-28", False)):
        before = {"ended": ended, "days": 12}
        quote = quoted(library, FOUR_NIGHTS, episode={"earlier_stay": before})
        assert (payee(quote, "hospital") != payee(alone, "hospital")) == counts
        said = "\n".join([*quote["assumptions"], *quote["please_check"], *map(str, quote["lines"])])
        assert "28 July 2024" in said or counts


def test_a_course_of_five_sessions_is_paid_and_dosed_for_five(library: kfees.Library) -> None:
    quote = quoted(library, DAY_HOSPITAL, sessions=5)
    assert payee(quote, "hospital")["maximum"] == "1374.80"
    assert payee(quote, "medical")["maximum"] == "523.70"
    assert quote["totals"]["maximum"] == "1898.50"
    assert (quote["dose"]["mg"], quote["dose"]["ampoules"]) == ("560", 5)


def test_two_nights_in_hospital_then_eight_sessions_as_a_day_patient_have_one_first_visit(
    library: kfees.Library,
) -> None:
    parts = [
        {"setting": "private-hospital-inpatient", "sessions": 2},
        {"setting": "private-day-hospital", "sessions": 8},
    ]
    quote = quoted(library, DAY_HOSPITAL, setting=None, parts=parts)
    assert units(quote, "M") == [("2", "804.25")]
    assert units(quote, "DS1") == [("8", "274.96")]
    assert (units(quote, "2801"), units(quote, "2806")) == ([("1", "174.50")], [("9", "87.30")])
    assert payee(quote, "medical")["maximum"] == "960.20"
    assert quote["totals"]["maximum"] == "4768.38"


def test_a_facility_fee_that_no_schedule_has_may_be_the_workers_to_pay(library: kfees.Library) -> None:
    charges = [
        {"payee": "medical", "amount": "1500.00"},
        {"payee": "hospital", "label": "Facility fee", "amount": "300.00"},
    ]
    totals = quoted(library, DAY_HOSPITAL, setting="consulting-rooms", charges=charges)["totals"]
    assert (totals["maximum"], totals["known_maximum"]) == (None, "960.20")
    assert (totals["gap"], totals["gap_least"], totals["gap_most"]) == (None, "0.00", "839.80")
    assert totals["not_included"]  # the drug


def test_an_account_with_gst_is_compared_with_rates_with_gst(library: kfees.Library) -> None:
    charges = [{"payee": "hospital", "amount": "3520.00", "gst": "included"}]
    hospital = payee(quoted(library, DAY_HOSPITAL, charges=charges), "hospital")
    assert (hospital["maximum"], hospital["gap"]) == ("3024.60", "495.40")
    assert (hospital["gap_least"], hospital["gap_most"]) == ("495.40", "495.40")


def test_a_discount_comes_off_what_is_charged_before_anything_is_compared(library: kfees.Library) -> None:
    charges = [{"payee": "hospital", "amount": "3200.00"}, {"payee": "hospital", "discount": "200.00"}]
    hospital = payee(quoted(library, DAY_HOSPITAL, charges=charges), "hospital")
    assert (hospital["charge"], hospital["gap"]) == ("3000.00", "250.40")


def test_a_dear_first_day_is_not_made_up_for_by_cheap_ones(library: kfees.Library) -> None:
    item = {"schedule": "private-hospital", "item": "DS1"}
    charges = [
        item | {"amount": "1000.00", "dates": TEN_DAYS[:1]},
        item | {"amount": "200.00", "dates": TEN_DAYS[1:]},
    ]
    quote = quoted(library, DAY_HOSPITAL, charges=charges)
    assert units(quote, "DS1") == [("1", "274.96"), ("9", "274.96")]
    assert payee(quote, "hospital")["gap"] == "725.04"


def test_two_doctors_have_an_account_each_and_do_not_exclude_each_other(library: kfees.Library) -> None:
    consultation = {"schedule": "medical", "item": "17615", "dates": TEN_DAYS[:1], "provider": "Dr B"}
    charges = [
        {"payee": "medical", "provider": "Dr A", "amount": "1500.00"},
        {"payee": "medical", "provider": "Dr B", "amount": "180.00"},
    ]
    quote = quoted(
        library, DAY_HOSPITAL, providers={"medical": "Dr A"}, services=[consultation], charges=charges
    )
    first, second = payee(quote, "medical", "Dr A"), payee(quote, "medical", "Dr B")
    assert (first["maximum"], first["gap_least"], first["gap_most"]) == ("960.20", "0.00", "539.80")
    assert (second["maximum"], second["gap_least"], second["gap_most"]) == ("98.95", "0.00", "81.05")
    one_doctor = quoted(library, DAY_HOSPITAL, services=[{**consultation, "provider": None}])
    assert payee(one_doctor, "medical")["maximum"] == "960.20"


FIGURES = ("maximum", "charge", "payable", "gap")
BOUNDS = ("payable_least", "payable_most", "gap_least", "gap_most")

Amounts = tuple[Decimal | None, ...]


def amounts_of(part: Line | PayeeTotal | Totals | Figures) -> Amounts:
    return tuple(getattr(part, name) for name in (*FIGURES, *BOUNDS))


def lines_of(quote: kfees.Quote) -> list[tuple[Any, ...]]:
    return [
        (
            *(line.payee, line.provider, line.schedule, line.item if line.schedule else "a fee"),
            *(line.version, line.rate, line.is_excluded, line.basis),
            *(set(line.dates), line.quantity, amounts_of(line)),
        )
        for line in quote.lines
    ]


def accounts_of(answered: Answer) -> list[tuple[Any, ...]]:
    return [
        (
            *(*account.biller, account.schedule, account.item if account.schedule else "a fee"),
            *(account.version, account.rate, bool(account.rule), account.basis),
            *(set(account.dates), account.quantity, amounts_of(figures)),
        )
        for account, figures in answered.accounts
    ]


def together(lines: list[tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """One entry for an item of a biller at one rate, whatever its days are charged."""
    found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for *key, dates, quantity, amounts in lines:
        before = found.get(tuple(key))
        if before is not None:
            sums = [None if None in pair else sum(pair) for pair in zip(before[2], amounts, strict=True)]
            dates, quantity, amounts = before[0] | dates, before[1] + quantity, tuple(sums)
        found[tuple(key)] = (dates, quantity, amounts)
    return found


def agree(asked: Asked, library: kfees.Library) -> None:
    quote, answered = priced(asked, library), answer(asked, ORACLE)
    assert together(lines_of(quote)) == together(accounts_of(answered))
    payees = {(row.payee, row.provider): amounts_of(row) for row in quote.payees}
    assert payees == {biller: amounts_of(figures) for biller, figures in answered.payees.items()}
    assert amounts_of(quote.totals) == amounts_of(answered.totals)
    assert quote.totals.known_maximum == answered.known_maximum
    assert bool(quote.totals.not_included) == (answered.drug_is_missing or bool(answered.silent_providers))
    assert (quote.dose.mg_per_day, quote.dose.mg, quote.dose.ampoules) == answered.dose


@settings(max_examples=times(200))
@given(asked=real_courses())
def test_a_second_calculation_comes_to_the_same(asked: Asked, library: kfees.Library) -> None:
    agree(asked, library)


@settings(max_examples=times(40))
@given(asked=real_courses(TAC))
def test_so_it_does_by_the_rates_and_rules_of_the_tac(asked: Asked, library: kfees.Library) -> None:
    agree(asked, library)


@settings(max_examples=times(40))
@given(asked=real_courses(QUEENSLAND))
def test_so_it_does_by_those_of_a_payer_that_an_overlay_brings(
    asked: Asked, queensland: kfees.Library
) -> None:
    agree(asked, queensland)


@settings(max_examples=times(20))
@given(asked=real_courses())
def test_another_payer_beside_it_changes_no_quote(
    asked: Asked, library: kfees.Library, queensland: kfees.Library
) -> None:
    assert priced(asked, queensland).model_dump_json() == priced(asked, library).model_dump_json()
