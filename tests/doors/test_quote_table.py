"""The table of a quote in a terminal, and its lines as CSV: whose an account is, and its bounds."""

from __future__ import annotations

import csv
import io
import re

import pytest

import kfees
from command_line import run
from kfees.engine.headline import headline

FROM_5_AUGUST = ("--start", "2024-08-05")
DAY_HOSPITAL = (
    "--setting",
    "private-day-hospital",
    "--regimen",
    "crps-10-day",
    "--weight",
    "80",
    *FROM_5_AUGUST,
)
INPATIENT = ("--setting", "private-hospital-inpatient", "--regimen", "crps-4-day", *FROM_5_AUGUST)
ACCOUNTS = (
    *("--charge", "hospital=3520", "--gst", "hospital=included", "--discount", "hospital=100"),
    *("--fee", "hospital:Facility fee=150*2", "--provider", "medical=Dr A", "--charge", "medical=1500"),
    *("--service", "medical:17615@2024-08-05 by Dr B", "--charge", "medical:17615=180 by Dr B"),
)
HUGE = ("--charge", "hospital=123456789", "--charge", "medical=987654321", "--fee", "pharmacy:Drug=99999999")
COURSES = {
    "accounts": (*DAY_HOSPITAL, *ACCOUNTS),
    "a discount by item": (*DAY_HOSPITAL, "--charge", "medical:2801=320", "--discount", "medical=20"),
    "estimates": (*INPATIENT, "--charge", "hospital=3900", "--charge", "medical:2801=320"),
    "some charges": (*DAY_HOSPITAL, "--charge", "hospital=3200"),
    "none": DAY_HOSPITAL,
    "large amounts": (*INPATIENT, *HUGE),
    "a long stay": (*INPATIENT, "--nights", "20", "--charge", "hospital=12000"),
    "a price by weight": ("--setting", "public-hospital-admitted", "--regimen", "crps-4-day", *FROM_5_AUGUST),
}


def table(*flags: str) -> str:
    result = run("quote", *flags, "--as-of", "2024-07-15")
    assert result.status == 0, result.messages
    return result.output


def said(*flags: str) -> str:
    return " ".join(table(*flags).split())


@pytest.mark.parametrize("flags", COURSES.values(), ids=list(COURSES))
@pytest.mark.parametrize("locale", ["en_AU", "de", "el"])
def test_it_fits_80_columns_and_no_figure_is_parted(flags: tuple[str, ...], locale: str) -> None:
    text = table(*flags, "--locale", locale)
    assert max(map(len, text.splitlines())) <= 80
    assert not re.search(r" $", text, re.MULTILINE)
    quote = kfees.Quote.model_validate_json(run("quote", *flags, "--format", "json").output)
    digits = {re.sub(r"[^0-9]", "", part) for part in text.split()}
    for payee in quote.payees:
        for amount in (payee.maximum, payee.charge, payee.gap_most):
            assert amount is None or re.sub(r"[^0-9]", "", f"{amount}") in digits


def test_each_biller_has_a_row_with_the_bounds_of_its_gap() -> None:
    text = said(*DAY_HOSPITAL, *ACCOUNTS)
    assert "DS1 Day surgery band 1 $3,024.60 10 x ($274.96 + $27.50 GST) a day" in text
    assert "Facility fee unknown $300.00 unknown 0.00 to 300.00 2 x $150.00 a fee, Cannot determine" in text
    assert "Hospital, charged in one amount unknown $3,720.00 unknown 395.40 to 695.40" in text
    assert "A discount of $100.00 is taken off that one amount." in text
    assert "Doctor: Dr A, charged in one amount $960.20 $1,500.00 $960.20 0.00 to 539.80" in text
    assert "Doctor: Dr B, total $98.95 $180.00 $98.95 0.00 to 81.05" in text
    assert "Total unknown $5,400.00 unknown 395.40 to 1,316.25" in text
    assert "Not included is the drug (Ketamine 200 mg in 2 mL)." in text


