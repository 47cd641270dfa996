"""What a cell of weights cannot be taken for is asked about by sheet and cell, with a remedy that works."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

import kfees
from kfees.importing.table import HEADINGS_LEFT_OUT
from kfees.library.weights import AcuteWeight, VisitWeight
from publishing import Formula
from weight_workbooks import Shape, bring_in, edit, in_force, made, weights_of, year_of_weights

Change = Callable[[Any], None]


def strike(cell: Any) -> None:
    cell.font = Font(strike=True)


def shown_as(number: Any, format: str) -> Change:
    def change(cell: Any) -> None:
        cell.value, cell.number_format = number, format

    return change


BAD: Mapping[str, tuple[str, Any, str]] = {
    "words for the inlier weight": ("M", "TBA", "no-weight"),
    "no inlier weight": ("M", None, "no-weight"),
    "a weight below zero": ("M", -1, "negative-weight"),
    "dollars": ("M", 67118.2, "too-large"),
    "an error": ("M", "#N/A", "error-in-cell"),
    "letters among the digits": ("M", "9.2A", "not-a-weight"),
    "true": ("M", True, "not-a-weight"),
    "a date": ("M", date(2025, 7, 1), "not-a-weight"),
    "struck out": ("M", strike, "struck-out"),
    "thousands": ("M", shown_as(9.2472, "0,"), "hidden-by-format"),
    "hidden": ("M", shown_as(9.2472, ";;;"), "hidden-by-format"),
    "shown as 0": ("M", shown_as(0.2, "0"), "hidden-by-format"),
    "words for another weight": ("N", "see note", "no-weight"),
    "a comma": ("M", "9,2472", "either-number"),
    "a flag that says neither": ("D", "maybe", "not-a-flag"),
    "an error for a flag": ("E", "#REF!", "not-a-flag"),
    "part of a day": ("G", 6.5, "bad-day"),
    "words for a bound": ("G", "seven", "bad-day"),
    "no bound": ("H", "-", "no-weight"),
    "no factor": ("I", None, "no-weight"),
    "a factor in percent": ("I", shown_as(135, "0"), "bad-factor"),
    "words for a factor": ("I", "adult", "no-weight"),
    "a code of another kind": ("B", "Class one", "not-a-code"),
    "a struck code": ("B", strike, "struck-out"),
    "a code that is a date": ("B", date(2025, 7, 1), "not-a-code"),
}
"""A column, what stands in it instead of what should, and the kind of problem."""

FIRST = 8


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A workbook with one bad cell in each of its first rows, and what stood there before."""
    path = year_of_weights(
        tmp_path_factory.mktemp("bad") / "w.xlsx", Shape(every=30, footnotes="none", clinic_codes="@")
    )
    sheet = openpyxl.load_workbook(path)["Admitted Acute"]
    cells = [f"{column}{row}" for row, (column, _, _) in enumerate(BAD.values(), FIRST)]
    right = {cell: str(sheet[cell].value).strip() or "NO" for cell in cells}
    values = (value for _, value, _ in BAD.values())
    return edit(path, "Admitted Acute", dict(zip(cells, values, strict=True))), right


def test_each_bad_cell_is_asked_about(spoilt: tuple[Path, dict[str, str]], library: kfees.Library) -> None:
    path, right = spoilt
    result = bring_in(path, library)
    found = {problem.place: problem for problem in result.each_problem}
    assert len(found) == len(result.each_problem) == len(BAD)
    for cell, (name, (_, _, code)) in zip(right, BAD.items(), strict=True):
        problem = found[f"'Admitted Acute'!{cell}"]
        assert problem.code == code, name
        if code == "either-number":
            assert "--decimals comma" in problem.remedy
        else:
            assert f'--set "Admitted Acute:{cell}=' in problem.remedy
            assert f'--skip-rows "Admitted Acute:{cell[1:]}"' in problem.remedy
    assert result.versions == ()


def test_what_is_asked_can_be_said(spoilt: tuple[Path, dict[str, str]], library: kfees.Library) -> None:
    path, right = spoilt
    said = {f"Admitted Acute!{cell}": words for cell, words in right.items()}
    found, known = weights_of(made(bring_in(path, library, set_cells=said))), weights_of(in_force(library))
    assert {item: known[item] for item in found if item in known} == {
        item: weight for item, weight in found.items() if item in known
    }
    assert len([weight for weight in found.values() if isinstance(weight, AcuteWeight)]) >= len(BAD)


def test_rows_that_are_asked_about_can_be_left_out(
    spoilt: tuple[Path, dict[str, str]], library: kfees.Library
) -> None:
    path, right = spoilt
    rows = {("Admitted Acute", int(cell[1:])) for cell in right}
    acute = [
        weight
        for weight in weights_of(made(bring_in(path, library, skip_rows=rows))).values()
        if isinstance(weight, AcuteWeight)
    ]
    assert len(acute) == 27 - len(BAD)


CLINICS = Shape(every=8, names={"clinic": "Clinics"}, footnotes="none")
"""One sheet alone, so that flags need not name it."""


