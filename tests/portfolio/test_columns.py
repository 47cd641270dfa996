"""The columns of an extract as claims systems call them, and those that are asked about instead of unread."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import kfees
from command_line import run
from kfees.model.problems import InputError, Problem
from kfees.portfolio.columns import Columns, recognise
from kfees.portfolio.named import Named

COURSE = {
    "regimen": "crps-10-day",
    "setting": "private-day-hospital",
    "start": "2024-08-05",
    "weight_kg": "80",
}


def columns(library: kfees.Library, *names: str, named: Named | None = None) -> Columns:
    schema = dict.fromkeys(("regimen", "setting", "start", *names), pl.String())
    return recognise(schema, library, named or Named())


def refused(library: kfees.Library, *names: str) -> Problem:
    with pytest.raises(InputError) as caught:
        columns(library, *names)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("No. of infusions", "sessions"), ("# treatments", "sessions"), ("No of nights", "nights"),
        ("Patient weight (kg)", None), ("Patient weight", "weight_kg"), ("Claim ref", "id"),
        ("Hospital amount charged", "hospital_charge"), ("Doctor billed", "medical_charge"),
        ("Pharmacy invoiced", "pharmacy_charge"), ("Hospital charge (inc GST)", "hospital_charge"),
        ("Doctor fee ex GST", "medical_charge"), ("Note", None), ("Notes of infusions", None),
    ],
)  # fmt: skip
def test_a_column_is_known_by_the_form_of_its_name(
    name: str, field: str | None, library: kfees.Library
) -> None:
    found = columns(library, name)
    assert {one for one, called in found.by_field.items() if called == name} == {field} - {None}


def test_a_first_day_is_known_as_people_call_it(library: kfees.Library) -> None:
    for name in ("Date of first treatment", "Treatment start", "First infusion", "Commencement date"):
        schema = dict.fromkeys(("regimen", "setting", name, "Treatment end"), pl.String())
        assert recognise(schema, library).by_field["start"] == name


@pytest.mark.parametrize("name", ["Hospital invoice amount", "Total doctors' cost", "Facility $"])
def test_a_column_of_what_a_payee_may_charge_is_asked_about(name: str, library: kfees.Library) -> None:
    problem = refused(library, name)
    assert (problem.place, problem.code) == (name, "unread-column")
    for flag in problem.remedy.removeprefix("Pass ").removesuffix(".").split(" or "):
        field, _, column = flag.removeprefix("--columns ").partition("=")
        found = columns(library, name, named=Named({field: column}))
        assert found.by_field.get(field) == (name if column == "D" else None), "the remedy is followed"
    beside = columns(library, name, "hospital_charge", "medical_charge")
    assert name in beside.unused, "what is charged is known"


@pytest.mark.parametrize("name", ["Hospital amount paid", "Total hospital days", "Doctor fee code", "Total"])
def test_a_column_of_something_else_is_not_asked_about(name: str, library: kfees.Library) -> None:
    assert name in columns(library, name).unused


def test_charges_with_gst_by_their_heading_are_priced_with_it(library: kfees.Library) -> None:
    with_it = pl.LazyFrame({**COURSE, "Hospital charge (incl. GST)": "3024.60", "Doctor charge": "960.20"})
    said = pl.LazyFrame(
        {**COURSE, "Hospital charge": "3024.60", "Doctor charge": "960.20", "gst": "included"}
    )
    without = pl.LazyFrame({**COURSE, "Hospital charge": "3024.60", "Doctor charge": "960.20"})
    gaps = [
        kfees.price_portfolio(frame, library).collect()["gap"].item() for frame in (with_it, said, without)
    ]
    assert [str(gap) for gap in gaps] == ["0.00", "0.00", "275.00"]
    problem = refused(library, "Hospital charge inc GST", "Doctor charge ex GST")
    assert problem.message == "Hospital charge inc GST is with GST, and Doctor charge ex GST without."
    both = columns(library, "Hospital charge inc GST", "Doctor charge ex GST", "gst")
    assert both.with_gst == ()


@pytest.mark.parametrize(
    "setting",
    [
        "DH - Private day hospital",
        "Day hospital (private)",
        "DH: Private Day-Hospital",
        "D1 | private day hospital",
    ],
)
@pytest.mark.parametrize("regimen", ["K10 - CRPS 10 day", "10-day CRPS", "CRPS 10 day"])
def test_a_name_may_have_a_code_before_it_and_its_words_in_any_order(
    setting: str, regimen: str, library: kfees.Library
) -> None:
    frame = pl.LazyFrame({**COURSE, "setting": setting, "regimen": regimen})
    assert str(kfees.price_portfolio(frame, library).collect()["maximum"].item()) == "3709.80"


@pytest.mark.parametrize("setting", ["DH", "Day hospital", "Private hospital", "DH - clinic"])
def test_a_name_of_other_words_is_refused(setting: str, library: kfees.Library) -> None:
    frame = pl.LazyFrame({**COURSE, "setting": setting})
    assert "there is no setting" in kfees.price_portfolio(frame, library).collect()["problem"].item()


def priced(tmp_path: Path, *lines: str, flags: tuple[str, ...] = ()) -> tuple[int, str]:
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = run("portfolio", str(path), "-o", str(out), *flags)
    return result.status, " ".join(result.messages.split())


ROW = "crps-10-day,private-day-hospital,2024-08-05,80,"


def test_a_column_that_names_another_payer_is_asked_about(tmp_path: Path) -> None:
    lines = ("regimen,setting,start,weight,Insurer", f"{ROW}WorkSafe", f"{ROW}TAC", f"{ROW}")
    code, said = priced(tmp_path, *lines)
    assert code == 2
    assert "it names payers, such as tac-victoria, and is not read." in said
    assert "Pass --columns payer=E or --columns payer=none." in said
    assert priced(tmp_path, *lines, flags=("--columns", "payer=E"))[0] == 0
    code, said = priced(tmp_path, *lines, flags=("--columns", "payer=none"))
    assert (code, "Columns not used: Insurer" in said) == (0, True)
    for other in ("WorkSafe", "Allianz"):
        assert priced(tmp_path, lines[0], f"{ROW}WorkSafe", f"{ROW}{other}")[0] == 0


def test_what_may_be_a_mistake_is_counted_and_columns_without_a_heading_too(tmp_path: Path) -> None:
    heading = "regimen,setting,start,weight,,hospital_charge,"
    _, said = priced(tmp_path, heading, f"{ROW},350000,", f"{ROW},3500,")
    assert "1 row may hold a mistake: see the column `please_check`." in said
    assert "Columns not used: 2 without a heading" in said


def test_a_day_on_which_nothing_is_treated_is_not_offered_for_the_first_day(tmp_path: Path) -> None:
    heading = "regimen,setting,Injury date,Svc,Separation date"
    _, said = priced(tmp_path, heading, "crps-10-day,private-day-hospital,1/2/2020,5/8/2024,16/8/2024")
    assert "Pass --columns start=D, or" in said
