"""A payer that an overlay brings leaves every other untouched, and shows nothing of any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import holidays
import pytest

import kfees
from claims import IN_ORDER
from golden_quotes import quote_text, requests
from kfees.documents.letter.as_text import as_markdown
from kfees.documents.notice import Details, notice_html
from kfees.engine.letter import letter
from notices import COURSES, DETAILS
from oracle_payers import QUEENSLAND, Asked
from quoted import quoted, request_of

AS_OF = date(2024, 10, 1)
IN_BRISBANE = Details(provider="Sunny Private Hospital", contact="Accounts, 07 3000 0000", doctor="Dr Q")
CUP_DAY = "2024-11-05"
"""A public holiday in Melbourne, and an ordinary Tuesday in Brisbane."""

IN_BED = {"setting": "private-hospital-inpatient", "episode": {"leave": [CUP_DAY], "nights": 16}}
QUEENSLANDERS: dict[str, Asked] = {
    "on the cup day": {"setting": "private-day-hospital"},
    "in bed, with leave": IN_BED,
    "at home": {"setting": "hospital-in-the-home", "providers": {"medical": "Dr Q"}},
    "charged": {
        "setting": "private-day-hospital",
        "charges": [
            {"payee": "hospital", "amount": "4000.00"},
            {"schedule": "medical", "item": "Q2", "amount": "150.00"},
        ],
    },
    "years before any rate": {"setting": "consulting-rooms", "start": "2016-11-01"},
    "years after the last": {"setting": "private-day-hospital", "start": "2036-11-03"},
    "in a public hospital": {"setting": "public-hospital-admitted"},
    "with a claim that fails": {
        "setting": "consulting-rooms",
        "claim": {
            "injury_accepted": False,
            "request_date": "2024-10-20",
            "previous_treatments": ["2024-09-02"],
        },
    },
    "with a claim that says nothing": {"setting": "consulting-rooms", "claim": {}},
}


def in_queensland(changes: Asked) -> Asked:
    course = {"payer": QUEENSLAND, "regimen": "crps-10-day", "start": "2024-11-01", "weight_kg": "80"}
    return course | changes


def holidays_of(state: str) -> set[str]:
    return set(holidays.country_holidays("AU", subdiv=state, years=range(2016, 2037)).values())


VICTORIAN = [
    *("Victoria", "WorkSafe", r"\bVIC\b", r"\bTAC\b", "Transport Accident", "Melbourne"),
    *(
        "Ketamine infusion guidelines",
        "private-hospital:",
        r"(?<!-)\bmedical:",
        "Medicare Benefits",
        r"\bMBS\b",
    ),
    *("the worker", r"\b28 days", r"\b3 months", r"\b6 months", r"\b75\s?%"),
    *sorted(holidays_of("VIC") - holidays_of("QLD")),
]
"""What belongs to a payer of Victoria: its names, place, holidays, guideline, schedules and days."""


def of_victoria(text: str) -> list[str]:
    plain = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
    found = re.finditer("|".join(VICTORIAN), plain)
    return [plain[max(0, one.start() - 60) : one.end() + 60] for one in found]


def everything_said(asked: Asked, library: kfees.Library) -> Iterator[tuple[str, str]]:
    """The documents of a course, each with its text."""
    request = request_of(asked)
    quote = kfees.price(request, library, as_of=AS_OF)
    assessment = kfees.assess(request, library, as_of=AS_OF)
    yield "quote", quote.model_dump_json()
    yield "assessment", assessment.model_dump_json()
    guideline = library.of(request.payer).guideline_on(request.start)
    assert guideline is not None
    yield "letter", as_markdown(letter(assessment, guideline, AS_OF))
    for language in ("en", "vi"):
        yield f"notice, {language}", notice_html(quote, IN_BRISBANE, language, today=AS_OF, library=library)


@pytest.mark.parametrize("changes", QUEENSLANDERS.values(), ids=QUEENSLANDERS)
def test_nothing_of_victoria_stands_in_a_quote_assessment_letter_or_notice_of_queensland(
    changes: Asked, queensland: kfees.Library
) -> None:
    said = dict(everything_said(in_queensland(changes), queensland))
    assert {name: found for name, text in said.items() if (found := of_victoria(text))} == {}


def test_what_belongs_to_victoria_is_found_where_it_stands(library: kfees.Library) -> None:
    """Else the test above could not fail."""
    asked = {"regimen": "crps-10-day", "setting": "private-day-hospital", "start": CUP_DAY, "weight_kg": "80"}
    for name, text in everything_said(asked, library):
        assert of_victoria(text), name


def test_its_guideline_has_its_own_months_and_days(queensland: kfees.Library) -> None:
    claim = {**IN_ORDER, "request_date": "2024-10-01", "previous_treatments": ["2024-06-20"]}
    claim |= {"information_complete": "2024-10-01", "documents": ["diagnosis"]}
    asked = {**in_queensland({"setting": "consulting-rooms"}), "claim": claim}
    assessment = kfees.assess(request_of(asked), queensland, as_of=AS_OF)
    outcomes = {check.code: check.outcome for check in assessment.checks}
    assert outcomes["interval-after-initial"] == "not met"  # 3 months have passed, and 4 have not
    assert assessment.timing.decision_due == date(2024, 10, 16)
    assert set(outcomes) == {
        *("accepted-injury", "prior-approval", "location", "document-diagnosis"),
        *("interval-after-initial", "interval-after-second"),
    }


def test_its_days_off_are_its_own(queensland: kfees.Library) -> None:
    quote = quoted(queensland, in_queensland({"setting": "consulting-rooms"}))
    days = sorted(day for line in quote["lines"] if line["payee"] == "medical" for day in line["dates"])
    assert days[:3] == ["2024-11-01", "2024-11-04", CUP_DAY]
    may = quoted(queensland, in_queensland({"setting": "consulting-rooms", "start": "2024-05-03"}))
    days = sorted(day for line in may["lines"] if line["payee"] == "medical" for day in line["dates"])
    assert days[:2] == ["2024-05-03", "2024-05-07"]  # Monday 6 May is Labour Day there


def test_how_near_an_earlier_stay_counts_is_its_own(queensland: kfees.Library) -> None:
    for ended, rates in (("2024-10-18", ["700.15", "610.35"]), ("2024-10-17", ["700.15"])):
        episode = {"nights": 10, "earlier_stay": {"ended": ended, "days": 2}}
        asked = in_queensland({"setting": "private-hospital-inpatient", "episode": episode})
        quote = quoted(queensland, asked)
        assert [line["rate"] for line in quote["lines"] if line["item"] == "WARD"] == rates
        assert "7 days" not in str(quote)


def test_every_quote_of_victoria_is_the_same_beside_it(
    library: kfees.Library, queensland: kfees.Library
) -> None:
    for name, asked in requests().items():
        assert quote_text(asked, queensland) == quote_text(asked, library), name


@pytest.mark.parametrize("payer", ["worksafe-victoria", "tac-victoria"])
def test_every_assessment_and_notice_of_victoria_is_the_same_beside_it(
    payer: str, library: kfees.Library, queensland: kfees.Library
) -> None:
    def said(course: dict[str, Any], seen: kfees.Library) -> Iterator[str]:
        request = request_of({**course, "payer": payer, "claim": IN_ORDER})
        quote = kfees.price(request, seen, as_of=AS_OF)
        yield kfees.assess(request, seen, as_of=AS_OF).model_dump_json()
        yield notice_html(quote, DETAILS, "en", today=AS_OF, library=seen)

    for course in COURSES.values():
        assert list(said(course, queensland)) == list(said(course, library))


@pytest.mark.parametrize(
    ("payer", "asks"), [("worksafe-victoria", True), (QUEENSLAND, True), ("tac-victoria", False)]
)
def test_only_a_payer_whose_guideline_asks_for_its_approval_is_said_to_pay_only_with_it(
    payer: str, asks: bool, queensland: kfees.Library
) -> None:
    quote = kfees.price(
        request_of(in_queensland({"setting": "consulting-rooms", "payer": payer})), queensland
    )
    notice = notice_html(quote, IN_BRISBANE, "en", today=AS_OF, library=queensland)
    assert ("pays this only if it approves the treatment" in notice) is asks
    assert ("has to be approved first is not known" in notice) is not asks
