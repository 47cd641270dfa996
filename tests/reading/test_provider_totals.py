"""The totals of a quote: rows that add up are no charges, and are held against the rows above them."""

from __future__ import annotations

import pytest

from kfees.reading.provider_rows import ProviderRow, read_provider_rows

ROWS = ("DS1,Day,1,300.00", "2801,Visit,1,174.50")


def read(*lines: str, headings: str = "Item,Description,Qty,Amount") -> tuple[ProviderRow, ...]:
    return read_provider_rows("\n".join([headings, *lines]).encode(), "quote.csv")


def said(*lines: str) -> list[str]:
    return [row.says for row in read(*lines) if row.kind == "total"]


def test_a_total_that_agrees_says_so() -> None:
    assert said(*ROWS, ",Total,,474.50") == ["The rows above come to $474.50 too."]


def test_a_total_that_differs_says_by_what() -> None:
    asked = "It says $500.00, and the rows above come to $474.50: please check it."
    assert said(*ROWS, ",Total,,500.00") == [asked]
    assert said(*ROWS, ",Total,,") == [""], "nothing to compare"


def test_a_subtotal_is_of_the_rows_since_the_last_and_a_total_of_all() -> None:
    lines = (*ROWS, ",Subtotal,,474.50", "DISC,Discount,,-74.50", "2806,Visit,1,87.30")
    assert said(*lines, ",Sub-total,,12.80", ",Total,,487.30") == [
        "The rows above come to $474.50 too.",
        "The rows above come to $12.80 too.",
        "The rows above come to $487.30 too.",
    ]
    wrong = "It says $12.90, and the rows above come to $12.80: please check it."
    assert said(*lines, ",Sub-total,,12.90")[-1] == wrong, "the nearer of the two sums"


@pytest.mark.parametrize("name", ["Day hospital account", "Amount to be paid by the insurer", ""])
def test_a_row_that_has_the_sum_of_those_above_is_a_total_whatever_its_name(name: str) -> None:
    *_, row = read(*ROWS, f",{name},,474.50")
    assert (row.kind, row.amount) == ("total", None)
    assert row.says == "It is the sum of the rows above, $474.50: taken for a total."


@pytest.mark.parametrize(
    "line", ["FEE,Facility fee,,474.50", ",Facility fee,1,474.50", ",Facility fee,,474.51", ",,,474.51"]
)
def test_a_row_with_a_code_or_a_count_or_another_sum_is_a_charge(line: str) -> None:
    *_, row = read(*ROWS, line)
    assert row.kind == "item"


def test_a_fee_that_equals_the_one_row_above_is_a_charge() -> None:
    *_, row = read("DS1,Day,1,300.00", ",Facility fee,,300.00")
    assert row.kind == "item"


def test_a_line_of_gst_that_the_rows_do_not_show_is_asked_about() -> None:
    rows = read(*ROWS, ",GST,,14.00", ",Total,,488.50")
    asked = "$14.00 of GST stands here, and $0.00 in the rows above: which hold it?"
    assert (rows[2].kind, rows[2].unread) == ("total", asked)
    assert rows[3].says == "It says $488.50, and the rows above come to $474.50: please check it."
    headings = "Item,Description,GST,Amount inc GST"
    shown = read(
        "DS1,Day,30.00,330.00",
        "2801,Visit,0,174.50",
        ",GST,,30.00",
        ",Total ex GST,,474.50",
        headings=headings,
    )
    assert [row.says for row in shown[2:]] == [
        "The rows above come to $30.00 of GST too.", "The rows above come to $474.50 without GST too.",
    ]  # fmt: skip


def test_gst_below_that_can_only_be_on_all_rows_is_on_all_rows() -> None:
    on_top = read("DS1,Day,1,300.00", "FEE,Pump,1,100.00", ",GST,,40.00", ",Total,,440.00")
    assert [(str(row.amount), str(row.gst), row.with_gst) for row in on_top[:2]] == [
        ("330.00", "30.00", True), ("110.00", "10.00", True),
    ]  # fmt: skip
    assert on_top[0].says == "$30.00 of GST is added, as the totals below say."
    assert [row.unread for row in on_top] == [""] * 4
    within = read("DS1,Day,1,330.00", "FEE,Pump,1,110.00", "Note,,,", ",Total,,440.00", ",GST,,40.00")
    assert [(str(row.amount), str(row.gst), row.says) for row in within[:2]] == [
        ("330.00", "30.00", ""), ("110.00", "10.00", ""),
    ]  # fmt: skip
    neither = read("DS1,Day,1,330.00", "FEE,Pump,1,110.00", ",GST,,40.00", ",Total,,500.00")
    assert not any(row.with_gst for row in neither)


