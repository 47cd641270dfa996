"""Amounts, as people type them and as Excel stores them, to the cent or not at all."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import kfees
from kfees.model.money import CannotDetermine, NotPayable
from workbooks import SHEET, As, amounts, book, codes, edit, fees, notes, only_problem, plain_rows, read

ACCOUNTING = '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)'


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("$1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234.50", "1234.50"),
        ("1\u00a0234.50", "1234.50"),
        ("  12.50 ", "12.50"),
        ("A$ 12.5", "12.50"),
        ("AUD 12", "12.00"),
        ("12.50 AUD", "12.50"),
        ("12,50", "12.50"),
        ("1,234", "1234.00"),
        ("12.50*", "12.50"),
        ("12.50²", "12.50"),
    ],
)
def test_an_amount_typed_as_text_is_read_to_the_cent(
    typed: str, cents: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", typed), *plain_rows(5)))
    result = read(path, library)
    assert amounts(result)["2801"] == cents
    assert "C2" in notes(result), "what was typed as text must be said"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("(12.50)", "negative-amount"),
        ("($1,234.50)", "negative-amount"),
        ("-12.50", "negative-amount"),
        ("12.50-", "negative-amount"),
        ("$-12.50", "negative-amount"),
        ("12.5%", "percentage"),
        ("1.234", "either-number"),
        ("12.3.4", "not-an-amount"),
        ("1O5.00", "not-an-amount"),
        ("12.50 per day", "not-an-amount"),
        ("US$12.50", "currency"),
        ("€12.50", "currency"),
        ("1e3", "not-an-amount"),
        ("12.345.678", "not-an-amount"),
        ("99999999999", "too-large"),
    ],
)
def test_a_text_that_could_be_another_amount_is_a_problem_at_its_cell(
    typed: str, code: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", typed), *plain_rows(5)))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == (code, "Fees!C2")
    assert typed in problem.message
    assert problem.remedy


@pytest.mark.parametrize(
    "words",
    ["By report", "N/A", "Not priced", "-", "–", "BR", "Price on application", "Fee for item 3 plus $30"],
)
def test_words_instead_of_an_amount_are_unknown_in_the_workbooks_own_words(
    words: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", words), *plain_rows(5)))
    result = read(path, library)
    assert amounts(result)["2801"] == "unknown"
    assert result.rates[0].amount == CannotDetermine(f"the workbook says '{words}' in cell C2")
    assert "C2" in notes(result)


def test_a_blank_amount_is_unknown_and_not_zero(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", None), ("2802", "Visit", "  "), *plain_rows(5)))
    result = read(path, library)
    assert amounts(result)["2801"] == amounts(result)["2802"] == "unknown"
    assert result.rates[0].amount == CannotDetermine("the workbook states no amount: cell C2 is blank")


def test_not_payable_is_not_payable(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", "Not payable"), *plain_rows(5)))
    assert read(path, library).rates[0].amount == NotPayable("the workbook says 'Not payable' in cell C2")


def test_a_zero_that_is_shown_as_a_dash_is_unknown(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", As(0, ACCOUNTING)), *plain_rows(5)))
    result = read(path, library)
    assert amounts(result)["2801"] == "unknown"
    assert "Zeros shown as '-', read as unknown" in notes(result)


def test_a_plain_zero_is_an_amount_and_is_said(tmp_path: Path, library: kfees.Library) -> None:
    result = read(book(tmp_path / "w.xlsx", fees(("2801", "Visit", 0), *plain_rows(5))), library)
    assert amounts(result)["2801"] == "0.00"
    assert "Amounts of 0.00, 1 cell" in notes(result)


def test_excels_seventeen_digits_are_the_cents_that_it_shows(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", 777), ("2806", "Visit", 888)))
    edit(path, SHEET, lambda xml: xml.replace("<v>777</v>", "<v>67.599999999999994</v>"))
    edit(path, SHEET, lambda xml: xml.replace("<v>888</v>", "<v>0.10000000000000001</v>"))
    assert amounts(read(path, library)) == {"2801": "67.60", "2806": "0.10"}


def test_a_large_amount_keeps_its_cents(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", Decimal("9999999.99")), ("2806", "Visit", 1)))
    assert amounts(read(path, library))["2801"] == "9999999.99"


def test_parts_of_a_cent_shown_in_whole_cents_are_rounded_half_up_and_said(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", As(12.345, "$#,##0.00")), *plain_rows(5)))
    result = read(path, library)
    assert amounts(result)["2801"] == "12.35"
    assert "'12.345' is 12.35 (C2)" in notes(result)


def test_parts_of_a_cent_that_are_shown_as_such_are_asked_for(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", As(0.4567, "0.0000")), *plain_rows(5)))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("part-of-a-cent", "Fees!C2")
    assert "--round-to-cent" in problem.remedy
    assert amounts(read(path, library, round_to_cent=True))["2801"] == "0.46"


def test_a_percentage_where_dollars_are_due_is_a_problem(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", As(0.125, "0.0%")), *plain_rows(5)))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("percentage", "Fees!C2")
    assert "12.5 %" in problem.message


def test_a_negative_number_is_a_problem(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", As(-12.5, ACCOUNTING)), *plain_rows(5)))
    assert codes(read(path, library)) == ["negative-amount"]


def test_a_date_a_truth_value_and_an_error_are_no_amounts(tmp_path: Path, library: kfees.Library) -> None:
    rows = [("1", "Visit", As(45000, "dd/mm/yyyy")), ("2", "Visit", True), ("3", "Visit", "#N/A")]
    result = read(book(tmp_path / "w.xlsx", fees(*plain_rows(6), *rows)), library)
    assert [(problem.code, problem.place) for problem in result.problems] == [
        ("error-in-cell", "Fees!C10"),
        ("not-an-amount", "Fees!C8"),
        ("not-an-amount", "Fees!C9"),
    ]


def test_another_currency_in_the_format_is_a_problem(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", As(12.5, "[$€-407] #,##0.00")), *plain_rows(5)))
    assert codes(read(path, library)) == ["currency"]


def test_a_comma_is_asked_for_where_the_column_uses_it_both_ways(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("1", "Visit", "12,50"), ("2", "Visit", "1,234")))
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("either-number", "Fees!C3")
    assert amounts(read(path, library, decimal_mark="point", skip_rows={2})) == {"2": "1234.00"}


def test_a_point_that_groups_thousands_is_read_so_when_the_user_says_it(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("1", "Visit", "1.234"), ("2", "Visit", "12,50")))
    assert amounts(read(path, library, decimal_mark="comma")) == {"1": "1234.00", "2": "12.50"}


def test_many_of_one_kind_are_said_once_with_every_cell(tmp_path: Path, library: kfees.Library) -> None:
    rows = [(str(number), "Visit", As(0.125, "0%")) for number in range(1, 41)]
    result = read(book(tmp_path / "w.xlsx", fees(*plain_rows(30), *rows)), library)
    problem = only_problem(result)
    assert problem.place == "Fees!C32:C71"
    assert problem.message.startswith("40 cells, such as '0.125' (C32)")
    assert len(result.each_problem) == 40


@pytest.mark.parametrize(
    ("pattern", "said"), [("#,##0.00;;", "nothing"), ('0.00;-0.00;"free of charge"', "'free")]
)
def test_a_zero_that_is_not_shown_as_one_is_unknown(
    pattern: str, said: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(("2801", "Visit", As(0, pattern)), *plain_rows(5)))
    result = read(path, library)
    assert amounts(result)["2801"] == "unknown"
    assert f"Zeros shown as {said}" in notes(result)


@pytest.mark.parametrize("odd", ["0.00,", ";;;", "General", "0"])
def test_amounts_as_they_are_stored_keep_the_unit_that_they_are_shown_with(
    odd: str, tmp_path: Path, library: kfees.Library
) -> None:
    per_km = '"$"0.00" per km"'
    rows = [("A1", "x", As(12.5, per_km)), ("A2", "y", As(13.25, odd)), ("A3", "z", "POA")]
    path = book(tmp_path / "w.xlsx", fees(*rows, ("A4", "w", As(14.75, per_km))))
    result = read(path, library, as_stored=["C"])
    assert amounts(result) == {"A1": "12.50", "A2": "13.25", "A3": "unknown", "A4": "14.75"}
    assert {rate.unit for rate in result.rates} == {"km"}


def test_of_amounts_shown_with_several_units_the_others_take_none(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [("A1", "x", As(12.5, '0.00" per km"')), ("A2", "y", As(13.25, '0.00" per hour"'))]
    path = book(tmp_path / "w.xlsx", fees(*rows, ("A3", "z", As(14.75, "0.00,"))))
    units = [rate.unit for rate in read(path, library, as_stored=["C"]).rates]
    assert units == ["km", "hour", "service"]


@pytest.mark.parametrize(
    ("typed", "amount", "unit"),
    [
        ("$218 per hour", "218.00", "hour"),
        ("$1,218.50 per report", "1218.50", "report"),
        ("$0.88/km", "0.88", "km"),
        ("$201.60 / hour", "201.60", "hour"),
        ("$15.43 per 5 minutes", "15.43", "5 minutes"),
        ("$31.20 (per worker)", "31.20", "worker"),
        ("$65 an hour", "65.00", "hour"),
    ],
)
def test_an_amount_typed_with_what_it_is_for_has_its_unit(
    typed: str, amount: str, unit: str, tmp_path: Path, library: kfees.Library
) -> None:
    result = read(book(tmp_path / "w.xlsx", fees(*plain_rows(3), ("X1", "Other", typed))), library)
    assert amounts(result)["X1"] == amount
    assert [rate.unit for rate in result.rates] == ["service"] * 3 + [unit]


@pytest.mark.parametrize("typed", ["$72.00 plus $1 per page", "$85 per hour, max. 3", "$10 or $12 per km"])
def test_an_amount_of_two_parts_or_with_a_limit_is_asked_for(
    typed: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows = fees(*plain_rows(3), ("X1", "Other", typed))
    path = book(tmp_path / "w.xlsx", rows)
    assert only_problem(read(path, library)).code == "not-an-amount"
    found = read(path, library, set_cells={f"C{len(rows)}": "85 per hour"})
    assert (amounts(found)["X1"], found.rates[-1].unit) == ("85.00", "hour")


@pytest.mark.parametrize("typed", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "####"])
def test_an_error_that_was_saved_or_printed_as_text_is_no_word_for_unknown(
    typed: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows = fees(*plain_rows(3), ("X1", "Other", "POA"))
    path = tmp_path / "fees.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in rows).replace("POA", typed))
    problem = only_problem(read(path, library))
    assert problem.code == "error-in-cell"
    assert f"--set C{len(rows)}=AMOUNT" in problem.remedy
    assert amounts(read(path, library, set_cells={f"C{len(rows)}": "unknown"}))["X1"] == "unknown"


def test_an_amount_that_the_user_says_has_the_unit_of_the_others(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [("A1", "x", As(12.5, '0.00" per km"')), ("A2", "y", As(13.25, ";;;"))]
    path = book(tmp_path / "w.xlsx", fees(*rows))
    assert [rate.unit for rate in read(path, library, set_cells={"C3": "13.25"}).rates] == ["km", "km"]
