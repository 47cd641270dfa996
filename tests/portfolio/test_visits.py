"""What an episode states, as columns: their headings and cells, and that every fact counts for the price."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

import kfees
from command_line import run
from kfees.model.problems import InputError
from kfees.portfolio.columns import recognise
from kfees.portfolio.fields import FACTS, VISITS

HEADINGS = {
    "age": ("Age", "AGE_AT_ADMISSION", "Age (years)", "Age at admission"),
    "indigenous": ("Indigenous Status", "ATSI", "Aboriginal", "Aboriginal and/or Torres Strait Islander Y/N"),
    "icu_hours": ("ICU hours", "Hours in ICU", "icu_hrs", "Total ICU Hours"),
    "leave_days": ("Leave days", "LEAVE_DAYS", "Days of leave"),
    "residence": ("Remoteness of residence", "Residence RA", "Patient remoteness"),
    "treatment": ("Remoteness of hospital", "Hospital RA", "treatment_remoteness"),
    "dialysis": ("Dialysis (Y/N)", "Dialysis flag"),
    "radiotherapy": ("Radiotherapy", "Radiotherapy indicator"),
    "private_patient": ("Private patient", "Private (Y/N)", "Election status"),
    "specialist_paediatric": ("Specialist paediatric hospital",),
    "emergency": ("AECC class", "Emergency class", "ECC"),
    "clinic": ("Tier 2 clinic", "Clinic code", "TIER2"),
    "nights": ("LOS", "Length of stay"),
}

CELLS: dict[str, dict[Any, tuple[str, ...]]] = {
    "indigenous": {
        True: (
            "Y",
            "yes",
            "TRUE",
            "1",
            "1.0",
            "Aboriginal",
            "Aboriginal but not Torres Strait Islander origin",
        ),
        None: ("N", "No", "0", "", "-", "Neither Aboriginal nor Torres Strait Islander origin", "Not stated"),
    },
    "private_patient": {True: ("Private", "y"), None: ("PUBLIC", "false")},
    "residence": {
        None: ("RA0", "0", "Major cities of Australia", "ra 0", ""),
        "RA2": ("RA2", "2", "2.0", "Outer Regional Australia", "outer regional", "RA2 - Outer regional"),
        "RA4": ("RA4", "Very remote", "4"),
    },
    "age": {45: ("45", "45.0", "45 years", "45 yrs"), None: ("",)},
    "icu_hours": {Decimal("36.5"): ("36.5", "36.50", "36.5 hours", "36.5h"), None: ("0", "")},
}

WRONG = {
    "indigenous": ("2", "maybe", "-1"),
    "residence": ("RA5", "Ballarat", "RA2 - Remote", "-1"),
    "age": ("131", "-1", "45.5", "old", "3 months", "1980-01-01"),
    "icu_hours": ("-1", "36:30", "00:00", "1899-12-31 12:30:00", "some"),
    "leave_days": ("100001", "1.5"),
    "emergency": ("E9999Z",),
}

ADMITTED = {
    "regimen": "crps-10-day",
    "setting": "public-hospital-admitted",
    "start": "2024-08-05",
    "weight_kg": "80",
}


def priced(library: kfees.Library, *rows: dict[str, Any]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return kfees.price_portfolio(frame.lazy(), library).collect()


@pytest.mark.parametrize(("field", "name"), [(field, name) for field in HEADINGS for name in HEADINGS[field]])
def test_a_heading_of_an_extract_is_known(field: str, name: str, library: kfees.Library) -> None:
    schema = dict.fromkeys(("regimen", "setting", "start", name), pl.String())
    assert recognise(schema, library).by_field[field] == name


@pytest.mark.parametrize("name", ["RA", "Remoteness", "ASGS", "ASGS RA", "Remoteness area"])
def test_an_area_that_may_be_either_place_is_asked_about(name: str, library: kfees.Library) -> None:
    schema = dict.fromkeys(("regimen", "setting", "start", name), pl.String())
    with pytest.raises(InputError, match="--columns residence=D or --columns treatment=D"):
        recognise(schema, library)
    schema |= dict.fromkeys(("Patient RA", "Hospital RA"), pl.String())
    assert recognise(schema, library).unused == (name,)


@pytest.mark.parametrize("field", CELLS)
def test_a_fact_is_read_as_people_write_it(field: str, library: kfees.Library) -> None:
    by_meaning = [
        {priced(library, {**ADMITTED, "specialist_paediatric": "", field: text})["nwau"][0] for text in texts}
        for texts in CELLS[field].values()
    ]
    assert all(len(found) == 1 and None not in found for found in by_meaning)
    if field != "age":
        assert len(set.union(*by_meaning)) == len(by_meaning)


@pytest.mark.parametrize("field", WRONG)
def test_a_wrong_fact_refuses_its_own_row(field: str, library: kfees.Library) -> None:
    rows = [{**ADMITTED, field: text} for text in (*WRONG[field], "")]
    *wrong, fine = priced(library, *rows)["problem"]
    assert fine is None
    assert all(problem.startswith(f"{field}: ") for problem in wrong)


@pytest.mark.parametrize(
    "heading", ["Election status", "Patient election", "Public or private", "Private/Public"]
)
@pytest.mark.parametrize("kind", [pl.String(), pl.Int64(), pl.Float64()])
def test_which_status_was_chosen_is_not_read_from_a_number(
    heading: str, kind: pl.DataType, library: kfees.Library
) -> None:
    frame = pl.DataFrame([{**ADMITTED, heading: number} for number in (0, 1, 2)]).cast({heading: kind})
    told = kfees.price_portfolio(frame.lazy(), library).collect()["problem"]
    assert all("1 is public and 2 private. Write public or private." in problem for problem in told)
    flagged = {**ADMITTED, "specialist_paediatric": ""}
    private, meant = priced(library, {**flagged, heading: "Private"}), {**flagged, "private_patient": 1}
    assert private["nwau"][0] == priced(library, meant)["nwau"][0]
    assert private["nwau"][0] != priced(library, {**flagged, heading: "public"})["nwau"][0]


def test_a_fact_plays_no_part_where_nothing_is_weighed(library: kfees.Library) -> None:
    rooms = {**ADMITTED, "setting": "consulting-rooms"}
    found = priced(library, {**rooms, "clinic": "Pain Clinic East", "treatment": "ketamine", "age": "old"})
    assert found["problem"][0] is None
    assert found["maximum"][0] == priced(library, rooms)["maximum"][0]


def test_a_clinic_that_a_sheet_holds_as_a_number_is_the_code_it_stands_for(library: kfees.Library) -> None:
    outpatient = {**ADMITTED, "setting": "public-hospital-outpatient"}
    found = priced(library, *({**outpatient, "clinic": one} for one in (10.1, 20.01, 10.145)))
    text = priced(library, *({**outpatient, "clinic": one} for one in ("10.10", "20.01", "10.1")))
    assert found["nwau"].to_list() == [*text["nwau"][:2], None]
    assert "Did you mean '10.10'" in text["problem"][2]


def quoted(library: kfees.Library, row: dict[str, Any]) -> tuple[Decimal | None, str | None]:
    """What `kfees.price` says of a row's course."""
    names = {"residence": "residence_remoteness", "treatment": "treatment_remoteness"}
    episode = {names.get(field, field): row[field] for field in FACTS if row.get(field)}
    of_visit = {key: value for key, value in episode.items() if key not in ("leave_days", "icu_hours")}
    if "icu_hours" in episode:
        episode["icu_eligible"] = True
    request = {key: row[key] for key in ADMITTED} | {"episode": {**episode, "nights": row["nights"]}}
    days = [f"2024-08-{day:02}" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)]
    services = []
    if row["emergency"]:
        services.append({"item": row["emergency"], "dates": days[:1]})
    if row["clinic"] and row["setting"] == "public-hospital-outpatient":
        services.append({"item": row["clinic"], "dates": days})
        request["without"] = [{"schedule": "department-of-health", "item": "10.14"}]
    request["services"] = [
        {"schedule": "department-of-health", "episode": of_visit, **one} for one in services
    ]
    try:
        quote = kfees.price(kfees.CourseRequest.model_validate(request), library)
    except InputError as error:
        return None, error.problems[0].message
    return quote.totals.maximum, None