def test_gst_below_that_can_only_be_on_some_codes_is_on_those() -> None:
    hospital = ("DS1,Day,5,1600.00", "DS1,Day,5,1500.00", ",Facility fee,1,300.00")
    doctor = ("2801,Visit,1,250.00", "2806,Visit,9,900.00")
    on_top = read(*hospital, *doctor, ",GST,,340.00", ",Total,,4890.00")
    assert [str(row.gst) for row in on_top[:5]] == ["160.00", "150.00", "30.00", "None", "None"]
    assert [str(row.amount) for row in on_top[:5]] == ["1760.00", "1650.00", "330.00", "250.00", "900.00"]
    assert not any(row.unread for row in on_top)
    within = read("DS1,Day,10,3520.00", *doctor, ",GST,,320.00", ",Total inc GST,,4670.00")
    assert [(str(row.gst), row.with_gst) for row in within[:3]] == [
        ("320.00", True), ("None", False), ("None", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ("DS1,Day,1,300.00", "FEE,Pump,1,300.00", "2801,Visit,1,174.50", ",GST,,30.00", ",Total,,804.50"),
        (*(f"F{number},Fee,1,1{number:02}.00" for number in range(11)), ",GST,,10.00", ",Total,,1165.00"),
    ],
)
def test_gst_below_that_could_be_on_several_codes_is_asked_about(lines: tuple[str, ...]) -> None:
    rows = read(*lines)
    assert not any(row.with_gst for row in rows)
    assert any("which hold it?" in row.unread for row in rows)


def test_a_total_among_rows_that_are_not_read_is_compared_with_those_that_are() -> None:
    rows = read(*ROWS, "2806,Visit,1,(87.30)", ",Total,,474.50")
    assert rows[2].unread
    assert rows[3].says == "The rows above come to $474.50 too."


FEES = ("DS1,Day,10,320.00", "2801,Visit,1,250.00", "2806,Visit,9,120.00", ",Consumables,10,25.00")


@pytest.mark.parametrize(
    ("lines", "amounts"),
    [
        ((*FEES, ",Total,,4780.00"), ["3200.00", "250.00", "1080.00", "250.00"]),
        ((*FEES, ",Discount,1,-100.00", ",Total,,4680.00"),
         ["3200.00", "250.00", "1080.00", "250.00", "100.00"]),
        ((*FEES, ",Total,,715.00"), ["320.00", "250.00", "120.00", "25.00"]),
        (("DS1,Day,10,320.00", ",GST,,320.00", ",Total,,3520.00"), ["3520.00"]),
    ],
)  # fmt: skip
def test_a_total_proves_whether_prices_are_for_each_unit_or_for_all(
    lines: tuple[str, ...], amounts: list[str]
) -> None:
    charges = [row for row in read(*lines, headings="Item,Description,Qty,Fee") if row.kind != "total"]
    assert [str(row.amount) for row in charges] == amounts
    assert not any(row.unread for row in charges)
    meant = "for all units" if "715.00" in lines[-1] else "for each unit"
    assert charges[0].says.startswith(f"The price is {meant}, as the total says.")


@pytest.mark.parametrize(
    "lines",
    [
        (*FEES, ",Total,,4700.00"),
        FEES,
        (*FEES, ",Total,,4780.00", ",Total,,715.00"),
        ("DS1,Day,10,0.00", ",Total,,0.00"),
        (*FEES, "2814,Visit,1,nought", ",Total,,4780.00"),
    ],
)
def test_where_no_total_proves_it_prices_of_several_units_are_asked_about(lines: tuple[str, ...]) -> None:
    row = read(*lines, headings="Item,Description,Qty,Fee")[0]
    assert row.unread.startswith("amount: ")
    assert "Head its column Unit price, or Line total." in row.unread


def rows(headings: str, *lines: str) -> tuple[ProviderRow, ...]:
    return read(*lines, headings=headings)


BELOW = "Item,Description,Date,Qty,Amount", "DS1,Day bed,5/8/2024,1,274.96", "Total,,,,274.96"


@pytest.mark.parametrize(
    "line",
    ["BSB,063000,,,", "Account,1234 5678,,,", "063000,BSB,,,", "ABN,12 345 678 901,,,", ",Terms,30 days,,"],
)
def test_the_footer_below_the_last_total_is_a_note(line: str) -> None:
    assert rows(*BELOW, line)[-1].kind == "note"


