"""What a heading of amounts says of all of them, and cells of dollars that no heading hides."""

from __future__ import annotations

from pathlib import Path

import pytest

import kfees
from kfees.importing.amount_headings import span_in_heading, unit_in_heading
from workbooks import As, amounts, book, only_problem, read

MONEY = "$#,##0.00"


def table(path: Path, headings: tuple[str, ...], *columns: list[object]) -> Path:
    rows = [
        (f"A{number}", f"Visit {number}", *cells) for number, cells in enumerate(zip(*columns, strict=True))
    ]
    return book(path / "w.xlsx", [("Item", "Description", *headings), *rows])


def dollars(first: float) -> list[object]:
    return [As(first + number, MONEY) for number in range(6)]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Fee (each)", "each"),
        ("Maximum rate from 1 July 2026 (per day)", "day"),
        ("Price each", "each"),
        ("Fee per hour (ex GST)", "hour"),
        ("Fee per hour ex. GST", "hour"),
        ("Hourly rate (excluding GST)", "hour"),
        ("Hourly rate + GST", "hour"),
        ("Rate 2025-26 per km", "km"),
        ("Daily rate from 1 July 2025", "day"),
        ("Fee (session)", "session"),
        ("$/hr (incl GST)", "hr"),
        ("Daily fee (days 1 to 14)", "day"),
        ("Fee per hour (max 3)", "hour"),
        ("Fee", ""),
        ("Fee (max)", ""),
        ("Fee ($)", ""),
        ("Fee (ex GST)", ""),
        ("Fee 2025-26", ""),
        ("Reach", ""),
    ],
)
def test_the_unit_of_a_heading_is_found_beside_gst_and_period(heading: str, unit: str) -> None:
    assert unit_in_heading(heading, None) == unit


@pytest.mark.parametrize(
    ("heading", "span"),
    [
        ("Days 1-14", (1, 14)),
        ("Daily fee (days 1 to 14)", (1, 14)),
        ("Bed fee days 15+", (15, None)),
        ("Days 15+ (ex GST)", (15, None)),
        ("Days 1-14 ($)", (1, 14)),
        ("2025-26, days 1-14", (1, 14)),
        ("Day 1", (1, 1)),
        ("First day", (1, 1)),
        ("Fee 1-14", None),
        ("Fee 2025-26", None),
        ("Daily fee", None),
        ("Band 3 fee", None),
    ],
)
def test_the_days_of_a_heading_are_found_beside_other_words(
    heading: str, span: tuple[int, int | None] | None
) -> None:
    assert span_in_heading(heading, "", None) == span


@pytest.mark.parametrize(
    ("first", "second", "spans"),
    [
        ("Daily fee (days 1 to 14)", "Daily fee (days 15 and over)", [(1, 14), (15, None)]),
        ("Day 1", "Subsequent days", [(1, 1), (2, None)]),
        ("First day", "Subsequent days", [(1, 1), (2, None)]),
        ("Days 1-14 ex GST", "Days 15+ ex GST", [(1, 14), (15, None)]),
    ],
)
def test_steps_by_the_day_are_known_whatever_stands_beside_the_days(
    first: str, second: str, spans: list[tuple[int, int | None]], tmp_path: Path, library: kfees.Library
) -> None:
    result = read(table(tmp_path, (first, second), dollars(90.5), dollars(80.5)), library)
    assert result.problems == []
    assert [(rate.from_day, rate.to_day) for rate in result.rates[:2]] == spans