def test_a_gap_is_one_figure_or_two_or_at_least_one_or_unknown() -> None:
    assert "$2,749.60 $3,200.00 $2,749.60 $450.40" in said(*DAY_HOSPITAL, "--charge", "hospital=3200")
    assert "Total $3,709.80 in part unknown at least 450.40" in said(
        *DAY_HOSPITAL, "--charge", "hospital=3200"
    )
    estimated = said(*INPATIENT, "--charge", "hospital=3900", "--charge", "medical=1000")
    assert "Hospital, charged in one amount $3,217.00 $3,900.00 $3,217.00 about 683.00, at most" in estimated
    assert "unknown unknown GAP" in said(*DAY_HOSPITAL)


def test_a_discount_by_item_is_told_at_its_line() -> None:
    text = said(*DAY_HOSPITAL, "--charge", "medical:2801=320", "--discount", "medical=20")
    assert "2801 Pain specialist, first visit $174.50 $300.00 $174.50 0.00 to 125.50" in text
    assert "floor, charged less $20.00" in text


def test_a_stay_is_told_with_its_days_and_what_they_count_for() -> None:
    text = said(*INPATIENT, "--nights", "20")
    assert "20 nights in hospital, from 5 Aug 2024 to 25 Aug 2024" in text
    assert "14 x $804.25 a day, private-hospital of 1 July 2024, indexed, for day 1 to 14 of the stay" in text
    assert "6 x $698.57 a day, private-hospital of 1 July 2024, indexed, for day 15 on of the stay" in text
    away = said(*INPATIENT, "--nights", "9", "--payer", "tac-victoria", "--leave", "2024-08-07")
    assert "STALE, a night of leave: 75 % of the bed's rate of that night is paid, for day 1 to 14" in away
    assert "1 night in hospital" in said(*INPATIENT, "--sessions", "1")
    parts = ("--part", "private-hospital-inpatient*2", "--part", "private-day-hospital*8")
    text = said("--regimen", "crps-10-day", "--weight", "80", *FROM_5_AUGUST, *parts)
    assert "Sessions: 2, then 8 2 nights in hospital, from 5 Aug 2024 to 7 Aug 2024" in text


def test_the_columns_of_csv_that_were_there_stand_where_they_were() -> None:
    text = run("quote", *DAY_HOSPITAL, *ACCOUNTS, "--format", "csv").output
    assert text.splitlines()[0] == (
        "payee,schedule,version,item,label,dates,quantity,unit,rate,maximum,determination,charge,payable,gap,"
        "basis,gst,stale,source,cell,reasons,weight,price_per_weight,weight_steps,please_check,"
        "provider,gst_per_unit,charge_per_unit,discount,payable_least,payable_most,gap_least,gap_most,"
        "headline,not_included,payer,currency"
    )


def test_a_row_of_csv_says_whose_it_is_its_bounds_and_what_the_quote_comes_to(
    library: kfees.Library,
) -> None:
    result = run("quote", *DAY_HOSPITAL, *ACCOUNTS, "--format", "json").output
    quote = kfees.Quote.model_validate_json(result)
    rows = list(csv.DictReader(io.StringIO(run("quote", *DAY_HOSPITAL, *ACCOUNTS, "--format", "csv").output)))
    for row, line in zip(rows, quote.lines, strict=True):
        for name in ("provider", "gst_per_unit", "payable_least", "payable_most", "gap_least", "gap_most"):
            amount = getattr(line, name)
            assert row[name] == ("" if amount is None else str(amount))
        assert row["headline"] == headline(quote, library)
        assert row["not_included"] == "The drug (Ketamine 200 mg in 2 mL)."
        assert (row["payer"], row["currency"]) == ("worksafe-victoria", "AUD")
    fee = next(row for row in rows if row["label"] == "Facility fee")
    assert (fee["schedule"], fee["item"], fee["gap_most"]) == ("", "", "300.00")
