"""What goes together is what the engine prices: for each payer, regimen and setting, what is offered can be
priced, and what is not is refused or has no line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

import kfees
from kfees.engine.checking import lay_out
from kfees.engine.fitting import fit_of, has_no_line
from served import TODAY

FACTS: dict[str, Any] = {
    "admitted": "2024-08-05",
    "discharged": "2024-08-17",
    "nights": 12,
    "leave": ["2024-08-06"],
    "beds": [{"item": "M", "dates": ["2024-08-06"]}],
    "earlier_stay": {"ended": "2024-08-01", "days": 3},
    "drg": "B71A",
    "leave_days": 1,
    "icu_hours": "10",
}
"""A value of each fact that is refused where it does not count."""


def courses(library: kfees.Library) -> Iterator[tuple[str, str, str]]:
    """Every payer, regimen and setting."""
    return product(library.payers, library.regimens, library.settings)


def asked(payer: str, regimen: str, setting: str, **more: Any) -> kfees.CourseRequest:
    course = {
        "payer": payer,
        "regimen": regimen,
        "setting": setting,
        "start": "2024-08-05",
        "weight_kg": "80",
    }
    return kfees.CourseRequest.model_validate({**course, **more})


def test_a_setting_is_offered_where_the_regimen_can_be_given_there(library: kfees.Library) -> None:
    for course in courses(library):
        payer, regimen, setting = course
        seen = library.of(payer)
        if setting in fit_of(regimen, (), seen).settings or seen.payer.price_by_infusion:
            assert kfees.price(asked(*course), library, as_of=TODAY).lines, course
        else:
            with pytest.raises(kfees.InputError, match=r"runs day and night|needs the schedule"):
                kfees.price(asked(*course), library, as_of=TODAY)


def test_whoever_is_offered_a_charge_has_a_line_for_it(library: kfees.Library) -> None:
    for payer, regimen, setting in courses(library):
        seen = library.of(payer)
        fit = fit_of(regimen, [setting], seen)
        if setting in fit.settings:
            charges = [{"payee": payee, "amount": "100"} for payee in seen.payees]
            course = lay_out(asked(payer, regimen, setting, charges=charges), library)
            idle = {one.biller.payee for one in course.charges if not one.candidates}
            assert fit.payees == set(seen.payees) - idle, (payer, regimen, setting)


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_of_a_stay_is_offered_where_the_engine_takes_it(fact: str, library: kfees.Library) -> None:
    for course in courses(library):
        payer, regimen, setting = course
        fit = fit_of(regimen, [setting], library.of(payer))
        if setting not in fit.settings:
            continue
        request = asked(*course, episode={fact: FACTS[fact]})
        if fact in fit.facts:
            assert lay_out(request, library).services, course
        else:
            with pytest.raises(kfees.InputError) as refused:
                lay_out(request, library)
            assert f"episode.{fact}" in [problem.place for problem in refused.value.problems], course


def test_what_is_said_of_a_patient_counts_where_weights_do(library: kfees.Library) -> None:
    for setting in library.settings:
        weighed = setting.startswith("public-hospital")
        assert ("age" in fit_of("crps-10-day", [setting], library).facts) == weighed


def test_a_payer_of_infusions_asks_for_no_setting_weight_or_stay(library: kfees.Library) -> None:
    fit = fit_of("crps-10-day", ["private-day-hospital"], library.of("us-set-aside"))
    assert not fit.settings
    assert not fit.by_weight
    assert fit.payees == fit.fees == {"provider"}
    assert not fit.facts


def test_a_service_on_top_brings_its_payee(library: kfees.Library) -> None:
    alone = fit_of("crps-10-day", ["public-hospital-outpatient"], library)
    assert alone.payees == {"hospital"}
    beside = fit_of("crps-10-day", ["public-hospital-outpatient"], library, ["medical", "unheard-of"])
    assert beside.payees == {"hospital", "medical"}


def test_a_name_that_is_not_known_rules_nothing_out(library: kfees.Library) -> None:
    fit = fit_of("unheard-of", ["nowhere"], library)
    assert fit.settings == library.settings
    assert fit.payees == set(library.payees)
    assert fit.by_weight
    assert fit.pauses
    assert {*FACTS, "age"} <= fit.facts
    assert fit_of("unheard-of", ["consulting-rooms"], library).payees == {"medical", "pharmacy"}


def test_a_drug_that_a_schedule_prices_is_its_payees(queensland: kfees.Library) -> None:
    for payer in queensland.payers:
        seen = queensland.of(payer)
        drug = seen.regimen("crps-10-day").drug.schedule
        fit = fit_of("crps-10-day", ["consulting-rooms"], seen)
        assert not seen.versions(drug) or seen.payee(drug) in fit.payees


def test_what_is_charged_or_left_out_and_not_in_the_course_is_found(library: kfees.Library) -> None:
    course = asked("worksafe-victoria", "crps-10-day", "consulting-rooms").model_dump(
        mode="json", exclude_defaults=True
    )
    items = [("medical", "2801"), ("medical", "2824"), ("tac-private-hospital", "SD"), ("medical", "nothing")]
    entries = [{"schedule": schedule, "item": item} for schedule, item in items]
    charges = [{**entry, "amount": "10"} for entry in entries]
    found = has_no_line({**course, "charges": charges, "without": entries[1:2]}, library)
    assert sorted(found) == ["charges[1].item", "charges[2].schedule", "without[0]"]
    assert has_no_line({**course, "charges": charges[:1]}, library) == []
    assert has_no_line({"regimen": "crps-10-day"}, library) == []
