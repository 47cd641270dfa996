"""A list whose columns stand apart by spaces alone is cut where each of its lines is blank."""

from __future__ import annotations

import pytest

from kfees.reading.aligned import aligned_rows
from table_files import rows_of

LIST = """PATHOLOGY FEES                                        From 1 July 2026

Item    Test                          Fee        Bulk bill
65070   Full blood examination        $16.95     $14.45
66500   1 chemistry test               $9.70
66512   Chemistry tests, 5 or more    $1,217.70  $15.05
        Continued below
69300   Microscopy                    $12.50     $10.65
"""


def test_cells_stand_where_their_column_does() -> None:
    rows = rows_of(LIST.encode())
    assert rows[1:4] == [
        ["Item", "Test", "Fee", "Bulk bill"],
        ["65070", "Full blood examination", "$16.95", "$14.45"],
        ["66500", "1 chemistry test", "$9.70"],
    ]
    assert rows[4:6] == [
        ["66512", "Chemistry tests, 5 or more", "$1,217.70", "$15.05"],
        ["", "Continued below"],
    ]
    assert len(rows[0]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Item,Description,  Fee\nA1,Visit  ,  10\nA2,Report ,  20\nA3,Scan  ,  30\n",
        "Item\tFee\nA1\t  10\nA2\t  20\nA3\t  30\n",
        "Item  Fee\nA1  10\n",
        "Some words\nA sentence.  Another.\nOne more.\n",
        "A1 Visit 10\nA2 Report 20\nA3 Scan 30\n",
        "Item  Fee\nA long name  10\nAnother name of it  20\nA  30\n",
        "",
    ],
)
def test_what_marks_separate_or_nothing_does_is_not_cut(text: str) -> None:
    assert aligned_rows(text) is None
