"""A course goes by its payer's own schedules, holidays, rules, guideline and words, and by nobody else's."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kfees
from invented_queensland import DOCTOR, HOSPITAL, PAYER, THE_PAYER, queensland_library, write_queensland
from kfees.documents.letter.as_text import as_markdown
from kfees.engine.alternatives import alternatives_to
from kfees.engine.asking import read_request
from kfees.engine.claims import known_guideline
from kfees.engine.letter import letter
from kfees.engine.provider_course import request_from
from kfees.engine.provider_quote import provider_quote
from kfees.engine.replaying import replay
from kfees.model.dates import LATEST, ONE_DAY
from kfees.model.problems import InputError
from kfees.reading.provider_rows import read_provider_file

CLAIM = {"request_date": "2024-07-01", "injury_accepted": True, "previous_treatments": []}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> kfees.Library:
    """The shipped library with an invented Queensland payer in it."""
    return queensland_library(tmp_path_factory.mktemp("queensland"))


def asked(**parts: Any) -> dict[str, Any]:
    usual = {"regimen": "crps-10-day", "setting": "private-day-hospital", "start": "2024-08-05"}
    return {**usual, "weight_kg": "80", "payer": PAYER, **parts}


def request(**parts: Any) -> kfees.CourseRequest:
    return kfees.CourseRequest.model_validate(asked(**parts))


def problems(library: kfees.Library, **parts: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(InputError) as caught:
        kfees.price(request(**parts), library)
    return [(problem.place, problem.message, problem.remedy) for problem in caught.value.problems]


def with_another(folder: Path, **texts: tuple[str, str]) -> kfees.Library:
    """The same payer with other texts of its file: before, after."""
    text = THE_PAYER
    for before, after in texts.values():
        assert before in text
        text = text.replace(before, after)
    write_queensland(folder)
    (folder / "payers" / f"{PAYER}.toml").write_text(text, encoding="utf-8")
    return kfees.load_schedules(folder, environment={})


def without_guideline(folder: Path) -> kfees.Library:
    shutil.rmtree(write_queensland(folder) / "guideline")
    text = THE_PAYER.replace('guideline = "sunshine"\n', "")
    (folder / "payers" / f"{PAYER}.toml").write_text(text, encoding="utf-8")
    return kfees.load_schedules(folder, environment={})


def test_a_course_is_priced_by_the_payers_own_schedules_and_holidays(both: kfees.Library) -> None:
    quote = kfees.price(request(), both)
    assert [(line.name, str(line.maximum)) for line in quote.lines[:3]] == [
        (f"{HOSPITAL}:DAY", "3011.50"),
        (f"{HOSPITAL}:NURSE", "440.50"),
        (f"{DOCTOR}:Q1", "190.25"),
    ]
    assert date(2024, 8, 14) not in quote.lines[0].dates  # a public holiday there
    assert quote.payer.title == "Sunshine Compensation Fund of Queensland"
    assert {used.schedule for used in quote.schedules} >= {HOSPITAL, DOCTOR}
    assert "VIC" not in quote.model_dump_json()


def test_another_payer_in_the_library_leaves_a_victorian_course_untouched(
    both: kfees.Library, library: kfees.Library
) -> None:
    victorian = request(payer="worksafe-victoria", claim=CLAIM)
    assert kfees.price(victorian, both) == kfees.price(victorian, library)
    assert kfees.assess(victorian, both) == kfees.assess(victorian, library)


def test_families_in_a_request_are_understood_as_the_payers_schedules(both: kfees.Library) -> None:
    quote = kfees.price(
        request(
            charges=[
                {"schedule": "private-hospital", "item": "DAY", "amount": "320"},
                {"schedule": DOCTOR, "item": "Q9", "amount": "150"},
            ],
            services=[{"schedule": "medical", "item": "Q9", "dates": ["2024-08-07"]}],
            without=[{"schedule": "private-hospital", "item": "NURSE"}],
        ),
        both,
    )
    understood = quote.request
    assert [charge.schedule for charge in understood.charges] == [HOSPITAL, DOCTOR]
    assert understood.services[0].schedule == DOCTOR
    assert understood.without[0].schedule == HOSPITAL
    assert quote.lines[0].gap == Decimal("188.50")
    assert replay(quote, both).differences == ()


def test_an_unknown_payer_and_another_payers_schedule_are_refused_with_what_there_is(
    both: kfees.Library,
) -> None:
    (payer,) = problems(both, payer="sunshine-queenslnd")
    assert payer == (
        "payer",
        "there is no payer 'sunshine-queenslnd'.",
        "Did you mean 'sunshine-queensland'?",
    )
    service = {"schedule": "department-of-health", "item": "B71B", "dates": ["2024-08-05"]}
    (place, message, remedy) = problems(both, services=[service])[0]
    assert place == "services[0].schedule"
    assert message.endswith("Queensland does not pay by the schedule department-of-health.")
    assert remedy == "Use one of: sunshine-hospital, sunshine-medical, sunshine-pharmacy."
    (_, unknown, close) = problems(both, services=[{**service, "schedule": "sunshine-medicals"}])[0]
    assert unknown == "no schedule 'sunshine-medicals' is loaded."
    assert close.startswith("Did you mean 'sunshine-medical'")


def test_what_a_setting_brings_and_the_payer_has_no_schedule_for_cannot_be_determined(
    both: kfees.Library,
) -> None:
    quote = kfees.price(request(setting="public-hospital-admitted"), both)
    (line,) = quote.lines
    assert line.maximum is None
    assert line.label != quote.request.regimen
    assert line.unit == "episode"
    assert line.reasons[0] == (
        "Cannot determine: no rate of the Sunshine Fund was found for department-of-health."
    )


def test_leave_is_paid_at_the_payers_fraction_of_the_beds_rate_of_that_night(both: kfees.Library) -> None:
    stay = {"nights": 14, "leave": ["2024-08-09", "2024-08-17"]}
    quote = kfees.price(request(setting="private-hospital-inpatient", episode=stay), both)
    beds = [f"{line.quantity} x {line.rate}" for line in quote.lines if line.item == "WARD"]
    # Of the night of 15 August it is not known whether it is the tenth or the eleventh day.
    assert beds == ["9 x 700.15", "1 x 350.08", "1 x None", "2 x 610.35", "1 x 305.18"]
    leave = quote.lines[1]
    assert leave.reasons[0] == "A night of leave: 50 % of the bed's rate of that night is paid."
    assert leave.source is not None
    assert leave.source.endswith("half the bed's fee")


def test_leave_from_the_first_night_is_of_the_first_day(both: kfees.Library) -> None:
    stay = {"admitted": "2024-08-04", "nights": 11, "leave": ["2024-08-04"]}
    quote = kfees.price(request(setting="private-hospital-inpatient", episode=stay), both)
    assert quote.lines[0].rate == Decimal("350.08")


def test_leave_of_a_bed_of_one_rate_is_the_fraction_of_it_and_of_none_is_unknown(tmp_path: Path) -> None:
    folder = write_queensland(tmp_path)
    table = folder / HOSPITAL / "2022-01-01" / "rates.csv"
    text = "\n".join(
        [
            "item,label,amount,unit,reason",
            "WARD,Ward bed,700.15,day,",
            "CARE,Close care bed,unknown,day,Nobody published it.",
            *("DAY,Day,1.00,day,", "NURSE,Nurse,1.00,day,", "HOME,Home,1.00,day,", ""),
        ]
    )
    table.write_text(text, encoding="utf-8")
    library = kfees.load_schedules(folder, environment={})
    stay = {
        "nights": 10,
        "leave": ["2024-08-07", "2024-08-08"],
        "beds": [{"item": "CARE", "dates": ["2024-08-08"]}],
    }
    quote = kfees.price(request(setting="private-hospital-inpatient", episode=stay), library)
    rates = {line.dates: line.rate for line in quote.lines if line.item in ("WARD", "CARE")}
    assert rates[date(2024, 8, 7),] == Decimal("350.08")
    assert rates[date(2024, 8, 8),] is None


def test_how_near_an_earlier_stay_counts_is_the_payers_to_say(both: kfees.Library) -> None:
    stay = {"earlier_stay": {"ended": "2024-07-25", "days": 10}}
    ours = kfees.price(request(setting="private-hospital-inpatient", episode=stay), both)
    theirs = kfees.price(
        request(payer="worksafe-victoria", setting="private-hospital-inpatient", episode=stay), both
    )
    assert ours.lines[0].rate == Decimal("610.35")
    assert any("11 days before this one, counts" in says for says in ours.assumptions)
    assert any("at most 7 count" in says for says in theirs.assumptions)


def test_a_service_may_say_why_its_rate_is_no_price_there(tmp_path: Path) -> None:
    told = 'item = "DAY", when = "each treatment day", cannot_determine = "The chair is for surgery alone."'
    library = with_another(tmp_path, service=('item = "DAY", when = "each treatment day"', told))
    line = kfees.price(request(), library).lines[0]
    assert line.maximum is None
    assert line.reasons[0] == "Cannot determine: the chair is for surgery alone."
    added = kfees.price(
        request(services=[{"schedule": HOSPITAL, "item": "DAY", "dates": ["2024-08-30"]}]), library
    )
    assert {line.rate for line in added.lines if line.item == "DAY"} == {None, Decimal("301.15")}


def test_figures_that_a_payer_takes_from_another_are_a_reference_and_it_says_why(tmp_path: Path) -> None:
    taken = f'schedule = "{DOCTOR}"\nbasis = "reference"\nsays = "{{Payer}} published no fees."'
    library = with_another(tmp_path, medical=(f'schedule = "{DOCTOR}"', taken))
    quote = kfees.price(request(charges=[{"payee": "medical", "amount": "2000"}]), library)
    line = next(line for line in quote.lines if line.schedule == DOCTOR)
    assert line.basis == "reference"
    assert "The Sunshine Fund published no fees." in line.reasons
    assert quote.payees[1].gap_least == 0


def test_a_moment_in_a_request_is_its_day_where_the_payer_is(both: kfees.Library) -> None:
    # Brisbane keeps winter time while Melbourne is an hour ahead.
    moment = "2024-10-06T13:30:00Z"
    assert read_request(asked(start=moment), both).start == date(2024, 10, 6)
    assert read_request(asked(start=moment, payer="worksafe-victoria"), both).start == date(2024, 10, 7)
    with pytest.raises(InputError):
        read_request(asked(start=moment, payer=7), both)


def test_a_claim_is_checked_by_the_payers_guideline(both: kfees.Library) -> None:
    claim = {**CLAIM, "previous_treatments": ["2024-04-15"]}
    assessment = kfees.assess(request(claim=claim), both)
    assert assessment.guideline == "Rules for infusions"
    assert assessment.verdict.because == ("interval-after-initial",)
    assert kfees.price(request(claim=claim), both).verdict == assessment.verdict


def test_without_a_guideline_nothing_can_be_checked_and_everything_says_so(tmp_path: Path) -> None:
    library = without_guideline(tmp_path)
    course = request(claim={**CLAIM, "route": "by whatever way"})
    assessment = kfees.assess(course, library)
    says = "Whether it is payable cannot be determined: no guideline of the Sunshine Fund is loaded."
    assert (assessment.verdict.payability, assessment.verdict.sentence) == ("cannot determine", says)
    assert not assessment.checks
    assert not assessment.questions
    assert {assessment.guideline, assessment.guideline_source} == {None}
    assert assessment.guideline_read is None
    assert assessment.timing.next_request_reason == (
        "No guideline of the Sunshine Fund is loaded, so no interval between treatments is known."
    )
    assert assessment.timing.decision_reason == "In how many days it has to be decided is not published."
    assert kfees.price(course, library).verdict == assessment.verdict
    assert known_guideline(course, library) is None
    written = " ".join(as_markdown(letter(assessment, None, date(2024, 7, 2))).split())
    assert says in written
    assert "decision is due" not in written


def test_the_letter_of_a_payer_without_a_guideline_still_asks_about_the_providers_rows(
    tmp_path: Path,
) -> None:
    library = without_guideline(tmp_path)
    rows = read_provider_file(b"item,date,amount\nDAY,05/08/2024,320.00\nQ1,05/08/2024,abc\n", "q.csv").rows
    course = request()
    found = provider_quote(rows, course, library)
    assessment = kfees.assess(course, library).model_copy(update={"provider_quote": found})
    written = as_markdown(letter(assessment, None, date(2024, 7, 2)))
    assert "For the hospital" in written
    assert "These questions follow" not in written


def test_a_guideline_without_days_to_decide_in_says_that_they_are_not_published(tmp_path: Path) -> None:
    folder = write_queensland(tmp_path)
    guideline = folder / "guideline" / "sunshine" / "2015-01-01.toml"
    guideline.write_text(guideline.read_text(encoding="utf-8").replace("decision_days = 15\n", ""), "utf-8")
    library = kfees.load_schedules(folder, environment={})
    course = request(claim={**CLAIM, "information_complete": "2024-07-10"})
    assessment = kfees.assess(course, library)
    assert assessment.timing.decision_due is None
    assert "In how many days it has to be decided is not published." in assessment.timing.decision_reason
    written = as_markdown(letter(assessment, known_guideline(course, library), date(2024, 7, 2)))
    assert "decision is due" not in written


def test_a_providers_quote_is_read_by_the_payers_schedules(both: kfees.Library) -> None:
    file = read_provider_file(
        b"item,date,quantity,amount\nDAY,05/08/2024,10,3200.00\nQ1,05/08/2024,1,200.00\n2801,05/08/2024,1,9\n",
        "quote.csv",
    )
    composed = request_from(file, {key: value for key, value in asked().items() if key != "start"}, both)
    assert composed.request.start == date(2024, 8, 5)
    found = provider_quote(file.rows, request(), both)
    assert [line.schedule for line in found.lines] == [HOSPITAL, DOCTOR, None]
    assert found.lines[2].outcome == "outside the schedules"


def test_alternatives_are_within_the_payer(both: kfees.Library) -> None:
    found = alternatives_to(request(), both)
    course = next(course for course in found.courses if course.setting == "private-hospital-inpatient")
    assert course.maximum is not None
    asked_for = next(course for course in found.courses if course.asked)
    assert asked_for.maximum == Decimal("4684.35")


def test_figures_are_in_the_payers_currency_and_another_is_refused(tmp_path: Path) -> None:
    library = with_another(tmp_path, money=('currency = "AUD"', 'currency = "USD"'))
    with pytest.raises(InputError, match="its rates are in AUD, and what is asked for is in USD"):
        kfees.price(request(), library)
    quote = kfees.price(request(), library, currency="AUD")
    assert quote.payer.currency == "AUD"
    assessment = kfees.assess(request(), library)
    assert assessment.totals is None


INFUSION = {"regimen": "crps-10-day", "start": "2026-08-03", "payer": "us-set-aside"}


def test_where_an_infusion_has_a_price_neither_setting_nor_weight_is_asked(library: kfees.Library) -> None:
    quote = kfees.price(kfees.CourseRequest.model_validate(INFUSION), library)
    (line,) = quote.lines
    assert (line.name, str(line.maximum), line.basis) == ("us-set-aside:infusion", "27500.00", "reference")
    assert (quote.payees[0].title, quote.payer.currency) == ("Provider", "USD")
    assert not any("GST" in says or "PBS" in says for says in (*line.reasons, *quote.assumptions))
    assert quote.dose.model_dump(mode="json") == dict.fromkeys(quote.dose.model_dump())
    assert quote.schedules[0].next_change_expected is None
    assert quote.assumptions[0].startswith("An article's figure of 8 June 2020: costs can range up to this")
    assert not quote.totals.stale
    assert kfees.Quote.model_validate_json(quote.model_dump_json()) == quote
    assert replay(quote, library).differences == ()


def test_an_infusion_that_runs_day_and_night_is_one_wherever_it_is_given(library: kfees.Library) -> None:
    asked_for = {**INFUSION, "regimen": "crps-4-day", "setting": "private-hospital-inpatient"}
    quote = kfees.price(kfees.CourseRequest.model_validate(asked_for), library)
    assert str(quote.totals.maximum) == "2750.00"
    assert quote.dose.mg == 2112
    view = library.of("us-set-aside")
    assert view.setting("consulting-rooms").title == library.setting("consulting-rooms").title
    assert view.setting("").title == library.setting("").title == "Any setting"
    assert view.payee("us-set-aside") == "provider"


def test_other_payers_ask_for_setting_and_weight_as_before(library: kfees.Library) -> None:
    elsewhere = {key: value for key, value in INFUSION.items() if key != "payer"}
    with pytest.raises(InputError) as caught:
        read_request(elsewhere | {"weight": "80"}, library)
    assert [(problem.code, problem.place) for problem in caught.value.problems] == [
        ("unknown-key", "weight"),
        ("missing", "setting"),
    ]
    with pytest.raises(InputError, match="weight_kg: the dose of crps-10-day goes by body weight"):
        kfees.price(kfees.CourseRequest.model_validate(elsewhere | {"setting": "consulting-rooms"}), library)


def test_where_an_infusion_has_a_price_regimens_alone_are_compared(library: kfees.Library) -> None:
    found = alternatives_to(kfees.CourseRequest.model_validate(INFUSION), library)
    assert [course.label for course in found.courses] == ["crps-10-day", "crps-4-day"]


def test_a_payers_own_title_of_a_schedule_stands_in_its_quotes(library: kfees.Library) -> None:
    course = request(payer="tac-victoria", setting="consulting-rooms")
    (used,) = kfees.price(course, library).schedules
    assert used.title == "Medical services: Medicare Benefits Schedule fees"


def test_a_providers_quote_lacks_what_its_payer_has_a_price_for(library: kfees.Library) -> None:
    rows = read_provider_file(b"item,date,amount\nFacility,03/08/2026,320.00\n", "quote.csv").rows
    found = provider_quote(rows, kfees.CourseRequest.model_validate(INFUSION), library)
    assert found.missing == ("us-set-aside:infusion",)


def test_documents_of_a_claim_are_nobodys_question_where_the_guideline_asks_for_none(tmp_path: Path) -> None:
    write_queensland(tmp_path)
    guideline = tmp_path / "guideline" / "sunshine" / "2015-01-01.toml"
    before, _, after = guideline.read_text(encoding="utf-8").partition('[[check]]\ncode = "document-')
    guideline.write_text(before + after[after.index("[[check]]") :], encoding="utf-8")
    library = kfees.load_schedules(tmp_path, environment={})
    course = request(claim={**CLAIM, "documents": ["diagnosis", "a drawing"]})
    assessment = kfees.assess(course, library)
    assert "document-diagnosis" not in [check.code for check in assessment.checks]
    assert assessment.questions == ("Will it help?",)
    seen = library.of(PAYER).guideline_on(course.start)
    assert seen is not None
    assert "documents" not in seen.listed_words()


def test_who_approves_first_is_known_by_a_payers_file_or_a_guideline_that_asks_for_approval(
    both: kfees.Library,
) -> None:
    assert {name: both.of(name).approval for name in both.payers} == {
        "worksafe-victoria": "beforehand",
        PAYER: "beforehand",
        "tac-victoria": "not known",
        "us-set-aside": "none",
    }


def test_a_shipped_payer_that_approves_beforehand_has_a_guideline_that_asks_for_it(
    library: kfees.Library,
) -> None:
    for name in library.payers:
        guideline = library.of(name).guideline_on(LATEST - ONE_DAY)
        asked = guideline is not None and any(check.rule == "approval" for check in guideline.check)
        assert asked == (library.of(name).approval == "beforehand"), name


def test_that_the_usual_payer_approves_beforehand_is_known_without_reading_its_guideline() -> None:
    code = (
        "import sys, kfees; library = kfees.load_schedules();"
        " sys.exit(library.approval != 'beforehand' or 'kfees.model.guidance' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_the_payers_schedule_has_not_is_called_as_others_call_it_and_never_as_the_drug(
    tmp_path: Path,
) -> None:
    write_queensland(tmp_path)
    (tmp_path / "payers" / f"{PAYER}.toml").write_text(
        THE_PAYER[: THE_PAYER.index("[setting.")], encoding="utf-8"
    )
    library = kfees.load_schedules(tmp_path, environment={})
    course = request(regimen="crps-4-day", setting="hospital-in-the-home")
    assert {line.item: (line.label, line.unit) for line in kfees.price(course, library).lines} == {
        "HIT": ("Hospital in the home", "day"),
        "2824": ("Pain specialist away from rooms, first", "service"),
        "2832": ("Pain specialist away from rooms, later", "service"),
        "ketamine-200mg": ("Ketamine 200 mg in 2 mL", "ampoule"),
    }


def test_a_row_that_bears_the_name_of_what_is_paid_by_the_infusion_is_that_and_others_are_its_providers(
    library: kfees.Library,
) -> None:
    course = kfees.CourseRequest.model_validate({**INFUSION, "sessions": 2})
    rows = read_provider_file(
        b"Description,Date,Qty,Fee,Total\n"
        b"Ketamine infusion,2026-08-03,1,2900.00,2900.00\n"
        b"KETAMINE  infusion,2026-08-04,1,2900.00,2900.00\n"
        b"Monitoring,2026-08-03,2,150.00,300.00\n",
        "quote.csv",
    ).rows
    found = provider_quote(rows, course, library)
    assert [line.outcome for line in found.lines] == ["matched", "matched", "outside the schedules"]
    assert [str(line.gap) for line in found.lines[:2]] == ["150.00", "150.00"]
    composed = request_from(read_provider_file(b"item,amount\nMonitoring,9.00\n", "q.csv"), INFUSION, library)
    assert composed.request.charges[0].payee == "provider"
    unread = read_provider_file(b"item,amount\nMonitoring,about 9\n", "q.csv").rows
    assessment = kfees.assess(course, library).model_copy(
        update={"provider_quote": provider_quote(unread, course, library)}
    )
    assert "## For the provider\n" in as_markdown(letter(assessment, None, date(2026, 7, 2)))
    assert found.missing == ()
