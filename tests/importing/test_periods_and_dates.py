"""Tables that hold several periods, and the ways in which workbooks write a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

import kfees
from kfees.importing.fees import Imported
from workbooks import As, Row, amounts, book, codes, fees, fill, notes, only_problem, plain_rows, read


def ends(result: Imported) -> dict[str, date | None]:
    return {rate.item: rate.until for rate in result.rates}


BY_PERIOD = ("Item", "Description", "Fee from 1 July 2024", "Fee from 1 July 2025")


def by_period(path: Path) -> Path:
    rows = [(100 + number, "Visit", 50 + number, 60 + number) for number in range(4)]
    return book(path, fees(*rows, headings=BY_PERIOD))


def test_of_columns_by_period_the_one_that_begins_on_from_is_taken(
    tmp_path: Path, library: kfees.Library
) -> None:
    result = read(by_period(tmp_path / "w.xlsx"), library)
    assert amounts(result)["100"] == "60.00"
    assert [column.heading for column in result.understood.chosen.others] == ["Fee from 1 July 2024"]


def test_where_no_column_holds_on_from_the_periods_are_listed(tmp_path: Path, library: kfees.Library) -> None:
    problem = only_problem(read(by_period(tmp_path / "w.xlsx"), library, first_day=date(2024, 1, 1)))
    assert problem.code == "which-amount-column"
    assert "from 1 July 2024" in problem.message
    assert "from 1 July 2025" in problem.message


def test_every_period_becomes_a_version_when_all_are_asked_for(
    tmp_path: Path, library: kfees.Library
) -> None:
    result = read(by_period(tmp_path / "w.xlsx"), library, first_day=date(2024, 7, 1), every_period=True)
    assert result.problems == []
    first, second = result.versions
    assert (first.first_day, second.first_day) == (date(2024, 7, 1), date(2025, 7, 1))
    assert str(first.rates("100")[0].amount) == "50.00"
    assert str(second.rates("100")[0].amount) == "60.00"


def test_a_real_date_as_a_heading_names_its_period(tmp_path: Path, library: kfees.Library) -> None:
    def write(sheet: Worksheet) -> None:
        for cell, day in (("C1", date(2024, 7, 1)), ("D1", date(2025, 7, 1))):
            sheet[cell] = day
            sheet[cell].number_format = "d mmm yyyy"

    money = "$#,##0.00"
    rows = [(100 + n, "Visit", As(50 + n, money), As(60 + n, money)) for n in range(4)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "Description")), write)
    assert amounts(read(path, library))["100"] == "60.00"


PERIOD_ROWS = ("Item", "Description", "Start date", "End date", "Fee")


@pytest.mark.parametrize(
    ("july_2024", "july_2025"),
    [
        ("2024-07-01", "2025-07-01"),
        ("01.07.2024", "01.07.2025"),
        ("20240701", "20250701"),
        (20240701, 20250701),
        ("1 July 2024", "1 July 2025"),
        ("1-Jul-24", "1-Jul-25"),
        (As(45474, "dd/mm/yyyy"), As(45839, "dd/mm/yyyy")),
        (As(date(2024, 7, 1), "mmm yy"), As(date(2025, 7, 1), "mmm yy")),
    ],
    ids=str,
)
def test_rows_hold_from_their_start_however_it_is_written(
    july_2024: object, july_2025: object, tmp_path: Path, library: kfees.Library
) -> None:
    rows = [
        ("1", "Visit", july_2024, None, 50),
        ("1", "Visit", july_2025, None, 60),
        ("2", "Visit", july_2024, None, 70),
    ]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS))
    result = read(path, library, first_day=date(2025, 1, 1))
    assert amounts(result) == {"1": "50.00", "2": "70.00"}
    assert "Rows that take effect later, left out, 1 row: item 1, 1 July 2025 (row 3)" in notes(result)
    later = read(path, library)
    assert amounts(later) == {"1": "60.00", "2": "70.00"}
    assert "Rows replaced by a later one, left out, 1 row" in notes(later)


def test_rows_that_have_ended_are_left_out_and_said(tmp_path: Path, library: kfees.Library) -> None:
    rows = [("1", "Visit", "20240701", "20250630", 50), ("1", "Visit", "20250701", "99991231", 60)]
    result = read(book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS)), library)
    assert amounts(result) == {"1": "60.00"}
    assert "Rows that have ended, left out, 1 row" in notes(result)


def test_rows_by_period_become_versions_when_all_are_asked_for(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [("1", "Visit", "20240701", "20250630", 50), ("1", "Visit", "20250701", None, 60)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS))
    result = read(path, library, first_day=date(2024, 7, 1), every_period=True)
    assert [(version.first_day.year, str(version.rates("1")[0].amount)) for version in result.versions] == [
        (2024, "50.00"),
        (2025, "60.00"),
    ]


def test_where_every_row_takes_effect_later_nothing_is_imported(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [("1", "Visit", "20260701", None, 50), ("2", "Visit", "20260701", None, 60)]
    assert codes(read(book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS)), library)) == ["no-items"]


def test_a_day_that_could_be_a_month_is_asked_for(tmp_path: Path, library: kfees.Library) -> None:
    rows = [("1", "Visit", "01/07/2025", None, 50), ("2", "Visit", "01/07/2025", None, 60)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS))
    result = read(path, library)
    assert {problem.code for problem in result.problems} == {"either-date"}
    assert "--dates day-first" in result.problems[0].remedy
    assert len(amounts(read(path, library, date_order="day-first"))) == 2
    assert len(amounts(read(path, library, date_order="month-first"))) == 2
    assert codes(read(path, library, first_day=date(2025, 6, 1), date_order="day-first")) == ["no-items"]


def test_a_number_that_is_no_date_is_a_problem_at_its_cell(tmp_path: Path, library: kfees.Library) -> None:
    rows = [("1", "Visit", "20250701", None, 50), ("2", "Visit", 45839, None, 60)]
    problem = only_problem(read(book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS)), library))
    assert (problem.code, problem.place) == ("bad-date", "Fees!C3")
    path = book(tmp_path / "none.xlsx", fees(("1", "Visit", "soon", None, 50), headings=PERIOD_ROWS))
    assert codes(read(path, library)) == ["bad-date"]
    assert amounts(read(path, library, columns={"starts": "none"})) == {"1": "50.00"}


def test_serial_days_of_the_1904_system_are_read_in_it(tmp_path: Path, library: kfees.Library) -> None:
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    rows = [("1", "Visit", date(2025, 7, 1), None, 50), ("2", "Visit", date(2025, 7, 2), None, 60)]
    fill(sheet, fees(*rows, headings=PERIOD_ROWS))
    made.save(tmp_path / "w.xlsx")
    result = read(tmp_path / "w.xlsx", library)
    assert amounts(result) == {"1": "50.00"}


def test_a_title_that_names_another_day_than_from_is_said(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", [("Fees, effective 1 January 2026",), *fees(*plain_rows(3))])
    assert "check the day" in " ".join(read(path, library).said)
    assert "check the day" not in " ".join(read(path, library, first_day=date(2026, 1, 1)).said)


def test_one_day_that_proves_the_month_first_settles_all_typed_days_of_a_table(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [("1", "Visit", "07/01/2025", "06/30/2026", 50), ("2", "Visit", "01/07/2025", None, 60)]
    result = read(book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS)), library)
    assert amounts(result) == {"1": "50.00", "2": "60.00"}, "in force on 1 July and from 7 January 2025"
    assert "days read with the month first" in notes(result).casefold()
    later = read(
        book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS)), library, first_day=date(2025, 3, 1)
    )
    assert amounts(later) == {"2": "60.00"}


def test_typed_days_in_both_orders_are_refused_with_a_cell_of_each(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [("1", "Visit", "13/06/2025", None, 50), ("2", "Visit", "06/14/2025", None, 60)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS))
    problem = only_problem(read(path, library))
    assert problem.code == "two-date-orders"
    assert "06/14/2025 (C3)" in problem.message
    assert "13/06/2025 (C2)" in problem.message
    asked = only_problem(read(path, library, date_order="day-first"))
    assert (asked.code, asked.place) == ("bad-date", "Fees!C3")


def test_a_moment_in_a_column_of_days_is_its_day_in_victoria(tmp_path: Path, library: kfees.Library) -> None:
    rows = [
        ("1", "Visit", "2025-06-30T14:00:00Z", None, 50),
        ("2", "Visit", "2025-06-30T14:00:00.000Z", None, 60),
    ]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS))
    assert len(amounts(read(path, library, first_day=date(2025, 7, 1)))) == 2
    assert codes(read(path, library, first_day=date(2025, 6, 30))) == ["no-items"]


def test_a_row_that_ends_within_the_version_ends_its_rate(tmp_path: Path, library: kfees.Library) -> None:
    rows = [
        ("1", "Visit", "1 July 2025", "31 December 2025", 50),
        ("2", "Visit", "1 July 2025", "30 June 2026", 60),
        ("3", "Visit", "1 July 2025", None, 70),
    ]
    result = read(book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS)), library)
    assert ends(result) == {"1": date(2025, 12, 31), "2": None, "3": None}


def test_a_row_that_a_later_one_replaces_ends_the_day_before(tmp_path: Path, library: kfees.Library) -> None:
    rows = [("1", "Visit", "1 July 2025", None, 50), ("1", "Visit", "1 January 2026", None, 60)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS))
    assert ends(read(path, library)) == {"1": date(2025, 12, 31)}
    every = read(path, library, every_period=True)
    assert ends(every) == {"1": None}
    assert [version.first_day for version in every.versions] == [date(2025, 7, 1), date(2026, 1, 1)]


def test_with_every_period_a_row_that_nothing_replaces_still_ends(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [
        ("1", "Visit", "1 July 2025", "30 September 2025", 50),
        ("2", "Visit", "1 July 2025", None, 60),
        ("2", "Visit", "1 January 2026", "31 March 2026", 70),
    ]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS))
    first, second = read(path, library, every_period=True).versions
    assert {rate.item: rate.until for rate in first.each_rate()} == {"1": date(2025, 9, 30), "2": None}
    assert {rate.item: rate.until for rate in second.each_rate()} == {"2": date(2026, 3, 31)}


@pytest.mark.parametrize(
    "heading", ["Terminate", "Termination date", "Expiration Date", "Thru date", "ItemEndDate"]
)
def test_the_last_day_of_a_row_has_many_names(heading: str, tmp_path: Path, library: kfees.Library) -> None:
    rows: list[Row] = [("CPT", "Description", "Fee", "Effective", heading)]
    rows += [(f"9037{n}", "Visit", 10 + n, "7/1/2026", "12/31/2026") for n in range(4)]
    result = read(book(tmp_path / "w.xlsx", rows), library, first_day=date(2026, 7, 1))
    assert {rate.until for rate in result.rates} == {date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("From", "To"),
        ("Start", "End"),
        ("Commencement", "Cessation"),
        ("Rate effective from", "Rate effective to"),
        ("Fee start date", "Fee end date"),
        ("Applies from", "Applies until"),
    ],
)
def test_columns_of_days_are_read_whatever_words_say_that_they_begin_and_end(
    starts: str, ends: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows = [
        ("1", "Visit", "1 July 2024", "30 June 2025", 50),
        ("1", "Visit", "1 July 2025", "ongoing", 60),
        ("2", "Visit", "1 July 2025", "30 June 2026", 70),
    ]
    table = fees(*rows, headings=("Item", "Description", starts, ends, "Fee"))
    assert amounts(read(book(tmp_path / "w.xlsx", table), library)) == {"1": "60.00", "2": "70.00"}


@pytest.mark.parametrize(
    ("starts", "ends"), [("From to", "Notes"), ("Date", "Review date"), ("Item from", "Next change")]
)
def test_other_days_are_no_first_or_last_ones(
    starts: str, ends: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(f"{n}", "Visit", "1 July 2023", "30 June 2024", 50 + n) for n in range(3)]
    table = fees(*rows, headings=("Item", "Description", starts, ends, "Fee"))
    found = read(book(tmp_path / "w.xlsx", table), library)
    assert "ends" not in found.understood.chosen.roles


def test_times_of_a_day_are_no_first_or_last_days(tmp_path: Path, library: kfees.Library) -> None:
    rows = [(f"{n}", "Visit", As(0.375, "h:mm"), As(0.75, "h:mm"), 50 + n) for n in range(3)]
    table = fees(*rows, headings=("Item", "Description", "Start", "End", "Fee"))
    assert amounts(read(book(tmp_path / "w.xlsx", table), library))["2"] == "52.00"


def test_of_two_columns_of_first_days_that_of_the_fee_is_read(tmp_path: Path, library: kfees.Library) -> None:
    rows = [(f"{n}", "Visit", "1 July 2020", "1 July 2025", 50 + n) for n in range(3)]
    table = fees(*rows, headings=("Item", "Description", "Item from", "Fee from", "Fee"))
    assert read(book(tmp_path / "w.xlsx", table), library).understood.chosen.roles["starts"].letter == "D"


def test_what_is_no_day_can_be_said_to_be_none(tmp_path: Path, library: kfees.Library) -> None:
    rows = [("1", "Visit", "1 July 2025", "tba", 50), ("2", "Visit", "-", "1 May 2026", 60)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=PERIOD_ROWS))
    assert only_problem(read(path, library)).remedy.startswith(
        "Pass --set D2=- where the row has no such day"
    )
    assert ends(read(path, library, set_cells={"D2": "-"})) == {"1": None, "2": date(2026, 5, 1)}


@pytest.mark.parametrize(
    ("begins", "expired", "day"),
    [
        ("1 July 2023", "30 June 2024", "2023-07-01"),
        (None, "30 June 2024", "2024-06-30"),
        ("1 July 2026", None, "2026-07-01"),
    ],
)
def test_where_no_row_holds_on_from_the_day_on_which_the_nearest_ones_begin_is_named(
    begins: str | None, expired: str | None, day: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows = [("1", "Visit", "1 July 2020", "30 June 2021", 50), ("2", "Visit", begins, expired, 60)]
    path = book(tmp_path / "w.xlsx", fees(*rows[begins is None :], headings=PERIOD_ROWS))
    assert f"--from {day}," in only_problem(read(path, library)).remedy
    assert "2" in amounts(read(path, library, first_day=date.fromisoformat(day)))
