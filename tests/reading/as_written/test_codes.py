"""Item codes as people write them, and as a workbook shows them."""

from __future__ import annotations

import pytest

from kfees.reading.as_written.codes import code_as_written


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2801", "2801"), ("2801.0", "2801"), ("MBS 2801", "2801"), ("mbs2801", "2801"),
        ("Item 2801", "2801"),
        ("MBS item no. 2801", "2801"), ("#2801", "2801"), ("No: 2801", "2801"), ("DS1", "DS1"),
        ("Item DS1", "DS1"), ("private-hospital:M", "private-hospital:M"), ("10.14", "10.14"),
        ("B71B", "B71B"), ("Item", "Item"), ("NOTE1", "NOTE1"), ("2801.50", "2801.50"), ("", ""),
    ],
)  # fmt: skip
def test_codes_are_read_without_the_words_around_them(text: str, code: str) -> None:
    assert code_as_written(text) == code
