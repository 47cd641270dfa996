"""The form to fill in: filled in by people, by Excel's ways and LibreOffice's, it prices as its JSON does."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import kfees
from command_line import Result, run
from effort import times
from filling import Answers, answers_for, filled, read_once, rows_of
from kfees.documents.form.blank import request_template
from kfees.documents.form.filled import read_filled
from overlays import write_version
from spreadsheet import LibreOffice

HALF_PAST_NINE = datetime(2024, 8, 5, 9, 30)  # noqa: DTZ001  a cell has no time zone
AS_OF = ("--as-of", "2026-11-21")
STAY = {
    "regimen": "crps-4-day",
    "setting": "public-hospital-admitted",
    "start": "2024-08-05",
    "episode": {
        "drg": "B71A", "nights": 6, "leave_days": 1, "icu_hours": "12.5", "icu_eligible": True, "age": 15,
        "specialist_paediatric": True, "indigenous": True, "residence_remoteness": "RA2",
        "treatment_remoteness": "RA1", "radiotherapy": False, "dialysis": True, "private_patient": False,
    },
    "charges": [{"payee": "hospital", "amount": "9000.00"}],
}  # fmt: skip
REQUESTS: dict[str, dict[str, Any]] = {
    "only-what-is-needed": {
        "regimen": "crps-4-day",
        "setting": "hospital-in-the-home",
        "start": "2024-08-05",
    },
    "one-amount-each": {
        "regimen": "crps-10-day",
        "setting": "private-day-hospital",
        "start": "2025-06-25",
        "weight_kg": "72.5",
        "calendar": "consecutive",
        "charges": [
            {"payee": "hospital", "amount": "3200.01"},
            {"payee": "medical", "amount": "1500.99"},
            {"payee": "pharmacy", "amount": "0.10"},
        ],
    },
    "by-item-and-changed": {
        "regimen": "crps-10-day",
        "setting": "private-hospital-inpatient",
        "start": "2024-08-05",
        "weight_kg": "80",
        "episode": {"nights": 12},
        "charges": [
            {"schedule": "private-hospital", "item": "M", "amount": "1100.10"},
            {"schedule": "medical", "item": "2801", "amount": "320.05"},
            {"schedule": "pharmacy", "item": "ketamine-200mg", "amount": "33.30"},
        ],
        "services": [
            {"schedule": "medical", "item": "17645", "dates": ["2024-08-05"]},
            {"schedule": "medical", "item": "2806", "dates": ["2024-08-06", "2024-08-08"], "quantity": "0.5"},
            {"schedule": "department-of-health", "item": "10.10", "dates": ["2024-08-20"], "quantity": "2"},
        ],
        "without": [{"schedule": "medical", "item": "2806"}],
    },
    "days-one-by-one": {
        "regimen": "crps-10-day",
        "setting": "consulting-rooms",
        "start": "2024-08-05",
        "weight_kg": "80",
        "calendar": {"dates": [f"2024-08-{day:02}" for day in range(5, 25, 2)]},
    },
    "a-stay": STAY,
    "accounts-of-two-doctors": {
        "regimen": "crps-10-day",
        "setting": "private-day-hospital",
        "start": "2024-08-05",
        "weight_kg": "80",
        "sessions": 5,
        "providers": {"medical": "Dr A"},
        "services": [
            {"schedule": "medical", "item": "17615", "dates": ["2024-08-05"], "provider": "Dr B"},
        ],
        "charges": [
            {"schedule": "medical", "item": "2801", "amount": "320.00"},
            {"schedule": "medical", "item": "2806", "amount": "99.00", "dates": ["2024-08-06", "2024-08-07"]},
            {
                "schedule": "medical",
                "item": "17615",
                "amount": "180.00",
                "provider": "Dr B",
                "gst": "included",
            },
            {"payee": "hospital", "discount": "20.00"},
            {"payee": "hospital", "amount": "3520.00", "gst": "included"},
            {"payee": "medical", "provider": "Dr B", "discount": "5.00"},
            {"payee": "hospital", "label": "Facility fee", "amount": "300.00"},
            {
                "payee": "medical",
                "label": "Missed session",
                "amount": "50.00",
                "quantity": "2",
                "provider": "Dr B",
            },
            {
                "payee": "pharmacy",
                "label": "Ketamine",
                "amount": "19.90",
                "dates": ["2024-08-05", "2024-08-06"],
            },
        ],
    },
    "a-stay-as-it-was": {
        "regimen": "crps-4-day",
        "setting": "private-hospital-inpatient",
        "start": "2024-08-06",
        "episode": {
            "admitted": "2024-08-05",
            "discharged": "2024-08-12",
            "leave": ["2024-08-10", "2024-08-11"],
            "earlier_stay": {"ended": "2024-07-30", "days": 10},
            "beds": [
                {"item": "ICU", "dates": ["2024-08-06"]},
                {"item": "CCU", "dates": ["2024-08-07", "2024-08-08"]},
            ],
        },
    },
    "in-parts-and-an-added-stay": {
        "regimen": "crps-10-day",
        "parts": [
            {
                "setting": "private-hospital-inpatient",
                "sessions": 2,
                "episode": {"nights": 2, "beds": [{"item": "ICU", "dates": ["2024-08-06"]}]},
            },
            {"setting": "private-day-hospital", "sessions": 7},
            {
                "setting": "public-hospital-same-day",
                "sessions": 1,
                "episode": {"drg": "B71A", "indigenous": True, "residence_remoteness": "RA2"},
            },
        ],
        "start": "2024-08-05",
        "weight_kg": "80",
        "services": [
            {
                "schedule": "department-of-health",
                "item": "B81B",
                "dates": ["2024-09-20"],
                "episode": {"nights": 2, "age": 45},
            },
        ],
    },
    "a-claim": {
        "regimen": "crps-4-day",
        "setting": "hospital-in-the-home",
        "start": "2024-08-05",
        "charges": [{"payee": "medical", "amount": "1000.00"}],
        "claim": {
            "request_date": "2024-07-01",
            "route": "intravenous",
            "indication": "chronic non-cancer pain",
            "circumstance": "first-line failed",
            "injury_accepted": True,
            "referred_by_medical_practitioner": True,
            "prior_approval": True,
            "approval": {
                "reference": "A-17",
                "given": "2024-07-20",
                "sessions": 4,
                "amount": "2000.00",
                "until": "2024-12-31",
            },
            "country": "AU",
            "provider": {"registration": "medical practitioner", "indemnity_cover": "2000000.00"},
            "documents": ["diagnosis", "first-line", "medications", "outcome-measures"],
            "mental_health_risk": False,
            "information_complete": "2024-07-10",
            "previous_treatments": ["2023-01-15", "2023-10-02"],
            "exceptional_circumstances": False,
            "outcomes": {"pain_improved": True, "function_improved": True, "opioids_reduced": False},
        },
    },
}


@pytest.fixture(scope="module")
def blank(library: kfees.Library) -> bytes:
    return request_template(library)


def priced(source: Path | str, *more: str) -> Any:
    result = run("quote", str(source), "--format", "json", *AS_OF, *more)
    assert result.status == 0, result.messages
    return json.loads(result.output)


def priced_as_json(request: dict[str, Any], folder: Path) -> Any:
    path = folder / "request.json"
    path.write_text(json.dumps(request), encoding="utf-8")
    return priced(path)


@pytest.mark.parametrize("name", REQUESTS)
def test_a_filled_in_form_prices_as_the_same_request_in_json(name: str, blank: bytes, tmp_path: Path) -> None:
    request = REQUESTS[name]
    path = filled(blank, answers_for(request, blank), tmp_path / "filled.xlsx")
    assert priced(path) == priced_as_json(request, tmp_path)


@pytest.mark.parametrize("name", REQUESTS)
def test_answers_that_are_all_text_are_read_the_same(name: str, blank: bytes, tmp_path: Path) -> None:
    def as_text(value: Any) -> Any:
        if isinstance(value, date):
            return f"{value.day}/{value.month}/{value.year}"
        return f" ${value:,.2f}\xa0" if isinstance(value, Decimal) and value > 1000 else str(value)

    answers = [(sheet, cell, as_text(value)) for sheet, cell, value in answers_for(REQUESTS[name], blank)]
    path = filled(blank, answers, tmp_path / "filled.xlsx")
    assert priced(path) == priced_as_json(REQUESTS[name], tmp_path)


@pytest.mark.parametrize("name", REQUESTS)
def test_a_form_typed_and_saved_in_libreoffice_prices_the_same(
    name: str, blank: bytes, office: LibreOffice, tmp_path: Path
) -> None:
    (tmp_path / "blank.xlsx").write_bytes(blank)
    answers = [(sheet, cell, str(value)) for sheet, cell, value in answers_for(REQUESTS[name], blank)]
    path = office.typed_in(tmp_path / "blank.xlsx", answers)
    assert priced(path) == priced_as_json(REQUESTS[name], tmp_path)


def test_an_amount_worked_out_in_the_cell_is_taken_once_it_is_saved(
    blank: bytes, office: LibreOffice, tmp_path: Path
) -> None:
    needed = [
        (sheet, cell, str(value)) for sheet, cell, value in answers_for(REQUESTS["one-amount-each"], blank)
    ]
    (tmp_path / "blank.xlsx").write_bytes(blank)
    path = office.typed_in(tmp_path / "blank.xlsx", [*needed, ("Request", "C18", "=3200*1.1+0.01")])
    assert priced(path)["request"]["charges"][0]["amount"] == "3520.01"


def test_the_lists_hold_what_is_loaded_and_every_cell_says_what_it_takes(
    library: kfees.Library, tmp_path: Path
) -> None:
    row = "ketamine-200mg,Ketamine,20.00,ampoule"
    write_version(tmp_path / "own", "pharmacy", "2024-07-01", row, payee='"pharmacy"')
    regimens = tmp_path / "own" / "regimens"
    regimens.mkdir()
    shipped = Path(__file__).parents[2] / "schedules" / "regimens" / "crps-10-day.toml"
    longer = shipped.read_text().replace("treatment_days = 10", "treatment_days = 50")
    (regimens / "crps-50-day.toml").write_text(longer)
    result = run("template", "-o", str(tmp_path / "request.xlsx"), "--schedules", str(tmp_path / "own"))
    assert (result.status, result.output, result.messages) == (0, "", "")
    book = openpyxl.load_workbook(tmp_path / "request.xlsx")
    lists = {cell.value for (cell,) in book["Lists"].iter_rows(min_col=1, max_col=1)}
    own = kfees.load_schedules(tmp_path / "own", environment={})
    assert {*own.regimens, *own.settings, *own.schedules, "weekdays", "consecutive", "yes", "no"} <= lists
    assert "crps-50-day" in lists
    assert len(list(rows_of(book, "calendar.dates[]"))) == 50
    for sheet in book.worksheets[:-1]:
        noted = {
            place
            for validation in sheet.data_validations.dataValidation
            if validation.prompt and validation.promptTitle and len(validation.prompt) <= 255
            for cells in validation.sqref.ranges
            for place in cells.cells
        }
        yellow = {
            (cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
            if str(cell.fill.fgColor.rgb).endswith("FFF9DB")
        }
        assert yellow
        assert yellow == noted


def test_a_choice_comes_from_a_list(blank: bytes) -> None:
    sheet = read_once(blank)["Request"]
    (row,) = [row for _, row in rows_of(read_once(blank), "setting")]
    (validation,) = [each for each in sheet.data_validations.dataValidation if f"C{row}" in each.sqref]
    assert validation.type == "list"
    assert validation.showErrorMessage
    assert str(validation.formula1).startswith("Lists!$A$")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        (0.1 + 0.2, "0.30"),
        (3200.005 - 0.005, "3200.00"),
        (1234567890.12, "1234567890.12"),
        (2749.6, "2749.60"),
        (1e3, "1000.00"),
        (4, "4.00"),
        ("1,234.50", "1234.50"),
        ("$ 12", "12.00"),
        ("AUD 3200.01", "3200.01"),
    ],
)
def test_an_amount_is_read_to_the_cent(typed: object, amount: str, blank: bytes, tmp_path: Path) -> None:
    answers = answers_for(REQUESTS["only-what-is-needed"], blank)
    (place,) = rows_of(read_once(blank), "charges: hospital")
    path = filled(blank, [*answers, (place[0], f"C{place[1]}", typed)], tmp_path / "filled.xlsx")
    (charge,) = priced(path)["request"]["charges"]
    assert {key: value for key, value in charge.items() if value is not None} == {
        "payee": "hospital",
        "amount": amount,
    }


def refused(blank: bytes, answers: Answers, folder: Path) -> Result:
    path = filled(blank, answers, folder / "filled.xlsx")
    result = run("quote", str(path), "-o", str(folder / "quote.json"), "--format", "json")
    assert (result.status, result.output) == (2, "")
    assert not (folder / "quote.json").exists()
    assert "Traceback" not in result.messages
    return Result(2, "", " ".join(result.messages.split()))


def test_every_problem_is_said_at_once_at_its_cell(blank: bytes, tmp_path: Path) -> None:
    said = refused(
        blank,
        [
            ("Request", "C6", "crps-10-dya"),
            ("Request", "C7", "private-day-hospital"),
            ("Request", "C8", "30 February 2024"),
            ("Request", "C9", "eighty"),
            ("Request", "C18", -1),
            ("Request", "C19", 12.345),
            ("Request", "C25", "medical"),
            ("Request", "D25", 2801.0),
            ("Request", "E25", "tbc"),
            ("Request", "C26", "medical"),
            ("Request", "D26", "2O806"),
            ("Request", "E26", 100),
            ("Services", "C7", "medical"),
            ("Services", "D7", "17645"),
            ("Services", "E7", "2024-08-05, then"),
            ("Stay", "C9", "maybe"),
            ("Claim", "C6", "yesterday"),
        ],
        tmp_path,
    ).messages
    for place, message in {
        "Request!C6": "there is no regimen 'crps-10-dya'. Did you mean 'crps-10-day'",
        "Request!C8": "2024-02-30 does not exist. Give 2024-02-29 or an earlier day",
        "Request!C9": "'eighty' is not a plain decimal number",
        "Request!C18": "-1.00 is negative",
        "Request!C19": "12.345 holds a part of a cent",
        "Request!E25": "'tbc' is not a plain decimal number",
        "Request!D26": "no version of medical has the item '2O806'",
        "Services!E7": "'then' is not a date",
        "Stay!C9": "'maybe' is neither yes nor no",
        "Claim!C6": "'yesterday' is not a date",
    }.items():
        assert f"{place} {message}" in said, (place, said)
    assert "charges[" not in said


def test_problems_between_answers_name_the_cells(blank: bytes, tmp_path: Path) -> None:
    needed = answers_for(REQUESTS["only-what-is-needed"], blank)
    said = refused(
        blank,
        [
            *needed,
            ("Request", "C19", 1000),
            ("Request", "C25", "medical"),
            ("Request", "D25", "2824"),
            ("Request", "E25", 100),
            ("Request", "C26", "medical"),
            ("Request", "D26", "2824"),
            ("Request", "E26", 100),
            ("Request", "C27", "medical"),
            ("Request", "E27", 100),
            ("Services", "C23", "medical"),
            ("Services", "D23", "2801"),
            ("Claim", "C31", date(2024, 9, 1)),
        ],
        tmp_path,
    ).messages
    assert "Request!C26 medical:2824 is already charged in Request!C25" in said
    assert "Request!C19 medical is charged as one amount and by item" in said
    assert "Request!C27 it is not clear what is charged" in said
    assert "Services!C23 the setting brings no medical:2801" in said
    assert "Claim!C31 2024-09-01 is not before the course" in said


def test_days_in_a_word_and_one_by_one_are_a_problem(blank: bytes, tmp_path: Path) -> None:
    answers = answers_for(REQUESTS["days-one-by-one"], blank)
    said = refused(blank, [*answers, ("Request", "C10", "weekdays")], tmp_path).messages
    assert (
        "Request!C10 the days are given in a word here and one by one in Days!C6. Clear one of them." in said
    )
    short = refused(blank, answers[:-1], tmp_path).messages
    assert "Days!C6 9 dates are given; crps-10-day has 10 treatment days" in short


def test_what_is_missing_is_said_at_its_cell(blank: bytes, tmp_path: Path) -> None:
    said = refused(blank, [("Request", "C6", "crps-10-day"), ("Request", "C7", "consulting-rooms")], tmp_path)
    assert "Request!C8 this is required and was not given" in said.messages
    assert "Request!C9 the dose of crps-10-day goes by body weight" in said.messages


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("=1/0", "the cell holds a formula whose result was not saved"),
        ("#REF!", "the cell holds the error #REF!"),
        (True, "True is not a number"),
        (HALF_PAST_NINE, "2024-08-05 09:30:00 is not a number"),
        ("12,34", "'12,34' is not a plain decimal number"),
        ("1e3", "'1e3' is not a plain decimal number"),
        (-0.01, "-0.01 is negative"),
        (1e300, "is not a plain decimal number"),
    ],
)
def test_what_is_no_amount_is_refused_and_never_taken_for_another(
    typed: object, message: str, blank: bytes, tmp_path: Path
) -> None:
    needed = answers_for(REQUESTS["only-what-is-needed"], blank)
    said = refused(blank, [*needed, ("Request", "C18", typed)], tmp_path).messages
    assert f"Request!C18 {message}" in said or (message in said and "Request!C18" in said)


def test_a_day_that_is_a_bare_number_is_refused_and_a_time_behind_it_plays_no_part(
    blank: bytes, tmp_path: Path
) -> None:
    needed = answers_for(REQUESTS["only-what-is-needed"], blank)
    book = openpyxl.load_workbook(filled(blank, needed, tmp_path / "filled.xlsx"))
    book["Request"]["C8"] = 45509
    book["Request"]["C8"].number_format = "General"
    book.save(tmp_path / "filled.xlsx")
    assert "45509 is a bare number, not a day" in run("quote", str(tmp_path / "filled.xlsx")).messages
    timed = filled(blank, [*needed, ("Request", "C8", HALF_PAST_NINE)], tmp_path / "timed.xlsx")
    assert priced(timed)["request"]["start"] == "2024-08-05"


def test_a_day_in_the_date_system_of_1904_is_the_same_day(blank: bytes, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank))
    book.epoch = CALENDAR_MAC_1904
    for sheet, cell, value in answers_for(REQUESTS["only-what-is-needed"], blank):
        book[sheet][cell] = value
    book.save(tmp_path / "filled.xlsx")
    assert priced(tmp_path / "filled.xlsx")["request"]["start"] == "2024-08-05"


def test_item_codes_that_excel_made_numbers_are_read_as_they_are_shown(blank: bytes, tmp_path: Path) -> None:
    request = REQUESTS["by-item-and-changed"]
    book = openpyxl.load_workbook(filled(blank, answers_for(request, blank), tmp_path / "filled.xlsx"))
    sheet = book["Services"]
    (cell,) = (row[0] for row in sheet.iter_rows(min_col=4, max_col=4) if row[0].value == "10.10")
    cell.value, cell.number_format = 10.1, "0.00"
    (code,) = (row[0] for row in sheet.iter_rows(min_col=4, max_col=4) if row[0].value == "17645")
    code.value, code.number_format = 17645, "General"
    book.save(tmp_path / "filled.xlsx")
    assert priced(tmp_path / "filled.xlsx") == priced_as_json(request, tmp_path)


def test_rows_may_be_moved_and_copied_and_an_answer_beside_the_form_is_never_lost(
    blank: bytes, tmp_path: Path
) -> None:
    request = REQUESTS["by-item-and-changed"]
    path = filled(blank, answers_for(request, blank), tmp_path / "filled.xlsx")
    book = openpyxl.load_workbook(path)
    book["Request"].insert_rows(1, 3)
    book["Request"].delete_rows(18 + 3)  # the hospital's charge in one amount, which is not needed
    book["Services"].delete_rows(25, 2)
    book.save(path)
    assert priced(path) == priced_as_json(request, tmp_path)

    book["Services"]["B40"], book["Services"]["C40"], book["Services"]["D40"] = "services[]", "medical", "3"
    book["Services"]["E40"] = date(2024, 8, 9)
    book.save(path)
    extra = {"schedule": "medical", "item": "3", "dates": ["2024-08-09"]}
    assert priced(path) == priced_as_json({**request, "services": [*request["services"], extra]}, tmp_path)

    book["Services"]["B40"] = None
    book.save(path)
    said = " ".join(run("quote", str(path)).messages.split())
    assert "Services!C40 nothing is asked in this row, so 'medical' would not be read" in said


def test_a_question_that_stands_twice_is_a_problem(blank: bytes, tmp_path: Path) -> None:
    needed = answers_for(REQUESTS["only-what-is-needed"], blank)
    said = refused(blank, [*needed, ("Request", "B40", "start"), ("Request", "C40", "2024-08-06")], tmp_path)
    assert "Request!C40 the row 'start' stands twice; it is answered in Request!C8 already" in said.messages


def test_a_form_offers_the_guideline_s_own_words_alone(blank: bytes, library: kfees.Library) -> None:
    guideline = library.guideline_on(date(2024, 7, 1))
    assert guideline is not None
    listed = {cell.value for cell in read_once(blank)["Lists"]["A"]}
    for check in (check for check in guideline.check if check.accepted):
        assert listed.issuperset(check.accepted)
        assert not listed.intersection(other for others in check.also.values() for other in others)
        assert not listed.intersection(check.excluded)


def test_a_word_of_the_form_that_is_not_known_is_asked_about_there(blank: bytes, tmp_path: Path) -> None:
    (place,) = rows_of(read_once(blank), "claim.route")
    answers = [*answers_for(REQUESTS["a-claim"], blank), (place[0], f"C{place[1]}", "intravenus")]
    said = refused(blank, answers, tmp_path).messages
    assert f"Claim!C{place[1]} 'intravenus' is not known here. Did you mean 'intravenous'?" in said


def test_a_flag_replaces_what_the_form_says(blank: bytes, tmp_path: Path) -> None:
    path = filled(blank, answers_for(REQUESTS["one-amount-each"], blank), tmp_path / "filled.xlsx")
    quote = priced(path, "--start", "2024-08-05", "--charge", "medical=1.00")
    assert quote["request"]["start"] == "2024-08-05"
    assert [charge["payee"] for charge in quote["request"]["charges"]] == ["medical"]
    said = " ".join(run("quote", str(path), "--charge", "medical=NaN").messages.split())
    assert "--charge medical=NaN 'NaN' is not a plain decimal number." in said


def test_a_form_is_assessed_as_its_json_is(blank: bytes, tmp_path: Path) -> None:
    request = REQUESTS["a-claim"]
    path = filled(blank, answers_for(request, blank), tmp_path / "filled.xlsx")
    (tmp_path / "request.json").write_text(json.dumps(request), encoding="utf-8")
    assessed = [
        run("assess", str(source), "--format", "json", *AS_OF) for source in (path, tmp_path / "request.json")
    ]
    assert assessed[0].status == 0
    assert assessed[0] == assessed[1]


PROJECT = ("--rules", "medicare-set-aside", "--courses-per-year", "1", "--years", "2")


@pytest.mark.parametrize(("command", "more"), [("compare", AS_OF), ("project", PROJECT)])
def test_a_form_is_compared_and_projected_as_its_json_is(
    command: str, more: tuple[str, ...], blank: bytes, tmp_path: Path
) -> None:
    request = REQUESTS["one-amount-each"]
    answers, asked = answers_for(request, blank), tmp_path / "request.json"
    form = filled(blank, answers, tmp_path / "form.xlsx")
    asked.write_text(json.dumps(request))
    found = run(command, str(form), *more, "--format", "json")
    assert found.status == 0
    assert found == run(command, str(asked), *more, "--format", "json")
    changed = run(command, str(form), *more, "--weight", "no", "--format", "json")
    assert (changed.status, changed.output) == (2, "")
    wrong = filled(blank, [*answers, ("Request", "C9", "eighty")], tmp_path / "wrong.xlsx")
    assert "Request!C9\n" in run(command, str(wrong), *more).messages


@pytest.mark.parametrize(
    ("cell", "typed", "message"),
    [
        ("C9", "75kg", ""),
        ("C9", "176 lb", "is in pounds"),
        ("C9", "80,5", "Write 80.5."),
        ("C18", "(200.00)", "is negative"),
        ("C18", "3.200,00", "Write 3200.00."),
        ("C18", "-", ""),
        ("C18", "1,200 AUD", ""),
        ("C18", "9" * 20, "Give less than 1,000,000,000,000"),
        ("C18", 1e20, "Give less than 1,000,000,000,000"),
    ],
)
def test_a_cell_of_the_form_is_read_as_one_of_a_portfolio(
    cell: str, typed: object, message: str, blank: bytes, tmp_path: Path
) -> None:
    answers = [*answers_for(REQUESTS["one-amount-each"], blank), ("Request", cell, typed)]
    form = filled(blank, answers, tmp_path / "form.xlsx")
    told = run("quote", str(form))
    assert message in " ".join(told.messages.split())
    assert (told.status, f"Request!{cell}\n" in told.messages) == ((2, True) if message else (0, False))


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def with_part(blank: bytes, name: str, part: bytes) -> bytes:
    """The form with one part of the package replaced or added."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(blank)) as source,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            if info.filename != name:
                target.writestr(info.filename, source.read(info))
        target.writestr(name, part)
    return content.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
)


