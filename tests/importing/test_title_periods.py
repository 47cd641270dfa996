"""A title that names another period than --from is asked about, and either answer ends the question."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import kfees
from workbooks import Row, amounts, book, fees, only_problem, plain_rows, read, sheets


def titled(path: Path, *titles: str, headings: Row = ("Item", "Description", "Fee")) -> Path:
    return book(
        path / "w.xlsx", [*((title,) for title in titles), (), *fees(*plain_rows(4), headings=headings)]
    )


@pytest.mark.parametrize(
    ("title", "first_day", "left"),
    [
        ("Fee schedule 2024-25", "2024-07-01", "Fee schedule"),
        ("Fees valid 1 July 2024 to 30 June 2025", "2024-07-01", "Fees"),
        ("Schedule of fees FY25", "2024-07-01", "Schedule fees"),
        ("2026/27 rates", "2026-07-01", "rates"),
        ("1 January 2026 - 30 June 2026", "2026-01-01", "Fees"),
        ("2024-25", "2024-07-01", "Fees"),
    ],
)
def test_a_title_of_another_period_is_asked_about(
    title: str, first_day: str, left: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = titled(tmp_path, "Clinic", title)
    problem = only_problem(read(path, library))
    assert (problem.code, problem.place) == ("other-period", "Fees!A2")
    assert f"--from {first_day} " in problem.remedy
    assert f"A2={left}" in problem.remedy
    assert amounts(read(path, library, first_day=date.fromisoformat(first_day)))
    assert amounts(read(path, library, set_cells={"A2": left}))
    assert amounts(read(path, library, every_period=True))


@pytest.mark.parametrize(
    "titles",
    [
        ("Fee schedule 2025-26",),
        ("Fee schedule 2025-26", "replaces that of 2024-25"),
        ("Workplace Injury Rehabilitation and Compensation Act 2013",),
        ("Fees 2024",),
        ("Annual report 2019-20",),
        ("Fees for 2024-25 and 2025-26",),
        ("Effective 1 July 2024",),
    ],
    ids=str,
)
def test_a_title_that_need_not_say_another_period_is_no_question(
    titles: tuple[str, ...], tmp_path: Path, library: kfees.Library
) -> None:
    assert amounts(read(titled(tmp_path, *titles), library))


def test_a_heading_that_says_its_period_goes_before_the_title(tmp_path: Path, library: kfees.Library) -> None:
    path = titled(tmp_path, "Fees 2024-25", headings=("Item", "Description", "Fee 2025-26"))
    assert amounts(read(path, library))


def test_headings_without_a_year_are_of_the_title_and_asked_about_a_year_later(
    tmp_path: Path, library: kfees.Library
) -> None:
    headings = ("Item", "Description", "Fee from 1 July")
    path = titled(tmp_path, "Effective 1 July 2024", headings=headings)
    assert only_problem(read(path, library)).code == "other-period"
    assert amounts(read(path, library, first_day=date(2024, 7, 1)))


def by_year(path: Path, *names: str) -> Path:
    rows = {
        name: fees(*((f"A{n}", "Visit", 50 + 10 * place + n) for n in range(3)))
        for place, name in enumerate(names)
    }
    return sheets(path / "w.xlsx", rows)


@pytest.mark.parametrize("name", ["2024-25", "Fees FY25", "Fees 2024-25", "fees-2024-25", "OT_fees_2024_25"])
def test_a_sheet_named_for_another_period_is_asked_about(
    name: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = by_year(tmp_path, name)
    remedy = only_problem(read(path, library)).remedy
    assert remedy.startswith("Pass --from 2024-07-01 ")
    assert f'--sheet "{name}"' in remedy
    assert amounts(read(path, library, first_day=date(2024, 7, 1)))["A0"] == "50.00"
    assert amounts(read(path, library, sheets=[name]))["A0"] == "50.00"


@pytest.mark.parametrize("name", ["2025-26", "fees-2025-26", "2025", "minutes_2023_24", "Fees"])
def test_other_names_of_a_sheet_are_no_question(name: str, tmp_path: Path, library: kfees.Library) -> None:
    assert amounts(read(by_year(tmp_path, name), library))["A0"] == "50.00"


def test_of_a_sheet_for_each_year_that_of_from_is_read(tmp_path: Path, library: kfees.Library) -> None:
    path = by_year(tmp_path, "2024-25", "2025-26")
    result = read(path, library)
    assert amounts(result)["A0"] == "60.00"
    assert [name for name, _ in result.understood.other_sheets] == ["2024-25"]
    assert amounts(read(path, library, first_day=date(2024, 7, 1)))["A0"] == "50.00"