def test_a_typed_decimal_comma_is_read_where_the_user_says_so(tmp_path: Path, library: kfees.Library) -> None:
    path = edit(year_of_weights(tmp_path / "w.xlsx", CLINICS), "Clinics", {"D8": "0,0868", "E9": "130%"})
    asked = bring_in(path, library)
    assert [problem.code for problem in asked.problems] == ["either-number"]
    clinic = weights_of(made(bring_in(path, library, decimal_mark="comma")))["10.01"]
    assert clinic == weights_of(in_force(library))["10.01"]
    assert bring_in(path, library, set_cells={"D8": "0.0868"}).problems == []


def test_what_is_shown_is_what_is_read(tmp_path: Path, library: kfees.Library) -> None:
    path = edit(
        year_of_weights(tmp_path / "w.xlsx", CLINICS),
        "Clinics",
        {"D8": shown_as(0.086812, "0.0000"), "E8": shown_as(0.999, "0%"), "D9": "0.5*", "E9": "80%"},
    )
    result = bring_in(path, library)
    weights = [weight for weight in weights_of(made(result)).values() if isinstance(weight, VisitWeight)]
    first, second = (weight for weight in weights if weight.stream == "clinic" and weight.item < "10.1")
    assert (first.item, first.weight, first.paediatric) == ("10.01", Decimal("0.0868"), Decimal(1))
    assert (second.weight, second.paediatric) == (Decimal("0.5"), Decimal("0.8"))
    kinds = result.sheets.found["clinic"].findings.notes
    assert "figures with more digits than are shown, taken as shown" in kinds
    assert "note marks taken off figures" in kinds


def test_a_footnote_number_of_which_no_note_stands_there_is_asked_about(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = edit(year_of_weights(tmp_path / "w.xlsx", CLINICS), "Clinics", {"B8": "10.015"})
    [problem] = bring_in(path, library).problems
    assert (problem.code, problem.place) == ("not-a-code", "Clinics!B8")
    assert "the code could be 10.01 with the footnote 5" in problem.message
    assert problem.remedy == "Give the code with --set B8=CODE, or leave the row out with --skip-rows 8."
    assert "10.01" in weights_of(made(bring_in(path, library, set_cells={"B8": "10.01"})))


def test_many_cells_of_a_kind_are_one_question_and_can_be_left_out_together(
    tmp_path: Path, library: kfees.Library
) -> None:
    cells = {f"E{row}": "adult" for row in (*range(8, 12), *range(14, 17))}
    path = edit(year_of_weights(tmp_path / "w.xlsx", CLINICS), "Clinics", cells)
    result = bring_in(path, library)
    [problem] = result.problems
    assert problem.place == "Clinics!E8:E11, E14:E16"
    assert problem.remedy.endswith("To leave all of them out: --skip-rows 8-11,14-16.")
    assert len(result.each_problem) == 7
    assert bring_in(path, library, skip_rows={8, 9, 10, 11, 14, 15, 16}).problems == []


def test_the_same_code_twice_is_told_by_its_cell(tmp_path: Path, library: kfees.Library) -> None:
    path = edit(year_of_weights(tmp_path / "w.xlsx", CLINICS), "Clinics", {"B10": "10.01"})
    [problem] = bring_in(path, library).problems
    assert (problem.code, problem.place) == ("duplicate-item", "Clinics!B10")
    assert bring_in(path, library, skip_rows={10}).problems == []


def test_bounds_the_wrong_way_round_are_told_by_the_cell_of_their_code(
    tmp_path: Path, library: kfees.Library
) -> None:
    shape = Shape(every=60, names={"acute": "A"})
    path = edit(year_of_weights(tmp_path / "w.xlsx", shape), "A", {"G8": 90})
    [problem] = bring_in(path, library).problems
    assert (problem.code, problem.place) == ("bad-day", "A!B8")


def test_chapters_between_the_rows_are_left_out_by_name(tmp_path: Path, library: kfees.Library) -> None:
    path = edit(
        year_of_weights(tmp_path / "w.xlsx", CLINICS), "Clinics", {"B9": "Series 20", "D9": None, "E9": None}
    )
    result = bring_in(path, library)
    made(result)
    assert "row 9" in result.sheets.found["clinic"].findings.notes[HEADINGS_LEFT_OUT].cells


def test_a_new_item_has_the_words_of_the_workbook_and_a_known_one_ours(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = edit(
        year_of_weights(tmp_path / "w.xlsx", CLINICS), "Clinics", {"B9": "10.99", "C9": "Ketamine " * 30}
    )
    weights = weights_of(made(bring_in(path, library)))
    assert weights["10.01"].label == "Tier 2 clinic 10.01"
    assert weights["10.99"].label == "Ketamine " * 13 + "…"


def test_formulas_are_used_as_they_were_stored_and_links_are_refused(
    tmp_path: Path, library: kfees.Library
) -> None:
    def weigh(stream: str, row: dict[str, Any]) -> dict[str, Any]:
        text = {"10.01": "=2*0.0434", "10.09": "=[1]Other!A1", "20.07": "=3+4"}.get(str(row["item"]))
        result = "" if text == "=3+4" else row["weight"]
        return row | {"weight": Formula(text, result)} if text is not None else row

    shape = Shape(every=8, names={"clinic": "Clinics"}, footnotes="none", clinic_codes="@", change=weigh)
    result = bring_in(year_of_weights(tmp_path / "w.xlsx", shape), library)
    assert "linked-workbook" in [problem.code for problem in result.problems]
    kinds = result.sheets.found["clinic"].findings.notes
    assert "formulas, whose stored results were used" in kinds