def hostile(blank: bytes) -> dict[str, tuple[bytes, str]]:
    """Files by name, with what is said of each."""
    locked = bytearray(zipped(**{"[Content_Types].xml": b"<Types/>"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1
    encrypted = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    return {
        "empty.xlsx": (b"", "this is not an Excel workbook"),
        "page.xlsx": (b"<html><table></table></html>", "this is not an Excel workbook"),
        "old.xls": (b"\xd0\xcf\x11\xe0" + bytes(600), "this is an old Excel workbook (.xls)"),
        "locked.xlsx": (encrypted, "the workbook is locked with a password"),
        "locked-zip.xlsx": (bytes(locked), "the workbook is locked with a password"),
        "half.xlsx": (blank[: len(blank) // 2], "the workbook is damaged"),
        "photographs.xlsx": (zipped(**{"a.jpg": b"x"}), "this is not an Excel workbook"),
        "binary.xlsb": (
            zipped(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}),
            "this is a binary Excel workbook (.xlsb)",
        ),
        "macros.xlsm": (with_part(blank, "xl/vbaProject.bin", b"x"), "the workbook holds macros"),
        "laughs.xlsx": (with_part(blank, SHEET, BILLION_LAUGHS), "the workbook declares XML entities"),
        "bomb.xlsx": (with_part(blank, "xl/media/a.png", bytes(30_000_000)), "the workbook unpacks to 30,"),
        "garbage.xlsx": (
            with_part(blank, SHEET, b"<worksheet><sheetData><row r='x'"),
            "the workbook is damaged",
        ),
        "huge.xlsx": (b"PK\x03\x04" + bytes(6_000_000), "the workbook is larger than 5,000,000 bytes"),
    }


@pytest.mark.parametrize("name", hostile(zipped()))
def test_a_file_that_is_no_form_is_refused_in_one_clear_line(name: str, blank: bytes, tmp_path: Path) -> None:
    content, said = hostile(blank)[name]
    (tmp_path / name).write_bytes(content)
    result = run("quote", str(tmp_path / name))
    assert (result.status, result.output) == (2, "")
    assert result.messages.startswith("kfees: 1 problem;")
    assert said in " ".join(result.messages.split())


def test_another_workbook_is_no_form(tmp_path: Path) -> None:
    course = ("--regimen", "crps-4-day", "--setting", "hospital-in-the-home", "--start", "2024-08-05")
    assert run("quote", *course, "-o", str(tmp_path / "quote.xlsx")).status == 0
    result = run("quote", str(tmp_path / "quote.xlsx"))
    assert result.status == 2
    assert "Fill in the workbook that 'kfees template -o request.xlsx' writes" in " ".join(
        result.messages.split()
    )


def test_the_form_goes_to_a_file(tmp_path: Path) -> None:
    refused = run("template")
    assert (refused.status, refused.output) == (2, "")
    assert "Name a file with -o FILE" in refused.messages
    assert run("template", "-o", str(tmp_path / "none" / "request.xlsx")).status == 2


ANY_DAY = st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(date.isoformat)
DAYS = st.lists(ANY_DAY, min_size=1, max_size=3, unique=True)
NAMES = st.sampled_from(("Dr A", "Dr B", "St John of God, Geelong", "7 Hills"))
AMOUNT = st.decimals("0", "99999", places=2).map(str)
EPISODES = st.fixed_dictionaries(
    {"nights": st.integers(0, 30)},
    optional={
        "admitted": ANY_DAY,
        "discharged": ANY_DAY,
        "leave": DAYS,
        "earlier_stay": st.fixed_dictionaries({"ended": ANY_DAY, "days": st.integers(1, 40)}),
        "beds": st.lists(
            st.fixed_dictionaries({"item": st.just("ICU"), "dates": DAYS}), min_size=1, max_size=1
        ),
        "drg": st.just("B71A"),
        "age": st.integers(0, 99),
        "icu_hours": st.just("12.5"),
        "dialysis": st.booleans(),
        "treatment_remoteness": st.just("RA3"),
        "psychiatric_age": st.just("1.1"),
    },
)
FOR_WHOM = {"payee": st.sampled_from(("hospital", "medical", "pharmacy"))}
CHARGES_OF_ANY_KIND = st.one_of(
    st.fixed_dictionaries(
        {**FOR_WHOM, "amount": AMOUNT, "provider": NAMES}, optional={"gst": st.just("included")}
    ),
    st.fixed_dictionaries({**FOR_WHOM, "discount": AMOUNT}, optional={"provider": NAMES}),
    st.fixed_dictionaries(
        {**FOR_WHOM, "label": st.sampled_from(("Facility fee", "+ a pillow")), "amount": AMOUNT},
        optional={"quantity": st.just("1.5"), "dates": DAYS, "provider": NAMES},
    ),
    st.fixed_dictionaries(
        {"schedule": st.just("medical"), "item": st.sampled_from(("2801", "0010")), "amount": AMOUNT},
        optional={"dates": DAYS, "provider": NAMES, "gst": st.just("included")},
    ),
)


ELSEWHERE: dict[str, tuple[str, int, str, Any, str]] = {
    "a-part-whose-stay-is-not-there": ("parts[]", 1, "E", 6, "More stays says nothing of a stay 6"),
    "a-stay-that-nobody-has": ("stays[].nights", 0, "G", 2, "no part and no service has the stay 5"),
    "a-bed-outside-its-stay": ("stays[].beds[]", 0, "E", "2024-09-06", "the night of 2024-09-06 is outside"),
    "no-sessions": ("parts[]", 0, "D", 0, "0 is not what is expected here. Give 1 or more"),
    "an-unknown-setting": ("parts[]", 0, "C", "private-hospitel", "there is no setting 'private-hospitel'"),
    "an-amount-in-words": (
        "fees[]",
        3,
        "E",
        "three hundred",
        "'three hundred' is not a plain decimal number",
    ),
    "beside-the-table": (
        "accounts[]",
        2,
        "H",
        "see letter",
        "nothing is asked in this cell, so 'see letter'",
    ),
    "leave-that-is-no-day": ("episode.leave", 0, "C", "Tuesday", "'Tuesday' is not a date"),
    "too-many-sessions": ("sessions", 0, "C", 101, "101 is not what is expected here"),
    "a-day-that-never-was": ("episode.admitted", 0, "C", "31 June 2024", "2024-06-31 does not exist"),
}
SAID_BESIDE: dict[str, tuple[str, int, dict[str, Any], str, str]] = {
    "a-bed-of-no-stay": ("stays[].beds[]", 1, {"D": "ICU"}, "C", "it is not said whose this is"),
    "a-fee-for-nothing": (
        "fees[]",
        0,
        {"C": "hospital", "E": 300},
        "D",
        "it is not said what this fee is for",
    ),
    "a-fee-of-no-amount": ("fees[]", 0, {"C": "hospital", "D": "Pillow"}, "E", "it is not said how much"),
    "an-account-of-nothing": ("accounts[]", 2, {"C": "hospital"}, "E", "neither an amount nor a discount"),
    "an-account-of-nobody": ("accounts[]", 2, {"E": 20}, "C", "it is not said who is paid"),
    "a-discount-of-nothing": ("accounts[]", 0, {"C": "medical", "F": 5}, "F", "charges nothing that it"),
    "a-part-without-sessions": ("parts[]", 4, {"C": "consulting-rooms"}, "D", "this is required"),
    "gst-that-is-no-word": (
        "accounts[]",
        1,
        {"C": "medical", "E": 9, "G": "yes"},
        "G",
        "Use one of: included",
    ),
    "a-discount-above-the-charge": (
        "accounts[]",
        1,
        {"C": "medical", "E": 9, "F": 10},
        "F",
        "is more than the 9",
    ),
}


@pytest.mark.parametrize("name", [*ELSEWHERE, *SAID_BESIDE])
def test_what_is_wrong_with_accounts_parts_and_stays_is_said_at_its_cell(
    name: str, blank: bytes, tmp_path: Path
) -> None:
    if name in ELSEWHERE:
        key, number, column, typed, message = ELSEWHERE[name]
        cells = {column: typed}
    else:
        key, number, cells, column, message = SAID_BESIDE[name]
    sheet, row = list(rows_of(read_once(blank), key))[number]
    answers = answers_for(REQUESTS["in-parts-and-an-added-stay"], blank)
    wrong = [(sheet, f"{letter}{row}", value) for letter, value in cells.items()]
    said = refused(blank, [*answers, *wrong], tmp_path).messages
    assert f"{sheet}!{column}{row} " in said
    assert message in said
    assert not re.search(r"(charges|parts|services)\[", said)


ANY_REQUEST = st.fixed_dictionaries(
    {
        "regimen": st.just("crps-10-day"),
        "parts": st.lists(
            st.fixed_dictionaries(
                {"setting": st.sampled_from(("consulting-rooms", "private-hospital-inpatient")),
                 "sessions": st.integers(1, 100)},
                optional={"episode": EPISODES},
            ),
            min_size=1,
            max_size=3,
        ),
        "start": ANY_DAY,
    },
    optional={
        "sessions": st.integers(1, 100),
        "weight_kg": st.just("72.5"),
        "providers": st.dictionaries(st.sampled_from(("hospital", "medical", "pharmacy")), NAMES),
        "services": st.lists(
            st.fixed_dictionaries(
                {"schedule": st.just("medical"), "item": st.sampled_from(("2801", "10.10")), "dates": DAYS},
                optional={"quantity": st.just("0.5"), "provider": NAMES, "episode": EPISODES},
            ),
            min_size=1,
            max_size=3,
        ),
        "charges": st.lists(CHARGES_OF_ANY_KIND, min_size=1, max_size=6),
    },
)  # fmt: skip


@settings(max_examples=times(8))
@given(asked=ANY_REQUEST)
def test_any_course_written_into_the_form_is_read_back_whole(
    asked: dict[str, Any], blank: bytes, library: kfees.Library, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = filled(blank, answers_for(asked, blank), tmp_path_factory.mktemp("any") / "filled.xlsx")
    read = read_filled(path.read_bytes(), "filled.xlsx", library)
    assert [str(problem) for problem in read.problems] == []
    found, stated = (kfees.CourseRequest.model_validate(value) for value in (read.value, asked))
    assert found.model_copy(update={"charges": ()}) == stated.model_copy(update={"charges": ()})
    assert Counter(found.charges) == Counter(stated.charges)


OLD_FORM: dict[str, dict[str, dict[int, tuple[Any, ...]]]] = {
    "Request": {
        "regimen": {6: ("crps-4-day", "How ketamine is given: see the sheet Lists.")},
        "setting": {7: ("private-hospital-inpatient", "Where it is given: see the sheet Lists.")},
        "start": {8: (date(2024, 8, 5), "A day, such as 5 Aug 2024.")},
        "episode.nights": {11: (5, "Empty: to the day after the last treatment.")},
        "charges: medical": {16: (1000.5, "For the whole course.")},
        "charges[]": {22: ("private-hospital", "M", 1100.1)},
    },
    "Services": {"services[]": {7: ("medical", 17645, "2024-08-05, 2024-08-06", 2)}},
    "Stay": {"episode.age": {10: (45, "In whole years at admission.")}},
    "Claim": {"claim.request_date": {6: (date(2024, 7, 1), "The guideline of that day is used.")}},
}


def test_a_form_filled_in_before_there_were_accounts_and_parts_is_read_as_it_was(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, keys in OLD_FORM.items():
        sheet = book.create_sheet(name)
        for key, rows in keys.items():
            for row, answers in rows.items():
                sheet[f"B{row}"] = key
                for column, answer in zip("CDEF", answers, strict=False):
                    sheet[f"{column}{row}"] = answer
    book.save(tmp_path / "old.xlsx")
    request = {
        "regimen": "crps-4-day",
        "setting": "private-hospital-inpatient",
        "start": "2024-08-05",
        "episode": {"nights": 5, "age": 45},
        "charges": [
            {"payee": "medical", "amount": "1000.50"},
            {"schedule": "private-hospital", "item": "M", "amount": "1100.10"},
        ],
        "services": [
            {"schedule": "medical", "item": "17645", "dates": ["2024-08-05", "2024-08-06"], "quantity": "2"},
        ],
        "claim": {"request_date": "2024-07-01"},
    }
    assert priced(tmp_path / "old.xlsx") == priced_as_json(request, tmp_path)


junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    st.datetimes(HALF_PAST_NINE),
    st.sampled_from(
        ("", " ", "=A1", "=1+", "#N/A", "yes", "2024-02-30", "1,2,3", "\u00a0", "x" * 300, "-5", "RA9")
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20),
)


@settings(max_examples=times(12))
@given(
    cells=st.dictionaries(st.tuples(st.sampled_from("CDEF"), st.integers(4, 50)), junk, max_size=15),
    sheet=st.integers(0, 4),
)
def test_whatever_stands_in_the_cells_is_answered_and_never_with_a_traceback(
    cells: dict[tuple[str, int], Any], sheet: int, blank: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for place, cell, value in answers_for(REQUESTS["only-what-is-needed"], blank):
        book[place][cell] = value
    for (column, row), value in cells.items():
        target = book.worksheets[sheet][f"{column}{row}"]
        if not isinstance(target, MergedCell):
            target.value = value
    path = tmp_path_factory.mktemp("junk") / "filled.xlsx"
    book.save(path)
    result = run("quote", str(path), "--format", "json")
    assert result.status in (0, 2)
    assert "Traceback" not in result.messages
    if result.status == 2:
        assert result.output == ""


def test_a_form_of_another_payer_speaks_of_it_and_says_who_is_to_pay(tmp_path: Path) -> None:
    path = tmp_path / "tac.xlsx"
    assert run("template", "--payer", "tac-victoria", "-o", str(path)).status == 0
    cells = [
        cell.value for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row
    ]
    said = [cell for cell in cells if isinstance(cell, str)]
    assert not [text for text in said if re.search(r"WorkSafe (?!Victoria)|worker", text)]
    assert any("It brings tac-private-hospital:M (each night)" in text for text in said)
    course = {"regimen": "crps-4-day", "setting": "private-hospital-inpatient", "start": "2024-08-05"}
    blank = path.read_bytes()
    filled(blank, answers_for(course, blank), path)
    assert priced(path)["payees"][0]["maximum"] == "2051.16"
    refused = run("template", "--payer", "TAC", "-o", str(tmp_path / "none.xlsx"))
    assert (refused.status, (tmp_path / "none.xlsx").exists()) == (2, False)
    assert "Did you mean 'tac-victoria'?" in refused.messages