def test_rows_with_facts_are_priced_as_requests_are(library: kfees.Library) -> None:
    chance = Random(17)  # noqa: S311
    choices: dict[str, tuple[Any, ...]] = {
        "nights": (None, None, 12, 14),
        "age": (None, 4, 45, 90),
        "leave_days": (None, None, 1, 20),
        "icu_hours": (None, None, "30", "12.5", "9999"),
        **dict.fromkeys(("indigenous", "dialysis", "radiotherapy"), (None, True, False)),
        "private_patient": (None, None, True),
        "specialist_paediatric": (None, None, True),
        "residence": (None, "RA2", "RA4"),
        "treatment": (None, "RA3"),
        "emergency": (None, "E0110A", "E0001Z"),
        "clinic": (None, "10.10", "10.14", "20.01"),
    }
    settings = ("public-hospital-admitted", "public-hospital-outpatient", "public-hospital-same-day")
    rows = [
        {
            **ADMITTED,
            "setting": settings[number % 3],
            **{key: chance.choice(of) for key, of in choices.items()},
        }
        for number in range(90)
    ]
    for row in rows:
        if row["setting"] != settings[0]:
            row["nights"] = None
    found = priced(library, *rows)
    assert {*FACTS, *VISITS} <= set(found.columns)
    for row, maximum, problem in zip(rows, found["maximum"], found["problem"], strict=True):
        expected, said = quoted(library, row)
        assert (maximum, problem is None) == (expected, said is None), (row, problem, said)
        assert said is None or said in problem
    assert 20 < found["problem"].null_count() < 90


