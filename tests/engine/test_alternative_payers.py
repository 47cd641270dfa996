"""The same course under each payer: in its own currency, and to be compared, not chosen."""

from __future__ import annotations

from typing import Any

import kfees
from kfees.engine.alternatives import Alternatives, alternatives_to, courses_of

COURSE = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}


def beside(library: kfees.Library, **parts: Any) -> Alternatives:
    request = kfees.CourseRequest.model_validate({**COURSE, **parts})
    return alternatives_to(request, library, payers=True)


def test_payers_are_compared_only_when_asked(library: kfees.Library) -> None:
    found = alternatives_to(kfees.CourseRequest.model_validate(COURSE), library)
    assert courses_of(found, "payer") == ()
    assert {course.payer for course in found.courses} == {"worksafe-victoria"}


def test_each_payer_prices_the_course_in_its_own_currency_and_nothing_is_subtracted(
    library: kfees.Library,
) -> None:
    found = beside(library, charges=[{"payee": "medical", "amount": "1500.00"}])
    asked, tac, set_aside = courses_of(found, "payer")
    assert [one.asked for one in (asked, tac, set_aside)] == [True, False, False]
    assert (asked.label, str(asked.maximum)) == ("WorkSafe Victoria", "3709.80")
    assert (tac.payer, tac.maximum, str(tac.known_maximum)) == ("tac-victoria", None, "960.20")
    assert (set_aside.currency, str(set_aside.maximum)) == ("USD", "27500.00")
    assert set_aside.left_out == ("the charge of the doctor",)
    assert not any(one.differences for one in (asked, tac, set_aside))
    assert found.assumptions[0].startswith("A person has one payer")


def test_a_payer_that_has_no_rate_or_cannot_take_the_course_says_why(library: kfees.Library) -> None:
    public = beside(library, setting="public-hospital-admitted")
    assert {one.label: one.reason for one in public.not_compared if one.group == "payer"} == {
        "Transport Accident Commission (Victoria)": "The TAC has no rate that is known for any of it."
    }
    set_aside = beside(library, payer="us-set-aside", setting=None, weight_kg=None)
    reasons = {one.reason for one in set_aside.not_compared if one.group == "payer"}
    assert reasons == {"setting: this is required and was not given."}