@pytest.mark.parametrize("heading", ["Quantity", "Age 5+", "Units", "Count", "Category level"])
def test_dollars_below_any_heading_are_asked_about_beside_the_fee(
    heading: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = table(tmp_path, ("Fee", heading), dollars(90.5), dollars(50.5))
    problem = only_problem(read(path, library))
    assert (problem.code, f"D '{heading}'" in problem.message) == ("which-amount-column", True)
    assert amounts(read(path, library, columns={"amount": "D"}))["A0"] == "50.50"


def test_fees_by_age_are_asked_about_and_either_answer_leads_on(
    tmp_path: Path, library: kfees.Library
) -> None:
    path = table(tmp_path, ("Age 0-4", "Age 5+"), dollars(50.5), dollars(60.5))
    assert "--columns amount=C" in only_problem(read(path, library)).remedy
    for letter, first in (("C", "50.50"), ("D", "60.50")):
        assert amounts(read(path, library, columns={"amount": letter}))["A0"] == first


def test_the_only_dollars_are_the_fee_where_their_heading_says_nothing_else(
    tmp_path: Path, library: kfees.Library
) -> None:
    assert amounts(read(table(tmp_path, ("VIC",), dollars(50.5)), library))["A0"] == "50.50"


@pytest.mark.parametrize(
    ("heading", "other"),
    [("Quantity", "x"), ("Savings", "x"), ("Gap", "x"), ("VIC", "NSW"), ("VIC", "Benefit")],
)
def test_dollars_that_may_be_no_fee_are_asked_about(
    heading: str, other: str, tmp_path: Path, library: kfees.Library
) -> None:
    more: list[object] = [40.5 + number if other != "x" else None for number in range(6)]
    path = table(tmp_path, (heading, other if other != "x" else "Remarks"), dollars(50.5), more)
    assert only_problem(read(path, library)).code == "which-amount-column"


@pytest.mark.parametrize("few", ["POA", "by report", None])
def test_a_column_of_fees_may_hold_words_mostly(
    few: str | None, tmp_path: Path, library: kfees.Library
) -> None:
    cells: list[object] = [few, "TBA", 50, few, "POA", "see item 3"]
    found = amounts(read(table(tmp_path, ("Amount",), cells), library))
    assert (found["A2"], list(found.values()).count("unknown")) == ("50.00", 5)


@pytest.mark.parametrize(
    "days", [[10, 90], ["000", "010", "090", "YYY", "ZZZ", "XXX"], ["010", "090"]], ids=str
)
def test_days_around_an_operation_are_no_days_of_a_stay(
    days: list[object], tmp_path: Path, library: kfees.Library
) -> None:
    path = table(tmp_path, ("Fee", "Days"), dollars(50.5), (days * 6)[:6])
    result = read(path, library)
    assert {(rate.from_day, rate.to_day) for rate in result.rates} == {(None, None)}
    assert result.understood.chosen.unread[4] == "its cells are no days of a stay (--columns days=D)"


def test_rivals_of_a_fee_are_seen_in_a_file_of_texts(tmp_path: Path, library: kfees.Library) -> None:
    path = tmp_path / "w.csv"
    rows = [f"A{number},Visit,{50 + number}.00,{60 + number}.00" for number in range(6)]
    path.write_text("\n".join(["Item,Description,Metro fee,Rural", *rows]))
    assert only_problem(read(path, library)).code == "which-amount-column"


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Fee (cents)", "cents"),
        ("Rate (cents per km)", "cents"),
        ("Fee ($'000)", "$'000"),
        ("Fee $k", "$k"),
        ("Fee in thousands", "thousands"),
    ],
)
def test_a_fee_in_other_than_dollars_is_asked_about(
    heading: str, said: str, tmp_path: Path, library: kfees.Library
) -> None:
    path = table(tmp_path, (heading,), dollars(50.5))
    problem = only_problem(read(path, library))
    assert (problem.code, f"says {said}, not dollars" in problem.message) == ("not-dollars", True)
    assert amounts(read(path, library, as_stored=["C"]))["A0"] == "50.50"


@pytest.mark.parametrize("heading", ["Fee ($)", "Fee AUD", "Fee (rounded to 5 cents)", "Recent fee"])
def test_a_fee_in_dollars_is_no_question(heading: str, tmp_path: Path, library: kfees.Library) -> None:
    assert amounts(read(table(tmp_path, (heading,), dollars(50.5)), library))


@pytest.mark.parametrize("heading", ["Fee - GST not included", "Fee (not including GST)", "Fee before GST"])
def test_gst_that_is_not_included_is_put_on_top(heading: str, tmp_path: Path, library: kfees.Library) -> None:
    result = read(table(tmp_path, (heading,), dollars(50.5)), library, gst=None)
    assert {rate.gst for rate in result.rates} == {"exclusive"}


@pytest.mark.parametrize("heading", ["Unit of service", "Billing unit", "Unit"])
def test_minutes_in_a_column_of_units_are_read(heading: str, tmp_path: Path, library: kfees.Library) -> None:
    path = table(tmp_path, ("Fee", heading), dollars(50.5), ["Per 15 minutes", "15 minutes", "each"] * 2)
    assert [rate.unit for rate in read(path, library).rates[:3]] == ["15 minutes", "15 minutes", "each"]


@pytest.mark.parametrize("cells", [list(range(1, 7)), [f"Long visit {n}" for n in range(6)]], ids=str)
def test_codes_beside_words_or_a_count_of_rows_are_asked_about(
    cells: list[object], tmp_path: Path, library: kfees.Library
) -> None:
    rows = [("Item", "Kind of treatment", "Fee", "Classification code")]
    rows += [(cell, f"Visit {n}", 50.5 + n, f"PTA{n:03}") for n, cell in enumerate(cells)]  # type: ignore[misc]
    path = book(tmp_path / "w.xlsx", rows)
    assert "--columns item=D" in only_problem(read(path, library)).remedy
    assert "PTA003" in amounts(read(path, library, columns={"item": "D"}))
