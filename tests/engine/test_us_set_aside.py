"""A settlement in the United States that sets money aside: so much an infusion, in US dollars, by an article
of 2020 that says up to $2,750; and no schedule, setting, weight or guideline."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import kfees
from kfees.documents.notice import Details, notice_html
from kfees.engine.headline import headline
from oracle_payers import Asked
from quoted import assessed, lines, payee, priced, quoted, refused, request_of, units

COURSE: Asked = {"payer": "us-set-aside", "regimen": "crps-10-day", "start": "2026-08-03"}
DOCTOR: Asked = {"payer": "worksafe-victoria", "regimen": "crps-10-day", "setting": "consulting-rooms"}


def test_ten_infusions_are_ten_times_the_articles_price_in_us_dollars(library: kfees.Library) -> None:
    quote = quoted(library, COURSE)
    assert units(quote, "infusion") == [("10", "2750.00")]
    assert (quote["totals"]["maximum"], quote["payer"]["currency"]) == ("27500.00", "USD")
    (row,) = quote["payees"]
    assert (row["payee"], row["maximum"], row["basis"]) == ("provider", "27500.00", "reference")
    (line,) = lines(quote, "infusion")
    assert (line["schedule"], line["basis"], len(line["dates"])) == ("us-set-aside", "reference", 10)
    assert "2020" in line["source"]


def test_neither_a_setting_nor_a_weight_is_asked_and_neither_changes_the_price(
    library: kfees.Library,
) -> None:
    plain = quoted(library, COURSE)
    for given in ({"weight_kg": "80"}, {"setting": "consulting-rooms"}):
        assert quoted(library, COURSE, **given)["totals"] == plain["totals"]
    for course in (DOCTOR, {**DOCTOR, "payer": "tac-victoria"}):
        told = {**course, "start": "2026-08-03"}
        assert {problem.place for problem in refused(library, told)} == {"weight_kg"}


@pytest.mark.parametrize(
    ("regimen", "sessions", "infusions", "maximum"),
    [
        ("crps-10-day", 1, "1", "2750.00"),
        ("crps-10-day", 6, "6", "16500.00"),
        ("crps-10-day", 30, "30", "82500.00"),
        ("crps-4-day", None, "1", "2750.00"),
        ("crps-4-day", 7, "1", "2750.00"),
    ],
)
def test_every_session_is_an_infusion_and_days_without_a_break_are_one(
    regimen: str, sessions: int | None, infusions: str, maximum: str, library: kfees.Library
) -> None:
    quote = quoted(library, COURSE, regimen=regimen, sessions=sessions)
    assert units(quote, "infusion") == [(infusions, "2750.00")]
    assert quote["totals"]["maximum"] == maximum


def test_days_off_are_those_of_the_united_states(library: kfees.Library) -> None:
    """Melbourne Cup Day, 3 November 2026, is a day like another; Veterans Day, 11 November, is none."""
    (line,) = lines(quoted(library, COURSE, start="2026-11-02"), "infusion")
    days = [int(day.removeprefix("2026-11-")) for day in line["dates"]]
    assert days == [2, 3, 4, 5, 6, 9, 10, 12, 13, 16]


def test_an_articles_price_makes_nothing_certain(library: kfees.Library) -> None:
    charges = [{"payee": "provider", "amount": "30000.00"}]
    quote = quoted(library, COURSE, charges=charges)
    for part in (payee(quote, "provider"), quote["totals"]):
        assert (part["payable"], part["gap"]) == ("27500.00", "2500.00")
        assert (part["payable_least"], part["payable_most"]) == ("0.00", "30000.00")
        assert (part["gap_least"], part["gap_most"]) == ("0.00", "30000.00")
    says = str(headline(priced({**COURSE, "charges": charges}, library), library))
    assert re.search(r"about.*USD\s2,500\.00", says)
    assert "$" not in says


def test_a_provider_may_charge_by_the_infusion_on_the_days_of_its_own(library: kfees.Library) -> None:
    infusion: Asked = {"schedule": "us-set-aside", "item": "infusion"}
    charges = [
        {**infusion, "amount": "8700.00", "dates": ["2026-08-03"]},
        {**infusion, "amount": "2000.00", "dates": ["2026-08-04"]},
    ]
    quote = quoted(library, COURSE, sessions=2, charges=charges)
    assert [line["gap"] for line in lines(quote, "infusion")] == ["5950.00", "0.00"]
    fee = [{"payee": "provider", "label": "Facility fee", "amount": "300.00"}]
    with_fee = quoted(library, COURSE, charges=fee)
    assert (with_fee["totals"]["maximum"], with_fee["totals"]["known_maximum"]) == (None, "27500.00")


def test_before_the_article_there_was_no_price(library: kfees.Library) -> None:
    quote = quoted(library, COURSE, start="2019-08-05")
    (line,) = lines(quote, "infusion")
    assert (line["determination"], line["rate"]) == ("cannot determine", None)
    assert line["reasons"]
    assert (quote["totals"]["maximum"], quote["totals"]["known_maximum"]) == (None, "0.00")


@pytest.mark.parametrize(
    ("schedule", "item"), [("medical", "2801"), ("private-hospital", "DS1"), ("tac-private-hospital", "M")]
)
def test_a_rate_in_australian_dollars_never_meets_one_in_us_dollars(
    schedule: str, item: str, library: kfees.Library
) -> None:
    named = {"schedule": schedule, "item": item}
    (service,) = refused(library, COURSE, services=[{**named, "dates": ["2026-08-03"]}])
    assert service.place.startswith("services[0]")
    (charge,) = refused(library, COURSE, charges=[{**named, "amount": "100.00"}])
    assert charge.place.startswith("charges[0]")


def test_a_price_by_infusion_is_no_schedule_of_another_payer(library: kfees.Library) -> None:
    named = {"schedule": "us-set-aside", "item": "infusion"}
    course = {**DOCTOR, "start": "2026-08-03", "weight_kg": "80"}
    (service,) = refused(library, course, services=[{**named, "dates": ["2026-08-03"]}])
    assert service.place.startswith("services[0]")


def test_a_payee_of_one_payer_is_none_of_anothers(library: kfees.Library) -> None:
    course = {**DOCTOR, "start": "2026-08-03", "weight_kg": "80"}
    (unknown,) = refused(library, course, charges=[{"payee": "provider", "amount": "3000.00"}])
    assert unknown.place.startswith("charges[0]")
    assert "provider" in unknown.message
    assert all(payee in unknown.remedy for payee in ("hospital", "medical", "pharmacy"))


def test_a_payers_schedule_in_another_currency_than_its_own_is_refused(tmp_path: Path) -> None:
    texts = (kfees_folder() / "payers" / "worksafe-victoria.toml").read_text(encoding="utf-8")
    (tmp_path / "payers").mkdir()
    abroad = texts.replace('currency = "AUD"', 'currency = "USD"')
    (tmp_path / "payers" / "abroad.toml").write_text(abroad, encoding="utf-8")
    course = {**DOCTOR, "payer": "abroad", "start": "2026-08-03", "weight_kg": "80"}
    with pytest.raises(kfees.InputError) as found:
        kfees.price(request_of(course), kfees.load_schedules(tmp_path, environment={}))
    said = " ".join(str(problem) for problem in found.value.problems)
    assert "USD" in said
    assert "AUD" in said


def kfees_folder() -> Path:
    return Path(__file__).parents[2] / "schedules"


def test_no_guideline_is_known_so_an_assessment_prices_and_checks_nothing(library: kfees.Library) -> None:
    assessment = assessed(library, COURSE, claim={"injury_accepted": False})
    assert assessment["checks"] == []
    assert assessment["verdict"]["payability"] == "cannot determine"
    assert "guideline" in assessment["verdict"]["sentence"]
    assert assessment["timing"]["next_request_from"] is None
    assert assessment["totals"]["maximum"] == "27500.00"


def test_nothing_of_australia_stands_in_its_quote_or_assessment(library: kfees.Library) -> None:
    charges = [{"payee": "provider", "amount": "30000.00"}]
    quote = priced({**COURSE, "start": "2026-11-02", "charges": charges}, library)
    assessment = kfees.assess(quote.request, library)
    said = f"{quote.model_dump_json()}\n{assessment.model_dump_json()}"
    assert re.findall(r".{40}(?:WorkSafe|\bTAC\b|Victoria|Melbourne|AUD|MBS|GST|A\$).{40}", said) == []


def test_its_notice_promises_nothing_in_the_name_of_another_payer(library: kfees.Library) -> None:
    """The price is an article's, no other payer's, and nobody approves an infusion before it is given."""
    charges = [{"payee": "provider", "amount": "30000.00"}]
    quote = priced({**COURSE, "charges": charges}, library)
    notice = notice_html(quote, Details(), "en", today=date(2026, 7, 1), library=library)
    assert re.findall(r"(?i).{40}(?:another payer|only if it approves|WorkSafe|\bGST\b).{40}", notice) == []
    assert "A price from elsewhere" in notice
    assert "approved first" not in notice
    assert "US Medicare Set-Aside; in force" not in notice  # which published no price
