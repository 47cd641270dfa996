"""Columns that each hold for a period: --from picks the one that holds on its day."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pytest

import kfees
from kfees.importing.fees import Imported
from workbooks import As, amount, amounts, book, codes, fees, only_problem, read

HALVES = ((date(2025, 7, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 6, 30)))
YEARS = ((date(2024, 7, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2026, 6, 30)))

HEADINGS = [
    (YEARS, "2024-25", "2025-26"),
    (YEARS, "2024–2025", "2025–2026"),
    (YEARS, "2024/25", "2025/26"),
    (YEARS, "FY25", "FY26"),
    (YEARS, "FY2024-25", "FY2025-26"),
    (YEARS, "2024-25 Fee", "2025-26 Fee"),
    (YEARS, "Fee from 1 July 2024", "Fee from 1 July 2025"),
    (YEARS, "Fee effective 01.07.2024", "Fee effective 01.07.2025"),
    (YEARS, "Fee effective 1/7/2024", "Fee effective 1/7/2025"),
    (YEARS, "Fee until 30 June 2025", "Fee until 30 June 2026"),
    (YEARS, As(date(2024, 7, 1), "d mmm yyyy"), As(date(2025, 7, 1), "d mmm yyyy")),
    (YEARS, As(date(2024, 7, 1), "mmm yy"), As(date(2025, 7, 1), "mmm yy")),
    (HALVES, "Fee 1/07/2025 - 31/12/2025", "Fee 1/01/2026 - 30/06/2026"),
    (HALVES, "1 Jul 25 to 31 Dec 25", "1 Jan 26 to 30 Jun 26"),
    (HALVES, "1 July to 31 December 2025", "1 January to 30 June 2026"),
    (HALVES, "Fee July 1, 2025 - December 31, 2025", "Fee January 1, 2026 - June 30, 2026"),
    (HALVES, "Jul-Dec 2025", "Jan-Jun 2026"),
    (HALVES, "July 2025", "January 2026"),
    (HALVES, "Fee 7/1/2025 - 12/31/2025", "Fee 1/1/2026 - 6/30/2026"),
]


def table(path: Path, *headings: object, whole: bool = False) -> Path:
    """Four items, at 50 and more in the first period and ten dollars more in each later one."""
    cents = 0 if whole else 0.25
    rows = [
        (100 + row, "Visit", *(50 + row + 10 * n + cents for n in range(len(headings)))) for row in range(4)
    ]
    return book(path, fees(*rows, headings=("Item", "Description", *headings)))


def ends(result: Imported) -> set[date | None]:
    return {rate.until for rate in result.rates}


@pytest.mark.parametrize(("periods", "one", "other"), HEADINGS, ids=str)
def test_the_column_whose_period_holds_on_from_is_taken_however_it_is_written(
    periods: tuple[tuple[date, date], ...], one: object, other: object, tmp_path: Path, library: kfees.Library
) -> None:
    path = table(tmp_path / "w.xlsx", one, other)
    for number, (first, last) in enumerate(periods):
        for day in (first, date(last.year, last.month, 1)):
            assert amounts(read(path, library, first_day=day))["100"] == f"{50 + 10 * number}.25"


@pytest.mark.parametrize(("periods", "one", "other"), HEADINGS, ids=str)
def test_of_every_period_the_first_version_begins_on_from(
    periods: tuple[tuple[date, date], ...], one: object, other: object, tmp_path: Path, library: kfees.Library
) -> None:
    day = date(periods[0][0].year, periods[0][0].month + 1, 5)
    result = read(table(tmp_path / "w.xlsx", one, other), library, first_day=day, every_period=True)
    assert result.problems == []
    assert [version.first_day for version in result.versions] in (
        [day, periods[1][0]],
        [day, date(2025, 7, 1)],
    )
    priced = [str(version.rates("100")[0].amount) for version in result.versions]
    assert priced == ["50.25", "60.25"]
    assert ends(result) == {None}


def test_a_period_that_ends_within_the_version_ends_its_rates(tmp_path: Path, library: kfees.Library) -> None:
    path = table(tmp_path / "w.xlsx", "Fee 1/07/2025 - 31/12/2025", "Fee 1/01/2026 - 30/06/2026")
    assert ends(read(path, library)) == {date(2025, 12, 31)}
    assert ends(read(path, library, first_day=date(2025, 9, 1))) == {date(2025, 12, 31)}
    assert ends(read(path, library, first_day=date(2026, 1, 1))) == {date(2026, 6, 30)}
    open_ended = table(tmp_path / "v.xlsx", "Fee from 1 July 2025", "Fee from 1 January 2026")
    assert ends(read(open_ended, library)) == {date(2025, 12, 31)}
    assert ends(read(open_ended, library, first_day=date(2026, 1, 1))) == {None}


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("headings", [("2024-25 Fee", "2025-26 Fee"), ("2025-26 Fee",), ("2025",)])
def test_a_day_in_no_period_is_refused_and_what_the_remedy_passes_leads_on(
    headings: tuple[str, ...], every: bool, tmp_path: Path, library: kfees.Library
) -> None:
    path = table(tmp_path / "w.xlsx", *headings)
    problem = only_problem(read(path, library, first_day=date(2027, 7, 1), every_period=every))
    assert problem.code == "which-amount-column"
    assert all(heading in problem.message for heading in headings)
    named = date.fromisoformat(problem.remedy.removeprefix("Pass --from ")[:10])
    assert read(path, library, first_day=named).problems == []
    letter = problem.remedy.removesuffix(".").rpartition("=")[2]
    assert read(path, library, columns={"amount": letter}, first_day=date(2027, 7, 1)).problems == []


def test_days_that_could_be_either_way_round_are_asked_about_together(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = table(tmp_path / "w.xlsx", "Fee 3/4/2025 - 4/5/2025", "Fee 5/5/2025 - 6/12/2025")
    problem = only_problem(read(path, library, first_day=date(2025, 4, 6)))
    assert (problem.code, problem.remedy) == (
        "either-date",
        "Pass --dates day-first or --dates month-first.",
    )
    for order, day in (("day-first", date(2025, 4, 6)), ("month-first", date(2025, 4, 4))):
        assert amounts(read(path, library, first_day=day, date_order=order))["100"] == "50.25"


def test_where_two_columns_hold_on_the_day_they_alone_are_asked_about(
    tmp_path: Path, library: kfees.Library
) -> None:
    pairs = [f"{year} {area}" for year, area in product(("2024-25 Fee", "2025-26 Fee"), ("metro", "rural"))]
    path = table(tmp_path / "w.xlsx", *pairs)
    problem = only_problem(read(path, library))
    assert "2025-26 Fee metro" in problem.message
    assert "2024-25" not in problem.message


def test_whole_figures_by_year_may_be_counts_and_are_asked_about(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = table(tmp_path / "w.xlsx", "Fee", "2023", "2024", whole=True)
    assert "--columns amount=C" in only_problem(read(path, library)).remedy
    counts = table(tmp_path / "v.xlsx", "2024-25", "2025-26", whole=True)
    assert only_problem(read(counts, library)).code in ("which-amount-column", "no-prices")


def test_a_group_of_columns_may_say_the_period(tmp_path: Path, library: kfees.Library) -> None:
    rows = [(100 + row, "Visit", 50.25 + row, 5, 60.25 + row, 6) for row in range(4)]
    heads = [
        (None, None, "2024-25", None, "2025-26", None),
        ("Item", "Description", "Fee", "Gap", "Fee", "Gap"),
    ]
    path = book(tmp_path / "w.xlsx", [*heads, *rows])
    assert amounts(read(path, library))["100"] == "60.25"


@pytest.mark.parametrize(
    ("title", "headings", "first_day", "right"),
    [
        ("Fees 2025-26", ("Fee from 1 July", "Fee from 1 January"), "2025-07-01", ("C", "2025-12-31")),
        ("Fees 2025-26", ("Fee from 1 July", "Fee from 1 January"), "2026-01-01", ("D", None)),
        ("Fees 2025", ("Fee from 1 January", "Fee from 1 July"), "2025-07-01", ("D", None)),
        ("Fees", ("From 1 July", "From 1 January"), "2025-07-01", ("C", "2025-12-31")),
        ("Fees", ("From 1 July", "From 1 January"), "2026-01-01", ("D", None)),
        ("Fees", ("From January 1", "From July 1"), "2025-07-01", ("D", None)),
        ("Fees", ("1 July - 31 December", "1 January - 30 June"), "2025-07-01", ("C", "2025-12-31")),
        (
            "Effective 1 July 2025",
            ("Effective 1st July", "Effective 1st of January"),
            "2025-07-01",
            ("C", "2025-12-31"),
        ),
    ],
)
def test_a_heading_without_a_year_has_that_of_the_title_or_of_from(
    title: str,
    headings: tuple[str, str],
    first_day: str,
    right: tuple[str, str | None],
    tmp_path: Path,
    library: kfees.Library,
) -> None:
    rows = [(100 + n, "Visit", 50.5 + n, 60.5 + n) for n in range(4)]
    path = book(
        tmp_path / "w.xlsx", [(title,), (), *fees(*rows, headings=("Item", "Description", *headings))]
    )
    result = read(path, library, first_day=date.fromisoformat(first_day))
    assert result.problems == []
    until = result.rates[0].until
    assert (result.rates[0].cell[5:6], until and str(until)) == right


def test_days_without_a_year_that_nothing_dates_are_asked_about(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(100 + n, "Visit", 50.5 + n, 60.5 + n) for n in range(4)]
    headings = ("Item", "Description", "Fee from 1 March", "Fee from 1 September")
    assert codes(read(book(tmp_path / "w.xlsx", fees(*rows, headings=headings)), library)) == [
        "which-amount-column"
    ]


def test_whole_dollars_from_a_day_are_fees_and_those_of_a_year_are_asked_about(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(100 + n, "Visit", 50 + n, 60 + n) for n in range(4)]
    headings = ("Item", "Description", "From 1 July 2024", "From 1 July 2025")
    assert amounts(read(book(tmp_path / "w.xlsx", fees(*rows, headings=headings)), library))["100"] == "60.00"
    path = book(tmp_path / "v.xlsx", fees(*rows, headings=("Item", "Description", "2024-25", "2025-26")))
    assert "--columns amount=D" in only_problem(read(path, library)).remedy
    assert "amount=C" not in only_problem(read(path, library)).remedy
    assert amounts(read(path, library, columns={"amount": "D"}))["100"] == "60.00"


STEPS = ("{} days 1-14", "{} days 15+")


@pytest.mark.parametrize(
    "years", [("2024-25,", "2025-26,"), ("1 July 2024", "1 July 2025"), ("Fee FY25", "Fee FY26")]
)
def test_days_of_a_stay_in_each_of_several_periods_keep_every_step(
    years: tuple[str, str], tmp_path: Path, library: kfees.Library
) -> None:
    headings = [step.format(year) for year in years for step in STEPS]
    rows = [(f"M{n}", "Bed", 50.5 + n, 40.5 + n, 60.5 + n, 45.5 + n) for n in range(4)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "Description", *headings)))
    result = read(path, library)
    assert result.problems == []
    found = [(rate.from_day, rate.to_day, amount(rate)) for rate in result.rates[:2]]
    assert found == [(1, 14, "60.50"), (15, None, "45.50")]
    assert "--all-periods" in result.understood.chosen.unread[3]
    every = read(path, library, first_day=date(2024, 7, 1), every_period=True)
    assert [version.first_day.year for version in every.versions] == [2024, 2025]
    assert [(rate.to_day, amount(rate)) for rate in every.rates[:2]] == [(14, "50.50"), (None, "40.50")]


def test_of_several_fees_in_several_periods_those_of_from_are_offered(
    tmp_path: Path, library: kfees.Library
) -> None:
    headings = [f"{place} {year}" for year in ("2024-25", "2025-26") for place in ("Metro", "Rural")]
    rows = [(f"M{n}", "Bed", 50.5 + n, 40.5 + n, 60.5 + n, 45.5 + n) for n in range(4)]
    path = book(tmp_path / "w.xlsx", fees(*rows, headings=("Item", "Description", *headings)))
    assert only_problem(read(path, library)).remedy == "Pass --columns amount=E or --columns amount=F."
