"""Amounts with GST beside the same without it: read once, and each row that does not add up is named."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

import kfees
from kfees.importing.flags import set_cells
from kfees.web.import_form import offers
from workbooks import amounts, book, codes, only_problem, read

ROWS = [(100 + 10 * number, 10 + number) for number in range(6)]


def sheet(path: Path, headings: tuple[str, ...], rows: list[tuple[object, ...]]) -> Path:
    table = [("Item", "Description", *headings)]
    return book(path / "w.xlsx", [*table, *((f"A{n}", "Visit", *row) for n, row in enumerate(rows))])


def with_totals(count: int, rows: list[tuple[int, int]]) -> list[tuple[object, ...]]:
    """The fee, its GST where there are three columns, and both together."""
    return [(fee, tax, fee + tax) if count == 3 else (fee, fee + tax) for fee, tax in rows]


@pytest.mark.parametrize(
    "headings",
    [
        ("Fee ex GST", "GST", "Total inc GST"),
        ("Fee", "GST", "Total"),
        ("Fee", "GST (10%)", "Total"),
        ("Amount", "GST amount", "Amount payable"),
        ("Ex GST", "GST $", "Inc GST"),
        ("Net", "GST component", "Gross"),
        ("Fee excl", "Fee incl"),
        ("Fee ex. GST", "Fee inc. GST"),
        ("Fee (GST exclusive)", "Fee (GST inclusive)"),
        ("Fee", "Fee inc GST"),
        ("Fee ex GST", "Total"),
        ("Net fee", "Gross fee"),
    ],
    ids=str,
)
def test_the_fee_without_gst_is_read_and_each_row_says_whether_it_has_any(
    headings: tuple[str, ...], tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(fee, tax if fee % 20 else 0) for fee, tax in ROWS]
    result = read(sheet(tmp_path, headings, with_totals(len(headings), rows)), library, gst=None)
    assert list(amounts(result).values()) == [f"{fee}.00" for fee, _ in rows]
    assert [rate.gst for rate in result.rates] == ["exclusive" if tax else "free" for _, tax in rows]
    total = result.understood.chosen.roles["with_gst"]
    assert (total.heading, result.understood.chosen.others) == (headings[-1], [])


def test_the_columns_may_stand_the_other_way_round_and_each_can_be_named(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = sheet(tmp_path, ("Total inc GST", "GST", "Ex GST"), [(fee + tax, tax, fee) for fee, tax in ROWS])
    assert amounts(read(path, library))["A1"] == "110.00"
    named = read(path, library, columns={"amount": "C"})
    assert (amounts(named)["A1"], named.rates[0].gst) == ("121.00", "included")


def test_amounts_as_text_are_added_up_too(tmp_path: Path, library: kfees.Library) -> None:
    path = tmp_path / "w.csv"
    rows = [f"A{fee},Visit,{fee}.00,{fee + tax}.00" for fee, tax in ROWS]
    path.write_text("\n".join(["Item,Description,Fee ex GST,Fee inc GST", *rows]))
    assert amounts(read(path, library))["A100"] == "100.00"


@pytest.mark.parametrize("headings", [("Fee excl", "Fee incl"), ("Fee", "GST", "Total")], ids=str)
@pytest.mark.parametrize("wrong", [(100, 10, 111), (None, 10, 110), (100, 10, None)], ids=str)
def test_a_row_that_does_not_add_up_is_named_and_any_answer_ends_it(
    headings: tuple[str, ...],
    wrong: tuple[int | None, int, int | None],
    tmp_path: Path,
    library: kfees.Library,
) -> None:
    fee, tax, total = wrong
    row = (fee, tax, total or "?") if len(headings) == 3 else (fee, total or "?")
    path = sheet(tmp_path, headings, [*with_totals(len(headings), ROWS), row])
    problem = only_problem(read(path, library))
    cell = problem.place.removeprefix("Fees!")
    assert (problem.code, cell) == ("bad-gst", "D8" if fee is None or len(row) == 2 else "E8")
    assert f'--set "{cell}=GST exclusive"' in problem.remedy
    result = read(path, library, set_cells={cell: "GST exclusive"})
    assert (codes(result), result.rates[-1].gst) == ([], "exclusive")
    assert len(amounts(read(path, library, skip_rows={8}))) == 6


def test_amounts_that_are_the_same_where_headings_say_both_are_free_of_gst(
    tmp_path: Path, library: kfees.Library
) -> None:
    result = read(sheet(tmp_path, ("Fee ex GST", "Fee inc GST"), [(fee, fee) for fee, _ in ROWS]), library)
    assert {rate.gst for rate in result.rates} == {"free"}


@pytest.mark.parametrize(
    ("headings", "rows"),
    [
        (("Fee", "Total"), with_totals(2, ROWS)),
        (("Fee inc GST", "Total"), with_totals(2, ROWS)),
        (("Fee ex GST", "Fee inc GST"), [(fee, fee + 25) for fee, _ in ROWS]),
        (("Fee", "GST", "Total"), [(fee, tax, fee + tax + 30) for fee, tax in ROWS]),
        (("Fee", "Fee incl"), with_totals(2, ROWS)),
    ],
    ids=str,
)
def test_what_the_headings_or_the_sums_do_not_show_is_asked(
    headings: tuple[str, ...], rows: list[tuple[object, ...]], tmp_path: Path, library: kfees.Library
) -> None:
    assert only_problem(read(sheet(tmp_path, headings, rows), library)).code == "which-amount-column"


@pytest.mark.parametrize("before", ["Fee ", ""])
def test_each_period_is_read_without_gst(before: str, tmp_path: Path, library: kfees.Library) -> None:
    years = ("2024-25 ex GST", "2024-25 inc GST", "2025-26 ex GST", "2025-26 inc GST")
    rows: list[tuple[object, ...]] = [
        (fee + 0.5, fee + 0.55 + tax, fee + 20.5, fee + tax + 22.55) for fee, tax in ROWS
    ]
    result = read(sheet(tmp_path, tuple(f"{before}{year}" for year in years), rows), library)
    assert (amounts(result)["A0"], result.rates[0].gst) == ("120.50", "exclusive")
    assert result.understood.chosen.unread[4] == "the amounts of column C with GST"


YES_AND_NO = [
    ("Item", "Description", "Fee", "GST"),
    *((f"A{n}", "Visit", 100 + n, "NY"[n % 2]) for n in range(6)),
]


def test_a_column_of_y_and_n_leaves_open_whether_gst_is_in_the_amounts(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = book(tmp_path / "w.xlsx", YES_AND_NO)
    problem = only_problem(read(path, library, gst=None))
    assert (problem.code, problem.remedy) == ("which-gst", "Pass --gst exclusive or --gst included.")
    for gst in ("exclusive", "included"):
        assert [rate.gst for rate in read(path, library, gst=gst).rates[:2]] == ["free", gst]


@pytest.mark.parametrize(
    ("said", "gst"), [("inc GST", "included"), ("GST exclusive", "exclusive"), ("GST free", "free")]
)
def test_rows_that_say_it_in_words_need_no_answer_for_the_whole(
    said: str, gst: str, tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(*row[:3], said if row[3] == "Y" else "GST free") for row in YES_AND_NO[1:]]
    result = read(book(tmp_path / "w.xlsx", [YES_AND_NO[0], *rows]), library, gst=None)
    assert (codes(result), [rate.gst for rate in result.rates[:2]]) == ([], ["free", gst])


def test_many_cells_alike_that_do_not_say_it_are_one_question_that_one_answer_ends(
    tmp_path: Path, library: kfees.Library
) -> None:
    words = ["free", "free", *("S15" if n % 3 else "see note" for n in range(1_800)), "free"]
    rows = [(f"A{n}", "Visit", 100 + n, word) for n, word in enumerate(words)]
    path = book(tmp_path / "w.xlsx", [YES_AND_NO[0], *rows])
    columns = {"gst": "D"}
    found = read(path, library, gst=None, columns=columns)
    said = [(problem.code, problem.message.partition(" cells")[0]) for problem in found.problems]
    assert said == [("bad-gst", "600"), ("bad-gst", "1,200")]
    flags = [next(iter(offers(problem.remedy))).flags for problem in found.problems]
    assert flags[1].startswith('--set "D5-6,8-9,')
    sets = [shlex.split(flag)[1] for flag in flags]
    done = read(path, library, gst=None, columns=columns, set_cells=dict(set_cells(sets, [])))
    assert (codes(done), {rate.gst for rate in done.rates}) == ([], {"exclusive", "free"})
    assert [rate.gst for rate in done.rates].count("exclusive") == 1_800
    assert "leave the rows out with --skip-rows 4,7," in found.problems[0].remedy


def test_an_answer_for_the_whole_counts_for_items_of_the_version_before(
    tmp_path: Path, library: kfees.Library
) -> None:
    """All but those that were an exception there."""
    path = book(
        tmp_path / "w.xlsx", [("Item", "Description", "Fee"), ("2801", "Visit", 180), ("2806", "Again", 90)]
    )
    before = read(path, library, schedule="medical", accept_changes=True, gst=None)
    assert {rate.gst for rate in before.rates} == {"free"}
    after = read(path, library, schedule="medical", accept_changes=True, gst="exclusive")
    assert {rate.gst for rate in after.rates} == {"exclusive"}


@pytest.mark.parametrize(
    ("title", "gst"),
    [
        ("All fees include GST", "included"),
        ("Prices shown are GST inclusive.", "included"),
        ("Fees from 1 July 2025 (inc. GST)", "included"),
        ("Fees are exclusive of GST", "exclusive"),
        ("Rates exclude any GST", "exclusive"),
        ("These fees do not include GST", "exclusive"),
        ("GST is not included", "exclusive"),
        ("Prices don't include GST", "exclusive"),
        ("Prices plus GST", "exclusive"),
        ("These services are GST free", "free"),
        ("Plus GST where it applies", None),
        ("Fees include GST unless marked", None),
        ("GST", None),
    ],
)
def test_a_title_says_it_of_all_amounts_or_it_is_asked(
    title: str, gst: str | None, tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(title,), ("Item", "Description", "Fee"), *((f"A{n}", "Visit", 100 + n) for n in range(4))]
    result = read(book(tmp_path / "w.xlsx", rows), library, gst=None)
    assert codes(result) == ([] if gst else ["which-gst"])
    assert gst is None or {rate.gst for rate in result.rates} == {gst}


def test_a_heading_goes_before_a_title_and_two_titles_that_differ_say_nothing(
    tmp_path: Path, library: kfees.Library
) -> None:
    rows = [(f"A{n}", "Visit", 100 + n) for n in range(4)]
    said = [("Fees include GST",), ("Item", "Description", "Fee (ex GST)"), *rows]
    result = read(book(tmp_path / "w.xlsx", said), library, gst=None)
    assert {rate.gst for rate in result.rates} == {"exclusive"}
    both = [("Fees include GST",), ("Fees exclude GST",), ("Item", "Description", "Fee"), *rows]
    assert codes(read(book(tmp_path / "v.xlsx", both), library, gst=None)) == ["which-gst"]
