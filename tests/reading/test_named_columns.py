"""Columns as people name them, alike in every door."""

from __future__ import annotations

import pytest

from kfees.model.problems import InputError
from kfees.reading.named_columns import columns_meant, columns_named

ROLES = ("item", "amount", "gst")


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        (["item=A,amount=F"], {"item": "A", "amount": "F"}),
        (["item=A", "amount=F"], {"item": "A", "amount": "F"}),
        (["amount=D", "amount=F"], {"amount": "F"}),
        ([" Item = Code , GST=none"], {"item": "Code", "gst": "none"}),
        (["amount=Fee, ex GST,item=A"], {"amount": "Fee, ex GST", "item": "A"}),
        (['amount="Fee, gst=10%",item="Code"'], {"amount": "Fee, gst=10%", "item": "Code"}),
        (["amount=Fee = all, each"], {"amount": "Fee = all, each"}),
    ],
)
def test_flags_add_up_and_a_heading_may_hold_a_comma(texts: list[str], named: dict[str, str]) -> None:
    assert columns_named(texts, ROLES) == named


def test_a_role_may_name_its_sheet_where_there_may_be_several() -> None:
    assert columns_named(["Part 2:item=A,amount=F", "gst=C"], ROLES, of_sheets=True) == {
        "Part 2:item": "A",
        "Part 2:amount": "F",
        "gst": "C",
    }


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("itm=A", "'itm' is no role.", "Did you mean 'item'?"),
        ("colour=A", "'colour' is no role.", "Write role=column; the roles are item, amount, gst."),
        ("amount=", "'amount=' names no column.", "Write its letter or heading, or none: amount=C."),
        ("A", "'A' is no role.", "Write role=column; the roles are item, amount, gst."),
    ],
)
def test_a_flag_that_names_nothing_is_refused_with_what_to_write(
    text: str, message: str, remedy: str
) -> None:
    with pytest.raises(InputError) as refused:
        columns_named(["gst=B", text], ROLES)
    (problem,) = refused.value.problems
    assert (problem.place, problem.message, problem.remedy) == (f"--columns {text}", message, remedy)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("B", [2]),
        ("b", [2]),
        ("C", [3]),  # as remedies write a column, though the first is headed so
        ("fee ex  GST", [2]),
        ("all fees", [2]),
        ("Day", [3, 4]),
        ("AB", [5]),  # a heading, though a column has this letter
        ("AC", [29]),
        ("Z", []),
        ("none of these", []),
    ],
)
def test_a_single_letter_is_a_letter_and_other_names_are_headings_first(
    name: str, numbers: list[int]
) -> None:
    headings = {
        1: ("C",),
        2: ("Fee ex GST", "All fees"),
        3: ("Day",),
        4: ("day",),
        5: ("AB",),
        28: (),
        29: (),
    }
    assert columns_meant(name, {**headings, 28: (), 29: ()}) == numbers
