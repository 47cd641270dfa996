"""Whatever a portfolio calls its other columns is no payee's name."""

from __future__ import annotations

import pytest

import kfees
from kfees.model.portfolio_columns import (
    bare,
    columns_by_name,
    is_choice_of_status,
    is_length_of_stay,
    may_be_an_area,
    may_change_a_weight,
    names_of_activity,
    not_payees,
    of_either_place,
    without_version,
)
from kfees.portfolio.fields import CURRENCY, OF_COURSE, Fields, results_of


def test_no_field_of_a_course_and_no_figure_of_the_answer_can_name_a_payee() -> None:
    others = {*OF_COURSE, "gst", *results_of(()), CURRENCY}
    assert {bare(name) for name in others} <= not_payees()


def test_a_column_by_a_payees_name_alone_is_that_payees(library: kfees.Library) -> None:
    fields = Fields(library.every_payee)
    for payee in library.every_payee:
        found = {name: fields.field_of(name) or name for name in columns_by_name(payee)}
        assert {name for name, field in found.items() if not field.startswith(f"{payee}_")} == set()
        assert {field for field in found.values() if field in fields.results} == {
            f"{payee}_{figure}" for figure in ("maximum", "payable", "gap")
        }


def test_a_length_of_stay_is_told_from_a_number_of_nights() -> None:
    assert is_length_of_stay("Length of Stay (days)")
    assert is_length_of_stay("LOS")
    assert not is_length_of_stay("Nights of stay")
    assert "los" not in names_of_activity()
    assert names_of_activity()["encounterid"] == "id"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Age at admission", "age"),
        ("Age group", None),
        ("Date of birth", "age"),
        ("Indigenous status", "indigenous"),
        ("Hours in ICU", "icu_hours"),
        ("ICU cost", None),
        ("DRG description", None),
        ("AR-DRG", "drg"),
        ("Hospital", None),
    ],
)
def test_a_heading_with_the_words_of_what_changes_a_weight_is_known_by_them(
    heading: str, field: str | None
) -> None:
    assert may_change_a_weight(heading) == field


def test_an_area_is_one_of_either_place_unless_its_name_says_whose() -> None:
    assert of_either_place("ASGS remoteness area")
    assert not of_either_place("Remoteness of residence")
    assert may_be_an_area("Remoteness of residence")
    assert not may_be_an_area("Ward")


def test_the_version_of_a_classification_is_no_part_of_a_columns_name() -> None:
    assert without_version("AR-DRG v11.0") == without_version("AR-DRG Version 11") == "AR-DRG"


def test_which_of_the_two_a_patient_chose_is_no_yes_or_no() -> None:
    assert is_choice_of_status("Election status")
    assert is_choice_of_status("Public or private")
    assert not is_choice_of_status("Private patient")
