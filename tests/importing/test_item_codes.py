"""Item codes are read as they are printed, and asked for where that is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

import kfees
from workbooks import As, amounts, book, codes, fees, notes, only_problem, plain_rows, read, with_shared_texts


def test_a_code_stored_as_2801_0_is_item_2801(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees((2801.0, "First visit", 180.25), ("2806", "Later visit", 90)))
    assert amounts(read(path, library)) == {"2801": "180.25", "2806": "90.00"}


def test_codes_that_an_export_wrote_as_2801_0_lose_the_point_and_it_is_said(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801.0", "First visit", 180.25), ("2806.0", "Later visit", 90)))
    result = read(path, library)
    assert amounts(result) == {"2801": "180.25", "2806": "90.00"}
    assert "'2801.0' is 2801 (A2)" in notes(result)


def test_10_1_shown_with_two_decimals_is_item_10_10(tmp_path: Path, library: kfees.Library) -> None:
    rows = [(As(value, "0.00"), "Clinic", 50) for value in (10.01, 10.1, 10.11, 20.2)]
    result = read(book(tmp_path / "w.xlsx", fees(*rows)), library)
    assert list(amounts(result)) == ["10.01", "10.10", "10.11", "20.20"]
    assert "'10.1' is 10.10 (A3)" in notes(result)


def test_whole_codes_with_a_careless_format_stay_whole(tmp_path: Path, library: kfees.Library) -> None:
    rows = [(As(2801, "0.00"), "First visit", 180.25), (As(2806, "0.00"), "Later visit", 90)]
    assert list(amounts(read(book(tmp_path / "w.xlsx", fees(*rows)), library))) == ["2801", "2806"]


def test_10_1_without_a_format_among_codes_of_two_decimals_is_asked_for(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees((10.11, "Clinic", 50), (10.1, "Clinic", 60)))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("either-code", "Fees!A3")
    assert "10.1 or 10.10" in problem.message
    assert "--codes 0.00" in problem.remedy
    assert list(amounts(read(path, library, codes="0.00"))) == ["10.11", "10.10"]
    assert list(amounts(read(path, library, codes="General"))) == ["10.11", "10.1"]


def test_zeros_that_the_format_shows_are_kept_and_said(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees((As(2102, "00###_)"), "Alaska", 27.86), (As(0, "00000"), "Nil", 5)))
    result = read(path, library)
    assert list(amounts(result)) == ["02102", "00000"]
    assert "'2102' is 02102 (A2)" in notes(result)


def test_leading_zeros_that_may_be_lost_are_said_and_not_guessed(
    tmp_path: Path, library: kfees.Library
) -> None:
    result = read(book(tmp_path / "w.xlsx", fees((104, "Visit", 50), (12345, "Visit", 60))), library)
    assert list(amounts(result)) == ["104", "12345"]
    assert "without any leading zeros (--codes 00000 restores them)" in notes(result)


def test_a_number_among_codes_that_begin_with_zeros_is_asked_for(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("00104", "Visit", 50), (110, "Visit", 60)))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("lost-zeros", "Fees!A3")
    assert "110 or 00110" in problem.message
    assert list(amounts(read(path, library, codes="00000"))) == ["00104", "00110"]


@pytest.mark.parametrize("shared_texts", [False, True])
def test_a_raised_footnote_number_is_no_part_of_a_code(
    shared_texts: bool, tmp_path: Path, library: kfees.Library
) -> None:
    raised = CellRichText("10.15", TextBlock(InlineFont(vertAlign="superscript"), "6"))
    path = book(tmp_path / "w.xlsx", fees(("10.14", "Clinic", 50), (raised, "Clinic", 60)))
    result = read(with_shared_texts(path) if shared_texts else path, library)
    assert list(amounts(result)) == ["10.14", "10.15"]
    assert "'10.156' is 10.15 (A3)" in notes(result)


def test_a_footnote_sign_is_no_part_of_a_code(tmp_path: Path, library: kfees.Library) -> None:
    path = book(
        tmp_path / "w.xlsx", fees(("2801*", "Visit", 50), ("2806†", "Visit", 60), ("104²", "Visit", 70))
    )
    result = read(path, library)
    assert list(amounts(result)) == ["2801", "2806", "104"]
    assert "'2801*' is 2801 (A2)" in notes(result)


def test_a_footnote_number_that_is_not_raised_is_asked_for(tmp_path: Path, library: kfees.Library) -> None:
    rows = [(f"10.{number}", "Clinic", 50) for number in range(11, 31)]
    path = book(tmp_path / "w.xlsx", fees(*rows, ("10.356", "Clinic", 60)))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("glued-mark", "Fees!A22")
    assert "10.35 with the note mark 6" in problem.message
    assert "10.35" in amounts(read(path, library, set_cells={"A22": "10.35"}))


def test_a_code_that_excel_made_a_date_of_is_a_problem(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("10-10", "Visit", 50), (As(45971, "d-mmm"), "Visit", 60)))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("not-a-code", "Fees!A3")
    assert "a code such as 10-11 into a date" in problem.message


def test_two_codes_in_one_cell_are_a_problem(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801, 2806", "Visits", 50), ("104", "Visit", 60)))
    assert only_problem(read(path, library)).code == "several-codes"


def test_spaces_and_non_breaking_spaces_around_a_code_go(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees((" 2801\u00a0", "Visit", 50), ("\u20092806\n", "Visit", 60)))
    assert list(amounts(read(path, library))) == ["2801", "2806"]


def test_a_code_of_sixteen_digits_has_lost_some_and_is_a_problem(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees((1234567890123456789, "Visit", 50), *plain_rows(3)))
    assert codes(read(path, library)) == ["not-a-code"]


def test_codes_of_letters_are_read(tmp_path: Path, library: kfees.Library) -> None:
    rows = [
        ("HIT", "Hospital in the home", 459.39),
        ("DS1", "Day surgery band 1", 274.96),
        ("M", "Bed", 804.25),
    ]
    assert list(amounts(read(book(tmp_path / "w.xlsx", fees(*rows)), library))) == ["HIT", "DS1", "M"]


def test_a_code_whose_format_hides_digits_is_refused_at_its_cell_and_the_others_are_read(
    tmp_path: Path, library: kfees.Library
) -> None:
    stored = [100, 101, 102, As(12.345, "0"), *range(104, 112)]
    rows = [(code, "Visit", 50) for code in stored]
    path = book(tmp_path / "w.xlsx", fees(*rows))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("hidden-digits", "Fees!A5")
    assert "stored as 12.345 and shown as 12" in problem.message
    assert "12.345" in amounts(read(path, library, set_cells={"A5": "12.345"}))


@pytest.mark.parametrize("number", [1e300, 1e-300, -5, 1e16, 0.1 + 0.2])
@pytest.mark.parametrize(
    "shown_as", ["General", "0", "0.00", "00000", "0%", "yyyy-mm-dd", '"MBS" 0', "# ?/?"]
)
def test_no_number_in_a_cell_for_a_code_ends_the_import(
    number: float, shown_as: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(2801, "Visit", 50), (As(number, shown_as), "Visit", 60), (2806, "Visit", 70)]
    result = read(book(tmp_path / "w.xlsx", fees(*rows)), library)
    assert all(problem.place.startswith("Fees!A") for problem in result.problems)
    assert result.problems or len(amounts(result)) == 3
