"""The same mistake in hundreds of rows is said once to people, with how many more there are."""

from __future__ import annotations

from pathlib import Path

import pytest

import kfees
from command_line import run
from invented_year import FOLDER, write_invented_year
from kfees.model.problems import Problem, expect, folded


def rates(count: int, message: str = "the number is missing.", column: str = "amount") -> list[Problem]:
    """A problem of a column in each of so many rows; `{}` in the message is the row."""
    return [
        Problem("bad", f"rates.csv line {line}, {column}", message.format(line), "Give it.")
        for line in range(2, count + 2)
    ]


def places(problems: list[Problem]) -> list[str]:
    return [problem.place for problem in problems]


def test_a_few_equal_problems_stand_each_by_itself() -> None:
    assert folded(rates(5)) == rates(5)
    assert [problem.message for problem in folded(rates(6))] == [
        "the number is missing. (And 5 more like this.)"
    ]


def test_hundreds_of_equal_problems_become_one_with_a_count() -> None:
    [problem] = folded(rates(398))
    assert str(problem) == (
        "rates.csv line 2, amount: the number is missing. (And 397 more like this.) Give it."
    )
    assert "(And 1,999 more like this.)" in folded(rates(2000))[0].message


def test_problems_that_differ_in_their_values_alone_show_the_first_few() -> None:
    told = "'x{}' is no number."
    assert folded(rates(20, told)) == rates(20, told)
    shown = folded(rates(398, told))
    assert [problem.message for problem in shown] == [
        "'x2' is no number.",
        "'x3' is no number.",
        "'x4' is no number. (And 395 more like this.)",
    ]


def test_every_distinct_value_among_many_equal_problems_is_shown_before_it_is_counted() -> None:
    mixed = [*rates(200, "'n/a' is no number."), *rates(1, "'-' is no number.")]
    assert [problem.message for problem in folded(mixed)] == [
        "'n/a' is no number.",
        "'-' is no number. (And 199 more like this.)",
    ]


def test_problems_of_other_columns_fields_or_kinds_are_never_counted_away() -> None:
    fields = [Problem("missing", name, "it is missing.", "Give it.") for name in "abcdefgh"]
    assert folded(fields) == fields
    columns = [*rates(100), *rates(100, column="unit"), *rates(100, "the number is odd.")]
    assert places(folded(columns)) == [f"rates.csv line 2, {name}" for name in ("amount", "unit", "amount")]
    assert folded([]) == []


def year_with_a_row_for_each_code(folder: Path) -> Path:
    """What whoever wants 'all but a few' writes where one row could have said it."""
    rows = "".join(f"Row {number},acute,added,dialysis,yes,0.1,,\n" for number in range(399))
    write_invented_year(folder, adjustments_csv=rows)
    return folder / FOLDER / "adjustments.csv"


def test_the_check_of_a_folder_says_hundreds_of_equal_rows_once(tmp_path: Path) -> None:
    file = year_with_a_row_for_each_code(tmp_path)
    result = run("schedules", "check", str(tmp_path))
    assert result.messages.splitlines()[:2] == [
        "kfees: 398 problems; nothing was written.",
        f"  {file} line 7, streams",
    ]
    assert " ".join(result.messages.split()).endswith(
        "this concerns the same as 'Row 0' above, at the same step. (And 397 more like this.)"
        " Keep one row for each, or tell them apart by is, items or except."
    )
    assert result.messages.count("streams") == 1
    assert len(kfees.check_schedules(tmp_path)) == 398  # a program is told each
    with pytest.raises(kfees.InputError) as caught:
        kfees.load_schedules(tmp_path, environment={})
    assert len(caught.value.problems) == 398
    assert str(caught.value).count("\n") == 0


def test_what_is_not_of_the_kind_that_a_program_must_give_is_refused_with_what_makes_one() -> None:
    expect("a text", str, "give a text.")
    with pytest.raises(TypeError, match=r"a str is expected, not int: give a text\."):
        expect(1, str, "give a text.")
