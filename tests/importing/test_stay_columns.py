"""Fees by the days of a stay, in columns: however they are headed and wherever they stand, no day is lost."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

import kfees
from kfees.importing.findings import Outcome
from kfees.importing.stays import is_rest_of_stay, span_of_days, span_of_heading
from workbooks import Row, book, codes, fees, only_problem, read

TWO_WEEKS = [("M", 1, 14), ("M", 15, None), ("R", None, None)]
ONE_DAY = [("M", 1, 1), ("M", 2, None), ("R", None, None)]
PAIRS = {
    ("Days 1 - 14", "Days 15+"): TWO_WEEKS,
    ("First 14 days", "Thereafter"): TWO_WEEKS,
    ("Up to and including day 14", "Over 14 days"): TWO_WEEKS,
    ("Daily fee (days 1 to 14)", "Daily fee (day 15 onwards)"): TWO_WEEKS,
    ("Bed rate: days 1–14", "Bed rate: after day 14"): TWO_WEEKS,
    ("1-14 days", "Remaining days"): TWO_WEEKS,
    ("Up to 14 days", "Each subsequent day"): TWO_WEEKS,
    ("Day 1", "Subsequent days"): ONE_DAY,
    ("First day", "Each additional day"): ONE_DAY,
    ("Day 1 only ($)", "Day 2 and over ($)"): ONE_DAY,
    ("Days 1 to 14 ($)", "Rest of stay ($)"): TWO_WEEKS,
}


def spans(result: Outcome) -> list[tuple[str, int | None, int | None]]:
    assert result.problems == []
    return [(rate.item, rate.from_day, rate.to_day) for rate in result.rates]  # type: ignore[attr-defined]


@pytest.mark.parametrize("heads", PAIRS, ids=" | ".join)
def test_every_day_has_its_rate_in_whatever_order_the_columns_stand(
    heads: tuple[str, str], tmp_path: Path, library: kfees.Library
) -> None:
    columns: dict[str, tuple[object, object]] = {"Item": ("M", "R"), "Description": ("Ward bed", "Visit")}
    columns |= {heads[0]: (804.25, 99.5), heads[1]: (698.57, 99.5)}
    for number, order in enumerate(list(permutations(columns))[::5]):
        rows = [order, *zip(*(columns[head] for head in order), strict=True)]
        assert spans(read(book(tmp_path / f"{number}.xlsx", rows), library)) == PAIRS[heads]


def test_the_unit_beside_the_days_is_that_of_the_fee(tmp_path: Path, library: kfees.Library) -> None:
    heads = ("Item", "Description", "Fee per day (days 1-14)", "Fee per day (days 15+)")
    result = read(book(tmp_path / "w.xlsx", fees(("M", "Bed", 9.5, 8.5), headings=heads)), library)
    assert {rate.unit for rate in result.rates} == {"day"}


ROWS: list[Row] = [("M", "Ward bed", 804.25, 698.57), ("R", "Rehabilitation", 700.5, 600.5)]


@pytest.mark.parametrize(("named", "heads"), [("C", ("Days 1-14", "Thereafter")), ("D", ("1-14", "15+"))])
def test_naming_one_column_of_a_stay_is_asked_again_with_the_whole_of_it(
    named: str, heads: tuple[str, str], tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*ROWS, headings=("Item", "Description", *heads)))
    problem = only_problem(read(path, library, columns={"amount": named}))
    assert problem.code == "part-of-a-stay"
    assert "--columns amount=C+D for the whole stay" in problem.remedy
    assert f"--columns amount={named}+none for {named} alone" in problem.remedy
    assert len(spans(read(path, library, columns={"amount": "C+D"}))) == 4
    assert len(spans(read(path, library, columns={"amount": "D+C"}))) == 4
    assert len(read(path, library, columns={"amount": f"{named}+none"}).rates) == 2


TWO_FEES = ("Item", "Description", "Days 1-14", "Days 15+", "Days 1-14", "Days 15+")


def test_of_several_stays_each_is_offered_whole(tmp_path: Path, library: kfees.Library) -> None:
    rows = [("M", "Ward bed", 804.25, 698.57, 904.25, 798.57), ("R", "Ward", 80.5, 69.5, 90.5, 79.5)]
    path = book(tmp_path / "w.xlsx", [(None, None, "Public", None, "Private"), TWO_FEES, *rows])
    problem = only_problem(read(path, library))
    assert problem.remedy == "Pass one: --columns amount=C+D or --columns amount=E+F."
    found = read(path, library, columns={"amount": "E+F"})
    assert [str(rate.amount) for rate in found.rates] == ["904.25", "798.57", "90.50", "79.50"]
    alone = only_problem(read(path, library, columns={"amount": "E"}))
    assert "amount=E+F" in alone.remedy


def test_a_fee_beside_a_stay_is_asked_about_and_a_column_of_others_is_not(
    tmp_path: Path, library: kfees.Library
) -> None:
    heads = ("Item", "Description", "Days 1-14", "Days 15+")
    rows = [(*row, 50.25) for row in ROWS]
    problem = only_problem(
        read(book(tmp_path / "fee.xlsx", fees(*rows, headings=(*heads, "Theatre fee"))), library)
    )
    assert "--columns amount=C+D or --columns amount=E" in problem.remedy
    path = book(tmp_path / "gap.xlsx", fees(*rows, headings=(*heads, "Other")))
    assert len(spans(read(path, library))) == 4


@pytest.mark.parametrize(
    ("heads", "offered"),
    [
        (
            ("Days 1-7", "Days 15+"),
            "--set C1=DAYS; or pass --columns amount=C+none or --columns amount=D+none",
        ),
        (("Days 1-14", "Day 14 on"), "--set C1=DAYS; or pass --columns amount=C+none"),
        (("Fee", "Days 15+"), "--columns amount=C+D for the whole stay, or --columns amount=C+none"),
    ],
)
def test_days_that_do_not_follow_one_another_are_asked_about(
    heads: tuple[str, str], offered: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*ROWS, headings=("Item", "Description", *heads)))
    assert offered in only_problem(read(path, library)).remedy
    assert (
        offered.partition(" or --columns")[0]
        in only_problem(read(path, library, columns={"amount": "C"})).remedy
    )
    assert len(read(path, library, columns={"amount": "C+none"}).rates) == 2
    if heads[0] == "Fee":
        found = spans(read(path, library, columns={"amount": "C+D"}))
        assert found[:2] == [("M", 1, 14), ("M", 15, None)]
    else:
        said = {"C1": "Days 1-9", "D1": "Days 10+"}
        assert len(spans(read(path, library, set_cells=said))) == 4


@pytest.mark.parametrize("named", ["C", "D"])
def test_a_step_in_other_words_is_not_read_alone_without_a_question(
    named: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", fees(*ROWS, headings=("Item", "Description", "Two weeks", "Thereafter")))
    assert "--columns amount=C or --columns amount=D" in only_problem(read(path, library)).remedy
    problem = only_problem(read(path, library, columns={"amount": named}))
    assert (problem.code, f"{named}+none" in problem.remedy) == ("part-of-a-stay", True)
    assert len(spans(read(path, library, set_cells={"C1": "First 14 days"}))) == 4


@pytest.mark.parametrize(
    "heads", [("Age", ("1-17", "18+")), ("Number of visits", ("1-5", "6+")), ("", ("Up to 17", "Over 17"))]
)
def test_spans_of_something_else_are_no_days(
    heads: tuple[str, tuple[str, str]], tmp_path: Path, library: kfees.Library
) -> None:
    above = [(None, None, heads[0] or None), ("Item", "Description", *heads[1])]
    path = book(tmp_path / "w.xlsx", [*above, *ROWS])
    found = read(path, library, columns={"amount": "D"})
    assert [(rate.from_day, str(rate.amount)) for rate in found.rates] == [(None, "698.57"), (None, "600.50")]


def test_columns_that_are_no_stay_are_not_taken_together(tmp_path: Path, library: kfees.Library) -> None:
    path = book(tmp_path / "w.xlsx", fees(*ROWS, headings=("Item", "Description", "Metro", "Rural")))
    problem = only_problem(read(path, library, columns={"amount": "C+D"}))
    assert problem.code == "no-stay"
    assert "--columns amount=C or --columns amount=D" in problem.remedy
    plus = book(tmp_path / "plus.xlsx", fees(*ROWS, headings=("Item", "Description", "Fee + GST", "Gap")))
    assert codes(read(plus, library, columns={"amount": "Fee + GST"})) == []


def test_steps_that_end_are_not_made_to_hold_for_ever(tmp_path: Path, library: kfees.Library) -> None:
    heads = ("Item", "Description", "Days 1-14", "Days 15-28")
    path = book(tmp_path / "w.xlsx", fees(("M", "Bed", 9.5, 9.5), ("R", "Bed", 8.5, 7.5), headings=heads))
    found = [(rate.item, rate.from_day, rate.to_day) for rate in read(path, library).rates]
    assert found == [("M", 1, 14), ("M", 15, 28), ("R", 1, 14), ("R", 15, 28)]


@pytest.mark.parametrize(
    "heading", ["Rate per day", "Age 0-4", "2024-25", "30 days", "Day rate", "Item 1-14", "Day 0", "14-1"]
)
def test_a_heading_of_something_else_is_no_day_of_a_stay(heading: str) -> None:
    assert span_of_heading(heading) is None
    assert not is_rest_of_stay(heading)


@pytest.mark.parametrize(
    ("text", "span"),
    [("1-14", (1, 14)), ("15+", (15, None)), ("0-3", None), ("first 0", None), ("0+", None), ("ten", None)],
)
def test_a_span_in_a_cell_is_of_whole_days_from_the_first(text: str, span: object) -> None:
    assert span_of_days(text) == span
