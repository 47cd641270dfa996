"""Sheets and columns of weights are found by what stands in them; what is not sure is asked about."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import kfees
from weight_workbooks import Shape, bring_in, in_force, made, weights_of, year_of_weights
from workbooks import book, fees, read

ACUTE = {"acute": "Acute"}


def acute(path: Path, every: int = 60, **shape: object) -> Path:
    return year_of_weights(path, Shape(every=every, names=ACUTE, **shape))  # type: ignore[arg-type]


def test_a_column_that_is_not_there_is_asked_for_and_may_be_named_or_denied(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = acute(tmp_path / "w.xlsx", rename={"long_stay_per_day": "Beyond", "short_stay_base": None})
    first, second = bring_in(path, library).problems
    assert "no heading says which column holds the short-stay base weight" in first.message
    assert first.remedy.endswith(
        "acute.short_stay_base=M, or --columns acute.short_stay_base=none if this year has none."
    )
    assert "the long-stay weight per day" in second.message
    columns = {"acute.long_stay_per_day": "Beyond", "acute.short_stay_base": "none"}
    result = bring_in(path, library, columns=columns)
    found, known = weights_of(made(result)), weights_of(in_force(library))
    assert found["801A"].long_stay_per_day == known["801A"].long_stay_per_day  # type: ignore[union-attr]
    assert found["801A"].short_stay_base is None  # type: ignore[union-attr]


def test_a_column_without_which_there_is_no_weight_cannot_be_denied(
    tmp_path: Path, library: kfees.Library
) -> None:
    [problem] = bring_in(acute(tmp_path / "w.xlsx", rename={"upper_bound": None}), library).problems
    assert problem.code == "which-upper_bound-column"
    assert "none" not in problem.remedy
    [named] = bring_in(
        acute(tmp_path / "v.xlsx", rename={"upper_bound": "Ends"}),
        library,
        columns={"acute.upper_bound": "No"},
    ).problems
    assert (named.code, named.place) == ("no-such-column", "--columns acute.upper_bound=No")


def test_notes_around_a_table_and_headings_of_codes_and_labels_matter_to_nobody(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = year_of_weights(tmp_path / "w.xlsx", Shape(every=40, footnotes="none"))
    made_of = openpyxl.load_workbook(path)
    acute_sheet, clinics, emergency = (
        made_of[name] for name in ("Admitted Acute", "Non-Admitted", "Emergency - AECC")
    )
    acute_sheet["B7"], acute_sheet["C7"], acute_sheet["D2"] = None, None, "Draft"
    clinics["D4"], clinics["D2"], clinics["C5"] = "–", "2025-26", "see notes"
    emergency["A4"], emergency["C2"], emergency["A5"] = "0", "Fee", "Code"
    made_of.save(path)
    found, known = weights_of(made(bring_in(path, library))), weights_of(in_force(library))
    assert {item: weight for item, weight in found.items() if item in known} == {
        item: known[item] for item in found if item in known
    }
    assert len(found) < 100, "nothing was carried in its place"


def test_a_sheet_of_the_codes_without_weights_is_asked_about_unless_another_has_them(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = acute(tmp_path / "w.xlsx", rename={"inlier": "Middle"})
    [problem] = bring_in(path, library).problems
    assert "no heading says which column holds the inlier weight" in problem.message
    assert bring_in(path, library, columns={"acute.inlier": "Middle"}).problems == []
    both = openpyxl.load_workbook(acute(tmp_path / "v.xlsx"))
    listed = both.create_sheet("Deductions", 0)
    for row in (("AR-DRG", "Deduction"), ("801A", 0.1), ("B71A", 0.2), ("B71B", 0.3), ("B81A", 0.4)):
        listed.append(row)
    both.save(tmp_path / "v.xlsx")
    result = bring_in(tmp_path / "v.xlsx", library)
    made(result)
    assert result.unread == ["Deductions"]


@pytest.mark.parametrize(("stream", "code"), [("acute", "801A"), ("emergency", "E0001Z")])
def test_a_first_row_with_a_code_that_nobody_knows_is_no_heading(
    stream: str, code: str, tmp_path: Path, library: kfees.Library
) -> None:
    def first(_: str, row: dict[str, Any]) -> dict[str, Any]:
        return row | {"item": "New class"} if row["item"] == code else row

    shape = Shape(every=40, names={stream: "One"}, change=first)
    [problem] = bring_in(year_of_weights(tmp_path / "w.xlsx", shape), library).problems
    assert (problem.code, problem.place) == ("not-a-code", "One!B8")


def test_cells_are_asked_about_together_with_columns(tmp_path: Path, library: kfees.Library) -> None:
    def spoilt(_: str, row: dict[str, Any]) -> dict[str, Any]:
        return row | {"inlier": "TBA", "bundled_icu": "?"} if row["item"] == "801A" else row

    path = acute(tmp_path / "w.xlsx", rename={"upper_bound": "Ends"}, change=spoilt)
    problems = bring_in(path, library, carry=False).problems
    assert [problem.code for problem in problems] == [
        "which-upper_bound-column",
        "not-a-flag",
        "no-weight",
        "not-in-workbook",
    ]


def test_a_table_of_which_every_row_is_left_out_is_none(tmp_path: Path, library: kfees.Library) -> None:
    path = acute(tmp_path / "w.xlsx")
    [problem] = bring_in(path, library, skip_rows=set(range(8, 40))).problems
    assert (problem.code, problem.place) == ("no-items", "sheet 'Acute'")


def test_two_columns_that_could_be_one_are_asked_about(tmp_path: Path, library: kfees.Library) -> None:
    path = acute(tmp_path / "w.xlsx", rename={"length": "Inlier weight before"})
    [problem] = bring_in(path, library).problems
    assert problem.code == "which-inlier-column"
    assert problem.message.startswith("several columns could hold the inlier weight: F")
    assert bring_in(path, library, columns={"acute.inlier": "M"}).problems == []


def test_of_columns_that_name_years_the_one_of_the_first_day_is_read(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = acute(
        tmp_path / "w.xlsx", rename={"length": "Inlier 2024-25", "inlier": "Inlier 2025-26"}, heading_rows=1
    )
    found = weights_of(made(bring_in(path, library)))
    assert found["801A"] == weights_of(in_force(library))["801A"]


def test_flags_and_factors_that_a_year_leaves_out_are_those_of_the_version_before(
    tmp_path: Path, library: kfees.Library
) -> None:
    gone = {"bundled_icu": None, "same_day_list": None, "paediatric": None}
    path = acute(tmp_path / "w.xlsx", rename=gone)
    result = bring_in(path, library)
    found, known = weights_of(made(result)), weights_of(in_force(library))
    assert {item: known[item] for item in found} == found
    assert result.lacks is not None
    assert {
        "the flag of the same-day list of each AR-DRG",
        "the flag of bundled ICU of each AR-DRG",
        "the paediatric factor of each AR-DRG",
    } <= set(result.lacks.parts)
    [problem] = bring_in(path, library, carry=False).problems
    assert "the paediatric factor of each AR-DRG" in problem.message


def test_a_new_item_cannot_have_the_factor_of_the_version_before(
    tmp_path: Path, library: kfees.Library
) -> None:
    def renamed(_: str, row: dict[str, object]) -> dict[str, object]:
        return row | {"item": "Q99Z"} if row["item"] == "801A" else row

    path = acute(tmp_path / "w.xlsx", rename={"paediatric": None}, change=renamed)
    [problem] = bring_in(path, library).problems
    assert (problem.code, problem.place) == ("new-item", "Acute!B8")
    assert "has no item Q99Z" in problem.message
    assert bring_in(path, library, skip_rows={8}).problems == []
    named = acute(tmp_path / "v.xlsx", rename={"paediatric": "Child"}, change=renamed)
    assert bring_in(named, library, columns={"acute.paediatric": "Child"}).problems == []


def test_two_sheets_of_one_kind_are_asked_about_and_can_be_named(
    tmp_path: Path, library: kfees.Library
) -> None:
    names = {"emergency": "Now", "clinic": "Clinics", "acute": "Acute"}
    path = year_of_weights(tmp_path / "w.xlsx", Shape(every=60, names=names, second="Superseded"))
    [problem] = bring_in(path, library).problems
    assert problem.code == "which-sheet"
    assert "2 sheets could hold the emergency weights: 'Now', 'Superseded'" in problem.message
    assert problem.remedy.endswith('such as --sheet "Now" --sheet "Clinics" --sheet "Acute".')
    sheets = ("now", "Clinics", "Acute")
    result = bring_in(path, library, sheets=sheets)
    assert {sheet.name for sheet in result.sheets.found.values()} == {"Now", "Clinics", "Acute"}
    made(result)
    [unknown] = bring_in(path, library, sheets=("Now", "Then")).problems
    assert (unknown.code, unknown.place) == ("no-such-sheet", "--sheet Then")
    [mistyped] = bring_in(path, library, sheets=("Now", "Clinic")).problems
    assert mistyped.remedy.startswith('Did you mean --sheet "Clinics"? The sheets are: ')


def test_a_flag_that_does_not_say_of_which_sheet_is_asked_about(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = year_of_weights(tmp_path / "w.xlsx", Shape(every=60))
    result = bring_in(
        path,
        library,
        set_cells={"B8": "801A", "Admitted Acute!ZZ1": "1"},
        skip_rows={9},
        rows=(8, 20),
        columns={"amount": "F"},
    )
    assert [(problem.code, problem.place) for problem in result.problems] == [
        ("bad-flag", "--columns amount=F"),
        ("bad-flag", "--rows"),
        ("which-sheet", "--set B8"),
        ("which-sheet", "--skip-rows 9"),
        ("unused-cell", "--set Admitted Acute!ZZ1"),
    ]


def test_sheets_and_columns_that_are_not_read_are_named(tmp_path: Path, library: kfees.Library) -> None:
    result = bring_in(year_of_weights(tmp_path / "w.xlsx", Shape(every=60, hidden="Drafts")), library)
    made(result)
    assert result.unread == ["Admitted Mental Health"]
    assert result.sheets.hidden == ["Drafts"]
    [length] = result.sheets.found["acute"].unread
    assert length.heading == "ALOS (days, excluding designated SD and unbundled ICU)"


def test_a_year_in_a_title_that_is_not_the_first_days_is_asked_about(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = acute(tmp_path / "w.xlsx", title="Price weights 2024–25")
    [problem] = bring_in(path, library).problems
    assert (problem.code, problem.place) == ("which-year", "Acute!B2")
    assert problem.remedy.startswith('Pass --from 2024-07-01, or --set "Acute:B2=2025-26"')
    assert bring_in(path, library, set_cells={"Acute!B2": "2025-26"}).problems == []
    assert bring_in(path, library, first_day=date(2024, 7, 1), accept_changes=True).problems == []


def test_the_year_of_another_sheet_does_not_speak_for_the_weights(
    tmp_path: Path, library: kfees.Library
) -> None:
    def noted(stream: str, row: dict[str, Any]) -> dict[str, Any]:
        return row | {"label": "As in 2025-26"} if stream == "other" else row

    names = {"acute": "Acute", "other": "Other"}
    shape = Shape(every=60, names=names, title="Weights of 2024-25", change=noted)
    [problem] = bring_in(year_of_weights(tmp_path / "w.xlsx", shape), library).problems
    assert problem.code == "which-year"


@pytest.mark.parametrize("first_day", [date(2024, 7, 1), date(2026, 7, 1)])
def test_the_weights_of_another_year_are_asked_about_though_no_title_says_so(
    first_day: date, tmp_path: Path, library: kfees.Library
) -> None:
    path = acute(tmp_path / "w.xlsx")
    [problem] = bring_in(path, library, first_day=first_day).problems
    assert problem.code == "implausible-change"
    assert "the acute weights are all those of the version of 1 July 2025" in problem.message
    assert bring_in(path, library, first_day=first_day, accept_changes=True).problems == []


def test_weights_of_another_size_are_asked_about(tmp_path: Path, library: kfees.Library) -> None:
    def tenfold(_: str, row: dict[str, Any]) -> dict[str, Any]:
        return row | {"inlier": row["inlier"] * 10} if "inlier" in row else row

    path = acute(tmp_path / "w.xlsx", change=tenfold)
    [problem] = bring_in(path, library).problems
    assert "the typical change of the acute weights is +900.0 %" in problem.message
    assert bring_in(path, library, accept_changes=True).problems == []


def test_what_holds_no_weights_is_left_to_the_import_of_fees(tmp_path: Path, library: kfees.Library) -> None:
    """Read as fees, whatever is wrong with them."""
    path = book(tmp_path / "w.xlsx", fees((2801, "First", 150)))
    read(path, library, schedule="department-of-health")
    weights = acute(tmp_path / "v.xlsx")
    read(weights, library, schedule="medical")
    read(weights, library, schedule="invented")
