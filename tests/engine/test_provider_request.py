"""A provider's rows as a request: what it asks, to the cent, and what it says of the course itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import kfees
from kfees.engine.checking import lay_out
from kfees.engine.course import Course
from kfees.engine.provider_course import request_from
from kfees.engine.provider_quote import compared_with
from kfees.engine.provider_request import Composed, asked_by
from kfees.model.assessment import ProviderQuote
from kfees.model.problems import Problem
from kfees.reading.provider_rows import read_provider_file

DAY_HOSPITAL: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "weight_kg": "80",
}
INPATIENT = {"regimen": "crps-4-day", "setting": "private-hospital-inpatient"}
HEADINGS = "Item,Description,Provider,Date,Qty,Amount"


def composed(library: kfees.Library, *lines: str, headings: str = HEADINGS, **course: Any) -> Composed:
    file = read_provider_file("\n".join([headings, *lines]).encode(), "quote.csv")
    return request_from(file, {**DAY_HOSPITAL, **course}, library)


def asked(library: kfees.Library, *lines: str, **course: Any) -> dict[str, Any]:
    """The request that lines make, as its JSON without what is left at its default."""
    request = composed(library, *lines, **course).request
    assert kfees.price(kfees.CourseRequest.model_validate_json(request.model_dump_json()), library)
    found: dict[str, Any] = request.model_dump(mode="json", exclude_defaults=True)
    return found


# Charges


def test_one_price_on_every_day_of_the_course_needs_no_dates(library: kfees.Library) -> None:
    found = asked(library, "DS1,,,5/8/2024,10,3200.00")
    assert found["charges"] == [{"schedule": "private-hospital", "item": "DS1", "amount": "320.00"}]
    assert "services" not in found


def test_days_of_different_prices_are_charges_of_their_own(library: kfees.Library) -> None:
    found = asked(library, "DS1,,,5/8/2024,1,1000.00", "DS1,,,6/8/2024,1,200.00", "DS1,,,7/8/2024,1,200.00")
    assert [(charge["amount"], charge["dates"]) for charge in found["charges"]] == [
        ("1000.00", ["2024-08-05"]), ("200.00", ["2024-08-06", "2024-08-07"]),
    ]  # fmt: skip


def test_an_amount_that_does_not_part_into_cents_is_charged_to_the_cent(library: kfees.Library) -> None:
    nine = composed(library, "2806,,,6/8/2024,9,700.00", start="2024-08-05").request
    assert {str(charge.amount) for charge in nine.charges} == {"77.77", "77.78"}
    three = composed(library, "17645,,,6/8/2024,3,100.00", start="2024-08-05").request
    assert [(str(charge.amount), str(charge.discount)) for charge in three.charges] == [
        ("33.34", "None"), ("None", "0.02"),
    ]  # fmt: skip
    half = composed(library, "2806,,,6/8/2024,2.5,100.01", start="2024-08-05").request
    for request, total in ((nine, "700.00"), (three, "100.00"), (half, "100.01")):
        lines = kfees.price(request, library).lines
        assert sum(line.charge for line in lines if line.charge is not None) == Decimal(total)


def test_what_the_course_lacks_is_added_and_what_another_bills_takes_its_place(
    library: kfees.Library,
) -> None:
    extra = asked(library, "DS1,,,5/8/2024,10,3200.00", "17645,,,4/8/2024,1,90.00")
    assert extra["services"] == [{"schedule": "medical", "item": "17645", "dates": ["2024-08-04"]}]
    twice = asked(library, "2801,a,,5/8/2024,1,90.00", "2801,b,,5/8/2024,1,90.00", start="2024-08-05")
    assert twice["services"] == [{"schedule": "medical", "item": "2801", "dates": ["2024-08-05"]}]
    assert [charge["amount"] for charge in twice["charges"]] == ["90.00"]
    shared = asked(
        library, "2801,,Dr A,5/8/2024,1,174.50", "2806,,Dr B,6/8/2024,9,785.70", start="2024-08-05"
    )
    assert shared["providers"] == {"medical": "Dr A"}
    assert shared["without"] == [{"schedule": "medical", "item": "2806"}]
    assert (shared["services"][0]["provider"], len(shared["services"][0]["dates"])) == ("Dr B", 9)
    part = asked(library, "2801,,Dr A,5/8/2024,1,174.50", "2806,,Dr B,6/8/2024,1,87.30", start="2024-08-05",
                 sessions=3)  # fmt: skip
    assert [service["dates"] for service in part["services"]] == [["2024-08-07"], ["2024-08-06"]]
    assert part["charges"][1]["dates"] == ["2024-08-06"]


def test_fewer_units_than_the_course_has_on_a_day_are_all_that_is_charged(library: kfees.Library) -> None:
    service = {"schedule": "medical", "item": "17645", "dates": ["2024-08-05", "2024-08-06"], "quantity": "2"}
    found = asked(library, "17645,,,5/8/2024,1,90.00", start="2024-08-05", services=[service])
    assert "without" not in found
    assert [(service["dates"], service.get("quantity", "1")) for service in found["services"]] == [
        (["2024-08-06"], "2"), (["2024-08-05"], "1"),
    ]  # fmt: skip
    both = asked(library, "DS1,,,5/8/2024,0.5,90.00", start="2024-08-05", sessions=1)
    assert both["without"] == [{"schedule": "private-hospital", "item": "DS1"}]
    assert both["services"][0]["quantity"] == "0.5"


def test_who_bills_what_is_not_of_the_course_is_who_the_rows_say(library: kfees.Library) -> None:
    rows = ("17645,,Dr B,1/8/2024,1,90.00", "17645,,,1/8/2024,1,80.00")
    both = asked(library, *rows, start="2024-08-05")
    assert "providers" not in both
    assert [(one["amount"], one.get("provider")) for one in both["charges"]] == [
        ("90.00", "Dr B"), ("80.00", None),
    ]  # fmt: skip
    alone = asked(library, rows[0], start="2024-08-05")
    assert alone["providers"] == {"medical": "Dr B"}


def test_what_others_charge_stays_beside_the_rows_and_goes_before_them(library: kfees.Library) -> None:
    pharmacy = {"payee": "pharmacy", "amount": "400.00"}
    found = asked(library, "DS1,,,5/8/2024,10,3200.00", charges=[pharmacy])
    assert [charge["amount"] for charge in found["charges"]] == ["400.00", "320.00"]
    own = {"schedule": "private-hospital", "item": "DS1", "amount": "300.00"}
    twice = composed(library, "DS1,,,5/8/2024,10,3200.00", "2801,,,5/8/2024,1,90.00", charges=[own])
    quote = compared_with(twice, library)
    assert [line.outcome for line in quote.lines] == ["not read", "matched"]
    assert "is already charged in charges[0]" in quote.lines[0].says
    with pytest.raises(kfees.InputError, match=r"charges\[0\]: hospital is charged as one amount and by"):
        composed(library, "DS1,,,5/8/2024,10,3200.00", charges=[{"payee": "hospital", "amount": "1.00"}])


def test_the_providers_of_the_request_stay(library: kfees.Library) -> None:
    found = asked(library, "2801,,Dr C,5/8/2024,1,90.00", start="2024-08-05", providers={"medical": "Dr A"})
    assert found["providers"] == {"medical": "Dr A"}
    assert found["charges"][0]["provider"] == "Dr C"
    own = asked(library, "2801,,,5/8/2024,1,90.00", start="2024-08-05", providers={"medical": "Dr A"})
    assert "provider" not in own["charges"][0]


def test_gst_and_fees_go_along(library: kfees.Library) -> None:
    headings = "Item,Description,Date,Qty,Total ex GST,Total inc GST"
    rows = ("DS1,Day,5/8/2024,1,300.00,330.00", ",Ketamine ampoule,,10,140.00,154.00",
            ",Consumables,5-6 Aug 2024,2,50.00,55.00", ",Hire,,3,100.00,100.00")  # fmt: skip
    request = composed(library, *rows, headings=headings).request
    fees = [charge.model_dump(mode="json", exclude_defaults=True) for charge in request.charges[1:]]
    assert request.charges[0].gst == "included"
    assert fees == [
        {"payee": "pharmacy", "label": "Ketamine ampoule", "amount": "15.40", "quantity": "10",
         "gst": "included"},
        {"payee": "hospital", "label": "Consumables", "amount": "27.50", "quantity": "2", "gst": "included",
         "dates": ["2024-08-05", "2024-08-06"]},
        {"payee": "hospital", "label": "Hire", "amount": "100.00"},
    ]  # fmt: skip


def test_a_row_that_the_checks_refuse_is_left_out_with_their_words(library: kfees.Library) -> None:
    found = composed(library, "DS1,,,5/8/2024,10,3200.00", "private-hospital:DS9,,,5/8/2024,1,9.00",
                     ",Day surgery band 1,,5/8/2024,1,9.00")  # fmt: skip
    quote = compared_with(found, library)
    assert [line.outcome for line in quote.lines] == ["matched", "outside the schedules", "not read"]
    assert "is item DS1 of the schedule private-hospital" in quote.lines[2].says
    assert quote.left_out == ("quote.csv row 4",)


def test_a_request_that_is_wrong_itself_is_refused(library: kfees.Library) -> None:
    for wrong in ({"setting": "tent"}, {"regimen": "?"}, {"weight_kg": "-1"}, {"sessions": 0}):
        with pytest.raises(kfees.InputError):
            composed(library, "DS1,,,5/8/2024,10,3200.00", **wrong)
    with pytest.raises(kfees.InputError, match="start"):
        composed(library, "DS1,,,,10,3200.00")


@pytest.mark.parametrize("stated", [None, "crps-10-day", [DAY_HOSPITAL]])
def test_what_is_stated_beside_the_rows_is_an_object(stated: object, library: kfees.Library) -> None:
    file = read_provider_file(f"{HEADINGS}\nDS1,,,5/8/2024,1,320.00".encode(), "quote.csv")
    with pytest.raises(kfees.InputError, match="a request is an object with keys"):
        request_from(file, stated, library)


def test_a_problem_of_the_requests_own_services_is_no_rows(library: kfees.Library) -> None:
    service = {"schedule": "medical", "item": "17645", "dates": ["2024-08-05"], "provider": "Dr Z"}
    with pytest.raises(kfees.InputError):
        composed(library, "DS1,,,5/8/2024,10,3200.00", services=[service, {**service, "item": "x"}])
    again = composed(library, "17645,,,5/8/2024,1,90.00", services=[service], start="2024-08-05").request
    assert [one.provider for one in again.services] == ["Dr Z"], "the only one who bills it"
    assert [str(line.charge) for line in kfees.price(again, library).lines if line.item == "17645"] == [
        "90.00"
    ]


# What the rows say of the course


@pytest.mark.parametrize(
    ("lines", "facts"),
    [
        (["DS1,,,5/8/2024,10,1.00"], {"start": "2024-08-05"}),
        (["DS1,,,5/8/2024,5,1.00"], {"start": "2024-08-05", "sessions": 5}),
        (["DS1,,,15/9/25 - 29/9/25,10,1.00"], {"start": "2025-09-15"}),
        (["DS1,,,5-9 Aug 2024,5,1.00"], {"start": "2024-08-05", "sessions": 5}),
        (["DS1,,,5-9 Aug 2024,,1.00"], {"start": "2024-08-05", "sessions": 5}),
        (["DS1,,,5/8/2024 - 16/8/2024,,1.00"], {"start": "2024-08-05"}),
        (["DS1,,,1/11/2024 - 6/11/2024,,1.00"], {"start": "2024-11-01", "sessions": 3}),
        (["2801,,,5/8/24,,1.00", "2806,,,6/8/24 - 12/8/24,,1.00"], {"start": "2024-08-05", "sessions": 6}),
        (["DS1,,,9/8/2024 - 12/8/2024,4,1.00"], {"start": "2024-08-09", "sessions": 4,
         "calendar": {"dates": [f"2024-08-{day:02}" for day in range(9, 13)]}}),
        (["DS1,,,6/8/2024,1,1.00", "DS1,,,5/8/2024,1,1.00"], {"start": "2024-08-05", "sessions": 2}),
        (["DS1,,,5/8/2024,1,1.00", "DS1,,,7/8/2024,1,1.00"],
         {"start": "2024-08-05", "sessions": 2, "calendar": {"dates": ["2024-08-05", "2024-08-07"]}}),
        (["DS1,,,5/8/2024,1,1.00", "DS1,,,7/8/2024,1,2.00", "DS1,,,,3,9.00"],
         {"start": "2024-08-05", "sessions": 5}),
        (["2801,,,5/8/2024,1,1.00", "2806,,,6/8/2024,4,1.00"], {"start": "2024-08-05", "sessions": 5}),
        (["2801,,Dr A,5/8/2024,1,1.00", "2806,,Dr A,6/8/2024,1,1.00", "2806,,Dr B,6/8/2024,3,1.00"],
         {"start": "2024-08-05", "sessions": 4}),
        (["2801,,,,1,1.00", "2806,,,,4,1.00", "17645,,,5/8/2024,1,1.00"],
         {"start": "2024-08-05", "sessions": 5}),
        (["DS1,,,10-16 Aug 2024,,1.00"], {"start": "2024-08-10", "sessions": 7,
         "calendar": {"dates": [f"2024-08-{day}" for day in range(10, 17)]}}),
        (["2801,,,5/8/2024,1,1.00"], {"start": "2024-08-05"}),
        (["DS1,,,5/8/2024,101,1.00"], {"start": "2024-08-05"}),
        (["17645,,,7/8/2024,1,1.00", ",Fee,,1/8/2024,1,1.00"], {"start": "2024-08-07"}),
    ],
)  # fmt: skip
def test_the_days_of_the_course_are_the_rows_own(
    lines: list[str], facts: dict[str, Any], library: kfees.Library
) -> None:
    found = asked(library, *lines)
    assert {key: found[key] for key in ("start", "sessions", "calendar") if key in found} == facts


def test_a_fortnight_without_a_count_is_its_ten_weekdays_and_that_is_said(library: kfees.Library) -> None:
    found = composed(library, "DS1,Day case,,5/8/24 - 16/8/24,,3200.00")
    (line,) = compared_with(found, library).lines
    assert (str(line.maximum), str(line.gap)) == ("2749.60", "450.40")
    assert line.says.startswith(
        "Of 5 August 2024 to 16 August 2024, without a number of units: 10 days of the course are taken."
    )


@pytest.mark.parametrize("first", [(), ("2801,,,9/8/2024,1,1.00",)])
def test_later_visits_alone_do_not_say_when_the_course_begins(
    first: tuple[str, ...], library: kfees.Library
) -> None:
    found = asked(library, *first, "2806,,,6/8/2024,4,1.00", start="2024-08-05")
    assert found["sessions"] == 5


def test_a_problem_that_no_row_made_is_the_requests(
    library: kfees.Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[kfees.CourseRequest] = []

    def refuses(request: kfees.CourseRequest, library: kfees.Library) -> Course:
        calls.append(request)
        if len(calls) > 1:
            raise kfees.InputError([Problem("bad", "start", "no.", "None.")])
        return lay_out(request, library)

    monkeypatch.setattr("kfees.engine.provider_request.lay_out", refuses)
    with pytest.raises(kfees.InputError, match="None"):
        composed(library, "DS1,,,5/8/2024,10,3200.00")


def test_more_units_than_a_service_has_are_several_services(library: kfees.Library) -> None:
    rows = ("17645,a,,5/8/2024,100000,9.00", "17645,b,,5/8/2024,100000,9.00")
    request = composed(library, *rows, start="2024-08-05").request
    assert [service.quantity for service in request.services] == [100_000, 100_000]


def test_more_days_than_a_charge_names_are_several_charges(library: kfees.Library) -> None:
    rows = [f"17645,,,{day}/{month}/{year},1,9.00" for year in (2024, 2025) for month in range(1, 13)
            for day in range(1, 29)]  # fmt: skip
    request = composed(library, *rows, start="2024-08-05").request
    assert [len(service.dates) for service in request.services] == [366, 306]
    (charge,) = request.charges
    assert charge.dates is None
    rows[0] = "17645,,,1/1/2024,1,8.00"
    assert len(composed(library, *rows, start="2024-08-05").request.charges) == 3


@pytest.mark.parametrize(
    "stated",
    [{"start": "2024-08-12"}, {"sessions": 4}, {"calendar": "consecutive"},
     {"start": "2024-08-05", "calendar": {"dates": [f"2024-08-{day:02}" for day in range(5, 15)]}}],
)  # fmt: skip
def test_what_is_stated_holds_whatever_the_rows_say(stated: dict[str, Any], library: kfees.Library) -> None:
    found = asked(library, "DS1,,,5/8/2024,1,1.00", "DS1,,,7/8/2024,1,1.00", **stated)
    assert {key: found[key] for key in stated} == stated


@pytest.mark.parametrize(
    ("lines", "stay"),
    [
        (["M,,,5/8/2024,4,1.00"], None),
        (["M,,,5/8/2024,20,1.00"], {"admitted": "2024-08-05", "discharged": "2024-08-25"}),
        (["M,,,5-9 Aug 2024,5,1.00"], {"admitted": "2024-08-05", "discharged": "2024-08-10"}),
        (["M,,,5/8/2024,1,1.00", "ICU,,,6/8/2024,1,1.00", "M,,,7/8/2024,2,1.00"],
         {"admitted": "2024-08-05", "discharged": "2024-08-09",
          "beds": [{"item": "ICU", "dates": ["2024-08-06"]}]}),
        (["M,,,5/8/2024,1,1.00", "M,,,8/8/2024,1,1.00"], None),
        (["M,,,5-9 Aug 2024,,1.00"], None),
        (["M,,,,20,1.00", "2801,,,5/8/2024,1,1.00"], None),
        (["M,,,5/8/2024,400,1.00"], None),
        (["M,,,5/8/2024,4,1.00", "FACFEE,,,5/8/2024,1,1.00"], None),
        (["M,,,5/8/2024,4,1.00", "AS,,,5/8/2024 - 6/8/2024,4,1.00"], None),
    ],
)  # fmt: skip
def test_the_nights_and_beds_of_a_stay_are_the_rows_own(
    lines: list[str], stay: dict[str, Any] | None, library: kfees.Library
) -> None:
    found = asked(library, *lines, **INPATIENT, weight_kg=None)
    assert found.get("episode") == stay
    assert found["start"] == "2024-08-05"


def test_the_last_day_of_a_bed_without_a_number_of_nights_may_be_the_discharge(
    library: kfees.Library,
) -> None:
    course: dict[str, Any] = {**INPATIENT, "weight_kg": None}
    for last, said in ((8, "the days of the course are taken."), (9, "4 days of the course are taken.")):
        found = composed(library, f"M,,,5/8/24 - {last}/8/24,,3600.00", **course)
        (line,) = compared_with(found, library).lines
        assert str(line.maximum) == "3217.00"
        assert said in line.says
    found = composed(library, "M,,,5/8/24 - 19/8/24,,9000.00", **course)
    (line,) = compared_with(found, library).lines
    assert line.outcome == "not read"
    asked = "How many units of M are on 5 August 2024 to 19 August 2024? Write their number."
    assert line.says == f"Not read for certain. {asked}"
    mended = composed(library, "M,,,5/8/24 - 19/8/24,14,9000.00", **course)
    assert str(compared_with(mended, library).lines[0].maximum) == "11259.50"


def test_a_stay_that_begins_after_the_first_day_that_is_stated_is_not_taken(library: kfees.Library) -> None:
    found = asked(library, "M,,,7/8/2024,9,1.00", **INPATIENT, weight_kg=None, start="2024-08-05")
    assert "episode" not in found
    early = asked(library, "M,,,1/8/2024,2,1.00", **INPATIENT, weight_kg=None, start="2024-08-05")
    assert "episode" not in early, "it ends before the first treatment day"
    with pytest.raises(kfees.InputError, match="nights"):
        asked(library, "M,,,5/8/2024,4,1.00", **INPATIENT, weight_kg=None, episode={"nights": 1})
    own = {"nights": 6}
    kept = asked(library, "M,,,5/8/2024,9,1.00", **INPATIENT, weight_kg=None, episode=own)
    assert kept["episode"] == own


def test_the_nights_say_how_many_sessions_a_daily_course_has(library: kfees.Library) -> None:
    found = asked(library, "M,,,5/8/2024,4,1.00", setting="private-hospital-inpatient")
    assert (found["sessions"], found.get("episode")) == (4, None)


@pytest.mark.parametrize(("stated", "weight"), [({}, "80"), ({"weight_kg": "75"}, "75")])
def test_the_weight_is_the_letterheads_where_nothing_else_is_stated(
    stated: dict[str, str], weight: str, library: kfees.Library
) -> None:
    file = read_provider_file(b"Weight: 80 kg\nItem,Date,Amount\nDS1,5/8/2024,1.00\n", "quote.csv")
    course = {"regimen": "crps-10-day", "setting": "private-day-hospital", **stated}
    assert str(request_from(file, course, library).request.weight_kg) == weight


def test_a_course_in_parts_is_stated_and_not_read_from_rows(library: kfees.Library) -> None:
    parts = [{"setting": "private-hospital-inpatient", "sessions": 2},
             {"setting": "private-day-hospital", "sessions": 8}]  # fmt: skip
    found = composed(library, "M,,,5/8/2024,2,1608.50", "DS1,,,7/8/2024,8,2400.00", start="2024-08-05",
                     setting=None, parts=parts).request  # fmt: skip
    quote = kfees.price(found, library)
    assert [str(line.charge) for line in quote.lines if line.payee == "hospital"] == ["1608.50", "2400.00"]


# The clinics' quotes of every day

CLINIC = """A private day hospital,,,,,,
ABN 00 000 000 000,,,Quote No Q-1187,,Date: 18/8/25,
,,,,,,
Date of Service,Item No.,Service Description,Qty,Fee (ex GST),GST,Total (inc GST)
15/9/25,17615 - Anaesthetic consult,Pre-infusion consultation,1,$180.00,$0.00,$180.00
15/9/25,2801 - Pain specialist,Initial attendance,1,$320.00,-,$320.00
16/9/25 - 29/9/25,2806,Subsequent attendance (x9),9,$150.00,-,"$1,350.00"
15/9/25 - 29/9/25,DS1,Day facility fee 10 days - all in,10,$345.00,$0.00,"$3,450.00"
,KET200,Ketamine 200mg/2mL ampoule,10,$14.00,$1.40,$154.00
,,,,,,
,,,,TOTAL,$14.00,"$5,454.00"
"Valid 30 days. E&OE.",,,,,,
"""
TWO_DOCTORS = """Item,Description,Date,Qty,Unit price,Amount
DS1,Day case,5/08/2024,1,300.00,300.00
DS1,Day case,6/08/2024,1,300.00,300.00
DISC,Discount for prompt payment,,1,-100.00,-100.00
ADMIN,Facility / admin fee,,1,250.00,250.00
NOSHOW,Missed session fee,7/08/2024,1,150.00,150.00
2801,Dr A,5/08/2024,1,174.50,174.50
2801,Dr B,5/08/2024,1,174.50,174.50
2806,Dr A,6/08/2024,1,95.00,95.00
,Total,,,,1344.00
"""
MONTH_FIRST = """Item,Description,Date,Amount
DS1,Day case session 1,08/05/2024,274.96
DS1,Day case session 2,08/06/2024,274.96
DS1,Day case session 3,08/13/2024,274.96
"""
BEDS = """Item,Description,Date,Qty,Unit price,Amount
M,Accommodation 20 nights from 5/8,5/08/2024,20,804.25,16085.00
2801,Initial,5/08/2024,1,174.50,174.50
2806,Review,,3,87.30,261.90
"""


def compared(library: kfees.Library, text: str, **course: Any) -> tuple[kfees.CourseRequest, ProviderQuote]:
    file = read_provider_file(text.encode(), "quote.csv")
    found = request_from(file, {**DAY_HOSPITAL, **course}, library)
    return found.request, compared_with(found, library)


def test_a_clinics_quote_with_ranges_and_codes_among_words(library: kfees.Library) -> None:
    request, found = compared(library, CLINIC)
    assert [line.outcome for line in found.lines] == [
        "not in the course", "matched", "matched", "matched", "outside the schedules", "total", "note",
    ]  # fmt: skip
    assert (found.charge, found.known_maximum) == (Decimal("5454.00"), Decimal("3732.90"))
    assert (found.gap_least, found.gap_most) == (Decimal("880.40"), Decimal("1721.10"))
    assert found.sentence == (
        "The worker would pay the hospital and the doctor at most $1,567.10; with the pharmacy at most"
        " $1,721.10."
    )
    assert (found.missing, found.differences, found.left_out) == ((), (), ())
    assert (str(request.start), request.sessions) == ("2025-09-15", None)
    assert kfees.price(request, library).totals.gap_most == found.gap_most


def test_a_quote_of_two_doctors_with_a_discount_and_a_missed_session(library: kfees.Library) -> None:
    request, found = compared(library, TWO_DOCTORS)
    assert found.charge == Decimal("1344.00"), "what its total says"
    assert (found.gap_least, found.gap_most) == (Decimal(0), Decimal("407.70"))
    assert (request.providers, request.sessions) == ({"medical": "Dr A"}, 2)
    totals = kfees.price(request, library).totals
    assert (totals.charge, totals.gap_most) == (found.charge, found.gap_most)


def test_a_quote_with_the_month_first(library: kfees.Library) -> None:
    request, found = compared(library, MONTH_FIRST)
    assert found.gap == 0
    assert request.sessions == 3
    assert [str(day) for line in found.lines for day in line.dates] == [
        "2024-08-05", "2024-08-06", "2024-08-13",
    ]  # fmt: skip


def test_a_quote_for_twenty_nights_of_which_four_were_asked_for(library: kfees.Library) -> None:
    request, found = compared(library, BEDS, **INPATIENT, weight_kg=None)
    assert found.maximum == Decimal("15450.92") + Decimal("436.40")
    assert found.gap == Decimal("634.08")
    assert request.episode is not None
    assert str(request.episode.discharged) == "2024-08-25"
    assert found.differences == ()
    plain = kfees.CourseRequest.model_validate({**INPATIENT, "start": "2024-08-05"})
    rows = read_provider_file(BEDS.encode(), "quote.csv").rows
    other = compared_with(asked_by(rows, plain, library), library)
    assert (other.maximum, other.gap) == (found.maximum, found.gap)
    assert other.differences == ("The course has 4 of private-hospital:M, the quote 20.",)
