"""A reason that a table holds in words is read with its day and its figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kfees.library.written_reasons import INDEXED, INDEXED_AGAIN, INDEXED_FROM_CELL, as_sentence
from kfees.model.blanks import Exact
from kfees.model.sentences import Sentence

ONCE = "2261.70 at 1 July 2018 x 1.2118 = 2740.74, rounded half up to the cent"
FROM_CELL = (
    "100.00 at 1 July 2023, cell Fees!C12 of my fees.xlsx x 1.035 = 103.50, rounded half up to the cent"
)


def test_a_reason_is_read_as_it_was_written() -> None:
    read = as_sentence(ONCE)
    assert (read, read.message) == (ONCE, INDEXED)
    assert dict(read.blanks) == {
        "before": Exact(Decimal("2261.70")),
        "day": date(2018, 7, 1),
        "factor": Exact(Decimal("1.2118")),
        "after": Exact(Decimal("2740.74")),
    }
    from_cell = as_sentence(FROM_CELL)
    assert from_cell.message == INDEXED_FROM_CELL
    assert (from_cell.blanks["cell"], from_cell.blanks["file"]) == ("Fees!C12", "my fees.xlsx")


def test_a_reason_that_was_carried_forward_again_keeps_both() -> None:
    read = as_sentence(f"{FROM_CELL}; before that, {ONCE}")
    assert read.message == INDEXED_AGAIN
    assert [part.message for part in read.blanks.values() if isinstance(part, Sentence)] == [
        INDEXED_FROM_CELL,
        INDEXED,
    ]


def test_what_follows_a_reason_stays_in_its_own_words() -> None:
    text = f"{ONCE}. National Efficient Price 2024-25"
    read = as_sentence(text)
    assert read == text
    first, second = read.blanks.values()
    assert isinstance(first, Sentence)
    assert (first.message, second) == (INDEXED, "National Efficient Price 2024-25")


@pytest.mark.parametrize(
    "text",
    [
        "supplied by the clinic",
        "2261.70 at 1 Juli 2018 x 1.2118 = 2740.74, rounded half up to the cent",
        "no rate from 31 February 2024 was found; the one before it is of 1 July 2018",
        "x. y. z",
        "",
    ],
)
def test_a_folder_s_own_reason_is_its_own_message(text: str) -> None:
    read = as_sentence(text)
    assert (read, read.message, dict(read.blanks)) == (text, text, {})
