"""A formula's stored result is used and said; where it cannot be trusted it is a problem."""

from __future__ import annotations

import re
from pathlib import Path

import kfees
from workbooks import (
    SHEET,
    amounts,
    book,
    codes,
    edit,
    fees,
    notes,
    only_problem,
    plain_rows,
    read,
    stored_result,
)


def test_a_stored_result_is_used_and_said(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", "=ROUND(100*1.035,2)"), *plain_rows(5)))
    result = read(stored_result(path, "C2", "103.5"), library)
    assert amounts(result)["2801"] == "103.50"
    assert "=ROUND(100*1.035,2) gave 103.5 (C2)" in notes(result)


def test_a_formula_without_a_stored_result_is_a_problem(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", "=100*1.035"), *plain_rows(5)))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("formula-without-result", "Fees!C2")
    assert "=100*1.035" in problem.message


def test_a_formula_that_reads_another_workbook_is_a_problem(tmp_path: Path, library: kfees.Library) -> None:
    formula = "=VLOOKUP(A2,[1]Covered!$A$1:$M$1241,13,FALSE)"
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", formula), *plain_rows(5)))
    problem = only_problem(read(stored_result(path, "C2", "103.5"), library))
    assert (problem.code, problem.place) == ("linked-workbook", "Fees!C2")


def test_a_column_of_a_table_in_brackets_is_no_other_workbook(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", "=Table1[2024]*1.035"), *plain_rows(5)))
    assert amounts(read(stored_result(path, "C2", "103.5"), library))["2801"] == "103.50"


def test_a_name_that_stands_for_another_workbook_is_a_problem(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", "=Rates*1.035"), *plain_rows(5)))
    stored_result(path, "C2", "103.5")
    names = '<definedNames><definedName name="Rates">[1]Fees!$A$1</definedName></definedNames>'
    edit(
        path,
        "xl/workbook.xml",
        lambda xml: re.sub("<definedNames ?/>", "", xml).replace("</sheets>", f"</sheets>{names}", 1),
    )
    assert codes(read(path, library)) == ["linked-workbook"]


def test_a_formula_in_a_column_that_is_not_read_does_not_matter(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(100 + number, "Visit", 50, "=[1]Other!A1") for number in range(4)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "Description", "Fee", "Method")))
    assert len(amounts(read(path, library))) == 4


def test_a_result_that_is_an_error_is_a_problem(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", "=1/0"), *plain_rows(5)))
    edit(
        path,
        SHEET,
        lambda xml: (
            xml.replace('r="C2"', 'r="C2" t="e"')
            .replace("<v />", "<v>#DIV/0!</v>")
            .replace("<v></v>", "<v>#DIV/0!</v>")
        ),
    )
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("error-in-cell", "Fees!C2")
    assert "#DIV/0!" in problem.message
