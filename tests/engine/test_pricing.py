"""Each service takes the rate in force on its day; a line says what its figure is and what it rests on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, FloatOperation, Inexact, getcontext, localcontext
from pathlib import Path
from typing import Any

import pytest

import kfees
from kfees.engine.checking import lay_out
from kfees.engine.pricing import price_course, refuse_if_uncertain
from kfees.model.problems import StrictRefusal
from kfees.model.quote import Line
from overlays import write_version
from plans import pain_clinic

DAY_HOSPITAL: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}
ROOMS = DAY_HOSPITAL | {"setting": "consulting-rooms"}
INPATIENT: dict[str, Any] = {
    "regimen": "crps-4-day",
    "setting": "private-hospital-inpatient",
    "start": "2024-08-05",
}


def quote(library: kfees.Library, asked: dict[str, Any], **changed: Any) -> kfees.Quote:
    return kfees.price(kfees.CourseRequest.model_validate(asked | changed), library)


def service(schedule: str, item: str, *dates: str, quantity: str = "1") -> dict[str, Any]:
    return {"schedule": schedule, "item": item, "dates": list(dates), "quantity": quantity}


def line(quote: kfees.Quote, item: str, version: str | None = None) -> Line:
    (found,) = (
        line
        for line in quote.lines
        if line.item == item and (version is None or str(line.version) == version)
    )
    return found


def amounts(quote: kfees.Quote) -> list[tuple[str, str, str | None]]:
    return [
        (line.code, str(line.version), None if line.maximum is None else str(line.maximum))
        for line in quote.lines
    ]


def test_a_line_says_from_which_cell_of_which_workbook_its_rate_was_read(tmp_path: Path) -> None:
    rows = ("2801,First visit,100.00,service,Fees!C3", "2806,Later visit,50.00,service,")
    read_from = f'{{ file = "fees.xlsx", sha256 = "{"0" * 64}" }}'
    write_version(
        tmp_path, "medical", "2024-08-01", *rows, header="item,label,amount,unit,cell", workbook=read_from
    )
    priced = quote(kfees.load_schedules(tmp_path, environment={}), ROOMS)
    assert "Read from cell Fees!C3 of fees.xlsx." in line(priced, "2801").reasons
    assert not any("Read from cell" in reason for reason in line(priced, "2806").reasons)


def test_of_several_files_a_line_names_the_one_that_its_rate_was_read_from(tmp_path: Path) -> None:
    rows = (
        "2801,First visit,100.00,service,'[a.xlsx]Fees'!C3",
        "2806,Later visit,50.00,service,'[b.csv]b'!C2",
    )
    more = f'["{"1" * 64}  b.csv"]'
    read_from = f'{{ file = "a.xlsx", sha256 = "{"0" * 64}" }}'
    header = "item,label,amount,unit,cell"
    write_version(
        tmp_path, "medical", "2024-08-01", *rows, header=header, workbook=read_from, more_workbooks=more
    )
    priced = quote(kfees.load_schedules(tmp_path, environment={}), ROOMS)
    assert "Read from cell '[a.xlsx]Fees'!C3 of a.xlsx." in line(priced, "2801").reasons
    assert "Read from cell '[b.csv]b'!C2 of b.csv." in line(priced, "2806").reasons


def test_the_figures_that_were_agreed_on(library: kfees.Library) -> None:
    charges = [{"payee": "hospital", "amount": "3200.00"}, {"payee": "medical", "amount": "1500.00"}]
    priced = quote(library, DAY_HOSPITAL, charges=charges)
    assert amounts(priced) == [
        ("DS1", "2024-07-01", "2749.60"),
        ("2801", "2024-07-01", "174.50"),
        ("2806", "2024-07-01", "785.70"),
    ]
    hospital, medical = priced.payees
    assert (hospital.maximum, medical.maximum) == (Decimal("2749.60"), Decimal("960.20"))
    assert (hospital.gap, medical.gap) == (Decimal("450.40"), Decimal("539.80"))
    assert priced.totals.maximum == Decimal("3709.80")
    assert priced.totals.gap == Decimal("990.20")
    assert priced.totals.payable == Decimal("3709.80")
    assert priced.totals.complete
    assert priced.totals.missing == ()
    sessions = [date(2024, 8, day) for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)]
    assert list(line(priced, "DS1").dates) == sessions
    assert priced.dose.mg_per_day == 112
    assert priced.dose.mg == 1120
    assert priced.dose.ampoules == 10


def test_each_line_names_its_source_basis_and_terms(library: kfees.Library) -> None:
    priced = quote(library, DAY_HOSPITAL, services=[service("private-hospital", "FACFEE", "2024-08-05")])
    session, first_visit, entry = line(priced, "DS1"), line(priced, "2801"), line(priced, "FACFEE")
    assert (session.label, session.unit, session.rate) == ("Day surgery band 1", "day", Decimal("274.96"))
    assert (session.basis, first_visit.basis, entry.basis) == ("published", "floor", "indexed")
    assert (session.gst, first_visit.gst, entry.gst) == ("exclusive", "free", "included")
    assert session.source is not None
    assert "worksafe.vic.gov.au" in session.source
    assert entry.source is not None
    assert "1 July 2018" in entry.source
    assert "The maximum was published by WorkSafe Victoria." in session.reasons
    assert any("never below this fee" in reason for reason in first_visit.reasons)
    assert any("87.76 at 1 July 2018 x 1.2118 = 106.35" in reason for reason in entry.reasons)
    assert "GST is included." in entry.reasons
    for priced_line in priced.lines:
        assert "Rate in force from 1 July 2024." in priced_line.reasons


def test_a_total_rests_on_its_weakest_basis(library: kfees.Library, tmp_path: Path) -> None:
    priced = quote(library, DAY_HOSPITAL)
    assert [payee.basis for payee in priced.payees] == ["published", "floor"]
    assert priced.totals.basis == "floor"
    assert quote(library, INPATIENT).totals.basis == "indexed"
    write_version(tmp_path, "medical", "2024-07-01", "2801,First,1.00,x", "2806,Later,1.00,x")
    overlaid = kfees.load_schedules(tmp_path, environment={})
    assert quote(overlaid, INPATIENT).totals.basis == "supplied"


def test_a_course_across_1_july_shows_both_sides(library: kfees.Library) -> None:
    priced = quote(library, ROOMS, start="2025-06-26")
    # Four working days before 1 July 2025, six from it on.
    assert amounts(priced) == [
        ("2801", "2025-03-01", "174.50"),
        ("2806", "2025-03-01", str(2 * Decimal("87.30"))),
        ("2806", "2025-07-01", str(7 * Decimal("89.40"))),
    ]
    assert line(priced, "2806", "2025-03-01").dates == (date(2025, 6, 27), date(2025, 6, 30))
    assert line(priced, "2806", "2025-07-01").dates[0] == date(2025, 7, 1)
    assert [used.version for used in priced.schedules] == [date(2025, 3, 1), date(2025, 7, 1)]


def test_the_bed_steps_down_after_14_days(
    library: kfees.Library,
) -> None:
    priced = quote(library, INPATIENT, episode={"nights": 20})
    early, late = (one for one in priced.lines if one.item == "M")
    assert (early.quantity, early.rate, early.maximum) == (
        Decimal(14),
        Decimal("804.25"),
        Decimal("11259.50"),
    )
    assert (late.quantity, late.rate, late.maximum) == (Decimal(6), Decimal("698.57"), Decimal("4191.42"))
    assert late.dates[0] == date(2024, 8, 19)
    assert "For day 1 to 14 of the stay." in early.reasons
    assert "For day 15 on of the stay." in late.reasons


@pytest.mark.parametrize(("back_on", "rate"), [("2024-08-26", "698.57"), ("2024-08-27", "804.25")])
def test_a_second_stay_steps_down_only_where_it_follows_within_seven_days(
    back_on: str, rate: str, library: kfees.Library
) -> None:
    # Fourteen nights until the morning of 19 August, then seven days away, or eight.
    fourteen = [f"2024-08-{number:02}" for number in range(5, 19)]
    priced = quote(library, ROOMS, services=[service("private-hospital", "M", *fourteen, back_on)])
    (rate_back,) = (one.rate for one in priced.lines if one.item == "M" and str(one.dates[-1]) == back_on)
    assert rate_back == Decimal(rate)


def test_days_after_the_last_rate_cannot_be_determined_and_are_one_line(
    library: kfees.Library,
) -> None:
    seven = [f"2024-08-{number:02}" for number in range(5, 12)]
    priced = quote(library, ROOMS, services=[service("private-hospital", "ICU", *seven)])
    known, unknown = (one for one in priced.lines if one.item == "ICU")
    assert (known.quantity, known.maximum) == (Decimal(4), 4 * Decimal("2740.74"))
    assert (unknown.quantity, unknown.maximum, unknown.determination) == (
        Decimal(3),
        None,
        "cannot determine",
    )
    assert unknown.reasons[0] == "Cannot determine: item ICU has a rate only for day 1 to 4 of a stay."
    assert (unknown.label, unknown.unit) == (known.label, known.unit)
    assert priced.totals.maximum is None
    assert priced.totals.known_maximum == 4 * Decimal("2740.74") + Decimal("960.20")


def test_an_item_whose_rates_begin_late_in_a_stay_says_so(tmp_path: Path) -> None:
    write_version(
        tmp_path, "late", "2024-07-01", "BED,Long stay bed,50.00,day,3,",
        header="item,label,amount,unit,from_day,to_day",
    )  # fmt: skip
    library = kfees.load_schedules(tmp_path, environment={})
    days = ["2024-08-05", "2024-08-06", "2024-08-07"]
    priced = quote(library, ROOMS, services=[service("late", "BED", *days)])
    unknown, known = (one for one in priced.lines if one.item == "BED")
    assert unknown.reasons[0] == "Cannot determine: item BED has a rate only from day 3 on of a stay."
    assert (len(unknown.dates), len(known.dates)) == (2, 1)


def test_a_rate_that_ends_within_its_version_is_unknown_from_the_next_day_on(tmp_path: Path) -> None:
    """Five days at 40.00 to the end of 2024, then two without a rate; another item goes on."""
    write_version(
        tmp_path, "short", "2024-07-01",
        "A,Aid,40.00,day,,,2024-12-31", "B,Brace,7.00,day,,,",
        "BED,Bed,50.00,day,1,2,2024-12-31", "BED,Bed,30.00,day,3,,2024-12-31",
        header="item,label,amount,unit,from_day,to_day,until",
    )  # fmt: skip
    library = kfees.load_schedules(tmp_path, environment={})
    days = [f"2024-12-{day}" for day in range(27, 32)] + ["2025-01-01", "2025-01-02"]
    asked = [service("short", item, *days) for item in ("A", "B", "BED")]
    priced = quote(library, ROOMS, start="2024-12-27", services=asked)
    ended = [one for one in priced.lines if one.determination == "cannot determine"]
    assert [one.item for one in ended] == ["A", "BED"]
    for one in ended:
        assert one.reasons[0] == f"Cannot determine: the rate of item {one.item} ended on 31 December 2024."
        assert [str(day) for day in one.dates] == days[5:]
        assert (one.maximum, one.basis, one.version) == (None, None, date(2024, 7, 1))
    assert [
        (str(one.maximum), len(one.dates)) for one in priced.lines if one.item == "A" and one.maximum
    ] == [("200.00", 5)]
    assert [str(one.maximum) for one in priced.lines if one.item == "B"] == ["49.00"]
    assert sum(one.maximum or 0 for one in priced.lines if one.item == "BED") == 2 * 50 + 3 * 30
    assert not priced.totals.complete
    for day, maximum in (("2024-09-02", "40.00"), ("2025-02-03", "None")):
        priced = quote(library, ROOMS, start=day, services=[service("short", "A", day)])
        (aid,) = (one for one in priced.lines if one.item == "A")
        assert str(aid.maximum) == maximum
    assert aid.reasons[0] == "Cannot determine: the rate of item A ended on 31 December 2024."


@pytest.mark.parametrize(
    ("start", "stale"),
    [("2025-06-28", False), ("2025-06-30", False), ("2025-07-01", True), ("2026-12-01", True)],
)
def test_a_rate_is_stale_from_the_announced_change_on(
    start: str, stale: bool, library: kfees.Library
) -> None:
    priced = quote(library, DAY_HOSPITAL, start=start, services=[service("private-hospital", "T1A", start)])
    theatre = line(priced, "T1A")
    assert theatre.stale == stale
    assert any(reason.startswith("STALE: ") for reason in theatre.reasons) == stale
    assert theatre.maximum == Decimal("118.59")


def test_a_line_is_stale_where_one_of_its_days_is_and_so_are_its_totals(library: kfees.Library) -> None:
    priced = quote(library, DAY_HOSPITAL, start="2025-06-26")
    session = line(priced, "DS1")
    assert session.stale
    assert any(
        "on 1 July 2025 to 4 July 2025 and 7 July 2025 to 9 July 2025" in one for one in session.reasons
    )
    assert [payee.stale for payee in priced.payees] == [True, False]
    assert priced.totals.stale
    stale_by_schedule = {(used.schedule, str(used.version)): used.stale for used in priced.schedules}
    assert stale_by_schedule == {
        ("private-hospital", "2024-07-01"): True,
        ("medical", "2025-03-01"): False,
        ("medical", "2025-07-01"): False,
    }


def test_the_day_of_asking_changes_the_words_and_no_figure(library: kfees.Library) -> None:
    request = kfees.CourseRequest.model_validate(DAY_HOSPITAL | {"start": "2025-08-04"})
    before = kfees.price(request, library, as_of=date(2025, 6, 30))
    after = kfees.price(request, library, as_of=date(2025, 7, 1))
    assert before.totals == after.totals
    assert before.as_of == date(2025, 6, 30)
    assert any("a new version is expected on 1 July 2025" in one for one in line(before, "DS1").reasons)
    assert any("a new version was expected on 1 July 2025" in one for one in line(after, "DS1").reasons)
    assert kfees.price(request, library).as_of == date(2025, 8, 4)


def test_before_the_first_version_nothing_can_be_determined(library: kfees.Library) -> None:
    priced = quote(library, DAY_HOSPITAL, start="2018-06-28")
    unknown = line(priced, "DS1", "None")
    assert unknown.dates == (date(2018, 6, 28), date(2018, 6, 29))
    assert (unknown.rate, unknown.maximum, unknown.basis, unknown.source) == (None, None, None, None)
    assert unknown.determination == "cannot determine"
    assert unknown.reasons[0] == (
        "Cannot determine: no rate is known before 1 July 2018,"
        " the first version of private-hospital that is loaded."
    )
    known = line(priced, "DS1", "2018-07-01")
    assert known.maximum == 8 * Decimal("226.90")
    assert priced.totals.maximum is None
    assert priced.totals.known_maximum == 8 * Decimal("226.90")
    assert priced.totals.basis is None
    assert [payee.maximum for payee in priced.payees] == [None, None]
    assert "The maximum of private-hospital:DS1 (Day surgery band 1) is not known." in priced.totals.missing
    assert unknown.label == known.label == "Day surgery band 1"


def test_an_item_with_a_derived_fee_is_known_and_has_no_figure(library: kfees.Library) -> None:
    priced = quote(library, ROOMS, services=[service("medical", "4", "2024-08-05")])
    derived = line(priced, "4")
    assert (derived.determination, derived.maximum, derived.basis) == ("cannot determine", None, None)
    assert derived.version == date(2024, 7, 1)
    assert derived.label == "MBS item 4, group A1"
    assert derived.reasons[0].startswith("Cannot determine: derived fee: worked out from other items")
    assert priced.totals.known_maximum == Decimal("960.20")


def test_a_clinic_that_the_year_does_not_price_cannot_be_determined(library: kfees.Library) -> None:
    visit = service("department-of-health", "10.19", "2020-08-03")
    clinic = line(quote(library, ROOMS, services=[visit]), "10.19")
    assert (clinic.weight, clinic.maximum, clinic.basis) == (None, None, None)
    assert clinic.version == date(2020, 7, 1)
    assert clinic.reasons[0] == "Cannot determine: not priced in this year."


def test_an_item_that_the_version_in_force_lacks_is_not_taken_from_another(library: kfees.Library) -> None:
    dates = ["2024-08-05", "2025-04-07", "2025-08-05"]
    priced = quote(library, ROOMS, services=[service("medical", "229", *dates)])
    assert [one.maximum for one in priced.lines if one.item == "229"] == [
        Decimal("131.50"),
        Decimal("131.50"),
        None,
    ]
    missing = line(priced, "229", "2025-07-01")
    assert missing.label == "MBS item 229, group A7"
    assert missing.reasons[0].startswith("Cannot determine: item 229 is not in the version of 1 July 2025.")
    assert "complete list of that day" in missing.reasons[0]


def test_an_item_that_is_not_payable_is_nought_and_its_gap_the_whole_charge(tmp_path: Path) -> None:
    write_version(
        tmp_path, "extras", "2024-07-01", "spray,Nasal spray,not payable,bottle,not under this guideline",
        header="item,label,amount,unit,reason", basis='"published"',
    )  # fmt: skip
    library = kfees.load_schedules(tmp_path, environment={})
    spray = service("extras", "spray", "2024-08-05", quantity="2")
    charge = {"schedule": "extras", "item": "spray", "amount": "40.00"}
    priced = quote(library, ROOMS, services=[spray], charges=[charge])
    found = line(priced, "spray")
    assert (found.determination, found.rate, found.maximum) == ("not payable", None, Decimal("0.00"))
    assert (found.charge, found.payable, found.gap) == (Decimal("80.00"), Decimal("0.00"), Decimal("80.00"))
    assert found.reasons[0] == "Not payable: not under this guideline."
    assert found.basis == "published"
    assert priced.totals.maximum == Decimal("960.20")


def test_a_pharmacy_charge_without_any_rate_cannot_be_determined_and_is_not_nought(
    library: kfees.Library,
) -> None:
    drug = {"schedule": "pharmacy", "item": "ketamine-200mg"}
    by_item = quote(library, DAY_HOSPITAL, charges=[drug | {"amount": "20.00"}])
    found = line(by_item, "ketamine-200mg")
    assert (found.payee, found.version, found.label, found.unit) == (
        "pharmacy",
        None,
        "Ketamine 200 mg in 2 mL",
        "ampoule",
    )
    assert (found.quantity, found.charge) == (Decimal(10), Decimal("200.00"))
    assert (found.maximum, found.payable, found.gap) == (None, None, None)
    assert found.reasons[0] == ("Cannot determine: no schedule pharmacy is loaded, and no rate was found.")
    together = quote(library, DAY_HOSPITAL, charges=[{"payee": "pharmacy", "amount": "200.00"}])
    pharmacy = together.payees[-1]
    assert (pharmacy.charge, pharmacy.maximum, pharmacy.gap) == (Decimal("200.00"), None, None)
    assert together.totals.known_gap == 0


def test_the_drug_is_priced_once_a_schedule_prices_it(tmp_path: Path) -> None:
    write_version(
        tmp_path, "pharmacy", "2024-07-01", "ketamine-200mg,Ketamine 200 mg,14.55,ampoule", payee='"pharmacy"'
    )
    library = kfees.load_schedules(tmp_path, environment={})
    priced = quote(
        library, DAY_HOSPITAL, weight_kg="150", charges=[{"payee": "pharmacy", "amount": "400.00"}]
    )
    drug = line(priced, "ketamine-200mg")
    assert (drug.quantity, drug.rate, drug.maximum, drug.basis) == (
        Decimal(20),
        Decimal("14.55"),
        Decimal("291.00"),
        "supplied",
    )
    assert priced.payees[-1].gap == Decimal("109.00")
    before = quote(library, DAY_HOSPITAL, start="2024-06-24", weight_kg="150")
    assert line(before, "ketamine-200mg", "None").label == "Ketamine 200 mg"


def test_a_rate_is_rounded_once_and_then_multiplied(tmp_path: Path) -> None:
    write_version(tmp_path, "thin", "2024-07-01", "A,A,0.005,unit", "B,B,10.00,unit")
    library = kfees.load_schedules(tmp_path, environment={})
    priced = quote(
        library,
        ROOMS,
        services=[
            service("thin", "A", "2024-08-05", quantity="100"),
            service("thin", "B", "2024-08-05", quantity="0.3335"),
        ],
    )
    assert line(priced, "A").maximum == Decimal("1.00")  # and not 0.50
    assert line(priced, "B").maximum == Decimal("3.34")  # 3.335, half up


def test_the_same_item_on_one_day_twice_is_one_line_of_two_units(library: kfees.Library) -> None:
    priced = quote(library, ROOMS, services=[service("medical", "2806", "2024-08-06")])
    found = line(priced, "2806")
    assert (found.quantity, len(found.dates)) == (Decimal(10), 9)
    assert found.maximum == 10 * Decimal("87.30")


def test_lines_stand_by_payee_then_day_then_item(library: kfees.Library) -> None:
    extras = [
        service("medical", "132", "2024-08-01"),
        service("private-hospital", "T1A", "2024-08-05"),
        service("medical", "17645", "2024-08-05"),
    ]
    priced = quote(library, DAY_HOSPITAL, services=extras)
    assert [one.item for one in priced.lines] == ["DS1", "T1A", "132", "17645", "2801", "2806"]


def test_the_versions_used_are_listed_with_digest_and_next_change(library: kfees.Library) -> None:
    priced = quote(library, DAY_HOSPITAL)
    for used in priced.schedules:
        version = library.version_on(used.schedule, used.version)
        assert version is not None
        assert (used.digest, used.origin) == (version.digest, "shipped")
        assert used.next_change_expected == date(2025, 7, 1)
        assert used.publisher == version.facts.publisher
    assert [used.schedule for used in priced.schedules] == ["medical", "private-hospital"]


def test_the_request_is_given_back_as_it_was_understood(library: kfees.Library) -> None:
    understood = quote(library, INPATIENT).request
    assert understood.calendar == "consecutive"
    assert understood.episode is not None
    assert understood.episode.nights == 4
    assert quote(library, DAY_HOSPITAL).request.calendar == "weekdays"


def test_pricing_leaves_the_callers_decimal_context_alone(library: kfees.Library) -> None:
    with localcontext() as context:
        context.prec = 3
        priced = quote(library, DAY_HOSPITAL)
        assert getcontext().prec == 3
        assert not getcontext().traps[Inexact]
        assert not getcontext().traps[FloatOperation]
    assert priced == quote(library, DAY_HOSPITAL)


def test_strict_mode_refuses_what_is_stale_or_cannot_be_determined_and_nothing_else(
    library: kfees.Library,
) -> None:
    refuse_if_uncertain(
        quote(library, DAY_HOSPITAL)
    )  # no charge is known, and none of that is a rate's fault
    with pytest.raises(StrictRefusal) as stale:
        refuse_if_uncertain(quote(library, DAY_HOSPITAL, start="2025-08-04"))
    (reason,) = stale.value.reasons
    assert reason.startswith("private-hospital:DS1 (Day surgery band 1): STALE: ")
    with pytest.raises(StrictRefusal) as unknown:
        refuse_if_uncertain(quote(library, DAY_HOSPITAL, start="2018-05-01"))
    assert len(unknown.value.reasons) == 3
    assert all("Cannot determine" in reason for reason in unknown.value.reasons)


def test_no_leap_day_is_lost(library: kfees.Library) -> None:
    priced = quote(library, INPATIENT, start="2028-02-27")
    assert line(priced, "M").dates[2:] == (date(2028, 2, 29), date(2028, 3, 1))


def test_a_course_that_is_laid_out_is_priced_as_its_request_is(library: kfees.Library) -> None:
    request = kfees.CourseRequest.model_validate(DAY_HOSPITAL | {"weight_kg": "80.123"})
    judged = date(2026, 1, 1)
    assert price_course(lay_out(request, library), library, as_of=judged) == kfees.price(
        request, library, as_of=judged
    )


def test_what_is_asked_for_in_another_currency_says_every_amount_in_it(tmp_path: Path) -> None:
    folder = pain_clinic(tmp_path, "547.00", "2020-01-01", currency="USD", change="2030-01-01")
    library = kfees.load_schedules(folder, environment={})
    charges = [{"schedule": "pain-clinic", "item": "infusion", "amount": "100000"}]
    charges.append({"payee": library.payee("pain-clinic"), "discount": "500"})
    asked = kfees.CourseRequest.model_validate(ROOMS | {"setting": "pain-clinic", "charges": charges})
    found = kfees.price(asked, library, currency="USD")
    said = " ".join((*found.please_check, *found.lines[0].reasons))
    assert found.payer.currency == "USD"
    assert "USD\N{NO-BREAK SPACE}500.00" in said
    assert "$" not in said
