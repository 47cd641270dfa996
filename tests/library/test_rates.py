"""A rate table is read exactly, row by row, and every mistake in it is told with its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kfees.library import rates
from kfees.library.rates import RateTable
from kfees.model.money import CannotDetermine, NotPayable
from kfees.model.problems import InputError
from kfees.model.schedule import Rate, ScheduleFacts

FACTS = ScheduleFacts(
    title="Medical services",
    publisher="Nobody",
    source="Made for a test",
    retrieved=date(2024, 6, 1),
    next_change_expected=date(2025, 7, 1),
    currency="AUD",
    gst="free",
    payee="medical",
    basis="floor",
)

ALL = "item,label,amount,unit,from_day,to_day,gst,basis,reason,source"


def table(*rows: str, header: str = "item,label,amount,unit") -> RateTable:
    return RateTable("\n".join((header, *rows, "")).encode(), "rates.csv", FACTS)


def told(*rows: str, header: str = "item,label,amount,unit") -> list[tuple[str, str]]:
    """The code and place of each problem."""
    return [(problem.code, problem.place) for problem in table(*rows, header=header).problems()]


def test_an_empty_cell_or_a_missing_column_takes_what_the_facts_say() -> None:
    expected = Rate("A", "A visit", Decimal("20.50"), "service", "floor", "free", "Made for a test")
    assert table("A,A visit,20.50,service").rates("A") == (expected,)
    assert table("A,A visit,20.50,service,,,,,,", header=ALL).rates("A") == (expected,)


def test_a_filled_cell_goes_before_the_facts() -> None:
    (rate,) = table("A,A visit,20.50,service,,,included,indexed,x 1.2,Elsewhere", header=ALL).rates("A")
    assert (rate.gst, rate.basis, rate.reason, rate.source) == ("included", "indexed", "x 1.2", "Elsewhere")


def test_an_item_that_the_table_does_not_have_has_no_rates() -> None:
    read = table("A,A visit,20.50,service")
    assert read.rates("B") == ()
    assert read.items == ("A",)


def test_a_code_is_text_and_not_a_number() -> None:
    read = table("10.10,One,1.00,service", "10.1,Another,2.00,service", "0132,A third,3.00,service")
    assert [read.rates(code)[0].amount for code in ("10.10", "10.1", "0132")] == [1, 2, 3]
    assert read.rates("132") == ()


def test_a_rate_is_rounded_half_up_to_the_cent_once() -> None:
    read = table("A,A,106.345,service", "B,B,106.3449,service", "C,C,3,service")
    assert [str(read.rates(code)[0].amount) for code in "ABC"] == ["106.35", "106.34", "3.00"]


def test_unknown_and_not_payable_are_no_amounts_and_keep_their_reason() -> None:
    read = table(
        "A,A,unknown,x,derived fee", "B,B,not payable,x,never", header="item,label,amount,unit,reason"
    )
    assert read.rates("A")[0].amount == CannotDetermine("derived fee")
    assert read.rates("B")[0].amount == NotPayable("never")


def test_the_spans_of_days_are_put_in_order() -> None:
    read = table(
        "M,Bed,576.47,day,15,", "M,Bed,663.68,day,1,14", header="item,label,amount,unit,from_day,to_day"
    )
    assert [(rate.from_day, rate.to_day) for rate in read.rates("M")] == [(1, 14), (15, None)]
    early, late = read.rates("M")
    assert [early.holds_on(number) for number in (1, 14, 15)] == [True, True, False]
    assert [late.holds_on(number) for number in (14, 15, 5000)] == [False, True, True]


ENDING = "item,label,amount,unit,from_day,to_day,until"


def test_an_item_may_end_before_its_version_does() -> None:
    read = table("A,A,1,day,1,14,2025-12-31", "A,A,2,day,15,,2025-12-31", "B,B,3,day,,,", header=ENDING)
    assert read.last_days == {"A": date(2025, 12, 31)}
    assert [rate.until for rate in read.rates("A")] == [date(2025, 12, 31)] * 2
    assert table("A,A,1,day").last_days == {}


@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        (("A,A,1,day,,,31/12/2025",), "bad-date", "rates.csv line 2, until"),
        (("A,A,1,day,,,2025-02-31",), "bad-date", "rates.csv line 2, until"),
        (("A,A,1,day,,,20251231",), "bad-date", "rates.csv line 2, until"),
        (("A,A,1,day,1,14,2025-12-31", "A,A,2,day,15,,2026-01-31"), "other-end", "rates.csv line 3"),
        (("A,A,1,day,1,14,", "A,A,2,day,15,,2026-01-31"), "other-end", "rates.csv line 3"),
    ],
)
def test_a_last_day_is_a_date_and_one_for_all_days_of_a_stay(
    rows: tuple[str, ...], code: str, place: str
) -> None:
    (problem,) = table(*rows, header=ENDING).problems()
    assert (problem.code, problem.place) == (code, place)


def test_a_rate_without_days_holds_on_every_day() -> None:
    (rate,) = table("A,A,1,day").rates("A")
    assert rate.holds_on(1)
    assert rate.holds_on(400)


SPANS = "item,label,amount,unit,from_day,to_day"


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (("A,A,1,x", "A,A,2,x"), [("duplicate-item", "rates.csv line 3")]),
        (("A,A,1,x", "B,B,1,x", "A,A,1,x"), [("duplicate-item", "rates.csv line 4")]),
        (("A,A,-0.01,x",), [("negative-amount", "rates.csv line 2, amount")]),
        (("A,A,,x",), [("no-amount", "rates.csv line 2, amount")]),
        (("A,A,unknown,x",), [("no-reason", "rates.csv line 2, amount")]),
        (("A,A,not payable,x",), [("no-reason", "rates.csv line 2, amount")]),
        (("A,A,1e3,x",), [("bad-number", "rates.csv line 2, amount")]),
        (('A,A,"1,200.00",x',), [("bad-number", "rates.csv line 2, amount")]),
        (("A,A,$5,x",), [("bad-number", "rates.csv line 2, amount")]),
        (("A,A,NaN,x",), [("bad-number", "rates.csv line 2, amount")]),
        (("A,A,Unknown,x",), [("bad-number", "rates.csv line 2, amount")]),
        ((",A,1,x",), [("bad-text", "rates.csv line 2, item")]),
        (("A, A,1,x",), [("bad-text", "rates.csv line 2, label")]),
        (("A,A,1,",), [("bad-text", "rates.csv line 2, unit")]),
        (("A,A,1",), [("bad-row", "rates.csv line 2")]),
        (("A,A,1,x,y",), [("bad-row", "rates.csv line 2")]),
        (('A,"A,1,x',), [("bad-row", "rates.csv line 2")]),
        (("A,A,1,x", "", "A,A,1,x"), [("duplicate-item", "rates.csv line 4")]),
        ((), [("no-rates", "rates.csv")]),
        (('A,"two\nlines",1,x', "B,B,-1,x"), [("negative-amount", "rates.csv line 4, amount")]),
    ],
)
def test_a_mistake_in_a_row_is_told_with_its_line(
    rows: tuple[str, ...], problems: list[tuple[str, str]]
) -> None:
    assert told(*rows) == problems


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (("M,B,1,day,1,14", "M,B,1,day,14,"), [("overlapping-days", "rates.csv line 3")]),
        (("M,B,1,day,1,", "M,B,1,day,15,"), [("overlapping-days", "rates.csv line 3")]),
        (("M,B,1,day,,", "M,B,1,day,1,"), [("overlapping-days", "rates.csv line 3")]),
        (("M,B,1,day,1,14", "M,B,1,day,16,"), [("days-without-rate", "rates.csv line 3")]),
        (("M,B,1,day,1,14", "M,B,2,day,1,14"), [("duplicate-item", "rates.csv line 3")]),
        (("M,B,1,day,14,1",), [("bad-day", "rates.csv line 2, to_day")]),
        (("M,B,1,day,,0",), [("bad-day", "rates.csv line 2, to_day")]),
        (("M,B,1,day,0,14",), [("bad-day", "rates.csv line 2, from_day")]),
        (("M,B,1,day,-1,14",), [("bad-day", "rates.csv line 2, from_day")]),
        (("M,B,1,day,1.5,14",), [("bad-day", "rates.csv line 2, from_day")]),
        (("M,B,1,day,one,14",), [("bad-day", "rates.csv line 2, from_day")]),
        (("M,B,1,day,１,14",), [("bad-day", "rates.csv line 2, from_day")]),
        (("M,B,1,day,²,14",), [("bad-day", "rates.csv line 2, from_day")]),
        (("M,B,1,day,1,10000",), [("bad-day", "rates.csv line 2, to_day")]),
        ((f"M,B,1,day,1,{'9' * 5000}",), [("bad-day", "rates.csv line 2, to_day")]),
    ],
)
def test_days_that_leave_no_rate_or_two_are_mistakes(
    rows: tuple[str, ...], problems: list[tuple[str, str]]
) -> None:
    assert told(*rows, header=SPANS) == problems


@pytest.mark.parametrize(
    ("header", "problems"),
    [
        ("item,label,amount", [("missing-column", "rates.csv line 1")]),
        ("item,label,amount,unit,fee", [("unknown-column", "rates.csv line 1")]),
        ("item,label,amount,unit,unit", [("repeated-column", "rates.csv line 1")]),
        (
            "Item,label,amount,unit",
            [("missing-column", "rates.csv line 1"), ("unknown-column", "rates.csv line 1")],
        ),
        (
            "item;label;amount;unit",
            [("missing-column", "rates.csv line 1")] * 4 + [("unknown-column", "rates.csv line 1")],
        ),
    ],
)
def test_a_wrong_header_is_told_column_by_column(header: str, problems: list[tuple[str, str]]) -> None:
    assert told(header=header) == problems


def test_an_empty_file_has_no_columns() -> None:
    codes = [problem.code for problem in RateTable(b"", "rates.csv", FACTS).problems()]
    assert codes == ["missing-column"] * 4


def test_words_that_are_not_known_are_told_and_all_mistakes_of_a_row_at_once() -> None:
    rows = [" ,A,-1,,x,0,GST,guessed,,"]
    assert told(*rows, header=ALL) == [
        ("bad-text", "rates.csv line 2, item"),
        ("negative-amount", "rates.csv line 2, amount"),
        ("bad-text", "rates.csv line 2, unit"),
        ("unknown-word", "rates.csv line 2, basis"),
        ("unknown-word", "rates.csv line 2, gst"),
        ("bad-day", "rates.csv line 2, from_day"),
        ("bad-day", "rates.csv line 2, to_day"),
    ]


def test_a_mistake_in_one_item_is_raised_when_that_item_is_asked_for() -> None:
    read = table("A,A,1,x", "B,B,-1,x")
    assert read.rates("A")[0].amount == 1
    for _ in range(2):
        with pytest.raises(InputError, match=r"rates\.csv line 3, amount: -1 is negative"):
            read.rates("B")
    with pytest.raises(InputError, match=r"rates\.csv line 3, amount: -1 is negative"):
        list(read.each())


def test_text_that_is_not_utf_8_is_told_and_a_byte_order_mark_is_not_part_of_a_name() -> None:
    latin = RateTable("item,label,amount,unit\nA,Ärger,1,x\n".encode("latin-1"), "rates.csv", FACTS)
    assert [problem.code for problem in latin.problems()] == ["bad-encoding"]
    marked = RateTable("\ufeffitem,label,amount,unit\nA,Ärger,1,x\n".encode(), "rates.csv", FACTS)
    assert marked.rates("A")[0].label == "Ärger"


def test_line_ends_of_any_system_are_read_alike() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = end.join(("item,label,amount,unit", "A,A,1,x", "B,B,-1,x", ""))
        read = RateTable(text.encode(), "rates.csv", FACTS)
        assert [problem.place for problem in read.problems()] == ["rates.csv line 3, amount"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_item_is_found_in_a_table_in_order_as_among_all_its_rows(end: str) -> None:
    lines = (
        "\ufeffitem,label,amount,unit,from_day,to_day",
        "B1,Bed,20.00,day,15,",
        'A,"Visit, first",1.00,x,,',
        'C,"He said ""now""\nB2,and went",2.00,x,,',
        "B1,Bed,25.00,day,,14",
        'D,"Of two\nlines",3.00,x,,',
        "B2,5 more,4.00,x,,",
        '"E,1",In quotes,5.00,x,,',
        "Ä,Last,6.00,x,,",
    )
    content = end.join(lines).encode()
    read = RateTable(content, "rates.csv", FACTS)
    for item in (*read.items, "", "E", "B", "item", "x,y", "and went", "1\n2"):
        alone = RateTable(content, "rates.csv", FACTS, in_order=True)
        assert alone._rows_of(item) == read._rows_of(item)
        assert alone.rates(item) == read.rates(item)


def test_a_table_of_which_many_items_are_asked_is_split_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "_FEW_ITEMS", 2)
    few = RateTable(b"item,label,amount,unit\nA,A,1,x\nB,B,2,x\nC,C,3,x", "r", FACTS, in_order=True)
    assert [few.rates(item)[0].amount for item in "ABC"] == [1, 2, 3]
    assert few.items == ("A", "B", "C")


TEXTS = [
    "A",
    "",
    " A",
    "A ",
    "a\u00a0",
    "\u2003b",
    "\u200bc",
    "d\u202e",
    "e f",
    '"g\nh"',
    '"i, j"',
    "\u00e9",
    "k\tl",
]
AMOUNTS = ["1.00", "1", "1.005", "01.10", "-0.00", "-1.00", "1e2", "1.000", "", "unknown", "1" * 13 + ".00"]


@pytest.mark.parametrize(
    "row",
    [f"{text},A visit,20.50,service,F1" for text in TEXTS]
    + [f"B,{text},20.50,service,F1" for text in TEXTS]
    + [f"B,A visit,{amount},service,F1" for amount in AMOUNTS]
    + [f"B,A visit,20.50,service,{text}" for text in TEXTS],
)
def test_a_row_reads_the_same_below_one_that_is_like_it_as_alone(row: str) -> None:
    """Problems are told with their line, so both stand in the second."""
    header = "item,label,amount,unit,cell"
    below = table("Z,Another,3.00,service,F0", row, header=header)
    alone = table("Z,Another,3.00,other unit,F0", row, header=header)
    assert list(below.problems()) == list(alone.problems())
    if not list(alone.problems()):
        assert list(below.each())[1] == list(alone.each())[1]


def test_rates_by_line_come_as_their_lines_do_whatever_their_days() -> None:
    rows = ["A,Late,2.00,day,15,", "B,Other,1.00,day,,", "A,Early,3.00,day,1,14", "A,Twice,4.00,day,1,14"]
    read = table(*rows, header="item,label,amount,unit,from_day,to_day").by_line()
    assert [rate.label for rate in read] == ["Late", "Other", "Early", "Twice"]


@pytest.mark.parametrize("rows", [["A,One,1.00,day", "B,Two,two,day"], ["A,One,1.00"], []])
def test_rates_by_line_end_with_what_is_wrong(rows: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        list(table(*rows).by_line())
    assert [*caught.value.problems] == list(table(*rows).problems())[:1]


def test_a_table_of_more_units_than_are_kept_in_mind_reads_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "_MOST_ALIKE", 1)
    read = table("A,One,1.00,day", "B,Two,2.00,hour", "C,Three,3.00,day", "D,Four,4.00,hour").each()
    assert [(rate.item, rate.unit) for rate in read] == [
        ("A", "day"),
        ("B", "hour"),
        ("C", "day"),
        ("D", "hour"),
    ]