def test_a_presentation_is_priced_by_the_version_of_its_own_day(library: kfees.Library) -> None:
    base = {**ADMITTED, "setting": "consulting-rooms"}
    starts = ("2024-06-28", "2024-07-01", "2024-06-17")
    rows = [
        {**base, "start": start, "admitted": None, "emergency": one}
        for start, one in itertools.product(starts, ("E0110A", None))
    ]
    found = priced(library, *rows)["nwau"]
    assert [found[0], found[2], found[4]] == [Decimal(one) for one in _weights(library, starts)]


def _weights(library: kfees.Library, starts: tuple[str, ...]) -> list[Decimal]:
    found = []
    for start in starts:
        version = library.version_on("department-of-health", date.fromisoformat(start))
        assert version is not None
        found.append(kfees.nwau(kfees.Episode(), version, "E0110A").nwau or Decimal(0))
    return found


def test_visits_past_the_last_day_of_all_refuse_their_row(library: kfees.Library) -> None:
    late = {**ADMITTED, "setting": "public-hospital-outpatient", "start": "2099-12-28", "clinic": "10.10"}
    problem = priced(library, late)["problem"][0]
    assert problem == "start: the course would run past the year 2099. Check the year and the nights."


def test_a_presentation_long_before_the_course_is_named_by_its_own_day(library: kfees.Library) -> None:
    starts = {"2024-08-05": "2024-04-02", "2024-09-05": "2024-05-03"}
    rows = (
        {**ADMITTED, "start": start, "admitted": day, "emergency": "E0110A"} for start, day in starts.items()
    )
    for said, day in zip(priced(library, *rows)["please_check"], ("2 April", "3 May"), strict=True):
        assert f"department-of-health:E0110A on {day} 2024 is more than 90 days from the course" in said


@pytest.mark.parametrize(("field", "text"), [("clinic", "Pain & Co"), ("treatment", "ketamine infusion")])
def test_a_column_of_something_else_can_be_left_unread(
    field: str, text: str, library: kfees.Library, tmp_path: Path
) -> None:
    row = {**ADMITTED, "setting": "public-hospital-outpatient", field: text}
    assert f"pass --columns {field}=none." in priced(library, row)["problem"][0]
    file = tmp_path / "courses.csv"
    pl.DataFrame([row]).write_csv(file)
    columns = ("--columns", f"{field}=none")
    assert run("portfolio", str(file), "-o", str(tmp_path / "priced.csv"), *columns).status == 0