@pytest.mark.parametrize("line", ["Account,,,,12345678", ",Late fee,,,20.00"])
def test_an_amount_without_a_code_below_the_last_total_is_asked_about(line: str) -> None:
    row = rows(*BELOW, line)[-1]
    assert "stands below the last total" in row.unread
    assert row.remedy == "Write it above the total, if it is charged."


@pytest.mark.parametrize("line", ["2801,First,,,320.00", ",Late fee,5/8/2024,,20.00", ",Late fee,,1,20.00"])
def test_a_charge_by_code_day_or_number_below_a_total_is_a_charge(line: str) -> None:
    row = rows(*BELOW, line)[-1]
    assert (row.kind, row.unread) == ("item", "")


def test_a_code_without_an_amount_below_the_last_total_is_asked_about() -> None:
    assert rows(*BELOW, "2801,First visit,,1,")[-1].unread == "amount: the cell is empty."


def test_a_total_by_name_of_a_single_row_is_known_by_its_sum() -> None:
    assert rows("Item,Amount", "DS1,274.96", "TOTAL PAYABLE BY THE PAYER,274.96")[-1].kind == "total"


@pytest.mark.parametrize("words", ["Total GST", "GST total (10%)", "GST 10%", "GST"])
def test_a_total_of_gst_is_one_of_gst(words: str) -> None:
    found = rows("Item,Amount,GST", "KET,110.00,10.00", f"{words},10.00,")
    assert found[-1].says == "The rows above come to $10.00 of GST too."


@pytest.mark.parametrize(
    ("lines", "paid", "left"),
    [
        ((",Total,,474.50", ",Deposit (20%),,-94.90", ",Balance payable on day 1,,379.60"), 1, "379.60"),
        ((",Total:,,474.50", ",,Payments:,-174.50", ",,Owing:,300.00"), 1, "300.00"),
        ((",Less health fund benefit,,-274.50", ",Less deposit paid,,100", ",Out of pocket,,100"), 2, "100"),
    ],
)
def test_what_is_paid_is_no_charge_where_the_balance_below_says_so(
    lines: tuple[str, ...], paid: int, left: str
) -> None:
    rows = read(*ROWS, *lines)
    assert [row.kind for row in rows[-paid - 1 :]] == ["note"] * paid + ["total"]
    assert not any(row.unread for row in rows)
    assert rows[-2].says == "Paid already, or by another: the balance below says so."
    assert f"paid already or by another, ${left}" in rows[-1].says
    *_, again = read(*ROWS, *lines[:-1], ",Balance,,1.00")
    assert any(row.unread for row in read(*ROWS, *lines[:-1], ",Balance,,1.00")[2:]), again
    assert any(row.unread for row in read(*ROWS, *lines[:-1]))


def test_a_payment_of_nothing_is_no_charge() -> None:
    *_, applied, balance = read(*ROWS, ",Total,,474.50", ",,Amount applied,0.00", ",Balance due,,474.50")
    assert (applied.kind, applied.description, applied.says) == (
        "note", "Amount applied", "Nothing is paid already.",
    )  # fmt: skip
    assert balance.says == "The rows above come to $474.50 too."


def test_a_discount_is_taken_off_before_what_is_paid() -> None:
    rows = read(*ROWS, ",Discount,,-74.50", ",Deposit,,-100", ",Balance,,300.00")
    assert [row.kind for row in rows[2:]] == ["discount", "note", "total"]


def test_an_amount_marked_as_taxed_is_with_or_without_its_gst_as_the_totals_say() -> None:
    headings = "Item,Description,Amount,Tax"
    lines = ("DS1,Day,300.00,FRE", "RPT,Report,200.00,GST", ",Subtotal,500.00,", ",GST,20.00,")
    report = read(*lines, ",Total,520.00,", headings=headings)[1]
    assert (str(report.amount), str(report.gst), report.unread) == ("220.00", "20.00", "")
    report = read(*lines[:2], ",Total inc GST,500.00,", ",GST,18.18,", headings=headings)[1]
    assert report.unread, "a total of 500 may be with GST or without it"


@pytest.mark.parametrize(
    "line",
    [
        "Please pay $500 deposit to secure your booking.,,,", "Signed: ____________,,,Date: __/__/__",
        "A cancellation fee of $150.00 applies within 48 hours of day 1.,,,", "Signature,,,......",
    ],
)  # fmt: skip
def test_words_and_signatures_below_the_last_total_are_notes(line: str) -> None:
    *_, note = read(*ROWS, ",Total,,474.50", line)
    assert (note.kind, note.unread) == ("note", "")
