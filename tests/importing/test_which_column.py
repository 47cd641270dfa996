"""Columns are found by their headings and their cells; where that is open, they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

import kfees
from workbooks import As, Row, amounts, book, codes, fees, notes, only_problem, plain_rows, read

MONEY = "$#,##0.00"


def test_titles_above_and_notes_below_the_table_are_no_items(tmp_path: Path, library: kfees.Library) -> None:
    rows = [
        ("Schedule of fees for visits",),
        ("In force from 1 July 2025",),
        (),
        ("Item", "Description", "Fee"),
        *plain_rows(3),
        (),
        ("* Fees exclude GST",),
        ("Note 1: 50 per cent of the fee is payable for a second visit",),
    ]
    result = read(book(tmp_path / "w.xlsx", rows), library)
    assert list(amounts(result)) == ["1000", "1001", "1002"]
    assert result.understood.layout is not None
    assert result.understood.layout.titles[0] == "Schedule of fees for visits"


def test_an_empty_first_column_and_headings_on_two_floors_are_understood(
    tmp_path: Path, library: kfees.Library
) -> None:
    def merge(sheet: Worksheet) -> None:
        for area in ("B3:B4", "C3:C4", "D3:E3"):
            sheet.merge_cells(area)

    rows = [
        (),
        (None, "Visits"),
        (None, "Item", "Description", "Fee"),
        (None, None, None, "Facility", "Non-facility"),
        *[(None, 100 + number, "Visit", 50 + number, 60 + number) for number in range(5)],
    ]
    path = book(tmp_path / "w.xlsx", rows, merge)
    problem = only_problem(read(path, library))
    assert problem.code == "which-amount-column"
    assert "D 'Fee Facility'" in problem.message
    assert "E 'Fee Non-facility'" in problem.message
    assert amounts(read(path, library, columns={"amount": "Fee Non-facility"}))["100"] == "60.00"


def test_a_heading_centred_over_two_columns_without_a_merge_is_over_both(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [
        (None, None, "Fee"),
        ("Item", "Description", "Facility", "Non-facility"),
        *[(100 + number, "Visit", 50 + number, 60 + number) for number in range(5)],
    ]
    problem = only_problem(read(book(tmp_path / "w.xlsx", rows), library))
    assert problem.code == "which-amount-column"
    assert "D 'Fee Non-facility'" in problem.message


def test_one_price_a_state_is_asked_for_with_the_states(tmp_path: Path, library: kfees.Library) -> None:
    rows = [(100 + n, "Visit", As(50 + n, MONEY), As(60 + n, MONEY)) for n in range(5)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "Description", "NSW", "VIC")))
    problem = only_problem(read(path, library))
    assert problem.code == "which-amount-column"
    assert "C 'NSW' (50, 51); D 'VIC' (60, 61); none was taken" in problem.message
    assert "--columns amount=C" in problem.remedy
    assert amounts(read(path, library, columns={"amount": "vic"}))["100"] == "60.00"


def test_a_fee_beside_unnamed_figures_of_its_size_is_asked_for(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(100 + number, "Visit", 50 + number, 55 + number) for number in range(5)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "Description", "Metro fee", "Rural")))
    assert codes(read(path, library)) == ["which-amount-column"]


def test_a_fee_beside_its_rebate_is_the_fee_and_the_rebate_is_named(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(100 + number, "Visit", 50 + number, 37 + number) for number in range(5)]
    path = book(
        tmp_path / "w.xlsx", fees(*rows, headings=("ItemNum", "Description", "ScheduleFee", "Benefit75"))
    )
    result = read(path, library)
    assert amounts(result)["100"] == "50.00"
    assert [column.heading for column in result.understood.chosen.others] == ["Benefit75"]


def test_a_rebate_alone_is_asked_for(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(5), headings=("Item", "Description", "Benefit75")))
    problem = only_problem(read(path, library))
    assert problem.code == "which-amount-column"
    assert "amounts could be in C 'Benefit75'" in problem.message


def test_weights_are_no_dollars_even_when_they_are_named(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(5), headings=("Item", "Description", "Price weight")))
    assert codes(read(path, library)) == ["no-prices"]
    assert codes(read(path, library, columns={"amount": "C"})) == ["not-dollars"]


def test_a_sheet_without_prices_is_no_fee_schedule(tmp_path: Path, library: kfees.Library) -> None:
    rows = [("Locality", "State", "Counties"), ("00", "ALABAMA", "all"), ("01", "ALASKA", "all")]
    problem = only_problem(read(book(tmp_path / "w.xlsx", rows), library, payee=None, gst=None))
    assert problem.code == "no-prices"
    assert "no fee schedule" in problem.message


def test_headings_that_do_not_say_item_are_asked_for(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(5), headings=("Tier", "Description", "Fee")))
    problem = only_problem(read(path, library))
    assert problem.code == "which-item-column"
    assert "A 'Tier' (1000, 1001)" in problem.message
    assert "1000" in amounts(read(path, library, columns={"item": "A"}))


def test_two_columns_of_codes_are_asked_for(tmp_path: Path, library: kfees.Library) -> None:
    rows = [(100 + number, 900 + number, "Visit", 50) for number in range(5)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "MBS item number", "Description", "Fee")))
    assert codes(read(path, library)) == ["which-item-column"]


def test_a_footnote_mark_in_a_heading_does_not_hide_it(tmp_path: Path, library: kfees.Library) -> None:
    headings = ("Item¹", "Description*", "Fee ($)²")
    assert (
        len(amounts(read(book(tmp_path / "w.xlsx", fees(*plain_rows(3), headings=headings)), library))) == 3
    )


def test_a_column_that_is_not_there_is_a_problem_with_those_that_are(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(3)))
    problem = only_problem(read(path, library, columns={"amount": "Price"}))
    assert problem.code == "no-such-column"
    assert "C 'Fee' (100, 101)" in problem.remedy


def test_price_columns_by_day_of_stay_become_spans(tmp_path: Path, library: kfees.Library) -> None:
    rows = [
        ("M", "Medical bed", As(804.25, MONEY), As(698.57, MONEY)),
        ("HIT", "Home", As(459.39, MONEY), None),
    ]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "Description", "Days 1-14", "Day 15+")))
    result = read(path, library)
    assert result.problems == []
    spans = [(rate.item, rate.from_day, rate.to_day) for rate in result.rates]
    assert spans == [("M", 1, 14), ("M", 15, None), ("HIT", 1, 14), ("HIT", 15, None)]
    assert [rate.cell for rate in result.rates] == ["Fees!C2", "Fees!D2", "Fees!C3", "Fees!D3"]


def test_spans_of_days_in_cells_are_read(tmp_path: Path, library: kfees.Library) -> None:
    headings = ("Item", "Description", "Days", "Fee")
    rows = [("M", "Bed", "1-14", 804.25), ("M", "Bed", "15 onwards", 698.57), ("DS1", "Day", None, 274.96)]
    result = read(book(tmp_path / "w.xlsx", fees(*rows, headings=headings)), library)
    assert result.problems == []
    spans = [(rate.item, rate.from_day, rate.to_day) for rate in result.rates]
    assert spans == [("M", 1, 14), ("M", 15, None), ("DS1", None, None)]


def test_days_that_leave_a_gap_are_a_problem_at_the_cell(tmp_path: Path, library: kfees.Library) -> None:
    headings = ("Item", "Description", "From day", "To day", "Fee")
    rows = [("M", "Bed", 1, 10, 804.25), ("M", "Bed", 15, None, 698.57), ("DS1", "Day", None, None, 274.96)]
    problem = only_problem(read(book(tmp_path / "w.xlsx", fees(*rows, headings=headings)), library))
    assert (problem.code, problem.place) == ("days-without-rate", "Fees!E3")


def test_units_and_gst_in_columns_are_read_row_by_row(tmp_path: Path, library: kfees.Library) -> None:
    headings = ("Item", "Description", "Unit", "GST", "Fee")
    rows = [("1", "Visit", "visit", "GST free", 50), ("2", "Report", "page", "Plus GST", 60)]
    result = read(book(tmp_path / "w.xlsx", fees(*rows, headings=headings)), library)
    assert result.problems == []
    assert [(rate.unit, rate.gst) for rate in result.rates] == [("visit", "free"), ("page", "exclusive")]


def test_a_heading_that_states_gst_needs_no_option(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(3), headings=("Item", "Description", "Fee (inc GST)")))
    result = read(path, library, gst=None)
    assert result.problems == []
    assert {rate.gst for rate in result.rates} == {"included"}


def test_payee_and_gst_are_asked_for_together_where_nothing_says_them(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(3)))
    assert codes(read(path, library, payee=None, gst=None)) == ["which-payee", "which-gst"]


def test_a_long_description_is_cut_at_a_word_and_said(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(("1", "Attendance at rooms, " * 20, 50), *plain_rows(3)))
    result = read(path, library)
    assert len(result.rates[0].label) <= 122
    assert result.rates[0].label.endswith("…")
    assert result.problems == []


@pytest.mark.parametrize(
    "headings",
    [
        ("MBS fee", "Fee 115%"),
        ("Area 1", "Area 2"),
        ("Fee level A", "Fee level B"),
        ("Fee", "Total"),
        ("Metropolitan rate", "Country rate"),
        ("Fee (ex GST)", "Fee (inc GST)"),
        ("1 July 2024", "Fee"),
    ],
)
def test_two_columns_that_could_both_be_the_fee_are_never_chosen_between(
    headings: tuple[str, str], tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(100 + n, "Visit", As(50 + n, MONEY), As(57 + n, MONEY)) for n in range(5)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "Description", *headings)))
    problem = only_problem(read(path, library))
    assert problem.code == "which-amount-column"
    assert "C '" in problem.message
    assert "D '" in problem.message


@pytest.mark.parametrize("heading", ["Category", "RVU", "Units", "Provider number", "Age"])
def test_a_column_that_is_plainly_something_else_does_not_compete(
    heading: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(100 + number, "Visit", number % 3 + 1, 50 + 10 * number) for number in range(8)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "Description", heading, "Fee")))
    assert amounts(read(path, library))["100"] == "50.00"


def test_a_modifier_is_joined_to_its_code_and_said(tmp_path: Path, library: kfees.Library) -> None:
    headings = ("HCPCS", "Mod", "Short description", "Rate")
    rows = [
        ("36415", None, "Blood drawn", 8.83),
        ("80047", None, "Panel", 13.73),
        ("80047", "QW", "Panel", 13.5),
    ]
    result = read(book(tmp_path / "w.xlsx", fees(*rows, headings=headings)), library)
    assert amounts(result) == {"36415": "8.83", "80047": "13.73", "80047-QW": "13.50"}
    assert "80047 and QW are 80047-QW (B4)" in notes(result)


@pytest.mark.parametrize(
    ("heading", "cells", "right"),
    [
        ("GST free", ("Y", "N"), ("free", "exclusive")),
        ("GST exempt", ("No", "Yes"), ("exclusive", "free")),
        ("GST included", ("Y", "Yes"), ("included", "included")),
        ("GST", ("TRUE", "FALSE"), ("exclusive", "free")),
        ("GST", ("T", "F"), None),
        ("GST code", ("P", "E"), None),
        ("GST included", ("Y", "N"), None),
    ],
)
def test_what_a_column_says_of_gst_is_read_or_asked_about(
    tmp_path: Path,
    library: kfees.Library,
    heading: str,
    cells: tuple[str, ...],
    right: tuple[str, ...] | None,
) -> None:
    rows: list[Row] = [("Item", "Description", "Fee", heading)]
    rows += [(f"A{number}", "Visit", 100 + number, cells[number % 2]) for number in range(6)]
    path = book(tmp_path / "w.xlsx", rows)
    result = read(path, library)
    if right is not None:
        assert [rate.gst for rate in result.rates] == [right[number % 2] for number in range(6)]
        return
    problem = only_problem(result)
    assert "--columns gst=D" in problem.remedy
    assert not read(path, library, columns={"gst": "none"}).problems


@pytest.mark.parametrize("heading", ["Charge basis", "Measure", "", "Basis"])
def test_a_column_of_units_is_known_by_its_cells(
    tmp_path: Path, library: kfees.Library, heading: str
) -> None:
    rows: list[Row] = [("Item", "Description", "Fee", heading)]
    rows += [(f"A{number}", "Visit", 100 + number, ("hour", "per day")[number % 2]) for number in range(6)]
    result = read(book(tmp_path / "w.xlsx", rows), library)
    assert [rate.unit for rate in result.rates] == ["hour", "day"] * 3


@pytest.mark.parametrize("heading", ["Points", "Units", "Base units", "Loading", "Relative value"])
def test_what_is_no_dollars_is_imported_only_where_the_user_says_so(
    tmp_path: Path, library: kfees.Library, heading: str
) -> None:
    rows = [("Item", "Description", heading), *[(f"A{one}", "Visit", 10.5 + one) for one in range(6)]]
    path = book(tmp_path / "w.xlsx", rows)
    assert read(path, library).problems
    problem = only_problem(read(path, library, columns={"amount": "C"}))
    assert (problem.code, "--as-stored C" in problem.remedy) == ("not-dollars", True)


def test_words_below_a_heading_that_nobody_knows_describe_the_items(
    tmp_path: Path, library: kfees.Library
) -> None:
    headings = ("Item", "Type of Treatment", "Notes", "Fee")
    rows = [("A1", "Visit", "new", 10), ("A2", "Long visit", None, 20), ("A3", "Report", None, 30)]
    result = read(book(tmp_path / "w.xlsx", fees(*rows, headings=headings)), library)
    assert [rate.label for rate in result.rates] == ["Visit", "Long visit", "Report"]


@pytest.mark.parametrize("heading", ["Price (£)", "Fee €", "Tariff (GBP)", "Fee (US$)"])
def test_a_heading_in_another_currency_is_asked_about(
    heading: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*plain_rows(3), headings=("Item", "Description", heading)))
    problem = only_problem(read(path, library))
    assert (problem.code, "--as-stored C" in problem.remedy) == ("currency", True)
    assert only_problem(read(path, library, columns={"amount": "C"})).code == "currency"
    assert amounts(read(path, library, as_stored=["C"]))


@pytest.mark.parametrize("heading", ["Duration (mins)", "Maximum sessions", "Limit of visits", "Hours"])
def test_a_column_that_counts_is_not_offered_as_amounts(
    heading: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows: list[Row] = [("Item", "Description", heading, "Fee")]
    rows += [(f"A{n}", "Visit", 30 + 15 * n, 60.5 + 15 * n) for n in range(4)]
    assert amounts(read(book(tmp_path / "w.xlsx", rows), library))["A1"] == "75.50"


@pytest.mark.parametrize(
    ("heading", "shown", "cents"),
    [("After hours", "General", 0), ("Hours", MONEY, 0), ("Visits", "General", 0.25)],
)
def test_what_may_be_money_is_asked_about_whatever_its_heading_says(
    heading: str, shown: str, cents: float, tmp_path: Path, library: kfees.Library
) -> None:
    rows: list[Row] = [("Item", "Description", "Fee", heading)]
    rows += [(f"A{n}", "Visit", 60.5 + 15 * n, As(80 + 15 * n + cents, shown)) for n in range(4)]
    assert only_problem(read(book(tmp_path / "w.xlsx", rows), library)).code == "which-amount-column"


def test_a_hidden_fee_is_offered_before_the_old_one(tmp_path: Path, library: kfees.Library) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True

    rows: list[Row] = [("Item", "Description", "Fee", "Previous fee")]
    rows += [(f"A{n}", "Visit", 60.5 + n, 58.5 + n) for n in range(4)]
    problem = only_problem(read(book(tmp_path / "w.xlsx", rows, hide), library))
    assert problem.remedy == "Pass --columns amount=C or --columns amount=D."


@pytest.mark.parametrize("heading", ["Previous fee", "Old rate", "Gap fee"])
def test_another_money_than_the_fee_is_asked_about_though_it_stands_alone(
    heading: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows: list[Row] = [("Item", "Description", heading), *((f"A{n}", "Visit", 60.5 + n) for n in range(4))]
    path = book(tmp_path / "w.xlsx", rows)
    assert only_problem(read(path, library)).remedy == "Pass --columns amount=C."
    assert amounts(read(path, library, columns={"amount": "C"}))["A1"] == "61.50"
