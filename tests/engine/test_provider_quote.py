"""A provider's own quote against the course: every row has an outcome, and the engine's figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kfees
from claims import changed
from kfees.engine.provider_codes import matches
from kfees.engine.provider_quote import provider_quote
from kfees.engine.provider_request import asked_by
from kfees.model.assessment import ProviderQuote, QuotedLine
from kfees.reading.provider_rows import read_provider_rows

COURSE: dict[str, Any] = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}
"""10 x DS1 at 274.96, 2801 at 174.50 and 9 x 2806 at 87.30, on weekdays from 5 to 16 August 2024."""


def quoted(library: kfees.Library, *lines: str, **course: Any) -> ProviderQuote:
    """The comparison with a quote of these CSV lines, the headings first."""
    rows = read_provider_rows("\n".join(lines).encode(), "quote.csv")
    found = provider_quote(rows, kfees.CourseRequest.model_validate({**COURSE, **course}), library)
    assert [line.place for line in found.lines] == [row.place for row in rows]
    assert ProviderQuote.model_validate_json(found.model_dump_json()) == found
    return found


def one(library: kfees.Library, headings: str, line: str, **course: Any) -> QuotedLine:
    (found,) = quoted(library, headings, line, **course).lines
    return found


def figures(line: QuotedLine | ProviderQuote) -> tuple[str, ...]:
    charge = line.amount if isinstance(line, QuotedLine) else line.charge
    return tuple(str(figure) for figure in (charge, line.maximum, line.payable, line.gap))


def test_treatment_days_by_number_are_those_of_the_course(library: kfees.Library) -> None:
    found = quoted(library, "Day,Item,Each", "Days 1-10,DS1,300", "Day 2,2806,90", "Day 11,2806,90")
    assert (found.lines[0].maximum, found.lines[1].dates) == (Decimal("2749.60"), (date(2024, 8, 6),))
    beyond = "date: the course has 10 treatment days, and this is for day 11."
    assert (found.lines[2].outcome, beyond in found.lines[2].says) == ("not read", True)
    assert found.lines[2].remedy == "Write its day, or the course's number of sessions."


def test_a_whole_quote_is_matched_row_by_row_and_added_up(library: kfees.Library) -> None:
    found = quoted(
        library,
        "Item,Description,Date,Qty,Amount",
        "DS1,Day bed,,10,3200.00",
        'MBS 2801,First visit,5/8/2024,1,"$320.00 "',
        "2806,Later visits,,9,700.00",
        "Total,,,,4220.00",
    )
    assert [line.outcome for line in found.lines] == ["matched", "matched", "matched", "total"]
    assert [figures(line) for line in found.lines] == [
        ("3200.00", "2749.60", "2749.60", "450.40"),
        ("320.00", "174.50", "174.50", "145.50"),
        ("700.00", "785.70", "700.00", "0.00"),
        ("None", "None", "None", "None"),
    ]
    assert [line.above_maximum for line in found.lines] == [
        Decimal("450.40"), Decimal("145.50"), Decimal("0.00"), None,
    ]  # fmt: skip
    assert "Charged $450.40 above the maximum of $2,749.60." in found.lines[0].says
    assert "above" not in found.lines[2].says
    assert figures(found) == ("4220.00", "3709.80", "3624.10", "595.90")
    assert (found.missing, found.differences, found.left_out, found.item_findings) == ((), (), (), ())
    assert found.lines[0].dates[0] == date(2024, 8, 5)
    assert found.lines[0].dates[-1] == date(2024, 8, 16)
    added = "The rows above come to $4,220.00 too."
    assert found.lines[3].says == f"A total or a tax, not counted as an item. {added}"


@pytest.mark.parametrize("setting", ["private-day-hospital", "private-hospital-inpatient", "consulting-rooms",
                                     "hospital-in-the-home", "public-hospital-outpatient"])  # fmt: skip
@pytest.mark.parametrize("start", ["2024-08-05", "2025-06-25"])
@pytest.mark.parametrize("dated", [True, False])
def test_a_quote_at_the_maximums_leaves_no_gap_and_nothing_to_say(
    setting: str, start: str, dated: bool, library: kfees.Library
) -> None:
    course = {"setting": setting, "start": start}
    priced = kfees.price(kfees.CourseRequest.model_validate({**COURSE, **course}), library)
    lines = ["Item,Date,Qty,Amount"]
    for line in priced.lines:
        if dated:
            lines += [f"{line.item},{day},1,{line.rate}" for day in line.dates]
        else:
            lines.append(f"{line.item},,{line.quantity},{line.maximum}")
    found = quoted(library, *lines, **course)
    assert {line.outcome for line in found.lines} == {"matched"}
    assert found.maximum == found.charge == found.payable == priced.totals.maximum
    assert found.gap == 0
    assert (found.missing, found.differences, found.item_findings) == ((), (), ())


def test_an_item_that_no_schedule_has_is_a_fee_that_the_worker_may_have_to_pay(
    library: kfees.Library,
) -> None:
    found = quoted(library, "Item,Amount", "ZZ9,400.00", "2801,200.00")
    assert [line.outcome for line in found.lines] == ["outside the schedules", "matched"]
    says = "No schedule that is loaded has it: unless WorkSafe agrees to pay, the worker does."
    assert (found.lines[0].item, found.lines[0].says) == ("ZZ9", says)
    assert figures(found.lines[0]) == ("400.00", "None", "None", "None")
    assert (found.lines[0].gap_least, found.lines[0].gap_most) == (Decimal(0), Decimal(400))
    assert figures(found) == ("600.00", "None", "None", "None")
    assert (found.known_maximum, found.gap_least, found.gap_most) == (
        Decimal("174.50"),
        Decimal(0),
        Decimal("425.50"),
    )


def test_an_item_outside_the_course_is_priced_and_said(library: kfees.Library) -> None:
    line = one(library, "Item,Date,Amount", "17645,2024-08-20,150.00")
    assert (line.outcome, line.schedule) == ("not in the course", "medical")
    assert figures(line) == ("150.00", "98.95", "98.95", "51.05")
    undated = one(library, "Item,Amount", "17645,150.00")
    assert undated.dates == (date(2024, 8, 5),)
    assert undated.says.startswith("No date: the first treatment day is taken.")


def test_items_that_the_quote_lacks_or_has_more_or_fewer_of_are_listed(library: kfees.Library) -> None:
    found = quoted(library, "Item,Qty,Amount", "DS1,12,3299.52", "2801,1,174.50")
    assert found.missing == ("medical:2806",)
    assert found.differences == ("The course has 10 of private-hospital:DS1, the quote 12.",)
    fewer = quoted(library, "Item,Date,Amount", "2806,2024-08-06,87.30", "2806,2024-08-07,87.30")
    assert fewer.differences == ("The course has 9 of medical:2806, the quote 2.",)
    assert fewer.missing == ("private-hospital:DS1", "medical:2801")
    nothing = quoted(library, "Item,Amount", "ZZ9,soon")
    assert nothing.missing == ("private-hospital:DS1", "medical:2801", "medical:2806")
    assert figures(nothing) == ("None", "None", "None", "None"), "nothing was read, and that is not 0.00"
    assert nothing.nothing_read
    assert nothing.left_out == ("quote.csv row 2",)
    halves = quoted(library, "Item,Qty,Amount", "2801,0.5,87.25")
    assert halves.differences == ("The course has 1 of medical:2801, the quote 0.5.",)


def test_rows_without_dates_take_the_days_of_the_course_one_after_another(library: kfees.Library) -> None:
    nine = quoted(library, "Item,Amount", *["2806,90.00"] * 9)
    assert {line.outcome for line in nine.lines} == {"matched"}
    assert [line.dates[0].day for line in nine.lines] == [6, 7, 8, 9, 12, 13, 14, 15, 16]
    assert nine.differences == ()
    assert nine.lines[0].says.startswith("No date: 6 August 2024 of the course is taken.")
    tenth = quoted(library, "Item,Amount", *["2806,90.00"] * 10)
    assert [line.outcome for line in tenth.lines] == ["matched"] * 9 + ["duplicate"]
    assert tenth.charge == nine.charge == 810


def test_rows_with_dates_take_their_days_first(library: kfees.Library) -> None:
    found = quoted(library, "Item,Date,Qty,Amount", "2806,,8,698.40", "2806,2024-08-06,1,87.30")
    assert [line.outcome for line in found.lines] == ["matched", "matched"]
    assert found.lines[0].dates[0] == date(2024, 8, 7)
    assert found.differences == ()
    elsewhere = one(library, "Item,Date,Amount", "2806,2024-09-03,87.30")
    assert elsewhere.outcome == "matched"
    assert elsewhere.says == "The course has no 2806 on 3 September 2024."


def test_more_units_than_the_course_has_days_left_fall_on_the_first_treatment_day(
    library: kfees.Library,
) -> None:
    found = quoted(library, "Item,Qty,Amount", "2806,9,785.70", "2806,3,300.00")
    assert found.lines[1].dates == (date(2024, 8, 5),)
    assert figures(found.lines[1])[1] == "261.90"
    assert found.differences == ("The course has 9 of medical:2806, the quote 12.",)
    half = one(library, "Item,Qty,Amount", "2806,2.5,218.25")
    assert half.dates == (date(2024, 8, 5),)
    assert figures(half) == ("218.25", "218.25", "218.25", "0.00")


def test_several_units_on_one_day_of_the_course_are_one_row(library: kfees.Library) -> None:
    services = [
        {"schedule": "medical", "item": "17645", "dates": ["2024-08-20", "2024-08-21"], "quantity": "2"}
    ]
    found = quoted(library, "Item,Qty,Amount", "17645,3,296.85", "17645,1,98.95", services=services)
    assert [line.dates for line in found.lines] == [
        (date(2024, 8, 20), date(2024, 8, 21)), (date(2024, 8, 21),),
    ]  # fmt: skip
    assert found.gap == 0
    assert found.differences == ()


@pytest.mark.parametrize(
    "lines",
    [
        ("2801,5/8/2024,1,320.00", "MBS 2801,2024-08-05,1,$320.00"),
        ("2801,,,320.00", "2801,,,320.00"),
        ("DS1,,10,2749.60", "DS1,,10,2749.60"),
        ("17645,,,150.00", "17645,,,150.00"),
        ("ds1,2024-08-05,1,300", "DS1,5 Aug 2024,1,300.00"),
    ],
)
def test_the_same_item_day_and_amount_again_is_a_duplicate(
    lines: tuple[str, str], library: kfees.Library
) -> None:
    found = quoted(library, "Item,Date,Qty,Amount", *lines)
    assert [line.outcome for line in found.lines][1:] == ["duplicate"]
    assert found.lines[1].says == "The same item, day and amount stand in an earlier row; not counted."
    assert found.charge == found.lines[0].amount


def test_another_day_or_another_amount_is_no_duplicate(library: kfees.Library) -> None:
    found = quoted(
        library,
        "Item,Date,Amount",
        "DS1,2024-08-05,300",
        "DS1,2024-08-06,300",
        "DS1,2024-08-06,310",
        "2801,,310",
    )
    assert {line.outcome for line in found.lines} == {"matched"}


def test_rules_between_items_are_checked_among_the_rows_that_count(library: kfees.Library) -> None:
    found = quoted(library, "Item,Date,Amount", "2801,2024-08-05,174.50", "17645,2024-08-05,98.95")
    (finding,) = found.item_findings
    assert finding.rule == "anaesthetist-with-pain-specialist"
    assert finding.lines == ("quote.csv row 3 (17645)", "quote.csv row 2 (2801)")
    assert finding.dates == (date(2024, 8, 5),)
    unread = quoted(library, "Item,Date,Amount", "2801,2024-08-05,174.50", "17645,2024-08-05,(98.95)")
    assert unread.item_findings == ()
    twice = quoted(library, "Item,Date,Amount", "2801,2024-08-05,174.50", "2824,2024-08-06,174.50")
    assert [finding.rule for finding in twice.item_findings] == ["first-attendance-once"]


def test_a_row_that_was_not_read_and_repeated_headings_keep_their_place(library: kfees.Library) -> None:
    found = quoted(library, "Item,Amount", "2801,(50.00)", "Item,Amount", ",55.00", "2801,174.50")
    assert [line.outcome for line in found.lines] == ["not read", "heading", "not read", "matched"]
    assert found.lines[0].says == "Not read for certain. amount: '(50.00)' is negative."
    assert found.lines[1].says == "The headings again, not an item."
    assert found.lines[2].amount == 55
    assert found.charge == Decimal("174.50")
    assert found.left_out == ("quote.csv row 2", "quote.csv row 4")


@pytest.mark.parametrize(
    ("line", "outcome"),
    [("DS1,302.46", "matched"), ("FACFEE,106.35", "not in the course"), ("2801,174.50", "matched")],
)
def test_an_amount_with_gst_is_held_against_a_maximum_with_it(
    line: str, outcome: str, library: kfees.Library
) -> None:
    found = one(library, "Item,Amount (inc GST)", line)
    assert (found.outcome, found.gap) == (outcome, Decimal(0))
    if line.startswith("DS1"):
        assert found.maximum == Decimal("302.46")
        assert "$27.50, is added to the rate" in found.says
        assert one(library, "Item,Amount (ex GST)", line).gap == Decimal("27.50")


def overlay(folder: Path, schedule: str, payee: str, *rates: str, gst: str = "free") -> Path:
    version = folder / schedule / "2024-07-01"
    version.mkdir(parents=True)
    (version / "schedule.toml").write_text(
        'title = "Invented"\npublisher = "Nobody"\nsource = "invented for a test"\nretrieved = 2024-07-02\n'
        f'next_change_expected = 2025-07-01\ncurrency = "AUD"\ngst = "{gst}"\npayee = "{payee}"\n'
    )
    (version / "rates.csv").write_text("\n".join(["item,label,amount,unit,reason", *rates, ""]))
    return folder


def test_a_code_that_two_schedules_have_is_asked_about_until_it_is_named(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "hospital-services", "hospital", "2801,Something else,50.00,service,")
    library = kfees.load_schedules(folder, environment={})
    found = quoted(
        library, "Item,Amount", "2801,174.50", "medical:2801,174.50", "hospital-services:2801,60.00",
        "2806,87.30", "private-hospital:2801,1.00", "dental:2801,1.00",
    )  # fmt: skip
    assert [line.outcome for line in found.lines] == [
        "ambiguous", "matched", "not in the course", "matched", "outside the schedules",
        "outside the schedules",
    ]  # fmt: skip
    assert found.lines[0].says == (
        "Is 2801 hospital-services:2801 or medical:2801? Write it that way in the quote."
    )
    assert found.lines[0].maximum is None
    assert figures(found.lines[1]) == ("174.50", "174.50", "174.50", "0.00")
    assert figures(found.lines[2]) == ("60.00", "50.00", "50.00", "10.00")
    assert found.charge == Decimal("323.80")


def test_rows_with_gst_break_rules_as_those_without(tmp_path: Path) -> None:
    rates = ("2801,First visit,174.50,service,", "17645,Anaesthetist,98.95,service,")
    folder = overlay(tmp_path, "medical", "medical", *rates, gst="exclusive")
    library = kfees.load_schedules(folder, environment={})
    lines = ("2801,2024-08-05,191.95", "17645,2024-08-05,108.85")
    assert quoted(library, "Item,Date,Amount", *lines).item_findings
    with_gst = quoted(library, "Item,Date,Amount (inc GST)", *lines)
    assert len(with_gst.item_findings) == 1
    assert [line.maximum for line in with_gst.lines] == [Decimal("191.95"), 0]


def test_reports_and_rehabilitation_are_priced_by_the_schedules_that_have_them(
    library: kfees.Library,
) -> None:
    found = quoted(
        library,
        "Item,Description,Date,Qty,Amount (ex GST)",
        "AGT002,Report to the agent,5/11/2024,1,230.00",
        "rtwcc7,Case conference,7/8/2024,1,280.00",
        "CPAIN,Pain program,5/8/2024,10,4500.00",
        "INS102,Questionnaire,5/11/2024,,217.73",
    )
    assert [(line.schedule, *figures(line)) for line in found.lines] == [
        ("medical-reports", "230.00", "206.22", "206.22", "23.78"),
        ("return-to-work", "280.00", "272.17", "272.17", "7.83"),
        ("private-rehabilitation", "4500.00", "4417.30", "4417.30", "82.70"),
        ("medical-reports", "217.73", "217.73", "217.73", "0.00"),
    ]
    assert {line.outcome for line in found.lines} == {"not in the course"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "AGT002,5/8/2024,200.00",
            "no rate from 1 July 2024 was found; the one before it is of 1 July 2018.",
        ),
        ("RP101,5/8/2024,800.00", "no rate from 1 July 2024 was found; the one before it is of 1 July 2018."),
        ("INS102,5/8/2024,217.73", "item INS102 is not in the version of 1 July 2024. It holds"),
        ("18219,5/8/2024,100.00", "derived fee: worked out from other items"),
    ],
)
def test_a_rate_that_was_not_found_leaves_the_row_unknown_and_says_why(
    line: str, why: str, library: kfees.Library
) -> None:
    found = one(library, "Item,Date,Amount (ex GST)", line)
    assert (found.maximum, found.payable, found.gap) == (None, None, None)
    assert found.says.startswith(f"Cannot determine: {why}")


def test_a_fee_carried_to_july_2026_prices_a_row(library: kfees.Library) -> None:
    found = one(library, "Item,Date,Amount", "20100,3/8/2026,150.00", start="2026-08-03")
    assert figures(found) == ("150.00", "118.50", "118.50", "31.50")


def test_codes_are_found_in_capitals_too(library: kfees.Library) -> None:
    assert matches("ds1", library) == [("private-hospital", "DS1")]
    assert matches("private-hospital:ds1", library) == [("private-hospital", "DS1")]
    assert matches("b71b", library) == [("department-of-health", "B71B")]
    assert matches("medical:DS1", library) == []
    assert matches("", library) == []


def test_two_spellings_of_a_code_in_one_schedule_are_asked_about(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "own", "hospital", "x1,Small,50.00,service,", "X1,Large,90.00,service,")
    library = kfees.load_schedules(folder, environment={})
    assert one(library, "Item,Amount", "x1,60.00").outcome == "ambiguous"
    assert one(library, "Item,Amount", "X1,60.00").outcome == "not in the course"


def test_a_rate_that_pays_nothing_and_one_that_is_unknown(tmp_path: Path) -> None:
    folder = overlay(
        tmp_path,
        "own",
        "hospital",
        "N1,Never paid,not payable,service,by rule",
        "U1,Unknown,unknown,service,lost",
    )
    library = kfees.load_schedules(folder, environment={})
    nothing = one(library, "Item,Amount", "N1,60.00")
    assert figures(nothing) == ("60.00", "0.00", "0.00", "60.00")
    assert nothing.above_maximum == 60
    found = quoted(library, "Item,Amount", "U1,60.00", "2801,174.50")
    assert figures(found.lines[0]) == ("60.00", "None", "None", "None")
    assert "Cannot determine: lost." in found.lines[0].says
    assert figures(found) == ("234.50", "None", "None", "None")


def test_a_drug_that_a_schedule_prices_is_part_of_the_course(tmp_path: Path) -> None:
    folder = overlay(tmp_path, "pharmacy", "pharmacy", "ketamine-200mg,Ketamine,12.50,ampoule,")
    library = kfees.load_schedules(folder, environment={})
    found = quoted(library, "Item,Qty,Amount", "ketamine-200mg,10,150.00")
    assert figures(found.lines[0]) == ("150.00", "125.00", "125.00", "25.00")
    assert found.lines[0].outcome == "matched"


def test_a_day_before_the_first_version_has_no_maximum(library: kfees.Library) -> None:
    line = one(library, "Item,Date,Amount", "DS1,2017-08-05,300.00")
    assert line.outcome == "matched"
    assert figures(line) == ("300.00", "None", "None", "None")


def test_each_day_is_priced_by_the_version_in_force(library: kfees.Library) -> None:
    found = quoted(
        library, "Item,Date,Amount", "2806,2025-06-30,200", "2806,2025-07-01,200", start="2025-06-25"
    )
    assert [str(line.maximum) for line in found.lines] == ["87.30", "89.40"]


@pytest.mark.parametrize("dated", [True, False])
def test_the_days_of_a_stay_are_counted_over_all_the_rows(dated: bool, library: kfees.Library) -> None:
    course = {"setting": "private-hospital-inpatient", "episode": {"nights": 16}}
    lines = [f"M,{f'2024-08-{day:02}' if dated else ''},{900 - day}.00" for day in range(5, 21)]
    found = quoted(library, "Item,Date,Amount", *lines, **course)
    assert {line.outcome for line in found.lines} == {"matched"}
    assert [str(line.maximum) for line in found.lines] == ["804.25"] * 14 + ["698.57"] * 2
    whole = one(library, "Item,Qty,Amount", "M,16,13000.00", **course)
    assert whole.maximum == 14 * Decimal("804.25") + 2 * Decimal("698.57")
    priced = kfees.price(kfees.CourseRequest.model_validate({**COURSE, **course}), library)
    assert whole.maximum == next(total.maximum for total in priced.payees if total.payee == "hospital")


def test_an_episode_of_a_public_hospital_is_matched_by_its_group(library: kfees.Library) -> None:
    course = {"setting": "public-hospital-admitted", "episode": {"drg": "B71B", "nights": 10}}
    request = kfees.CourseRequest.model_validate({**COURSE, **course})
    (line,) = kfees.price(request, library).lines
    found = one(library, "Item,Amount", f"B71B,{line.maximum}", **course)
    assert (found.outcome, found.schedule, found.maximum) == ("matched", "department-of-health", line.maximum)


def test_nothing_is_payable_of_a_course_that_the_guideline_refuses(library: kfees.Library) -> None:
    claim = changed({"route": "oral", "information_complete": None})
    found = quoted(library, "Item,Amount", "2801,174.50", "2806,50.00", claim=claim)
    assert [figures(line) for line in found.lines] == [
        ("174.50", "174.50", "0.00", "174.50"), ("50.00", "87.30", "0.00", "50.00"),
    ]  # fmt: skip
    assert figures(found) == ("224.50", "261.80", "0.00", "224.50")
    assert found.lines[0].above_maximum == 0


def test_the_charges_of_the_request_itself_are_left_aside(library: kfees.Library) -> None:
    charges = [{"payee": "medical", "amount": "9000.00"}, {"payee": "pharmacy", "amount": "5.00"}]
    with_charges = quoted(library, "Item,Amount", "2801,200.00", charges=charges)
    assert with_charges == quoted(library, "Item,Amount", "2801,200.00")


def test_services_that_the_request_adds_or_leaves_out_are_part_of_the_course(library: kfees.Library) -> None:
    course = {
        "services": [{"schedule": "medical", "item": "17645", "dates": ["2024-08-20"]}],
        "without": [{"schedule": "medical", "item": "2806"}],
    }
    found = quoted(library, "Item,Amount", "17645,98.95", "2806,87.30", **course)
    assert [line.outcome for line in found.lines] == ["matched", "not in the course"]
    assert found.missing == ("private-hospital:DS1", "medical:2801")


def test_a_request_that_is_wrong_is_not_compared(library: kfees.Library) -> None:
    with pytest.raises(kfees.InputError, match="there is no setting"):
        quoted(library, "Item,Amount", "2801,200.00", setting="tent")


# Several units on one date

IN_HOSPITAL = {"regimen": "crps-4-day", "setting": "private-hospital-inpatient", "weight_kg": None}
ACROSS_JULY = {"start": "2024-06-24"}
"""Five sessions at 226.90 in June and five at 274.96 in July."""


@pytest.mark.parametrize("nights", [None, 20])
@pytest.mark.parametrize("day", ["5/08/2024", ""])
def test_twenty_bed_days_on_one_date_are_twenty_nights_from_that_day(
    nights: int | None, day: str, library: kfees.Library
) -> None:
    """14 x 804.25, then 6 x 698.57 from the fifteenth day of the stay."""
    episode = {"episode": {"nights": nights}} if nights else {}
    line = one(
        library, "Item,Date,Qty,Unit price,Amount", f"M,{day},20,804.25,16085.00", **IN_HOSPITAL, **episode
    )
    assert figures(line) == ("16085.00", "15450.92", "15450.92", "634.08")
    assert (line.dates[0], line.dates[-1]) == (date(2024, 8, 5), date(2024, 8, 24))
    assert line.quantity == 20
    if day and not nights:
        assert "20 units from one date: 5 August 2024 to 24 August 2024 are taken." in line.says


def test_ten_sessions_on_one_date_are_the_days_of_the_course_on_both_sides_of_july(
    library: kfees.Library,
) -> None:
    line = one(library, "Item,Date,Qty,Amount", "DS1,24/06/2024,10,2749.60", **ACROSS_JULY)
    assert figures(line) == ("2749.60", "2509.30", "2509.30", "240.30")
    assert "10 units from one date: the days of the course are taken." in line.says
    two = quoted(
        library, "Item,Date,Qty,Amount", "DS1,24/06/2024,5,1200", "DS1,1/07/2024,5,1400", **ACROSS_JULY
    )
    assert [line.maximum for line in two.lines] == [Decimal("1134.50"), Decimal("1374.80")]
    attended = one(library, "Item,Date,Qty,Amount", "2806,24/06/2024,9,785.70", **ACROSS_JULY)
    assert attended.dates[0] == date(2024, 6, 25), "the first later day of the course"
    assert len(attended.dates) == 9


def test_rows_for_one_day_take_it_before_rows_for_several_days(library: kfees.Library) -> None:
    found = quoted(
        library, "Item,Date,Qty,Amount", "DS1,24/06/2024,9,2474.64", "DS1,26/06/2024,1,274.96", **ACROSS_JULY
    )
    days = [day for line in found.lines for day in line.dates]
    assert len(days) == len(set(days)) == 10
    assert found.maximum == Decimal("2509.30")
    assert found.differences == ()


def test_more_days_than_the_course_has_go_on_from_its_last(library: kfees.Library) -> None:
    found = quoted(library, "Item,Date,Qty,Amount", "DS1,24/06/2024,12,3299.52", **ACROSS_JULY)
    assert found.lines[0].dates[-3:] == (date(2024, 7, 5), date(2024, 7, 6), date(2024, 7, 7))
    assert found.differences == ("The course has 10 of private-hospital:DS1, the quote 12.",)
    elsewhere = one(library, "Item,Date,Qty,Amount", "M,2024-08-05,3,2412.75")
    assert elsewhere.outcome == "not in the course"
    assert elsewhere.gap == 0
    assert len(elsewhere.dates) == 3
    before = one(library, "Item,Date,Qty,Amount", "DS1,1/05/2024,2,453.80", **ACROSS_JULY)
    assert before.dates == (date(2024, 5, 1), date(2024, 5, 2)), "not the course's days, which are later"
    assert before.says.startswith("The course has no DS1 on 1 May 2024 to 2 May 2024.")


def test_units_that_are_no_days_stay_on_their_date(library: kfees.Library) -> None:
    line = one(library, "Item,Date,Qty,Amount", "17645,2024-08-20,2,197.90")
    assert line.dates == (date(2024, 8, 20),)
    assert line.quantity == 2
    assert line.gap == 0


@pytest.mark.parametrize("count", ["367", "99999"])
def test_more_days_than_a_year_has_are_asked_about(count: str, library: kfees.Library) -> None:
    found = quoted(library, "Item,Date,Qty,Amount", f"M,2024-08-05,{count},100.00", **IN_HOSPITAL)
    assert found.lines[0].outcome == "not read"
    assert f"Are {count} units of M meant?" in found.lines[0].says
    late = one(library, "Item,Date,Qty,Amount", "M,2099-12-30,5,100.00", **IN_HOSPITAL)
    assert late.outcome == "not read"


def test_units_of_another_item_without_a_day_are_on_the_treatment_days(library: kfees.Library) -> None:
    ten = one(library, "Item,Qty,Line total", "T1A,10,1185.90")
    assert (len(ten.dates), ten.says) == (10, "No date: the treatment days are taken.")
    assert len(one(library, "Item,Qty,Line total", "T1A,9,1000").dates) == 1


def test_a_code_of_capitals_behind_its_words_is_known(library: kfees.Library) -> None:
    bed = one(library, "Service,Days,Daily rate", "Medical bed (M),4,900.00")
    assert (bed.schedule, bed.item) == ("private-hospital", "M")
    assert one(library, "Service,Fee", "Theatre (X),90").outcome == "outside the schedules"


@pytest.mark.parametrize("words", ["Ketamine program - all inclusive", "Package price", "Whole course"])
def test_a_price_for_everything_alone_is_asked_about(words: str, library: kfees.Library) -> None:
    found = quoted(library, "Description,Amount", f"{words},6500")
    (line,) = found.lines
    asked = "Not read for certain. This may be for the whole course: what of it is for DS1, 2801 and 2806?"
    assert (line.outcome, line.says) == ("not read", asked)
    assert line.remedy == "Write each item in a row of its own, with its price."
    beside = quoted(library, "Description,Amount", f"{words},6500", "DS1,274.96")
    assert beside.lines[0].outcome == "outside the schedules"


def test_units_of_the_course_that_no_row_charges_are_not_included(library: kfees.Library) -> None:
    found = quoted(library, "Item,Qty,Line total", "DS1,10,2749.60", "2801,1,174.50", "2806,4,400.00")
    assert str(found.sentence).endswith(
        "Not included is the drug (Ketamine 200 mg in 2 mL) and what the doctor charges for 5 x 2806."
    )
    assert found.missing == ()


def test_a_list_of_prices_that_is_added_up_is_asked_about(library: kfees.Library) -> None:
    lines = ("DS1 Facility 10 days,345", "2806 Review x 9,150", "Total,495")
    found = quoted(library, "Description,Fee", *lines)
    assert [line.outcome for line in found.lines] == ["not read", "not read", "total"]
    assert "$345.00 for all 10 is little beside the maximum of $274.96 for one day" in found.lines[0].says
    of_all = quoted(library, "Description,Line total", *lines)
    assert [line.outcome for line in of_all.lines] == ["matched", "matched", "total"]
    report = quoted(library, "Description,Fee", "INS102 x 2,100", "Total,100")
    assert report.lines[0].outcome != "matched"


# A row that does not say how many


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ("DS1,,2749.60", "The amount is 10 times the maximum of $274.96 for one day,"),
        ("DS1,5/08/2024,3000.00", "The amount is more than 10 times the maximum of $274.96 for one day,"),
        ("DS1,5/08/2024,549.92", "The amount is 2 times the maximum of $274.96 for one day,"),
        ("2806,,785.70", "The amount is 9 times the maximum of $87.30 for one service,"),
        ("M,5/08/2024,4021.25", "The amount is 5 times the maximum of $804.25 for one day,"),
    ],
)  # fmt: skip
def test_an_amount_many_times_the_rate_without_a_quantity_is_asked_about(
    row: str, asked: str, library: kfees.Library
) -> None:
    found = quoted(library, "Item,Date,Amount", row, "2801,,174.50")
    assert found.lines[0].outcome == "not read"
    assert asked in found.lines[0].says
    assert found.lines[0].says.endswith("Write how many as its quantity.")
    assert found.left_out == ("quote.csv row 2",)
    assert found.gap == 0, "of the other row"
    item, day, amount = row.split(",")
    count = (
        Decimal(amount) // {"DS1": Decimal("274.96"), "2806": Decimal("87.30"), "M": Decimal("804.25")}[item]
    )
    answered = one(library, "Item,Date,Qty,Amount", f"{item},{day},{count},{amount}")
    assert answered.quantity == count
    assert answered.outcome != "not read"


def test_a_high_fee_for_one_day_is_that_where_every_day_has_a_row_of_its_own(library: kfees.Library) -> None:
    days = (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)
    rows = [f"DS1,{day}/08/2024,{1000 if day == 5 else 200}" for day in days]
    found = quoted(library, "Item,Date,Amount", *rows)
    assert found.gap == Decimal("725.04")
    assert found.left_out == ()
    first = one(library, "Item,Date,Amount", "2801,5/08/2024,600.00")
    assert first.outcome == "matched", "a course has one first attendance"
    twice = one(library, "Item,Date,Amount", "DS1,5/08/2024,600.00")
    assert twice.outcome == "matched", "a fee twice the rate is no rare thing"


# Two doctors


@pytest.mark.parametrize("headings", ["Item,Description,Date,Amount", "Item,Doctor,Date,Amount"])
def test_the_equal_row_of_a_second_doctor_is_no_duplicate(headings: str, library: kfees.Library) -> None:
    found = quoted(library, headings, "2801,Dr A,5/08/2024,174.50", "2801,Dr B,5/08/2024,174.50")
    assert [line.outcome for line in found.lines] == ["matched", "matched"]
    assert found.charge == Decimal("349.00")
    again = quoted(library, headings, "2801,Dr A,5/08/2024,174.50", "2801,dr a,5/08/2024,174.50")
    assert [line.outcome for line in again.lines] == ["matched", "duplicate"]


@pytest.mark.parametrize(("amount", "asked"), [("3490.00", False), ("3490.01", True)])
def test_a_row_that_charges_many_times_its_maximum_is_asked_about(
    amount: str, asked: bool, library: kfees.Library
) -> None:
    found = one(library, "Item,Date,Qty,Amount", f"2801,2024-08-05,1,{amount}")
    assert ("is over 20 times its maximum of $174.50: please check it." in found.says) is asked


def test_of_two_equal_rows_a_rule_between_items_pays_the_first(library: kfees.Library) -> None:
    lines = ("2801,2024-08-05,1,174.50", "2801,2024-08-06,1,174.50", "2806,2024-08-07,2,174.60")
    found = quoted(library, "Item,Date,Qty,Amount", *lines)
    assert [str(line.maximum) for line in found.lines] == ["174.50", "0.00", "174.60"]
    assert found.lines[1].says.count("Not payable: A first attendance is payable once in a course") == 1
    assert [finding.rule for finding in found.item_findings] == ["first-attendance-once"]


def test_a_stay_that_is_not_the_courses_own_is_not_priced_by_its_length(library: kfees.Library) -> None:
    admitted = {"setting": "public-hospital-admitted", "episode": {"drg": "B71B", "nights": 10}}
    lines = ("B71B,9000.00", "B71A,20000.00", "B71B,9100.00")
    found = quoted(library, "Item,Amount", *lines, **admitted)
    assert [line.outcome for line in found.lines] == ["matched", "not read", "not read"]
    private = one(library, "Item,Amount", "B71B,9000.00")
    assert (private.outcome, private.maximum) == ("not read", None)
    assert "price that stay by itself" in private.says


# Rows for several days, and codes among words


@pytest.mark.parametrize(
    ("days", "count", "taken", "says"),
    [
        ("6/8/2024 - 16/8/2024", "9", "6 7 8 9 12 13 14 15 16", "the days of the course are taken."),
        ("6/8/2024 - 9/8/2024", "", "6 7 8 9", "the days of the course are taken."),
        ("6 & 7/8/2024", "1", "6", "6 August 2024 of the course is taken."),
        ("5/8/2024 - 6/8/2024", "2", "5 6", ""),
        ("10/8/2024 - 11/8/2024", "", "10 11", ""),
        ("10/8/2024 - 11/8/2024", "4", "10 11", ""),
        ("1/8/2024 - 6/8/2024", "2", "5 6", "the treatment days are taken."),
        ("6/8/2024 - 11/8/2024", "5", "6 7 8 9 10", "the first 5 are taken."),
        ("6/8/2024 - 9/8/2024", "2.5", "6", "the first is taken."),
    ],
)
def test_the_units_of_a_row_for_several_days_fall_on_days_of_the_course_among_them(
    days: str, count: str, taken: str, says: str, library: kfees.Library
) -> None:
    line = one(library, "Item,Date,Qty,Amount", f"2806,{days},{count},87.30")
    assert line.outcome == "matched"
    assert " ".join(str(day.day) for day in line.dates) == taken
    assert says in line.says
    if count:
        assert line.quantity == Decimal(count)


def test_units_that_do_not_fit_into_the_days_of_a_row_are_asked_about(library: kfees.Library) -> None:
    line = one(library, "Item,Date,Qty,Amount", "2806,1/8/2024 - 4/8/2024,7,87.30")
    assert (line.outcome, line.says) == ("not read", "Not read for certain. Are 7 units of 2806 meant?")


@pytest.mark.parametrize(
    ("row", "item"),
    [
        ("2801 - Pain specialist,", "2801"),
        ("Pain specialist (2801),", "2801"),
        ("DS1 Day surgery,", "DS1"),
        (",Review (item 2806)", "2806"),
        ("ds1 - day,Review 2806", "DS1"),
    ],
)
def test_a_code_is_found_among_words(row: str, item: str, library: kfees.Library) -> None:
    line = one(library, "Item,Description,Date,Amount", f"{row},2024-08-06,80.00")
    assert (line.outcome, line.item) == ("matched", item)


def test_two_codes_in_a_row_are_asked_about(library: kfees.Library) -> None:
    line = one(library, "Item,Amount", "2801/2806,80.00")
    assert line.says == "Is 2801/2806 medical:2801 or medical:2806? Write it that way in the quote."


def test_words_alone_are_no_item_unless_they_name_one(library: kfees.Library) -> None:
    lines = ("2801,,174.50", "Valid for 30 days,,", "2806 later visits each day,,")
    found = quoted(library, "Item,Description,Amount", *lines)
    assert [line.outcome for line in found.lines] == ["matched", "note", "not read"]
    assert found.left_out == ("quote.csv row 4",)


# Fees, discounts, two doctors


def case(*lines: str) -> tuple[str, ...]:
    return ("Item,Description,Provider,Date,Qty,Unit price,Amount", *lines)


DAYS = ("DS1,Day,,5/8/2024,1,300.00,300.00", "DS1,Day,,6/8/2024,1,300.00,300.00")
DOCTORS = ("2801,Visit,Dr A,5/8/2024,1,174.50,174.50", "2801,Visit,Dr B,5/8/2024,1,174.50,174.50")


def test_a_discount_lowers_what_is_charged(library: kfees.Library) -> None:
    found = quoted(library, *case(*DAYS, "DISC,For prompt payment,,,1,-100.00,-100.00"))
    assert (found.lines[2].outcome, found.lines[2].amount) == ("discount", Decimal("100.00"))
    assert found.lines[2].says == "Taken off what the hospital charges."
    assert figures(found) == ("500.00", "549.92", "500.00", "0.00")
    assert [line.gap for line in found.lines[:2]] == [Decimal("25.04")] * 2, "each row before the discount"


@pytest.mark.parametrize(
    ("line", "whose"),
    [
        (",Discount,,,1,-10.00,-10.00", ""),
        (",Hospital discount,,,1,-10.00,-10.00", "the hospital"),
        (",Discount,Dr B,,1,-10.00,-10.00", "Dr B"),
        (",Doctor's discount,dr a,,1,-10.00,-10.00", "Dr A"),
        (",Doctor's discount,,,1,-10.00,-10.00", ""),
        (",Pharmacy discount,,,1,-10.00,-10.00", ""),
    ],
)
def test_whose_a_discount_is_stands_in_its_row_or_is_asked(
    line: str, whose: str, library: kfees.Library
) -> None:
    discount = quoted(library, *case(*DAYS, *DOCTORS, line)).lines[-1]
    if whose:
        assert discount.says == f"Taken off what {whose} charges."
    else:
        assert "Whose discount of $10.00 is this? Write hospital, doctor or" in discount.says
        assert discount.outcome == "not read"


def test_a_discount_is_of_the_only_one_above_it_before_of_anybody_else(library: kfees.Library) -> None:
    found = quoted(library, *case(*DAYS, ",Discount,,,1,-10.00,-10.00", *DOCTORS))
    assert found.lines[2].says == "Taken off what the hospital charges."
    first = quoted(library, *case(",Discount,,,1,-10.00,-10.00", *DAYS))
    assert first.lines[0].says == "Taken off what the hospital charges."


def test_a_discount_that_is_more_than_the_charge_is_asked_about(library: kfees.Library) -> None:
    found = quoted(library, *case(*DAYS, ",Discount,,,1,-700.00,-700.00"))
    assert found.lines[2].outcome == "not read"
    assert "700.00 is more than the 600.00 that hospital charges." in found.lines[2].says
    assert found.charge == 600


def test_two_doctors_have_an_account_each(library: kfees.Library) -> None:
    found = quoted(library, *case(*DOCTORS, "2806,Visit,Dr A,6/8/2024,1,95.00,95.00"))
    assert [line.outcome for line in found.lines] == ["matched"] * 3
    assert [line.maximum for line in found.lines] == [Decimal("174.50"), Decimal("174.50"), Decimal("87.30")]
    assert found.item_findings == ()
    assert [line.provider for line in found.lines] == ["Dr A", "Dr B", "Dr A"]


@pytest.mark.parametrize(
    ("line", "payee"),
    [
        ("KET200,Ketamine 200mg/2mL ampoule,,,10,14.00,140.00", "pharmacy"),
        (",Take-home medication,,,1,20.00,20.00", "pharmacy"),
        (",Facility fee,,,1,20.00,20.00", "hospital"),
        (",Missed session,,,1,20.00,20.00", "hospital"),
        (",Pre-admission clinic,Dr C,,1,20.00,20.00", "medical"),
        (",Specialist report,,,1,20.00,20.00", "medical"),
        (",Ketamine infusion - facility fee,,,1,20.00,20.00", "hospital"),
        (",Ketamine infusion monitoring,,,1,20.00,20.00", "hospital"),
        (",Ketamine clinic: specialist attendance,,,1,20.00,20.00", "medical"),
        (",Ketamine infusion bag 200 mg,,,1,20.00,20.00", "pharmacy"),
        (",Ketamine,,,1,20.00,20.00", "pharmacy"),
    ],
)
def test_whose_a_fee_is_that_no_schedule_has(line: str, payee: str, library: kfees.Library) -> None:
    rows = read_provider_rows("\n".join(case(line)).encode(), "quote.csv")
    composed = asked_by(rows, kfees.CourseRequest.model_validate(COURSE), library)
    (charge,) = composed.request.charges
    assert charge.payee == payee
    assert (charge.amount or 0) * charge.units == rows[0].amount


def test_in_a_doctors_rooms_a_fee_is_the_doctors(library: kfees.Library) -> None:
    rows = read_provider_rows("\n".join(case(",Room fee,,,1,20.00,20.00")).encode(), "quote.csv")
    request = kfees.CourseRequest.model_validate({**COURSE, "setting": "consulting-rooms"})
    assert asked_by(rows, request, library).request.charges[0].payee == "medical"


def test_a_quote_of_nothing_but_a_fee_is_added_up(library: kfees.Library) -> None:
    found = quoted(library, *case(",Facility fee,,5/8/2024,1,20.00,20.00"))
    assert figures(found) == ("20.00", "None", "None", "None")
    assert (found.gap_least, found.gap_most) == (Decimal(0), Decimal(20))


def test_the_same_fee_again_is_a_duplicate(library: kfees.Library) -> None:
    fee = ",Facility fee,,5/8/2024,1,20.00,20.00"
    found = quoted(library, *case(fee, fee))
    assert [line.outcome for line in found.lines] == ["outside the schedules", "duplicate"]


def test_a_charge_that_no_request_can_hold_is_asked_about(library: kfees.Library) -> None:
    line = one(library, *case("DS1,Day,,5/8/2024,1,,999999999999.99"))
    assert line.outcome == "matched"
    line = one(library, "Item,Date,Qty,Unit price", "17645,2024-08-05,10,999999999999.99")
    assert line.says.endswith("is no possible charge.")


def test_the_sentence_says_what_is_not_in_the_sums(library: kfees.Library) -> None:
    found = quoted(library, *case(*DAYS, "2801,Visit,,5/8/2024,1,soon,soon"))
    assert found.sentence == (
        "The worker would pay the hospital $50.08. Not included is the drug (Ketamine 200 mg in 2 mL), what"
        " the hospital charges for 8 x DS1, what the doctor charges for 2801 and 2806 and what"
        " quote.csv row 4 may charge."
    )


@pytest.mark.parametrize("day", ["", "2024-08-05", "2024-08-14", "5/8/2024 - 15/8/2024", "2024-09-30"])
def test_the_stay_of_the_course_is_charged_whatever_day_its_row_names(
    day: str, library: kfees.Library
) -> None:
    admitted = {"setting": "public-hospital-admitted", "episode": {"drg": "B71B", "nights": 10}}
    line = one(library, "Item,Date,Amount", f"B71B,{day},9000.00", **admitted)
    assert (line.outcome, line.dates) == ("matched", (date(2024, 8, 15),))
    assert line.maximum


def test_same_day_stays_are_charged_one_by_one_or_together(library: kfees.Library) -> None:
    same_day = {"setting": "public-hospital-same-day", "episode": {"drg": "B71B"}}
    ten = one(library, "Item,Date,Qty,Amount", "B71B,2024-08-05,10,9859.10", **same_day)
    assert (ten.outcome, len(ten.dates), ten.gap) == ("matched", 10, Decimal(0))
    lines = ("B71B,2024-08-06,1,985.91", "B71B,2024-08-05,9,8873.19", "B71B,,1,985.91")
    each = quoted(library, "Item,Date,Qty,Amount", *lines, **same_day)
    assert [line.outcome for line in each.lines] == ["matched", "matched", "not read"]
    assert each.lines[0].dates == (date(2024, 8, 6),)
    assert each.gap == 0


def test_a_price_and_a_count_that_come_to_trillions_are_no_traceback(library: kfees.Library) -> None:
    line = one(library, "Item,Date,Qty,Unit price", "17645,2024-08-05,100000,999999999999.99")
    assert (line.outcome, line.amount) == ("not read", Decimal("99999999999999000.00"))
