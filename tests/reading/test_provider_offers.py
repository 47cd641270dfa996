"""What a quote offers and may never charge is asked about: one of several options, what is conditional."""

from __future__ import annotations

import pytest

from kfees.reading.provider_rows import ProviderRow, read_provider_rows


def read(*lines: str) -> tuple[ProviderRow, ...]:
    return read_provider_rows("\n".join(["Item,Description,Amount", *lines]).encode(), "quote.csv")


@pytest.mark.parametrize(
    ("lines", "asked"),
    [
        (["Option A: day hospital,,", "DS1,Day,300", ",Total option A,300",
          "Option B: a bed,,", "M,Bed,900", ",Total option B,900"], 2),
        (["PKG,Option 1 - day hospital,3000", "BED,Option 2 - a bed,4000", "2801,Visit,320"], 2),
        (["DS1,Day,300", "OR,,", "M,Bed,900"], 2),
        (["DS1,Day,300", "Alternative 1,,", "M,Bed,900"], 0),
        (["Option A,,", "DS1,Day,300", "Option A continued,,", "2801,Visit,320"], 0),
    ],
)  # fmt: skip
def test_of_several_options_none_is_charged_unasked(lines: list[str], asked: int) -> None:
    rows = [row for row in read(*lines) if row.unread]
    assert len(rows) == asked
    assert all(row.unread.endswith("and several are offered.") for row in rows)
    assert all(row.remedy == "Leave out the rows of the others." for row in rows)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([",Overnight stay if required,900"], "if required"),
        ([",Optional physiotherapy,90"], "Optional"),
        (["Not included above:,,", ",Late cancellation,150"], "Not included"),
        (["Extras that may apply,,", "DS2,Longer day,150"], "may apply"),
    ],
)
def test_what_may_not_be_charged_is_asked_about(lines: list[str], words: str) -> None:
    *_, row = read("DS1,Day,300", *lines)
    assert row.unread == f"amount: it may not be charged: {words!r}."
    *_, again = read("DS1,Day,300", *[line.replace(words, "") for line in lines if "," in line])
    assert not again.unread, "the remedy is followed"


def test_words_of_a_condition_hold_until_the_next_words() -> None:
    rows = read(",Optional extras,", ",Scan,90", "Doctor,,", "2801,Visit,320", ",Free if required,0")
    assert [bool(row.unread) for row in rows if row.kind == "item"] == [True, False, False]
