"""The differences between two versions, in sentences and line by line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import kfees
from kfees.library.changes import VersionChanges, changes_between
from kfees.library.changes_in_words import lines, percent_in_words, sentences
from overlays import write_version

HEADER = "item,label,amount,unit,gst,reason,from_day,to_day"
BEFORE = (
    "1,Visit,100.00,visit,free,,,",
    "2,Gone,50.00,visit,free,,,",
    "3,Unknown now,40.00,visit,free,,,",
    "4,Known now,not payable,visit,free,not until now,,",
    "07,Zeros,10.00,visit,free,,,",
    "8,Bed,500.00,day,free,,1,14",
    "8,Bed,400.00,day,free,,15,",
    "9,Long stay,300.00,day,free,,15,",
)
AFTER = (
    "1,Visit,110.00,session,exclusive,,,",
    "3,Unknown now,unknown,visit,free,not published,,",
    "4,Known now,20.00,visit,free,,,",
    "7,Zeros,10.00,visit,free,,,",
    "8,Bed,550.00,day,free,,1,14",
    "8,Bed,400.00,day,free,,15,",
)


def compared(folder: Path, before: tuple[str, ...], after: tuple[str, ...]) -> VersionChanges:
    write_version(folder, "invented", "2024-07-01", *before, header=HEADER)
    write_version(folder, "invented", "2025-07-01", *after, header=HEADER)
    return changes_between(*kfees.load_schedules(folder, environment={}).versions("invented"))


def test_everything_that_changed_is_a_sentence(tmp_path: Path) -> None:
    assert list(sentences(compared(tmp_path, BEFORE, AFTER))) == [
        "No one change holds for half of the 2 items; the middle one is +5.0 %.",
        "1 item at the same price as before: 8.",
        "3 items gone: 2, 07, 9.",
        "1 item new: 7.",
        "1 item without an amount now: 3.",
        "1 item with an amount for the first time: 4.",
        "Unit changed on 1 item (1): 'visit' is now 'session'.",
        "GST changed on 1 item (1): 'free' is now 'exclusive'.",
        "Another figure on 1 item (1) is no change of price: its basis, unit or GST is another.",
        "Item 07 is gone and 7 is new: were leading zeros lost?",
    ]


def test_every_difference_is_a_line(tmp_path: Path) -> None:
    assert list(lines(compared(tmp_path, BEFORE, AFTER))) == [
        ("8", "Bed", "days 1 to 14", "price", "500.00", "550.00", "10.00"),
        ("1", "Visit", "", "figure", "100.00", "110.00", ""),
        ("1", "Visit", "", "unit", "visit", "session", ""),
        ("1", "Visit", "", "gst", "free", "exclusive", ""),
        ("3", "Unknown now", "", "amount", "40.00", "unknown", ""),
        ("4", "Known now", "", "amount", "not payable", "20.00", ""),
        ("2", "Gone", "", "gone", "50.00", "", ""),
        ("07", "Zeros", "", "gone", "10.00", "", ""),
        ("9", "Long stay", "day 15 on", "gone", "300.00", "", ""),
        ("7", "Zeros", "", "new", "", "10.00", ""),
    ]


def test_where_nothing_changed_that_is_said(tmp_path: Path) -> None:
    same, unknown = BEFORE[:1], BEFORE[3:4]
    assert list(sentences(compared(tmp_path / "same", same, same))) == ["No change of price on 1 of 1 items."]
    assert list(sentences(compared(tmp_path / "unknown", unknown, unknown))) == [
        "No item has an amount in both versions, so no change of price can be judged."
    ]


def test_what_moved_apart_has_no_typical_change(tmp_path: Path) -> None:
    amounts = ("100.00", "200.00", "300.00", "400.00")
    before = tuple(f"{number},Visit,100.00,visit,free,,," for number in range(1, 5))
    after = tuple(f"{number},Visit,{amount},visit,free,,," for number, amount in enumerate(amounts, 1))
    assert list(sentences(compared(tmp_path, before, after))) == [
        "No one change holds for half of the 4 items; the middle one is +150.0 %.",
        "1 item at the same price as before: 1.",
    ]


def test_of_many_items_the_first_are_named(tmp_path: Path) -> None:
    before = tuple(f"{number},Visit,100.00,visit,free,,," for number in range(1, 1012))
    said = list(sentences(compared(tmp_path, before, before[:1])))
    assert said[1] == "1,010 items gone: 2, 3, 4, 5, 6, 7, 8, 9 and 1,002 more."


def test_a_percentage_is_said_with_its_sign_and_at_most_one_decimal_rounded_half_up() -> None:
    percents = ("3.25", "-3.25", "-0.01")
    assert [percent_in_words(Decimal(each)) for each in percents] == ["+3.3 %", "-3.3 %", "0 %"]
