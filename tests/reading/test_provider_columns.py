"""Columns that somebody names, columns known by their cells, and what is said of those that are not read."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import cast

import pytest

from kfees.model.problems import InputError, Problem
from kfees.reading.provider_columns import Named
from kfees.reading.provider_headings import headings_in
from kfees.reading.provider_rows import Expected, ProviderFile, ProviderRow, read_provider_file
from provider_workbooks import book, hidden_sheet

DAY, CHARGE = date(2024, 8, 5), Decimal("274.96")


def read(*lines: str, **named: str) -> ProviderFile:
    return read_provider_file("\n".join(lines).encode(), "quote.csv", Expected(columns=cast("Named", named)))


def refused(*lines: str, **named: str) -> Problem:
    with pytest.raises(InputError) as caught:
        read(*lines, **named)
    (problem,) = caught.value.problems
    return problem


def flags_of(remedy: str) -> list[dict[str, str]]:
    """What each flag in a remedy names."""
    found = re.findall(r"--columns (\S+?)[.,;)]*(?= |$)", remedy)
    return [dict(part.split("=") for part in flag.split(",")) for flag in found]


def figures(row: ProviderRow) -> tuple[object, ...]:
    return row.item, row.day, row.amount


@pytest.mark.parametrize(
    "lines",
    [
        ["Item,Date,Charge,Amount", "DS1,5/8/2024,274.96,274.96"],
        ["Item,Date,Fee,Fee", "DS1,5/8/2024,274.96,274.96"],
        ["DS1,5/8/2024,274.96"],
        ["Yarra Bend", "DS1,5/8/2024,$274.96,,$274.96"],
        ["What,Date,Sum", "DS1,5/8/2024,274.96"],
        ["Amount,Date,What", "274.96,5/8/2024,DS1"],
        ["Item,Fee,One,Other", "DS1,274.96,5/8/2024,5/8/2024"],
        ["Description,Date,MBS fee", "DS1,5/8/2024,274.96"],
        ["Code,Description,Items,Date,Amount", "DS1,Day bed,DS1,5/8/2024,274.96"],
    ],
)  # fmt: skip
def test_every_flag_in_a_question_about_columns_leads_on(lines: list[str]) -> None:
    offered = flags_of(refused(*lines).remedy)
    assert offered
    for named in offered:
        (row,) = read(*lines, **named).rows
        found = row.item or row.description
        assert (found, row.day, row.amount, row.unread) == ("DS1", DAY, CHARGE, "")


def test_a_column_is_named_by_its_letter_or_its_heading_and_none_is_no_column() -> None:
    lines = [
        "Item,Date,Charge,Amount",
        "DS1,5/8/2024,274.96,300.00",
        "Item,Date,Charge,Amount",
        "2801,,5.00,6",
    ]
    for named in ("C", "c", "charge", " Charge "):
        first, again, last = read(*lines, amount=named, date="none").rows
        assert figures(first) == ("DS1", None, CHARGE)
        assert (again.kind, figures(last)) == ("heading", ("2801", None, Decimal("5.00")))


def test_a_named_column_above_whose_amounts_words_stand_is_read_below_them() -> None:
    lines = ["A clinic,,", "Patient,AN Other,", "Weight: 80 kg", "Work,Sum,When", "DS1,274.96,5/8/2024"]
    file = read(*lines, item="Work", amount="B")
    assert [figures(row) for row in file.rows] == [("DS1", DAY, CHARGE)]
    assert file.weight == "80 kg"
    (place, headings) = file.headings[0]
    assert (place, headings.columns) == ("quote.csv", {"item": 0, "amount": 1, "date": 2})


def test_a_name_of_no_column_is_refused_with_those_that_there_are() -> None:
    for name in ("H", "Cost of all", "AAAA", "ZZZ"):
        problem = refused("Item,Amount", "DS1,5.00", amount=name)
        assert (problem.code, problem.place) == ("no-such-column", "quote.csv")
        assert "from A to B" in problem.remedy
    assert refused("Item,Amount", "DS1,5.00", amount="none").code == "no-rows"
    assert refused("DS1,5.00", amount="B", description="none").code == "no-amount-column"
    doubled = refused("Item,Code,Fee,Charge", "DS1,DS1,5.00,6.00", amount="C")
    assert (doubled.code, flags_of(doubled.remedy)) == ("ambiguous-column", [{"item": "A"}, {"item": "B"}])


def test_of_two_columns_with_the_heading_that_is_named_each_is_offered() -> None:
    lines = ["Item,Sum,Sum", "DS1,274.96,300.00"]
    problem = refused(*lines, amount="sum")
    assert (problem.code, problem.message) == ("no-such-column", "several columns are headed 'sum'.")
    amounts = [read(*lines, item="A", **named).rows[0].amount for named in flags_of(problem.remedy)]
    assert amounts == [CHARGE, Decimal("300.00")]


def test_columns_are_named_on_the_sheets_that_have_them() -> None:
    wide = [["Item", "Date", "Charge", "Amount"], ["DS1", "5/8/2024", "274.96", "300.00"]]
    narrow = [["Item", "Amount"], ["2801", "320.00"]]
    content = book({"Hospital": (wide,), "Doctor": (narrow,), "Old": (narrow, hidden_sheet)})
    expected = Expected(columns={"amount": "C"})
    rows = read_provider_file(content, "quote.xlsx", expected).rows
    assert [row.amount for row in rows] == [CHARGE, Decimal("320.00"), None]


@pytest.mark.parametrize(("heading", "known"), [("When", True), ("", True), ("Invoice date", False)])
def test_a_column_of_days_is_known_by_its_cells(heading: str, known: bool) -> None:
    lines = [f"Item,Fee,{heading}", "DS1,274.96,5/8/2024", "2801,320.00,-", ",,Thank you", "Total,594.96"]
    assert read(*lines).rows[0].day == (DAY if known else None)
    assert read(*lines, date="none").rows[0].day is None
    month_first = read(f"Item,Fee,{heading}", "DS1,274.96,8/13/2024", "DS1,274.96,8/5/2024").rows
    assert month_first[1].day == (DAY if known else None)


def test_of_two_columns_of_days_the_one_is_asked_for() -> None:
    problem = refused("Item,Fee,One,Other", "DS1,274.96,5/8/2024,6/8/2024")
    assert problem.message == "two columns could be the date: 'One' and 'Other'."
    assert flags_of(problem.remedy) == [{"date": "C"}, {"date": "D"}]


def test_a_column_of_amounts_that_is_not_read_is_asked_about_unless_its_heading_says_what_it_is() -> None:
    lines = ["Item,Fee,Facility extra,Medicare rebate,Notes", "DS1,274.96,$12.00,87.30,$5 less"]
    file = read(*lines)
    row, asked = file.rows
    assert (row.amount, asked.place, asked.description) == (CHARGE, "quote.csv column C", "Facility extra")
    assert asked.unread == "amount: the heading does not say what $12.00 is, and it was not read."
    assert flags_of(asked.remedy) == [{"amount": "C"}, {"amount": "B"}]
    for named in flags_of(asked.remedy):
        (taken,) = read(*lines, **named).rows
        assert taken.amount == (CHARGE if named["amount"] == "B" else Decimal("12.00"))
    assert [left.heading for left in file.left_out] == ["Facility extra", "Medicare rebate"]
    assert file.left_out[1].says == "by its heading 87.30 is not what the provider charges"


def test_a_price_is_known_by_a_word_of_its_heading_where_no_other_column_is_one() -> None:
    for heading in ("Estimated fee", "Cost to patient", "Your price ($)"):
        (row,) = read(f"Item,{heading}", "DS1,274.96").rows
        assert row.amount == CHARGE
    assert refused("Item,Old price", "DS1,274.96").code == "no-amount-column"
    assert flags_of(refused("Item,Old price", "DS1,nothing").remedy) == []


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("No. of treatments", "quantity"), ("Number of infusions", "quantity"), ("No. of items", None),
        ("Fee/day", "each"), ("Cost per treatment", "each"), ("Price per session (ex GST)", "each"),
        ("Rate per hour", None), ("$/night", "each"), ("$", "amount"), ("AUD", "amount"), ("$500.00", None),
        ("Rebate per service", None), ("Medication", "description"), ("Commencement date", "date"),
        ("MBS description", "description"), ("Description of service", "description"),
    ],
)  # fmt: skip
def test_a_heading_says_by_its_form_what_its_column_is(heading: str, column: str | None) -> None:
    assert next(iter(headings_in(["Item", heading]).columns.items() - {("item", 0)}), (None,))[0] == column


def test_the_fees_of_two_payers_are_asked_about() -> None:
    problem = refused("Item,Private fee,WorkCover fee", "DS1,400.00,345.00")
    assert problem.message == "two columns could be the amount: 'Private fee' and 'WorkCover fee'."
    (charged, asked) = read("Item,Fee,WorkCover fee", "DS1,400.00,345.00").rows
    assert (charged.amount, asked.description) == (Decimal(400), "WorkCover fee")


@pytest.mark.parametrize(
    ("headings", "lines", "why"),
    [
        ("Item,Fee,O/S", ["DS1,400.00,400.00", "2801,320.00,320.00"],
         "in every row it is what column B says"),
        ("Item,Fee,WorkSafe pays,You pay", ["DS1,345.00,274.96,70.04", "2801,174.50,174.50,-"],
         "in every row it is with column D what column B says"),
    ],
)  # fmt: skip
def test_a_column_whose_figures_say_that_it_is_part_of_the_amount_is_not_asked_about(
    headings: str, lines: list[str], why: str
) -> None:
    file = read(headings, *lines)
    assert (len(file.rows), file.left_out[0].says) == (2, why)
    assert len(read(headings, *lines, "2806,90.00,80.00,5.00").rows) > 3, "one row of which it is not"


def test_what_is_charged_may_stand_in_a_column_of_words_under_any_heading() -> None:
    for heading in ("Charge", "", "Type of charge"):
        bed, total = read(f"{heading},Days,Daily rate,Amount", "Day bed,2,300,600", "Total,,,600").rows
        assert (bed.description, bed.amount, total.kind) == ("Day bed", Decimal(600), "total")
    assert refused("Charge,Days,Daily rate,Amount", "10,2,300,600").code == "no-item-column"
