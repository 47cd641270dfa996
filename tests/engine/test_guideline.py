"""The guideline is data: a changed one is a new dated file, and the request's date picks it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import kfees
from claims import changed, request
from kfees.engine.approval import Planned
from kfees.engine.claims import guideline_for
from kfees.engine.guideline import check_claim, verdict
from kfees.model.dates import add_months
from kfees.model.guidance import Guideline

SHIPPED = Path(__file__).parents[2] / "schedules" / "guideline" / "worksafe-victoria" / "2014-07-01.toml"


def stricter(folder: Path, first_day: str = "2027-01-01") -> Path:
    """An overlay in which the guideline asks for more from a day on: 5 months, and $5,000,000."""
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in (
        ('title = "Ketamine infusion guidelines"', 'title = "Ketamine infusion guidelines, new"'),
        ("read = 2026-11-21", "read = 2026-12-20"),
        ("decision_days = 28", "decision_days = 14"),
        ("months = 3", "months = 5"),
        ("least = 2000000", "least = 5000000"),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "guideline").mkdir(parents=True)
    (folder / "guideline" / f"{first_day}.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_date_of_the_request_picks_the_guideline(tmp_path: Path) -> None:
    library = kfees.load_schedules(stricter(tmp_path), environment={})
    facts = {
        "provider.indemnity_cover": "3000000",
        "previous_treatments": ["2026-09-01"],
        "information_complete": "2027-01-10",
    }
    course = {"start": "2027-08-02"}
    last_day = kfees.assess(request(changed(facts | {"request_date": "2026-12-31"}), **course), library)
    first_day = kfees.assess(request(changed(facts | {"request_date": "2027-01-01"}), **course), library)

    assert last_day.guideline == "Ketamine infusion guidelines"
    assert last_day.verdict.payability == "payable as approved"
    assert last_day.timing.next_request_from == date(2026, 12, 1)
    assert last_day.timing.decision_due == date(2027, 2, 7)
    assert last_day.guideline_read == date(2026, 11, 21)

    assert first_day.guideline == "Ketamine infusion guidelines, new"
    assert first_day.verdict.because == ("provider-indemnity", "interval-after-initial")
    assert first_day.timing.next_request_from == date(2027, 2, 1)
    assert first_day.timing.decision_due == date(2027, 1, 24)
    assert first_day.guideline_read == date(2026, 12, 20)


def test_without_a_request_date_the_first_day_of_the_course_picks_the_guideline(tmp_path: Path) -> None:
    library = kfees.load_schedules(stricter(tmp_path), environment={})
    claim = changed({"request_date": None, "provider.indemnity_cover": "3000000"})
    before = kfees.assess(request(claim, start="2026-12-31"), library)
    after = kfees.assess(request(claim, start="2027-01-01"), library)
    assert before.verdict.payability == "payable as approved"
    assert after.verdict.because == ("provider-indemnity",)
    assert str(kfees.assess(request(None, start="2027-01-01"), library).guideline).endswith("new")


def test_an_overlay_of_the_same_day_hides_the_shipped_guideline_and_the_shipped_one_stays(
    tmp_path: Path, library: kfees.Library
) -> None:
    own = kfees.load_schedules(stricter(tmp_path, "2014-07-01"), environment={})
    claim = changed({"provider.indemnity_cover": "3000000"})
    assert kfees.assess(request(claim), own).verdict.payability == "not payable"
    assert kfees.assess(request(claim), library).verdict.payability == "payable as approved"


def test_a_price_is_refused_by_the_guideline_of_the_requests_own_day(tmp_path: Path) -> None:
    library = kfees.load_schedules(stricter(tmp_path), environment={})
    facts = {"provider.indemnity_cover": "3000000", "information_complete": None}
    charged = {"start": "2027-08-02", "charges": [{"payee": "medical", "amount": "1000.00"}]}
    before = kfees.price(request(changed(facts | {"request_date": "2026-12-31"}), **charged), library)
    after = kfees.price(request(changed(facts | {"request_date": "2027-01-01"}), **charged), library)
    assert before.totals.payable != 0
    assert after.totals.payable == 0
    assert after.totals.gap == 1000
    assert after.totals.maximum == before.totals.maximum


def test_there_is_no_guideline_before_the_first(library: kfees.Library) -> None:
    assert library.guideline_on(date(2014, 6, 30)) is None
    assert library.guideline_on(date(2014, 7, 1)) is not None
    early = request(changed({"request_date": "2014-06-30", "previous_treatments": []}))
    for door in (kfees.assess, kfees.price):
        with pytest.raises(kfees.InputError) as caught:
            door(early, library)
        assert str(caught.value) == (
            "claim.request_date: no guideline that is loaded holds on 2014-06-30."
            " Load the guideline of that day, or leave the claim out."
        )
    with pytest.raises(kfees.InputError) as caught:
        kfees.assess(request(None, start="2010-03-01"), library)
    assert str(caught.value) == (
        "start: no guideline that is loaded holds on 2010-03-01. Load the guideline of that day."
    )


def test_the_shipped_guideline_says_where_it_comes_from_and_how_to_ask_for_every_fact(
    library: kfees.Library,
) -> None:
    guideline = guideline_for(request(None), library)
    assert guideline.publisher == "WorkSafe Victoria"
    assert "worksafe.vic.gov.au" in guideline.source
    assert guideline.decision_days == 28
    for check in guideline.check:
        asked = check.question_for(check.fact)
        assert (asked is None) == (check.code == "prior-approval"), check.code
        if asked is not None:
            assert asked.question.endswith(("?", "."))
            assert asked.why.endswith(".")


def test_the_words_of_a_claim_are_listed_by_fact_and_every_one_listed_is_known(
    library: kfees.Library,
) -> None:
    guideline = guideline_for(request(None), library)
    listed = guideline.listed_words()
    assert listed["documents"] == (
        "Known: diagnosis, first-line, medications, outcome-measures and mental-health."
    )
    for fact in ("route", "indication", "circumstance"):
        code = next(check.code for check in guideline.check if check.fact == fact)
        known = listed[fact].removeprefix("Known: ").partition(".")[0]
        for word in re.split(", | and ", known):
            found = kfees.assess(request(changed({fact: word})), library).checks
            assert next(check.outcome for check in found if check.code == code) == "met", word
    assert "every country" in listed["country"]


def test_an_approval_is_asked_of_nobody_wherever_it_is_missing(library: kfees.Library) -> None:
    guideline = guideline_for(request(None), library)
    by_code = {check.code: check for check in guideline.check}
    assert by_code["location"].question_for("country") is not None
    assert by_code["location"].question_for("prior_approval") is None
    assert by_code["location"].question_for(None) is None
    further = by_code["interval-after-second"].question_for("exceptional_circumstances")
    assert further is not None
    assert "exceptional" in further.question


def test_the_sections_are_those_of_the_guideline_as_it_was_published(library: kfees.Library) -> None:
    published = {
        "Ketamine infusions",
        "What we can pay for",
        "Services we will not pay for",
        "How much we can pay",
        "Who can provide these services",
        "Accessing services",
        "Subsequent requests",
        "Timeframes for subsequent request",
        "Service delivery expectations",
    }
    guideline = guideline_for(request(None), library)
    judged = {judgement.section for judgement in guideline.judgement}
    assert {check.section for check in guideline.check} | judged <= published


def test_the_figures_are_those_of_the_guideline_as_it_was_published(library: kfees.Library) -> None:
    published = {
        ("Who can provide these services", "at least"): 2_000_000,
        ("Timeframes for subsequent request", "months after the initial treatment"): 3,
        ("Timeframes for subsequent request", "months after a later treatment"): 6,
    }
    checks = guideline_for(request(None), library).check
    shipped = {(check.section, check.rule): check.least or check.months for check in checks}
    assert {key: figure for key, figure in shipped.items() if figure is not None} == published


def test_the_words_of_the_verdict_name_every_check_that_fails_or_is_missing(library: kfees.Library) -> None:
    guideline: Guideline = guideline_for(request(None), library)

    def said(**facts: object) -> str:
        claim = request(changed(facts)).claim
        assert claim is not None
        return verdict(
            check_claim(claim, guideline, Planned((date(2026, 8, 3),), library.payer_words)), guideline
        ).sentence

    assert said() == (
        "Payable as approved: every fact that the guideline asks for is met, prior approval among them."
        " The reviewer decides."
    )
    assert said(prior_approval=None) == (
        "Payable if approved: every fact that the guideline asks for, save the approval itself, is met."
        " The reviewer decides."
    )
    assert said(prior_approval=False) == said(prior_approval=None)
    assert said(route="other: by a patch pump") == (
        "Whether it is payable cannot be determined: the reviewer has to judge route."
    )
    assert said(route="other: by a patch pump", country=None, indication="other: burning pain") == (
        "Whether it is payable cannot be determined: not stated are location,"
        " and the reviewer has to judge route and indication."
    )
    assert said(route=None, country=None) == (
        "Whether it is payable cannot be determined: not stated are route and location."
    )
    assert said(route="oral", injury_accepted=False, country=None) == (
        "Not payable under the guideline: the route stated is 'oral' (route);"
        " the injury is not accepted (accepted-injury)."
    )


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2023-11-30", 3, "2024-02-29"),
        ("2022-11-30", 3, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-12-31", 1, "2025-01-31"),
        ("2024-12-15", 12, "2025-12-15"),
        ("2024-01-31", 13, "2025-02-28"),
        ("2024-09-30", 3, "2024-12-30"),
        ("2024-05-05", 0, "2024-05-05"),
    ],
)
def test_months_are_calendar_months_and_end_with_a_shorter_one(day: str, months: int, later: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(later)


def test_a_guideline_without_a_check_of_the_approval_can_only_be_payable_if_approved(
    library: kfees.Library,
) -> None:
    claimed = request(changed({}))
    shipped = guideline_for(claimed, library)
    checks = tuple(check for check in shipped.check if check.rule != "approval")
    guideline = shipped.model_copy(update={"check": checks})
    assert claimed.claim is not None
    found = verdict(
        check_claim(claimed.claim, guideline, Planned((claimed.start,), library.payer_words)), guideline
    )
    assert found.payability == "payable if approved"
    assert found.sentence.startswith("Payable if approved: every fact that the guideline asks for is met.")
